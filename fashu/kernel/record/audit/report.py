"""What an audit found: damages that name their place, and counts that are no damage."""

from collections import Counter
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any

LISTED = 1_000
"""Damages kept in full; beyond that they are only counted, so that memory stays flat."""


class Kind(StrEnum):
    """What is wrong."""

    ALTERED = "altered"
    MISSING = "missing"
    ORDER = "order"
    CHAIN = "chain"
    COLUMN = "column"
    PAYLOAD = "payload"
    ENTRY = "entry"
    TILE = "tile"
    CHECKPOINT = "checkpoint"
    WITNESS = "witness"
    REPLAY = "replay"


@dataclass(frozen=True, slots=True, kw_only=True)
class Damage:
    """One contradiction, in words, with the place where it lies as far as that is known."""

    kind: Kind
    words: str
    event_id: int | None = None
    case_id: int | None = None
    seq: int | None = None
    leaf_index: int | None = None
    roll_id: int | None = None
    reading_id: int | None = None

    def __str__(self) -> str:
        place = (
            ("事件", self.event_id),
            ("案件", self.case_id),
            ("序号", self.seq),
            ("日志序号", self.leaf_index),
            ("批", self.roll_id),
            ("查阅记录", self.reading_id),
        )
        known = "，".join(f"{name} {value}" for name, value in place if value is not None)
        return f"{known}：{self.words}" if known else self.words


@dataclass(slots=True)
class Report:
    """The outcome of an audit."""

    events: int = 0
    entries: int = 0
    checkpoints: int = 0
    cosigned: int = 0
    erased: int = 0
    waiting: int = 0
    rolls: int = 0
    readings: int = 0
    unrolled: int = 0
    damages: list[Damage] = field(default_factory=list)
    total: Counter[Kind] = field(default_factory=Counter)

    @property
    def holds(self) -> bool:
        """Whether nothing was found."""
        return not self.total

    def add(self, damage: Damage) -> None:
        """Note a damage."""
        self.total[damage.kind] += 1
        if len(self.damages) < LISTED:
            self.damages.append(damage)

    def to_json(self) -> dict[str, Any]:
        """Plain data, for `--json`."""
        counts = (
            *("events", "entries", "checkpoints", "cosigned", "erased", "waiting"),
            *("rolls", "readings", "unrolled"),
        )
        return {
            "holds": self.holds,
            **{name: getattr(self, name) for name in counts},
            "total": {kind.value: number for kind, number in sorted(self.total.items())},
            "damages": [
                {key: value for key, value in asdict(damage).items() if value is not None}
                for damage in self.damages
            ],
        }
