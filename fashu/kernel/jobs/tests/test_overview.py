"""The jobs from outside: states, rhythm, failures without secrets, doing it again."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, OperationalError, connection
from procrastinate.contrib.django import app
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.contrib.django.models import ProcrastinateJob

from fashu.kernel import clock
from fashu.kernel.access import SYSTEM, VISITOR, Actor, Kind, acting_as
from fashu.kernel.access.models import LogEntry
from fashu.kernel.jobs import failures, overview, sweeping, tasks
from fashu.kernel.jobs.models import Failure
from fashu.kernel.people.models import Account
from fashu.kernel.procedure import Refused

pytestmark = pytest.mark.django_db

PREFIX = "fashu.kernel.jobs.tasks."


def execute(statement: str, *values: Any) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchone() if cursor.description else None


def put(
    task: str = "let_lapse", status: str = "todo", *, ago: int = 0, worker: int | None = None
) -> int:
    """A job as procrastinate would have left it, so many seconds ago."""
    (number,) = execute(
        "INSERT INTO procrastinate_jobs (queue_name, task_name, args, status, worker_id)"
        " VALUES ('default', %s, '{\"timestamp\": 0}', %s, %s) RETURNING id",
        PREFIX + task,
        status,
        worker,
    )
    execute(
        "UPDATE procrastinate_events SET at = at - make_interval(secs => %s) WHERE job_id = %s",
        ago,
        number,
    )
    if status not in ("todo", "doing"):
        execute(
            "INSERT INTO procrastinate_events (job_id, type, at) VALUES"
            " (%s, %s, now() - make_interval(secs => %s))",
            number,
            status,
            ago,
        )
    return int(number)


def beating(seconds_ago: int) -> int:
    (number,) = execute(
        "INSERT INTO procrastinate_workers (last_heartbeat)"
        " VALUES (now() - make_interval(secs => %s)) RETURNING id",
        seconds_ago,
    )
    return int(number)


@pytest.fixture
def xu() -> Actor:
    with acting_as(SYSTEM):
        account = Account.objects.create_account("xu", name="许维", kind=Kind.SYSTEM_ADMIN)
    return Actor(kind=Kind.SYSTEM_ADMIN, name="许维", account_id=account.pk)


def test_every_job_that_comes_back_has_words_and_a_rhythm() -> None:
    found = overview.schedule()
    assert {plan.task.rpartition(".")[2] for plan in found} == overview.TITLES.keys()
    assert all(plan.rhythm.startswith("每") for plan in found)


def test_the_next_run_comes_when_the_rhythm_says() -> None:
    plans = {plan.task.rpartition(".")[2]: plan for plan in overview.schedule()}
    for name in ("sweep_exchange", "sweep_jobs", "settle_provisional"):
        assert f"每天{plans[name].next_at:%H:%M}" == plans[name].rhythm
        assert clock.now() < plans[name].next_at <= clock.now() + timedelta(days=1)


@pytest.mark.parametrize(
    ("cron", "words"),
    [
        ("* * * * *", "每分钟"),
        ("*/10 * * * *", "每10分钟"),
        ("40 19 * * *", "每天03:40"),
        ("30 0 * * *", "每天08:30"),
        ("0 1-12 * * *", "每天09:00至20:00每小时"),
        ("0 0 1 * *", "0 0 1 * *"),
    ],
)
def test_a_rhythm_is_told_in_beijing_time(cron: str, words: str) -> None:
    assert overview.rhythm(cron) == words


def test_jobs_are_counted_by_state_and_the_longest_wait_is_told() -> None:
    for status in ("todo", "failed", "failed", "succeeded"):
        put(status=status, ago=90)
    found = overview.counts()
    assert (found["todo"], found["failed"], found["succeeded"], found["doing"]) == (1, 2, 1, 0)
    assert timedelta(seconds=90) <= overview.lag() < timedelta(seconds=120)


def test_a_job_for_later_does_not_count_as_late() -> None:
    number = put(ago=900)
    execute("UPDATE procrastinate_jobs SET scheduled_at = now() + '1 h' WHERE id = %s", number)
    assert overview.lag() == timedelta()


def test_a_worker_is_alive_as_long_as_it_beats() -> None:
    assert (overview.workers().alive, overview.workers().heard_at) == (0, None)
    beating(5)
    beating(600)
    assert overview.workers().alive == 1


def test_a_job_whose_worker_died_is_stalled() -> None:
    living, dead = beating(5), beating(600)
    put(status="doing", worker=living)
    stalled = {put(status="doing", worker=dead), put(status="doing", worker=None)}
    assert set(overview.stalled().values_list("pk", flat=True)) == stalled


# -- Failures --------------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_a_failure_is_written_down_with_its_place_and_without_what_it_said(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fails() -> int:
        raise ConnectionError("张三 13800000000 refused")

    monkeypatch.setattr(tasks, "run_lapses", fails)
    tasks.let_lapse.configure(task_kwargs={"timestamp": 0}).defer()
    connector = app.connector
    assert isinstance(connector, DjangoConnector)
    with app.replace_connector(connector.get_worker_connector()) as worker:
        worker.run_worker(wait=False, install_signal_handlers=False, listen_notify=False)
    with acting_as(SYSTEM):
        failure = Failure.objects.filter(task=PREFIX + "let_lapse").first()
    assert failure is not None
    assert (failure.words, failure.error) == ("网络连接失败", "builtins.ConnectionError")
    assert failure.place.startswith("fashu/kernel/jobs/tests/test_overview.py:")
    assert "张三" not in str(vars(failure))
    job = ProcrastinateJob.objects.get(pk=failure.job_id)
    with acting_as(SYSTEM):
        assert (job.status, overview.failures([job])[job.pk].words) == ("failed", "网络连接失败")


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (OperationalError("x"), "数据库连接中断，或者等待锁超时"),
        (IntegrityError("x"), "数据与数据库的约束不符"),
        (DatabaseError("x"), "数据库拒绝了这一操作"),
        (TimeoutError(), "等待超时"),
        (FileNotFoundError("x"), "文件或者网络出错"),
        (ZeroDivisionError(), "程序出错，请把错误类型和位置报告给开发者"),
    ],
)
def test_an_error_is_told_by_what_it_means(error: Exception, words: str) -> None:
    assert failures.reason(error) == words


def test_only_the_system_administrator_reads_why_jobs_failed(xu: Actor) -> None:
    with acting_as(SYSTEM):
        Failure.objects.create(job_id=1, task="t", at="2026-11-22T00:00:00Z", words="等待超时")
    for actor, seen in ((xu, 1), (VISITOR, 0)):
        with acting_as(actor):
            assert Failure.objects.count() == seen


# -- Doing it again --------------------------------------------------------------------------------


def test_a_failed_job_is_put_up_again_and_the_log_says_by_whom(xu: Actor) -> None:
    number = put(status="failed", ago=60)
    with acting_as(xu):
        overview.retry(number)
    assert ProcrastinateJob.objects.get(pk=number).status == "todo"
    with acting_as(SYSTEM):
        entry = LogEntry.objects.get()
    assert (entry.name, entry.action, entry.subject) == (
        "许维",
        "retry_job",
        f"作业 {number} 期限届满",
    )


def test_a_stalled_job_is_put_up_again(xu: Actor) -> None:
    number = put(status="doing", worker=beating(600))
    with acting_as(xu):
        overview.retry(number)
    assert ProcrastinateJob.objects.get(pk=number).status == "todo"


def test_what_needs_no_second_try_is_refused(xu: Actor) -> None:
    with acting_as(xu):
        for status, said in (("succeeded", "完成"), ("todo", "等待"), ("doing", "正在办")):
            number = put(status=status, worker=beating(1))
            with pytest.raises(Refused, match=f"这个作业{said}，不用重试"):
                overview.retry(number)
        with pytest.raises(Refused, match="没有这个作业"):
            overview.retry(987654321)
        assert not LogEntry.objects.exists()


def test_two_of_the_same_do_not_wait(xu: Actor) -> None:
    number, waiting = put(status="failed"), put()
    for each in (number, waiting):
        execute("UPDATE procrastinate_jobs SET queueing_lock = 'let_lapse' WHERE id = %s", each)
    with acting_as(xu), pytest.raises(Refused, match="“期限届满”已经有一个在等待"):
        overview.retry(number)
    assert ProcrastinateJob.objects.get(pk=number).status == "failed"


@pytest.mark.parametrize("kind", [k for k in Kind if k is not Kind.SYSTEM_ADMIN])
def test_nobody_else_puts_a_job_up_again(kind: Kind) -> None:
    number = put(status="failed")
    with acting_as(Actor(kind=kind, name="某某")), pytest.raises(Refused, match="由系统管理员"):
        overview.retry(number)


# -- Sweeping --------------------------------------------------------------------------------------


def test_old_jobs_go_and_failed_ones_stay_longer() -> None:
    day = 24 * 3600
    old = [put(status="succeeded", ago=8 * day), put(status="failed", ago=91 * day)]
    kept = [
        put(status="succeeded", ago=6 * day),
        put(status="failed", ago=80 * day),
        put(ago=100 * day),
    ]
    assert sweeping.sweep() == len(old)
    assert set(ProcrastinateJob.objects.values_list("pk", flat=True)) == set(kept)


def test_a_job_that_a_dead_worker_left_behind_is_called_failed() -> None:
    number = put(status="doing", worker=beating(2 * 3600))
    working = put(status="doing", worker=beating(600))
    sweeping.sweep()
    assert ProcrastinateJob.objects.get(pk=number).status == "failed"
    assert ProcrastinateJob.objects.get(pk=working).status == "doing"
    with acting_as(SYSTEM):
        assert Failure.objects.get().words == "作业进程中途停止，没有办完"
