"""好差评: rate one finished case; see what everybody thinks of each office."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from fashu.kernel import clock
from fashu.kernel.api import Refused
from fashu.kernel.cases.models import Case
from fashu.kernel.hall import rating
from fashu.kernel.hall import satisfaction as satisfaction_of
from fashu.kernel.hall.rating import Grade
from fashu.kernel.hall.rules import OPEN_FOR
from fashu.web.public.doors import seen_case


@seen_case
@require_http_methods(["GET", "POST"])
def rate(request: HttpRequest, case: Case) -> HttpResponseBase:
    """Five grades, some words; once."""
    error, grade = "", request.POST.get("grade", "")
    if request.method == "POST" and grade not in {str(g.value) for g in Grade}:
        error = "请选择一个等级。"
    elif request.method == "POST":
        try:
            tags, words = request.POST.getlist("tags"), request.POST.get("words", "")
            rating.rate(case, Grade(int(grade)), tags, words)
        except Refused as refused:
            error = str(refused)
        else:
            messages.success(request, "谢谢您的评价。")
            return redirect("public:rate", case.number)
    own = rating.own(case)
    context: dict[str, object] = {"case": case, "own": own, "error": error}
    context |= {"may": rating.may_rate(case), "grades": Grade.choices, "tags": rating.TAGS}
    context |= {
        "open_for": OPEN_FOR.amount,
        "own_grade": Grade(own.grade).label if own else "",
    }
    return render(request, "public/rate.html", context)


@require_safe
def satisfaction(request: HttpRequest) -> HttpResponse:
    """What people think of each office in a year: of how many finished how many rated, and how."""
    years = satisfaction_of.years()
    asked = request.GET.get("year", "")
    year = int(asked) if asked in map(str, years) else years[0]
    found = satisfaction_of.standings(satisfaction_of.year(year))
    context = {
        "years": years,
        "year": year,
        "settled_on": satisfaction_of.settled_on(year),
        "is_settled": satisfaction_of.settled_on(year) <= clock.today(),
        "standings": found,
        "finished": sum(s.finished for s in found),
        "rated": sum(s.rated for s in found),
        "fewest": satisfaction_of.FEWEST,
        "grades": Grade.labels,
    }
    return render(request, "public/satisfaction.html", context)
