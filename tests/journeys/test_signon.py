"""One sign-on: another subsystem, built on another implementation, learns who somebody is."""

import json
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import httpx
import pytest
from playwright.sync_api import Page, expect
from procrastinate.contrib.django import app
from procrastinate.contrib.django.django_connector import DjangoConnector
from pytest_django.live_server_helper import LiveServer

from fashu.kernel.access import SYSTEM, acting_as
from fashu.kernel.credentials.models import Outcome, SignIn
from fashu.kernel.credentials.signon import clients, keys
from fashu.kernel.credentials.signon.clients import SCOPES, Registration
from tests.architecture.sources import ROOT
from tests.journeys.conftest import Visitor

PARTY = ROOT / "tests" / "signon" / "relying_party.py"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@pytest.fixture
def party(live_server: LiveServer, tmp_path: Path) -> Iterator[str]:
    """The address of a registered subsystem that runs by itself."""
    port = free_port()
    base = f"http://localhost:{port}"
    with acting_as(SYSTEM):
        client, secret = clients.register(
            Registration(
                title="公共法律服务平台",
                redirect_uris=(f"{base}/callback",),
                logout_uris=(f"{base}/left",),
                backchannel_uri=f"{base}/told",
                scopes=tuple(SCOPES),
            )
        )
    command = [sys.executable, str(PARTY), str(port), live_server.url, client.client_id, secret]
    process = subprocess.Popen(  # it keeps its keys where it runs
        command, cwd=tmp_path, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    for _ in range(100):
        try:
            httpx.get(f"{base}/who")
            break
        except httpx.TransportError:
            time.sleep(0.1)
    yield base
    process.kill()
    process.wait()


@pytest.fixture
def lin(visitor: Visitor) -> Visitor:
    """An officer whose browser also meets the other subsystem."""
    visitor.page.remove_listener("request", visitor._watch_request)
    visitor.page.remove_listener("console", visitor._watch_console)
    return visitor


def work() -> None:
    """Let a worker finish what waits."""
    connector = app.connector
    assert isinstance(connector, DjangoConnector)
    with app.replace_connector(connector.get_worker_connector()) as worker:
        worker.run_worker(wait=False, install_signal_handlers=False, listen_notify=False)


def said(page: Page) -> dict[str, Any]:
    """What the subsystem says on its page."""
    found: dict[str, Any] = json.loads(page.locator("body").inner_text())
    return found


def sign_on(visitor: Visitor, party: str) -> dict[str, Any]:
    """From the subsystem through our door and consent, and back."""
    page = visitor.page
    page.goto(f"{party}/start")
    page.fill("#id_username", "lin")
    page.fill("#id_password", "fashu-demo-2026")
    page.locator("main form button.btn-primary").click()
    expect(page.get_by_role("heading")).to_contain_text("公共法律服务平台")
    expect(page.get_by_text("您的姓名和账号")).to_be_visible()
    page.get_by_role("button", name="同意并登录").click()
    page.wait_for_url(f"{party}/callback**")
    return said(page)


def test_another_subsystem_learns_who_it_is_and_no_more(lin: Visitor, party: str) -> None:
    told = sign_on(lin, party)
    assert told["userinfo"]["name"] == "林清"
    assert told["userinfo"]["office_title"] == "明德市司法局"
    assert told["userinfo"]["roles"] == ["office"]
    assert told["id_token"]["amr"] == ["pwd"]
    assert told["id_token"]["sub"] == told["userinfo"]["sub"]
    assert "lin" not in told["id_token"]["sub"]
    with acting_as(SYSTEM):
        line = SignIn.objects.get(outcome=Outcome.GRANTED)
    assert (line.who, line.detail) == ("林清（lin）", "公共法律服务平台")


def test_whoever_is_signed_in_and_has_agreed_is_not_asked_again(lin: Visitor, party: str) -> None:
    first = sign_on(lin, party)
    keys.rotate()
    lin.page.goto(f"{party}/start?scope=openid%20profile")
    assert said(lin.page)["userinfo"]["sub"] == first["userinfo"]["sub"]


def test_whoever_does_not_agree_is_not_known(lin: Visitor, party: str) -> None:
    lin.sign_in("lin")
    page = lin.page
    page.goto(f"{party}/start")
    page.get_by_role("button", name="不同意").click()
    page.wait_for_url(f"{party}/callback**")
    assert "access_denied" in said(page)["error"]
    assert httpx.get(f"{party}/who").json() == {}


def test_tokens_are_renewed_while_the_session_lasts(lin: Visitor, party: str) -> None:
    sign_on(lin, party)
    assert httpx.get(f"{party}/again").json() == {"renewed": True}
    assert httpx.get(f"{party}/again").json() == {"renewed": True}


def test_leaving_the_subsystem_leaves_us_too(lin: Visitor, party: str) -> None:
    sign_on(lin, party)
    lin.page.goto(f"{party}/leave")
    lin.page.wait_for_url(f"{party}/left**")
    lin.page.goto(f"{lin.base}/workbench/")
    expect(lin.page).to_have_url(f"{lin.base}/signin/?next=%2Fworkbench%2F")


def test_leaving_us_tells_the_subsystem(lin: Visitor, party: str) -> None:
    sign_on(lin, party)
    lin.open("/workbench/")
    lin.go("退出")
    assert httpx.get(f"{party}/who").json()["userinfo"]["name"] == "林清"
    with ThreadPoolExecutor(1) as aside:  # the browser's event loop runs in this thread
        aside.submit(work).result()
    assert httpx.get(f"{party}/who").json() == {}
