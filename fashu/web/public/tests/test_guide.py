"""The front page and the service guide, read off the procedure."""

import pytest
from django.conf import LazySettings

from fashu.kernel.cases import catalogue
from fashu.web.public.guide import guide
from fashu.web.public.tests import sample
from fashu.web.public.tests.browser import Browser

pytestmark = pytest.mark.django_db

GUIDE = "/services/sample.review/"


def test_the_front_page_offers_every_service(visitor: Browser) -> None:
    page = visitor.open("/")
    assert f'href="{GUIDE}"' in page.html
    for words in ("行政复议", "我的案件", "查进度", "算期限", "查法规"):
        assert words in page.text


def test_without_a_service_the_front_page_says_so(visitor: Browser, settings: LazySettings) -> None:
    settings.FASHU_CATALOGUE = "fashu.web.public.tests.sample.NOTHING"
    catalogue.businesses.cache_clear()
    assert "现在没有可以在线办理的事项" in visitor.open("/").text


def test_the_guide_says_how_where_and_by_when(visitor: Browser) -> None:
    page = visitor.open(GUIDE)
    for words in (
        "对行政机关的决定不服，可以申请复议。",
        "一般向作出决定的机关的同级人民政府申请。",
        "申请期限60日",
        "由申请人完成",
        "过期的后果：不予受理",
        "《行政复议法》第二十条第一款",
        "要求补正，到“待补正”",
        "可能的结果：“已决定”、“已撤回”",
        "2024 版",
    ):
        assert words in page.text


def test_the_guide_draws_the_procedure(visitor: Browser) -> None:
    assert "<svg" in visitor.open(GUIDE).html


def test_the_stages_come_in_the_order_one_meets_them() -> None:
    found = guide(sample.BUSINESS)
    assert [[leg.stage.key for leg in level] for level in found.legs] == [
        ["received"],
        ["correcting", "accepted"],
    ]
    assert found.aside == ()


def test_ones_own_limits_stand_apart_from_the_organs() -> None:
    found = guide(sample.BUSINESS)
    assert [limit.term.key for limit in found.own_limits] == ["filing", "correcting"]
    assert [limit.term.key for limit in found.organ_limits] == ["examination", "decision"]
