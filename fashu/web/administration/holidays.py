"""放假安排: notices of days off, entered by one administrator and confirmed by another."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from fashu.kernel import clock
from fashu.kernel.access import Kind, current_actor
from fashu.kernel.calendar import CHINA, Calendar, CalendarError
from fashu.kernel.holidays import notices
from fashu.kernel.holidays.models import Notice
from fashu.kernel.holidays.notices import Told
from fashu.kernel.holidays.official import official
from fashu.kernel.holidays.schedule import COLUMNS, NAMES, Holiday, check, doubts
from fashu.kernel.holidays.wording import UnreadableNoticeError
from fashu.kernel.holidays.wording import read as read_words
from fashu.kernel.people.imports.plan import CellError
from fashu.kernel.procedure import Refused
from fashu.kernel.sheets import SheetRefusedError, Table, read, write_xlsx
from fashu.web.access import administrators_only

KEEPERS = (Kind.SYSTEM_ADMIN, Kind.SECURITY_ADMIN)
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FIELDS = ("name", "first", "last", "worked")
HEADER = tuple(column.title for column in COLUMNS)
MOST_ROWS = 12
"""Seven holidays, and room for more; some notices join two in one row."""

FIRST_YEAR, LAST_YEAR = 2004, 2099
TEXT = {"class": "form-control"}


class NoticeForm(forms.Form):
    """What identifies the notice."""

    year = forms.IntegerField(
        label="年度",
        min_value=FIRST_YEAR,
        max_value=LAST_YEAR,
        help_text="通知安排的是哪一年",
        widget=forms.NumberInput({**TEXT, "inputmode": "numeric"}),
    )
    number = forms.CharField(
        label="文号",
        max_length=60,
        help_text="如国办发明电〔2026〕7号",
        widget=forms.TextInput(TEXT),
    )
    issued_on = forms.DateField(
        label="印发日期", widget=forms.DateInput({**TEXT, "type": "date"}, format="%Y-%m-%d")
    )
    source_url = forms.URLField(
        label="来源网址",
        required=False,
        max_length=300,
        assume_scheme="https",
        help_text="中国政府网上的原文，供复核的人对照",
        widget=forms.URLInput(TEXT),
    )

    def told(self) -> Told:
        """The form as the kernel knows it."""
        entered = self.cleaned_data
        return Told(entered["year"], entered["number"], entered["issued_on"], entered["source_url"])


@dataclass(frozen=True, slots=True)
class Day:
    """A day of the year's sheet: what it is and what it is called."""

    on: date
    kind: str
    title: str


@dataclass(frozen=True, slots=True)
class Year:
    """How a year stands: by the library, by a notice, waiting, or not published."""

    year: int
    state: str
    tone: str
    source: str


@require_safe
@administrators_only(*KEEPERS)
def index(request: HttpRequest) -> HttpResponse:
    """Which years are known and whence, what waits for a second person, and one year's sheet."""
    calendar, today = official(), clock.today()
    asked = request.GET.get("year", "")
    year = int(asked) if asked.isdecimal() and len(asked) <= len("2004") else today.year
    year = year if FIRST_YEAR <= year <= LAST_YEAR else today.year
    found = list(Notice.objects.all())
    context = {
        "notices": found,
        "years": [_year(y, calendar, found) for y in range(today.year - 1, today.year + 3)],
        "year": year,
        "published": calendar.is_published(year),
        "source": calendar.sources.get(year, ""),
        "months": list(_months(year, calendar)) if calendar.is_published(year) else [],
        "may_enter": current_actor().kind is Kind.SYSTEM_ADMIN,
        "breadcrumb": [("放假安排", "")],
    }
    return render(request, "administration/holidays.html", context)


