"""Who is signed in now, for the security administrator."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from fashu.kernel.access import Kind, current_actor
from fashu.kernel.credentials import sessions
from fashu.kernel.credentials.models import Ending
from fashu.web import session
from fashu.web.access import administrators_only

PER_PAGE = 50


@require_safe
@administrators_only(Kind.SECURITY_ADMIN)
def online(request: HttpRequest) -> HttpResponse:
    """Everybody who is signed in."""
    words = request.GET.get("q", "").strip()
    found = [s for s in sessions.online() if words in f"{s.account.name} {s.account.username}"]
    context = {
        "page": Paginator(found, PER_PAGE).get_page(request.GET.get("page")),
        "q": words,
        "present": request.session.get(session.SESSION),
        "breadcrumb": [("在线用户", "")],
    }
    return render(request, "administration/sessions.html", context)


@require_POST
@administrators_only(Kind.SECURITY_ADMIN)
def force_out(request: HttpRequest, number: int) -> HttpResponse:
    """End somebody's session; he has to sign in again."""
    found = next((s for s in sessions.online() if s.pk == number), None)
    if found is None:
        raise Http404
    sessions.end(found, Ending.FORCED, session.origin_of(request), by=current_actor().name)
    messages.success(request, f"{found.account.name} 的这次登录已结束。")
    return redirect("administration:sessions")
