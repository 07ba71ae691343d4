"""意见反馈: a form for everybody, with a code for the answer."""

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from fashu.kernel.api import Refused
from fashu.kernel.hall import feedback

SENT, WINDOW = 5, 60 * 60
"""Reports one address may send in so many seconds."""


@require_http_methods(["GET", "POST"])
def send(request: HttpRequest) -> HttpResponse:
    """Write it, get a code."""
    context: dict[str, object] = {"kinds": feedback.KINDS.items(), "most": feedback.MOST}
    if request.method == "POST":
        kind, words = request.POST.get("kind", ""), request.POST.get("words", "")
        context |= {"kind": kind, "words": words}
        address = f"feedback:{request.META.get('REMOTE_ADDR', '')}"
        if cache.get(address, 0) >= SENT:
            context["error"] = "提交得太多了，请过一小时再写，或者拨打12348。"
            return render(request, "public/feedback.html", context, status=429)
        try:
            sent = feedback.send(kind, words, request.POST.get("page", ""))
        except Refused as refused:
            context["error"] = str(refused)
        else:
            cache.add(address, 0, WINDOW)
            cache.incr(address)
            return render(request, "public/feedback_sent.html", {"feedback": sent})
    context["page"] = request.GET.get("page", "")[:200]
    return render(request, "public/feedback.html", context)
