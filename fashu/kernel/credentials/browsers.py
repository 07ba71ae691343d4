"""Browsers that an account has signed in from before.

Whoever guesses passwords can lock an account and slow down an address, but not for the browsers
that its owner uses: each of them is counted by itself.
"""

from datetime import timedelta
from hashlib import sha256
from secrets import token_urlsafe

from django.core import signing

from fashu.kernel.people.models import Account

SALT = "fashu.credentials.browser"
KEPT = timedelta(days=180)
MOST, BETWEEN = 4, "~"
"""So many accounts may share a browser, as in a service hall."""


def remember(tokens: str, account: Account) -> str:
    """What a browser keeps after somebody signed in, besides what it kept of others."""
    own = signing.dumps([account.pk, _state(account), token_urlsafe(12)], salt=SALT)
    others = [t for t in tokens.split(BETWEEN) if t and _about(t) not in (None, account.pk)]
    return BETWEEN.join([own, *others[: MOST - 1]])


def known_as(tokens: str, account: Account) -> str:
    """A name for a browser that the account knows; empty for any other.

    A changed password makes every browser a stranger.
    """
    for token in tokens.split(BETWEEN)[:MOST]:
        if _read(token)[:2] == [account.pk, _state(account)]:
            return sha256(token.encode()).hexdigest()
    return ""


def _about(token: str) -> object:
    return next(iter(_read(token)), None)


def _read(token: str) -> list[object]:
    try:
        return list(signing.loads(token, salt=SALT, max_age=KEPT))
    except (signing.BadSignature, TypeError, ValueError):
        return []


def _state(account: Account) -> str:
    return account.get_session_auth_hash()[:16]
