"""The witness: what it signs, what it refuses, and that it never signs two histories."""

import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from fashu.kernel.record import checkpoint, keys, note, tiles
from fashu.kernel.record.hashing import SHA256, SM3
from fashu.kernel.record.store import FolderLog, Log, WebLog
from fashu.kernel.record.tests.town import ORIGIN, LogKeys, publish
from fashu.kernel.record.witness import Verdict, Witness, own_signer, trusted_keys

AT = 1_795_000_000


ENTRIES = [str(i).encode() for i in range(700)]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "log"


def watch(log: Log, tmp_path: Path, pair: LogKeys, published: FolderLog | None = None) -> Witness:
    state = tmp_path / "state"
    return Witness(log, state, pair.witness, [pair.log.verifier], published)


def test_it_cosigns_what_continues(folder: Path, tmp_path: Path, pair: LogKeys) -> None:
    log = publish(folder, ENTRIES[:10], pair.log)
    witness = watch(log, tmp_path, pair, log)
    assert witness.look(AT).verdict is Verdict.COSIGNED
    assert witness.look(AT + 1).verdict is Verdict.UNCHANGED
    publish(folder, ENTRIES, pair.log)
    sight = witness.look(AT + 2)
    assert (sight.verdict, sight.size) == (Verdict.COSIGNED, 700)
    cosigned = note.parse(log.read(f"witness/{pair.witness.verifier.key_id.hex()}") or b"")
    both = [pair.log.verifier, pair.witness.verifier]
    assert keys.check(cosigned, both) == tuple(both)
    assert keys.cosigned_at(cosigned.signatures[-1]) == AT + 2


@pytest.mark.parametrize("size", [9, 255, 256, 257, 699])
def test_it_refuses_a_fork(folder: Path, tmp_path: Path, pair: LogKeys, size: int) -> None:
    witness = watch(publish(folder, ENTRIES[:size], pair.log), tmp_path, pair)
    witness.look(AT)
    publish(folder, [b"another", *ENTRIES[1:]], pair.log)
    sight = witness.look(AT + 1)
    assert sight.verdict is Verdict.FORK
    assert "分叉" in sight.words
    evidence = [path for path in witness.state.iterdir() if path.name.startswith("evidence-fork")]
    assert [path.read_bytes() for path in evidence] == [(folder / "checkpoint").read_bytes()]
    publish(folder, ENTRIES, pair.log)
    assert witness.look(AT + 2).verdict is Verdict.COSIGNED


def test_it_refuses_another_tree_of_the_same_size(
    folder: Path, tmp_path: Path, pair: LogKeys
) -> None:
    witness = watch(publish(folder, ENTRIES[:20], pair.log), tmp_path, pair)
    witness.look(AT)
    publish(folder, [b"another", *ENTRIES[1:20]], pair.log)
    assert witness.look(AT + 1).verdict is Verdict.FORK


def test_it_refuses_a_rollback(folder: Path, tmp_path: Path, pair: LogKeys) -> None:
    witness = watch(publish(folder, ENTRIES[:20], pair.log), tmp_path, pair)
    witness.look(AT)
    publish(folder, ENTRIES[:19], pair.log)
    sight = witness.look(AT + 1)
    assert sight.verdict is Verdict.ROLLBACK
    assert "回退" in sight.words


def test_it_refuses_a_fork_of_the_second_tree_alone(
    folder: Path, tmp_path: Path, pair: LogKeys
) -> None:
    log = publish(folder, ENTRIES[:20], pair.log)
    witness = watch(log, tmp_path, pair)
    witness.look(AT)
    publish(folder, ENTRIES[:40], pair.log)
    tree, written = tiles.Tree(SM3).append(map(SM3.leaf, [b"another", *ENTRIES[1:40]]))
    log.write_tile("tile-sm3", written[0])
    root = tiles.Tree(SHA256).append(map(SHA256.leaf, ENTRIES[:40]))[0].root()
    text = checkpoint.Checkpoint(ORIGIN, 40, root, tree.root()).text()
    log.write("checkpoint", note.Note(text, (pair.log.sign(text),)).encode())
    assert witness.look(AT + 1).verdict is Verdict.FORK


