"""The state of one case as the fold of its events: small, immutable, JSON both ways.

The state's size does not grow with the length of the case's history: of steps it keeps the
count and the dates, of each term the latest clock and those still open.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from fashu.kernel.procedure.events import When, day_of
from fashu.kernel.procedure.facts import Json


class ClockStatus(StrEnum):
    """How a clock stands."""

    RUNNING = "running"
    PAUSED = "paused"
    MET = "met"
    MET_LATE = "met_late"
    LAPSED = "lapsed"
    MOOT = "moot"
    RESTARTED = "restarted"

    @property
    def label(self) -> str:
        """The word on the page."""
        return _STATUS_LABELS[self.value]


_STATUS_LABELS = {
    "running": "计算中",
    "paused": "中止",
    "met": "已按期完成",
    "met_late": "已逾期完成",
    "lapsed": "已届满",
    "moot": "不再适用",
    "restarted": "已重新计算",
}

OPEN = (ClockStatus.RUNNING, ClockStatus.PAUSED)


@dataclass(frozen=True, slots=True)
class Interval:
    """Time that does not count. `source` names the rule in the term; open while `end` is None."""

    first: date
    end: date | None
    source: str
    version: str


@dataclass(frozen=True, slots=True)
class Lengthening:
    """An extension that was granted: the amount in the unit of the rule."""

    amount: int
    approved_on: date
    version: str


@dataclass(frozen=True, slots=True)
class Clock:
    """One running, or ended, count of a term. `n` numbers the clocks of the same term from 1.

    `version` is the procedure version it was opened under, whose term governs it.
    `of` is the answer that tells apart clocks of one term that run side by side.
    `amount` and `until` hold what an officer fixed where the law leaves the length to a paper.
    """

    term: str
    n: int
    version: str
    starts: When
    opened_on: date
    status: ClockStatus = ClockStatus.RUNNING
    ahead: bool = False
    of: str = ""
    amount: int | None = None
    until: date | None = None
    limit_from: date | None = None
    extensions: tuple[Lengthening, ...] = ()
    intervals: tuple[Interval, ...] = ()
    closed_on: date | None = None
    due: When | None = None
    provisional: bool = False
    excluded_days: int = 0

    @property
    def is_open(self) -> bool:
        """Whether it still runs or is paused."""
        return self.status in OPEN

    def elapsed(self, on: date) -> int:
        """The natural days that have counted by a day: for what accrues daily (每日).

        The start is not counted, time that does not count is left out, and never beyond the term.
        """
        until = min(on, day_of(self.due)) if self.due else on
        until = min(until, self.closed_on) if self.closed_on else until
        out = {
            day + 1
            for interval in self.intervals
            for day in range(interval.first.toordinal(), (interval.end or until).toordinal())
        }
        counted = range(day_of(self.starts).toordinal() + 1, until.toordinal() + 1)
        return len(set(counted) - out)


@dataclass(frozen=True, slots=True)
class Done:
    """How often a step was taken, first and last."""

    count: int
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class IssuedPaper:
    """A paper that was issued, and the date each role was served. `void`: its step was undone."""

    paper: str
    n: int
    step: str
    issued_on: date
    served: Mapping[str, date] = field(default_factory=dict)
    void: bool = False


@dataclass(frozen=True, slots=True)
class State:
    """Where a case stands. Built only by `advance`."""

    procedure: str
    version: str
    stage: str
    opened_on: date
    at: When
    outcome: str = ""
    facts: Mapping[str, Json] = field(default_factory=dict)
    done: Mapping[str, Done] = field(default_factory=dict)
    entered: Mapping[str, date] = field(default_factory=dict)
    first_entered: Mapping[str, date] = field(default_factory=dict)
    came_from: Mapping[str, str] = field(default_factory=dict)
    clocks: tuple[Clock, ...] = ()
    papers: tuple[IssuedPaper, ...] = ()
    organs: Mapping[str, str] = field(default_factory=dict)
    who: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def on(self) -> date:
        """The day of the latest change."""
        return day_of(self.at)

    def clock(self, term: str, of: str | None = None) -> Clock | None:
        """The latest clock of a term; with `of`, of those for that answer."""
        return next(
            (c for c in reversed(self.clocks) if c.term == term and of in (None, c.of)), None
        )

    def numbered(self, term: str, n: int) -> Clock | None:
        """The n-th clock of a term, if it is still kept."""
        return next((c for c in self.clocks if (c.term, c.n) == (term, n)), None)

    def with_clock(self, clock: Clock) -> "State":
        """The state with one clock put in place of its former self."""
        same = (clock.term, clock.n)
        return replace(
            self, clocks=tuple(clock if (c.term, c.n) == same else c for c in self.clocks)
        )

    def to_json(self) -> dict[str, Any]:
        """Plain JSON data, lossless."""
        return {
            "procedure": self.procedure,
            "version": self.version,
            "stage": self.stage,
            "opened_on": self.opened_on.isoformat(),
            "at": self.at.isoformat(),
            "outcome": self.outcome,
            "facts": dict(self.facts),
            "done": {
                k: [d.count, d.first.isoformat(), d.last.isoformat()] for k, d in self.done.items()
            },
            "entered": {k: d.isoformat() for k, d in self.entered.items()},
            "first_entered": {k: d.isoformat() for k, d in self.first_entered.items()},
            "came_from": dict(self.came_from),
            "clocks": [clock_to_json(c) for c in self.clocks],
            "papers": [_paper_to_json(p) for p in self.papers],
            "organs": dict(self.organs),
            "who": {step: list(names) for step, names in self.who.items()},
        }

    @staticmethod
    def from_json(data: Mapping[str, Any]) -> "State":
        """The inverse of `to_json`."""
        return State(
            procedure=data["procedure"],
            version=data["version"],
            stage=data["stage"],
            opened_on=date.fromisoformat(data["opened_on"]),
            at=when_from_iso(data["at"]),
            outcome=data["outcome"],
            facts=data["facts"],
            done={
                k: Done(count, date.fromisoformat(first), date.fromisoformat(last))
                for k, (count, first, last) in data["done"].items()
            },
            entered={k: date.fromisoformat(v) for k, v in data["entered"].items()},
            first_entered={k: date.fromisoformat(v) for k, v in data["first_entered"].items()},
            came_from=data["came_from"],
            clocks=tuple(clock_from_json(c) for c in data["clocks"]),
            papers=tuple(_paper_from_json(p) for p in data["papers"]),
            organs=data["organs"],
            who={step: tuple(names) for step, names in data["who"].items()},
        )


def when_from_iso(text: str) -> When:
    """A date or a moment, by its length."""
    return date.fromisoformat(text) if len(text) == 10 else datetime.fromisoformat(text)


def _iso(value: When | None) -> str | None:
    return None if value is None else value.isoformat()


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


def clock_to_json(clock: Clock) -> dict[str, Any]:
    """Plain JSON data of one clock."""
    return {
        "term": clock.term,
        "n": clock.n,
        "version": clock.version,
        "starts": clock.starts.isoformat(),
        "opened_on": clock.opened_on.isoformat(),
        "status": clock.status.value,
        "ahead": clock.ahead,
        "of": clock.of,
        "amount": clock.amount,
        "until": _iso(clock.until),
        "limit_from": _iso(clock.limit_from),
        "extensions": [[e.amount, e.approved_on.isoformat(), e.version] for e in clock.extensions],
        "intervals": [
            [i.first.isoformat(), _iso(i.end), i.source, i.version] for i in clock.intervals
        ],
        "closed_on": _iso(clock.closed_on),
        "due": _iso(clock.due),
        "provisional": clock.provisional,
        "excluded_days": clock.excluded_days,
    }


def clock_from_json(data: Mapping[str, Any]) -> Clock:
    """The inverse of `clock_to_json`."""
    return Clock(
        term=data["term"],
        n=data["n"],
        version=data["version"],
        starts=when_from_iso(data["starts"]),
        opened_on=date.fromisoformat(data["opened_on"]),
        status=ClockStatus(data["status"]),
        ahead=data["ahead"],
        of=data["of"],
        amount=data["amount"],
        until=_day(data["until"]),
        limit_from=_day(data["limit_from"]),
        extensions=tuple(
            Lengthening(amount, date.fromisoformat(on), version)
            for amount, on, version in data["extensions"]
        ),
        intervals=tuple(
            Interval(date.fromisoformat(first), _day(end), source, version)
            for first, end, source, version in data["intervals"]
        ),
        closed_on=_day(data["closed_on"]),
        due=None if data["due"] is None else when_from_iso(data["due"]),
        provisional=data["provisional"],
        excluded_days=data["excluded_days"],
    )


def _paper_to_json(paper: IssuedPaper) -> dict[str, Any]:
    return {
        "paper": paper.paper,
        "n": paper.n,
        "step": paper.step,
        "issued_on": paper.issued_on.isoformat(),
        "served": {role: on.isoformat() for role, on in paper.served.items()},
        "void": paper.void,
    }


def _paper_from_json(data: Mapping[str, Any]) -> IssuedPaper:
    return IssuedPaper(
        paper=data["paper"],
        n=data["n"],
        step=data["step"],
        issued_on=date.fromisoformat(data["issued_on"]),
        served={role: date.fromisoformat(on) for role, on in data["served"].items()},
        void=data["void"],
    )
