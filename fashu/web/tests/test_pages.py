"""What every response carries, and what is shown when something fails."""

from collections.abc import Iterator
from types import ModuleType

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.urls import include, path

from fashu.kernel.access import current_actor
from fashu.kernel.people.models import Level, Office, OfficeKind
from fashu.synthetic.cast import PASSWORD
from fashu.synthetic.plant import plant_cast
from fashu.web.menu import PUBLIC, WORKBENCH
from fashu.web.templatetags.look import icon

pytestmark = pytest.mark.django_db


def write_and_fail(request: HttpRequest) -> HttpResponse:
    Office.objects.create(
        code="98", title="某局", level=Level.CITY, kind=OfficeKind.JUSTICE, division_code="98"
    )
    raise RuntimeError("on purpose")


def who(request: HttpRequest) -> HttpResponse:
    return HttpResponse(current_actor().name)


@pytest.fixture
def odd_pages() -> Iterator[None]:
    """Two addresses more than the platform has: one that fails, one that says who acts."""
    addresses = ModuleType("addresses")
    addresses.urlpatterns = [  # type: ignore[attr-defined]
        path("fail/", write_and_fail),
        path("who/", who),
        path("", include("fashu.config.urls")),
    ]
    addresses.handler500 = "fashu.web.errors.server_error"  # type: ignore[attr-defined]
    with override_settings(ROOT_URLCONF=addresses):
        yield


def test_nothing_inline_and_nothing_from_elsewhere_may_run(client: Client) -> None:
    policy = client.get("/").headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy


def test_pages_refuse_to_be_framed(client: Client) -> None:
    assert client.get("/").headers["X-Frame-Options"] == "DENY"


def test_health_is_asked_without_signing_in(client: Client) -> None:
    assert client.get("/healthz").json() == {"status": "ok"}


def test_a_missing_page_says_so_in_chinese(client: Client) -> None:
    page = client.get("/nowhere/")
    assert page.status_code == 404
    assert "没有找到此页面" in page.content.decode()


@pytest.mark.parametrize(("username", "back"), [("lin", "/workbench/"), ("xu", "/administration/")])
def test_a_missing_page_leads_back_to_ones_own_desk(
    client: Client, username: str, back: str
) -> None:
    plant_cast()
    client.post("/signin/", {"username": username, "password": PASSWORD})
    page = client.get("/workbench/nowhere/").content.decode()
    assert f'<a href="{back}">返回' in page


@pytest.mark.usefixtures("odd_pages")
def test_a_failing_view_saves_nothing_and_says_so() -> None:
    page = Client(raise_request_exception=False).get("/fail/")
    assert page.status_code == 500
    assert "没有保存" in page.content.decode()
    assert not Office.objects.filter(code="98").exists()


@pytest.mark.usefixtures("odd_pages")
def test_without_a_session_a_visitor_acts(client: Client) -> None:
    assert client.get("/who/").content.decode() == "访客"


def test_every_entry_of_the_menus_leads_somewhere_and_has_an_icon() -> None:
    items = [*PUBLIC, *(item for group in WORKBENCH for item in group.items)]
    for item in items:
        assert item.url_name
        assert item.icon in icon(item.icon)


def test_an_unknown_icon_is_refused() -> None:
    with pytest.raises(ValueError, match="no icon"):
        icon("no-such-icon")
