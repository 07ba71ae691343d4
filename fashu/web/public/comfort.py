"""长者模式: choose how the pages look, without signing in."""

from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render, resolve_url
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods

from fashu.web import comfort


@require_http_methods(["GET", "POST"])
def choose(request: HttpRequest) -> HttpResponseBase:
    """The choices; sent, they are kept in a cookie and lead back to where one was."""
    if request.method == "GET":
        return _form(request)
    wanted = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(wanted, allowed_hosts={request.get_host()})
    response = HttpResponseRedirect(wanted if safe else resolve_url("public:home"))
    response.set_cookie(
        comfort.COOKIE,
        str(comfort.chosen(request.POST.dict())),
        max_age=comfort.AGE,
        samesite="Lax",
        httponly=True,
        secure=request.is_secure(),
    )
    return response


def _form(request: HttpRequest) -> HttpResponse:
    context = {"sizes": comfort.SIZES.items(), "next": request.GET.get("next", "")}
    return render(request, "public/comfort.html", context)
