"""The typefaces of papers. What they cannot print is refused, never a blank box."""

import unicodedata
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from fontTools.ttLib import TTFont

from fashu.kernel.procedure.refusal import refuse

FONTS = Path(__file__).parent / "fonts"

FANG, KAI, HEI, TITLE, SONG = "fang", "kai", "hei", "title", "song"
"""仿宋 for the text, 楷体 and 黑体 for headings, 小标宋 for titles, 宋体 for digits and 生僻字."""

SPACES = frozenset(" \u3000\n")


def path_of(face: str) -> Path:
    """The file of a typeface."""
    return FONTS / f"{face}.otf"


@cache
def covered(face: str) -> frozenset[int]:
    """The code points that a typeface can print."""
    with TTFont(path_of(face), lazy=True) as font:
        return frozenset(font.getBestCmap())


def unprintable(texts: Iterable[str]) -> list[str]:
    """The characters that no face of ours has, or that are no letters at all, each once."""
    known = covered(FANG) | covered(SONG)
    used = dict.fromkeys(letter for text in texts for letter in text)
    return [x for x in used if x not in SPACES and (_is_control(x) or ord(x) not in known)]


def refuse_unprintable(texts: Iterable[str]) -> None:
    """Raise Refused, naming each character that could not be printed."""
    missing = unprintable(texts)
    if missing:
        named = "、".join(_named(letter) for letter in missing[:10])
        raise refuse(
            f"字库中没有下列字符，印出来会缺字：{named}",
            remedy="生僻字请核对身份证件后改用规范写法，或者请管理员补充字库；表情和控制字符请删去",
        )


def _is_control(letter: str) -> bool:
    """Whether it steers the text instead of being seen in it, or is nobody's (private use)."""
    return unicodedata.category(letter) in ("Cc", "Cf", "Co", "Cs", "Cn", "Zl", "Zp")


def _named(letter: str) -> str:
    shown = letter if unicodedata.category(letter)[0] in "LMNPS" else ""
    return f"{shown}（U+{ord(letter):04X}）"
