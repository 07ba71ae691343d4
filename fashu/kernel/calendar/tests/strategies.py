"""Random terms for the property tests."""

from datetime import date, timedelta

from hypothesis import strategies as st

from fashu.kernel.calendar import (
    Exclusion,
    Rollover,
    Span,
    Unit,
    YearSchedule,
    days,
    months,
    working_days,
    years,
)

ANNOUNCED = st.dates(date(2005, 1, 1), date(2023, 12, 31))
"""Starts whose terms, as drawn here, end in announced years."""

ANY_DAY = st.dates(date(2005, 1, 1), date(2040, 12, 31))

ROLLOVERS = st.sampled_from(list(Rollover))

DAY_SPANS = st.one_of(
    st.integers(1, 120).map(days),
    st.integers(1, 60).map(working_days),
    st.integers(1, 12).map(months),
    st.integers(1, 12).map(lambda n: months(n, month_end=True)),
    st.just(years(1)),
)


@st.composite
def intervals(draw: st.DrawFn, span: Span, starts: date) -> tuple[Exclusion, ...]:
    """Excluded time, possibly overlapping, begun from the start on to a little past the end."""
    runs = {Unit.MONTH: 28, Unit.YEAR: 365}.get(span.unit, 1) * span.amount
    offsets = draw(st.lists(st.tuples(st.integers(0, runs + 9), st.integers(0, 90)), max_size=3))
    return tuple(
        Exclusion(
            starts + timedelta(days=first),
            starts + timedelta(days=first + length),
            "鉴定",
            both_ends=draw(st.booleans()),
        )
        for first, length in offsets
    )


@st.composite
def schedules(draw: st.DrawFn, year: int) -> YearSchedule:
    """A made-up notice for a year, which may turn the last days of the year before as well."""
    first = date(year - 1, 12, 29)
    offsets = st.integers(0, (date(year, 12, 31) - first).days)
    days_off = {first + timedelta(n) for n in draw(st.sets(offsets, max_size=20))}
    turned = {first + timedelta(n) for n in draw(st.sets(offsets, max_size=8))}
    worked = sorted(day for day in turned - days_off if day.weekday() >= 5)
    off = tuple((day, "示例节") for day in sorted(days_off))
    return YearSchedule(year, off, tuple(worked), f"示例〔{year - 1}〕{draw(st.integers(1, 9))}号")
