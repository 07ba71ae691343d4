"""The cast of the cases' tests, with a head of the eastern office and two more colleagues."""

from dataclasses import dataclass

import pytest

from fashu.kernel.access import SYSTEM, Actor, acting_as
from fashu.kernel.cases.tests.conftest import Cast, _officer, cast, noon, sample_business
from fashu.kernel.cases.tests.test_actions import open_sample
from fashu.kernel.people.models import Office, Posting

__all__ = ["Cast", "cast", "noon", "sample_business"]


@dataclass(frozen=True)
class Desk:
    """A case of the eastern office and who works there."""

    number: str
    head: Actor
    li: Actor
    amy: Actor
    ben: Actor

    def of(self, actor: Actor) -> int:
        assert actor.account_id is not None
        return actor.account_id


@pytest.fixture
def desk(cast: Cast) -> Desk:
    number = open_sample(cast.alice).number
    with acting_as(SYSTEM):
        east = Office.objects.get(code="990101")
        chief = _officer("chief", "东官长", east)
        Posting.objects.filter(account=chief.account_id or 0).update(roles=["office", "head"])
        ben = _officer("ben", "东官丙", east)
    head = Actor(
        kind=chief.kind,
        name=chief.name,
        account_id=chief.account_id,
        office_id=chief.office_id,
        office_path=chief.office_path,
        roles=frozenset({"office", "head"}),
    )
    return Desk(number, head, cast.east, cast.colleague, ben)
