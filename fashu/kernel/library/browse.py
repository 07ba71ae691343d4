"""What the pages of the statute reader ask for: lists, an edition as a tree, two side by side."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from itertools import groupby
from operator import attrgetter

from django.db.models import Count, Q, QuerySet

from fashu.kernel.law import compare as law
from fashu.kernel.law.compare import Pair
from fashu.kernel.law.provision import Kind
from fashu.kernel.law.provision import Provision as Part
from fashu.kernel.law.titles import title_key
from fashu.kernel.library.lookup import provisions
from fashu.kernel.library.models import Edition, Provision, Statute


def statutes(words: str = "", level: int | None = None) -> QuerySet[Statute]:
    """Statutes whose title holds all the words, the highest rank first, shortest title first.

    Each carries `edition_count`.
    """
    found = Statute.objects.annotate(edition_count=Count("editions"))
    for word in words.split():
        found = found.filter(key__contains=title_key(word))
    if level is not None:
        found = found.filter(level=level)
    return found.order_by("level", "title")


def editions_in_force(day: date) -> QuerySet[Edition]:
    """Every edition in force on a day."""
    begun = Edition.objects.filter(in_force_from__lte=day)
    return begun.filter(Q(in_force_until=None) | Q(in_force_until__gte=day))


def tree(edition: Edition) -> tuple[Part, ...]:
    """An edition's parts as the parser read them; empty when its text was not imported.

    The files of a code become its 编, numbered as they follow each other.
    """
    rows = provisions(edition).select_related("source")
    files = [(source, list(group)) for source, group in groupby(rows, key=attrgetter("source"))]
    if len(files) < 2:
        return tuple(part for _, group in files for part in _grown(group))
    return tuple(_code_part(n, source.part, _grown(rs)) for n, (source, rs) in enumerate(files, 1))


def _code_part(number: int, name: str, parts: tuple[Part, ...]) -> Part:
    """附则 closes a code without a number of its own."""
    if name == "附则":
        return Part(Kind.HEADING, text=name, children=parts)
    return Part(Kind.PART, number, text=name.removesuffix("编"), children=parts)


def articles(edition: Edition) -> list[Part]:
    """The articles of an edition outside annexes, in order."""
    return [p.part for p in provisions(edition).filter(kind=Kind.ARTICLE, annexed=False)]


def compare(old: Edition, new: Edition) -> tuple[Pair, ...]:
    """Two editions article by article. Raises ValueError when one has no text."""
    for edition in (old, new):
        if not edition.has_text:
            raise ValueError(f"{edition}的正文未导入，无法比较。")
    return law.compare(articles(old), articles(new))


def _grown(rows: Iterable[Provision]) -> tuple[Part, ...]:
    """Nest rows that come in the order of print by their depth."""
    levels: list[list[Part]] = [[]]
    for row in rows:
        _close(levels, row.depth)
        levels[-1].append(row.part)
        levels.append([])
    _close(levels, 0)
    return tuple(levels[0])


def _close(levels: list[list[Part]], depth: int) -> None:
    """Hang everything deeper than `depth` on the part before it."""
    while len(levels) > depth + 1:
        children = tuple(levels.pop())
        if children:
            levels[-1][-1] = replace(levels[-1][-1], children=children)
