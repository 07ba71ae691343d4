"""Each check, well and ill: what is wrong is said with what to do, and nothing is revealed."""

import json
import shutil
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import time_machine
from click.testing import CliRunner
from django.conf import LazySettings
from django.db import OperationalError, connection

from fashu.kernel import clock
from fashu.kernel.access import SYSTEM, Kind, acting_as
from fashu.kernel.documents import seals
from fashu.kernel.health import cli, kept, looking, running
from fashu.kernel.health.check import Check, State, bad, ok, public, warn, worst
from fashu.kernel.holidays.schedule import Holiday
from fashu.kernel.holidays.tests.notices import publish
from fashu.kernel.jobs.tests.test_overview import beating, put
from fashu.kernel.people.models import Account, Level, Office, OfficeKind
from fashu.kernel.record import keys, place
from fashu.kernel.record.cli import record
from fashu.kernel.registry import sealing as numbers

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_record(settings: LazySettings, tmp_path: Path) -> None:
    for name in ("RECORD", "WITNESS"):
        setattr(settings, f"FASHU_{name}_DIR", tmp_path / name.lower())


@pytest.fixture(autouse=True)
def system() -> Iterator[None]:
    with acting_as(SYSTEM):
        yield


def said(check: Check) -> tuple[State, str]:
    return check.state, check.words


