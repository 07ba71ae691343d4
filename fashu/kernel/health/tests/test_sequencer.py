"""Whether events reach the log: looked at from the side, while a real writer holds its lock."""

from datetime import timedelta

import pytest
import time_machine

from fashu.kernel.access import SYSTEM, acting_as
from fashu.kernel.cases.tests.conftest import Cast, cast, noon, sample_business
from fashu.kernel.cases.tests.test_actions import open_sample
from fashu.kernel.health import running
from fashu.kernel.health.check import State
from fashu.kernel.record import ledger

__all__ = ["cast", "noon", "sample_business"]

pytestmark = pytest.mark.django_db


def looked() -> tuple[State, str]:
    with acting_as(SYSTEM):
        check = running.sequencer()
    return check.state, check.words


def test_without_a_sequencer_the_events_that_wait_are_counted(cast: Cast) -> None:
    assert looked() == (State.BAD, "没有存证进程，0个事件等待写入；日志是空的")
    open_sample(cast.alice)
    assert looked() == (State.BAD, "没有存证进程，1个事件等待写入；日志是空的")


def test_a_sequencer_that_does_not_get_on_is_told(cast: Cast, noon: time_machine.Traveller) -> None:
    open_sample(cast.alice)
    with ledger.connect() as writer:
        assert ledger.lock(writer)
        assert looked() == (State.OK, "日志是空的")
        noon.shift(timedelta(minutes=6))
        assert looked() == (
            State.BAD,
            "1个事件等待写入，最早的记录于2026-02-11 12:00；日志是空的",
        )
    assert looked()[1].startswith("没有存证进程")
