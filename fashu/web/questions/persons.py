"""选择已有人员: finding somebody who has been entered before, instead of typing him again."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from fashu.kernel import reading
from fashu.kernel.procedure import Fact, Kind
from fashu.kernel.procedure.facts import Json
from fashu.kernel.procedure.identity import credit_code, token_of
from fashu.kernel.registry import persons
from fashu.kernel.registry.models import IdentityDocument, Organisation, Person
from fashu.kernel.registry.numbers import token_from
from fashu.kernel.registry.organisations import of_code

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
    """The answers, with the name of a chosen person or organisation where none was typed."""
    filled = dict(answers)
    for fact in facts:
        answer = str(answers.get(fact.key) or "")
        if fact.of is None or not answer or filled.get(fact.of[1]):
            continue
        known = _of_code(answer) if fact.kind is Kind.CREDIT_CODE else _of_token(answer)
        if known is not None:
            filled[fact.of[1]] = known.name
    return filled


def _of_token(answer: str) -> Person | None:
    token = token_of(answer)
    rows = IdentityDocument.objects.filter(ref=token.ref, person__isnull=False) if token else None
    row = rows.first() if rows is not None else None
    return row.person if row is not None else None


def _of_code(answer: str) -> Organisation | None:
    try:
        return of_code(credit_code(answer))
    except ValueError:
        return None
