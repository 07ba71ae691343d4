"""A term runs into a year whose days off nobody knows, until two persons enter the notice."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import pytest
import time_machine
from click.testing import CliRunner
from django.conf import LazySettings
from django.test import Client

from fashu.kernel import api, clock
from fashu.kernel.access import SYSTEM, acting_as
from fashu.kernel.calendar import YearSchedule, describe, described
from fashu.kernel.cases.evidence import export_case
from fashu.kernel.cases.models import Case, IssuedPaper, RunningTerm
from fashu.kernel.cases.queries import paper_text
from fashu.kernel.desk.notices import own_notices
from fashu.kernel.documents import drafting
from fashu.kernel.holidays.models import Notice
from fashu.kernel.holidays.tests.notices import publish, text_of
from fashu.kernel.jobs import tasks
from fashu.kernel.people.models import Account
from fashu.kernel.record import archive, bundle
from fashu.kernel.record.cli import record
from fashu.kernel.record.leaf import Json, canonical, read_canonical
from fashu.kernel.record.tests.exported import repacked
from fashu.kernel.registry.sealing import KEYS
from fashu.synthetic.cast import PASSWORD
from fashu.synthetic.lives import ACCEPT
from fashu.synthetic.plant import plant_cast
from tests.journeys.test_officers import APPLICATION
from tests.security.province import acting

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "record"])

HOLIDAYS = "/administration/holidays/"
TOLD = {"year": "2028", "number": "国办发明电〔2027〕9号", "issued_on": "2027-12-10"}
DUE = datetime(2028, 2, 1, tzinfo=clock.BEIJING)
REASON = "2028年的放假安排依据国务院办公厅2027年12月10日通知（国办发明电〔2027〕9号）"


@pytest.fixture(autouse=True)
def own_record(settings: LazySettings, tmp_path: Path) -> None:
    for name in ("RECORD", "KEY", "WITNESS"):
        setattr(settings, f"FASHU_{name}_DIR", tmp_path / name.lower())
    KEYS.ensure()


@pytest.fixture
def winter() -> Iterator[time_machine.Traveller]:
    """A Monday; the library knows neither that year nor the next."""
    with time_machine.travel("2027-11-29T10:00:00+08:00", tick=False) as traveller:
        plant_cast()
        publish(2027)
        yield traveller


def browser(username: str) -> Client:
    client = Client()
    client.post("/signin/", {"username": username, "password": PASSWORD})
    return client


def said(client: Client, path: str, **form: str) -> str:
    return client.post(path, form, follow=True).content.decode()


def accepted() -> str:
    """A case that was filed and accepted on this day; its number."""
    today = clock.today().isoformat()
    with acting_as(acting("zhang")):
        facts = {**APPLICATION, "act_on": today, "known_on": today}
        number = api.open_case("reconsideration", "file", facts, request_key="story").number
    with acting_as(acting("lin")):
        facts = dict(ACCEPT.facts)
        api.take_step(number, ACCEPT.key, facts, request_key="accept")
    with acting_as(SYSTEM):
        lin = Account.objects.get(username="lin").pk
        Case.objects.filter(number=number).update(handler=lin)
    return number


def term(number: str) -> RunningTerm:
    with acting_as(SYSTEM):
        return RunningTerm.objects.get(case__number=number, term="decision")


def written(number: str) -> str:
    """The words of the notice of acceptance as they would be now."""
    with acting_as(acting("lin")):
        paper = IssuedPaper.objects.get(case__number=number, paper="acceptance")
        return paper_text(api.case_by_number(number), paper)


def notice_of_2028(username: str) -> str:
    """Enter the (invented) notice for 2028 as it is pasted from the State Council's page."""
    client = browser(username)
    page = said(client, f"{HOLIDAYS}enter/", **TOLD, do="read", text=text_of(2028))
    rows = dict(re.findall(r'id="(\w+_\d+)" name="\w+" value="([^"]*)"', page))
    page = said(client, f"{HOLIDAYS}enter/", **TOLD, **rows, do="enter")
    assert "已录入" in page
    with acting_as(SYSTEM):
        return f"{HOLIDAYS}{Notice.objects.get(is_confirmed=None).pk}/decide/"


def exported(number: str, file: Path) -> bytes:
    CliRunner().invoke(record, ["sequence", "--once"])
    with acting_as(SYSTEM):
        file.write_bytes(export_case(Case.objects.select_related("office").get(number=number)))
    return file.read_bytes()


def verified(file: Path) -> tuple[int, str]:
    """`fashu verify` in a process of its own, without a database and far from this machine's."""
    environment = {k: v for k, v in os.environ.items() if not k.startswith("FASHU_")}
    done = subprocess.run(
        [sys.executable, "-m", "fashu", "verify", str(file)],
        env={**environment, "FASHU_VAR": str(file.parent / "elsewhere")},
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout + done.stderr


def test_a_term_into_2028_becomes_certain_and_a_stranger_can_check_why(
    winter: time_machine.Traveller, tmp_path: Path
) -> None:
    number = accepted()
    assert (term(number).provisional, term(number).lapses_at) == (True, None)
    assert "前作出行政复议决定" not in written(number), "a provisional date is never printed"
    page = browser("lin").get(f"/workbench/cases/{number}/").content.decode()
    assert "2028年的放假安排尚未公布或未收录" in page

    winter.move_to("2027-12-13T09:00:00+08:00")
    decide = notice_of_2028("xu")
    assert "录入人不能复核自己录入的放假安排" in said(browser("xu"), decide, confirm="yes")
    assert term(number).provisional
    assert "全平台即时生效" in said(browser("bao"), decide, confirm="yes")

    page = browser("lin").get(f"/workbench/cases/{number}/").content.decode()
    assert REASON in page, "on the page at once, before the worker has come round"
    assert tasks.settle_dates(timestamp=0) == 1
    assert (term(number).provisional, term(number).due_at) == (False, DUE)
    with acting_as(acting("lin")):
        told = own_notices().first()
    assert told is not None
    assert "“审理期限”由暂定2028-01-28定为2028-02-01" in told.words

    assert "应当在2028年2月1日前作出行政复议决定" in written(number)
    with acting_as(acting("lin")):
        paper = IssuedPaper.objects.get(case__number=number, paper="acceptance")
        document = drafting.draft(api.case_by_number(number), paper)
        assert drafting.printed(document).pdf.startswith(b"%PDF")

    with acting_as(acting("lin")):
        # A term had run out by now; its lapse is the fourth event.
        api.take_step(number, "assign", {"handlers": "林清、周正"}, request_key="assign")
    file = tmp_path / "case.zip"
    data = exported(number, file)
    code, words = verified(file)
    assert code == 0, words
    assert "全部4个事件按程序重新执行，每一步都依法可以办理" in words
    assert "2028年的放假安排由导出方录入，依据国务院办公厅2027年12月10日通知" in words
    file.write_bytes(with_another_holiday(data))
    code, words = verified(file)
    assert code == 1
    assert "所附放假安排与事件回执所记的版本不符：被改动" in words


def with_another_holiday(data: bytes) -> bytes:
    """The export with one more day off in 2028, and every checksum mended as a forger would."""
    kept = read_canonical(archive.unpack(data, bundle.FILES)[bundle.CALENDARS])
    assert isinstance(kept, list)
    more = YearSchedule(2028, ((date(2028, 2, 4), "示例节"),), (), "")
    forged: list[Json] = []
    for calendar in map(described, kept):
        changed = describe(calendar.with_days([more]))
        forged.append({**changed, "sources": describe(calendar)["sources"]})
    return repacked(data, bundle.CALENDARS, canonical(forged))
