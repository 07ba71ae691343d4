"""Numbers by office or by business; each opens to its cases, and all can be taken along."""

from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from fashu.kernel import reading
from fashu.kernel.cases.catalogue import businesses, family_of
from fashu.kernel.cases.models import Event
from fashu.kernel.people.models import Office
from fashu.kernel.procedure import Refused
from fashu.kernel.sheets import Column, write_xlsx
from fashu.kernel.supervision.figures import GROUPINGS, PROCEDURE, Figure, figures, rows_of, totals
from fashu.kernel.supervision.indicators import INDICATOR, INDICATORS, Indicator
from fashu.kernel.supervision.periods import WHOLE
from fashu.web.access import staff_only
from fashu.web.downloads import XLSX, download
from fashu.web.supervision.asked import Asked, asked

PER_PAGE = 20


@dataclass(frozen=True, slots=True)
class Line:
    """One group: its name, its code if one can go deeper, and its numbers with their addresses."""

    title: str
    below: str
    cells: tuple[tuple[Figure, str], ...]


@require_safe
@staff_only
def show(request: HttpRequest) -> HttpResponse:
    """The table of numbers."""
    context: dict[str, object] = {
        "indicators": INDICATORS,
        "groupings": GROUPINGS.items(),
        "breadcrumb": [("统计", request.path)],
    }
    try:
        question = asked(request)
    except Refused as refusal:
        return render(request, "supervision/statistics.html", {**context, "errors": [refusal]})
    whole = totals(question.period, question.office.path)
    lines = figures(question.period, question.office.path, question.by)
    titles = group_titles(question.by, list(lines))
    context |= {
        "asked": question,
        "whole": _line(question, WHOLE, "合计", whole),
        "lines": [_line(question, g, titles.get(g, "本级"), line) for g, line in lines.items()],
    }
    return render(request, "supervision/statistics.html", context)


def _line(question: Asked, group: str, title: str, line: dict[str, Figure]) -> Line:
    cells = tuple((f, question.query(indicator=key, group=group)) for key, f in line.items())
    deeper = question.by != PROCEDURE and group not in ("", WHOLE)
    return Line(title, question.query(office=group) if deeper else "", cells)


def group_titles(by: str, groups: list[str]) -> dict[str, str]:
    """Group -> its words."""
    if by == PROCEDURE:
        return {key: business.title for key, business in businesses().items()}
    return dict(Office.objects.filter(code__in=groups).values_list("code", "title"))


@require_safe
@staff_only
def sheet(request: HttpRequest) -> HttpResponse:
    """The table of numbers as a workbook, with what was asked and how each number is counted."""
    try:
        question = asked(request)
    except Refused as refusal:
        raise Http404 from refusal
    lines = figures(question.period, question.office.path, question.by)
    titles = group_titles(question.by, list(lines))
    columns = [Column(GROUPINGS[question.by], width=32), *(Column(_head(i)) for i in INDICATORS)]
    written = [_cells(titles.get(group, "本级"), line) for group, line in lines.items()]
    whole = totals(question.period, question.office.path)
    notes = {
        "机关": question.office.title,
        "期间": f"{question.first}至{question.last}",
        "截至": f"{question.period.known_at:%Y-%m-%d %H:%M:%S}",
        "范围": "只含导出人职责范围内的案件",
        **{_head(indicator): indicator.says for indicator in INDICATORS},
    }
    content = write_xlsx("统计", columns, [*written, _cells("合计", whole)], notes)
    return download(f"统计{question.first}至{question.last}.xlsx", XLSX, content)


def _cells(title: str, line: dict[str, Figure]) -> list[str]:
    return [title, *(figure.text for figure in line.values())]


def _head(indicator: Indicator) -> str:
    return f"{indicator.title}（{indicator.unit}）"


@require_safe
@staff_only
def rows(request: HttpRequest) -> HttpResponse:
    """The cases behind a number."""
    indicator = INDICATOR.get(request.GET.get("indicator", "opened"))
    if indicator is None:
        raise Http404
    try:
        question = asked(request)
    except Refused as refusal:
        raise Http404 from refusal
    group = request.GET.get("group", WHOLE)
    by = "" if group == WHOLE else question.by
    found = rows_of(indicator, question.period, question.office.path, by, group)
    page: Page[Event] = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    seen = [event.case for event in page.object_list]
    reading.note(reading.View.STATISTICS, cases=seen, count=page.paginator.count)
    context = {
        "asked": question,
        "indicator": indicator,
        "group": _group_title(question, group),
        "page": page,
        "rows": [(event, stage_of(event), _days(indicator, event)) for event in page.object_list],
        "breadcrumb": [("统计", f"../?{question.query()}"), (indicator.title, request.path)],
    }
    return render(request, "supervision/rows.html", context)


def _group_title(question: Asked, group: str) -> str:
    if group == WHOLE:
        return "合计"
    return group_titles(question.by, [group]).get(group, "本级")


def stage_of(event: Event) -> str:
    """The stage that an event led to, in words."""
    procedure = family_of(event.case.procedure).version(event.case.version)
    stage = procedure.stage_of.get(event.stage)
    return stage.title if stage else event.stage


def _days(indicator: Indicator, event: Event) -> str:
    days = getattr(event, "days", None)
    return f"{days.days}天" if days is not None else ""
