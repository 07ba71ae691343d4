"""What the security administrator does with one account: roles, and a lost second factor."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from fashu.kernel.access import Kind
from fashu.kernel.access.models import Role
from fashu.kernel.credentials import accounts
from fashu.kernel.people import posts, rights
from fashu.kernel.people.actors import delegable
from fashu.kernel.people.models import Office, Posting
from fashu.web import session
from fashu.web.access import administrators_only
from fashu.web.account.step_up import proved_lately
from fashu.web.administration.account_forms import EntrustForm, GrantForm, ReasonForm
from fashu.web.administration.accounts import (
    Act,
    account_of,
    address_of,
    posting_of,
    role_titles,
    work,
)
from fashu.web.administration.roles import reach_words

granting = administrators_only(Kind.SECURITY_ADMIN)

SHOWN = 200
"""How many of those who wait for the roles of their posts are listed."""


@require_http_methods(["GET", "POST"])
@granting
@proved_lately
def release(request: HttpRequest, username: str) -> HttpResponse:
    """Forget the second factors of somebody who has lost them."""
    account = account_of(username)
    form = ReasonForm(request.POST or None)

    def save() -> str:
        accounts.release_factors(account, form.cleaned_data["reason"], session.origin_of(request))
        return "双因素验证已解除，本人下次登录时重新设置。"

    note = (
        "用于手机和恢复码都已丢失的情形。请先当面核实本人。"
        "密码不变；需要重置密码的，由系统管理员办理。"
    )
    act = Act(f"解除{account.name}的双因素验证", note, "解除")
    return work(request, account, form, save, act)


@require_http_methods(["GET", "POST"])
@granting
def grant(request: HttpRequest, username: str) -> HttpResponse:
    """Give him a role in one of his offices."""
    account = account_of(username)
    held = Posting.objects.in_force().filter(account=account, on_behalf_of=None)
    offices = Office.objects.filter(pk__in=held.values("office"))
    named = Role.objects.prefetch_related("scopes__offices")
    choices = [(role.pk, f"{role.title}（{reach_words(role)}）") for role in named]
    form = GrantForm(choices, offices, request.POST or None)

    def save() -> str:
        given = form.cleaned_data
        role, office = Role.objects.get(pk=given["role"]), Office.objects.get(code=given["office"])
        rights.grant(account, office, role, form.span(), given["basis"])
        return f"已授予{role}，其下一次操作起生效。"

    note = "角色在该机构任职期间有效，任职结束即失效。"
    if not offices:
        note = f"{account.name}现在没有任职，不能授予角色。请先由系统管理员登记任职。"
    return work(request, account, form, save, Act(f"授予{account.name}角色", note, "授予"))


@require_http_methods(["GET", "POST"])
@granting
def entrust(request: HttpRequest, number: int) -> HttpResponse:
    """Say which roles of the principal his delegate has."""
    posting = posting_of(number)
    principal = posting.on_behalf_of
    if principal is None:
        raise Http404
    form = EntrustForm(posting, delegable(principal), request.POST or None)

    def save() -> str:
        rights.entrust(posting, form.cleaned_data["roles"])
        return "代理的角色已保存，其下一次操作起生效。"

    act = Act(
        f"{posting.account.name}代理{principal.account.name}的角色",
        "代理的权限不超出被代理人现有的权限，被代理人失去的，代理人同时失去。",
        "保存",
    )
    return work(request, posting.account, form, save, act)


@require_POST
@granting
def entitle(request: HttpRequest, number: int) -> HttpResponse:
    """Give a posting the roles of its post."""
    posting = posting_of(number)
    posts.grant(Posting.objects.filter(pk=posting.pk))
    messages.success(request, f"{posting.account}在{posting.office}的岗位角色已授予。")
    return redirect(address_of(posting.account))


@require_safe
@granting
def waiting(request: HttpRequest) -> HttpResponse:
    """Whoever serves in a post whose roles he was not given yet."""
    found = posts.ungranted().select_related("account", "office", "post")
    titles = role_titles()
    context = {
        "waiting": [
            (each, "、".join(titles.get(key, key) for key in each.post.roles))
            for each in found[:SHOWN]
            if each.post is not None
        ],
        "count": found.count(),
        "breadcrumb": [("角色与数据范围", resolve_url("administration:roles")), ("待授予", "")],
    }
    return render(request, "administration/waiting.html", context)
