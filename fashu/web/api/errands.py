"""Errands among colleagues: asking, answering, passing on. No act here moves a statutory clock."""

from enum import StrEnum
from typing import Annotated, Any

from django.db.models import QuerySet
from django.http import HttpRequest
from ninja import Router, Status
from pydantic import Field

from fashu.kernel import api, reading
from fashu.kernel.cases.models import Case
from fashu.kernel.desk import acts, flow
from fashu.kernel.desk.acts import Leg
from fashu.kernel.desk.models import Errand, ErrandEvent
from fashu.kernel.holidays.official import official
from fashu.kernel.people.models import Account
from fashu.kernel.procedure import Refused
from fashu.web.api import cursors, grants
from fashu.web.api import desk_shapes as d
from fashu.web.api.acting import once
from fashu.web.api.cases import Number, seen
from fashu.web.api.problems import ProblemError
from fashu.web.workbench import sight

router = Router(tags=["errands"])
router.add_decorator(once, mode="view")

Id = Annotated[int, Field(gt=0, lt=2**63)]
Data = dict[str, Any]
Names = dict[int, str]


class Box(StrEnum):
    """Which errands."""

    WAITING = "waiting"
    DONE = "done"
    STARTED = "started"
    ALL = "all"


@router.get("/errands", response=d.ErrandPage, summary="内部事项列表")
def list_errands(
    request: HttpRequest,
    box: Annotated[
        Box, Field(description="waiting 待办；done 已办；started 我发起；all 全部")
    ] = Box.WAITING,
    limit: cursors.Limit = cursors.USUAL,
    cursor: cursors.Cursor = "",
) -> Data:
    """新的在前。"""
    found = _of_box(box).order_by("-id")
    last, allowed = cursors.after_number(cursor), grants.procedures()
    found = found if last is None else found.filter(pk__lt=last)
    found = found if allowed is None else found.filter(case__procedure__in=allowed)
    rows = list(_whole(found)[: limit + 1])
    reading.note(reading.View.API, cases=[row.case for row in rows[:limit]])
    more = cursors.encode(rows[limit - 1].pk) if len(rows) > limit else None
    return {"items": [_line(row) for row in rows[:limit]], "next": more}


def _of_box(box: Box) -> QuerySet[Errand]:
    match box:
        case Box.WAITING:
            return Errand.objects.filter(
                pk__in=api.boxes.waiting_tasks().order_by().values("errand")
            )
        case Box.DONE:
            return api.boxes.done_errands()
        case Box.STARTED:
            return api.boxes.started_errands()
        case Box.ALL:
            return Errand.objects.all()


@router.get("/cases/{number}/errands", response=list[d.ErrandOut], summary="案件的内部事项")
def case_errands(request: HttpRequest, number: Number) -> list[Data]:
    """正在办理的在前；承办机关及其上级看得见。"""
    case = within(number)
    reading.note(reading.View.API, case=case)
    return [_line(row) for row in _whole(api.boxes.errands_of(case))]


@router.post("/cases/{number}/errands", response={201: d.ErrandDetailOut}, summary="发起内部事项")
def start_errand(request: HttpRequest, number: Number, body: d.ErrandIn) -> Any:
    """请同事会签、提意见或者办理；不影响任何法定期限。"""
    seen(number)
    errand = api.errands.start(
        number,
        body.title,
        tuple(Leg(leg.mode, tuple(leg.persons), leg.days) for leg in body.legs),
        purpose=body.purpose,
        words=body.words,
        step=body.step,
        copies=tuple(body.copies),
    )
    return Status(201, _detail(errand))


@router.get("/errands/{int:errand}", response=d.ErrandDetailOut, summary="一件内部事项")
def read_errand(request: HttpRequest, errand: Id) -> Data:
    """在谁手中、走到哪一环节、办过什么。"""
    found = _seen(errand)
    reading.note(reading.View.API, case=found.case)
    return _detail(found)


@router.post(
    "/errands/{int:errand}/answer", response=d.ErrandDetailOut, summary="办理（同意或者不同意）"
)
def answer_errand(request: HttpRequest, errand: Id, body: d.AnswerIn) -> Data:
    """不同意的，写明理由。"""
    _seen(errand)
    place = body.place_of or 0
    return _detail(api.errands.answer(errand, body.verdict, body.words, place_of=place))


@router.post("/errands/{int:errand}/handing-on", response=d.ErrandDetailOut, summary="转办")
def hand_on_errand(request: HttpRequest, errand: Id, body: d.HandOnIn) -> Data:
    """由同事代替本人办理；负责人可以为不在岗的人转办。"""
    _seen(errand)
    place = body.place_of or 0
    return _detail(api.errands.hand_on(errand, body.to, body.words, place_of=place))


@router.post("/errands/{int:errand}/return", response=d.ErrandDetailOut, summary="退回")
def return_errand(request: HttpRequest, errand: Id, body: d.ReturnIn) -> Data:
    """退回前面的环节或者发起人，可以指定会签中的人，可以要求办理后直接交回。"""
    _seen(errand)
    return _detail(
        api.errands.send_back(
            errand,
            body.words,
            to=body.to,
            only=tuple(body.only),
            straight=body.straight,
            place_of=body.place_of or 0,
        )
    )


