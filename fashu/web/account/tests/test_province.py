"""Coming in by the province's sign-on, and what it does not spare anybody."""

import re
from collections.abc import Iterator
from datetime import timedelta
from html import unescape

import pytest
import time_machine
from django.conf import LazySettings
from django.test import Client

from fashu.kernel import clock
from fashu.kernel.access import SYSTEM, Kind, acting_as
from fashu.kernel.credentials import passwords, totp
from fashu.kernel.credentials.models import Means, Outcome, Session, SignIn
from fashu.kernel.credentials.origin import NOWHERE
from fashu.kernel.credentials.province import links
from fashu.kernel.credentials.province.token import Proof
from fashu.kernel.credentials.tests.province import FakeProvince, serve
from fashu.kernel.people.models import Account
from fashu.web.account.tests.people import GOOD, enter, page_of

pytestmark = pytest.mark.django_db

BACK = "/signin/province/back/"
OWN = "/account/province/"


@pytest.fixture
def province(settings: LazySettings) -> Iterator[FakeProvince]:
    fake = serve()
    settings.PROVINCE = fake.setting
    yield fake
    fake.server.shutdown()
    fake.server.server_close()


@pytest.fixture
def still() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(clock.now(), tick=False) as traveller:
        yield traveller


def made(kind: Kind = Kind.CITIZEN, username: str = "heyu", name: str = "何雨") -> Account:
    with acting_as(SYSTEM):
        account = Account.objects.create_account(username, name=name, kind=kind)
    passwords.choose(account, GOOD)
    return account


def linked(account: Account, subject: str = "person-1") -> None:
    links.link(account, Proof(subject, "", clock.now(), is_twofold=False), NOWHERE)


def sent(client: Client, path: str = "/signin/province/", **form: str) -> str:
    """Where the page leads on to that a button of ours brings."""
    html = client.post(path, form).content.decode()
    found = re.search(r'content="0;url=([^"]+)"', html)
    assert found, html[-800:]
    return unescape(found.group(1))


def come_in(client: Client, province: FakeProvince, **form: str) -> str:
    """Sign in over there and come back; where that leads."""
    response = client.get(BACK, province.answer(sent(client, **form)))
    return response.headers.get("Location", "")


def lines(account: Account) -> list[tuple[str, str]]:
    with acting_as(SYSTEM):
        found = SignIn.objects.filter(account=account, means=Means.PROVINCE).order_by("id")
        return [(line.outcome, line.detail) for line in found]


def test_without_the_setting_there_is_neither_button_nor_address(client: Client) -> None:
    made()
    enter(client, "heyu", GOOD)
    assert "统一身份认证" not in page_of(client, "/account/")
    assert client.get(OWN).status_code == 404
    assert client.post("/account/province/link/").status_code == 404
    client.post("/signout/")
    assert "统一身份认证" not in page_of(client, "/signin/")
    assert client.post("/signin/province/").status_code == 404
    assert client.get(BACK).status_code == 404


def test_a_citizen_comes_in_and_the_log_says_how(client: Client, province: FakeProvince) -> None:
    citizen = made()
    linked(citizen)
    assert "用省统一身份认证登录" in page_of(client, "/signin/")
    assert come_in(client, province) == "/"
    assert "何雨" in page_of(client, "/account/")
    assert lines(citizen)[-1] == (Outcome.SIGNED_IN, "")
    with acting_as(SYSTEM):
        session = Session.objects.get()
    assert (session.means, session.second) == (Means.PROVINCE, "")


def test_whoever_wanted_a_page_gets_it_if_it_is_ours(
    client: Client, province: FakeProvince
) -> None:
    linked(made())
    assert come_in(client, province, next="/mine/") == "/mine/"
    assert come_in(client, province, next="https://evil.example/") == "/"


def test_an_officer_still_gives_the_second_factor(client: Client, province: FakeProvince) -> None:
    officer = made(Kind.OFFICER)
    linked(officer)
    assert come_in(client, province) == "/signin/enrol/"
    assert client.get("/workbench/").status_code == 302
    totp.prepare(officer)
    secret, step = totp.secret_of(officer), int(clock.now().timestamp()) // 30
    totp.confirm(officer, totp.code_at(secret, step), NOWHERE)
    assert come_in(client, province) == "/signin/second/"
    form = {"code": totp.code_at(secret, step + 1)}
    assert client.post("/signin/second/", form).headers["Location"] == "/signin/onward/"
    assert client.get("/signin/onward/").headers["Location"] == "/workbench/"
    assert lines(officer)[-1] == (Outcome.SIGNED_IN, "第二因素：动态口令")


