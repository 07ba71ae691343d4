"""A newcomer: opened by one administrator, given a role by another, in by his code."""

from playwright.sync_api import Page, expect

from fashu.kernel import api, clock
from fashu.kernel.access import SYSTEM, DataScope, acting_as
from fashu.kernel.access.models import LogEntry, Role
from fashu.kernel.credentials import totp
from fashu.kernel.people import rights
from fashu.kernel.people.models import Account
from fashu.synthetic.plant import citizen
from tests.journeys.conftest import Visitor
from tests.journeys.test_officers import APPLICATION, own_record

__all__ = ["own_record"]

OWN = "Qinghe-7381"


def filed_with(office: str, key: str) -> str:
    """An application that this office is to handle; its number."""
    today = clock.today().isoformat()
    with acting_as(SYSTEM):
        zhang = citizen(Account.objects.get(username="zhang"))
    facts = {**APPLICATION, "authority_office": office, "act_on": today, "known_on": today}
    with acting_as(zhang):
        return api.open_case("reconsideration", "file", facts, request_key=key).number


def opened(visitor: Visitor) -> str:
    """The system administrator opens an account in the city's bureau; the code."""
    page = visitor.sign_in("xu")
    visitor.open("/administration/officers/")
    visitor.go("新建账号", "link")
    for field, value in {
        "username": "xinming",
        "name": "辛明",
        "office": "9901",
        "post": "科员",
        "basis": "示司任〔2026〕1号",
    }.items():
        page.fill(f"#id_{field}", value)
    visitor.go("建立并生成激活码")
    code = page.locator("[data-code]").inner_text()
    visitor.go("我已交给本人", "link")
    expect(page.get_by_text("未激活")).to_be_visible()
    visitor.go("退出")
    return code


def granted(visitor: Visitor) -> None:
    """The security administrator makes a role that reaches the own office alone, and gives it."""
    page = visitor.sign_in("bao")
    visitor.open("/administration/roles/")
    page.fill("#id_key", "local")
    page.fill("#id_title", "本局经办")
    page.select_option("#id_plays", "office")
    visitor.go("新建")
    page.get_by_text("更改数据范围").click()
    page.select_option("#id_scope", str(DataScope.OFFICE.value))
    visitor.go("保存数据范围")
    visitor.open("/administration/officers/?q=辛明")
    visitor.go("辛明", "link")
    visitor.go("授予角色", "link")
    page.select_option("#id_role", label="本局经办（本部门）")
    visitor.go("授予")
    expect(page.get_by_text("已授予本局经办")).to_be_visible()
    visitor.go("退出")


def comes_in(visitor: Visitor, code: str) -> Page:
    """He trades the code for a password of his own and chooses a second factor at the door."""
    page = visitor.open("/signin/")
    visitor.go("激活账号", "link")
    page.fill("#id_username", "xinming")
    page.fill("#id_code", code)
    page.fill("#id_new", OWN)
    page.fill("#id_again", OWN)
    visitor.go("激活")
    page.fill("#id_username", "xinming")
    page.fill("#id_password", OWN)
    visitor.go("登录")
    page.get_by_text("手工输入密钥").click()
    secret = page.locator(".secret").inner_text()
    page.fill("#id_code", totp.code_at(secret, int(clock.now().timestamp()) // 30))
    visitor.go("启用动态口令")
    return visitor.go("我已保存，继续", "link")


def seen(visitor: Visitor, *numbers: str) -> list[bool]:
    """Which of these cases are in his list, and open to him."""
    listed = visitor.open("/workbench/cases/").locator("main").inner_text()
    answers = [
        visitor.page.request.get(f"{visitor.base}/workbench/cases/{number}/").status == 200
        for number in numbers
    ]
    assert answers == [number in listed for number in numbers]
    return answers


def test_a_newcomer_sees_exactly_the_cases_of_his_scope(visitor: Visitor) -> None:
    city, county = filed_with("G9901", "city"), filed_with("G990101", "county")
    code = opened(visitor)
    granted(visitor)
    comes_in(visitor, code)
    expect(visitor.page.locator(".office.quiet")).to_have_text("明德市司法局")
    assert seen(visitor, city, county) == [True, False]
    with acting_as(SYSTEM):
        rights.set_scope(Role.objects.get(key="local"), DataScope.SUBTREE)
    assert seen(visitor, city, county) == [True, True]
    with acting_as(SYSTEM):
        rights.set_scope(Role.objects.get(key="local"), DataScope.OWN)
    assert seen(visitor, city, county) == [False, False]
    with acting_as(SYSTEM):
        lines = LogEntry.objects.exclude(kind="system").order_by("seq")
        told = [(line.name, line.action) for line in lines]
    assert told == [
        ("许维", "account"),
        ("许维", "post"),
        ("许维", "appoint"),
        ("鲍严", "role"),
        ("鲍严", "scope"),
        ("鲍严", "grant"),
    ]


def test_on_a_phone_an_account_is_opened_disabled_and_enabled(phone: Visitor) -> None:
    opened(phone)
    page = phone.sign_in("xu")
    phone.open("/administration/officers/@xinming/")
    for button, said in (("停用", "账号已停用"), ("启用", "账号已启用")):
        phone.go(button, "link")
        page.fill("#id_reason", "核对")
        phone.go(button)
        expect(page.get_by_text(said)).to_be_visible()
