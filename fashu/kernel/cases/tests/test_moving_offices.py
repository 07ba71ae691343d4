"""When a branch of the office tree moves, its cases and whoever takes part move with it."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from fashu.kernel import api
from fashu.kernel.access import SYSTEM, Actor, acting_as
from fashu.kernel.cases.models import Case, Participant
from fashu.kernel.cases.replay import differences
from fashu.kernel.cases.tests.conftest import Cast
from fashu.kernel.cases.tests.test_actions import open_sample, take
from fashu.kernel.people import offices, tree
from fashu.kernel.people.actors import actor_for
from fashu.kernel.people.models import Account, Level, Office, OfficeKind
from fashu.kernel.people.offices import Decision

TODAY = Decision(date(2026, 2, 11))


def move(code: str, superior: str) -> None:
    with acting_as(SYSTEM):
        offices.move(code, superior, TODAY)


def again(actor: Actor) -> Actor:
    """The actor as his next request finds him."""
    with acting_as(SYSTEM):
        return actor_for(Account.objects.get(pk=actor.account_id or 0))


def sees(actor: Actor) -> int:
    with acting_as(again(actor)):
        return Case.objects.count()


@pytest.fixture
def other_city(db: None) -> Office:
    return Office.objects.create(
        code="9902",
        title="邻市司法局",
        level=Level.CITY,
        kind=OfficeKind.JUSTICE,
        division_code="9902",
    )


def test_a_case_stays_with_its_office_wherever_that_moves(cast: Cast, other_city: Office) -> None:
    number = open_sample(cast.alice).number
    move("990101", "9902")
    assert [sees(cast.east), sees(cast.city), sees(cast.alice), sees(cast.west)] == [1, 0, 1, 0]
    taken = take(again(cast.east), number, "accept")
    assert taken.stage != "received"
    with acting_as(SYSTEM):
        assert differences(Case.objects.get(number=number)) == []


def test_an_organ_that_takes_part_keeps_its_sight_when_it_moves(
    cast: Cast, other_city: Office
) -> None:
    number = open_sample(cast.alice).number
    with acting_as(cast.east):
        api.add_participant(number, "applicant", "西县司法局", office="990102", request_key="p")
    move("990102", "9902")
    assert sees(cast.west) == 1
    with acting_as(SYSTEM):
        paths = Participant.objects.exclude(office_path=None).values_list("office_path", flat=True)
        assert list(paths) == ["9902/990102/"]


def test_a_move_reaches_the_cases_that_the_mover_cannot_see(cast: Cast, other_city: Office) -> None:
    """The paths follow inside the database, past every policy."""
    open_sample(cast.alice)
    with acting_as(SYSTEM):
        county = Office.objects.get(code="990101")
    with acting_as(cast.bob):
        tree.relocate(county, other_city)
    assert sees(cast.east) == 1


def test_no_case_can_name_a_place_that_is_not_in_the_tree(cast: Cast) -> None:
    open_sample(cast.alice)
    with (
        acting_as(SYSTEM),
        pytest.raises(IntegrityError, match="cases_case_office_path"),
        transaction.atomic(),
    ):
        Case.objects.update(office_path="9901/990109/")
