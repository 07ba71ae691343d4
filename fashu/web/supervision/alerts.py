"""预警: what the rules have found, and what looking into it found."""

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from fashu.kernel import reading
from fashu.kernel.procedure import Refused
from fashu.kernel.supervision.alerts import precision, settle
from fashu.kernel.supervision.models import Alert
from fashu.kernel.supervision.rules import RULE, RULES
from fashu.web.access import staff_only

PER_PAGE = 20


@require_safe
@staff_only
def index(request: HttpRequest) -> HttpResponse:
    """The alerts within sight: open ones, or those that were looked into."""
    rule, settled = request.GET.get("rule", ""), request.GET.get("state") == "settled"
    found = Alert.objects.select_related("case__office")
    found = found.filter(settled_at__isnull=not settled)
    found = found.order_by("level", "-raised_at", "-pk")  # red comes before yellow
    if rule:
        found = found.filter(rule=rule)
    page: Page[Alert] = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    reading.note(
        reading.View.LIST, cases=[a.case for a in page.object_list], count=page.paginator.count
    )
    context = {
        "page": page,
        "rows": [(alert, RULE.get(alert.rule), said(alert)) for alert in page.object_list],
        "rule": rule,
        "rules": RULES,
        "settled": settled,
        "precision": precision(),
        "verdicts": [("confirmed", "属实"), ("refuted", "不属实")],
        "breadcrumb": [("预警", request.path)],
    }
    return render(request, "supervision/alerts.html", context)


def said(alert: Alert) -> str:
    """What the rule saw, in words."""
    seen = alert.evidence
    if "term" in seen:
        due = (seen["due_at"] or "")[:10]
        return f"{seen['term']}，{due}届满" if due else seen["term"]
    return f"最近一次办理：{seen['moved_on']}" if "moved_on" in seen else ""


@require_POST
@staff_only
def judge(request: HttpRequest, alert_id: int) -> HttpResponseBase:
    """核查、处置、反馈."""
    try:
        settle(alert_id, request.POST.get("verdict", ""), request.POST.get("measure", ""))
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "已反馈")
    return redirect("supervision:alerts")
