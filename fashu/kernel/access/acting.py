"""Telling the database who acts. Row-level security sees exactly this, and nothing without it."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections, transaction

from fashu.kernel.access.actor import ADMINISTRATORS, Actor
from fashu.kernel.access.reach import NO_REACH
from fashu.kernel.access.scope import NOWHERE

_current: ContextVar[Actor | None] = ContextVar("fashu_actor", default=None)
_memory: ContextVar[dict[str, Any] | None] = ContextVar("fashu_memory", default=None)


class NobodyActsError(RuntimeError):
    """Code asked who acts outside `acting_as`."""


@contextmanager
def acting_as(actor: Actor, using: str = DEFAULT_DB_ALIAS) -> Iterator[Actor]:
    """One transaction in the name of `actor`; leaving it restores who acted before.

    The settings are local to the transaction, so that a connection returned to a pool never
    carries a name. An exception rolls everything back, the settings included.
    """
    connection, before = connections[using], _current.get()
    nested = connection.in_atomic_block
    token = _current.set(actor)
    outermost = _memory.set({}) if _memory.get() is None else None
    try:
        with transaction.atomic(using=using):
            _tell(actor, using)
            yield actor
            if nested and not connection.needs_rollback:
                _tell(before, using)
    finally:
        _current.reset(token)
        if outermost is not None:
            _memory.reset(outermost)


@contextmanager
def opening_case(case_id: int, using: str = DEFAULT_DB_ALIAS) -> Iterator[None]:
    """Inside, the case being opened is visible to whoever files it.

    A citizen files with an office that he cannot see, and becomes a participant only after
    the case row exists. Take `case_id` from the sequence first. Needs `acting_as` around it.
    """
    with _claiming("fashu.opening", str(case_id), using):
        yield


@contextmanager
def signing_in(username: str, using: str = DEFAULT_DB_ALIAS) -> Iterator[None]:
    """Inside, the account of that name is visible, so that its password can be checked."""
    with _claiming("fashu.signing_in", username, using):
        yield


def current_actor() -> Actor:
    """Who acts now; raises NobodyActsError outside `acting_as`."""
    actor = _current.get()
    if actor is None:
        raise NobodyActsError("no actor: wrap this in fashu.kernel.access.acting_as(...)")
    return actor


def remembered() -> dict[str, Any]:
    """What was found out since the outermost `acting_as` began, for not asking it again.

    One transaction, one truth. Outside of any there is nothing to remember in.
    """
    memory = _memory.get()
    return {} if memory is None else memory


def _tell(actor: Actor | None, using: str) -> None:
    told = settings_of(actor)
    tell = ", ".join(["set_config(%s, %s, true)"] * len(told))
    with connections[using].cursor() as cursor:
        pairs = [word for pair in told.items() for word in pair]
        cursor.execute(f"SELECT {tell}", pairs)


def settings_of(actor: Actor | None) -> dict[str, str]:
    """Everything that the policies read of who acts."""
    kind, account, office, scope, reach = "", "", "", NOWHERE, NO_REACH
    if actor is not None:
        kind, scope, reach = actor.kind.value, actor.scope, actor.reach
        office = "" if actor.kind in ADMINISTRATORS else actor.office_path
        account = str(actor.account_id or "")
    return {
        "fashu.kind": kind,
        "fashu.account": account,
        "fashu.office": office,
        "fashu.scope_from": scope.start,
        "fashu.scope_to": scope.end,
        **reach.settings(),
    }


@contextmanager
def _claiming(name: str, value: str, using: str) -> Iterator[None]:
    """One more setting for a short while; an error rolls it back with the actor's."""
    current_actor()
    _set(name, value, using)
    yield
    _set(name, "", using)


def _set(name: str, value: str, using: str) -> None:
    with connections[using].cursor() as cursor:
        cursor.execute("SELECT set_config(%s, %s, true)", [name, value])
