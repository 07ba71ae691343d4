"""Reading citations out of text, in every usual way of writing them.

`parse_citation` reads the one place a person typed; `find_citations` finds all places in
running text. Words that point without naming (前款, 同条, 本法) need to know where they
stand: `here` is the place that holds the text, `law` the law it belongs to.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass

from fashu.kernel.law.citation import Citation, Law
from fashu.kernel.law.scan import LEVELS, Token, Word, runs
from fashu.kernel.law.titles import law_named, title_key

_LEAD = re.compile(r"^(?:依照|依据|根据|按照|违反|参照|适用|见)+")
_PLACE = re.compile(r"第\s*[（(]?\s*[〇零一二三四五六七八九十百千\d]|\d+\s*条|[本同该前][条款项目]")
_BETWEEN = re.compile(r"[、,，和与及或以至到\s。；;的之]|规定")
_NAME_END = re.compile(r"(?:法|条例|规定|办法|解释|规则|细则|决定|修正案)$")
_LONGEST_TITLE = 60


class CitationError(ValueError):
    """The text is not a citation; the message says in Chinese what is missing."""


@dataclass(frozen=True, slots=True)
class Mention:
    """Where a text cites (`start` to `end`, in characters) and what it cites.

    `citations` is empty when the words point to something the text alone does not tell;
    `problem` then says what.
    """

    start: int
    end: int
    citations: tuple[Citation, ...]
    problem: str = ""


def parse_citation(text: str, *, law: Law | None = None, here: Citation | None = None) -> Citation:
    """Read exactly one citation, e.g. 行政复议法第30条第3款.

    Raises CitationError when there is none, or more than one.
    """
    citations = parse_citations(text, law=law, here=here)
    if len(citations) != 1:
        raise CitationError(f"“{text}”引用了{len(citations)}处条文，请一次只写一处。")
    return citations[0]


def parse_citations(
    text: str, *, law: Law | None = None, here: Citation | None = None
) -> tuple[Citation, ...]:
    """Read a text that is nothing but citations; ranges and lists come out one by one.

    Raises CitationError when it names no law or no article, or holds anything else.
    """
    title, places = _split_title(text.strip())
    mentions = find_citations(places, law=law_named(title) if title else law, here=here)
    if not mentions:
        raise CitationError(f"“{text}”没有写明条文，请写成“行政复议法第三十条第三款”的样子。")
    for mention in mentions:
        if mention.problem:
            raise CitationError(f"“{text}”无法识别：{mention.problem}")
    if unread := _unread(places, mentions):
        raise CitationError(f"“{text}”里“{unread}”不是引用的写法。")
    return tuple(c for mention in mentions for c in mention.citations)


def find_citations(
    text: str,
    *,
    law: Law | None = None,
    here: Citation | None = None,
    titles: Collection[str] = (),
) -> tuple[Mention, ...]:
    """Find every citation in running text, left to right.

    `titles` are titles that may stand without 《》, such as 刑法 in “依照刑法第九十三条”.
    """
    reader = _Reader(text, law or (here.law if here else None), here, titles)
    return tuple(m for run in runs(text) if run and (m := reader.read(run)))


def _split_title(text: str) -> tuple[str, str]:
    """Split 行政复议法30条 into the bare title, which may hold another's 《》, and the place."""
    found = _PLACE.search(text)
    head = _LEAD.sub("", text[: found.start()]).strip() if found else ""
    if not found or not head or head.startswith("《") or head.endswith("》"):
        return "", text
    place = text[found.start() :]
    return head, place if place[0] in "第前本同该" else f"第{place}"


def _unread(text: str, mentions: tuple[Mention, ...]) -> str:
    """What is left of a text without its citations and the words between them."""
    left, end = "", 0
    for mention in mentions:
        left, end = left + text[end : mention.start], mention.end
    return _BETWEEN.sub("", _LEAD.sub("", left + text[end:]))


class _Unresolved(Exception):
    """A pointer that this text alone does not resolve; the message says why."""


