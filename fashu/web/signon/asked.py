"""The person's side of a sign-on: signing in if need be, agreeing, and going back; leaving."""

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import redirect, render, resolve_url
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods
from joserfc.errors import JoseError

from fashu.kernel import clock
from fashu.kernel.access import current_actor
from fashu.kernel.credentials.models import Client, Session
from fashu.kernel.credentials.signon import clients, grants, keys
from fashu.kernel.credentials.signon.clients import SCOPES
from fashu.kernel.credentials.signon.grants import Asking
from fashu.web import session
from fashu.web.signon.asking import AskedInVain, Reply, asking_of, client_and_reply

FORM = "after_form"
"""Marks an address that one of our forms leads to. A page, not a redirect, then leads on: the
content policy lets no form of ours end at another site."""


@never_cache
@require_http_methods(["GET", "POST"])
def authorize(request: HttpRequest) -> HttpResponse:
    """Answer a subsystem that asks who somebody is; the request stands in the address."""
    client, reply = client_and_reply(request)
    try:
        asking = asking_of(request, client, reply)
        return _answer(request, asking, reply)
    except AskedInVain as vain:
        return _send(request, client, vain.address)


@never_cache
@require_http_methods(["GET", "POST"])
def leave(request: HttpRequest) -> HttpResponse:
    """Sign out on behalf of a subsystem (RP-Initiated Logout 1.0).

    A token of ours that names this very session is proof enough; otherwise the person is asked.
    """
    client, is_proof = _hint(request)
    target = _after(request, client)
    present = session.present_session(request)
    if present is not None and not is_proof and request.method != "POST":
        context = {"client": client, "address": request.get_full_path()}
        return render(request, "signon/leave.html", context)
    session.sign_out(request)
    if not target:
        return redirect("public:home")
    if request.method == "POST" and client is not None:
        return _page(request, client, target)
    return HttpResponseRedirect(target)


def _answer(request: HttpRequest, asking: Asking, reply: Reply) -> HttpResponse:
    present = session.present_session(request)
    prompts = request.GET.get("prompt", "").split()
    if present is None:
        if "none" in prompts:
            raise AskedInVain(reply, "login_required")
        return redirect(f"{resolve_url('web:sign_in')}?{urlencode({'next': _again(request)})}")
    if _is_stale(request, present, prompts):
        if "none" in prompts:
            raise AskedInVain(reply, "login_required")
        return redirect(f"{resolve_url('web:again')}?{urlencode({'next': _again(request)})}")
    if request.method == "POST":
        return _decide(request, asking, reply, present)
    account = session.own_account()
    if "consent" in prompts or not grants.has_consent(account, asking):
        if "none" in prompts:
            raise AskedInVain(reply, "consent_required")
        told = [SCOPES[scope] for scope in asking.scopes]
        return render(request, "signon/consent.html", {"client": asking.client, "told": told})
    return _grant(request, asking, reply, present)


def _decide(request: HttpRequest, asking: Asking, reply: Reply, present: Session) -> HttpResponse:
    if request.POST.get("answer") != "yes":
        raise AskedInVain(reply, "access_denied")
    grants.keep_consent(session.own_account(), asking)
    return _grant(request, asking, reply, present)


def _grant(request: HttpRequest, asking: Asking, reply: Reply, present: Session) -> HttpResponse:
    origin = session.origin_of(request)
    code = grants.give_code(asking, present, session.own_account(), origin)
    return _send(request, asking.client, reply.with_(code=code))


def _send(request: HttpRequest, client: Client, address: str) -> HttpResponse:
    if request.method == "POST" or FORM in request.GET:
        return _page(request, client, address)
    return HttpResponseRedirect(address)


def _page(request: HttpRequest, client: Client, address: str) -> HttpResponse:
    return render(request, "signon/onward.html", {"title": client.title, "address": address})


def _is_stale(request: HttpRequest, present: Session, prompts: list[str]) -> bool:
    """Whether the subsystem wants a proof that is newer than the last."""
    age, asked = (clock.now() - present.proved_at).total_seconds(), request.GET.get("max_age", "")
    return ("login" in prompts) or (asked.isdecimal() and age > int(asked[:9]))


def _again(request: HttpRequest) -> str:
    """The same request for after the proof; what asked for the proof is answered by it."""
    query: QueryDict = request.GET.copy()
    prompts = [each for each in query.pop("prompt", [""])[0].split() if each != "login"]
    if prompts:
        query["prompt"] = " ".join(prompts)
    query[FORM] = "1"
    return f"{request.path}?{query.urlencode()}"


def _hint(request: HttpRequest) -> tuple[Client | None, bool]:
    """The subsystem that wants the person to leave, and whether it proves whom."""
    named = clients.find(request.GET.get("client_id", ""))
    token = request.GET.get("id_token_hint", "")
    if not token:
        return named, False
    try:
        claims = keys.verify(token)
    except (JoseError, ValueError):
        return named, False
    client = clients.find(str(claims.get("aud", "")))
    if client is None or (named is not None and named != client):
        return None, False
    here = request.session.get(session.SESSION)
    names = grants.session_names(client, here) if current_actor().account_id and here else set()
    return client, claims.get("sid") in names


def _after(request: HttpRequest, client: Client | None) -> str:
    """Where to go afterwards, if the subsystem has registered it."""
    uri, state = request.GET.get("post_logout_redirect_uri", ""), request.GET.get("state", "")
    if client is None or uri not in client.logout_uris:
        return ""
    mark = "&" if "?" in uri else "?"
    return f"{uri}{mark}{urlencode({'state': state})}" if state else uri
