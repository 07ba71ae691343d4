"""A citizen's cases: where each stands, what can be done now, and that nobody else sees them."""

from collections.abc import Callable, Mapping

import pytest
import time_machine
from django.test import Client

from fashu.kernel.access import SYSTEM, Actor, acting_as
from fashu.kernel.api import Outcome, open_case, serve_paper, take_step
from fashu.kernel.calendar import Service
from fashu.kernel.cases.models import Participant
from fashu.kernel.cases.tests.conftest import Cast
from fashu.kernel.procedure.facts import Json
from fashu.web.public.tests.browser import Browser
from fashu.web.public.tests.test_apply import cases, drafts, paper

pytestmark = pytest.mark.django_db

FACTS: Mapping[str, Json] = {
    "kind": "person",
    "name": "张三",
    "identity": "990101199001010019",
    "has_agent": False,
    "organ": "990101",
    "known_on": "2026-02-02",
    "act": "act2",
    "requests": ["annul"],
    "grounds": "处罚过重",
}


@pytest.fixture
def case(cast: Cast) -> Outcome:
    """A case that 张三 has filed with the eastern county."""
    with acting_as(cast.alice):
        return open_case("sample.review", "apply", FACTS, office="990101", request_key="a")


@pytest.fixture
def to_correct(cast: Cast, case: Outcome) -> Outcome:
    """The same, sent back for correction and the notice served."""
    with acting_as(cast.east):
        take_step(case.number, "ask_correction", {}, request_key="b")
        serve_paper(
            case.number,
            "correction_notice",
            mode=Service.DIRECT,
            to="applicant",
            request_key="c",
        )
    return case


def test_somebody_without_cases_is_told_what_to_do(alice: Browser) -> None:
    assert "您还没有提交过案件" in alice.open("/mine/").text


def test_the_list_names_the_case_its_number_and_its_stage(alice: Browser, case: Outcome) -> None:
    page = alice.open("/mine/")
    for words in ("张三申请复议", case.number, "待审查", "东县司法局"):
        assert words in page.text


def test_a_case_that_waits_for_oneself_says_so(alice: Browser, to_correct: Outcome) -> None:
    assert "等您办理" in alice.open("/mine/").text


def test_a_case_that_waits_for_the_office_does_not(alice: Browser, case: Outcome) -> None:
    assert "等您办理" not in alice.open("/mine/").text


def test_a_draft_of_a_case_one_no_longer_sees_is_refused_in_words(
    alice: Browser, cast: Cast, case: Outcome
) -> None:
    alice.open(f"/mine/{case.number}/").press("办理")
    with acting_as(SYSTEM):
        Participant.objects.all().delete()
    page = alice.open(alice.path)
    assert page.status == 404
    assert "这份草稿所属的案件已经不对您显示" in page.text
    assert alice.open("/mine/").status == 200


def test_a_visitor_is_asked_to_sign_in(visitor: Browser, case: Outcome) -> None:
    for path in ("/mine/", f"/mine/{case.number}/", f"/mine/{case.number}/receipt/"):
        assert visitor.open(path).path.startswith("/signin/")


def test_another_citizen_does_not_even_learn_that_the_case_exists(
    bob: Browser, case: Outcome
) -> None:
    for number in (case.number, "SF2026-990101-99999"):
        page = bob.open(f"/mine/{number}/")
        assert page.status == 404
        assert f"没有找到案件{number}" in page.text
        assert "张三" not in page.text


def test_every_clock_says_who_until_when_and_why(alice: Browser, case: Outcome) -> None:
    page = alice.open(f"/mine/{case.number}/")
    assert "行政复议机构应当在2026年2月25日（星期三）以前办好（含当天）" in page.text
    assert "第5个工作日为2026-02-25" in page.text
    assert "《行政复议法》第八十八条第二款" in page.text


def test_an_article_leads_to_the_statute_reader(alice: Browser, case: Outcome) -> None:
    page = alice.open(f"/mine/{case.number}/")
    path = "/law/%E8%A1%8C%E6%94%BF%E5%A4%8D%E8%AE%AE%E6%B3%95/#第八十八条"
    assert f'href="{path}"' in page.html


