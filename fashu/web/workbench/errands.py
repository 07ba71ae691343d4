"""Errands among colleagues: asking, answering, passing on; 待办/已办/我发起/抄送 of them."""

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from fashu.kernel import api, reading
from fashu.kernel.access import current_actor
from fashu.kernel.cases.catalogue import family_of
from fashu.kernel.cases.models import Case
from fashu.kernel.desk import acts, flow
from fashu.kernel.desk.acts import Leg, Mode, Verdict, Where
from fashu.kernel.desk.colleagues import able
from fashu.kernel.desk.models import Errand, ErrandEvent, Purpose, Task
from fashu.kernel.holidays.official import official
from fashu.kernel.people.models import Account
from fashu.kernel.procedure import Refused
from fashu.web.access import staff_only
from fashu.web.workbench.dossier import seen
from fashu.web.workbench.reads import days_of, leg_of, number_of, numbers_of, one_of

PER_PAGE = 20
NOWHERE = -1
"""A place that no errand has."""

LEGS = (1, 2, 3)
"""How many parts of a way one form offers."""


@dataclass(frozen=True, slots=True)
class Stop:
    """A place of the way for a page: `now` while the errand is there."""

    n: int
    mode: str
    members: tuple[tuple[str, str, int], ...]
    due_on: object
    now: bool


# -- The boxes ---------------------------------------------------------------------------------


@require_safe
@staff_only
def todo(request: HttpRequest) -> HttpResponse:
    """Errands that wait for me or for whom I stand in."""
    page = Paginator(api.boxes.waiting_tasks(), PER_PAGE).get_page(request.GET.get("page"))
    reading.note(reading.View.LIST, cases=[task.case for task in page])
    return _box(request, "todo", "待办", "workbench/todo_errands.html", page)


@require_safe
@staff_only
def done(request: HttpRequest) -> HttpResponse:
    """Errands of others that I have acted on."""
    return _errands(request, "done", "已办", api.boxes.done_errands())


@require_safe
@staff_only
def started(request: HttpRequest) -> HttpResponse:
    """我发起."""
    return _errands(request, "started", "我发起", api.boxes.started_errands())


@require_safe
@staff_only
def copies(request: HttpRequest) -> HttpResponse:
    """抄送."""
    page = Paginator(api.boxes.copies(), PER_PAGE).get_page(request.GET.get("page"))
    reading.note(reading.View.LIST, cases=[copy.case for copy in page])
    return _box(request, "copies", "抄送", "workbench/copies.html", page)


def _errands(request: HttpRequest, box: str, title: str, found: QuerySet[Errand]) -> HttpResponse:
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    reading.note(reading.View.LIST, cases=[errand.case for errand in page])
    return _box(request, box, title, "workbench/errands.html", page)


def _box(request: HttpRequest, box: str, title: str, template: str, page: object) -> HttpResponse:
    context = {
        "box": box,
        "title": title,
        "page": page,
        "counts": api.boxes.counts(),
        "breadcrumb": [(title, request.path)],
    }
    return render(request, template, context)


@require_POST
@staff_only
def read_copy(request: HttpRequest, copy_id: int) -> HttpResponseBase:
    """Open what one was told of, which thereby is read."""
    try:
        copy = api.boxes.read_copy(copy_id)
    except Refused as refusal:
        raise Http404 from refusal
    if copy.errand_id:
        return redirect("workbench:errand", copy.errand_id)
    return redirect("workbench:case", copy.case.number)


# -- Asking ------------------------------------------------------------------------------------


@staff_only
def new(request: HttpRequest, number: str) -> HttpResponseBase:
    """发起: what is asked, of whom, in which order."""
    case = seen(number)
    errors: tuple[str, ...] = ()
    if request.method == "POST":
        try:
            errand = api.errands.start(
                number,
                request.POST.get("title", ""),
                _legs(request),
                purpose=_purpose(request),
                words=request.POST.get("words", ""),
                step=_step(case, request),
                copies=numbers_of(request.POST.getlist("copies")),
            )
        except Refused as refusal:
            errors = (str(refusal),)
        else:
            messages.success(request, f"已发起“{errand.title}”")
            return redirect("workbench:errand", errand.pk)
    context = {
        "case": case,
        "colleagues": _others(case),
        "legs": LEGS,
        "modes": list(Mode),
        "purposes": Purpose.choices,
        "steps": _several(case),
        "errors": errors,
        "posted": request.POST,
        "ticked": request.POST.getlist,
        "inside": api.is_inside(current_actor(), case),
        "breadcrumb": [("案件", "../../../"), (number, "../../"), ("发起内部事项", request.path)],
    }
    return render(request, "workbench/new_errand.html", context)


