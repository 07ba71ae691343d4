"""Rolls (查阅记录的批): many readings taken into the log as one entry.

Who read whose data stands in `reading_entry`, one row a page. A page must not wait for a log, so
the sequencer comes by: it gathers what was read since into a roll, and the roll's envelope becomes
one entry of the log. The envelope holds numbers and a Merkle root (RFC 6962) over the digests of
the readings. Each digest is salted, so the log tells nothing about whoever read or was read.

Plain SQL, for the reasons that `ledger` gives.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from fashu.kernel import clock
from fashu.kernel.record import merkle
from fashu.kernel.record.hashing import SHA256
from fashu.kernel.record.leaf import Json, canonical
from fashu.kernel.record.ledger import Connection

LARGEST = 20_000
"""Readings in one roll at most."""

LATEST = timedelta(hours=1)
"""How long a reading may stay uncommitted: whoever comes later was written in afterwards."""

DIGEST = """sha256(convert_to(jsonb_build_array(e.salt, e.id,
    to_char(e.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US'), e.account_id, e.name,
    e.office_path, e.office_title, e.roles, e.view, e.purpose, e.basis, e.cases, e.persons,
    e.count, e.request)::text, 'UTF8'))"""
"""The digest of a reading `e`. Written out wherever it is asked for: a function in the database
would be in the hands of whoever the audit is about."""

_SINCE = f"""SELECT e.id, {DIGEST} FROM reading_entry e
    WHERE e.id > %s AND NOT EXISTS (SELECT FROM record_rolled r WHERE r.reading_id = e.id)
    ORDER BY e.id LIMIT %s"""  # noqa: S608 - a constant of this module

_LAST = """SELECT r.number, x.leaf_hash, LEAST(r.first, (
        SELECT min(recent.first) FROM record_roll recent WHERE recent.made_at > %s))
    FROM record_roll r JOIN record_entry x ON x.roll_id = r.number ORDER BY r.number DESC LIMIT 1"""


@dataclass(frozen=True, slots=True)
class Roll:
    """Some readings, in the order of their numbers, with what stands for them in the log."""

    number: int
    readings: Sequence[tuple[int, bytes]]
    made_at: datetime
    envelope: bytes

    @property
    def first(self) -> int:
        """The number of the first reading."""
        return self.readings[0][0]


def gather(connection: Connection, *, sweep: bool = False) -> Roll | None:
    """What was read and is in no roll yet; None if nothing is. Writes nothing.

    Numbers are given out before they are committed: looks back over the rolls of the last hour,
    with `sweep` over all readings there are.
    """
    now = clock.now()
    last = connection.execute(_LAST, [now - LATEST]).fetchone()
    number, prev, first = last if last else (0, None, 1)
    after = 0 if sweep else first - 1
    found = connection.execute(_SINCE, [after, LARGEST]).fetchall()
    if not found:
        return None
    said = envelope(number + 1, found, prev.hex() if prev else None, now)
    return Roll(number + 1, found, now, canonical(said))


def envelope(
    number: int, readings: Sequence[tuple[int, bytes]], prev: str | None, made_at: datetime
) -> dict[str, Json]:
    """What the log keeps of a roll. `prev` is the leaf hash of the roll before."""
    return {
        "kind": "reading",
        "roll": number,
        "count": len(readings),
        "first": readings[0][0],
        "last": readings[-1][0],
        "root": root(digest for _, digest in readings).hex(),
        "prev": prev,
        "made_at": made_at.isoformat(timespec="microseconds"),
    }


def root(digests: Iterable[bytes]) -> bytes:
    """The Merkle root over digests of readings."""
    return merkle.root_of(map(SHA256.leaf, digests), SHA256)


def keep(connection: Connection, roll: Roll) -> None:
    """Write a roll. The caller holds the transaction and appends the roll's entry in it."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO record_roll (number, first, made_at, envelope) VALUES (%s, %s, %s, %s)",
            [roll.number, roll.first, roll.made_at, roll.envelope],
        )
        with cursor.copy("COPY record_rolled (reading_id, roll_id, digest) FROM STDIN") as copy:
            for reading, digest in roll.readings:
                copy.write_row((reading, roll.number, digest))
