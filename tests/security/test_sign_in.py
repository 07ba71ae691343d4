"""Getting in as somebody else: by guessing, by a borrowed session, by another site's form."""

from datetime import timedelta
from http.cookies import Morsel
from typing import Any

import pytest
import time_machine
from django.conf import LazySettings
from django.contrib.auth import hashers
from django.test import Client

from fashu.kernel import clock
from fashu.kernel.access import SYSTEM, acting_as
from fashu.kernel.credentials import signin
from fashu.kernel.people.models import Account
from fashu.synthetic.cast import PASSWORD
from fashu.synthetic.plant import plant_cast
from tests.security.address import Shows
from tests.security.addresses import TABLE
from tests.security.asking import posted, rows, words_of
from tests.security.conftest import client_of
from tests.security.province import Person

pytestmark = pytest.mark.django_db

STATELESS = {
    "/api/v1/oauth/token",
    "/api/v1/whatif",
    "/signon/revoke",
    "/signon/token",
    "/signon/userinfo",
}
"""Addresses that keep nothing and know nobody: anybody's form may be sent to them."""


@pytest.fixture(autouse=True)
def people(db: Any) -> None:
    plant_cast()


def attempt(client: Client, username: str, password: str, **more: str) -> Any:
    return client.post("/signin/", {"username": username, "password": password, **more})


def lin() -> Person:
    with acting_as(SYSTEM):
        return Person(Account.objects.get(username="lin").pk, "lin", "officer", "9901")


