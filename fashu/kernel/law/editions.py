"""Which edition of a law is in force on a day, and an honest answer when none is.

Editions of one law follow each other: the day before a later one comes into force is the last
day of the earlier (《立法法》第一百零三条：“新的规定与旧的规定不一致的，适用新的规定”). A question
about a day on which no edition is in force gets `NotInForce`, never the text of another day.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from itertools import pairwise

from fashu.kernel.law.history import Basis

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Edition:
    """One edition of a law.

    `in_force_until` is its last day, None while it has none. `has_text` is False when it is
    only known from the register. `ended_by` says in words what took its place. `doubt` says
    what speaks against its being in force without settling it.
    """

    title: str
    in_force_from: date | None
    in_force_until: date | None = None
    promulgated: date | None = None
    basis: Basis = Basis.PRESUMED
    instrument: str = ""
    articles: int = 0
    has_text: bool = True
    ended_by: str = ""
    doubt: str = ""


class Lapse(StrEnum):
    """Why no edition is in force on a day."""

    NOT_YET = "尚未施行"
    EXPIRED = "已经失效"
    UNDATED = "施行日期不明"


@dataclass(frozen=True, slots=True)
class NotInForce:
    """No edition is in force on `day`; `edition` is the one that comes nearest."""

    day: date
    lapse: Lapse
    edition: Edition

    def __str__(self) -> str:
        """The answer in words, with when it ended and what replaced it."""
        edition, day = self.edition, said(self.day)
        match self.lapse:
            case Lapse.NOT_YET:
                return f"《{edition.title}》自{said(edition.in_force_from)}起施行，{day}尚未施行。"
            case Lapse.EXPIRED:
                until = said(edition.in_force_until)
                instead = f"，由{edition.ended_by}代替" if edition.ended_by else ""
                return f"《{edition.title}》施行至{until}{instead}，{day}已经失效。"
            case Lapse.UNDATED:
                return f"《{edition.title}》的施行日期不明，无法判断{day}是否施行。"


@dataclass(frozen=True, slots=True)
class Repeal:
    """A later law says that `title` is repealed from a day on."""

    title: str
    by: str
    promulgated: date
    on: date


def said(day: date | None) -> str:
    """A date as papers write it: 2026年6月30日."""
    return f"{day.year}年{day.month}月{day.day}日" if day else "日期不明"


def timeline(editions: Iterable[Edition], repeals: Iterable[Repeal] = ()) -> tuple[Edition, ...]:
    """The editions of one law in order, each with its last day.

    Two editions that begin on the same day are the caller's to settle first. A repeal counts
    only against editions older than the law that repeals: it often names a title that lived on.
    """
    line = sorted(editions, key=_begins)
    undated = tuple(e for e in line if e.in_force_from is None)
    dated = line[len(undated) :]
    ended = [
        replace(earlier, in_force_until=_begins(later) - _DAY, ended_by=_successor(earlier, later))
        for earlier, later in pairwise(dated)
    ]
    if dated:
        ended.append(_repealed(dated[-1], repeals))
    return undated + tuple(ended)


def settled(edition: Edition) -> Edition:
    """The edition without its doubt, once the day of its end is known."""
    return replace(edition, doubt="") if edition.in_force_until else edition


def in_force(editions: Iterable[Edition], day: date) -> Edition | NotInForce:
    """The edition of one law in force on `day`. Raises ValueError when there are none at all."""
    line = tuple(editions)
    if not line:
        raise ValueError("no edition was given")
    begun = [e for e in line if e.in_force_from and e.in_force_from <= day]
    if not begun:
        dated = [e for e in line if e.in_force_from]
        if dated:
            return NotInForce(day, Lapse.NOT_YET, min(dated, key=_begins))
        return NotInForce(day, Lapse.UNDATED, line[-1])
    latest = max(begun, key=_begins)
    if latest.in_force_until and latest.in_force_until < day:
        return NotInForce(day, Lapse.EXPIRED, latest)
    return latest


UNVERIFIED = "施行日期等信息凭记忆登记，尚未与公布文本核对"
"""What readers are told of an entry of the register that nobody has checked."""

REPORTED_REPEALED = "来源标注“废止或失效”，但没有找到废止它的规定，也没有更新的版本"
"""The doubt about an edition that its source calls repealed. Collections often err here: one
calls 《立法法》 of 2023 repealed."""


def _begins(edition: Edition) -> date:
    return edition.in_force_from or date.min


def _successor(earlier: Edition, later: Edition) -> str:
    """What replaced an edition; an amended text still prints the order of its first edition."""
    known = later.instrument and later.instrument != earlier.instrument
    order = f"（{later.instrument}）" if known else ""
    return f"{said(later.in_force_from)}起施行的新版本{order}"


def _repealed(last: Edition, repeals: Iterable[Repeal]) -> Edition:
    made = last.promulgated or _begins(last)
    against = [r for r in repeals if r.promulgated > made and r.on > _begins(last)]
    if not against:
        return last
    first = min(against, key=lambda repeal: repeal.on)
    return replace(last, in_force_until=first.on - _DAY, ended_by=f"《{first.by}》")
