"""Roles, how far they reach and who has them: the security administrator's pages."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from django.contrib import messages
from django.core.paginator import Paginator
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from fashu.kernel.access import DataScope, Kind
from fashu.kernel.access.models import Grant, Role
from fashu.kernel.cases.catalogue import businesses
from fashu.kernel.people import posts, rights
from fashu.kernel.people.models import Account, Office, Posting
from fashu.kernel.procedure import Refused
from fashu.web.access import administrators_only
from fashu.web.administration.rights_forms import GrantForm, RoleForm, ScopeForm

PER_PAGE = 50
GENERAL = "其他业务"

guarded = administrators_only(Kind.SECURITY_ADMIN)


@dataclass(frozen=True, slots=True)
class Line:
    """A role in the matrix: what it plays, its scope in each business, how many have it."""

    role: Role
    plays: Sequence[str]
    scopes: Sequence[tuple[str, str, str]]
    holders: int


@require_safe
@guarded
def index(request: HttpRequest) -> HttpResponse:
    """The matrix: every role, the parts it plays, and its data scope in each business."""
    roles = Role.objects.prefetch_related("scopes__offices")
    context = {
        "lines": [_line(role) for role in roles],
        "columns": [*(b.title for b in businesses().values()), GENERAL],
        "form": RoleForm(),
        "waiting": posts.ungranted().count(),
        "breadcrumb": [("角色与数据范围", "")],
    }
    return render(request, "administration/roles.html", context)


@require_POST
@guarded
def define(request: HttpRequest) -> HttpResponse:
    """Make a role, or change one."""
    form = RoleForm(request.POST)
    if not form.is_valid():
        return _complain(request, form, "administration:roles")
    data = form.cleaned_data
    try:
        role = rights.define_role(
            data["key"],
            data["title"],
            data["plays"],
            data["note"],
            is_personal=not data["may_be_delegated"],
        )
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("administration:roles")
    messages.success(request, f"角色“{role}”已保存。")
    return redirect("administration:role", role.pk)


@require_safe
@guarded
def show(request: HttpRequest, key: str) -> HttpResponse:
    """One role: its scopes, and who has it, by grant or with his post."""
    role = get_object_or_404(Role.objects.prefetch_related("scopes__offices"), pk=key)
    grants = Grant.objects.filter(role=role).select_related(
        "account", "office", "granted_by", "withdrawn_by"
    )
    held = Posting.objects.in_force().filter(roles__contains=[role.key])
    context = {
        "role": role,
        "line": _line(role),
        "page": Paginator(grants, PER_PAGE).get_page(request.GET.get("page")),
        "with_post": held.select_related("account", "office", "on_behalf_of__account")[:PER_PAGE],
        "with_post_count": held.count(),
        "form": RoleForm(
            initial={
                "key": role.key,
                "title": role.title,
                "plays": role.plays,
                "note": role.note,
                "may_be_delegated": not role.is_personal,
            }
        ),
        "scope_form": ScopeForm(),
        "grant_form": GrantForm(),
        "breadcrumb": [("角色与数据范围", "../"), (role.title, "")],
    }
    return render(request, "administration/role.html", context)


@require_POST
@guarded
def scope(request: HttpRequest, key: str) -> HttpResponse:
    """Set the data scope of a role in one business, or drop the line."""
    role = get_object_or_404(Role, pk=key)
    form = ScopeForm(request.POST)
    if not form.is_valid():
        return _complain(request, form, "administration:role", role.pk)
    data = form.cleaned_data
    try:
        if data["scope"] == ScopeForm.DROP:
            rights.drop_scope(role, data["business"])
        else:
            chosen = DataScope(int(data["scope"]))
            rights.set_scope(role, chosen, business=data["business"], offices=data["offices"])
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "数据范围已保存，持有人的下一次操作起生效。")
    return redirect("administration:role", role.pk)


@require_POST
@guarded
def grant(request: HttpRequest, key: str) -> HttpResponse:
    """Give the role to somebody."""
    role = get_object_or_404(Role, pk=key)
    form = GrantForm(request.POST)
    if not form.is_valid():
        return _complain(request, form, "administration:role", role.pk)
    data = form.cleaned_data
    account = Account.objects.filter(username=data["username"]).first()
    office = Office.objects.filter(code=data["office"]).first()
    if account is None or office is None:
        messages.error(request, "没有这个账号或者机构。请核对账号和机构代码。")
        return redirect("administration:role", role.pk)
    try:
        span = rights.Span(data["since"], data["until"])
        rights.grant(account, office, role, span, data["basis"])
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"已授予{account}，其下一次操作起生效。")
    return redirect("administration:role", role.pk)


@require_POST
@guarded
def withdraw(request: HttpRequest, number: int) -> HttpResponse:
    """Take a granted role back."""
    given = get_object_or_404(Grant.objects.select_related("account", "role", "office"), pk=number)
    place = ("administration:role", given.role_id)
    if "account" in request.POST:
        place = ("administration:account", given.account.username)
    return _taken_back(request, lambda: rights.withdraw(given), *place)


@require_POST
@guarded
def strip(request: HttpRequest, key: str, number: int) -> HttpResponse:
    """Take back a role that came with a post."""
    posting = get_object_or_404(Posting.objects.select_related("account", "office"), pk=number)
    return _taken_back(request, lambda: rights.strip(posting, key), "administration:role", key)


def reach_words(role: Role) -> str:
    """How far a role reaches, in a few words: 本部门；行政复议：仅本人."""
    lines = {line.business: DataScope(line.scope).title for line in role.scopes.all()}
    usual = lines.pop("", DataScope.SUBTREE.title)
    titles = {key: business.title for key, business in businesses().items()}
    return "；".join([usual, *(f"{titles.get(key, key)}：{words}" for key, words in lines.items())])


def _taken_back(request: HttpRequest, act: Callable[[], None], *where: str) -> HttpResponse:
    try:
        act()
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "已收回，其下一次操作起生效。")
    return redirect(*where)


def _complain(request: HttpRequest, form: Form, *where: str) -> HttpResponse:
    for field, found in form.errors.items():
        messages.error(request, f"{form.fields[field].label}：{' '.join(map(str, found))}")
    return redirect(*where)


def _line(role: Role) -> Line:
    holders = Grant.objects.in_force().filter(role=role).count()
    with_post = Posting.objects.in_force().filter(roles__contains=[role.key]).count()
    titles = _played()
    plays = [titles.get(key, key) for key in role.plays]
    return Line(role, plays, list(_scopes(role)), holders + with_post)


def _scopes(role: Role) -> Iterator[tuple[str, str, str]]:
    """For each business and the rest: its title, the scope's words, and the offices ticked."""
    lines = {line.business: line for line in role.scopes.all()}
    columns = [*((key, b.title) for key, b in businesses().items()), ("", GENERAL)]
    for key, title in columns:
        line = lines.get(key) or lines.get("")
        chosen = DataScope(line.scope) if line else DataScope.SUBTREE
        offices = "、".join(office.title for office in line.offices.all()) if line else ""
        follows = "" if key in lines or (not key and not lines) else "（同其他业务）"
        yield title, f"{chosen.value} {chosen.title}{follows if key else ''}", offices


def _played() -> dict[str, str]:
    """Every role of every procedure, and the one that no procedure has, by key with its words."""
    return {
        "auditor": "督察",
        **{
            role.key: role.title
            for business in businesses().values()
            for version in business.family.versions
            for role in version.roles
        },
    }
