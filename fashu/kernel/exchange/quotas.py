"""How often a consumer may call, counted in the database so that all processes agree.

A call that is refused is not counted: whoever waits as told gets through.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection

from fashu.kernel import clock
from fashu.kernel.access import acting_as
from fashu.kernel.exchange.keys import Caller
from fashu.kernel.exchange.models import Usage

WINDOWS = {"minute": timedelta(minutes=1), "day": timedelta(days=1)}

_COUNT = """INSERT INTO exchange_usage AS u (consumer_id, "window", starts, count)
    VALUES (%s, %s, %s, 1) ON CONFLICT (consumer_id, "window", starts)
    DO UPDATE SET count = u.count + 1 WHERE u.count < %s RETURNING count"""


@dataclass(frozen=True, slots=True)
class Verdict:
    """How a quota stands after a call. `used`: calls counted in the window."""

    window: str
    limit: int
    used: int
    seconds_left: int
    allowed: bool


def count(caller: Caller) -> tuple[Verdict, ...]:
    """Count one call against every quota; the first that is used up ends it."""
    limits = {"minute": caller.per_minute, "day": caller.per_day}
    found: list[Verdict] = []
    with acting_as(caller.actor):
        for window, limit in limits.items():
            found.append(_counted(caller.consumer_id, window, limit, clock.now()))
            if not found[-1].allowed:
                break
    return tuple(found)


def _counted(consumer: int, window: str, limit: int, now: datetime) -> Verdict:
    starts = now.replace(second=0, microsecond=0)
    starts = starts.replace(hour=0, minute=0) if window == "day" else starts
    left = int((starts + WINDOWS[window] - now).total_seconds()) + 1
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, [consumer, window, starts, limit])
        row = cursor.fetchone()
    return Verdict(window, limit, row[0] if row else limit, left, row is not None)


def forget(now: datetime) -> int:
    """Drop the counts of windows long past; how many."""
    return Usage.objects.filter(starts__lt=now - timedelta(days=2)).delete()[0]
