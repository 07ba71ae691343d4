"""The state as data: small, lossless in JSON, and independent of how long the story is."""

import json
from dataclasses import fields, replace
from datetime import date

import pytest

from fashu.kernel.calendar import Service
from fashu.kernel.procedure import ClockStatus, Served, State
from fashu.kernel.procedure.events import (
    day_of,
    has_passed,
    is_before,
    last_instant,
    takes_effect,
)
from fashu.kernel.procedure.state import (
    OPEN,
    Clock,
    clock_from_json,
    clock_to_json,
    when_from_iso,
)
from fashu.kernel.procedure.tests.playing import applied, at, clock_of, examined, played, took

FRIDAY, MONDAY = date(2024, 3, 1), date(2024, 3, 4)
FULL = (
    took("note", MONDAY, who="甲乙"),
    took("extend", MONDAY, extra_days=10),
    took("call_hearing", MONDAY, hearing_on="2024-04-01"),
    Served("hearing_notice", date(2024, 3, 5)),
    took("seize", date(2024, 3, 5), thing="甲"),
    took("alarm", at(date(2024, 3, 5), 9)),
    took("ask_expert", date(2024, 3, 6)),
    took("suspend", date(2024, 3, 7)),
)


def test_a_state_survives_json() -> None:
    state = played(*examined(*FULL))
    assert State.from_json(json.loads(json.dumps(state.to_json()))) == state


def test_every_field_is_written() -> None:
    assert played(applied()).to_json().keys() == {field.name for field in fields(State)}
    clock = clock_of(played(applied()), "examination")
    assert clock_to_json(clock).keys() == {field.name for field in fields(Clock)}


def test_a_clock_survives_json_with_all_its_fields() -> None:
    clock = clock_of(played(*examined(*FULL)), "decision")
    assert clock.extensions
    assert clock.intervals
    odd = replace(
        clock, of="甲", ahead=True, until=FRIDAY, limit_from=MONDAY, closed_on=MONDAY, due=FRIDAY
    )
    assert clock_from_json(json.loads(json.dumps(clock_to_json(odd)))) == odd


def test_a_moment_keeps_its_zone() -> None:
    clock = clock_of(played(*examined(*FULL)), "alarm_hours")
    again = clock_from_json(clock_to_json(clock))
    assert again.due == at(date(2024, 3, 6), 9)
    assert str(again.due) == "2024-03-06 09:00:00+08:00"


def test_a_state_does_not_grow_with_the_story() -> None:
    short = examined(*[took("publicise", MONDAY)] * 2)
    long = examined(*[took("publicise", MONDAY)] * 40)
    sizes = [len(json.dumps(played(*story).to_json())) for story in (short, long)]
    assert sizes[1] - sizes[0] <= 4  # the digits of the counts


def test_a_clock_is_put_in_the_place_of_its_former_self() -> None:
    state = played(*examined(*FULL))
    clock = replace(clock_of(state, "keeping"), status=ClockStatus.MOOT)
    changed = state.with_clock(clock)
    assert clock_of(changed, "keeping").status is ClockStatus.MOOT
    assert len(changed.clocks) == len(state.clocks)
    assert [c for c in changed.clocks if c != clock] == [
        c for c in state.clocks if c.term != "keeping"
    ]


def test_a_clock_is_found_by_its_number_and_its_answer() -> None:
    state = played(*examined(took("seize", MONDAY, thing="甲"), took("seize", MONDAY, thing="乙")))
    first = state.clock("keeping", "甲")
    assert first is not None
    assert (first.n, first) == (1, state.numbered("keeping", 1))
    assert clock_of(state, "keeping").of == "乙"
    assert state.clock("keeping", "丙") is None
    assert state.numbered("keeping", 3) is None


def test_open_means_running_or_paused() -> None:
    clock = clock_of(played(applied()), "examination")
    for status in ClockStatus:
        assert replace(clock, status=status).is_open is (status in OPEN)
        assert status.label


# -- Days and moments ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("due", "now", "passed"),
    [
        (FRIDAY, FRIDAY, False),
        (FRIDAY, MONDAY, True),
        (FRIDAY, at(FRIDAY, 23, 59), False),
        (at(FRIDAY, 9), FRIDAY, False),
        (at(FRIDAY, 9), at(FRIDAY, 9), False),
        (at(FRIDAY, 9), at(FRIDAY, 9, 1), True),
    ],
)
def test_the_due_day_itself_still_belongs_to_the_term(due: date, now: date, passed: bool) -> None:
    assert has_passed(due, now) is passed


def test_within_a_day_only_two_moments_have_an_order() -> None:
    assert is_before(at(FRIDAY, 9), at(FRIDAY, 10))
    assert not is_before(at(FRIDAY, 9), FRIDAY)
    assert not is_before(FRIDAY, at(FRIDAY, 9))
    assert is_before(FRIDAY, at(MONDAY, 0))


def test_a_term_of_days_ends_after_those_of_hours() -> None:
    assert last_instant(at(FRIDAY, 23, 59)) < last_instant(FRIDAY) < last_instant(at(MONDAY, 0))


def test_a_public_notice_takes_effect_after_thirty_days() -> None:
    assert takes_effect(Served("licence", FRIDAY, Service.PUBLIC)) == date(2024, 3, 31)
    assert takes_effect(Served("licence", FRIDAY)) == FRIDAY


def test_days_and_moments_are_told_apart_in_text() -> None:
    for when in (FRIDAY, at(FRIDAY, 9)):
        assert when_from_iso(when.isoformat()) == when
        assert day_of(when) == FRIDAY
