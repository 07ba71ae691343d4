"""What happens around every request."""

from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import BadRequest
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase, QueryDict

from fashu.kernel.access import acting_as, current_actor
from fashu.kernel.reading import requesting
from fashu.web import errors
from fashu.web.api.callers import caller_of
from fashu.web.session import session_actor

Handler = Callable[[HttpRequest], HttpResponse]

CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'self'",
        "img-src 'self' data:",  # Tabler draws its ticks and arrows as data: images
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "object-src 'none'",
    )
)


class ActorMiddleware:
    """The whole request is one transaction in the name of whoever sent it.

    A view that raises takes everything back. A response that streams later than the request
    reads the database as nobody, and so sees nothing.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with (
            requesting() as number,
            acting_as(caller_of(request) or session_actor(request)) as actor,
        ):
            response = self.get_response(request)
        response.headers["X-Request-ID"] = number
        if actor.account_id is not None:
            # On a shared computer the next person presses "back"; a proxy must not keep it either.
            response.headers.setdefault("Cache-Control", "private, no-store")
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> None:
        transaction.set_rollback(True)


def content_security_policy(get_response: Handler) -> Handler:
    """Nothing inline, nothing from elsewhere: injected mark-up can do nothing."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers["Content-Security-Policy"] = CONTENT_SECURITY_POLICY
        return response

    return middleware


def limit_body(get_response: Handler) -> Handler:
    """Read no body that is longer than a person's files; a visitor has none to send."""

    def middleware(request: HttpRequest) -> HttpResponse:
        visiting = current_actor().account_id is None
        most = settings.DATA_UPLOAD_MAX_MEMORY_SIZE if visiting else errors.LARGEST_BODY
        length = request.META.get("CONTENT_LENGTH") or "0"
        if most is not None and (not length.isdecimal() or int(length[:18]) > most):
            return errors.too_large(request)
        return get_response(request)

    return middleware


class RefuseNul:
    """No text can hold a NUL and no database keeps one; whoever sends it did not type it."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: object, *arguments: object
    ) -> HttpResponseBase | None:
        """After the token of the form has been checked; what takes none reads its body itself."""
        forms = (
            [request.GET] if getattr(view, "csrf_exempt", False) else [request.GET, request.POST]
        )
        if "\x00" in request.path or any(map(_holds_nul, forms)):
            raise BadRequest("NUL")
        return None


def _holds_nul(form: QueryDict) -> bool:
    return any("\x00" in text for key, texts in form.lists() for text in (key, *texts))
