"""Applying without JavaScript: drafts, follow-ups, errors, files, and sending once."""

from io import BytesIO

import pytest
from django.db import connection

from fashu.kernel.access import SYSTEM, acting_as
from fashu.kernel.cases.models import Attachment, Case, Draft
from fashu.kernel.cases.tests.conftest import Cast
from fashu.web.public.tests.browser import Browser

pytestmark = pytest.mark.django_db

START = "/services/sample.review/apply/"


def paper(name: str = "决定书.txt", content: bytes = "决定书".encode()) -> BytesIO:
    """A file to upload."""
    file = BytesIO(content)
    file.name = name
    return file


def begin(person: Browser) -> Browser:
    """On the first page of a new application."""
    return person.open(START).press("开始填写")


def fill_who(person: Browser) -> Browser:
    """Past the first page."""
    person.press("保存并继续", kind="person", name="张三", has_agent="no")
    return person.press("保存并继续", identity="990101199001010019")


def fill_what(person: Browser) -> Browser:
    """Past the second page."""
    person.press("查找", _find_organ="东县")
    return person.press("保存并继续", organ="990101", known_on="2026-02-02", act="act2")


def fill_why(person: Browser) -> Browser:
    """Past the third page."""
    return person.press("保存并继续", requests=["annul"], grounds="处罚过重。\n没有听取意见。")


def filled(person: Browser) -> Browser:
    """On the page where everything is looked through before sending."""
    begin(person)
    return fill_why(fill_what(fill_who(person)))


def cases() -> list[Case]:
    """Every case there is."""
    with acting_as(SYSTEM):
        return list(Case.objects.all())


def drafts(cast: Cast) -> list[Draft]:
    """Alice's drafts."""
    with acting_as(cast.alice):
        return list(Draft.objects.all())


def test_what_will_be_asked_is_told_before_signing_in(visitor: Browser) -> None:
    page = visitor.open(START)
    assert "身份证件号码" in page.text
    assert "登录并开始填写" in page.text


def test_a_visitor_who_begins_is_sent_to_sign_in_and_back(visitor: Browser) -> None:
    page = visitor.open(START).press("登录并开始填写")
    assert page.path == f"/signin/?next={START.replace('/', '%2F')}"


def test_an_application_can_be_made_without_javascript(alice: Browser) -> None:
    page = filled(alice)
    assert "2026年2月2日" in page.text
    assert "东县司法局" in page.text
    page.press("确认并提交")
    (case,) = cases()
    assert page.path == f"/mine/{case.number}/receipt/"
    assert case.number in page.text
    assert "2026年2月25日（星期三）" in page.text  # 5 working days over the Spring Festival


def test_the_query_code_is_on_the_receipt(alice: Browser) -> None:
    page = filled(alice).press("确认并提交")
    assert cases()[0].code in page.text.replace("-", "").replace(" ", "")


def test_every_page_saves_the_draft(alice: Browser, cast: Cast) -> None:
    fill_who(begin(alice))
    (draft,) = drafts(cast)
    assert draft.answers["name"] == "张三"


def test_a_page_with_errors_is_saved_as_well(alice: Browser, cast: Cast) -> None:
    begin(alice).press("保存并继续", name="张三", has_agent="yes")
    assert drafts(cast)[0].answers == {"name": "张三", "has_agent": True}


def test_what_was_typed_stays_on_the_page_that_complains(alice: Browser) -> None:
    fill_who(begin(alice))
    page = alice.press("保存并继续", amount="三千", known_on="2026-02-02")
    assert 'value="三千"' in page.html
    assert 'value="2026-02-02"' in page.html
    assert "请填写金额" in page.text


def test_errors_are_said_on_top_and_lead_to_their_questions(alice: Browser) -> None:
    page = begin(alice).press("保存并继续")
    assert "data-error-summary" in page.html
    assert 'href="#id_name"' in page.html
    assert "<title>错误：" in page.html


def test_a_follow_up_is_shown_by_the_next_click(alice: Browser) -> None:
    page = begin(alice).press("保存并继续", kind="person", name="张三", has_agent="no")
    assert "还有几个问题" in page.text
    assert 'name="identity"' in page.html
    assert "data-error-summary" not in page.html


