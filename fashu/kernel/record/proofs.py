"""Proofs for events of the log, read off its tiles or, where those are gone, off the database."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from fashu.kernel.record import checkpoint as checkpoints
from fashu.kernel.record import keys, ledger, merkle, note
from fashu.kernel.record.bundle import Witnessed
from fashu.kernel.record.checkpoint import Checkpoint
from fashu.kernel.record.hashing import SHA256, SM3, TreeHash
from fashu.kernel.record.keys import Verifier
from fashu.kernel.record.ledger import Connection
from fashu.kernel.record.merkle import Nodes
from fashu.kernel.record.note import Note, NoteError
from fashu.kernel.record.store import CHECKPOINT, TREES, WITNESS, FolderLog, Log, reader
from fashu.kernel.record.tiles import nodes_from_tiles


class NotLoggedError(ValueError):
    """An event is not under a published checkpoint yet; it will be in a moment."""


@dataclass(frozen=True, slots=True)
class Proofs:
    """What proves a set of entries: by leaf index, the paths in the SHA-256 and the SM3 tree."""

    checkpoint: str
    witnessed: tuple[Witnessed, ...]
    witnesses: tuple[Verifier, ...]
    inclusion: Mapping[int, tuple[tuple[bytes, ...], tuple[bytes, ...]]]


def prove(
    log: FolderLog,
    indices: Sequence[int],
    *,
    known: Sequence[Verifier],
    witnesses: Sequence[Verifier] = (),
    database: Connection | None = None,
) -> Proofs:
    """Inclusion of the entries in the newest checkpoint, with every witness's signature there is.

    `known` are the log's keys, `witnesses` the trusted ones. The nodes are read off the tiles,
    or off the entries in the `database` if one is given. Raises `NotLoggedError` if an entry is
    not published yet, `NoteError` or `TileError` if what is published is damaged.
    """
    newest, now = _published(log, known)
    if any(index >= now.size for index in indices):
        raise NotLoggedError("有事件刚刚发生，尚未写入已签署的日志，请稍候再试")
    if database:
        nodes = [nodes_from_database(database, tree) for tree in TREES]
    else:
        nodes = [nodes_from_tiles(reader(log, tree), now.size, h) for tree, h in TREES.items()]
    found = list(_cosigned(log, known, witnesses))
    for held, checkpoint in found:
        if checkpoint == now:
            newest = newest.with_signatures(*held.signatures)
    earlier = [(held, c) for held, c in found if 0 < c.size < now.size]
    return Proofs(
        newest.encode().decode(),
        tuple(_witnessed(held, c.size, now.size, nodes) for held, c in earlier),
        _who([newest, *(held for held, _ in earlier)], witnesses),
        {index: _paths(index, now.size, nodes) for index in indices},
    )


def nodes_from_database(connection: Connection, tree: str) -> Nodes:
    """The nodes of a tree from the entries themselves: reads as many as the node covers."""
    hash_, column = TREES[tree], tree == "tile-sm3"

    @lru_cache(maxsize=256)
    def node(level: int, index: int) -> bytes:
        rows = ledger.leaves(connection, index << level, (index + 1) << level)
        return merkle.root_of((row[column] for row in rows), hash_)

    return node


def _published(log: Log, known: Sequence[Verifier]) -> tuple[Note, Checkpoint]:
    data = log.read(CHECKPOINT)
    if data is None:
        raise NotLoggedError("日志还没有公布检查点，请确认存证进程在运行")
    found = note.parse(data)
    held = keys.check(found, known)
    if not held:
        raise NoteError("公布的检查点没有本日志的签名")
    return _only(found, held), checkpoints.parse(found.text)


def _only(found: Note, held: Sequence[Verifier]) -> Note:
    """The note with the signatures of these keys only."""
    kept = [s for s in found.signatures if any(key.made(s) for key in held)]
    return Note(found.text, tuple(kept))


def _cosigned(
    log: FolderLog, known: Sequence[Verifier], witnesses: Sequence[Verifier]
) -> list[tuple[Note, Checkpoint]]:
    """The checkpoints of ours that trusted witnesses left signed, smallest first."""
    found: dict[Checkpoint, tuple[Note, Checkpoint]] = {}
    for path in [CHECKPOINT, *log.names(WITNESS)]:
        try:
            left = note.parse(log.read(path) or b"")
            held = keys.check(left, [*known, *witnesses])
            checkpoint = checkpoints.parse(left.text)
        except NoteError:
            continue
        if any(key in held for key in known) and any(key in held for key in witnesses):
            earlier = found.get(checkpoint, (Note(left.text), checkpoint))[0]
            kept = earlier.with_signatures(*_only(left, held).signatures)
            found[checkpoint] = (kept, checkpoint)
    return sorted(found.values(), key=lambda pair: pair[1].size)


def _who(notes: Sequence[Note], witnesses: Sequence[Verifier]) -> tuple[Verifier, ...]:
    signatures = [signature for found in notes for signature in found.signatures]
    return tuple(w for w in witnesses if any(w.made(s) for s in signatures))


def _witnessed(held: Note, old: int, new: int, nodes: Sequence[Nodes]) -> Witnessed:
    paths = [
        tuple(merkle.consistency_proof(old, new, source, hash_))
        for source, hash_ in zip(nodes, _HASHES, strict=True)
    ]
    return Witnessed(held.encode().decode(), paths[0], paths[1])


def _paths(
    index: int, size: int, nodes: Sequence[Nodes]
) -> tuple[tuple[bytes, ...], tuple[bytes, ...]]:
    sha256, sm3 = (
        tuple(merkle.inclusion_proof(index, size, source, hash_))
        for source, hash_ in zip(nodes, _HASHES, strict=True)
    )
    return sha256, sm3


_HASHES: tuple[TreeHash, TreeHash] = (SHA256, SM3)
