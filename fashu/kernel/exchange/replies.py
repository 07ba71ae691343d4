"""Answers that are kept, so that a request sent twice acts once and is answered alike."""

from datetime import timedelta

from django.db import connection

from fashu.kernel import clock
from fashu.kernel.access import SYSTEM, acting_as, current_actor
from fashu.kernel.exchange.models import Reply

KEPT = timedelta(days=7)
"""How long an answer is kept."""

LONGEST_KEY = 64
"""How long a request key may be, in characters; that of a case may be no longer."""


class KeyUsedOtherwiseError(Exception):
    """The same key came with another content."""


def former(account: int, key: str, digest: str) -> Reply | None:
    """The answer to the same request. Two at once take turns: the second waits for the first.

    Raises KeyUsedOtherwiseError where the key came with something else.
    """
    with connection.cursor() as cursor:
        name = f"reply:{account}:{key}"
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [name])
    reply = Reply.objects.filter(account_id=account, key=key).first()
    if reply is not None and reply.digest != digest:
        raise KeyUsedOtherwiseError(key)
    return reply


def keep(key: str, digest: str, status: int, headers: dict[str, str], body: bytes) -> None:
    """Keep an answer in the transaction of what it tells of."""
    account = current_actor().account_id
    assert account is not None, "only who has signed in acts"
    Reply.objects.create(
        account_id=account,
        key=key,
        digest=digest,
        status=status,
        headers=headers,
        body=body,
        at=clock.now(),
    )


def forget() -> int:
    """Drop the answers that were kept long enough; how many."""
    with acting_as(SYSTEM):
        return Reply.objects.filter(at__lt=clock.now() - KEPT).delete()[0]
