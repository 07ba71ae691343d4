"""An independent witness: follows a log, and signs only what continues what it signed before.

It needs nothing of the platform but the published folder: no database, no account. Run it where
the log's operator has no say (检察院, 公证处, 档案馆), with a state folder of its own:

    witness.key, .vkey    its own key, made at the first start
    log.vkey              the log's keys it trusts, fixed at the first start
    seen                  the newest checkpoint it signed, with its signature
    evidence-…            checkpoints it refused: signed proof of a fork or a rollback

It checks both trees, so its signature also covers the "sm3" line of the checkpoint.
"""

import fcntl
import hashlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from fashu.kernel.record import checkpoint as checkpoints
from fashu.kernel.record import keys, merkle, note
from fashu.kernel.record.checkpoint import Checkpoint
from fashu.kernel.record.files import write_atomically
from fashu.kernel.record.keys import Signer, Verifier
from fashu.kernel.record.note import Note, NoteError
from fashu.kernel.record.store import CHECKPOINT, KEYS, TREES, WITNESS, FolderLog, Log, reader
from fashu.kernel.record.tiles import TileError, nodes_from_tiles

SEEN = "seen"
STEM = "witness"
TRUSTED = "log.vkey"


class Verdict(StrEnum):
    """What a look at the log came to."""

    EMPTY = "empty"
    UNCHANGED = "unchanged"
    COSIGNED = "cosigned"
    UNREADABLE = "unreadable"
    UNPROVEN = "unproven"
    ROLLBACK = "rollback"
    FORK = "fork"


ALARMS = frozenset({Verdict.UNREADABLE, Verdict.ROLLBACK, Verdict.FORK})
"""Verdicts after which a person must look."""


@dataclass(frozen=True, slots=True)
class Sight:
    """The result of one look, with words for the operator."""

    verdict: Verdict
    words: str
    size: int = 0


@dataclass(frozen=True, slots=True)
class Witness:
    """One witness of one log. `published` is where the log picks cosignatures up, if reachable."""

    log: Log
    state: Path
    signer: Signer
    trusted: Sequence[Verifier]
    published: FolderLog | None = None

    def look(self, at: int) -> Sight:
        """Fetch the checkpoint and cosign it at time `at` (seconds since 1970) if it is sound.

        Raises `OSError` if the log cannot be reached.
        """
        with _exclusively(self.state):
            data = self.log.read(CHECKPOINT)
            if data is None:
                return Sight(Verdict.EMPTY, "日志还没有公布检查点。")
            try:
                found = self._open(data)
                now = checkpoints.parse(found.text)
            except NoteError as error:
                return Sight(Verdict.UNREADABLE, f"检查点无效，拒绝见证：{error}。")
            return self._judge(found, now, data, at)

    def _judge(self, found: Note, now: Checkpoint, data: bytes, at: int) -> Sight:
        before = self._seen()
        refusal = _contradiction(before, now) or self._unproven(before, now)
        if refusal:
            return self._refuse(data, refusal)
        if before == now:
            self._offer((self.state / SEEN).read_bytes())
            return Sight(Verdict.UNCHANGED, f"没有新内容，仍为 {now.size} 条。", now.size)
        cosigned = found.with_signatures(self.signer.cosign(found.text, at)).encode()
        write_atomically(self.state / SEEN, cosigned)
        self._offer(cosigned)
        return Sight(Verdict.COSIGNED, f"已核对并见证，共 {now.size} 条。", now.size)

    def _open(self, data: bytes) -> Note:
        """The note with the trusted signatures only. Raises `NoteError` if there are none."""
        found = note.parse(data)
        held = keys.check(found, self.trusted)
        if not held:
            raise NoteError("没有受信任的日志签名")
        ours = [s for s in found.signatures if any(key.made(s) for key in held)]
        return Note(found.text, tuple(ours))

    def _seen(self) -> Checkpoint | None:
        path = self.state / SEEN
        if not path.exists():
            return None
        return checkpoints.parse(note.parse(path.read_bytes()).text)

    def _unproven(self, before: Checkpoint | None, now: Checkpoint) -> Sight | None:
        if before is None or before.size == now.size:
            return None
        try:
            proven = all(self._continues(tree, before, now) for tree in TREES)
        except TileError as error:
            return Sight(Verdict.UNPROVEN, f"暂不能核对，未见证：{error}。", now.size)
        if proven:
            return None
        words = f"日志分叉：第 {now.size} 条的检查点不是第 {before.size} 条检查点的延续，拒绝见证。"
        return Sight(Verdict.FORK, words, now.size)

    def _continues(self, tree: str, before: Checkpoint, now: Checkpoint) -> bool:
        hash_ = TREES[tree]
        nodes = nodes_from_tiles(reader(self.log, tree), now.size, hash_)
        sm3 = tree == "tile-sm3"
        return merkle.verify_consistency(
            hash_,
            old=before.size,
            new=now.size,
            proof=merkle.consistency_proof(before.size, now.size, nodes, hash_),
            old_root=before.sm3_root if sm3 else before.root,
            new_root=now.sm3_root if sm3 else now.root,
        )

    def _offer(self, cosigned: bytes) -> None:
        path = f"{WITNESS}/{self.signer.verifier.key_id.hex()}"
        if self.published and self.published.read(path) != cosigned:
            self.published.write(path, cosigned)

    def _refuse(self, data: bytes, sight: Sight) -> Sight:
        """Keep a signed contradiction: whoever holds both checkpoints can prove the fork."""
        if sight.verdict in ALARMS:
            name = hashlib.sha256(data).hexdigest()[:16]
            write_atomically(self.state / f"evidence-{sight.verdict}-{name}", data)
        return sight


