"""Two system administrators, a security administrator, an auditor and an officer."""

from dataclasses import dataclass
from typing import Any

import pytest

from fashu.kernel.access import SYSTEM, Actor, Kind, acting_as
from fashu.kernel.people.models import Account


@dataclass(frozen=True)
class Admins:
    """Who plays in these tests."""

    enters: Actor
    other: Actor
    security: Actor
    audit: Actor
    officer: Actor


@pytest.fixture
def admins(db: Any) -> Admins:
    with acting_as(SYSTEM):
        return Admins(
            enters=_account("xu", "许维", Kind.SYSTEM_ADMIN),
            other=_account("he", "何为", Kind.SYSTEM_ADMIN),
            security=_account("bao", "鲍严", Kind.SECURITY_ADMIN),
            audit=_account("ji", "纪明", Kind.AUDIT_ADMIN),
            officer=_account("lin", "林清", Kind.OFFICER),
        )


def _account(username: str, name: str, kind: Kind) -> Actor:
    account = Account.objects.create_account(username, name=name, kind=kind)
    return Actor(kind=kind, name=name, account_id=account.pk)
