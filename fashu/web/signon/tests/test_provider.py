"""What a subsystem may not do, and what nobody may do in its name."""

from base64 import b64encode, urlsafe_b64encode
from collections.abc import Iterator
from datetime import timedelta
from hashlib import sha256
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
import time_machine
from django.test import Client as Browser

from fashu.kernel import clock
from fashu.kernel.access import SYSTEM, acting_as
from fashu.kernel.credentials.models import Client, Grant, Outcome, SignIn, Token
from fashu.kernel.credentials.signon import clients, keys
from fashu.kernel.credentials.signon.clients import ClientRefusedError, Registration
from fashu.synthetic.cast import PASSWORD
from fashu.synthetic.plant import plant_cast
from fashu.web.account.tests.people import enter

pytestmark = pytest.mark.django_db

BACK, LEFT = "https://party.example/callback", "https://party.example/left"
VERIFIER = "v" * 50
CHALLENGE = urlsafe_b64encode(sha256(VERIFIER.encode()).digest()).rstrip(b"=").decode()


class Party:
    """A registered subsystem, and what it sends."""

    def __init__(self, **changes: Any) -> None:
        entered = {"title": "某系统", "redirect_uris": (BACK,), "logout_uris": (LEFT,), **changes}
        entered.setdefault("scopes", ("openid", "profile", "offline_access"))
        with acting_as(SYSTEM):
            self.client, self.secret = clients.register(Registration(**entered))
        self.machine = Browser()

    def address(self, **changes: str | None) -> str:
        """The address that it sends a browser to."""
        asked = {
            "client_id": self.client.client_id,
            "redirect_uri": BACK,
            "response_type": "code",
            "scope": "openid profile offline_access",
            "state": "s-1",
            "nonce": "n-1",
            "code_challenge": CHALLENGE,
            "code_challenge_method": "S256",
        } | changes
        return f"/signon/authorize?{urlencode({k: v for k, v in asked.items() if v is not None})}"

    def token(self, **sent: str) -> Any:
        """The answer of the token endpoint."""
        form = {"client_id": self.client.client_id, "client_secret": self.secret, **sent}
        return self.machine.post("/signon/token", form)

    def exchange(self, code: str, **changes: str) -> Any:
        sent = {"code": code, "redirect_uri": BACK, "code_verifier": VERIFIER}
        return self.token(grant_type="authorization_code", **sent | changes)

    def userinfo(self, token: str) -> Any:
        return self.machine.get("/signon/userinfo", headers={"authorization": f"Bearer {token}"})


@pytest.fixture
def lin(client: Browser) -> Browser:
    plant_cast()
    enter(client, "lin", PASSWORD)
    return client


@pytest.fixture
def party(db: None) -> Party:
    return Party(asks_consent=False)


@pytest.fixture
def still() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(clock.now(), tick=False) as traveller:
        yield traveller


def answer(response: Any) -> dict[str, str]:
    """What the redirect carries."""
    assert response.status_code == 302, response.content.decode()[-500:]
    address = response.headers["Location"]
    assert address.startswith((BACK, LEFT)), address
    return {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}


def code_of(browser: Browser, party: Party, **changes: str) -> str:
    return answer(browser.get(party.address(**changes)))["code"]


def test_the_answer_names_us_and_returns_the_state(lin: Browser, party: Party) -> None:
    told = answer(lin.get(party.address()))
    assert (told["state"], told["iss"]) == ("s-1", "http://testserver")


def test_the_tokens_say_who_and_nothing_is_kept_plain(lin: Browser, party: Party) -> None:
    code = code_of(lin, party)
    told = party.exchange(code).json()
    claims = keys.verify(told["id_token"])
    assert (claims["aud"], claims["nonce"]) == (party.client.client_id, "n-1")
    assert party.userinfo(told["access_token"]).json()["name"] == "林清"
    with acting_as(SYSTEM):
        kept = str([each.__dict__ for m in (Grant, Token, Client) for each in m.objects.all()])
    for secret in (code, told["access_token"], told["refresh_token"], party.secret):
        assert secret not in kept


