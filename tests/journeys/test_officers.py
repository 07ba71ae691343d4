"""A case of 行政复议 from the counter to its service, in four pairs of hands."""

import json
import re
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner
from django.conf import LazySettings
from playwright.sync_api import Page

from fashu.kernel import api, clock
from fashu.kernel.access import SYSTEM, acting_as
from fashu.kernel.cases.models import Case
from fashu.kernel.credentials import sealing as secrets
from fashu.kernel.people.models import Account
from fashu.kernel.procedure.facts import Json
from fashu.kernel.record.cli import record
from fashu.kernel.record.verify import registered, verify_bundle
from fashu.kernel.registry import sealing as numbers
from fashu.synthetic.plant import citizen
from tests.journeys.conftest import Visitor

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "record"])

APPLICATION: dict[str, Json] = {
    "applicant_kind": "person",
    "applicant_name": "张晓岚",
    "identity_number": "990100199001010012",
    "acts_as": "self",
    "together": "alone",
    "has_agent": False,
    "authority_office": "G9901",
    "respondent_name": "明德市市场监督管理局",
    "respondent_kind": "department",
    "act_kind": "penalty",
    "act_title": "罚款决定",
    "on_the_spot": False,
    "by_device": False,
    "amount": 500_000,
    "interest": "addressee",
    "act_form": "act",
    "real_estate": False,
    "learned_how": "handed",
    "rights_told": "told",
    "obstacle": False,
    "detour": "none",
    "requests": ["annul"],
    "grounds": "所附照片中的商品不是本店销售的。",
    "ask_review": False,
    "earlier": "none",
    "phone": "19900000001",
    "address": "示范省明德市文昌路1号",
    "e_service": True,
    "summary_consent": False,
}


@pytest.fixture(autouse=True)
def own_record(settings: LazySettings, tmp_path: Path) -> None:
    """A log, keys and files of the test's own."""
    for name in ("RECORD", "KEY", "WITNESS"):
        setattr(settings, f"FASHU_{name}_DIR", tmp_path / name.lower())
    settings.FASHU_FILES = tmp_path / "files"
    numbers.KEYS.ensure()
    secrets.KEYS.ensure()


def filed() -> str:
    """An application of the demonstration's citizen; its number."""
    today = clock.today().isoformat()
    with acting_as(SYSTEM):
        zhang = citizen(Account.objects.get(username="zhang"))
    with acting_as(zhang):
        facts = {**APPLICATION, "act_on": today, "known_on": today}
        return api.open_case("reconsideration", "file", facts, request_key="journey").number


def do(page: Page, number: str, step: str, **answers: str | list[str]) -> None:
    """Open a step from the case page, answer, and take it."""
    page.goto(re.sub(r"/workbench/.*|/signin/.*", f"/workbench/cases/{number}/", page.url))
    page.click(f"#actions a[href$='/steps/{step}/']")
    page.wait_for_url(f"**/steps/{step}/")
    page.wait_for_load_state()
    for name, answer in answers.items():
        for value in answer if isinstance(answer, list) else [answer]:
            field = page.locator(f"[name='{name}'][value='{value}']")
            finder = page.locator(f"[name='_find_{name}']")
            drop_down = page.locator(f"select[name='{name}']")
            if drop_down.count():
                drop_down.select_option(value)
            elif finder.count():
                finder.press_sequentially(value)
                field.check()
            elif field.count():
                field.check()
            else:
                page.fill(f"textarea[name='{name}'], input[name='{name}']", value)
    with page.expect_navigation():
        page.click(".step-form .form-end .btn-primary")
    assert page.locator(".alert-success").count(), page.locator("main").inner_text()[:600]


def leave(visitor: Visitor) -> None:
    visitor.go("退出")


def serve(page: Page, number: str, paper: str, to: str) -> None:
    page.goto(re.sub(r"/workbench/.*", f"/workbench/cases/{number}/serve/{paper}/", page.url))
    page.check(f"[name='to'][value='{to}']")
    page.check("[name='mode'][value='direct']")
    with page.expect_navigation():
        page.click(".step-form .btn-primary")
    assert page.locator(".alert-success").count(), page.locator("main").inner_text()[:600]


