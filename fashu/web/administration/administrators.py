"""The three administrators: who they are, and how two make one."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from fashu.kernel import clock
from fashu.kernel.access import ADMINISTRATORS, Kind, current_actor
from fashu.kernel.access.models import Appointment
from fashu.kernel.people import rights
from fashu.kernel.people.models import Account
from fashu.kernel.procedure import Refused
from fashu.web.access import administrators_only
from fashu.web.administration.rights_forms import AppointmentForm

guarded = administrators_only(Kind.SECURITY_ADMIN)
SHOWN = 50


@require_safe
@guarded
def index(request: HttpRequest) -> HttpResponse:
    """Who administers, what waits for a second person, what was decided, who is locked out."""
    asked = Appointment.objects.select_related("account", "asked_by", "decided_by")
    own = current_actor().account_id
    context = {
        "administrators": Account.objects.filter(kind__in=ADMINISTRATORS).order_by("kind", "id"),
        "waiting": [(a, own not in (a.asked_by_id, a.account_id)) for a in asked if a.is_open],
        "decided": asked.filter(is_approved__isnull=False)[:SHOWN],
        "locked": Account.objects.filter(locked_until__gt=clock.now())[:SHOWN],
        "titles": dict(Account.KINDS),
        "form": AppointmentForm(),
        "breadcrumb": [("管理员与锁定", "")],
    }
    return render(request, "administration/administrators.html", context)


@require_POST
@guarded
def ask(request: HttpRequest) -> HttpResponse:
    """Ask that somebody become an administrator, or be one no longer."""
    form = AppointmentForm(request.POST)
    account = Account.objects.filter(username=request.POST.get("username", "")).first()
    if not form.is_valid() or account is None:
        messages.error(request, "请填写已有的账号、职责和理由。新账号由系统管理员建立。")
        return redirect("administration:administrators")
    try:
        rights.ask(account, Kind(form.cleaned_data["duty"]), form.cleaned_data["reason"])
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "申请已提交，由另一名安全管理员复核后生效。")
    return redirect("administration:administrators")


@require_POST
@guarded
def decide(request: HttpRequest, number: int) -> HttpResponse:
    """The second person's word."""
    asked = get_object_or_404(Appointment.objects.select_related("account"), pk=number)
    approve = request.POST.get("approve") == "yes"
    try:
        rights.decide(asked, approve=approve)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "已同意，即时生效。" if approve else "已退回申请。")
    return redirect("administration:administrators")


@require_POST
@guarded
def unlock(request: HttpRequest, number: int) -> HttpResponse:
    """Let somebody who is locked out try again."""
    account = get_object_or_404(Account, pk=number)
    rights.unlock(account)
    messages.success(request, f"{account}的锁定已解除。")
    return redirect("administration:administrators")
