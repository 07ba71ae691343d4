"""The second question at the door, and proving oneself again before sensitive acts."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from django.conf import LazySettings
from django.test import Client

from fashu.kernel import clock
from fashu.kernel.access import SYSTEM, Kind, acting_as
from fashu.kernel.credentials import passkeys, passwords, totp
from fashu.kernel.credentials.origin import NOWHERE
from fashu.kernel.credentials.tests.authenticator import Authenticator
from fashu.kernel.people.models import Account
from fashu.web.account.tests.people import GOOD, enter, page_of
from fashu.web.tests.test_english import unmarked

pytestmark = pytest.mark.django_db


@pytest.fixture
def he(db: None) -> Account:
    """An officer with a password of his own and nothing else."""
    with acting_as(SYSTEM):
        account = Account.objects.create_account("hefei", name="何飞", kind=Kind.OFFICER)
    passwords.choose(account, GOOD)
    return account


@pytest.fixture
def traveller() -> Iterator[time_machine.Traveller]:
    """A clock that goes on when it is told to, so that no code is asked for twice."""
    with time_machine.travel(clock.now(), tick=False) as traveller:
        yield traveller


def shown(secret: str) -> str:
    return totp.code_at(secret, int(clock.now().timestamp()) // 30)


def enrolled(account: Account, traveller: time_machine.Traveller) -> str:
    totp.prepare(account)
    secret = totp.secret_of(account)
    totp.confirm(account, shown(secret), NOWHERE)
    traveller.shift(timedelta(seconds=30))
    return secret


def answer(client: Client, device: Authenticator, what: str = "use") -> str:
    """What a device says when this browser asks."""
    device.name, device.place = "testserver", "http://testserver"
    question = client.post("/signin/passkey/question/", {"what": what}).content.decode()
    return device.make(question) if what == "make" else device.use(question)


def test_an_officer_chooses_a_second_factor_before_anything_else(
    client: Client, he: Account, traveller: time_machine.Traveller
) -> None:
    assert enter(client, "hefei", GOOD, next="/workbench/todo/") == "/signin/enrol/"
    assert client.get("/workbench/").status_code == 302
    assert "GB/T 22239-2019" in page_of(client, "/signin/enrol/")
    picture = client.get("/account/second/totp/picture.svg")
    assert picture.headers["Content-Type"] == "image/svg+xml"
    secret = totp.secret_of(he)
    assert "不正确" in client.post("/signin/enrol/", {"code": "000000"}).content.decode()
    done = client.post("/signin/enrol/", {"code": shown(secret)}).content.decode()
    assert done.count("<li><code>") == totp.RECOVERY_CODES
    assert client.get("/signin/onward/").headers["Location"] == "/workbench/todo/"
    assert client.get("/workbench/").status_code == 200
    assert client.get("/account/second/totp/picture.svg").status_code == 404


def test_who_reads_english_chooses_a_second_factor_in_english(client: Client, he: Account) -> None:
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    enter(client, "hefei", GOOD)
    asked = page_of(client, "/signin/enrol/")
    wrong = client.post("/signin/enrol/", {"code": "000000"}).content.decode()
    code = shown(totp.secret_of(he))
    done = client.post("/signin/enrol/", {"code": code}).content.decode()
    assert [unmarked(page) for page in (asked, wrong, done)] == [[], [], []]
    assert "<h1>Set up a second factor</h1>" in wrong
    assert "Write them down or print them now" in done


def test_the_operator_may_leave_it_to_the_officers(
    client: Client, he: Account, settings: LazySettings
) -> None:
    settings.SECOND_FACTOR = False
    assert enter(client, "hefei", GOOD) == "/workbench/"


def test_the_password_alone_is_no_longer_enough(
    client: Client, he: Account, traveller: time_machine.Traveller
) -> None:
    secret = enrolled(he, traveller)
    assert enter(client, "hefei", GOOD, next="/workbench/todo/") == "/signin/second/"
    for path in ("/workbench/", "/account/", "/account/second/totp/"):
        assert client.get(path).headers["Location"].startswith("/signin/?next=")
    for path in ("/signin/enrol/", "/signin/password/"):
        assert client.get(path).headers["Location"] in ("/signin/", "/signin/second/")
    assert client.get("/signin/onward/").headers["Location"] == "/signin/second/"
    assert client.get("/account/second/totp/picture.svg").status_code == 404
    done = client.post("/signin/second/", {"code": shown(secret)})
    assert done.headers["Location"] == "/signin/onward/"
    assert client.get("/signin/onward/").headers["Location"] == "/workbench/todo/"


def test_a_recovery_code_stands_in_for_a_lost_phone(
    client: Client, he: Account, traveller: time_machine.Traveller
) -> None:
    enrolled(he, traveller)
    code = totp.renew_recovery(he)[0]
    enter(client, "hefei", GOOD)
    client.post("/signin/second/", {"code": code})
    client.get("/signin/onward/")
    assert "恢复码" in page_of(client, "/account/sessions/")


def test_a_replayed_one_time_password_opens_nothing(
    client: Client, he: Account, traveller: time_machine.Traveller
) -> None:
    secret = enrolled(he, traveller)
    enter(client, "hefei", GOOD)
    code = shown(secret)
    client.post("/signin/second/", {"code": code})
    thief = Client()
    enter(thief, "hefei", GOOD)
    assert "只能用一次" in thief.post("/signin/second/", {"code": code}).content.decode()
    assert thief.get("/signin/onward/").headers["Location"] == "/signin/second/"


def test_the_session_number_changes_at_every_step(
    client: Client, he: Account, traveller: time_machine.Traveller
) -> None:
    secret, numbers = enrolled(he, traveller), set()
    enter(client, "hefei", GOOD)
    numbers.add(client.cookies["sessionid"].value)
    client.post("/signin/second/", {"code": shown(secret)})
    numbers.add(client.cookies["sessionid"].value)
    client.get("/signin/onward/")
    numbers.add(client.cookies["sessionid"].value)
    assert len(numbers) == 3


def test_a_passkey_made_at_the_door_signs_in_without_a_name(client: Client, he: Account) -> None:
    device = Authenticator()
    enter(client, "hefei", GOOD)
    made = answer(client, device, "make")
    client.post("/signin/enrol/passkey/", {"answer": made, "name": "办公室电脑"})
    assert client.get("/signin/onward/").headers["Location"] == "/workbench/"
    assert "办公室电脑" in page_of(client, "/account/second/")
    elsewhere = Client()
    signed = elsewhere.post("/signin/passkey/", {"answer": answer(elsewhere, device)})
    assert signed.headers["Location"] == "/workbench/"
    assert "通行密钥" in page_of(elsewhere, "/account/sessions/")


def test_an_answer_serves_once_and_in_its_own_browser(client: Client, he: Account) -> None:
    device, thief = Authenticator(), Client()
    enter(client, "hefei", GOOD)
    client.post("/signin/enrol/passkey/", {"answer": answer(client, device, "make")})
    fresh = Client()
    signed = answer(fresh, device)
    assert "没有通过验证" in thief.post("/signin/passkey/", {"answer": signed}).content.decode()
    assert fresh.post("/signin/passkey/", {"answer": signed}).status_code == 302
    fresh.post("/signout/")
    assert "没有通过验证" in fresh.post("/signin/passkey/", {"answer": signed}).content.decode()


def test_after_the_password_ones_own_passkey_will_do_and_no_other(
    client: Client, he: Account, traveller: time_machine.Traveller
) -> None:
    with acting_as(SYSTEM):
        other = Account.objects.create_account("qian", name="钱进", kind=Kind.CITIZEN)
    passwords.choose(other, GOOD)
    mine, his = Authenticator(), Authenticator()
    for account, device in ((he, mine), (other, his)):
        asked = passkeys.ask_to_make(account, passkeys.Site("testserver", "http://testserver"))
        device.name, device.place = "testserver", "http://testserver"
        made, site = device.make(asked.options), passkeys.Site("testserver", "http://testserver")
        passkeys.add(account, made, asked.challenge, site, name="x", origin=NOWHERE)
    assert enter(client, "hefei", GOOD) == "/signin/second/"
    refused = client.post("/signin/second/passkey/", {"answer": answer(client, his)})
    assert "没有通过验证" in refused.content.decode()
    passed = client.post("/signin/second/passkey/", {"answer": answer(client, mine)})
    assert passed.headers["Location"] == "/signin/onward/"


# -- Proving oneself again -----------------------------------------------------------------------


@pytest.fixture
def inside(client: Client, he: Account, settings: LazySettings) -> Client:
    """The officer's browser, half an hour ago."""
    settings.SECOND_FACTOR = False
    with time_machine.travel(clock.now() - timedelta(minutes=11)):
        enter(client, "hefei", GOOD)
    return client