def _legs(request: HttpRequest) -> tuple[Leg, ...]:
    found = (
        leg_of(
            request.POST.get(f"mode_{n}", ""),
            request.POST.getlist(f"persons_{n}"),
            request.POST.get(f"days_{n}", ""),
        )
        for n in LEGS
    )
    return tuple(leg for leg in found if leg is not None)


def _purpose(request: HttpRequest) -> Purpose:
    asked = request.POST.get("purpose", "")
    return Purpose(asked) if asked in Purpose.values else Purpose.SIGN


def _several(case: Case) -> list[tuple[str, str]]:
    """The steps of the case that the law wants taken by several persons."""
    steps = family_of(case.procedure).version(case.version).steps.values()
    return [(step.key, step.title) for step in steps if step.persons > 1]


def _step(case: Case, request: HttpRequest) -> str:
    asked = request.POST.get("step", "")
    return asked if asked in dict(_several(case)) else ""


def _others(case: Case) -> list[Account]:
    me = current_actor().account_id
    return [account for account in able(case) if account.pk != me]


# -- One errand --------------------------------------------------------------------------------


@require_safe
@staff_only
def show(request: HttpRequest, errand_id: int) -> HttpResponse:
    """How it stands, whose turn it is, what I may do, and what was done."""
    errand = _found(errand_id)
    reading.note(reading.View.CASE, case=errand.case)
    state = api.errands.standing(errand)
    holders = [task.person for task in flow.open_tasks(state)]
    own = (current_actor().account_id or 0, *api.delegation.stands_in_for())
    place_of = next((person for person in own if person in holders), 0)
    names = _names(errand, state)
    context = {
        "errand": errand,
        "case": errand.case,
        "stops": _stops(state, names),
        "with_initiator": state.at == flow.INITIATOR and state.end is None,
        "holders": [(person, names.get(person, "")) for person in holders],
        "place_of": place_of,
        "instead_of": names.get(place_of, "") if place_of != own[0] else "",
        "at_initiator": state.at == flow.INITIATOR,
        "earlier": _earlier(state, names),
        "may_withdraw": state.before is not None and state.before[0] in own,
        "may_end": state.end is None and (state.initiator in own or _leads(errand)),
        "leads": _leads(errand),
        "initiator": state.initiator,
        "removable": _removable(state, own[0], names),
        "colleagues": _others(errand.case),
        "modes": [Mode.ALL, Mode.ANY],
        "wheres": list(Where),
        "events": errand.events.order_by("-seq"),
        "copied": [names.get(person, "") for person in state.copies],
        "inside": api.is_inside(current_actor(), errand.case),
        "breadcrumb": [
            ("案件", "../../cases/"),
            (errand.case.number, f"../../cases/{errand.case.number}/"),
            (errand.title, request.path),
        ],
    }
    return render(request, "workbench/errand.html", context)


@require_POST
@staff_only
def act(request: HttpRequest, errand_id: int, kind: str) -> HttpResponseBase:
    """Do one thing with it, and say what came of it."""
    errand = _found(errand_id)
    if kind not in ACTS:
        raise Http404
    try:
        errand = ACTS[kind](errand_id, request)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"已办理“{acts.LABELS[kind]}”")
    return redirect("workbench:errand", errand.pk)


def _found(errand_id: int) -> Errand:
    try:
        return api.errands.errand_by_id(errand_id)
    except Refused as refusal:
        raise Http404 from refusal


def _answer(errand_id: int, request: HttpRequest) -> Errand:
    verdict = Verdict.OBJECTED if request.POST.get("verdict") == "objected" else Verdict.AGREED
    return api.errands.answer(errand_id, verdict, _words(request), place_of=_place_of(request))


