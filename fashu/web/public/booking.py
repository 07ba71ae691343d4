"""预约: choose an office, a day and a time; keep the code; give the place back."""

from datetime import datetime

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from fashu.kernel.api import Refused
from fashu.kernel.hall import booking
from fashu.kernel.hall.ics import calendar
from fashu.kernel.people.models import Office
from fashu.web.access import signed_in
from fashu.web.downloads import download
from fashu.web.public.doors import not_found
from fashu.web.public.guide import public_businesses


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """The offices that take bookings, one's own bookings, and the times of one office."""
    offices = booking.offices()
    chosen = next((o for o in offices if o.code == request.GET.get("office", "")), None)
    context = {
        "offices": offices,
        "office": chosen,
        "days": _days(chosen) if chosen else [],
        "own": booking.own(),
        "ahead": booking.AHEAD,
    }
    return render(request, "public/booking.html", context)


def _days(office: Office) -> list[tuple[object, list[tuple[datetime, int]]]]:
    return [(day, sorted(times.items())) for day, times in sorted(booking.free(office).items())]


@signed_in
@require_http_methods(["GET", "POST"])
def book(request: HttpRequest, office: str, time: str) -> HttpResponseBase:
    """Say what it is about, and take the place."""
    found = Office.objects.filter(code=office).first()
    starts_at = _moment(time)
    if found is None or starts_at is None:
        raise Http404
    error, matter = "", request.POST.get("matter", "").strip()[:200]
    if request.method == "POST" and not matter:
        error = "请写明要办的事，例如：提交复议申请。"
    elif request.method == "POST":
        try:
            taken = booking.book(found, starts_at, matter)
        except Refused as refused:
            error = str(refused)
        else:
            messages.success(request, "预约好了。")
            return redirect("public:booked", taken.code)
    context = {"office": found, "time": time, "starts_at": starts_at, "error": error}
    context |= {"matter": matter, "businesses": public_businesses()}
    return render(request, "public/book.html", context)


def _moment(text: str) -> datetime | None:
    """A time as the links carry it: 2026-11-23T0900+0800."""
    try:
        return datetime.strptime(text, "%Y-%m-%dT%H%M%z")
    except ValueError:
        return None


@require_safe
def show(request: HttpRequest, code: str) -> HttpResponse:
    """One booking, for whoever holds its code."""
    try:
        found = booking.by_code(code)
    except Refused as refused:
        return not_found(request, refused)
    is_own = any(found.pk == mine.pk for mine in booking.own())
    return render(request, "public/booked.html", {"booking": found, "is_own": is_own})


@require_safe
def ics(request: HttpRequest, code: str) -> HttpResponse:
    """The booking for one's own calendar."""
    try:
        found = booking.by_code(code)
    except Refused as refused:
        return not_found(request, refused)
    return download(f"{found.code}.ics", "text/calendar; charset=utf-8", calendar(found).encode())


@signed_in
@require_http_methods(["POST"])
def cancel(request: HttpRequest, code: str) -> HttpResponseBase:
    """Give one's place back."""
    found = next((mine for mine in booking.own() if mine.code == code), None)
    if found is None:
        raise Http404
    booking.cancel(found)
    messages.success(request, "预约已经取消，这个时间让给了别人。")
    return redirect("public:booking")
