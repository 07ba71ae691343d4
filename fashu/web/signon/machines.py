"""What subsystems fetch by themselves: our description, our keys, tokens, and who somebody is.

No cookie counts here; whoever asks proves himself by his secret or his token.
"""

from base64 import b64decode
from typing import Any
from urllib.parse import unquote_plus

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import resolve_url
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from fashu.kernel.credentials.models import Client
from fashu.kernel.credentials.signon import clients, grants, keys
from fashu.kernel.credentials.signon.clients import SCOPES
from fashu.kernel.credentials.signon.grants import GrantRefusedError
from fashu.web.signon.asking import issuer_of


@require_safe
def description(request: HttpRequest) -> JsonResponse:
    """OpenID Connect Discovery 1.0."""
    us = issuer_of(request)

    def at(name: str) -> str:
        return us + resolve_url(f"signon:{name}")

    return JsonResponse(
        {
            "issuer": us,
            "authorization_endpoint": at("authorize"),
            "token_endpoint": at("token"),
            "userinfo_endpoint": at("userinfo"),
            "jwks_uri": at("keys"),
            "end_session_endpoint": at("leave"),
            "revocation_endpoint": at("revoke"),
            "scopes_supported": list(SCOPES),
            "response_types_supported": ["code"],
            "response_modes_supported": ["query"],
            "grant_types_supported": ["authorization_code", "refresh_token"],
            "subject_types_supported": ["pairwise", "public"],
            "id_token_signing_alg_values_supported": [keys.ALGORITHM],
            "token_endpoint_auth_methods_supported": ["client_secret_basic", "client_secret_post"],
            "code_challenge_methods_supported": ["S256"],
            "prompt_values_supported": ["none", "login", "consent"],
            "claims_supported": [
                *("sub", "name", "preferred_username", "office_title", "office_path", "roles"),
                *("kind", "auth_time", "amr", "sid", "nonce"),
            ],
            "authorization_response_iss_parameter_supported": True,
            "backchannel_logout_supported": True,
            "backchannel_logout_session_supported": True,
            "request_parameter_supported": False,
            "request_uri_parameter_supported": False,
            "ui_locales_supported": ["zh-CN"],
        }
    )


@require_safe
def key_set(request: HttpRequest) -> JsonResponse:
    """The keys that our tokens are signed with."""
    return JsonResponse(keys.published())


@csrf_exempt
@never_cache
@sensitive_post_parameters()
@require_POST
def token(request: HttpRequest) -> HttpResponse:
    """Tokens for a code or for a refresh token."""
    client = _client(request)
    if client is None:
        return _unknown()
    sent, kind = request.POST, request.POST.get("grant_type")
    try:
        if kind == "authorization_code":
            code, uri = sent.get("code", ""), sent.get("redirect_uri", "")
            return _fresh(grants.exchange(client, code, uri, sent.get("code_verifier", "")))
        if kind == "refresh_token":
            return _fresh(grants.refresh(client, sent.get("refresh_token", "")))
    except GrantRefusedError as refused:
        return _fresh({"error": refused.code}, 400)
    return _fresh({"error": "unsupported_grant_type"}, 400)


@csrf_exempt
@never_cache
@require_http_methods(["GET", "POST"])
def userinfo(request: HttpRequest) -> HttpResponse:
    """Who the holder of an access token speaks of."""
    scheme, _, given = request.headers.get("Authorization", "").partition(" ")
    told = grants.bearer(given) if scheme.lower() == "bearer" and given else None
    if told is None:
        answer = _fresh({"error": "invalid_token"}, 401)
        answer.headers["WWW-Authenticate"] = 'Bearer error="invalid_token"'
        return answer
    return _fresh(told)


@csrf_exempt
@never_cache
@sensitive_post_parameters()
@require_POST
def revoke(request: HttpRequest) -> HttpResponse:
    """Take a token back; the answer is the same whether it was one (RFC 7009)."""
    client = _client(request)
    if client is None:
        return _unknown()
    grants.revoke_token(client, request.POST.get("token", ""))
    return HttpResponse(status=200)


def _client(request: HttpRequest) -> Client | None:
    """Who asks, by HTTP Basic or by the form, and never by both."""
    scheme, _, given = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() == "basic":
        try:
            name, _, secret = b64decode(given, validate=True).decode().partition(":")
        except ValueError:
            return None
        if "client_secret" in request.POST:
            return None
        return clients.authenticate(unquote_plus(name), unquote_plus(secret))
    return clients.authenticate(
        request.POST.get("client_id", ""), request.POST.get("client_secret", "")
    )


def _unknown() -> HttpResponse:
    answer = _fresh({"error": "invalid_client"}, 401)
    answer.headers["WWW-Authenticate"] = 'Basic realm="fashu"'
    return answer


def _fresh(told: dict[str, Any], status: int = 200) -> JsonResponse:
    return JsonResponse(told, status=status, headers={"Pragma": "no-cache"})
