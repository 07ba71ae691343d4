"""抽查: announcing and drawing for officers; the transcript for everybody."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from fashu.kernel.access import current_actor
from fashu.kernel.procedure import Refused
from fashu.kernel.supervision import draws
from fashu.kernel.supervision.drawing import announce, carry_out, transcript_of
from fashu.kernel.supervision.figures import rows_of
from fashu.kernel.supervision.indicators import INDICATOR
from fashu.kernel.supervision.models import Draw
from fashu.web.access import staff_only
from fashu.web.language import CHINESE
from fashu.web.menu import STAFF
from fashu.web.supervision.asked import Asked, asked

DRAWN_FROM = ("closed", "opened", "pending")
"""The numbers whose cases one may draw from."""


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Every draw that was announced, for everybody."""
    made = Draw.objects.select_related("office")[:200]
    context = {"draws": made, "look": _look(), "breadcrumb": [("抽查", request.path)]}
    return render(request, "supervision/draws.html", context)


@require_safe
def show(request: HttpRequest, draw_id: int) -> HttpResponse:
    """One draw: what was committed to, what the witness said, what came out."""
    made = _found(draw_id)
    context = {
        "draw": made,
        "digest": draws.population_digest(made.population),
        "count": len(made.population),
        "mine": current_actor().office_path == made.office.path,
        "look": _look(),
        "breadcrumb": [("抽查", "../"), (made.title, request.path)],
    }
    return render(request, "supervision/draw.html", context)


@require_safe
def transcript(request: HttpRequest, draw_id: int) -> HttpResponse:
    """The transcript as a file for `fashu draw verify`."""
    try:
        content = transcript_of(_found(draw_id))
    except Refused as refusal:
        raise Http404 from refusal
    response = JsonResponse(content, json_dumps_params={"ensure_ascii": False, "indent": 1})
    response.headers["Content-Disposition"] = f'attachment; filename="draw-{draw_id}.json"'
    return response


@require_http_methods(["GET", "POST"])
@staff_only
def new(request: HttpRequest) -> HttpResponseBase:
    """Announce a draw from the cases of a period."""
    title, key = request.POST.get("title", ""), request.GET.get("indicator", "closed")
    if key not in DRAWN_FROM:
        raise Http404
    context = {
        "choices": [INDICATOR[k] for k in DRAWN_FROM],
        "indicator": INDICATOR[key],
        "title": title,
        "size": request.POST.get("size", "3"),
        "breadcrumb": [("抽查", "/draws/"), ("公布抽查", request.path)],
    }
    try:
        question = asked(request)
        numbers = _numbers(question, key)
        context |= {
            "asked": question,
            "count": len(numbers),
            "query": question.query(indicator=key),
        }
        if request.method == "POST":
            size = request.POST.get("size", "")
            made = announce(title, numbers, int(size) if size.isdecimal() else 0)
            messages.success(request, "已公布名单的摘要和承诺，请见证人到场后抽取")
            return redirect("supervision:draw", made.pk)
    except Refused as refusal:
        context |= {"errors": [refusal]}
    return render(request, "supervision/draw_new.html", context)


def _look() -> str:
    """Officers stay at their desk, which speaks Chinese; everybody else is in the hall."""
    if current_actor().kind not in STAFF:
        return "web/public.html"
    translation.activate(CHINESE)
    return "web/workbench.html"


def _numbers(question: Asked, key: str) -> list[str]:
    rows = rows_of(INDICATOR[key], question.period, question.office.path)
    return list(rows.values_list("case__number", flat=True))


@require_POST
@staff_only
def carry(request: HttpRequest, draw_id: int) -> HttpResponseBase:
    """Draw, with what the witness has said."""
    try:
        carry_out(draw_id, request.POST.get("witness", ""), request.POST.get("words", ""))
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("supervision:draw", draw_id)


def _found(draw_id: int) -> Draw:
    made = Draw.objects.select_related("office").filter(pk=draw_id).first()
    if made is None:
        raise Http404
    return made
