"""Auditing the events: each against its envelope, its entry, its case's chain and its payload.

One pass over the events in the order of cases. The database computes the hash over salt and
payload, so no personal data reaches the auditor.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime

from psycopg.rows import class_row

from fashu.kernel.record.audit.report import Damage, Kind, Report
from fashu.kernel.record.hashing import SHA256, SM3
from fashu.kernel.record.leaf import FIRST_SEQ, Envelope, EnvelopeError, read_envelope
from fashu.kernel.record.ledger import Connection

_EVENTS = """SELECT e.id, e.case_id, e.seq, e.kind, e.key, e.by, e.account_id, e."on",
        e.recorded_at, e.envelope, e.leaf_hash,
        r.leaf_index, r.leaf_hash AS logged, r.sm3_hash AS logged_sm3,
        p.case_id AS payload_case, sha256(p.salt || p.payload) AS bound
    FROM cases_event e
    LEFT JOIN record_entry r ON r.event_id = e.id
    LEFT JOIN cases_payload p ON p.event_id = e.id
    ORDER BY e.case_id, e.seq, e.id"""

_GONE = """SELECT r.event_id, r.leaf_index, p.case_id FROM record_entry r
    LEFT JOIN cases_payload p ON p.event_id = r.event_id
    WHERE r.event_id IS NOT NULL
    AND NOT EXISTS (SELECT FROM cases_event e WHERE e.id = r.event_id)
    ORDER BY r.leaf_index"""

_ORPHANS = """SELECT p.event_id, p.case_id FROM cases_payload p
    WHERE NOT EXISTS (SELECT FROM cases_event e WHERE e.id = p.event_id)
    AND NOT EXISTS (SELECT FROM record_entry r WHERE r.event_id = p.event_id)
    ORDER BY p.event_id"""


@dataclass(frozen=True, slots=True)
class Row:
    """An event with what the log and the payload say of it."""

    id: int
    case_id: int
    seq: int
    kind: str
    key: str
    by: str
    account_id: int | None
    on: date
    recorded_at: datetime
    envelope: bytes
    leaf_hash: bytes
    leaf_index: int | None
    logged: bytes | None
    logged_sm3: bytes | None
    payload_case: int | None
    bound: bytes | None


@dataclass(slots=True)
class _Before:
    """The event before, in the same case."""

    case_id: int
    seq: int
    heads: set[str]
    leaf_index: int


@dataclass(slots=True)
class EventAudit:
    """One pass over the events. `run` needs a transaction with a fixed snapshot."""

    connection: Connection
    report: Report
    _before: _Before | None = field(init=False, default=None)

    def run(self) -> None:
        """Compare everything and add what differs to the report."""
        for row in self._rows():
            self.report.events += 1
            self._event(row)
        for event_id, leaf_index, case_id in self.connection.execute(_GONE):
            words = "日志中有这个事件，事件表中已没有：事件被删除"
            self.report.add(
                Damage(
                    kind=Kind.MISSING,
                    words=words,
                    event_id=event_id,
                    leaf_index=leaf_index,
                    case_id=case_id,
                )
            )
        for event_id, case_id in self.connection.execute(_ORPHANS):
            words = "留有内容，事件表和日志中都没有这个事件：事件被删除"
            self.report.add(
                Damage(kind=Kind.MISSING, words=words, event_id=event_id, case_id=case_id)
            )

    def _rows(self) -> Iterator[Row]:
        with self.connection.cursor("events", row_factory=class_row(Row)) as cursor:
            cursor.itersize = 5000
            yield from cursor.execute(_EVENTS)

    def _event(self, row: Row) -> None:
        before = self._before if self._before and self._before.case_id == row.case_id else None
        head = SHA256.leaf(row.envelope)
        is_sound = self._entry(row, head)
        try:
            envelope = read_envelope(row.envelope)
        except EnvelopeError as error:
            if is_sound:
                self._say(row, Kind.ALTERED, f"{error}")
        else:
            if is_sound:
                self._columns(row, envelope)
            self._chain(row, envelope, before)
            self._payload(row, envelope)
        self._place(row, before)
        heads = {digest.hex() for digest in (head, row.leaf_hash, row.logged) if digest}
        place = row.leaf_index if row.leaf_index is not None else -1
        last = max(place, before.leaf_index if before else -1)
        self._before = _Before(row.case_id, row.seq, heads, last)

    def _entry(self, row: Row, head: bytes) -> bool:
        """The envelope against the hash stored with it and the hashes in the log."""
        if row.leaf_index is None:
            self.report.waiting += 1
            if head != row.leaf_hash:
                self._say(row, Kind.ALTERED, "信封与所存叶哈希不符，且未写入日志：事件被改动")
            return head == row.leaf_hash
        pairs = {
            "SHA-256": head == row.logged,
            "SM3": SM3.leaf(row.envelope) == row.logged_sm3,
        }
        wrong = "、".join(name for name, same in pairs.items() if not same)
        if wrong:
            self._say(row, Kind.ALTERED, f"信封与日志中的 {wrong} 叶哈希不符：事件被改动")
        elif head != row.leaf_hash:
            self._say(row, Kind.COLUMN, "所存叶哈希与信封不符：该列被改动")
        return not wrong

    def _columns(self, row: Row, envelope: Envelope) -> None:
        """The columns that repeat the envelope for lists and queries."""
        said = envelope.members
        stored = {
            "case": str(row.case_id),
            "seq": row.seq,
            "kind": row.kind,
            "key": row.key,
            "by": row.by,
            "account": row.account_id,
        }
        wrong = [name for name, value in stored.items() if value != _plain(name, said.get(name))]
        if str(said.get("on"))[:10] != row.on.isoformat():
            wrong.append("on")
        if not _is_moment(said.get("recorded_at"), row.recorded_at):
            wrong.append("recorded_at")
        if wrong:
            self._say(row, Kind.COLUMN, f"列 {'、'.join(wrong)} 与信封不符：该列被改动")

    def _chain(self, row: Row, envelope: Envelope, before: _Before | None) -> None:
        expected = before.seq + 1 if before else FIRST_SEQ
        if row.seq != expected:
            missing = f"{expected}" if row.seq == expected + 1 else f"{expected} 至 {row.seq - 1}"
            self._say(row, Kind.MISSING, f"本案缺少第 {missing} 号事件")
        elif before is None and envelope.prev is not None:
            self._say(row, Kind.CHAIN, "首个事件却记有前序哈希：前面的事件被删除或调换")
        elif before and envelope.prev not in before.heads:
            self._say(row, Kind.CHAIN, f"前序哈希与第 {before.seq} 号事件不符：次序或内容被改动")

    def _payload(self, row: Row, envelope: Envelope) -> None:
        if row.bound is None:
            self.report.erased += 1
        elif row.bound.hex() != envelope.commitment:
            self._say(row, Kind.PAYLOAD, "内容或盐与信封中的承诺不符：内容被改动")
        elif row.payload_case != row.case_id:
            self._say(row, Kind.PAYLOAD, f"内容记在案件 {row.payload_case} 名下：该列被改动")

    def _place(self, row: Row, before: _Before | None) -> None:
        if row.leaf_index is not None and before and row.leaf_index < before.leaf_index:
            self._say(row, Kind.ORDER, "在日志中排在本案前一事件之前：条目被调换")

    def _say(self, row: Row, kind: Kind, words: str) -> None:
        self.report.add(
            Damage(
                kind=kind,
                words=words,
                event_id=row.id,
                case_id=row.case_id,
                seq=row.seq,
                leaf_index=row.leaf_index,
            )
        )


def _plain(name: str, value: object) -> object:
    return str(value) if name == "case" else value


def _is_moment(text: object, moment: datetime) -> bool:
    try:
        return isinstance(text, str) and datetime.fromisoformat(text) == moment
    except (TypeError, ValueError):
        return False
