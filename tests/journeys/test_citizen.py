"""张晓岚 applies for reconsideration on her telephone, corrects papers, and follows her case."""

from pathlib import Path

import pytest
from django.conf import LazySettings
from playwright.sync_api import Page, expect

from fashu.kernel import api, clock
from fashu.kernel.access import SYSTEM, acting_as
from fashu.kernel.calendar import Service
from fashu.kernel.cases.models import Case
from fashu.kernel.people.actors import actor_for
from fashu.kernel.people.models import Account
from fashu.kernel.procedure.facts import Json
from tests.journeys.conftest import Visitor
from tests.journeys.test_officers import filed

pytestmark = pytest.mark.django_db(transaction=True)

WHO = {
    "applicant_kind": "person",
    "applicant_name": "张晓岚",
    "identity_number": "990100199001010012",
    "acts_as": "self",
    "together": "alone",
    "has_agent": "no",
}
ACT = {
    "respondent_name": "明德市市场监督管理局",
    "respondent_kind": "department",
    "act_kind": "penalty",
    "act_title": "罚款决定",
    "on_the_spot": "no",
    "by_device": "no",
    "amount": "5,000",
    "interest": "addressee",
}
WHEN = {
    "act_form": "act",
    "real_estate": "no",
    "learned_how": "handed",
    "rights_told": "told",
    "obstacle": "no",
    "detour": "none",
}
WHY = {
    "requests": "annul",
    "grounds": "照片中的商品不是本店销售的。",
    "ask_review": "no",
    "earlier": "none",
}
CONTACT = {
    "phone": "19900000001",
    "address": "示范省明德市文昌路1号",
    "e_service": "yes",
    "summary_consent": "no",
}


@pytest.fixture(autouse=True)
def own_files(settings: LazySettings, tmp_path: Path) -> None:
    """Files of the test's own."""
    settings.FASHU_FILES = tmp_path / "files"


def answer(page: Page, answers: dict[str, str]) -> None:
    """Answer questions in their order, as they appear."""
    for name, value in answers.items():
        option = page.locator(f"[name='{name}'][value='{value}']")
        drop_down = page.locator(f"select[name='{name}']")
        if option.count():
            option.check()
        elif drop_down.count():
            drop_down.select_option(value)
        else:
            page.fill(f"textarea[name='{name}'], input[name='{name}']", value)


def go_on(person: Visitor) -> Page:
    """To the next page, which must fit the screen."""
    return person.go("保存并继续")


def organ(page: Page, name: str, words: str, title: str) -> None:
    """Find an organ by typing a few words, and choose it."""
    page.locator(f"[name='_find_{name}']").press_sequentially(words)
    page.get_by_label(title).check()


def apply(person: Visitor) -> Page:
    """The whole application, up to the page where it is looked through."""
    page = person.open("/services/reconsideration/file/")
    person.go("开始填写")
    answer(page, WHO)
    page = go_on(person)
    organ(page, "authority_office", "明德市人民", "明德市人民政府")
    answer(page, ACT)
    page = go_on(person)
    today = clock.today().isoformat()
    answer(page, {"act_form": "act", "act_on": today, "known_on": today, **WHEN})
    page = go_on(person)
    answer(page, WHY)
    page = go_on(person)
    page.set_input_files(
        "[name='_file_evidence_files']",
        {"name": "进货单.txt", "mimeType": "text/plain", "buffer": "进货单".encode()},
    )
    page.get_by_role("button", name="上传").click()
    expect(page.get_by_text("进货单.txt").first).to_be_visible()
    page = go_on(person)
    answer(page, CONTACT)
    return go_on(person)


def test_a_citizen_applies_on_her_telephone_and_follows_her_case(phone: Visitor) -> None:
    phone.sign_in("zhang")
    page = apply(phone)
    expect(page.get_by_role("heading", name="核对您填写的内容")).to_be_visible()
    expect(page.get_by_text("5,000.00元")).to_be_visible()
    phone.go("确认并提交")
    expect(page.get_by_role("heading", name="已经收到您的申请")).to_be_visible()
    phone.check_width()
    with acting_as(SYSTEM):
        case = Case.objects.get()
    assert case.office.title == "明德市司法局"
    phone.go("打开案件页", "link")
    phone.check_width()
    page.get_by_text("为什么是这一天").first.click()
    expect(page.get_by_text("第5个工作日为").first).to_be_visible()
    phone.go("退出")

    page = phone.open("/progress/")
    page.get_by_label("查询码").fill(case.code.lower())
    phone.go("查询")
    expect(page.get_by_text("待审查", exact=True)).to_be_visible()
    expect(page.get_by_text("张晓岚")).to_have_count(0)


