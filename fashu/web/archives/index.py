"""档案: what is to be put away, what is kept, lent, to be appraised, on the list, and gone."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from fashu.kernel import clock, reading
from fashu.kernel.access import current_actor
from fashu.kernel.archives import loans, volumes
from fashu.kernel.archives.models import Volume
from fashu.kernel.cases.archiving import Retention, retention_of
from fashu.kernel.cases.catalogue import business_of
from fashu.kernel.cases.models import Case
from fashu.kernel.procedure import Refused
from fashu.kernel.reading.models import Disposal
from fashu.web.access import staff_only

PER_PAGE = 30
MOST = 100
"""How many cases one click may put away."""


@dataclass(frozen=True, slots=True)
class Row:
    """A line of any of the lists, with what the list says of it."""

    case: Case
    term: volumes.Term
    retention: Retention
    about: Any = None


def _kept(words: str) -> QuerySet[Case]:
    found = Case.objects.filter(archived_at__isnull=False, destroyed_at=None)
    if words:
        found = found.filter(Q(number__icontains=words) | Q(volume__number__icontains=words))
    return found.select_related("office").order_by("-archived_at", "-id")


def _listed(words: str) -> QuerySet[Case]:
    found = Case.objects.filter(disposal__isnull=False, destroyed_at=None)
    return found.select_related("office").order_by("disposal__proposed_at", "id")


def _gone(words: str) -> QuerySet[Case]:
    found = Case.objects.filter(destroyed_at__isnull=False)
    return found.select_related("office").order_by("-destroyed_at", "-id")


BOXES: dict[str, tuple[str, Callable[[str], QuerySet[Case]]]] = {
    "waiting": ("待归档", lambda words: volumes.waiting(current_actor())),
    "kept": ("已归档", _kept),
    "expired": ("期满待鉴定", lambda words: volumes.expired()),
    "listed": ("销毁清册", _listed),
    "gone": ("已销毁", _gone),
}
LENT, BORROWED = "lent", "borrowed"


@require_safe
@staff_only
def show(request: HttpRequest) -> HttpResponse:
    """One of the lists, with the counts of all."""
    box, words = request.GET.get("box", "waiting"), request.GET.get("q", "").strip()
    tabs = [(key, title, find("").count()) for key, (title, find) in BOXES.items()]
    tabs.insert(2, (LENT, "借出", loans.of_office().filter(returned_at=None).count()))
    tabs.append((BORROWED, "我借阅的", loans.own().filter(returned_at=None).count()))
    if box not in {key for key, _, _ in tabs}:
        box = "waiting"
    context: dict[str, Any] = {"box": box, "q": words, "tabs": tabs}
    context |= {"today_iso": clock.today().isoformat(), "breadcrumb": [("档案", request.path)]}
    if box in (LENT, BORROWED):
        found = loans.of_office() if box == LENT else loans.own()
        page: Any = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
        cases = {c.pk: c for c in Case.objects.filter(pk__in=[loan.case_id for loan in page])}
        context |= {"page": page, "loans": [(loan, cases.get(loan.case_id)) for loan in page]}
        reading.note(reading.View.LIST, cases=list(cases.values()), purpose="管理档案借阅")
    else:
        page = Paginator(BOXES[box][1](words), PER_PAGE).get_page(request.GET.get("page"))
        context |= {"page": page, "rows": _rows(list(page))}
        reading.note(reading.View.LIST, cases=list(page), purpose="管理档案")
    return render(request, "archives/index.html", context)


def _rows(cases: list[Case]) -> list[Row]:
    kept = {v.case_id: v for v in Volume.objects.filter(case__in=cases)}
    listed = {d.case_id: d for d in Disposal.objects.filter(case__in=cases)}
    return [
        Row(
            case,
            volumes.term_of(business_of(case.procedure)),
            retention_of(case),
            {"volume": kept.get(case.pk), "disposal": listed.get(case.pk)},
        )
        for case in cases
    ]


@require_POST
@staff_only
def put(request: HttpRequest) -> HttpResponseBase:
    """归档 of what was ticked, each by itself: what is refused says why and holds up no other."""
    done = 0
    numbers = request.POST.getlist("number")[:MOST]
    if not numbers:
        messages.error(request, "请勾选要归档的案件")
    for number in numbers:
        try:
            volumes.put_away(number)
            done += 1
        except Refused as refusal:
            messages.error(request, f"{number}：{refusal}")
    if done:
        messages.success(request, f"已归档{done}件，卷内目录已经固定")
    if len(numbers) == done == 1:
        return redirect("archives:volume", numbers[0])
    return redirect("archives:index")
