"""Signing in with the province's unified identity account, and linking one's own account to it."""

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render, resolve_url
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from fashu.kernel.access import current_actor
from fashu.kernel.credentials import sessions
from fashu.kernel.credentials.models import Means
from fashu.kernel.credentials.province import links
from fashu.kernel.credentials.province.asking import Asked, Purpose, ask, proof_of
from fashu.kernel.credentials.province.links import UnlinkedError
from fashu.kernel.credentials.province.refusal import ProvinceRefusedError
from fashu.kernel.credentials.province.token import Proof
from fashu.kernel.credentials.signin import TooSoonError
from fashu.web import session
from fashu.web.access import signed_in
from fashu.web.account.own import page
from fashu.web.account.second import proves_by_province
from fashu.web.account.step_up import proved_lately
from fashu.web.account.way_in import go_on, wanted


@never_cache
@require_POST
def begin(request: HttpRequest) -> HttpResponse:
    """Go and be recognised by the province."""
    return _send(request, Purpose.SIGN_IN, wanted(request))


@never_cache
@require_safe
def back(request: HttpRequest) -> HttpResponseBase:
    """The answer of the province, in the browser that asked."""
    _require_province()
    asked, origin = session.take_asked(request), session.origin_of(request)
    try:
        proof = proof_of(asked, request.GET.dict(), origin)
        assert asked is not None
        if asked.purpose == Purpose.SIGN_IN:
            return _enter(request, asked, proof)
        return _for_somebody(request, asked, proof)
    except UnlinkedError:
        return render(request, "account/unlinked.html", {"province": settings.PROVINCE})
    except (ProvinceRefusedError, TooSoonError) as refused:
        return _refused(request, str(refused))


@require_safe
@signed_in
def own(request: HttpRequest) -> HttpResponse:
    """Whether one's account is linked."""
    _require_province()
    account = session.own_account()
    context = {"link": links.own_link(account), "hindrance": links.hindrance(account)}
    return page(request, "account/province.html", settings.PROVINCE.title, context)


@require_POST
@signed_in
@proved_lately
def link(request: HttpRequest) -> HttpResponse:
    """Go and be recognised, to be linked with."""
    words = links.hindrance(session.own_account())
    if words:
        messages.error(request, words)
        return redirect("web:own_province")
    return _send(request, Purpose.LINK, resolve_url("web:own_province"))


@require_POST
@signed_in
@proved_lately
def unlink(request: HttpRequest) -> HttpResponse:
    """Let the identity go."""
    _require_province()
    if links.unlink(session.own_account(), session.origin_of(request)):
        messages.success(request, "关联已解除。以后请用账号和密码，或者通行密钥登录。")
    return redirect("web:own_province")


@require_POST
@signed_in
def again(request: HttpRequest) -> HttpResponse:
    """Prove oneself once more over there. Not for whoever has a second factor of ours."""
    if not proves_by_province(session.own_account()):
        raise Http404
    return _send(request, Purpose.AGAIN, wanted(request))


def _send(request: HttpRequest, purpose: Purpose, target: str) -> HttpResponse:
    """A page that leads on: the content policy lets no form of ours end at another site."""
    _require_province()
    return_to = request.build_absolute_uri(resolve_url("web:province_back"))
    try:
        asked, address = ask(purpose, return_to, target, current_actor().account_id)
    except ProvinceRefusedError as refused:
        return _refused(request, str(refused))
    session.keep_asked(request, asked)
    return render(
        request, "signon/onward.html", {"title": settings.PROVINCE.title, "address": address}
    )


def _enter(request: HttpRequest, asked: Asked, proof: Proof) -> HttpResponse:
    """The next question of a sign-in; two means shown over there are not asked for here."""
    account = links.account_of(proof, session.origin_of(request))
    second = Means.PROVINCE.value if proof.is_twofold else ""
    pending = session.stand_by(
        request, account, Means.PROVINCE, asked.target, second=second, proved_at=proof.proved_at
    )
    return go_on(request, pending)


def _for_somebody(request: HttpRequest, asked: Asked, proof: Proof) -> HttpResponseBase:
    """Whoever is signed in wanted to be linked, or to prove himself once more."""
    if asked.account is None or current_actor().account_id != asked.account:
        raise ProvinceRefusedError("您在这期间退出或者换了账号，没有采用。请重新登录以后再试。")
    account, origin = session.own_account(), session.origin_of(request)
    if asked.purpose == Purpose.LINK:
        links.link(account, proof, origin)
        messages.success(request, f"已关联。下次可以用{settings.PROVINCE.title}登录。")
        return redirect("web:own_province")
    links.require_same(account, proof, origin)
    present = session.present_session(request)
    if present is not None and proves_by_province(account):
        sessions.proved(present.pk, account, Means.PROVINCE, origin)
    return redirect(asked.target or resolve_url("web:account"))


def _refused(request: HttpRequest, words: str) -> HttpResponse:
    is_inside = current_actor().account_id is not None
    context = {"refusal": words, "province": settings.PROVINCE, "is_inside": is_inside}
    return render(request, "account/province_refused.html", context)


def _require_province() -> None:
    if not settings.PROVINCE:
        raise Http404
