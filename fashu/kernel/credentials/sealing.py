"""Secrets that must be read again (TOTP, signing keys, webhooks), sealed as one word with its key.

`purpose` is sealed with it: a text moved to another account or field stays shut.
"""

from base64 import urlsafe_b64decode, urlsafe_b64encode

from fashu.kernel.sealing import KeyFolder

KEYS = KeyFolder("credentials")


def seal(plain: bytes, purpose: str) -> str:
    """The text sealed with the newest key."""
    key = KEYS.newest
    return f"{key.id}.{urlsafe_b64encode(key.seal(plain, purpose)).decode()}"


def unseal(sealed: str, purpose: str) -> bytes:
    """What was sealed for this purpose; raises SealError."""
    key_id, _, text = sealed.partition(".")
    return KEYS.key(key_id).open(urlsafe_b64decode(text), purpose)


def is_current(sealed: str) -> bool:
    """Whether the newest key has sealed it."""
    return sealed.partition(".")[0] == KEYS.newest.id
