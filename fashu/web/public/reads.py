"""谁查过我的信息: every officer's reading of what is one's own, in plain words."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from fashu.kernel import api
from fashu.kernel.cases.catalogue import businesses
from fashu.kernel.reading import queries
from fashu.web.access import signed_in

PER_PAGE = 20
RIGHTS = "personal_information"
"""The procedure by which one asks about one's data, where this installation runs it."""


@require_safe
@signed_in
def index(request: HttpRequest) -> HttpResponse:
    """Who has read one's cases, latest first; of lists only one's own cases are named."""
    found = queries.about_me()
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    own = set(api.own_cases(api.current_actor()).values_list("pk", flat=True))
    rows = [
        (reading.entry, [case for case in reading.cases if case.pk in own], reading.leaf)
        for reading in queries.with_cases(page)
    ]
    context = {"page": page, "rows": rows, "may_ask": RIGHTS in businesses()}
    return render(request, "public/reads.html", context)
