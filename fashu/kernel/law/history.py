"""When an edition was made public and when it came into force, and how far that is known.

Sources contradict each other. Each date is taken from the first of these that gives one:

made public (公布)
  1. the file name, which follows the official database's 公布日期 of this very edition,
     unless the header tells of a later act;
  2. the last act in the header (通过、批准、公布、修订、修正);
  3. the front matter, whose date is often that of the law's first edition.

in force (施行)
  1. the register of known editions (`register.py`), consulted by the library;
  2. the final article, “本法自…起施行”, when it is not older than the edition: after a mere
     amendment (修正) it still tells the date of the first edition;
  3. a line `…施行` of the header, under the same condition;
  4. the front matter's date of coming into force, under the same condition;
  5. the day the edition was made public. This is a presumption, and marked as one:
     《立法法》第六十一条 wants the date said in the law itself, and an amending decision that
     delays it is not in the file.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from itertools import islice

from fashu.kernel.law.numerals import from_chinese

_D = r"[〇○零一二三四五六七八九十\d]"
_DATE = re.compile(
    rf"({_D}{{4}})\s*年\s*({_D}{{1,3}})\s*月\s*({_D}{{1,3}})\s*日|(\d{{4}})-(\d\d)-(\d\d)"
)
_FULL_WIDTH = str.maketrans("０１２３４５６７８９○", "0123456789〇")
_QUOTED = re.compile(r"《(?:[^《》]|《[^《》]*》)*》|〈[^〈〉]*〉")
_BY_DECISION = "《》"
_ORDER = re.compile(r"([\u4e00-\u9fff、]*?令)\s*[(（]?(?:\d{4}年)?第?\s*(\d+)\s*号")
_BEGINS = re.compile(r"(?:施行|实施|生效|执行|适用|实行)")
_ON_PUBLICATION = re.compile(r"自?(?:公布|发布|颁布|通过|印发|公告)之日起")
_AFTER_DAYS = re.compile(r"(?:后|满)?(\d+|[一二三四五六七八九十百]+)\s*(?:日|天)后")
_REPEALED = re.compile(
    r"(?:[（(][^）)]*[）)])?(?:自[^，。]*起|从[^，。]*起)?[，,]?(?:同时|即行|一并|均|自行|予以)*废止"
)
_FINAL = 8  # final provisions never spread over more articles than these
_TITLE = re.compile(r"《((?:[^《》]|《[^《》]*》)+)》")


class Act(StrEnum):
    """What was done to a text on a day, in the word the header uses."""

    REVISED = "修订"
    AMENDED = "修正"
    APPROVED = "批准"
    ADOPTED = "通过"
    PROMULGATED = "公布"
    BEGAN = "施行"


_WORDS = {
    Act.REVISED: ("修订",),
    Act.AMENDED: ("修正", "修改"),
    Act.APPROVED: ("批准",),
    Act.ADOPTED: ("通过",),
    Act.PROMULGATED: ("公布", "发布", "颁布", "印发", "公告", "令第"),
    Act.BEGAN: ("施行", "实施", "生效", "执行", "实行"),
}


class Basis(StrEnum):
    """Where a date was taken from."""

    REGISTER = "登记"
    FINAL_ARTICLE = "末条"
    HEADER = "题注"
    FILE_NAME = "文件名"
    FRONT_MATTER = "文件头"
    PRESUMED = "推定"


@dataclass(frozen=True, slots=True)
class Event:
    """One act of the history a header tells."""

    on: date
    act: Act


@dataclass(frozen=True, slots=True)
class Dated:
    """A date with where it was taken from."""

    on: date
    basis: Basis


@dataclass(frozen=True, slots=True)
class Ending:
    """What final provisions say: a day, or days after publication, and the laws they repeal."""

    begins: date | None = None
    days_after: int | None = None
    repeals: tuple[str, ...] = ()


def events(header: Iterable[str]) -> tuple[Event, ...]:
    """The acts a header tells, in its order. A date of which nothing is said is left out."""
    text = _QUOTED.sub(_quoted, " ".join(header).translate(_FULL_WIDTH))
    dates = list(_DATE.finditer(text))
    found = []
    for number, match in enumerate(dates, 1):
        end = dates[number].start() if number < len(dates) else len(text)
        on, act = _day(match), _act(text[match.end() : end])
        if on and act:
            found.append(Event(on, act))
    return tuple(found)


def instrument(header: Iterable[str]) -> str:
    """The last order number a header names, e.g. 国务院令第499号; empty when there is none."""
    numbers = _ORDER.findall(_QUOTED.sub("", " ".join(header).translate(_FULL_WIDTH)))
    if not numbers:
        return ""
    organ, number = numbers[-1]
    return f"{organ.removeprefix('中华人民共和国')}第{number}号"


def ending(articles: Iterable[str]) -> Ending:
    """Read the final provisions, given from the last backwards; the first that tells wins."""
    begins: date | None = None
    after: int | None = None
    repeals: tuple[str, ...] = ()
    for text in islice(articles, _FINAL):
        plain = text.translate(_FULL_WIDTH)
        if begins is None and after is None:
            begins, after = _begins(plain), _days_after(plain)
        repeals = repeals or _repeals(plain)
    return Ending(begins, after, repeals)


def promulgated(
    file_date: date | None, acts: tuple[Event, ...], front: date | None
) -> Dated | None:
    """When the edition was made public; None when nothing tells."""
    made = max((e.on for e in acts if e.act is not Act.BEGAN), default=None)
    if file_date and (made is None or file_date >= made):
        return Dated(file_date, Basis.FILE_NAME)
    if made:
        return Dated(made, Basis.HEADER)
    return Dated(front, Basis.FRONT_MATTER) if front else None


def in_force(
    made: date | None, acts: tuple[Event, ...], final: Ending, front: date | None
) -> Dated | None:
    """When the edition made public on `made` came into force; None when nothing tells."""
    began = max((e.on for e in acts if e.act is Act.BEGAN), default=None)
    said = ((final.begins, Basis.FINAL_ARTICLE), (began, Basis.HEADER), (front, Basis.FRONT_MATTER))
    for day, basis in said:
        if day and (made is None or day >= made):
            return Dated(day, basis)
    if made is None:
        return None
    shaped = next((e.act for e in reversed(acts) if e.act in _SHAPING), None)
    if final.days_after is not None and shaped is not Act.AMENDED:
        return Dated(made + timedelta(days=final.days_after), Basis.FINAL_ARTICLE)
    return Dated(made, Basis.PRESUMED)


_SHAPING = (Act.ADOPTED, Act.REVISED, Act.AMENDED)


def first_date(text: str) -> date | None:
    """The first date in a text, e.g. 2007-05-29 in a file name."""
    match = _DATE.search(text.translate(_FULL_WIDTH))
    return _day(match) if match else None


def _day(match: re.Match[str]) -> date | None:
    """The date of a match; None for one no calendar has, such as 2月30日."""
    year, month, day = (from_chinese(part) for part in match.groups() if part is not None)
    try:
        return date(year or 0, month or 0, day or 0)
    except ValueError:
        return None


def _quoted(title: re.Match[str]) -> str:
    """Words inside a title are no acts; of a decision the mark stays that there was one."""
    return _BY_DECISION if title[0].endswith("决定》") else ""


def _act(said: str) -> Act | None:
    """What was done: 批准的修正 is an amendment, 修订通过 a revision.

    Regulations call it 修订 too when a decision changes some articles (《行政法规制定程序条例》
    第三十八条 knows only 修改 and 废止): an amendment, and the final article stays the old one.
    """
    if _BY_DECISION in said and "修订" in said:
        return Act.AMENDED
    return next((act for act, words in _WORDS.items() if any(w in said for w in words)), None)


def _begins(text: str) -> date | None:
    for match in _DATE.finditer(text):
        before = text[max(0, match.start() - 8) : match.start()]
        if "自" in before and _BEGINS.search(text[match.end() : match.end() + 14]):
            return _day(match)
    return None


def _days_after(text: str) -> int | None:
    match = _ON_PUBLICATION.search(text)
    if not match or not _BEGINS.search(text[match.end() : match.end() + 16]):
        return None
    later = _AFTER_DAYS.search(text[match.end() : match.end() + 10])
    return from_chinese(later[1]) if later else 0


def _repeals(text: str) -> tuple[str, ...]:
    """Titles in the sentences that repeal whole texts; 《…》中有关规定即行废止 repeals a part."""
    named = []
    for sentence in re.split(r"[。；]", text):
        titles = list(_TITLE.finditer(sentence))
        if titles and _REPEALED.match(sentence[titles[-1].end() :]):
            named += [match[1] for match in titles]
    return tuple(named)
