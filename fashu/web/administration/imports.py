"""Tables in and out: template, choice of a file, preview, import, export."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render, resolve_url
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from fashu.kernel import clock
from fashu.kernel.access import Kind
from fashu.kernel.people.imports import officers, offices, uploads
from fashu.kernel.people.imports.plan import REPORTED, Plan
from fashu.kernel.people.models import Upload
from fashu.kernel.people.offices import Decision
from fashu.kernel.procedure import Refused
from fashu.kernel.sheets import Column, SheetRefusedError, Table, read, write_csv, write_xlsx
from fashu.web.access import administrators_only
from fashu.web.downloads import XLSX, download

MOST_XLSX = 20_000
"""How many rows a workbook may have that is made while somebody waits; more come as CSV."""

SHOWN = 100


@dataclass(frozen=True, slots=True)
class Register:
    """What can be imported and exported, by the kind of its upload."""

    title: str
    url_name: str
    columns: tuple[Column, ...]
    rows: Callable[[], Iterable[tuple[str, ...]]]
    check: Callable[[Table], Plan]
    carry_out: Callable[[Table], Plan]


def _today(table: Table) -> Plan:
    return offices.carry_out(table, Decision(clock.today()))


REGISTERS = {
    "offices": Register(
        "机构", "administration:offices", offices.COLUMNS, offices.export, offices.check, _today
    ),
    "officers": Register(
        "人员",
        "administration:officers",
        officers.COLUMNS,
        officers.export,
        officers.check,
        officers.carry_out,
    ),
}


@require_http_methods(["GET", "POST"])
@administrators_only(Kind.SYSTEM_ADMIN)
def choose(request: HttpRequest, kind: str) -> HttpResponse:
    """Choose a file; what it would do is shown before anything is written."""
    register, problem = _register(kind), ""
    if request.method == "POST":
        chosen = request.FILES.get("table")
        if chosen is None:
            problem = "请选择一个 .xlsx 或者 .csv 文件。"
        else:
            content, name = chosen.read(), chosen.name or ""
            try:
                read(content, name)
            except SheetRefusedError as refusal:
                problem = str(refusal)
            else:
                upload = uploads.keep(kind, name, content)
                return redirect("administration:preview", kind, upload.pk)
    context = {
        "register": register,
        "kind": kind,
        "problem": problem,
        "breadcrumb": [*_place(register), ("导入", "")],
    }
    return render(request, "administration/import.html", context, status=422 if problem else 200)


@require_safe
@administrators_only(Kind.SYSTEM_ADMIN)
def preview(request: HttpRequest, kind: str, number: int) -> HttpResponse:
    """What the table would do, and every cell that is wrong."""
    register, upload = _register(kind), _upload(kind, number)
    plan = register.check(read(bytes(upload.content), upload.name))
    context = {
        "register": register,
        "kind": kind,
        "upload": upload,
        "plan": plan,
        "errors": plan.errors.told[:SHOWN],
        "reported": REPORTED,
        "changes": plan.changes[:SHOWN],
        "breadcrumb": [*_place(register), ("核对导入", "")],
    }
    return render(request, "administration/preview.html", context)


@require_POST
@administrators_only(Kind.SYSTEM_ADMIN)
def carry_out(request: HttpRequest, kind: str, number: int) -> HttpResponse:
    """Import the table whole, if it is still without a fault."""
    register, upload = _register(kind), _upload(kind, number)
    try:
        plan = register.carry_out(read(bytes(upload.content), upload.name))
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect("administration:preview", kind, number)
    uploads.drop(upload)
    messages.success(
        request,
        f"导入完成：新增{plan.new}，变更{len(plan.changes)}，未变{plan.unchanged}。",
    )
    return redirect(register.url_name)


@require_safe
@administrators_only(Kind.SYSTEM_ADMIN)
def errors(request: HttpRequest, kind: str, number: int) -> HttpResponseBase:
    """The wrong cells as a table of their own, to work through."""
    register, upload = _register(kind), _upload(kind, number)
    plan = register.check(read(bytes(upload.content), upload.name))
    columns = tuple(map(Column, ("工作表", "行", "列", "问题", "怎么改")))
    rows = ((e.sheet, str(e.row), e.column, e.what, e.remedy) for e in plan.errors.told)
    return download(f"{register.title}导入错误.xlsx", XLSX, write_xlsx("错误", columns, rows))


@require_safe
@administrators_only(Kind.SYSTEM_ADMIN)
def template(request: HttpRequest, kind: str) -> HttpResponseBase:
    """An empty table with its choices and what to write where."""
    register = _register(kind)
    notes = {column.title: _note(column) for column in register.columns}
    content = write_xlsx(register.title, register.columns, (), notes)
    return download(f"{register.title}导入模板.xlsx", XLSX, content)


@require_safe
@administrators_only(Kind.SYSTEM_ADMIN)
def export(request: HttpRequest, kind: str) -> HttpResponseBase:
    """Everything as a table that can be imported again."""
    register = _register(kind)
    rows = list(register.rows())
    name = f"{register.title}{clock.today():%Y%m%d}"
    if request.GET.get("as") == "csv" or len(rows) > MOST_XLSX:
        content = "".join(write_csv(register.columns, rows)).encode()
        return download(f"{name}.csv", "text/csv", content)
    return download(f"{name}.xlsx", XLSX, write_xlsx(register.title, register.columns, rows))


def _note(column: Column) -> str:
    must = "必填。" if column.required else "选填。"
    choose = "从下拉列表中选择。" if column.choices else ""
    return f"{must}{choose}{column.hint}"


def _register(kind: str) -> Register:
    if kind not in REGISTERS:
        raise Http404
    return REGISTERS[kind]


def _upload(kind: str, number: int) -> Upload:
    upload = uploads.find(kind, number)
    if upload is None:
        raise Http404
    return upload


def _place(register: Register) -> list[tuple[str, str]]:
    return [(register.title, resolve_url(register.url_name))]
