"""Codes for the officers of an office, as a table to print."""

import csv
from datetime import date

import pytest
from click.testing import CliRunner

from fashu.kernel.access import SYSTEM, Kind, acting_as
from fashu.kernel.access.models import LogEntry
from fashu.kernel.credentials import activation
from fashu.kernel.credentials.cli import credentials
from fashu.kernel.people.models import Account, Level, Office, OfficeKind, Posting

pytestmark = pytest.mark.django_db


@pytest.fixture
def imported(officer: Account) -> Account:
    """An officer without a password, beside one who has one."""
    with acting_as(SYSTEM):
        office = Office.objects.create(
            code="9901",
            title="明德市司法局",
            level=Level.CITY,
            kind=OfficeKind.JUSTICE,
            division_code="990100",
        )
        account = Account.objects.create_account("hefei", name="何飞", kind=Kind.OFFICER)
        for each in (officer, account):
            Posting.objects.create(account=each, office=office, since=date(2020, 1, 1))
    return account


def test_whoever_has_no_password_gets_a_code_that_works(imported: Account) -> None:
    done = CliRunner().invoke(credentials, ["activate", "--office", "9901"])
    head, *rows = csv.reader(done.output.splitlines())
    assert head == ["姓名", "账号", "激活码", "有效期至"]
    assert [row[:2] for row in rows] == [["何飞", "hefei"]]
    activation.redeem("hefei", rows[0][2], "Qinghe-7381")
    with acting_as(SYSTEM):
        (line,) = LogEntry.objects.all()
    assert line.subject == "fashu credentials activate --office 9901"
    assert line.after is not None
    assert line.after["激活码"] == "1个"
    assert rows[0][2] not in str(line.after)


def test_an_office_without_anybody_waiting_is_said(imported: Account) -> None:
    done = CliRunner().invoke(credentials, ["activate", "--office", "8801"])
    assert done.exit_code == 1
    assert "请核对机构代码" in done.output


def test_an_administrator_who_forgot_his_password_is_helped_on_the_server(db: None) -> None:
    with acting_as(SYSTEM):
        bao = Account.objects.create_account("bao", name="鲍严", kind=Kind.SECURITY_ADMIN)
    done = CliRunner().invoke(credentials, ["reset", "bao", "--reason", "忘记密码"])
    assert done.exit_code == 0, done.output
    code = done.output.split()[1]
    assert activation.redeem("bao", code, "Qinghe-7381").pk == bao.pk
    with acting_as(SYSTEM):
        (line,) = LogEntry.objects.all()
    assert (line.kind, line.action, line.subject) == ("system", "reset", "账号 bao 鲍严")


def test_whoever_does_not_exist_is_not_reset(db: None) -> None:
    done = CliRunner().invoke(credentials, ["reset", "nix", "--reason", "x"])
    assert done.exit_code == 1
    assert "没有账号 nix" in done.output
