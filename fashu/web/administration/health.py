"""运行状况: whether the installation is well, for the system administrator."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from fashu import __version__
from fashu.kernel import clock
from fashu.kernel.access import Kind
from fashu.kernel.health.check import State, worst
from fashu.kernel.health.looking import look
from fashu.web.access import administrators_only

TONES = {State.OK: "ok", State.WARN: "soon", State.BAD: "late", State.UNKNOWN: ""}


@require_safe
@administrators_only(Kind.SYSTEM_ADMIN)
def index(request: HttpRequest) -> HttpResponse:
    """Every check as it stands now, what is wrong first."""
    checks, order = look(), list(State)
    checks.sort(key=lambda check: -order.index(check.state))
    context = {
        "checks": [(check, check.state.word, TONES[check.state]) for check in checks],
        "whole": worst(checks),
        "amiss": sum(check.state is not State.OK for check in checks),
        "at": clock.now(),
        "version": __version__,
        "breadcrumb": [("运行状况", "")],
    }
    return render(request, "administration/health.html", context)
