"""The one writer of the log: takes events and readings in, signs, publishes, recovers.

Every batch is written in one order: rows in the database, committed; then tiles; then the
checkpoint. So the database is never behind what was published, and whatever a crash cut off
is written again at the next start. What was published is never signed anew in another form.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from fashu.kernel import clock
from fashu.kernel.record import checkpoint as checkpoints
from fashu.kernel.record import keys, ledger, note, rolls
from fashu.kernel.record.checkpoint import Checkpoint
from fashu.kernel.record.hashing import SHA256, SM3, TreeHash
from fashu.kernel.record.keys import Signer, Verifier
from fashu.kernel.record.ledger import Connection, Entry, NewEvent, Signed
from fashu.kernel.record.note import Note, NoteError
from fashu.kernel.record.store import CHECKPOINT, KEYS, TREES, WITNESS, FolderLog, reader
from fashu.kernel.record.tiles import Tile, TileError, Tree, load_tree

BATCH = 5_000
"""Events in one batch at most: one transaction, one checkpoint."""

LOOK_BACK = 10_000
"""Ids are given out before they are committed, so an event can appear below the newest one.
Every batch looks this many ids back; `sweep` looks through all of them."""

_CHUNK = 65_536
"""Leaf hashes read at a time when tiles are built anew."""


class RecordError(RuntimeError):
    """The log must not go on: the database and what was published contradict each other."""


class BusyError(RecordError):
    """Another process writes the log."""


@dataclass(frozen=True, slots=True)
class Batch:
    """What one step of the sequencer did."""

    appended: int
    size: int
    refused: tuple[int, ...] = ()
    """Ids of events whose stored leaf hash is not that of their envelope; see `audit`."""


@dataclass(slots=True)
class _Grown:
    """The trees after a batch, each with the tiles that it wrote, and the signed checkpoint."""

    trees: dict[str, tuple[Tree, list[Tile]]]
    note: str = ""


@dataclass(slots=True)
class Sequencer:
    """The writer. `known` are the log's public keys, old ones too; `witnesses` the trusted ones."""

    connection: Connection
    log: FolderLog
    origin: str
    signers: Sequence[Signer]
    known: Sequence[Verifier]
    witnesses: Sequence[Verifier] = ()
    _trees: dict[str, Tree] = field(init=False, default_factory=dict)
    _newest_event: int = field(init=False, default=0)

    def start(self, *, rebuild: bool = False) -> int:
        """Become the writer, bring what is published up to the database; returns the size.

        With `rebuild` every tile is written again from the database. Raises `BusyError` if
        another writer lives, `RecordError` if database and publication contradict each other:
        then nothing has been written.
        """
        if not self.signers:
            raise RecordError("没有日志签名密钥。请先运行 fashu record key --new。")
        if not ledger.lock(self.connection):
            raise BusyError("另一个进程正在写存证日志；同一时间只能有一个。")
        with self.connection.transaction():
            self._recover(rebuild=rebuild)
            self._newest_event = ledger.newest_event(self.connection)
        self.log.write(KEYS, "".join(f"{key.vkey}\n" for key in self.known).encode())
        return self._trees["tile"].size

    def stop(self) -> None:
        """Make way for another writer."""
        ledger.unlock(self.connection)
        self._trees = {}

    def step(self, limit: int = BATCH, *, sweep: bool = False) -> Batch:
        """Take up to `limit` new events into the log and publish. Call `start` first.

        After an exception the state in memory is gone: call `start` again.
        """
        trees, self._trees = self._trees, {}
        with self.connection.transaction():
            entries, refused = self._take(limit, trees["tile"].size, sweep=sweep)
            grown = self._append(trees, entries)
        self._put(grown)
        ids = (entry.event_id for entry in entries if entry.event_id is not None)
        self._newest_event = max([self._newest_event, *ids])
        return Batch(len(entries), self._trees["tile"].size, tuple(refused))

    def roll(self, *, sweep: bool = False) -> int:
        """Take what was read since into the log, as one entry, and publish; how many readings.

        Call `start` first. After an exception call it again, as after `step`.
        """
        trees, self._trees = self._trees, {}
        with self.connection.transaction():
            roll = rolls.gather(self.connection, sweep=sweep)
            entries = [_roll_entry(trees["tile"].size, roll)] if roll else []
            if roll:
                rolls.keep(self.connection, roll)
            grown = self._append(trees, entries)
        self._put(grown)
        return len(roll.readings) if roll else 0

    def collect(self) -> int:
        """Take in what witnesses have cosigned and publish it; returns how many are new.

        Raises `RecordError` if a witness holds a checkpoint of ours that the database lacks.
        """
        with self.connection.transaction():
            new = sum(self._collect(path) for path in self.log.names(WITNESS))
            tip = ledger.newest(self.connection) if new else None
            if tip:
                self._publish(tip.note)
        return new

    def _take(self, limit: int, size: int, *, sweep: bool) -> tuple[list[Entry], list[int]]:
        after = 0 if sweep else max(0, self._newest_event - LOOK_BACK)
        entries: list[Entry] = []
        refused: list[int] = []
        for event in ledger.unsequenced(self.connection, after):
            if len(entries) == limit:
                break
            entry = _entry(size + len(entries), event)
            if entry.leaf_hash == event.leaf_hash:
                entries.append(entry)
            else:
                refused.append(event.id)
        return entries, refused

    def _append(self, trees: dict[str, Tree], entries: Sequence[Entry]) -> _Grown:
        """The trees with these entries, which are in the database and signed."""
        grown = _Grown(
            {
                "tile": trees["tile"].append(entry.leaf_hash for entry in entries),
                "tile-sm3": trees["tile-sm3"].append(entry.sm3_hash for entry in entries),
            }
        )
        if entries:
            checkpoint, grown.note = self._sign(*(tree for tree, _ in grown.trees.values()))
            ledger.append(self.connection, entries, checkpoint, grown.note)
        return grown

    def _put(self, grown: _Grown) -> None:
        """Publish what has been committed."""
        if grown.note:
            for name, (_, tiles) in grown.trees.items():
                for tile in tiles:
                    self.log.write_tile(name, tile)
            self._publish(grown.note)
        self._trees = {name: tree for name, (tree, _) in grown.trees.items()}

    def _sign(self, tree: Tree, sm3_tree: Tree) -> tuple[Checkpoint, str]:
        checkpoint = Checkpoint(self.origin, tree.size, tree.root(), sm3_tree.root())
        text = checkpoint.text()
        signed = Note(text, tuple(signer.sign(text) for signer in self.signers))
        return checkpoint, signed.encode().decode()

    def _publish(self, signed: str) -> None:
        """Put the checkpoint, with the witnesses' signatures there are for it."""
        size = checkpoints.parse(note.parse(signed.encode()).text).size
        lines = ledger.cosignatures(self.connection, size)
        self.log.write(CHECKPOINT, (signed + "".join(lines)).encode())

    def _recover(self, *, rebuild: bool) -> None:
        tip, count = ledger.newest(self.connection), ledger.count(self.connection)
        if count != (tip.size if tip else 0):
            raise RecordError(
                f"数据库有 {count} 条日志，最新检查点却是 {tip.size if tip else 0} 条："
                "日志被改动过。请运行 fashu record audit。"
            )
        published = self._published()
        self._refuse_contradiction(published, tip)
        for path in self.log.names(WITNESS):
            self._collect(path)
        self._trees = {
            tree: self._restore(tree, hash_, None if rebuild else published, tip)
            for tree, hash_ in TREES.items()
        }
        if tip:
            self._publish(tip.note)

    def _published(self) -> Checkpoint | None:
        data = self.log.read(CHECKPOINT)
        if data is None:
            return None
        try:
            found = note.parse(data)
            if not keys.check(found, self.known):
                raise NoteError("没有本日志的签名")
            return checkpoints.parse(found.text)
        except NoteError as error:
            raise RecordError(
                f"已公布的检查点不可信（{error}）。请核对密钥；确认数据库完好后，移走该文件再启动。"
            ) from error

    def _refuse_contradiction(self, published: Checkpoint | None, tip: Signed | None) -> None:
        """C2SP tlog-checkpoint: a log must not sign what is inconsistent with what it signed."""
        if published is None:
            return
        if tip is None or published.size > tip.size:
            raise RecordError(
                f"已公布到第 {published.size} 条，数据库只有 {tip.size if tip else 0} 条："
                "数据库可能是从旧备份恢复的。继续写入会使日志分叉，已停止。"
            )
        ours = ledger.at(self.connection, published.size)
        if ours is None or (ours.root, ours.sm3_root) != (published.root, published.sm3_root):
            raise RecordError(
                f"第 {published.size} 条处已公布的检查点与数据库不符：日志已分叉，已停止。"
                "请运行 fashu record audit。"
            )

    def _restore(
        self, name: str, hash_: TreeHash, published: Checkpoint | None, tip: Signed | None
    ) -> Tree:
        """The tree at the database's size; tiles that are missing are written on the way."""
        tree = self._stored(name, hash_, published)
        end = tip.size if tip else 0
        while tree.size < end:
            chunk = ledger.leaves(self.connection, tree.size, min(end, tree.size + _CHUNK))
            tree, tiles = tree.append(row[name == "tile-sm3"] for row in chunk)
            for tile in tiles:
                self.log.write_tile(name, tile)
        if tip and tree.root() != (tip.sm3_root if hash_ is SM3 else tip.root):
            raise RecordError("日志条目与已签署的检查点不符。请运行 fashu record audit。")
        return tree

    def _stored(self, name: str, hash_: TreeHash, published: Checkpoint | None) -> Tree:
        """The tree as published, if its tiles bear it out; an empty one otherwise."""
        if published is None:
            return Tree(hash_)
        try:
            tree = load_tree(reader(self.log, name), published.size, hash_)
        except TileError:
            return Tree(hash_)
        root = published.sm3_root if hash_ is SM3 else published.root
        return tree if tree.root() == root else Tree(hash_)

    def _collect(self, path: str) -> int:
        try:
            found = note.parse(self.log.read(path) or b"")
            held = keys.check(found, [*self.known, *self.witnesses])
            checkpoint = checkpoints.parse(found.text)
        except NoteError:
            return 0
        if not any(key in held for key in self.known):
            return 0
        ours = ledger.at(self.connection, checkpoint.size)
        if ours is None or note.parse(ours.note.encode()).text != found.text:
            raise RecordError(
                f"见证人留存了本日志签署的第 {checkpoint.size} 条检查点，数据库中没有："
                "数据库被回退或改写过，已停止。"
            )
        return sum(
            ledger.add_cosignature(self.connection, checkpoint.size, signature, _moment(signature))
            for witness in held
            if witness.kind == keys.WITNESS
            for signature in found.signatures
            if witness.made(signature)
        )


def _entry(leaf_index: int, event: NewEvent) -> Entry:
    return Entry(leaf_index, event.id, SHA256.leaf(event.envelope), SM3.leaf(event.envelope))


def _roll_entry(leaf_index: int, roll: rolls.Roll) -> Entry:
    hashes = SHA256.leaf(roll.envelope), SM3.leaf(roll.envelope)
    return Entry(leaf_index, None, *hashes, roll_id=roll.number)


def _moment(signature: note.Signature) -> datetime:
    return datetime.fromtimestamp(keys.cosigned_at(signature), clock.BEIJING)
