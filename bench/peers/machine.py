"""django-fsm-2: a state field with transitions, and a row for each of them.

It knows no terms, papers or rights; a condition stands in for the rules.
"""

from itertools import cycle, islice
from typing import Any, ClassVar

from django.db import models, transaction
from django_fsm import FSMField, transition

from bench.peers.server import connect

TABLES = """
    DROP TABLE IF EXISTS bench_fsm, bench_fsm_event;
    CREATE TABLE bench_fsm (id bigserial PRIMARY KEY, stage varchar(50), reason text);
    CREATE TABLE bench_fsm_event (id bigserial PRIMARY KEY, case_id bigint, step text, data text);
"""


def _has_reason(case: "Stage") -> bool:
    return bool(case.reason)


class Stage(models.Model):
    """A case as far as it goes here."""

    stage = FSMField(default="examined", max_length=50)
    reason = models.TextField(default="")

    objects: ClassVar[Any] = models.Manager()

    class Meta:
        app_label = "bench"
        managed = False
        db_table = "bench_fsm"

    @transition(field=stage, source="examined", target="suspended", conditions=[_has_reason])  # type: ignore[untyped-decorator]
    def suspend(self) -> None:
        """中止."""

    @transition(field=stage, source="suspended", target="examined", conditions=[_has_reason])  # type: ignore[untyped-decorator]
    def resume(self) -> None:
        """恢复."""


class Happened(models.Model):
    """What was done."""

    case = models.ForeignKey(Stage, models.DO_NOTHING)
    step = models.TextField()
    data = models.TextField()

    objects: ClassVar[Any] = models.Manager()

    class Meta:
        app_label = "bench"
        managed = False
        db_table = "bench_fsm_event"


class Machine:
    """So many cases, stepped in turn through Django's ORM."""

    OWNER: ClassVar[str] = "owner"

    def __init__(self, cases: int) -> None:
        with connect() as made:
            made.execute(TABLES)
        rows = [Stage.objects.using(self.OWNER).create() for _ in range(cases)]
        self.turns = cycle([row.pk for row in rows])

    def steps(self, count: int) -> int:
        """So many steps, a transaction each."""
        for number in islice(self.turns, count):
            with transaction.atomic(using=self.OWNER):
                self._step(number)
        return count

    def _step(self, number: int) -> None:
        case: Any = Stage.objects.using(self.OWNER).select_for_update().get(pk=number)
        case.reason = "需要以正在审理的民事案件结果为依据。"
        name = "suspend" if case.stage == "examined" else "resume"
        getattr(case, name)()
        case.save()
        Happened.objects.using(self.OWNER).create(case=case, step=name, data=case.reason)
