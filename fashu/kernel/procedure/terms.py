"""Terms 期限: when a clock starts, how it is counted, what moves it, what its lapse does.

Everything about a clock stands with its term, so that the statute's article and the whole
behaviour of the clock are read in one place. A step never computes a date.
"""

from dataclasses import dataclass, replace
from enum import StrEnum

from fashu.kernel.calendar import Rollover, Span, Unit
from fashu.kernel.law.citation import Citation
from fashu.kernel.procedure.facts import Fact, Json
from fashu.kernel.procedure.steps import Paper, Role, Stage, Step


class On(StrEnum):
    """What sets something off."""

    ENTERED = "entered"
    STEP = "step"
    SERVED = "served"
    FACT = "fact"
    AHEAD = "ahead"
    LAPSE = "lapse"


@dataclass(frozen=True, slots=True)
class Trigger:
    """A happening that opens, closes or restarts a clock.

    FACT: the step is taken with this date among its answers, and the date is where it starts.
    AHEAD: likewise, but counted backwards from the date (X日前).
    """

    on: On
    keys: tuple[str, ...]
    fact: str = ""
    role: str = ""
    only: tuple[str, tuple[Json, ...]] | None = None

    def when(self, fact: Fact, *answers: Json) -> "Trigger":
        """The same, but only while the case's answer to `fact` is one of `answers`."""
        return replace(self, only=(fact.key, answers))


def entered(*stages: Stage) -> Trigger:
    """Entering a stage by any way, also by silence of the law; a return (BACK) is no entry."""
    return Trigger(On.ENTERED, tuple(stage.key for stage in stages))


def on_step(*steps: Step) -> Trigger:
    """The day a step is taken."""
    return Trigger(On.STEP, tuple(step.key for step in steps))


def on_service(*papers: Paper, whom: Role | None = None) -> Trigger:
    """The day a paper is served; `whom`: the recipient whose receipt counts (None: any)."""
    return Trigger(On.SERVED, tuple(p.key for p in papers), role=whom.key if whom else "")


def from_fact(fact: Fact, *steps: Step) -> Trigger:
    """A date among the answers of a step."""
    return Trigger(On.FACT, tuple(step.key for step in steps), fact=fact.key)


def ahead_of(fact: Fact, *steps: Step) -> Trigger:
    """Backwards from a date among the answers of a step, e.g. 于举行听证的五日前."""
    return Trigger(On.AHEAD, tuple(step.key for step in steps), fact=fact.key)


def on_lapse(term: str) -> Trigger:
    """The lapse of another term (by its key)."""
    return Trigger(On.LAPSE, (term,))


@dataclass(frozen=True, slots=True)
class Anchor:
    """The day a clock is counted from where that is not the day it opens.

    With stages: the first entry of any of them. With a fact: the date it holds.
    """

    stages: tuple[str, ...] = ()
    fact: str = ""


def first_entered(*stages: Stage) -> Anchor:
    """The day the case first entered any of the stages."""
    return Anchor(stages=tuple(stage.key for stage in stages))


def at_entry(fact: Fact) -> Anchor:
    """The date held by a fact of the case."""
    return Anchor(fact=fact.key)


@dataclass(frozen=True, slots=True)
class FromFact:
    """A length that an officer fixes in a paper within the law, e.g. 责令限期履行."""

    fact: Fact
    unit: Unit
    cite: Citation | None = None


@dataclass(frozen=True, slots=True)
class Until:
    """The due date itself is an answer, e.g. a period named in a notice."""

    fact: Fact


@dataclass(frozen=True, slots=True)
class Manual:
    """The law gives no number ("及时"): a named way for a person to fix the date, never a guess."""

    route: str
    cite: Citation


@dataclass(frozen=True, slots=True)
class ByAnswer:
    """A length that depends on the answer to a choice, e.g. 二年 or 五年 by kind of act."""

    fact: Fact
    cases: tuple[tuple[Json, Span], ...]


class Nature(StrEnum):
    """What a term is for the one it binds; pages and statistics tell them apart."""

    DUTY = "duty"
    """Must be done by then; lapsing is a failure."""
    RIGHT = "right"
    """May be done until then; lapsing ends the chance."""
    WAITING = "waiting"
    """Must have passed before what follows; lapsing is what is waited for."""


@dataclass(frozen=True, slots=True)
class Pause:
    """中止: the clock stands still while the case is in one of the stages."""

    at: tuple[Stage, ...]
    reason: str
    cite: Citation


@dataclass(frozen=True, slots=True)
class Excluded:
    """不计入: the time from one happening to another."""

    begins: Trigger
    ends: Trigger
    reason: str
    cite: Citation
    both_ends: bool = False


@dataclass(frozen=True, slots=True)
class ExcludedPeriod:
    """不计入: a period whose first and last day are answers of a step."""

    step: Step
    first: Fact
    end: Fact
    reason: str
    cite: Citation
    both_ends: bool = False


@dataclass(frozen=True, slots=True)
class Extendable:
    """延长: a step that lengthens the term, by `by` (a number fact) or by `most` itself.

    `most` is a unit alone where the law sets no ceiling ("合理期限"); `by` is then needed.
    `times`: how often; `in_all`: how much all extensions may come to together.
    """

    step: Step
    most: Span | Unit
    cite: Citation
    by: Fact | None = None
    times: int = 1
    in_all: Span | None = None


@dataclass(frozen=True, slots=True)
class Lapse:
    """What happens when the due date has passed.

    With `to` and no `found_by`: by law alone, on the due date. With `found_by`: only when an
    officer finds it by that step. `bars`: steps that are no longer open. A lapse with neither
    says in `title` that the law attaches no consequence to the case itself.
    """

    title: str
    cite: Citation
    to: Stage | None = None
    found_by: Step | None = None
    bars: tuple[Step, ...] = ()
    outcome: str | None = None


@dataclass(frozen=True, slots=True)
class Limit:
    """封顶: the date never goes beyond `span` counted from a date among the facts."""

    span: Span
    fact: Fact
    cite: Citation


@dataclass(frozen=True, slots=True)
class Doubt:
    """A reading that the text does not settle: both readings, and the one taken."""

    question: str
    taken: str
    other: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """One 期限 of the statute.

    `opens`: any of these starts a clock (a running clock of the same term is then restarted).
    `counts_from`: where the count starts, if not with the opening. `met_by`: steps or service of
    papers that fulfil it. `while_at`: leaving these stages makes it moot (empty: it outlives all
    stages but the final ones; `outlives`: also those). `per`: one clock for each answer to this
    fact (each thing seized, each recipient), so that a new one does not restart the others.
    `judged_by`: a date among the answers that counts instead of the step's day (期满前交邮).
    `carries`: terms whose excluded time the new clock takes over; they state the same pauses and
    exclusions in the same order.
    """

    key: str
    title: str
    cite: Citation
    span: Span | ByAnswer | FromFact | Until | Manual
    owed_by: Role
    opens: tuple[Trigger, ...]
    lapse: Lapse
    nature: Nature = Nature.DUTY
    per: Fact | None = None
    met_by: tuple[Step | Paper, ...] = ()
    counts_from: Anchor | None = None
    while_at: tuple[Stage, ...] = ()
    outlives: bool = False
    rollover: Rollover = Rollover.SILENT_STAYS
    rollover_cite: Citation | None = None
    pauses: tuple[Pause, ...] = ()
    excluded: tuple[Excluded | ExcludedPeriod, ...] = ()
    extendable: Extendable | None = None
    limit: Limit | None = None
    judged_by: Fact | None = None
    carries: tuple[str, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    unverified: str = ""
