"""Lets cases of 示范省 happen, each through the same door as a real one, in its own past."""

from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random

from fashu.kernel import api, clock
from fashu.kernel.access import SYSTEM, Actor, Kind, acting_as
from fashu.kernel.calendar import CHINA
from fashu.kernel.cases.attachments import check_upload
from fashu.kernel.cases.catalogue import family_of
from fashu.kernel.people.models import Account, Office, Posting, PostingKind
from fashu.kernel.procedure.facts import Json, flatten
from fashu.synthetic import bodies
from fashu.synthetic.lives import LIVES, Act, Life
from fashu.synthetic.matters import PENALTY, Matter, pick
from fashu.synthetic.people import Person, person

PROCEDURE = "reconsideration"

RESTORED = {"expropriation": "pay", "coercion": "release", "penalty": "return"}
"""What an annulment orders for the property concerned (行政复议法第七十二条第二款)."""

SENT, THIRD = ("send_copy", "send_copy_summary"), 3
"""Once the respondent is asked to answer, every third case gets a company as third party."""


@dataclass(frozen=True, slots=True)
class Seat:
    """One place where cases are handled: government, its bureau, its officers, a department."""

    government: str
    officers: Mapping[str, Actor]
    respondent: Actor
    respondent_code: str
    respondent_title: str
    division: str


def make_history(random: Random, count: int, seats: list[Seat], faithful: Actor) -> Iterator[str]:
    """Let `count` cases happen; the number of each. `faithful`: the citizen of the demonstration.

    Days are drawn from the seed; query codes and salts are secret and so differ every time.
    """
    today = clock.today()
    lives = _lives(random, count)
    dated = sorted(((_start(random, today, life), n) for n, life in enumerate(lives)))
    for n, (start, which) in enumerate(dated):
        yield _Life(random, seats, faithful, n, start, today, lives[which]).happen()


def _lives(random: Random, count: int) -> list[Life]:
    """So many lives by their frequency; where there is room, each at least once."""
    lives = list(LIVES)[:count]
    weights = [life.weight for life in LIVES]
    return [*lives, *random.choices(LIVES, weights, k=count - len(lives))]


def _start(random: Random, today: date, life: Life) -> date:
    """A day within the life's age, the recent ones more often, so that much is still open."""
    least, most = life.age
    back = least + round((most - least) * random.random() ** 2)
    day = today - timedelta(days=back)
    while not CHINA.is_working_day(day):
        day -= timedelta(days=1)
    return day


def _working_day(day: date) -> date:
    while not CHINA.is_working_day(day):
        day += timedelta(days=1)
    return day


