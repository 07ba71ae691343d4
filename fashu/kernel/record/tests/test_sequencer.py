"""The sequencer on a real database: what it appends, publishes, refuses and repairs."""

from pathlib import Path

import psycopg
import pytest

from fashu.kernel.record import checkpoint, keys, ledger, merkle, note, tiles
from fashu.kernel.record.hashing import SHA256
from fashu.kernel.record.sequencer import RecordError, Sequencer
from fashu.kernel.record.store import TREES, FolderLog, reader
from fashu.kernel.record.tests.town import LogKeys, Town, sequencer


def published(log: FolderLog, pair: LogKeys) -> checkpoint.Checkpoint:
    found = note.parse(log.read("checkpoint") or b"")
    assert pair.log.verifier in keys.check(found, [pair.log.verifier])
    return checkpoint.parse(found.text)


def assert_sound(connection: ledger.Connection, log: FolderLog, pair: LogKeys) -> None:
    """Database, checkpoint and every tile agree, as a stranger would recompute them."""
    found = published(log, pair)
    rows = ledger.leaves(connection, 0, ledger.count(connection))
    assert found.size == len(rows)
    for column, (tree, hash_) in enumerate(TREES.items()):
        leaves = [row[column] for row in rows]
        root = found.root if tree == "tile" else found.sm3_root
        assert merkle.root_of(leaves, hash_) == root
        expected = tiles.Tree(hash_).append(leaves)[1]
        for tile in expected:
            assert log.read(f"{tree}/{tile.path}") == tile.data


def test_events_become_a_signed_log(
    town: Town, writer: ledger.Connection, tmp_path: Path, pair: LogKeys
) -> None:
    town.events(300)
    line = sequencer(writer, tmp_path, pair)
    assert line.start() == 0
    assert line.step().appended == 300
    assert line.step().appended == 0
    assert_sound(writer, line.log, pair)
    town.events(30)
    assert line.step().size == 330
    assert_sound(writer, line.log, pair)


def test_the_leaves_are_the_envelopes_in_the_order_of_the_events(
    town: Town, writer: ledger.Connection, tmp_path: Path, pair: LogKeys
) -> None:
    town.events(20)
    line = sequencer(writer, tmp_path, pair)
    line.start()
    line.step(limit=7)
    line.step(limit=70)
    rows = town.connection.execute("SELECT envelope FROM cases_event ORDER BY id").fetchall()
    leaves = [row[0] for row in ledger.leaves(writer, 0, 20)]
    assert leaves == [SHA256.leaf(envelope) for (envelope,) in rows]


def test_an_event_that_commits_late_is_not_lost(
    town: Town, writer: ledger.Connection, tmp_path: Path, pair: LogKeys
) -> None:
    late = town.event(1)
    town.connection.execute("CREATE TEMP TABLE aside AS SELECT * FROM cases_event")
    town.connection.execute("DELETE FROM cases_event")
    town.event(2)
    line = sequencer(writer, tmp_path, pair)
    line.start()
    line.step()
    town.connection.execute("INSERT INTO cases_event SELECT * FROM aside")
    assert line.step().appended == 1
    row = writer.execute("SELECT max(event_id) > %s FROM record_entry", [late]).fetchone()
    assert row == (True,)


def test_only_a_sweep_finds_what_came_later_than_the_look_back(
    town: Town, writer: ledger.Connection, tmp_path: Path, pair: LogKeys
) -> None:
    town.event(1)
    town.connection.execute("CREATE TEMP TABLE aside AS SELECT * FROM cases_event")
    town.connection.execute("DELETE FROM cases_event")
    town.connection.execute("SELECT setval(pg_get_serial_sequence('cases_event', 'id'), 50000)")
    town.event(2)
    line = sequencer(writer, tmp_path, pair)
    line.start()
    line.step()
    town.connection.execute("INSERT INTO cases_event SELECT * FROM aside")
    assert line.step().appended == 0
    assert line.step(sweep=True).appended == 1


def test_an_event_altered_before_it_was_logged_is_refused_and_the_others_pass(
    town: Town, writer: ledger.Connection, tmp_path: Path, pair: LogKeys
) -> None:
    _, bad, _ = town.events(3)
    town.connection.execute(
        "UPDATE cases_event SET envelope = envelope || '\\x20' WHERE id = %s", [bad]
    )
    line = sequencer(writer, tmp_path, pair)
    line.start()
    batch = line.step()
    assert (batch.appended, batch.refused) == (2, (bad,))


