"""Who wants to be told, where, and what the messages are signed with."""

import base64
import secrets
from collections.abc import Iterable
from datetime import timedelta

from django.db import transaction
from django.db.models import Max, Q

from fashu.kernel import clock
from fashu.kernel.access import log
from fashu.kernel.credentials import sealing
from fashu.kernel.exchange import addresses
from fashu.kernel.exchange.consumers import subject
from fashu.kernel.exchange.models import Consumer, Delivery, Secret, State, Subscription
from fashu.kernel.people.administration import keeper
from fashu.kernel.procedure.refusal import refuse
from fashu.kernel.record.models import Entry

KINDS = {
    "taken": "办理步骤",
    "served": "送达",
    "lapsed": "期限届满",
    "joined": "通知参加",
    "sealed": "文书用印",
}
OVERLAP = timedelta(hours=24)
"""How long messages are signed with the former secret too."""


@transaction.atomic
def subscribe(consumer: Consumer, url: str, kinds: Iterable[str]) -> tuple[Subscription, str]:
    """A new subscription, from now on, and its secret, shown this once. Raises Refused."""
    keeper()
    wanted = sorted(set(kinds))
    if set(wanted) - set(KINDS):
        raise refuse("没有这种事件", remedy=f"可选：{'、'.join(KINDS)}")
    last = Entry.objects.aggregate(last=Max("leaf_index"))["last"]
    subscription = Subscription.objects.create(
        consumer=consumer,
        url=addresses.check(url),
        kinds=wanted,
        position=-1 if last is None else last,
        created_at=clock.now(),
    )
    told = {"订阅": subscription.url, "事件": wanted}
    log.write("consumer", subject(consumer), None, told)
    return subscription, _new_secret(subscription)


@transaction.atomic
def rotate(subscription: Subscription) -> str:
    """A new secret; the former signs beside it for a day, so that the receiver can change over."""
    keeper()
    until = clock.now() + OVERLAP
    subscription.secrets.filter(expires_at=None).update(expires_at=until)
    told = {"订阅": subscription.url, "签名密钥": "更换"}
    log.write("consumer", subject(subscription.consumer), None, told)
    return _new_secret(subscription)


def enable(subscription: Subscription, *, is_active: bool) -> None:
    """Stop telling, or go on where it was stopped."""
    keeper()
    subscription.is_active = is_active
    subscription.save(update_fields=["is_active"])
    told = {"订阅": subscription.url, "状态": "启用" if is_active else "停用"}
    log.write("consumer", subject(subscription.consumer), None, told)


def secrets_of(subscription: Subscription) -> list[bytes]:
    """What a message is signed with today, the newest first."""
    valid = subscription.secrets.filter(Q(expires_at=None) | Q(expires_at__gt=clock.now()))
    return [sealing.unseal(secret.sealed, _purpose(subscription)) for secret in valid]


def resend(delivery: Delivery) -> None:
    """Try a dead letter again, from the first try on. The receiver knows it by its id."""
    keeper()
    if delivery.state != State.DEAD:
        raise refuse("只有死信可以重新发送")
    delivery.state, delivery.tries, delivery.due_at = State.WAITING, 0, clock.now()
    delivery.ended_at = None
    delivery.save(update_fields=["state", "tries", "due_at", "ended_at"])
    words = f"{subject(delivery.subscription.consumer)} 消息 {delivery.event}"
    log.write("resend", words, {"状态": State.DEAD.label}, {"状态": State.WAITING.label})


def _new_secret(subscription: Subscription) -> str:
    raw = secrets.token_bytes(32)
    sealed = sealing.seal(raw, _purpose(subscription))
    Secret.objects.create(subscription=subscription, sealed=sealed, created_at=clock.now())
    return f"whsec_{base64.b64encode(raw).decode()}"


def _purpose(subscription: Subscription) -> str:
    """A secret opens for its own subscription only."""
    return f"webhook:{subscription.pk}"
