"""English for the public pages that are translated whole; every other page stays Chinese.

A page half in English helps nobody. A page is in `ENGLISH` when all of its words have a
translation (a test reads it to the end); any other is shown in Chinese to everybody, with one
English sentence that says so. The law itself stays Chinese, marked as such.
"""

from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import Resolver404, ResolverMatch, resolve
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from fashu.web.middleware import Handler

CHINESE = "zh-hans"

ENGLISH = frozenset(
    {
        "public:home",
        "public:search",
        "public:booking",
        "public:book",
        "public:booked",
        "public:satisfaction",
        "public:feedback",
        "public:progress",
        "public:comfort",
        "public:guide",
        "public:start",
        "public:page",
        "public:review",
        "public:avoidance",
        "public:deadline",
        "public:story",
        "public:laws",
        "public:statute",
        "public:changes",
        "public:mine",
        "public:case",
        "public:receipt",
        "public:reads",
        "public:rate",
        "supervision:draws",
        "supervision:draw",
        "papers:verify",
        "web:sign_in",
        "web:first_password",
        "web:second",
        "web:enrol",
        "web:again",
        "web:activate",
    }
)
"""The pages that are translated whole, by the name of their address."""

FRAGMENTS = frozenset({"questions:offices", "registry:choose", "registry:choose_organisation"})
"""Pieces that a page fetches while one types: in the language of that page."""

COOKIE_AGE = 365 * 24 * 60 * 60


class LanguageMiddleware:
    """The reader's language by cookie or browser, on the pages that have it."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        translation.activate(CHINESE)
        response = self.get_response(request)
        response.headers.setdefault("Content-Language", translation.get_language())
        if "text/html" in response.headers.get("Content-Type", ""):
            response.headers.setdefault("Vary", "Accept-Language, Cookie")
        translation.activate(CHINESE)
        return response

    def process_view(
        self, request: HttpRequest, view: object, *arguments: object
    ) -> HttpResponseBase | None:
        """Only now is it known which page was asked for."""
        match = request.resolver_match
        if match and match.view_name in FRAGMENTS:
            match = _page_of(request)
        if match and match.view_name in ENGLISH:
            translation.activate(wanted(request))
        return None


def _page_of(request: HttpRequest) -> ResolverMatch | None:
    """The page that fetches a fragment, as htmx names it; it chooses words and nothing else."""
    try:
        return resolve(urlsplit(request.headers.get("HX-Current-URL", "")).path)
    except (Resolver404, ValueError):
        return None


def wanted(request: HttpRequest) -> str:
    """What the reader asked for: the cookie, or else the browser's languages in their order."""
    return translation.get_language_from_request(request)


@require_POST
def choose(request: HttpRequest) -> HttpResponseBase:
    """Keep the language in a cookie, and go back to where one was."""
    target = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(target, allowed_hosts={request.get_host()})
    response = HttpResponse(status=302, headers={"Location": target if safe else "/"})
    code = request.POST.get("language", "")
    if code in dict(settings.LANGUAGES):
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            code,
            max_age=COOKIE_AGE,
            samesite="Lax",
            secure=request.is_secure(),
        )
    return response
