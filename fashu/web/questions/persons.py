"""选择已有人员: finding somebody who has been entered before, instead of typing him again."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from fashu.kernel import reading
from fashu.kernel.procedure import Fact, Kind
from fashu.kernel.procedure.facts import Json
from fashu.kernel.procedure.identity import token_of
from fashu.kernel.registry import persons
from fashu.kernel.registry.models import IdentityDocument
from fashu.kernel.registry.numbers import token_from

MOST = 8
"""How many persons are offered at once."""


@dataclass(frozen=True, slots=True)
class Offer:
    """A person with the document that would be taken over. `token` is the answer."""

    name: str
    words: str
    token: str


@dataclass(frozen=True, slots=True)
class Offered:
    """What a search for persons brought."""

    words: str
    offers: tuple[Offer, ...] = ()


def offered(words: str) -> Offered:
    """Persons within sight whose name, initials or number fit, each with a document."""
    if not words.strip():
        return Offered("")
    found = list(persons.find(words).filter(documents__isnull=False).distinct()[:MOST])
    reading.note(reading.View.SEARCH, persons=[p.pk for p in found], purpose="选择已有人员")
    rows = IdentityDocument.objects.filter(person__in=found).select_related("person")
    known = {(row.person_id, row.ref): row for row in rows}
    return Offered(
        words.strip(),
        tuple(
            Offer(row.person.name if row.person else "", str(row), str(token_from(row)))
            for row in known.values()
        ),
    )


def with_names(facts: Iterable[Fact], answers: Mapping[str, Json]) -> dict[str, Json]:
    """The answers, with the name of a chosen person where none was typed."""
    filled = dict(answers)
    for fact in facts:
        token = token_of(str(answers.get(fact.key) or ""))
        if fact.kind is not Kind.IDENTITY or fact.of is None or token is None:
            continue
        row = IdentityDocument.objects.filter(ref=token.ref, person__isnull=False).first()
        if row is not None and row.person is not None and not filled.get(fact.of[1]):
            filled[fact.of[1]] = row.person.name
    return filled
