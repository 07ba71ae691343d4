"""How each unit is counted: from a point a length on, and what of an interval counts.

A ruler works on dates (days, working days, months) or on moments (hours), never on both.
"""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Protocol

from fashu.kernel.calendar.days import Calendar
from fashu.kernel.calendar.errors import ExclusionError
from fashu.kernel.calendar.moments import day_of, is_month_end, moment_of, written_length
from fashu.kernel.calendar.values import Exclusion, ServiceHours, Span, Unit
from fashu.kernel.clock import BEIJING

_DAY = timedelta(days=1)


class Ruler(Protocol):
    """Counts one unit."""

    @property
    def asks_calendar(self) -> bool:
        """Whether the count depends on which days are working days."""

    def point(self, value: date) -> date:
        """`value` as this ruler counts: a date, or a moment. Raises MomentError."""

    def interval(self, exclusion: Exclusion) -> tuple[date, date]:
        """Where excluded time starts and where the clock runs again. Raises ExclusionError."""

    def after(self, origin: date, amount: int) -> date:
        """The last point of `amount` units from `origin`, which itself does not count."""

    def between(self, first: date, end: date) -> timedelta:
        """What counts from `first` up to but without `end`; a working day is one day long."""

    def later(self, point: date, length: timedelta) -> date:
        """`point` moved on by what `between` measured."""

    def written(self, length: timedelta) -> str:
        """`length` in words."""


class _Dates:
    """What the units counted in whole days have in common."""

    def point(self, value: date) -> date:
        return day_of(value)

    def interval(self, exclusion: Exclusion) -> tuple[date, date]:
        end = day_of(exclusion.end)
        return day_of(exclusion.first), end + _DAY if exclusion.both_ends else end


class NaturalDays(_Dates):
    """日: every day counts."""

    asks_calendar = False

    def after(self, origin: date, amount: int) -> date:
        return origin + timedelta(days=amount)

    def between(self, first: date, end: date) -> timedelta:
        return end - first

    def later(self, point: date, length: timedelta) -> date:
        return point + length

    def written(self, length: timedelta) -> str:
        return f"{length.days}日"


class Months(NaturalDays):
    """月: to the corresponding day (民法典202); excluded time is measured in days."""

    def after(self, origin: date, amount: int) -> date:
        months = origin.year * 12 + origin.month - 1 + amount
        year, month = divmod(months, 12)
        # 没有对应日的，月末日为期间的最后一日。
        return date(year, month + 1, min(origin.day, monthrange(year, month + 1)[1]))


class MonthEnds(Months):
    """月 in criminal procedure (刑诉法解释202(1)): 起算日为本月最后一日的，至下月最后一日."""

    def after(self, origin: date, amount: int) -> date:
        last = super().after(origin, amount)
        if not is_month_end(origin):
            return last
        return last.replace(day=monthrange(last.year, last.month)[1])


class Years(Months):
    """年: twelve months each."""

    def after(self, origin: date, amount: int) -> date:
        return super().after(origin, 12 * amount)


@dataclass(frozen=True, slots=True)
class WorkingDays(_Dates):
    """工作日: weekends and holidays do not count, worked weekends do."""

    calendar: Calendar
    asks_calendar: bool = True

    def after(self, origin: date, amount: int) -> date:
        return self.calendar.open_day(self.calendar.open_through(origin) + amount - 1)

    def between(self, first: date, end: date) -> timedelta:
        return timedelta(days=self.calendar.open_before(end) - self.calendar.open_before(first))

    def later(self, point: date, length: timedelta) -> date:
        return self.after(point, length.days) if length else point

    def written(self, length: timedelta) -> str:
        return f"{length.days}个工作日"


class Hours:
    """小时: from the moment on, day and night, holidays or not."""

    asks_calendar = False

    def point(self, value: date) -> date:
        return moment_of(value)

    def interval(self, exclusion: Exclusion) -> tuple[date, date]:
        if not isinstance(exclusion.first, datetime):
            raise ExclusionError(
                f"按小时计算的期限，扣除“{exclusion.reason}”须写明起止时刻，不能只有日期。"
            )
        return moment_of(exclusion.first), moment_of(exclusion.end)

    def after(self, origin: date, amount: int) -> date:
        return self.later(origin, timedelta(hours=amount))

    def between(self, first: date, end: date) -> timedelta:
        return moment_of(end) - moment_of(first)

    def later(self, point: date, length: timedelta) -> date:
        return point + length

    def written(self, length: timedelta) -> str:
        return written_length(length)


class OpeningHours(Hours):
    """服务小时: only time within the opening hours of open days counts.

    The open time from the first day of the table up to a moment is a number that grows only
    while the office is open; counting is adding to it, and reading the clock back from it.
    """

    def __init__(self, hours: ServiceHours, calendar: Calendar) -> None:
        self.asks_calendar = hours.working_days_only
        self._calendar = calendar
        self._periods = hours.offsets
        self._daily = sum((end - first for first, end in self._periods), timedelta())

    def between(self, first: date, end: date) -> timedelta:
        return self._reading(moment_of(end)) - self._reading(moment_of(first))

    def later(self, point: date, length: timedelta) -> date:
        if not length:
            return point
        full_days, rest = divmod(self._reading(moment_of(point)) + length, self._daily)
        if not rest:  # the day's last open second, not the next day's first
            full_days, rest = full_days - 1, self._daily
        return self._moment(full_days, rest)

    def _reading(self, moment: datetime) -> timedelta:
        day = moment.date()
        clock = moment - datetime.combine(day, time(), BEIJING)
        elapsed = sum(
            (min(max(clock - a, timedelta()), b - a) for a, b in self._periods), timedelta()
        )
        opened = self._is_open(day)
        return self._days_before(day) * self._daily + (elapsed if opened else timedelta())

    def _moment(self, full_days: int, rest: timedelta) -> datetime:
        day = self._day_after(full_days)
        for first, end in self._periods:
            if rest <= end - first:
                break
            rest -= end - first
        return datetime.combine(day, time(), BEIJING) + first + rest

    def _is_open(self, day: date) -> bool:
        return not self.asks_calendar or self._calendar.is_open(day)

    def _days_before(self, day: date) -> int:
        return self._calendar.open_before(day) if self.asks_calendar else day.toordinal()

    def _day_after(self, full_days: int) -> date:
        if self.asks_calendar:
            return self._calendar.open_day(full_days)
        return date.fromordinal(full_days)


_FIXED: dict[Unit, Ruler] = {
    Unit.DAY: NaturalDays(),
    Unit.MONTH: Months(),
    Unit.YEAR: Years(),
    Unit.HOUR: Hours(),
}


def ruler_for(span: Span, calendar: Calendar) -> Ruler:
    """The ruler that counts the unit of `span`."""
    if span.hours is not None:
        return OpeningHours(span.hours, calendar)
    if span.month_end:
        return MonthEnds()
    return WorkingDays(calendar) if span.unit is Unit.WORKING_DAY else _FIXED[span.unit]
