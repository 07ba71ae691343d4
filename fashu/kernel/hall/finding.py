"""From a question in plain words to the articles that answer it.

The words of the question and those of its topics become terms; a rare term tells more than a
common one (its weight is the logarithm of how few articles hold it), a term of the question more
than one that only the topic added, and an article of a statute that the topic names counts more.
PostgreSQL does all of it over the vectors of the library, in force on the day asked.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from math import log
from pathlib import Path
from typing import Any

from django.db import connection

from fashu.kernel.hall.topics import LONGEST, Topic
from fashu.kernel.law.provision import Kind, Provision
from fashu.kernel.law.titles import title_key
from fashu.kernel.library import segment

ADDED = 0.15
"""What a word that only the topic gave counts, of one that was asked."""

NAMED = 1.25
"""What an article counts whose statute the topic names, or the question itself (then twice)."""

MOST_TERMS, TELLING = 16, 5
"""How many terms are weighed, and how many of the rarest an article must hold one of."""

ASIDE = frozenset((Path(__file__).parent / "data" / "aside.txt").read_text().split())
"""Words of any question, which tell nothing about this one."""

COUNT = """
    SELECT t, (SELECT count(*) FROM library_provision WHERE vector @@ t::tsquery)
    FROM unnest(%s::text[]) t
"""

ARTICLES = """
    WITH asked AS (
        SELECT t::tsquery q, w FROM unnest(%(terms)s::text[], %(weights)s::float[]) x(t, w)
    ), found AS (
        SELECT p.id, f.edition_id,
               (SELECT sum(a.w * (1 - exp(-4 * ts_rank('{0.1, 0.25, 1.0, 0.35}', p.vector, a.q))))
                FROM asked a WHERE p.vector @@ a.q) / (1 + 0.12 * ln(1 + length(p.text))) score
        FROM library_provision p JOIN library_source f ON f.id = p.source_id
        WHERE p.vector @@ %(any)s::tsquery AND p.kind = %(article)s AND f.edition_id IS NOT NULL
    )
    SELECT s.title, p.kind, p.number, p.inserted, p.path, p.text,
           found.score * (1 - 0.04 * s.level)
               * CASE WHEN s.key = ANY(%(laws)s) THEN %(named)s ELSE 1 END
               * CASE WHEN s.key = ANY(%(said)s) THEN 2 * %(named)s ELSE 1 END AS score
    FROM found JOIN library_provision p ON p.id = found.id
    JOIN library_edition e ON e.id = found.edition_id
    JOIN library_statute s ON s.id = e.statute_id
    WHERE e.in_force_from <= %(day)s AND COALESCE(e.in_force_until >= %(day)s, true)
    ORDER BY score DESC, p.id LIMIT %(limit)s
"""


@dataclass(frozen=True, slots=True)
class Found:
    """One article that may answer the question."""

    title: str
    place: str
    path: str
    text: str
    score: float

    @property
    def opening(self) -> str:
        """Its first words, for a list."""
        plain = self.text.replace("\n", " ")
        return plain if len(plain) <= 120 else f"{plain[:120]}…"


def articles(question: str, topics: Sequence[Topic], day: date, limit: int = 5) -> list[Found]:
    """The articles in force on `day` that a question in plain words most likely asks for."""
    weighed = weights(question[:LONGEST], topics)
    if not weighed:
        return []
    parameters: dict[str, Any] = {
        "terms": list(weighed),
        "weights": list(weighed.values()),
        "any": " | ".join(list(weighed)[:TELLING]),
        "article": Kind.ARTICLE.value,
        "laws": [title_key(law) for topic in topics for law in topic.laws],
        "said": [title_key(law) for law in _laws_named(question)],
        "named": NAMED,
        "day": day,
        "limit": limit,
    }
    with connection.cursor() as cursor:
        cursor.execute(ARTICLES, parameters)
        return [_found(row) for row in cursor.fetchall()]


def weights(question: str, topics: Sequence[Topic]) -> dict[str, float]:
    """Each term of a tsquery with what it tells, the rare ones first."""
    own = [term for term in segment.query(question) if term.strip("':*") not in ASIDE]
    lent = [term for topic in topics for word in topic.means for term in segment.query(word)]
    terms = list(dict.fromkeys((*own, *lent)))[: MOST_TERMS * 2]
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM library_provision")
        total = cursor.fetchone()[0]
        cursor.execute(COUNT, [terms])
        counts = dict(cursor.fetchall())
    told = {
        term: log((total + 1) / (counts[term] + 1)) * _share(term, own)
        for term in terms
        if counts[term]
    }
    return dict(sorted(told.items(), key=lambda pair: -pair[1])[:MOST_TERMS])


def _share(term: str, own: Sequence[str]) -> float:
    return (0.3 if term.endswith(":*") else 1.0) if term in own else ADDED


def _laws_named(question: str) -> list[str]:
    return re.findall(r"《([^》]{2,60})》", question)


def _found(row: tuple[str, str, int, int, str, str, float]) -> Found:
    title, kind, number, inserted, path, text, score = row
    place = Provision(Kind(kind), number, inserted).label
    return Found(title, place, path, text, score)
