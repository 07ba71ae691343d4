"""Sending letters: at least once, in order for each subscription, patiently, and only so long.

A worker leases a subscription, sends its oldest letter that is due, and writes down how it went. A
worker that dies between sending and writing leaves a lease that ends; the letter then goes out
again under the same id, and the receiver knows that it has it.
"""

import base64
import hashlib
import hmac
import random
from dataclasses import dataclass
from datetime import datetime, timedelta

import httpx
from django.db.models import Q

from fashu.kernel import clock
from fashu.kernel.access import SYSTEM, acting_as
from fashu.kernel.exchange import addresses, subscriptions
from fashu.kernel.exchange.models import Delivery, State, Subscription

TRIES = 7
FIRST_WAIT = timedelta(seconds=30)
FACTOR = 4
"""Waits of about 30 seconds, 2, 8 and 32 minutes, 2 and 8½ hours: a night's outage is survived."""

SECONDS = 10.0
LEASE = timedelta(seconds=90)
MEDIA_TYPE = "application/cloudevents+json; charset=utf-8"


@dataclass(frozen=True, slots=True)
class Answer:
    """How a receiver answered: its status, or why there was none."""

    status: int | None
    error: str

    @property
    def accepted(self) -> bool:
        """Whether the letter has arrived."""
        return self.status is not None and 200 <= self.status < 300


def post_letters() -> int:
    """Send whatever is due; how many letters were tried."""
    tried = 0
    while (subscription := _lease()) is not None:
        try:
            while (letter := _next(subscription)) is not None:
                _settle(letter, _send(subscription, letter))
                tried += 1
                if letter.state == State.WAITING or not _renew(subscription):
                    break
        finally:
            _release(subscription)
    return tried


def _lease() -> Subscription | None:
    """A subscription with a due letter at its head, held for this worker."""
    now = clock.now()
    free = Q(busy_until=None) | Q(busy_until__lt=now)
    with acting_as(SYSTEM):
        locked = Subscription.objects.select_for_update(skip_locked=True, of=("self",))
        for subscription in locked.filter(free, is_active=True, consumer__is_active=True):
            head = _head(subscription)
            if head is not None and head.due_at <= now:
                subscription.busy_until = now + LEASE
                subscription.save(update_fields=["busy_until"])
                return subscription
    return None


def _renew(subscription: Subscription) -> bool:
    """Hold the subscription longer, unless it was stopped meanwhile."""
    with acting_as(SYSTEM):
        held = Subscription.objects.filter(pk=subscription.pk, is_active=True)
        return bool(held.update(busy_until=clock.now() + LEASE))


def _release(subscription: Subscription) -> None:
    with acting_as(SYSTEM):
        Subscription.objects.filter(pk=subscription.pk).update(busy_until=None)


def _next(subscription: Subscription) -> Delivery | None:
    with acting_as(SYSTEM):
        head = _head(subscription)
    return head if head is not None and head.due_at <= clock.now() else None


def _head(subscription: Subscription) -> Delivery | None:
    """The oldest letter that has not arrived: nothing overtakes it."""
    waiting = Delivery.objects.filter(subscription=subscription, state=State.WAITING)
    return waiting.order_by("leaf_index").first()


def _send(subscription: Subscription, letter: Delivery) -> Answer:
    """Hand a letter over, outside any transaction."""
    with acting_as(SYSTEM):
        secrets = subscriptions.secrets_of(subscription)
    body = letter.body.encode()
    headers = {"Content-Type": MEDIA_TYPE, "User-Agent": "Fashu"}
    headers |= signed(letter.event, body, secrets, clock.now())
    try:
        target = addresses.judge(subscription.url)
        headers["Host"] = target.host
        more = {"sni_hostname": target.name} if target.url.startswith("https") else {}
        with (
            httpx.Client(timeout=SECONDS, trust_env=False, follow_redirects=False) as client,
            client.stream(
                "POST", target.url, content=body, headers=headers, extensions=more
            ) as got,
        ):
            return Answer(got.status_code, "" if got.is_success else f"答复 {got.status_code}")
    except addresses.ForbiddenError as error:
        return Answer(None, str(error))
    except (OSError, httpx.HTTPError, httpx.InvalidURL) as error:
        return Answer(None, f"没有送到：{type(error).__name__}")


def signed(event: str, body: bytes, secrets: list[bytes], now: datetime) -> dict[str, str]:
    """The headers by which a receiver knows who sent a letter and when (Standard Webhooks)."""
    stamp = str(int(now.timestamp()))
    content = f"{event}.{stamp}.".encode() + body
    marks = (hmac.new(secret, content, hashlib.sha256).digest() for secret in secrets)
    return {
        "webhook-id": event,
        "webhook-timestamp": stamp,
        "webhook-signature": " ".join(f"v1,{base64.b64encode(mark).decode()}" for mark in marks),
    }


def _settle(letter: Delivery, answer: Answer) -> None:
    """Write down how it went, and when to try again."""
    now = clock.now()
    letter.tries += 1
    letter.last_status, letter.last_error = answer.status, answer.error[:200]
    if answer.accepted:
        letter.state, letter.ended_at = State.DELIVERED, now
    elif letter.tries >= TRIES:
        letter.state, letter.ended_at = State.DEAD, now
    else:
        letter.due_at = now + wait_after(letter.tries)
    fields = ("tries", "last_status", "last_error", "state", "ended_at", "due_at")
    with acting_as(SYSTEM):
        letter.save(update_fields=fields)


def wait_after(tries: int) -> timedelta:
    """How long to wait after so many tries, spread so that receivers are not all met at once."""
    spread = random.uniform(0.75, 1.25)  # noqa: S311 - no secret
    return FIRST_WAIT * (float(FACTOR) ** (tries - 1) * spread)
