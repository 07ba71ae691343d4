"""The audit finds what an insider changes, and names it."""

from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fashu.kernel.record import audit, checkpoint, keys, ledger, note
from fashu.kernel.record.audit import Auditor, Damage, Kind, Report
from fashu.kernel.record.hashing import SHA256, SM3
from fashu.kernel.record.sequencer import Sequencer
from fashu.kernel.record.tests.town import LogKeys, Town, sequencer

MIDDLE = 150
"""The event the tests tamper with: leaf 149, number 23 of case 1."""


@dataclass(frozen=True, slots=True)
class Scene:
    """A log of 300 events, cosigned, and who may look at it or harm it."""

    town: Town
    line: Sequencer
    pair: LogKeys

    def sql(self, statement: str, *params: object) -> None:
        """Tamper."""
        self.town.connection.execute(statement.encode(), params)

    def report(self) -> Report:
        """Audit as fashu_record."""
        with ledger.connect() as connection:
            return Auditor(
                connection,
                self.line.log,
                [self.pair.log.verifier],
                [self.pair.witness.verifier],
            ).run()


@pytest.fixture(autouse=True)
def alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the checks of other apps: here are events without cases."""
    monkeypatch.setattr(audit, "_checks", [])


@pytest.fixture
def scene(town: Town, writer: ledger.Connection, tmp_path: Path, pair: LogKeys) -> Scene:
    line = sequencer(writer, tmp_path, pair)
    line.start()
    for _ in range(3):
        town.events(100)
        line.step()
    found = note.parse(line.log.read("checkpoint") or b"")
    cosigned = found.with_signatures(pair.witness.cosign(found.text, 1_795_000_000))
    line.log.write("witness/w1", cosigned.encode())
    line.collect()
    return Scene(town, line, pair)


def kinds(report: Report) -> set[Kind]:
    return set(report.total)


def about(report: Report, kind: Kind) -> Damage:
    """The only damage of a kind."""
    found = [damage for damage in report.damages if damage.kind is kind]
    assert len(found) == 1, report.damages
    return found[0]


def test_an_untouched_log_holds(scene: Scene) -> None:
    report = scene.report()
    assert report.damages == []
    assert report.holds
    assert (report.events, report.entries, report.checkpoints) == (300, 300, 3)
    assert (report.cosigned, report.erased, report.waiting) == (300, 0, 0)


def test_one_altered_byte_is_found_and_named(scene: Scene) -> None:
    scene.sql(
        "UPDATE cases_event SET envelope = overlay(envelope placing '\\x32' from 30 for 1) "
        "WHERE id = %s",
        MIDDLE,
    )
    damage = about(scene.report(), Kind.ALTERED)
    assert (damage.event_id, damage.case_id, damage.seq) == (MIDDLE, 1, 23)
    assert damage.leaf_index == MIDDLE - 1
    assert "事件被改动" in damage.words
    assert str(damage).startswith("事件 150，案件 1，序号 23，日志序号 149：")


def rewrite(scene: Scene, event: int, *, also_entry: bool) -> None:
    """Change what an event says, with every hash an insider can reach."""
    row = scene.town.connection.execute(
        "SELECT envelope FROM cases_event WHERE id = %s", [event]
    ).fetchone()
    assert row is not None
    envelope = row[0].replace(b'"accept"', b'"refuse"')
    leaf, sm3 = SHA256.leaf(envelope), SM3.leaf(envelope)
    scene.sql(
        "UPDATE cases_event SET envelope = %s, leaf_hash = %s, key = 'refuse' WHERE id = %s",
        envelope,
        leaf,
        event,
    )
    if also_entry:
        scene.sql(
            "UPDATE record_entry SET leaf_hash = %s, sm3_hash = %s WHERE event_id = %s",
            leaf,
            sm3,
            event,
        )


def test_an_event_rewritten_with_its_own_hash_is_found_by_the_log(scene: Scene) -> None:
    rewrite(scene, MIDDLE, also_entry=False)
    damage = about(scene.report(), Kind.ALTERED)
    assert (damage.event_id, damage.seq) == (MIDDLE, 23)


def test_an_event_rewritten_with_its_entry_is_found_by_what_was_published(scene: Scene) -> None:
    rewrite(scene, MIDDLE, also_entry=True)
    report = scene.report()
    damage = about(report, Kind.ENTRY)
    assert (damage.event_id, damage.leaf_index) == (MIDDLE, 149)
    assert "SHA256、SM3" in damage.words
    assert "最早的是第 200 条" in about(report, Kind.CHECKPOINT).words
    successor = about(report, Kind.CHAIN)
    assert (successor.case_id, successor.seq) == (1, 24)


def test_a_deleted_event_is_named_by_the_log_and_by_its_case(scene: Scene) -> None:
    scene.sql("DELETE FROM cases_event WHERE id = %s", MIDDLE)
    report = scene.report()
    named = [(d.event_id, d.case_id, d.seq) for d in report.damages if d.kind is Kind.MISSING]
    assert (MIDDLE, 1, None) in named
    assert (157, 1, 24) in named
    assert any("缺少第 23 号事件" in d.words for d in report.damages)


def test_a_deletion_from_events_and_log_is_found(scene: Scene) -> None:
    scene.sql("DELETE FROM cases_event WHERE id = %s", MIDDLE)
    scene.sql("DELETE FROM cases_payload WHERE event_id = %s", MIDDLE)
    scene.sql("DELETE FROM record_entry WHERE event_id = %s", MIDDLE)
    report = scene.report()
    assert {Kind.MISSING, Kind.ENTRY, Kind.CHECKPOINT} <= kinds(report)
    assert any("缺少序号 149 至 149" in d.words for d in report.damages)


def test_the_newest_events_cannot_be_cut_off(scene: Scene) -> None:
    scene.sql("DELETE FROM cases_event WHERE id > 200")
    scene.sql("DELETE FROM record_entry WHERE event_id > 200")
    scene.sql("DELETE FROM record_checkpoint WHERE size > 200")
    scene.sql("DELETE FROM record_cosignature")
    report = scene.report()
    assert "第 300 条" in about(report, Kind.CHECKPOINT).words
    assert "见证人留存的" in about(report, Kind.WITNESS).words
    assert sum(1 for d in report.damages if d.kind is Kind.MISSING) == 100


def test_an_entry_pushed_in_between_is_found(scene: Scene) -> None:
    scene.sql("UPDATE record_entry SET leaf_index = leaf_index + 1000000 WHERE leaf_index >= 120")
    scene.sql("UPDATE record_entry SET leaf_index = leaf_index - 999999 WHERE leaf_index >= 999999")
    scene.sql(
        """INSERT INTO record_entry SELECT 120, 999, leaf_hash, sm3_hash, added_at
        FROM record_entry WHERE leaf_index = 5"""
    )
    report = scene.report()
    first = next(d for d in report.damages if d.kind is Kind.ENTRY)
    assert first.leaf_index == 120
    assert any(d.kind is Kind.MISSING and d.event_id == 999 for d in report.damages)


def test_an_event_pushed_into_a_case_is_found(scene: Scene) -> None:
    scene.town.heads[3] = (22, scene.town.heads[3][1])
    scene.sql("UPDATE cases_event SET seq = seq + 1000 WHERE case_id = 3 AND seq > 22")
    scene.town.event(3)
    scene.sql("UPDATE cases_event SET seq = seq - 999 WHERE case_id = 3 AND seq > 1000")
    report = scene.report()
    assert [d.seq for d in report.damages if d.kind is Kind.CHAIN] == [23, 24]
    assert all("seq" in d.words for d in report.damages if d.kind is Kind.COLUMN)


def test_two_exchanged_entries_are_both_named(scene: Scene) -> None:
    scene.sql(
        """UPDATE record_entry r SET leaf_hash = o.leaf_hash, sm3_hash = o.sm3_hash,
            event_id = -o.event_id
        FROM record_entry o WHERE r.leaf_index + o.leaf_index = 202
            AND r.leaf_index IN (100, 102)"""
    )
    scene.sql("UPDATE record_entry SET event_id = -event_id WHERE event_id < 0")
    report = scene.report()
    exchanged = {d.leaf_index for d in report.damages if d.kind is Kind.ENTRY}
    assert exchanged == {100, 102}


def test_entries_exchanged_within_a_case_are_out_of_order(scene: Scene) -> None:
    scene.sql(
        """UPDATE record_entry r SET leaf_hash = o.leaf_hash, sm3_hash = o.sm3_hash,
            event_id = -o.event_id
        FROM record_entry o WHERE r.leaf_index + o.leaf_index = 207
            AND r.leaf_index IN (100, 107)"""
    )
    scene.sql("UPDATE record_entry SET event_id = -event_id WHERE event_id < 0")
    assert about(scene.report(), Kind.ORDER).event_id == 108


def test_events_exchanged_within_a_case_are_found(scene: Scene) -> None:
    scene.sql("UPDATE cases_event SET seq = 1021 - seq WHERE case_id = 3 AND seq IN (10, 11)")
    scene.sql("UPDATE cases_event SET seq = seq - 1000 WHERE case_id = 3 AND seq > 1000")
    report = scene.report()
    assert {Kind.COLUMN, Kind.CHAIN, Kind.ORDER} <= kinds(report)


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("kind", "'lapsed'"),
        ("key", "'refuse'"),
        ("by", "'applicant'"),
        ("account_id", "6"),
        ("account_id", "NULL"),
        ('"on"', "'2026-11-19'"),
        ("recorded_at", "recorded_at - interval '1 second'"),
        ("leaf_hash", "sha256(leaf_hash)"),
    ],
)
def test_a_changed_column_is_named(scene: Scene, column: str, value: str) -> None:
    scene.sql(f"UPDATE cases_event SET {column} = {value} WHERE id = {MIDDLE}")
    damage = about(scene.report(), Kind.COLUMN)
    assert (damage.event_id, damage.case_id, damage.seq) == (MIDDLE, 1, 23)


@pytest.mark.parametrize(
    "change",
    [
        "payload = payload || ' '",
        "salt = sha256(salt)",
        "case_id = 4",
    ],
)
def test_a_changed_payload_is_named(scene: Scene, change: str) -> None:
    scene.sql(f"UPDATE cases_payload SET {change} WHERE event_id = {MIDDLE}")
    damage = about(scene.report(), Kind.PAYLOAD)
    assert (damage.event_id, damage.case_id, damage.seq) == (MIDDLE, 1, 23)


def test_an_erased_payload_is_counted_and_no_damage(scene: Scene) -> None:
    scene.sql("DELETE FROM cases_payload WHERE event_id = %s", MIDDLE)
    report = scene.report()
    assert report.holds
    assert report.erased == 1


def test_an_event_removed_before_it_was_logged_leaves_its_payload_behind(scene: Scene) -> None:
    event = scene.town.event(3)
    scene.sql("DELETE FROM cases_event WHERE id = %s", event)
    damage = about(scene.report(), Kind.MISSING)
    assert (damage.event_id, damage.case_id) == (event, 3)


def test_events_waiting_for_the_log_are_counted_and_no_damage(scene: Scene) -> None:
    scene.town.events(4)
    report = scene.report()
    assert report.holds
    assert report.waiting == 4


def test_an_event_altered_while_waiting_is_named(scene: Scene) -> None:
    event = scene.town.event(3)
    scene.sql("UPDATE cases_event SET envelope = envelope || ' ' WHERE id = %s", event)
    report = scene.report()
    assert {d.event_id for d in report.damages} == {event}


@pytest.mark.parametrize("tree", ["tile", "tile-sm3"])
@pytest.mark.parametrize("name", ["0/000", "0/001.p/44", "1/000.p/1"])
def test_a_tile_that_differs_or_is_gone_is_named(scene: Scene, tree: str, name: str) -> None:
    path = scene.line.log.root / tree / name
    data = path.read_bytes()
    path.write_bytes(data[:-1] + bytes([data[-1] ^ 1]))
    report = scene.report()
    assert kinds(report) == ({Kind.ENTRY} if name.startswith("0") else {Kind.TILE})
    path.unlink()
    assert f"{tree}/{name}" in about(scene.report(), Kind.TILE).words


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE record_checkpoint SET root = sha256(root) WHERE size = 200",
        "UPDATE record_checkpoint SET sm3_root = sha256(sm3_root) WHERE size = 200",
        "UPDATE record_checkpoint SET note = replace(note, '200', '201') WHERE size = 200",
        "UPDATE record_checkpoint SET note = '' WHERE size = 200",
        "UPDATE record_checkpoint SET size = 201 WHERE size = 200",
        "UPDATE record_checkpoint SET root = sha256(root) WHERE size = 300",
        "DELETE FROM record_checkpoint WHERE size = 300",
    ],
)
def test_a_changed_checkpoint_is_found(scene: Scene, change: str) -> None:
    scene.sql(change)
    assert Kind.CHECKPOINT in kinds(scene.report())


@pytest.mark.parametrize("data", [None, b"", b"nonsense\n\n\xe2\x80\x94 x AAAAAAAA\n"])
def test_a_publication_that_is_gone_or_spoilt_is_found(scene: Scene, data: bytes | None) -> None:
    path = scene.line.log.root / "checkpoint"
    path.unlink() if data is None else path.write_bytes(data)
    assert Kind.CHECKPOINT in kinds(scene.report())


def test_a_rewritten_history_is_found_by_the_witness(scene: Scene, tmp_path: Path) -> None:
    """With the log's key an insider can rewrite everything but what a witness keeps."""
    rewrite(scene, MIDDLE, also_entry=False)
    for table in ("record_entry", "record_checkpoint", "record_cosignature"):
        scene.sql(f"DELETE FROM {table}")
    scene.line.stop()
    with ledger.connect() as connection:
        forged = sequencer(connection, tmp_path / "forged", scene.pair)
        forged.start()
        forged.step()
    for name in ("checkpoint", "tile", "tile-sm3"):
        (scene.line.log.root / name).rename(tmp_path / f"old-{name}")
        (tmp_path / "forged" / name).rename(scene.line.log.root / name)
    report = scene.report()
    assert "见证人留存的第 300 条" in about(report, Kind.WITNESS).words


