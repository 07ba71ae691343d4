"""代理: letting somebody act in one's own post for a time, and who may act in whose.

委托 (`handling`) passes on one's errands; this passes on powers of the post.
"""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from fashu.kernel import clock
from fashu.kernel.access import Actor, Kind, current_actor
from fashu.kernel.access.models import Role
from fashu.kernel.desk.colleagues import colleagues
from fashu.kernel.people import posts
from fashu.kernel.people.actors import delegable
from fashu.kernel.people.models import Account, Posting, PostingKind
from fashu.kernel.people.posts import Span
from fashu.kernel.procedure import Refused
from fashu.web.access import staff_only

TEXT, SELECT = {"class": "form-control"}, {"class": "form-select"}
REQUIRED = {"required": "请填写。", "invalid": "请填写日期。"}


class DeputyForm(forms.Form):
    """Who acts, with which roles, and between which days."""

    account = forms.ChoiceField(label="代理人", widget=forms.Select(SELECT))
    roles = forms.MultipleChoiceField(
        label="代理的角色",
        error_messages={"required": "请至少选择一个角色。"},
        help_text="限本人的角色不能代理，没有列出",
        widget=forms.CheckboxSelectMultiple({"class": "form-check-input"}),
    )
    since = forms.DateField(
        label="自",
        initial=clock.today,
        error_messages=REQUIRED,
        widget=forms.DateInput({**TEXT, "type": "date"}, format="%Y-%m-%d"),
    )
    until = forms.DateField(
        label="至",
        error_messages=REQUIRED,
        help_text="代理的最后一日",
        widget=forms.DateInput({**TEXT, "type": "date"}, format="%Y-%m-%d"),
    )
    basis = forms.CharField(
        label="事由",
        max_length=200,
        required=False,
        help_text="如出差、休假，或者批准文件的文号",
        widget=forms.TextInput(TEXT),
    )

    def __init__(
        self, others: Iterable[Account], offered: Iterable[str], *args: Any, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        titles = dict(Role.objects.values_list("key", "title"))
        roles = [(key, titles.get(key, key)) for key in sorted(offered)]
        self.fields["account"].choices = [(a.pk, a.name) for a in others]  # type: ignore[attr-defined] # a ChoiceField
        self.fields["roles"].choices = roles  # type: ignore[attr-defined] # a ChoiceField


@require_http_methods(["GET", "POST"])
@staff_only
def index(request: HttpRequest) -> HttpResponse:
    """Whom one lets act in one's post, in whose post one may act, and a new one."""
    actor = current_actor()
    own = _own(actor)
    offered = delegable(own) if own else frozenset()
    others = [a for a in colleagues(actor.office_path) if a.pk != actor.account_id] if own else []
    form = DeputyForm(others, offered, request.POST or None)
    if own and form.is_valid() and _delegate(form, own):
        messages.success(request, "已办理，代理人可以在页面上方换到您的岗位。")
        return redirect("workbench:deputies")
    named = Posting.objects.filter(kind=PostingKind.DELEGATION).select_related(
        "account", "office", "post", "on_behalf_of__account"
    )
    context = {
        "own": own,
        "form": form,
        "may": bool(offered and others),
        "given": named.filter(on_behalf_of__account=actor.account_id).order_by("-since"),
        "taken": named.filter(account=actor.account_id).order_by("-since"),
        "now": clock.today(),
        "titles": dict(Role.objects.values_list("key", "title")),
        "breadcrumb": [("代理", "")],
    }
    return render(request, "workbench/deputies.html", context)


@require_POST
@staff_only
def recall(request: HttpRequest, number: int) -> HttpResponse:
    """Take one's own back."""
    own = Posting.objects.filter(on_behalf_of__account=current_actor().account_id)
    posting = own.select_related("account", "office", "post", "on_behalf_of__account")
    found = posting.filter(pk=number).first()
    if found is None:
        raise Http404
    posts.recall(found)
    messages.success(request, f"已收回，{found.account}的下一次操作起不再有您的权限。")
    return redirect("workbench:deputies")


def _own(actor: Actor) -> Posting | None:
    """The post that one acts in now, if it is one's own: what was delegated is not passed on."""
    if actor.kind is not Kind.OFFICER or actor.on_behalf_of is not None:
        return None
    held = Posting.objects.in_force().filter(pk=actor.posting_id or 0)
    return held.select_related("account", "office", "post").first()


def _delegate(form: DeputyForm, own: Posting) -> bool:
    given = form.cleaned_data
    account = Account.objects.get(pk=given["account"])
    try:
        span = Span(given["since"], given["until"])
        posts.delegate(own, account, span, roles=given["roles"], basis=given["basis"])
    except Refused as refused:
        form.add_error(None, str(refused))
        return False
    return True
