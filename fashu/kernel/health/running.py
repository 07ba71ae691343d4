"""Is it running: the database, its migrations and clock, the worker, the sequencer, the witness."""

from datetime import datetime, timedelta

from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from fashu.kernel import clock
from fashu.kernel.health.check import Check, bad, ok, warn
from fashu.kernel.jobs import overview
from fashu.kernel.record import ledger, place
from fashu.kernel.record.models import Audit, Checkpoint, Cosignature

FULL = 0.8
"""The share of the database's connections from which on it is close to turning us away."""

APART = timedelta(seconds=5)
"""How far the clocks of two machines may differ: a term can run out in between."""

BEHIND = timedelta(minutes=5)
LONG_BEHIND = timedelta(hours=1)
AUDITED_WITHIN = timedelta(days=8)
LOOK_BACK = 10_000
"""Ids of events below the newest logged one that are looked at, as the sequencer does."""


def database() -> Check:
    """It answers, we are bound by row-level security there, and there is room."""
    key, title = "database", "数据库"
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT current_setting('server_version'), rolsuper OR rolbypassrls,"
            " (SELECT sum(numbackends)::int FROM pg_stat_database),"
            " current_setting('max_connections')::int"
            " FROM pg_roles WHERE rolname = current_user"
        )
        version, is_unbound, used, most = cursor.fetchone()
    words = f"PostgreSQL {version}，连接{used}/{most}"
    if is_unbound:
        remedy = "请在 FASHU_DATABASE_URL 中改用 fashu_app，并重新启动"
        return bad(key, title, "应用以能绕过行级安全的身份连接，数据隔离不起作用", remedy)
    if used > FULL * most:
        return warn(key, title, f"{words}，即将用尽", "请调大 max_connections，或者减少进程")
    return ok(key, title, words)


def clocks() -> Check:
    """The database's clock and this machine's tell the same time."""
    key, title = "clock", "时钟"
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        (there,) = cursor.fetchone()
    apart = abs(there - clock.now())
    if apart > APART:
        words = f"本机与数据库的时钟相差{apart.total_seconds():.0f}秒，期限会早届满或者晚届满"
        return bad(key, title, words, "请在两台机器上启用时间同步（NTP）")
    return ok(key, title, f"与数据库相差{apart.total_seconds():.1f}秒")


def migrations() -> Check:
    """The tables are those of this release."""
    key, title = "migrations", "数据表"
    executor = MigrationExecutor(connection)
    waiting = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    if waiting:
        return bad(key, title, f"有{waiting}个迁移没有执行", "请运行 fashu setup")
    return ok(key, title, "已是最新")


def worker() -> Check:
    """Somebody takes jobs, in time, and they succeed."""
    key, title = "worker", "作业"
    found, lag = overview.workers(), overview.lag()
    if not found.alive:
        words = "没有作业进程：期限不会自动届满，消息不会发出"
        return bad(key, title, words, "请启动 fashu worker")
    if lag > BEHIND:
        words = f"积压：最久的已等待{round(lag.total_seconds() / 60)}分钟"
        return warn(key, title, words, "请增加作业进程，或者在作业页查看哪一项长时间运行")
    failed = [
        plan.title for plan in overview.schedule() if plan.last and plan.last.status == "failed"
    ]
    if failed:
        words = f"最近一次失败：{'、'.join(failed)}"
        return warn(key, title, words, "请在作业页查看原因")
    return ok(key, title, f"{found.alive}个进程在运行，没有积压")


def sequencer() -> Check:
    """Events reach the log within minutes."""
    key, title = "sequencer", "存证"
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*), min(recorded_at) FROM cases_event event WHERE id >"
            " (SELECT COALESCE(max(event_id), 0) FROM record_entry) - %s"
            " AND NOT EXISTS (SELECT FROM record_entry WHERE event_id = event.id)",
            [LOOK_BACK],
        )
        waiting, since = cursor.fetchone()
        is_running = ledger.is_locked(cursor)
    newest = Checkpoint.objects.order_by("-size").first()
    words = f"已签署{newest.size}条，{_said(newest.created_at)}" if newest else "日志是空的"
    if not is_running:
        remedy = "请启动 fashu record sequence"
        return bad(key, title, f"没有存证进程，{waiting}个事件等待写入；{words}", remedy)
    if since is not None and clock.now() - since > BEHIND:
        words = f"{waiting}个事件等待写入，最早的记录于{_said(since)}；{words}"
        return bad(
            key, title, words, "请查看存证进程的输出；有一行被改动的，先运行 fashu record audit"
        )
    return ok(key, title, words)


def witness() -> Check:
    """Somebody independent has signed what we published, lately."""
    key, title = "witness", "见证"
    if not place.witnesses():
        words = "没有见证人：主办方可以改写整个日志而不被发现"
        return warn(key, title, words, "请在另一机构运行 fashu witness，并登记其公钥")
    last = Cosignature.objects.order_by("-size", "-signed_at").first()
    signed = last.size if last else 0
    ahead = Checkpoint.objects.filter(size__gt=signed).order_by("size").first()
    words = f"“{last.name}”于{_said(last.signed_at)}见证到第{last.size}条" if last else "还没有见证"
    if ahead is None or clock.now() - ahead.created_at <= BEHIND:
        return ok(key, title, words)
    words = f"{words}；其后的日志自{_said(ahead.created_at)}起没有见证"
    if clock.now() - ahead.created_at > LONG_BEHIND:
        remedy = "请联系见证人；见证人拒绝签署的，不要重启，先保全证据"
        return bad(key, title, words, remedy)
    return warn(key, title, words, "请查看 fashu witness 是否在运行")


def audit() -> Check:
    """The whole record was held against the database lately, and nothing was found."""
    key, title = "audit", "核查"
    last = Audit.objects.first()
    if last is None:
        return warn(key, title, "从未核查过全部存证", "请运行 fashu record audit，并每天定时运行")
    words = f"{_said(last.at)}核查了{last.events}个事件、{last.entries}条日志"
    if last.damages:
        remedy = "请保全数据库和日志，再次运行 fashu record audit 查看是哪些"
        return bad(key, title, f"{words}，发现{last.damages}处改动", remedy)
    if clock.now() - last.at > AUDITED_WITHIN:
        return warn(key, title, f"{words}，此后没有再核查", "请每天定时运行 fashu record audit")
    return ok(key, title, f"{words}，没有发现改动")


def _said(moment: datetime) -> str:
    return f"{moment.astimezone(clock.BEIJING):%Y-%m-%d %H:%M}"
