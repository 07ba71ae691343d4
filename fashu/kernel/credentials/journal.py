"""Writing and reading the sign-in log (登录日志)."""

import hmac
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from hashlib import sha256

from django.conf import settings
from django.db.models import Q, QuerySet

from fashu.kernel import clock
from fashu.kernel.access import SYSTEM, acting_as
from fashu.kernel.credentials.models import Means, Outcome, SignIn
from fashu.kernel.credentials.origin import Origin
from fashu.kernel.people.models import Account

FAILED = (Outcome.WRONG, Outcome.UNKNOWN, Outcome.INACTIVE, Outcome.LOCKED, Outcome.REPLAYED)
"""The outcomes of a guess."""


def note(
    account: Account | None,
    means: Means,
    outcome: Outcome,
    origin: Origin,
    *,
    who: str = "",
    detail: str = "",
    session: int | None = None,
    browser: str = "",
) -> None:
    """Write one line. `who` is what was typed, where no account has that name."""
    with acting_as(SYSTEM):
        SignIn.objects.create(
            at=clock.now(),
            account=account,
            who=f"{account.name}（{account.username}）" if account else _hidden(who),
            means=means,
            outcome=outcome,
            detail=detail[:200],
            session_id=session,
            address=origin.address[:45],
            network=origin.network,
            agent=origin.agent[:200],
            browser=browser,
        )


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is looked for in the log; nothing of it narrows where it is empty."""

    words: str = ""
    outcomes: tuple[Outcome, ...] = ()
    means: str = ""
    first: date | None = None
    last: date | None = None
    account: int | None = None
    address: str = ""


def search(wanted: Wanted) -> QuerySet[SignIn]:
    """The lines that are looked for, newest first; of those that the actor may see."""
    found = SignIn.objects.all()
    if words := wanted.words.strip():
        found = found.filter(Q(who__icontains=words) | Q(address=words) | Q(network=words))
    if wanted.outcomes:
        found = found.filter(outcome__in=wanted.outcomes)
    if wanted.means:
        found = found.filter(means=wanted.means)
    if wanted.first:
        found = found.filter(at__date__gte=wanted.first)
    if wanted.last:
        found = found.filter(at__date__lte=wanted.last)
    if wanted.account is not None:
        found = found.filter(account=wanted.account)
    if wanted.address:
        found = found.filter(address=wanted.address)
    return found


def failures(since: timedelta, **narrow: object) -> QuerySet[SignIn]:
    """The failures of so short a while. Needs the system to act."""
    return SignIn.objects.filter(at__gt=clock.now() - since, outcome__in=FAILED, **narrow)


def recent_failures(account: Account, means: Iterable[Means], since: timedelta) -> int:
    """How often an account was tried in vain by these means."""
    with acting_as(SYSTEM):
        return failures(since, account=account, means__in=tuple(means)).count()


def last_signed_in(account: Account) -> tuple[SignIn | None, int]:
    """The last success of an account, and how many failures there were since."""
    with acting_as(SYSTEM):
        own = SignIn.objects.filter(account=account)
        last = own.filter(outcome=Outcome.SIGNED_IN).first()
        since = last.at if last else datetime.min.replace(tzinfo=clock.BEIJING)
        return last, own.filter(outcome__in=FAILED, at__gt=since).count()


def _hidden(typed: str) -> str:
    """The same for the same name, and no way back to what was typed."""
    if not typed:
        return "未能确认"
    digest = hmac.new(settings.SECRET_KEY.encode(), typed.encode(errors="replace"), sha256)
    return f"不存在的账号 {digest.hexdigest()[:8]}"
