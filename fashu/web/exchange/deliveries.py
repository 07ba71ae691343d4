"""Messages to other systems: what waits, what arrived, and the dead letters to send again."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from fashu.kernel.access import Kind
from fashu.kernel.exchange import subscriptions
from fashu.kernel.exchange.models import Delivery, State
from fashu.kernel.procedure import Refused
from fashu.web.access import administrators_only
from fashu.web.exchange.consumers import PER_PAGE

TONES = {State.WAITING: "soon", State.DELIVERED: "ok", State.DEAD: "late"}


@require_http_methods(["GET", "HEAD", "POST"])
@administrators_only(Kind.SYSTEM_ADMIN)
def index(request: HttpRequest) -> HttpResponseBase:
    """All messages, the dead ones where the page begins."""
    if request.method == "POST":
        _resend(request)
        return redirect("exchange:deliveries")
    counts = dict(Delivery.objects.order_by().values_list("state").annotate(Count("id")))
    state = request.GET.get("state", State.DEAD if counts.get(State.DEAD) else "")
    found = Delivery.objects.select_related("subscription__consumer")
    if state in State:
        found = found.filter(state=state)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": [(row, TONES[State(row.state)]) for row in page],
        "state": state,
        "counts": [(s.value, s.label, counts.get(s.value, 0)) for s in State],
        "breadcrumb": [("消息投递", "")],
    }
    return render(request, "exchange/deliveries.html", context)


def _resend(request: HttpRequest) -> None:
    """Send the ticked dead letters again, oldest first."""
    numbers = [n for n in request.POST.getlist("number") if n.isascii() and n.isdecimal()]
    picked = Delivery.objects.filter(pk__in=[int(n) for n in numbers if len(n) < 19])
    try:
        for delivery in picked.order_by("leaf_index"):
            subscriptions.resend(delivery)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"{len(picked)} 件死信将在一分钟内重新发送。")
