"""Opening and keeping single accounts: who may, what is shown once, what the log says."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from fashu.kernel import clock
from fashu.kernel.access import SYSTEM, acting_as
from fashu.kernel.access.models import Grant, LogEntry
from fashu.kernel.credentials import passwords, totp
from fashu.kernel.credentials.origin import NOWHERE
from fashu.kernel.people import posts
from fashu.kernel.people.actors import actor_for
from fashu.kernel.people.models import Account, Office, Posting, PostingKind
from fashu.synthetic.cast import PASSWORD
from fashu.synthetic.plant import plant_cast

pytestmark = pytest.mark.django_db

GOOD = "Qinghe-7381"
ACCOUNTS = "/administration/officers/@"
POSTINGS = "/administration/officers/postings/"
WAITING = "/administration/roles/@waiting/"
NEWCOMER = {
    "username": "xin",
    "name": "辛明",
    "phone": "13900000009",
    "kind": "officer",
    "office": "990101",
    "post": "科员",
    "since": "2020-01-01",
    "until": "",
    "basis": "示司任〔2026〕1号",
}


@pytest.fixture(autouse=True)
def cast() -> None:
    plant_cast()


def browser(username: str, password: str = PASSWORD) -> Client:
    client = Client()
    client.post("/signin/", {"username": username, "password": password})
    return client


def page(client: Client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200, (path, response.headers.get("Location"))
    return response.content.decode()


def said(client: Client, path: str, **data: str | list[str]) -> str:
    """Send a form and read the page it leads to."""
    return client.post(path, data, follow=True).content.decode()


def code_in(html: str) -> str:
    found = re.search(r'<code class="code" data-code>([^<]+)</code>', html)
    assert found, html[-1500:]
    return found.group(1)


def account(username: str) -> Account:
    with acting_as(SYSTEM):
        return Account.objects.get(username=username)


def posting(username: str, **narrow: object) -> Posting:
    with acting_as(SYSTEM):
        return Posting.objects.get(account__username=username, **narrow)


def actions() -> list[str]:
    with acting_as(SYSTEM):
        return [entry.action for entry in LogEntry.objects.order_by("seq")]


def test_a_newcomer_is_opened_activated_and_granted_a_role(client: Client) -> None:
    xu, bao = browser("xu"), browser("bao")
    slip = said(xu, "/administration/officers/new/", **NEWCOMER)
    code = code_in(slip)
    assert "激活码只显示这一次" in slip
    assert code not in page(xu, f"{ACCOUNTS}xin/")
    assert "有一个激活码" in page(xu, f"{ACCOUNTS}xin/")
    given = {"username": "xin", "code": code, "new": GOOD, "again": GOOD}
    assert "账号已激活" in said(client, "/activate/", **given)
    assert "139****0009" in page(xu, f"{ACCOUNTS}xin/")
    assert actor_for(account("xin")).roles == frozenset()
    role = {"role": "office", "office": "990101", "since": "2020-01-01", "until": "", "basis": ""}
    assert "已授予承办人" in said(bao, f"{ACCOUNTS}xin/grant/", **role)
    assert actor_for(account("xin")).roles == {"office"}
    with acting_as(SYSTEM):
        given_role = Grant.objects.get()
    path = f"/administration/roles/grants/{given_role.pk}/withdraw/"
    assert "已收回" in said(bao, path, account="1")
    assert actions() == ["account", "post", "appoint", "grant", "withdraw"]


def test_what_is_wrong_with_a_newcomer_is_said_at_its_field() -> None:
    xu = browser("xu")
    for changes, words in (
        ({"office": "nix"}, "没有这个代码的机构"),
        ({"username": "lin"}, "账号lin已经有人使用"),
        ({"username": "zhang"}, "账号zhang已经有人使用"),
        ({"username": "两个 字"}, "字母、数字和 . _ - 组成"),
        ({"phone": "电话"}, "手机号码由5至20位数字组成"),
        ({"until": "2019-01-01"}, "截止日期早于起始日期"),
        ({"name": ""}, "请填写"),
        ({"kind": "security_admin"}, "security_admin"),
    ):
        html = said(xu, "/administration/officers/new/", **(NEWCOMER | changes))
        assert words in html, changes
        assert "data-code" not in html
    assert actions() == []


PAGES = {
    "xu": ("facts/", "appoint/", "depute/", "switch/", "reset/"),
    "bao": ("grant/", "release/"),
}


@pytest.mark.parametrize("who", ["xu", "bao", "ji", "lin", "zhang", "shen"])
def test_each_administrator_has_his_own_pages_and_nobody_else_any(who: str) -> None:
    client = browser(who)
    for owner, paths in PAGES.items():
        for path in paths:
            wanted = 200 if owner == who else 403
            assert client.get(f"{ACCOUNTS}lin/{path}").status_code == wanted, path
    opening = client.get("/administration/officers/new/").status_code
    assert opening == (200 if who == "xu" else 403)
    assert client.get(f"{ACCOUNTS}lin/").status_code == (200 if who in PAGES else 403)
    assert client.get(WAITING).status_code == (200 if who == "bao" else 403)


def test_a_citizens_account_is_no_administrators_business() -> None:
    for who in PAGES:
        assert browser(who).get(f"{ACCOUNTS}zhang/").status_code == 404
    assert browser("xu").post(f"{ACCOUNTS}zhang/reset/", {"reason": "x"}).status_code == 404


def test_an_administrators_account_is_in_nobodys_hands() -> None:
    xu = browser("xu")
    html = page(xu, f"{ACCOUNTS}bao/")
    assert "不由另一名管理员一人处置" in html
    assert "重置密码" not in html
    for path in ("reset/", "switch/"):
        assert "一人处置" in said(xu, f"{ACCOUNTS}bao/{path}", reason="试试")
    assert actions() == []


def test_a_password_is_reset_to_a_code_and_the_owner_is_out(client: Client) -> None:
    officer = account("lin")
    with acting_as(SYSTEM):
        officer.standing.is_demonstration = False
        officer.standing.save()
    passwords.choose(officer, GOOD)
    html = said(browser("xu"), f"{ACCOUNTS}lin/reset/", reason="忘记密码")
    given = {"username": "lin", "code": code_in(html), "new": "Shimen-4412", "again": "Shimen-4412"}
    assert "不正确" in said(client, "/signin/", username="lin", password=GOOD)
    assert "账号已激活" in said(client, "/activate/", **given)


def test_no_code_is_made_by_a_browser_that_was_left_alone() -> None:
    with time_machine.travel(clock.now(), tick=False) as traveller:
        xu = browser("xu")
        traveller.shift(timedelta(minutes=11))
        for path in ("/administration/officers/new/", f"{ACCOUNTS}lin/reset/"):
            response = xu.post(path, {"reason": "忘记密码"})
            assert response.headers["Location"].startswith("/signin/again/")
    assert actions() == []


def test_an_account_is_disabled_with_a_reason_and_enabled_again() -> None:
    xu, lin = browser("xu"), browser("lin")
    assert "请填写" in said(xu, f"{ACCOUNTS}lin/switch/", reason="")
    assert "账号已停用" in said(xu, f"{ACCOUNTS}lin/switch/", reason="离职")
    assert lin.get("/workbench/").status_code == 302
    assert "启用林清的账号" in page(xu, f"{ACCOUNTS}lin/switch/")
    assert "账号已启用" in said(xu, f"{ACCOUNTS}lin/switch/", reason="返岗")
    assert browser("lin").get("/workbench/").status_code == 200


def test_name_and_telephone_are_changed_and_the_number_stays_masked() -> None:
    xu = browser("xu")
    with acting_as(SYSTEM):
        Account.objects.filter(username="lin").update(phone="13900000001")
    form = page(xu, f"{ACCOUNTS}lin/facts/")
    assert "139****0001" in form
    assert "13900000001" not in form
    said(xu, f"{ACCOUNTS}lin/facts/", name="林青", phone="139****0001")
    assert (account("lin").name, account("lin").phone) == ("林青", "13900000001")
    said(xu, f"{ACCOUNTS}lin/facts/", name="林清", phone="")
    assert account("lin").phone == ""


def test_somebody_is_lent_and_comes_back() -> None:
    xu = browser("xu")
    place = {"office": "990101", "post": "", "since": "2020-01-01", "until": "", "basis": ""}
    html = said(xu, f"{ACCOUNTS}lin/appoint/", **place, kind="secondment")
    assert "清河县司法局的任职已登记" in html
    lent = posting("lin", kind=PostingKind.SECONDMENT)
    assert "早于起始" in said(xu, f"{POSTINGS}{lent.pk}/end/", until="2019-01-01")
    assert "次日起" in said(xu, f"{POSTINGS}{lent.pk}/end/", until="2020-02-01")
    assert "不在任" in page(xu, f"{ACCOUNTS}lin/")
    assert "没有任职，不能借调" in said(
        xu, f"{ACCOUNTS}lin/appoint/", **(place | {"since": "2000-01-01"}), kind="secondment"
    )


def test_the_roles_of_a_post_wait_for_the_security_administrator() -> None:
    xu, bao = browser("xu"), browser("bao")
    with acting_as(SYSTEM):
        post = posts.establish(Office.objects.get(code="990101"), "科员")
        posts.entitle(post, ["office"])
    said(xu, "/administration/officers/new/", **NEWCOMER)
    assert "待授予岗位角色" in page(bao, "/administration/roles/")
    assert "辛明" in page(bao, WAITING)
    held = posting("xin")
    assert browser("xu").post(f"{POSTINGS}{held.pk}/entitle/").status_code == 403
    assert "已授予" in said(bao, f"{POSTINGS}{held.pk}/entitle/")
    assert actor_for(account("xin")).roles == {"office"}
    assert "没有等待授予的人" in page(bao, WAITING)


def test_one_registers_an_appointment_to_act_and_the_other_gives_its_roles() -> None:
    xu, bao = browser("xu"), browser("bao")
    today = clock.today()
    form = {
        "principal": "zhou",
        "office": "",
        "since": today.isoformat(),
        "until": (today + timedelta(days=30)).isoformat(),
        "basis": "示司任〔2026〕3号",
    }
    assert "没有找到" in said(xu, f"{ACCOUNTS}lin/depute/", **(form | {"principal": "nix"}))
    assert "不能由本人代理本人" in said(xu, f"{ACCOUNTS}zhou/depute/", **form)
    assert "林清代理周正的职务已登记" in said(xu, f"{ACCOUNTS}lin/depute/", **form)
    acts = posting("lin", kind=PostingKind.DELEGATION)
    assert actor_for(account("lin"), acts.pk).roles == frozenset()
    roles = f"{POSTINGS}{acts.pk}/roles/"
    offered = page(bao, roles)
    assert set(re.findall(r'name="roles" value="(\w+)"', offered)) == {"authority", "office_head"}
    assert "代理的角色已保存" in said(bao, roles, roles=["authority"])
    assert actor_for(account("lin"), acts.pk).roles == {"authority"}
    assert bao.get(f"{POSTINGS}{posting('zhou').pk}/roles/").status_code == 404


def test_a_lost_second_factor_is_released_by_the_security_administrator() -> None:
    officer = account("lin")
    totp.prepare(officer)
    step = int(clock.now().timestamp()) // 30
    totp.confirm(officer, totp.code_at(totp.secret_of(officer), step), NOWHERE)
    bao = browser("bao")
    assert "解除双因素验证" in page(bao, f"{ACCOUNTS}lin/")
    assert "解除双因素验证" not in page(browser("xu"), f"{ACCOUNTS}lin/")
    assert "双因素验证已解除" in said(bao, f"{ACCOUNTS}lin/release/", reason="手机丢失")
    assert not totp.is_enrolled(officer)
    assert actions() == ["reset"]


def test_what_a_name_holds_is_shown_as_words() -> None:
    xu = browser("xu")
    said(xu, f"{ACCOUNTS}lin/facts/", name="<b>林</b>", phone="")
    assert "<b>林</b>" not in page(xu, f"{ACCOUNTS}lin/")


def test_the_audit_administrator_reads_all_of_it() -> None:
    said(browser("xu"), "/administration/officers/new/", **NEWCOMER)
    said(browser("xu"), f"{ACCOUNTS}lin/switch/", reason="离职")
    html = page(browser("ji"), "/administration/log/")
    for words in ("账号 xin 辛明", "任职", "停用账号", "离职", "示司任〔2026〕1号"):
        assert words in html
