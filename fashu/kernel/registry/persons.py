"""Entering and finding persons. Row-level security decides who finds whom."""

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from fashu.kernel.access import current_actor
from fashu.kernel.procedure.identity import Document, born, canonical, contradictions, is_male
from fashu.kernel.procedure.refusal import refuse
from fashu.kernel.registry.models import IdentityDocument, Person
from fashu.kernel.registry.numbers import keep, refs_of
from fashu.kernel.registry.subjects import beginning, create, named, standing


@dataclass(frozen=True, slots=True, kw_only=True)
class Entered:
    """What an officer knows of a person. `number` is as typed; it may be missing."""

    name: str
    document: str = Document.RESIDENT
    number: str = ""
    born_on: date | None = None
    is_male: bool | None = None
    phone: str = ""


def find(words: str) -> QuerySet[Person]:
    """Persons by the beginning of a name, of its pinyin initials, or a whole number."""
    if refs := refs_of(words.strip()):
        return standing(Person).filter(documents__ref__in=refs).distinct()
    return beginning(standing(Person), words)


def add(entered: Entered) -> Person:
    """Enter a person in the office's name; with a number that is known, the person it belongs to.

    Raises Refused for a wrong number or one that says otherwise than the form.
    """
    actor, _ = current_actor(), named(entered.name, "姓名")
    if not entered.number.strip():
        return _create(entered, None, None)
    document = Document(entered.document)
    try:
        number = canonical(document, entered.number)
    except ValueError as error:
        raise refuse(f"“证件号码”{error}") from None
    if wrong := contradictions(document, number, birthday=entered.born_on, male=entered.is_male):
        raise refuse("；".join(wrong), remedy="请核对证件原件")
    token = keep(document, number)
    row = IdentityDocument.objects.get(ref=token.ref, account_id=actor.account_id or 0)
    if row.person is None:
        row.person = _create(entered, born(document, number), is_male(document, number))
        row.save(update_fields=["person"])
    return row.person


def _create(entered: Entered, birthday: date | None, male: bool | None) -> Person:
    return create(
        Person,
        entered.name,
        born_on=birthday or entered.born_on,
        is_male=entered.is_male if male is None else male,
        phone=entered.phone.strip()[:40],
    )
