"""Sending somebody to the province's sign-on, and reading what he brings back."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from secrets import token_urlsafe
from urllib.parse import urlencode, urlsplit, urlunsplit

from authlib.oauth2.rfc7636 import create_s256_code_challenge
from django.conf import settings
from django.utils.crypto import constant_time_compare

from fashu.kernel import clock
from fashu.kernel.credentials import journal
from fashu.kernel.credentials.models import Means, Outcome
from fashu.kernel.credentials.origin import Origin
from fashu.kernel.credentials.province.provider import exchange, key_set, provider
from fashu.kernel.credentials.province.refusal import (
    DoubtedError,
    ProvinceRefusedError,
    doubted,
)
from fashu.kernel.credentials.province.token import Proof, Wanted, check
from fashu.kernel.credentials.signin import require_patience

PATIENCE_SECONDS = 600
"""How long somebody may take over there."""

OUTDATED = "这次登录已经过期，或者是从别处带来的链接。请从登录页重新开始。"
DECLINED = "您没有完成省统一身份认证的登录。请重试，或者用账号和密码登录。"


class Purpose(StrEnum):
    """What the proof is for."""

    SIGN_IN = "sign_in"
    LINK = "link"
    AGAIN = "again"


@dataclass(frozen=True, slots=True)
class Asked:
    """What the browser that was sent keeps until it comes back. It serves once.

    `account` is whose proof it is to be, where somebody is signed in already; `at` is seconds.
    """

    purpose: str
    state: str
    nonce: str
    verifier: str
    back: str
    at: float
    target: str = ""
    account: int | None = None


def ask(
    purpose: Purpose, back: str, target: str = "", account: int | None = None
) -> tuple[Asked, str]:
    """What to keep, and the address to send the browser to; raises ProvinceRefusedError."""
    known, us = provider(), settings.PROVINCE
    asked = Asked(
        purpose=purpose.value,
        state=token_urlsafe(32),
        nonce=token_urlsafe(32),
        verifier=token_urlsafe(48),
        back=back,
        at=clock.now().timestamp(),
        target=target,
        account=account,
    )
    query = {
        "response_type": "code",
        "client_id": us.client_id,
        "redirect_uri": back,
        "scope": "openid profile",
        "state": asked.state,
        "nonce": asked.nonce,
        "code_challenge": create_s256_code_challenge(asked.verifier),
        "code_challenge_method": "S256",
        "max_age": str(_max_age()),
    }
    if purpose is Purpose.AGAIN:
        query |= {"prompt": "login", "max_age": "0"}
    if us.twofold_acr:
        query["acr_values"] = " ".join(us.twofold_acr)
    return asked, _with(known.authorization, query)


def proof_of(asked: Asked | None, answer: Mapping[str, str], origin: Origin) -> Proof:
    """Whom the provider has recognised; raises ProvinceRefusedError, or TooSoonError where too
    many failures came from this address.

    The state comes first: what this browser did not ask for is not looked at, nor counted. An
    answer that does not hold after that is a failure in the sign-in log.
    """
    state = answer.get("state", "")
    if asked is None or not constant_time_compare(asked.state, state):
        raise ProvinceRefusedError(OUTDATED, "state")
    if clock.now().timestamp() - asked.at > PATIENCE_SECONDS:
        raise ProvinceRefusedError(OUTDATED, "late")
    require_patience(origin)
    try:
        return _judged(asked, answer)
    except DoubtedError as refused:
        journal.note(None, Means.PROVINCE, Outcome.WRONG, origin, detail=refused.reason)
        raise


def farewell(back: str) -> str:
    """Where one signs out of the province's sign-on as well; empty where that is not known."""
    try:
        place = provider().farewell
    except ProvinceRefusedError:
        return ""
    us = settings.PROVINCE
    query = {"client_id": us.client_id, "post_logout_redirect_uri": back}
    return _with(place, query) if place else ""


def _judged(asked: Asked, answer: Mapping[str, str]) -> Proof:
    _check_sender(answer)
    if "error" in answer:
        raise ProvinceRefusedError(DECLINED, answer["error"][:40])
    if not answer.get("code"):
        raise doubted("an answer without a code")
    token = exchange(answer["code"], asked.back, asked.verifier)
    is_again = asked.purpose == Purpose.AGAIN
    since = asked.at if is_again else asked.at - _max_age()
    return check(token, key_set, Wanted(nonce=asked.nonce, proved_since=since))


def _check_sender(answer: Mapping[str, str]) -> None:
    """An answer of another provider is not taken for this one's (mix-up; RFC 9207 2.4)."""
    named = answer.get("iss")
    if named is None and provider().names_itself:
        raise doubted("the answer does not say who gives it")
    if named is not None and named != settings.PROVINCE.issuer:
        raise doubted("the answer is another issuer's")


def _max_age() -> int:
    """Whoever has not worked with us for so long has to prove himself anew; over there too."""
    return int(settings.IDLE_MINUTES) * 60


def _with(address: str, query: Mapping[str, str]) -> str:
    parts = urlsplit(address)
    joined = "&".join(each for each in (parts.query, urlencode(query)) if each)
    return urlunsplit(parts._replace(query=joined))
