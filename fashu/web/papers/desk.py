"""The desk of papers: what waits for approval, for the seal, for service; printing many at once."""

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from fashu.kernel import clock, reading
from fashu.kernel.access import current_actor
from fashu.kernel.cases.models import IssuedPaper
from fashu.kernel.documents.batch import MOST, batch
from fashu.kernel.documents.content import in_chinese
from fashu.kernel.documents.models import Document
from fashu.kernel.procedure import Refused
from fashu.web.access import staff_only
from fashu.web.downloads import download
from fashu.web.papers.numbers import small_number

STATES = (("draft", "草稿"), ("approved", "待用印"), ("sealed", "已用印"), ("ended", "撤销、替换"))


@require_safe
@staff_only
def index(request: HttpRequest) -> HttpResponse:
    """The papers of one's own scope, by how far they have come."""
    state = request.GET.get("state", "draft")
    chosen = ("revoked", "superseded") if state == "ended" else (state,)
    found = _papers().filter(status__in=chosen).order_by("-id")[:MOST]
    rows = [(document, _row(document)) for document in found]
    reading.note(reading.View.LIST, cases=[document.case for document in found])
    counts = {key: 0 for key, _ in STATES} | {
        key: _papers().filter(status=key).count() for key in ("draft", "approved", "sealed")
    }
    counts["ended"] = _papers().filter(status__in=("revoked", "superseded")).count()
    tabs = [(key, title, counts[key]) for key, title in STATES]
    context = {
        "rows": rows,
        "tabs": tabs,
        "state": state,
        "undrafted": _undrafted().count(),
        "breadcrumb": [("文书", request.path)],
    }
    return render(request, "papers/desk.html", context)


@require_POST
@staff_only
def print_many(request: HttpRequest) -> HttpResponseBase:
    """One PDF of the papers that were ticked, in the order of the list."""
    ticked = [small_number(n) for n in request.POST.getlist("document")]
    found = list(_papers().filter(pk__in=ticked).order_by("case__number", "id"))
    try:
        made = batch(found, current_actor().office_title or "法枢", in_chinese(clock.today()))
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("papers:desk")
    reading.note(reading.View.PAPER, cases=[document.case for document in found])
    return download(f"文书{clock.today()}.pdf", "application/pdf", made)


def _papers() -> QuerySet[Document]:
    """The documents of one's scope; those of other offices' cases are read on the case."""
    scope = current_actor().scope
    inside = Q(office_path__gte=scope.start, office_path__lt=scope.end)
    return Document.objects.filter(inside).select_related("case", "number", "office")


def _undrafted() -> QuerySet[IssuedPaper]:
    scope = current_actor().scope
    return IssuedPaper.objects.filter(
        case__office_path__gte=scope.start, case__office_path__lt=scope.end, is_served=False
    ).exclude(case__documents__isnull=False)


def _row(document: Document) -> int | None:
    """The number of the issued paper's row, for the link."""
    issued = IssuedPaper.objects.filter(
        case_id=document.case_id, paper=document.paper, n=document.n
    )
    return issued.values_list("pk", flat=True).first()
