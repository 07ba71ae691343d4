"""A small town that writes events, for the tests of the record: real rows, no case behind them.

It works as a superuser with triggers and foreign keys asleep. That is also what an insider
with full power over the database can do, so the tests tamper through it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

import psycopg

from fashu.kernel import clock
from fashu.kernel.clock import BEIJING
from fashu.kernel.record import checkpoint, keys, ledger, note, tiles
from fashu.kernel.record.hashing import SHA256
from fashu.kernel.record.leaf import Json, canonical, commitment, new_salt
from fashu.kernel.record.sequencer import Sequencer
from fashu.kernel.record.store import TREES, FolderLog

TABLES = (
    "cases_payload",
    "cases_event",
    "record_entry",
    "record_checkpoint",
    "record_cosignature",
    "record_roll",
    "record_rolled",
    "record_audit",
    "reading_entry",
)
ORIGIN = "fashu.example/record"
DAY = date(2026, 11, 20)
NOON = datetime(2026, 11, 20, 12, tzinfo=BEIJING)


def insider() -> ledger.Connection:
    """A connection that may do anything."""
    connection = ledger.connect("default")
    connection.execute("SET ROLE NONE")
    connection.execute("SET session_replication_role = replica")
    return connection


def forget(connection: ledger.Connection) -> None:
    """Empty the tables that these tests fill. Much faster than flushing the whole database."""
    for table in TABLES:
        connection.execute(f"DELETE FROM {table}".encode())
    for table in ("cases_event", "reading_entry"):
        restart = f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), 1, false)"
        connection.execute(restart.encode())


@dataclass(frozen=True, slots=True)
class Written:
    """The parts of an event."""

    envelope: bytes
    salt: bytes
    payload: bytes


def write(
    case: int, seq: int, head: bytes, facts: Json, digest: str = "00" * 32, *, days_off: str = ""
) -> Written:
    """An event as `cases` writes it; `head` is the leaf hash of the one before."""
    receipt: dict[str, Json] = {"receipt": {"calendar": days_off}} if days_off else {}
    payload, salt = canonical({"event": {"facts": facts}, **receipt}), new_salt()
    envelope: Json = {
        "format": 1,
        "case": case,
        "seq": seq,
        "kind": "taken",
        "key": "accept",
        "by": "authority",
        "account": 5,
        "on": DAY.isoformat(),
        "recorded_at": NOON.isoformat(timespec="microseconds"),
        "procedure": "test.procedure",
        "version": "2026-07-01",
        "digest": digest,
        "prev": head.hex() or None,
        "commitment": commitment(salt, payload),
    }
    return Written(canonical(envelope), salt, payload)


@dataclass(slots=True)
class Town:
    """Writes events as `cases` does."""

    connection: psycopg.Connection[Any]
    heads: dict[int, tuple[int, bytes]] = field(default_factory=dict)

    def event(self, case: int, facts: Json = None) -> int:
        """The next event of a case; returns its id."""
        return self._write([(case, facts)])[0]

    def events(self, count: int, cases: int = 7) -> list[int]:
        """Several events at once, taking turns over several cases."""
        return self._write([(1 + number % cases, {"n": number}) for number in range(count)])

    def readings(self, count: int, at: datetime | None = None) -> None:
        """Somebody reads so many cases, one after the other."""
        self.connection.execute(_READING, [at or clock.now(), count])

    def forget(self) -> None:
        """Empty every table and begin anew."""
        forget(self.connection)
        self.heads.clear()

    def _write(self, wanted: Sequence[tuple[int, Json]]) -> list[int]:
        with self.connection.transaction():
            row = self.connection.execute(_NEXT, [len(wanted)]).fetchone()
            assert row is not None
            events, payloads = [], []
            for event_id, (case, facts) in zip(row[0], wanted, strict=True):
                seq, head = self.heads.get(case, (0, b""))
                written = write(case, seq + 1, head, facts)
                leaf = SHA256.leaf(written.envelope)
                self.heads[case] = (seq + 1, leaf)
                events.append((event_id, case, seq + 1, DAY, NOON, written.envelope, leaf))
                payloads.append((event_id, case, written.salt, written.payload))
            with self.connection.cursor() as cursor:
                cursor.executemany(_EVENT, events)
                cursor.executemany(_PAYLOAD, payloads)
        return list(row[0])


_NEXT = """SELECT array_agg(nextval(pg_get_serial_sequence('cases_event', 'id')))
    FROM generate_series(1, %s)"""
_EVENT = """INSERT INTO cases_event (id, case_id, seq, kind, key, by, account_id, "on",
        recorded_at, envelope, leaf_hash, stage, closes, office_path)
    VALUES (%s, %s, %s, 'taken', 'accept', 'authority', 5, %s, %s, %s, %s, 'received', false,
        '99/')"""
_READING = """INSERT INTO reading_entry (at, account_id, name, office_path, office_title, roles,
        view, purpose, basis, cases, persons, count, request)
    SELECT %s, 5, '林清', '99/', '某司法局', '{office}', 'case', '办理案件', '第三十四条',
        ARRAY[n], '{}', 1, '' FROM generate_series(1, %s) AS n"""
_PAYLOAD = "INSERT INTO cases_payload (event_id, case_id, salt, payload) VALUES (%s, %s, %s, %s)"


@dataclass(frozen=True, slots=True)
class LogKeys:
    """One log key and one witness key."""

    log: keys.Signer
    witness: keys.Signer


def new_keys() -> LogKeys:
    """Fresh ones."""
    return LogKeys(
        keys.new_signer(ORIGIN, keys.LOG), keys.new_signer("witness.example/w1", keys.WITNESS)
    )


def sequencer(connection: ledger.Connection, folder: Path, pair: LogKeys) -> Sequencer:
    """A sequencer over a folder."""
    return Sequencer(
        connection,
        FolderLog(folder),
        ORIGIN,
        signers=[pair.log],
        known=[pair.log.verifier],
        witnesses=[pair.witness.verifier],
    )


def publish(folder: Path, entries: list[bytes], signer: keys.Signer) -> FolderLog:
    """A log over these entries, written at once."""
    log = FolderLog(folder)
    roots = []
    for tree, hash_ in TREES.items():
        grown, written = tiles.Tree(hash_).append(map(hash_.leaf, entries))
        roots.append(grown.root())
        for tile in written:
            log.write_tile(tree, tile)
    text = checkpoint.Checkpoint(signer.name, len(entries), *roots).text()
    log.write("checkpoint", note.Note(text, (signer.sign(text),)).encode())
    log.write("keys", f"{signer.verifier.vkey}\n".encode())
    return log
