"""The logs as the audit administrator reads them: narrowed, followed, taken along, and noted."""

from typing import Any

import pytest
from django.test import Client

from fashu.kernel.access import SYSTEM, acting_as, log
from fashu.kernel.access.models import LogEntry
from fashu.kernel.credentials.models import Outcome, SignIn
from fashu.kernel.people.models import Account
from fashu.kernel.sheets import Table, read
from fashu.synthetic.plant import plant_cast
from fashu.web.administration import tables
from fashu.web.administration.tests.test_home import enter

pytestmark = pytest.mark.django_db

LOG, SIGNINS = "/administration/log/", "/administration/signins/"
ROW = 'data-label="序号"'


@pytest.fixture(autouse=True)
def cast() -> None:
    plant_cast()


@pytest.fixture
def ji() -> Client:
    return browser("ji")


def browser(username: str) -> Client:
    client = Client()
    enter(client, username)
    return client


def page(client: Client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200
    return response.content.decode()


def taken(client: Client, path: str) -> Table:
    """The table that a page gives along."""
    response = client.get(path)
    assert "attachment" in response.headers["Content-Disposition"]
    return read(response.content, "x.csv")


def last_entry() -> LogEntry:
    with acting_as(SYSTEM):
        found = LogEntry.objects.first()
    assert found is not None
    return found


def account(username: str) -> int:
    with acting_as(SYSTEM):
        return Account.objects.get(username=username).pk


def close_an_office() -> None:
    form = {"on": "2026-11-01", "basis": "示政发〔2026〕5号", "successor": ""}
    assert browser("xu").post("/administration/offices/990102/close/", form).status_code == 302


# -- The administration log ------------------------------------------------------------------------


def test_what_the_system_administrator_changes_in_the_register_stands_in_the_log(
    ji: Client,
) -> None:
    close_an_office()
    found = page(ji, f"{LOG}?action=office")
    assert "机构 990102" in found
    assert "撤销：2026-11-01" in found
    assert "依据：示政发〔2026〕5号" in found


def test_a_row_leads_to_all_of_its_author_and_to_all_about_its_subject(ji: Client) -> None:
    close_an_office()
    with acting_as(SYSTEM):
        log.write("import", "机构表格")
    found = page(ji, f"{LOG}?account={account('xu')}")
    assert "只看许维办理的" in found
    assert found.count(ROW) == 1
    subject = "机构 990102 清河县司法局" if "清河县司法局" in found else ""
    entry = subject or last_subject()
    found = page(ji, f"{LOG}?subject={entry}")
    assert f"只看“{entry}”" in found
    assert found.count(ROW) == 1


def last_subject() -> str:
    with acting_as(SYSTEM):
        return LogEntry.objects.filter(action="office")[0].subject


def test_the_log_is_taken_along_as_it_is_seen_and_that_is_noted(ji: Client) -> None:
    close_an_office()
    table = taken(ji, f"{LOG}?action=office&as=xlsx")
    assert table.header[:6] == ("序号", "时间", "姓名", "身份", "事项", "对象")
    ((_, row),) = table.rows
    assert (row[2], row[3], row[4]) == ("许维", "系统管理员", "机构")
    assert "撤销：2026-11-01" in row[7]
    assert len(row[8]) == 64, "the hash goes along, so that the copy can be held against the log"
    entry = last_entry()
    assert (entry.name, entry.action, entry.subject) == ("纪明", "read_log", "管理日志")
    assert entry.after == {"action": "office", "导出": 1}


def test_reading_is_noted_with_what_was_looked_for(ji: Client) -> None:
    page(ji, f"{LOG}?q=林清&first=2026-01-01")
    after = last_entry().after
    assert after is not None
    assert (after["q"], after["first"], after["页"]) == ("林清", "2026-01-01", 1)


def test_what_begins_like_a_formula_stays_text_in_the_table(ji: Client) -> None:
    with acting_as(SYSTEM):
        log.write("import", "=cmd|' /C calc'!A0", None, {"x": "@SUM(1)"})
    content = ji.get(f"{LOG}?action=import&as=xlsx").content
    ((_, row),) = read(content, "x.xlsx").rows
    assert row[5] == "=cmd|' /C calc'!A0"
    assert b"<f>" not in content


def test_a_long_log_comes_as_csv(ji: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tables, "MOST_XLSX", 0)
    close_an_office()
    response = ji.get(f"{LOG}?as=xlsx")
    assert response.headers["Content-Type"] == "text/csv"
    assert len(read(response.content, "x.csv").rows) >= 1


# -- The sign-in log ------------------------------------------------------------------------------


@pytest.fixture
def guesses() -> None:
    for _ in range(3):
        Client().post("/signin/", {"username": "zhou", "password": "x"}, REMOTE_ADDR="203.0.113.9")


def test_outcomes_are_counted_and_lead_to_their_rows(ji: Client, guesses: None) -> None:
    found = page(ji, SIGNINS)
    assert '<span>所有失败</span><b class="num">3</b>' in found
    assert "?outcome=failed" in found
    failed = page(ji, f"{SIGNINS}?outcome=failed")
    assert failed.count('data-label="账号"') == 3
    assert "<span>登录成功</span>" in failed, "the other figures stay"


def test_a_row_leads_to_the_account_and_to_the_address(ji: Client, guesses: None) -> None:
    browser("lin")
    number = account("zhou")
    found = page(ji, f"{SIGNINS}?account={number}")
    assert f'href="?account={number}"' in found
    assert found.count('data-label="账号"') == 3
    assert "只看周正" in found
    found = page(ji, f"{SIGNINS}?address=203.0.113.9")
    assert "只看来自203.0.113.9的" in found
    assert found.count('data-label="账号"') == 3


def test_the_log_is_narrowed_by_days(ji: Client) -> None:
    with acting_as(SYSTEM):
        day = SignIn.objects.filter(outcome=Outcome.SIGNED_IN)[0].at.date()
    assert page(ji, f"{SIGNINS}?first=2000-01-01&last=2000-01-02").count("data-label") == 0
    assert page(ji, f"{SIGNINS}?first={day}").count('data-label="账号"') >= 1
    assert page(ji, f"{SIGNINS}?first=gestern").count('data-label="账号"') >= 1


def test_the_sign_ins_are_taken_along_and_reading_them_is_noted(ji: Client, guesses: None) -> None:
    page(ji, f"{SIGNINS}?outcome=failed")
    entry = last_entry()
    assert (entry.action, entry.subject) == ("read_signins", "登录日志")
    assert entry.after == {"outcome": "failed", "页": 1, "条": 3}
    table = taken(ji, f"{SIGNINS}?outcome=failed&as=xlsx")
    assert [row[1] for _, row in table.rows] == ["周正（zhou）"] * 3
    assert last_entry().after == {"outcome": "failed", "导出": 3}


@pytest.mark.parametrize("path", [LOG, SIGNINS])
@pytest.mark.parametrize("username", ["xu", "bao", "lin", "shen", "zhang"])
def test_the_logs_are_the_audit_administrators(username: str, path: str) -> None:
    client = browser(username)
    for query in ("", "?as=xlsx"):
        assert client.get(path + query).status_code == 403


NONSENSE: list[dict[str, Any]] = [
    {"account": "x", "outcome": "nothing", "means": "%", "first": "0000", "as": "pdf"},
    {"account": "99999999999999999999", "page": "-1", "subject": "x" * 300, "address": "a" * 100},
]


@pytest.mark.parametrize("path", [LOG, SIGNINS])
@pytest.mark.parametrize("query", NONSENSE)
def test_nonsense_narrows_nothing_and_breaks_nothing(
    ji: Client, path: str, query: dict[str, Any]
) -> None:
    assert ji.get(path, query).status_code == 200
