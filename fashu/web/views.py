"""What is shared and belongs to no part."""

from http import HTTPStatus

from django.contrib import messages
from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe

from fashu.kernel.health.check import State, public
from fashu.kernel.health.looking import look
from fashu.web import session
from fashu.web.access import staff_only

READY, READY_SECONDS = "web.ready", 10


@require_safe
def health(request: HttpRequest) -> JsonResponse:
    """For load balancers: reaching this line took a transaction, so the database answers."""
    return JsonResponse({"status": "ok"})


@require_safe
def readiness(request: HttpRequest) -> JsonResponse:
    """How each part stands, without a word: for load balancers and monitors.

    503 while pages cannot be served. Looked at anew every few seconds, whoever asks how often.
    """
    found = cache.get(READY)
    if found is None:
        found = public(look())
        cache.set(READY, found, READY_SECONDS)
    served = all(found["checks"][key] == State.OK for key in ("database", "migrations"))
    return JsonResponse(found, status=HTTPStatus.OK if served else HTTPStatus.SERVICE_UNAVAILABLE)


@require_POST
@staff_only
def switch_post(request: HttpRequest) -> HttpResponse:
    """Act in another of one's posts, and begin at its desk: what is open belongs to the former."""
    wanted = request.POST.get("posting", "")
    held = session.choose_post(request, int(wanted)) if wanted.isdecimal() else None
    if held is None:
        raise Http404
    messages.success(request, f"您现在以{held.label}的身份办理。")
    return redirect("workbench:home")
