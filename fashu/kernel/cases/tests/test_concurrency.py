"""Many at once, over real connections and real transactions."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TypeVar

import pytest
import time_machine
from django.db import connections

from fashu.kernel import api
from fashu.kernel.access import SYSTEM, acting_as
from fashu.kernel.cases.models import Case, Event, RunningTerm
from fashu.kernel.cases.tests.conftest import Cast
from fashu.kernel.cases.tests.test_actions import open_sample, take
from fashu.kernel.procedure import Refused

pytestmark = pytest.mark.django_db(transaction=True)
THREADS = 6
T = TypeVar("T")


def at_once(work: Callable[[int], T]) -> list[T]:
    """The work done by several threads that start together, each on its own connection."""
    start = Barrier(THREADS)

    def run(number: int) -> T:
        try:
            start.wait()
            return work(number)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(THREADS) as pool:
        return list(pool.map(run, range(THREADS)))


def test_the_same_request_sent_many_times_at_once_opens_one_case(cast: Cast) -> None:
    outcomes = at_once(lambda _: open_sample(cast.alice, "same"))
    assert len({o.number for o in outcomes}) == 1
    assert [o.repeated for o in outcomes].count(False) == 1
    with acting_as(SYSTEM):
        assert Event.objects.count() == 1


def test_cases_opened_at_once_get_numbers_without_gap_or_repetition(cast: Cast) -> None:
    outcomes = at_once(lambda n: open_sample(cast.alice, f"key-{n}"))
    numbers = sorted(o.number[-5:] for o in outcomes)
    assert numbers == [f"{n:05d}" for n in range(1, THREADS + 1)]


def test_of_rival_steps_on_one_case_exactly_one_is_taken(cast: Cast) -> None:
    number = open_sample(cast.alice).number

    def rival(n: int) -> str:
        try:
            with acting_as(cast.east):
                step = "accept" if n % 2 else "refuse"
                return api.take_step(number, step, {}, request_key=f"rival-{n}").stage
        except Refused:
            return ""

    stages = at_once(rival)
    assert len([stage for stage in stages if stage]) == 1
    with acting_as(SYSTEM):
        assert Case.objects.get().seq == 2


def test_workers_at_once_let_each_term_lapse_once(cast: Cast, noon: time_machine.Traveller) -> None:
    for n in range(8):
        open_sample(cast.alice, f"key-{n}")
    noon.move_to("2026-03-10T09:00:00+08:00")
    assert sum(at_once(lambda _: api.run_lapses())) == 8
    with acting_as(SYSTEM):
        assert Event.objects.filter(kind="lapsed").count() == 8
        assert set(RunningTerm.objects.values_list("term", flat=True)) == {"decision"}


def test_a_step_and_a_worker_at_once_agree_on_what_lapsed(
    cast: Cast, noon: time_machine.Traveller
) -> None:
    number = open_sample(cast.alice).number
    noon.move_to("2026-03-10T09:00:00+08:00")

    def rival(n: int) -> None:
        if n % 2:
            api.run_lapses()
        else:
            with pytest.raises(Refused):
                take(cast.east, number, "refuse")

    at_once(rival)
    api.run_lapses()
    with acting_as(SYSTEM):
        assert list(Event.objects.values_list("kind", "key")) == [
            ("taken", "apply"),
            ("lapsed", "examination"),
        ]