def test_what_was_begun_is_found_again_after_leaving(phone: Visitor) -> None:
    page = phone.sign_in("zhang")
    page = phone.open("/services/reconsideration/file/")
    phone.go("开始填写")
    page.get_by_label("姓名或者名称").fill("张晓岚")
    page.get_by_label("个人").check()
    expect(page.get_by_text("草稿已自动保存")).to_be_visible()
    phone.go("退出")

    page = phone.sign_in("zhang")
    page = phone.open("/mine/")
    phone.go("继续填写", "link")
    expect(page.get_by_label("姓名或者名称")).to_have_value("张晓岚")
    expect(page.get_by_label("个人")).to_be_checked()


def test_an_error_takes_the_focus_and_leads_to_its_question(visitor: Visitor) -> None:
    visitor.sign_in("zhang")
    page = visitor.open("/services/reconsideration/file/")
    visitor.go("开始填写")
    page.get_by_label("姓名或者名称").fill("张晓岚")
    go_on(visitor)
    expect(page.get_by_role("alert")).to_be_focused()
    expect(page.get_by_label("姓名或者名称")).to_have_value("张晓岚")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#id_applicant_kind")).to_be_in_viewport()


def test_a_follow_up_appears_with_its_answer_and_goes_with_it(visitor: Visitor) -> None:
    visitor.sign_in("zhang")
    page = visitor.open("/services/reconsideration/file/")
    visitor.go("开始填写")
    question = page.get_by_label("身份证件号码")
    expect(question).to_be_hidden()
    page.get_by_label("个人").check()
    expect(question).to_be_visible()
    page.get_by_label("法人或者其他组织").check()
    expect(question).to_be_hidden()
    expect(question).to_be_disabled()


def test_a_correction_that_was_asked_for_is_handed_in(phone: Visitor) -> None:
    number = filed()
    ask_for_correction(number)
    phone.sign_in("zhang")
    page = phone.open(f"/mine/{number}/")
    expect(page.get_by_text("您应当在")).to_be_visible()
    row = page.get_by_role("listitem").filter(has_text="提交补正材料")
    phone.follow(row.get_by_role("button", name="办理").first)
    fill_every_question(page)
    go_on(phone)
    phone.go("确认提交补正材料")
    expect(page.get_by_text("已经提交")).to_be_visible()
    expect(page.get_by_text("待审查", exact=True)).to_be_visible()


def ask_for_correction(number: str) -> None:
    """The city's justice bureau asks for a correction and hands over the notice."""
    with acting_as(SYSTEM):
        lin = Account.objects.get(username="lin")
    with acting_as(actor_for(lin)):
        facts: dict[str, Json] = {"unclear": ["interest"], "to_correct": "缺少处罚决定书的复印件"}
        api.take_step(number, "ask_correction", facts, request_key="ask")
        api.serve_paper(
            number,
            "correction_notice",
            mode=Service.DIRECT,
            to="applicant",
            request_key="serve",
        )


def fill_every_question(page: Page) -> None:
    """A word in every box."""
    for box in page.locator("main textarea:enabled").all():
        box.fill("已补齐。")


def test_the_calculator_tells_a_whole_case(visitor: Visitor) -> None:
    page = visitor.open("/deadline/case/?procedure=reconsideration")
    page.get_by_label("发生了什么").select_option("step:file")
    visitor.go("加入这件事")
    answer(page, {"_on": "2026-10-09", "_by": "applicant", "act_form": "act"})
    answer(page, {"act_on": "2026-09-14", "known_on": "2026-09-14", **_asked(page, WHEN)})
    visitor.go("加入")
    expect(page.get_by_text("视为受理").first).to_be_visible()
    page.get_by_text("为什么", exact=True).first.click()
    expect(page.locator(".moves").first).to_be_visible()


def _asked(page: Page, answers: dict[str, str]) -> dict[str, str]:
    """Those of the answers whose question the page puts."""
    return {n: v for n, v in answers.items() if page.locator(f"[name='{n}']").count()}
