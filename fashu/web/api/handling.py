"""Who handles a case (承办人), who was told of it, who must avoid it. None of it moves a clock."""

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest
from ninja import Router, Status

from fashu.kernel import api, reading
from fashu.kernel.cases.avoidance import avoidances_in
from fashu.kernel.cases.catalogue import business_of
from fashu.kernel.cases.models import Avoidance, Case
from fashu.kernel.desk import colleagues as office
from fashu.kernel.desk.models import Copy, Handling, How
from fashu.kernel.people.models import Account
from fashu.kernel.procedure.refusal import refuse
from fashu.web.api import cursors, grants
from fashu.web.api import desk_shapes as d
from fashu.web.api.acting import once
from fashu.web.api.cases import Number, seen
from fashu.web.api.errands import Data, Id, Names, within

router = Router(tags=["errands"])
router.add_decorator(once, mode="view")


@router.get("/cases/{number}/colleagues", response=list[d.ColleagueOut], summary="本案可以选的同事")
def case_colleagues(request: HttpRequest, number: Number) -> list[Data]:
    """今天在承办机关任职的人，和他们能否承办本案；只对承办机关的工作人员给出。"""
    case = seen(number)
    office.insider(case)
    able = set(office.handlers(case, business_of(case.procedure)))
    return [
        {"account": each.pk, "name": each.name, "may_handle": each.pk in able}
        for each in office.colleagues(case.office_path)
    ]


@router.get("/cases/{number}/handling", response=d.HandlingOut, summary="承办人和承办经过")
def case_handling(request: HttpRequest, number: Number) -> Data:
    """现在的承办人和先后的经过，承办机关及其上级看得见。"""
    case = within(number)
    reading.note(reading.View.API, case=case)
    return _handling(case)


@router.post(
    "/cases/{number}/handling", response={201: d.HandlingOut}, summary="认领、指派、转办、退回机关"
)
def change_handling(request: HttpRequest, number: Number, body: d.HandlingIn) -> Any:
    """法定期限约束机关，换承办人不影响任何期限。"""
    seen(number)
    match body.how:
        case How.CLAIM:
            api.handling.claim(number)
        case How.RELEASE:
            api.handling.release(number, body.words)
        case How.TURN | How.LOAD:
            api.handling.assign_by_rule(number, body.how)
        case How.ASSIGN | How.HAND_ON:
            if body.to is None:
                raise refuse("没有说明由谁承办", remedy="请在 to 中填写新承办人的账号编号")
            api.handling.assign(number, body.to, body.words)
    return Status(201, _handling(seen(number)))


@router.post("/cases/{number}/urges", response={201: d.UrgeOut}, summary="催办承办人")
def urge_case(request: HttpRequest, number: Number, body: d.UrgeIn) -> Any:
    """由承办机关及其上级机关催办，每人每天一次。"""
    seen(number)
    made = api.handling.urge(number, body.words)
    names = _names([made.account_id])
    return Status(201, {"to": _person(made.account_id, names), "on": made.on, "words": made.words})


@router.post("/cases/{number}/copies", response={201: list[d.CopyOut]}, summary="抄送案件")
def copy_case(request: HttpRequest, number: Number, body: d.CopyIn) -> Any:
    """告诉本机关的同事，不要求办理。"""
    seen(number)
    made = api.handling.copy(number, tuple(body.to), body.words)
    return Status(201, _copies(made))


@router.get("/copies", response=d.CopyPage, summary="抄送给本人的")
def list_copies(
    request: HttpRequest, limit: cursors.Limit = cursors.USUAL, cursor: cursors.Cursor = ""
) -> Data:
    """案件和内部事项，新的在前。"""
    found = api.boxes.copies().order_by("-id")
    last, allowed = cursors.after_number(cursor), grants.procedures()
    found = found if last is None else found.filter(pk__lt=last)
    found = found if allowed is None else found.filter(case__procedure__in=allowed)
    rows = list(found[: limit + 1])
    reading.note(reading.View.API, cases=[row.case for row in rows[:limit]])
    more = cursors.encode(rows[limit - 1].pk) if len(rows) > limit else None
    return {"items": _copies(rows[:limit]), "next": more}


@router.get("/cases/{number}/avoidances", response=list[d.AvoidanceOut], summary="回避")
def case_avoidances(request: HttpRequest, number: Number) -> list[Data]:
    """申请和决定，新的在前。"""
    case = seen(number)
    reading.note(reading.View.API, case=case)
    return _avoidances(avoidances_in(case))


@router.post("/cases/{number}/avoidances", response={201: d.AvoidanceOut}, summary="申请回避")
def ask_avoidance(request: HttpRequest, number: Number, body: d.AvoidanceIn) -> Any:
    """本人申请的，随即停止接触本案；利害关系人申请的，等待决定；机关负责人直接决定。"""
    seen(number)
    made = api.ask_to_avoid(
        number, body.ground, body.reason, account=body.account, for_party=body.for_party
    )
    return Status(201, _avoidances([made])[0])


@router.post(
    "/cases/{number}/avoidances/{int:avoidance}/decision",
    response={201: d.AvoidanceOut},
    summary="决定回避",
)
def decide_avoidance(
    request: HttpRequest, number: Number, avoidance: Id, body: d.DecisionIn
) -> Any:
    """由机关负责人决定，本人的回避不能由本人决定。"""
    seen(number)
    made = api.decide_avoidance(number, avoidance, upheld=body.upheld, answer=body.answer)
    return Status(201, _avoidances([made])[0])


def _handling(case: Case) -> Data:
    rows = list(Handling.objects.filter(case=case).order_by("id"))
    names = _names([case.handler_id])
    return {
        "handler": _person(case.handler_id, names) if case.handler_id else None,
        "history": [
            {
                "how": row.how,
                "how_title": row.get_how_display(),
                "to": {"account": row.account_id, "name": row.name} if row.account_id else None,
                "by": {"account": row.by_id, "name": row.by_name} if row.by_id else None,
                "words": row.words,
                "at": row.at,
            }
            for row in rows
        ],
    }


def _copies(rows: Iterable[Copy]) -> list[Data]:
    return [
        {
            "id": row.pk,
            "case": row.case.number,
            "errand": row.errand_id,
            "by": row.by_name,
            "words": row.words,
            "at": row.at,
            "read_at": row.read_at,
        }
        for row in rows
    ]


def _avoidances(rows: list[Avoidance]) -> list[Data]:
    return [
        {
            "id": row.pk,
            "person": {"account": row.account_id, "name": row.name},
            "ground": row.ground,
            "ground_title": row.get_ground_display(),
            "reason": row.reason,
            "raised": row.raised,
            "raised_title": row.get_raised_display(),
            "raised_at": row.raised_at,
            "shuts_out": row.shuts_out,
            "is_upheld": row.is_upheld,
            "decided_at": row.decided_at,
            "answer": row.answer,
        }
        for row in rows
    ]


def _names(accounts: Iterable[int | None]) -> Names:
    return dict(Account.objects.filter(pk__in=[*accounts]).values_list("pk", "name"))


def _person(account: int, names: Names) -> Data:
    """Somebody by number; without a name where the caller may not see his account."""
    return {"account": account, "name": names.get(account, "")}