def test_a_clock_that_has_run_out_is_red_and_says_so(
    cast: Cast, as_: Callable[[Actor], Client], case: Outcome
) -> None:
    with acting_as(cast.east):
        take_step(case.number, "accept", {}, request_key="b")
    with time_machine.travel("2026-04-20T12:00:00+08:00", tick=False):
        page = Browser(as_(cast.alice)).open(f"/mine/{case.number}/")
    assert "clock-red" in page.html
    assert "超过7天" in page.text


def test_what_can_be_done_now_is_offered_and_the_rest_explained(
    alice: Browser, case: Outcome
) -> None:
    page = alice.open(f"/mine/{case.number}/")
    assert "撤回以后，不得再以同一事实和理由申请。" in page.text
    assert "案件处于“待审查”，“补正材料”只能在“待补正”阶段办理" in page.text


def test_a_step_without_questions_is_only_confirmed(alice: Browser, case: Outcome) -> None:
    page = alice.open(f"/mine/{case.number}/").press("办理")
    assert page.path.endswith("/check/")
    page.press("确认撤回申请")
    assert page.path == f"/mine/{case.number}/"
    assert "“撤回申请”已经提交" in page.text
    assert cases()[0].stage == "withdrawn"


def test_a_correction_is_filled_in_like_an_application(alice: Browser, to_correct: Outcome) -> None:
    page = alice.open(f"/mine/{to_correct.number}/")
    assert "您应当在" in page.text
    page.press("办理").press("保存并继续", correction="补上了。", _file_evidence=paper())
    page.press("确认补正材料")
    assert cases()[0].stage == "received"
    assert "决定书.txt" in page.text
    assert "补上了。" in page.text


def test_a_step_begun_is_gone_on_with(alice: Browser, cast: Cast, to_correct: Outcome) -> None:
    alice.open(f"/mine/{to_correct.number}/").press("办理")
    alice.press("先保存，以后再填", correction="写到一半")
    page = alice.open(f"/mine/{to_correct.number}/")
    page.press("继续填写")
    assert "写到一半" in page.html
    assert len(drafts(cast)) == 1


def test_a_step_that_nobody_offered_is_not_found(alice: Browser, case: Outcome) -> None:
    for step in ("accept", "nothing"):
        assert alice.client.post(f"/mine/{case.number}/do/{step}/").status_code == 404


def test_coming_back_to_a_step_by_its_address_leads_to_the_case(
    alice: Browser, case: Outcome
) -> None:
    assert alice.open(f"/mine/{case.number}/do/withdraw/").path == f"/mine/{case.number}/"


def test_the_timeline_tells_what_happened_and_only_ones_own_answers(
    alice: Browser, cast: Cast, to_correct: Outcome
) -> None:
    page = alice.open(f"/mine/{to_correct.number}/")
    assert "要求补正" in page.text
    assert "您填写的内容" in page.text
    assert "处罚过重" in page.text
    assert "《补正通知书》" in page.text


def test_ones_own_file_can_be_taken_home(alice: Browser, to_correct: Outcome) -> None:
    page = alice.open(f"/mine/{to_correct.number}/").press("办理")
    page.press("保存并继续", correction="补", _file_evidence=paper()).press("确认补正材料")
    sha256 = cases()[0].state["facts"]["evidence"][0]
    response = alice.client.get(f"/mine/{to_correct.number}/files/{sha256}/")
    assert response.content == "决定书".encode()


def test_a_file_that_is_not_ones_own_is_not_found(alice: Browser, case: Outcome) -> None:
    assert alice.open(f"/mine/{case.number}/files/{'ab' * 32}/").status == 404


def test_the_receipt_says_what_comes_next_and_by_when(alice: Browser, case: Outcome) -> None:
    page = alice.open(f"/mine/{case.number}/receipt/")
    assert case.number in page.text
    assert "-".join((case.code[:4], case.code[4:8], case.code[8:])) in page.text
    assert "2026年2月25日（星期三）" in page.text
    assert "“审查期限”届满，到“审理中”" in page.text
