"""Numbers that forms send back: whatever nobody could have been given is no number."""

LONGEST = 18
"""Digits that the database's numbers have at most."""


def small_number(text: str, otherwise: int = 0) -> int:
    """The number in a field, or `otherwise`."""
    return int(text) if text.isdecimal() and len(text) <= LONGEST else otherwise
