"""How an account's credentials stand, and whether a session has outlived its time."""

from fashu.kernel import clock
from fashu.kernel.access import acting_as
from fashu.kernel.credentials.models import Ending, Session, Standing
from fashu.kernel.credentials.origin import oneself
from fashu.kernel.credentials.policy import policy_for
from fashu.kernel.people.models import Account


def standing_of(account: Account) -> Standing:
    """How the account's credentials stand."""
    with acting_as(oneself(account)):
        return Standing.objects.get_or_create(account=account)[0]


def outlived(session: Session) -> Ending | None:
    """Why a session has come to its end by itself, if it has."""
    policy, now = policy_for(session.account), clock.now()
    if now - session.started_at >= policy.longest:
        return Ending.TOO_LONG
    return Ending.IDLE if now - session.seen_at >= policy.idle else None


def is_open(session: Session) -> bool:
    """Whether somebody is still signed in by it."""
    return session.ended_at is None and outlived(session) is None
