"""The subsystems whose users sign in with us; kept by the system administrator."""

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from fashu.kernel.access import Kind
from fashu.kernel.credentials.models import Client
from fashu.kernel.credentials.signon import clients
from fashu.kernel.credentials.signon.clients import SCOPES, ClientRefusedError, Registration
from fashu.web.access import administrators_only
from fashu.web.account.step_up import proved_lately

CONTROL = {"class": "form-control"}


class RegistrationForm(forms.Form):
    """What an administrator enters about a subsystem."""

    title = forms.CharField(label="系统名称", max_length=60, widget=forms.TextInput(attrs=CONTROL))
    redirect_uris = forms.CharField(
        label="回调地址",
        help_text="一行一个，须与该系统使用的完全相同。",
        widget=forms.Textarea(attrs={**CONTROL, "rows": 2}),
    )
    logout_uris = forms.CharField(
        label="退出后地址",
        required=False,
        help_text="一行一个。",
        widget=forms.Textarea(attrs={**CONTROL, "rows": 2}),
    )
    backchannel_uri = forms.CharField(
        label="退出通知地址",
        required=False,
        max_length=400,
        help_text="有人退出法枢时，通知发到这里。",
        widget=forms.TextInput(attrs=CONTROL),
    )
    scopes = forms.MultipleChoiceField(
        label="可以取得的信息",
        choices=list(SCOPES.items()),
        initial=["openid", "profile"],
        widget=forms.CheckboxSelectMultiple,
    )
    is_pairwise = forms.BooleanField(
        label="对这个系统使用专用标识（别的系统认不出是同一个人）", required=False, initial=True
    )
    asks_consent = forms.BooleanField(label="每人首次登录时征求同意", required=False, initial=True)

    def registration(self) -> Registration:
        """The form as the kernel knows it."""
        entered = self.cleaned_data
        return Registration(
            title=entered["title"],
            redirect_uris=tuple(entered["redirect_uris"].split()),
            logout_uris=tuple(entered["logout_uris"].split()),
            backchannel_uri=entered["backchannel_uri"].strip(),
            scopes=tuple(entered["scopes"]),
            is_pairwise=entered["is_pairwise"],
            asks_consent=entered["asks_consent"],
        )


@require_safe
@administrators_only(Kind.SYSTEM_ADMIN)
def index(request: HttpRequest) -> HttpResponse:
    """Every subsystem."""
    context = {"clients": clients.all_clients(), "breadcrumb": [("单点登录", "")]}
    return render(request, "administration/clients.html", context)


@never_cache
@require_http_methods(["GET", "POST"])
@administrators_only(Kind.SYSTEM_ADMIN)
@proved_lately
def new(request: HttpRequest) -> HttpResponse:
    """Register a subsystem; its secret is shown once."""
    form = RegistrationForm(request.POST or None)
    if form.is_valid():
        try:
            client, secret = clients.register(form.registration())
        except ClientRefusedError as refused:
            form.add_error(None, str(refused))
        else:
            return _shown(request, client, secret)
    context = {"form": form, "breadcrumb": [*_crumbs(), ("登记系统", "")]}
    return render(request, "administration/new_client.html", context)


@never_cache
@require_POST
@administrators_only(Kind.SYSTEM_ADMIN)
@proved_lately
def renew_secret(request: HttpRequest, number: int) -> HttpResponse:
    """A new secret; the old one no longer works."""
    client = _client(number)
    return _shown(request, client, clients.renew_secret(client))


@require_POST
@administrators_only(Kind.SYSTEM_ADMIN)
@proved_lately
def switch(request: HttpRequest, number: int) -> HttpResponse:
    """Keep a subsystem out, or let it in again."""
    client = _client(number)
    clients.switch(client, on=not client.is_active)
    words = "已停用，其用户不能再用法枢账号登录。" if client.is_active else "已启用。"
    messages.success(request, f"“{client.title}”{words}")
    return redirect("administration:clients")


def _client(number: int) -> Client:
    found = next((client for client in clients.all_clients() if client.pk == number), None)
    if found is None:
        raise Http404
    return found


def _shown(request: HttpRequest, client: Client, secret: str) -> HttpResponse:
    context = {
        "client": client,
        "secret": secret,
        "issuer": f"{request.scheme}://{request.get_host()}",
        "breadcrumb": [*_crumbs(), (client.title, "")],
    }
    return render(request, "administration/client_secret.html", context)


def _crumbs() -> list[tuple[str, str]]:
    return [("单点登录", "/administration/clients/")]