@pytest.fixture
def hashings(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every password hashed, which is what costs the time that a guesser could measure."""
    seen: list[str] = []
    hasher = hashers.get_hasher()
    encode = type(hasher).encode

    def counted(self: hashers.BasePasswordHasher, password: str, *rest: Any, **more: Any) -> str:
        seen.append(password)
        return encode(self, password, *rest, **more)

    monkeypatch.setattr(type(hasher), "encode", counted)
    return seen


# -- Guessing ----------------------------------------------------------------------------------


def test_a_password_cannot_be_guessed_by_trying(client: Client) -> None:
    for n in range(signin.ATTEMPTS):
        attempt(client, "lin", f"guess-{n}")
    assert attempt(client, "lin", PASSWORD).status_code == 200
    with time_machine.travel(clock.now() + signin.LOCK + timedelta(seconds=1)):
        assert attempt(client, "lin", PASSWORD).status_code == 302


def test_nobody_learns_by_trying_which_names_exist(client: Client) -> None:
    """The lock once said until when it holds, and only names that exist can be locked."""
    tries = range(signin.ATTEMPTS + 2)
    existing = [words_of(attempt(client, "lin", "wrong")) for _ in tries]
    unknown = [words_of(attempt(client, "nix", "wrong")) for _ in tries]
    for one, other in zip(existing, unknown, strict=True):
        assert _without(one, "lin") == _without(other, "nix")


def _without(html: str, name: str) -> list[str]:
    lines = html.replace(f'value="{name}"', "").splitlines()
    return [line for line in lines if "csrf" not in line.lower()]


def test_every_failure_costs_one_hashing(client: Client, hashings: list[str]) -> None:
    """An answer without one would come back sooner, and tell what the words do not."""
    tries = [("lin", "wrong")] * (signin.ATTEMPTS + 2) + [("nix", "wrong")]
    with acting_as(SYSTEM):
        Account.objects.filter(username="zhou").update(is_active=False)
    for name, password in [*tries, ("zhou", PASSWORD)]:
        before = len(hashings)
        attempt(client, name, password)
        assert len(hashings) - before == 1, name


def test_an_account_of_the_system_has_no_way_in(client: Client) -> None:
    with acting_as(SYSTEM):
        Account.objects.create_account("robot", name="机器", kind=SYSTEM.kind)
    for password in ("", "!", "None"):
        assert attempt(client, "robot", password).status_code == 200


@pytest.mark.parametrize("number", range(0, 21, 20))
def test_query_codes_cannot_be_tried_by_the_thousand(client: Client, number: int) -> None:
    address = f"198.51.100.{number}"
    answers = [
        client.post("/progress/", {"code": f"WRONG{n:07d}"}, REMOTE_ADDR=address).status_code
        for n in range(25)
    ]
    assert answers == [200] * 20 + [429] * 5


# -- Borrowed sessions ---------------------------------------------------------------------------


def test_a_session_known_before_signing_in_is_worth_nothing_after(client: Client) -> None:
    client.session.save()
    planted = client.session.session_key
    assert planted is not None
    client.cookies["sessionid"] = planted
    attempt(client, "lin", PASSWORD)
    thief = Client()
    thief.cookies["sessionid"] = planted
    assert thief.get("/workbench/").status_code == 302
    assert client.get("/workbench/").status_code == 200


def test_a_session_number_of_ones_own_making_is_not_taken_up(client: Client) -> None:
    client.cookies["sessionid"] = "chosen-by-the-attacker-0123456789"
    attempt(client, "lin", PASSWORD)
    assert client.cookies["sessionid"].value != "chosen-by-the-attacker-0123456789"


def test_a_stolen_session_dies_with_signing_out(client: Client) -> None:
    attempt(client, "lin", PASSWORD)
    thief = Client()
    thief.cookies["sessionid"] = client.cookies["sessionid"].value
    assert thief.get("/workbench/").status_code == 200
    client.post("/signout/")
    assert thief.get("/workbench/").status_code == 302


def test_no_script_reads_the_session_and_no_other_site_sends_it(
    client: Client, settings: LazySettings
) -> None:
    settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = True
    client.get("/signin/")
    attempt(client, "lin", PASSWORD)
    session: Morsel[str] = client.cookies["sessionid"]
    token: Morsel[str] = client.cookies["csrftoken"]
    assert (session["httponly"], session["samesite"], session["secure"]) == (True, "Lax", True)
    assert (token["samesite"], token["secure"]) == ("Lax", True)
    assert session["expires"] == ""


# -- Other sites ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "target",
    [
        "https://evil.example/",
        "//evil.example/",
        "///evil.example/",
        "/\\evil.example/",
        "\\\\evil.example",
        "http:evil.example",
        "http:///evil.example",
        "javascript:alert(1)",
        " javascript:alert(1)",
        "https://localhost@evil.example/",
        "\x08//evil.example",
        "/\t/evil.example/",
    ],
)
def test_signing_in_leads_to_no_other_site(client: Client, target: str) -> None:
    response = attempt(client, "lin", PASSWORD, next=target)
    assert response.headers["Location"] == "/workbench/"


def test_signing_in_takes_no_word_for_the_name_of_a_view(client: Client) -> None:
    """It once did, and failed where there was none of that name."""
    assert attempt(client, "lin", PASSWORD, next="word").headers["Location"] == "word"


def test_no_form_of_another_site_does_anything(client: Client) -> None:
    client = client_of(lin())
    client.handler.enforce_csrf_checks = True
    before, tried = rows(), 0
    for address in TABLE.values():
        if "post" in address.methods and address.path not in STATELESS:
            path = address.at()
            response = posted(client, path, HTTP_ORIGIN="https://evil.example")
            assert response.status_code == 403, path
            assert "Cookie" in words_of(response), path
            tried += 1
    assert tried >= 10
    assert rows() == before


def test_no_link_of_another_site_does_anything(client: Client) -> None:
    """A cookie with SameSite=Lax travels with a link; so following one must change nothing."""
    client, before = client_of(lin()), rows()
    for address in TABLE.values():
        if address.shows is not Shows.NOTHING or "post" in address.methods:
            client.get(address.at())
    assert rows() == before
    assert client.get("/workbench/").status_code == 200
