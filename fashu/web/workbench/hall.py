"""The counter's side of the public hall: bookings, bad ratings, reports, additions to guides."""

from datetime import date, time

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from fashu.kernel import clock
from fashu.kernel.api import Refused
from fashu.kernel.calendar import ServiceHours
from fashu.kernel.calendar.errors import CalendarError
from fashu.kernel.hall import booking, feedback, notes, rating
from fashu.kernel.hall.models import Feedback, Rating
from fashu.kernel.hall.rules import ANSWER, CONTACT
from fashu.web.access import staff_only
from fashu.web.public.guide import public_businesses

USUAL = "9:00-12:00 13:30-17:00"
MINUTES = (15, 20, 30, 60)


@staff_only
@require_safe
def bookings(request: HttpRequest) -> HttpResponse:
    """Who comes to the counter on a day, and the form that opens counters."""
    try:
        day = date.fromisoformat(request.GET.get("on", ""))
    except ValueError:
        day = clock.today()
    found = booking.expected_here().filter(starts_at__date=day)
    context = {"day": day, "rows": found, "today": clock.today(), "usual": USUAL}
    context |= {"minutes": MINUTES, "breadcrumb": [("预约", request.path)]}
    return render(request, "workbench/bookings.html", context)


@staff_only
@require_POST
def publish(request: HttpRequest) -> HttpResponseBase:
    """Open counters from a day to a day."""
    try:
        made = booking.publish(
            _hours(request.POST.get("hours", "")),
            first=_day(request.POST.get("first", "")),
            last=_day(request.POST.get("last", "")),
            minutes=_whole(request.POST.get("minutes", ""), 60),
            counters=_whole(request.POST.get("counters", ""), 20),
        )
    except (Refused, CalendarError, ValueError) as fault:
        messages.error(request, f"没有发布：{fault}")
    else:
        messages.success(request, f"新开放了{made}个位置。")
    return redirect("workbench:bookings")


@staff_only
@require_POST
def arrived(request: HttpRequest, code: str) -> HttpResponseBase:
    """Somebody has come."""
    found = get_object_or_404(booking.expected_here(), code=code)
    try:
        booking.arrived(found)
    except Refused as refused:
        messages.error(request, str(refused))
    return redirect(f"/workbench/bookings/?on={found.starts_at.astimezone(clock.BEIJING).date()}")


@staff_only
@require_safe
def ratings(request: HttpRequest) -> HttpResponse:
    """The bad ratings that this office supervises, and the counts of every office below."""
    context = {"rows": rating.bad(), "today": clock.today()}
    context["breadcrumb"] = [("差评处理", request.path)]
    return render(request, "workbench/ratings.html", context)


@staff_only
@require_http_methods(["GET", "POST"])
def review(request: HttpRequest, rating_id: int) -> HttpResponseBase:
    """核实, 整改, 反馈 of one bad rating, one after the other."""
    found = get_object_or_404(Rating.objects.select_related("office"), pk=rating_id)
    if found.grade >= rating.WORST_GOOD:
        raise Http404
    error = ""
    if request.method == "POST":
        try:
            _step(found, request.POST)
        except Refused as refused:
            error = str(refused)
        else:
            return redirect("workbench:rating", rating_id)
    context = {"rating": found, "error": error, "today": clock.today()}
    context |= {"contact_cite": CONTACT.cite, "answer_cite": ANSWER.cite}
    context["grade"] = rating.Grade(found.grade).label
    context["breadcrumb"] = [("差评处理", "../"), (context["grade"], request.path)]
    return render(request, "workbench/rating.html", context)


def _step(found: Rating, sent: "dict[str, str]") -> None:
    words = sent.get("words", "")
    match sent.get("step"):
        case "verify":
            rating.verify(found, words, holds=sent.get("holds") == "yes")
        case "mend":
            rating.mend(found, words)
        case _:
            rating.answer(found, words)


@staff_only
@require_http_methods(["GET", "POST"])
def reports(request: HttpRequest) -> HttpResponseBase:
    """What people reported to this office, and their answers."""
    if request.method == "POST":
        found = get_object_or_404(Feedback, code=request.POST.get("code", ""))
        try:
            feedback.answer(found, request.POST.get("words", ""))
        except Refused as refused:
            messages.error(request, str(refused))
        return redirect("workbench:reports")
    rows = [(feedback.KINDS.get(row.kind, row.kind), row) for row in Feedback.objects.all()[:200]]
    context = {"rows": rows, "breadcrumb": [("意见反馈", request.path)]}
    return render(request, "workbench/reports.html", context)


@staff_only
@require_safe
def guides(request: HttpRequest) -> HttpResponse:
    """The guides that this office may add to."""
    rows = [(b, notes.history(b.family.key)) for b in public_businesses()]
    context = {"rows": rows, "breadcrumb": [("办事指南", request.path)]}
    return render(request, "workbench/guides.html", context)


@staff_only
@require_http_methods(["GET", "POST"])
def guide(request: HttpRequest, key: str) -> HttpResponseBase:
    """What this office adds to one guide, with every version."""
    business = next((b for b in public_businesses() if b.family.key == key), None)
    if business is None:
        raise Http404
    error, words = "", request.POST.get("words", "")
    if request.method == "POST":
        try:
            notes.write(key, words)
        except Refused as refused:
            error = str(refused)
        else:
            messages.success(request, "已经发布。")
            return redirect("workbench:guide", key)
    versions = notes.history(key)
    words = words or (versions[0].words if versions else "")
    context = {"business": business, "versions": versions, "words": words, "error": error}
    context |= {"most": notes.MOST}
    context["breadcrumb"] = [("办事指南", "../"), (business.title, request.path)]
    return render(request, "workbench/guide.html", context)


def _hours(text: str) -> ServiceHours:
    """9:00-12:00 13:30-17:00. Raises ValueError or CalendarError in words."""
    pairs = [tuple(map(_time, part.partition("-")[::2])) for part in text.split()]
    return ServiceHours(tuple((a, b) for a, b in pairs), working_days_only=True)


def _time(text: str) -> time:
    hour, _, minute = text.replace("：", ":").partition(":")
    if not (hour.isdecimal() and minute.isdecimal() and int(hour) < 24 and int(minute) < 60):
        raise ValueError("时段请写成 9:00-12:00 13:30-17:00")
    return time(int(hour), int(minute))


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ValueError("日期请按年、月、日填写") from None


def _whole(text: str, most: int) -> int:
    if not text.isdecimal() or not 1 <= int(text[:4]) <= most:
        raise ValueError(f"请填写1到{most}的数")
    return int(text)
