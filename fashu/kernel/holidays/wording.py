"""Reading the notice itself, as the State Council publishes it. Pure.

「二、春节：2月15日（农历腊月二十八、周日）至23日（农历正月初七、周一）放假调休，共9天。
2月14日（周六）、2月28日（周六）上班。」 The weekdays and the number of days stand in the text, so
that it checks itself: a slip of the copyist does not get through.
"""

import re
from collections.abc import Iterator, Sequence
from datetime import date

from fashu.kernel.holidays.schedule import COLUMNS
from fashu.kernel.sheets import Table

_ITEM = re.compile(r"(?:^|。)[一二三四五六七八九十]{1,2}、([^：:。]{2,20})[：:]")
"""Where an item begins; 「初七、周一」 within one does not follow a full stop."""
_DATE = re.compile(
    r"(?:(?P<year>\d{4})年)?(?:(?P<month>\d{1,2})月)?(?P<day>\d{1,2})日"
    r"(?:[（(][^）)]*?(?:周|星期)(?P<weekday>[一二三四五六日天])[^）)]*[）)])?"
)
_COUNT = re.compile(r"(?:共|放假)(\d{1,2})天")
_WEEKDAYS = {"一": 0, "二": 1, "三": 2, "四": 3, "五": 4, "六": 5, "日": 6, "天": 6}

HEADER = tuple(column.title for column in COLUMNS)


class UnreadableNoticeError(ValueError):
    """The text is no notice, or contradicts itself; the words say where."""


def read(text: str, year: int) -> Table:
    """The rows of a notice's text, still to be checked. Raises UnreadableNoticeError."""
    joined = re.sub(r"\s+", "", text)
    rows = [_row(name, words, year) for name, words in _items(joined)]
    if not rows:
        raise UnreadableNoticeError("没有找到“一、元旦：……”这样的条目，请粘贴通知的正文")
    return Table("通知正文", HEADER, tuple(enumerate(rows, 1)))


def _items(text: str) -> Iterator[tuple[str, str]]:
    found = list(_ITEM.finditer(text))
    ends = [match.start() + 1 for match in found[1:]] + [len(text)]
    for match, end in zip(found, ends, strict=False):
        yield match[1], text[match.end() : end]


def _row(name: str, words: str, year: int) -> tuple[str, ...]:
    off, _, rest = words.partition("放假")
    days = list(_dates(name, off, year))
    if not 1 <= len(days) <= 2:
        raise UnreadableNoticeError(f"看不懂“{name}”的放假日期：{off[:40]}")
    first, last = days[0], days[-1]
    count = _COUNT.search(f"放假{rest}")
    if count and int(count[1]) != (last - first).days + 1:
        raise UnreadableNoticeError(
            f"“{name}”写明{count[1]}天，{first}至{last}却是{(last - first).days + 1}天"
        )
    worked = list(_dates(name, _before_work(rest), year))
    return name, first.isoformat(), last.isoformat(), "、".join(day.isoformat() for day in worked)


def _before_work(rest: str) -> str:
    """The sentence that ends with 上班."""
    sentences: Sequence[str] = [s for s in rest.split("。") if s.endswith("上班")]
    return "、".join(sentences)


def _dates(name: str, words: str, year: int) -> Iterator[date]:
    """The days of a phrase; a month that is not written is that of the day before."""
    month, named = 0, year
    for match in _DATE.finditer(words):
        month, named = int(match["month"] or month), int(match["year"] or named)
        try:
            day = date(named, month, int(match["day"]))
        except ValueError:
            raise UnreadableNoticeError(f"“{name}”中的“{match[0]}”不是日期") from None
        said = match["weekday"]
        if said and _WEEKDAYS[said] != day.weekday():
            actual = "一二三四五六日"[day.weekday()]
            raise UnreadableNoticeError(f"“{name}”写{day}是周{said}，那天是周{actual}")
        yield day
