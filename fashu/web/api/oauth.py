"""OAuth 2 for machines: client credentials for a short-lived token (RFC 6749, section 4.4).

Errors are those of the RFC, which its clients know, and not problem+json.
"""

from base64 import b64decode
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.debug import sensitive_post_parameters
from ninja import Form, Router, Schema
from ninja.decorators import decorate_view
from pydantic import Field

from fashu.kernel.exchange import keys
from fashu.kernel.procedure import Refused

router = Router(tags=["oauth"], auth=None)


class Asked(Schema):
    """What a client sends; its key stands here or in the header (Basic)."""

    grant_type: str = Field(max_length=64, description="client_credentials")
    scope: str = Field("", max_length=2000, description="授权范围，用空格分开；不填为全部")
    client_id: str = Field("", max_length=64, description="应用代码")
    client_secret: str = Field("", max_length=200, description="密钥")


class TokenOut(Schema):
    """A token and what it opens."""

    access_token: str
    token_type: str
    expires_in: int
    scope: str


class TokenError(Schema):
    """RFC 6749, section 5.2."""

    error: str
    error_description: str


@router.post(
    "/oauth/token",
    response={200: TokenOut, 400: TokenError, 401: TokenError},
    summary="换取访问令牌",
)
@decorate_view(sensitive_post_parameters("client_secret"))
def issue_token(request: HttpRequest, asked: Form[Asked]) -> Any:
    """凭应用代码和密钥（Basic 或者表单）换取一小时内有效的访问令牌。"""
    if asked.grant_type != "client_credentials":
        return _error(400, "unsupported_grant_type", "只支持 client_credentials")
    code, secret = _basic(request) or (asked.client_id, asked.client_secret)
    try:
        found = keys.exchange(code, secret, asked.scope.split())
    except Refused as refused:
        return _error(400, "invalid_scope", str(refused))
    if found is None:
        return _error(401, "invalid_client", "应用代码或者密钥不正确，或者已经失效")
    text, scopes = found
    life = int(keys.TOKEN_LIFE.total_seconds())
    data = {"access_token": text, "token_type": "Bearer", "expires_in": life}
    return _unkept(JsonResponse({**data, "scope": " ".join(scopes)}))


def _basic(request: HttpRequest) -> tuple[str, str] | None:
    kind, _, text = request.headers.get("Authorization", "").partition(" ")
    if kind.lower() != "basic":
        return None
    try:
        code, _, secret = b64decode(text, validate=True).decode().partition(":")
    except ValueError:
        return "", ""
    return code.replace("\x00", ""), secret


def _error(status: int, error: str, words: str) -> HttpResponse:
    answer = JsonResponse({"error": error, "error_description": words}, status=status)
    if status == 401:
        answer.headers["WWW-Authenticate"] = 'Basic realm="fashu"'
    return _unkept(answer)


def _unkept(answer: HttpResponse) -> HttpResponse:
    answer.headers["Cache-Control"] = "no-store"
    return answer
