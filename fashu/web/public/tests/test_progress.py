"""进度查询 by code: nobody signs in, nobody is named, nobody can try codes for long."""

import pytest
from django.core.cache import cache

from fashu.kernel.api import Outcome
from fashu.web.public.progress import TRIES
from fashu.web.public.tests.browser import Browser
from fashu.web.public.tests.test_mine import case

pytestmark = pytest.mark.django_db

__all__ = ["case"]


@pytest.fixture(autouse=True)
def nobody_tried() -> None:
    cache.clear()


def test_a_code_shows_where_the_case_stands(visitor: Browser, case: Outcome) -> None:
    page = visitor.open("/progress/").press("查询", code=case.code)
    for words in ("行政复议", "待审查", case.number, "2026年2月25日", "要求补正，到“待补正”"):
        assert words in page.text


@pytest.mark.parametrize("written", [str.lower, lambda code: f" {code[:4]}-{code[4:8]} {code[8:]}"])
def test_the_code_may_be_written_as_one_likes(
    visitor: Browser, case: Outcome, written: type[str]
) -> None:
    assert "待审查" in visitor.open("/progress/").press("查询", code=written(case.code)).text


def test_no_word_about_persons_is_shown(visitor: Browser, case: Outcome) -> None:
    page = visitor.open("/progress/").press("查询", code=case.code)
    for words in ("张三", "990101199001010019", "处罚过重", "第2类决定"):
        assert words not in page.html


def test_a_wrong_code_is_said_in_words_and_kept_in_its_box(visitor: Browser) -> None:
    page = visitor.open("/progress/").press("查询", code='X"><b>')
    assert "没有找到这个查询码" in page.text
    assert "data-error-summary" in page.html
    assert "<b>" not in page.html.split("<main")[1]


def test_the_code_does_not_stay_in_the_address(visitor: Browser, case: Outcome) -> None:
    page = visitor.open("/progress/").press("查询", code=case.code)
    assert page.path == "/progress/"


def test_after_many_wrong_codes_one_has_to_wait(visitor: Browser, case: Outcome) -> None:
    for _ in range(TRIES):
        visitor.open("/progress/").press("查询", code="WRONG")
    page = visitor.open("/progress/").press("查询", code=case.code)
    assert page.status == 429
    assert "请过15分钟再查" in page.text


def test_a_right_code_may_be_asked_as_often_as_one_likes(visitor: Browser, case: Outcome) -> None:
    for _ in range(TRIES + 1):
        page = visitor.open("/progress/").press("查询", code=case.code)
    assert "待审查" in page.text
