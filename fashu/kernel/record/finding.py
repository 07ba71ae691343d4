"""What a check of an exported case says: one statement, and how it stands."""

from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    """How a statement stands."""

    HOLDS = "holds"
    FAILS = "fails"
    OPEN = "open"


MARKS = {Level.HOLDS: "✓", Level.FAILS: "✗", Level.OPEN: "·"}


@dataclass(frozen=True, slots=True)
class Finding:
    """One statement about the bundle."""

    level: Level
    words: str

    def __str__(self) -> str:
        return f"{MARKS[self.level]} {self.words}"


def holds(words: str) -> Finding:
    """Checked, and so it is."""
    return Finding(Level.HOLDS, words)


def fails(words: str) -> Finding:
    """Checked, and not so."""
    return Finding(Level.FAILS, words)


def unsettled(words: str) -> Finding:
    """Not checked, or not provable; the words say what remains for people to do."""
    return Finding(Level.OPEN, words)
