"""One account: its page, and what the system administrator does with it.

What the security administrator does is in `account_rights`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from fashu.kernel import clock
from fashu.kernel.access import ADMINISTRATORS, Kind, current_actor
from fashu.kernel.access.models import Grant, Role
from fashu.kernel.credentials import accounts, activation, passkeys, totp
from fashu.kernel.credentials.activation import Slip
from fashu.kernel.credentials.standing import standing_of
from fashu.kernel.people import posts
from fashu.kernel.people.models import Account, Posting, PostingKind
from fashu.kernel.procedure import Refused
from fashu.web import session
from fashu.web.access import administrators_only
from fashu.web.account.step_up import proved_lately
from fashu.web.administration.account_forms import (
    AppointForm,
    DeputeForm,
    EndForm,
    FactsForm,
    NewcomerForm,
    ReasonForm,
)
from fashu.web.administration.forms import Saying
from fashu.web.administration.roles import reach_words

keeping = administrators_only(Kind.SYSTEM_ADMIN)


@dataclass(frozen=True, slots=True)
class Act:
    """One act on an account as a page of its own: its heading, what it leads to, its button."""

    title: str
    note: str
    button: str


@dataclass(frozen=True, slots=True)
class Served:
    """A posting as the page shows it: the words of its roles, and whether it holds today."""

    posting: Posting
    roles: str
    is_present: bool
    waits: bool


@never_cache
@require_http_methods(["GET", "POST"])
@keeping
@proved_lately
def new(request: HttpRequest) -> HttpResponse:
    """Open an account with its first post; its code is shown once."""
    form = NewcomerForm(request.POST or None, initial={"office": request.GET.get("office", "")})
    if form.is_valid():
        try:
            return _slip(request, accounts.open_account(form.newcomer()), "账号已建立")
        except Refused as refused:
            form.say(refused)
    act = Act(
        "新建账号",
        "新账号没有密码和角色：激活码交给本人，角色由安全管理员授予。公众的账号不在这里建立。",
        "建立并生成激活码",
    )
    return _form(request, form, act, resolve_url("administration:officers"), [])


@require_safe
@administrators_only(Kind.SYSTEM_ADMIN, Kind.SECURITY_ADMIN)
def show(request: HttpRequest, username: str) -> HttpResponse:
    """One account: whose it is, how it stands, where he serves, what he was granted."""
    account = account_of(username)
    grants = Grant.objects.filter(account=account).select_related(
        "role", "office", "granted_by", "withdrawn_by"
    )
    kind = current_actor().kind
    context = {
        "account": account,
        "standing": standing_of(account),
        "code_until": activation.open_until(account),
        "has_second": totp.is_enrolled(account) or bool(passkeys.own(account)),
        "is_locked": account.locked_until is not None and account.locked_until > clock.now(),
        "served": _served(account),
        "grants": [(grant, reach_words(grant.role)) for grant in grants],
        "may_keep": kind is Kind.SYSTEM_ADMIN and account.kind not in ADMINISTRATORS,
        "may_grant": kind is Kind.SECURITY_ADMIN and account.kind not in ADMINISTRATORS,
        "may_release": kind is Kind.SECURITY_ADMIN and account.pk != current_actor().account_id,
        "is_administrator": account.kind in ADMINISTRATORS,
        "breadcrumb": [people(), (account.name, "")],
    }
    return render(request, "administration/account.html", context)


@require_http_methods(["GET", "POST"])
@keeping
def facts(request: HttpRequest, username: str) -> HttpResponse:
    """Another name or telephone number."""
    account = account_of(username)
    form = FactsForm(account, request.POST or None)

    def save() -> str:
        accounts.restate(account, form.cleaned_data["name"], form.cleaned_data["phone"])
        return "资料已修改。"

    act = Act(f"修改{account.name}的资料", "账号终身不变：日志和案卷上都有它。", "保存")
    return work(request, account, form, save, act)


@require_http_methods(["GET", "POST"])
@keeping
def appoint(request: HttpRequest, username: str) -> HttpResponse:
    """One more post: of his own, beside it, lent, or on trial."""
    account = account_of(username)
    form = AppointForm(request.POST or None)

    def save() -> str:
        given = form.cleaned_data
        office, title = given["office"], given["post"].strip()
        post = posts.establish(office, title) if title else None
        kind = PostingKind(given["kind"])
        posts.appoint(account, office, form.span(), post=post, kind=kind, basis=given["basis"])
        return f"{account}在{office}的任职已登记，角色由安全管理员授予。"

    note = "任职本身不带来权限：没有角色的人看不到任何案件。"
    return work(request, account, form, save, Act(f"登记{account.name}的任职", note, "登记任职"))


@require_http_methods(["GET", "POST"])
@keeping
def depute(request: HttpRequest, username: str) -> HttpResponse:
    """Enter that he was appointed to act in another's post."""
    account = account_of(username)
    form = DeputeForm(request.POST or None)

    def save() -> str:
        given = form.cleaned_data
        posts.depute(given["posting"], account, form.span(), basis=given["basis"])
        return f"{account}代理{given['posting'].account}的职务已登记，角色由安全管理员授予。"

    note = (
        "用于本人不能委托的情形，如缺位、患病，须有任免机关的决定。"
        "本人能够委托的，由本人登录后在“代理”页面办理。"
    )
    return work(request, account, form, save, Act(f"指定{account.name}代理职务", note, "登记代理"))


