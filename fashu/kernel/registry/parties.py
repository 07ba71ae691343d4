"""Linking those who take part in cases to the persons and organisations of the register."""

from collections.abc import Iterable, Mapping
from datetime import date

from django.db import connection

from fashu.kernel.access import Actor, Kind, current_actor
from fashu.kernel.procedure import facts as questions
from fashu.kernel.procedure.facts import Fact, Group, Json, flatten
from fashu.kernel.procedure.identity import Token, born, is_male, token_of
from fashu.kernel.registry.models import IdentityDocument, Organisation, Part, Person
from fashu.kernel.registry.numbers import full_number
from fashu.kernel.registry.organisations import number_of_code
from fashu.kernel.registry.subjects import create


def enter_parties(
    case_id: int, asks: Iterable[Fact | Group], facts: Mapping[str, Json], role: str, on: date
) -> None:
    """Enter those whose numbers or codes stand in the answers to a step, as parts of the case.

    `role` is the role of whoever takes the step. The case must be visible by now.
    """
    for fact in flatten(tuple(asks)):
        answer = str(facts.get(fact.key) or "")
        if fact.of is None or not answer:
            continue
        part, name = fact.of[0], str(facts.get(fact.of[1]) or "")
        token = token_of(answer)
        if fact.kind is questions.Kind.CREDIT_CODE:
            enter_organisation(case_id, part, name, answer, on)
        elif token is not None and token.ref:
            enter(case_id, part, name, token, on, himself=part == role)


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
    person_id = _person_of(token.ref) or _new_person(name, token).pk
    if row.person_id is None:
        row.person_id = person_id
        row.save(update_fields=["person"])
    part, _ = Part.objects.get_or_create(
        case_id=case_id,
        role=role,
        person_id=person_id,
        defaults={"document": row, "name": name, "since": on},
    )
    if himself:
        _link(Person.objects.get(pk=person_id), actor)
    return part


def _person_of(ref: str) -> int | None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT fashu_person_of_ref(%s)", [ref])
        found = cursor.fetchone()[0]
    return int(found) if found is not None else None


def _new_person(name: str, token: Token) -> Person:
    number = full_number(token.ref)
    return create(
        Person,
        name or token.words,
        born_on=born(token.document, number),
        is_male=is_male(token.document, number),
    )


def _link(person: Person, actor: Actor) -> None:
    """A citizen who files for himself has his account linked to his entry."""
    own = actor.kind is Kind.CITIZEN and actor.name == person.name
    if own and person.own_account_id is None:
        person.own_account_id = actor.account_id
        person.save(update_fields=["own_account"])


def enter_organisation(case_id: int, role: str, name: str, code: str, on: date) -> Part:
    """An organisation in a case by its checked code: the one of the register, or a new one."""
    number = number_of_code(code)
    if number is None:
        number = create(Organisation, name or code, credit_code=code).pk
    part, _ = Part.objects.get_or_create(
        case_id=case_id, role=role, organisation_id=number, defaults={"name": name, "since": on}
    )
    return part


def admit(case_id: int, role: str, name: str, on: date, subject: Person | Organisation) -> Part:
    """Somebody chosen from the register as a part of a case that is visible by now."""
    column = "person" if isinstance(subject, Person) else "organisation"
    part, _ = Part.objects.get_or_create(
        case_id=case_id, role=role, **{column: subject}, defaults={"name": name, "since": on}
    )
    return part
