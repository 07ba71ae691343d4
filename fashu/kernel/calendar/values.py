"""What time limits are made of: lengths, changes to them, and the explained result.

Only values and their own checks live here; counting is `terms.py`.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from fashu.kernel.calendar.errors import ExclusionError, SpanError
from fashu.kernel.calendar.moments import moment_of
from fashu.kernel.law.citation import Citation


class Unit(StrEnum):
    """What a statute counts in. 工作日 and 日 are different units, see the statute's own clause."""

    WORKING_DAY = "working_day"
    DAY = "day"
    MONTH = "month"
    YEAR = "year"
    HOUR = "hour"
    SERVICE_HOUR = "service_hour"


_MEASURE = {
    Unit.WORKING_DAY: "{}个工作日",
    Unit.DAY: "{}日",
    Unit.MONTH: "{}个月",
    Unit.YEAR: "{}年",
    Unit.HOUR: "{}小时",
    Unit.SERVICE_HOUR: "{}个服务小时",
}

# A hundred years: longer than any term in Chinese law, so a longer one is a slip of the pen.
_LONGEST = {
    Unit.WORKING_DAY: 25_000,
    Unit.DAY: 36_525,
    Unit.MONTH: 1_200,
    Unit.YEAR: 100,
    Unit.HOUR: 876_600,
    Unit.SERVICE_HOUR: 200_000,
}


@dataclass(frozen=True, slots=True)
class ServiceHours:
    """Opening hours of one day, with breaks, e.g. 9:00-12:00 and 13:30-17:00, Beijing time.

    An end of 0:00 means midnight at the end of the day. Raises SpanError on periods that are
    missing, empty, unordered or overlapping.
    """

    periods: tuple[tuple[time, time], ...]
    working_days_only: bool

    def __post_init__(self) -> None:
        nothing = timedelta()
        previous_ends = (nothing, *(end for _, end in self.offsets))
        pairs = zip(previous_ends, self.offsets, strict=False)
        if not self.periods or any(not ended <= a < b for ended, (a, b) in pairs):
            raise SpanError("服务时间应至少有一段，每段先开始后结束，各段依次排列、互不重叠。")

    @property
    def offsets(self) -> tuple[tuple[timedelta, timedelta], ...]:
        """The periods as time since midnight."""
        return tuple((_since_midnight(a), _since_midnight(b) or _DAY) for a, b in self.periods)


_DAY = timedelta(days=1)


def _since_midnight(clock: time) -> timedelta:
    return timedelta(hours=clock.hour, minutes=clock.minute, seconds=clock.second)


@dataclass(frozen=True, slots=True)
class Span:
    """A length of time as a statute states it. `cite` says why it is counted in this unit.

    `month_end`: months from the last day of a month end on the last day of a month, as criminal
    procedure counts them (刑诉法解释202(1)). Raises SpanError on an amount that is not a whole
    number from 1 to about a hundred years, on service hours without opening hours (or opening
    hours on anything else), and on `month_end` for anything but months.
    """

    amount: int
    unit: Unit
    cite: Citation | None = None
    hours: ServiceHours | None = None
    month_end: bool = False

    def __post_init__(self) -> None:
        if type(self.amount) is not int or not 1 <= self.amount <= _LONGEST[self.unit]:
            most = _MEASURE[self.unit].format(_LONGEST[self.unit])
            raise SpanError(f"期限的长度应为正整数，且不超过{most}；收到的是“{self.amount}”。")
        if (self.unit is Unit.SERVICE_HOUR) != (self.hours is not None):
            raise SpanError("按服务时间计算的期限须写明服务时间，其他期限不得写明服务时间。")
        if self.month_end and self.unit is not Unit.MONTH:
            raise SpanError("只有按月计算的期限可以写明“月末起算至月末”。")

    def __str__(self) -> str:
        return _MEASURE[self.unit].format(self.amount)


def working_days(n: int, cite: Citation | None = None) -> Span:
    """`n` 个工作日."""
    return Span(n, Unit.WORKING_DAY, cite)


