"""回避 at the desk: nobody who must avoid a case is given it, and those concerned hear of it."""

from collections.abc import Callable

import pytest

from fashu.kernel import api
from fashu.kernel.access import SYSTEM, Actor, acting_as
from fashu.kernel.cases.models import Case, Ground
from fashu.kernel.cases.tests.conftest import Cast
from fashu.kernel.desk import errands, handling
from fashu.kernel.desk.acts import Leg, Mode, Where
from fashu.kernel.desk.colleagues import able
from fashu.kernel.desk.models import How, Notice
from fashu.kernel.desk.tests.conftest import Desk
from fashu.kernel.people.models import Posting
from fashu.kernel.procedure import Refused


def avoids(desk: Desk, who: Actor) -> None:
    with acting_as(who):
        api.ask_to_avoid(desk.number, Ground.RELATIVE, "申请人是我表弟")


def told(who: Actor) -> list[str]:
    with acting_as(who):
        return list(Notice.objects.values_list("words", flat=True))


def test_whoever_must_avoid_a_case_is_not_given_it_and_the_refusal_says_why(desk: Desk) -> None:
    avoids(desk, desk.amy)
    with acting_as(desk.head), pytest.raises(Refused, match="东官乙应当回避本案：涉及亲属"):
        handling.assign(desk.number, desk.of(desk.amy))
    with acting_as(desk.li):
        handling.claim(desk.number)
        with pytest.raises(Refused, match="公务员法》第七十六条"):
            handling.assign(desk.number, desk.of(desk.amy), "转交")
        with pytest.raises(Refused, match="应当回避"):
            handling.copy(desk.number, (desk.of(desk.amy),))


@pytest.mark.parametrize("how", [How.TURN, How.LOAD])
def test_the_rules_that_give_out_cases_pass_him_over(desk: Desk, how: How) -> None:
    with acting_as(desk.head):
        usual = handling.assign_by_rule(desk.number, how).account_id
        handling.release(desk.number)
    first = {desk.of(a): a for a in (desk.li, desk.amy, desk.ben, desk.head)}[usual or 0]
    avoids(desk, first)
    with acting_as(desk.head):
        assert handling.assign_by_rule(desk.number, how).account_id not in (usual, None)


def test_he_is_offered_to_nobody(desk: Desk) -> None:
    avoids(desk, desk.amy)
    with acting_as(desk.head):
        case = Case.objects.get(number=desk.number)
        assert desk.of(desk.amy) not in {each.pk for each in able(case)}
        assert desk.of(desk.li) in {each.pk for each in able(case)}


def test_nor_is_he_asked_in_an_errand(desk: Desk) -> None:
    avoids(desk, desk.amy)
    amy, ben = desk.of(desk.amy), desk.of(desk.ben)
    with acting_as(desk.li):
        with pytest.raises(Refused, match="应当回避"):
            errands.start(desk.number, "会商", (Leg(Mode.ALL, (amy,)),))
        with pytest.raises(Refused, match="应当回避"):
            errands.start(desk.number, "会商", (Leg(Mode.ALL, (ben,)),), copies=(amy,))
        errand = errands.start(desk.number, "会商", (Leg(Mode.ALL, (ben,)),)).pk
    tries: tuple[Callable[[], object], ...] = (
        lambda: errands.hand_on(errand, amy),
        lambda: errands.add(errand, (amy,), Where.WITH),
        lambda: errands.copy_errand(errand, (amy,)),
    )
    with acting_as(desk.ben):
        for act in tries:
            with pytest.raises(Refused, match="应当回避"):
                act()


def test_what_he_leaves_behind_is_told_to_those_who_lead_and_handed_on(desk: Desk) -> None:
    with acting_as(desk.li):
        handling.claim(desk.number)
        legs = (Leg(Mode.ALL, (desk.of(desk.amy),)),)
        errand = errands.start(desk.number, "会商", legs).pk
    avoids(desk, desk.amy)
    assert f"东官乙回避，请另行安排内部事项1项：{desk.number}" in told(desk.head)
    avoids(desk, desk.li)
    assert f"东官回避，请另行安排承办人：{desk.number}" in told(desk.head)
    with acting_as(desk.head):
        errands.hand_on(errand, desk.of(desk.ben), place_of=desk.of(desk.amy))
    assert any("会商" in words for words in told(desk.ben))


def test_whoever_decides_hears_of_a_partys_application_and_the_officer_of_the_decision(
    desk: Desk, cast: Cast
) -> None:
    with acting_as(desk.li):
        handling.claim(desk.number)
    with acting_as(cast.alice):
        asked = api.ask_to_avoid(desk.number, Ground.OTHER, "同学", account=desk.of(desk.li))
    assert f"回避申请待决定：{desk.number}" in told(desk.amy)
    with acting_as(desk.amy):
        api.decide_avoidance(desk.number, asked.pk, upheld=True)
    with acting_as(desk.li):
        newest = Notice.objects.order_by("-id").first()
    assert newest is not None
    assert newest.words == f"您应当回避，不再办理：{desk.number}"
    assert newest.address == "/workbench/"
    with acting_as(cast.alice):
        assert not Notice.objects.exists()


def test_where_nobody_else_could_decide_the_office_above_hears_of_it(
    desk: Desk, cast: Cast
) -> None:
    with acting_as(SYSTEM):
        others = Posting.objects.exclude(account=desk.of(desk.li))
        others.filter(office__code="990101").update(roles=["clerk"])
        Posting.objects.filter(account=cast.city.account_id or 0).update(roles=["superior"])
    avoids(desk, desk.li)
    assert f"回避申请待决定：{desk.number}" in told(cast.city)
