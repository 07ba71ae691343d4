"""Taking a file of a statute apart: front matter, header, body, each in clean lines.

Two styles of header are in use. One marks the end of the header with a comment and lists the
history as `2007年5月29日 ……公布`; the other has only `2026-04-30 公布` and starts its first
chapter right away. Front matter (`key: "value"` between `---`) may stand before either.
"""

import re
from dataclasses import dataclass

_FRONT = re.compile(r"\A\ufeff?\s*---\s*\n(.*?)\n---\s*(?:\n|\Z)", re.DOTALL)
_FIELD = re.compile(r'^(\w+):\s*"?(.*?)"?\s*$', re.MULTILINE)
_HEADER_END = re.compile(r"<!--\s*INFO END\s*-->")
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_CATEGORY_LINK = re.compile(r"\[\[(?:Category|分类|File|文件):[^\]]*\]\]", re.IGNORECASE)
_WIKI_LINK = re.compile(r"\[\[(?:[^\[\]|]*\|)?([^\[\]|]*)\]\]")
_WIKI_HEADING = re.compile(r"^(={2,6})\s*(.*?)\s*\1$")
_INVISIBLE = re.compile(r"[\u200b\u200c\u200d\u2060\ufeff\u00ad]")
_FIRST_OF_BODY = re.compile(r"#{2,}|={2,}|第[一1１]\s*[条章编]|序\s*言$|目\s*录$")


@dataclass(frozen=True, slots=True)
class Source:
    """A file taken apart. Lines are trimmed and never empty; headings keep their `#`."""

    front: dict[str, str]
    titles: tuple[str, ...]
    header: tuple[str, ...]
    body: tuple[str, ...]


def take_apart(text: str) -> Source:
    """Split the text of a file; nothing is left out but comments, link marks and blank lines."""
    front, rest = _front_matter(text)
    marked = _HEADER_END.split(rest, maxsplit=1)
    if len(marked) == 2:
        header, body = _lines(marked[0]), _lines(marked[1])
    else:
        header, body = _unmarked(_lines(rest))
    titles = tuple(line.lstrip("# ") for line in header if line.startswith("#"))
    plain = tuple(line for line in header if not line.startswith("#"))
    return Source(front, titles, plain, body)


def _front_matter(text: str) -> tuple[dict[str, str], str]:
    match = _FRONT.match(text)
    if not match:
        return {}, text
    return dict(_FIELD.findall(match[1])), text[match.end() :]


def _lines(text: str) -> tuple[str, ...]:
    clean = _WIKI_LINK.sub(r"\1", _CATEGORY_LINK.sub("", _COMMENT.sub("", text)))
    lines = (_INVISIBLE.sub("", line).strip() for line in clean.splitlines())
    return tuple(_WIKI_HEADING.sub(_as_heading, line) for line in lines if line)


def _as_heading(match: re.Match[str]) -> str:
    return f"{'#' * len(match[1])} {match[2]}"


def _unmarked(lines: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """A header without an end mark runs to the first heading or article."""
    for number, line in enumerate(lines):
        if _FIRST_OF_BODY.match(line):
            return lines[:number], lines[number:]
    return lines, ()
