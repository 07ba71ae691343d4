"""The parts of a statute as a tree: 编、章、节、条、款、项、目 and what stands beside them."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from fashu.kernel.law.numerals import to_chinese


class Kind(StrEnum):
    """What a part is; the value is the word statutes use."""

    ANNEX = "附件"
    PART = "编"
    SUBPART = "分编"
    CHAPTER = "章"
    SECTION = "节"
    HEADING = "题"  # a heading without a number of these kinds, such as 序言 or 一、管辖
    PREAMBLE = "引言"  # text before the first article
    ARTICLE = "条"
    CLAUSE = "点"  # 一、 of a text that is not divided into articles
    PARAGRAPH = "款"
    ITEM = "项"
    POINT = "目"


DIVISIONS = (Kind.ANNEX, Kind.PART, Kind.SUBPART, Kind.CHAPTER, Kind.SECTION, Kind.HEADING)
"""Parts that hold other parts, the largest first."""

LEAVES = (Kind.ARTICLE, Kind.CLAUSE, Kind.PREAMBLE)
"""Parts that hold the words of the law, one line of `text` for each line printed."""


@dataclass(frozen=True, slots=True)
class Provision:
    """One part. `number` counts from 1, 0 for parts that have none; `inserted` is 之几.

    Divisions carry their name in `text` and their parts in `children`. Leaves carry their
    words in `text`; `fashu.kernel.law.inner` reads 款、项 and 目 out of it.
    """

    kind: Kind
    number: int = 0
    inserted: int = 0
    text: str = ""
    children: tuple["Provision", ...] = field(default=())

    @property
    def label(self) -> str:
        """How the part is called: 第三章, 第一百二十条之一, 一、; empty when it has no number."""
        if not self.number:
            return ""
        said = to_chinese(self.number)
        match self.kind:
            case Kind.HEADING | Kind.CLAUSE:
                return f"{said}、"
            case Kind.ITEM:
                return f"（{said}）"
            case Kind.POINT:
                return f"{self.number}."
        return f"第{said}{self.kind}" + (f"之{to_chinese(self.inserted)}" if self.inserted else "")

    @property
    def name(self) -> str:
        """Label and heading together, e.g. 第一章 总则 or 一、管辖."""
        if self.kind not in DIVISIONS:
            return self.label
        space = "" if self.kind is Kind.HEADING else " "
        return f"{self.label}{space}{self.text}".strip()


def walk(
    parts: tuple[Provision, ...], above: tuple[Provision, ...] = ()
) -> Iterator[tuple[tuple[Provision, ...], Provision]]:
    """Every part in the order of print, each with the divisions it stands in."""
    for part in parts:
        yield above, part
        yield from walk(part.children, (*above, part))


def articles(parts: tuple[Provision, ...]) -> Iterator[Provision]:
    """The articles outside annexes, in the order of print."""
    for above, part in walk(parts):
        if part.kind is Kind.ARTICLE and not any(p.kind is Kind.ANNEX for p in above):
            yield part
