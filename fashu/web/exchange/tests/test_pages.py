"""What the three administrators see and do about applications, and what everybody may read."""

import re

import pytest
from django.test import Client

from fashu.kernel.access import SYSTEM, acting_as
from fashu.kernel.exchange import consumers, subscriptions
from fashu.kernel.exchange.models import Consumer, ConsumerKey, Delivery, State, Subscription
from fashu.kernel.people.models import Posting
from fashu.synthetic.plant import plant_cast
from fashu.web.administration.tests.test_home import enter
from fashu.web.api import api
from fashu.web.api.fields import harmless, offered

pytestmark = pytest.mark.django_db
LIST = "/administration/consumers/"
COURT = f"{LIST}court/"


@pytest.fixture(autouse=True)
def cast() -> None:
    plant_cast()


def registered() -> Consumer:
    with acting_as(SYSTEM):
        return consumers.register("court", "市法院办案系统", "9901", "张工 010-0000")


def text(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, address
    return response.content.decode()


def test_the_system_administrator_registers_and_issues_a_key_that_is_shown_once(
    client: Client,
) -> None:
    enter(client, "xu")
    form = {"code": "court", "title": "市法院办案系统", "office": "9901", "contact": "张工"}
    assert client.post(LIST, form).headers["Location"] == COURT
    page = client.post(COURT, {"do": "issue", "days": "30"}).content.decode()
    (key,) = re.findall(r"fk_\w{6}_[0-9a-f]{40}", page)
    headers = {"Authorization": f"Bearer {key}"}
    assert Client().get("/api/v1/me", headers=headers).json()["consumer"] == "court"
    assert key not in text(client, COURT)
    assert key[:9] in text(client, COURT)


def test_a_key_is_rotated_and_revoked_by_buttons(client: Client) -> None:
    registered()
    enter(client, "xu")
    client.post(COURT, {"do": "issue", "days": "30"})
    with acting_as(SYSTEM):
        first = ConsumerKey.objects.get().pk
    assert "fk_" in client.post(COURT, {"do": "rotate", "number": first}).content.decode()
    assert client.post(COURT, {"do": "revoke", "number": first}).status_code == 302
    with acting_as(SYSTEM):
        assert [key.state for key in ConsumerKey.objects.order_by("id")] == ["已吊销", "有效"]


def test_the_security_administrator_grants_field_by_field(client: Client) -> None:
    registered()
    enter(client, "bao")
    form = {
        "do": "grant",
        "scopes": "cases:read:reconsideration law:read",
        "roles": "office",
        "field": ["GET cases|items.number", "GET cases|nothing", "GET cases/{number}/export|"],
        "free GET cases/{number}/timeline|facts.": "act_title",
    }
    assert client.post(COURT, form).status_code == 302
    with acting_as(SYSTEM):
        consumer = Consumer.objects.get()
        assert Posting.objects.get(account=consumer.account_id).roles == ["office"]
    assert consumer.scopes == ["cases:read:reconsideration", "law:read"]
    assert consumer.fields == {
        "GET cases": ["items.number"],
        "GET cases/{number}/export": [],
        "GET cases/{number}/timeline": ["facts.act_title"],
    }
    page = text(client, COURT)
    assert re.search(r'value="GET cases\|items.number" checked', page)
    assert 'value="act_title"' in page


@pytest.mark.parametrize(
    ("who", "form"),
    [
        ("bao", {"do": "issue", "days": "30"}),
        ("xu", {"do": "grant", "scopes": "cases:read"}),
        ("ji", {"do": "stop"}),
        ("ji", {"do": "issue", "days": "30"}),
        ("xu", {"do": "issue", "days": "x"}),
        ("xu", {"do": "limit", "per_minute": "0", "per_day": "1"}),
        ("xu", {"do": "subscribe", "url": "ftp://x"}),
        ("xu", {"do": "revoke", "number": "9" * 30}),
        ("xu", {"do": "anything"}),
    ],
)
def test_what_one_may_not_do_is_refused_in_words(
    client: Client, who: str, form: dict[str, str]
) -> None:
    registered()
    enter(client, who)
    page = client.post(COURT, form)
    assert page.status_code == 200
    assert 'role="alert"' in page.content.decode()
    with acting_as(SYSTEM):
        assert not ConsumerKey.objects.exists()
        assert Consumer.objects.get().scopes == []


@pytest.mark.parametrize("username", ["lin", "zhang"])
def test_others_have_no_business_here(client: Client, username: str) -> None:
    registered()
    enter(client, username)
    for address in (LIST, COURT, f"{COURT}calls/", "/administration/deliveries/"):
        assert client.get(address).status_code == 403


def test_a_dead_letter_is_shown_with_its_reason_and_sent_again(client: Client) -> None:
    consumer = registered()
    with acting_as(SYSTEM):
        subscription, _ = subscriptions.subscribe(consumer, "https://example.cn/events", [])
        dead = Delivery.objects.create(
            subscription=subscription,
            leaf_index=1,
            event="FY2026-9901-00001-1",
            body="{}",
            state=State.DEAD,
            tries=7,
            last_error="答复 503",
            due_at=subscription.created_at,
            created_at=subscription.created_at,
        )
    enter(client, "xu")
    page = text(client, "/administration/deliveries/")
    assert "FY2026-9901-00001-1" in page
    assert "答复 503" in page
    assert client.post("/administration/deliveries/", {"number": dead.pk}).status_code == 302
    with acting_as(SYSTEM):
        assert Delivery.objects.get().state == State.WAITING


def test_a_subscription_shows_its_secret_once(client: Client) -> None:
    registered()
    enter(client, "xu")
    form = {"do": "subscribe", "url": "https://example.cn/events", "kinds": ["lapsed"]}
    page = client.post(COURT, form).content.decode()
    assert "whsec_" in page
    assert "whsec_" not in text(client, COURT)
    with acting_as(SYSTEM):
        number = Subscription.objects.get().pk
    assert "whsec_" in client.post(COURT, {"do": "secret", "number": number}).content.decode()
    assert client.post(COURT, {"do": "mute", "number": number}).status_code == 302


def test_every_call_is_shown(client: Client) -> None:
    registered()
    enter(client, "xu")
    page = client.post(COURT, {"do": "issue", "days": "30"}).content.decode()
    (key,) = re.findall(r"fk_\w{6}_[0-9a-f]{40}", page)
    Client().get("/api/v1/cases", headers={"Authorization": f"Bearer {key}"})
    for who in ("xu", "bao", "ji"):
        enter(client, who)
        assert "GET cases" in text(client, f"{COURT}calls/")
        assert "没有调用记录" not in text(client, f"{COURT}calls/?state=failed")


# -- The document ----------------------------------------------------------------------------------


def test_the_document_names_every_operation_and_every_problem(client: Client) -> None:
    page = text(client, "/api/")
    for path, methods in api.get_openapi_schema()["paths"].items():
        assert path in page
        for described in methods.values():
            assert described["summary"] in page
    assert 'id="problem-quota"' in page
    assert "Idempotency-Key" in page


def test_no_field_that_names_a_person_is_called_harmless() -> None:
    for operation in offered():
        for name in harmless(operation):
            assert name.rpartition(".")[2] not in ("name", "text", "value", "words", "title", "*")
