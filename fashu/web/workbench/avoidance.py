"""回避 on the case page: saying that one must avoid a case, asking it of another, deciding."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from fashu.kernel import api
from fashu.kernel.cases.avoidance import GROUNDS
from fashu.kernel.cases.models import Case, Ground
from fashu.kernel.procedure import Refused
from fashu.kernel.procedure.refusal import refuse
from fashu.web.access import staff_only
from fashu.web.workbench.dossier import seen
from fashu.web.workbench.reads import number_of

ONESELF, FOR_PARTY = "oneself", "party"


@require_POST
@staff_only
def ask(request: HttpRequest, number: str) -> HttpResponseBase:
    """Ask that an officer avoid the case: oneself, or a colleague."""
    seen(number)
    kind, whom = request.POST.get("kind", ""), number_of(request.POST.get("officer", ""))
    try:
        row = api.ask_to_avoid(
            number,
            _ground(request),
            request.POST.get("reason", ""),
            account=None if kind == ONESELF else whom,
            for_party=kind == FOR_PARTY,
        )
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("workbench:case", number)
    return _onward(request, number, f"已记录：{row.name}{row.get_raised_display()}回避")


@require_POST
@staff_only
def decide(request: HttpRequest, number: str, avoidance_id: int) -> HttpResponseBase:
    """Decide on what was asked."""
    seen(number)
    upheld = request.POST.get("upheld") == "yes"
    try:
        row = api.decide_avoidance(
            number, avoidance_id, upheld=upheld, answer=request.POST.get("answer", "")
        )
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("workbench:case", number)
    return _onward(request, number, f"已决定：{row.name}{'应当回避' if upheld else '不予回避'}")


def _ground(request: HttpRequest) -> Ground:
    chosen = request.POST.get("ground", "")
    if chosen not in Ground.values:
        raise refuse("请选择应当回避的情形", GROUNDS)
    return Ground(chosen)


def _onward(request: HttpRequest, number: str, words: str) -> HttpResponseBase:
    """Back to the case; to the desk for whoever sees it no more."""
    messages.success(request, words)
    if Case.objects.filter(number=number).exists():
        return redirect("workbench:case", number)
    messages.info(request, "您已回避本案，不再显示案卷；决定不予回避的，再恢复显示")
    return redirect("workbench:home")
