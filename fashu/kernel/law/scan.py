"""The words citations are made of, found in running text. `parse.py` gives them meaning."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import Enum, auto

from fashu.kernel.law.numerals import from_chinese

LEVELS = "条款项目"
_N = r"[〇零一二两三四五六七八九十百千\d]+"
_BY_NAME = "法典|法|条例|规定|办法|细则|解释|规则|决定|通则|准则|修正案"

_TOKEN = re.compile(
    rf"""
    (?P<TITLE>《(?:[^《》]|《[^《》]*》)+》)(?:[（(](?:以下简称(?P<short>[^（）()]+)|[^（）()]*)[）)])?
  | (?P<OWN>本(?:{_BY_NAME}))
  | (?P<SAME>[该同](?:{_BY_NAME}))
  | [本同该](?P<HERE>[{LEVELS}])
  | 前(?P<back>{_N})?(?P<BEFORE>[{LEVELS}])
  | (?P<NUMBER>(?P<marked>第\s*[（(]?|[（(])?\s*(?P<n>{_N})\s*[）)]?\s*
        (?P<level>[{LEVELS}])?(?:(?<=条)之(?P<inserted>{_N}))?)
  | (?P<FURTHER>之(?P<m>{_N}))
  | (?P<RANGE>至|到|—+|-|~|～)
  | (?P<JOIN>、|,|，|和|与|及|或者|或|以及)
  | (?P<SPACE>[\s的]+)
    """,
    re.VERBOSE,
)


class Word(Enum):
    """What a word of a citation does."""

    TITLE = auto()  # 《行政复议法》
    OWN = auto()  # 本法
    SAME = auto()  # 该法
    HERE = auto()  # 本条, 同条
    BEFORE = auto()  # 前款, 前两款
    NUMBER = auto()  # 第三十条, （二）项
    FURTHER = auto()  # 之二, after 第一百二十条之一至
    RANGE = auto()  # 至
    JOIN = auto()  # 、
    SPACE = auto()


@dataclass(frozen=True, slots=True)
class Token:
    """One word with its place in the text; `level` counts 条款项目 from 0, None if unsaid.

    `short` is the name that 以下简称 gives; `marked` is False for a number without 第 or （）.
    """

    word: Word
    start: int
    end: int
    text: str
    number: int = 0
    inserted: int = 0
    level: int | None = None
    short: str = ""
    marked: bool = True


_LOOSE = (Word.JOIN, Word.RANGE, Word.SPACE, Word.FURTHER)


def runs(text: str) -> Iterator[list[Token]]:
    """Words of citations that follow each other without other words between them."""
    run: list[Token] = []
    for token in _tokens(text):
        if run and token.start != run[-1].end:
            yield _settled(run)
            run = []
        if _belongs(token, run):
            run.append(token)
    yield _settled(run)


def _belongs(token: Token, run: list[Token]) -> bool:
    """Whether a word may stand here. 五项 is a count, unless it follows 第三条 or 第三、."""
    if not run:
        return token.word not in _LOOSE and token.marked
    if token.marked or token.word is not Word.NUMBER:
        return True
    earlier = next((t for t in reversed(run) if t.word is Word.NUMBER), None)
    return run[-1].word not in _LOOSE or (earlier is not None and earlier.level is None)


def _settled(run: list[Token]) -> list[Token]:
    """Give 三 in 第三、五条 the level said later; drop numbers that never get one."""
    settled: list[Token] = []
    level: int | None = None
    for token in reversed(run):
        if token.word is Word.NUMBER and token.level is None:
            if level is None or settled[-1].word not in (Word.JOIN, Word.RANGE):
                if settled:
                    break  # …解释（一）第四条: the number belongs to the title before
                continue
            token = replace(token, level=level)
        level = token.level if token.level is not None else level
        if settled or token.word not in _LOOSE or token.word is Word.FURTHER:
            settled.append(token)
    return settled[::-1]


def _tokens(text: str) -> Iterator[Token]:
    for match in _TOKEN.finditer(text):
        token = _token(match)
        if token:
            yield token


def _token(match: re.Match[str]) -> Token | None:
    """A match as a token; None for a number that only looks like one (十百)."""
    word = next(w for w in Word if match[w.name])
    said = match["n"] or match["m"] or match["back"] or "1"
    number, inserted = from_chinese(said), from_chinese(match["inserted"] or "0")
    if number is None or inserted is None:
        return None
    level = match["level"] or match["HERE"] or match["BEFORE"]
    return Token(
        word,
        match.start(),
        match.end(),
        match["TITLE"] or match[0],
        number,
        inserted,
        LEVELS.index(level) if level else None,
        (match["short"] or "").strip("《》“” "),
        word is not Word.NUMBER or bool(match["marked"]),
    )
