"""What an article is made of: 款、项、目, read from its lines.

《立法法》第六十五条第二款：“款不编序号，项的序号用中文数字加括号依次表述，目的序号用阿拉伯数字依次
表述。” So a line without a number begins a 款. Older texts number 项 一、 and are read alike.
"""

import re
from dataclasses import replace

from fashu.kernel.law.numerals import from_chinese
from fashu.kernel.law.provision import Kind, Provision

_ITEM = re.compile(
    r"[(（]+\s*(?P<a>[〇零一二三四五六七八九十百]+)\s*[)）]\s*|(?P<b>[一二三四五六七八九十]+)、\s*"
)
_POINT = re.compile(r"[(（](?P<a>\d+)[)）]\s*|(?P<b>\d{1,2})\s*[.．、]\s*(?!\d)|(?P<c>[①-⑳⒈-⒛])\s*")
_CIRCLED = {chr(0x2460 + n): n + 1 for n in range(20)} | {chr(0x2488 + n): n + 1 for n in range(20)}
_UNFINISHED = ("，", "、", ",")


def paragraphs(text: str) -> tuple[Provision, ...]:
    """Read the lines of an article into its 款, each with its 项, each with its 目."""
    found: list[Provision] = []
    for line in text.split("\n"):
        part = _read(line)
        if part.kind is Kind.PARAGRAPH and found and _continues(found[-1], line):
            found[-1] = replace(found[-1], text=f"{found[-1].text}\n{line}")
        elif part.kind is Kind.PARAGRAPH or not found:
            found.append(_numbered(part, len(found)))
        else:
            found[-1] = _with(found[-1], part)
    return tuple(found)


def find_part(
    article: Provision, paragraph: int | None, item: int | None, point: int | None
) -> tuple[Provision, ...]:
    """The way down from an article to the part a citation names; empty when it is not there.

    Without a 款 named, 项 are looked for in the only 款 that has that number; an article in
    which two 款 have it answers nothing.
    """
    way: tuple[Provision, ...] = ()
    level = paragraphs(article.text)
    if paragraph is not None:
        way = tuple(p for p in level if p.number == paragraph)[:1]
        if not way:
            return ()
        level = way[0].children
    elif item is not None or point is not None:
        level = tuple(child for p in level for child in p.children)
    for kind, number in ((Kind.ITEM, item), (Kind.POINT, point)):
        if number is not None:
            fitting = [p for p in level if p.kind is kind and p.number == number]
            if len(fitting) != 1:
                return ()
            way, level = (*way, fitting[0]), fitting[0].children
    return way


def _read(line: str) -> Provision:
    for kind, pattern in ((Kind.ITEM, _ITEM), (Kind.POINT, _POINT)):
        match = pattern.match(line)
        number = _number(match) if match else None
        if match and number:
            return Provision(kind, number, text=line[match.end() :])
    return Provision(Kind.PARAGRAPH, text=line)


def _number(match: re.Match[str]) -> int | None:
    said = next(group for group in match.groups() if group)
    return _CIRCLED.get(said) or from_chinese(said)


def _numbered(part: Provision, before: int) -> Provision:
    """A 款 takes its number from its place; an article that opens with an item has no words."""
    if part.kind is Kind.PARAGRAPH:
        return replace(part, number=before + 1)
    return Provision(Kind.PARAGRAPH, before + 1, children=(part,))


def _continues(paragraph: Provision, line: str) -> bool:
    """Whether a line only carries on the broken line or the table before it."""
    if paragraph.children:
        return False
    return paragraph.text.endswith(_UNFINISHED) or (line.startswith("|") and "|" in paragraph.text)


def _with(paragraph: Provision, part: Provision) -> Provision:
    """The 款 with one more part: a 目 goes into the last 项 if there is one."""
    last = paragraph.children[-1] if paragraph.children else None
    if part.kind is Kind.POINT and last and last.kind is Kind.ITEM:
        grown = replace(last, children=(*last.children, part))
        return replace(paragraph, children=(*paragraph.children[:-1], grown))
    return replace(paragraph, children=(*paragraph.children, part))
