"""The province's sign-on: what its answers prove, what they do not, and whose identity is whose."""

import json
import time
from base64 import urlsafe_b64encode
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.conf import LazySettings
from django.db import connection
from joserfc import jwt
from joserfc.jwk import OctKey

from fashu.kernel import clock
from fashu.kernel.access import SYSTEM, VISITOR, Kind, acting_as
from fashu.kernel.credentials import passwords
from fashu.kernel.credentials.models import LinkedIdentity, Means, Outcome, SignIn
from fashu.kernel.credentials.origin import NOWHERE, Origin, oneself
from fashu.kernel.credentials.province import links
from fashu.kernel.credentials.province.asking import Asked, Purpose, ask, farewell, proof_of
from fashu.kernel.credentials.province.links import UnlinkedError
from fashu.kernel.credentials.province.refusal import DoubtedError, ProvinceRefusedError
from fashu.kernel.credentials.province.token import Proof
from fashu.kernel.credentials.signin import FREE, TooSoonError
from fashu.kernel.credentials.tests.province import OTHER_KEY, SECRET, FakeProvince, serve
from fashu.kernel.people.models import Account

pytestmark = pytest.mark.django_db

BACK = "https://fashu.example/signin/province/back/"
HERE = Origin("192.0.2.1", "a browser")


@pytest.fixture
def province(settings: LazySettings) -> Iterator[FakeProvince]:
    fake = serve()
    settings.PROVINCE = fake.setting
    yield fake
    fake.server.shutdown()
    fake.server.server_close()


def asked_of(province: FakeProvince, purpose: Purpose = Purpose.SIGN_IN) -> tuple[Asked, str]:
    asked, address = ask(purpose, BACK)
    assert address.startswith(f"{province.issuer}/authorize?")
    return asked, address


def recognised(province: FakeProvince, **changes: str | None) -> Proof:
    asked, address = asked_of(province)
    return proof_of(asked, province.answer(address, **changes), HERE)


def lines() -> list[tuple[str, str, str]]:
    with acting_as(SYSTEM):
        found = SignIn.objects.filter(means=Means.PROVINCE)
        return [(line.outcome, line.who, line.detail) for line in found]


# -- What an answer proves -----------------------------------------------------------------------


def test_an_answer_proves_who_it_is(province: FakeProvince) -> None:
    province.claims = {"name": "林清"}
    proof = recognised(province)
    assert (proof.subject, proof.name, proof.is_twofold) == ("person-1", "林清", False)
    assert abs(proof.proved_at - clock.now()) < timedelta(seconds=5)


def test_a_question_is_asked_with_pkce_state_and_nonce(province: FakeProvince) -> None:
    asked, address = asked_of(province)
    other, _ = asked_of(province)
    assert "code_challenge_method=S256" in address
    assert "max_age=1800" in address
    assert asked.verifier not in address
    secrets = {asked.state, asked.nonce, asked.verifier, other.state, other.nonce, other.verifier}
    assert len(secrets) == 6
    assert min(map(len, secrets)) >= 43


def test_the_same_answer_serves_once(province: FakeProvince) -> None:
    asked, address = asked_of(province)
    answer = province.answer(address)
    proof_of(asked, answer, HERE)
    with pytest.raises(DoubtedError, match="没有通过核验"):
        proof_of(asked, answer, HERE)


@pytest.mark.parametrize("state", ["", "another", "状态"])
def test_an_answer_that_this_browser_did_not_ask_for_is_not_looked_at(
    province: FakeProvince, state: str
) -> None:
    before = len(province.asked)
    with pytest.raises(ProvinceRefusedError, match="从别处带来"):
        recognised(province, state=state)
    with pytest.raises(ProvinceRefusedError, match="从别处带来"):
        proof_of(None, {"state": "", "code": "c"}, HERE)
    assert "/token" not in province.asked[before:]
    assert lines() == []


def test_an_answer_that_comes_late_is_not_looked_at(province: FakeProvince) -> None:
    asked, address = asked_of(province)
    answer = province.answer(address)
    with (
        time_machine.travel(clock.now() + timedelta(minutes=11)),
        pytest.raises(ProvinceRefusedError, match="过期"),
    ):
        proof_of(asked, answer, HERE)


def test_a_stolen_code_is_worth_nothing_in_another_browser(province: FakeProvince) -> None:
    """The thief puts the code of another's answer into an answer of his own (RFC 9700 4.5)."""
    _, theirs = asked_of(province)
    stolen = province.answer(theirs)["code"]
    asked, address = asked_of(province)
    with pytest.raises(DoubtedError):
        proof_of(asked, province.answer(address, code=stolen), HERE)


