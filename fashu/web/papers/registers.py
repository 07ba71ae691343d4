"""文号登记簿 and 用印台账: what was numbered, what was sealed, and by whom."""

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from fashu.kernel import reading
from fashu.kernel.access import Kind, current_actor
from fashu.kernel.cases.models import Case
from fashu.kernel.documents import numbering
from fashu.kernel.documents.models import Number, Seal, SealUse
from fashu.kernel.procedure import Refused
from fashu.web.access import staff_only
from fashu.web.papers.numbers import small_number

PER_PAGE = 50


@staff_only
def numbers(request: HttpRequest) -> HttpResponseBase:
    """Every number of one's scope, void ones with their reason; reserve and withdraw."""
    if request.method == "POST":
        try:
            messages.success(request, _change_numbers(request))
        except Refused as refusal:
            messages.error(request, str(refusal))
        return redirect("papers:numbers")
    found = Number.objects.select_related("office", "document__case")
    status, words = request.GET.get("status", ""), request.GET.get("q", "").strip()
    if status:
        found = found.filter(status=status)
    if words:
        found = found.filter(text__icontains=words)
    page: Page[Number] = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    # A number that is reserved, void or another's paper leads to no document that one sees.
    papers = [getattr(number, "document", None) for number in page]
    reading.note(reading.View.LIST, cases=[paper.case for paper in papers if paper])
    context = {
        "page": page,
        "statuses": Number.Status.choices,
        "status": status,
        "q": words,
        "series": sorted(numbering.known_series()),
        "offices": numbering.signing_offices(),
        "may_reserve": current_actor().kind is Kind.OFFICER,
        "breadcrumb": [("文书", "../"), ("文号登记簿", request.path)],
    }
    return render(request, "papers/numbers.html", context)


@require_safe
@staff_only
def seals(request: HttpRequest) -> HttpResponse:
    """The seals of one's scope and every use of them."""
    uses = SealUse.objects.select_related("seal")
    page: Page[SealUse] = Paginator(uses, PER_PAGE).get_page(request.GET.get("page"))
    # The ledger shows every use; a case only to whoever may see it.
    cases = list(Case.objects.filter(pk__in=[use.case_id for use in page]))
    reading.note(reading.View.LIST, cases=cases)
    context = {
        "seals": Seal.objects.select_related("office"),
        "page": page,
        "cases": {case.pk: case.number for case in cases},
        "breadcrumb": [("文书", "../"), ("用印台账", request.path)],
    }
    return render(request, "papers/seals.html", context)


def _change_numbers(request: HttpRequest) -> str:
    post = request.POST
    if post.get("do") == "void":
        given = post.get("number", "")
        number = numbering.void(small_number(given), post.get("reason", ""))
        return f"{number.text}已作废"
    office, series, note = (post.get(name, "") for name in ("office", "series", "note"))
    made = numbering.reserve_in(office, series, note, small_number(post.get("count", "1")))
    return f"已预留{made[0].text}至{made[-1].n}号"