@require_http_methods(["GET", "POST"])
@keeping
def end(request: HttpRequest, number: int) -> HttpResponse:
    """Let a posting end with a day."""
    posting = posting_of(number)
    form = EndForm(request.POST or None)

    def save() -> str:
        posts.relieve(posting, form.cleaned_data["until"])
        return "截止日期已登记，次日起不再有这一职务的权限。"

    act = Act(
        f"结束{posting.account.name}在{posting.office}的任职",
        "由这一任职而来的代理同时结束。账号不停用。",
        "登记截止日期",
    )
    return work(request, posting.account, form, save, act)


@require_http_methods(["GET", "POST"])
@keeping
def switch(request: HttpRequest, username: str) -> HttpResponse:
    """Disable an account, or take it into use again."""
    account = account_of(username)
    form = ReasonForm(request.POST or None)

    def save() -> str:
        reason = form.cleaned_data["reason"]
        if account.is_active:
            accounts.disable(account, reason, session.origin_of(request))
            return "账号已停用，其所有登录都已结束。"
        accounts.enable(account, reason)
        return "账号已启用。"

    if account.is_active:
        note = "停用以后不能登录，现有的登录立即结束。任职和角色不变，启用后恢复。"
        act = Act(f"停用{account.name}的账号", note, "停用")
    else:
        act = Act(f"启用{account.name}的账号", "启用以后，任职和角色与停用前相同。", "启用")
    return work(request, account, form, save, act)


@never_cache
@require_http_methods(["GET", "POST"])
@keeping
@proved_lately
def reset(request: HttpRequest, username: str) -> HttpResponse:
    """A code in place of the password, shown once."""
    account = account_of(username)
    form = ReasonForm(request.POST or None)
    if form.is_valid():
        try:
            origin = session.origin_of(request)
            slip = accounts.reset(account, form.cleaned_data["reason"], origin)
            return _slip(request, slip, "激活码已生成")
        except Refused as refused:
            form.say(refused)
    act = Act(
        f"重置{account.name}的密码",
        "原来的密码立即失效，所有登录结束；本人凭激活码设置新密码。双因素验证不变。",
        "生成激活码",
    )
    return _form(request, form, act, address_of(account), [(account.name, address_of(account))])


def _served(account: Account) -> list[Served]:
    """His postings, those that hold first."""
    found = Posting.objects.filter(account=account).select_related(
        "office", "post", "on_behalf_of__account"
    )
    titles = role_titles()
    present = set(Posting.objects.in_force().filter(account=account).values_list("pk", flat=True))
    served = [
        Served(
            posting,
            "、".join(titles.get(key, key) for key in posting.roles),
            posting.pk in present,
            bool(
                posting.post and posting.post.roles and not posting.roles and posting.pk in present
            ),
        )
        for posting in found.order_by("-since", "-pk")
    ]
    return sorted(served, key=lambda each: not each.is_present)


def role_titles() -> dict[str, str]:
    """Role -> what it is called."""
    return dict(Role.objects.values_list("key", "title"))


def work(
    request: HttpRequest, account: Account, form: Saying, save: Callable[[], str], act: Act
) -> HttpResponse:
    """A form for one act; what is refused is said above it."""
    if form.is_valid():
        try:
            said = save()
        except Refused as refused:
            form.say(refused)
        else:
            messages.success(request, said)
            return redirect(address_of(account))
    return _form(request, form, act, address_of(account), [(account.name, address_of(account))])


def _form(
    request: HttpRequest, form: Saying, act: Act, back: str, place: list[tuple[str, str]]
) -> HttpResponse:
    context: dict[str, Any] = {
        "form": form,
        "title": act.title,
        "note": act.note,
        "button": act.button,
        "back": back,
        "breadcrumb": [people(), *place, (act.button, "")],
    }
    return render(request, "administration/office_form.html", context)


def _slip(request: HttpRequest, slip: Slip, title: str) -> HttpResponse:
    context = {
        "slip": slip,
        "title": title,
        "address": request.build_absolute_uri(resolve_url("web:activate")),
        "breadcrumb": [people(), (slip.account.name, address_of(slip.account)), ("激活码", "")],
    }
    return render(request, "administration/slip.html", context)


def account_of(username: str) -> Account:
    """An account that administrators see: anybody's but the public's."""
    found = Account.objects.filter(username=username).exclude(kind=Kind.CITIZEN).first()
    if found is None:
        raise Http404
    return found


def posting_of(number: int) -> Posting:
    """A posting, whosever it is."""
    related = Posting.objects.select_related("account", "office", "post", "on_behalf_of__account")
    found = related.filter(pk=number).first()
    if found is None:
        raise Http404
    return found


def people() -> tuple[str, str]:
    """The first part of the way here."""
    return "人员", resolve_url("administration:officers")


def address_of(account: Account) -> str:
    """Where the account's page is."""
    return resolve_url("administration:account", account.username)
