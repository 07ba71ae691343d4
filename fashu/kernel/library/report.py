"""The coverage report: what was read, held against an independent count, file by file."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from fashu.kernel.law.statute import Form
from fashu.kernel.library.models import Edition, Provision, Source, Statute
from fashu.kernel.library.reading import Outcome


@dataclass(frozen=True, slots=True)
class Line:
    """One file with something to be said about it."""

    path: str
    said: str


@dataclass(frozen=True, slots=True)
class Coverage:
    """Totals of the files asked about, and every file that was not simply read whole.

    `read` counts files read whole, `duplicates` those of them that were not adopted. `articles`
    is what the reading made of the files, `counted` what the independent counter saw in the same
    files. Then what the library now holds.
    """

    files: int
    read: int
    articles: int
    counted: int
    partial: tuple[Line, ...]
    unreadable: tuple[Line, ...]
    duplicates: tuple[Line, ...]
    differing: tuple[Line, ...]
    mended: tuple[Line, ...]
    statutes: int
    editions: int
    textless: int
    held: int


def coverage(paths: Collection[str]) -> Coverage:
    """The report on these files, as the library knows them."""
    wanted = set(paths)
    sources = [s for s in Source.objects.order_by("path") if s.path in wanted]
    texts = [s for s in sources if s.outcome != Outcome.UNREADABLE]
    return Coverage(
        files=len(sources),
        read=sum(s.outcome == Outcome.READ for s in sources),
        articles=sum(s.articles for s in texts),
        counted=sum(s.counted for s in texts),
        partial=_lines((s, s.reason) for s in texts if s.outcome == Outcome.PARTIAL),
        unreadable=_lines((s, s.reason) for s in sources if s.outcome == Outcome.UNREADABLE),
        duplicates=_lines((s, s.duplicates) for s in texts if s.duplicates),
        differing=_lines((s, _difference(s)) for s in texts if s.articles != s.counted),
        mended=_lines((s, "；".join(s.mended)) for s in texts if s.mended),
        statutes=Statute.objects.count(),
        editions=Edition.objects.count(),
        textless=Edition.objects.filter(has_text=False).count(),
        held=Provision.objects.filter(kind="条").count(),
    )


def _lines(said: Iterable[tuple[Source, str]]) -> tuple[Line, ...]:
    return tuple(Line(source.path, words) for source, words in said)


def _difference(source: Source) -> str:
    figures = f"条文树{source.articles}条，独立计数{source.counted}条"
    if source.articles > source.counted:
        return f"{figures}：{len(source.mended)}处经修补读出"
    if source.form == Form.AMENDING:
        return f"{figures}：多出的是它所修改的法律的条文"
    return f"{figures}：{source.reason}"
