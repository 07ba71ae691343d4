"""Whatever the moment of a crash, what is published stays provable and nothing is lost.

The machine writes events, runs the sequencer and cuts it off before any single write, to the
database or to the folder. After each step a stranger looks at the folder alone.
"""

import shutil
from dataclasses import dataclass, field
from pathlib import Path
from unittest.mock import patch

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from fashu.kernel.record import checkpoint, keys, ledger, merkle, note, tiles
from fashu.kernel.record.hashing import SHA256
from fashu.kernel.record.sequencer import Sequencer
from fashu.kernel.record.store import TREES, FolderLog, reader
from fashu.kernel.record.tests.town import ORIGIN, LogKeys, Town, new_keys


class CrashError(Exception):
    """The machine went dark."""


@dataclass(slots=True)
class Fuse:
    """Lets so many writes pass and then cuts the power."""

    left: int | None = None

    def burn(self) -> None:
        if self.left is None:
            return
        if self.left == 0:
            raise CrashError
        self.left -= 1


@dataclass(frozen=True, slots=True)
class FragileLog(FolderLog):
    """A folder whose every write may be the last."""

    fuse: Fuse = field(default_factory=Fuse)

    def write(self, path: str, data: bytes) -> None:
        try:
            self.fuse.burn()
        except CrashError:
            place = self.root / path
            place.parent.mkdir(parents=True, exist_ok=True)
            (place.parent / ".new-torn").write_bytes(data[: len(data) // 2])
            raise
        FolderLog.write(self, path, data)

    def forget_partial(self, full_path: str) -> None:
        self.fuse.burn()
        FolderLog.forget_partial(self, full_path)


class Machine(RuleBasedStateMachine):
    """The life of a log with a bad power supply."""

    town: Town
    folder: Path

    @initialize()
    def begin(self) -> None:
        self.town.forget()
        shutil.rmtree(self.folder, ignore_errors=True)
        self.fuse, self.pair = Fuse(), new_keys()
        self.seen: list[checkpoint.Checkpoint] = []
        self.connection = ledger.connect()
        self.line = self._boot()

    @rule(count=st.sampled_from([1, 2, 40, 255, 256, 300]))
    def events_happen(self, count: int) -> None:
        self.town.events(count)

    @rule(limit=st.sampled_from([1, 100, 1000]))
    def the_sequencer_steps(self, limit: int) -> None:
        self.line.step(limit)

    @rule(writes=st.integers(0, 12), limit=st.sampled_from([1, 300, 1000]))
    def the_power_fails_while_stepping(self, writes: int, limit: int) -> None:
        self.fuse.left = writes
        try:
            with patch.object(ledger, "append", self._append):
                self.line.step(limit)
        except CrashError:
            self._look()
        self._reboot(None)

    @rule(writes=st.integers(0, 6))
    def the_power_fails_again_while_starting(self, writes: int) -> None:
        self._reboot(writes)
        self._reboot(None)

    @rule(tree=st.sampled_from(sorted(TREES)))
    def a_folder_of_tiles_is_lost(self, tree: str) -> None:
        shutil.rmtree(self.folder / tree, ignore_errors=True)
        self._reboot(None)

    @invariant()
    def what_is_published_is_provable_from_the_folder_alone(self) -> None:
        self._look()

    def teardown(self) -> None:
        if not hasattr(self, "line"):
            return
        while self.line.step().appended:
            self._look()
        row = self.town.connection.execute("SELECT count(*) FROM cases_event").fetchone()
        assert row is not None
        assert ledger.count(self.connection) == row[0]
        self.connection.close()

    def _append(self, *args: object) -> None:
        """The database's write: the fuse may burn before the commit."""
        original_append(*args)  # type: ignore[arg-type]  # passed through as given
        self.fuse.burn()

    def _boot(self) -> Sequencer:
        """Start on the present connection, once the server has noticed the old one's death."""
        self.connection.execute("SELECT pg_advisory_lock(%s)", [ledger._LOCK])
        line = Sequencer(
            self.connection,
            FragileLog(self.folder, self.fuse),
            ORIGIN,
            signers=[self.pair.log],
            known=[self.pair.log.verifier],
        )
        line.start()
        return line

    def _reboot(self, writes: int | None) -> None:
        self.connection.close()
        self.connection = ledger.connect()
        self.fuse.left = writes
        try:
            self.line = self._boot()
        except CrashError:
            self._look()

    def _look(self) -> None:
        data = FolderLog(self.folder).read("checkpoint")
        if data is None:
            assert not self.seen, "a published checkpoint vanished"
            return
        found = note.parse(data)
        assert keys.check(found, [self.pair.log.verifier])
        now = checkpoint.parse(found.text)
        roots = {"tile": now.root, "tile-sm3": now.sm3_root}
        for tree, hash_ in TREES.items():
            read = reader(FolderLog(self.folder), tree)
            assert tiles.load_tree(read, now.size, hash_).root() == roots[tree]
        for before in self.seen:
            self._assert_continues(before, now)
        if now not in self.seen:
            self.seen.append(now)

    def _assert_continues(self, before: checkpoint.Checkpoint, now: checkpoint.Checkpoint) -> None:
        nodes = tiles.nodes_from_tiles(reader(FolderLog(self.folder), "tile"), now.size, SHA256)
        proof = merkle.consistency_proof(before.size, now.size, nodes, SHA256)
        assert merkle.verify_consistency(
            SHA256,
            old=before.size,
            new=now.size,
            proof=proof,
            old_root=before.root,
            new_root=now.root,
        )


original_append = ledger.append


def test_no_crash_breaks_or_loses_anything(town: Town, tmp_path: Path, pair: LogKeys) -> None:
    machine = type("Machine", (Machine,), {"town": town, "folder": tmp_path / "record"})
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=25,
            stateful_step_count=12,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
