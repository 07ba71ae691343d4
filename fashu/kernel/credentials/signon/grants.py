"""Codes and tokens: given, exchanged once, renewed, and taken back."""

import hmac
from base64 import urlsafe_b64encode
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from secrets import token_urlsafe
from typing import Any
from urllib.parse import urlsplit

from authlib.oauth2.rfc7636 import create_s256_code_challenge

from fashu.kernel import clock
from fashu.kernel.access import SYSTEM, acting_as
from fashu.kernel.credentials import journal
from fashu.kernel.credentials.models import (
    Client,
    Consent,
    Grant,
    Means,
    Outcome,
    Session,
    Standing,
    Token,
)
from fashu.kernel.credentials.origin import NOWHERE, Origin
from fashu.kernel.credentials.signon import keys
from fashu.kernel.credentials.signon.clients import digest
from fashu.kernel.credentials.standing import is_open, standing_of
from fashu.kernel.people.actors import actor_for
from fashu.kernel.people.models import Account

CODE_LIFE = timedelta(seconds=60)
TOKEN_LIFE = timedelta(minutes=10)
AMR = {
    Means.PASSWORD: "pwd",
    Means.TOTP: "otp",
    Means.RECOVERY: "otp",
    Means.PASSKEY: "hwk",
    Means.PROVINCE: "fed",
}