def test_a_follow_up_that_was_shown_has_to_be_answered(alice: Browser) -> None:
    page = begin(alice).press("保存并继续", kind="person", name="张三", has_agent="no")
    page.press("保存并继续")
    assert "请填写“身份证件号码”" in page.text


def test_an_answer_no_longer_called_for_is_not_sent(alice: Browser) -> None:
    page = filled(alice)
    page.open(page.path.replace("check", "1")).press("保存并继续", kind="entity")
    page.press("保存并继续", principal="王五")
    alice.open(alice.path.replace("/2/", "/check/")).press("确认并提交")
    assert "identity" not in cases()[0].state["facts"]
    assert cases()[0].state["facts"]["principal"] == "王五"


def test_one_can_leave_and_come_back(alice: Browser) -> None:
    fill_who(begin(alice))
    page = alice.press("先保存，以后再填", known_on="2026-02-02")
    assert page.path == "/mine/"
    assert "继续填写" in page.text
    draft_page = page.open(START)
    assert "您有一份没有提交的草稿" in draft_page.text


def test_a_draft_can_be_thrown_away(alice: Browser, cast: Cast) -> None:
    begin(alice)
    page = alice.open("/mine/").press("删除")
    assert "草稿已经删除" in page.text
    assert drafts(cast) == []


def test_looking_at_the_removal_of_a_draft_removes_nothing(alice: Browser, cast: Cast) -> None:
    begin(alice)
    alice.open(f"/drafts/{drafts(cast)[0].pk}/remove/")
    assert len(drafts(cast)) == 1


def test_a_change_from_the_last_page_leads_back_to_it(alice: Browser) -> None:
    page = filled(alice)
    page.open(page.path.replace("check", "1") + "?from=review")
    page.press("保存并回到核对", name="张三丰")
    assert page.path.endswith("/check/")
    assert "张三丰" in page.text


def test_an_unfinished_draft_cannot_be_sent(alice: Browser) -> None:
    begin(alice)
    page = alice.open(alice.path.replace("/1/", "/check/"))
    assert "请填写“姓名或者名称”" in page.text
    assert "确认并提交" not in page.text
    alice.client.post(alice.path)
    assert cases() == []


def test_the_errors_of_the_last_page_lead_to_their_page_and_question(alice: Browser) -> None:
    begin(alice)
    page = alice.open(alice.path.replace("/1/", "/check/"))
    assert f'href="{alice.path.replace("check", "1")}?from=review#id_name"' in page.html
    back = page.open(page.path.replace("check", "1") + "?from=review")
    assert "请填写“姓名或者名称”" in back.text


def test_a_refusal_of_the_law_is_said_with_its_article_and_loses_nothing(
    alice: Browser, cast: Cast
) -> None:
    page = filled(alice)
    page.open(page.path.replace("check", "2") + "?from=review")
    page.press("保存并回到核对", known_on="2026-03-01").press("确认并提交")
    assert "知道决定的日期晚于今天" in page.text
    assert "《行政复议法》第二十条第一款" in page.text
    assert cases() == []
    assert drafts(cast)[0].answers["known_on"] == "2026-03-01"


def test_sending_twice_acts_once_and_leads_to_the_case(alice: Browser) -> None:
    page = filled(alice)
    review = page.path
    page.press("确认并提交")
    alice.client.post(review)
    assert len(cases()) == 1
    assert alice.open(review).path == f"/mine/{cases()[0].number}/"


def test_a_file_is_kept_with_the_draft_and_goes_with_the_case(alice: Browser, cast: Cast) -> None:
    fill_what(fill_who(begin(alice)))
    page = alice.press("上传", _file_evidence=paper())
    assert "决定书.txt" in page.text
    assert "data-error-summary" not in page.html
    fill_why(alice).press("确认并提交")
    with acting_as(cast.alice):
        (kept,) = Attachment.objects.all()
    assert kept.name == "决定书.txt"
    assert cases()[0].state["facts"]["evidence"] == [kept.sha256]


