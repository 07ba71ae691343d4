"""The province's sign-on: a second Fashu, in its own process and database, says who somebody is."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from django.conf import LazySettings
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from fashu.config.environment import Province
from fashu.kernel import clock
from fashu.kernel.access import SYSTEM, Kind, acting_as
from fashu.kernel.credentials import passwords, totp
from fashu.kernel.credentials.models import LinkedIdentity, Means, Outcome, Session, SignIn
from fashu.kernel.people.models import Account
from tests.architecture.sources import ROOT
from tests.journeys.conftest import Visitor
from tests.journeys.test_signon import free_port

HERE, THERE = "Qinghe-7381", "Shifan-7381"
"""The password of everybody on this platform, and on the other."""


@dataclass(frozen=True)
class Elsewhere:
    """The other platform: its address, how it knows us, and the secret of 顾薇's phone."""

    issuer: str
    client_id: str
    secret: str
    totp: str


@pytest.fixture(scope="module")
def process(
    live_server: LiveServer, another_database_url: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Elsewhere]:
    """The other platform, in a process of its own."""
    port, folder = free_port(), tmp_path_factory.mktemp("elsewhere")
    # Another name for the same machine: cookies do not tell ports apart.
    issuer, base = f"http://127.0.0.1:{port}", live_server.url.replace("127.0.0.1", "localhost")
    own = {
        "FASHU_DATABASE_URL": another_database_url,
        "FASHU_ISSUER": issuer,
        "FASHU_VAR": str(folder),
        "FASHU_DEBUG": "1",
        "PYTHONPATH": str(ROOT),
    }
    command = [sys.executable, str(ROOT / "tests" / "signon" / "provider.py"), str(port)]
    command += [f"{base}/signin/province/back/", THERE]
    said = folder / "stderr"
    with (
        said.open("w") as errors,
        subprocess.Popen(
            command, env=os.environ | own, stdout=subprocess.PIPE, stderr=errors
        ) as process,
    ):
        assert process.stdout is not None
        line = process.stdout.readline()
        assert line, said.read_text()
        yield Elsewhere(issuer, **json.loads(line))
        process.kill()


@pytest.fixture
def elsewhere(process: Elsewhere, settings: LazySettings) -> Elsewhere:
    """The same, taken into use here."""
    settings.PROVINCE = Province(process.issuer, process.client_id, process.secret)
    return process


@pytest.fixture
def she(visitor: Visitor) -> Visitor:
    """Somebody whose browser also meets the other platform."""
    visitor.page.remove_listener("request", visitor._watch_request)
    return visitor


def account(username: str, name: str, kind: Kind) -> Account:
    with acting_as(SYSTEM):
        made = Account.objects.create_account(username, name=name, kind=kind)
    passwords.choose(made, HERE)
    return made


def enter(page: Page, username: str, password: str) -> None:
    page.fill("#id_username", username)
    page.fill("#id_password", password)
    page.locator("main form button.btn-primary").first.click()


def by_password(she: Visitor, username: str, target: str) -> None:
    she.open(f"/signin/?next={target}")
    enter(she.page, username, HERE)
    she.page.wait_for_url(f"{she.base}{target}")


def by_province(she: Visitor) -> Page:
    she.open("/signin/")
    she.page.get_by_role("button", name="用省统一身份认证登录").click()
    return she.page


