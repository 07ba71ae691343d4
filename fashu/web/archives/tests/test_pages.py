"""From a closed case to the archive, to a borrower, to destruction with proof: over HTTP."""

import io
import zipfile
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from django.conf import LazySettings
from django.test import Client

from fashu.config.businesses import BUSINESSES
from fashu.kernel import clock
from fashu.kernel.access import SYSTEM, Kind, acting_as
from fashu.kernel.archives.models import Loan, Volume
from fashu.kernel.archives.tests.test_volumes import LETTER, PURPOSE, desk
from fashu.kernel.cases import catalogue
from fashu.kernel.cases.models import Case
from fashu.kernel.people.models import Account, Office, Posting
from fashu.kernel.reading.models import Disposal, Entry
from fashu.kernel.record.cli import record
from fashu.kernel.record.verify import registered, verify_bundle
from fashu.web import session
from tests.security.province import _settle
from tests.stories.sealing import Desk

__all__ = ["desk"]

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "record", "eraser"])


@pytest.fixture(autouse=True)
def own_record(settings: LazySettings, tmp_path: Path) -> None:
    """A log and a witness of the test's own."""
    for name in ("RECORD", "WITNESS"):
        setattr(settings, f"FASHU_{name}_DIR", tmp_path / name.lower())


def client(name: str) -> Client:
    found = Client()
    with acting_as(SYSTEM):
        account = Account.objects.get(username=name)
    kept = found.session
    session.enter(kept, account)
    kept.save()
    found.cookies["sessionid"] = kept.session_key or ""
    return found


def page(who: Client, address: str) -> str:
    response = who.get(address)
    assert response.status_code == 200, address
    return response.content.decode()


def post(who: Client, address: str, **form: object) -> str:
    return who.post(address, form, follow=True).content.decode()


def home(desk: Desk) -> str:
    return f"/workbench/archives/{desk.number}/"


def test_a_closed_case_is_put_away_from_the_list(desk: Desk) -> None:
    lin = client("lin")
    assert desk.number in page(lin, "/workbench/archives/?box=waiting")
    assert "归档时按这样固定" in page(lin, home(desk))
    done = post(lin, "/workbench/archives/put/", number=desk.number)
    assert "卷内目录已经固定" in done
    assert "明政复决〔" in done
    assert "《档案法》第二十一条第一款" in done
    assert "本业务尚未划定，按永久保管" in done
    checked = page(lin, f"{home(desk)}?check")
    assert checked.count("相符") > 5
    assert "已被改动" not in checked
    assert desk.number in page(lin, "/workbench/archives/?box=kept")
    assert desk.number in page(lin, "/workbench/archives/?box=kept&q=9901-FY")
    assert desk.number not in page(lin, "/workbench/archives/?box=waiting")
    again = post(lin, "/workbench/archives/put/", number=desk.number)
    assert "已经归档，只能查阅" in again
    assert "请勾选要归档的案件" in post(lin, "/workbench/archives/put/")


def test_a_sibling_sees_nothing_and_a_citizen_no_page(desk: Desk) -> None:
    post(client("lin"), "/workbench/archives/put/", number=desk.number)
    with acting_as(SYSTEM):
        _settle("reader", Kind.OFFICER, "990102", ["office"])
    reader = client("reader")
    for box in ("waiting", "kept", "lent", "expired", "listed", "gone", "borrowed"):
        assert desk.number not in page(reader, f"/workbench/archives/?box={box}"), box
    assert reader.get(home(desk)).status_code == 404
    assert client("zhang").get(home(desk)).status_code == 403


def test_a_borrower_reads_what_went_out_and_the_party_sees_it(desk: Desk) -> None:
    lin, zhou = client("lin"), client("zhou")
    post(lin, "/workbench/archives/put/", number=desk.number)
    with acting_as(SYSTEM):
        _settle("reader", Kind.OFFICER, "990102", ["office"])
    reader = client("reader")
    form = {"username": "reader", "purpose": PURPOSE, "letter": LETTER}
    until = (clock.today() + timedelta(days=5)).isoformat()
    said = post(lin, f"{home(desk)}loans/", **form, until=until)
    assert "等待负责人批准" in said
    with acting_as(SYSTEM):
        loan = Loan.objects.get().pk
    assert "由保管机关的负责人批准" in post(lin, f"{home(desk)}loans/{loan}/", do="grant")
    assert desk.number not in page(reader, "/workbench/archives/?box=borrowed")
    post(zhou, f"{home(desk)}loans/{loan}/", do="grant")
    assert desk.number in page(reader, "/workbench/archives/?box=borrowed")
    volume = page(reader, home(desk))
    assert PURPOSE in volume
    assert "登记借阅" not in volume
    with acting_as(SYSTEM):
        paper = desk.issued().pk
    assert f"/papers/{paper}/" in volume
    assert reader.get(f"/workbench/cases/{desk.number}/papers/{paper}/").status_code == 200
    dossier = page(reader, f"/workbench/cases/{desk.number}/")
    assert "建议" not in dossier.partition('id="facts"')[2].partition("</section>")[0]
    assert "内部事项" not in dossier
    with acting_as(SYSTEM):
        purposes = set(Entry.objects.filter(name="外人reader").values_list("purpose", flat=True))
    assert f"借阅：{PURPOSE}" in purposes
    assert "外人reader" in page(client("zhang"), "/mine/reads/")
    post(reader, f"{home(desk)}loans/{loan}/", do="return")
    assert reader.get(home(desk)).status_code == 404


