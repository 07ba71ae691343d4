"""The register of officers: who serves where. Telephone numbers are shown masked."""

from django.core.paginator import Paginator
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from fashu.kernel.access import Kind, current_actor
from fashu.kernel.people import register
from fashu.kernel.people.models import Posting
from fashu.web.access import register_readers

PER_PAGE = 50
STATES = (("new", "未激活"), ("idle", "没有任职"), ("disabled", "已停用"))


@require_safe
@register_readers
def officers(request: HttpRequest) -> HttpResponse:
    """Everybody within sight, searched and narrowed."""
    actor, words = current_actor(), request.GET.get("q", "").strip()
    state, code = request.GET.get("state", ""), request.GET.get("office", "").strip()
    office = register.offices_for(actor).filter(code=code).first() if code else None
    found = register.search_officers(actor, words, office=office, state=state)
    held = Posting.objects.in_force().select_related("office", "post", "on_behalf_of__account")
    shown = found.prefetch_related(Prefetch("postings", queryset=held, to_attr="held"))
    context = {
        "page": Paginator(shown, PER_PAGE).get_page(request.GET.get("page")),
        "counts": register.counts(actor),
        "q": words,
        "state": state,
        "states": STATES,
        "code": code,
        "office": office,
        "is_unknown": bool(code) and office is None,
        "may_keep": actor.kind is Kind.SYSTEM_ADMIN,
        "may_open": actor.kind in (Kind.SYSTEM_ADMIN, Kind.SECURITY_ADMIN),
        "breadcrumb": [("人员", "")],
    }
    return render(request, "administration/officers.html", context)