def execute(statement: str, *values: Any) -> None:
    """As the owner of the server: what a check finds is put there past every right."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL ROLE NONE; SET LOCAL session_replication_role = replica")
        cursor.execute(statement, values)
        cursor.execute("SET LOCAL session_replication_role = DEFAULT; SET LOCAL ROLE fashu_app")


# -- Running ---------------------------------------------------------------------------------------


def test_the_database_answers_as_a_role_that_is_bound() -> None:
    check = running.database()
    assert check.state is State.OK
    assert check.words.startswith("PostgreSQL ")


def test_a_role_that_passes_every_policy_is_the_gravest_fault() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL ROLE NONE")
        check = running.database()
        cursor.execute("SET LOCAL ROLE fashu_app")
    assert check.state is State.BAD
    assert "fashu_app" in check.remedy


def test_too_many_connections_are_seen_before_they_run_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(running, "FULL", 0)
    assert running.database().state is State.WARN


def test_clocks_that_differ_are_told() -> None:
    assert running.clocks().state is State.OK
    with time_machine.travel(clock.now() + timedelta(minutes=3)):
        state, words = said(running.clocks())
    assert state is State.BAD
    assert words.startswith("本机与数据库的时钟相差18")


def test_the_tables_are_up_to_date_and_a_missing_migration_is_counted() -> None:
    assert running.migrations().state is State.OK
    execute("DELETE FROM django_migrations WHERE app = 'jobs'")
    state, words = said(running.migrations())
    assert (state, words) == (State.BAD, "有1个迁移没有执行")


def test_a_worker_is_missed_behind_or_failing() -> None:
    assert running.worker().state is State.BAD
    beating(1)
    assert running.worker().state is State.OK
    failed = put("tell_due", status="failed")
    assert said(running.worker()) == (State.WARN, "最近一次失败：每日期限提醒")
    put("tell_due", status="succeeded")
    assert failed
    assert running.worker().state is State.OK
    put(ago=600)
    assert said(running.worker()) == (State.WARN, "积压：最久的已等待10分钟")


CHECKPOINT = (
    "INSERT INTO record_checkpoint (size, root, sm3_root, note, created_at)"
    " VALUES (%s, '', '', '', now() - make_interval(mins => %s))"
)
COSIGNED = (
    "INSERT INTO record_cosignature (size, name, key_id, line, signed_at)"
    " VALUES (%s, 'w.example', '', '', now())"
)


def trust_a_witness() -> None:
    signer = keys.new_signer("w.example/w", keys.WITNESS)
    keys.save_signer(signer, place.witness_state(), "witness")


def test_a_log_without_a_witness_says_what_that_means() -> None:
    state, words = said(running.witness())
    assert (state, words) == (State.WARN, "没有见证人：主办方可以改写整个日志而不被发现")


@pytest.mark.parametrize(("minutes", "state"), [(1, State.OK), (10, State.WARN), (120, State.BAD)])
def test_a_witness_that_stays_behind_is_told(minutes: int, state: State) -> None:
    trust_a_witness()
    execute(CHECKPOINT, 10, 300)
    execute(COSIGNED, 10)
    assert running.witness().state is State.OK
    execute(CHECKPOINT, 20, minutes)
    check = running.witness()
    assert check.state is state
    assert "“w.example”于" in check.words


@pytest.mark.django_db(transaction=True, databases=["default", "record"])
def test_an_audit_is_remembered_with_what_it_found(settings: LazySettings, tmp_path: Path) -> None:
    settings.FASHU_KEY_DIR = tmp_path / "keys"
    assert said(running.audit()) == (State.WARN, "从未核查过全部存证")
    done = CliRunner().invoke(record, ["audit"])
    assert done.exit_code == 0, done.output
    assert running.audit().state is State.OK
    with time_machine.travel(clock.now() + timedelta(days=9)):
        assert "此后没有再核查" in running.audit().words


def test_an_audit_that_found_something_stays_bad_until_the_next() -> None:
    row = "INSERT INTO record_audit (at, seconds, events, entries, damages) VALUES (now(),1,5,5,%s)"
    execute(row, 2)
    state, words = said(running.audit())
    assert state is State.BAD
    assert words.endswith("发现2处改动")
    execute(row, 0)
    assert running.audit().state is State.OK


# -- Kept ------------------------------------------------------------------------------------------


class Usage(NamedTuple):
    total: int
    used: int
    free: int


@pytest.mark.parametrize(
    ("free", "state"),
    [(50, State.OK), (8, State.WARN), (4, State.WARN), (1.5, State.BAD), (0.5, State.BAD)],
)
def test_room_on_the_disk(monkeypatch: pytest.MonkeyPatch, free: float, state: State) -> None:
    usage = Usage(100 * kept.GIB, 0, int(free * kept.GIB))
    monkeypatch.setattr(shutil, "disk_usage", lambda path: usage)
    assert kept.storage().state is state


def test_keys_are_there_and_nobody_elses(settings: LazySettings, tmp_path: Path) -> None:
    assert kept.keys().state is State.OK
    settings.FASHU_KEY_DIR = tmp_path / "nothing"
    state, words = said(kept.keys())
    assert (state, words) == (State.BAD, "缺少用来密封证件号码、密封登录凭证的密钥")


def test_a_key_that_others_can_read_is_named() -> None:
    folder = numbers.KEYS.path
    open_key = next(folder.glob("seal-*.key"))
    open_key.chmod(0o644)
    try:
        state, words = said(kept.keys())
    finally:
        open_key.chmod(0o600)
    assert (state, words) == (State.BAD, f"其他用户可以读取{open_key.name}")


@pytest.mark.parametrize(
    ("today", "state", "words"),
    [
        ("2026-11-22", State.OK, "载有2004年至2026年"),
        ("2026-12-02", State.WARN, "载有2004年至2026年；没有2027年"),
        ("2027-01-01", State.BAD, "载有2004年至2026年；没有2027年，今年的期限全部暂定"),
    ],
)
def test_the_days_off_that_are_known(today: str, state: State, words: str) -> None:
    with time_machine.travel(f"{today}T12:00:00+08:00"):
        assert said(kept.calendar()) == (state, words)


def test_a_notice_that_was_entered_is_named_and_held_against_the_library() -> None:
    with time_machine.travel("2026-12-02T12:00:00+08:00"):
        publish(2027)
        state, words = said(kept.calendar())
        assert (state, words) == (State.OK, "载有2004年至2027年，其中2027年由管理员录入")
        more = Holiday("示例节", date(2026, 12, 9), date(2026, 12, 9))
        publish(2026, "更正", rows=[more])
        assert said(kept.calendar()) == (
            State.WARN,
            "录入的2026年与日历库不同，以录入的为准",
        )


def test_a_seal_whose_certificate_ends_is_named_in_time(
    settings: LazySettings, tmp_path: Path
) -> None:
    settings.FASHU_KEY_DIR = tmp_path / "keys"
    assert said(kept.certificates()) == (State.OK, "还没有制发印章")
    keeper = Account.objects.create_account("lin", name="林清", kind=Kind.OFFICER)
    office = Office.objects.create(
        code="9901",
        title="示范市司法局",
        level=Level.CITY,
        kind=OfficeKind.JUSTICE,
        division_code="9901",
    )
    with time_machine.travel("2026-11-22T12:00:00+08:00"):
        seals.make(office, keeper)
        assert said(kept.certificates()) == (State.OK, "在用印章1枚，证书都在有效期内")
    with time_machine.travel("2031-10-22T12:00:00+08:00"):
        state, words = said(kept.certificates())
        assert state is State.WARN
        assert words.startswith("证书将在60日内过期：示范市司法局（2031-11-")
    with time_machine.travel("2032-01-01T12:00:00+08:00"):
        state, words = said(kept.certificates())
        assert (state, words) == (State.BAD, "证书已经过期：示范市司法局，用印无效")


def test_an_empty_library_says_what_it_cannot_do() -> None:
    assert kept.library().state is State.WARN
    assert "fashu law import" in kept.library().remedy


def test_nothing_meant_for_trying_out_is_switched_on_outside(settings: LazySettings) -> None:
    settings.DEBUG, settings.ALLOWED_HOSTS = False, ["localhost"]
    assert kept.setup().state is State.WARN, "no mail server"
    settings.ALLOWED_HOSTS, settings.DEMO, settings.HTTPS = ["fashu.example"], True, False
    assert "演示账号" in kept.setup().words
    settings.DEMO = False
    assert "没有加密" in kept.setup().words
    settings.DEBUG = True
    assert "调试模式" in kept.setup().words


# -- The whole -------------------------------------------------------------------------------------


def test_the_worst_stands_for_the_whole_and_the_public_gets_no_words() -> None:
    checks = [ok("a", "甲", "好"), warn("b", "乙", "秘密", "怎么办"), bad("c", "丙", "更秘密", "")]
    assert worst(checks[:1]) is State.OK
    assert worst(checks) is State.BAD
    assert public(checks) == {"status": "bad", "checks": {"a": "ok", "b": "warn", "c": "bad"}}


def test_one_check_that_breaks_does_not_hide_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    def breaks() -> Check:
        with connection.cursor() as cursor:
            cursor.execute("SELECT * FROM no_such_table_of_zhang_san")
        raise AssertionError

    broken = (("worker", "作业", breaks), *looking.CHECKS)
    monkeypatch.setattr(looking, "CHECKS", broken)
    found = looking.look()
    assert said(found[1]) == (State.UNKNOWN, "检查时出错（ProgrammingError）")
    assert [check.key for check in found[2:]] == [
        key for key, _, _ in (*looking.CHECKS[1:], *looking.WITHOUT)
    ]
    assert all(check.state is not State.UNKNOWN for check in found[2:])


def test_without_a_database_the_rest_is_still_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuses() -> Check:
        raise OperationalError("password of fashu_app is wrong")

    monkeypatch.setattr(running, "database", refuses)
    found = {check.key: check for check in looking.look()}
    assert said(found["database"]) == (State.BAD, "连不上数据库（OperationalError）")
    assert found["worker"].state is State.UNKNOWN
    assert found["storage"].state is not State.UNKNOWN
    assert "password" not in str(found)


def test_the_doctor_says_what_to_do_and_ends_as_it_found(monkeypatch: pytest.MonkeyPatch) -> None:
    found = [ok("a", "甲", "好"), warn("b", "乙", "不太好", "请处理")]
    monkeypatch.setattr(cli, "look", lambda: found)
    done = CliRunner().invoke(cli.doctor, [])
    assert (done.exit_code, done.output) == (0, "✓ 甲：好\n! 乙：不太好\n    请处理\n")
    found.append(bad("c", "丙", "坏", "请修"))
    done = CliRunner().invoke(cli.doctor, ["--json"])
    assert done.exit_code == 1
    assert json.loads(done.output)["status"] == "bad"
