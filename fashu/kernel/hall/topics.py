"""The curated table of topics: what people say, what the statutes call it, where to go. Pure."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from fashu.kernel.law.citation import Citation
from fashu.kernel.law.parse import parse_citation

TABLE = Path(__file__).parent / "data" / "topics.toml"
LONGEST = 500
"""Characters of a question that are looked at."""


@dataclass(frozen=True, slots=True)
class Way:
    """Where to go: a business of the catalogue, or a place with its telephone."""

    service: str = ""
    title: str = ""
    title_en: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True)
class Topic:
    """One thing that troubles people; see the head of topics.toml for each field."""

    key: str
    title: str
    title_en: str
    family: str
    says: tuple[str, ...]
    means: tuple[str, ...]
    laws: tuple[str, ...]
    first: str
    first_en: str
    cites: tuple[Citation, ...]
    ways: tuple[Way, ...]

    def fits(self, question: str) -> int:
        """How strongly a question points here: the characters of the phrases found in it.

        A phrase inside a longer one that was found adds nothing.
        """
        found = [phrase for phrase in self.says if phrase in question]
        whole = [p for p in found if not any(p in other and p != other for other in found)]
        return sum(len(phrase) ** 2 for phrase in whole)


@cache
def topics() -> tuple[Topic, ...]:
    """The whole table, in its order."""
    rows = tomllib.loads(TABLE.read_text())
    return tuple(_topic(key, row) for key, row in rows.items())


def fitting(question: str, most: int = 3) -> list[Topic]:
    """The topics a question points to, the strongest first; none where no phrase is known."""
    asked = question[:LONGEST].lower()
    scored = sorted(((t.fits(asked), -n, t) for n, t in enumerate(topics())), reverse=True)
    best = scored[0][0]
    return [topic for score, _, topic in scored[:most] if score and score * 3 >= best]


def _topic(key: str, row: dict[str, object]) -> Topic:
    def words(name: str) -> tuple[str, ...]:
        listed = row[name]
        assert isinstance(listed, list)
        return tuple(str(word) for word in listed)

    ways = row["ways"]
    assert isinstance(ways, list)
    return Topic(
        key=key,
        title=str(row["title"]),
        title_en=str(row["title_en"]),
        family=str(row["family"]),
        says=words("says"),
        means=words("means"),
        laws=words("laws"),
        first=str(row["first"]),
        first_en=str(row["first_en"]),
        cites=tuple(parse_citation(text) for text in words("cites")),
        ways=tuple(Way(**way) for way in ways),
    )