def test_a_cosignature_that_does_not_hold_is_found(scene: Scene) -> None:
    other = scene.pair.witness.cosign("another\n", 1_795_000_000).line()
    scene.sql("UPDATE record_cosignature SET line = %s", other)
    assert "见证签名" in about(scene.report(), Kind.WITNESS).words


def test_a_checkpoint_gone_from_under_a_cosignature_is_found(scene: Scene) -> None:
    scene.sql("DELETE FROM record_checkpoint WHERE size = 300")
    assert Kind.WITNESS in kinds(scene.report())


def test_a_foreign_checkpoint_in_the_witness_folder_is_found(scene: Scene) -> None:
    text = checkpoint.Checkpoint(scene.line.origin, 200, b"x" * 32, b"y" * 32).text()
    scene.line.log.write("witness/w2", note.Note(text, (scene.pair.log.sign(text),)).encode())
    assert "改写" in about(scene.report(), Kind.WITNESS).words


def test_other_apps_add_their_own_checks(scene: Scene) -> None:
    damage = Damage(kind=Kind.REPLAY, words="案件行与事件不符", case_id=3)
    check: audit.Check = lambda: [damage]  # noqa: E731 - the same object twice
    audit.register(check)
    audit.register(check)
    assert scene.report().damages == [damage]


