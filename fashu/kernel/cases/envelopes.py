"""How an event is written down: the envelope that the record hashes, and the payload behind it.

Pure functions over the procedure's events; the only place that knows both forms.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from fashu.kernel.calendar import Service
from fashu.kernel.procedure import Advanced, Event, Joined, Lapsed, Procedure, Sealed, Served, Taken
from fashu.kernel.procedure.describe import digest
from fashu.kernel.procedure.events import When
from fashu.kernel.procedure.state import when_from_iso
from fashu.kernel.record.hashing import SHA256
from fashu.kernel.record.leaf import Json, canonical, commitment, new_salt

FORMAT = 1
"""The version of this writing; it stands in every envelope."""


@dataclass(frozen=True, slots=True)
class Written:
    """An event ready for the database."""

    kind: str
    key: str
    by: str
    envelope: bytes
    leaf_hash: bytes
    salt: bytes
    payload: bytes


def write(
    advanced: Advanced,
    procedure: Procedure,
    *,
    calendar: str,
    case_id: int,
    seq: int,
    prev: bytes | None,
    account_id: int | None,
    recorded_at: datetime,
    on_behalf_of: int | None = None,
) -> Written:
    """The two parts of an event. The envelope names persons by account number only.

    `calendar` is the version by which it was counted. `on_behalf_of`: whose post it is, where
    somebody acts by delegation; absent otherwise.
    """
    event = advanced.event
    kind, key, by = head(event)
    payload = canonical(_payload(advanced, calendar))
    salt = new_salt()
    envelope = canonical(
        {
            "format": FORMAT,
            "case": case_id,
            "seq": seq,
            "kind": kind,
            "key": key,
            "by": by,
            "account": account_id,
            "on": event.on.isoformat(),
            "recorded_at": recorded_at.isoformat(timespec="microseconds"),
            "procedure": procedure.key,
            "version": procedure.version,
            "digest": digest(procedure),
            "prev": prev.hex() if prev else None,
            "commitment": commitment(salt, payload),
            **({"on_behalf_of": on_behalf_of} if on_behalf_of is not None else {}),
        }
    )
    return Written(kind, key, by, envelope, SHA256.leaf(envelope), salt, payload)


@dataclass(frozen=True, slots=True)
class Destruction:
    """Where the last event of a destroyed case stands in its chain, and who wrote it."""

    case_id: int
    seq: int
    prev: bytes
    account_id: int | None
    at: datetime


def write_destruction(
    place: Destruction,
    procedure: Procedure,
    approved_by: tuple[int, int],
    reason: str,
    counts: Mapping[str, int],
) -> Written:
    """The event that says a case was destroyed: who approved, why, and how much is gone.

    It is no event of the procedure: nothing advances, and nothing follows.
    """
    text = f"案卷保管期限届满，经两人批准销毁：{reason}"
    told: dict[str, Json] = {
        "destroyed": dict(counts),
        "approved_by": [f"account:{account}" for account in approved_by],
        "on": place.at.date().isoformat(),
    }
    trace: list[Json] = [
        {"kind": "destroyed", "key": "", "text": text, "cite": "《个人信息保护法》第十九条"}
    ]
    payload = canonical({"event": told, "receipt": {"trace": trace}})
    salt = new_salt()
    envelope = canonical(
        {
            "format": FORMAT,
            "case": place.case_id,
            "seq": place.seq,
            "kind": "destroyed",
            "key": "",
            "by": "",
            "account": place.account_id,
            "on": place.at.date().isoformat(),
            "recorded_at": place.at.isoformat(timespec="microseconds"),
            "procedure": procedure.key,
            "version": procedure.version,
            "digest": digest(procedure),
            "prev": place.prev.hex(),
            "commitment": commitment(salt, payload),
        }
    )
    return Written("destroyed", "", "", envelope, SHA256.leaf(envelope), salt, payload)


def head(event: Event) -> tuple[str, str, str]:
    """Kind, key and role of an event, for its envelope and for lists."""
    match event:
        case Taken():
            return "taken", event.step, event.by
        case Served():
            return "served", event.paper, event.to
        case Lapsed():
            return "lapsed", event.term, ""
        case Joined():
            return "joined", event.role, event.role
        case Sealed():
            return "sealed", event.paper, ""


def _payload(advanced: Advanced, calendar: str) -> Json:
    """What the event said, and its receipt."""
    return {"event": event_to_json(advanced.event), "receipt": receipt_of(advanced, calendar)}


def receipt_of(advanced: Advanced, calendar: str) -> Json:
    """What an event led to, as it is kept: calendar, trace with articles, stage and outcome."""
    trace: list[Json] = [
        {"kind": e.kind, "key": e.key, "text": e.text, "cite": str(e.cite) if e.cite else None}
        for e in advanced.effects
    ]
    state = advanced.state
    return {
        "calendar": calendar,
        "stage": state.stage,
        "outcome": state.outcome,
        "trace": trace,
    }


def event_to_json(event: Event) -> dict[str, Json]:
    """Plain JSON data of an event, lossless."""
    match event:
        case Taken():
            facts = cast(Json, dict(event.facts))
            return {
                "step": event.step,
                "by": event.by,
                "on": event.on.isoformat(),
                "facts": facts,
                "who": list(event.who),
            }
        case Served():
            return {
                "served": event.paper,
                "on": event.on.isoformat(),
                "mode": event.mode.value,
                "to": event.to,
                "n": event.n,
            }
        case Lapsed():
            return {"lapsed": event.term, "n": event.n, "on": event.on.isoformat()}
        case Joined():
            return {"joined": event.role, "on": event.on.isoformat()}
        case Sealed():
            return {
                "sealed": event.paper,
                "n": event.n,
                "sha256": event.sha256,
                "on": event.on.isoformat(),
            }


def event_from_json(data: Mapping[str, Any]) -> Event:
    """The inverse of `event_to_json`. Raises ValueError on anything else."""
    try:
        on: When = when_from_iso(data["on"])
        if "step" in data:
            return Taken(data["step"], data["by"], on, data["facts"], tuple(data["who"]))
        if "served" in data:
            return Served(data["served"], on, Service(data["mode"]), data["to"], data["n"])
        if "lapsed" in data:
            return Lapsed(data["lapsed"], data["n"], on)
        if "sealed" in data:
            return Sealed(data["sealed"], data["n"], on, data["sha256"])
        return Joined(data["joined"], on)
    except (KeyError, TypeError) as error:
        raise ValueError(f"不是事件：{error}") from error
