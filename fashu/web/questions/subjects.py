"""选择已有人员、组织、地点: finding in the register instead of typing again."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from fashu.kernel import reading
from fashu.kernel.registry import organisations, persons, places
from fashu.kernel.registry.models import IdentityDocument, Organisation, Person

MOST = 8
"""How many of each kind are offered at once."""
LONGEST_NUMBER = 18
"""How many digits a number may have and still fit a bigint."""

KINDS: dict[str, type[Person] | type[Organisation]] = {
    "person": Person,
    "organisation": Organisation,
}


@dataclass(frozen=True, slots=True)
class Offer:
    """What may be chosen. `words` tell it from others of its name, `value` is sent."""

    name: str
    words: str
    value: str


@dataclass(frozen=True, slots=True)
class Offered:
    """What a search brought."""

    words: str
    offers: tuple[Offer, ...] = ()


def offered_organisations(words: str) -> Offered:
    """Organisations within sight that have a code, which is the answer."""
    if not words.strip():
        return Offered("")
    found = list(organisations.find(words).exclude(credit_code="")[:MOST])
    reading.note(reading.View.SEARCH, count=len(found), purpose="选择已有组织")
    return Offered(words.strip(), tuple(Offer(o.name, o.credit_code, o.credit_code) for o in found))


def offered_subjects(words: str) -> Offered:
    """Persons and organisations within sight. The answer is for `chosen_subject`."""
    if not words.strip():
        return Offered("")
    people = list(persons.find(words)[:MOST])
    bodies = list(organisations.find(words)[:MOST])
    ids = [person.pk for person in people]
    count = len(ids) + len(bodies)
    reading.note(reading.View.SEARCH, persons=ids, count=count, purpose="选择已有人员和组织")
    return Offered(words.strip(), (*_persons(people), *_organisations(bodies)))


def offered_places(words: str) -> Offered:
    """Places within sight; the answer is the number of one."""
    if not words.strip():
        return Offered("")
    found = list(places.find_places(words)[:MOST])
    reading.note(reading.View.SEARCH, count=len(found), purpose="选择已有地点")
    return Offered(words.strip(), tuple(Offer(p.name, p.division_code, str(p.pk)) for p in found))


def _persons(found: Iterable[Person]) -> Iterator[Offer]:
    people = list(found)
    rows = IdentityDocument.objects.filter(person__in=people).order_by("-id")
    known = {row.person_id: str(row) for row in rows}
    for person in people:
        born = f"{person.born_on}出生" if person.born_on else "人员"
        yield Offer(person.name, known.get(person.pk, born), f"person-{person.pk}")


def _organisations(found: Iterable[Organisation]) -> Iterator[Offer]:
    for each in found:
        yield Offer(each.name, each.credit_code or "组织", f"organisation-{each.pk}")


def chosen_subject(value: str) -> Person | Organisation | None:
    """Who was chosen, if he is within sight."""
    kind, _, number = value.partition("-")
    if kind not in KINDS or not number.isdecimal() or len(number) > LONGEST_NUMBER:
        return None
    return KINDS[kind]._default_manager.filter(pk=int(number)).first()
