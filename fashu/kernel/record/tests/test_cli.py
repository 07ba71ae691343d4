"""The commands, called as an operator calls them."""

import json
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from click.testing import CliRunner, Result
from django.test import override_settings

from fashu.kernel.record import cli, keys, ledger, place, verify
from fashu.kernel.record.finding import Finding, Level
from fashu.kernel.record.tests.exported import Office
from fashu.kernel.record.tests.town import Town


@pytest.fixture
def home(db: None, tmp_path: Path) -> Iterator[Path]:
    """An installation of its own. The commands also read through Django, hence `db`."""
    folders = {
        "FASHU_RECORD_DIR": tmp_path / "record",
        "FASHU_KEY_DIR": tmp_path / "keys",
        "FASHU_WITNESS_DIR": tmp_path / "witness",
    }
    with override_settings(**folders):
        yield tmp_path


def call(command: str, *arguments: str | Path) -> Result:
    group = {"witness": cli.witness, "verify": cli.verify}.get(command, cli.record)
    words = (
        list(map(str, arguments)) if group is not cli.record else [command, *map(str, arguments)]
    )
    return CliRunner().invoke(group, words)


def test_a_new_installation_writes_witnesses_audits_and_proves(town: Town, home: Path) -> None:
    town.events(10)
    first = call("sequence", "--once")
    assert first.exit_code == 0, first.output
    assert "已生成日志密钥" in first.output
    assert "已追加 10 条" in first.output
    seen = call("witness", "--once")
    assert (seen.exit_code, "共 10 条" in seen.output) == (0, True)
    assert "首次见到这一日志" in seen.output
    assert "首次见到这一日志" not in call("witness", "--once").output
    audited = call("audit")
    assert audited.exit_code == 0, audited.output
    assert "核查通过" in audited.output
    proved = json.loads(call("proof", "4").output)
    assert proved["leaf_index"] == 3
    assert len(proved["inclusion"]) == len(proved["sm3_inclusion"]) == 4
    again = call("sequence", "--once", "--rebuild")
    assert "存证日志现有 10 条" in again.output


class StopError(Exception):
    """Ends a command that would run for ever."""