@pytest.mark.parametrize(
    "changes",
    [
        {"client_id": "unknown"},
        {"client_id": None},
        {"redirect_uri": None},
        {"redirect_uri": "https://evil.example/"},
        {"redirect_uri": BACK + "/"},
        {"redirect_uri": BACK + "?x=1"},
        {"redirect_uri": "https://party.example.evil.example/callback"},
        {"redirect_uri": "https://party.example@evil.example/callback"},
        {"redirect_uri": BACK.upper()},
    ],
)
def test_who_is_not_registered_gets_no_answer_at_all(
    lin: Browser, party: Party, changes: dict[str, str | None]
) -> None:
    response = lin.get(party.address(**changes))
    assert response.status_code == 400
    assert "Location" not in response.headers


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"response_type": "token"}, "unsupported_response_type"),
        ({"response_type": "code id_token"}, "unsupported_response_type"),
        ({"scope": "profile"}, "invalid_scope"),
        ({"code_challenge": None}, "invalid_request"),
        ({"code_challenge_method": "plain"}, "invalid_request"),
        ({"code_challenge_method": None}, "invalid_request"),
        ({"response_mode": "fragment"}, "invalid_request"),
        ({"request": "eyJhbGciOiJub25lIn0.e30."}, "request_not_supported"),
    ],
)
def test_what_is_asked_wrongly_is_refused_at_the_registered_address(
    lin: Browser, party: Party, changes: dict[str, str | None], error: str
) -> None:
    assert answer(lin.get(party.address(**changes)))["error"] == error


def test_nobody_who_is_not_signed_in_is_asked_silently(client: Browser, party: Party) -> None:
    assert answer(client.get(party.address(prompt="none")))["error"] == "login_required"
    assert client.get(party.address()).headers["Location"].startswith("/signin/?next=")


def test_without_consent_nothing_is_told(lin: Browser) -> None:
    party = Party()
    assert answer(lin.get(party.address(prompt="none")))["error"] == "consent_required"
    assert "同意并登录" in lin.get(party.address()).content.decode()
    with acting_as(SYSTEM):
        assert not Grant.objects.exists()
    onward = lin.post(party.address(), {"answer": "yes"}).content.decode()
    assert 'http-equiv="refresh"' in onward
    assert "code" in answer(lin.get(party.address(prompt="none")))
    more = party.address(scope="openid profile office")
    assert "code" in answer(lin.get(more)), "what it is not registered for is not asked"


def test_another_sites_form_agrees_to_nothing(lin: Browser) -> None:
    lin.handler.enforce_csrf_checks = True
    response = lin.post(Party().address(), {"answer": "yes"})
    assert response.status_code == 403


def test_a_code_serves_once_and_a_second_use_takes_everything_back(
    lin: Browser, party: Party
) -> None:
    code = code_of(lin, party)
    told = party.exchange(code).json()
    assert party.exchange(code).json() == {"error": "invalid_grant"}
    assert party.userinfo(told["access_token"]).status_code == 401
    renewed = party.token(grant_type="refresh_token", refresh_token=told["refresh_token"])
    assert renewed.json() == {"error": "invalid_grant"}
    with acting_as(SYSTEM):
        assert SignIn.objects.filter(outcome=Outcome.REPLAYED).exists()


@pytest.mark.parametrize(
    "changes",
    [
        {"code_verifier": "w" * 50},
        {"code_verifier": ""},
        {"code_verifier": "é" * 50},
        {"redirect_uri": LEFT},
        {"code": "made up"},
        {"client_secret": "guess"},
        {"grant_type": "password"},
        {"grant_type": "client_credentials"},
    ],
)
def test_a_code_is_worth_nothing_with_anything_wrong(
    lin: Browser, party: Party, changes: dict[str, str]
) -> None:
    sent = {"grant_type": "authorization_code", "code": code_of(lin, party)}
    sent |= {"redirect_uri": BACK, "code_verifier": VERIFIER} | changes
    response = party.token(**sent)
    assert response.status_code in (400, 401)
    assert "access_token" not in response.json()


