"""回避 in a browser: a citizen asks on her telephone, the head decides, the officer is out."""

import pytest
from playwright.sync_api import Page

from tests.journeys.conftest import Visitor
from tests.journeys.test_officers import filed, leave, own_record

__all__ = ["own_record"]

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "record"])


def test_a_party_has_an_officer_replaced(phone: Visitor) -> None:
    number = filed()
    lin = phone.sign_in("lin")
    phone.open(f"/workbench/cases/{number}/")
    phone.follow(lin.locator("form[action$='/handling/claim/'] button"))
    leave(phone)
    asked(phone, number)
    decided(phone, number)
    no_longer_shown(phone, number)
    zhang = phone.sign_in("zhang")
    phone.open(f"/mine/{number}/avoidance/")
    assert "已决定回避" in zhang.locator("main").inner_text()


def asked(visitor: Visitor, number: str) -> None:
    """The citizen finds the officer's name on her case, and asks by keyboard alone."""
    zhang = visitor.sign_in("zhang")
    visitor.open(f"/mine/{number}/")
    visitor.go("申请回避", "link")
    zhang.get_by_label("林清（承办人）").focus()
    zhang.keyboard.press("Space")
    zhang.keyboard.press("Tab")
    zhang.keyboard.press("ArrowUp")
    assert zhang.get_by_label("其他可能影响公正执行公务的").is_checked()
    zhang.keyboard.press("Tab")
    zhang.keyboard.type("承办人与被申请人的负责人是同学。")
    zhang.keyboard.press("Tab")
    with zhang.expect_navigation():
        zhang.keyboard.press("Enter")
    assert "等待决定" in zhang.locator("main").inner_text()
    leave(visitor)


def decided(visitor: Visitor, number: str) -> None:
    """The head reads the reason and decides; whoever avoids is offered to him no more."""
    zhou = visitor.sign_in("zhou")
    visitor.open(f"/workbench/cases/{number}/")
    part = zhou.locator("#avoidance")
    assert "承办人与被申请人的负责人是同学" in part.inner_text()
    part.locator("summary", has_text="决定林清是否回避").click()
    visitor.follow(part.get_by_role("button", name="决定回避", exact=True).first)
    assert "已决定：林清应当回避" in zhou.locator("main").inner_text()
    assert "林清" not in offered(zhou)
    leave(visitor)


def offered(page: Page) -> list[str]:
    return page.locator("#handler option").all_inner_texts()


def no_longer_shown(visitor: Visitor, number: str) -> None:
    lin = visitor.sign_in("lin")
    assert number not in lin.locator("main").inner_text()
    answer = lin.request.get(f"{visitor.base}/workbench/cases/{number}/")
    assert answer.status == 404
    leave(visitor)
