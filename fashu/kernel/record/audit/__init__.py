"""Auditing everything: events, readings, log, tiles, witnesses, and what other apps register.

An audit reads one snapshot of the database, streams it, and changes nothing. It finds what an
insider with full power over the database did, as long as he did not also hold the log's key
and the witnesses': then only the witness's refusal shows it.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from psycopg import IsolationLevel

from fashu.kernel.record import checkpoint as checkpoints
from fashu.kernel.record import keys, ledger, note
from fashu.kernel.record.audit.events import EventAudit
from fashu.kernel.record.audit.report import Damage, Kind, Report
from fashu.kernel.record.audit.rolls import RollAudit
from fashu.kernel.record.audit.tree import TreeAudit
from fashu.kernel.record.checkpoint import Checkpoint
from fashu.kernel.record.keys import Verifier
from fashu.kernel.record.ledger import Connection
from fashu.kernel.record.note import NoteError
from fashu.kernel.record.store import CHECKPOINT, WITNESS, FolderLog

__all__ = ["Auditor", "Check", "Damage", "Kind", "Report", "register"]

Check = Callable[[], Iterable[Damage]]

_checks: list[Check] = []


def register(check: Check) -> None:
    """Have every audit run this too. For apps above the record, in `AppConfig.ready`."""
    if check not in _checks:
        _checks.append(check)


@dataclass(frozen=True, slots=True)
class Auditor:
    """What an audit compares. `known` are the log's public keys, `witnesses` the trusted ones."""

    connection: Connection
    log: FolderLog
    known: Sequence[Verifier]
    witnesses: Sequence[Verifier] = ()

    def run(self) -> Report:
        """Compare everything; a million events take a few minutes."""
        report = Report()
        self.connection.isolation_level = IsolationLevel.REPEATABLE_READ
        self.connection.read_only = True
        with self.connection.transaction():
            published = self._published(report)
            size = published.size if published else 0
            TreeAudit(self.connection, self.log, self.known, report, size).run()
            EventAudit(self.connection, report).run()
            RollAudit(self.connection, report).run()
            self._witnesses(report)
        for check in _checks:
            for damage in check():
                report.add(damage)
        return report

    def _published(self, report: Report) -> Checkpoint | None:
        """The checkpoint in the folder, compared with the database's of the same size."""
        data = self.log.read(CHECKPOINT)
        if data is None:
            if ledger.count(self.connection):
                report.add(Damage(kind=Kind.CHECKPOINT, words="没有公布检查点"))
            return None
        try:
            found = note.parse(data)
            if not keys.check(found, self.known):
                raise NoteError("没有本日志的签名")
        except NoteError as error:
            report.add(Damage(kind=Kind.CHECKPOINT, words=f"公布的检查点无效：{error}"))
            return None
        return self._compare(found.text, "公布的", Kind.CHECKPOINT, report)

    def _compare(self, text: str, whose: str, kind: Kind, report: Report) -> Checkpoint:
        """A checkpoint that our key signed, against the database."""
        said = checkpoints.parse(text)
        ours = ledger.at(self.connection, said.size)
        if ours is None:
            newest = ledger.newest(self.connection)
            words = (
                f"{whose}检查点到第 {said.size} 条，数据库最新的是第 "
                f"{newest.size if newest else 0} 条：数据库被回退，或者检查点被删除"
            )
            report.add(Damage(kind=kind, words=words))
        elif (ours.root, ours.sm3_root) != (said.root, said.sm3_root):
            words = f"{whose}第 {said.size} 条检查点与数据库中的不同：日志被改写"
            report.add(Damage(kind=kind, words=words))
        return said

    def _witnesses(self, report: Report) -> None:
        """Every cosigned checkpoint the witnesses left, and the cosignatures in the database."""
        report.cosigned = ledger.newest_witnessed(self.connection)
        for path in self.log.names(WITNESS):
            try:
                found = note.parse(self.log.read(path) or b"")
                if keys.check(found, self.known):
                    self._compare(found.text, "见证人留存的", Kind.WITNESS, report)
            except NoteError as error:
                report.add(Damage(kind=Kind.WITNESS, words=f"{path} 无效：{error}"))
        rows = self.connection.execute(
            """SELECT c.size, c.line, p.note FROM record_cosignature c
            LEFT JOIN record_checkpoint p ON p.size = c.size ORDER BY c.size"""
        )
        for size, line, signed in rows:
            self._cosignature(size, line, signed, report)

    def _cosignature(self, size: int, line: str, signed: str | None, report: Report) -> None:
        if signed is None:
            words = f"见证人签过第 {size} 条检查点，数据库中没有它：检查点被删除"
            report.add(Damage(kind=Kind.WITNESS, words=words))
            return
        try:
            held = keys.check(note.parse((signed + line).encode()), self.witnesses)
        except NoteError:
            held = ()
        if self.witnesses and not held:
            words = f"第 {size} 条检查点的见证签名与内容不符，或者见证人不受信任"
            report.add(Damage(kind=Kind.WITNESS, words=words))
