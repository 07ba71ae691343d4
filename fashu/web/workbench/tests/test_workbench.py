"""What an officer sees and does, over HTTP."""

from collections.abc import Callable

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from fashu.kernel.access import SYSTEM, Actor, acting_as
from fashu.kernel.cases.models import Attachment, Case, Event, Note, Participant
from fashu.kernel.cases.tests.conftest import Cast
from fashu.kernel.cases.tests.test_actions import open_sample, take

As = Callable[[Actor], Client]
HEADERS = {"request_key": "form-1"}


def page(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, address
    return response.content.decode()


def test_the_desk_shows_what_waits_with_its_term(cast: Cast, as_: As) -> None:
    number = open_sample(cast.alice).number
    html = page(as_(cast.east), "/workbench/")
    assert number in html
    assert "2026-02-27" in html


def test_a_sibling_county_finds_nothing_by_any_list(cast: Cast, as_: As) -> None:
    number = open_sample(cast.alice).number
    west = as_(cast.west)
    for address in ("", "todo/", "done/", "cases/", f"cases/?q={number}"):
        html = page(west, f"/workbench/{address}").replace(f"?q={number}", "")
        assert number not in html.replace(f'value="{number}"', "")
    assert west.get(f"/workbench/cases/{number}/").status_code == 404


def test_the_higher_office_sees_the_case_but_it_does_not_wait_for_it(cast: Cast, as_: As) -> None:
    number = open_sample(cast.alice).number
    city = as_(cast.city)
    assert number in page(city, "/workbench/cases/")
    assert number not in page(city, "/workbench/todo/")


@pytest.mark.parametrize("words", ["张三", "SF2026", "示范许可", "张三 SF2026"])
def test_a_case_is_found_by_its_words(cast: Cast, as_: As, words: str) -> None:
    number = open_sample(cast.alice).number
    assert number in page(as_(cast.east), f"/workbench/cases/?q={words}")
    assert number not in page(as_(cast.east), "/workbench/cases/?q=没有这个人")


def test_a_case_page_says_why_the_date_is_this_one_and_why_a_step_is_shut(
    cast: Cast, as_: As
) -> None:
    number = open_sample(cast.alice).number
    html = page(as_(cast.east), f"/workbench/cases/{number}/")
    assert "为什么是这一天" in html
    assert "期间开始之日不计入" in html
    assert "案件处于“待审查”" in html
    assert "<svg" in html


def test_a_step_is_taken_through_its_form(cast: Cast, as_: As) -> None:
    number = open_sample(cast.alice).number
    address = f"/workbench/cases/{number}/steps/ask_correction/"
    east = as_(cast.east)
    assert "补正期限（工作日）" in page(east, address)
    sent = east.post(address, {**HEADERS, "correction_days": "10"})
    assert sent.status_code == 302
    html = page(east, f"/workbench/cases/{number}/")
    assert "已办理“通知补正”" in html
    assert "补正通知书" in html


def test_a_wrong_answer_comes_back_with_everything_typed(cast: Cast, as_: As) -> None:
    number = open_sample(cast.alice).number
    address = f"/workbench/cases/{number}/steps/ask_correction/"
    response = as_(cast.east).post(address, {**HEADERS, "correction_days": "99"})
    html = response.content.decode()
    assert "不能大于30" in html
    assert 'value="99"' in html
    assert 'value="form-1"' in html


def test_a_double_click_acts_once(cast: Cast, as_: As) -> None:
    number = open_sample(cast.alice).number
    east = as_(cast.east)
    for _ in range(2):
        east.post(f"/workbench/cases/{number}/steps/accept/", HEADERS)
    with acting_as(SYSTEM):
        assert Event.objects.filter(case__number=number).count() == 2


def test_a_step_that_the_law_does_not_allow_is_refused_in_words(cast: Cast, as_: As) -> None:
    number = open_sample(cast.alice).number
    take(cast.east, number, "accept")
    html = as_(cast.east).post(f"/workbench/cases/{number}/steps/accept/", HEADERS)
    assert "只能在“待审查”阶段办理" in html.content.decode()


def test_an_early_date_is_refused_and_a_future_one_too(cast: Cast, as_: As) -> None:
    number = open_sample(cast.alice).number
    east, address = as_(cast.east), f"/workbench/cases/{number}/steps/accept/"
    assert "早于" in east.post(address, {**HEADERS, "on": "2026-02-10"}).content.decode()
    assert "还没有到" in east.post(address, {**HEADERS, "on": "2026-02-12"}).content.decode()
    assert "请填写完整的办理日期" in east.post(address, {**HEADERS, "on": "x"}).content.decode()


def test_service_is_recorded_and_starts_the_clock(cast: Cast, as_: As) -> None:
    number = open_sample(cast.alice).number
    take(cast.east, number, "ask_correction", correction_days=10)
    east, address = as_(cast.east), f"/workbench/cases/{number}/serve/correction_notice/"
    assert "邮寄" in page(east, address)
    assert "请选择送达方式" in east.post(address, HEADERS).content.decode()
    east.post(address, {**HEADERS, "mode": "direct", "to": "applicant"})
    assert "补正期限" in page(east, f"/workbench/cases/{number}/")


def test_an_officer_registers_only_what_his_post_allows(cast: Cast, as_: As) -> None:
    assert "您的岗位不能登记案件" in page(as_(cast.east), "/workbench/new/")


def test_a_note_is_kept_for_the_office(cast: Cast, as_: As) -> None:
    number = open_sample(cast.alice).number
    as_(cast.east).post(f"/workbench/cases/{number}/notes/", {"text": "<b>电话</b>核实"})
    html = page(as_(cast.east), f"/workbench/cases/{number}/")
    assert "&lt;b&gt;电话&lt;/b&gt;核实" in html
    with acting_as(SYSTEM):
        assert Note.objects.count() == 1


def test_a_file_is_added_by_content_and_comes_back_as_a_download(cast: Cast, as_: As) -> None:
    number = open_sample(cast.alice).number
    east, address = as_(cast.east), f"/workbench/cases/{number}/files/"
    east.post(address, {"file": SimpleUploadedFile("证据.txt", "原文".encode())})
    east.post(address, {"file": SimpleUploadedFile("evil.pdf", b"MZ\x90\x00" * 100)})
    with acting_as(SYSTEM):
        sha256 = Attachment.objects.get().sha256
    response = east.get(f"{address}{sha256}/")
    assert response.content == "原文".encode()
    assert response["Content-Disposition"].startswith("attachment;")
    assert as_(cast.west).get(f"{address}{sha256}/").status_code == 404
    assert east.get(f"{address}../../etc/passwd").status_code == 404


def test_a_participant_is_admitted(cast: Cast, as_: As) -> None:
    number = open_sample(cast.alice).number
    address = f"/workbench/cases/{number}/join/"
    as_(cast.east).post(address, {**HEADERS, "role": "expert", "name": "评审公司"})
    with acting_as(SYSTEM):
        assert Participant.objects.filter(role="expert", name="评审公司").count() == 1


def test_an_auditor_looks_and_changes_nothing(cast: Cast, as_: As) -> None:
    number = open_sample(cast.alice).number
    auditor = as_(cast.auditor)
    assert "现在没有由您办理的步骤" in page(auditor, f"/workbench/cases/{number}/")
    auditor.post(f"/workbench/cases/{number}/steps/accept/", HEADERS)
    auditor.post(f"/workbench/cases/{number}/notes/", {"text": "x"})
    with acting_as(SYSTEM):
        assert (Case.objects.get().seq, Note.objects.count()) == (1, 0)


def test_a_lapsed_case_is_red_until_somebody_acts(
    cast: Cast, as_: As, noon: time_machine.Traveller
) -> None:
    number = open_sample(cast.alice).number
    take(cast.east, number, "accept")
    noon.move_to("2026-06-01T09:00:00+08:00")
    html = page(as_(cast.east), "/workbench/todo/?state=late")
    assert number in html
    assert "逾期" in html


def test_a_procedure_is_laid_open_in_every_version(cast: Cast, as_: As) -> None:
    auditor = as_(cast.auditor)
    assert "示范许可" in page(auditor, "/workbench/procedures/")
    html = page(auditor, "/workbench/procedures/sample/")
    assert "条文表" in html
    assert "审查期限" in html
    assert "2024-01-01" in page(auditor, "/workbench/procedures/sample/?version=2024-01-01")
    assert auditor.get("/workbench/procedures/none/").status_code == 404
    assert auditor.get("/workbench/procedures/sample/?version=1900").status_code == 404


def test_a_case_not_yet_in_the_log_asks_for_patience(cast: Cast, as_: As) -> None:
    number = open_sample(cast.alice).number
    east = as_(cast.east)
    assert east.get(f"/workbench/cases/{number}/export/").status_code == 302
    assert "稍候再试" in page(east, f"/workbench/cases/{number}/")
    assert as_(cast.west).get(f"/workbench/cases/{number}/export/").status_code == 404
