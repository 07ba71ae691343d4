"""Keys and tokens: issued once in the clear, kept as a hash, recognised by it.

A key is 160 random bits, so that a plain SHA-256 of it tells a thief of the table nothing.
"""

import hashlib
import secrets
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection

from fashu.kernel import clock
from fashu.kernel.access import VISITOR, Actor, Kind, acting_as, log
from fashu.kernel.exchange.consumers import subject
from fashu.kernel.exchange.models import Consumer, ConsumerKey, Token
from fashu.kernel.exchange.scopes import covers
from fashu.kernel.people.actors import actor_for
from fashu.kernel.people.administration import keeper
from fashu.kernel.people.models import Account
from fashu.kernel.procedure.refusal import refuse

KEY, TOKEN = "fk", "ft"
LONGEST_DAYS = 366
TOKEN_LIFE = timedelta(hours=1)
_ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"


@dataclass(frozen=True, slots=True)
class Caller:
    """Who calls: a consumer, the actor it is, and what it was allowed this time."""

    consumer_id: int
    code: str
    title: str
    key: str
    actor: Actor
    scopes: tuple[str, ...]
    fields: dict[str, list[str]]
    per_minute: int
    per_day: int


def issue(consumer: Consumer, days: int) -> tuple[ConsumerKey, str]:
    """A new key and its text, which is shown this once. Raises Refused."""
    keeper()
    if not 1 <= days <= LONGEST_DAYS:
        raise refuse(f"密钥的有效期应为1至{LONGEST_DAYS}日")
    prefix, now = f"{KEY}_{_random(6)}", clock.now()
    text = f"{prefix}_{secrets.token_hex(20)}"
    key = ConsumerKey(consumer=consumer, prefix=prefix, digest=digest(text), created_at=now)
    key.expires_at = now + timedelta(days=days)
    key.save()
    log.write("consumer", subject(consumer), None, {"密钥": f"发放 {prefix}", "有效日数": days})
    return key, text


def rotate(key: ConsumerKey, days: int, overlap_hours: int) -> tuple[ConsumerKey, str]:
    """A new key, while the former still works for some hours. Raises Refused."""
    found = issue(key.consumer, days)
    if not 0 <= overlap_hours <= 720:
        raise refuse("新旧密钥并行的时间应为0至720小时")
    key.expires_at = min(key.expires_at, clock.now() + timedelta(hours=overlap_hours))
    key.save(update_fields=["expires_at"])
    return found


def revoke(key: ConsumerKey) -> None:
    """End a key, and with it every token that it was given, at once."""
    keeper()
    key.revoked_at = key.revoked_at or clock.now()
    key.save(update_fields=["revoked_at"])
    log.write("consumer", subject(key.consumer), None, {"密钥": f"收回 {key.prefix}"})


def exchange(code: str, text: str, wanted: Iterable[str]) -> tuple[str, list[str]] | None:
    """An access token for a key, and its scopes; None where the key is not that of `code`.

    Without scopes asked for, all that were granted. Raises Refused for one that was not.
    """
    with acting_as(VISITOR), _presenting(text):
        key = _valid_key(text)
        if key is None or key.consumer.code != code:
            return None
        scopes = sorted(set(wanted)) or list(key.consumer.scopes)
        beyond = [scope for scope in scopes if not covers(key.consumer.scopes, scope)]
        if beyond:
            raise refuse(f"没有授予“{beyond[0][:80]}”")
        token = f"{TOKEN}_{secrets.token_hex(24)}"
        expires = min(clock.now() + TOKEN_LIFE, key.expires_at)
        Token.objects.create(key=key, digest=digest(token), scopes=scopes, expires_at=expires)
        return token, scopes


def recognise(text: str) -> Caller | None:
    """Who presents a key or a token; None where it is unknown, out of date or withdrawn."""
    with acting_as(VISITOR), _presenting(text):
        if text.startswith(f"{TOKEN}_"):
            named = Token.objects.select_related("key__consumer")
            token = named.filter(digest=digest(text), expires_at__gt=clock.now()).first()
            key = token.key if token is not None and _holds(token.key) else None
            allowed: Iterable[str] = token.scopes if token is not None else ()
        else:
            key = _valid_key(text)
            allowed = key.consumer.scopes if key is not None else ()
        if key is None:
            return None
        consumer = key.consumer
        scopes = tuple(scope for scope in allowed if covers(consumer.scopes, scope))
        return _caller(key, consumer, scopes)


def _caller(key: ConsumerKey, consumer: Consumer, scopes: tuple[str, ...]) -> Caller | None:
    actor = actor_of(consumer)
    if actor is None:
        return None
    return Caller(
        consumer_id=consumer.pk,
        code=consumer.code,
        title=consumer.title,
        key=key.prefix,
        actor=actor,
        scopes=scopes,
        fields=consumer.fields,
        per_minute=consumer.per_minute,
        per_day=consumer.per_day,
    )


def actor_of(consumer: Consumer) -> Actor | None:
    """The consumer in its post of today; None where its account was closed."""
    itself = Actor(kind=Kind.OFFICER, name=consumer.title, account_id=consumer.account_id)
    with acting_as(itself):
        account = Account.objects.filter(pk=consumer.account_id, is_active=True).first()
        return actor_for(account) if account is not None else None


def _valid_key(text: str) -> ConsumerKey | None:
    named = ConsumerKey.objects.select_related("consumer")
    key = named.filter(digest=digest(text)).first()
    return key if key is not None and _holds(key) else None


def _holds(key: ConsumerKey) -> bool:
    return key.revoked_at is None and key.expires_at > clock.now() and key.consumer.is_active


def digest(text: str) -> str:
    """What is kept of a key."""
    return hashlib.sha256(text.encode(errors="replace")).hexdigest()


def drop_old_tokens(now: datetime) -> int:
    """Throw away the tokens that are out of date; how many."""
    return Token.objects.filter(expires_at__lt=now).delete()[0]


@contextmanager
def _presenting(text: str) -> Iterator[None]:
    """Inside, the row of the key presented is visible, with the consumer it belongs to."""
    _tell(digest(text))
    yield
    _tell("")


def _tell(value: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('fashu.presenting', %s, true)", [value])


def _random(length: int) -> str:
    return "".join(secrets.choice(_ALPHABET) for _ in range(length))


def told(caller: Caller) -> dict[str, Any]:
    """What a consumer is told about itself."""
    return {"consumer": caller.code, "scopes": list(caller.scopes)}
