"""An exported case as values, and its writing as JSON. What it proves is checked in `verify`.

`record.json` holds everything that proofs rest on; `manifest.json` what merely describes; the
hashes in it tell accidents apart from what was exported, they prove nothing by themselves.
"""

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from fashu.kernel.record import keys
from fashu.kernel.record.keys import Verifier
from fashu.kernel.record.leaf import (
    Envelope,
    Json,
    canonical,
    read_canonical,
    read_envelope,
)
from fashu.kernel.record.note import NoteError

MANIFEST, RECORD, PROCEDURES = "manifest.json", "record.json", "procedures.json"
STATUTES, ATTACHMENTS, CALENDARS = "statutes.json", "attachments.json", "calendars.json"
PAGE, README = "verify.html", "说明.txt"
FILES = (MANIFEST, RECORD, PROCEDURES, STATUTES, ATTACHMENTS, CALENDARS, PAGE, README)
"""The files of a bundle, in their order."""

FORMER = tuple(name for name in FILES if name != CALENDARS)
"""Those of the bundles that were exported before they carried the days off."""

FORMAT = "fashu-case/1"

_DIGEST = re.compile(r"[0-9a-f]{64}")
_HEX = re.compile(r"(?:[0-9a-f]{2})*")


class BundleError(ValueError):
    """The files do not have the form of an exported case; the words say where."""


@dataclass(frozen=True, slots=True)
class BundleEvent:
    """One event with its place in the log and its proofs in both trees.

    `payload` and `salt` are None where the content was erased.
    """

    leaf_index: int
    envelope: bytes
    payload: bytes | None
    salt: bytes | None
    inclusion: tuple[bytes, ...]
    sm3_inclusion: tuple[bytes, ...]

    def read_envelope(self) -> Envelope:
        """The envelope, checked for its form. Raises `EnvelopeError`."""
        return read_envelope(self.envelope)

    def read_payload(self) -> Json:
        """What the event said; None if erased. Raises `ValueError` on other than canonical JSON."""
        return None if self.payload is None else read_canonical(self.payload)


@dataclass(frozen=True, slots=True)
class Witnessed:
    """An earlier checkpoint that a witness signed, with proof that the present one continues it."""

    note: str
    consistency: tuple[bytes, ...]
    sm3_consistency: tuple[bytes, ...]


@dataclass(frozen=True, slots=True)
class Record:
    """All that the proofs of a bundle rest on."""

    checkpoint: str
    log_keys: tuple[Verifier, ...]
    witness_keys: tuple[Verifier, ...]
    witnessed: tuple[Witnessed, ...]
    events: tuple[BundleEvent, ...]

    def encode(self) -> bytes:
        """As canonical JSON."""
        return canonical(
            {
                "format": FORMAT,
                "checkpoint": self.checkpoint,
                "log_keys": [key.vkey for key in self.log_keys],
                "witness_keys": [key.vkey for key in self.witness_keys],
                "witnessed": [_witnessed_json(w) for w in self.witnessed],
                "events": [_event_json(e) for e in self.events],
            }
        )


@dataclass(frozen=True, slots=True)
class Bundle:
    """A whole exported case. Everything but `record` is what the exporter states."""

    case: Mapping[str, Json]
    exported_at: str
    record: Record
    procedures: Sequence[Json]
    statutes: Sequence[Json]
    attachments: Sequence[Mapping[str, Json]]
    calendars: Sequence[Json] = ()

    def payloads(self) -> list[Json]:
        """What the events said, in order; None where erased."""
        return [event.read_payload() for event in self.record.events]


