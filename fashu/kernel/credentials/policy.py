"""The figures that the operator may set, for one kind of account.

GB/T 22239-2019 8.1.4.1 wants them (a: complexity and regular change; b: handling of failures and
a session that ends by itself; d: two means of proof, one of them cryptographic) and leaves them
open. That standard is cited from what others say of it: its text was not at hand.
"""

from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings

from fashu.kernel.access import Kind
from fashu.kernel.people.models import Account

NORM = "GB/T 22239-2019（等保2.0）8.1.4.1"


@dataclass(frozen=True, slots=True)
class Policy:
    """What is asked of one kind of account. `password_age` None: a password does not grow old."""

    shortest: int
    password_age: timedelta | None
    idle: timedelta
    longest: timedelta
    at_once: int
    wants_second: bool


def policy_for(account: Account) -> Policy:
    """What holds for this account."""
    is_public = account.kind == Kind.CITIZEN
    days = settings.PASSWORD_DAYS
    idle = settings.PUBLIC_IDLE_MINUTES if is_public else settings.IDLE_MINUTES
    return Policy(
        shortest=8 if is_public else 10,
        password_age=None if is_public or not days else timedelta(days=days),
        idle=timedelta(minutes=idle),
        longest=timedelta(hours=settings.SESSION_HOURS),
        at_once=settings.SESSIONS_AT_ONCE,
        wants_second=settings.SECOND_FACTOR and not is_public,
    )
