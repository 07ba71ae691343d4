"""What was read goes into the log by the roll, and whoever changes it afterwards is found out."""

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner

from fashu.kernel import clock
from fashu.kernel.record import audit, cli, ledger, merkle, rolls
from fashu.kernel.record.audit import Auditor, Damage, Kind, Report
from fashu.kernel.record.hashing import SHA256
from fashu.kernel.record.leaf import read_canonical
from fashu.kernel.record.sequencer import Sequencer
from fashu.kernel.record.tests.test_cli import home
from fashu.kernel.record.tests.town import LogKeys, Town, sequencer

__all__ = ["home"]

READ = 25
"""The reading that the tests tamper with: in the first of two rolls."""


@dataclass(frozen=True, slots=True)
class Scene:
    """Two rolls of 50 readings between 20 events, and who may look at them or harm them."""

    town: Town
    line: Sequencer
    pair: LogKeys

    def sql(self, statement: str, *params: object) -> None:
        """Tamper, as whoever owns the tables can once he has put the triggers to sleep."""
        self.town.connection.execute(statement.encode(), params)

    def report(self) -> Report:
        with ledger.connect() as connection:
            return Auditor(connection, self.line.log, [self.pair.log.verifier]).run()

    def only(self) -> Damage:
        """The one damage that is found."""
        found = self.report().damages
        assert len(found) == 1, found
        return found[0]


