"""消息: what one was told, the stream that tells it to open pages, and the ways outside."""

import logging
import time
from collections.abc import Iterator
from datetime import time as clock_time

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import OperationalError, connection
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    JsonResponse,
    StreamingHttpResponse,
)
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from fashu.kernel import api
from fashu.kernel.access import acting_as, current_actor
from fashu.kernel.credentials.sessions import resume
from fashu.kernel.desk.letters import choose, own_letters, own_preference
from fashu.kernel.desk.listening import listener
from fashu.kernel.desk.models import Kind, Letter, Notice
from fashu.kernel.desk.notices import mark_read, own_notices, since, unread
from fashu.kernel.procedure import Refused
from fashu.web.access import staff_only
from fashu.web.session import PROOF, SESSION
from fashu.web.workbench.reads import number_of

logger = logging.getLogger(__name__)

PER_PAGE = 20
BEAT_SECONDS = 25.0
"""How often a quiet stream says that it is alive; proxies give up after a minute."""

LONGEST_SECONDS = 15 * 60.0
"""After this a stream ends and the page asks for the next, so that a closed post ends it too."""


@require_safe
@staff_only
def index(request: HttpRequest) -> HttpResponse:
    """What one was told, latest first."""
    page = Paginator(own_notices(), PER_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "count": unread(), "breadcrumb": [("消息", request.path)]}
    return render(request, "workbench/notices.html", context)


@require_POST
@staff_only
def read(request: HttpRequest) -> HttpResponseBase:
    """Open one notice, or have read them all."""
    if number := number_of(request.POST.get("notice", "")):
        notice = mark_read(number)
        if notice is None:
            raise Http404
        return redirect(notice.address)
    mark_read()
    return redirect("workbench:notices")


@staff_only
def preferences(request: HttpRequest) -> HttpResponseBase:
    """By which ways one is told of what, and when not."""
    errors: tuple[str, ...] = ()
    if request.method == "POST":
        chosen = {kind: request.POST.getlist(f"way_{kind}") for kind in Kind.values}
        hours = [_hour(request.POST.get(key, "")) for key in ("quiet_from", "quiet_until")]
        try:
            if hours[0] is None or hours[1] is None:
                raise Refused(api.Refusal("请填写免打扰的起止时间，例如21:00"))
            choose(request.POST.get("email", "").strip(), chosen, hours[0], hours[1])
        except Refused as refusal:
            errors = (str(refusal),)
        else:
            messages.success(request, "已保存提醒方式")
            return redirect("workbench:preferences")
    preference = own_preference()
    context = {
        "errors": errors,
        "preference": preference,
        "kinds": [(k, word, preference.channels.get(k, [])) for k, word in Kind.choices],
        "ways": Letter.CHANNELS,
        "letters": own_letters()[:PER_PAGE],
        "breadcrumb": [("消息", "../"), ("提醒方式", request.path)],
    }
    return render(request, "workbench/preferences.html", context)


def _hour(text: str) -> clock_time | None:
    try:
        return clock_time.fromisoformat(text)
    except ValueError:
        return None


# -- The stream --------------------------------------------------------------------------------


@require_safe
@staff_only
def count(request: HttpRequest) -> JsonResponse:
    """How much is unread, for pages whose stream found no place."""
    return JsonResponse({"unread": unread()})


@require_safe
@staff_only
def stream(request: HttpRequest) -> HttpResponseBase:
    """Server-sent events: every notice as it comes, and those since `Last-Event-ID`."""
    account = current_actor().account_id or 0
    held = (account, request.session.get(SESSION, 0), request.session.get(PROOF, ""))
    newest = own_notices().order_by("-pk").values_list("pk", flat=True).first() or 0
    asked = request.headers.get("Last-Event-ID", "")
    last = number_of(asked) if asked.isdecimal() else newest
    response = StreamingHttpResponse(
        _events(held, min(last, newest)), content_type="text/event-stream"
    )
    response.headers["X-Accel-Buffering"] = "no"
    return response


Held = tuple[int, int, str]
"""What a session is resumed by: its account, its number, its proof."""


def _events(held: Held, last: int) -> Iterator[bytes]:
    """What is sent, until the browser goes, the session ends or the time is up."""
    ends = time.monotonic() + LONGEST_SECONDS
    connection.close()  # a page that waits holds no connection
    with listener.waiting(held[0]) as told:
        if told is None:
            yield b"event: full\ndata: {}\n\n"
            return
        yield b"retry: 3000\n\n"
        while time.monotonic() < ends:
            told.clear()
            fresh = _fresh(held, last)
            if fresh is None:
                return
            for notice in fresh:
                last = notice.pk
                yield _written(notice)
            if not told.wait(BEAT_SECONDS):
                yield b": beat\n\n"


def _fresh(held: Held, last: int) -> list[Notice] | None:
    """What came after `last`; None where the session no longer holds or the database is away.

    The browser asks again after three seconds; a trace from every open stream would bury the cause.
    """
    try:
        actor = resume(*held)
        if actor is None:
            return None
        with acting_as(actor):
            return since(last)
    except OperationalError as error:
        logger.warning("a stream of notices ends: %s", error)
        return None
    finally:
        connection.close()


def _written(notice: Notice) -> bytes:
    """One event. The page asks for the words itself, so that none lies in a log of streams."""
    return f"id: {notice.pk}\nevent: notice\ndata: {notice.kind}\n\n".encode()
