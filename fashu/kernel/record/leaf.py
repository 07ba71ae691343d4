"""What goes into the log: canonical JSON, envelopes of events, commitments to erasable payloads.

An event is written in two parts. The envelope is kept for ever and is the log's entry; it holds
no personal data. The payload (facts, names) can be erased: the envelope only commits to it,
by a hash over a random salt and the payload. Without the salt the hash says nothing about
the payload, so erasing both erases the data, and every proof still holds.
"""

import hashlib
import json
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias, cast

Json: TypeAlias = (
    "bool | int | str | list[Json] | tuple[Json, ...] | dict[str, Json] | Mapping[str, Json] | None"
)

FIRST_SEQ = 1
"""The number of the first event of a case; the following ones count up without a gap."""

SALT_BYTES = 16

_LARGEST = 2**53 - 1
"""The largest integer that every JSON reader keeps exactly (RFC 7493, section 2.2)."""

_DEEPEST = 100
"""Nesting beyond this serves no purpose but to exhaust a reader."""

_HASH = re.compile(r"[0-9a-f]{64}")


class EnvelopeError(ValueError):
    """The bytes are not an envelope that this platform writes."""


def canonical(value: Json) -> bytes:
    """The one JSON writing of a value: RFC 8785 (keys sorted, no spaces, UTF-8), without floats.

    RFC 8785 sorts keys by UTF-16 units. Keys are kept to the basic plane, where that equals
    the order of code points. Raises `ValueError` on what has no canonical writing.
    """
    _refuse_strangers(value)
    text = json.dumps(
        value, sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=_as_plain
    )
    return text.encode()


def read_canonical(data: bytes) -> Json:
    """The value of canonical JSON. Raises `ValueError` if the bytes are any other writing.

    So repeated keys, spaces, other escapes and numbers such as 1.0 are refused as well.
    """
    try:
        value = cast(Json, json.loads(data))
        same = canonical(value) == data
    except (ValueError, RecursionError) as error:
        raise ValueError("不是规范的 JSON") from error
    if not same:
        raise ValueError("不是规范的 JSON")
    return value


def new_salt() -> bytes:
    """Sixteen random bytes, for one commitment."""
    return secrets.token_bytes(SALT_BYTES)


def commitment(salt: bytes, payload: bytes) -> str:
    """The hash that binds an envelope to its payload (canonical bytes), in hexadecimal."""
    return hashlib.sha256(salt + payload).hexdigest()


@dataclass(frozen=True, slots=True)
class Envelope:
    """The members of an envelope that the record itself understands, and all of them."""

    case: str
    seq: int
    prev: str | None
    commitment: str
    members: Mapping[str, Json]


def read_envelope(data: bytes) -> Envelope:
    """Read an envelope: a canonical object with at least these members.

    - case: number or text, the same in all events of a case
    - seq: from 1 without gaps
    - prev: leaf hash (hexadecimal) of the event before in the case; null in the first
    - commitment: see `commitment`

    Raises `EnvelopeError`.
    """
    try:
        members = read_canonical(data)
    except ValueError as error:
        raise EnvelopeError(f"信封{error}") from error
    if not isinstance(members, dict):
        raise EnvelopeError("信封不是 JSON 对象")
    case, seq, prev = members.get("case"), members.get("seq"), members.get("prev")
    bound = members.get("commitment")
    if isinstance(case, bool) or not isinstance(case, int | str):
        raise EnvelopeError("信封没有案件编号（case）")
    if isinstance(seq, bool) or not isinstance(seq, int) or seq < FIRST_SEQ:
        raise EnvelopeError("信封没有有效的序号（seq）")
    if not (prev is None or _is_hash(prev)):
        raise EnvelopeError("信封的前序哈希（prev）格式不对")
    if not _is_hash(bound):
        raise EnvelopeError("信封没有对内容的承诺（commitment）")
    return Envelope(str(case), seq, cast(str | None, prev), cast(str, bound), members)


def _is_hash(value: Json) -> bool:
    return isinstance(value, str) and _HASH.fullmatch(value) is not None


def _as_plain(value: object) -> object:
    if isinstance(value, Mapping):
        return dict(value)
    raise ValueError(f"no canonical JSON for {type(value).__name__}")


def _refuse_strangers(value: Json, depth: int = 0) -> None:
    if depth > _DEEPEST:
        raise ValueError("nested too deeply")
    if isinstance(value, float):
        raise ValueError("a float has no canonical JSON here; use an integer or text")
    if isinstance(value, int) and abs(value) > _LARGEST:
        raise ValueError("an integer beyond 2**53 - 1 is not kept by every JSON reader")
    if isinstance(value, Mapping):
        for key, member in value.items():
            if not isinstance(key, str) or any(c > "\uffff" for c in key):
                raise ValueError("keys are text of the basic multilingual plane")
            _refuse_strangers(member, depth + 1)
    elif isinstance(value, list | tuple):
        for item in value:
            _refuse_strangers(item, depth + 1)
