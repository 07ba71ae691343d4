"""查阅记录 for officers: one's own reading, for a head that of the office, for audit all of it."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from fashu.kernel import reading
from fashu.kernel.reading import queries
from fashu.web.access import staff_only

PER_PAGE = 30


@require_safe
@staff_only
def index(request: HttpRequest) -> HttpResponse:
    """Every entry within sight, latest first. Looking at it is an entry of its own."""
    view, words = request.GET.get("view", ""), request.GET.get("q", "").strip()
    found = queries.entries()
    if view in {kind.value for kind in reading.View}:
        found = found.filter(view=view)
    if words:
        found = found.filter(name__icontains=words)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    rows = queries.with_cases(page)
    cases = {case.pk: case for row in rows for case in row.cases}
    reading.note(reading.View.LOG, cases=list(cases.values()), count=page.paginator.count)
    context = {
        "page": page,
        "rows": rows,
        "q": words,
        "view": view,
        "views": list(reading.View),
        "breadcrumb": [("查阅记录", request.path)],
    }
    return render(request, "registry/reads.html", context)