def test_a_sensitive_act_asks_who_it_is_and_leads_back(inside: Client) -> None:
    asked = inside.get("/account/second/totp/")
    assert asked.headers["Location"] == "/signin/again/?next=%2Faccount%2Fsecond%2Ftotp%2F"
    wrong = inside.post("/signin/again/", {"password": "x", "next": "/account/second/totp/"})
    assert "密码不正确" in wrong.content.decode()
    right = inside.post("/signin/again/", {"password": GOOD, "next": "/account/second/totp/"})
    assert right.headers["Location"] == "/account/second/totp/"
    assert inside.get("/account/second/totp/").status_code == 200


def test_a_form_that_was_sent_is_not_sent_again(inside: Client) -> None:
    back = "http://testserver/account/second/"
    asked = inside.post("/account/second/totp/remove/", headers={"referer": back})
    assert asked.headers["Location"].endswith("next=%2Faccount%2Fsecond%2F")
    strange = inside.post(
        "/account/second/totp/remove/", headers={"referer": "https://evil.example/x/"}
    )
    assert strange.headers["Location"].endswith("next=%2Faccount%2F")


def test_proving_again_leads_to_no_other_site(inside: Client) -> None:
    form = {"password": GOOD, "next": "https://evil.example/"}
    assert inside.post("/signin/again/", form).headers["Location"] == "/account/"


