"""The passing of time: letting lapse what has run out, case by case, and dates settled anew."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db import connection
from django.db.models import Q

from fashu.kernel import clock
from fashu.kernel.access import SYSTEM, acting_as
from fashu.kernel.calendar.moments import written
from fashu.kernel.cases import rows
from fashu.kernel.cases.actions import catch_up
from fashu.kernel.cases.catalogue import family_of
from fashu.kernel.cases.models import Case, RunningTerm
from fashu.kernel.procedure import Clock, Family, State
from fashu.kernel.procedure.clocks import refreshed, term_of
from fashu.kernel.procedure.events import When


@dataclass(frozen=True, slots=True)
class Moved:
    """A case of which dates have become certain or others, and these terms in words."""

    case: Case
    words: tuple[str, ...]


def cases_to_refresh(since: date | None = None) -> list[int]:
    """The cases whose dates the calendar may have changed: what is provisional, and what is due
    on or after a day. Needs the system to act."""
    waiting = Q(provisional=True)
    if since is not None:
        waiting |= Q(due_at__gte=rows.moment(since), overdue=False)
    found = RunningTerm.objects.filter(waiting).values_list("case", flat=True)
    return sorted(set(found))


def refresh(case_id: int) -> Moved | None:
    """Work the dates of a case out anew by the calendar in force; None where none has changed.

    No event: nothing happened to the case, only the calendar has become certain. Replay arrives
    at the same dates. Needs the system to act.
    """
    case = Case.objects.select_related("office").select_for_update(of=("self",)).get(pk=case_id)
    before, family = State.from_json(case.state), family_of(case.procedure)
    after = refreshed(family, before)
    if after == before:
        return None
    rows.fill(case, after)
    case.save(force_update=True)
    rows.write_terms(case, after)
    return Moved(case, tuple(_told(family, before, after)))


def _told(family: Family, before: State, after: State) -> Iterator[str]:
    """What is said of each term whose date is another or is no longer provisional."""
    former = {(running.term, running.n): running for running in before.clocks}
    for running in after.clocks:
        old = former[running.term, running.n]
        if (old.due, old.provisional) == (running.due, running.provisional):
            continue
        title = term_of(family, running).title
        told = f"暂定{_day(old)}" if old.provisional else _day(old)
        now = f"改为暂定{_day(running)}" if running.provisional else f"定为{_day(running)}"
        yield f"“{title}”由{told}{now}"


def _day(running: Clock) -> str:
    return written(running.due) if running.due else "未定"


def spell_out() -> int:
    """Write the letters of cases that have none, from before they were kept; how many cases."""
    with acting_as(SYSTEM):
        silent = Case.objects.filter(spelling=None).order_by("pk")
        found = list(silent)
        for case in found:
            rows.write_spelling(case)
    return len(found)


def run_lapses(now: When | None = None, *, limit: int = 1000) -> int:
    """Let everything lapse that has run out, each case in its own transaction; how many lapses.

    Found by index, oldest first. Several workers may run: a case that another one holds is
    left to it.
    """
    moment = rows.moment(now or clock.now())
    with acting_as(SYSTEM):
        due = _cases_due(moment, limit)
    return sum(_lapse_case(case_id, now or clock.now()) for case_id in due)


def _cases_due(moment: When, limit: int) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT case_id FROM cases_runningterm WHERE lapses_at <= %s"
            " GROUP BY case_id ORDER BY min(lapses_at) LIMIT %s",
            [moment, limit],
        )
        return [row[0] for row in cursor.fetchall()]


def _lapse_case(case_id: int, now: When) -> int:
    with acting_as(SYSTEM):
        query = Case.objects.select_related("office").select_for_update(
            of=("self",), skip_locked=True
        )
        case = query.filter(pk=case_id).first()
        return catch_up(case, now) if case else 0
