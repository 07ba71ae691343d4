"""How the jobs stand: what waits, what failed and why, when each runs next, who works on them.

Moments come from the database's clock, which wrote them.
"""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.db.models import DateTimeField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Now
from django.db.utils import IntegrityError
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateEvent, ProcrastinateJob
from procrastinate.periodic import PeriodicTask

from fashu.kernel import clock
from fashu.kernel.access import Kind, current_actor, log
from fashu.kernel.jobs.models import Failure
from fashu.kernel.procedure.refusal import refuse

STATES = {
    "todo": "等待",
    "doing": "正在办",
    "failed": "失败",
    "succeeded": "完成",
    "cancelled": "已取消",
    "aborted": "已中止",
}
"""procrastinate's states, in words."""

TITLES = {
    "let_lapse": "期限届满",
    "settle_dates": "按新公布的放假安排重算期限",
    "settle_provisional": "重算暂定的期限",
    "tell_consumers": "向外部系统投递消息",
    "sweep_exchange": "清理接口的旧记录",
    "sweep_jobs": "清理作业的旧记录",
    "raise_alerts": "预警",
    "reseal": "换用新密钥密封",
    "tell_people": "站内消息、邮件和短信",
    "tell_due": "每日期限提醒",
    "share_out": "自动分办",
    "remind": "预约提醒",
}
"""Function of a task -> what it is for; a test asks for every one."""

HEARTBEAT_SECONDS = 30
"""A worker beats every ten seconds; one that has missed three is taken for dead."""

_EVERY = re.compile(r"\*/(\d+) \* \* \* \*")
_DAILY = re.compile(r"(\d+) (\d+)(?:-(\d+))? \* \* \*")
BEIJING_HOURS = 8


@dataclass(frozen=True, slots=True)
class Workers:
    """How many worker processes beat, and when one was last heard."""

    alive: int
    heard_at: datetime | None


@dataclass(frozen=True, slots=True)
class Planned:
    """A job that comes back: what for, how often, how it went last, when it comes next."""

    task: str
    title: str
    rhythm: str
    last: ProcrastinateJob | None
    next_at: datetime
    failures: int

    @property
    def state(self) -> str:
        """How the last run ended, in words."""
        return STATES[self.last.status] if self.last else "还没有运行过"


def counts() -> dict[str, int]:
    """State -> how many jobs are in it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT status::text, count(*) FROM procrastinate_jobs GROUP BY 1")
        found = dict(cursor.fetchall())
    return {state: found.get(state, 0) for state in STATES}


def workers() -> Workers:
    """The worker processes, by their heartbeat."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FILTER"
            " (WHERE last_heartbeat > clock_timestamp() - make_interval(secs => %s)),"
            " max(last_heartbeat) FROM procrastinate_workers",
            [HEARTBEAT_SECONDS],
        )
        return Workers(*cursor.fetchone())


