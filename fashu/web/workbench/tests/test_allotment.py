"""自动分办 on its pages: set, turned on, tried out, explained on the case; who may and not."""

from collections.abc import Callable

import pytest
from django.test import Client

from fashu.kernel.access import SYSTEM, Actor, Kind, acting_as
from fashu.kernel.cases.models import Case
from fashu.kernel.cases.tests.test_actions import open_sample
from fashu.kernel.desk import allotting
from fashu.kernel.desk.models import Absence, AllotmentRule
from fashu.kernel.desk.tests.conftest import Desk, desk
from fashu.kernel.people.models import Account
from fashu.kernel.reading.models import Entry
from fashu.web.workbench.tests.conftest import Cast

__all__ = ["desk"]

pytestmark = pytest.mark.django_db

As = Callable[[Actor], Client]
PAGE, TRY, AWAY = (
    "/workbench/allotment/",
    "/workbench/allotment/try/",
    "/workbench/delegations/absences/",
)


def page(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def sent(client: Client, path: str, **form: object) -> str:
    return client.post(path, form, follow=True).content.decode()


def test_a_head_sets_a_rule_turns_it_on_and_the_case_tells_why(
    desk: Desk, cast: Cast, as_: As
) -> None:
    head = as_(desk.head)
    assert "还没有规则" in page(head, PAGE)
    assert "还没有分办规则" in sent(head, PAGE, act="on")
    shown = sent(head, PAGE, act="set", people=[desk.of(desk.amy)], way="load", business="sample")
    assert "规则已设定" in shown
    assert "东官乙" in shown
    assert "已启用" in sent(head, PAGE, act="on")
    number = open_sample(cast.alice, "new").number
    assert "规则“各地 · " in page(head, PAGE)
    assert allotting.share_out() == 2
    case = page(as_(desk.amy), f"/workbench/cases/{number}/")
    assert "规则分办" in case
    assert "只有东官乙可以承办" in case
    assert "规则已停用" in sent(head, PAGE, act="end", rule=_rule())
    assert "未启用" in sent(head, PAGE, act="off")


def _rule() -> int:
    with acting_as(SYSTEM):
        return AllotmentRule.objects.get(ended_at=None).pk


def test_whoever_does_not_lead_reads_and_sets_nothing(desk: Desk, cast: Cast, as_: As) -> None:
    li = as_(desk.li)
    assert "设定规则" not in page(li, PAGE)
    assert "负责人或者系统管理员" in sent(li, PAGE, act="set", way="load")
    assert as_(cast.alice).get(PAGE).status_code == 403
    with acting_as(SYSTEM):
        assert AllotmentRule.objects.count() == 0


def test_the_system_administrator_sets_the_rules_of_any_office_and_sees_no_case(
    desk: Desk, as_: As
) -> None:
    with acting_as(SYSTEM):
        account = Account.objects.create_account("xu2", name="许维", kind=Kind.SYSTEM_ADMIN)
    keeper = as_(Actor(kind=Kind.SYSTEM_ADMIN, name="许维", account_id=account.pk))
    assert keeper.get(PAGE).status_code == 404
    assert desk.number not in page(keeper, f"{PAGE}?office=990101")
    shown = sent(keeper, f"{PAGE}?office=990101", act="set", people=[desk.of(desk.ben)], way="turn")
    assert "规则已设定" in shown
    assert keeper.get(TRY).status_code == 403
    assert desk.number in page(as_(desk.head), PAGE)


def test_trying_out_compares_with_what_was_and_leaves_an_entry(
    desk: Desk, cast: Cast, as_: As
) -> None:
    as_(desk.amy).post(f"/workbench/cases/{desk.number}/handling/claim/")
    open_sample(cast.alice, "second")
    head = as_(desk.head)
    sent(head, PAGE, act="set", people=[desk.of(desk.amy), desk.of(desk.ben)], way="load")
    shown = page(head, TRY)
    assert "相同" in shown
    assert "东官丙在办0件，最少" in shown
    assert "这段时间没有收到案件" in page(head, f"{TRY}?first=2025-01-01&last=2025-01-31")
    with acting_as(desk.head):
        assert len(Entry.objects.filter(view="statistics").latest("pk").cases) == 2
    with acting_as(SYSTEM):
        assert Case.objects.filter(handler=None).count() == 1


def test_an_absence_is_registered_and_withdrawn_on_its_page(desk: Desk, as_: As) -> None:
    amy = as_(desk.amy)
    form = {"person": desk.of(desk.amy), "kind": "leave", "since": "2026-02-11"}
    assert "完整的起止日期" in sent(amy, AWAY, **form)
    assert "已登记" in sent(amy, AWAY, **form, until="2026-02-13")
    assert "东官乙（休假至2026-02-13）" in page(as_(desk.head), PAGE)
    with acting_as(SYSTEM):
        row = Absence.objects.get().pk
    assert "可能已经撤回" in sent(as_(desk.ben), AWAY, withdraw=row)
    assert "没有人不在岗" in sent(amy, AWAY, withdraw=row)


@pytest.mark.parametrize("wrong", [{"act": "nothing"}, {}, {"act": "end", "rule": "x"}])
def test_what_no_form_sends_changes_nothing(desk: Desk, as_: As, wrong: dict[str, str]) -> None:
    answer = as_(desk.head).post(PAGE, wrong)
    assert answer.status_code in (200, 404)
    with acting_as(SYSTEM):
        assert AllotmentRule.objects.count() == 0