def test_a_second_writer_is_refused(
    writer: ledger.Connection, tmp_path: Path, pair: LogKeys
) -> None:
    sequencer(writer, tmp_path, pair).start()
    with ledger.connect() as other, pytest.raises(RecordError, match="另一个进程"):
        sequencer(other, tmp_path, pair).start()


def test_without_a_key_nothing_starts(writer: ledger.Connection, tmp_path: Path) -> None:
    with pytest.raises(RecordError, match="fashu record key --new"):
        Sequencer(writer, FolderLog(tmp_path), "a.example", signers=[], known=[]).start()


@pytest.fixture
def running(
    town: Town, writer: ledger.Connection, tmp_path: Path, pair: LogKeys
) -> tuple[Town, Sequencer]:
    """A log of 600 entries in three checkpoints."""
    line = sequencer(writer, tmp_path, pair)
    line.start()
    for _ in range(3):
        town.events(200)
        line.step()
    return town, line


def restarted(line: Sequencer, pair: LogKeys) -> Sequencer:
    again = sequencer(line.connection, line.log.root, pair)
    again.start()
    return again


@pytest.mark.parametrize("tree", ["tile", "tile-sm3"])
def test_missing_and_broken_tiles_are_written_again_at_the_next_start(
    running: tuple[Town, Sequencer], pair: LogKeys, tree: str
) -> None:
    town, line = running
    (line.log.root / tree / "0/002.p/88").write_bytes(b"x" * 88 * 32)
    (line.log.root / tree / "0/001").unlink()
    again = restarted(line, pair)
    assert_sound(again.connection, again.log, pair)
    town.events(10)
    again.step()
    assert_sound(again.connection, again.log, pair)


def test_a_lost_folder_is_built_anew_with_the_same_checkpoint(
    running: tuple[Town, Sequencer], pair: LogKeys
) -> None:
    _, line = running
    before = line.log.read("checkpoint")
    for path in sorted(line.log.root.rglob("*"), reverse=True):
        path.unlink() if path.is_file() else path.rmdir()
    again = restarted(line, pair)
    assert again.log.read("checkpoint") == before
    assert_sound(again.connection, again.log, pair)


def test_a_database_older_than_the_publication_stops_the_log(
    running: tuple[Town, Sequencer], pair: LogKeys
) -> None:
    town, line = running
    town.connection.execute("DELETE FROM record_entry WHERE leaf_index >= 400")
    town.connection.execute("DELETE FROM record_checkpoint WHERE size > 400")
    with pytest.raises(RecordError, match="旧备份"):
        restarted(line, pair)


def test_a_publication_that_the_database_does_not_know_stops_the_log(
    running: tuple[Town, Sequencer], pair: LogKeys
) -> None:
    _, line = running
    other = checkpoint.Checkpoint(line.origin, 400, b"x" * 32, b"y" * 32).text()
    line.log.write("checkpoint", note.Note(other, (pair.log.sign(other),)).encode())
    with pytest.raises(RecordError, match="分叉"):
        restarted(line, pair)


@pytest.mark.parametrize("data", [b"", b"nonsense", b"a\n1\n\n\xe2\x80\x94 a AAAAAAAA\n"])
def test_a_publication_that_cannot_be_read_stops_the_log(
    running: tuple[Town, Sequencer], pair: LogKeys, data: bytes
) -> None:
    _, line = running
    line.log.write("checkpoint", data)
    with pytest.raises(RecordError, match="不可信"):
        restarted(line, pair)


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM record_entry WHERE leaf_index = 599",
        "DELETE FROM record_checkpoint WHERE size = 600",
        "UPDATE record_checkpoint SET root = sm3_root WHERE size = 600",
    ],
)
def test_an_altered_record_stops_the_log(
    running: tuple[Town, Sequencer], pair: LogKeys, statement: str
) -> None:
    town, line = running
    town.connection.execute(statement.encode())
    with pytest.raises(RecordError):
        restarted(line, pair)


def test_an_altered_leaf_is_noticed_when_tiles_are_built_anew(
    running: tuple[Town, Sequencer], pair: LogKeys
) -> None:
    town, line = running
    town.connection.execute("UPDATE record_entry SET leaf_hash = sm3_hash WHERE leaf_index = 7")
    (line.log.root / "checkpoint").unlink()
    with pytest.raises(RecordError, match="不符"):
        restarted(line, pair)


