"""结账: keeping the figures of a period that is over, and working them out again."""

from datetime import timedelta

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from fashu.kernel import clock
from fashu.kernel.procedure import Refused
from fashu.kernel.supervision.figures import OFFICE
from fashu.kernel.supervision.indicators import INDICATORS
from fashu.kernel.supervision.models import Report
from fashu.kernel.supervision.periods import WHOLE, close_period, differences
from fashu.web.access import staff_only
from fashu.web.supervision.asked import day
from fashu.web.supervision.statistics import group_titles


@require_http_methods(["GET", "POST"])
@staff_only
def index(request: HttpRequest) -> HttpResponseBase:
    """The closed periods within sight, and closing one more."""
    last = clock.today().replace(day=1) - timedelta(days=1)
    errors: list[Refused] = []
    if request.method == "POST":
        try:
            first = day(request.POST.get("first", ""), last.replace(day=1))
            report = close_period(first, day(request.POST.get("last", ""), last))
        except Refused as refusal:
            errors = [refusal]
        else:
            messages.success(request, f"{report.first}至{report.last}已结账")
            return redirect("supervision:period", report.pk)
    context = {
        "reports": Report.objects.select_related("office")[:100],
        "first": request.POST.get("first") or last.replace(day=1).isoformat(),
        "last": request.POST.get("last") or last.isoformat(),
        "errors": errors,
        "breadcrumb": [("统计", "../statistics/"), ("结账", request.path)],
    }
    return render(request, "supervision/periods.html", context)


@require_safe
@staff_only
def show(request: HttpRequest, report_id: int) -> HttpResponse:
    """One closed period; `check` works it out again."""
    report = Report.objects.select_related("office").filter(pk=report_id).first()
    if report is None:
        raise Http404
    titles = group_titles(OFFICE, list(report.figures)) | {"": "本级", WHOLE: "合计"}
    groups = sorted(report.figures, key=lambda group: (group == WHOLE, group))
    context = {
        "report": report,
        "indicators": INDICATORS,
        "lines": [
            (titles.get(g, g), [report.figures[g][i.key][0] for i in INDICATORS]) for g in groups
        ],
        "checked": "check" in request.GET,
        "differences": list(differences(report)) if "check" in request.GET else [],
        "titles": titles,
        "breadcrumb": [("结账", "../"), (f"{report.first}至{report.last}", request.path)],
    }
    return render(request, "supervision/period.html", context)
