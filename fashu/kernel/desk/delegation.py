"""委托: who acts in whose place today. A delegate passes nothing on: he cannot delegate further."""

from datetime import date

from django.db import transaction
from django.db.models import QuerySet

from fashu.kernel import clock
from fashu.kernel.access import current_actor
from fashu.kernel.cases.roles import account_of
from fashu.kernel.desk.colleagues import must_serve_here
from fashu.kernel.desk.models import Delegation
from fashu.kernel.procedure.refusal import refuse

LONGEST_DAYS = 366
"""For how many days one delegation may hold."""


@transaction.atomic
def delegate(to: int, since: date, until: date, reason: str = "") -> Delegation:
    """Let a colleague of one's own office act in one's place. Raises Refused."""
    actor = current_actor()
    account = account_of(actor)
    must_serve_here(actor.office_path, (to,))
    if to == account:
        raise refuse("不能委托给本人")
    if until < since or until < clock.today():
        raise refuse("委托的截止日期不能早于开始日期和今天")
    if (until - since).days >= LONGEST_DAYS:
        raise refuse("一次委托最长一年", remedy="期满后可以再次委托")
    if _own().filter(since__lte=until, until__gte=since, ended_at=None).exists():
        raise refuse("这段时间已经委托了同事", remedy="请先收回原来的委托")
    return Delegation.objects.create(
        account_id=account,
        to_id=to,
        since=since,
        until=until,
        reason=reason.strip()[:100],
        made_at=clock.now(),
    )


def revoke(delegation_id: int) -> None:
    """Take one's own delegation back. Raises Refused."""
    changed = _own().filter(pk=delegation_id, ended_at=None).update(ended_at=clock.now())
    if not changed:
        raise refuse("没有找到这项委托", remedy="它可能已经收回")


def delegations() -> QuerySet[Delegation]:
    """Those that one has given or been given, latest first."""
    return Delegation.objects.select_related("account", "to")


def stands_in_for() -> frozenset[int]:
    """The accounts in whose place the present actor may act today."""
    today = clock.today()
    held = Delegation.objects.filter(
        to_id=current_actor().account_id, since__lte=today, until__gte=today, ended_at=None
    )
    return frozenset(held.values_list("account_id", flat=True))


def _own() -> QuerySet[Delegation]:
    return Delegation.objects.filter(account_id=account_of(current_actor()))
