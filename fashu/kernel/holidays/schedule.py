"""A yearly notice as rows that people read: checked cell by cell. Pure.

A row is a holiday with its first and last day off and the weekends worked for it, as the notice
itself is written: 「五、端午节：6月19日（周五）至21日（周日）放假，共3天。」
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from fashu.kernel.calendar import Calendar, ScheduleError, YearSchedule
from fashu.kernel.people.imports.plan import Errors, Sheet
from fashu.kernel.sheets import Column, Table

NAMES = ("元旦", "春节", "清明节", "劳动节", "端午节", "中秋节", "国庆节")
"""《全国年节及纪念日放假办法》第二条: the holidays of everybody."""

NAME, FIRST, LAST, WORKED = "节日", "放假首日", "放假末日", "调休上班"
COLUMNS = (
    Column(NAME, required=True, longest=40, hint="如国庆节；合并放假的写国庆节、中秋节"),
    Column(FIRST, required=True, longest=24, hint="如2027-10-01或者10月1日"),
    Column(LAST, required=True, longest=24, hint="只放一天的，与首日相同"),
    Column(WORKED, longest=120, width=30, hint="调休上班的周六、周日，多日用顿号分开；没有的空着"),
)

LONGEST = 20
"""Days in a row; the longest so far were ten (2020, with the extension)."""

FIXED = ((1, 1), (5, 1), (5, 2), (10, 1), (10, 2), (10, 3))
STATUTORY_DAYS = 13
"""第二条 in the edition of 2024: 1+4+1+2+1+1+3; 第六条 gives back those that fall on weekends."""

_DAY = re.compile(
    r"(?:(\d{4})\s*[-/.年]\s*)?(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?(?:[ T]00:00:00)?"
)
_BETWEEN = re.compile(r"[、，,;；\s]+")


@dataclass(frozen=True, slots=True)
class Holiday:
    """One holiday: its first and last day off, and the weekend days worked for it."""

    name: str
    first: date
    last: date
    worked: tuple[date, ...] = ()

    @property
    def days(self) -> tuple[date, ...]:
        """Every day off."""
        return tuple(self.first + timedelta(n) for n in range((self.last - self.first).days + 1))

    def to_json(self) -> dict[str, Any]:
        """Plain JSON data."""
        worked = [day.isoformat() for day in self.worked]
        first, last = self.first.isoformat(), self.last.isoformat()
        return {"name": self.name, "first": first, "last": last, "worked": worked}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Holiday":
        """The inverse of `to_json`."""
        first, last = date.fromisoformat(data["first"]), date.fromisoformat(data["last"])
        return cls(data["name"], first, last, tuple(map(date.fromisoformat, data["worked"])))


def schedule(year: int, rows: Sequence[Holiday], source: str) -> YearSchedule:
    """What the calendar needs. Raises ScheduleError for rows that contradict each other."""
    off = tuple((day, row.name) for row in rows for day in row.days)
    return YearSchedule(year, off, tuple(sorted(d for r in rows for d in r.worked)), source)


def cells(row: Holiday) -> tuple[str, str, str, str]:
    """A row as a form or a table shows it."""
    worked = "、".join(day.isoformat() for day in row.worked)
    return row.name, row.first.isoformat(), row.last.isoformat(), worked


def check(table: Table, year: int) -> tuple[tuple[Holiday, ...], Errors]:
    """The rows of a table, and every cell that is wrong."""
    sheet = Sheet(table, COLUMNS)
    if not sheet.has_all_columns:
        return (), sheet.errors
    found = [(n, row) for n, raw in table.rows if (row := _row(sheet, year, n, raw))]
    if not table.rows:
        sheet.errors.add(1, NAME, "没有填写任何节日", "请按通知逐个填写")
    taken: dict[date, str] = {}
    for number, row in found:
        _check_alone(sheet, number, row, taken)
    for number, row in found:
        _check_worked(sheet, number, row, taken)
    return tuple(sorted((row for _, row in found), key=lambda row: row.first)), sheet.errors


def _row(sheet: Sheet, year: int, number: int, raw: Sequence[str]) -> Holiday | None:
    before = sheet.errors.count
    name = sheet.text(number, raw, NAME)
    first, last = (_day(sheet, year, number, raw, title) for title in (FIRST, LAST))
    words = filter(None, _BETWEEN.split(sheet.text(number, raw, WORKED)))
    worked = [_read(sheet, year, number, WORKED, word) for word in words]
    if first and last:
        wrong = "早于放假首日" if last < first else f"连续放假超过{LONGEST}天"
        fits = timedelta() <= last - first < timedelta(LONGEST)
        sheet.check(number, LAST, holds=fits, what=wrong, remedy="请对照通知核对")
    if first is None or last is None or sheet.errors.count > before:
        return None
    return Holiday(name, first, last, tuple(day for day in worked if day))


def _day(sheet: Sheet, year: int, number: int, raw: Sequence[str], title: str) -> date | None:
    word = sheet.text(number, raw, title)
    return _read(sheet, year, number, title, word) if word else None


def _read(sheet: Sheet, year: int, number: int, title: str, word: str) -> date | None:
    """A day written in full, or as the notice writes it: 10月1日."""
    match = _DAY.fullmatch(word)
    try:
        if match is None:
            raise ValueError(word)
        day = date(int(match[1] or year), int(match[2]), int(match[3]))
    except ValueError:
        sheet.errors.add(number, title, f"“{word}”不是日期", "请写成10月1日或者2027-10-01的样子")
        return None
    inside = day.year == year or (day.year, day.month) == (year - 1, 12)
    remedy = f"只填{year}年的日期；元旦调休涉及上年12月的，写全年份"
    sheet.check(number, title, holds=inside, what=f"{day}不属于{year}年", remedy=remedy)
    return day if inside else None


def _check_alone(sheet: Sheet, number: int, row: Holiday, taken: dict[date, str]) -> None:
    for day in row.days:
        if day in taken:
            what = f"{day}已列在{taken[day]}之下"
            sheet.errors.add(number, FIRST, what, "合并放假的写在一行，如国庆节、中秋节")
            return
        taken[day] = row.name


def _check_worked(sheet: Sheet, number: int, row: Holiday, taken: dict[date, str]) -> None:
    for day in row.worked:
        is_weekend = day.weekday() >= 5
        remedy = "调休上班的只能是周六、周日"
        if sheet.check(number, WORKED, holds=is_weekend, what=f"{day}是平日", remedy=remedy):
            what, free = f"{day}列为{taken.get(day)}放假", day not in taken
            sheet.check(number, WORKED, holds=free, what=what, remedy="同一天不能又放假又上班")


def doubts(rows: Sequence[Holiday], year: int, known: Calendar) -> tuple[str, ...]:
    """What an attentive reader would look at twice; none of it is forbidden."""
    return tuple(_doubts(rows, year, known))


def _doubts(rows: Sequence[Holiday], year: int, known: Calendar) -> Iterator[str]:
    named = "、".join(row.name for row in rows)
    if missing := [name for name in NAMES if name not in named]:
        yield f"没有列出{'、'.join(missing)}（《全国年节及纪念日放假办法》第二条）"
    off = {day for row in rows for day in row.days}
    if lacking := [f"{m}月{d}日" for m, d in FIXED if date(year, m, d) not in off]:
        yield f"{'、'.join(lacking)}依法放假，这里没有列入（《全国年节及纪念日放假办法》第二条）"
    weekdays = sum(day.weekday() < 5 for day in off)
    worked = sum(len(row.worked) for row in rows)
    if weekdays - worked != STATUTORY_DAYS:
        yield (
            f"平日放假{weekdays}天，周末上班{worked}天，相差{weekdays - worked}天；"
            f"依《全国年节及纪念日放假办法》第二条、第六条应当相差{STATUTORY_DAYS}天"
        )
    if known.is_published(year) and year not in known.sources:
        yield f"日历库已经载有{year}年；本通知与其不同的日期，以本通知为准"
    try:
        schedule(year, rows, "")
    except ScheduleError as error:
        yield str(error)
