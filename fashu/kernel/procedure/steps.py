"""Stages, roles, papers and steps: who may do what, where it leads, and what it asks."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from fashu.kernel.calendar import Service
from fashu.kernel.law.citation import Citation
from fashu.kernel.procedure.facts import Fact, Group, Json
from fashu.kernel.procedure.refusal import Refusal

if TYPE_CHECKING:
    from fashu.kernel.procedure.view import CaseView

Rule = Callable[["CaseView"], Refusal | None]
"""A pure predicate of one norm: None where it holds, otherwise why not."""

ServiceRule = Callable[["CaseView", "Paper", Service, "Role"], Refusal | None]
"""Why a paper may not be served on a recipient in a mode, e.g. 电子送达 without consent."""


@dataclass(frozen=True, slots=True)
class Role:
    """A part in the procedure. `organ`: played by an office and its officers, not by a person."""

    key: str
    title: str
    organ: bool = False


@dataclass(frozen=True, slots=True)
class Stage:
    """A state the case is in. `held_by`: the role whose turn it mainly is."""

    key: str
    title: str
    held_by: Role | None = None
    final: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """A 文书 that a step issues.

    `to` names who must be served with it (送达); `also`, who is served if they take part.
    """

    key: str
    title: str
    cite: Citation
    to: tuple[Role, ...] = ()
    also: tuple[Role, ...] = ()


class Act(StrEnum):
    """The kind of legal act that a step is; general procedure law attaches to it."""

    DECISION = "decision"
    """An act that may burden a person: reasons and remedies must be stated."""
    REVIEW = "review"
    """A decision on 行政复议: its remedy is a suit within the days of 行政诉讼法第四十五条."""


class Back:
    """The stage from which the present one was entered."""

    def __repr__(self) -> str:
        return "BACK"


BACK: Final = Back()


@dataclass(frozen=True, slots=True)
class Branch:
    """Where a step leads, by the answer to a choice or flag."""

    fact: Fact
    cases: tuple[tuple[Json, Stage], ...]

    def stages(self) -> tuple[Stage, ...]:
        """All stages that the branch can lead to."""
        return tuple(dict.fromkeys(stage for _, stage in self.cases))

    def choose(self, answer: Json) -> Stage:
        """The stage for an answer. Raises KeyError for an answer that leads nowhere."""
        for value, stage in self.cases:
            if value == answer:
                return stage
        raise KeyError(answer)


class Need(StrEnum):
    """What a condition looks at."""

    DONE = "done"
    NOT_DONE = "not_done"
    SERVED = "served"
    LAPSED = "lapsed"
    REACHED = "reached"
    MET = "met"
    OVER = "over"


@dataclass(frozen=True, slots=True)
class Condition:
    """Something that must have happened before a step; `keys`: any one of them suffices."""

    need: Need
    keys: tuple[str, ...]
    reason: str
    cite: Citation | None = None


def done(*steps: "Step", cite: Citation | None = None) -> Condition:
    """One of the steps must have been taken."""
    names = "或".join(f"“{step.title}”" for step in steps)
    return Condition(Need.DONE, tuple(step.key for step in steps), f"尚未{names}", cite)


def not_done(step: "Step", reason: str, cite: Citation | None = None) -> Condition:
    """The step must not have been taken."""
    return Condition(Need.NOT_DONE, (step.key,), reason, cite)


def paper_served(paper: Paper, cite: Citation | None = None) -> Condition:
    """The paper must have been served."""
    return Condition(Need.SERVED, (paper.key,), f"《{paper.title}》尚未送达", cite)


def lapsed(term: str, reason: str, cite: Citation | None = None) -> Condition:
    """The term of this key must have lapsed."""
    return Condition(Need.LAPSED, (term,), reason, cite)


def reached(term: str, reason: str, cite: Citation | None = None) -> Condition:
    """The due date of the term must be here (满…之日): true from that very day."""
    return Condition(Need.REACHED, (term,), reason, cite)


def met(term: str, reason: str, cite: Citation | None = None) -> Condition:
    """The term must have been fulfilled in time."""
    return Condition(Need.MET, (term,), reason, cite)


def over(term: str, reason: str, cite: Citation | None = None) -> Condition:
    """The term must be at its end: fulfilled or lapsed."""
    return Condition(Need.OVER, (term,), reason, cite)


@dataclass(frozen=True, slots=True)
class Issue:
    """A paper that a step issues only if `fact` has one of `values`."""

    paper: Paper
    fact: Fact
    values: tuple[Json, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One thing that a role may do.

    `at`: the stages in which it may be done; empty means that it opens the case.
    `to`: where it leads; None stays, BACK returns to where the present stage was entered from.
    `needs` and `when` look at the case alone and so explain "why not yet"; `checks` look at the
    answers given as well. `outcome` names the result when the step ends or decides the case.
    `binds`: (role, fact) pairs: the office named by the fact takes the role from now on.
    `undoes`: steps that count as not taken from now on, with their answers (退回后须重新办理).
    `persons`: how many must take it together (两人以上); `not_by`: steps whose takers may not
    take this one (回避、另行组成合议庭).
    """

    key: str
    title: str
    cite: Citation
    by: tuple[Role, ...]
    at: tuple[Stage, ...] = ()
    to: Stage | Branch | Back | None = None
    asks: tuple[Fact | Group, ...] = ()
    needs: tuple[Condition, ...] = ()
    when: tuple[Rule, ...] = ()
    checks: tuple[Rule, ...] = ()
    issues: tuple[Paper | Issue, ...] = ()
    once: bool = False
    act: Act | None = None
    outcome: Fact | str | None = None
    binds: tuple[tuple[Role, Fact], ...] = ()
    undoes: tuple["Step", ...] = ()
    persons: int = 1
    not_by: tuple["Step", ...] = ()
    help: str = ""

    @property
    def opens(self) -> bool:
        """Whether the step opens a case."""
        return not self.at

    def targets(self) -> tuple[Stage, ...]:
        """The stages that the step can lead to, but for BACK."""
        match self.to:
            case Stage():
                return (self.to,)
            case Branch():
                return self.to.stages()
            case _:
                return ()

    def papers(self) -> tuple[Paper, ...]:
        """All papers that the step can issue."""
        return tuple(part.paper if isinstance(part, Issue) else part for part in self.issues)


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """Service of a paper that itself moves the case, e.g. a decision that takes effect on service.

    `whom`: the role whose receipt counts; None means the first recipient.
    """

    paper: Paper
    at: tuple[Stage, ...]
    to: Stage
    cite: Citation
    whom: Role | None = None
