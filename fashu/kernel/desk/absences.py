"""不在岗: who is on leave, out, lent to another office or has passed his work to a colleague."""

from collections.abc import Iterable
from datetime import date

from django.db import connection, transaction
from django.db.models import Q, QuerySet

from fashu.kernel import clock
from fashu.kernel.access import SYSTEM, acting_as, current_actor
from fashu.kernel.cases.roles import account_of
from fashu.kernel.desk.colleagues import must_serve_here, name_of
from fashu.kernel.desk.leading import leads_office
from fashu.kernel.desk.models import Absence
from fashu.kernel.people.models import Posting, PostingKind
from fashu.kernel.procedure.refusal import refuse

LONGEST_DAYS = 366


@transaction.atomic
def register(account: int, kind: str, since: date, until: date) -> Absence:
    """Register that oneself, or for a head a colleague, is away on these days. Raises Refused."""
    actor = current_actor()
    must_serve_here(actor.office_path, (account,))
    if account != actor.account_id and not leads_office(actor):
        raise refuse("为同事登记由机关负责人办理", remedy="请由本人登记，或者请负责人办理")
    if kind not in Absence.Kind.values:
        raise refuse("请选择不在岗的原因")
    if until < since or until < clock.today():
        raise refuse("截止日期不能早于开始日期和今天")
    if (until - since).days >= LONGEST_DAYS:
        raise refuse("一次登记最长一年")
    return Absence.objects.create(
        account_id=account,
        name=name_of(account),
        office_path=actor.office_path,
        kind=kind,
        since=since,
        until=until,
        made_by_id=account_of(actor),
        made_at=clock.now(),
    )


def withdraw(absence_id: int) -> None:
    """He is back, or it was a mistake. By himself or a head. Raises Refused."""
    actor = current_actor()
    row = own_office().filter(pk=absence_id).first()
    if row is None or not (row.account_id == actor.account_id or leads_office(actor)):
        raise refuse("没有找到这项登记", remedy="它可能已经撤回")
    row.ended_at = clock.now()
    row.save(update_fields=["ended_at"])


def own_office() -> QuerySet[Absence]:
    """What is registered in the actor's office and not over yet."""
    present = Absence.objects.filter(ended_at=None, until__gte=clock.today())
    return present.filter(office_path=current_actor().office_path).order_by("since", "id")


def away(accounts: Iterable[int], office_path: str, on: date) -> dict[int, str]:
    """Who of these is not at his post in an office on a day, and why, in words.

    Found by the system, which does not learn to whom somebody has passed his work.
    """
    people = list(accounts)
    with acting_as(SYSTEM):
        found = _lent(people, office_path, on) | _delegated(people, on)
        for row in Absence.objects.filter(_holds(on), account__in=people, ended_at=None):
            found[row.account_id] = f"（{row.get_kind_display()}至{row.until}）"
    return found


def _holds(on: date) -> Q:
    return Q(since__lte=on, until__gte=on)


def _delegated(people: list[int], on: date) -> dict[int, str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM fashu_delegating(%s, %s)", [people, on])
        return {account: f"（已委托同事至{until}）" for account, until in cursor.fetchall()}


def _lent(people: list[int], office_path: str, on: date) -> dict[int, str]:
    lent = Posting.objects.filter(
        Q(until=None) | Q(until__gte=on),
        kind=PostingKind.SECONDMENT,
        account__in=people,
        since__lte=on,
    ).exclude(office__path=office_path)
    return {
        row.account_id: f"（借调至{row.until}）" if row.until else "（借调在外）" for row in lent
    }
