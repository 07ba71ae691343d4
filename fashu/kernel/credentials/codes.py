"""Codes that people copy by hand: drawn, printed in groups, kept as a digest."""

from hashlib import sha256
from secrets import choice

LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""Without what can be taken for something else on paper: 0 and O, 1 and I."""

LENGTH, GROUP = 16, 4


def draw() -> str:
    """A new code of eighty random bits, in groups of four."""
    letters = "".join(choice(LETTERS) for _ in range(LENGTH))
    return "-".join(letters[n : n + GROUP] for n in range(0, LENGTH, GROUP))


def digest(code: str) -> str:
    """Eighty random bits need no salt; case, spaces and dashes do not matter."""
    plain = "".join(letter for letter in code.upper() if letter in LETTERS)
    return sha256(plain.encode()).hexdigest()