def lag() -> timedelta:
    """How long the job has waited that could have been taken longest ago; nothing where none."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT clock_timestamp() - min(COALESCE(job.scheduled_at, event.at))"
            " FROM procrastinate_jobs job JOIN procrastinate_events event"
            " ON event.job_id = job.id AND event.type = 'deferred' WHERE job.status = 'todo'"
            " AND COALESCE(job.scheduled_at, event.at) <= clock_timestamp()"
        )
        found: timedelta | None = cursor.fetchone()[0]
    return found or timedelta()


def stalled(silent: timedelta = timedelta(seconds=HEARTBEAT_SECONDS)) -> QuerySet[ProcrastinateJob]:
    """Jobs whose worker went away while it worked on them; nobody goes on with them."""
    dead = Q(worker=None) | Q(worker__last_heartbeat__lt=Now() - silent)
    return ProcrastinateJob.objects.filter(dead, status="doing")


def runs(state: str = "", task: str = "") -> QuerySet[ProcrastinateJob]:
    """Jobs, newest first, with when they were put up, begun and ended."""
    found: QuerySet[ProcrastinateJob] = ProcrastinateJob.objects.all().order_by("-id")
    if state in STATES:
        found = found.filter(status=state)
    if task:
        found = found.filter(task_name=task)
    annotated: QuerySet[ProcrastinateJob] = found.annotate(
        deferred_at=_moment("deferred"),
        started_at=_moment("started"),
        ended_at=_moment("succeeded", "failed", "cancelled", "aborted"),
    )
    return annotated


def _moment(*types: str) -> Subquery:
    events = ProcrastinateEvent.objects.filter(job=OuterRef("pk"), type__in=types)
    latest = events.order_by("-at").values("at")[:1]
    return Subquery(latest, output_field=DateTimeField())


def failures(jobs: list[ProcrastinateJob]) -> dict[int, Failure]:
    """Job -> its latest failure, for those that have one."""
    found = Failure.objects.filter(job_id__in=[job.pk for job in jobs]).order_by("id")
    return {failure.job_id: failure for failure in found}


def schedule() -> list[Planned]:
    """Every job that comes back, those that failed last of all first."""
    day = clock.now() - timedelta(days=1)
    failed = Failure.objects.filter(at__gte=day).order_by().values_list("task")
    often: dict[str, int] = {}
    for (task,) in failed:
        often[task] = often.get(task, 0) + 1
    found = [_planned(each, often) for each in app.periodic_registry.periodic_tasks.values()]
    return sorted(found, key=lambda plan: (plan.state != STATES["failed"], plan.next_at))


def _planned(each: PeriodicTask, often: dict[str, int]) -> Planned:  # type: ignore[type-arg] # any task
    name = each.task.name
    last = runs(task=name).exclude(status="todo").first()
    seconds: float = each.croniter.get_next(ret_type=float, start_time=clock.now().timestamp())
    next_at = datetime.fromtimestamp(seconds, clock.BEIJING)
    return Planned(name, title(name), rhythm(each.cron), last, next_at, often.get(name, 0))


def title(task: str) -> str:
    """What a job is for, in words; its name where it has none."""
    return TITLES.get(task.rpartition(".")[2], task)


def rhythm(cron: str) -> str:
    """How often, in words and in Beijing time; cron counts in UTC."""
    if cron == "* * * * *":
        return "每分钟"
    if match := _EVERY.fullmatch(cron):
        return f"每{match[1]}分钟"
    if match := _DAILY.fullmatch(cron):
        minute, first = int(match[1]), _beijing(match[2])
        if match[3] is None:
            return f"每天{first:02}:{minute:02}"
        return f"每天{first:02}:{minute:02}至{_beijing(match[3]):02}:{minute:02}每小时"
    return cron


def _beijing(hour: str) -> int:
    return (int(hour) + BEIJING_HOURS) % 24


@transaction.atomic
def retry(number: int) -> ProcrastinateJob:
    """Put a failed job up again, or one whose worker went away. Raises Refused."""
    if current_actor().kind is not Kind.SYSTEM_ADMIN:
        raise refuse("作业由系统管理员重试", remedy="请联系系统管理员")
    job: ProcrastinateJob | None = ProcrastinateJob.objects.filter(pk=number).first()
    if job is None:
        raise refuse("没有这个作业", remedy="它可能已经按期清理")
    if job.status != "failed" and not stalled().filter(pk=number).exists():
        raise refuse(f"这个作业{STATES[job.status]}，不用重试")
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(
                "SELECT procrastinate_retry_job_v2(%s, clock_timestamp(), NULL, NULL, NULL)",
                [number],
            )
    except IntegrityError:
        raise refuse(f"“{title(job.task_name)}”已经有一个在等待", remedy="等它运行即可") from None
    log.write(
        "retry_job",
        f"作业 {number} {title(job.task_name)}",
        {"状态": STATES[job.status]},
        {"状态": "等待"},
    )
    return job
