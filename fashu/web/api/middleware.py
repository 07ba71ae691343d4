"""Around every request to the interface: who calls, how often, what leaves, and the log of it."""

import json
import re
import time
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseBase

from fashu.kernel.exchange import calls, keys, quotas
from fashu.kernel.exchange.keys import Caller
from fashu.web.api import grants, problems
from fashu.web.api.callers import consumer_of
from fashu.web.api.problems import ProblemError

PREFIX = "/api/v1/"
TOKEN = f"{PREFIX}oauth/token"

Handler = Callable[[HttpRequest], HttpResponse]


def problems_in_words(get_response: Handler) -> Handler:
    """Programs get problem+json also where a page of the house says what is wrong."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        is_page = response.headers.get("Content-Type", "").startswith("text/")
        if response.status_code < 400 or not is_page or not request.path.startswith(PREFIX):
            return response
        told = problems.response_to(problems.of_status(response.status_code))
        response.content = told.content
        response.headers["Content-Type"] = problems.MEDIA_TYPE
        response.headers["Content-Length"] = str(len(told.content))
        return response

    return middleware


class Consumers:
    """A consumer is recognised, counted, held to its scopes and fields, and written down.

    It stands outside the transaction of the request: what was counted and what was answered stays
    written when the request takes itself back.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path.startswith(PREFIX) or request.path == TOKEN:
            return self.get_response(request)
        kind, _, text = request.headers.get("Authorization", "").partition(" ")
        if not kind:
            return self.get_response(request)
        caller = keys.recognise(text.strip()) if kind.lower() == "bearer" else None
        if caller is None:
            return problems.response_to(_unknown())
        return self._called(request, caller)

    def _called(self, request: HttpRequest, caller: Caller) -> HttpResponse:
        started = time.monotonic()
        verdicts = quotas.count(caller)
        if verdicts[-1].allowed:
            setattr(request, "consumer", caller)  # noqa: B010 - Django's type knows no consumers
            answer = self.get_response(request)
            path = template(request)
            if answer.status_code < 400:
                answer = grants.narrowed(caller, request.method or "", path, answer)
        else:
            answer, path = problems.response_to(_used_up(verdicts[-1])), ""
        _tell(answer, verdicts)
        millis = int((time.monotonic() - started) * 1000)
        calls.record(caller, _answered(request, path, answer, millis))
        return answer

    def process_view(
        self, request: HttpRequest, view: object, *arguments: object
    ) -> HttpResponseBase | None:
        """Where a consumer has no grant for the operation, it does not begin."""
        caller = consumer_of(request)
        if caller is None:
            grants.enter(None, "")
            return None
        try:
            grants.enter(caller, grants.check(caller, request.method or "", template(request)))
        except ProblemError as problem:
            return problems.response_to(problem)
        return None


def template(request: HttpRequest) -> str:
    """The path with names for what varies, as the description has it, after /api/v1/."""
    match = request.resolver_match
    route = match.route if match is not None else ""
    return re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", route).removeprefix(PREFIX[1:])


def _unknown() -> ProblemError:
    headers = {"WWW-Authenticate": 'Bearer realm="fashu", error="invalid_token"'}
    remedy = "请核对密钥是否过期、吊销，或者重新换取访问令牌。"
    return ProblemError("sign-in", "密钥或者访问令牌无效", remedy=remedy, headers=headers)


def _used_up(verdict: quotas.Verdict) -> ProblemError:
    window = "每分钟" if verdict.window == "minute" else "每日"
    detail = f"{window}的配额 {verdict.limit} 次已经用完"
    return ProblemError("quota", detail, headers={"Retry-After": str(verdict.seconds_left)})


def _tell(answer: HttpResponse, verdicts: tuple[quotas.Verdict, ...]) -> None:
    """How the quotas stand, as draft-ietf-httpapi-ratelimit-headers writes it."""
    seconds = {name: int(window.total_seconds()) for name, window in quotas.WINDOWS.items()}
    policy = (f'"{v.window}";q={v.limit};w={seconds[v.window]}' for v in verdicts)
    left = (f'"{v.window}";r={v.limit - v.used};t={v.seconds_left}' for v in verdicts)
    answer.headers["RateLimit-Policy"] = ", ".join(policy)
    answer.headers["RateLimit"] = ", ".join(left)


def _answered(request: HttpRequest, path: str, answer: HttpResponse, millis: int) -> calls.Answered:
    match = request.resolver_match
    number = str(match.kwargs.get("number", "")) if match is not None else ""
    return calls.Answered(
        method=request.method or "",
        path=path,
        case_number=number.replace("\x00", ""),
        status=answer.status_code,
        count=_items(answer),
        millis=millis,
        address=str(request.META.get("REMOTE_ADDR", "")),
        request=answer.headers.get("X-Request-ID", ""),
    )


def _items(answer: HttpResponse) -> int:
    """How many items an answer holds."""
    if answer.status_code >= 400 or not answer.content:
        return 0
    if not answer.headers.get("Content-Type", "").startswith("application/json"):
        return 1
    data = json.loads(answer.content)
    inner = data.get("items", data) if isinstance(data, dict) else data
    return len(inner) if isinstance(inner, list) else 1
