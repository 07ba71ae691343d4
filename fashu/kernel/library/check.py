"""Checking citations against the library, on every day they claim to hold.

Between the first and the last day of a use a law may change. So each edition that was in force
in between is asked, and the days between editions too: a procedure may not rest on an article
that is gone, nor on a law that has expired.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Protocol

from fashu.kernel.law.citation import Citation
from fashu.kernel.law.titles import title_key
from fashu.kernel.library.lookup import Found, Gap, Library
from fashu.kernel.library.models import Edition

_DAY = timedelta(days=1)


class Use(Protocol):
    """A place that rests on a provision from a first to a last day (None: still)."""

    @property
    def where(self) -> str: ...
    @property
    def cite(self) -> Citation: ...
    @property
    def first(self) -> date: ...
    @property
    def until(self) -> date | None: ...


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found about one use on one day, in words."""

    where: str
    cite: Citation
    day: date
    gap: Gap | None
    message: str


@dataclass(frozen=True, slots=True)
class Report:
    """`failed` breaks the check. `unchecked` lacks the text: only the number was held against
    the register. `notes` resolve, but ask for a look.
    """

    uses: int
    laws: int
    failed: tuple[Finding, ...]
    unchecked: tuple[Finding, ...]
    notes: tuple[Finding, ...]

    @property
    def is_clean(self) -> bool:
        return not self.failed


def check_citations(uses: Iterable[Use], today: date) -> Report:
    """Resolve every use on its days; a use without a last day must hold until `today`."""
    library = Library()
    every = list(uses)
    found = [finding for use in every for finding in _check(use, library, today)]
    return Report(
        uses=len(every),
        laws=len({title_key(use.cite.law.title) for use in every}),
        failed=tuple(f for f in found if f.gap not in (None, Gap.TEXT)),
        unchecked=tuple(f for f in found if f.gap is Gap.TEXT),
        notes=tuple(f for f in found if f.gap is None),
    )


def provisions_used_by(uses: Iterable[Use], edition: Edition) -> dict[tuple[int, int], list[Use]]:
    """Who rests on which article of an edition while it is in force: (条, 之几) -> uses."""
    key = title_key(edition.statute.title)
    used: dict[tuple[int, int], list[Use]] = {}
    for use in uses:
        if title_key(use.cite.law.title) == key and _overlap(use, edition):
            used.setdefault((use.cite.article, use.cite.inserted), []).append(use)
    return used


def _overlap(use: Use, edition: Edition) -> bool:
    begins, ends = edition.in_force_from or date.min, edition.in_force_until or date.max
    return use.first <= ends and begins <= (use.until or date.max)


def _check(use: Use, library: Library, today: date) -> Iterator[Finding]:
    """What is wrong with a use, up to the first day on which it fails, and what to look at."""
    words: dict[int, str] = {}
    told: set[str] = set()
    for day in _days(use, library, today):
        answer = library.resolve(use.cite, day)
        if isinstance(answer, Found):
            if answer.edition.pk not in words:
                yield from _notes(use, day, answer, words)
                words[answer.edition.pk] = answer.text
            continue
        if answer.message not in told:
            told.add(answer.message)
            yield Finding(use.where, use.cite, day, answer.gap, answer.message)
        if answer.gap is not Gap.TEXT:
            return


def _days(use: Use, library: Library, today: date) -> list[date]:
    """The first day, the last, each on which an edition begins and each after one ended."""
    last = max(use.first, use.until or today)
    turns = {use.first, last}
    for edition in library.editions(use.cite.law):
        turns |= {edition.in_force_from} if edition.in_force_from else set()
        turns |= {edition.in_force_until + _DAY} if edition.in_force_until else set()
    return sorted(day for day in turns if use.first <= day <= last)


def _notes(use: Use, day: date, answer: Found, words: dict[int, str]) -> Iterator[Finding]:
    """What to look at in an edition met for the first time; `words` are those of earlier ones."""
    edition = answer.edition
    if edition.doubt:
        yield Finding(use.where, use.cite, day, None, f"{edition}：{edition.doubt}。")
    *_, before = [answer.text, *words.values()]
    if before != answer.text:
        message = f"{edition}改动了{use.cite.place}，请核对它是否仍是所依据的规定。"
        yield Finding(use.where, use.cite, day, None, message)
