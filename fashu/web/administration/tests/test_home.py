"""Who comes into the administration, and what he finds there."""

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client

from fashu.kernel.access import Kind
from fashu.synthetic.cast import PASSWORD
from fashu.synthetic.plant import plant_cast
from fashu.web.access import administrators_only

pytestmark = pytest.mark.django_db

THREE = {"xu": "系统管理员", "bao": "安全管理员", "ji": "审计管理员"}


@pytest.fixture(autouse=True)
def cast() -> None:
    plant_cast()


def enter(client: Client, username: str) -> str:
    """Sign in and say where it leads."""
    form = {"username": username, "password": PASSWORD}
    return client.post("/signin/", form).headers.get("Location", "")


@pytest.mark.parametrize("username", THREE)
def test_an_administrator_begins_in_the_administration(client: Client, username: str) -> None:
    assert enter(client, username) == "/administration/"
    page = client.get("/administration/").content.decode()
    assert f"<h1>{THREE[username]}</h1>" in page
    assert "不能查看案件" in page


@pytest.mark.parametrize("username", THREE)
def test_an_administrator_may_not_open_the_workbench(client: Client, username: str) -> None:
    enter(client, username)
    for path in ("/workbench/", "/workbench/cases/", "/workbench/todo/"):
        assert client.get(path).status_code == 403


@pytest.mark.parametrize("username", ["lin", "zhou", "shen", "zhang"])
def test_nobody_else_may_open_the_administration(client: Client, username: str) -> None:
    enter(client, username)
    page = client.get("/administration/")
    assert page.status_code == 403
    assert "仅供系统管理员、安全管理员、审计管理员使用" in page.content.decode()


def test_a_page_for_officers_cannot_be_declared_one_for_administrators() -> None:
    def view(request: HttpRequest) -> HttpResponse:
        return HttpResponse()

    with pytest.raises(ValueError, match="no administrators"):
        administrators_only(Kind.OFFICER)(view)