class _Reader:
    """Reads runs of words in order, remembering what 该法 and 同条 point back to."""

    def __init__(
        self, text: str, own: Law | None, here: Citation | None, titles: Collection[str]
    ) -> None:
        self._text, self._own, self._here = text, own, here
        self._named = {title_key(t): law_named(t) for t in titles}
        self._last_law, self._last = own, here

    def read(self, run: list[Token]) -> Mention | None:
        """The mention a run makes; None when it names a law but no place."""
        start, end = run[0].start, run[-1].end
        try:
            law, start = self._bare_law(run[0])
            citations = self._places(run, law)
        except _Unresolved as problem:
            return Mention(start, end, (), str(problem))
        return Mention(start, end, citations) if citations else None

    def _bare_law(self, first: Token) -> tuple[Law | None, int]:
        """The law a known title right before the place names, and where that title starts."""
        before = self._text[max(0, first.start - _LONGEST_TITLE) : first.start]
        if first.word is not Word.NUMBER or first.level != 0 or not before:
            return self._own, first.start
        for length in range(len(before), 0, -1):
            law = self._named.get(title_key(before[-length:]))
            if law and not before[-length].isspace():
                return law, first.start - length
        if _NAME_END.search(before):
            raise _Unresolved(f"不认识“{before[-12:]}”是哪一部法")
        return self._own, first.start

    def _places(self, run: list[Token], law: Law | None) -> tuple[Citation, ...]:
        done: list[Citation] = []
        base: Citation | None = None  # what a number after 、 or 至 shares its larger parts with
        current: Citation | None = None  # the place being read, still without smaller parts
        ranged = False
        for token in run:
            if token.word is Word.SPACE:
                continue
            if token.word in (Word.NUMBER, Word.FURTHER):
                if current and token.level is not None and _depth(current) < token.level:
                    current = _part(current, token.level, token.number)
                    continue
                base = current or base
                done.extend([current] if current else [])
                current = self._numbered(token, law, base)
                done.extend(_between(base, current) if ranged and base else ())
            else:
                done.extend([current] if current else [])
                base, current = current or base, None
                if token.word in (Word.TITLE, Word.OWN, Word.SAME):
                    law, base = self._named_law(token), None
                elif token.word in (Word.HERE, Word.BEFORE):
                    self._last = base or self._last
                    *earlier, current = self._pointed(token)
                    done.extend(earlier)
            ranged = token.word is Word.RANGE
        done.extend([current] if current else [])
        self._last, self._last_law = (done[-1], done[-1].law) if done else (self._last, law)
        return tuple(done)

    def _named_law(self, token: Token) -> Law | None:
        if token.word is Word.OWN:
            return self._own
        if token.word is Word.SAME:
            return self._last_law
        law = law_named(token.text)
        if token.short:
            self._named[title_key(token.short)] = law
        return self._named.get(title_key(token.text), law)

    def _numbered(self, token: Token, law: Law | None, base: Citation | None) -> Citation:
        """The place a number names when it does not deepen the one before."""
        if token.word is Word.FURTHER:
            if base is None:
                raise _Unresolved("“之几”前面没有条")
            return Citation(base.law, base.article, token.number)
        if token.level == 0:
            if law is None:
                raise _Unresolved("没有写明是哪一部法")
            return Citation(law, token.number, token.inserted)
        anchor = base or (self._here if law == self._own else None)
        if anchor is None:
            raise _Unresolved(f"“{token.text}”前面没有写明第几条")
        return _part(anchor, token.level or 0, token.number)

    def _pointed(self, token: Token) -> list[Citation]:
        """What 本条, 同条, 前款 or 前两款 point to, in order."""
        anchor = self._last if token.text.startswith("同") else self._here
        if anchor is None or token.level is None:
            raise _Unresolved(f"不知道“{token.text}”是从哪一条说起的")
        if _parts(anchor)[token.level] is None:
            raise _Unresolved(f"不知道“{token.text}”是从哪一{LEVELS[token.level]}说起的")
        back = range(token.number, 0, -1) if token.word is Word.BEFORE else [0]
        return [_earlier(anchor, token, steps) for steps in back]


def _parts(place: Citation) -> list[int | None]:
    return [place.article, place.paragraph, place.item, place.point]


def _depth(place: Citation) -> int:
    """How deep a place goes: 0 for 条, 3 for 目."""
    return max(level for level, part in enumerate(_parts(place)) if part is not None)


def _part(place: Citation, level: int, number: int) -> Citation:
    """The 条、款、项 or 目 `number` of what holds `place` at that level."""
    if level == 0:
        return Citation(place.law, number)
    paragraph, item, point = [*_parts(place)[1:level], number, None, None][:3]
    return Citation(place.law, place.article, place.inserted, paragraph, item, point)


def _earlier(place: Citation, token: Token, steps: int) -> Citation:
    """The sibling `steps` before a place; 前条 before 之二 is 之一."""
    level = token.level or 0
    if level == 0 and place.inserted >= steps:
        return Citation(place.law, place.article, place.inserted - steps)
    number = (_parts(place)[level] or 0) - steps
    if number < 1:
        raise _Unresolved(f"“{token.text}”之前没有{LEVELS[level]}")
    return _part(place, level, number)


def _between(first: Citation, last: Citation) -> list[Citation]:
    """What lies between the ends of a range: 之几 when they share the article, else numbers."""
    level = _depth(last)
    if level == 0 and first.article == last.article:
        inserted = range(first.inserted + 1, last.inserted)
        if last.inserted > first.inserted:
            return [Citation(last.law, last.article, n) for n in inserted]
    low, high = _parts(first)[level] or 0, _parts(last)[level] or 0
    if high <= low:
        raise _Unresolved("范围的终点不在起点之后")
    return [_part(last, level, n) for n in range(low + 1, high)]