def test_it_refuses_what_the_log_did_not_sign(folder: Path, tmp_path: Path, pair: LogKeys) -> None:
    stranger = keys.new_signer(ORIGIN, keys.LOG)
    witness = watch(publish(folder, ENTRIES[:20], stranger), tmp_path, pair)
    sight = witness.look(AT)
    assert sight.verdict is Verdict.UNREADABLE
    assert not (witness.state / "seen").exists()


def test_without_tiles_it_waits_instead_of_signing(
    folder: Path, tmp_path: Path, pair: LogKeys
) -> None:
    witness = watch(publish(folder, ENTRIES[:20], pair.log), tmp_path, pair)
    witness.look(AT)
    publish(folder, ENTRIES[:30], pair.log)
    (folder / "tile/0/000.p/30").unlink()
    assert witness.look(AT + 1).verdict is Verdict.UNPROVEN


def test_an_empty_log_is_no_fault(folder: Path, tmp_path: Path, pair: LogKeys) -> None:
    assert watch(FolderLog(folder), tmp_path, pair).look(AT).verdict is Verdict.EMPTY


def test_a_cosignature_lost_on_the_way_is_offered_again(
    folder: Path, tmp_path: Path, pair: LogKeys
) -> None:
    log = publish(folder, ENTRIES[:20], pair.log)
    witness = watch(log, tmp_path, pair, log)
    witness.look(AT)
    path = f"witness/{pair.witness.verifier.key_id.hex()}"
    offered = log.read(path)
    (folder / path).unlink()
    witness.look(AT + 1)
    assert log.read(path) == offered is not None


def test_its_key_is_made_once(tmp_path: Path) -> None:
    first = own_signer(tmp_path, "witness.example/w1")
    assert own_signer(tmp_path, "another.example") == first
    assert first.kind == keys.WITNESS


def test_it_fixes_the_logs_key_at_first_sight_and_keeps_to_it(
    folder: Path, tmp_path: Path, pair: LogKeys
) -> None:
    log = publish(folder, ENTRIES[:20], pair.log)
    state = tmp_path / "state"
    assert trusted_keys(state, log, []) == (pair.log.verifier,)
    log.write("keys", keys.new_signer(ORIGIN, keys.LOG).verifier.vkey.encode())
    assert trusted_keys(state, log, []) == (pair.log.verifier,)
    next_key = keys.new_signer(ORIGIN, keys.LOG).verifier
    assert trusted_keys(state, log, [next_key]) == (pair.log.verifier, next_key)
    assert trusted_keys(state, log, []) == (pair.log.verifier, next_key)


def test_without_any_key_it_does_not_start(tmp_path: Path) -> None:
    with pytest.raises(note.NoteError, match="--log-key"):
        trusted_keys(tmp_path / "state", FolderLog(tmp_path), [])


class Quiet(SimpleHTTPRequestHandler):
    """A static server that does not write to the terminal."""

    def log_message(self, format: str, *args: object) -> None:
        """Nothing."""


@pytest.fixture
def url(folder: Path) -> Iterator[str]:
    """The folder behind any static web server."""
    folder.mkdir()
    handler = partial(Quiet, directory=str(folder))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()
        thread.join()


def test_it_follows_a_log_over_the_web(
    url: str, folder: Path, tmp_path: Path, pair: LogKeys
) -> None:
    publish(folder, ENTRIES[:300], pair.log)
    witness = watch(WebLog(url), tmp_path, pair)
    assert witness.look(AT).verdict is Verdict.COSIGNED
    publish(folder, ENTRIES, pair.log)
    assert witness.look(AT + 1).verdict is Verdict.COSIGNED
    (folder / "checkpoint").unlink()
    assert witness.look(AT + 2).verdict is Verdict.EMPTY


def test_a_server_that_sends_too_much_is_not_believed(url: str, folder: Path) -> None:
    (folder / "checkpoint").write_bytes(b"x" * 1_000_001)
    with pytest.raises(OSError, match="过大"):
        WebLog(url).read("checkpoint")
