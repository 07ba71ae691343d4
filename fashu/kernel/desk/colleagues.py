"""Who serves in an office today, and so may be asked or given a case."""

from collections.abc import Collection

from django.db.models import QuerySet

from fashu.kernel.access import SYSTEM, Actor, acting_as, current_actor
from fashu.kernel.access.held import played_in
from fashu.kernel.business import Business
from fashu.kernel.cases.avoidance import avoiders, none_avoids
from fashu.kernel.cases.handling import inside_roles, is_head, is_inside
from fashu.kernel.cases.models import Case
from fashu.kernel.cases.roles import account_of
from fashu.kernel.people.models import Account, Posting
from fashu.kernel.procedure.refusal import refuse


def serving(office_path: str) -> QuerySet[Posting]:
    """The posts of an office that hold today, whose accounts can sign in."""
    held = Posting.objects.in_force().filter(office__path=office_path, account__is_active=True)
    return held.select_related("account").order_by("account_id")


def colleagues(office_path: str) -> list[Account]:
    """Everybody who serves in an office today, each once."""
    found = {post.account_id: post.account for post in serving(office_path)}
    return list(found.values())


def name_of(account: int | None) -> str:
    """The name of somebody of one's own office, to be kept with a row; empty for nobody."""
    found = Account.objects.filter(pk=account or 0).values_list("name", flat=True).first()
    return found or ""


def able(case: Case) -> list[Account]:
    """The colleagues who may be asked about a case or told of it: all but those who must avoid it.

    For whoever works in its office, who sees the avoidances.
    """
    kept_out = avoiders(case)
    return [each for each in colleagues(case.office_path) if each.pk not in kept_out]


def handlers(case: Case, business: Business) -> list[int]:
    """The accounts that may be given a case: serving in its office, in a role that works on it,
    and not kept away from it (回避)."""
    inside, kept_out, posts = inside_roles(business), avoiders(case), dict[int, set[str]]()
    for post in serving(case.office_path):
        posts.setdefault(post.account_id, set()).update(post.roles)
    with acting_as(SYSTEM):  # what was granted to a colleague is not his colleagues' to read
        played = played_in(case.office_path, posts)
    found = {account for account, roles in played.items() if inside & roles}
    return sorted(found - kept_out)


def must_serve_here(office_path: str, accounts: Collection[int]) -> None:
    """Raise Refused unless all of them serve in the office today."""
    here = set(serving(office_path).values_list("account_id", flat=True)) if office_path else set()
    if not set(accounts) <= here:
        raise refuse("所选人员不在本机关任职", remedy="请从本机关的工作人员中选择")


def may_be_asked(case: Case, accounts: Collection[int]) -> None:
    """Raise Refused unless all of them serve in the case's office today and none must avoid it."""
    must_serve_here(case.office_path, accounts)
    none_avoids(case, accounts)


def insider(case: Case) -> int:
    """The account of the present actor, who must work in the handling office. Raises Refused."""
    actor = current_actor()
    if not is_inside(actor, case):
        raise refuse("内部事项由承办机关的工作人员办理，您在本案中没有这一角色")
    return account_of(actor)


def head(case: Case) -> int:
    """The account of the present actor, who must lead the handling office. Raises Refused."""
    actor: Actor = current_actor()
    if not is_head(actor, case):
        raise refuse("由承办机关负责人办理", remedy="请向负责人提出")
    return account_of(actor)