def test_a_code_of_another_subsystem_is_worth_nothing(lin: Browser, party: Party) -> None:
    other = Party(title="另一系统", asks_consent=False)
    assert other.exchange(code_of(lin, party)).json() == {"error": "invalid_grant"}


def test_a_code_lasts_a_minute(lin: Browser, party: Party, still: time_machine.Traveller) -> None:
    code = code_of(lin, party)
    still.shift(timedelta(seconds=61))
    assert party.exchange(code).json() == {"error": "invalid_grant"}


def test_a_refresh_token_serves_once_and_a_thief_ends_it_all(lin: Browser, party: Party) -> None:
    first = party.exchange(code_of(lin, party)).json()["refresh_token"]
    told = party.token(grant_type="refresh_token", refresh_token=first).json()
    assert told["refresh_token"] != first
    stolen = party.token(grant_type="refresh_token", refresh_token=first)
    assert stolen.json() == {"error": "invalid_grant"}
    owned = party.token(grant_type="refresh_token", refresh_token=told["refresh_token"])
    assert owned.json() == {"error": "invalid_grant"}
    assert party.userinfo(told["access_token"]).status_code == 401


def test_a_refresh_token_is_no_access_token(lin: Browser, party: Party) -> None:
    told = party.exchange(code_of(lin, party)).json()
    assert party.userinfo(told["refresh_token"]).status_code == 401
    swapped = party.token(grant_type="refresh_token", refresh_token=told["access_token"])
    assert swapped.status_code == 400


def test_everything_ends_with_the_session(lin: Browser, party: Party) -> None:
    told = party.exchange(code_of(lin, party)).json()
    lin.post("/signout/")
    assert party.userinfo(told["access_token"]).status_code == 401
    renewed = party.token(grant_type="refresh_token", refresh_token=told["refresh_token"])
    assert renewed.status_code == 400


def test_everything_ends_when_a_subsystem_is_switched_off(lin: Browser, party: Party) -> None:
    told = party.exchange(code_of(lin, party)).json()
    with acting_as(SYSTEM):
        clients.switch(party.client, on=False)
    assert party.userinfo(told["access_token"]).status_code == 401
    assert lin.get(party.address()).status_code == 400
    assert party.token(grant_type="refresh_token", refresh_token="x").status_code == 401


def test_a_token_given_back_takes_its_grant_along(lin: Browser, party: Party) -> None:
    told = party.exchange(code_of(lin, party)).json()
    named = {"client_id": party.client.client_id, "client_secret": party.secret}
    for token in ("nonsense", told["refresh_token"]):
        answered = party.machine.post("/signon/revoke", {**named, "token": token})
        assert answered.status_code == 200
    assert party.userinfo(told["access_token"]).status_code == 401


def test_a_new_secret_makes_the_old_one_worthless(lin: Browser, party: Party) -> None:
    with acting_as(SYSTEM):
        renewed = clients.renew_secret(party.client)
    code = code_of(lin, party)
    assert party.exchange(code).status_code == 401
    named = b64encode(f"{party.client.client_id}:{renewed}".encode()).decode()
    sent = {"grant_type": "authorization_code", "code": code, "redirect_uri": BACK}
    answered = party.machine.post(
        "/signon/token",
        {**sent, "code_verifier": VERIFIER},
        headers={"authorization": f"Basic {named}"},
    )
    assert answered.status_code == 200


def test_two_subsystems_know_somebody_by_different_names(lin: Browser, party: Party) -> None:
    there = "https://other.example/callback"
    other = Party(title="另一系统", redirect_uris=(there,), asks_consent=False)
    public = [Party(title=n, asks_consent=False, is_pairwise=False) for n in ("甲", "乙")]
    for each in (party, *public):
        code_of(lin, each)
    lin.get(other.address(redirect_uri=there))
    with acting_as(SYSTEM):
        subjects = list(Grant.objects.order_by("id").values_list("subject", flat=True))
    assert subjects[0] != subjects[3] != subjects[1] == subjects[2]