@router.post("/errands/{int:errand}/additions", response=d.ErrandDetailOut, summary="加签")
def add_to_errand(request: HttpRequest, errand: Id, body: d.AddIn) -> Data:
    """在本人之前、同时或者之后请其他同事办理。"""
    _seen(errand)
    return _detail(
        api.errands.add(
            errand,
            tuple(body.persons),
            body.where,
            mode=body.mode,
            days=body.days,
            words=body.words,
            place_of=body.place_of or 0,
        )
    )


@router.post("/errands/{int:errand}/removals", response=d.ErrandDetailOut, summary="减签")
def remove_from_errand(request: HttpRequest, errand: Id, body: d.RemoveIn) -> Data:
    """还没有办理的人，可以由发起人或者加签的人减去。"""
    _seen(errand)
    return _detail(api.errands.remove(errand, body.place, body.person))


@router.post("/errands/{int:errand}/withdrawal", response=d.ErrandDetailOut, summary="撤回")
def withdraw_errand(request: HttpRequest, errand: Id, body: d.WithdrawIn) -> Data:
    """下一人办理以前，收回本人刚才的办理。"""
    _seen(errand)
    return _detail(api.errands.withdraw(errand, place_of=body.place_of or 0))


@router.post("/errands/{int:errand}/urges", response=d.ErrandDetailOut, summary="催办事项")
def urge_errand(request: HttpRequest, errand: Id, body: d.UrgeTaskIn) -> Data:
    """每人每天一次。"""
    _seen(errand)
    return _detail(api.errands.urge_task(errand, body.person, body.words))


@router.post("/errands/{int:errand}/copies", response=d.ErrandDetailOut, summary="抄送事项")
def copy_errand(request: HttpRequest, errand: Id, body: d.CopyErrandIn) -> Data:
    """告诉同事，不要求办理。"""
    _seen(errand)
    return _detail(api.errands.copy_errand(errand, tuple(body.persons), body.words))


@router.post("/errands/{int:errand}/end", response=d.ErrandDetailOut, summary="终止")
def end_errand(request: HttpRequest, errand: Id, body: d.EndIn) -> Data:
    """由发起人，或者由负责人代他终止。"""
    _seen(errand)
    return _detail(api.errands.end(errand, body.words, place_of=body.place_of or 0))


def _seen(errand: int) -> Errand:
    """An errand within sight and grant; any other is answered like an unknown one."""
    try:
        found = api.errands.errand_by_id(errand)
    except Refused as refused:
        refusal = refused.refusal
        raise ProblemError("not-found", refusal.reason, remedy=refusal.remedy) from None
    if not grants.allow(found.case.procedure):
        raise ProblemError("not-found", "没有找到这一事项", remedy="不属于您所在机关的事项不会显示")
    return found


def within(number: str) -> Case:
    """A case of whose inside the caller may know, as on its page. Raises ProblemError."""
    found = seen(number)
    if not sight.reads_all(found):
        raise ProblemError("forbidden", "机关内部的办理情况只对承办机关及其上级给出")
    return found


def _whole(found: QuerySet[Errand]) -> QuerySet[Errand]:
    return found.select_related("case").prefetch_related(None).prefetch_related("tasks")


def _line(errand: Errand) -> Data:
    return {
        "id": errand.pk,
        "case": errand.case.number,
        "purpose": errand.purpose,
        "purpose_title": errand.get_purpose_display(),
        "title": errand.title,
        "step": errand.step,
        "initiator": {"account": errand.initiator_id, "name": errand.initiator_name},
        "holders": [{"account": t.account_id, "name": t.name} for t in errand.tasks.all()],
        "opened_at": errand.opened_at,
        "moved_at": errand.moved_at,
        "closed_at": errand.closed_at,
        "end": errand.end,
        "end_title": errand.get_end_display(),
    }


def _detail(errand: Errand) -> Data:
    whole = _whole(Errand.objects.all()).get(pk=errand.pk)
    state, events = api.errands.standing(whole), list(whole.events.order_by("seq"))
    names = _names(state, events)
    return {
        **_line(whole),
        "words": whole.words,
        "places": [_place(state, place, names) for place in state.places],
        "copied": [_person(account, names) for account in state.copies],
        "acts": [_act(event, names) for event in events],
    }


def _names(state: flow.Errand, events: list[ErrandEvent]) -> Names:
    acted = {event.by_id: event.by_name for event in events}
    hands = {event.hand_id: event.hand_name for event in events}
    found = Account.objects.filter(pk__in={*state.persons, *state.copies})
    return dict(found.values_list("pk", "name")) | acted | hands


def _place(state: flow.Errand, place: flow.Place, names: Names) -> Data:
    return {
        "n": place.n,
        "mode": place.mode.value,
        "mode_title": place.mode.label,
        "members": [
            {
                **_person(member.person, names),
                "answer": member.answer.value if member.answer else "",
                "answer_title": member.answer.label if member.answer else "",
            }
            for member in place.members
        ],
        "due_on": place.due_on(official()),
        "is_here": place.n == state.at and state.end is None,
    }


def _act(event: ErrandEvent, names: Names) -> Data:
    return {
        "seq": event.seq,
        "kind": event.kind,
        "title": acts.LABELS[event.kind],
        "by": _person(event.by_id, names),
        "hand": _person(event.hand_id, names),
        "at": event.recorded_at,
        "words": event.words,
    }


def _person(account: int, names: Names) -> Data:
    """Somebody by number; without a name where the caller may not see his account."""
    return {"account": account, "name": names.get(account, "")}
