"""期限计算器 for one time limit."""

import pytest

from fashu.web.public.tests.browser import Browser

pytestmark = pytest.mark.django_db

OWN = {"term": "own", "amount": "5", "unit": "working_day", "rollover": "statutory"}


def test_the_empty_form_complains_about_nothing(visitor: Browser) -> None:
    page = visitor.open("/deadline/")
    assert "算期限" in page.text
    assert "data-error-summary" not in page.html


def test_working_days_skip_the_festival_and_count_the_weekend_worked(visitor: Browser) -> None:
    page = visitor.open("/deadline/").press("计算", start="2026-02-11", mode="itself", **OWN)
    assert "最后一天是 2026年2月25日（星期三）" in page.text
    assert "春节假期不计" in page.text
    assert "2026-02-14调休上班计入" in page.text


def test_a_term_of_a_procedure_brings_its_length_and_its_article(visitor: Browser) -> None:
    page = visitor.open("/deadline/").press(
        "计算", start="2026-02-11", mode="itself", term="sample.review/decision"
    )
    assert "审理期限的最后一天是 2026年4月13日（星期一）" in page.text
    assert "期限依据：《行政复议法》第六十二条第一款" in page.text


def test_public_notice_adds_its_thirty_days_and_says_why(visitor: Browser) -> None:
    page = visitor.open("/deadline/").press("计算", start="2026-03-02", mode="public", **OWN)
    assert "公告送达" in page.text
    assert "最后一天是 2026年4月9日" in page.text


def test_a_day_in_a_year_without_its_notice_is_provisional(visitor: Browser) -> None:
    page = visitor.open("/deadline/").press("计算", start="2099-01-04", mode="itself", **OWN)
    assert "这个日期是暂定的" in page.text


def test_what_is_missing_is_asked_for(visitor: Browser) -> None:
    page = visitor.open("/deadline/").press("计算", mode="itself", term="own")
    for words in ("请填写“从哪一天算起”", "请填写“期限有多长”", "请选择“单位”"):
        assert words in page.text
    assert 'href="#id_start"' in page.html


@pytest.mark.parametrize("amount", ["0", "-3", "一百", "99999999"])
def test_a_length_that_is_none_is_refused_in_words(visitor: Browser, amount: str) -> None:
    asked = OWN | {"amount": amount}
    page = visitor.open("/deadline/").press("计算", start="2026-02-11", mode="itself", **asked)
    assert page.status == 200
    assert "data-error-summary" in page.html
    assert "的最后一天是" not in page.text


def test_a_result_has_an_address_of_its_own(visitor: Browser) -> None:
    page = visitor.open(
        "/deadline/?start=2026-02-11&mode=itself&term=own&amount=5&unit=working_day&rollover=statutory"
    )
    assert "2026年2月25日" in page.text


def test_nonsense_in_the_address_is_no_failure(visitor: Browser) -> None:
    page = visitor.open("/deadline/?start=x&mode=y&term=z&amount=%07&unit=&rollover=q")
    assert page.status == 200
    assert "data-error-summary" in page.html
