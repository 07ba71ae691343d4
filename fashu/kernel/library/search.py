"""Full-text search over articles: the law in force first, then the phrase as it was typed, then
rank and words."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import combinations
from typing import Any

from django.db import connection

from fashu.kernel.law.provision import Kind, Provision
from fashu.kernel.library import segment
from fashu.kernel.library.models import Level

_WEIGHT = {
    Level.CONSTITUTION: 1.0,
    Level.LAW: 1.0,
    Level.REGULATION: 0.9,
    Level.INTERPRETATION: 0.8,
    Level.RULE: 0.7,
    Level.LOCAL: 0.6,
    Level.OTHER: 0.4,
}
"""How much a hit counts by the rank of its statute (《立法法》第五章: 上位法优先).

Inside a statute its own words weigh 1, its title 0.4 and its headings 0.3.
"""

_MOST_TERMS = 12  # of a long question, for the number of pairs grows with the square
_LONGEST = 500  # characters of a question; nobody reads what a longer one would find
_SHOWN = 90  # characters of an article in a list of hits

_SQL = """
    SELECT s.title, s.level, e.id, e.in_force_from, e.in_force_until, e.doubt,
           p.kind, p.number, p.inserted, p.path, p.text,
           e.in_force_from <= %(day)s AND COALESCE(e.in_force_until >= %(day)s, true) AS valid,
           count(*) OVER ()
    FROM library_provision p
    JOIN library_source f ON f.id = p.source_id
    JOIN library_edition e ON e.id = f.edition_id
    JOIN library_statute s ON s.id = e.statute_id
    WHERE p.vector @@ %(words)s::tsquery
    ORDER BY valid DESC NULLS LAST,
             strpos(p.text, %(phrase)s) > 0 DESC,
             {rank}('{{0.1, 0.3, 1.0, 0.4}}', p.vector, %(words)s::tsquery, 1)
                 * (%(weights)s::float[])[s.level + 1] DESC,
             e.in_force_from DESC NULLS LAST, p.id
    LIMIT %(limit)s OFFSET %(offset)s
"""


@dataclass(frozen=True, slots=True)
class Hit:
    """One article that holds the words. `valid` says whether it is in force on the day asked."""

    title: str
    level: Level
    edition_id: int
    in_force_from: date | None
    in_force_until: date | None
    doubt: str
    place: str
    path: str
    text: str
    valid: bool

    def excerpt(self, words: str) -> str:
        """The part of the article around the first of the words asked for."""
        text = self.text.replace("\n", " ")
        phrases = (words.strip(), *segment.words(words))
        whole = text.find(phrases[0])
        found = [whole] if whole >= 0 else [at for word in phrases if (at := text.find(word)) >= 0]
        start = max(0, min(found, default=0) - _SHOWN // 3)
        end = start + _SHOWN
        return f"{'…' if start else ''}{text[start:end]}{'…' if end < len(text) else ''}"


@dataclass(frozen=True, slots=True)
class Hits:
    """A page of hits. `relaxed` says that not all words occur together anywhere."""

    hits: tuple[Hit, ...]
    total: int
    relaxed: bool = False


def search(words: str, day: date, *, limit: int = 20, offset: int = 0) -> Hits:
    """Articles that hold all the words, those that hold them close together first.

    Where there are none, articles that hold at least two of them. On lay questions with known
    answers that finds nearly as much as any one of them would, in half the time. Empty when
    the words occur nowhere, or when there are no words to look for.
    """
    words = words[:_LONGEST]
    terms = segment.query(words)
    found = (
        _run(" & ".join(terms), "ts_rank_cd", words, day, limit, offset) if terms else Hits((), 0)
    )
    if found.total or offset:
        return found
    some = _run(_two_of(terms), "ts_rank", words, day, limit, offset) if len(terms) > 1 else found
    return replace(some, relaxed=bool(some.total))


def _two_of(terms: Sequence[str]) -> str:
    """A tsquery for any two terms; single characters are too common to tell anything."""
    telling = [t for t in terms if not t.endswith(":*")][:_MOST_TERMS] or list(terms)
    if len(telling) < 3:
        return " | ".join(telling)
    return " | ".join(f"({a} & {b})" for a, b in combinations(telling, 2))


def _run(asked: str, rank: str, phrase: str, day: date, limit: int, offset: int) -> Hits:
    parameters: dict[str, Any] = {
        "words": asked,
        "phrase": phrase.strip(),
        "day": day,
        "weights": [_WEIGHT[level] for level in Level],
        "limit": limit,
        "offset": offset,
    }
    with connection.cursor() as cursor:
        cursor.execute(_SQL.format(rank=rank), parameters)
        rows = cursor.fetchall()
    return Hits(tuple(_hit(row) for row in rows), rows[0][-1] if rows else 0)


def _hit(row: tuple[Any, ...]) -> Hit:
    title, level, edition, since, until, doubt, kind, number, inserted, path, text, valid, _ = row
    place = Provision(Kind(kind), number, inserted).label
    return Hit(title, Level(level), edition, since, until, doubt, place, path, text, bool(valid))
