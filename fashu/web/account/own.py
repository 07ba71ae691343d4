"""One's own account: password, sessions, and who signed in."""

from collections.abc import Mapping

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from fashu.kernel.access import Kind, current_actor
from fashu.kernel.credentials import passwords, sessions, signin
from fashu.kernel.credentials.models import Ending, SignIn
from fashu.kernel.credentials.signin import SignInRefusedError
from fashu.kernel.credentials.standing import standing_of
from fashu.web import session
from fashu.web.access import signed_in
from fashu.web.account.forms import ChangePasswordForm
from fashu.web.account.way_in import choose

PER_PAGE = 20
PAGES = (
    ("账号", "web:account"),
    ("密码", "web:own_password"),
    ("双因素验证", "web:second_factor"),
    ("省统一身份认证", "web:own_province"),
    ("登录会话", "web:own_sessions"),
    ("登录记录", "web:own_signins"),
)


@require_safe
@signed_in
def overview(request: HttpRequest) -> HttpResponse:
    """How one's account stands."""
    account = session.own_account()
    context = {
        "account": account,
        "standing": standing_of(account),
        "sessions": len(sessions.open_sessions(account)),
    }
    return page(request, "account/overview.html", "我的账号", context)


@never_cache
@sensitive_post_parameters("present", "new", "again")
@require_http_methods(["GET", "POST"])
@signed_in
def password(request: HttpRequest) -> HttpResponse:
    """Change one's password; every other session ends."""
    account = session.own_account()
    form = ChangePasswordForm(request.POST or None)
    if form.is_valid() and _is_present(request, form) and choose(request, form, account, stay=True):
        session.bind(request.session, account)
        messages.success(request, "密码已修改。其他地方的登录都已结束。")
        return redirect("web:account")
    context = {"form": form, "rules": passwords.rules_for(account)}
    return page(request, "account/password.html", "修改密码", context)


@require_safe
@signed_in
def own_sessions(request: HttpRequest) -> HttpResponse:
    """Where one is signed in."""
    found = sessions.open_sessions(session.own_account())
    context = {"sessions": found, "present": request.session.get(session.SESSION)}
    return page(request, "account/sessions.html", "登录会话", context)


@require_POST
@signed_in
def end_session(request: HttpRequest, number: int) -> HttpResponse:
    """End one of one's own sessions."""
    found = sessions.open_sessions(session.own_account()).filter(pk=number).first()
    if found is None:
        raise Http404
    sessions.end(found, Ending.DISMISSED, session.origin_of(request))
    messages.success(request, "该处登录已结束。")
    return redirect("web:own_sessions")


@require_safe
@signed_in
def signins(request: HttpRequest) -> HttpResponse:
    """The sign-in log as far as it is about oneself."""
    found = SignIn.objects.filter(account=current_actor().account_id)
    lines = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    return page(request, "account/signins.html", "登录记录", {"page": lines})


def page(
    request: HttpRequest, template: str, title: str, context: Mapping[str, object]
) -> HttpResponse:
    """A page of the account in the look of whoever reads it."""
    is_public = current_actor().kind is Kind.CITIZEN
    shared = {
        "base": "web/public.html" if is_public else "web/workbench.html",
        "title": title,
        "pages": [each for each in PAGES if settings.PROVINCE or each[1] != "web:own_province"],
        "breadcrumb": [("我的账号", reverse("web:account")), (title, "")],
    }
    return render(request, template, {**shared, **context})


def _is_present(request: HttpRequest, form: ChangePasswordForm) -> bool:
    """Whether the present password is right; guessing it is counted as at the door."""
    given, account = form.cleaned_data["present"], session.own_account()
    try:
        signin.check(account.username, given, session.origin_of(request))
    except SignInRefusedError as refusal:
        form.add_error("present", str(refusal).replace("账号或者密码", "密码"))
        return False
    return True