class _Life:
    """One case from its filing to today."""

    def __init__(
        self,
        random: Random,
        seats: list[Seat],
        faithful: Actor,
        n: int,
        start: date,
        today: date,
        life: Life,
    ) -> None:
        self.random, self.n, self.day, self.today, self.life = random, n, start, today, life
        fitting = [s for s in seats if "superior" in s.officers] if life.cities else seats
        self.seat = random.choice(fitting)
        self.matter = pick(random, life.matters)
        self.person = person(random, self.seat.division)
        self.applicant = faithful if n % 7 == 0 else _citizen(random, self.person, n)

    def happen(self) -> str:
        """The number of the case, after everything that happens until today."""
        with self._at(self.day), acting_as(self.applicant):
            facts = self._known(self.life.opening, self._application())
            key = f"synthetic-{self.n}"
            filed = api.open_case(PROCEDURE, self.life.opening, facts, request_key=key)
        for m, act in enumerate(self.life.course):
            self.day = _working_day(self.day + timedelta(days=self._delay(act.after)))
            if self.day >= self.today:
                break
            with self._at(self.day, m):
                self._do(filed.number, act, f"synthetic-{self.n}-{m}")
        return filed.number

    def _delay(self, days: int) -> int:
        return max(0, days + self.random.choice((-1, 0, 0, 1))) if days else 0

    def _at(self, day: date, minute: int = 0) -> AbstractContextManager[None]:
        moment = datetime.combine(day, time(9 + minute % 8, self.random.randint(0, 59)))
        return clock.pretending(moment.replace(tzinfo=clock.BEIJING))

    def _do(self, number: str, act: Act, key: str) -> None:
        actor = self._actor(act.by)
        with acting_as(actor):
            if act.paper:
                api.serve_paper(number, act.key, mode=act.mode, to=act.to, request_key=key)
                return
            api.take_step(number, act.key, self._facts(number, act), request_key=key)
            if act.key in SENT and self.n % THIRD == 1:
                bodies.admit(number, self.seat.division, self.n // THIRD, f"{key}-third")

    def _actor(self, role: str) -> Actor:
        if role == "applicant":
            return self.applicant
        return self.seat.respondent if role == "respondent" else self.seat.officers[role]

    def _facts(self, number: str, act: Act) -> dict[str, Json]:
        """The answers of an act, with what depends on the case."""
        facts = dict(act.facts)
        match act.key:
            case "send_copy" | "send_copy_summary":
                facts["respondent_office"] = self.seat.respondent_code
            case "answer":
                upload = check_upload("证据目录.txt", f"{number} 证据目录".encode())
                api.attach(api.case_by_number(number), upload)
                facts["answer_evidence"] = [upload.sha256]
            case "conclude_mediation":
                facts["mediation_due"] = (self.day + timedelta(days=20)).isoformat()
            case "decide" if facts["outcome"] == "annul":
                facts["property"] = RESTORED.get(self.matter.act_kind, "none")
        return self._known(act.key, facts)

    def _known(self, step: str, facts: dict[str, Json]) -> dict[str, Json]:
        """The answers that the version of the day asks for."""
        procedure = family_of(PROCEDURE).at(self.day)
        asked = {fact.key for fact in flatten(procedure.steps[step].asks)} if procedure else set()
        return {key: value for key, value in facts.items() if key in asked}

    def _application(self) -> dict[str, Json]:
        known = self.day - timedelta(days=self.random.randint(3, 50))
        matter = self.matter
        name = self.applicant.name
        facts: dict[str, Json] = {
            "applicant_kind": "person",
            "applicant_name": name,
            "identity_number": self.person.identity_number,
            "acts_as": "self",
            "together": "alone",
            "has_agent": False,
            "authority_office": self.seat.government,
            "respondent_name": self.seat.respondent_title,
            "respondent_kind": "department",
            "respondent_office": self.seat.respondent_code,
            "act_kind": matter.act_kind,
            "act_title": _title(matter, known, self.random),
            "interest": "addressee",
            "act_form": "act",
            "act_on": (known - timedelta(days=2)).isoformat(),
            "real_estate": False,
            "learned_how": "handed",
            "known_on": known.isoformat(),
            "rights_told": "told",
            "obstacle": False,
            "detour": "none",
            "requests": [matter.request],
            "grounds": matter.grounds,
            "ask_review": False,
            "earlier": "none",
            "phone": self.person.phone,
            "address": self.person.address,
            "e_service": True,
            "summary_consent": False,
            **(dict(PENALTY) if matter.act_kind == "penalty" else {}),
            **self.life.filing,
        }
        if self.life.opening == "file_through_organ":
            facts["by_device"] = True
        if matter.fen:
            facts["amount"] = self.random.randrange(*matter.fen, 10_000)
        return facts


def _title(matter: Matter, day: date, random: Random) -> str:
    return f"{matter.title}（{day.year}年第{random.randint(1, 400)}号）"


def _citizen(random: Random, who: Person, n: int) -> Actor:
    with acting_as(SYSTEM):
        username = f"citizen{n:06d}-{random.getrandbits(32):08x}"
        account = Account.objects.create_account(
            username, name=who.name, kind=Kind.CITIZEN, phone=who.phone
        )
    return Actor(kind=Kind.CITIZEN, name=who.name, account_id=account.pk)


def officer(account: Account) -> Actor:
    """An account in its own post, as it acts."""
    own = Posting.objects.filter(kind=PostingKind.REGULAR).select_related("office")
    posting = own.get(account=account)
    return Actor(
        kind=Kind.OFFICER,
        name=account.name,
        account_id=account.pk,
        office_id=posting.office_id,
        office_path=posting.office.path,
        office_title=posting.office.title,
        roles=frozenset(posting.roles),
    )


def office_title(code: str) -> str:
    """The title of an office."""
    return Office.objects.get(code=code).title
