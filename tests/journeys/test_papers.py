"""A paper is written, sealed, served, altered and caught; the citizen sees who read her file."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page
from pytest_django.live_server_helper import LiveServer

from fashu.kernel.access import SYSTEM, acting_as
from fashu.kernel.cases.models import IssuedPaper
from fashu.synthetic.sealed import plant_seals
from tests.journeys.conftest import Visitor
from tests.journeys.test_officers import do, filed, leave, own_record, serve

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "record"])

__all__ = ["own_record"]

CONDITIONS = ["parties", "interest", "request", "period", "scope", "jurisdiction", "first"]


@pytest.fixture
def stranger(browser: Browser, live_server: LiveServer) -> Page:
    """Somebody who was handed a paper and has no account."""
    page = browser.new_context(locale="zh-CN").new_page()
    page.goto(f"{live_server.url}/verify/")
    return page


@pytest.fixture
def number(visitor: Visitor) -> str:
    """A case that 林清 has accepted; a 受理通知书 is owed."""
    plant_seals()
    found = filed()
    visitor.sign_in("lin")
    do(visitor.page, found, "accept", conditions=CONDITIONS, track="ordinary")
    leave(visitor)
    return found


def test_a_paper_is_written_sealed_served_altered_and_caught(
    visitor: Visitor, stranger: Page, number: str, tmp_path: Path
) -> None:
    paper = paper_of(number)
    press(visitor, "lin", paper, "起草文书")
    press(visitor, "zhou", paper, "批准并编号")
    press(visitor, "lin", paper, "用印")
    pdf, page = tmp_path / "paper.pdf", visitor.sign_in("lin")
    page.goto(f"{visitor.base}{paper}")
    with page.expect_download() as download:
        page.get_by_role("link", name="PDF", exact=True).click()
    download.value.save_as(pdf)
    serve(page, number, "acceptance", "applicant")
    leave(visitor)

    assert checked(stranger, pdf) == "genuine"
    assert number not in stranger.locator(".verdict").inner_text()
    pdf.write_bytes(pdf.read_bytes() + b"\n% one more line")
    assert checked(stranger, pdf) == "altered"
    assert "追加" in stranger.locator(".verdict").inner_text()


def test_a_citizen_sees_who_read_her_file(visitor: Visitor, number: str) -> None:
    visitor.sign_in("zhang")
    rows = visitor.open("/mine/reads/").locator("ul.rows").inner_text()
    assert "明德市司法局 林清" in rows
    assert number in rows
    assert "周" not in rows, "nobody else has opened it"


def paper_of(number: str) -> str:
    """The address of the case's 受理通知书."""
    with acting_as(SYSTEM):
        paper = IssuedPaper.objects.get(case__number=number, paper="acceptance")
    return f"/workbench/cases/{number}/papers/{paper.pk}/"


def press(visitor: Visitor, username: str, path: str, button: str) -> None:
    """Sign in, press one button of a page, and leave."""
    visitor.sign_in(username)
    visitor.open(path)
    visitor.follow(visitor.page.locator("main").get_by_role("button", name=button))
    assert not visitor.page.locator(".alert-danger").count()
    leave(visitor)


def checked(page: Page, pdf: Path) -> str:
    """What the public page says of a file."""
    page.set_input_files("#file", pdf)
    with page.expect_navigation():
        page.locator("form[enctype] button").click()
    verdict = page.locator(".verdict").get_attribute("class") or ""
    return verdict.rpartition("verdict-")[2]
