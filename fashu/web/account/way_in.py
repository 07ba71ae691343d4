"""The way in, one question after the other, and the way out."""

from dataclasses import replace

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import redirect, render, resolve_url
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.timezone import localtime
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from fashu.kernel.access import ADMINISTRATORS, Kind
from fashu.kernel.credentials import activation, journal, passkeys, passwords, signin
from fashu.kernel.credentials.models import Means, SignIn
from fashu.kernel.credentials.passkeys import PasskeyRefusedError
from fashu.kernel.credentials.passwords import PasswordRefusedError
from fashu.kernel.credentials.province.asking import farewell
from fashu.kernel.credentials.signin import SignInRefusedError, TooSoonError
from fashu.kernel.people.models import Account
from fashu.web import session
from fashu.web.account.forms import ActivationForm, NewPasswordForm, PasskeyForm, SignInForm
from fashu.web.account.second import check_passkey, must_enrol, on_the_way, wants_second
from fashu.web.session import Pending


@never_cache
@sensitive_post_parameters("password")
def sign_in(request: HttpRequest) -> HttpResponseBase:
    """Ask for name and password, then for whatever else is wanted."""
    form, status = SignInForm(request.POST if request.method == "POST" else None), 200
    if form.is_valid():
        try:
            account = signin.check(**form.cleaned_data, origin=session.origin_of(request))
        except SignInRefusedError as refusal:
            form.add_error(None, str(refusal))
            status = 429 if isinstance(refusal, TooSoonError) else 200
        else:
            target = wanted(request)
            return go_on(request, session.stand_by(request, account, Means.PASSWORD, target))
    return _ask(request, form, status)


@never_cache
@sensitive_post_parameters("new", "again")
@require_http_methods(["GET", "POST"])
def first_password(request: HttpRequest) -> HttpResponseBase:
    """On the way in: a password of one's own in place of an initial or an old one."""
    pending, account = on_the_way(request)
    reason = passwords.must_change(account) if account else ""
    if pending is None or account is None or wants_second(account, pending) or not reason:
        return redirect("web:sign_in")
    form = NewPasswordForm(request.POST or None)
    if form.is_valid() and choose(request, form, account):
        renewed = replace(pending, proof=account.get_session_auth_hash())
        session.keep(request, renewed)
        return go_on(request, renewed)
    context = {"form": form, "reason": reason, "rules": passwords.rules_for(account)}
    return render(request, "account/first_password.html", context)


@never_cache
@sensitive_post_parameters("code", "new", "again")
@require_http_methods(["GET", "POST"])
def activate(request: HttpRequest) -> HttpResponseBase:
    """Redeem an activation code."""
    form, status = ActivationForm(request.POST or None), 200
    if form.is_valid():
        given = form.cleaned_data
        try:
            activation.redeem(
                given["username"], given["code"], given["new"], session.origin_of(request)
            )
        except PasswordRefusedError as refused:
            form.add_error("new", refused.reasons)
        except SignInRefusedError as refusal:
            form.add_error(None, str(refusal))
            status = 429 if isinstance(refusal, TooSoonError) else 200
        else:
            messages.success(request, "账号已激活。请用新密码登录。")
            return redirect("web:sign_in")
    return render(request, "account/activate.html", {"form": form}, status=status)


@require_POST
def sign_out(request: HttpRequest) -> HttpResponseBase:
    """End the session. Whoever came by the province's sign-on is told that he is still in there."""
    present = session.present_session(request)
    session.sign_out(request)
    if present is None or present.means != Means.PROVINCE:
        return redirect("public:home")
    return redirect("web:left")


@require_safe
def left(request: HttpRequest) -> HttpResponse:
    """The way out of the province's sign-on, for a browser that others use too."""
    if not settings.PROVINCE:
        raise Http404
    address = farewell(request.build_absolute_uri(resolve_url("public:home")))
    context = {"province": settings.PROVINCE, "address": address}
    return render(request, "account/left.html", context)


@never_cache
@require_safe
def onward(request: HttpRequest) -> HttpResponseBase:
    """Whatever comes next for a browser that is on its way in."""
    pending = session.pending_of(request)
    return go_on(request, pending) if pending else redirect("web:sign_in")


@never_cache
@require_POST
def passkey(request: HttpRequest) -> HttpResponseBase:
    """Sign in with a passkey, which names the account itself."""
    form = PasskeyForm(request.POST)
    try:
        if not form.is_valid():
            raise PasskeyRefusedError(passkeys.REFUSED)
        account = check_passkey(request, form.cleaned_data["answer"])
    except PasskeyRefusedError as refused:
        return _ask(request, SignInForm(), refusal=str(refused))
    return go_on(request, session.stand_by(request, account, Means.PASSKEY, wanted(request)))


def go_on(request: HttpRequest, pending: Pending) -> HttpResponse:
    """The next question of a sign-in, or the page that was asked for."""
    account = session.account_of(pending)
    if account is None:
        return redirect("web:sign_in")
    if wants_second(account, pending):
        return redirect("web:second")
    if pending.means == Means.PASSWORD and passwords.must_change(account):
        return redirect("web:first_password")
    if must_enrol(account, pending):
        return redirect("web:enrol")
    return _enter(request, account, pending)


def choose(
    request: HttpRequest, form: NewPasswordForm, account: Account, *, stay: bool = False
) -> bool:
    """Take the new password of a form; what is against it is said in the form.

    Every session of the account ends, but for the present one where somebody is to `stay`.
    """
    kept, new = request.session.get(session.SESSION) if stay else None, form.cleaned_data["new"]
    try:
        passwords.choose(account, new, session.origin_of(request), keep=kept)
    except PasswordRefusedError as refused:
        form.add_error("new", refused.reasons)
        return False
    return True


def wanted(request: HttpRequest) -> str:
    """The page asked for before signing in, if it is ours."""
    asked = request.POST.get("next", "") or request.GET.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(
        asked, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return asked if is_ours else ""


def _ask(
    request: HttpRequest, form: SignInForm, status: int = 200, refusal: str = ""
) -> HttpResponse:
    context = {
        "form": form,
        "refusal": refusal,
        "next": request.POST.get("next") or request.GET.get("next", ""),
        "province": settings.PROVINCE,
        "demo_accounts": settings.DEMO_ACCOUNTS if settings.DEMO else (),
    }
    return render(request, "web/sign_in.html", context, status=status)


def _enter(request: HttpRequest, account: Account, pending: Pending) -> HttpResponse:
    last, failures = journal.last_signed_in(account)
    session.sign_in(request, account, pending)
    if last is not None:
        _tell_of(request, last, failures)
    # Not redirect(): it takes a word without a slash for the name of a view.
    response = HttpResponseRedirect(pending.target or resolve_url(_beginning(account)))
    session.remember_browser(request, response, account)
    return response


def _beginning(account: Account) -> str:
    """Where this kind of person begins."""
    if account.kind in ADMINISTRATORS:
        return "administration:home"
    return "public:home" if account.kind == Kind.CITIZEN else "workbench:home"


def _tell_of(request: HttpRequest, last: SignIn, failures: int) -> None:
    """The notice of the last sign-in: whoever did not sign in then learns of it now."""
    at, place = localtime(last.at), last.address or "未知地址"
    words = f"上次登录：{at:%Y-%m-%d %H:%M}，来自 {place}（{Means(last.means).label}）。"
    if failures:
        more = f"此后有 {failures} 次失败的尝试；不是您本人的，请修改密码。"
        messages.warning(request, words + more)
    else:
        messages.info(request, words)
