"""Judging an ID token (OpenID Connect Core 3.1.3.7): whose word it is, for whom, and how fresh."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from django.conf import settings
from joserfc import jwt
from joserfc.errors import InvalidKeyIdError, JoseError
from joserfc.jwk import KeySet

from fashu.kernel import clock
from fashu.kernel.credentials.province.refusal import doubted

ALGORITHMS = tuple(f"{family}{size}" for family in ("RS", "PS", "ES") for size in (256, 384, 512))
"""Signatures only. With HS256 our own secret would sign: whoever reads it could be anybody."""

LEEWAY_SECONDS = 60
"""So much two clocks may differ."""

CRYPTOGRAPHIC = frozenset({"hwk", "swk", "sc", "otp"})
"""Means of proof that rest on cryptography (RFC 8176): a key in hardware or software, a smart
card, a one-time password. A message to a telephone (sms) does not."""


class Keys(Protocol):
    """Fetches the provider's keys, once more where `again` is said."""

    def __call__(self, *, again: bool = False) -> KeySet: ...


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the token has to say: the very nonce that was sent, and a proof no older than that."""

    nonce: str
    proved_since: float


@dataclass(frozen=True, slots=True)
class Proof:
    """Whom the provider has recognised, when, and whether by two means, one cryptographic.

    `name` is empty where it does not say.
    """

    subject: str
    name: str
    proved_at: datetime
    is_twofold: bool


def check(token: str, keys: Keys, wanted: Wanted) -> Proof:
    """What the token proves; raises ProvinceRefusedError where it proves nothing to us."""
    claims = _verified(token, keys)
    us, now = settings.PROVINCE, int(clock.now().timestamp())
    registry = jwt.JWTClaimsRegistry(
        now=now,
        leeway=LEEWAY_SECONDS,
        iss={"essential": True, "value": us.issuer},
        aud={"essential": True, "value": us.client_id},
        sub={"essential": True},
        exp={"essential": True},
        iat={"essential": True},
        nonce={"essential": True, "value": wanted.nonce},
    )
    try:
        registry.validate(claims)
    except JoseError as error:
        raise doubted(f"ID token: {error}") from None
    _check_party(claims, us.client_id)
    subject, proved = claims["sub"], claims.get("auth_time")
    if not subject or len(subject) > 255:
        raise doubted("ID token: no subject")
    if not isinstance(proved, int | float) or proved > now + LEEWAY_SECONDS:
        raise doubted("ID token: no auth_time, although max_age was asked for")
    if proved < wanted.proved_since - LEEWAY_SECONDS:
        raise doubted("ID token: the proof is older than was asked for")
    at = datetime.fromtimestamp(min(proved, now), tz=clock.BEIJING)
    return Proof(subject, str(claims.get("name") or ""), at, _is_twofold(claims))


def _verified(token: str, keys: Keys) -> dict[str, Any]:
    def read(known: KeySet) -> dict[str, Any]:
        return dict(jwt.decode(token, known, algorithms=ALGORITHMS).claims)

    try:
        try:
            return read(keys())
        except InvalidKeyIdError:  # signed with a key that came after we last asked
            return read(keys(again=True))
    except (JoseError, ValueError) as error:
        raise doubted(f"ID token: {error}") from None


def _check_party(claims: dict[str, Any], us: str) -> None:
    """Of several audiences the one that asked has to be named, and it has to be us."""
    party, audience = claims.get("azp"), claims["aud"]
    is_shared = isinstance(audience, list) and len(audience) > 1
    if (is_shared or party is not None) and party != us:
        raise doubted("ID token: azp names another")


def _is_twofold(claims: dict[str, Any]) -> bool:
    """GB/T 22239-2019 8.1.4.1 d): two means of proof, at least one of them cryptographic.

    Either the operator has named the provider's word for it (acr), or the provider lists its means
    (amr): several factors, and one of them cryptographic.
    """
    if claims.get("acr") in settings.PROVINCE.twofold_acr:
        return True
    told = claims.get("amr")
    means = {each for each in told if isinstance(each, str)} if isinstance(told, list) else set()
    return "mfa" in means and bool(means & CRYPTOGRAPHIC)
