"""Deadlines as a calendar: by month, by week, as an agenda; and as an address to subscribe to."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render, resolve_url
from django.views.decorators.http import require_POST, require_safe

from fashu.kernel import clock, reading
from fashu.kernel.access import acting_as
from fashu.kernel.desk.deadlines import (
    Deadline,
    deadlines,
    feed,
    new_feed,
    own_feed,
    owner_of,
    revoke_feed,
)
from fashu.kernel.holidays.official import official
from fashu.web.access import staff_only
from fashu.web.workbench.reads import day_of

SHOWS = {"month": "月", "week": "周", "agenda": "日程"}
WEEK = 7
AGENDA_DAYS = 60
LATE_DAYS = 180
"""How far back an agenda looks for what is overdue."""

SECRET = "calendar_secret"  # noqa: S105 - the name of a place in the session
FIRST_YEAR, LAST_YEAR = 2000, 2099


@dataclass(frozen=True, slots=True)
class Day:
    """A day of the calendar with what is due on it."""

    on: date
    due: tuple[Deadline, ...]
    inside: bool
    works: bool
    name: str


@require_safe
@staff_only
def show(request: HttpRequest) -> HttpResponse:
    """The calendar."""
    kind = request.GET.get("show", "month")
    kind = kind if kind in SHOWS else "month"
    on = day_of(request.GET.get("on", "")) or clock.today()
    on = on if FIRST_YEAR <= on.year <= LAST_YEAR else clock.today()
    office = "office" in request.GET
    first, last = _span(kind, on)
    found = deadlines(first, last, office=office)
    reading.note(reading.View.LIST, cases=list({d.case.pk: d.case for d in found}.values()))
    days = list(_days(first, last, found, on.month if kind == "month" else 0))
    before, after = _neighbours(kind, on)
    context = {
        "kind": kind,
        "shows": SHOWS.items(),
        "on": on,
        "today": clock.today(),
        "office": office,
        "weeks": [days[n : n + WEEK] for n in range(0, len(days), WEEK)],
        "agenda": [(day, list(some)) for day, some in groupby(found, key=lambda d: d.on)],
        "count": len(found),
        "before": before,
        "after": after,
        "first": first,
        "last": last,
        "feed": own_feed(),
        "secret_url": _secret_url(request),
        "breadcrumb": [("期限日历", request.path)],
    }
    return render(request, "workbench/calendar.html", context)


@require_POST
@staff_only
def subscribe(request: HttpRequest) -> HttpResponseBase:
    """Make a new secret address, or end the present one."""
    if "revoke" in request.POST:
        revoke_feed()
    else:
        request.session[SECRET] = new_feed()
    return redirect(f"{resolve_url('workbench:calendar')}#subscribe")


@require_safe
def subscribed(request: HttpRequest, secret: str) -> HttpResponse:
    """Somebody's deadlines as iCalendar, for whoever holds the secret address."""
    owner = owner_of(secret)
    if owner is None:
        raise Http404
    with acting_as(owner):
        content = feed()
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _secret_url(request: HttpRequest) -> str:
    """The address with its secret, on the one page after it was made."""
    secret = request.session.pop(SECRET, "")
    return request.build_absolute_uri(resolve_url("calendar_feed", secret)) if secret else ""


def _span(kind: str, on: date) -> tuple[date, date]:
    if kind == "agenda":
        return on - timedelta(days=LATE_DAYS), on + timedelta(days=AGENDA_DAYS)
    if kind == "week":
        first = on - timedelta(days=on.weekday())
        return first, first + timedelta(days=WEEK - 1)
    start, end = on.replace(day=1), _next_month(on) - timedelta(days=1)
    first = start - timedelta(days=start.weekday())
    return first, end + timedelta(days=WEEK - 1 - end.weekday())


def _next_month(on: date) -> date:
    return (on.replace(day=28) + timedelta(days=4)).replace(day=1)


def _neighbours(kind: str, on: date) -> tuple[date, date]:
    match kind:
        case "month":
            return (on.replace(day=1) - timedelta(days=1)).replace(day=1), _next_month(on)
        case "week":
            return on - timedelta(days=WEEK), on + timedelta(days=WEEK)
    return on - timedelta(days=AGENDA_DAYS), on + timedelta(days=AGENDA_DAYS)


def _days(first: date, last: date, found: list[Deadline], month: int) -> Iterator[Day]:
    calendar = official()
    by_day = {on: tuple(some) for on, some in groupby(found, key=lambda d: d.on)}
    for n in range((last - first).days + 1):
        on = first + timedelta(days=n)
        inside = not month or on.month == month
        works = calendar.is_open(on)  # of a year not announced yet, as the weekdays have it
        yield Day(on, by_day.get(on, ()), inside, works, calendar.name(on) or "")
