"""Numbers of identity documents at rest: sealed, and found again by a keyed digest."""

from fashu.kernel.procedure.identity import Document
from fashu.kernel.sealing import KeyFolder

KEYS = KeyFolder("registry")


def digest(document: Document, number: str) -> str:
    """The keyed digest of a number, as tokens in events carry it."""
    return KEYS.digest(f"{document}:{number}")[:32]


def seal_text(text: str, bound_to: str) -> str:
    """Words that may hold a number (a draft's unfinished answer), sealed as one word."""
    key = KEYS.newest
    return f"sealed:{key.id}:{key.seal(text.encode(), bound_to).hex()}"


def open_text(text: str, bound_to: str) -> str:
    """The inverse of `seal_text`; anything else as it is."""
    if not text.startswith("sealed:"):
        return text
    _, key_id, sealed = text.split(":", 2)
    return KEYS.key(key_id).open(bytes.fromhex(sealed), bound_to).decode()
