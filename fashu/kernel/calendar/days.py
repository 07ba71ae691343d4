"""Working days and days off, as the State Council announces them year by year.

The statute names the holidays; which weekdays are bridged and which weekends are worked
(调休) is known only from the yearly notice, usually of November. A year without its notice is
never guessed: `Calendar` refuses, and `terms.py` marks what it computes as provisional.
"""

import hashlib
import json
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from chinese_calendar.constants import Holiday
from chinese_calendar.constants import holidays as library_holidays
from chinese_calendar.constants import workdays as library_workdays

from fashu.kernel.calendar.errors import MomentError, ScheduleError, UnpublishedError

_TITLES: Mapping[str, str] = {
    Holiday.new_years_day.value: "元旦",
    Holiday.spring_festival.value: "春节",
    Holiday.tomb_sweeping_day.value: "清明节",
    Holiday.labour_day.value: "劳动节",
    Holiday.dragon_boat_festival.value: "端午节",
    Holiday.national_day.value: "国庆节",
    Holiday.mid_autumn_festival.value: "中秋节",
    Holiday.anti_fascist_70th_day.value: "抗战胜利70周年纪念日",
}
_WEEKDAYS = ("星期一", "星期二", "星期三", "星期四", "星期五", "星期六", "星期日")

# 放假办法第二条: the holidays with a fixed solar date. All that is known of an unannounced year.
_FIXED = ((1, 1), (5, 1), (5, 2), (10, 1), (10, 2), (10, 3))

# The notice for a year may turn the last days of the year before (it did so in 2006, 2007, 2011
# and 2018, never earlier than the 29th), so these days are settled only with the next year.
_TAIL = (12, 29)

_DIGEST = 32
"""Hexadecimal digits of the version: nobody finds other days off that share all 128 bits."""

_FIRST_YEAR, _LAST_YEAR = 1949, 2199
"""Terms of up to 100 years from any living person's act stay within these."""


@dataclass(frozen=True, slots=True)
class YearSchedule:
    """A yearly notice (放假安排): the days off with the holiday's name, and the weekends worked.

    `source` is the notice's number. Days of the December before may belong to it. Raises
    ScheduleError on days of other years, on a day both off and worked, and on a "worked" day
    that is no weekend.
    """

    year: int
    days_off: tuple[tuple[date, str], ...]
    worked: tuple[date, ...]
    source: str

    def __post_init__(self) -> None:
        off = {day for day, _ in self.days_off}
        for day in (*off, *self.worked):
            if day.year != self.year and (day.year, day.month) != (self.year - 1, 12):
                raise ScheduleError(f"{day}不属于{self.year}年的放假安排。")
        for day in self.worked:
            if day in off or day.weekday() < 5:
                raise ScheduleError(f"{day}不能是调休上班日：它本是工作日，或同时列为放假。")