def test_a_citizen_links_her_account_once_and_then_comes_in_by_it(
    she: Visitor, elsewhere: Elsewhere
) -> None:
    account("zxl", "张晓岚", Kind.CITIZEN)
    page = by_province(she)
    page.wait_for_url(f"{elsewhere.issuer}/signin/**")
    enter(page, "zhangxiaolan", THERE)
    expect(page.get_by_role("heading", level=1)).to_have_text("还没有关联法枢账号")
    she.check_width()
    page.get_by_role("link", name="用账号登录并关联").click()
    enter(page, "zxl", HERE)
    page.wait_for_url(f"{she.base}/account/province/")
    page.get_by_role("button", name="关联省统一身份认证").click()
    expect(page.get_by_text("已关联。下次可以用省统一身份认证登录。")).to_be_visible()
    page.get_by_role("button", name="退出").first.click()
    by_province(she)
    page.wait_for_url(f"{she.base}/")
    she.open("/account/")
    expect(page.get_by_text("张晓岚").first).to_be_visible()
    page.get_by_role("button", name="退出").first.click()
    page.get_by_role("link", name="退出省统一身份认证").click()
    page.wait_for_url(f"{elsewhere.issuer}/signon/leave**")
    with acting_as(SYSTEM):
        assert LinkedIdentity.objects.get().account.username == "zxl"
        outcomes = set(SignIn.objects.filter(means=Means.PROVINCE).values_list("outcome"))
    wanted = (Outcome.UNLINKED, Outcome.CHANGED, Outcome.SIGNED_IN, Outcome.ENDED)
    assert outcomes == {(each,) for each in wanted}


def test_an_officers_second_factor_counts_where_the_token_shows_it(
    she: Visitor, elsewhere: Elsewhere
) -> None:
    officer = account("gw", "顾薇", Kind.OFFICER)
    page = by_province(she)
    enter(page, "guwei", THERE)
    step = int(clock.now().timestamp()) // 30
    page.fill("#id_code", totp.code_at(elsewhere.totp, step))
    page.get_by_role("button", name="继续", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("还没有关联法枢账号")
    she.open("/signin/")
    enter(page, "gw", HERE)
    expect(page.get_by_role("heading", level=1)).to_have_text("设置第二因素")
    totp.prepare(officer)
    secret = totp.secret_of(officer)
    page.fill("#id_code", totp.code_at(secret, int(clock.now().timestamp()) // 30))
    page.get_by_role("button", name="启用动态口令").click()
    page.get_by_role("link", name="我已保存，继续").click()
    page.wait_for_url(f"{she.base}/workbench/")
    she.open("/account/province/")
    page.get_by_role("button", name="关联省统一身份认证").click()
    expect(page.get_by_text("已关联。下次可以用省统一身份认证登录。")).to_be_visible()
    page.get_by_role("button", name="退出").first.click()
    by_province(she)
    page.wait_for_url(f"{she.base}/workbench/")
    with acting_as(SYSTEM):
        session = Session.objects.get(account=officer, ended_at=None)
    assert (session.means, session.second) == (Means.PROVINCE, Means.PROVINCE)


def test_somebody_elses_account_over_there_is_not_linked(
    she: Visitor, elsewhere: Elsewhere
) -> None:
    account("heyu", "何雨", Kind.CITIZEN)
    by_password(she, "heyu", "/account/province/")
    page = she.page
    page.get_by_role("button", name="关联省统一身份认证").click()
    enter(page, "zhangxiaolan", THERE)
    expect(page.get_by_role("alert")).to_contain_text("姓名与您的账号不一致")
    with acting_as(SYSTEM):
        assert not LinkedIdentity.objects.exists()


def test_the_answer_of_one_browser_is_worth_nothing_in_another_nor_twice(
    she: Visitor, elsewhere: Elsewhere
) -> None:
    """The other platform's own answer, code and all, is caught before it comes in."""
    account("zxl", "张晓岚", Kind.CITIZEN)
    by_password(she, "zxl", "/account/province/")
    page, caught = she.page, list[str]()
    page.on("request", lambda r: caught.append(r.url) if "/province/back/" in r.url else None)
    page.get_by_role("button", name="关联省统一身份认证").click()
    enter(page, "zhangxiaolan", THERE)
    expect(page.get_by_text("已关联。下次可以用省统一身份认证登录。")).to_be_visible()
    page.get_by_role("button", name="退出").first.click()
    (answer,) = caught
    page.goto(answer)
    expect(page.get_by_role("alert")).to_contain_text("从别处带来的链接")
    she.open("/account/")
    page.wait_for_url(f"{she.base}/signin/**")
