"""Auditing who read whose data: each reading against its roll, each roll against the log.

One pass over the rolls beside one over the readings. The database computes the digests, so no
personal data reaches the auditor.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby
from typing import Any

from psycopg.rows import class_row

from fashu.kernel.record import rolls
from fashu.kernel.record.audit.report import Damage, Kind, Report
from fashu.kernel.record.hashing import SHA256, SM3
from fashu.kernel.record.leaf import canonical, read_canonical
from fashu.kernel.record.ledger import Connection

_ROLLS = """SELECT r.number, r.first, r.made_at, r.envelope, x.leaf_index, x.leaf_hash, x.sm3_hash
    FROM record_roll r LEFT JOIN record_entry x ON x.roll_id = r.number ORDER BY r.number"""

_LINES = f"""SELECT l.roll_id, l.reading_id, l.digest, e.at, {rolls.DIGEST} AS now
    FROM record_rolled l LEFT JOIN reading_entry e ON e.id = l.reading_id
    ORDER BY l.roll_id, l.reading_id"""  # noqa: S608 - a constant

_GONE = """SELECT x.roll_id, x.leaf_index FROM record_entry x WHERE x.roll_id IS NOT NULL
    AND NOT EXISTS (SELECT FROM record_roll r WHERE r.number = x.roll_id) ORDER BY 1"""

_UNROLLED = """SELECT e.id, e.at < (SELECT max(made_at) FROM record_roll) - %s
    FROM reading_entry e
    WHERE NOT EXISTS (SELECT FROM record_rolled l WHERE l.reading_id = e.id) ORDER BY e.id"""


@dataclass(frozen=True, slots=True)
class Row:
    """A roll with its entry in the log."""

    number: int
    first: int
    made_at: datetime
    envelope: bytes
    leaf_index: int | None
    leaf_hash: bytes | None
    sm3_hash: bytes | None


@dataclass(frozen=True, slots=True)
class Line:
    """A reading as its roll keeps it, and as it stands now; `at` is None where it is gone."""

    roll_id: int
    reading_id: int
    digest: bytes
    at: datetime | None
    now: bytes


@dataclass(slots=True)
class RollAudit:
    """One pass over the rolls. `run` needs a transaction with a fixed snapshot."""

    connection: Connection
    report: Report
    _before: Row | None = field(init=False, default=None)

    def run(self) -> None:
        """Compare everything and add what differs to the report."""
        groups = ((n, list(lines)) for n, lines in groupby(self._lines(), lambda x: x.roll_id))
        coming = next(groups, None)
        for row in self._rolls():
            while coming and coming[0] < row.number:
                coming = next(groups, None)
            lines = coming[1] if coming and coming[0] == row.number else []
            self._roll(row, lines)
            self._before = row
        for roll_id, leaf_index in self.connection.execute(_GONE):
            words = "日志中有这一批查阅记录，批表中已没有：该批被删除"
            self._say(Kind.MISSING, words, roll_id=roll_id, leaf_index=leaf_index)
        self._unrolled()

    def _rolls(self) -> Iterator[Row]:
        with self.connection.cursor("rolls", row_factory=class_row(Row)) as cursor:
            yield from cursor.execute(_ROLLS)

    def _lines(self) -> Iterator[Line]:
        with self.connection.cursor("rolled", row_factory=class_row(Line)) as cursor:
            cursor.itersize = 5000
            yield from cursor.execute(_LINES)

    def _roll(self, row: Row, lines: list[Line]) -> None:
        self.report.rolls += 1
        self.report.readings += len(lines)
        hashes = (SHA256.leaf(row.envelope), SM3.leaf(row.envelope))
        if hashes != (row.leaf_hash, row.sm3_hash):
            self._say(Kind.ALTERED, "信封与日志中的叶哈希不符：该批被改动", row=row)
        elif row.envelope != self._due(row, lines):
            words = "所列查阅记录与信封不符：有记录被增删、改动，或者批的次序、时间被改动"
            self._say(Kind.ALTERED, words, row=row)
        for line in lines:
            self._reading(row, line)

    def _due(self, row: Row, lines: list[Line]) -> bytes:
        """The envelope that follows from the readings kept for this roll and the roll before."""
        if not lines:
            return b""
        before, kept = self._before, [(line.reading_id, line.digest) for line in lines]
        prev = SHA256.leaf(before.envelope).hex() if before else None
        number = before.number + 1 if before else 1
        made_at = _said(row.envelope).get("made_at")
        is_same = isinstance(made_at, str) and datetime.fromisoformat(made_at) == row.made_at
        is_same = is_same and row.first == lines[0].reading_id
        said = rolls.envelope(number, kept, prev, row.made_at)
        return canonical({**said, "made_at": made_at if is_same else None})

    def _reading(self, row: Row, line: Line) -> None:
        known: dict[str, Any] = {"row": row, "reading_id": line.reading_id}
        if line.at is None:
            self._say(Kind.MISSING, "日志中有这条查阅记录，表中已没有：记录被删除", **known)
        elif line.now != line.digest:
            self._say(Kind.ALTERED, "查阅记录与收入日志时不同：记录被改动", **known)
        elif self._before and line.at < self._before.made_at - rolls.LATEST:
            words = f"记为{line.at:%Y-%m-%d %H:%M}，却在此后的批次之后才出现：记录是补写的"
            self._say(Kind.ORDER, words, **known)

    def _unrolled(self) -> None:
        with self.connection.cursor("unrolled") as cursor:
            for reading_id, is_late in cursor.execute(_UNROLLED, [rolls.LATEST]):
                self.report.unrolled += 1
                if is_late:
                    words = "早于最近一批，却不在任何批中：记录是补写的，或者存证进程没有收入"
                    self._say(Kind.ORDER, words, reading_id=reading_id)

    def _say(
        self,
        kind: Kind,
        words: str,
        *,
        row: Row | None = None,
        roll_id: int | None = None,
        leaf_index: int | None = None,
        reading_id: int | None = None,
    ) -> None:
        self.report.add(
            Damage(
                kind=kind,
                words=words,
                roll_id=row.number if row else roll_id,
                leaf_index=row.leaf_index if row else leaf_index,
                reading_id=reading_id,
            )
        )


def _said(envelope: bytes) -> dict[str, Any]:
    try:
        found = read_canonical(envelope)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}
