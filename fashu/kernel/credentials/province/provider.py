"""What is asked of the provider from machine to machine: its description, its keys, tokens."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from ssl import SSLContext
from typing import Any
from urllib.parse import quote, urlsplit

import httpx
from django.conf import settings
from django.core.cache import cache
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from fashu.kernel.credentials.province.refusal import doubted, silent

SECONDS = 5.0
KEPT_SECONDS, KEYS_AGAIN_SECONDS = 600, 30
"""How long a description is kept, and how soon the keys may be asked for once more."""

WELL_KNOWN = "/.well-known/openid-configuration"
HERE = ("localhost", "127.0.0.1", "::1")


@dataclass(frozen=True, slots=True)
class Provider:
    """Where the provider takes which request.

    `names_itself`: its answers say who gives them (RFC 9207). `posts_secret`: it wants our secret
    in the form, not in a header. `farewell` is where one signs out of it; empty where nowhere.
    """

    authorization: str
    token: str
    keys: str
    farewell: str
    names_itself: bool
    posts_secret: bool


def provider() -> Provider:
    """The provider as it describes itself (Discovery 1.0); raises ProvinceRefusedError."""
    issuer = settings.PROVINCE.issuer
    told = _kept(f"province:{issuer}", lambda: _asked(issuer.rstrip("/") + WELL_KNOWN))
    if told.get("issuer") != issuer:  # Discovery 4.3: whoever describes another is not believed
        raise silent(f"{issuer} describes the issuer {told.get('issuer')!r}")
    methods = told.get("code_challenge_methods_supported", ["S256"])
    if "S256" not in methods:
        raise silent(f"{issuer} knows no PKCE with S256, only {methods}")
    ways = told.get("token_endpoint_auth_methods_supported", ["client_secret_basic"])
    farewell = told.get("end_session_endpoint")
    return Provider(
        authorization=_place(told, "authorization_endpoint"),
        token=_place(told, "token_endpoint"),
        keys=_place(told, "jwks_uri"),
        farewell=_place(told, "end_session_endpoint") if farewell else "",
        names_itself=told.get("authorization_response_iss_parameter_supported") is True,
        posts_secret="client_secret_basic" not in ways,
    )


def key_set(*, again: bool = False) -> KeySet:
    """The keys that its tokens are signed with; `again` where a token names one that is not there.

    Whoever sends us such tokens by the thousand makes us ask once in a while only.
    """
    address = provider().keys
    if again and cache.add(f"again:{address}", 1, KEYS_AGAIN_SECONDS):
        cache.delete(address)
    try:
        return KeySet.import_key_set(_kept(address, lambda: _asked(address)))  # type: ignore[arg-type] # as JSON comes
    except (JoseError, ValueError, TypeError, KeyError) as error:
        raise silent(f"its keys at {address} cannot be read: {error}") from None


def exchange(code: str, back: str, verifier: str) -> str:
    """The ID token for a code; raises ProvinceRefusedError."""
    known, us = provider(), settings.PROVINCE
    form = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": back,
        "code_verifier": verifier,
    }
    proof: dict[str, Any] = {"auth": (quote(us.client_id, safe=""), quote(us.secret, safe=""))}
    if known.posts_secret:
        proof, form = {}, form | {"client_id": us.client_id, "client_secret": us.secret}
    try:
        answer = httpx.post(known.token, data=form, timeout=SECONDS, verify=_tls(), **proof)
        told = answer.json()
    except (httpx.HTTPError, ValueError) as error:
        raise silent(f"no answer from {known.token}: {error}") from None
    if answer.status_code == httpx.codes.BAD_REQUEST and _error(told) == "invalid_grant":
        raise doubted("the code is not good: used before, too old, or of somebody else")
    token = told.get("id_token") if isinstance(told, dict) else None
    if answer.status_code != httpx.codes.OK or not isinstance(token, str):
        raise silent(f"{known.token} answers {answer.status_code} {_error(told)!r}, no ID token")
    return token


def _asked(address: str) -> dict[str, Any]:
    try:
        answer = httpx.get(address, timeout=SECONDS, verify=_tls())
        told = answer.raise_for_status().json()
    except (httpx.HTTPError, ValueError) as error:
        raise silent(f"no answer from {address}: {error}") from None
    if not isinstance(told, dict):
        raise silent(f"{address} answers no JSON object")
    return told


@lru_cache(maxsize=1)
def _tls() -> SSLContext:
    """Whose certificates are believed. Reading them anew for each question would cost the most."""
    return httpx.create_ssl_context()


def _kept(name: str, ask: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] | None = cache.get(name)
    if found is None:
        found = ask()
        cache.set(name, found, KEPT_SECONDS)
    return found


def _place(told: dict[str, Any], name: str) -> str:
    """An address out of the description: HTTPS, or this very machine."""
    parts = urlsplit(str(told.get(name, "")))
    if parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in HERE):
        return parts.geturl()
    raise silent(f"its {name} is no https address: {told.get(name)!r}")


def _error(told: object) -> str:
    return str(told.get("error", ""))[:60] if isinstance(told, dict) else ""