@pytest.mark.parametrize("sender", ["https://evil.example", "", None])
def test_an_answer_of_another_issuer_is_refused_before_its_code_is_spent(
    province: FakeProvince, sender: str | None
) -> None:
    """Mix-up: the code would be handed to whom it does not belong (RFC 9207)."""
    with pytest.raises(DoubtedError):
        recognised(province, iss=sender)
    assert "/token" not in province.asked


def test_a_provider_that_never_says_who_it_is_is_taken_without(province: FakeProvince) -> None:
    province.description = {"authorization_response_iss_parameter_supported": None}
    assert recognised(province, iss=None).subject == "person-1"


def test_whoever_declines_over_there_is_told_so(province: FakeProvince) -> None:
    with pytest.raises(ProvinceRefusedError, match="没有完成"):
        recognised(province, error="access_denied", code=None)
    assert lines() == []


LONG_AGO = 1_000_000_000
WRONG: dict[str, dict[str, Any]] = {
    "another issuer's": {"iss": "https://evil.example"},
    "without an issuer": {"iss": None},
    "for another": {"aud": "another"},
    "for others": {"aud": ["another", "others"]},
    "for us and another, asked by another": {"aud": ["fashu", "another"], "azp": "another"},
    "for us and another, asked by nobody": {"aud": ["fashu", "another"]},
    "asked by another": {"azp": "another"},
    "without an audience": {"aud": None},
    "with another nonce": {"nonce": "another"},
    "without a nonce": {"nonce": None},
    "expired": {"exp": LONG_AGO},
    "that never expires": {"exp": None},
    "of the future": {"iat": 9_000_000_000},
    "without its day": {"iat": None},
    "not valid yet": {"nbf": 9_000_000_000},
    "about nobody": {"sub": None},
    "about an empty name": {"sub": ""},
    "about a number": {"sub": 7},
    "about too long a name": {"sub": "x" * 256},
    "of an old proof": {"auth_time": LONG_AGO},
    "of a proof to come": {"auth_time": 9_000_000_000},
    "without the time of the proof": {"auth_time": None},
}


@pytest.mark.parametrize("claims", WRONG.values(), ids=WRONG)
def test_a_wrong_token_proves_nothing_and_stands_in_the_log(
    province: FakeProvince, claims: dict[str, Any]
) -> None:
    province.claims = claims
    with pytest.raises(DoubtedError, match="没有通过核验"):
        recognised(province)
    (line,) = lines()
    assert line[:2] == (Outcome.WRONG, "未能确认")
    assert line[2].startswith("ID token: ")


def test_us_and_another_is_good_where_we_asked(province: FakeProvince) -> None:
    province.claims = {"aud": ["fashu", "another"], "azp": "fashu"}
    assert recognised(province).subject == "person-1"


def test_a_token_of_another_key_proves_nothing(province: FakeProvince) -> None:
    province.key = OTHER_KEY
    with pytest.raises(DoubtedError):
        recognised(province)


def test_a_new_key_is_learned_when_a_token_names_it(province: FakeProvince) -> None:
    recognised(province)
    province.key, province.published = OTHER_KEY, [OTHER_KEY]
    assert recognised(province).subject == "person-1"


def test_tokens_of_made_up_keys_do_not_make_us_ask_for_keys_each_time(
    province: FakeProvince,
) -> None:
    province.key = OTHER_KEY
    for _ in range(4):
        with pytest.raises(DoubtedError):
            recognised(province)
    assert province.asked.count("/keys") == 2


