"""What forms of the desk send, read into values: anything unreadable is nothing."""

from collections.abc import Iterable
from datetime import date
from enum import StrEnum
from typing import TypeVar

from fashu.kernel.desk.acts import Leg, Mode

E = TypeVar("E", bound=StrEnum)

LONGEST_NUMBER = 18
"""How many digits a number may have and still fit a bigint."""


def number_of(text: str) -> int:
    """A number; 0 for anything else."""
    fits = text.isascii() and text.isdecimal() and len(text) <= LONGEST_NUMBER
    return int(text) if fits else 0


def numbers_of(texts: Iterable[str]) -> tuple[int, ...]:
    """Several numbers, without what is none."""
    return tuple(n for n in map(number_of, texts) if n)


def days_of(text: str) -> int | None:
    """An internal limit in working days; None where none is set."""
    return number_of(text) or None if text.strip() else None


def day_of(text: str) -> date | None:
    """A day; None for anything else."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def one_of(kind: type[E], text: str, default: E) -> E:
    """The member of an enumeration with this value; the default for anything else."""
    return next((member for member in kind if member.value == text), default)


def leg_of(mode: str, persons: Iterable[str], days: str) -> Leg | None:
    """A part of the way; None where nobody is chosen."""
    chosen = numbers_of(persons)
    return Leg(one_of(Mode, mode, Mode.ALL), chosen, days_of(days)) if chosen else None
