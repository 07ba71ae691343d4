"""From the log to the letters: which events each subscriber is told of.

The log of the record is the outbox. An event is written in one transaction with all that follows
from it, and the sequencer numbers committed events without a gap, which ids of rows taken before
committing can not promise. A position in the log therefore never jumps over an event that commits
late (docs/decisions/2026-11-22-webhooks.md).
"""

import json
from typing import Any

from fashu.kernel import clock
from fashu.kernel.access import SYSTEM, acting_as
from fashu.kernel.cases.models import Event
from fashu.kernel.exchange.keys import actor_of
from fashu.kernel.exchange.models import Delivery, Subscription
from fashu.kernel.exchange.scopes import procedures
from fashu.kernel.record.models import Entry

BATCH = 500
SOURCE = "/api/v1/cases"


def write_letters() -> int:
    """Write down for every subscription what is new to it; how many letters."""
    with acting_as(SYSTEM):
        active = Subscription.objects.filter(is_active=True, consumer__is_active=True)
        numbers = list(active.values_list("pk", flat=True))
    return sum(_write(number) for number in numbers)


def _write(number: int) -> int:
    """All that the log holds beyond the position of one subscription, batch by batch."""
    written = 0
    while True:
        with acting_as(SYSTEM):
            locked = Subscription.objects.select_for_update(skip_locked=True, of=("self",))
            subscription = locked.select_related("consumer").filter(pk=number).first()
            if subscription is None:
                return written
            entries = _beyond(subscription.position)
            if not entries:
                return written
            letters = _letters(subscription, entries)
            Delivery.objects.bulk_create(letters)
            subscription.position = max(entries.values())
            subscription.save(update_fields=["position"])
            written += len(letters)


def _beyond(position: int) -> dict[int, int]:
    """Event -> its place in the log, for the next places that are of events."""
    rows = Entry.objects.filter(leaf_index__gt=position, roll_id=None).order_by("leaf_index")
    places = rows.values_list("event_id", "leaf_index")[:BATCH]
    return {event: place for event, place in places if event is not None}


def _letters(subscription: Subscription, entries: dict[int, int]) -> list[Delivery]:
    """A letter for every event that the subscriber may see, with the eyes of the subscriber."""
    allowed = procedures(subscription.consumer.scopes, "cases:read")
    actor = actor_of(subscription.consumer)
    if actor is None:
        return []
    with acting_as(actor):
        events = Event.objects.filter(pk__in=entries).select_related("case")
        if subscription.kinds:
            events = events.filter(kind__in=subscription.kinds)
        if allowed is not None:
            events = events.filter(case__procedure__in=allowed)
        seen = list(events)
    now = clock.now()
    letters = (
        Delivery(
            subscription=subscription,
            leaf_index=entries[event.pk],
            event=f"{event.case.number}-{event.seq}",
            body=json.dumps(cloud_event(event, entries[event.pk]), ensure_ascii=False),
            due_at=now,
            created_at=now,
        )
        for event in seen
    )
    return sorted(letters, key=lambda letter: letter.leaf_index)


def cloud_event(event: Event, leaf_index: int) -> dict[str, Any]:
    """An event as CloudEvents 1.0 has it: numbers and keys, no word about any person.

    Whoever wants to know more asks the interface, under his own rights.
    """
    return {
        "specversion": "1.0",
        "id": f"{event.case.number}-{event.seq}",
        "source": f"{SOURCE}/{event.case.number}",
        "type": f"cn.fashu.case.{event.kind}",
        "subject": event.case.number,
        "time": event.recorded_at.isoformat(),
        "datacontenttype": "application/json",
        "sequence": str(leaf_index),
        "data": {
            "case": event.case.number,
            "procedure": event.case.procedure,
            "seq": event.seq,
            "kind": event.kind,
            "key": event.key,
            "on": event.on.isoformat(),
        },
    }
