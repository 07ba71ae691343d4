"""Telling other systems: nothing is lost, nothing overtakes, nobody's data leaves."""

import base64
import hashlib
import hmac
import json
import threading
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from cloudevents.v1.http import from_http
from django.conf import LazySettings
from django.db import connection

from fashu.kernel import api, clock
from fashu.kernel.access import SYSTEM, acting_as
from fashu.kernel.cases.tests.conftest import Cast
from fashu.kernel.cases.tests.test_actions import open_sample
from fashu.kernel.exchange import addresses, consumers, outbox, posting, subscriptions
from fashu.kernel.exchange.models import Consumer, Delivery, Secret, State, Subscription
from fashu.kernel.exchange.tests.conftest import Receiver, log_everything
from fashu.kernel.procedure import Refused

pytestmark = pytest.mark.django_db


def subscriber(
    url: str, office: str = "990101", code: str = "court", kinds: tuple[str, ...] = ()
) -> tuple[Subscription, str]:
    """A consumer of an office that wants to be told, and its secret."""
    with acting_as(SYSTEM):
        consumer = consumers.register(code, "某法院系统", office, "张工")
        consumers.grant(consumer, ["cases:read"], ["office"], {})
        return subscriptions.subscribe(consumer, url, kinds)


def happen(cast: Cast, key: str = "open") -> str:
    """A case is opened and accepted; its number."""
    number = open_sample(cast.alice, key).number
    with acting_as(cast.east):
        api.take_step(number, "accept", {}, request_key=f"accept {number}")
    log_everything()
    return number


def work() -> int:
    """What the worker does in a minute."""
    outbox.write_letters()
    return posting.post_letters()


def states() -> list[tuple[str, str, int]]:
    with acting_as(SYSTEM):
        rows = Delivery.objects.order_by("leaf_index")
        return list(rows.values_list("event", "state", "tries"))


def test_what_happens_arrives_in_order_and_once(cast: Cast, receiver: Receiver) -> None:
    subscriber(receiver.url)
    number = happen(cast)
    assert work() == 2
    assert receiver.ids == [f"{number}-1", f"{number}-2"]
    assert work() == 0
    assert len(receiver.got) == 2


def test_a_letter_is_a_cloud_event_without_a_word_about_anybody(
    cast: Cast, receiver: Receiver
) -> None:
    subscriber(receiver.url)
    number = happen(cast)
    work()
    headers, body = receiver.got[0]
    event = from_http(headers, body)
    assert (event["specversion"], event["type"]) == ("1.0", "cn.fashu.case.taken")
    assert event["source"] == f"/api/v1/cases/{number}"
    assert event.data == {
        "case": number,
        "procedure": "sample",
        "seq": 1,
        "kind": "taken",
        "key": "apply",
        "on": "2026-02-11",
    }
    text = json.dumps(json.loads(body), ensure_ascii=False)
    assert not any(word in text for word in ("张三", "alice", str(cast.alice.account_id) + ","))


def verify(secret: str, headers: dict[str, str], body: bytes) -> bool:
    """As a receiver checks it, by the standard alone."""
    key = base64.b64decode(secret.removeprefix("whsec_"))
    content = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    mark = base64.b64encode(hmac.new(key, content, hashlib.sha256).digest()).decode()
    return f"v1,{mark}" in headers["webhook-signature"].split()


def test_a_letter_is_signed_with_its_time_and_no_other_key_fits(
    cast: Cast, receiver: Receiver
) -> None:
    _, secret = subscriber(receiver.url)
    happen(cast)
    work()
    headers, body = receiver.got[0]
    assert verify(secret, headers, body)
    assert not verify(secret, headers, body + b" ")
    assert not verify(secret, {**headers, "webhook-timestamp": "1"}, body)
    assert int(headers["webhook-timestamp"]) == int(clock.now().timestamp())


def test_while_a_secret_is_rotated_both_fit_and_then_the_new_one_alone(
    cast: Cast, receiver: Receiver, noon: time_machine.Traveller
) -> None:
    subscription, old = subscriber(receiver.url)
    with acting_as(SYSTEM):
        new = subscriptions.rotate(subscription)
    happen(cast)
    work()
    assert all(verify(secret, *receiver.got[0]) for secret in (old, new))
    noon.shift(timedelta(days=1, seconds=1))
    happen(cast, "later")
    work()
    assert [verify(secret, *receiver.got[-1]) for secret in (old, new)] == [False, True]


def test_a_secret_lies_sealed_and_opens_for_its_own_subscription_only(
    cast: Cast, receiver: Receiver
) -> None:
    first, secret = subscriber(receiver.url)
    second, _ = subscriber(receiver.url, code="other")
    raw = base64.b64decode(secret.removeprefix("whsec_"))
    with acting_as(SYSTEM):
        kept = Secret.objects.get(subscription=first)
        assert raw not in base64.urlsafe_b64decode(kept.sealed.rpartition(".")[2])
        Secret.objects.filter(pk=kept.pk).update(subscription=second)
        with pytest.raises(Exception, match="不属于此处"):
            subscriptions.secrets_of(second)


