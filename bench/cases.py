"""Cases that are suspended (中止) and resumed (恢复) in turn, as often as a measurement likes."""

from dataclasses import dataclass
from itertools import count
from uuid import uuid4

from fashu.kernel import api, clock
from fashu.kernel.access import SYSTEM, Actor, acting_as
from fashu.kernel.people.actors import actor_for
from fashu.kernel.people.models import Account
from fashu.kernel.procedure.facts import Json

PROCEDURE = "reconsideration"
APPLICATION: dict[str, Json] = {
    "applicant_kind": "person",
    "applicant_name": "张晓岚",
    "identity_number": "990100199001010012",
    "acts_as": "self",
    "together": "alone",
    "has_agent": False,
    "authority_office": "G9901",
    "respondent_name": "明德市市场监督管理局",
    "respondent_kind": "department",
    "act_kind": "penalty",
    "act_title": "罚款决定",
    "on_the_spot": False,
    "by_device": False,
    "amount": 500_000,
    "interest": "addressee",
    "act_form": "act",
    "real_estate": False,
    "learned_how": "handed",
    "rights_told": "told",
    "obstacle": False,
    "detour": "none",
    "requests": ["annul"],
    "grounds": "所附照片中的商品不是本店销售的。",
    "ask_review": False,
    "earlier": "none",
    "phone": "19900000001",
    "address": "示范省明德市文昌路1号",
    "e_service": True,
    "summary_consent": False,
}
SUSPENSION: dict[str, Json] = {
    "suspension_ground": "other_case",
    "suspension_reason": "需要以正在审理的民事案件结果为依据。",
}
RESUMPTION: dict[str, Json] = {"resumption_reason": "所依据的民事案件已经审结。"}
_keys = count()


def actor(username: str) -> Actor:
    """One of the people of 示范省, as he acts today."""
    with acting_as(SYSTEM):
        return actor_for(Account.objects.get(username=username))


def key() -> str:
    """A request key that was never used before, in this run or in another."""
    return f"{_RUN}-{next(_keys)}"


_RUN = f"bench-{uuid4().hex[:8]}"


@dataclass(slots=True)
class Stepped:
    """A case under examination. A suspension issues a paper and stops the term, a resumption
    starts it again; both are events like any other, so that a case can be given any history."""

    number: str
    suspended: bool = False

    @classmethod
    def filed(cls, citizen: Actor, officer: Actor, conditions: list[Json]) -> "Stepped":
        """A new case, filed by a citizen and accepted by the officer who handles it."""
        today = clock.today().isoformat()
        facts = {**APPLICATION, "act_on": today, "known_on": today}
        with acting_as(citizen):
            number = api.open_case(PROCEDURE, "file", facts, request_key=key()).number
        with acting_as(officer):
            accepted: dict[str, Json] = {"conditions": conditions, "track": "ordinary"}
            api.take_step(number, "accept", accepted, request_key=key())
        return cls(number)

    def step(self) -> None:
        """One step; the caller acts as the officer."""
        name, facts = ("resume", RESUMPTION) if self.suspended else ("suspend", SUSPENSION)
        api.take_step(self.number, name, facts, request_key=key())
        self.suspended = not self.suspended