@pytest.mark.parametrize("form", [{}, {"until": "x"}, {"until": "2026-13-40"}])
def test_half_a_loan_is_said_in_words(desk: Desk, form: dict[str, str]) -> None:
    lin = client("lin")
    post(lin, "/workbench/archives/put/", number=desk.number)
    assert "请填写完整的日期" in post(lin, f"{home(desk)}loans/", **form)


@pytest.fixture
def short(settings: LazySettings) -> object:
    """The businesses as they are, but kept for no year at all: over as soon as they are closed."""
    settings.FASHU_CATALOGUE = "fashu.web.archives.tests.test_pages.SHORT"
    catalogue.businesses.cache_clear()
    yield
    catalogue.businesses.cache_clear()


SHORT = tuple(replace(business, retention_years=0) for business in BUSINESSES)


def second_head() -> Client:
    """Another head of the city's office."""
    with acting_as(SYSTEM):
        account = Account.objects.create_account("qi", name="齐二", kind=Kind.OFFICER)
        Posting.objects.create(
            account=account,
            office=Office.objects.get(code="9901"),
            roles=["office", "office_head"],
            since=date(2020, 1, 1),
        )
    return client("qi")


def test_two_heads_destroy_and_the_page_proves_it(desk: Desk, short: None) -> None:
    lin, zhou, qi = client("lin"), client("zhou"), second_head()
    post(lin, "/workbench/archives/put/", number=desk.number)
    CliRunner().invoke(record, ["sequence", "--once"])
    assert desk.number in page(lin, "/workbench/archives/?box=expired")
    assert "请写明鉴定的结论" in post(lin, f"{home(desk)}appraisal/", do="list", reason=" ")
    post(lin, f"{home(desk)}appraisal/", do="list", reason="期满，无继续保存的价值")
    assert "等待两人批准" in page(lin, "/workbench/archives/?box=listed")
    assert "负责人批准" in post(lin, f"{home(desk)}destruction/", do="approve")
    assert "还要另一位负责人批准" in post(zhou, f"{home(desk)}destruction/", do="approve")
    assert "不能再次批准" in post(zhou, f"{home(desk)}destruction/", do="approve")
    assert "您是第二位批准的人" in page(qi, home(desk))
    done = post(qi, f"{home(desk)}destruction/", do="approve")
    assert "已销毁，证明见下" in done
    for words in ("齐二", "周正", "林清", "还留下什么", "等待写入日志"):
        assert words in done, words
    CliRunner().invoke(record, ["sequence", "--once"])
    proved = page(qi, f"{home(desk)}?verify")
    assert "已依法清除" in proved
    assert "chip-late" not in proved.partition('id="evidence"')[2].partition("</section>")[0]
    file = qi.get(f"{home(desk)}proof/")
    report = verify_bundle(file.content, reexecute=registered())
    assert report.holds
    with zipfile.ZipFile(io.BytesIO(file.content)) as packed:
        inside = b"".join(packed.read(name) for name in packed.namelist())
    assert "张晓岚".encode() not in inside
    nothing_is_shown(desk, qi)


def nothing_is_shown(desk: Desk, chief: Client) -> None:
    """Neither the case page, nor its papers, nor the party's own page knows a word."""
    dossier = page(chief, f"/workbench/cases/{desk.number}/")
    assert "张晓岚" not in dossier
    assert "已销毁" in dossier
    with acting_as(SYSTEM):
        paper = desk.issued().pk
        assert Volume.objects.get().items == []
        assert Case.objects.get(number=desk.number).destroyed_at
    for kind in ("", "files/pdf/", "pages/1.png"):
        address = f"/workbench/cases/{desk.number}/papers/{paper}/{kind}"
        assert chief.get(address).status_code == 404, address
    zhang = client("zhang")
    assert zhang.get(f"/mine/{desk.number}/").status_code == 200
    assert zhang.get(f"/mine/{desk.number}/papers/{paper}/").status_code == 404
    assert desk.number in page(chief, "/workbench/archives/?box=gone")


def test_a_case_may_be_kept_on_or_struck_from_the_list(desk: Desk, short: None) -> None:
    lin, zhou = client("lin"), client("zhou")
    post(lin, "/workbench/archives/put/", number=desk.number)
    post(lin, f"{home(desk)}appraisal/", do="list", reason="期满")
    assert "已从销毁清册中移出" in post(zhou, f"{home(desk)}destruction/", do="strike")
    until = (clock.today() + timedelta(days=365)).isoformat()
    assert f"继续保存至{until}" in post(lin, f"{home(desk)}appraisal/", do="keep", until=until)
    assert "经鉴定续存" in page(lin, home(desk))
    assert "保管期限至" in post(lin, f"{home(desk)}appraisal/", do="list", reason="期满")
    with acting_as(SYSTEM):
        assert not Disposal.objects.exists()
