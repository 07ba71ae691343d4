"""Procedures laid open: statute table, diagram, who may do what, and the norms behind."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from fashu.kernel.cases.catalogue import business_of, businesses
from fashu.kernel.procedure import Procedure
from fashu.kernel.procedure.describe import digest
from fashu.kernel.procedure.diagram import diagram
from fashu.kernel.procedure.matrix import OPENING, permissions
from fashu.kernel.procedure.table import HEADINGS, statute_table
from fashu.web.access import staff_only


@dataclass(frozen=True, slots=True)
class Line:
    """A stage and, for each role that acts, the titles of what it may do there."""

    stage: str
    cells: tuple[tuple[str, ...], ...]


@require_safe
@staff_only
def index(request: HttpRequest) -> HttpResponse:
    """All businesses."""
    context = {"businesses": businesses().values(), "breadcrumb": [("程序", request.path)]}
    return render(request, "workbench/procedures.html", context)


@require_safe
@staff_only
def show(request: HttpRequest, key: str) -> HttpResponse:
    """One procedure; `version` picks an older one."""
    try:
        business = business_of(key)
        name = request.GET.get("version", "")
        procedure = business.family.version(name) if name else business.family.versions[-1]
    except KeyError as error:
        raise Http404 from error
    context = {
        "business": business,
        "procedure": procedure,
        "digest": digest(procedure),
        "headings": HEADINGS,
        "rows": statute_table(procedure),
        "matrix": tuple(_matrix(procedure)),
        "actors": [r for r in procedure.roles if any(r in s.by for s in procedure.steps.values())],
        "diagram": diagram(procedure),
        "breadcrumb": [("程序", "../"), (business.title, request.path)],
    }
    return render(request, "workbench/procedure.html", context)


def _matrix(procedure: Procedure) -> Iterator[Line]:
    allowed = permissions(procedure)
    roles = [r.key for r in procedure.roles if any(p.role == r.key for p in allowed)]
    titles = {"": OPENING} | {stage.key: stage.title for stage in procedure.stages}
    for stage, title in titles.items():
        here = [p for p in allowed if p.stage == stage]
        cells = tuple(
            tuple(procedure.steps[p.step].title for p in here if p.role == role) for role in roles
        )
        if any(cells):
            yield Line(title, cells)
