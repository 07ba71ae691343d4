"""Who is signed in: from the sign-in to the end, whoever brings it about."""

from datetime import datetime, timedelta

from django.db.models import QuerySet
from django.utils.crypto import constant_time_compare

from fashu.kernel import clock
from fashu.kernel.access import SYSTEM, Actor, Kind, acting_as
from fashu.kernel.credentials import journal
from fashu.kernel.credentials.models import Ending, Means, Outcome, Session
from fashu.kernel.credentials.origin import NOWHERE, Origin, oneself
from fashu.kernel.credentials.policy import policy_for
from fashu.kernel.credentials.signon.logout import end_grants
from fashu.kernel.credentials.standing import outlived
from fashu.kernel.credentials.tasks import tell_of_logout
from fashu.kernel.people.actors import actor_for
from fashu.kernel.people.models import Account

NOTICED = timedelta(minutes=1)
"""How exactly is known when somebody was last seen; more would cost a write each request."""


def begin(
    account: Account,
    origin: Origin,
    means: Means,
    second: Means | None = None,
    *,
    proved_at: datetime | None = None,
) -> Session:
    """Sign somebody in who has proved who he is; the oldest sessions beyond the limit end.

    `proved_at` is when he proved it, where that was not here and now.
    """
    now = clock.now()
    with acting_as(oneself(account)):
        for surplus in open_sessions(account)[policy_for(account).at_once - 1 :]:
            end(surplus, Ending.SURPLUS, origin)
        session = Session.objects.create(
            account=account,
            started_at=now,
            seen_at=now,
            proved_at=proved_at or now,
            means=means,
            second=second or "",
            address=origin.address[:45],
            agent=origin.agent[:200],
        )
        account.last_login = now
        account.save(update_fields=["last_login"])
    detail = f"第二因素：{second.label}" if second else ""
    journal.note(account, means, Outcome.SIGNED_IN, origin, detail=detail, session=session.pk)
    return session


def resume(
    account_id: int, session_id: int, proof: str, posting_id: int | None = None
) -> Actor | None:
    """The actor that a session speaks for today, or None when it no longer holds.

    `proof` is the account's `get_session_auth_hash()` of the day it signed in: it changes with
    the password. `posting_id` is the post chosen since; one that has ended is left for the own.
    """
    with acting_as(_somebody(account_id)):
        session = (
            Session.objects.select_related("account")
            .filter(pk=session_id, account_id=account_id, ended_at=None, account__is_active=True)
            .first()
        )
        if session is None:
            return None
        if not constant_time_compare(proof, session.account.get_session_auth_hash()):
            return None
        if not _goes_on(session):
            return None
        return actor_for(session.account, posting_id)


def touch(session_id: int, account_id: int) -> None:
    """Somebody is at work in this session."""
    now = clock.now()
    with acting_as(_somebody(account_id)):
        Session.objects.filter(pk=session_id, seen_at__lt=now - NOTICED).update(seen_at=now)


def end(session: Session, ending: Ending, origin: Origin = NOWHERE, by: str = "") -> None:
    """End one session, once, and every sign-on to another subsystem that came of it."""
    with acting_as(SYSTEM):
        ended = Session.objects.filter(pk=session.pk, ended_at=None).update(
            ended_at=clock.now(), ending=ending
        )
        if ended:
            detail = f"{ending.label}（{by}）" if by else ending.label
            account = Account.objects.get(pk=session.account_id)
            means = Means(session.means)
            journal.note(account, means, Outcome.ENDED, origin, detail=detail, session=session.pk)
    if ended:
        for grant in end_grants(session):
            tell_of_logout.defer(grant_id=grant)


def end_all(account: Account, ending: Ending, origin: Origin, but: int | None = None) -> None:
    """End every session of an account, but for the one that asks."""
    with acting_as(SYSTEM):
        for session in open_sessions(account):
            if session.pk != but:
                end(session, ending, origin)


def open_sessions(account: Account) -> QuerySet[Session]:
    """The sessions of an account that have not ended, the latest first."""
    return Session.objects.filter(account=account, ended_at=None)


def online() -> list[Session]:
    """Everybody who is signed in and has not been away for longer than is allowed."""
    with acting_as(SYSTEM):
        found = Session.objects.filter(ended_at=None).select_related("account")
        return [session for session in found if outlived(session) is None]


def proved(session_id: int, account: Account, means: Means, origin: Origin) -> None:
    """Somebody has proved once more who he is."""
    with acting_as(oneself(account)):
        Session.objects.filter(pk=session_id).update(proved_at=clock.now())
    journal.note(account, means, Outcome.PROVED, origin, session=session_id)


def switched(session: Session, account: Account, words: str, origin: Origin) -> None:
    """Somebody acts in another of his posts from now on; `words` name both."""
    means = Means(session.means)
    journal.note(account, means, Outcome.SWITCHED, origin, detail=words, session=session.pk)


def _somebody(account_id: int) -> Actor:
    return Actor(kind=Kind.CITIZEN, name="", account_id=account_id)


def _goes_on(session: Session) -> bool:
    ending = outlived(session)
    if ending is not None:
        end(session, ending)
    return ending is None
