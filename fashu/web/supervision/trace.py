"""全程留痕: who did what, when and in which case, searched across all cases within sight."""

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from fashu.kernel import clock, reading
from fashu.kernel.cases.catalogue import businesses, family_of
from fashu.kernel.cases.models import Event
from fashu.kernel.cases.queries import title_of
from fashu.kernel.procedure import Refused
from fashu.web.access import staff_only
from fashu.web.supervision.asked import day

PER_PAGE = 30
KINDS = {
    "taken": "办理",
    "served": "送达",
    "lapsed": "届满",
    "joined": "参加",
    "sealed": "用印",
    "destroyed": "销毁",
}


@require_safe
@staff_only
def index(request: HttpRequest) -> HttpResponse:
    """Events, newest first."""
    context = {
        "q": request.GET,
        "kinds": KINDS.items(),
        "procedures": businesses().values(),
        "breadcrumb": [("留痕检索", request.path)],
    }
    try:
        found = _found(request)
    except Refused as refusal:
        return render(request, "supervision/trace.html", {**context, "errors": [refusal]})
    page: Page[Event] = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    seen = {event.case_id: event.case for event in page.object_list}
    reading.note(reading.View.SEARCH, cases=list(seen.values()), count=page.paginator.count)
    rows = [(event, _who(event), KINDS[event.kind], title_of(event)) for event in page]
    return render(request, "supervision/trace.html", {**context, "page": page, "rows": rows})


def _who(event: Event) -> str:
    """The person where the reader may know him, else the part he played."""
    if event.account_id is None:
        return "依法自动"
    if event.account is not None:
        return event.account.name
    roles = family_of(event.case.procedure).version(event.case.version).role_of
    return roles[event.by].title if event.by in roles else event.by


def _found(request: HttpRequest) -> QuerySet[Event]:
    asked, today = request.GET, clock.today()
    first, last = (
        day(asked.get("first", ""), today.replace(day=1)),
        day(asked.get("last", ""), today),
    )
    found = Event.objects.filter(on__range=(first, last)).select_related("case__office", "account")
    if number := asked.get("number", "").strip():
        found = found.filter(case__number=number)
    if who := asked.get("who", "").strip():
        found = found.filter(account__name__icontains=who)
    if (kind := asked.get("kind", "")) in KINDS:
        found = found.filter(kind=kind)
    if procedure := asked.get("procedure", ""):
        found = found.filter(case__procedure=procedure)
    return found.order_by("-recorded_at", "-id")
