"""Who calls: a signed-in person of our own pages, or another system with its key."""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from django.conf import settings
from django.http import HttpRequest
from ninja.security.base import AuthBase
from ninja.utils import check_csrf

from fashu.kernel.access import Actor, current_actor
from fashu.kernel.exchange.keys import Caller
from fashu.web.api.problems import ProblemError
from fashu.web.errors import CSRF
from fashu.web.menu import STAFF

P = ParamSpec("P")
T = TypeVar("T")
SAFE = ("GET", "HEAD", "OPTIONS")


class Session(AuthBase):
    """The session of somebody who has signed in; whoever writes proves that our page sent it."""

    openapi_type = "apiKey"
    openapi_in = "cookie"
    openapi_name = settings.SESSION_COOKIE_NAME
    openapi_description = "网页登录会话。写操作须带 CSRF 令牌（请求头 X-CSRFToken）。"

    def __call__(self, request: HttpRequest) -> Actor | None:
        """The actor of the session. Raises ProblemError where another site sent the request."""
        actor = current_actor()
        if actor.account_id is None or has_key(request):
            return None
        refuse_other_sites(request)
        return actor


class Bearer(AuthBase):
    """A consumer's key, or an access token got for it. Recognised before the request begins."""

    openapi_type = "http"
    openapi_scheme = "bearer"
    openapi_description = "应用的密钥（fk_…），或者凭密钥换得的访问令牌（ft_…）。"

    def __call__(self, request: HttpRequest) -> Caller | None:
        """The consumer, where one calls."""
        return consumer_of(request)


def consumer_of(request: HttpRequest) -> Caller | None:
    """The consumer that calls; None for a person and for a visitor."""
    caller = getattr(request, "consumer", None)
    return caller if isinstance(caller, Caller) else None


def caller_of(request: HttpRequest) -> Actor | None:
    """The actor that a consumer is; None where none calls."""
    caller = consumer_of(request)
    return caller.actor if caller is not None else None


def has_key(request: HttpRequest) -> bool:
    """Whether the request presents a key or a token."""
    return "Authorization" in request.headers


def refuse_other_sites(request: HttpRequest) -> None:
    """A cookie is sent whoever asks for it; a key is not. Raises ProblemError."""
    if request.method not in SAFE and not has_key(request) and check_csrf(request) is not None:
        raise ProblemError("forbidden", CSRF)


def staff_only(view: Callable[P, T]) -> Callable[P, T]:
    """For officers and auditors, as the pages of the workbench; others get 403."""

    @wraps(view)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> T:
        if current_actor().kind not in STAFF:
            raise ProblemError("forbidden", "这个操作仅供工作人员使用")
        return view(*args, **kwargs)

    return guarded
