"""What is one's own at the desk: notices, 委托 and 不在岗. Applications have none of it."""

from typing import Any

from django.http import HttpRequest
from ninja import Router, Status

from fashu.kernel import api
from fashu.kernel.access import current_actor
from fashu.kernel.cases.roles import account_of
from fashu.kernel.desk import absences
from fashu.kernel.desk.models import Absence, Delegation, Notice
from fashu.kernel.desk.notices import mark_read, own_notices, unread
from fashu.web.api import cursors
from fashu.web.api import own_shapes as o
from fashu.web.api.acting import once
from fashu.web.api.callers import Session, staff_only
from fashu.web.api.problems import ProblemError

router = Router(tags=["own"], auth=Session())
router.add_decorator(once, mode="view")

Data = dict[str, Any]


# -- Notices ---------------------------------------------------------------------------------------


@router.get("/notices", response=o.NoticePage, summary="本人的消息")
@staff_only
def list_notices(
    request: HttpRequest,
    is_unread: bool = False,
    limit: cursors.Limit = cursors.USUAL,
    cursor: cursors.Cursor = "",
) -> Data:
    """新的在前；is_unread 为 true 的，只列没有读的。"""
    found = own_notices().order_by("-id")
    rows, more = cursors.page(found.filter(read_at=None) if is_unread else found, limit, cursor)
    return {"items": [_notice(row) for row in rows], "next": more, "unread": unread()}


@router.post("/notices/reading", response=o.UnreadOut, summary="全部消息标为已读")
@staff_only
def read_all_notices(request: HttpRequest) -> Data:
    """本人的消息都已读过。"""
    mark_read()
    return {"unread": unread()}


@router.post("/notices/{int:notice}/reading", response=o.NoticeOut, summary="一条消息标为已读")
@staff_only
def read_notice(request: HttpRequest, notice: o.Id) -> Data:
    """本人已读过这一条。"""
    found = mark_read(notice)
    if found is None:
        raise ProblemError("not-found", "没有找到这条消息")
    return _notice(found)


def _notice(row: Notice) -> Data:
    return {
        "id": row.pk,
        "kind": row.kind,
        "kind_title": row.get_kind_display(),
        "words": row.words,
        "case": row.number,
        "address": row.address,
        "made_at": row.made_at,
        "read_at": row.read_at,
    }


# -- 委托 ------------------------------------------------------------------------------------------


@router.get("/delegations", response=o.DelegationPage, summary="委托")
@staff_only
def list_delegations(
    request: HttpRequest,
    side: o.Side = o.Side.GIVEN,
    limit: cursors.Limit = cursors.USUAL,
    cursor: cursors.Cursor = "",
) -> Data:
    """given 本人委托同事的；taken 同事委托本人、没有收回的。新的在前。"""
    me = account_of(current_actor())
    mine = {"account": me} if side is o.Side.GIVEN else {"to": me, "ended_at": None}
    found = api.delegation.delegations().filter(**mine).order_by("-id")
    rows, more = cursors.page(found, limit, cursor)
    return {"items": [_delegation(row) for row in rows], "next": more}


@router.post("/delegations", response={201: o.DelegationOut}, summary="委托同事")
@staff_only
def delegate(request: HttpRequest, body: o.DelegationIn) -> Any:
    """由本机关的同事在一段时间内代为办理内部事项；受托的人不能再委托。"""
    made = api.delegation.delegate(body.to, body.since, body.until, body.reason)
    return Status(201, _delegation(api.delegation.delegations().get(pk=made.pk)))


@router.post(
    "/delegations/{int:delegation}/end", response={201: o.DelegationOut}, summary="收回委托"
)
@staff_only
def end_delegation(request: HttpRequest, delegation: o.Id) -> Any:
    """由委托人收回，随即生效。"""
    mine = api.delegation.delegations().filter(account=account_of(current_actor()))
    if not mine.filter(pk=delegation).exists():
        raise ProblemError("not-found", "没有找到这项委托")
    api.delegation.revoke(delegation)
    return Status(201, _delegation(mine.get(pk=delegation)))


def _delegation(row: Delegation) -> Data:
    return {
        "id": row.pk,
        "by": {"account": row.account_id, "name": row.account.name},
        "to": {"account": row.to_id, "name": row.to.name},
        "since": row.since,
        "until": row.until,
        "reason": row.reason,
        "made_at": row.made_at,
        "ended_at": row.ended_at,
    }


# -- 不在岗 ----------------------------------------------------------------------------------------


@router.get("/absences", response=o.AbsencePage, summary="本机关不在岗的人")
@staff_only
def list_absences(
    request: HttpRequest, limit: cursors.Limit = cursors.USUAL, cursor: cursors.Cursor = ""
) -> Data:
    """已经登记、没有结束的，新登记的在前。"""
    rows, more = cursors.page(absences.own_office().order_by("-id"), limit, cursor)
    return {"items": [_absence(row) for row in rows], "next": more}


@router.post("/absences", response={201: o.AbsenceOut}, summary="登记不在岗")
@staff_only
def register_absence(request: HttpRequest, body: o.AbsenceIn) -> Any:
    """由本人登记，或者由机关负责人为同事登记；其间自动分办不派新案。"""
    account = body.account or account_of(current_actor())
    return Status(
        201, _absence(absences.register(account, body.kind.value, body.since, body.until))
    )


@router.post("/absences/{int:absence}/end", response={201: o.AbsenceOut}, summary="撤回不在岗登记")
@staff_only
def end_absence(request: HttpRequest, absence: o.Id) -> Any:
    """提前回来，或者登记有误；由本人或者机关负责人办理。"""
    found = absences.own_office().filter(pk=absence).first()
    if found is None:
        raise ProblemError("not-found", "没有找到这项登记")
    absences.withdraw(absence)
    return Status(201, _absence(found))


def _absence(row: Absence) -> Data:
    return {
        "id": row.pk,
        "person": {"account": row.account_id, "name": row.name},
        "kind": row.kind,
        "kind_title": row.get_kind_display(),
        "since": row.since,
        "until": row.until,
    }