@require_http_methods(["GET", "POST"])
@administrators_only(Kind.SYSTEM_ADMIN)
def enter(request: HttpRequest) -> HttpResponse:
    """Enter a notice: paste its text, upload a table or fill in the rows; then send it on."""
    if request.method == "GET":
        initial = {"year": clock.today().year + 1}
        return _form(request, NoticeForm(initial=initial), [(name, "", "", "") for name in NAMES])
    form, rows = NoticeForm(request.POST), _rows(request)
    if not form.is_valid():
        return _form(request, form, rows)
    year = form.cleaned_data["year"]
    if (wish := request.POST.get("do")) in ("read", "upload"):
        return _taken_over(request, form, year, wish)
    checked, errors = check(Table("表格", HEADER, tuple(enumerate(_filled(rows), 1))), year)
    if errors.count:
        return _form(request, form, _filled(rows), errors=errors.told)
    return _entered(request, form, checked)


@require_safe
@administrators_only(*KEEPERS)
def show(request: HttpRequest, number: int) -> HttpResponse:
    """One notice beside the year's sheet as it would be, with what to look at twice."""
    notice = get_object_or_404(Notice, pk=number)
    own = current_actor().account_id == notice.entered_by_id
    context = {
        "notice": notice,
        "months": list(_months(notice.year, CHINA.with_days([notice.schedule]))),
        "doubts": doubts(notice.rows, notice.year, CHINA),
        "differences": notices.differences(notice),
        "waits": notice.is_confirmed is None,
        "own": own,
        "breadcrumb": [("放假安排", "../"), (f"{notice.year}年", "")],
    }
    return render(request, "administration/holiday_notice.html", context)


@require_POST
@administrators_only(*KEEPERS)
def decide(request: HttpRequest, number: int) -> HttpResponse:
    """The second person's word."""
    notice = get_object_or_404(Notice, pk=number)
    confirm = request.POST.get("confirm") == "yes"
    try:
        notices.decide(notice, confirm=confirm, remark=request.POST.get("remark", ""))
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("administration:holiday_notice", number)
    if confirm:
        words = f"{notice.year}年放假安排已确认，全平台即时生效；暂定的期限由作业进程随即重算。"
        messages.success(request, words)
    else:
        messages.success(request, "已退回，录入人可以重新录入。")
    return redirect("administration:holidays")


@require_safe
@administrators_only(Kind.SYSTEM_ADMIN)
def template(request: HttpRequest) -> HttpResponseBase:
    """An empty table to fill in elsewhere."""
    notes = {c.title: f"{'必填。' if c.required else '选填。'}{c.hint}" for c in COLUMNS}
    content = write_xlsx("放假安排", COLUMNS, [(name, "", "", "") for name in NAMES], notes)
    response = HttpResponse(content, content_type=XLSX)
    response.headers["Content-Disposition"] = (
        "attachment; filename*=UTF-8''%E6%94%BE%E5%81%87%E5%AE%89%E6%8E%92.xlsx"
    )
    return response


# -- Entering ------------------------------------------------------------------------------------


def _rows(request: HttpRequest) -> list[tuple[str, ...]]:
    """The rows of the form, empty ones too, so that they stay where they were."""
    return [
        tuple(request.POST.get(f"{field}_{n}", "").strip() for field in FIELDS)
        for n in range(1, MOST_ROWS + 1)
        if f"name_{n}" in request.POST
    ]


