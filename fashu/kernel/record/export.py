"""Making the file that a stranger can check: an exported case with its proofs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from fashu.kernel.calendar import described
from fashu.kernel.record import archive, bundle, days_off, page
from fashu.kernel.record.bundle import Bundle, BundleEvent, Record
from fashu.kernel.record.keys import Verifier
from fashu.kernel.record.leaf import Json, canonical
from fashu.kernel.record.proofs import Proofs


@dataclass(frozen=True, slots=True)
class CaseEvent:
    """An event as the database holds it. `payload` and `salt` are None where erased."""

    leaf_index: int
    envelope: bytes
    payload: bytes | None
    salt: bytes | None


def export_bundle(
    case: Mapping[str, Json],
    events: Sequence[CaseEvent],
    proofs: Proofs,
    *,
    log_keys: Sequence[Verifier],
    exported_at: datetime,
    procedures: Sequence[Json],
    statutes: Sequence[Json] = (),
    attachments: Sequence[Mapping[str, Json]] = (),
    calendars: Sequence[Json] = (),
) -> bytes:
    """The ZIP of a case; the same arguments give the same bytes.

    - case: what describes it to people: number, title, organ …; not proven
    - events: all events of the case, in the order of their numbers
    - proofs: see `proofs.prove`, for at least these events
    - procedures: descriptions of procedure versions; those that no event names are left out
    - statutes: the editions applied, attachments: name, size and sha256 of each file
    - calendars: days off by which dates were counted; those that no receipt names are left out
    """
    record = Record(
        proofs.checkpoint,
        tuple(log_keys),
        proofs.witnesses,
        proofs.witnessed,
        tuple(_event(event, proofs) for event in events),
    )
    moment = exported_at.isoformat(timespec="seconds")
    applied, counted = _applied(record, procedures), _counted(record, calendars)
    whole = Bundle(case, moment, record, applied, statutes, attachments, counted)
    return archive.pack(_files(whole))


def _applied(record: Record, procedures: Sequence[Json]) -> list[Json]:
    named = {event.read_envelope().members.get("digest") for event in record.events}
    return [p for p in procedures if bundle.sha256_hex(canonical(p)) in named]


def _counted(record: Record, calendars: Sequence[Json]) -> list[Json]:
    named = days_off.versions(record)
    return [each for each in calendars if described(each).version in named]


def _event(event: CaseEvent, proofs: Proofs) -> BundleEvent:
    sha256, sm3 = proofs.inclusion[event.leaf_index]
    return BundleEvent(event.leaf_index, event.envelope, event.payload, event.salt, sha256, sm3)


def _files(whole: Bundle) -> dict[str, bytes]:
    files = {
        bundle.RECORD: whole.record.encode(),
        bundle.PROCEDURES: canonical(list(whole.procedures)),
        bundle.STATUTES: canonical(list(whole.statutes)),
        bundle.ATTACHMENTS: canonical([dict(item) for item in whole.attachments]),
        bundle.CALENDARS: canonical(list(whole.calendars)),
        bundle.PAGE: page.render(whole),
        bundle.README: page.README,
    }
    return {bundle.MANIFEST: bundle.manifest(whole, files), **files}
