"""申请回避: a party asks that somebody who works on its case be kept away from it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from fashu.kernel.api import Refused, ask_to_avoid, avoidances_in, officers_of
from fashu.kernel.cases.avoidance import ASKING, GROUNDS, LONGEST, UNDECIDED
from fashu.kernel.cases.models import Case, Ground
from fashu.web.public.doors import seen_case
from fashu.web.workbench.reads import number_of


@require_http_methods(["GET", "POST"])
@seen_case
def ask(request: HttpRequest, case: Case) -> HttpResponseBase:
    """Who works on the case, whom one has asked to be replaced, and the application."""
    errors: dict[str, str] = {}
    if request.method == "POST" and not (errors := _missing(request)):
        try:
            ground, reason = Ground(request.POST["ground"]), request.POST["reason"]
            ask_to_avoid(case.number, ground, reason, account=number_of(request.POST["officer"]))
        except Refused as refused:
            errors = {"officer": str(refused)}
        else:
            messages.success(request, "已收到您的回避申请。决定作出以后，在本页告诉您。")
            return redirect("public:avoidance", case.number)
    context = {
        "case": case,
        "errors": errors,
        "posted": request.POST,
        "officers": officers_of(case) if not case.archived_at else [],
        "asked": avoidances_in(case),
        "grounds": Ground.choices,
        "longest": LONGEST,
        "cites": (GROUNDS, ASKING, UNDECIDED),
    }
    return render(request, "public/avoidance.html", context)


def _missing(request: HttpRequest) -> dict[str, str]:
    posted = request.POST
    wanted = {
        "officer": ("请选择工作人员", number_of(posted.get("officer", ""))),
        "ground": ("请选择情形", posted.get("ground") in Ground.values),
        "reason": (
            f"请写明理由，{LONGEST}字以内",
            0 < len(posted.get("reason", "").strip()) <= LONGEST,
        ),
    }
    return {field: words for field, (words, given) in wanted.items() if not given}