@pytest.mark.parametrize("algorithm", ["none", "HS256"])
def test_what_is_no_signature_of_the_provider_proves_nothing(
    province: FakeProvince, algorithm: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def forged(nonce: str) -> str:
        now = int(clock.now().timestamp())
        claims = {"iss": province.issuer, "aud": "fashu", "sub": "boss", "nonce": nonce}
        times = {"iat": now, "exp": now + 300, "auth_time": now}
        key = OctKey.import_key(SECRET.encode().ljust(32))
        _, body, signature = jwt.encode({"alg": "HS256"}, claims | times, key).split(".")
        header = urlsafe_b64encode(json.dumps({"alg": algorithm}).encode()).rstrip(b"=").decode()
        return f"{header}.{body}.{signature if algorithm == 'HS256' else ''}"

    monkeypatch.setattr(province, "sign", forged)
    with pytest.raises(DoubtedError):
        recognised(province)


@pytest.mark.parametrize("token", ["", "x", "a.b.c", "é.é.é", 7, None, ["x"]])
def test_what_is_no_token_is_refused_in_words(
    province: FakeProvince, token: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(province, "sign", lambda nonce: token)
    with pytest.raises(ProvinceRefusedError, match="省统一身份认证"):
        recognised(province)


def test_a_proof_anew_has_to_be_new(province: FakeProvince) -> None:
    asked, address = asked_of(province, Purpose.AGAIN)
    assert "prompt=login" in address
    assert "max_age=0" in address
    province.claims = {"auth_time": int(time.time()) - 5 * 60}
    with pytest.raises(DoubtedError):
        proof_of(asked, province.answer(address), HERE)


TWOFOLD: list[tuple[dict[str, Any], bool]] = [
    ({}, False),
    ({"amr": ["pwd"]}, False),
    ({"amr": ["pwd", "sms", "mfa"]}, False),
    ({"amr": ["face", "sms", "mfa"]}, False),
    ({"amr": ["hwk"]}, False),
    ({"amr": ["mfa"]}, False),
    ({"amr": "mfa otp"}, False),
    ({"amr": [["mfa"], {"hwk": 1}]}, False),
    ({"amr": ["pwd", "otp", "mfa"]}, True),
    ({"amr": ["hwk", "mfa"]}, True),
    ({"amr": ["sc", "pin", "mfa"]}, True),
    ({"acr": "loa4"}, False),
    ({"acr": "loa3"}, True),
]


@pytest.mark.parametrize(("claims", "is_twofold"), TWOFOLD)
def test_two_means_count_where_one_is_cryptographic_or_the_operator_says_so(
    province: FakeProvince, settings: LazySettings, claims: dict[str, Any], is_twofold: bool
) -> None:
    settings.PROVINCE = replace(settings.PROVINCE, twofold_acr=("loa3",))
    province.claims = claims
    assert recognised(province).is_twofold is is_twofold


def test_failures_slow_the_address_down(province: FakeProvince) -> None:
    province.claims = {"nonce": "guess"}
    for _ in range(FREE):
        with pytest.raises(DoubtedError):
            recognised(province)
    with pytest.raises(TooSoonError):
        recognised(province)


# -- What the provider says of itself --------------------------------------------------------------

BAD_DESCRIPTIONS: dict[str, dict[str, Any]] = {
    "another's": {"issuer": "https://evil.example"},
    "nobody's": {"issuer": None},
    "with an open door": {"authorization_endpoint": "http://sso.example.gov.cn/authorize"},
    "with a script for a door": {"authorization_endpoint": "javascript:alert(1)"},
    "with open tokens": {"token_endpoint": "http://sso.example.gov.cn/token"},
    "with open keys": {"jwks_uri": "file:///etc/passwd"},
    "with no keys": {"jwks_uri": None},
    "with plain PKCE only": {"code_challenge_methods_supported": ["plain"]},
}


@pytest.mark.parametrize("description", BAD_DESCRIPTIONS.values(), ids=BAD_DESCRIPTIONS)
def test_a_description_that_cannot_be_relied_on_is_not(
    province: FakeProvince, description: dict[str, Any]
) -> None:
    province.description = description
    with pytest.raises(ProvinceRefusedError, match="用账号和密码登录"):
        ask(Purpose.SIGN_IN, BACK)


def test_a_provider_that_does_not_answer_is_no_failure_of_the_person(
    province: FakeProvince, settings: LazySettings
) -> None:
    asked, address = asked_of(province)
    answer = province.answer(address)
    province.server.shutdown()
    province.server.server_close()
    with pytest.raises(ProvinceRefusedError, match="没有给出有效的回应"):
        proof_of(asked, answer, HERE)
    assert lines() == []


def test_the_secret_goes_into_the_form_where_that_is_the_only_way(province: FakeProvince) -> None:
    province.description = {"token_endpoint_auth_methods_supported": ["client_secret_post"]}
    assert recognised(province).subject == "person-1"


def test_a_wrong_secret_is_the_operators_to_mend(
    province: FakeProvince, settings: LazySettings
) -> None:
    settings.PROVINCE = replace(settings.PROVINCE, secret="wrong")
    with pytest.raises(ProvinceRefusedError) as refused:
        recognised(province)
    assert "invalid_client" in refused.value.reason
    assert "wrong" not in refused.value.reason
    assert lines() == []


def test_one_leaves_the_province_where_it_says(province: FakeProvince) -> None:
    found = farewell("https://fashu.example/")
    assert found.startswith(f"{province.issuer}/leave?client_id=fashu&post_logout_redirect_uri=")


def test_where_the_province_has_no_way_out_none_is_shown(province: FakeProvince) -> None:
    province.description = {"end_session_endpoint": None}
    assert farewell("https://fashu.example/") == ""


# -- Whose identity is whose -----------------------------------------------------------------------


def proof(subject: str = "person-1", name: str = "") -> Proof:
    return Proof(subject, name, clock.now(), is_twofold=False)


def test_a_linked_identity_finds_its_account_and_no_other(
    province: FakeProvince, officer: Account, citizen: Account
) -> None:
    links.link(officer, proof(name="林清"), HERE)
    assert links.account_of(proof(), HERE).pk == officer.pk
    with pytest.raises(UnlinkedError):
        links.account_of(proof("person-2"), HERE)
    kept = links.own_link(officer)
    assert kept is not None
    assert kept.used_at is not None
    assert links.own_link(citizen) is None
    unlinked, linked = lines()
    assert unlinked[0] == Outcome.UNLINKED
    assert "person-2" not in "".join(unlinked)
    assert linked == (Outcome.CHANGED, "林清（linqing）", "关联省统一身份认证")


def test_the_same_subject_at_another_issuer_is_another_person(
    province: FakeProvince, officer: Account, settings: LazySettings
) -> None:
    links.link(officer, proof(), HERE)
    settings.PROVINCE = replace(settings.PROVINCE, issuer="https://other.example")
    with pytest.raises(UnlinkedError):
        links.account_of(proof(), HERE)


def test_an_identity_belongs_to_one_account_and_an_account_has_one(
    province: FakeProvince, officer: Account, citizen: Account
) -> None:
    links.link(officer, proof(), HERE)
    with pytest.raises(ProvinceRefusedError, match="另一个账号") as refused:
        links.link(citizen, proof(), HERE)
    assert "林清" not in str(refused.value)
    with pytest.raises(ProvinceRefusedError, match="先解除关联"):
        links.link(officer, proof("person-2"), HERE)
    assert links.unlink(officer, HERE)
    assert not links.unlink(officer, HERE)
    links.link(citizen, proof(), HERE)
    assert links.account_of(proof(), HERE).pk == citizen.pk


def test_somebody_elses_name_is_not_linked(province: FakeProvince, officer: Account) -> None:
    with pytest.raises(ProvinceRefusedError, match="姓名与您的账号不一致"):
        links.link(officer, proof(name="张三"), HERE)
    links.link(officer, proof(name="林*"), HERE)


def test_an_account_that_is_disabled_stays_out(province: FakeProvince, officer: Account) -> None:
    links.link(officer, proof(), HERE)
    with acting_as(SYSTEM):
        Account.objects.filter(pk=officer.pk).update(is_active=False)
    with pytest.raises(ProvinceRefusedError, match="已经停用"):
        links.account_of(proof(), HERE)
    assert lines()[0][0] == Outcome.INACTIVE


@pytest.mark.parametrize("kind", [Kind.SYSTEM_ADMIN, Kind.SECURITY_ADMIN, Kind.AUDIT_ADMIN])
def test_an_administrator_does_not_enter_by_anothers_word(
    province: FakeProvince, officer: Account, kind: Kind
) -> None:
    """Not even one who was linked before he became one."""
    links.link(officer, proof(), HERE)
    with acting_as(SYSTEM):
        Account.objects.filter(pk=officer.pk).update(kind=kind)
        officer.refresh_from_db()
    with pytest.raises(ProvinceRefusedError, match="管理员"):
        links.account_of(proof(), HERE)
    with pytest.raises(ProvinceRefusedError, match="管理员"):
        links.link(officer, proof("person-2"), HERE)


def test_whose_password_everybody_knows_is_not_linked(
    province: FakeProvince, officer: Account
) -> None:
    passwords.mark_demonstration(officer)
    with pytest.raises(ProvinceRefusedError, match="演示账号"):
        links.link(officer, proof(), HERE)


def test_the_subject_is_not_kept_plain(province: FakeProvince, officer: Account) -> None:
    """Some providers use the number of the identity card as one."""
    links.link(officer, proof("990101199001011234"), HERE)
    with acting_as(SYSTEM):
        kept = LinkedIdentity.objects.get()
    assert len(kept.subject_digest) == 64
    assert "9901011990" not in str(vars(kept))


def test_a_link_is_seen_by_its_holder_alone(
    province: FakeProvince, officer: Account, citizen: Account
) -> None:
    links.link(officer, proof(), NOWHERE)
    seen = {}
    for name, actor in {"own": oneself(officer), "other": oneself(citizen), "no": VISITOR}.items():
        with acting_as(actor):
            seen[name] = LinkedIdentity.objects.count()
    assert seen == {"own": 1, "other": 0, "no": 0}
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM credentials_linkedidentity")
        assert cursor.fetchone() == (0,)
