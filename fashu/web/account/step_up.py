"""Proving once more who one is, before an act that a borrowed browser must not do.

@require_POST
@signed_in
@proved_lately
def remove_totp(request): ...
"""

from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Concatenate, ParamSpec
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import redirect, render, resolve_url
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from fashu.kernel import clock
from fashu.kernel.credentials import passkeys, sessions, signin, totp
from fashu.kernel.credentials.models import Means
from fashu.kernel.credentials.passkeys import PasskeyRefusedError
from fashu.kernel.credentials.signin import SignInRefusedError
from fashu.kernel.credentials.totp import FactorRefusedError
from fashu.kernel.people.models import Account
from fashu.web import session
from fashu.web.access import signed_in
from fashu.web.account.forms import AgainForm, AgainWithCodeForm, PasskeyForm
from fashu.web.account.second import check_passkey, has_passkey, proves_by_province
from fashu.web.account.way_in import wanted

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]

LATELY = timedelta(minutes=10)


def proved_lately(view: View[P]) -> View[P]:
    """Whoever has not proved himself lately does so first. For views of somebody signed in.

    A form that was sent is not sent again: one comes back to the page it stood on.
    """

    @wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        present = session.present_session(request)
        if present is None or clock.now() - present.proved_at > LATELY:
            return redirect(f"{resolve_url('web:again')}?{urlencode({'next': _back(request)})}")
        return view(request, *args, **kwargs)

    return guarded


@never_cache
@sensitive_post_parameters("password", "code")
@require_http_methods(["GET", "POST"])
@signed_in
def again(request: HttpRequest) -> HttpResponseBase:
    """Ask for the password once more, and for the one-time password of whoever has them."""
    account = session.own_account()
    form_class = AgainWithCodeForm if totp.is_enrolled(account) else AgainForm
    form = form_class(request.POST or None)
    if form.is_valid() and _is_proved(request, form, account):
        return _proved(request, account, Means.PASSWORD)
    return _ask(request, form, account)


@require_POST
@signed_in
def again_passkey(request: HttpRequest) -> HttpResponseBase:
    """The same with a passkey, which is two proofs in one."""
    account, form = session.own_account(), PasskeyForm(request.POST)
    try:
        if not form.is_valid():
            raise PasskeyRefusedError(passkeys.REFUSED)
        check_passkey(request, form.cleaned_data["answer"], account)
    except PasskeyRefusedError as refused:
        return _ask(request, AgainForm(), account, str(refused))
    return _proved(request, account, Means.PASSKEY)


def _ask(
    request: HttpRequest, form: AgainForm, account: Account, refusal: str = ""
) -> HttpResponseBase:
    context = {
        "form": form,
        "next": wanted(request),
        "refusal": refusal,
        "has_password": account.has_usable_password(),
        "has_passkey": has_passkey(account),
        "province": settings.PROVINCE if proves_by_province(account) else None,
    }
    return render(request, "account/again.html", context)


def _is_proved(request: HttpRequest, form: AgainForm, account: Account) -> bool:
    """Whether password and code are right; guessing them is counted as at the door."""
    given, origin = form.cleaned_data, session.origin_of(request)
    try:
        signin.check(account.username, given["password"], origin)
    except SignInRefusedError as refusal:
        form.add_error("password", str(refusal).replace("账号或者密码", "密码"))
        return False
    try:
        if "code" in given:
            totp.check(account, given["code"], origin)
    except FactorRefusedError as refused:
        form.add_error("code", str(refused))
        return False
    return True


def _proved(request: HttpRequest, account: Account, means: Means) -> HttpResponseBase:
    present = session.present_session(request)
    if present is not None:
        sessions.proved(present.pk, account, means, session.origin_of(request))
    return HttpResponseRedirect(wanted(request) or resolve_url("web:account"))


def _back(request: HttpRequest) -> str:
    if request.method == "GET":
        return request.get_full_path()
    came_from = urlsplit(request.headers.get("Referer", ""))
    return came_from.path if came_from.netloc == request.get_host() else resolve_url("web:account")
