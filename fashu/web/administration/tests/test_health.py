"""The page of the installation's health, and what the public may know of it."""

import json

import pytest
from django.core.cache import cache
from django.test import Client

from fashu.kernel.health import looking
from fashu.kernel.health.check import Check, State, bad, ok, warn
from fashu.synthetic.plant import plant_cast
from fashu.web import views
from fashu.web.administration import health
from fashu.web.administration.tests.test_home import enter

pytestmark = pytest.mark.django_db

PAGE = "/administration/health/"
FOUND = [
    ok("database", "数据库", "PostgreSQL 17"),
    ok("migrations", "数据表", "已是最新"),
    warn("library", "法规库", "法规库是空的<b>", "请导入"),
    bad("worker", "作业", "没有作业进程", "请启动 fashu worker"),
]


def test_what_is_wrong_stands_first_with_what_to_do(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    plant_cast()
    enter(client, "xu")
    monkeypatch.setattr(health, "look", lambda: list(FOUND))
    page = client.get(PAGE).content.decode()
    assert "2 项需要处理" in page
    places = [page.index(words) for words in ("没有作业进程", "法规库是空的", "PostgreSQL 17")]
    assert places == sorted(places)
    assert "请启动 fashu worker" in page
    assert "法规库是空的&lt;b&gt;" in page


def test_the_page_looks_for_itself(client: Client) -> None:
    plant_cast()
    enter(client, "xu")
    page = client.get(PAGE).content.decode()
    for _, title, _ in (*looking.CHECKS, *looking.WITHOUT):
        assert title in page
    assert "无法检查" not in page


@pytest.mark.parametrize("username", ["bao", "ji", "lin", "zhang"])
def test_the_page_is_the_system_administrators(client: Client, username: str) -> None:
    plant_cast()
    enter(client, username)
    assert client.get(PAGE).status_code == 403


def test_a_monitor_gets_states_and_not_a_word(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(views, "look", lambda: list(FOUND))
    response = client.get("/readyz")
    assert response.status_code == 200
    assert json.loads(response.content) == {
        "status": "bad",
        "checks": {"database": "ok", "migrations": "ok", "library": "warn", "worker": "bad"},
    }


def test_where_pages_cannot_be_served_it_is_not_ready(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    waiting = Check("migrations", "数据表", State.BAD, "有1个迁移没有执行")
    monkeypatch.setattr(views, "look", lambda: [FOUND[0], waiting])
    assert client.get("/readyz").status_code == 503


def test_however_often_somebody_asks_it_is_looked_at_once(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    looks: list[int] = []

    def look() -> list[Check]:
        looks.append(1)
        return list(FOUND)

    monkeypatch.setattr(views, "look", look)
    for _ in range(20):
        client.get("/readyz")
    assert len(looks) == 1
    cache.clear()
    client.get("/readyz")
    assert len(looks) == 2
