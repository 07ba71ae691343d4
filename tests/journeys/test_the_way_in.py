"""An officer comes in, finds her way, and leaves, by mouse, by keyboard and on a phone."""

from playwright.sync_api import expect

from tests.journeys.conftest import Visitor


def test_an_officer_signs_in_and_out(visitor: Visitor) -> None:
    page = visitor.sign_in("lin")
    expect(page).to_have_url(f"{visitor.base}/workbench/")
    expect(page.get_by_text("明德市司法局").first).to_be_visible()
    visitor.go("退出")
    expect(page.get_by_role("link", name="登录")).to_be_visible()


def test_the_keyboard_alone_is_enough_to_sign_in(visitor: Visitor) -> None:
    page = visitor.open("/signin/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="跳到正文")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.type("lin")
    page.keyboard.press("Tab")
    page.keyboard.type("wrong")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_be_focused()
    expect(page.get_by_role("alert")).to_contain_text("账号或者密码不正确")


def test_the_menu_opens_and_closes_on_a_phone(phone: Visitor) -> None:
    page = phone.sign_in("lin")
    menu = page.get_by_role("navigation", name="功能菜单")
    expect(menu).to_be_hidden()
    page.get_by_role("link", name="打开菜单").click()
    expect(menu).to_be_visible()
    page.get_by_role("link", name="收起菜单").click()
    expect(menu).to_be_hidden()


def test_the_chosen_look_stays(visitor: Visitor) -> None:
    page = visitor.open("/")
    page.get_by_role("button", name="切换浅色与深色").click()
    visitor.open("/signin/")
    expect(page.locator("html")).to_have_attribute("data-bs-theme", "dark")