def test_the_report_is_plain_data(scene: Scene) -> None:
    scene.sql(f"UPDATE cases_event SET key = 'x' WHERE id = {MIDDLE}")
    data = scene.report().to_json()
    assert data["holds"] is False
    assert data["total"] == {"column": 1}
    assert data["damages"][0]["event_id"] == MIDDLE
    assert data["damages"][0]["kind"] == "column"


COLUMNS = [
    ("cases_event", "envelope", "id"),
    ("cases_event", "leaf_hash", "id"),
    ("cases_payload", "salt", "event_id"),
    ("cases_payload", "payload", "event_id"),
    ("record_entry", "leaf_hash", "event_id"),
    ("record_entry", "sm3_hash", "event_id"),
]


@given(
    place=st.sampled_from(COLUMNS),
    event=st.integers(1, 300),
    where=st.floats(0, 1, exclude_max=True),
    bit=st.integers(0, 7),
)
@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_any_flipped_bit_is_found_and_its_event_named(
    scene: Scene, place: tuple[str, str, str], event: int, where: float, bit: int
) -> None:
    table, column, key = place
    row = scene.town.connection.execute(
        f"SELECT {column} FROM {table} WHERE {key} = {event}".encode()
    ).fetchone()
    assert row is not None
    data = bytearray(row[0])
    data[int(where * len(data))] ^= 1 << bit
    update = f"UPDATE {table} SET {column} = %s WHERE {key} = {event}"
    scene.sql(update, bytes(data))
    try:
        assert event in {damage.event_id for damage in scene.report().damages}
    finally:
        scene.sql(update, row[0])


def test_a_key_of_another_log_makes_every_signature_void(scene: Scene) -> None:
    stranger = keys.new_signer(scene.line.origin, keys.LOG).verifier
    with ledger.connect() as connection:
        report = Auditor(connection, scene.line.log, [stranger]).run()
    assert report.total[Kind.CHECKPOINT] == 4