# -- Who is told of what -----------------------------------------------------------------------


def test_a_subscriber_is_told_of_what_it_may_see_and_nothing_else(
    cast: Cast, receiver: Receiver
) -> None:
    subscriber(receiver.url, "990102", "west")
    happen(cast)
    assert work() == 0
    subscriber(receiver.url, "9901", "city")
    number = happen(cast, "again")
    assert work() == 2
    assert set(receiver.ids) == {f"{number}-1", f"{number}-2"}


def test_a_subscriber_without_a_grant_is_told_nothing(cast: Cast, receiver: Receiver) -> None:
    subscriber(receiver.url)
    with acting_as(SYSTEM):
        Consumer.objects.update(scopes=["law:read"])
    happen(cast)
    assert work() == 0


def test_a_subscriber_is_told_the_kinds_it_asked_for(cast: Cast, receiver: Receiver) -> None:
    subscriber(receiver.url, kinds=("lapsed",))
    happen(cast)
    assert work() == 0
    with acting_as(SYSTEM), pytest.raises(Refused, match="没有这种事件"):
        subscriptions.subscribe(Consumer.objects.get(), receiver.url, ["anything"])


def test_an_event_that_is_logged_late_is_told_late_and_not_lost(
    cast: Cast, receiver: Receiver
) -> None:
    """Ids are taken before committing: an event of a lower id may come after one of a higher."""
    subscriber(receiver.url)
    late = open_sample(cast.alice, "late").number
    early = open_sample(cast.bob, "early").number
    _log(f"{early}-1")
    work()
    _log(f"{late}-1")
    work()
    assert receiver.ids == [f"{early}-1", f"{late}-1"]


def test_a_roll_of_readings_in_the_log_is_told_to_nobody(cast: Cast, receiver: Receiver) -> None:
    subscriber(receiver.url)
    number = open_sample(cast.alice).number
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL ROLE fashu_record")
        cursor.execute("INSERT INTO record_entry VALUES (0, NULL, '', '', now(), 1)")
        cursor.execute("SET LOCAL ROLE fashu_app")
    assert work() == 0
    _log(f"{number}-1")
    assert work() == 1
    assert receiver.ids == [f"{number}-1"]


def _log(event: str) -> None:

    number, _, seq = event.rpartition("-")
    with connection.cursor() as cursor:
        cursor.execute("SET ROLE NONE")
        cursor.execute(
            """INSERT INTO record_entry SELECT (SELECT count(*) FROM record_entry), e.id,
            e.leaf_hash, e.leaf_hash, now() FROM cases_event e JOIN cases_case c ON
            c.id = e.case_id WHERE c.number = %s AND e.seq = %s""",
            [number, seq],
        )
        cursor.execute("SET ROLE fashu_app")


# -- Receivers that fail -----------------------------------------------------------------------


def test_a_receiver_that_fails_is_tried_again_later_and_later(
    cast: Cast, receiver: Receiver, noon: time_machine.Traveller
) -> None:
    subscriber(receiver.url)
    number = happen(cast)
    receiver.answer = lambda n: 503 if n < 3 else 200
    assert work() == 1
    assert work() == 0
    noon.shift(timedelta(seconds=38))
    assert work() == 1
    noon.shift(timedelta(seconds=38))
    assert work() == 0
    noon.shift(timedelta(minutes=3))
    assert work() == 2
    assert receiver.ids == [f"{number}-1"] * 3 + [f"{number}-2"]
    assert states() == [
        (f"{number}-1", State.DELIVERED, 3),
        (f"{number}-2", State.DELIVERED, 1),
    ]


def test_after_seven_tries_a_letter_is_dead_and_the_next_goes_on(
    cast: Cast, receiver: Receiver, noon: time_machine.Traveller
) -> None:
    subscriber(receiver.url)
    number = happen(cast)
    receiver.answer = lambda _: 500
    for _ in range(posting.TRIES - 1):
        assert work() == 1
        noon.shift(timedelta(hours=12))
    receiver.answer = lambda n: 500 if n == posting.TRIES else 200
    assert work() == 2
    assert states() == [
        (f"{number}-1", State.DEAD, posting.TRIES),
        (f"{number}-2", State.DELIVERED, 1),
    ]
    with acting_as(SYSTEM):
        dead = Delivery.objects.get(state=State.DEAD)
        assert (dead.last_status, dead.last_error) == (500, "答复 500")
        subscriptions.resend(dead)
    assert work() == 1
    assert receiver.ids[-1] == f"{number}-1"
    with acting_as(SYSTEM), pytest.raises(Refused, match="死信"):
        subscriptions.resend(Delivery.objects.all()[0])