def days(n: int, cite: Citation | None = None) -> Span:
    """`n` 日, natural days."""
    return Span(n, Unit.DAY, cite)


def months(n: int, cite: Citation | None = None, *, month_end: bool = False) -> Span:
    """`n` 个月; with `month_end` as criminal procedure counts them."""
    return Span(n, Unit.MONTH, cite, month_end=month_end)


def years(n: int, cite: Citation | None = None) -> Span:
    """`n` 年."""
    return Span(n, Unit.YEAR, cite)


def hours(n: int, cite: Citation | None = None) -> Span:
    """`n` 小时, from the moment on, day and night."""
    return Span(n, Unit.HOUR, cite)


def service_hours(n: int, opening: ServiceHours, cite: Citation | None = None) -> Span:
    """`n` hours of which only those within the opening hours count."""
    return Span(n, Unit.SERVICE_HOUR, cite, opening)


class Rollover(StrEnum):
    """What happens when the last day is a day off.

    STATUTORY: the statute moves it (复议、诉讼). The other two are for silent statutes and are
    explained as an inference: SILENT_ROLLS for a party's right or payment, SILENT_STAYS for an
    authority's duty or a restrictive measure.
    """

    STATUTORY = "statutory"
    SILENT_ROLLS = "silent_rolls"
    SILENT_STAYS = "silent_stays"


@dataclass(frozen=True, slots=True)
class Extension:
    """延长: so much longer, from the end before any roll-over, decided on `approved_on`."""

    span: Span
    cite: Citation
    approved_on: date


@dataclass(frozen=True, slots=True)
class Exclusion:
    """不计入、扣除、中止: time that does not count.

    The days from `first` up to but without `end` (the clock stops on `first` and runs again on
    `end`). `both_ends` is for 「自…之日至…之日的期间」, where both days belong to it. Terms in
    hours need moments here. Raises ExclusionError when it ends before it begins or has no end.
    """

    first: date
    end: date
    reason: str
    cite: Citation | None = None
    both_ends: bool = False

    def __post_init__(self) -> None:
        _check_closed(self.first, self.end, self.reason)
        if self.both_ends and isinstance(self.first, datetime):
            raise ExclusionError(f"“{self.reason}”以时刻起止，没有“首尾两日”可言，请核对。")


def _check_closed(first: object, end: object, reason: str) -> None:
    if not isinstance(first, date) or not isinstance(end, date):
        raise ExclusionError(f"“{reason}”没有起止日期，尚未结束的期间不能扣除；请待其结束后计算。")
    if isinstance(first, datetime) is not isinstance(end, datetime):
        raise ExclusionError(f"“{reason}”的起止应同为日期或同为时刻，请核对。")
    if _beijing(end) < _beijing(first):
        raise ExclusionError(f"“{reason}”的结束（{end}）早于开始（{first}），请核对。")


def _beijing(point: date) -> date:
    return moment_of(point) if isinstance(point, datetime) else point


@dataclass(frozen=True, slots=True)
class Cap:
    """最长不得超过: the term never ends later than `span` from `starts`, before roll-over."""

    span: Span
    starts: date
    cite: Citation


@dataclass(frozen=True, slots=True)
class Move:
    """One step of the explanation: from `before` to `after`, why, under which article.

    `kind` is one of start, count, extend, exclude, cap, roll, service, notice, provisional,
    inference.
    `days` are natural days moved, so the days of all moves add up to the way from start to due.
    """

    kind: str
    before: date | datetime | None
    after: date | datetime
    days: int
    reason: str
    cite: Citation | None = None


@dataclass(frozen=True, slots=True)
class Deadline:
    """The last day (or moment) on which the act is in time, and how it was found.

    `provisional` dates rest on a year whose days off are not announced: show them, never print
    them on a paper. `excluded_days` counts working days in a working-day term, else natural
    days (whole days only in a term of hours).
    """

    due: date | datetime
    provisional: bool
    excluded_days: int
    moves: tuple[Move, ...]
