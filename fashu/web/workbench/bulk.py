"""One act on many cases, each by itself: what one of them refuses does not stop the others."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db import transaction
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render, resolve_url
from django.utils.http import urlencode
from django.views.decorators.http import require_POST

from fashu.kernel import api
from fashu.kernel.desk.lists import BOXES
from fashu.kernel.desk.models import How
from fashu.kernel.procedure import Refused
from fashu.web.access import staff_only
from fashu.web.workbench.reads import number_of

MOST = 200
"""How many cases one click may act on."""


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one case."""

    number: str
    done: bool
    words: str


@require_POST
@staff_only
def act(request: HttpRequest) -> HttpResponseBase:
    """Do it to every case ticked, and say of each what became of it."""
    numbers = list(dict.fromkeys(request.POST.getlist("number")))[:MOST]
    box = request.POST.get("box", "")
    if request.POST.get("act") == "export" and box in BOXES and numbers:
        chosen = urlencode({"number": numbers}, doseq=True)
        return redirect(f"{resolve_url('workbench:export_list', box)}?{chosen}")
    title, one = _act(request)
    results = [_result(number, one) for number in numbers] if one else []
    context = {
        "title": title or "批量办理",
        "results": results,
        "done": sum(result.done for result in results),
        "back": resolve_url(f"workbench:{box if box in BOXES else 'cases'}"),
        "chosen": bool(numbers),
        "breadcrumb": [(BOXES.get(box, "案件"), "../cases/"), ("批量办理", request.path)],
    }
    return render(request, "workbench/bulk.html", context)


def _act(request: HttpRequest) -> tuple[str, Callable[[str], object] | None]:
    """What is to be done to each case, with its name; nothing where the form says nothing."""
    person, words = number_of(request.POST.get("person", "")), request.POST.get("words", "")
    match request.POST.get("act"):
        case "assign" if person:
            return "指派", lambda number: api.handling.assign(number, person, words)
        case "turn":
            return "轮流分办", lambda number: api.handling.assign_by_rule(number, How.TURN)
        case "load":
            return "按负载分办", lambda number: api.handling.assign_by_rule(number, How.LOAD)
        case "claim":
            return "认领", api.handling.claim
        case "urge":
            return "催办", lambda number: api.handling.urge(number, words)
        case "copy" if person:
            return "抄送", lambda number: api.handling.copy(number, (person,), words)
    return "", None


def _result(number: str, one: Callable[[str], object]) -> Result:
    try:
        with transaction.atomic():
            one(number)
    except Refused as refusal:
        return Result(number, False, str(refusal))
    return Result(number, True, "已办理")