def test_whoever_has_an_app_is_asked_for_its_number_too(
    client: Client, he: Account, traveller: time_machine.Traveller
) -> None:
    secret = enrolled(he, traveller)
    enter(client, "hefei", GOOD)
    client.post("/signin/second/", {"code": shown(secret)})
    client.get("/signin/onward/")
    traveller.shift(timedelta(minutes=11))
    assert client.post("/signin/again/", {"password": GOOD}).status_code == 200
    form = {"password": GOOD, "code": shown(secret)}
    assert client.post("/signin/again/", form).status_code == 302
    client.post("/account/second/totp/remove/")
    assert not totp.is_enrolled(he)


def test_the_app_is_taken_into_use_on_the_account_page(inside: Client, he: Account) -> None:
    inside.post("/signin/again/", {"password": GOOD})
    page_of(inside, "/account/second/totp/")
    secret = totp.secret_of(he)
    done = inside.post("/account/second/totp/", {"code": shown(secret)})
    assert done.content.decode().count("<li><code>") == totp.RECOVERY_CODES
    assert "还有 <span" in page_of(inside, "/account/second/")
    assert inside.post("/account/second/recovery/").status_code == 200


def test_a_passkey_is_added_and_removed_on_the_account_page(inside: Client, he: Account) -> None:
    inside.post("/signin/again/", {"password": GOOD})
    made = answer(inside, Authenticator(), "make")
    kept = inside.post("/account/second/passkeys/keep/", {"answer": made, "name": "手机"})
    assert kept.status_code == 302
    (passkey,) = passkeys.own(he)
    inside.post(f"/account/second/passkeys/{passkey.pk}/remove/")
    assert passkeys.own(he) == []
