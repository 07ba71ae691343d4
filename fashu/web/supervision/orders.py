"""督办: asking a lower office about a case, and answering a higher one."""

from datetime import date, timedelta

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from fashu.kernel import clock, reading
from fashu.kernel.procedure import Refused
from fashu.kernel.supervision.models import Order
from fashu.kernel.supervision.orders import ACTS, STATES, act_on_order, acts_open, issue_order
from fashu.web.access import staff_only
from fashu.web.supervision.asked import day

REPLY_DAYS = 7
"""How far ahead the form proposes the day of the reply; the officer decides."""


@require_safe
@staff_only
def index(request: HttpRequest) -> HttpResponse:
    """The orders within sight, the most pressing first."""
    is_open = request.GET.get("state") != "ended"
    found = Order.objects.select_related("case__office", "by_office")
    states = ("issued", "replied") if is_open else ("ended", "withdrawn")
    orders = list(found.filter(state__in=states)[:200])
    reading.note(reading.View.LIST, cases=[order.case for order in orders])
    context = {
        "rows": [(order, STATES[order.state], is_late(order)) for order in orders],
        "is_open": is_open,
        "breadcrumb": [("督办", request.path)],
    }
    return render(request, "supervision/orders.html", context)


def is_late(order: Order) -> bool:
    """Whether the reply is overdue."""
    return order.state == "issued" and order.reply_by < clock.today()


@require_http_methods(["GET", "POST"])
@staff_only
def issue(request: HttpRequest) -> HttpResponseBase:
    """Ask about a case."""
    number, text = request.POST.get("number", "").strip(), request.POST.get("text", "")
    proposed = clock.today() + timedelta(days=REPLY_DAYS)
    errors: list[Refused] = []
    if request.method == "POST":
        try:
            order = issue_order(number, text, _reply_by(request, proposed))
        except Refused as refusal:
            errors = [refusal]
        else:
            messages.success(request, f"已下达{order.number}")
            return redirect("supervision:order", order.pk)
    context = {
        "number": number or request.GET.get("number", ""),
        "text": text,
        "reply_by": request.POST.get("reply_by") or proposed.isoformat(),
        "errors": errors,
        "breadcrumb": [("督办", "../"), ("下达督办", request.path)],
    }
    return render(request, "supervision/order_new.html", context)


def _reply_by(request: HttpRequest, proposed: date) -> date:
    return day(request.POST.get("reply_by", ""), proposed)


@require_http_methods(["GET", "POST"])
@staff_only
def show(request: HttpRequest, order_id: int) -> HttpResponseBase:
    """One order with every word said, and what can be said now."""
    order = Order.objects.select_related("case__office", "by_office").filter(pk=order_id).first()
    if order is None:
        raise Http404
    errors: list[Refused] = []
    if request.method == "POST":
        try:
            act_on_order(order_id, request.POST.get("act", ""), request.POST.get("text", ""))
        except Refused as refusal:
            errors = [refusal]
        else:
            messages.success(request, "已登记")
            return redirect("supervision:order", order_id)
    reading.note(reading.View.CASE, case=order.case)
    context = {
        "order": order,
        "state": STATES[order.state],
        "is_late": is_late(order),
        "entries": [(entry, ACTS[entry.act]) for entry in order.entries.all()],
        "acts": [(act, ACTS[act]) for act in acts_open(order)],
        "text": request.POST.get("text", ""),
        "errors": errors,
        "breadcrumb": [("督办", "../"), (order.number, request.path)],
    }
    return render(request, "supervision/order.html", context)