def test_it_follows_new_events_and_cosignatures(
    town: Town, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sizes = []

    def wait(listener: ledger.Connection, seconds: float) -> None:
        sizes.append((ledger.count(listener), ledger.newest_witnessed(listener)))
        if len(sizes) == 3:
            raise StopError
        call("witness", "--once") if len(sizes) == 2 else town.events(3)

    monkeypatch.setattr(ledger, "wait", wait)
    assert isinstance(call("sequence").exception, StopError)
    assert sizes == [(0, 0), (3, 0), (3, 3)]


def test_it_stands_by_while_another_writes_and_while_the_database_is_away(
    writer: ledger.Connection, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place.new_key()
    assert ledger.lock(writer)
    rests = []

    def away() -> ledger.Connection:
        raise psycopg.OperationalError("no route to host")

    def rest(seconds: float) -> None:
        rests.append(seconds)
        if len(rests) == 2:
            monkeypatch.setattr(ledger, "connect", away)
        if len(rests) == 4:
            raise StopError

    monkeypatch.setattr(cli, "sleep", rest)
    said = call("sequence").output
    assert said.count("本进程待命接替") == 1
    assert said.count("等待恢复：no route to host") == 1


def test_an_audit_that_finds_something_says_so_and_fails(town: Town, home: Path) -> None:
    town.events(10)
    call("sequence", "--once")
    town.connection.execute("UPDATE cases_event SET key = 'refuse' WHERE id = 4")
    audited = call("audit")
    assert audited.exit_code == 1
    assert "✗ 事件 4，案件 4，序号 1，日志序号 3：列 key 与信封不符" in audited.output
    data = json.loads(call("audit", "--json").output)
    assert (data["holds"], data["damages"][0]["event_id"]) == (False, 4)


def test_an_event_altered_too_early_is_told_and_left_out(town: Town, home: Path) -> None:
    town.events(2)
    town.connection.execute("UPDATE cases_event SET envelope = envelope || ' ' WHERE id = 2")
    assert "事件 2 写入前已被改动" in call("sequence", "--once").output


def test_a_log_whose_private_key_is_gone_does_not_get_another(town: Town, home: Path) -> None:
    town.events(2)
    call("sequence", "--once")
    (home / "keys" / "log-001.key").unlink()
    stopped = call("sequence", "--once")
    assert stopped.exit_code == 1
    assert "没有日志签名密钥" in stopped.output


def test_an_event_not_in_the_log_has_no_proof_yet(town: Town, home: Path) -> None:
    town.events(2)
    asked = call("proof", "2")
    assert asked.exit_code == 1
    assert "稍候" in asked.output


def test_where_tiles_are_gone_the_database_proves(town: Town, home: Path) -> None:
    town.events(10)
    call("sequence", "--once")
    before = call("proof", "4").output
    (home / "record" / "tile" / "0" / "000.p" / "10").unlink()
    assert call("proof", "4").output == before


def test_keys_are_listed_made_and_rotated(home: Path) -> None:
    assert "还没有日志密钥" in call("key").output
    made = call("key", "--new", "--name", "sft.example/record")
    assert made.output.startswith("日志\tsft.example/record+")
    assert call("key", "--new").output.count("sft.example/record+") == 2
    refused = call("key", "--new", "--name", "other.example")
    assert refused.exit_code == 1
    assert "须用同一名称" in refused.output
    (home / "keys" / "log-001.key").unlink()
    assert "日志（已停用）\tsft.example/record+" in call("key").output
    assert call("key", "--new", "--name", "a b").exit_code == 1


def test_a_key_on_a_second_day_never_replaces_the_first(home: Path) -> None:
    first, second = place.new_key("a.example"), place.new_key()
    assert place.signers() == (first, second)


def test_a_witness_without_a_log_waits(home: Path) -> None:
    looked = call("witness", "--once")
    assert looked.exit_code == 1
    assert "没有日志公钥" in looked.output


def test_a_witness_that_refuses_fails(town: Town, home: Path) -> None:
    town.events(3)
    call("sequence", "--once")
    call("witness", "--once")
    (home / "record" / "checkpoint").write_bytes(b"nonsense")
    refused = call("witness", "--once")
    assert refused.exit_code == 1
    assert "拒绝见证" in refused.output


def test_a_witness_of_its_own_organ_is_trusted_by_its_key(town: Town, home: Path) -> None:
    town.events(3)
    call("sequence", "--once")
    state = home / "elsewhere"
    call("witness", "--once", "--state", state, "--name", "jcy.example/w1")
    vkey = (state / "witness.vkey").read_text()
    (home / "keys" / "witness-jcy.vkey").write_text(vkey)
    assert f"见证\t{vkey}" in call("key").output
    with ledger.connect() as connection:
        cli._started(connection, rebuild=False).stop()
        assert ledger.newest_witnessed(connection) == 3


@pytest.fixture
def exported(tmp_path: Path) -> tuple[Path, Office]:
    office = Office(tmp_path / "office")
    office.publish()
    path = tmp_path / "case.zip"
    path.write_bytes(office.export())
    return path, office


def test_a_case_is_verified_with_a_trusted_key(
    exported: tuple[Path, Office], tmp_path: Path
) -> None:
    path, office = exported
    trusted = tmp_path / "trusted.vkey"
    both = (office.pair.log.verifier.vkey, office.pair.witness.verifier.vkey)
    trusted.write_text("\n".join(both))
    done = call("verify", path, "--key", trusted)
    assert done.exit_code == 0
    assert "只是自称" not in done.output
    assert done.output.endswith("结论：核验通过。\n")


def test_a_spoilt_case_is_refused(exported: tuple[Path, Office]) -> None:
    path, _ = exported
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)
    done = call("verify", path)
    assert done.exit_code == 1
    assert done.output.startswith("✗ ")
    assert json.loads(call("verify", path, "--json").output)["holds"] is False


@pytest.mark.parametrize("text", ["nonsense", "a+b+c"])
def test_a_key_file_that_is_none_is_refused(
    exported: tuple[Path, Office], tmp_path: Path, text: str
) -> None:
    key = tmp_path / "bad.vkey"
    key.write_text(text)
    done = call("verify", exported[0], "--key", key)
    assert done.exit_code == 2
    assert "公钥文件读不懂" in done.output


def test_the_registered_execution_is_used(
    exported: tuple[Path, Office], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(verify, "_registered", [])
    assert "未按程序重新执行" in call("verify", exported[0]).output
    verify.register(lambda found: [Finding(Level.FAILS, "第 3 步依法不能。")])
    assert "✗ 第 3 步依法不能。" in call("verify", exported[0]).output


def test_a_private_key_is_never_printed(town: Town, home: Path) -> None:
    town.events(1)
    said = call("sequence", "--once").output + call("key").output + call("witness", "--once").output
    # PRIVATE+KEY+name+id+secret; the secret's base64 may hold a plus of its own.
    secrets = [s.skey.split("+", 4)[4] for s in keys.load_signers(home / "keys", "*.key")]
    assert secrets
    assert not any(secret in said for secret in secrets)
