"""The one place that asks what time it is. Everything else is told."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime
from zoneinfo import ZoneInfo

BEIJING = ZoneInfo("Asia/Shanghai")
"""Statutory time: all of China keeps Beijing time (UTC+8, no summer time)."""


_pretended: ContextVar[datetime | None] = ContextVar("fashu_now", default=None)


def now() -> datetime:
    """The present moment in Beijing time, with its zone."""
    return _pretended.get() or datetime.now(BEIJING)  # noqa: TID251 - the ban points here


@contextmanager
def pretending(moment: datetime) -> Iterator[None]:
    """Inside, it is `moment`. For the synthetic province, whose past has to happen in order."""
    token = _pretended.set(moment.astimezone(BEIJING))
    try:
        yield
    finally:
        _pretended.reset(token)


def today() -> date:
    """The present date in Beijing."""
    return now().date()