def _contradiction(before: Checkpoint | None, now: Checkpoint) -> Sight | None:
    """What is wrong without asking for a proof."""
    if before is None:
        return None
    if before.origin != now.origin:
        words = f"日志名称由“{before.origin}”变为“{now.origin}”，拒绝见证。"
        return Sight(Verdict.FORK, words, now.size)
    if now.size < before.size:
        words = f"日志回退：已见证到第 {before.size} 条，现在只有 {now.size} 条，拒绝见证。"
        return Sight(Verdict.ROLLBACK, words, now.size)
    if now.size == before.size and now != before:
        words = f"日志分叉：第 {now.size} 条处出现了两个不同的检查点，拒绝见证。"
        return Sight(Verdict.FORK, words, now.size)
    return None


def own_signer(state: Path, name: str) -> Signer:
    """The witness's key; made under `name` if there is none. Raises `ValueError` on a bad name."""
    found = keys.load_signers(state, f"{STEM}.key")
    if found:
        return found[0]
    signer = keys.new_signer(name, keys.WITNESS)
    keys.save_signer(signer, state, STEM)
    return signer


def trusted_keys(state: Path, log: Log, given: Sequence[Verifier]) -> tuple[Verifier, ...]:
    """The log's keys this witness trusts: those fixed before, and those given now.

    Where there are neither, the keys the log itself shows are fixed: trust on first use, which
    the caller must tell the operator. Raises `NoteError` if there are none at all.
    """
    fixed = keys.load_verifiers(state, TRUSTED)
    trusted = dict.fromkeys([*fixed, *given])
    if not trusted:
        shown = (log.read(KEYS) or b"").decode("utf-8", "replace").split()
        trusted = dict.fromkeys(map(keys.parse_verifier, shown))
    if not trusted:
        raise NoteError("没有日志公钥：请用 --log-key 给出，或等日志启动后再试")
    if tuple(trusted) != fixed:
        text = "".join(f"{key.vkey}\n" for key in trusted)
        write_atomically(state / TRUSTED, text.encode())
    return tuple(trusted)


@contextmanager
def _exclusively(state: Path) -> Iterator[None]:
    """Only one look at a time: comparing with `seen` and replacing it must not interleave."""
    state.mkdir(parents=True, exist_ok=True)
    with (state / "lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