def _send_back(errand_id: int, request: HttpRequest) -> Errand:
    """`to` is a place, or a place and one of its persons: "3" or "3:17"."""
    place, _, person = request.POST.get("to", "").partition(":")
    return api.errands.send_back(
        errand_id,
        _words(request),
        to=_target(place),
        only=numbers_of([person]),
        straight="straight" in request.POST,
        place_of=_place_of(request),
    )


def _target(place: str) -> int | None:
    """The place to send it back to; None for the former one, and no place where it is no number."""
    if not place:
        return None
    return number_of(place) or (flow.INITIATOR if place == "0" else NOWHERE)


def _add(errand_id: int, request: HttpRequest) -> Errand:
    return api.errands.add(
        errand_id,
        numbers_of(request.POST.getlist("persons")),
        one_of(Where, request.POST.get("where", ""), Where.WITH),
        mode=one_of(Mode, request.POST.get("mode", ""), Mode.ALL),
        days=days_of(request.POST.get("days", "")),
        words=_words(request),
        place_of=_place_of(request),
    )


def _remove(errand_id: int, request: HttpRequest) -> Errand:
    place, _, person = request.POST.get("member", "").partition(":")
    return api.errands.remove(errand_id, number_of(place), number_of(person))


def _words(request: HttpRequest) -> str:
    return request.POST.get("words", "")


def _place_of(request: HttpRequest) -> int:
    return number_of(request.POST.get("place_of", ""))


def _person(request: HttpRequest) -> int:
    return number_of(request.POST.get("person", ""))


ACTS: dict[str, Callable[[int, HttpRequest], Errand]] = {
    "answered": _answer,
    "returned": _send_back,
    "added": _add,
    "removed": _remove,
    "handed_on": lambda n, r: api.errands.hand_on(n, _person(r), _words(r), place_of=_place_of(r)),
    "withdrawn": lambda n, r: api.errands.withdraw(n, place_of=_place_of(r)),
    "urged": lambda n, r: api.errands.urge_task(n, _person(r), _words(r)),
    "copied": lambda n, r: api.errands.copy_errand(
        n, numbers_of(r.POST.getlist("persons")), _words(r)
    ),
    "ended": lambda n, r: api.errands.end(n, _words(r), place_of=_place_of(r)),
}
"""The kind of an act -> how its form is carried out."""


def _names(errand: Errand, state: flow.Errand) -> dict[int, str]:
    """Account -> name of everybody who has or had to do with it."""
    acted = ErrandEvent.objects.filter(errand=errand).values_list("by", "by_name")
    waiting = Task.objects.filter(errand=errand).values_list("account", "name")
    everybody = {*state.persons, *state.copies}
    found = Account.objects.filter(pk__in=everybody).values_list("pk", "name")
    return dict(acted) | dict(waiting) | dict(found)


def _stops(state: flow.Errand, names: dict[int, str]) -> list[Stop]:
    calendar = official()
    return [
        Stop(
            place.n,
            place.mode.label if len(place.members) > 1 else "",
            tuple(
                (names.get(m.person, ""), m.answer.label if m.answer else "", m.person)
                for m in place.members
            ),
            place.due_on(calendar),
            place.n == state.at and state.end is None,
        )
        for place in state.places
    ]


def _earlier(state: flow.Errand, names: dict[int, str]) -> list[tuple[str, str]]:
    """Where the one who holds it may send it back to, the former place first."""
    place = state.place
    if place is None:
        return []
    found = []
    for p in reversed(state.places[: state.places.index(place)]):
        people = "、".join(names.get(m.person, "") for m in p.members)
        found.append((str(p.n), people))
        if len(p.members) > 1 and p.mode is Mode.ALL:
            found += [(f"{p.n}:{m.person}", f"仅 {names.get(m.person, '')}") for m in p.members]
    return [*found, ("0", f"发起人 {names.get(state.initiator, '')}")]


def _removable(state: flow.Errand, me: int, names: dict[int, str]) -> list[tuple[str, str]]:
    if state.end is not None:
        return []
    return [
        (f"{place.n}:{m.person}", names.get(m.person, ""))
        for place in state.places
        for m in place.members
        if m.answer is None and me in (state.initiator, m.asked_by)
    ]


def _leads(errand: Errand) -> bool:
    return api.is_head(current_actor(), errand.case)
