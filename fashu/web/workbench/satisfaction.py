"""评价统计 for the offices above: every number opens to its rows, and comes out again later."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from fashu.kernel import clock, reading
from fashu.kernel.api import Refused
from fashu.kernel.hall import satisfaction
from fashu.kernel.hall.models import Rating
from fashu.kernel.hall.rating import Grade
from fashu.kernel.hall.satisfaction import NUMBERS, Standing
from fashu.kernel.people.models import Office
from fashu.kernel.procedure.refusal import refuse
from fashu.kernel.supervision.indicators import Period
from fashu.web.access import staff_only
from fashu.web.supervision.asked import day

PER_PAGE = 20


@dataclass(frozen=True, slots=True)
class Line:
    """One office, or all of them, with its numbers and their addresses."""

    title: str
    cells: tuple[tuple[str, int, str], ...]
    share: float | None = None


@require_safe
@staff_only
def show(request: HttpRequest) -> HttpResponse:
    """The table of the offices that this one supervises."""
    context: dict[str, object] = {
        "numbers": NUMBERS.values(),
        "breadcrumb": [("差评处理", "../"), ("评价统计", request.path)],
    }
    try:
        period = _period(request)
    except Refused as refusal:
        context["errors"] = [refusal]
        return render(request, "workbench/satisfaction.html", context)
    found = satisfaction.supervised(period)
    context |= {
        "period": period,
        "lines": [*(_line(period, s) for s in found), *([_whole(period, found)] if found else [])],
        "again": _query(period),
        "digest": satisfaction.digest(period, [standing.office for standing in found]),
    }
    return render(request, "workbench/satisfaction.html", context)


@require_safe
@staff_only
def rows(request: HttpRequest) -> HttpResponse:
    """The services or the ratings behind one number, of one office or of all."""
    key = request.GET.get("number", satisfaction.FINISHED)
    try:
        period = _period(request)
    except Refused as refusal:
        raise Http404 from refusal
    offices = _offices(period, request.GET.get("office", ""))
    if key not in NUMBERS:
        raise Http404
    found = satisfaction.rows_of(period, offices, key)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    shown: Sequence[Any] = list(page.object_list)
    reading.note(
        reading.View.STATISTICS, cases=[row.case for row in shown], count=page.paginator.count
    )
    context = {
        "whose": offices[0].title if request.GET.get("office") else "合计",
        "title": NUMBERS[key],
        "period": period,
        "page": page,
        "rows": [
            (row.case, row if isinstance(row, Rating) else None, _grade(row)) for row in shown
        ],
        "breadcrumb": [("评价统计", f"../?{_query(period)}"), (NUMBERS[key], request.path)],
    }
    return render(request, "workbench/satisfaction_rows.html", context)


def _offices(period: Period, code: str) -> list[Office]:
    """The office of this code, or all that are supervised. Raises Http404 for any other."""
    if not code:
        return [standing.office for standing in satisfaction.supervised(period)]
    office = Office.objects.filter(code=code).first()
    if office is None or not satisfaction.is_supervised(office):
        raise Http404
    return [office]


def _period(request: HttpRequest) -> Period:
    """This year as it is known now, or what the address asks for. Raises Refused."""
    today = clock.today()
    first = day(request.GET.get("first", ""), today.replace(month=1, day=1))
    last = day(request.GET.get("last", ""), today)
    if first > last:
        raise refuse("起日晚于止日", remedy="请更正统计期间")
    return Period(first, last, _moment(request.GET.get("known", "")))


def _moment(text: str) -> datetime:
    """A moment of the address, never one to come. Raises Refused."""
    if not text:
        return clock.now()
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        found = None
    if found is None or found.tzinfo is None:
        raise refuse("统计时点写得不对", remedy="请从统计页面重新打开")
    return min(found, clock.now())


def _query(period: Period, **more: str) -> str:
    """The same numbers as the end of an address: what was known then and nothing since."""
    plain = {"first": str(period.first), "last": str(period.last)}
    return urlencode({**plain, "known": period.known_at.isoformat(), **more})


def _line(period: Period, standing: Standing) -> Line:
    code = standing.office.code
    cells = tuple(
        (title, standing.number(key), _query(period, office=code, number=key))
        for key, title in NUMBERS.items()
    )
    return Line(standing.office.title, cells, standing.share)


def _whole(period: Period, found: Sequence[Standing]) -> Line:
    return Line(
        "合计",
        tuple(
            (title, sum(s.number(key) for s in found), _query(period, number=key))
            for key, title in NUMBERS.items()
        ),
    )


def _grade(row: object) -> str:
    return str(Grade(row.grade).label) if isinstance(row, Rating) else ""