@pytest.fixture(autouse=True)
def alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the checks of other apps: here are events without cases."""
    monkeypatch.setattr(audit, "_checks", [])


@pytest.fixture
def scene(town: Town, writer: ledger.Connection, tmp_path: Path, pair: LogKeys) -> Scene:
    line = sequencer(writer, tmp_path, pair)
    line.start()
    for _ in range(2):
        town.events(10)
        line.step()
        town.readings(50)
        assert line.roll() == 50
    return Scene(town, line, pair)


def test_many_readings_are_one_entry_of_the_log(scene: Scene) -> None:
    report = scene.report()
    assert report.damages == []
    assert (report.entries, report.events) == (22, 20)
    assert (report.rolls, report.readings, report.unrolled) == (2, 100, 0)
    assert scene.line.roll() == 0
    assert scene.report().entries == 22


def test_a_restart_goes_on_where_the_log_stands(
    scene: Scene, writer: ledger.Connection, tmp_path: Path
) -> None:
    scene.line.stop()
    again = sequencer(writer, tmp_path, scene.pair)
    assert again.start(rebuild=True) == 22
    scene.town.events(3)
    again.step()
    scene.town.readings(1)
    assert again.roll(sweep=True) == 1
    assert scene.report().holds


def test_a_reading_that_is_committed_late_is_taken_in(scene: Scene) -> None:
    with ledger.connect("default") as slow:
        slow.execute("SET ROLE NONE")
        slow.execute("SET session_replication_role = replica")
        with slow.transaction():
            Town(slow).readings(1)
            scene.town.readings(4)
            assert scene.line.roll() == 4
        assert scene.line.roll() == 1
    assert scene.report().holds


def test_the_log_names_no_person(scene: Scene) -> None:
    rows = scene.town.connection.execute("SELECT envelope FROM record_roll").fetchall()
    said = [read_canonical(row[0]) for row in rows]
    members = {"kind", "roll", "count", "first", "last", "root", "prev", "made_at"}
    assert [set(each) for each in said if isinstance(each, dict)] == [members, members]


def test_the_same_reading_twice_has_two_digests(scene: Scene) -> None:
    rows = scene.town.connection.execute("SELECT count(DISTINCT digest) FROM record_rolled")
    assert rows.fetchone() == (100,)


def test_anybody_can_check_one_reading_against_the_root_of_its_roll(scene: Scene) -> None:
    found = scene.town.connection.execute(
        "SELECT digest FROM record_rolled WHERE roll_id = 1 ORDER BY reading_id"
    ).fetchall()
    leaves = [SHA256.leaf(digest) for (digest,) in found]
    row = scene.town.connection.execute("SELECT envelope FROM record_roll WHERE number = 1")
    said = read_canonical((row.fetchone() or (b"",))[0])
    assert isinstance(said, dict)

    def node(level: int, index: int) -> bytes:
        return merkle.root_of(leaves[index << level : (index + 1) << level], SHA256)

    assert merkle.verify_inclusion(
        SHA256,
        leaf=leaves[READ - 1],
        index=READ - 1,
        size=50,
        proof=merkle.inclusion_proof(READ - 1, 50, node, SHA256),
        root=bytes.fromhex(str(said["root"])),
    )


COLUMNS = (
    "at = at + interval '1 microsecond'",
    "account_id = 6",
    "name = '别人'",
    "office_path = '99/9901/'",
    "office_title = '另一局'",
    "roles = '{}'",
    "view = 'list'",
    "purpose = '另一目的'",
    "basis = ''",
    "cases = '{}'",
    "persons = '{9}'",
    "count = 2",
    "request = 'x'",
    "salt = gen_random_uuid()",
)


@pytest.mark.parametrize("change", COLUMNS)
def test_a_change_of_any_column_is_found_and_named(scene: Scene, change: str) -> None:
    scene.sql(f"UPDATE reading_entry SET {change} WHERE id = {READ}")
    damage = scene.only()
    assert (damage.kind, damage.reading_id, damage.roll_id) == (Kind.ALTERED, READ, 1)
    assert "记录被改动" in str(damage)


def test_no_column_of_a_reading_is_left_out_of_its_digest(scene: Scene) -> None:
    rows = scene.town.connection.execute(
        "SELECT attname FROM pg_attribute WHERE attrelid = 'reading_entry'::regclass"
        " AND attnum > 0 AND NOT attisdropped"
    )
    assert {f"e.{name}" for (name,) in rows} - {w.strip("(),:") for w in _words()} == set()


def _words() -> list[str]:
    return rolls.DIGEST.replace("(", " ").replace(",", " ").replace(")", " ").split()


def test_a_reading_taken_away_is_missed(scene: Scene) -> None:
    scene.sql(f"DELETE FROM reading_entry WHERE id = {READ}")
    damage = scene.only()
    assert (damage.kind, damage.reading_id) == (Kind.MISSING, READ)


def test_a_reading_taken_away_with_its_digest_is_missed(scene: Scene) -> None:
    scene.sql(f"DELETE FROM reading_entry WHERE id = {READ}")
    scene.sql(f"DELETE FROM record_rolled WHERE reading_id = {READ}")
    damage = scene.only()
    assert (damage.kind, damage.roll_id, damage.leaf_index) == (Kind.ALTERED, 1, 10)


def test_a_reading_rewritten_with_its_digest_is_found_by_the_roll(scene: Scene) -> None:
    scene.sql(f"UPDATE reading_entry SET name = '别人' WHERE id = {READ}")
    scene.sql(
        f"UPDATE record_rolled SET digest = (SELECT {rolls.DIGEST} FROM reading_entry e"
        f" WHERE e.id = {READ}) WHERE reading_id = {READ}"
    )
    assert scene.only().roll_id == 1


def test_a_roll_rewritten_with_all_its_digests_is_found_by_the_log(scene: Scene) -> None:
    scene.sql("DELETE FROM record_rolled WHERE roll_id = 2")
    scene.sql("DELETE FROM reading_entry WHERE id > 60")
    scene.sql(
        "UPDATE record_roll SET envelope = convert_to(replace(convert_from(envelope, 'UTF8'),"
        " '\"count\":50', '\"count\":10'), 'UTF8') WHERE number = 2"
    )
    damage = scene.report().damages[0]
    assert (damage.kind, damage.roll_id, damage.leaf_index) == (Kind.ALTERED, 2, 21)
    assert "叶哈希不符" in damage.words


def test_a_roll_taken_away_whole_is_missed(scene: Scene) -> None:
    for table, column in (("record_roll", "number"), ("record_rolled", "roll_id")):
        scene.sql(f"DELETE FROM {table} WHERE {column} = 2")
    scene.sql("DELETE FROM reading_entry WHERE id > 50")
    damage = scene.only()
    assert (damage.kind, damage.roll_id, damage.leaf_index) == (Kind.MISSING, 2, 21)


@pytest.mark.parametrize("change", ["first = 1", "made_at = made_at - interval '1 day'"])
def test_the_columns_beside_a_roll_s_envelope_cannot_be_changed_either(
    scene: Scene, change: str
) -> None:
    scene.sql(f"UPDATE record_roll SET {change} WHERE number = 2")
    assert (scene.only().kind, scene.only().roll_id) == (Kind.ALTERED, 2)


def test_a_reading_written_in_afterwards_is_told(scene: Scene) -> None:
    scene.town.readings(1, clock.now() - timedelta(hours=2))
    late = scene.only()
    assert (late.kind, "补写" in late.words) == (Kind.ORDER, True)
    assert scene.line.roll(sweep=True) == 1
    again = scene.only()
    assert (again.kind, again.roll_id, "补写" in again.words) == (Kind.ORDER, 3, True)


def test_what_was_just_read_waits_and_is_no_damage(scene: Scene) -> None:
    scene.town.readings(3)
    report = scene.report()
    assert (report.holds, report.unrolled) == (True, 3)


def test_the_commands_take_readings_in_and_check_them(town: Town, home: Path) -> None:
    town.events(2)
    town.readings(7)
    once = CliRunner().invoke(cli.record, ["sequence", "--once"])
    assert "已追加 2 条，收入查阅记录 7 条。" in once.output
    audited = CliRunner().invoke(cli.record, ["audit"])
    assert audited.exit_code == 0, audited.output
    assert "查阅记录 7 条，分 1 批收入日志，等待收入 0 条。" in audited.output
    town.connection.execute("UPDATE reading_entry SET purpose = '' WHERE id = 3")
    audited = CliRunner().invoke(cli.record, ["audit"])
    assert audited.exit_code == 1
    assert "✗ 日志序号 2，批 1，查阅记录 3：查阅记录与收入日志时不同" in audited.output
