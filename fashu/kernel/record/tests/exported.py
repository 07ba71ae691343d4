"""An exported case to verify and to spoil: built in memory, over a log of a few hundred entries."""

from collections.abc import Collection
from dataclasses import dataclass, field
from pathlib import Path

from fashu.kernel.calendar import CHINA, describe, described
from fashu.kernel.record import archive, bundle, note
from fashu.kernel.record.bundle import sha256_hex
from fashu.kernel.record.export import CaseEvent, export_bundle
from fashu.kernel.record.hashing import SHA256
from fashu.kernel.record.leaf import Json, canonical, read_canonical
from fashu.kernel.record.proofs import prove
from fashu.kernel.record.store import FolderLog
from fashu.kernel.record.tests.town import NOON, LogKeys, Written, new_keys, publish, write

AT = 1_795_000_000
PROCEDURE: Json = {
    "version": "2026-07-01",
    "stages": [{"key": "open", "title": "甲"}],
    "provisions": [
        {
            "provision": "step",
            "key": "accept",
            "title": "受理",
            "cite": "某法第一条",
            "asks": [{"key": "ordered", "options": [{"key": "accept", "title": "责令受理"}]}],
        },
        {"provision": "term", "key": "open", "title": "乙", "cite": "某法第二条"},
    ],
}
DIGEST = sha256_hex(canonical(PROCEDURE))
PLACES = (3, 90, 200, 255, 256, 299)
"""Where the case's six events lie among the 300 entries of the log."""

CASE: dict[str, Json] = {"number": "FY2026-990102-00017", "title": "张某不服<某局>处罚"}


@dataclass(slots=True)
class Office:
    """Keeps a log and exports a case from it."""

    folder: Path
    pair: LogKeys = field(default_factory=new_keys)
    written: list[Written] = field(default_factory=list)
    days_off: dict[str, Json] = field(default_factory=lambda: describe(CHINA))

    def __post_init__(self) -> None:
        head, version = b"", described(self.days_off).version
        for seq in range(1, len(PLACES) + 1):
            told: Json = {"n": seq, "姓名": "张三"}
            event = write(8, seq, head, told, DIGEST, days_off=version)
            head = SHA256.leaf(event.envelope)
            self.written.append(event)

    def publish(self, size: int = 300, *, cosigned: bool = True) -> FolderLog:
        """Publish the first entries, and have the witness sign."""
        entries = [f"another {i}".encode() for i in range(size)]
        for place, event in zip(PLACES, self.written, strict=True):
            if place < size:
                entries[place] = event.envelope
        log = publish(self.folder, entries, self.pair.log)
        if cosigned:
            found = note.parse(log.read("checkpoint") or b"")
            signature = self.pair.witness.cosign(found.text, AT)
            log.write("witness/w1", found.with_signatures(signature).encode())
        return log

    def events(self, erased: Collection[int] = ()) -> list[CaseEvent]:
        """The case's events; those erased (by place) without content."""
        return [
            CaseEvent(place, e.envelope, None, None)
            if place in erased
            else CaseEvent(place, e.envelope, e.payload, e.salt)
            for place, e in zip(PLACES, self.written, strict=True)
        ]

    def export(self, erased: Collection[int] = ()) -> bytes:
        """The ZIP of the case."""
        proofs = prove(
            FolderLog(self.folder),
            PLACES,
            known=[self.pair.log.verifier],
            witnesses=[self.pair.witness.verifier],
        )
        return export_bundle(
            CASE,
            self.events(erased),
            proofs,
            log_keys=[self.pair.log.verifier],
            exported_at=NOON,
            procedures=[PROCEDURE, {"version": "of another case"}],
            statutes=[{"title": "某法", "edition": "2026-07-01"}],
            calendars=[self.days_off],
        )


def repacked(data: bytes, name: str, content: bytes) -> bytes:
    """The archive with one file replaced and every checksum mended, as a forger would do."""
    files = archive.unpack(data, bundle.FILES)
    files[name] = content
    head = read_canonical(files[bundle.MANIFEST])
    assert isinstance(head, dict)
    others = {n: sha256_hex(d) for n, d in files.items() if n != bundle.MANIFEST}
    files[bundle.MANIFEST] = canonical({**head, "files": others})
    return archive.pack(files)
