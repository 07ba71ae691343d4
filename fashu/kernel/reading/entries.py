"""Writing down who has read whose data: one row a view, in the transaction of the read itself.

Only the application's own pages, exports and interfaces call `note`. A citizen reading what is his
own, the system doing the law's work and a visitor with a query code leave no entry
(docs/decisions/2026-11-22-who-read-my-data.md).
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Protocol
from uuid import uuid4

from django.db import connection

from fashu.kernel import clock
from fashu.kernel.access import Actor, Kind, current_actor
from fashu.kernel.law.citation import Citation
from fashu.kernel.reading.views import BASIS, View, purpose_of

RECORDED = frozenset({Kind.OFFICER, Kind.AUDITOR})
"""Whose reading is written down: everybody who reads by office."""

_request: ContextVar[str] = ContextVar("fashu_request", default="")

_INSERT = """INSERT INTO reading_entry (at, account_id, name, office_path, office_title, roles,
    view, purpose, basis, cases, persons, count, request)
    VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)"""


class Case(Protocol):
    """What this module needs to know of a case."""

    @property
    def pk(self) -> int: ...

    @property
    def office_path(self) -> str: ...


@contextmanager
def requesting(number: str = "") -> Iterator[str]:
    """Inside, every entry carries this request number, a fresh one where none is given."""
    token = _request.set(number or uuid4().hex)
    try:
        yield _request.get()
    finally:
        _request.reset(token)


def note(
    view: View,
    *,
    case: Case | None = None,
    cases: Iterable[Case] = (),
    persons: Iterable[int] = (),
    count: int | None = None,
    purpose: str = "",
    basis: Citation = BASIS,
) -> None:
    """Write down that the present actor sees these cases and persons (registry numbers) now.

    `count` is how many results there were, where more were found than are shown. Showing nobody
    is no reading. Call it before the answer leaves, in the same transaction.
    """
    actor = current_actor()
    seen = [case] if case is not None else list(cases)
    found = sorted(set(persons))
    if actor.kind not in RECORDED or not (seen or found or count):
        return
    why = purpose or purpose_of(actor, view, case.office_path if case is not None else None)
    total = len(seen) + len(found) if count is None else count
    _write(actor, view, (why, str(basis)), (sorted({c.pk for c in seen}), found, total))


def _write(
    actor: Actor, view: View, why: tuple[str, str], what: tuple[list[int], list[int], int]
) -> None:
    who = (actor.account_id, actor.name, actor.office_path, actor.office_title, sorted(actor.roles))
    with connection.cursor() as cursor:
        cursor.execute(_INSERT, [clock.now(), *who, view.value, *why, *what, _request.get()])
