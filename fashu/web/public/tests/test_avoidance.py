"""申请回避 by a party: whom it may name, what it is told, and what nobody else learns."""

from dataclasses import replace

import pytest

from fashu.kernel import api
from fashu.kernel.access import SYSTEM, acting_as
from fashu.kernel.api import Outcome
from fashu.kernel.cases.models import Avoidance, Case
from fashu.kernel.cases.tests.conftest import Cast
from fashu.web.public.tests.browser import Browser
from fashu.web.public.tests.test_mine import case

pytestmark = pytest.mark.django_db

__all__ = ["case"]


@pytest.fixture
def handled(cast: Cast, case: Outcome) -> str:
    """The case with somebody who handles it."""
    with acting_as(SYSTEM):
        Case.objects.update(handler=cast.east.account_id)
    return case.number


def test_before_anybody_works_on_it_nobody_can_be_named(alice: Browser, case: Outcome) -> None:
    assert "还没有确定" in alice.open(f"/mine/{case.number}/").text
    assert "还没有人承办您的案件" in alice.open(f"/mine/{case.number}/avoidance/").text


def test_a_party_asks_and_reads_the_answer(alice: Browser, cast: Cast, handled: str) -> None:
    assert f'href="/mine/{handled}/avoidance/"' in alice.open(f"/mine/{handled}/").html
    page = alice.open(f"/mine/{handled}/avoidance/")
    assert "东官（承办人）" in page.text
    assert "东官乙" not in page.text
    assert "《公务员法》第七十七条" in page.text
    officer = str(cast.east.account_id)
    page.press("申请回避", officer=officer, ground="other", reason="与被申请人是同学")
    assert "已收到您的回避申请" in page.text
    assert "等待决定" in page.text
    with acting_as(SYSTEM):
        asked = Avoidance.objects.get()
    with acting_as(replace(cast.colleague, roles=frozenset({"authority"}))):
        api.decide_avoidance(handled, asked.pk, upheld=False, answer="经查并非同学")
    page.open(f"/mine/{handled}/avoidance/")
    assert "不予回避" in page.text
    assert "机关的答复：经查并非同学" in page.text


def test_what_is_missing_is_said_beside_it(alice: Browser, handled: str) -> None:
    page = alice.open(f"/mine/{handled}/avoidance/").press("申请回避", reason="同学")
    assert page.status == 200
    assert "请选择工作人员" in page.text
    assert "请选择情形" in page.text
    assert "同学" in page.html


def test_the_same_is_asked_once(alice: Browser, cast: Cast, handled: str) -> None:
    form = {"officer": str(cast.east.account_id), "ground": "other", "reason": "同学"}
    for _ in range(2):
        page = alice.open(f"/mine/{handled}/avoidance/").press("申请回避", **form)
    assert "正在等待决定" in page.text


def test_nobody_else_asks(bob: Browser, handled: str) -> None:
    assert bob.open(f"/mine/{handled}/avoidance/").status == 404
