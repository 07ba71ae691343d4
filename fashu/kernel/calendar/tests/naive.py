"""A second reckoning, written unlike the first: it walks the calendar one day at a time.

It shares nothing with the package but the data it is given, and asks the holiday library about
every single day. Slow and plain; only published years.
"""

from calendar import monthrange
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from chinese_calendar import is_workday

Interval = tuple[date, date, bool]
DAY = timedelta(days=1)


def due(
    span: tuple[int, str],
    starts: date,
    *,
    rolls: bool,
    extensions: tuple[tuple[int, str], ...] = (),
    exclusions: tuple[Interval, ...] = (),
    cap: tuple[tuple[int, str], date] | None = None,
) -> date:
    """The last day. Each interval must not end before `starts`."""
    last = starts
    for amount, unit in _joined((span, *extensions)):
        last = _walk(last, amount, unit)
    last = _pushed(last, sorted(exclusions), span[1], rolls)
    if cap is not None:
        last = min(last, _walk(cap[1], *cap[0]))
    return _rolled(last) if rolls else last


def _rolled(day: date) -> date:
    while not is_workday(day):
        day += DAY
    return day


def interval_days(interval: Interval) -> Iterator[date]:
    """The days that do not count: up to but without the end, or with both ends."""
    day, end, both_ends = interval
    while day < end or (both_ends and day == end):
        yield day
        day += DAY


def _joined(spans: tuple[tuple[int, str], ...]) -> list[tuple[int, str]]:
    groups: list[tuple[int, str]] = []
    for amount, unit in spans:
        if groups and groups[-1][1].split("_end")[0] == unit.split("_end")[0]:
            before, unit = groups.pop()
            amount += before
        groups.append((amount, unit))
    return groups


def _walk(origin: date, amount: int, unit: str) -> date:
    if unit not in ("day", "working_day"):
        months = amount * (12 if unit == "year" else 1)
        return _walk_months(origin, months, to_the_end=unit == "month_end")
    day, counted = origin, 0
    while counted < amount:
        day += DAY
        counted += unit == "day" or is_workday(day)
    return day


def _walk_months(origin: date, amount: int, *, to_the_end: bool) -> date:
    on_the_last = to_the_end and (origin + DAY).month != origin.month
    day = origin.replace(day=1)
    for _ in range(amount):
        day += DAY * monthrange(day.year, day.month)[1]
    while (day.day < origin.day or on_the_last) and (day + DAY).month == day.month:
        day += DAY
    return day


def _pushed(last: date, intervals: list[Interval], unit: str, rolls: bool) -> date:
    """Moves the end by one for every day left out, as long as the term was still running."""
    left_out: set[date] = set()
    for interval in intervals:
        running = interval[0] <= (_rolled(last) if rolls else last)
        for day in interval_days(interval):
            if running and day not in left_out:
                left_out.add(day)
                last = _pushed_by(day, last, unit)
    return last


def _pushed_by(day: date, last: date, unit: str) -> date:
    if unit != "working_day":
        return last + DAY
    return _rolled(last + DAY) if is_workday(day) else last


def moment_due(
    amount: int,
    starts: datetime,
    periods: list[tuple[time, time]] | None,
    working_days_only: bool,
    paused: tuple[tuple[datetime, datetime], ...] = (),
) -> datetime:
    """Hours, walked in steps of thirty minutes, on which all given times must lie."""
    step, moment, open_time = timedelta(minutes=30), starts, timedelta()
    while open_time < timedelta(hours=amount):
        resting = any(first <= moment < end for first, end in paused)
        if not resting and _is_open(moment, periods, working_days_only):
            open_time += step
        moment += step
    return moment


def _is_open(
    moment: datetime, periods: list[tuple[time, time]] | None, working_days_only: bool
) -> bool:
    if periods is None:
        return True
    if working_days_only and not is_workday(moment.date()):
        return False
    return any(first <= moment.time() < end for first, end in periods)