def test_a_proof_that_is_too_old_is_asked_for_again(
    lin: Browser, party: Party, still: time_machine.Traveller
) -> None:
    still.shift(timedelta(minutes=5))
    for changes in ({"max_age": "60"}, {"prompt": "login"}):
        sent = lin.get(party.address(**changes))
        assert sent.headers["Location"].startswith("/signin/again/?next=")
    target = parse_qs(urlsplit(sent.headers["Location"]).query)["next"][0]
    done = lin.post("/signin/again/", {"password": PASSWORD, "next": target})
    assert done.headers["Location"] == target
    assert 'http-equiv="refresh"' in lin.get(target).content.decode()
    silent = answer(lin.get(party.address(prompt="none login")))
    assert silent["error"] == "login_required"


# -- Leaving -------------------------------------------------------------------------------------


def test_a_token_of_ours_signs_its_own_session_out(lin: Browser, party: Party) -> None:
    token = party.exchange(code_of(lin, party)).json()["id_token"]
    asked = {"id_token_hint": token, "post_logout_redirect_uri": LEFT, "state": "bye"}
    left = answer(lin.get("/signon/leave", asked))
    assert left["state"] == "bye"
    assert lin.get("/workbench/").status_code == 302


def test_a_link_signs_nobody_else_out(lin: Browser, party: Party) -> None:
    token = party.exchange(code_of(lin, party)).json()["id_token"]
    zhou = Browser()
    enter(zhou, "zhou", PASSWORD)
    for asked in ({}, {"id_token_hint": token}, {"id_token_hint": token[:-4] + "AAAA"}):
        assert "退出法枢？" in zhou.get("/signon/leave", asked).content.decode()
    assert zhou.get("/workbench/").status_code == 200
    zhou.post("/signon/leave")
    assert zhou.get("/workbench/").status_code == 302


def test_leaving_leads_to_no_address_that_is_not_registered(lin: Browser, party: Party) -> None:
    token = party.exchange(code_of(lin, party)).json()["id_token"]
    asked = {"id_token_hint": token, "post_logout_redirect_uri": "https://evil.example/"}
    assert lin.get("/signon/leave", asked).headers["Location"] == "/"


# -- Keys and registrations ----------------------------------------------------------------------


def test_a_retired_key_is_published_for_a_day(
    lin: Browser, party: Party, still: time_machine.Traveller
) -> None:
    token = party.exchange(code_of(lin, party)).json()["id_token"]
    keys.rotate()
    assert len(keys.published()["keys"]) == 2
    assert keys.verify(token)["sub"]
    still.shift(timedelta(days=1, minutes=1))
    assert len(keys.published()["keys"]) == 1


def test_what_is_published_holds_no_secret(client: Browser) -> None:
    (key,) = client.get("/signon/keys").json()["keys"]
    assert set(key) >= {"kty", "n", "e", "kid"}
    assert not set(key) & {"d", "p", "q", "dp", "dq", "qi"}


@pytest.mark.parametrize(
    "uri",
    [
        *("http://party.example/", "https://party.example/#x", "https://*.example/", "party"),
        *("javascript:alert(1)", "https://a@party.example/", "https://", "https://例子.example/"),
    ],
)
def test_an_address_that_could_be_anybodys_is_not_registered(uri: str) -> None:
    with pytest.raises(ClientRefusedError):
        Party(redirect_uris=(uri,))


def test_the_system_administrator_registers_and_sees_the_secret_once(client: Browser) -> None:
    plant_cast()
    enter(client, "xu", PASSWORD)
    form = {"title": "某平台", "redirect_uris": BACK, "scopes": ["openid", "profile"]}
    page = client.post("/administration/clients/new/", form).content.decode()
    assert "data-client-secret" in page
    listed = client.get("/administration/clients/").content.decode()
    assert "某平台" in listed
    assert "data-client-secret" not in listed
    with acting_as(SYSTEM):
        number = Client.objects.get().pk
    assert client.post(f"/administration/clients/{number}/switch/").status_code == 302
    assert "已停用" in client.get("/administration/clients/").content.decode()
    for username in ("bao", "ji", "lin"):
        other = Browser()
        enter(other, username, PASSWORD)
        assert other.get("/administration/clients/").status_code == 403
