"""The open interface under /api/v1: every list and every act of the pages, as data.

It knows no way around anything: a caller acts as himself, the database shows him what it shows
him on a page, and whoever acts goes through `kernel.api`. Errors are problem+json in words.
"""

import json

from django.http import Http404, HttpRequest, HttpResponse
from ninja.errors import AuthenticationError, HttpError, ValidationError

from fashu import __version__
from fashu.kernel.api import Refused
from fashu.kernel.procedure.whatif import Unusable
from fashu.web.api import (
    calculator,
    drafts,
    draws,
    errands,
    hall,
    handling,
    law,
    oauth,
    own,
    paper_registers,
    papers,
    personal,
    places,
    steps,
    supervision,
)
from fashu.web.api.callers import Bearer, Session, consumer_of
from fashu.web.api.describing import FashuAPI
from fashu.web.api.problems import At, ProblemError, of_refusal, of_status, response_to
from fashu.web.api.reading import PlainParser, of_validation

api = FashuAPI(
    title="法枢开放接口",
    version=__version__,
    description="案件、程序、期限、法规和机构。与网页同一套权限、同一套规则。",
    docs_url=None,  # its page would fetch scripts from elsewhere; ours is at /api/
    openapi_url="",  # below, for it depends on who asks
    urls_namespace="api",
    parser=PlainParser(),
    auth=[Bearer(), Session()],
)
for _part in (
    *(oauth, calculator, law, places, steps, papers, paper_registers),
    *(drafts, errands, handling, supervision, draws),
    *(personal, hall),
):
    api.add_router("", _part.router)


@api.get("/openapi.json", auth=None, include_in_schema=False, url_name="openapi-json")
def describe(request: HttpRequest) -> HttpResponse:
    """The description: to an application its own, with the operations and fields it was given."""
    caller, whole = consumer_of(request), api.get_openapi_schema()
    told = own.narrowed(whole, caller) if caller is not None else whole
    return HttpResponse(json.dumps(told, ensure_ascii=False), content_type="application/json")


@api.exception_handler(ProblemError)
def problem(request: HttpRequest, error: ProblemError) -> HttpResponse:
    """What an operation says."""
    return response_to(error)


@api.exception_handler(Refused)
def refused(request: HttpRequest, error: Refused) -> HttpResponse:
    """What the law says."""
    return response_to(of_refusal(error))


@api.exception_handler(ValidationError)
def invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """Input that is not of the shape described."""
    return response_to(of_validation(error))


@api.exception_handler(Unusable)
def unusable(request: HttpRequest, error: Unusable) -> HttpResponse:
    """A story that cannot be worked out, with the place as a JSON pointer."""
    at = [At(error.place, error.message)]
    return response_to(ProblemError("unusable", error.message, errors=at))


@api.exception_handler(AuthenticationError)
def unknown_caller(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
    """Nobody in particular asks for what is somebody's."""
    remedy = "请先登录，或者在请求头 Authorization 中出示密钥。"
    headers = {"WWW-Authenticate": 'Bearer realm="fashu"'}
    detail = "没有出示有效的身份"
    return response_to(ProblemError("sign-in", detail, remedy=remedy, headers=headers))


@api.exception_handler(HttpError)
def not_understood(request: HttpRequest, error: HttpError) -> HttpResponse:
    """What the machinery in between did not understand."""
    cause = error.__cause__
    return response_to(cause if isinstance(cause, ProblemError) else of_status(error.status_code))


@api.exception_handler(Http404)
def nowhere(request: HttpRequest, error: Http404) -> HttpResponse:
    """Nothing there."""
    return response_to(of_status(404))