def test_a_case_passes_through_four_hands_and_a_stranger_verifies_it(
    visitor: Visitor, tmp_path: Path
) -> None:
    number = filed()
    accepted(visitor, number)
    answered(visitor, number)
    proposed(visitor, number)
    zhou = decided(visitor, number)
    CliRunner().invoke(record, ["sequence", "--once"], catch_exceptions=False)
    zhou.reload()
    with zhou.expect_download() as download:
        zhou.click("#proof a[href$='/export/']")
    bundle = tmp_path / "case.zip"
    download.value.save_as(bundle)
    report = verify_bundle(bundle.read_bytes(), reexecute=registered())
    assert report.holds, [f.words for f in report.findings]
    check_the_page_inside(visitor, bundle, tmp_path)


def accepted(visitor: Visitor, number: str) -> None:
    """The handler accepts and sends the copy."""
    lin = visitor.sign_in("lin")
    assert number in lin.locator("main").inner_text()
    conditions = ["parties", "interest", "request", "period", "scope", "jurisdiction", "first"]
    do(lin, number, "accept", conditions=conditions, track="ordinary")
    serve(lin, number, "acceptance", "applicant")
    do(lin, number, "send_copy", respondent_office="G9901-SC")
    serve(lin, number, "answer_notice", "respondent")
    leave(visitor)


def answered(visitor: Visitor, number: str) -> None:
    """The authority complained of answers and hands in evidence."""
    wu = visitor.sign_in("wu")
    assert number in wu.locator("main").inner_text()
    wu.goto(f"{visitor.base}/workbench/cases/{number}/steps/answer/")
    evidence = "现场照片三张".encode()
    file = {"name": "证据.txt", "mimeType": "text/plain", "buffer": evidence}
    wu.set_input_files("[name='_file_answer_evidence']", file)  # type: ignore[arg-type]
    wu.fill("[name='answer_text']", "认定事实清楚，证据确凿。")
    for name in ("respondent_consent", "stop_needed"):
        wu.check(f"[name='{name}'][value='no']")
    wu.fill("[name='staff_agents']", "1")
    wu.click(".step-form .form-end .btn-primary")
    assert wu.locator(".alert-success").count(), wu.locator("main").inner_text()[:600]
    leave(visitor)


def proposed(visitor: Visitor, number: str) -> None:
    """The handler hears both sides and proposes."""
    lin = visitor.sign_in("lin")
    heard = {"heard_who": ["applicant", "respondent"], "heard_how": ["phone"]}
    do(lin, number, "hear_opinions", **heard, opinions="双方各执一词。")
    proposal: dict[str, str | list[str]] = {
        "complex": "no",
        "consultation": "none",
        "soundness": ["facts", "basis", "procedure", "content", "power"],
        "proposed": "maintain",
        "proposal": "建议维持。",
    }
    do(lin, number, "propose", **proposal)
    leave(visitor)


def decided(visitor: Visitor, number: str) -> Page:
    """The head decides, and the decision reaches both."""
    zhou = visitor.sign_in("zhou")
    decision: dict[str, str | list[str]] = {
        "approval": "head",
        "based_on": ["evidence"],
        "outcome": "maintain",
        "ground": "maintain",
        "reasons": "事实清楚，证据确凿，适用依据正确，程序合法。",
        "compensation": "none",
        "remedies_told": ["suit"],
        "own_department": "no",
    }
    do(zhou, number, "decide", **decision)
    serve(zhou, number, "decision", "respondent")
    serve(zhou, number, "decision", "applicant")
    assert "已生效" in zhou.locator("main").inner_text()
    return zhou


def check_the_page_inside(visitor: Visitor, bundle: Path, folder: Path) -> None:
    """The page in the ZIP checks the proofs again, in a browser, from a local file."""
    with zipfile.ZipFile(bundle) as packed:
        name = next(n for n in packed.namelist() if n.endswith(".html"))
        packed.extract(name, folder)
        manifest = json.loads(packed.read("manifest.json"))
    with acting_as(SYSTEM):
        assert manifest["case"]["number"] == Case.objects.get().number
    page = visitor.page
    page.goto((folder / name).as_uri())
    page.wait_for_function("document.body.innerText.includes('签名')")
    assert "✗" not in page.locator("body").inner_text()