class Calendar:
    """Days off and working days, in a form that counts years of days in one look-up.

    Immutable. `sources` are the notices that were entered by hand, by year; the years of the
    library have none. `version` changes exactly when a day, a published year or a source changes;
    receipts keep it, so that nobody can exchange the calendar under a date.
    """

    __slots__ = ("_days_off", "_off", "_open", "_published", "_sources", "_worked", "version")

    def __init__(
        self,
        days_off: Mapping[date, str],
        worked: Iterable[date],
        published: Iterable[int],
        sources: Mapping[int, str] | None = None,
    ) -> None:
        self._off = {day.toordinal(): name for day, name in days_off.items()}
        self._worked = tuple(sorted(day.toordinal() for day in worked))
        self._published = frozenset(published)
        self._sources = dict(sorted((sources or {}).items()))
        self._days_off = tuple(sorted(day for day in self._off if _is_weekday(day)))
        self._open = array("l", _working_ordinals(self._off, self._worked, self._published))
        self.version = self._fingerprint()

    def with_days(self, extra: Iterable[YearSchedule]) -> "Calendar":
        """This calendar and more notices; where they speak of the same day, the notice prevails."""
        off = {date.fromordinal(day): name for day, name in self._off.items()}
        worked = {date.fromordinal(day) for day in self._worked}
        published, sources = set(self._published), dict(self._sources)
        for schedule in extra:
            worked = (worked - {day for day, _ in schedule.days_off}) | set(schedule.worked)
            off = {day: name for day, name in off.items() if day not in worked}
            off |= dict(schedule.days_off)
            published.add(schedule.year)
            sources[schedule.year] = schedule.source
        return Calendar(off, worked, published, sources)

    @property
    def published(self) -> tuple[int, ...]:
        """The years whose days off are held here."""
        return tuple(sorted(self._published))

    @property
    def sources(self) -> Mapping[int, str]:
        """Year -> the notice that was entered for it; nothing for the years of the library."""
        return dict(self._sources)

    def is_published(self, year: int) -> bool:
        """Whether the days off of `year` are announced and held here."""
        return year in self._published

    def is_working_day(self, day: date) -> bool:
        """Whether offices work on `day`. Raises UnpublishedError for a year not announced."""
        if day.year not in self._published:
            raise UnpublishedError(
                f"{day.year}年的放假安排尚未公布或未收录，不能判断{day}是否为工作日；"
                "请在国务院办公厅公布后由管理员录入。"
            )
        return self.is_open(day)

    def name(self, day: date) -> str | None:
        """The holiday's Chinese name, 调休上班 for a worked weekend, None for any other day."""
        if day.toordinal() in self._worked:
            return "调休上班"
        return self._off.get(day.toordinal())

    def why(self, day: date) -> str:
        """What `day` is, in words: 国庆节假期, 调休上班, 星期六, 工作日."""
        name = self.name(day)
        if name is None:
            return "工作日" if self.is_open(day) else _WEEKDAYS[day.weekday()]
        return name if day.toordinal() in self._worked else f"{name}假期"

    # What follows serves the counting in this package. It also answers for unannounced years
    # (weekends and fixed holidays off), so the caller must ask `unsettled` and say so.

    def is_open(self, day: date) -> bool:
        """Whether `day` is a working day as far as known."""
        return self.next_open(day) == day

    def next_open(self, day: date) -> date:
        """`day` itself or the first working day after it."""
        return self.open_day(self.open_before(day))

    def open_before(self, day: date) -> int:
        """How many working days lie before `day`, from the first day of the table."""
        return bisect_left(self._open, day.toordinal())

    def open_through(self, day: date) -> int:
        """How many working days lie before `day` or are it, from the first day of the table."""
        return bisect_right(self._open, day.toordinal())

    def open_day(self, index: int) -> date:
        """The working day with that many before it. Raises MomentError beyond the table."""
        if not 0 <= index < len(self._open):
            raise MomentError(f"日期超出可计算的范围（{_FIRST_YEAR}年至{_LAST_YEAR}年），请核对。")
        return date.fromordinal(self._open[index])

    def unsettled(self, first: date, last: date) -> tuple[int, ...]:
        """The years whose notice is missing and could change the days from `first` to `last`."""
        final = last.year + ((last.month, last.day) >= _TAIL)
        if first.year == final and first.year in self._published:
            return ()
        return tuple(y for y in range(first.year, final + 1) if y not in self._published)

    def noticed(self, first: date, last: date) -> tuple[tuple[int, str], ...]:
        """The entered notices on which the days from `first` to `last` rest, with their years."""
        final = last.year + ((last.month, last.day) >= _TAIL)
        return tuple((y, s) for y, s in self._sources.items() if first.year <= y <= final)

    def days_of(self, year: int) -> tuple[tuple[date, str], ...]:
        """Every day off and every worked weekend of a year, in order, with its name."""
        first, last = date(year, 1, 1).toordinal(), date(year, 12, 31).toordinal()
        spoken = sorted({*self._off, *self._worked})
        days = (date.fromordinal(day) for day in spoken if first <= day <= last)
        return tuple((day, self.name(day) or "") for day in days)

    def weekdays_off(self, first: date, last: date) -> tuple[date, ...]:
        """The days from `first` to `last` that are off though Monday to Friday."""
        return _between(self._days_off, first, last)

    def weekends_worked(self, first: date, last: date) -> tuple[date, ...]:
        """The worked weekend days from `first` to `last`, in order."""
        return _between(self._worked, first, last)

    def _fingerprint(self) -> str:
        written = json.dumps(describe(self), sort_keys=True, separators=(",", ":"))
        digest, years = hashlib.sha256(written.encode()).hexdigest()[:_DIGEST], self.published
        return f"{years[0]}-{years[-1]}-{digest}" if years else f"none-{digest}"


def describe(calendar: Calendar) -> dict[str, Any]:
    """Plain JSON data of a calendar, lossless: what a stranger needs to count by it."""
    return {
        "published": list(calendar.published),
        "days_off": {date.fromordinal(d).isoformat(): n for d, n in sorted(calendar._off.items())},
        "worked": [date.fromordinal(day).isoformat() for day in calendar._worked],
        "sources": {str(year): source for year, source in calendar.sources.items()},
    }


def described(data: Any) -> Calendar:
    """The inverse of `describe`. Raises ScheduleError for anything else."""
    try:
        return Calendar(
            {date.fromisoformat(day): str(name) for day, name in data["days_off"].items()},
            map(date.fromisoformat, data["worked"]),
            map(int, data["published"]),
            {int(year): str(source) for year, source in data["sources"].items()},
        )
    except (AttributeError, KeyError, TypeError, ValueError, OverflowError) as error:
        raise ScheduleError(f"不是一份放假安排：{error}") from error


def _between(ordinals: tuple[int, ...], first: date, last: date) -> tuple[date, ...]:
    low = bisect_left(ordinals, first.toordinal())
    high = bisect_right(ordinals, last.toordinal())
    return tuple(map(date.fromordinal, ordinals[low:high]))


def _is_weekday(ordinal: int) -> bool:
    return ordinal % 7 not in (6, 0)  # ordinal 1 was a Monday


def _working_ordinals(
    off: Mapping[int, str], worked: tuple[int, ...], published: frozenset[int]
) -> list[int]:
    first = date(_FIRST_YEAR, 1, 1).toordinal()
    last = date(_LAST_YEAR, 12, 31).toordinal()
    fixed = {
        date(year, *day).toordinal()
        for year in range(_FIRST_YEAR, _LAST_YEAR + 1)
        if year not in published
        for day in _FIXED
    }
    closed = fixed.union(off)
    weekdays = filter(_is_weekday, range(first, last + 1))
    return sorted({day for day in weekdays if day not in closed}.union(worked))


def _china() -> Calendar:
    days_off = {day: _TITLES[name] for day, name in library_holidays.items()}
    return Calendar(days_off, library_workdays, {day.year for day in days_off})


CHINA = _china()
"""The calendar of the mainland from 2004 on, as far as the years are announced."""
