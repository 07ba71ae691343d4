"""Numbers as statutes write them: 一百二十, 1260, １２."""

import re

_DIGITS = {c: n for n, c in enumerate("〇一二三四五六七八九")} | {"零": 0, "两": 2}
_UNITS = {"十": 10, "百": 100, "千": 1000}
_WORDS = "零一二三四五六七八九"
_SPOKEN = re.compile(r"[〇零一二三四五六七八九两十百千]+")

LARGEST = 9_999
"""No statute has ten thousand articles; the Civil Code has 1,260."""


def to_chinese(number: int) -> str:
    """Say a count the way statutes number articles: 10 is 十, 110 is 一百一十, 1001 is 一千零一.

    Raises ValueError outside 0..9999.
    """
    if not 0 <= number <= LARGEST:
        raise ValueError(f"expected 0..{LARGEST}, got {number}")
    return _said(number).removeprefix("一") if 10 <= number < 20 else _said(number) or "零"


def _said(number: int) -> str:
    """Say the filled places, with one 零 for a run of empty ones between two of them."""
    said = ""
    for power, unit in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // power % 10
        if digit:
            said += _WORDS[digit] + unit
        elif said and number % power and not said.endswith("零"):
            said += "零"
    return said


def from_chinese(text: str) -> int | None:
    """Read 一百二十, 二〇二六, 12 or １２; None when it is not a number.

    Digits in a row are read by place (二〇二六), as years are written.
    """
    if text.isdecimal():
        return int(text)
    if not _SPOKEN.fullmatch(text):
        return None
    if not any(c in _UNITS for c in text):
        return int("".join(str(_DIGITS[c]) for c in text))
    return _spoken(text)


def _spoken(text: str) -> int | None:
    """Add up 'digit unit' pairs; units must fall. A unit alone counts one (十二, 百二十)."""
    total, digit, last = 0, None, 10_000
    for char in text:
        if char in _UNITS:
            unit = _UNITS[char]
            if unit >= last:
                return None
            total, digit, last = total + (1 if digit is None else digit) * unit, None, unit
        elif _DIGITS[char] == 0:
            digit = None
        elif digit is not None:
            return None
        else:
            digit = _DIGITS[char]
    return total + (digit or 0)
