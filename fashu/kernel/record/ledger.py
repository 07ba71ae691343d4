"""The record's tables, in SQL, as role fashu_record sees them. The only place that writes them.

Plain SQL because the record streams, copies and locks, and because it must read the events
as bytes lie in the table, not as the application would show them.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeAlias

import psycopg
from django.db import connections
from django.db.backends.utils import CursorWrapper
from psycopg.rows import class_row

from fashu.kernel import clock
from fashu.kernel.record.checkpoint import Checkpoint
from fashu.kernel.record.note import Signature

Connection: TypeAlias = psycopg.Connection[Any]

CHANNEL = "fashu_event"
"""Who writes an event notifies this channel in the same transaction."""

_LOCK = 0x66617368_7265636F
"""The advisory lock of the single writer ("fashreco")."""

_PARAMETERS = ("dbname", "user", "password", "host", "port", "options")


@dataclass(frozen=True, slots=True)
class NewEvent:
    """An event that is not in the log yet, as it lies in `cases_event`."""

    id: int
    envelope: bytes
    leaf_hash: bytes


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the log: its place, its event or its roll, the leaf hash in each tree."""

    leaf_index: int
    event_id: int | None
    leaf_hash: bytes
    sm3_hash: bytes
    roll_id: int | None = None


@dataclass(frozen=True, slots=True)
class Signed:
    """A signed checkpoint: its numbers and the note they are signed in."""

    size: int
    root: bytes
    sm3_root: bytes
    note: str


def connect(alias: str = "record") -> Connection:
    """A connection of its own (not Django's), in the role of the database alias.

    In autocommit, so that a stray read never opens a transaction in which a later
    `transaction()` would only be a savepoint, and commit nothing.
    """
    params = connections[alias].get_connection_params()
    wanted = {key: params[key] for key in _PARAMETERS if params.get(key)}
    return psycopg.connect(**wanted, autocommit=True)


def lock(connection: Connection) -> bool:
    """Become the single writer for as long as the connection lives; False if another is."""
    row = connection.execute("SELECT pg_try_advisory_lock(%s)", [_LOCK]).fetchone()
    return bool(row and row[0])


def unlock(connection: Connection) -> None:
    """Make way for another writer at once; a closed connection takes the server a moment."""
    connection.execute("SELECT pg_advisory_unlock(%s)", [_LOCK])


def is_locked(cursor: CursorWrapper) -> bool:
    """Whether a writer lives, as any role can see."""
    cursor.execute(
        "SELECT EXISTS (SELECT FROM pg_locks WHERE locktype = 'advisory' AND granted"
        " AND (classid::bigint << 32 | objid::bigint) = %s AND objsubid = 1"
        " AND database = (SELECT oid FROM pg_database WHERE datname = current_database()))",
        [_LOCK],
    )
    return bool(cursor.fetchone()[0])


def count(connection: Connection) -> int:
    """How many entries the log has; they are numbered from 0."""
    row = connection.execute("SELECT max(leaf_index) + 1 FROM record_entry").fetchone()
    return int(row[0] or 0) if row else 0


def newest_event(connection: Connection) -> int:
    """The highest event id in the log, 0 if it is empty."""
    row = connection.execute("SELECT max(event_id) FROM record_entry").fetchone()
    return int(row[0] or 0) if row else 0


def newest(connection: Connection) -> Signed | None:
    """The newest checkpoint, None if there is none."""
    return _signed(connection, "ORDER BY size DESC LIMIT 1")


def at(connection: Connection, size: int) -> Signed | None:
    """The checkpoint of exactly this size, None if none was signed."""
    return _signed(connection, "WHERE size = %s", size)


def _signed(connection: Connection, which: str, *params: int) -> Signed | None:
    with connection.cursor(row_factory=class_row(Signed)) as cursor:
        query = f"SELECT size, root, sm3_root, note FROM record_checkpoint {which}"  # noqa: S608 - two fixed endings, above
        return cursor.execute(query.encode(), params).fetchone()


def write_audit(
    connection: Connection, *, seconds: float, events: int, entries: int, damages: int
) -> None:
    """Keep that an audit was made, and what came of it."""
    connection.execute(
        """INSERT INTO record_audit (at, seconds, events, entries, damages)
        VALUES (%s, %s, %s, %s, %s)""",
        [clock.now(), seconds, events, entries, damages],
    )


def unsequenced(connection: Connection, after: int) -> Iterator[NewEvent]:
    """Events with an id beyond `after` that are not in the log yet, in order of their ids."""
    with connection.cursor("unsequenced", row_factory=class_row(NewEvent)) as cursor:
        cursor.itersize = 2000
        yield from cursor.execute(
            """SELECT id, envelope, leaf_hash FROM cases_event
            WHERE id > %s AND NOT EXISTS (SELECT FROM record_entry WHERE event_id = cases_event.id)
            ORDER BY id""",
            [after],
        )


def leaves(connection: Connection, start: int, end: int) -> list[tuple[bytes, bytes]]:
    """The leaf hashes (SHA-256, SM3) of the entries from `start` up to but not including `end`."""
    return connection.execute(
        """SELECT leaf_hash, sm3_hash FROM record_entry
        WHERE leaf_index >= %s AND leaf_index < %s ORDER BY leaf_index""",
        [start, end],
    ).fetchall()


def append(
    connection: Connection, entries: Sequence[Entry], checkpoint: Checkpoint, note: str
) -> None:
    """Write a batch and the checkpoint over it. The caller holds the transaction."""
    now = clock.now()
    with connection.cursor() as cursor:
        with cursor.copy(
            "COPY record_entry (leaf_index, event_id, roll_id, leaf_hash, sm3_hash, added_at)"
            " FROM STDIN"
        ) as copy:
            for entry in entries:
                copy.write_row(_row(entry, now))
        cursor.execute(
            """INSERT INTO record_checkpoint (size, root, sm3_root, note, created_at)
            VALUES (%s, %s, %s, %s, %s)""",
            [checkpoint.size, checkpoint.root, checkpoint.sm3_root, note, now],
        )


def _row(entry: Entry, now: datetime) -> tuple[object, ...]:
    subject = (entry.event_id, entry.roll_id)
    return (entry.leaf_index, *subject, entry.leaf_hash, entry.sm3_hash, now)


def add_cosignature(
    connection: Connection, size: int, signature: Signature, signed_at: datetime
) -> bool:
    """Keep a witness's signature; False if this witness signed this size before."""
    result = connection.execute(
        """INSERT INTO record_cosignature (size, name, key_id, line, signed_at)
        VALUES (%s, %s, %s, %s, %s) ON CONFLICT DO NOTHING""",
        [size, signature.name, signature.key_id, signature.line(), signed_at],
    )
    return result.rowcount == 1


def cosignatures(connection: Connection, size: int) -> list[str]:
    """The witnesses' signature lines under the checkpoint of this size."""
    rows = connection.execute(
        "SELECT line FROM record_cosignature WHERE size = %s ORDER BY name, key_id", [size]
    )
    return [line for (line,) in rows]


def newest_witnessed(connection: Connection) -> int:
    """The largest size a witness has signed, 0 if none."""
    row = connection.execute("SELECT max(size) FROM record_cosignature").fetchone()
    return int(row[0] or 0) if row else 0


def wait(connection: Connection, seconds: float) -> None:
    """Return when an event was written, or after `seconds`; several notices count as one.

    The connection must be listening (see `listen`).
    """
    for _ in connection.notifies(timeout=seconds, stop_after=1):
        return


def listen(connection: Connection) -> None:
    """Hear of new events from now on."""
    connection.execute(f"LISTEN {CHANNEL}".encode())
