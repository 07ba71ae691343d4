"""Linking those who take part in cases to the persons of the register."""

from collections.abc import Iterable, Mapping
from datetime import date

from django.db import connection
from pypinyin import Style, lazy_pinyin

from fashu.kernel import clock
from fashu.kernel.access import Actor, Kind, current_actor
from fashu.kernel.procedure.facts import Fact, Group, Json, flatten
from fashu.kernel.procedure.identity import Token, born, is_male, token_of
from fashu.kernel.registry.models import IdentityDocument, Part, Person
from fashu.kernel.registry.numbers import full_number


def initials(name: str) -> str:
    """The first letters in pinyin, lower case: 张晓岚 → zxl. Latin letters and digits stay."""
    letters = lazy_pinyin(name, style=Style.FIRST_LETTER, errors="default")
    return "".join(letters).lower()[:100]


def enter_parties(
    case_id: int, asks: Iterable[Fact | Group], facts: Mapping[str, Json], role: str, on: date
) -> None:
    """Enter the persons whose numbers stand in the answers to a step, as parts of the case.

    `role` is the role of whoever takes the step. The case must be visible by now.
    """
    for fact in flatten(tuple(asks)):
        token = token_of(str(facts.get(fact.key) or ""))
        if fact.of is None or token is None or not token.ref:
            continue
        part, named = fact.of
        enter(case_id, part, str(facts.get(named) or ""), token, on, himself=part == role)


def enter(
    case_id: int, role: str, name: str, token: Token, on: date, *, himself: bool = False
) -> Part:
    """A person in a case by his number: the one of the register, or a new one.

    `himself`: the actor plays this role; where his account bears the same name, it is his.
    """
    actor = current_actor()
    row = IdentityDocument.objects.filter(ref=token.ref).first()
    if row is None:
        raise LookupError(f"no document for {token}")
    person_id = _person_of(token.ref) or _new_person(name, token, actor).pk
    if row.person_id is None:
        row.person_id = person_id
        row.save(update_fields=["person"])
    part, _ = Part.objects.get_or_create(
        case_id=case_id,
        role=role,
        person_id=person_id,
        defaults={"document": row, "name": name, "since": on},
    )
    _learn(Person.objects.get(pk=person_id), name, actor, himself=himself)
    return part


def _person_of(ref: str) -> int | None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT fashu_person_of_ref(%s)", [ref])
        found = cursor.fetchone()[0]
    return int(found) if found is not None else None


def _new_person(name: str, token: Token, actor: Actor) -> Person:
    number = full_number(token.ref)
    return Person.objects.create(
        name=name or token.words,
        initials=initials(name),
        born_on=born(token.document, number),
        is_male=is_male(token.document, number),
        account_id=actor.account_id or 0,
        office_path=actor.office_path or None,
        entered_at=clock.now(),
    )


def _learn(person: Person, name: str, actor: Actor, *, himself: bool) -> None:
    """Another name becomes an alias; a person who files for himself has his account linked."""
    if name and name != person.name and name not in person.aliases:
        person.aliases = [*person.aliases, name]
        person.save(update_fields=["aliases"])
    own = himself and actor.kind is Kind.CITIZEN and actor.name == person.name
    if own and person.own_account_id is None:
        person.own_account_id = actor.account_id
        person.save(update_fields=["own_account"])
