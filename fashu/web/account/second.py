"""The second question at the door: a one-time password, a recovery code, a passkey; or, for an
officer who has none of them yet, choosing one."""

from dataclasses import replace

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from fashu.kernel import clock
from fashu.kernel.credentials import passkeys, totp
from fashu.kernel.credentials.models import Means
from fashu.kernel.credentials.passkeys import PasskeyRefusedError
from fashu.kernel.credentials.policy import policy_for
from fashu.kernel.credentials.province import links
from fashu.kernel.credentials.standing import standing_of
from fashu.kernel.credentials.totp import FactorRefusedError
from fashu.kernel.people.models import Account
from fashu.web import session
from fashu.web.account.forms import CodeForm, PasskeyForm, SecondForm
from fashu.web.session import Pending


def wants_second(account: Account, pending: Pending) -> bool:
    """Whether the account has a second factor that was not shown yet. A passkey is two in one."""
    if pending.means == Means.PASSKEY or pending.second:
        return False
    return totp.is_enrolled(account) or has_passkey(account)


def must_enrol(account: Account, pending: Pending) -> bool:
    """Whether the account has to choose a second factor first (GB/T 22239-2019 8.1.4.1 d)."""
    if pending.means == Means.PASSKEY or pending.second or not policy_for(account).wants_second:
        return False
    return not standing_of(account).is_demonstration


def has_passkey(account: Account) -> bool:
    """Whether the account has a passkey that can be used."""
    return any(passkey.suspended_at is None for passkey in passkeys.own(account))


@never_cache
@sensitive_post_parameters("code")
@require_http_methods(["GET", "POST"])
def second(request: HttpRequest) -> HttpResponseBase:
    """Ask for a one-time password or a recovery code, and offer the passkey."""
    pending, account = on_the_way(request)
    if pending is None or account is None or not wants_second(account, pending):
        return redirect("web:sign_in")
    form = SecondForm(request.POST or None)
    if form.is_valid():
        try:
            means = totp.check(account, form.cleaned_data["code"], session.origin_of(request))
        except FactorRefusedError as refused:
            form.add_error("code", str(refused))
        else:
            return _shown(request, pending, means)
    context = {
        "form": form,
        "has_totp": totp.is_enrolled(account),
        "has_passkey": has_passkey(account),
    }
    return render(request, "account/second.html", context)


@require_POST
def second_passkey(request: HttpRequest) -> HttpResponseBase:
    """The answer of a device that was asked for this account."""
    pending, account = on_the_way(request)
    if pending is None or account is None:
        return redirect("web:sign_in")
    form = PasskeyForm(request.POST)
    try:
        if not form.is_valid():
            raise PasskeyRefusedError(passkeys.REFUSED)
        check_passkey(request, form.cleaned_data["answer"], account)
    except PasskeyRefusedError as refused:
        context = {"form": SecondForm(), "refusal": str(refused), "has_passkey": True}
        return render(request, "account/second.html", context)
    return _shown(request, pending, Means.PASSKEY)


@never_cache
@sensitive_post_parameters("code")
@require_http_methods(["GET", "POST"])
def enrol(request: HttpRequest) -> HttpResponseBase:
    """Choose a second factor at the door: an app here and now, or a passkey."""
    pending, account = on_the_way(request)
    if pending is None or account is None or not must_enrol(account, pending):
        return redirect("web:sign_in")
    if wants_second(account, pending):
        return redirect("web:second")
    form = CodeForm(request.POST or None)
    if form.is_valid():
        try:
            code = form.cleaned_data["code"]
            drawn = totp.confirm(account, code, session.origin_of(request))
        except FactorRefusedError as refused:
            form.add_error("code", str(refused))
        else:
            session.keep(request, _proved(pending, Means.TOTP))
            shown = {"codes": drawn, "onward": "web:go_on"}
            return render(request, "account/recovery_at_the_door.html", shown)
    totp.prepare(account)
    context = {"form": form, "secret": totp.secret_of(account)}
    return render(request, "account/enrol.html", context)


@require_POST
def enrol_passkey(request: HttpRequest) -> HttpResponseBase:
    """Keep the passkey that a device has made at the door."""
    pending, account = on_the_way(request)
    if pending is None or account is None or not must_enrol(account, pending):
        return redirect("web:sign_in")
    if wants_second(account, pending):
        return redirect("web:second")
    form = PasskeyForm(request.POST)
    try:
        if not form.is_valid():
            raise PasskeyRefusedError("没有添加成功。请重试。")
        add_passkey(request, form, account)
    except PasskeyRefusedError as refused:
        totp.prepare(account)
        secret = totp.secret_of(account)
        context = {"form": CodeForm(), "refusal": str(refused), "secret": secret}
        return render(request, "account/enrol.html", context)
    return _shown(request, pending, Means.PASSKEY)


def proves_by_province(account: Account) -> bool:
    """Whether an account may prove itself once more by the province's sign-on: it is linked, and
    has no second factor with us that would be left out."""
    if not settings.PROVINCE or totp.is_enrolled(account) or has_passkey(account):
        return False
    return links.own_link(account) is not None


def check_passkey(request: HttpRequest, answer: str, account: Account | None = None) -> Account:
    """Whose device has answered the challenge of this browser; raises PasskeyRefusedError."""
    site, challenge = session.site_of(request), session.take_challenge(request)
    if not challenge:
        raise PasskeyRefusedError(passkeys.REFUSED)
    return passkeys.check(answer, challenge, site, session.origin_of(request), account)


def add_passkey(request: HttpRequest, form: PasskeyForm, account: Account) -> None:
    """Keep what a device of this account has made; raises PasskeyRefusedError."""
    site, challenge = session.site_of(request), session.take_challenge(request)
    if not challenge:
        raise PasskeyRefusedError("没有添加成功。请重试。")
    answer, name = form.cleaned_data["answer"], form.cleaned_data["name"]
    origin = session.origin_of(request)
    passkeys.add(account, answer, challenge, site, name=name, origin=origin)


def on_the_way(request: HttpRequest) -> tuple[Pending | None, Account | None]:
    """How far this browser has come, and for whom."""
    pending = session.pending_of(request)
    return pending, session.account_of(pending) if pending else None


def _shown(request: HttpRequest, pending: Pending, means: Means) -> HttpResponse:
    session.keep(request, _proved(pending, means))
    return redirect("web:go_on")


def _proved(pending: Pending, means: Means) -> Pending:
    """One more proof, given here and now."""
    return replace(pending, second=means, proved_at=clock.now().timestamp())