def test_a_receiver_that_hangs_holds_nobody_else_up(
    cast: Cast, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(posting, "SECONDS", 0.3)
    release = threading.Event()

    def hang(_: int) -> int:
        release.wait(60)
        return 200

    subscriber(receiver.url)
    happen(cast)
    receiver.answer = hang
    assert work() == 1
    release.set()
    assert states()[0][1:] == (State.WAITING, 1)
    with acting_as(SYSTEM):
        assert "ReadTimeout" in Delivery.objects.order_by("leaf_index")[0].last_error


def test_a_receiver_that_is_gone_gets_everything_when_it_is_back(
    cast: Cast, receiver: Receiver, noon: time_machine.Traveller
) -> None:
    subscription, _ = subscriber("http://127.0.0.1:9/")
    numbers = [happen(cast, f"key-{n}") for n in range(3)]
    assert work() == 1
    with acting_as(SYSTEM):
        Subscription.objects.filter(pk=subscription.pk).update(url=receiver.url)
    noon.shift(timedelta(minutes=1))
    assert work() == 6
    assert receiver.ids == [f"{number}-{seq}" for number in numbers for seq in (1, 2)]


def test_a_worker_that_dies_after_sending_sends_again_under_the_same_id(
    cast: Cast, receiver: Receiver, noon: time_machine.Traveller, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Killed(BaseException):
        pass

    def die(*_: Any) -> None:
        raise Killed

    subscriber(receiver.url)
    number = happen(cast)
    with monkeypatch.context() as patch:
        patch.setattr(posting, "_settle", die)
        patch.setattr(posting, "_release", lambda _: None)
        with pytest.raises(Killed):
            work()
    assert work() == 0, "the lease of the dead still holds"
    noon.shift(posting.LEASE + timedelta(seconds=1))
    assert work() == 2
    assert receiver.ids == [f"{number}-1", f"{number}-1", f"{number}-2"]


def test_a_redirection_is_not_followed(cast: Cast, receiver: Receiver) -> None:
    subscriber(receiver.url)
    happen(cast)
    receiver.answer = lambda _: 302
    assert work() == 1
    assert len(receiver.got) == 1
    assert states()[0][1] == State.WAITING


def test_a_subscription_that_is_stopped_goes_on_where_it_was(
    cast: Cast, receiver: Receiver
) -> None:
    subscription, _ = subscriber(receiver.url)
    with acting_as(SYSTEM):
        subscriptions.enable(subscription, is_active=False)
    number = happen(cast)
    assert work() == 0
    with acting_as(SYSTEM):
        subscriptions.enable(subscription, is_active=True)
    assert work() == 2
    assert receiver.ids == [f"{number}-1", f"{number}-2"]


# -- Our own network ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    "url",
    [
        "https://127.0.0.1/",
        "https://localhost/",
        "https://10.1.2.3/",
        "https://192.168.0.1:8000/",
        "https://169.254.169.254/latest/meta-data/",
        "https://[::1]/",
        "https://[::ffff:10.0.0.1]/",
        "https://[fd00::1]/",
        "https://0.0.0.0/",
        "https://100.64.0.1/",
        "https://224.0.0.1/",
        "http://8.8.8.8/",
    ],
)
def test_no_letter_goes_into_our_own_network_or_in_the_clear(
    url: str, settings: LazySettings
) -> None:
    settings.FASHU_WEBHOOK_NETWORKS = []
    with pytest.raises(addresses.ForbiddenError):
        addresses.judge(url)


def test_a_name_is_judged_by_every_address_it_has(
    monkeypatch: pytest.MonkeyPatch, settings: LazySettings
) -> None:
    settings.FASHU_WEBHOOK_NETWORKS = ["10.9.0.0/16"]
    answers = {"good": ["8.8.8.8"], "mixed": ["8.8.8.8", "10.0.0.1"], "ours": ["10.9.1.1"]}

    def resolve(host: str, port: int, **_: Any) -> list[Any]:
        return [(None, None, None, "", (address, port)) for address in answers[host]]

    monkeypatch.setattr("socket.getaddrinfo", resolve)
    target = addresses.judge("https://good/a?b=c")
    assert (target.url, target.host, target.name) == ("https://8.8.8.8:443/a?b=c", "good", "good")
    assert addresses.judge("http://ours:81/").url == "http://10.9.1.1:81/"
    with pytest.raises(addresses.ForbiddenError, match=r"10\.0\.0\.1"):
        addresses.judge("https://mixed/")


def test_a_forbidden_receiver_becomes_a_dead_letter_that_says_why(
    cast: Cast, settings: LazySettings
) -> None:
    settings.FASHU_WEBHOOK_NETWORKS = []
    subscriber("https://127.0.0.1/")
    happen(cast)
    assert work() == 1
    with acting_as(SYSTEM):
        assert "不在公共网络" in Delivery.objects.order_by("leaf_index")[0].last_error


@pytest.mark.parametrize(
    "url",
    [
        *("", "example.cn", "ftp://x/", "file:///etc/passwd", "https://", "https://u:p@x/"),
        *("https://x:y/", "https://x/#f", "https://x/\n", "https://x/" + "y" * 500),
    ],
)
def test_an_address_that_is_none_is_refused_in_words(url: str) -> None:
    with pytest.raises(Refused):
        addresses.check(url)
