"""From the counter to the stranger: exported, verified offline, and every alteration found."""

import json
import zipfile
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
import time_machine
from click.testing import CliRunner
from django.conf import LazySettings

from fashu.kernel import api
from fashu.kernel.access import SYSTEM, acting_as
from fashu.kernel.calendar import Service
from fashu.kernel.cases import cli
from fashu.kernel.cases.evidence import export_case
from fashu.kernel.cases.models import Case
from fashu.kernel.cases.tests.conftest import Cast
from fashu.kernel.cases.tests.test_actions import open_sample, take
from fashu.kernel.holidays.tests.notices import publish
from fashu.kernel.record import ledger
from fashu.kernel.record.cli import record
from fashu.kernel.record.finding import Level
from fashu.kernel.record.tests.town import insider
from fashu.kernel.record.verify import registered, verify_bundle

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "record"])


@pytest.fixture(autouse=True)
def own_record(settings: LazySettings, tmp_path: Path) -> None:
    """A log, keys and a witness of the test's own."""
    for name in ("RECORD", "KEY", "WITNESS"):
        setattr(settings, f"FASHU_{name}_DIR", tmp_path / name.lower())


def run(command: Any, *arguments: str) -> str:
    return CliRunner().invoke(command, list(arguments)).output


def exported(cast: Cast) -> bytes:
    """A case with three events, in the log."""
    number = open_sample(cast.alice).number
    take(cast.east, number, "ask_correction", correction_days=10)
    with acting_as(cast.east):
        api.serve_paper(number, "correction_notice", mode=Service.DIRECT, request_key="s")
    run(record, "sequence", "--once")
    with acting_as(SYSTEM):
        return export_case(Case.objects.select_related("office").get(number=number))


def failures(data: bytes) -> list[str]:
    report = verify_bundle(data, reexecute=registered())
    return [f.words for f in report.findings if f.level is Level.FAILS]


def changed(data: bytes, old: bytes, new: bytes) -> bytes:
    """The export with some bytes replaced wherever they stand, packed as before."""
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as old_zip, zipfile.ZipFile(out, "w") as new_zip:
        for info in old_zip.infolist():
            new_zip.writestr(info, old_zip.read(info).replace(old, new))
    return out.getvalue()


def test_a_stranger_verifies_an_exported_case_and_executes_it_again(cast: Cast) -> None:
    report = verify_bundle(exported(cast), reexecute=registered())
    words = "\n".join(f.words for f in report.findings)
    assert report.holds, words
    assert "全部3个事件按程序重新执行，每一步都依法可以办理" in words
    assert "案件处于“待补正”" in words


def test_a_changed_answer_is_found(cast: Cast) -> None:
    data = exported(cast)
    assert not failures(data)
    assert failures(changed(data, "张三".encode(), "李四".encode()))


def test_an_export_before_the_log_has_the_events_says_so(cast: Cast) -> None:
    number = open_sample(cast.alice).number
    assert "稍候再试" in run(cli.case, "export", number, "-o", "/dev/null")


def test_the_command_exports_and_refuses_unknown_numbers(cast: Cast, tmp_path: Path) -> None:
    exported(cast)
    with acting_as(SYSTEM):
        number = Case.objects.get().number
    file = tmp_path / "case.zip"
    assert "已导出" in run(cli.case, "export", number, "-o", str(file))
    assert not failures(file.read_bytes())
    assert "没有找到案件" in run(cli.case, "export", "SF0", "-o", str(file))


@pytest.mark.parametrize(
    ("statement", "found"),
    [
        ("UPDATE cases_payload SET payload = overlay(payload placing 'x' from 40)", "payload"),
        ("UPDATE cases_event SET envelope = overlay(envelope placing 'x' from 10)", "altered"),
        ("DELETE FROM cases_event WHERE seq = 2", "missing"),
        ("UPDATE cases_event SET seq = 9 WHERE seq = 3", "column"),
        ("UPDATE cases_case SET stage = 'closed'", "replay"),
        ("DELETE FROM cases_runningterm", "replay"),
    ],
)
def test_one_change_in_the_database_is_found_by_the_audit(
    cast: Cast, statement: str, found: str
) -> None:
    exported(cast)
    clean = json.loads(run(record, "audit", "--json"))
    assert clean["holds"], clean
    connection: ledger.Connection = insider()
    connection.execute(statement.encode())
    connection.close()
    report = json.loads(run(record, "audit", "--json"))
    assert not report["holds"]
    assert found in report["total"]


def test_replaying_all_cases_finds_none_that_differs(cast: Cast) -> None:
    exported(cast)
    assert "重放 1 件案件，0 处不同" in run(cli.case, "replay")


def test_a_case_counted_by_an_entered_notice_verifies_without_database_or_network(
    cast: Cast, noon: time_machine.Traveller, settings: LazySettings
) -> None:
    noon.move_to("2026-12-30T09:00:00+08:00")
    number = open_sample(cast.alice).number  # counted before anybody knew the year
    publish()
    take(cast.east, number, "ask_correction", correction_days=10)
    run(record, "sequence", "--once")
    with acting_as(SYSTEM):
        data = export_case(Case.objects.select_related("office").get(number=number))
    words = "\n".join(f.words for f in verify_bundle(data, reexecute=registered()).findings)
    assert not failures(data)
    assert "全部2个事件按程序重新执行，每一步都依法可以办理" in words
    assert "2027年的放假安排由导出方录入" in words
    tampered = changed(data, "国办发明电〔2026〕7号".encode(), "国办发明电〔2026〕8号".encode())
    assert failures(tampered)


def test_the_audit_finds_a_kept_calendar_that_was_changed(cast: Cast) -> None:
    exported(cast)
    assert json.loads(run(record, "audit", "--json"))["holds"]
    connection: ledger.Connection = insider()
    connection.execute(
        b"UPDATE holidays_keptcalendar SET description ="
        b" jsonb_set(description, '{days_off,2026-03-02}', '\"x\"')"
    )
    connection.close()
    report = json.loads(run(record, "audit", "--json"))
    assert not report["holds"]
    assert any("保存的放假安排" in damage["words"] for damage in report["damages"])