def test_two_means_shown_over_there_are_enough(client: Client, province: FakeProvince) -> None:
    officer = made(Kind.OFFICER)
    linked(officer)
    province.claims = {"amr": ["pwd", "otp", "mfa"]}
    assert come_in(client, province) == "/workbench/"
    assert lines(officer)[-1] == (Outcome.SIGNED_IN, "第二因素：省统一身份认证")


def test_an_officer_whose_password_has_grown_old_comes_in(
    client: Client, province: FakeProvince, still: time_machine.Traveller
) -> None:
    linked(made(Kind.OFFICER))
    province.claims = {"amr": ["hwk", "mfa"]}
    still.shift(timedelta(days=100))
    assert come_in(client, province) == "/workbench/"


def test_whoever_is_not_linked_is_told_what_to_do(client: Client, province: FakeProvince) -> None:
    response = client.get(BACK, province.answer(sent(client)))
    page = response.content.decode()
    assert "还没有关联法枢账号" in page
    assert 'href="/signin/?next=/account/province/"' in page
    assert "联系本单位系统管理员开通账号" in page
    assert client.get("/account/").status_code == 302
    with acting_as(SYSTEM):
        (line,) = SignIn.objects.all()
    assert (line.outcome, line.account_id) == (Outcome.UNLINKED, None)


def test_one_links_ones_own_account_and_lets_it_go(client: Client, province: FakeProvince) -> None:
    citizen = made()
    enter(client, "heyu", GOOD)
    assert "关联省统一身份认证" in page_of(client, OWN)
    answer = province.answer(sent(client, "/account/province/link/"))
    assert client.get(BACK, answer).headers["Location"] == OWN
    assert "已关联" in page_of(client, OWN)
    client.post("/signout/")
    assert come_in(client, province) == "/"
    client.post("/account/province/unlink/")
    assert "关联省统一身份认证" in page_of(client, OWN)
    client.post("/signout/")
    assert "还没有关联" in client.get(BACK, province.answer(sent(client))).content.decode()
    changes = [detail for outcome, detail in lines(citizen) if outcome == Outcome.CHANGED]
    assert changes == ["关联省统一身份认证", "解除关联省统一身份认证"]


def test_an_identity_of_another_name_is_not_linked(client: Client, province: FakeProvince) -> None:
    made()
    enter(client, "heyu", GOOD)
    province.claims = {"name": "张三"}
    answer = province.answer(sent(client, "/account/province/link/"))
    assert "姓名与您的账号不一致" in client.get(BACK, answer).content.decode()
    assert "已关联" not in page_of(client, OWN)


def test_linking_asks_for_a_proof_and_takes_a_form(
    client: Client, province: FakeProvince, still: time_machine.Traveller
) -> None:
    made()
    enter(client, "heyu", GOOD)
    still.shift(timedelta(minutes=11))
    for path in ("link", "unlink"):
        where = client.post(f"/account/province/{path}/").headers["Location"]
        assert where.startswith("/signin/again/")
        assert client.get(f"/account/province/{path}/").status_code == 405


def test_another_who_signs_in_meanwhile_is_not_linked(
    client: Client, province: FakeProvince
) -> None:
    """On a shared computer: one goes to be linked, the next one signs in, the answer comes back."""
    made()
    other = made(username="hefei", name="何飞")
    enter(client, "heyu", GOOD)
    answer = province.answer(sent(client, "/account/province/link/"))
    asked = client.session["province"]
    enter(client, "hefei", GOOD)
    page = client.get(BACK, answer).content.decode()
    assert "从别处带来" in page
    store = client.session
    store["province"] = asked
    store.save()
    assert "换了账号" in client.get(BACK, answer).content.decode()
    assert links.own_link(other) is None


def test_an_administrator_neither_links_nor_comes_in(
    client: Client, province: FakeProvince, settings: LazySettings
) -> None:
    settings.SECOND_FACTOR = False
    administrator = made(Kind.OFFICER, "xuwei", "许维")
    linked(administrator)
    with acting_as(SYSTEM):
        Account.objects.filter(pk=administrator.pk).update(kind=Kind.SYSTEM_ADMIN)
    page = client.get(BACK, province.answer(sent(client))).content.decode()
    assert "管理员只用法枢自己的方式登录" in page
    enter(client, "xuwei", GOOD)
    links.unlink(administrator, NOWHERE)
    assert "管理员只用" in page_of(client, OWN)
    assert client.post("/account/province/link/").headers["Location"] == OWN
    assert links.own_link(administrator) is None