def sha256_hex(data: bytes) -> str:
    """SHA-256 in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def manifest(bundle: Bundle, files: Mapping[str, bytes]) -> bytes:
    """The description of the case, and the digest of every other file."""
    return canonical(
        {
            "format": FORMAT,
            "case": dict(bundle.case),
            "exported_at": bundle.exported_at,
            "files": {name: sha256_hex(data) for name, data in files.items()},
        }
    )


def decode(files: Mapping[str, bytes]) -> Bundle:
    """Read the files of a bundle, with the digests of the manifest. Raises `BundleError`."""
    head = _object(_json(files, MANIFEST), MANIFEST, {"format", "case", "exported_at", "files"})
    others = {name: sha256_hex(data) for name, data in files.items() if name != MANIFEST}
    if head["files"] != others:
        names = "、".join(n for n in others if _get(head["files"], n) != others[n])
        raise BundleError(f"{names or MANIFEST} 与清单中的哈希不符")
    if head["format"] != FORMAT or not isinstance(head["exported_at"], str):
        raise BundleError(f"{MANIFEST} 的格式不认识")
    return Bundle(
        case=_mapping(head["case"], f"{MANIFEST} case"),
        exported_at=head["exported_at"],
        record=_record(_json(files, RECORD)),
        procedures=_list(_json(files, PROCEDURES), PROCEDURES),
        statutes=_list(_json(files, STATUTES), STATUTES),
        attachments=[
            _mapping(item, ATTACHMENTS) for item in _list(_json(files, ATTACHMENTS), ATTACHMENTS)
        ],
        calendars=_list(_json(files, CALENDARS), CALENDARS) if CALENDARS in files else (),
    )


def _witnessed_json(witnessed: Witnessed) -> Json:
    return {
        "note": witnessed.note,
        "consistency": [digest.hex() for digest in witnessed.consistency],
        "sm3_consistency": [digest.hex() for digest in witnessed.sm3_consistency],
    }


def _event_json(event: BundleEvent) -> Json:
    return {
        "leaf_index": event.leaf_index,
        "envelope": event.envelope.decode(),
        "payload": None if event.payload is None else event.payload.decode(),
        "salt": None if event.salt is None else event.salt.hex(),
        "inclusion": [digest.hex() for digest in event.inclusion],
        "sm3_inclusion": [digest.hex() for digest in event.sm3_inclusion],
    }


def _json(files: Mapping[str, bytes], name: str) -> Json:
    try:
        return read_canonical(files[name])
    except ValueError as error:
        raise BundleError(f"{name} {error}") from error


def _record(value: Json) -> Record:
    members = {"format", "checkpoint", "log_keys", "witness_keys", "witnessed", "events"}
    data = _object(value, RECORD, members)
    if data["format"] != FORMAT:
        raise BundleError(f"{RECORD} 的格式不认识")
    return Record(
        checkpoint=_text(data["checkpoint"], "checkpoint"),
        log_keys=_keys(data["log_keys"], keys.LOG),
        witness_keys=_keys(data["witness_keys"], keys.WITNESS),
        witnessed=tuple(map(_witnessed, _list(data["witnessed"], "witnessed"))),
        events=tuple(map(_event, _list(data["events"], "events"))),
    )


def _keys(value: Json, kind: int) -> tuple[Verifier, ...]:
    try:
        found = tuple(keys.parse_verifier(_text(item, "keys")) for item in _list(value, "keys"))
    except NoteError as error:
        raise BundleError(f"{RECORD} 的公钥有误：{error}") from error
    if any(key.kind != kind for key in found):
        raise BundleError(f"{RECORD} 的公钥种类不对")
    return found


def _witnessed(value: Json) -> Witnessed:
    data = _object(value, "witnessed", {"note", "consistency", "sm3_consistency"})
    return Witnessed(
        _text(data["note"], "note"),
        _digests(data["consistency"]),
        _digests(data["sm3_consistency"]),
    )


def _event(value: Json) -> BundleEvent:
    members = {"leaf_index", "envelope", "payload", "salt", "inclusion", "sm3_inclusion"}
    data = _object(value, "events", members)
    payload, salt, index = data["payload"], data["salt"], data["leaf_index"]
    if (payload is None) != (salt is None):
        raise BundleError(f"{RECORD} 的一个事件只有内容或者只有盐")
    if isinstance(index, bool) or not isinstance(index, int) or index < 0:
        raise BundleError(f"{RECORD} 的日志序号不对")
    return BundleEvent(
        index,
        _text(data["envelope"], "envelope").encode(),
        None if payload is None else _text(payload, "payload").encode(),
        None if salt is None else _bytes(salt),
        _digests(data["inclusion"]),
        _digests(data["sm3_inclusion"]),
    )


def _object(value: Json, where: str, members: set[str]) -> dict[str, Json]:
    if not isinstance(value, dict) or set(value) != members:
        raise BundleError(f"{where} 应当恰有这些成员：{'、'.join(sorted(members))}")
    return value


def _mapping(value: Json, where: str) -> dict[str, Json]:
    if not isinstance(value, dict):
        raise BundleError(f"{where} 应当是对象")
    return value


def _get(value: Json, name: str) -> Json:
    return cast(Json, value.get(name)) if isinstance(value, dict) else None


def _list(value: Json, where: str) -> list[Json]:
    if not isinstance(value, list):
        raise BundleError(f"{where} 应当是列表")
    return value


def _text(value: Json, where: str) -> str:
    if not isinstance(value, str):
        raise BundleError(f"{RECORD} 的 {where} 应当是文字")
    return value


def _bytes(value: Json) -> bytes:
    text = _text(value, "salt")
    if not _HEX.fullmatch(text):
        raise BundleError(f"{RECORD} 的盐应当是十六进制")
    return bytes.fromhex(text)


def _digests(value: Json) -> tuple[bytes, ...]:
    found = _list(value, "proofs")
    if not all(isinstance(item, str) and _DIGEST.fullmatch(item) for item in found):
        raise BundleError(f"{RECORD} 的证明应当是十六进制的哈希")
    return tuple(bytes.fromhex(cast(str, item)) for item in found)
