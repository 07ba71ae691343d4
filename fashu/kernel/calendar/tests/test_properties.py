"""What must hold for every term, whatever its numbers."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta

from hypothesis import assume, example, given
from hypothesis import strategies as st

from fashu.kernel.calendar import (
    CHINA,
    Cap,
    Deadline,
    Exclusion,
    Extension,
    Rollover,
    ServiceHours,
    Span,
    Standing,
    Unit,
    YearSchedule,
    days,
    deadline,
    describe,
    described,
    hours,
    latest_notice,
    months,
    notice_standing,
    service_hours,
    working_days,
)
from fashu.kernel.calendar.tests import naive
from fashu.kernel.calendar.tests.strategies import (
    ANNOUNCED,
    ANY_DAY,
    DAY_SPANS,
    ROLLOVERS,
    intervals,
    schedules,
)
from fashu.kernel.clock import BEIJING
from fashu.kernel.law.citation import Law

ARTICLE = Law("示例法").art(1)
DAY = timedelta(days=1)
STAYS, STATUTORY = Rollover.SILENT_STAYS, Rollover.STATUTORY
OFFICE = ServiceHours(((time(9), time(12)), (time(13, 30), time(17))), working_days_only=True)
HOTLINE = ServiceHours(((time(8), time(20)),), working_days_only=False)

HALF_HOURS = st.builds(
    lambda day, n: datetime.combine(day, time(), BEIJING) + n * timedelta(minutes=30),
    ANNOUNCED,
    st.integers(0, 47),
)


def last_day(found: Deadline) -> date:
    return found.due


@given(DAY_SPANS, ANY_DAY, ROLLOVERS)
def test_a_longer_span_never_ends_earlier(span: Span, starts: date, rollover: Rollover) -> None:
    longer = replace(span, amount=span.amount + 1)
    shorter_due = deadline(span, starts, rollover=rollover).due
    assert shorter_due <= deadline(longer, starts, rollover=rollover).due


@given(DAY_SPANS, ANY_DAY, ROLLOVERS)
def test_a_later_start_never_ends_earlier(span: Span, starts: date, rollover: Rollover) -> None:
    earlier = deadline(span, starts, rollover=rollover).due
    assert earlier <= deadline(span, starts + DAY, rollover=rollover).due


@given(DAY_SPANS, st.dates(date(2026, 1, 1), date(2027, 12, 31)), ROLLOVERS, schedules(2027))
def test_a_date_told_as_certain_is_never_moved_by_the_notice_of_a_later_year(
    span: Span, starts: date, rollover: Rollover, notice: YearSchedule
) -> None:
    before = deadline(span, starts, rollover=rollover)
    after = deadline(span, starts, rollover=rollover, calendar=CHINA.with_days([notice]))
    assert before.provisional or replace(before, moves=()) == replace(after, moves=())
    assert after.provisional <= before.provisional


@given(schedules(2027), schedules(2028), schedules(2028))
def test_the_version_tells_notices_apart_and_the_written_form_keeps_it(
    first: YearSchedule, second: YearSchedule, third: YearSchedule
) -> None:
    assume(second.source != third.source)
    both, other = CHINA.with_days([first, second]), CHINA.with_days([first, third])
    assert len({CHINA.version, both.version, other.version}) == 3
    assert described(describe(both)).version == both.version


@given(st.integers(1, 250), ANNOUNCED)
def test_a_term_in_working_days_ends_on_a_working_day(amount: int, starts: date) -> None:
    due = deadline(working_days(amount), starts, rollover=STAYS).due
    assert CHINA.is_working_day(due)


@given(DAY_SPANS, ANNOUNCED, st.sampled_from([STATUTORY, Rollover.SILENT_ROLLS]))
def test_rolling_lands_on_the_first_working_day_and_never_earlier(
    span: Span, starts: date, rollover: Rollover
) -> None:
    unrolled = last_day(deadline(span, starts, rollover=STAYS))
    rolled = last_day(deadline(span, starts, rollover=rollover))
    assert CHINA.is_working_day(rolled)
    assert all(
        not CHINA.is_working_day(unrolled + n * DAY) for n in range((rolled - unrolled).days)
    )


@given(ANY_DAY)
def test_the_start_day_is_never_counted(starts: date) -> None:
    assert deadline(days(1), starts, rollover=STAYS).due == starts + DAY
    assert deadline(working_days(1), starts, rollover=STAYS).due > starts


@given(DAY_SPANS, ANNOUNCED, st.integers(1, 60), st.data())
def test_excluded_natural_days_shift_the_end_by_exactly_themselves(
    span: Span, starts: date, length: int, data: st.DataObject
) -> None:
    assume(span.unit is not Unit.WORKING_DAY)
    plain = last_day(deadline(span, starts, rollover=STAYS))
    first = data.draw(st.dates(starts, plain))
    moved = deadline(
        span, starts, rollover=STAYS, exclusions=(Exclusion(first, first + length * DAY, "鉴定"),)
    )
    assert (last_day(moved) - plain).days == moved.excluded_days == length


@given(st.integers(1, 60), ANNOUNCED, st.integers(0, 60), st.data())
def test_excluded_working_days_shift_the_end_by_exactly_themselves(
    amount: int, starts: date, length: int, data: st.DataObject
) -> None:
    plain = deadline(working_days(amount), starts, rollover=STAYS).due
    first = data.draw(st.dates(starts + DAY, plain))
    interval = Exclusion(first, first + length * DAY, "鉴定")
    moved = deadline(working_days(amount), starts, rollover=STAYS, exclusions=(interval,))
    inside = sum(CHINA.is_working_day(first + n * DAY) for n in range(length))
    assert moved.excluded_days == inside
    assert moved.due == (deadline(working_days(amount + inside), starts, rollover=STAYS).due)


@given(DAY_SPANS, ANNOUNCED, ROLLOVERS, st.data())
def test_the_order_and_the_overlap_of_intervals_change_nothing(
    span: Span, starts: date, rollover: Rollover, data: st.DataObject
) -> None:
    some = data.draw(intervals(span, starts))
    once = deadline(span, starts, rollover=rollover, exclusions=some)
    again = deadline(span, starts, rollover=rollover, exclusions=(*reversed(some), *some))
    assert (once.due, once.excluded_days) == (again.due, again.excluded_days)


@given(
    st.integers(1, 90), st.integers(1, 60), ANY_DAY, ROLLOVERS, st.sampled_from(["day", "month"])
)
def test_extending_and_rolling_once_is_the_longer_term_rolled_once(
    amount: int, more: int, starts: date, rollover: Rollover, unit: str
) -> None:
    extension = Extension(Span(more, Unit(unit)), ARTICLE, starts)
    extended = deadline(
        Span(amount, Unit(unit)), starts, rollover=rollover, extensions=(extension,)
    )
    together = deadline(Span(amount + more, Unit(unit)), starts, rollover=rollover)
    assert extended.due == together.due


@given(DAY_SPANS, ANY_DAY, ROLLOVERS, st.data())
def test_the_moves_link_up_from_the_start_to_the_due_date(
    span: Span, starts: date, rollover: Rollover, data: st.DataObject
) -> None:
    found = deadline(
        span,
        starts,
        rollover=rollover,
        extensions=(Extension(days(10), ARTICLE, starts),),
        exclusions=data.draw(intervals(span, starts)),
        cap=Cap(months(18), starts, ARTICLE),
    )
    assert_linked(found, starts)


def assert_linked(found: Deadline, starts: date) -> None:
    first, *others = found.moves
    assert (first.kind, first.before, first.after) == ("start", None, starts)
    for before, move in zip(found.moves, others, strict=False):
        assert move.before == before.after
    assert found.moves[-1].after == found.due
    assert sum(move.days for move in found.moves) == (last_day(found) - starts).days
    assert all(move.reason for move in found.moves)
    assert all(move.cite for move in found.moves if move.kind not in ("inference", "exclude"))


@given(st.integers(1, 250), st.dates(date(2025, 1, 1), date(2029, 12, 31)))
@example(3, date(2026, 12, 23))
@example(4, date(2026, 12, 23))
def test_working_days_are_provisional_exactly_when_a_day_walked_is_not_settled(
    amount: int, starts: date
) -> None:
    found = deadline(working_days(amount), starts, rollover=STAYS)
    assert found.provisional is (max(starts, last_day(found)) >= date(2026, 12, 29))


@given(st.integers(1, 800), st.dates(date(2025, 1, 1), date(2027, 12, 31)))
@example(30, date(2026, 11, 28))
def test_natural_days_are_provisional_exactly_when_the_rolled_end_is_not_settled(
    amount: int, starts: date
) -> None:
    found = deadline(days(amount), starts, rollover=STATUTORY)
    assert found.provisional is (found.due >= date(2026, 12, 29))
    named = [move for move in found.moves if move.kind == "provisional"]
    assert found.provisional is bool(named)
    assert all("2027年" in move.reason for move in named if last_day(found).year == 2027)


@given(st.integers(1, 800), ANY_DAY)
def test_natural_days_that_stay_are_never_provisional(amount: int, starts: date) -> None:
    assert not deadline(days(amount), starts, rollover=STAYS).provisional


@given(DAY_SPANS, ANNOUNCED)
def test_the_latest_notice_is_the_last_that_leaves_the_span_in_full(
    span: Span, event: date
) -> None:
    due = last_day(latest_notice(span, event))
    assert deadline(span, due, rollover=STAYS).due < event
    assert deadline(span, due + DAY, rollover=STAYS).due >= event


@given(DAY_SPANS, ANNOUNCED, st.integers(-20, 20))
def test_notice_stands_in_time_then_doubtful_then_late(
    span: Span, event: date, offset: int
) -> None:
    due = last_day(latest_notice(span, event))
    standing = notice_standing(due + offset * DAY, event, span)
    assert (standing is Standing.IN_TIME) is (offset <= 0)
    order = list(Standing)
    later = notice_standing(due + (offset + 1) * DAY, event, span)
    assert order.index(standing) <= order.index(later)


@given(st.integers(1, 120), ANNOUNCED)
def test_between_safe_and_late_notice_lies_one_natural_day(amount: int, event: date) -> None:
    due = last_day(latest_notice(days(amount), event))
    assert notice_standing(due + DAY, event, days(amount)) is Standing.DOUBTFUL
    assert notice_standing(due + 2 * DAY, event, days(amount)) is Standing.LATE


@given(DAY_SPANS, ANNOUNCED, st.booleans(), st.data())
def test_the_second_reckoning_agrees_on_days(
    span: Span, starts: date, rolls: bool, data: st.DataObject
) -> None:
    exclusions = data.draw(intervals(span, starts))
    added = data.draw(st.lists(DAY_SPANS, max_size=2))
    cap = data.draw(st.none() | DAY_SPANS)
    found = deadline(
        span,
        starts,
        rollover=STATUTORY if rolls else STAYS,
        extensions=tuple(Extension(each, ARTICLE, starts) for each in added),
        exclusions=exclusions,
        cap=Cap(cap, starts, ARTICLE) if cap else None,
    )
    assert found.due == naive.due(
        plainly(span),
        starts,
        rolls=rolls,
        extensions=tuple(map(plainly, added)),
        exclusions=tuple((each.first, each.end, each.both_ends) for each in exclusions),
        cap=(plainly(cap), starts) if cap else None,
    )


def plainly(span: Span) -> tuple[int, str]:
    return span.amount, "month_end" if span.month_end else span.unit.value


@given(st.integers(1, 40), HALF_HOURS, st.sampled_from([OFFICE, HOTLINE, None]), st.data())
def test_the_second_reckoning_agrees_on_hours(
    amount: int, starts: datetime, opening: ServiceHours | None, data: st.DataObject
) -> None:
    pause_after, pause = data.draw(st.tuples(st.integers(0, 2 * amount + 9), st.integers(0, 96)))
    first = starts + pause_after * timedelta(minutes=30)
    end = first + pause * timedelta(minutes=30)
    span = service_hours(amount, opening) if opening else hours(amount)
    found = deadline(span, starts, rollover=STAYS, exclusions=(Exclusion(first, end, "等待补正"),))
    assert found.due == naive.moment_due(
        amount,
        starts,
        list(opening.periods) if opening else None,
        bool(opening and opening.working_days_only),
        ((first, end),),
    )
