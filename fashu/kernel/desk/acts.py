"""What colleagues do with an errand (内部事项): the values that `flow.advance` folds. Pure.

A person is the number of his account. `by` is the person in whose place something is done; a
delegate who does it for him (委托) is known to the shell that keeps the events, not here.
"""

from dataclasses import asdict, dataclass
from datetime import date
from enum import StrEnum
from typing import Any


class Mode(StrEnum):
    """How the persons of a leg answer. `IN_TURN` becomes one place for each of them."""

    ALL = "all"
    ANY = "any"
    IN_TURN = "in_turn"

    @property
    def label(self) -> str:
        """In Chinese."""
        return {"all": "会签", "any": "或签", "in_turn": "依次"}[self.value]


class Verdict(StrEnum):
    """What somebody answers. Sending back is no answer but an act of its own."""

    AGREED = "agreed"
    OBJECTED = "objected"

    @property
    def label(self) -> str:
        """In Chinese."""
        return "同意" if self is Verdict.AGREED else "不同意"


class Where(StrEnum):
    """Where somebody is asked in addition (加签)."""

    BEFORE = "before"
    WITH = "with"
    AFTER = "after"

    @property
    def label(self) -> str:
        """In Chinese."""
        return {"before": "前加签", "with": "并加签", "after": "后加签"}[self.value]


@dataclass(frozen=True, slots=True)
class Leg:
    """A part of the way: who is asked, how they answer, and in how many working days."""

    mode: Mode
    persons: tuple[int, ...]
    days: int | None = None


@dataclass(frozen=True, slots=True)
class Started:
    """发起: somebody asks colleagues along a way."""

    by: int
    on: date
    legs: tuple[Leg, ...]


@dataclass(frozen=True, slots=True)
class Answered:
    """办理: agreeing or objecting; of the initiator, passing it on again after a return."""

    by: int
    on: date
    verdict: Verdict = Verdict.AGREED


@dataclass(frozen=True, slots=True)
class HandedOn:
    """转办: a colleague takes the place of somebody for good."""

    by: int
    on: date
    to: int


@dataclass(frozen=True, slots=True)
class Returned:
    """退回: back to a place (`to`; None is the former one, 0 the initiator).

    `only`: of a 会签, these alone answer anew. `straight`: who finishes it there gives it back
    to whoever returned it, without the places between.
    """

    by: int
    on: date
    to: int | None = None
    only: tuple[int, ...] = ()
    straight: bool = False


@dataclass(frozen=True, slots=True)
class Added:
    """加签: others are asked before, with or after the one who adds them."""

    by: int
    on: date
    persons: tuple[int, ...]
    where: Where
    mode: Mode = Mode.ALL
    days: int | None = None


@dataclass(frozen=True, slots=True)
class Removed:
    """减签: somebody who has not answered is asked no more at a place."""

    by: int
    on: date
    place: int
    person: int


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """撤回: one's last act is taken back, before anybody else has acted."""

    by: int
    on: date


@dataclass(frozen=True, slots=True)
class Urged:
    """催办: somebody who holds it is reminded."""

    by: int
    on: date
    person: int


@dataclass(frozen=True, slots=True)
class Copied:
    """抄送: others are told; nothing is asked of them."""

    by: int
    on: date
    persons: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Ended:
    """终止: the initiator asks no more."""

    by: int
    on: date


Act = (
    Started | Answered | HandedOn | Returned | Added | Removed | Withdrawn | Urged | Copied | Ended
)

KINDS: dict[str, type[Act]] = {
    "started": Started,
    "answered": Answered,
    "handed_on": HandedOn,
    "returned": Returned,
    "added": Added,
    "removed": Removed,
    "withdrawn": Withdrawn,
    "urged": Urged,
    "copied": Copied,
    "ended": Ended,
}
"""The name under which each kind of act is kept."""

LABELS = {
    "started": "发起",
    "answered": "办理",
    "handed_on": "转办",
    "returned": "退回",
    "added": "加签",
    "removed": "减签",
    "withdrawn": "撤回",
    "urged": "催办",
    "copied": "抄送",
    "ended": "终止",
}
"""What people call it."""


def kind_of(act: Act) -> str:
    """The name under which an act is kept."""
    return next(name for name, kind in KINDS.items() if type(act) is kind)


def act_to_json(act: Act) -> dict[str, Any]:
    """Plain JSON data of an act, lossless but for its kind."""
    return {**asdict(act), "on": act.on.isoformat()}


def act_from_json(kind: str, data: dict[str, Any]) -> Act:
    """The inverse of `act_to_json`. Raises KeyError, TypeError or ValueError on anything else."""
    shaped = {key: _SHAPES.get(key, _same)(value) for key, value in data.items()}
    return KINDS[kind](**shaped)


def _legs(data: list[dict[str, Any]]) -> tuple[Leg, ...]:
    return tuple(Leg(Mode(leg["mode"]), tuple(leg["persons"]), leg["days"]) for leg in data)


def _same(value: Any) -> Any:
    return value


_SHAPES: dict[str, Any] = {
    "on": date.fromisoformat,
    "legs": _legs,
    "verdict": Verdict,
    "where": Where,
    "mode": Mode,
    "persons": tuple,
    "only": tuple,
}
