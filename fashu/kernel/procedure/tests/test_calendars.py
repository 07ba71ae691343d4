"""Clocks under another calendar: a year is announced, or what was announced is changed."""

from dataclasses import replace
from datetime import date

from fashu.kernel.calendar import CHINA, YearSchedule, working_days
from fashu.kernel.procedure import ClockStatus, Family, advance, lapse_next
from fashu.kernel.procedure import clocks as core
from fashu.kernel.procedure.lenient import relaxed
from fashu.kernel.procedure.tests.playing import (
    applied,
    clock_of,
    examined,
    played,
    refusal_of,
    run_out,
    took,
)
from fashu.kernel.procedure.tests.sample import FAMILY, V1

NUMBER = "示例〔2026〕1号"
NEW_YEAR = tuple((date(2027, 1, n), "元旦") for n in (1, 2, 3))
NOTICE = YearSchedule(2027, (*NEW_YEAR, (date(2027, 1, 4), "元旦")), (), NUMBER)
ANNOUNCED = FAMILY.under(CHINA.with_days([NOTICE]))
EVE = applied(date(2026, 12, 30), knew_on="2026-12-01")

# As in January 2020: in the middle of a term the days off are made longer.
LONGER = YearSchedule(2024, ((date(2024, 3, 8), "示例节"),), (), "示例〔2024〕1号")
CHANGED = FAMILY.under(CHINA.with_days([LONGER]))


def test_a_family_under_another_calendar_is_otherwise_the_same() -> None:
    assert ANNOUNCED.versions is FAMILY.versions
    assert (FAMILY.calendar, ANNOUNCED.calendar.sources) == (CHINA, {2027: NUMBER})
    assert relaxed(ANNOUNCED, ()).calendar is ANNOUNCED.calendar


def test_a_provisional_date_becomes_certain_with_the_notice_and_names_it() -> None:
    state = played(EVE)
    told = clock_of(state, "examination")
    assert (told.due, told.provisional) == (date(2027, 1, 11), True)
    clock = clock_of(core.refreshed(ANNOUNCED, state), "examination")
    assert (clock.due, clock.provisional) == (date(2027, 1, 12), False)
    found = core.explain(ANNOUNCED, clock)
    assert found is not None
    assert found.moves[-1].reason == f"2027年的放假安排依据{NUMBER}"


def test_what_waited_for_the_notice_lapses_once_it_is_there() -> None:
    state = played(EVE)
    assert run_out(state, date(2027, 6, 1)) == state
    after = run_out(state, date(2027, 6, 1), ANNOUNCED)
    clock = clock_of(after, "examination")
    assert (clock.status, clock.closed_on) == (ClockStatus.LAPSED, date(2027, 1, 12))


def test_a_notice_that_changes_an_announced_year_moves_what_still_runs() -> None:
    state = played(applied())
    assert clock_of(state, "examination").due == date(2024, 3, 8)
    lapse = lapse_next(CHANGED, state, date(2024, 6, 1))
    assert lapse is not None
    assert lapse.on == date(2024, 3, 11)
    closed = run_out(state, date(2024, 6, 1))
    kept = core.refreshed(CHANGED, closed)
    assert clock_of(kept, "examination") == clock_of(closed, "examination")


def test_an_extension_granted_in_time_stands_though_a_notice_moves_the_end_before_it() -> None:
    """It was decided on what was then the last day, and nothing later may block the case."""
    term = replace(V1.terms["decision"], span=working_days(5))
    family = Family((V1.amended("1", V1.applies_from, replaced=(term,)),))
    holiday = YearSchedule(2024, ((date(2024, 3, 8), "示例节"),), (), "示例〔2024〕2号")
    then = family.under(CHINA.with_days([holiday]))
    state = played(*examined(took("extend", date(2024, 3, 11), extra_days=5)), family=then)
    after = advance(family, state, took("note", date(2024, 3, 12), who="甲乙")).state
    assert clock_of(after, "decision").extensions == clock_of(state, "decision").extensions
    late = took("extend", date(2024, 3, 11), extra_days=5)
    assert "届满后不能延长" in str(refusal_of(late, *examined(), family=family))
