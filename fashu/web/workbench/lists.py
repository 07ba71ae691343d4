"""Lists of cases: narrowed, sorted, in one's own columns, kept, exported, and acted on in bulk."""

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render, resolve_url
from django.views.decorators.http import require_POST, require_safe

from fashu.kernel import api, clock, reading
from fashu.kernel.access import current_actor
from fashu.kernel.cases.catalogue import businesses
from fashu.kernel.cases.models import Case
from fashu.kernel.desk.colleagues import colleagues
from fashu.kernel.desk.lists import BOXES, COLUMNS, HANDLERS, STATES, Wanted, wanted_from
from fashu.kernel.people.models import Account
from fashu.kernel.procedure import Refused
from fashu.web.access import staff_only
from fashu.web.downloads import XLSX, download

PER_PAGE = 20
EMPTY = {
    "todo": "没有等您办理的案件",
    "done": "您还没有办理过案件",
    "cases": "没有符合条件的案件",
}


@require_safe
@staff_only
def todo(request: HttpRequest) -> HttpResponse:
    """待办, the nearest term first."""
    return _list(request, "todo")


@require_safe
@staff_only
def done(request: HttpRequest) -> HttpResponse:
    """已办."""
    return _list(request, "done")


@require_safe
@staff_only
def cases(request: HttpRequest) -> HttpResponse:
    """Every case within sight."""
    return _list(request, "cases")


def _list(request: HttpRequest, box: str) -> HttpResponse:
    wanted = wanted_from(request.GET, api.lists.columns_for(box))
    found = Paginator(api.lists.cases_in(box, wanted), PER_PAGE)
    page: Page[Case] = found.get_page(request.GET.get("page"))
    view = reading.View.SEARCH if wanted.words else reading.View.LIST
    reading.note(view, cases=page.object_list, count=found.count)
    context = {
        "box": box,
        "title": BOXES[box],
        "wanted": wanted,
        "page": page,
        "rows": api.lists.rows_of(page.object_list, wanted.columns),
        "columns": [(COLUMNS[key], *_sorting(wanted, key)) for key in wanted.columns],
        "all_columns": _choosable(wanted),
        "views": api.lists.views_of(box),
        "procedures": businesses().values(),
        "stages": api.lists.stages_of(wanted.procedure),
        "states": STATES.items(),
        "handlers": [*HANDLERS.items(), *((str(a.pk), a.name) for a in _here())],
        "colleagues": _here(),
        "counts": api.boxes.counts(),
        "empty": EMPTY[box],
        "breadcrumb": [(BOXES[box], request.path)],
    }
    return render(request, "workbench/cases.html", context)


@require_safe
@staff_only
def export(request: HttpRequest, box: str) -> HttpResponseBase:
    """The list as it is seen, as an Excel workbook."""
    if box not in BOXES:
        raise Http404
    wanted = wanted_from(request.GET, api.lists.columns_for(box))
    found = api.lists.cases_in(box, wanted)
    if chosen := request.GET.getlist("number"):
        found = found.filter(number__in=chosen)
    try:
        content = api.sheets.write_sheet(found, wanted.columns)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect(f"{resolve_url(f'workbench:{box}')}?{wanted.query}")
    told = found.select_related(None).only("id", "office_path")
    reading.note(reading.View.EXPORT, cases=list(told))
    return download(f"{BOXES[box]}{clock.today().isoformat()}.xlsx", XLSX, content)


@require_POST
@staff_only
def choose_columns(request: HttpRequest, box: str) -> HttpResponseBase:
    """Keep the columns ticked, in the order of their numbers."""
    if box not in BOXES:
        raise Http404
    chosen = request.POST.getlist("column")
    if "usual" in request.POST:
        chosen = []
    api.lists.choose_columns(box, sorted(chosen, key=lambda key: _place(request, key)))
    return _back(request, box)


@require_POST
@staff_only
def save_view(request: HttpRequest, box: str) -> HttpResponseBase:
    """Keep the list as it is narrowed, under a name."""
    if box not in BOXES:
        raise Http404
    wanted = wanted_from(request.POST, api.lists.columns_for(box))
    title = request.POST.get("title", "")
    try:
        api.lists.save_view(box, title, wanted, shared="shared" in request.POST)
        messages.success(request, f"已保存筛选“{title.strip()}”")
    except Refused as refusal:
        messages.error(request, str(refusal))
    return _back(request, box)


@require_POST
@staff_only
def drop_view(request: HttpRequest, view_id: int) -> HttpResponseBase:
    """Throw one's own kept list away."""
    try:
        api.lists.drop_view(view_id)
    except Refused as refusal:
        messages.error(request, str(refusal))
    return _back(request, request.POST.get("box", "cases"))


def _back(request: HttpRequest, box: str) -> HttpResponseBase:
    """To the list, narrowed as it was."""
    address = resolve_url(f"workbench:{box if box in BOXES else 'cases'}")
    return redirect(f"{address}?{wanted_from(request.POST, ()).query}")


def _sorting(wanted: Wanted, key: str) -> tuple[str, str]:
    """The address that sorts by a column, the other way round if it does already, and its mark."""
    if not COLUMNS[key].sort:
        return "", ""
    down = wanted.sort == key
    sort = f"-{key}" if down else key
    rest = wanted.query_without("sort")
    mark = {key: "ascending", f"-{key}": "descending"}.get(wanted.sort, "")
    return f"?{rest}{'&' if rest else ''}sort={sort}", mark


def _choosable(wanted: Wanted) -> list[tuple[int, str, str, bool]]:
    """Every column with its place, those shown first."""
    rest = [key for key in COLUMNS if key not in wanted.columns]
    order = [*wanted.columns, *rest]
    return [(n, k, COLUMNS[k].title, k in wanted.columns) for n, k in enumerate(order, start=1)]


def _place(request: HttpRequest, key: str) -> int:
    text = request.POST.get(f"place_{key}", "")
    return int(text) if text.isdecimal() and len(text) < 4 else len(COLUMNS)


def _here() -> list[Account]:
    return colleagues(current_actor().office_path) if current_actor().office_path else []
