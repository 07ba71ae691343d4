"""回避: keeping an officer away from a case. Whoever must avoid it neither sees nor works on it.

《公务员法》第七十六条 says when, 第七十七条 who may say so and that the organ decides. A statute of
its own goes before (第七十八条), as 《行政处罚法》第四十三条 does. A procedure with steps for it
takes them as well; this here is what shuts the door.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import IntegrityError, connection, transaction

from fashu.kernel import clock
from fashu.kernel.access import Actor, Kind, current_actor
from fashu.kernel.cases.catalogue import business_of
from fashu.kernel.cases.models import Avoidance, Case, Ground, Raised
from fashu.kernel.cases.roles import account_of, case_by_number, roles_in
from fashu.kernel.law.citation import Law
from fashu.kernel.people.models import Account, Posting
from fashu.kernel.procedure.refusal import refuse

GROUNDS = Law("公务员法").art(76)
"""公务员执行公务时，有下列情形之一的，应当回避."""
ASKING = Law("公务员法").art(77)
"""本人应当申请回避；利害关系人有权申请；机关经审查后作出决定，也可以不经申请直接作出."""
UNDECIDED = Law("行政处罚法").art(43, 3)
"""决定作出之前，不停止调查."""

SUPERIOR = "superior"
LONGEST = 500
"""The longest reason, in characters."""


@dataclass(frozen=True, slots=True)
class Officer:
    """Somebody who works on a case, with the name by which he is known there."""

    account: int
    name: str


@transaction.atomic
def ask_to_avoid(
    number: str, ground: Ground, reason: str, *, account: int | None = None, for_party: bool = False
) -> Avoidance:
    """Ask that an officer avoid a case: oneself, or with `account` somebody else. Raises Refused.

    His own word shuts him out at once. A party's application, its own or one that the office
    enters for it (`for_party`), waits for the decision. The head of the organ decides directly.
    """
    actor = current_actor()
    case = case_by_number(number, lock=True)
    whom = account_of(actor) if account is None else account
    raised = _raised(actor, case, whom, for_party=for_party)
    said = _checked(reason)
    name = _name_of(actor, case, whom)
    if must_avoid(case, whom):
        raise refuse(f"{name}已经回避本案", ASKING)
    is_direct = raised is Raised.ORGAN
    row = Avoidance(
        case=case,
        account_id=whom,
        name=name,
        ground=ground,
        reason=said,
        raised=raised,
        raised_by_id=account_of(actor),
        raised_name=actor.name,
        raised_at=clock.now(),
        shuts_out=raised is not Raised.PARTY,
        **(_decided(actor) | {"is_upheld": True} if is_direct else {}),
    )
    _release(case, row)
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:  # asked by somebody whose application the actor does not see
        raise refuse("对该人员的回避申请正在等待决定", ASKING) from None
    return row


@transaction.atomic
def decide_avoidance(number: str, avoidance: int, *, upheld: bool, answer: str = "") -> Avoidance:
    """The organ's decision. Raises Refused for whoever may not decide, himself concerned or not.

    What is not upheld says why in `answer`.
    """
    actor = current_actor()
    case = case_by_number(number, lock=True)
    row = Avoidance.objects.filter(case=case, pk=avoidance).first()
    if row is None or row.is_upheld is not None:
        raise refuse("没有等待决定的这项回避申请", ASKING, "请刷新页面后核对")
    if not may_decide(actor, case):
        raise refuse("回避由机关负责人决定，您没有这一角色", ASKING)
    if row.account_id == actor.account_id:
        raise refuse("本人的回避不能由本人决定", ASKING, "请由上级机关或者其他负责人决定")
    if not upheld or answer.strip():
        row.answer = _checked(answer)
    row.is_upheld = row.shuts_out = upheld
    for field, value in _decided(actor).items():
        setattr(row, field, value)
    _release(case, row)
    row.save()
    return row


def may_decide(actor: Actor, case: Case) -> bool:
    """Whether he plays the organ itself in the case, or its superior."""
    return bool(roles_in(actor, case) & {business_of(case.procedure).organ.key, SUPERIOR})


def must_avoid(case: Case, account: int) -> bool:
    """Whether an officer is kept away from a case; for whoever may see its avoidances."""
    return account in avoiders(case)


def avoiders(case: Case) -> frozenset[int]:
    """The accounts that are kept away from a case; for whoever may see its avoidances."""
    shut_out = Avoidance.objects.filter(case=case, shuts_out=True)
    return frozenset(shut_out.values_list("account_id", flat=True))


def none_avoids(case: Case, accounts: Iterable[int]) -> None:
    """Raise Refused, with the name and the ground, where one of them is kept away from the case."""
    found = Avoidance.objects.filter(case=case, account__in=tuple(accounts), shuts_out=True)
    if (row := found.first()) is not None:
        reason = f"{row.name}应当回避本案：{row.get_ground_display()}"
        raise refuse(reason, GROUNDS, "请选择其他工作人员")


def avoidances_in(case: Case) -> list[Avoidance]:
    """What was asked and decided in a case, the newest first."""
    return list(Avoidance.objects.filter(case=case).order_by("-id"))


def officers_of(case: Case) -> list[Officer]:
    """Whom one may name: who serves in the handling office today, handles the case or acted in it.

    Colleagues see who serves; a party is told who works on his case, and of nobody else.
    """
    posts = Posting.objects.in_force().filter(office_id=case.office_id).exclude(roles=[])
    serving = Account.objects.filter(pk__in=posts.values("account")).values_list("pk", "name")
    parts = sorted({role.key for role in business_of(case.procedure).inside} | {SUPERIOR})
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM fashu_officers_of_case(%s, %s)", [case.pk, parts])
        known = dict(serving) | dict(cursor.fetchall())
    return [Officer(account, name) for account, name in sorted(known.items())]


def _raised(actor: Actor, case: Case, whom: int, *, for_party: bool) -> Raised:
    inside = {role.key for role in business_of(case.procedure).inside}
    if whom == actor.account_id:
        return Raised.ONESELF
    held = roles_in(actor, case)
    if not held:
        raise refuse("您在本案中没有角色，不能申请他人回避", ASKING)
    if for_party or not held & inside:
        return Raised.PARTY
    if may_decide(actor, case):
        return Raised.ORGAN
    raise refuse("机关直接决定回避的，由机关负责人办理", ASKING, "请登记利害关系人的申请")


def _name_of(actor: Actor, case: Case, whom: int) -> str:
    """The name of whoever is to avoid the case. Raises Refused for all whom it cannot concern."""
    if whom == actor.account_id:
        if actor.kind not in (Kind.OFFICER, Kind.AUDITOR):
            raise refuse("回避只适用于办理案件的工作人员", GROUNDS)
        return actor.name
    found = next((each for each in officers_of(case) if each.account == whom), None)
    if found is None:
        raise refuse("没有找到该工作人员", remedy="请选择本案的工作人员")
    return found.name


def _checked(reason: str) -> str:
    said = reason.strip()
    if not said or len(said) > LONGEST:
        raise refuse(f"请写明理由，{LONGEST}字以内", GROUNDS)
    return said


def _release(case: Case, row: Avoidance) -> None:
    """Whoever is shut out no longer handles the case; somebody else must take it over."""
    if row.shuts_out and case.handler_id == row.account_id:
        case.handler = None
        case.save(update_fields=["handler"])


def _decided(actor: Actor) -> dict[str, object]:
    return {
        "decided_by_id": account_of(actor),
        "decided_name": actor.name,
        "decided_at": clock.now(),
    }
