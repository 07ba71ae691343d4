"""Auditing the log itself: entries against tiles and checkpoints.

One pass over the entries in their order rebuilds both trees and compares on the way.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from psycopg.rows import class_row

from fashu.kernel.record import checkpoint as checkpoints
from fashu.kernel.record import keys, ledger, merkle, note
from fashu.kernel.record.audit.report import Damage, Kind, Report
from fashu.kernel.record.hashing import HASH_BYTES
from fashu.kernel.record.keys import Verifier
from fashu.kernel.record.ledger import Connection, Signed
from fashu.kernel.record.note import NoteError
from fashu.kernel.record.store import TREES, FolderLog
from fashu.kernel.record.tiles import HEIGHT, WIDTH, Tile, Tree

_ENTRIES = """SELECT r.leaf_index, r.event_id, r.leaf_hash, r.sm3_hash, e.case_id, e.seq, r.roll_id
    FROM record_entry r LEFT JOIN cases_event e ON e.id = r.event_id
    WHERE r.leaf_index >= %s AND r.leaf_index < %s ORDER BY r.leaf_index"""

_CHECKPOINTS = "SELECT size, root, sm3_root, note FROM record_checkpoint ORDER BY size"
_CHUNK = 20_000


@dataclass(frozen=True, slots=True)
class Line:
    """An entry with the event or the roll it is of, as far as that still exists."""

    leaf_index: int
    event_id: int | None
    leaf_hash: bytes
    sm3_hash: bytes
    case_id: int | None
    seq: int | None
    roll_id: int | None

    def leaf(self, tree: str) -> bytes:
        """The leaf hash in one of the trees."""
        return self.sm3_hash if tree == "tile-sm3" else self.leaf_hash


@dataclass(slots=True)
class Run:
    """Neighbouring entries that differ from what was published."""

    first: Line
    last: int
    trees: set[str]


@dataclass(slots=True)
class TreeAudit:
    """One pass over the log. `run` needs a transaction with a fixed snapshot."""

    connection: Connection
    log: FolderLog
    known: Sequence[Verifier]
    report: Report
    published: int
    """The size of the checkpoint in the folder; tiles are expected up to there."""

    _peaks: dict[str, list[tuple[int, bytes]]] = field(init=False)
    _trees: dict[str, Tree] = field(init=False)
    _row: list[Line] = field(default_factory=list)
    _last_row: list[Line] = field(default_factory=list)
    _runs: list[Run] = field(default_factory=list)
    _missing: list[str] = field(default_factory=list)
    _wrong_roots: list[int] = field(default_factory=list)
    _next: int = 0

    def __post_init__(self) -> None:
        self._peaks = {tree: [] for tree in TREES}
        self._trees = {tree: Tree(hash_) for tree, hash_ in TREES.items()}

    def run(self) -> None:
        """Compare everything and add what differs to the report."""
        rest = self._checkpoints()
        signed = next(rest, None)
        for line in self._lines(ledger.count(self.connection)):
            self._enter(line)
            while signed and signed.size <= self.report.entries:
                self._check(signed)
                signed = next(rest, None)
        self._close_row()
        if self.published == self.report.entries:
            self._compare_edges()
        self._finish(signed, rest)

    def _lines(self, size: int) -> Iterator[Line]:
        for start in range(0, size, _CHUNK):
            with self.connection.cursor(row_factory=class_row(Line)) as cursor:
                yield from cursor.execute(_ENTRIES, [start, start + _CHUNK])

    def _checkpoints(self) -> Iterator[Signed]:
        with self.connection.cursor("checkpoints", row_factory=class_row(Signed)) as cursor:
            cursor.itersize = 2000
            yield from cursor.execute(_CHECKPOINTS)

    def _enter(self, line: Line) -> None:
        if line.leaf_index != self._next:
            missing = f"{self._next} 至 {line.leaf_index - 1}"
            self._about(Kind.ENTRY, f"在它之前，日志缺少序号 {missing} 的条目", line)
        self._next = line.leaf_index + 1
        for tree, hash_ in TREES.items():
            merkle.push(self._peaks[tree], 0, line.leaf(tree), hash_)
        self.report.entries += 1
        self._row.append(line)
        if len(self._row) == WIDTH:
            self._close_row()

    def _close_row(self) -> None:
        """Compare the full tiles that the entries of this row complete."""
        for tree in TREES:
            leaves = [line.leaf(tree) for line in self._row]
            self._trees[tree], tiles = self._trees[tree].append(leaves)
            for tile in tiles:
                if tile.is_full:
                    self._compare(tree, tile, self._row)
        self._last_row, self._row = self._row, []

    def _compare_edges(self) -> None:
        """Compare the partial tiles at the right edge, those of the newest checkpoint."""
        for tree, grown in self._trees.items():
            for level, hashes in enumerate(grown.rows):
                index = (grown.size >> HEIGHT * level) // WIDTH
                if hashes:
                    self._compare(tree, Tile(level, index, hashes), self._last_row)

    def _compare(self, tree: str, tile: Tile, row: list[Line]) -> None:
        path = f"{tree}/{tile.path}"
        stored = self.log.read(path)
        if stored == tile.data:
            return
        if stored is None or len(stored) != len(tile.data):
            self._missing.append(path)
        elif tile.level == 0:
            self._name_leaves(tree, tile, stored, row)
        elif not self._runs:
            self.report.add(Damage(kind=Kind.TILE, words=f"公布的上层块 {path} 与数据库不符"))

    def _name_leaves(self, tree: str, tile: Tile, stored: bytes, row: list[Line]) -> None:
        for number, (line, digest) in enumerate(zip(row, tile.hashes, strict=True)):
            if stored[number * HASH_BYTES : (number + 1) * HASH_BYTES] != digest:
                self._differs(tree, line)

    def _differs(self, tree: str, line: Line) -> None:
        for run in reversed(self._runs[-2 * WIDTH :]):
            if run.first.leaf_index <= line.leaf_index <= run.last:
                run.trees.add(tree)
                return
            if run.last == line.leaf_index - 1 and tree in run.trees:
                run.last = line.leaf_index
                return
        self._runs.append(Run(line, line.leaf_index, {tree}))

    def _check(self, signed: Signed) -> None:
        self.report.checkpoints += 1
        roots = [merkle.fold(self._peaks[tree], hash_) for tree, hash_ in TREES.items()]
        if signed.size != self.report.entries or roots != [signed.root, signed.sm3_root]:
            self._wrong_roots.append(signed.size)
        try:
            self._check_signature(signed)
        except NoteError as error:
            words = f"第 {signed.size} 条检查点的签名无效：{error}"
            self.report.add(Damage(kind=Kind.CHECKPOINT, words=words))

    def _check_signature(self, signed: Signed) -> None:
        found = note.parse(signed.note.encode())
        if not keys.check(found, self.known):
            raise NoteError("没有本日志的签名")
        said = checkpoints.parse(found.text)
        if (said.size, said.root, said.sm3_root) != (signed.size, signed.root, signed.sm3_root):
            raise NoteError("签名的内容与数据库所存不符")

    def _finish(self, signed: Signed | None, rest: Iterator[Signed]) -> None:
        for run in self._runs:
            self._about_run(run)
        if self._missing:
            words = f"缺少或长度不对的公布块 {len(self._missing)} 个，首个为 {self._missing[0]}"
            self.report.add(Damage(kind=Kind.TILE, words=f"{words}；重启存证进程前请先查明原因"))
        if self._wrong_roots:
            words = f"{len(self._wrong_roots)} 个检查点的根与日志条目不符，最早的是第 "
            words += f"{self._wrong_roots[0]} 条检查点"
            self.report.add(Damage(kind=Kind.CHECKPOINT, words=words))
        beyond = [signed.size] if signed else []
        beyond += [late.size for late in rest]
        if beyond:
            words = (
                f"已签署到第 {beyond[-1]} 条，日志只有 {self.report.entries} 条：末尾的条目被删除"
            )
            self.report.add(Damage(kind=Kind.ENTRY, words=words))

    def _about_run(self, run: Run) -> None:
        names = "、".join(TREES[tree].name.upper() for tree in TREES if tree in run.trees)
        more = "" if run.last == run.first.leaf_index else f"，直到第 {run.last} 条"
        words = f"与已公布的叶哈希（{names}）不符{more}：条目被改动、插入、删除或者调换"
        self._about(Kind.ENTRY, words, run.first)

    def _about(self, kind: Kind, words: str, line: Line) -> None:
        self.report.add(
            Damage(
                kind=kind,
                words=words,
                event_id=line.event_id,
                case_id=line.case_id,
                seq=line.seq,
                leaf_index=line.leaf_index,
                roll_id=line.roll_id,
            )
        )
