"""承办人 of a case: claiming, assigning, giving back, urging, copying; and one's delegations."""

from collections.abc import Callable
from datetime import timedelta

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from fashu.kernel import api, clock
from fashu.kernel.access import current_actor
from fashu.kernel.desk.colleagues import colleagues
from fashu.kernel.desk.models import How
from fashu.kernel.procedure import Refused
from fashu.kernel.procedure.refusal import refuse
from fashu.web.access import staff_only
from fashu.web.workbench.dossier import seen
from fashu.web.workbench.reads import day_of, number_of, numbers_of

USUAL_DAYS = 7
"""How long a delegation holds unless one says otherwise."""


@require_POST
@staff_only
def act(request: HttpRequest, number: str, kind: str) -> HttpResponseBase:
    """One thing with who handles the case."""
    seen(number)
    if kind not in ACTS:
        raise Http404
    title, carry_out = ACTS[kind]
    try:
        carry_out(number, request)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"已办理“{title}”")
    return redirect("workbench:case", number)


def _words(request: HttpRequest) -> str:
    return request.POST.get("words", "")


ACTS: dict[str, tuple[str, Callable[[str, HttpRequest], object]]] = {
    "claim": ("认领", lambda n, r: api.handling.claim(n)),
    "assign": (
        "指派",
        lambda n, r: api.handling.assign(n, number_of(r.POST.get("person", "")), _words(r)),
    ),
    "turn": ("轮流分办", lambda n, r: api.handling.assign_by_rule(n, How.TURN)),
    "load": ("按负载分办", lambda n, r: api.handling.assign_by_rule(n, How.LOAD)),
    "release": ("退回机关", lambda n, r: api.handling.release(n, _words(r))),
    "urge": ("催办", lambda n, r: api.handling.urge(n, _words(r))),
    "copy": (
        "抄送",
        lambda n, r: api.handling.copy(n, numbers_of(r.POST.getlist("persons")), _words(r)),
    ),
}
"""The last part of the address -> what it is called, and how it is carried out."""


@staff_only
def delegations(request: HttpRequest) -> HttpResponseBase:
    """委托: whom one lets act in one's place, and in whose place one acts."""
    actor = current_actor()
    errors: tuple[str, ...] = ()
    if request.method == "POST":
        try:
            _delegate(request)
        except Refused as refusal:
            errors = (str(refusal),)
        else:
            messages.success(request, "已办理")
            return redirect("workbench:delegations")
    today = clock.today()
    context = {
        "errors": errors,
        "posted": request.POST,
        "today": today.isoformat(),
        "until": (today + timedelta(days=USUAL_DAYS)).isoformat(),
        "now": today,
        "given": api.delegation.delegations().filter(account=actor.account_id),
        "taken": api.delegation.delegations().filter(to=actor.account_id, ended_at=None),
        "colleagues": [a for a in colleagues(actor.office_path) if a.pk != actor.account_id]
        if actor.office_path
        else [],
        "breadcrumb": [("委托", request.path)],
    }
    return render(request, "workbench/delegations.html", context)


def _delegate(request: HttpRequest) -> None:
    if revoked := number_of(request.POST.get("revoke", "")):
        api.delegation.revoke(revoked)
        return
    since, until = (day_of(request.POST.get(key, "")) for key in ("since", "until"))
    if since is None or until is None:
        raise refuse("请填写完整的起止日期")
    to = number_of(request.POST.get("person", ""))
    if not to:
        raise refuse("请选择受托的同事")
    api.delegation.delegate(to, since, until, request.POST.get("reason", ""))
