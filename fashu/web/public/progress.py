"""一码查询: whatever a code opens, without signing in: a case with its stage, clocks and next steps
(no word about persons), a booking, the answer to a report."""

from contextlib import suppress

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from fashu.kernel import reading
from fashu.kernel.api import Refused, case_by_code
from fashu.kernel.hall import booking, feedback
from fashu.kernel.hall.holding import plain
from fashu.web.public.mine import standing

TRIES, WINDOW = 20, 15 * 60
"""Wrong codes an address may try in so many seconds. A right code costs nothing."""

TOO_MANY = "输错的次数太多，请过15分钟再查，或者登录后到“我的案件”查看。"


@never_cache
@require_http_methods(["GET", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    """Ask for the code; show where the case of that code stands."""
    if request.method == "GET":
        return render(request, "public/progress.html")
    code = request.POST.get("code", "")
    address = f"progress:{request.META.get('REMOTE_ADDR', '')}"
    if cache.get(address, 0) >= TRIES:
        return _ask_again(request, code, TOO_MANY, 429)
    try:
        return _found(request, plain(code))
    except Refused as refused:
        _count(address)
        return _ask_again(request, code, str(refused))


def _found(request: HttpRequest, code: str) -> HttpResponse:
    """What a code opens: its first letter may say a booking or a report, any may be a case's."""
    if code.startswith(booking.PREFIX):
        with suppress(Refused):
            return redirect("public:booked", booking.by_code(code).code)
    if code.startswith(feedback.PREFIX):
        with suppress(Refused):
            context = {"feedback": feedback.by_code(code)}
            return render(request, "public/feedback_sent.html", context)
    case = case_by_code(code)
    reading.note(reading.View.SEARCH, case=case, purpose="凭查询码查看办理进度")
    return render(request, "public/progress_found.html", standing(case, {}))


def _count(address: str) -> None:
    """One wrong code more; the window begins with the first."""
    cache.add(address, 0, WINDOW)
    cache.incr(address)


def _ask_again(request: HttpRequest, code: str, words: str, status: int = 200) -> HttpResponse:
    context = {"code": code, "error": words}
    return render(request, "public/progress.html", context, status=status)