def _filled(rows: list[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """Rows in which something but the holiday's name is written."""
    return [row for row in rows if any(row[1:])]


def _taken_over(request: HttpRequest, form: NoticeForm, year: int, wish: str) -> HttpResponse:
    """Fill the rows from the pasted text or the uploaded table; nothing is kept yet."""
    try:
        table = _pasted(request, year) if wish == "read" else _uploaded(request)
    except (UnreadableNoticeError, SheetRefusedError) as refusal:
        field = "text" if wish == "read" else "table"
        return _form(request, form, _rows(request), problem=(field, f"{refusal}"))
    places = [table.header.index(t) if t in table.header else None for t in HEADER]
    rows = [
        tuple(cells[place] if place is not None else "" for place in places)
        for _, cells in table.rows[:MOST_ROWS]
    ]
    _, errors = check(table, year)
    # Cells are named by the line of the form, in which they can be put right.
    line = {number: n for n, (number, _) in enumerate(table.rows, 1)}
    told = [CellError(e.sheet, line.get(e.row, 0), e.column, e.what, e.remedy) for e in errors.told]
    if len(table.rows) > MOST_ROWS:
        told.append(CellError("表格", 0, "", f"超过{MOST_ROWS}行", "一行一个节日"))
    return _form(request, form, rows, errors=told, taken=True)


def _pasted(request: HttpRequest, year: int) -> Table:
    return read_words(request.POST.get("text", ""), year)


def _uploaded(request: HttpRequest) -> Table:
    chosen = request.FILES.get("table")
    if chosen is None:
        raise SheetRefusedError("请选择一个 .xlsx 或者 .csv 文件。")
    return read(chosen.read(), chosen.name or "")


def _entered(request: HttpRequest, form: NoticeForm, checked: tuple[Holiday, ...]) -> HttpResponse:
    try:
        notice = notices.enter(form.told(), checked)
    except (Refused, CalendarError) as refusal:
        form.add_error(None, str(refusal))
        return _form(request, form, _rows(request))
    messages.success(request, "已录入，由另一名管理员对照通知复核后生效。")
    return redirect("administration:holiday_notice", notice.pk)


def _form(
    request: HttpRequest,
    form: NoticeForm,
    rows: list[tuple[str, ...]],
    *,
    errors: list[CellError] | None = None,
    problem: tuple[str, str] = ("", ""),
    taken: bool = False,
) -> HttpResponse:
    lines = min(MOST_ROWS, max(len(rows), len(NAMES)) + 1)
    shown = [*rows, *[("",) * len(FIELDS)] * MOST_ROWS][:lines]
    told = errors or []
    context = {
        "form": form,
        "lines": [_line(n, row, told) for n, row in enumerate(shown, 1)],
        "columns": COLUMNS,
        "errors": told,
        "problem_field": problem[0],
        "problem": problem[1],
        "text": request.POST.get("text", ""),
        "taken": taken and not told,
        "breadcrumb": [("放假安排", "../"), ("录入", "")],
    }
    wrong = bool(form.errors or told or problem[1])
    status = 422 if wrong else 200
    return render(request, "administration/holiday_form.html", context, status=status)


def _line(n: int, row: tuple[str, ...], told: list[CellError]) -> dict[str, Any]:
    """A line of the form: each cell with its value and what is wrong with it."""
    cells = [
        {
            "id": f"{field}_{n}",
            "label": column.title,
            "value": value,
            "errors": [e for e in told if e.row == n and e.column == column.title],
        }
        for field, column, value in zip(FIELDS, COLUMNS, row, strict=True)
    ]
    return {"n": n, "cells": cells}


# -- A year as a sheet -----------------------------------------------------------------------------


def _year(year: int, calendar: Calendar, found: list[Notice]) -> Year:
    waits = next((n for n in found if n.year == year and n.is_confirmed is None), None)
    if waits:
        return Year(year, "等待复核", "soon", waits.number)
    if year in calendar.sources:
        return Year(year, "已录入", "ok", calendar.sources[year])
    if calendar.is_published(year):
        return Year(year, "日历库", "ok", "随软件发布的日历库")
    return Year(year, "尚未公布或未录入", "", "涉及该年的期限一律暂定")


def _months(year: int, calendar: Calendar) -> Iterator[tuple[int, list[Day | None]]]:
    """Each month with its days, those before its first Monday left open."""
    for month in range(1, 13):
        first = date(year, month, 1)
        after = date(year + month // 12, month % 12 + 1, 1)
        days = [first + timedelta(n) for n in range((after - first).days)]
        blanks: list[Day | None] = [None] * first.weekday()
        yield month, [*blanks, *(_day(on, calendar) for on in days)]


def _day(on: date, calendar: Calendar) -> Day:
    name = calendar.name(on)
    if calendar.is_open(on):
        return Day(on, "worked" if name else "", calendar.why(on) if name else "")
    return Day(on, "off" if name else "rest", calendar.why(on))