class GrantRefusedError(Exception):
    """The subsystem gets nothing; `code` is the error of RFC 6749."""

    def __init__(self, code: str, words: str = "") -> None:
        super().__init__(words or code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Asking:
    """A valid request of a subsystem to know who somebody is."""

    client: Client
    redirect_uri: str
    scopes: tuple[str, ...]
    challenge: str
    nonce: str
    issuer: str


def has_consent(account: Account, asking: Asking) -> bool:
    """Whether the person has agreed before to all that is asked."""
    if not asking.client.asks_consent:
        return True
    with acting_as(SYSTEM):
        found = Consent.objects.filter(account=account, client=asking.client).first()
    return found is not None and set(asking.scopes) <= set(found.scopes)


def keep_consent(account: Account, asking: Asking) -> None:
    """The person has agreed."""
    with acting_as(SYSTEM):
        Consent.objects.update_or_create(
            account=account,
            client=asking.client,
            defaults={"scopes": list(asking.scopes), "given_at": clock.now()},
        )


def give_code(asking: Asking, session: Session, account: Account, origin: Origin) -> str:
    """A code that the subsystem exchanges within a minute, once."""
    code = token_urlsafe(32)
    with acting_as(SYSTEM):
        Grant.objects.create(
            client=asking.client,
            account=account,
            session=session,
            issuer=asking.issuer,
            subject=_subject(account, asking),
            scopes=list(asking.scopes),
            redirect_uri=asking.redirect_uri,
            nonce=asking.nonce,
            challenge=asking.challenge,
            proved_at=session.proved_at,
            made_at=clock.now(),
            code_digest=digest(code),
        )
    title = asking.client.title
    journal.note(account, Means.SIGN_ON, Outcome.GRANTED, origin, detail=title, session=session.pk)
    return code


def exchange(client: Client, code: str, redirect_uri: str, verifier: str) -> dict[str, Any]:
    """The tokens for a code; raises GrantRefusedError. A code that comes twice ends its grant."""
    with acting_as(SYSTEM):
        found = Grant.objects.select_for_update().filter(code_digest=digest(code)).first()
        if found is None or found.client_id != client.pk:
            raise GrantRefusedError("invalid_grant")
        if found.code_used_at is not None:
            revoke(found)
            account = Account.objects.get(pk=found.account_id)
            journal.note(account, Means.SIGN_ON, Outcome.REPLAYED, NOWHERE, detail=client.title)
        is_right = hmac.compare_digest(_challenge(verifier), found.challenge)
        late = clock.now() - found.made_at > CODE_LIFE
    if late or not is_right or redirect_uri != found.redirect_uri or found.revoked_at:
        raise GrantRefusedError("invalid_grant")
    with acting_as(SYSTEM):
        Grant.objects.filter(pk=found.pk).update(code_used_at=clock.now())
    return _tokens(found)


def refresh(client: Client, token: str) -> dict[str, Any]:
    """New tokens for a refresh token, which serves once; a second use ends the grant."""
    with acting_as(SYSTEM):
        found = (
            Token.objects.select_for_update(of=("self",))
            .select_related("grant")
            .filter(digest=digest(token), is_refresh=True, grant__client=client)
            .first()
        )
        if found is None:
            raise GrantRefusedError("invalid_grant")
        grant = found.grant
        if found.used_at is not None:
            revoke(grant)
            account = Account.objects.get(pk=grant.account_id)
            journal.note(account, Means.SIGN_ON, Outcome.REPLAYED, NOWHERE, detail=client.title)
    if found.used_at or found.expires_at <= clock.now() or not is_alive(grant):
        raise GrantRefusedError("invalid_grant")
    with acting_as(SYSTEM):
        Token.objects.filter(pk=found.pk).update(used_at=clock.now())
    return _tokens(grant)


def revoke_token(client: Client, token: str) -> None:
    """The subsystem gives a token back, and its grant with it (RFC 7009)."""
    with acting_as(SYSTEM):
        found = Token.objects.filter(digest=digest(token), grant__client=client).first()
        if found is not None:
            revoke(Grant.objects.get(pk=found.grant_id))


def revoke(grant: Grant) -> None:
    """Nothing that came of this grant works any longer."""
    with acting_as(SYSTEM):
        Grant.objects.filter(pk=grant.pk, revoked_at=None).update(revoked_at=clock.now())
    grant.revoked_at = clock.now()


def bearer(token: str) -> dict[str, Any] | None:
    """What an access token tells about its person; None where it no longer holds."""
    with acting_as(SYSTEM):
        found = (
            Token.objects.select_related("grant")
            .filter(digest=digest(token), is_refresh=False, expires_at__gt=clock.now())
            .first()
        )
    if found is None or not is_alive(found.grant):
        return None
    return {"sub": found.grant.subject, **claims_of(found.grant)}


def is_alive(grant: Grant) -> bool:
    """Whether the grant, its subsystem, its session and its account all hold."""
    with acting_as(SYSTEM):
        kept = Grant.objects.select_related("client", "session__account").get(pk=grant.pk)
        return (
            kept.revoked_at is None
            and kept.client.is_active
            and kept.session.account.is_active
            and is_open(kept.session)
        )


def claims_of(grant: Grant) -> dict[str, Any]:
    """What the scopes of a grant tell about its person, as it is today."""
    with acting_as(SYSTEM):
        account = Account.objects.get(pk=grant.account_id)
        actor = actor_for(account)
    told: dict[str, dict[str, Any]] = {
        "profile": {"name": account.name, "preferred_username": account.username},
        "office": {"office_title": actor.office_title, "office_path": actor.office_path},
        "roles": {"roles": sorted(actor.roles), "kind": account.kind},
    }
    return {name: value for scope in grant.scopes for name, value in told.get(scope, {}).items()}


def session_name(grant: Grant) -> str:
    """The session as this subsystem knows it."""
    return sha256(f"{grant.subject}:{grant.session_id}".encode()).hexdigest()[:32]


def session_names(client: Client, session_id: int) -> set[str]:
    """The names by which a subsystem may know a session."""
    with acting_as(SYSTEM):
        found = Grant.objects.filter(client=client, session_id=session_id)
        return {session_name(grant) for grant in found}


def _tokens(grant: Grant) -> dict[str, Any]:
    access = _draw(grant, clock.now() + TOKEN_LIFE)
    answer: dict[str, Any] = {
        "access_token": access,
        "token_type": "Bearer",
        "expires_in": int(TOKEN_LIFE.total_seconds()),
        "scope": " ".join(grant.scopes),
        "id_token": _id_token(grant, access),
    }
    if "offline_access" in grant.scopes:
        until = clock.now() + timedelta(days=1)
        answer["refresh_token"] = _draw(grant, until, is_refresh=True)
    return answer


def _draw(grant: Grant, expires_at: datetime, *, is_refresh: bool = False) -> str:
    token = token_urlsafe(32)
    with acting_as(SYSTEM):
        Token.objects.create(
            grant=grant,
            is_refresh=is_refresh,
            digest=digest(token),
            made_at=clock.now(),
            expires_at=expires_at,
        )
    return token


def _id_token(grant: Grant, access: str) -> str:
    with acting_as(SYSTEM):
        session = Session.objects.get(pk=grant.session_id)
        client = Client.objects.get(pk=grant.client_id)
    used = [AMR[Means(each)] for each in (session.means, session.second) if each in AMR]
    is_twofold = len(used) > 1 or "hwk" in used
    now = int(clock.now().timestamp())
    claims = {
        "iss": grant.issuer,
        "sub": grant.subject,
        "aud": client.client_id,
        "iat": now,
        "exp": now + int(TOKEN_LIFE.total_seconds()),
        "auth_time": int(grant.proved_at.timestamp()),
        "amr": [*dict.fromkeys(used), *(["mfa"] if is_twofold else [])],
        "sid": session_name(grant),
        "at_hash": _half(access),
        **({"nonce": grant.nonce} if grant.nonce else {}),
        **claims_of(grant),
    }
    return keys.sign(claims)


def _half(token: str) -> str:
    """The left half of the digest (OpenID Connect Core 3.1.3.6)."""
    half = sha256(token.encode()).digest()[:16]
    return urlsafe_b64encode(half).rstrip(b"=").decode()


def _challenge(verifier: str) -> str:
    """What the verifier should have been announced as; nothing fits a verifier out of bounds."""
    fits = 43 <= len(verifier) <= 128 and verifier.isascii()
    return str(create_s256_code_challenge(verifier)) if fits else ""


def _subject(account: Account, asking: Asking) -> str:
    """Who it is: the same everywhere, or for this subsystem's host alone."""
    handle: Standing = standing_of(account)
    sector = urlsplit(asking.redirect_uri).hostname if asking.client.is_pairwise else ""
    return sha256(f"{handle.handle.hex}:{sector}".encode()).hexdigest()
