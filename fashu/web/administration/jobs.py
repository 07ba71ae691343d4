"""作业: what the platform does by itself, how it went, and doing again what failed."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe
from procrastinate.contrib.django.models import ProcrastinateJob

from fashu.kernel.access import Kind
from fashu.kernel.jobs import overview
from fashu.kernel.jobs.models import Failure
from fashu.kernel.procedure import Refused
from fashu.web.access import administrators_only

PER_PAGE = 50
TONES = {"todo": "here", "doing": "here", "failed": "late", "succeeded": "ok"}
LATE = timedelta(minutes=5)
"""From this much waiting on the work is behind: most jobs are to run each minute."""


@dataclass(frozen=True, slots=True)
class Row:
    """A job as it is read."""

    job: Any
    title: str
    state: str
    tone: str
    took: str
    failure: Failure | None
    may_retry: bool


@require_safe
@administrators_only(Kind.SYSTEM_ADMIN)
def index(request: HttpRequest) -> HttpResponse:
    """Whether anybody works, what waits and what failed, when each comes next, and every run."""
    state, task = request.GET.get("state", ""), request.GET.get("task", "")
    counts, lag = overview.counts(), overview.lag()
    page = Paginator(overview.runs(state, task), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "workers": overview.workers(),
        "lag": spoken(lag),
        "is_behind": lag > LATE,
        "counts": [(key, title, counts[key], TONES.get(key, "")) for key, title in _shown(counts)],
        "schedule": [
            (plan, TONES.get(plan.last.status, "") if plan.last else "")
            for plan in overview.schedule()
        ],
        "page": page,
        "rows": _rows(list(page)),
        "state": state if state in overview.STATES else "",
        "states": overview.STATES.items(),
        "task": task,
        "tasks": [(plan.task, plan.title) for plan in overview.schedule()],
        "breadcrumb": [("作业", "")],
    }
    return render(request, "administration/jobs.html", context)


@require_POST
@administrators_only(Kind.SYSTEM_ADMIN)
def retry(request: HttpRequest, number: int) -> HttpResponse:
    """Put a failed job up again."""
    try:
        job = overview.retry(number)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"“{overview.title(job.task_name)}”将由作业进程重新办理。")
    return redirect("administration:jobs")


def _shown(counts: dict[str, int]) -> list[tuple[str, str]]:
    """The states that always count, and the rare ones where there are any."""
    always = ("todo", "doing", "failed", "succeeded")
    return [(k, t) for k, t in overview.STATES.items() if k in always or counts[k]]


def _rows(jobs: list[ProcrastinateJob]) -> list[Row]:
    why = overview.failures(jobs)
    stalled = set(overview.stalled().values_list("pk", flat=True))
    return [
        Row(
            job,
            overview.title(job.task_name),
            "办到一半停下" if job.pk in stalled else overview.STATES[job.status],
            "late" if job.pk in stalled else TONES.get(job.status, ""),
            _took(job),
            why.get(job.pk),
            job.status == "failed" or job.pk in stalled,
        )
        for job in jobs
    ]


def _took(job: Any) -> str:
    if job.started_at is None or job.ended_at is None or job.ended_at < job.started_at:
        return ""
    return spoken(job.ended_at - job.started_at)


def spoken(length: timedelta) -> str:
    """A length of time as one says it: 0.2秒, 3分钟, 2小时."""
    seconds = length.total_seconds()
    if seconds < 10:
        return f"{seconds:.1f}秒" if seconds else "0秒"
    if seconds < 60:
        return f"{seconds:.0f}秒"
    minutes = round(seconds / 60)
    if minutes < 120:
        return f"{minutes}分钟"
    hours = round(seconds / 3600)
    return f"{hours}小时" if hours < 72 else f"{round(hours / 24)}天"