def test_an_answer_serves_once_and_in_the_browser_that_asked(
    client: Client, province: FakeProvince
) -> None:
    linked(made())
    answer = province.answer(sent(client))
    thief = Client()
    assert "从别处带来" in thief.get(BACK, answer).content.decode()
    assert client.get(BACK, answer).headers["Location"] == "/"
    client.post("/signout/")
    assert "从别处带来" in client.get(BACK, answer).content.decode()
    assert client.get("/account/").status_code == 302


def test_a_wrong_state_spends_the_question(client: Client, province: FakeProvince) -> None:
    linked(made())
    answer = province.answer(sent(client))
    client.get(BACK, answer | {"state": "guess"})
    assert "从别处带来" in client.get(BACK, answer).content.decode()


def test_what_the_provider_says_wrongly_lets_nobody_in(
    client: Client, province: FakeProvince
) -> None:
    linked(made())
    for claims in ({"nonce": "x"}, {"aud": "x"}, {"iss": "https://evil.example"}, {"exp": 1}):
        province.claims = claims
        answer = province.answer(sent(client))
        assert "没有通过核验" in client.get(BACK, answer).content.decode()
        assert client.get("/account/").status_code == 302


def test_markup_of_a_stranger_is_shown_as_words(client: Client, province: FakeProvince) -> None:
    answer = province.answer(sent(client), error="<script>", code=None)
    assert "<script>" not in client.get(BACK, answer).content.decode()


def test_an_old_proof_over_there_is_no_new_one_here(client: Client, province: FakeProvince) -> None:
    """The browser may have been left alone since: sensitive acts ask once more."""
    linked(made())
    province.claims = {"auth_time": int(clock.now().timestamp()) - 20 * 60}
    assert come_in(client, province) == "/"
    where = client.post("/account/province/unlink/").headers["Location"]
    assert where.startswith("/signin/again/")
    page = page_of(client, "/signin/again/?next=/account/second/")
    assert "用省统一身份认证验证" in page
    province.claims = {}
    address = sent(client, "/signin/again/province/", next="/account/second/")
    assert "prompt=login" in address
    assert client.get(BACK, province.answer(address)).headers["Location"] == "/account/second/"
    assert client.post("/account/province/unlink/").headers["Location"] == OWN


def test_another_identity_is_no_proof_of_ones_own(client: Client, province: FakeProvince) -> None:
    linked(made())
    linked(made(username="hefei", name="何飞"), "person-2")
    come_in(client, province)
    province.subject = "person-2"
    address = sent(client, "/signin/again/province/")
    assert "另一个人的身份" in client.get(BACK, province.answer(address)).content.decode()
    with acting_as(SYSTEM):
        assert not SignIn.objects.filter(outcome=Outcome.PROVED).exists()


def test_whoever_has_a_second_factor_proves_himself_with_it(
    client: Client, province: FakeProvince
) -> None:
    citizen = made()
    linked(citizen)
    come_in(client, province)
    address = sent(client, "/signin/again/province/", next="/account/second/")
    totp.prepare(citizen)
    step = int(clock.now().timestamp()) // 30
    totp.confirm(citizen, totp.code_at(totp.secret_of(citizen), step), NOWHERE)
    assert client.post("/signin/again/province/").status_code == 404
    client.get(BACK, province.answer(address))
    with acting_as(SYSTEM):
        assert not SignIn.objects.filter(outcome=Outcome.PROVED).exists()


def test_leaving_tells_that_one_is_still_in_over_there(
    client: Client, province: FakeProvince
) -> None:
    linked(made())
    come_in(client, province)
    assert client.post("/signout/").headers["Location"] == "/signout/province/"
    page = page_of(client, "/signout/province/")
    assert "何雨" not in page
    assert f'href="{province.issuer}/leave?client_id=fashu' in page
    enter(client, "heyu", GOOD)
    assert client.post("/signout/").headers["Location"] == "/"


def test_a_provider_that_is_down_is_said_in_words(
    client: Client, province: FakeProvince, settings: LazySettings
) -> None:
    settings.PROVINCE = type(settings.PROVINCE)("http://127.0.0.1:9", "fashu", "x")
    page = client.post("/signin/province/").content.decode()
    assert "请稍后再试，或者用账号和密码登录" in page
