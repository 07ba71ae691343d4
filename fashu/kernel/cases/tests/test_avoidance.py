"""回避: who must avoid a case neither sees it nor acts on it, and who says so."""

from dataclasses import replace
from datetime import date

import pytest
from django.db import IntegrityError, transaction

from fashu.kernel import api, clock
from fashu.kernel.access import SYSTEM, Actor, acting_as
from fashu.kernel.cases.avoidance import avoidances_in, may_decide, officers_of
from fashu.kernel.cases.models import Attachment, Avoidance, Case, Event, Ground, Participant
from fashu.kernel.cases.tests.conftest import Cast
from fashu.kernel.cases.tests.test_actions import open_sample, take
from fashu.kernel.people.models import Posting
from fashu.kernel.procedure import Refused

OTHER = Ground.OTHER


@pytest.fixture
def number(cast: Cast) -> str:
    """A case of the east county, which the officer of the east handles."""
    opened = open_sample(cast.alice).number
    with acting_as(cast.east):
        Case.objects.update(handler=cast.east.account_id)
    return opened


@pytest.fixture
def head(cast: Cast) -> Actor:
    """Somebody of the east who plays the organ; in the sample procedure every officer does."""
    return cast.colleague


def sees(actor: Actor, number: str) -> bool:
    with acting_as(actor):
        return Case.objects.filter(number=number).exists()


def row() -> Avoidance:
    with acting_as(SYSTEM):
        return Avoidance.objects.get()


def test_whoever_says_so_himself_is_shut_out_at_once_with_all_that_hangs_on_the_case(
    cast: Cast, number: str
) -> None:
    with acting_as(cast.east):
        api.ask_to_avoid(number, Ground.RELATIVE, "申请人是我表弟")
        for model in (Case, Event, Participant, Attachment, Avoidance):
            assert not model._default_manager.exists()
    assert not sees(cast.east, number)
    assert sees(cast.colleague, number)
    with acting_as(SYSTEM):
        assert Case.objects.get(number=number).handler is None


def test_whoever_must_avoid_a_case_does_not_act_on_it(cast: Cast, number: str) -> None:
    with acting_as(cast.east):
        api.ask_to_avoid(number, OTHER, "曾任其法律顾问")
    with pytest.raises(Refused, match="没有找到"):
        take(cast.east, number, "accept")
    for act in (
        lambda: api.add_note(number, "x"),
        lambda: api.add_participant(number, "expert", "x", request_key="x"),
    ):
        with acting_as(cast.east), pytest.raises(Refused, match="没有找到"):
            act()


def test_nor_as_the_second_person_of_a_step(cast: Cast, number: str) -> None:
    take(cast.colleague, number, "accept")
    with acting_as(cast.east):
        api.ask_to_avoid(number, OTHER, "曾任其法律顾问")
    with acting_as(cast.colleague), pytest.raises(Refused, match="应当回避"):
        api.take_step(
            number, "note", {}, request_key="two", together_with=(cast.east.account_id or 0,)
        )


def test_a_party_asks_and_nothing_stops_before_the_decision(
    cast: Cast, number: str, head: Actor
) -> None:
    """行政处罚法第四十三条第三款: 决定作出之前，不停止调查."""
    with acting_as(cast.alice):
        asked = api.ask_to_avoid(number, OTHER, "与被申请人是同学", account=cast.east.account_id)
    assert sees(cast.east, number)
    take(cast.east, number, "accept")
    with acting_as(head):
        api.decide_avoidance(number, asked.pk, upheld=True)
    assert not sees(cast.east, number)


def test_what_is_not_upheld_lets_him_back(cast: Cast, number: str, head: Actor) -> None:
    with acting_as(cast.east):
        api.ask_to_avoid(number, OTHER, "疑似相识")
    assert not sees(cast.east, number)
    with acting_as(head):
        with pytest.raises(Refused, match="请写明理由"):
            api.decide_avoidance(number, row().pk, upheld=False)
        api.decide_avoidance(number, row().pk, upheld=False, answer="并不相识")
    assert sees(cast.east, number)


def test_an_application_is_decided_once(cast: Cast, number: str, head: Actor) -> None:
    with acting_as(cast.east):
        api.ask_to_avoid(number, OTHER, "疑似相识")
    with acting_as(head):
        api.decide_avoidance(number, row().pk, upheld=False, answer="并不相识")
        with pytest.raises(Refused, match="没有等待决定"):
            api.decide_avoidance(number, row().pk, upheld=True)


def test_nobody_decides_about_himself(cast: Cast, number: str) -> None:
    with acting_as(cast.alice):
        asked = api.ask_to_avoid(number, OTHER, "同学", account=cast.east.account_id)
    # Asked by a party he still sees the case; the database refuses his own word on it.
    with acting_as(cast.east), pytest.raises(IntegrityError, match="oneself"), transaction.atomic():
        Avoidance.objects.filter(pk=asked.pk).update(
            is_upheld=False, decided_by=cast.east.account_id, decided_at=clock.now()
        )
    with acting_as(cast.east), pytest.raises(Refused, match="本人"):
        api.decide_avoidance(number, asked.pk, upheld=False)


