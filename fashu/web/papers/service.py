"""登记送达: how and when a paper reached somebody, with its receipt."""

from secrets import token_hex

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render

from fashu.kernel import api, clock, reading
from fashu.kernel.cases.attachments import LARGEST
from fashu.kernel.cases.catalogue import family_of
from fashu.kernel.cases.models import IssuedPaper, Participant
from fashu.kernel.documents import drafting
from fashu.kernel.documents.serving import DETAILS, WAYS
from fashu.kernel.procedure import Refused
from fashu.web.access import staff_only
from fashu.web.workbench.dossier import seen
from fashu.web.workbench.steps import the_day


@staff_only
def record(request: HttpRequest, number: str, paper: str) -> HttpResponseBase:
    """Record a service; the receipt says what the way of service asks for."""
    case = seen(number, reading.View.FORM)
    definition = family_of(case.procedure).version(case.version).papers.get(paper)
    if definition is None:
        raise Http404
    errors: tuple[str, ...] = ()
    if request.method == "POST":
        try:
            outcome = _serve(request, number, paper)
        except Refused as refusal:
            errors = (str(refusal),)
        else:
            _say(request, definition.title, outcome)
            return redirect("workbench:case", number)
    issued = IssuedPaper.objects.filter(case=case, paper=paper).order_by("-n").first()
    document = drafting.document_of(issued) if issued else None
    names: dict[str, list[str]] = {}
    for person in Participant.objects.filter(case=case):
        names.setdefault(person.role, []).append(person.name)
    context = {
        "case": case,
        "paper": definition,
        "issued": issued,
        "recipients": [
            (role, "、".join(names.get(role.key, ())), role in definition.to)
            for role in (*definition.to, *definition.also)
        ],
        "ways": WAYS,
        "unsealed": drafting.form_of(case, paper).is_sealed
        and (document is None or document.status != drafting.Status.SEALED),
        "errors": errors,
        "posted": request.POST,
        "request_key": request.POST.get("request_key") or token_hex(16),
        "today": clock.today().isoformat(),
        "breadcrumb": [("案件", "../../../"), (number, "../../"), ("送达", request.path)],
    }
    return render(request, "papers/serve.html", context)


def _serve(request: HttpRequest, number: str, paper: str) -> api.Outcome:
    file = request.FILES.get("proof")
    proof = api.check_upload(file.name or "", file.read(LARGEST + 1)) if file else None
    said = {key: request.POST.get(key, "") for key in (*DETAILS, "consent")}
    return api.serve_paper(
        number,
        paper,
        mode=request.POST.get("mode", ""),
        to=request.POST.get("to", ""),
        details=said,
        request_key=request.POST.get("request_key", ""),
        on=the_day(request),
        proof=proof,
    )


def _say(request: HttpRequest, title: str, outcome: api.Outcome) -> None:
    if outcome.repeated:
        messages.info(request, f"送达《{title}》此前已经登记，没有重复登记")
        return
    lines = "；".join(effect.text for effect in outcome.effects[:4])
    messages.success(request, f"已登记送达。{lines}")