def test_a_witness_cosignature_is_taken_in_and_published(
    running: tuple[Town, Sequencer], pair: LogKeys
) -> None:
    _, line = running
    found = note.parse(line.log.read("checkpoint") or b"")
    cosigned = found.with_signatures(pair.witness.cosign(found.text, 1_795_000_000))
    line.log.write("witness/w1", cosigned.encode())
    line.log.write("witness/broken", b"nonsense")
    assert line.collect() == 1
    assert line.collect() == 0
    now = note.parse(line.log.read("checkpoint") or b"")
    assert keys.check(now, [pair.witness.verifier]) == (pair.witness.verifier,)
    assert ledger.newest_witnessed(line.connection) == 600


def test_a_strangers_cosignature_is_left_alone(
    running: tuple[Town, Sequencer], pair: LogKeys
) -> None:
    _, line = running
    stranger = keys.new_signer("stranger.example", keys.WITNESS)
    found = note.parse(line.log.read("checkpoint") or b"")
    cosigned = found.with_signatures(stranger.cosign(found.text, 1_795_000_000))
    line.log.write("witness/w1", cosigned.encode())
    assert line.collect() == 0


def test_a_witness_that_saw_more_than_the_database_has_stops_the_log(
    running: tuple[Town, Sequencer], pair: LogKeys
) -> None:
    town, line = running
    line.log.write("witness/w1", line.log.read("checkpoint") or b"")
    town.connection.execute("DELETE FROM record_entry WHERE leaf_index >= 400")
    town.connection.execute("DELETE FROM record_checkpoint WHERE size > 400")
    (line.log.root / "checkpoint").unlink()
    with pytest.raises(RecordError, match="见证人"):
        restarted(line, pair)
    assert line.log.read("checkpoint") is None


def test_a_rotated_key_signs_beside_the_old_one(
    running: tuple[Town, Sequencer], pair: LogKeys
) -> None:
    town, line = running
    new = keys.new_signer(line.origin, keys.LOG)
    again = Sequencer(
        line.connection,
        line.log,
        line.origin,
        signers=[pair.log, new],
        known=[pair.log.verifier, new.verifier],
    )
    again.start()
    town.event(1)
    again.step()
    now = note.parse(again.log.read("checkpoint") or b"")
    assert keys.check(now, [pair.log.verifier]) == (pair.log.verifier,)
    assert keys.check(now, [new.verifier]) == (new.verifier,)


TABLES = ["record_entry", "record_checkpoint", "record_cosignature"]


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("alias", ["default", "owner", "record", "eraser"])
def test_no_role_of_the_platform_can_change_what_is_written(
    power: ledger.Connection, table: str, alias: str
) -> None:
    for statement in (f"UPDATE {table} SET size = 1", f"DELETE FROM {table}", f"TRUNCATE {table}"):
        text = statement.replace("size", "leaf_index") if table == "record_entry" else statement
        with ledger.connect(alias) as connection, pytest.raises(psycopg.Error) as caught:
            connection.execute(text.encode())
        assert isinstance(caught.value, psycopg.errors.InsufficientPrivilege)


@pytest.mark.parametrize("table", TABLES)
def test_even_with_the_right_restored_a_change_is_refused(
    power: ledger.Connection, table: str
) -> None:
    with ledger.connect("default") as connection:
        connection.execute("SET ROLE NONE")
        with pytest.raises(psycopg.errors.InsufficientPrivilege, match="append-only"):
            connection.execute(f"DELETE FROM {table}".encode())


@pytest.mark.parametrize("table", TABLES)
def test_the_application_reads_the_record_but_cannot_add_to_it(
    power: ledger.Connection, table: str
) -> None:
    with ledger.connect("default") as connection:
        connection.execute(f"SELECT * FROM {table}".encode())
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute(f"INSERT INTO {table} DEFAULT VALUES".encode())


def test_a_written_event_wakes_the_listener(writer: ledger.Connection) -> None:
    with ledger.connect() as listener, ledger.connect("default") as application:
        ledger.listen(listener)
        application.execute("SELECT pg_notify('fashu_event', '7')")
        ledger.wait(listener, 10)
        ledger.wait(listener, 0.01)


def test_tiles_serve_proofs_of_what_the_database_holds(
    running: tuple[Town, Sequencer], pair: LogKeys
) -> None:
    _, line = running
    found = published(line.log, pair)
    nodes = tiles.nodes_from_tiles(reader(line.log, "tile"), found.size, SHA256)
    leaf = ledger.leaves(line.connection, 123, 124)[0][0]
    assert merkle.verify_inclusion(
        SHA256,
        leaf=leaf,
        index=123,
        size=found.size,
        proof=merkle.inclusion_proof(123, found.size, nodes, SHA256),
        root=found.root,
    )
