"""Second factors and passkeys of one's own account, and what a device is asked to sign."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from fashu.kernel.access import current_actor
from fashu.kernel.credentials import passkeys, totp
from fashu.kernel.credentials.passkeys import PasskeyRefusedError
from fashu.kernel.credentials.totp import FactorRefusedError
from fashu.kernel.people.models import Account
from fashu.web import session
from fashu.web.access import signed_in
from fashu.web.account.forms import CodeForm, PasskeyForm
from fashu.web.account.own import page
from fashu.web.account.second import add_passkey, must_enrol, on_the_way
from fashu.web.account.step_up import proved_lately


@never_cache
@require_safe
@signed_in
def second_factor(request: HttpRequest) -> HttpResponse:
    """How one's second factor stands."""
    account = session.own_account()
    context = {
        "has_totp": totp.is_enrolled(account),
        "recovery_left": totp.recovery_left(account),
        "passkeys": passkeys.own(account),
    }
    return page(request, "account/second_factor.html", "双因素验证", context)


@never_cache
@sensitive_post_parameters("code")
@require_http_methods(["GET", "POST"])
@signed_in
@proved_lately
def take_totp(request: HttpRequest) -> HttpResponseBase:
    """Take an app into use: the picture for its camera, then the number it shows."""
    account = session.own_account()
    if totp.is_enrolled(account):
        return redirect("web:second_factor")
    form = CodeForm(request.POST or None)
    if form.is_valid():
        try:
            code = form.cleaned_data["code"]
            drawn = totp.confirm(account, code, session.origin_of(request))
        except FactorRefusedError as refused:
            form.add_error("code", str(refused))
        else:
            return page(request, "account/recovery.html", "恢复码", {"codes": drawn})
    totp.prepare(account)
    context = {"form": form, "secret": totp.secret_of(account)}
    return page(request, "account/totp.html", "启用动态口令", context)


@require_POST
@signed_in
@proved_lately
def remove_totp(request: HttpRequest) -> HttpResponse:
    """Stop using the app."""
    totp.remove(session.own_account(), session.origin_of(request))
    messages.success(request, "动态口令已停用，恢复码同时作废。")
    return redirect("web:second_factor")


@require_POST
@signed_in
@proved_lately
def renew_recovery(request: HttpRequest) -> HttpResponse:
    """New recovery codes; the old ones no longer work."""
    account = session.own_account()
    if not totp.is_enrolled(account):
        return redirect("web:second_factor")
    return page(request, "account/recovery.html", "恢复码", {"codes": totp.renew_recovery(account)})


@never_cache
@require_safe
def picture(request: HttpRequest) -> HttpResponse:
    """The picture that carries the secret of an app being taken into use."""
    account = _preparing(request)
    if account is None or totp.is_enrolled(account):
        raise Http404
    return HttpResponse(totp.picture(account), content_type="image/svg+xml")


@never_cache
@require_safe
@signed_in
@proved_lately
def new_passkey(request: HttpRequest) -> HttpResponse:
    """Where a device is asked to make a key pair."""
    return page(request, "account/new_passkey.html", "添加通行密钥", {})


@require_POST
@signed_in
@proved_lately
def keep_passkey(request: HttpRequest) -> HttpResponse:
    """Keep what the device has made."""
    form = PasskeyForm(request.POST)
    try:
        if not form.is_valid():
            raise PasskeyRefusedError("没有添加成功。请重试。")
        add_passkey(request, form, session.own_account())
    except PasskeyRefusedError as refused:
        return page(request, "account/new_passkey.html", "添加通行密钥", {"refusal": str(refused)})
    messages.success(request, "通行密钥已添加。下次登录可以不输账号和密码。")
    return redirect("web:second_factor")


@require_POST
@signed_in
@proved_lately
def remove_passkey(request: HttpRequest, number: int) -> HttpResponse:
    """Forget one of one's passkeys."""
    if not passkeys.remove(session.own_account(), number, session.origin_of(request)):
        raise Http404
    messages.success(request, "通行密钥已移除。")
    return redirect("web:second_factor")


@require_POST
def passkey_question(request: HttpRequest) -> HttpResponse:
    """What a device is asked: `make` a key pair, or sign, for a known account or for any."""
    site = session.site_of(request)
    if request.POST.get("what") == "make":
        account = _preparing(request)
        if account is None:
            raise Http404
        asked = passkeys.ask_to_make(account, site)
    else:
        asked = passkeys.ask_to_use(site, _at_work(request))
    text = session.keep_challenge(request, asked)
    return HttpResponse(text, content_type="application/json")


def _at_work(request: HttpRequest) -> Account | None:
    """The account that is signed in, or on its way in."""
    if current_actor().account_id is not None:
        return session.own_account()
    return on_the_way(request)[1]


def _preparing(request: HttpRequest) -> Account | None:
    """Who may take a second factor into use: somebody signed in, or sent to do so at the door."""
    if current_actor().account_id is not None:
        return session.own_account()
    pending, account = on_the_way(request)
    return account if pending and account and must_enrol(account, pending) else None
