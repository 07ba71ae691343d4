"""From the lines of a statute to its tree of divisions and articles, mending what is damaged.

Every line lands somewhere in the tree. Mended places and gaps that stay are told.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from fashu.kernel.law.numerals import from_chinese, to_chinese
from fashu.kernel.law.provision import DIVISIONS, LEAVES, Kind, Provision

_N = r"[〇○零一二三四五六七八九十百千\d]"
_HEAD = re.compile(
    rf"[第笫]\s*(?P<n>{_N}(?:[\s－\-—―]*{_N})*[－\-—―]?)\s*(?P<kind>分编|编|章|节|条)"
    rf"(?:\s*之\s*(?P<inserted>[一二三四五六七八九十]+))?(?P<gap>[\s：:]*)"
)
_REGULAR = re.compile(rf"第{_N}+条(?:之[一二三四五六七八九十]+)?[\s：:]")
_NUMBERED = re.compile(r"(?P<n>[一二三四五六七八九十]+)、\s*")
_ARABIC = re.compile(r"(?P<n>\d{1,3})\s*[.．、]\s*(?!\d)")
_ANNEX = re.compile(r"附\s*[件录表图]|附\s*[：:一二三四五六七八九十]?$|附[：:]")
_SENTENCE_END = re.compile(r"[。；：！？”）)〕》.;:\"|＝=]$|[＝=×]")
_LONGEST_HEADING = 40
_LARGER = {Kind.PART: 1, Kind.SUBPART: 2, Kind.CHAPTER: 3, Kind.SECTION: 4}
_KINDS = {"编": Kind.PART, "分编": Kind.SUBPART, "章": Kind.CHAPTER, "节": Kind.SECTION}


@dataclass(slots=True)
class Block:
    """A heading, an article or a clause with the lines that belong to it."""

    kind: Kind
    number: int = 0
    inserted: int = 0
    lines: list[str] = field(default_factory=list)
    rank: int = 9


@dataclass(frozen=True, slots=True)
class Body:
    """The tree, and in Chinese words what had to be mended and which articles are missing."""

    parts: tuple[Provision, ...]
    mended: tuple[str, ...]
    missing: tuple[str, ...]


def read_body(lines: tuple[str, ...], *, amending: bool = False) -> Body:
    """Read the lines of a body.

    In an `amending` text only heads in sequence are articles: others are the words of the law
    it changes.
    """
    mended: list[str] = []
    blocks = _blocks(lines, amending, mended)
    if not any(b.kind is Kind.ARTICLE for b in blocks):
        blocks = _clauses(blocks)
    blocks = _mend(blocks, mended)
    return Body(_tree(blocks), tuple(mended), tuple(_gaps(blocks)))


# -- lines to blocks ---------------------------------------------------------------------


def _blocks(lines: tuple[str, ...], amending: bool, notes: list[str]) -> list[Block]:
    blocks: list[Block] = []
    last = (0, 0)
    for at, line in enumerate(lines):
        block = _head(line, last, amending) or _annex(lines, at, last)
        if block is None and _is_heading(lines, at, blocks):
            if blocks[-1].kind in DIVISIONS:
                blocks[-1].lines.append(line)
                continue
            block = Block(Kind.HEADING, lines=[line], rank=_LARGER[Kind.CHAPTER])
            notes.append(f"标题“{line}”没有编章节号")
        if block is None:
            _append(blocks, line)
            continue
        if block.kind is Kind.ARTICLE:
            last = (block.number, block.inserted)
            notes += [] if _REGULAR.match(line) else [f"“{line[:8]}……”条首有误，已更正"]
        blocks.append(block)
    return blocks


def _append(blocks: list[Block], line: str) -> None:
    """A plain line belongs to the article before it; under a heading it opens a preamble."""
    if not blocks or blocks[-1].kind not in LEAVES:
        blocks.append(Block(Kind.PREAMBLE))
    blocks[-1].lines.append(line)


def _head(line: str, last: tuple[int, int], amending: bool) -> Block | None:
    """The division or article a line opens, if it opens one."""
    marks = len(line) - len(line.lstrip("#"))
    text = line[marks:].strip()
    match = _HEAD.match(text)
    number = _head_number(match["n"]) if match else None
    if match is None or number is None:
        return _plain_heading(marks, text) if marks else None
    inserted = from_chinese(match["inserted"] or "0") or 0
    rest = text[match.end() :]
    if match["kind"] != "条":
        kind = _KINDS[match["kind"]]
        is_heading = marks or (match["gap"] and not _SENTENCE_END.search(rest))
        return Block(kind, number, inserted, [rest], _LARGER[kind]) if is_heading else None
    fits = _follows((number, inserted), last) or last == (0, 0)
    if _follows((number, inserted), last) or (match["gap"] and (fits or not amending)):
        return Block(Kind.ARTICLE, number, inserted, [rest] if rest else [])
    return None


def _head_number(said: str) -> int | None:
    """第三十－条 and 第十 五条 are misprints of 第三十一条 and 第十五条."""
    return from_chinese(re.sub(r"[－\-—―]", "一", re.sub(r"\s", "", said)).replace("○", "〇"))


def _follows(number: tuple[int, int], last: tuple[int, int]) -> bool:
    return number in ((last[0] + 1, 0), (last[0], last[1] + 1))


def _plain_heading(marks: int, text: str) -> Block:
    """A heading that is none of 编章节条: 附则, 附件一, 一、管辖."""
    if _ANNEX.match(text):
        return Block(Kind.ANNEX, lines=[text], rank=0)
    match = _NUMBERED.match(text)
    number = from_chinese(match["n"]) if match else None
    text = text[match.end() :] if match and number else text
    return Block(Kind.HEADING, number or 0, 0, [text], max(marks + 1, 3))


def _annex(lines: tuple[str, ...], at: int, last: tuple[int, int]) -> Block | None:
    """附件 after the last article opens an annex; before it, it is only a sentence."""
    line = lines[at]
    if not _ANNEX.match(line) or len(line) > _LONGEST_HEADING or line.endswith("。"):
        return None
    heads = (_HEAD.match(text) for text in lines[at + 1 :])
    following = next((m for m in heads if m and m["kind"] == "条"), None)
    if following and _head_number(following["n"]) == last[0] + 1:
        return None
    return Block(Kind.ANNEX, lines=[line], rank=0)


def _is_heading(lines: tuple[str, ...], at: int, blocks: list[Block]) -> bool:
    """A short line without an end, right before an article: a heading that lost its number."""
    line = lines[at]
    if not blocks or len(line) > _LONGEST_HEADING or _SENTENCE_END.search(line):
        return False
    if blocks[-1].kind not in DIVISIONS and blocks[-1].kind is not Kind.ARTICLE:
        return False
    following = _HEAD.match(lines[at + 1]) if at + 1 < len(lines) else None
    if following is not None and following["kind"] == "条" and bool(following["gap"]):
        return not (blocks[-1].kind is Kind.ARTICLE and not blocks[-1].lines)
    return False


# -- clauses of texts without articles ------------------------------------------------------


def _clauses(blocks: list[Block]) -> list[Block]:
    """Texts without 第…条 are divided by 一、 or, under such headings, by 1. 2. 3."""
    lines = [line for b in blocks if b.kind not in DIVISIONS for line in b.lines]
    numbers = [_clause_number(_ARABIC, line) for line in lines]
    arabic = [n for n in numbers if n]
    pattern = _ARABIC if arabic == list(range(1, len(arabic) + 1)) and len(arabic) > 2 else None
    return [new for b in blocks for new in _divided(b, pattern or _NUMBERED)]


def _clause_number(pattern: re.Pattern[str], line: str) -> int | None:
    match = pattern.match(line)
    return from_chinese(match["n"]) if match else None


def _divided(block: Block, pattern: re.Pattern[str]) -> list[Block]:
    if block.kind in DIVISIONS:
        return [block]
    divided: list[Block] = []
    for line in block.lines:
        match = pattern.match(line)
        number = _clause_number(pattern, line)
        if match and number:
            divided.append(Block(Kind.CLAUSE, number, lines=[line[match.end() :]]))
        elif divided:
            divided[-1].lines.append(line)
        else:
            divided.append(Block(block.kind, lines=[line]))
    return divided


# -- mending ----------------------------------------------------------------------------------


def _mend(blocks: list[Block], notes: list[str]) -> list[Block]:
    """Where numbers jump, look for the missing heads inside the lines before the jump."""
    mended: list[Block] = []
    for block in blocks:
        article = _last_article(mended)
        if block.kind is Kind.ARTICLE and article and not block.inserted:
            while article.number + 1 < block.number:
                found = _split(article, article.number + 1)
                if found is None:
                    break
                notes.append(f"第{to_chinese(found.number)}条与前文连在一起，已分开")
                mended.insert(mended.index(article) + 1, found)
                article = found
        mended.append(block)
    return _mend_tail(mended, notes)


def _mend_tail(blocks: list[Block], notes: list[str]) -> list[Block]:
    """Articles run together after the last head: only where a full stop comes before."""
    article = _last_article(blocks)
    while article and (found := _split(article, article.number + 1, strict=True)):
        notes.append(f"第{to_chinese(found.number)}条与前文连在一起，已分开")
        blocks.insert(blocks.index(article) + 1, found)
        article = found
    return blocks


def _last_article(blocks: list[Block]) -> Block | None:
    return next((b for b in reversed(blocks) if b.kind is Kind.ARTICLE), None)


def _split(article: Block, number: int, *, strict: bool = False) -> Block | None:
    """Cut `article` where the head of `number` stands inside its lines."""
    said = rf"第{to_chinese(number)}\s*条"
    pattern = rf"(?:^|(?<=[。；：”）])\s*){said}\s+" if strict else rf"{said}(?![的、和至第之规])"
    head = re.compile(pattern)
    for at, line in enumerate(article.lines):
        match = head.search(line)
        if match:
            rest = [line[match.end() :].strip(), *article.lines[at + 1 :]]
            article.lines[at:] = [line[: match.start()].rstrip()] if match.start() else []
            return Block(Kind.ARTICLE, number, 0, [text for text in rest if text])
    return None


def _gaps(blocks: Iterable[Block]) -> list[str]:
    """What is missing in the sequence of articles of the main text."""
    missing: list[str] = []
    last = 0
    for block in blocks:
        if block.kind is Kind.ANNEX:
            break
        if block.kind is Kind.ARTICLE:
            if last and block.number > last + 1:
                missing.append(_missing(last + 1, block.number - 1))
            last = block.number
    return missing


def _missing(first: int, last: int) -> str:
    if first == last:
        return f"缺第{to_chinese(first)}条"
    return f"缺第{to_chinese(first)}条至第{to_chinese(last)}条"


# -- blocks to tree ---------------------------------------------------------------------------


def _tree(blocks: list[Block]) -> tuple[Provision, ...]:
    """Put every block under the nearest larger division before it."""
    parts, rest = _children(blocks, 0, -1)
    assert rest == len(blocks)
    return parts


def _children(blocks: list[Block], at: int, rank: int) -> tuple[tuple[Provision, ...], int]:
    """The parts from `at` on that are smaller than `rank`, and where the next larger begins."""
    parts: list[Provision] = []
    while at < len(blocks) and blocks[at].rank > rank:
        block = blocks[at]
        part = Provision(block.kind, block.number, block.inserted, _text(block))
        at += 1
        if block.kind in DIVISIONS:
            children, at = _children(blocks, at, block.rank)
            part = replace(part, children=children)
        parts.append(part)
    return tuple(parts), at


def _text(block: Block) -> str:
    return (" " if block.kind in DIVISIONS else "\n").join(line for line in block.lines if line)
