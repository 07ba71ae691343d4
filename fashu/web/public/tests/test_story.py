"""期限计算器 for a whole case, told event by event without JavaScript."""

import json

import pytest

from fashu.web.public.tests.browser import Browser

pytestmark = pytest.mark.django_db

PAGE = "/deadline/case/"


def tell(page: Browser, what: str, **answers: str) -> Browser:
    """Add one event."""
    return page.press("加入这件事", what=what).press("加入", **answers)


def filed(page: Browser) -> Browser:
    """An application of 2026-02-02."""
    return tell(page.open(PAGE), "step:apply", _on="2026-02-02", known_on="2026-01-12")


def test_the_page_begins_empty_and_offers_how_a_case_begins(visitor: Browser) -> None:
    page = visitor.open(PAGE)
    assert "还没有。从提出申请开始。" in page.text
    assert '<option value="step:apply">申请复议</option>' in page.html


def test_only_what_dates_depend_on_is_asked(visitor: Browser) -> None:
    page = visitor.open(PAGE).press("加入这件事", what="step:apply")
    assert "知道决定的日期" in page.text
    assert "身份证件号码" not in page.text


def test_an_event_moves_the_case_and_starts_its_clocks(visitor: Browser) -> None:
    page = filed(visitor)
    assert "2026年2月2日（星期一） 申请复议" in page.text
    assert "审查期限" in page.text
    assert "第5个工作日为2026-02-09" in page.text


def test_a_date_may_be_left_out_and_its_clock_is_not_counted(visitor: Browser) -> None:
    page = tell(visitor.open(PAGE), "step:apply", _on="2026-02-02")
    assert "审查期限" in page.text
    assert "申请期限" not in page.text.split("推演时略去的内容")[0]
    assert "知道决定的日期" in page.text.split("推演时略去的内容")[1]


def test_what_the_law_itself_does_is_said(visitor: Browser) -> None:
    page = filed(visitor)
    assert "其间依法自动发生" in page.text
    assert "“审查期限”于2026-02-09届满：视为受理" in page.text
    assert "案件处于审理中" in page.text


def test_an_event_the_law_refuses_stays_listed_with_the_reason(visitor: Browser) -> None:
    page = tell(filed(visitor), "step:correct", _on="2026-02-03")
    assert "没有采纳：案件处于“待审查”，“补正材料”只能在“待补正”阶段办理" in page.text
    assert "《行政复议法》第三十一条第二款" in page.text


def test_a_paper_is_served_in_a_way_and_starts_its_clock(visitor: Browser) -> None:
    page = tell(filed(visitor), "step:ask_correction", _on="2026-02-03")
    assert "还要送达的文书" in page.text
    page = tell(page, "served:correction_notice", _on="2026-02-04", _mode="post")
    assert "邮寄送达《补正通知书》" in page.text
    assert "补正期限" in page.text


def test_events_are_put_in_the_order_of_time(visitor: Browser) -> None:
    page = tell(visitor.open(PAGE), "step:accept", _on="2026-02-04")
    page = tell(page, "step:apply", _on="2026-02-02", known_on="2026-01-12")
    assert page.text.index("2026年2月2日") < page.text.index("2026年2月4日")
    assert "没有采纳" not in page.text


def test_an_event_can_be_taken_out_again(visitor: Browser) -> None:
    assert "还没有。从提出申请开始。" in filed(visitor).press("移除").text


def test_an_event_can_be_given_up_while_it_is_told(visitor: Browser) -> None:
    page = visitor.open(PAGE).press("加入这件事", what="step:apply").press("取消")
    assert "还没有。从提出申请开始。" in page.text


def test_a_missing_date_is_asked_for_beside_its_question(visitor: Browser) -> None:
    page = visitor.open(PAGE).press("加入这件事", what="step:apply").press("加入")
    assert "请填写“哪一天办的”" in page.text
    assert 'href="#event__on"' in page.html


def test_an_event_after_the_day_reckoned_for_is_refused(visitor: Browser) -> None:
    page = tell(visitor.open(PAGE), "step:apply", _on="2026-02-12", known_on="2026-01-12")
    assert "不能晚于推演的日期2026-02-11" in page.text


def test_the_day_reckoned_for_can_be_moved(visitor: Browser) -> None:
    page = filed(visitor).press("重新推演", today="2026-05-01")
    assert "到 2026年5月1日（星期五） 为止" in page.text
    assert "审理期限已届满" in page.text


@pytest.mark.parametrize(
    ("day", "words"), [("", "请填写完整的年、月、日"), ("2026-01-01", "早于已经加入的事")]
)
def test_a_day_that_cannot_be_is_refused_and_nothing_lost(
    visitor: Browser, day: str, words: str
) -> None:
    page = filed(visitor).press("重新推演", today=day)
    assert words in page.text
    assert "2026年2月2日（星期一） 申请复议" in page.text


def test_the_story_is_the_input_of_the_command_and_the_api(visitor: Browser) -> None:
    page = filed(visitor)
    story = page.text[page.text.index('{"procedure"') : page.text.rindex("}") + 1]
    answer = visitor.client.post("/api/v1/whatif", story, content_type="application/json")
    assert answer.json()["stage"] == "accepted"
    assert json.loads(story)["events"][0]["facts"] == {"known_on": "2026-01-12"}


@pytest.mark.parametrize("story", ["{", "[]", '{"procedure": "x", "today": "", "events": []}', "1"])
def test_a_broken_story_begins_anew_with_a_word(visitor: Browser, story: str) -> None:
    visitor.open(PAGE)
    response = visitor.client.post(PAGE, {"story": story, "_do": "today", "today": "2026-02-11"})
    assert response.status_code == 200
    assert "data-error-summary" in response.content.decode()


def test_an_unknown_event_asks_nothing(visitor: Browser) -> None:
    response = visitor.client.post(PAGE, {"_do": "choose", "what": "step:nothing"})
    assert response.status_code == 200
    assert "加入这件事" in response.content.decode()
