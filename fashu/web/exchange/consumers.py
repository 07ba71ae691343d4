"""Applications: the system administrator registers and issues keys, the security one grants."""

from collections.abc import Callable, Mapping

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods, require_safe

from fashu.kernel.access import ADMINISTRATORS, Kind, current_actor
from fashu.kernel.exchange import consumers, keys, scopes, subscriptions
from fashu.kernel.exchange.models import Call, Consumer, ConsumerKey, Subscription
from fashu.kernel.procedure import Refused
from fashu.kernel.procedure.refusal import refuse
from fashu.web.access import administrators_only
from fashu.web.exchange.grants import granted, rows

PER_PAGE = 50
DAYS, OVERLAP_HOURS = 180, 24


@require_http_methods(["GET", "HEAD", "POST"])
@administrators_only(*ADMINISTRATORS)
def index(request: HttpRequest) -> HttpResponseBase:
    """All applications, and the form that registers one."""
    problem = ""
    if request.method == "POST":
        named = {name: request.POST.get(name, "").strip() for name in ("code", "title", "office")}
        try:
            made = consumers.register(**named, contact=request.POST.get("contact", "").strip())
        except Refused as refusal:
            problem = str(refusal)
        else:
            messages.success(request, f"已登记“{made.title}”。请签发密钥，并由安全管理员授权。")
            return redirect("exchange:consumer", made.code)
    context = {
        "consumers": Consumer.objects.select_related("office"),
        "may_register": _is(Kind.SYSTEM_ADMIN),
        "problem": problem,
        "posted": request.POST,
        "breadcrumb": [("应用", "")],
    }
    return render(request, "exchange/consumers.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@administrators_only(*ADMINISTRATORS)
@sensitive_variables("shown")
def show(request: HttpRequest, code: str) -> HttpResponseBase:
    """One application: keys, rights, quotas, what it called and what it is told."""
    consumer = Consumer.objects.select_related("office").filter(code=code).first()
    if consumer is None:
        raise Http404
    shown, problem = "", ""
    if request.method == "POST":
        try:
            shown = _do(consumer, request.POST)
        except (Refused, ValueError) as error:
            problem = str(error) if isinstance(error, Refused) else "请填写数字。"
        else:
            if not shown:
                messages.success(request, "已保存。")
                return redirect("exchange:consumer", code)
    context = {
        "consumer": consumer,
        "shown": shown,
        "problem": problem,
        "keys": ConsumerKey.objects.filter(consumer=consumer),
        "subscriptions": Subscription.objects.filter(consumer=consumer),
        "kinds": subscriptions.KINDS,
        "calls": Call.objects.filter(consumer=consumer)[:10],
        "roles": " ".join(consumers.roles_of(consumer)),
        "scopes": scopes.TITLES,
        "fields": rows(consumer),
        "days": DAYS,
        "overlap": OVERLAP_HOURS,
        "may_keep": _is(Kind.SYSTEM_ADMIN),
        "may_grant": _is(Kind.SECURITY_ADMIN),
        "breadcrumb": [("应用", "../"), (consumer.title, "")],
    }
    return render(request, "exchange/consumer.html", context)


@require_safe
@administrators_only(*ADMINISTRATORS)
def calls(request: HttpRequest, code: str) -> HttpResponse:
    """Every call of one application."""
    found = Call.objects.filter(consumer__code=code)
    if request.GET.get("state") == "failed":
        found = found.filter(status__gte=400)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    breadcrumb = [("应用", "../../"), (code, "../"), ("调用记录", "")]
    context = {"page": page, "code": code, "breadcrumb": breadcrumb}
    return render(request, "exchange/calls.html", context)


def _is(kind: Kind) -> bool:
    return current_actor().kind is kind


def _do(consumer: Consumer, form: QueryDict) -> str:
    """What the form asks for; a secret that is shown once, or nothing. Raises Refused."""
    acts: Mapping[str, Callable[[], object]] = {
        "issue": lambda: keys.issue(consumer, int(form.get("days", "")))[1],
        "rotate": lambda: keys.rotate(_key(consumer, form), DAYS, OVERLAP_HOURS)[1],
        "revoke": lambda: keys.revoke(_key(consumer, form)),
        "limit": lambda: consumers.limit(
            consumer, int(form.get("per_minute", "")), int(form.get("per_day", ""))
        ),
        "stop": lambda: consumers.enable(consumer, is_active=False),
        "start": lambda: consumers.enable(consumer, is_active=True),
        "grant": lambda: consumers.grant(
            consumer, form.get("scopes", "").split(), form.get("roles", "").split(), granted(form)
        ),
        "subscribe": lambda: subscriptions.subscribe(
            consumer, form.get("url", ""), form.getlist("kinds")
        )[1],
        "secret": lambda: subscriptions.rotate(_subscription(consumer, form)),
        "mute": lambda: subscriptions.enable(_subscription(consumer, form), is_active=False),
        "tell": lambda: subscriptions.enable(_subscription(consumer, form), is_active=True),
    }
    act = acts.get(form.get("do", ""))
    if act is None:
        raise refuse("没有说明要做什么", remedy="请用页面上的按钮操作")
    done = act()
    return done if isinstance(done, str) else ""


def _key(consumer: Consumer, form: QueryDict) -> ConsumerKey:
    found = ConsumerKey.objects.filter(consumer=consumer, pk=_number(form)).first()
    if found is None:
        raise refuse("没有这个密钥")
    return found


def _subscription(consumer: Consumer, form: QueryDict) -> Subscription:
    found = Subscription.objects.filter(consumer=consumer, pk=_number(form)).first()
    if found is None:
        raise refuse("没有这个订阅")
    return found


def _number(form: QueryDict) -> int:
    """The number of a row; 0, which no row has, where it is none."""
    text = form.get("number", "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 19 else 0
