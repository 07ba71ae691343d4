"""One's own account."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from fashu.kernel import clock
from fashu.kernel.access import SYSTEM, Kind, acting_as
from fashu.kernel.credentials import passwords
from fashu.kernel.people.models import Account
from fashu.synthetic.cast import PASSWORD
from fashu.synthetic.plant import plant_cast
from fashu.web.account.tests.people import GOOD, enter, page_of

pytestmark = pytest.mark.django_db

PAGES = ("/account/", "/account/password/", "/account/sessions/", "/account/signins/")


@pytest.fixture
def qian(client: Client) -> Account:
    """A citizen who has signed in."""
    with acting_as(SYSTEM):
        account = Account.objects.create_account("qian", name="钱进", kind=Kind.CITIZEN)
    passwords.choose(account, GOOD)
    assert enter(client, "qian", GOOD) == "/"
    return account


@pytest.mark.parametrize("path", PAGES)
def test_the_pages_of_the_account_want_a_sign_in(client: Client, path: str) -> None:
    assert client.get(path).headers["Location"].startswith("/signin/")


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("username", ["zhang", "lin", "shen"])
def test_everybody_has_an_account_in_his_own_look(client: Client, username: str, path: str) -> None:
    plant_cast()
    enter(client, username, PASSWORD)
    text = page_of(client, path)
    assert ("功能菜单" in text) is (username != "zhang")


def test_a_new_password_needs_the_old(client: Client, qian: Account) -> None:
    form = {"present": "guess", "new": "Shimen-4412", "again": "Shimen-4412"}
    assert "密码不正确" in client.post("/account/password/", form).content.decode()
    form["present"] = GOOD
    assert client.post("/account/password/", form).headers["Location"] == "/account/"
    assert "密码已修改" in page_of(client, "/account/")


def test_a_new_password_signs_out_everywhere_else(client: Client, qian: Account) -> None:
    elsewhere = Client()
    enter(elsewhere, "qian", GOOD)
    form = {"present": GOOD, "new": "Shimen-4412", "again": "Shimen-4412"}
    client.post("/account/password/", form)
    assert client.get("/mine/").status_code == 200
    assert elsewhere.get("/mine/").status_code == 302


def test_a_demonstrations_password_stays(client: Client) -> None:
    plant_cast()
    enter(client, "lin", PASSWORD)
    form = {"present": PASSWORD, "new": "Shimen-4412", "again": "Shimen-4412"}
    assert "演示账号" in client.post("/account/password/", form).content.decode()


def test_one_can_end_ones_other_sessions_and_nobody_elses(client: Client, qian: Account) -> None:
    elsewhere, stranger = Client(), Client()
    enter(elsewhere, "qian", GOOD)
    plant_cast()
    enter(stranger, "zhang", PASSWORD)
    number = elsewhere.session["session"]
    assert stranger.post(f"/account/sessions/{number}/end/").status_code == 404
    assert elsewhere.get("/mine/").status_code == 200
    client.post(f"/account/sessions/{number}/end/")
    assert elsewhere.get("/mine/").status_code == 302
    assert "本人在另一处结束" in page_of(client, "/account/signins/")


def test_the_log_shows_ones_own_lines_only(client: Client, qian: Account) -> None:
    plant_cast()
    Client().post("/signin/", {"username": "zhang", "password": "x"}, REMOTE_ADDR="203.0.113.9")
    text = page_of(client, "/account/signins/")
    assert "登录成功" in text
    assert "203.0.113.9" not in text


def test_a_page_that_only_listens_does_not_keep_the_session_alive(
    client: Client, qian: Account
) -> None:
    with time_machine.travel(clock.now(), tick=False) as traveller:
        for accept in ("text/event-stream",) * 40:
            traveller.shift(timedelta(minutes=1))
            client.get("/", headers={"accept": accept})
        assert client.get("/mine/").status_code == 200
        for accept in ("text/event-stream",) * 61:
            traveller.shift(timedelta(minutes=1))
            client.get("/", headers={"accept": accept})
        assert client.get("/mine/").status_code == 302