def test_a_file_chosen_but_not_uploaded_comes_along_with_the_page(alice: Browser) -> None:
    fill_what(fill_who(begin(alice)))
    page = alice.press("保存并继续", requests=["annul"], grounds="理由", _file_evidence=paper())
    assert "决定书.txt" in page.text


def test_a_file_can_be_removed_and_does_not_go_with_the_case(alice: Browser, cast: Cast) -> None:
    fill_what(fill_who(begin(alice)))
    page = alice.press("上传", _file_evidence=paper()).press("移除")
    assert "决定书.txt" not in page.text
    fill_why(alice).press("确认并提交")
    with acting_as(cast.alice):
        assert not Attachment.objects.exists()


def test_a_file_of_a_wrong_kind_is_refused_in_words(alice: Browser) -> None:
    fill_what(fill_who(begin(alice)))
    page = alice.press("上传", grounds="先写了理由", _file_evidence=paper("病毒.exe", b"MZ\x00"))
    assert "不接受“病毒.exe”这种文件" in page.text
    assert "先写了理由" in page.text


def test_one_can_look_at_the_file_one_has_uploaded(alice: Browser, cast: Cast) -> None:
    fill_what(fill_who(begin(alice)))
    alice.press("上传", _file_evidence=paper())
    with acting_as(cast.alice):
        draft = Draft.objects.get()
        file = draft.files.get()
    response = alice.client.get(f"/drafts/{draft.pk}/files/{file.sha256}/")
    assert response.content == "决定书".encode()
    assert response.headers["Content-Disposition"].startswith("attachment")


def test_a_file_that_is_not_there_is_said_in_words(alice: Browser) -> None:
    begin(alice)
    page = alice.open(alice.path.replace("/1/", f"/files/{'ab' * 32}/"))
    assert page.status == 404
    assert "没有找到这个文件" in page.text


def test_nobody_sees_the_draft_of_another(alice: Browser, bob: Browser) -> None:
    fill_who(begin(alice))
    for path in (alice.path, alice.path.replace("/2/", "/check/")):
        page = bob.open(path)
        assert page.status == 404
        assert "张三" not in page.text


def test_a_made_up_file_is_not_taken_into_the_answers(alice: Browser, cast: Cast) -> None:
    fill_what(fill_who(begin(alice)))
    alice.press("保存并继续", requests=["annul"], grounds="理由", evidence=["ab" * 32])
    assert drafts(cast)[0].answers.get("evidence", []) == []


def test_words_with_mark_up_are_shown_as_words(alice: Browser) -> None:
    evil = "<script>alert(1)</script>"
    begin(alice).press("保存并继续", kind="person", name=evil, has_agent="no")
    assert "<script>alert" not in alice.press("保存并继续", identity=evil).html
    fill_why(fill_what(alice.press("保存并继续", identity="990101199001010019")))
    assert "<script>alert" not in alice.html
    alice.press("确认并提交")
    assert "<script>alert" not in alice.html
    assert "&lt;script&gt;alert" in alice.open(f"/mine/{cases()[0].number}/").html


def test_an_autosave_answers_with_a_word_and_checks_nothing(alice: Browser, cast: Cast) -> None:
    begin(alice)
    response = alice.client.post(alice.path, {"_do": "keep", "_shown": ["name"], "name": "张"})
    assert "草稿已自动保存" in response.content.decode()
    assert drafts(cast)[0].answers == {"name": "张"}


@pytest.mark.parametrize(
    "path", ["/services/nothing/", "/services/sample.review/accept/", "/services/x/apply/"]
)
def test_a_service_that_is_not_there_is_not_found(visitor: Browser, path: str) -> None:
    assert visitor.open(path).status == 404


def test_a_page_that_the_form_has_not_is_not_found(alice: Browser) -> None:
    begin(alice)
    assert alice.open(alice.path.replace("/1/", "/9/")).status == 404


def test_a_refused_submission_leaves_no_trace_in_the_database(alice: Browser) -> None:
    page = filled(alice)
    page.open(page.path.replace("check", "2") + "?from=review")
    page.press("保存并回到核对", known_on="2026-03-01").press("确认并提交")
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM cases_counter")
        assert cursor.fetchone() == (0,)
