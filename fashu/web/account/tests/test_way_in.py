"""The way in beyond name and password, as the browser meets it."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from fashu.kernel import clock
from fashu.kernel.access import SYSTEM, Kind, acting_as
from fashu.kernel.credentials import activation, passwords
from fashu.kernel.people.models import Account
from fashu.web.account.tests.people import GOOD, enter, page_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def newcomer(db: None) -> Account:
    """A citizen whose password somebody else has set."""
    with acting_as(SYSTEM):
        account = Account.objects.create_account("qian", name="钱进", kind=Kind.CITIZEN)
    passwords.give_initial(account, "Initial-7381")
    return account


def test_an_initial_password_leads_to_a_new_one_and_nowhere_else(
    client: Client, newcomer: Account
) -> None:
    assert enter(client, "qian", "Initial-7381", next="/mine/") == "/signin/password/"
    assert client.get("/mine/").status_code == 302
    assert "初始密码" in page_of(client, "/signin/password/")
    refused = client.post("/signin/password/", {"new": "Initial-7381", "again": "Initial-7381"})
    assert "最近 5 次" in refused.content.decode()
    done = client.post("/signin/password/", {"new": GOOD, "again": GOOD})
    assert done.headers["Location"] == "/mine/"
    assert client.get("/mine/").status_code == 200


def test_the_step_in_between_belongs_to_one_browser_and_ten_minutes(
    client: Client, newcomer: Account
) -> None:
    enter(client, "qian", "Initial-7381")
    assert Client().get("/signin/password/").headers["Location"] == "/signin/"
    with time_machine.travel(clock.now() + timedelta(minutes=10, seconds=1)):
        answer = client.post("/signin/password/", {"new": GOOD, "again": GOOD})
    assert answer.headers["Location"] == "/signin/"


def test_two_different_new_passwords_are_said(client: Client, newcomer: Account) -> None:
    enter(client, "qian", "Initial-7381")
    said = client.post("/signin/password/", {"new": GOOD, "again": GOOD + "x"})
    assert "两次输入的密码不一样" in said.content.decode()


def test_an_activation_code_leads_to_a_password_of_ones_own(client: Client) -> None:
    with acting_as(SYSTEM):
        account = Account.objects.create_account("hefei", name="何飞", kind=Kind.CITIZEN)
    (slip,) = activation.issue([account])
    form = {"username": "hefei", "code": slip.code, "new": "short", "again": "short"}
    assert "密码至少 8 位" in client.post("/activate/", form).content.decode()
    form |= {"new": GOOD, "again": GOOD}
    assert client.post("/activate/", form).headers["Location"] == "/signin/"
    assert "账号已激活" in page_of(client, "/signin/")
    assert enter(client, "hefei", GOOD) == "/"
    assert "不正确" in client.post("/activate/", form).content.decode()


def test_the_next_sign_in_tells_of_the_last_and_of_failures_between(
    client: Client, newcomer: Account
) -> None:
    passwords.choose(newcomer, GOOD)
    enter(client, "qian", GOOD)
    assert "上次登录" not in page_of(client, "/")
    client.post("/signout/")
    Client().post("/signin/", {"username": "qian", "password": "guess"}, REMOTE_ADDR="203.0.113.9")
    enter(client, "qian", GOOD)
    text = page_of(client, "/")
    assert "上次登录" in text
    assert "此后有 1 次失败的尝试" in text


def test_behind_a_proxy_the_address_is_the_one_it_saw(
    client: Client, newcomer: Account, settings: object
) -> None:
    passwords.choose(newcomer, GOOD)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(settings, "HTTPS", True)
        named = {"X-Forwarded-For": "10.9.9.9, 198.51.100.7"}
        client.post("/signin/", {"username": "qian", "password": GOOD}, headers=named)
    assert "198.51.100.7" in page_of(client, "/account/sessions/")
