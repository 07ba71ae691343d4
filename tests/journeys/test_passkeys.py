"""A passkey in a real browser: made, used without a name, asked for again, and copied."""

from typing import Any

import pytest
from playwright.sync_api import CDPSession, Page, expect

from tests.journeys.conftest import Visitor

DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


class Device:
    """Chromium's own security key in software."""

    def __init__(self, page: Page) -> None:
        self.wire: CDPSession = page.context.new_cdp_session(page)
        self.wire.send("WebAuthn.enable")
        added = self.wire.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})
        self.id: str = added["authenticatorId"]

    def held(self) -> list[dict[str, Any]]:
        """What it holds."""
        found = self.wire.send("WebAuthn.getCredentials", {"authenticatorId": self.id})
        keys: list[dict[str, Any]] = found["credentials"]
        return keys

    def wind_back(self) -> None:
        """Put a copy of the key, as it once was, into its place."""
        (key,) = self.held()
        name = {"authenticatorId": self.id, "credentialId": key["credentialId"]}
        self.wire.send("WebAuthn.removeCredential", name)
        copy = {**key, "signCount": 0}
        self.wire.send("WebAuthn.addCredential", {"authenticatorId": self.id, "credential": copy})


@pytest.fixture
def device(visitor: Visitor) -> Device:
    return Device(visitor.page)


def add_passkey(visitor: Visitor) -> Page:
    page = visitor.sign_in("lin")
    visitor.open("/account/second/passkeys/")
    page.fill("#passkey_name", "办公室电脑")
    visitor.go("添加通行密钥")
    expect(page.get_by_text("通行密钥已添加")).to_be_visible()
    expect(page.get_by_text("办公室电脑").first).to_be_visible()
    return page


def test_a_passkey_signs_in_without_name_and_password(visitor: Visitor, device: Device) -> None:
    page = add_passkey(visitor)
    assert [key["isResidentCredential"] for key in device.held()] == [True]
    visitor.go("退出")
    visitor.open("/signin/?next=/workbench/todo/")
    visitor.go("用通行密钥登录")
    expect(page).to_have_url(f"{visitor.base}/workbench/todo/")


def test_after_the_password_the_passkey_is_asked_for(visitor: Visitor, device: Device) -> None:
    page = add_passkey(visitor)
    visitor.go("退出")
    visitor.sign_in("lin")
    expect(page).to_have_url(f"{visitor.base}/signin/second/")
    visitor.go("使用通行密钥")
    expect(page).to_have_url(f"{visitor.base}/workbench/")


def test_a_copied_passkey_is_found_out(visitor: Visitor, device: Device) -> None:
    page = add_passkey(visitor)
    visitor.go("退出")
    visitor.open("/signin/")
    visitor.go("用通行密钥登录")
    visitor.go("退出")
    device.wind_back()
    visitor.open("/signin/")
    visitor.go("用通行密钥登录")
    expect(page.get_by_role("alert")).to_contain_text("可能被人复制")


def test_without_a_passkey_the_page_says_so_and_goes_on(visitor: Visitor, device: Device) -> None:
    page = visitor.open("/signin/")
    page.get_by_role("button", name="用通行密钥登录").click()
    expect(page.get_by_text("没有完成验证")).to_be_visible(timeout=70_000)
    expect(page.get_by_role("button", name="用通行密钥登录")).to_be_enabled()
