"""A real Chromium against the test server.

A page that asks another machine for anything, or writes an error to the console, fails the
test that opened it.
"""

from collections.abc import Iterator
from typing import Literal
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Locator,
    Page,
    Request,
)
from pytest_django.live_server_helper import LiveServer

from fashu.synthetic.cast import PASSWORD
from fashu.synthetic.plant import plant_cast


@pytest.fixture
def visitor(browser: Browser, live_server: LiveServer) -> Iterator["Visitor"]:
    """Somebody at a desktop screen."""
    yield from _visitor(browser, live_server, 1280)


@pytest.fixture
def phone(browser: Browser, live_server: LiveServer) -> Iterator["Visitor"]:
    """Somebody with a small phone."""
    yield from _visitor(browser, live_server, 360)


class Visitor:
    """Somebody before a browser, who meets the people of the cast."""

    def __init__(self, context: BrowserContext, base: str) -> None:
        self.base = base
        self.page: Page = context.new_page()
        self.faults: list[str] = []
        self.page.on("request", self._watch_request)
        self.page.on("console", self._watch_console)

    def open(self, path: str) -> Page:
        """Open a page of the platform; it must fit the width of the screen."""
        self.page.goto(f"{self.base}{path}")
        self.check_width()
        return self.page

    def sign_in(self, username: str) -> Page:
        """Sign in as one of the cast through the sign-in page."""
        self.open("/signin/")
        self.page.fill("#id_username", username)
        self.page.fill("#id_password", PASSWORD)
        return self.follow(self.page.locator("main form button.btn-primary"))

    def go(self, name: str, role: Literal["button", "link"] = "button") -> Page:
        """Press the button or link of that name, and wait for the page it leads to."""
        return self.follow(self.page.get_by_role(role, name=name, exact=True).last)

    def follow(self, place: Locator) -> Page:
        """Press a place of the page, and wait for the page it leads to."""
        with self.page.expect_navigation():
            place.click()
        self.check_width()
        return self.page

    def check_width(self) -> None:
        """Nobody should have to scroll sideways."""
        wide = self.page.evaluate("document.documentElement.scrollWidth > innerWidth")
        assert not wide, f"{self.page.url} is wider than the screen"

    def _watch_request(self, request: Request) -> None:
        address = urlsplit(request.url)
        if address.scheme in ("http", "https") and not request.url.startswith(self.base):
            self.faults.append(f"asked {address.netloc}")

    def _watch_console(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.faults.append(message.text)


def _visitor(browser: Browser, server: LiveServer, width: int) -> Iterator[Visitor]:
    plant_cast()
    context = browser.new_context(
        viewport={"width": width, "height": 800}, locale="zh-CN", timezone_id="Asia/Shanghai"
    )
    visitor = Visitor(context, server.url)
    yield visitor
    context.close()
    assert visitor.faults == []
