"""A small 示范省 with strangers in it, and what each may see, worked out without a database.

The oracle below walks the office tree from parent to parent and looks names up in lists. It knows
neither paths nor policies, so that it cannot be wrong in the same way as they are.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from click.testing import CliRunner
from django.db import connection

from fashu.kernel import api, clock
from fashu.kernel.access import SYSTEM, Actor, Kind, acting_as
from fashu.kernel.calendar import Service
from fashu.kernel.cases.models import Attachment, Case, Participant
from fashu.kernel.people.actors import actor_for
from fashu.kernel.people.models import Account, Office, Posting
from fashu.kernel.procedure.facts import Json
from fashu.synthetic.cli import synth
from fashu.synthetic.lives import ANSWER, HEARD, MAINTAINED, OPENING, Act
from tests.journeys.test_officers import APPLICATION

STRANGERS: tuple[tuple[str, Kind, str | None, list[str]], ...] = (
    ("province", Kind.OFFICER, "99", ["office"]),
    ("inspector", Kind.AUDITOR, "990102", ["auditor"]),
    ("nobody", Kind.CITIZEN, None, []),
)
"""Accounts that the demonstration does not have: name, kind, office, roles."""


@dataclass(frozen=True, slots=True)
class Person:
    """An account and the office it serves in today."""

    account: int
    username: str
    kind: str
    office: str | None


@dataclass(frozen=True, slots=True)
class Matter:
    """A case, who takes part in it, and words that stand in no other case.

    `files` are (SHA-256, account that handed it in), `paper` is its latest paper.
    """

    pk: int
    number: str
    code: str
    office: str
    accounts: frozenset[int]
    offices: frozenset[str]
    words: frozenset[str]
    files: tuple[tuple[str, int], ...]
    paper: int


@dataclass(frozen=True, slots=True)
class Province:
    """Everything in it, as read by a superuser. `told` is the number of a case that was decided."""

    parents: dict[str, str | None]
    people: tuple[Person, ...]
    matters: tuple[Matter, ...]
    told: str

    def sees(self, person: Person | None, matter: Matter) -> bool:
        """The oracle: his office or one above it handles the case, or he or his office is in it."""
        if person is None:
            return False
        if person.account in matter.accounts:
            return True
        if person.office is None:
            return False
        return person.office in matter.offices or person.office in self.above(matter.office)

    def above(self, office: str) -> Iterator[str]:
        """An office and every office over it."""
        at: str | None = office
        while at is not None:
            yield at
            at = self.parents[at]

    def seen_by(self, person: Person | None) -> set[str]:
        """The numbers of all that somebody may see."""
        return {m.number for m in self.matters if self.sees(person, m)}

    @property
    def story(self) -> Matter:
        """The case in which all kinds of people take part, decided and served."""
        return next(m for m in self.matters if m.number == self.told)

    def someone(self, username: str) -> Person:
        """One of its people by the name he signs in with."""
        return next(person for person in self.people if person.username == username)


def build() -> Province:
    """Fill the database and read it back."""
    done = CliRunner().invoke(synth, ["--seed", "7", "--scale", "0.2"])
    assert done.exit_code == 0, (done.output, done.exception)
    with acting_as(SYSTEM):
        for name, kind, office, roles in STRANGERS:
            _settle(name, kind, office, roles)
    return _read(_decide())


def acting(username: str) -> Actor:
    """An account of the province as it acts."""
    with acting_as(SYSTEM):
        return actor_for(Account.objects.get(username=username))


def _settle(name: str, kind: Kind, office: str | None, roles: list[str]) -> None:
    account = Account.objects.create_account(name, name=f"外人{name}", kind=kind, password=name)
    if office:
        place, since = Office.objects.get(code=office), date(2020, 1, 1)
        Posting.objects.create(account=account, office=place, roles=roles, since=since)


def copied(key: str) -> str:
    """A new case of the city, whose papers have just reached the respondent; its number."""
    today = clock.today().isoformat()
    with acting_as(acting("zhang")):
        facts = {**APPLICATION, "act_on": today, "known_on": today}
        number = api.open_case("reconsideration", "file", facts, request_key=key).number
    _attach("zhang", number)
    for act in OPENING:
        _do(number, act)
    return number


def _decide() -> str:
    """A case of the city from its filing to the service of the decision; its number.

    A citizen and a sibling county are admitted to it, and three of its people bring files.
    """
    number, nobody = copied("story"), acting("nobody").account_id
    with acting_as(acting("lin")):
        for role, account, office in (("third_party", nobody, None), ("competent", None, "990102")):
            api.add_participant(
                number, role, "某某", account=account, office=office, request_key=role
            )
    _attach("nobody", number)
    for act in (ANSWER, HEARD, *MAINTAINED):
        _do(number, act)
    return number


def _do(number: str, act: Act) -> None:
    players = {"office": "lin", "authority": "zhou", "respondent": "wu"}
    facts: dict[str, Json] = dict(act.facts)
    if act.key == "send_copy":
        facts["respondent_office"] = "G9901-SC"
    if act.key == "answer":
        facts["answer_evidence"] = [_attach("wu", number)]
    key = f"{number} {act.key} {act.to}"
    with acting_as(acting(players[act.by])):
        if act.paper:
            api.serve_paper(
                number,
                act.key,
                mode=Service.DIRECT,
                to=act.to,
                request_key=f"{number} {act.key} {act.to}",
            )
        else:
            api.take_step(number, act.key, facts, request_key=key)


def _attach(username: str, number: str) -> str:
    with acting_as(acting(username)):
        upload = api.check_upload(f"{username}.txt", f"{username} in {number}".encode())
        return api.attach(api.case_by_number(number), upload).sha256


# -- Reading as a superuser, whom row-level security does not bind ---------------------------------


def _read(story: str) -> Province:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL ROLE NONE")
        try:
            matters = tuple(map(_matter, Case.objects.select_related("office")))
            return Province(_parents(), tuple(_people()), matters, story)
        finally:
            cursor.execute("SET LOCAL ROLE fashu_app")


def _parents() -> dict[str, str | None]:
    return dict(Office.objects.values_list("code", "parent__code"))


def _people() -> Iterator[Person]:
    posts = dict(Posting.objects.values_list("account_id", "office__code"))
    for account in Account.objects.order_by("pk"):
        yield Person(account.pk, account.username, account.kind, posts.get(account.pk))


def _matter(case: Case) -> Matter:
    parts = Participant.objects.filter(case=case)
    by_path = dict(Office.objects.values_list("path", "code"))
    facts: dict[str, Any] = case.state["facts"]
    files = Attachment.objects.filter(case=case).values_list("sha256", "account_id")
    own = {case.number, case.code, facts["identity_number"], facts["phone"]}
    return Matter(
        pk=case.pk,
        number=case.number,
        code=case.code,
        office=case.office.code,
        accounts=frozenset(p.account_id for p in parts if p.account_id),
        offices=frozenset(by_path[p.office_path] for p in parts if p.office_path),
        words=frozenset(own | {sha256 for sha256, _ in files}),
        files=tuple(files),
        paper=case.papers.order_by("-pk").values_list("pk", flat=True).first() or 0,
    )
