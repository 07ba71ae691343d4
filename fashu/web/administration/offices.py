"""The register of offices: the tree, the search, one office, and what changes it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.views.decorators.http import require_http_methods, require_safe

from fashu.kernel.access import Actor, Kind, current_actor
from fashu.kernel.people import offices as actions
from fashu.kernel.people import register
from fashu.kernel.people.models import Level, Office, OfficeKind, PostingKind
from fashu.kernel.procedure import Refused
from fashu.web.access import administrators_only, register_readers
from fashu.web.administration.forms import (
    ChangeForm,
    CloseForm,
    DecisionForm,
    FoundForm,
    MoveForm,
    ReopenForm,
)

PER_PAGE = 50
MOST_BELOW = 300
"""How many offices one branch of the tree shows; more are found by searching."""


@dataclass(frozen=True, slots=True)
class Node:
    """One office in the tree, and those below it where the branch is open."""

    office: Office
    below: int
    branches: "tuple[Node, ...]" = ()
    is_open: bool = False
    is_here: bool = False


@require_safe
@register_readers
def tree(request: HttpRequest) -> HttpResponse:
    """The tree, opened down to one office; or what a search finds."""
    actor, words = current_actor(), request.GET.get("q", "").strip()
    kind, level = request.GET.get("kind", ""), request.GET.get("level", "")
    context: dict[str, Any] = {
        "q": words,
        "kind": kind,
        "kinds": OfficeKind.choices,
        "level": level,
        "levels": Level.choices,
        "counts": register.counts(actor),
        "may_keep": _may_keep(actor),
        "breadcrumb": [("机构", "")],
    }
    if words or kind or level:
        found = register.search(actor, words, kind=kind, level=level).select_related("parent")
        context["page"] = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    else:
        context["nodes"] = _nodes(actor, request.GET.get("open", ""))
    return render(request, "administration/offices.html", context)


@require_safe
@register_readers
def office(request: HttpRequest, code: str) -> HttpResponse:
    """One office: what it is, who serves there, what is below it, what it was."""
    actor, found = current_actor(), _office(code)
    tab = request.GET.get("tab", "people")
    postings = register.postings_of(found)
    context = {
        "office": found,
        "above": list(Office.objects.filter(code__in=found.path.split("/")[:-2])),
        "tab": tab if tab in ("people", "posts", "below", "history") else "people",
        "people": Paginator(postings, PER_PAGE).get_page(request.GET.get("page")),
        "posts": found.posts.all(),
        "below": Paginator(found.children.all(), PER_PAGE).get_page(request.GET.get("page")),
        "changes": found.changes.select_related("account"),
        "titles": actions.TITLES,
        "delegation": PostingKind.DELEGATION,
        "may_keep": _may_keep(actor),
        "breadcrumb": [("机构", _home()), (found.title, "")],
    }
    return render(request, "administration/office.html", context)


@require_http_methods(["GET", "POST"])
@administrators_only(Kind.SYSTEM_ADMIN)
def found(request: HttpRequest) -> HttpResponse:
    """Register a new office."""
    form = FoundForm(request.POST or None, initial={"parent": request.GET.get("parent", "")})

    def save() -> str:
        made = actions.found(form.office(), form.decision())
        return f"{made}已登记。"

    return _work(request, form, save, "登记机构", "新机构从设立之日起可以受理和办案。", "登记")


@require_http_methods(["GET", "POST"])
@administrators_only(Kind.SYSTEM_ADMIN)
def change(request: HttpRequest, code: str) -> HttpResponse:
    """Change what an office is called, its kind, its division, its address."""
    changed = _office(code)
    form = ChangeForm(request.POST or None, initial=ChangeForm.stated(changed))

    def save() -> str:
        actions.change(code, form.decision(), **form.facts())
        return f"{changed}的变更已登记，原来的情况留在沿革中。"

    note = "机构代码终身不变：案号和文书上都有它。"
    return _work(request, form, save, f"变更{changed}", note, "登记变更", changed)


@require_http_methods(["GET", "POST"])
@administrators_only(Kind.SYSTEM_ADMIN)
def move(request: HttpRequest, code: str) -> HttpResponse:
    """Put an office with all below it under another one."""
    moved = _office(code)
    form = MoveForm(request.POST or None, initial={"parent": moved.parent and moved.parent.code})

    def save() -> str:
        count = actions.move(code, form.cleaned_data["parent"], form.decision())
        return f"{moved}连同下级共{count}个机构已划转。"

    note = "下级机构、在办案件和参加案件的资格一并随之划转，新的上级从下一次操作起可以看到。"
    return _work(request, form, save, f"划转{moved}", note, "划转", moved)


@require_http_methods(["GET", "POST"])
@administrators_only(Kind.SYSTEM_ADMIN)
def close(request: HttpRequest, code: str) -> HttpResponse:
    """Let an office end, and name its successor."""
    closed = _office(code)
    form = CloseForm(request.POST or None)

    def save() -> str:
        actions.close(code, form.decision(), successor=form.cleaned_data["successor"])
        return f"{closed}的撤销已登记。"

    note = "未办结的案件留在该机构，请以借调方式安排人员办结。"
    return _work(request, form, save, f"撤销{closed}", note, "登记撤销", closed)


@require_http_methods(["GET", "POST"])
@administrators_only(Kind.SYSTEM_ADMIN)
def reopen(request: HttpRequest, code: str) -> HttpResponse:
    """Take a closing back."""
    closed = _office(code)
    form = ReopenForm(request.POST or None)

    def save() -> str:
        actions.reopen(code, form.decision())
        return f"{closed}的撤销已取消。"

    return _work(request, form, save, f"恢复{closed}", "取消撤销登记。", "恢复", closed)


def _work(
    request: HttpRequest,
    form: DecisionForm,
    save: Callable[[], str],
    title: str,
    note: str,
    button: str,
    about: Office | None = None,
) -> HttpResponse:
    """A form for one act; what is refused is said above it."""
    if request.method == "POST" and form.is_valid():
        try:
            said = save()
        except Refused as refused:
            form.say(refused)
        else:
            messages.success(request, said)
            code = about.code if about else form.cleaned_data["code"]
            return redirect("administration:office", code)
    place = [(about.title, _address(about))] if about else []
    context = {
        "form": form,
        "title": title,
        "note": note,
        "button": button,
        "back": _address(about) if about else _home(),
        "breadcrumb": [("机构", _home()), *place, (button, "")],
    }
    return render(request, "administration/office_form.html", context)


def _nodes(actor: Actor, opened: str) -> tuple[Node, ...]:
    """The tree from where it begins for somebody, opened down to one office."""
    target = Office.objects.filter(code=opened).first()
    chain = set(target.path.split("/")) if target else set()
    roots = list(register.roots_for(actor))
    if len(roots) == 1:
        chain.add(roots[0].code)
    return tuple(_node(root, chain, opened) for root in roots)


def _node(office: Office, chain: set[str], here: str) -> Node:
    below: int = office.below  # type: ignore[attr-defined] # annotated by the register
    is_open = office.code in chain and below > 0
    children = register.with_children(office.children.all())[:MOST_BELOW] if is_open else ()
    branches = tuple(_node(child, chain, here) for child in children)
    return Node(office, below, branches, is_open, office.code == here)


def _office(code: str) -> Office:
    visible = register.offices_for(current_actor())
    related = visible.select_related("parent", "acts_through", "successor")
    if (one := related.filter(code=code).first()) is None:
        raise Http404
    return one


def _may_keep(actor: Actor) -> bool:
    return actor.kind is Kind.SYSTEM_ADMIN


def _home() -> str:
    return resolve_url("administration:offices")


def _address(office: Office) -> str:
    return resolve_url("administration:office", office.code)