def test_whoever_only_looks_on_decides_nothing(cast: Cast, number: str) -> None:
    with acting_as(cast.alice):
        asked = api.ask_to_avoid(number, OTHER, "同学", account=cast.east.account_id)
    for actor in (cast.auditor, cast.city, cast.alice, cast.west):
        with acting_as(actor), pytest.raises(Refused):
            api.decide_avoidance(number, asked.pk, upheld=True)
    with acting_as(cast.colleague):
        assert may_decide(cast.colleague, Case.objects.get(number=number))


@pytest.mark.parametrize("who", ["bob", "auditor", "west"])
def test_a_stranger_asks_for_nobody(who: str, cast: Cast, number: str) -> None:
    with acting_as(getattr(cast, who)), pytest.raises(Refused):
        api.ask_to_avoid(number, OTHER, "理由", account=cast.east.account_id)


def test_the_other_side_does_not_read_why(cast: Cast, number: str) -> None:
    with acting_as(cast.east):
        api.ask_to_avoid(number, Ground.RELATIVE, "申请人是我表弟")
    with acting_as(cast.alice):
        assert not Avoidance.objects.exists()
    with acting_as(cast.colleague):
        (found,) = avoidances_in(Case.objects.get(number=number))
        assert found.reason == "申请人是我表弟"


def test_an_officer_of_the_organ_may_be_sent_away_directly(cast: Cast, number: str) -> None:
    with acting_as(cast.colleague):
        api.ask_to_avoid(number, OTHER, "有人反映", account=cast.east.account_id)
    assert row().is_upheld is True
    assert not sees(cast.east, number)


def test_it_shuts_out_by_whatever_way_he_would_see_the_case(cast: Cast, number: str) -> None:
    with acting_as(cast.east):
        api.add_participant(
            number, "expert", "本人", account=cast.east.account_id, request_key="part"
        )
        api.ask_to_avoid(number, OTHER, "理由")
    assert not sees(cast.east, number)
    assert not sees(replace(cast.east, office_path=cast.city.office_path), number)


def test_only_who_has_a_role_in_the_office_can_be_named(cast: Cast, number: str) -> None:
    with acting_as(SYSTEM):
        Posting.objects.filter(account=cast.colleague.account_id).update(until=date(2025, 1, 1))
    with acting_as(cast.east):
        found = officers_of(Case.objects.select_related("office").get(number=number))
    assert [each.account for each in found] == [cast.east.account_id]


def test_a_party_learns_who_works_on_the_case_and_nobody_else(cast: Cast, number: str) -> None:
    take(cast.colleague, number, "accept")
    case = in_the_eyes_of(cast.east, number)
    with acting_as(cast.alice):
        assert [each.name for each in officers_of(case)] == ["东官", "东官乙"]
    with acting_as(cast.bob):
        assert officers_of(case) == []


def test_whoever_only_serves_there_is_no_partys_to_name(cast: Cast, number: str) -> None:
    with acting_as(cast.alice), pytest.raises(Refused, match="没有找到该工作人员"):
        api.ask_to_avoid(number, OTHER, "同学", account=cast.colleague.account_id)


def test_the_party_reads_the_answer_to_its_own_application(
    cast: Cast, number: str, head: Actor
) -> None:
    with acting_as(cast.alice):
        asked = api.ask_to_avoid(number, OTHER, "同学", account=cast.east.account_id)
    with acting_as(head):
        (found,) = avoidances_in(Case.objects.get(number=number))
        assert (found.name, found.raised_name) == ("东官", "张三")
        api.decide_avoidance(number, asked.pk, upheld=False, answer="经查并非同学")
    with acting_as(cast.alice):
        (read,) = avoidances_in(Case.objects.get(number=number))
        assert (read.decided_name, read.answer) == ("东官乙", "经查并非同学")
    with acting_as(cast.bob):
        assert not Avoidance.objects.exists()


def test_two_who_do_not_see_each_other_ask_once(cast: Cast, number: str) -> None:
    """The second sees no row and still must not run into the database's own words."""
    take(cast.east, number, "accept")
    with acting_as(cast.east):
        api.ask_to_avoid(number, Ground.RELATIVE, "申请人是我表弟")
    with acting_as(cast.alice), pytest.raises(Refused, match="正在等待决定"):
        api.ask_to_avoid(number, OTHER, "同学", account=cast.east.account_id)


def in_the_eyes_of(actor: Actor, number: str) -> Case:
    with acting_as(actor):
        return Case.objects.select_related("office").get(number=number)
