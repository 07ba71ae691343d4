"""The way in and the way out, through the browser's eyes."""

import pytest
from django.test import Client
from django.urls import reverse

from fashu.kernel.access import SYSTEM, acting_as
from fashu.kernel.people.models import Account
from fashu.synthetic.cast import PASSWORD
from fashu.synthetic.plant import plant_cast

pytestmark = pytest.mark.django_db

SIGN_IN = "/signin/"


@pytest.fixture(autouse=True)
def cast(monkeypatch: pytest.MonkeyPatch) -> None:
    plant_cast()


def enter(client: Client, username: str = "lin", **more: str) -> str:
    """Sign in and say where it leads; empty where it does not."""
    form = {"username": username, "password": PASSWORD, **more}
    return client.post(SIGN_IN, form).headers.get("Location", "")


def test_an_officer_begins_at_the_workbench(client: Client) -> None:
    assert enter(client) == "/workbench/"


def test_a_citizen_begins_at_the_front_page(client: Client) -> None:
    assert enter(client, "zhang") == "/"


def test_the_workbench_greets_by_name_and_office(client: Client) -> None:
    enter(client)
    page = client.get("/workbench/").content.decode()
    assert "林清" in page
    assert "明德市司法局" in page


def test_a_visitor_is_sent_to_sign_in_and_comes_back(client: Client) -> None:
    sent = client.get("/workbench/")
    assert sent.headers["Location"] == "/signin/?next=%2Fworkbench%2F"
    assert enter(client, next="/workbench/") == "/workbench/"


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example/", "javascript:x"])
def test_signing_in_never_leads_elsewhere(client: Client, elsewhere: str) -> None:
    assert enter(client, next=elsewhere) == "/workbench/"


def test_a_citizen_may_not_open_the_workbench(client: Client) -> None:
    enter(client, "zhang")
    page = client.get("/workbench/")
    assert page.status_code == 403
    assert "仅供工作人员使用" in page.content.decode()


def test_a_wrong_password_is_said_in_the_error_summary(client: Client) -> None:
    page = client.post(SIGN_IN, {"username": "lin", "password": "wrong"}).content.decode()
    assert "账号或者密码不正确" in page
    assert "data-error-summary" in page


def test_failures_are_counted_although_the_page_is_only_shown_again(client: Client) -> None:
    client.post(SIGN_IN, {"username": "lin", "password": "wrong"})
    with acting_as(SYSTEM):
        assert Account.objects.get(username="lin").failed_attempts == 1


def test_missing_fields_are_named_and_linked(client: Client) -> None:
    page = client.post(SIGN_IN, {}).content.decode()
    assert 'href="#id_username"' in page
    assert 'href="#id_password"' in page


def test_the_session_number_changes_on_signing_in(client: Client) -> None:
    client.get(SIGN_IN)
    session = client.session
    session["visit"] = 1
    session.save()
    before = client.cookies["sessionid"].value if "sessionid" in client.cookies else None
    enter(client)
    assert client.cookies["sessionid"].value != before


def test_signing_out_ends_the_session(client: Client) -> None:
    enter(client)
    client.post(reverse("web:sign_out"))
    assert client.get("/workbench/").status_code == 302


def test_a_link_cannot_sign_anybody_out(client: Client) -> None:
    assert client.get(reverse("web:sign_out")).status_code == 405


def test_a_changed_password_ends_every_session(client: Client) -> None:
    enter(client)
    with acting_as(SYSTEM):
        account = Account.objects.get(username="lin")
        account.set_password("another")
        account.save()
    assert client.get("/workbench/").status_code == 302


def test_a_disabled_account_loses_its_session(client: Client) -> None:
    enter(client)
    with acting_as(SYSTEM):
        Account.objects.filter(username="lin").update(is_active=False)
    assert client.get("/workbench/").status_code == 302


def test_demo_accounts_are_shown_in_demonstrations_only(
    client: Client, settings: pytest.FixtureRequest
) -> None:
    assert PASSWORD not in client.get(SIGN_IN).content.decode()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(settings, "DEMO", True)
        assert PASSWORD in client.get(SIGN_IN).content.decode()


def test_a_form_without_its_token_is_refused_in_words() -> None:
    client = Client(enforce_csrf_checks=True)
    page = client.post(SIGN_IN, {"username": "lin", "password": PASSWORD})
    assert page.status_code == 403
    assert "请刷新页面后重新提交" in page.content.decode()
