"""What can happen to a case. A case is the fold of these."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time

from fashu.kernel.calendar import Service, served_on
from fashu.kernel.clock import BEIJING
from fashu.kernel.procedure.facts import Json

When = date | datetime


@dataclass(frozen=True, slots=True)
class Taken:
    """A role took a step on a day (or at a moment, where hours count).

    `who` names the persons who took it, where the law asks for two, or for others than before.
    """

    step: str
    by: str
    on: When
    facts: Mapping[str, Json] = field(default_factory=dict)
    who: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Served:
    """A paper reached a recipient. `on` is the receipt, or for 公告 the day of publication.

    `n` tells papers of one kind apart; 0 is the oldest that has not reached the recipient yet.
    """

    paper: str
    on: When
    mode: Service = Service.DIRECT
    to: str = ""
    n: int = 0


@dataclass(frozen=True, slots=True)
class Lapsed:
    """A term ran out: the due date passed with its duty unmet."""

    term: str
    n: int
    on: When


@dataclass(frozen=True, slots=True)
class Joined:
    """A person or an organ took up a role, e.g. a third party admitted (第三人参加).

    Only the role and the day concern the procedure; who it is stands with the participants.
    """

    role: str
    on: When


@dataclass(frozen=True, slots=True)
class Sealed:
    """A paper got its seal (用印). It changes nothing; the record keeps the file's SHA-256."""

    paper: str
    n: int
    on: When
    sha256: str


Event = Taken | Served | Lapsed | Joined | Sealed


def day_of(when: When) -> date:
    """The date of a moment in Beijing, whatever zone it was written in."""
    return when.astimezone(BEIJING).date() if isinstance(when, datetime) else when


def takes_effect(event: Event) -> When:
    """When an event works: 公告送达 only after its thirty days, all else when it happens."""
    if isinstance(event, Served) and event.mode is Service.PUBLIC:
        return served_on(event.mode, day_of(event.on))[0]
    return event.on


def has_passed(due: When, now: When) -> bool:
    """Whether `now` lies after the due date. The due day itself still belongs to the term."""
    if isinstance(due, datetime) and isinstance(now, datetime):
        return now > due
    return day_of(now) > day_of(due)


def is_before(earlier: When, later: When) -> bool:
    """Whether one lies before the other; within a day only two moments can tell."""
    if isinstance(earlier, datetime) and isinstance(later, datetime):
        return earlier < later
    return day_of(earlier) < day_of(later)


def last_instant(due: When) -> tuple[date, time]:
    """A key that orders due dates: a term of days ends with its day, after those of hours."""
    if isinstance(due, datetime):
        local = due.astimezone(BEIJING)
        return local.date(), local.time()
    return due, time.max
