"""The documents, and what can be read off them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from tests.architecture.sources import with_suffix

GENERATED = "<!-- Generated"
FENCE = re.compile(r"^```(\w*) ?(.*)\n([\s\S]*?)^```$", re.MULTILINE)
LINK = re.compile(r"(!?)\[[^\]]*\]\(([^)\s]+)\)")
HEADING = re.compile(r"^#+ +(.+)$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Block:
    """A fenced block: its language, what stands after it (a file's name), and its text."""

    language: str
    name: str
    text: str
    before: str


@cache
def documents() -> tuple[Path, ...]:
    """Every Markdown document that people read, but for goldens."""
    return tuple(path for path in with_suffix(".md") if "golden" not in path.parts)


def written() -> list[Path]:
    """The documents that somebody wrote."""
    return [path for path in documents() if not path.read_text().startswith(GENERATED)]


def blocks(path: Path) -> Iterator[Block]:
    """The fenced blocks of a document in their order."""
    text = path.read_text("utf-8")
    for found in FENCE.finditer(text):
        language, name, body = found.groups()
        yield Block(language, name, body, text[: found.start()])


def prose(path: Path) -> str:
    """The text without its fenced blocks."""
    return FENCE.sub("", path.read_text("utf-8"))


def anchors(path: Path) -> set[str]:
    """The addresses of the headings, as the usual renderers make them."""
    headings = HEADING.findall(prose(path))
    return {re.sub(r"[^\w\- ]", "", h.lower()).strip().replace(" ", "-") for h in headings}
