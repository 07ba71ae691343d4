"""Roles, administrators and the log, as the three administrators use them in the browser."""

import pytest
from django.test import Client

from fashu.kernel.access import SYSTEM, acting_as
from fashu.kernel.access.models import Appointment, Grant, LogEntry
from fashu.kernel.people.actors import actor_for
from fashu.kernel.people.models import Account, Office, Posting
from fashu.synthetic.cast import PASSWORD
from fashu.synthetic.plant import SINCE, plant_cast

pytestmark = pytest.mark.django_db

ROLES = "/administration/roles/"


@pytest.fixture(autouse=True)
def cast() -> None:
    plant_cast()


def browser(username: str) -> Client:
    client = Client()
    client.post("/signin/", {"username": username, "password": PASSWORD})
    return client


def said(client: Client, path: str, **data: str) -> str:
    """Send a form and read the page it leads to."""
    return client.post(path, data, follow=True).content.decode()


def newcomer() -> Account:
    """Somebody with a post and no role."""
    with acting_as(SYSTEM):
        account = Account.objects.create_account("new", name="新来", kind="officer")  # type: ignore[arg-type] # as a form gives it
        Posting.objects.create(
            account=account, office=Office.objects.get(code="990101"), since=SINCE
        )
    return account


def test_the_matrix_names_every_role_with_its_scope() -> None:
    page = browser("bao").get(ROLES).content.decode()
    for words in ("承办人", "机关负责人", "4 本部门及以下", "行政复议"):
        assert words in page
    assert "<div>督察</div>" in page
    assert "<div>auditor" not in page


def test_a_role_is_made_scoped_granted_and_taken_back() -> None:
    bao, account = browser("bao"), newcomer()
    page = said(bao, f"{ROLES}define/", key="handler", title="复议经办", plays="office", note="")
    assert "角色“复议经办”已保存" in page
    page = said(bao, f"{ROLES}handler/scope/", business="reconsideration", scope="5", offices="")
    assert "5 仅本人" in page
    grant = {"username": "new", "office": "990101", "since": "2020-01-01", "until": "", "basis": ""}
    assert "已授予新来" in said(bao, f"{ROLES}handler/grant/", **grant)
    actor = actor_for(account)
    assert actor.roles == {"office"}
    assert "99/9901/990101/" not in actor.reach.part("reconsideration")
    assert "99/9901/990101/" in actor.reach.part("reconsideration").own
    with acting_as(SYSTEM):
        number = Grant.objects.get().pk
    assert "已收回" in said(bao, f"{ROLES}grants/{number}/withdraw/")
    assert actor_for(account).roles == frozenset()


def test_a_custom_scope_names_its_offices_and_refuses_unknown_ones() -> None:
    bao = browser("bao")
    page = said(bao, f"{ROLES}office/scope/", business="", scope="2", offices="990101 990102")
    assert "清河县司法局、石门县司法局" in page
    assert "没有机构770000" in said(
        bao, f"{ROLES}office/scope/", business="", scope="2", offices="770000"
    )
    assert "不需要指定机构" in said(
        bao, f"{ROLES}office/scope/", business="", scope="4", offices="990101"
    )


def test_what_cannot_be_granted_is_said_in_words() -> None:
    bao = browser("bao")
    newcomer()
    form = {"since": "2020-01-01", "until": "", "basis": ""}
    wrong = {"username": "new", "office": "9901", **form}
    assert "不在明德市司法局任职" in said(bao, f"{ROLES}office/grant/", **wrong)
    assert "没有这个账号" in said(
        bao, f"{ROLES}office/grant/", username="nobody", office="9901", **form
    )
    assert "机构代码：请填写" in said(
        bao, f"{ROLES}office/grant/", username="new", office="", **form
    )


def test_a_role_that_came_with_the_post_is_taken_back_too() -> None:
    bao = browser("bao")
    with acting_as(SYSTEM):
        posting = Posting.objects.select_related("account").get(account__username="lin")
    assert "林清" in bao.get(f"{ROLES}office/").content.decode()
    assert "已收回" in said(bao, f"{ROLES}office/strip/{posting.pk}/")
    assert actor_for(posting.account).roles == frozenset()


def test_an_administrator_is_made_by_two_and_not_by_one() -> None:
    bao, ning = browser("bao"), browser("ning")
    newcomer()
    asked = {"username": "new", "duty": "system_admin", "reason": "轮岗"}
    page = said(bao, "/administration/administrators/ask/", **asked)
    assert "由另一名安全管理员复核后生效" in page
    assert 'value="yes"' not in page
    with acting_as(SYSTEM):
        path = f"/administration/administrators/{Appointment.objects.get().pk}/decide/"
    assert "不能复核" in said(bao, path, approve="yes")
    assert "已同意" in said(ning, path, approve="yes")
    with acting_as(SYSTEM):
        assert Account.objects.get(username="new").kind == "system_admin"


def test_the_auditor_reads_the_log_and_his_reading_stands_in_it() -> None:
    said(browser("bao"), f"{ROLES}office/scope/", business="", scope="3", offices="")
    ji = browser("ji")
    page = ji.get("/administration/log/?q=承办人&action=scope").content.decode()
    assert "鲍严" in page
    assert "3 本部门" in page
    assert "散列链完整" in page
    assert "没有这样的记录" in ji.get("/administration/log/?q=不存在的人").content.decode()
    again = ji.get("/administration/log/?action=read_log").content.decode()
    assert "查阅管理日志" in again
    with acting_as(SYSTEM):
        first = LogEntry.objects.filter(action="read_log").order_by("seq")[0]
    assert first.after == {"q": "承办人", "action": "scope", "页": 1, "条": 1}
    assert first.name == "纪明"


@pytest.mark.parametrize("username", ["xu", "ji", "lin", "zhou", "shen"])
def test_nobody_else_comes_to_the_roles(username: str) -> None:
    client = browser(username)
    assert client.get(ROLES).status_code == 403
    assert client.post(f"{ROLES}office/scope/", {"scope": "1", "business": ""}).status_code == 403


@pytest.mark.parametrize("username", ["xu", "bao", "lin", "shen"])
def test_nobody_else_reads_the_log(username: str) -> None:
    assert browser(username).get("/administration/log/").status_code == 403


def test_whether_a_role_can_be_delegated_is_the_security_administrators_word() -> None:
    bao = browser("bao")
    assert "限本人" in bao.get(f"{ROLES}office/").content.decode()
    form = {"key": "office", "title": "承办人", "plays": "office", "note": ""}
    assert "可以代理" in said(bao, f"{ROLES}define/", **form, may_be_delegated="on")
    assert "限本人" in said(bao, f"{ROLES}define/", **form)
