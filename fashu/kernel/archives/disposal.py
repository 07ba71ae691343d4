"""销毁清册: what is kept no longer is appraised, listed, approved by two people, and destroyed."""

from datetime import date

from django.db import IntegrityError, transaction

from fashu.kernel import clock
from fashu.kernel.access import Actor, current_actor
from fashu.kernel.archives.forgetting import drop_bytes, forget
from fashu.kernel.archives.volumes import APPRAISE
from fashu.kernel.cases import archiving
from fashu.kernel.cases.handling import is_inside
from fashu.kernel.cases.models import Case
from fashu.kernel.cases.roles import account_of
from fashu.kernel.procedure.refusal import refuse
from fashu.kernel.reading.models import Disposal

APPROVERS = frozenset({"authority", "office_head", "head"})
"""The posts whose holders may approve that a file is destroyed."""


@transaction.atomic
def propose(case: Case, reason: str) -> Disposal:
    """Put a case on the list. Raises Refused while anything holds it back."""
    actor = current_actor()
    if held := archiving.retention_of(case).held_by:
        raise refuse(f"{case.number}不能列入销毁清册：{'；'.join(held)}")
    _keeps(actor, case)
    if not reason.strip():
        raise refuse("请写明鉴定的结论：为什么不再保存", APPRAISE)
    try:
        with transaction.atomic():
            return Disposal.objects.create(
                case=case,
                office_path=case.office_path,
                reason=reason.strip()[:200],
                proposed_by_id=account_of(actor),
                proposed_name=actor.name,
                proposed_at=clock.now(),
            )
    except IntegrityError:
        raise refuse(f"{case.number}已经列入销毁清册") from None


@transaction.atomic
def keep_on(case: Case, until: date) -> Case:
    """续存: the appraisal found that a case is still needed. By whoever could list it."""
    _keeps(current_actor(), case)
    if Disposal.objects.filter(case=case).exists():
        raise refuse(f"{case.number}已经列入销毁清册", remedy="请先从清册中移出")
    return archiving.retain(case, until)


@transaction.atomic
def strike(listed: Disposal) -> None:
    """移出清册, before the second approval, by a head or whoever put it there. Raises Refused."""
    actor = current_actor()
    row = Disposal.objects.select_for_update(of=("self",)).get(pk=listed.pk)
    if row.second_by_id is not None:
        raise refuse("这件案卷已经销毁")
    leads = bool(actor.roles & APPROVERS)
    if actor.office_path != row.office_path or not (
        leads or row.proposed_by_id == actor.account_id
    ):
        raise refuse("由列入的人或者保管机关的负责人移出")
    row.delete()


@transaction.atomic
def approve(listed: Disposal) -> Disposal:
    """Approve: twice, by two people, neither of whom put it on the list. The second destroys."""
    actor = current_actor()
    row = Disposal.objects.select_for_update(of=("self",)).get(pk=listed.pk)
    _may_approve(actor, row)
    account = account_of(actor)
    if row.first_by_id is None:
        row.first_by_id, row.first_name, row.first_at = account, actor.name, clock.now()
    else:
        row.second_by_id, row.second_name, row.second_at = account, actor.name, clock.now()
        event, files = archiving.destroy(row.case, (row.first_by_id, account), row.reason)
        row.event_seq = event.seq
        row.counts, more = forget(row.case)
        transaction.on_commit(lambda: drop_bytes((*files, *more)))
    row.save()
    return row


def _keeps(actor: Actor, case: Case) -> None:
    if actor.office_path != case.office_path or not is_inside(actor, case):
        raise refuse("销毁清册由保管案卷的机关编制，您在该机关没有办案的岗位")


def _may_approve(actor: Actor, row: Disposal) -> None:
    if row.second_by_id is not None:
        raise refuse("这件案卷已经销毁")
    if actor.office_path != row.office_path or not actor.roles & APPROVERS:
        raise refuse("销毁由保管机关的负责人批准")
    if account_of(actor) in (row.proposed_by_id, row.first_by_id):
        raise refuse("提出销毁的人和第一位批准的人不能再次批准", remedy="请由另一位负责人批准")
