"""A procedure as one value, its versions, and how an amendment is written as a difference."""

from copy import copy
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from functools import cached_property

from fashu.kernel.calendar import CHINA, Calendar
from fashu.kernel.law.citation import Citation, Law
from fashu.kernel.procedure.facts import Fact, flatten
from fashu.kernel.procedure.general import attach
from fashu.kernel.procedure.steps import Arrival, Paper, Role, Rule, ServiceRule, Stage, Step
from fashu.kernel.procedure.terms import Term

Provision = Step | Term | Arrival


class Transition(StrEnum):
    """What a new version does to cases that already run."""

    AT_ONCE = "at_once"
    """程序从新: steps from that day on follow the new version; what was done stands."""
    KEEP = "keep"
    """A running case keeps the version that it began under."""


@dataclass(frozen=True)
class Procedure:
    """One version of one procedure: stages, steps and terms in the order of the statute.

    Two values with equal content are equal; `fashu.kernel.procedure.describe` gives the JSON
    description whose digest stands in every receipt. `throughout`: rules asked before every step;
    `service`: rules asked before every service of a paper.
    """

    key: str
    title: str
    law: Law
    version: str
    applies_from: date
    roles: tuple[Role, ...]
    stages: tuple[Stage, ...]
    provisions: tuple[Provision, ...]
    transition: Transition = Transition.AT_ONCE
    transition_cite: Citation | None = None
    laws: tuple[Law, ...] = field(default=())
    throughout: tuple[Rule, ...] = ()
    service: tuple[ServiceRule, ...] = ()

    @cached_property
    def steps(self) -> dict[str, Step]:
        """Steps by key, in the order of the statute."""
        return {p.key: p for p in self.provisions if isinstance(p, Step)}

    @cached_property
    def terms(self) -> dict[str, Term]:
        """Terms by key, in the order of the statute."""
        return {p.key: p for p in self.provisions if isinstance(p, Term)}

    @cached_property
    def arrivals(self) -> tuple[Arrival, ...]:
        """Services of papers that move the case."""
        return tuple(p for p in self.provisions if isinstance(p, Arrival))

    @cached_property
    def stage_of(self) -> dict[str, Stage]:
        """Stages by key."""
        return {stage.key: stage for stage in self.stages}

    @cached_property
    def role_of(self) -> dict[str, Role]:
        """Roles by key."""
        return {role.key: role for role in self.roles}

    @cached_property
    def papers(self) -> dict[str, Paper]:
        """Papers by key, in the order in which steps issue them."""
        return {p.key: p for step in self.steps.values() for p in step.papers()}

    @cached_property
    def facts(self) -> dict[str, Fact]:
        """Facts by key. Where several steps ask the same fact, the first one's wording."""
        found: dict[str, Fact] = {}
        for step in self.steps.values():
            for fact in flatten(step.asks):
                found.setdefault(fact.key, fact)
        return found

    def amended(
        self,
        version: str,
        applies_from: date,
        *,
        replaced: tuple[Provision, ...] = (),
        added: tuple[Provision, ...] = (),
        dropped: tuple[Provision, ...] = (),
        **changes: object,
    ) -> "Procedure":
        """The version after an amendment: provisions replaced by key, added at the end, dropped.

        Raises ValueError where a replaced or dropped provision is not there.
        """
        new = {_name(p): p for p in replaced}
        gone = {_name(p) for p in dropped}
        missing = (new.keys() | gone) - {_name(p) for p in self.provisions}
        if missing:
            raise ValueError(f"not in {self.key} {self.version}: {sorted(missing)}")
        kept = [new.get(_name(p), p) for p in self.provisions if _name(p) not in gone]
        return replace(
            self,
            version=version,
            applies_from=applies_from,
            provisions=(*kept, *added),
            **changes,  # type: ignore[arg-type]
        )


def _name(provision: Provision) -> tuple[str, str]:
    if isinstance(provision, Arrival):
        return "arrival", provision.paper.key
    return type(provision).__name__.lower(), provision.key


@dataclass(frozen=True)
class Family:
    """All versions of one procedure, oldest first, with what general law asks of their acts.

    `calendar` is the one by which its terms are counted. A definition has the library's; whoever
    works on cases hands in the one in force (`under`), and a replay the one of its time.
    """

    versions: tuple[Procedure, ...]
    calendar: Calendar = CHINA

    def __post_init__(self) -> None:
        object.__setattr__(self, "versions", tuple(attach(v) for v in self.versions))
        dates = [v.applies_from for v in self.versions]
        if not dates or dates != sorted(set(dates)) or len({v.key for v in self.versions}) != 1:
            raise ValueError("versions of one procedure, each from its own date, oldest first")

    def under(self, calendar: Calendar) -> "Family":
        """The same procedure with its terms counted by another calendar."""
        found = copy(self)
        object.__setattr__(found, "calendar", calendar)  # general law is attached already
        return found

    @property
    def key(self) -> str:
        """The key that all versions share."""
        return self.versions[0].key

    @property
    def title(self) -> str:
        """The present title."""
        return self.versions[-1].title

    def at(self, on: date) -> Procedure | None:
        """The version that a case opened on this day follows; None before the first."""
        return next((v for v in reversed(self.versions) if v.applies_from <= on), None)

    def version(self, name: str) -> Procedure:
        """The version of this name. Raises KeyError where there is none."""
        for candidate in self.versions:
            if candidate.version == name:
                return candidate
        raise KeyError(f"{self.key} has no version {name}")

    def governing(self, current: str, on: date) -> Procedure:
        """The version that governs a step of a running case: a later one that applies at once."""
        governing = self.version(current)
        for candidate in self.versions[self.versions.index(governing) + 1 :]:
            if candidate.applies_from <= on and candidate.transition is Transition.AT_ONCE:
                governing = candidate
        return governing
