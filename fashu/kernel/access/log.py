"""管理日志: what administrators changed, chained by hash so that a change of it is found.

The chain finds an edited, a removed and an inserted row. It does not find that the last rows
were cut off, nor that whoever owns the database wrote the whole of it anew: for that, note the
hash of the newest row (`newest`) somewhere else; the page shows it.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from getpass import getuser
from typing import Any

from django.db import connection
from django.db.models import Q, QuerySet

from fashu.kernel import clock
from fashu.kernel.access.acting import acting_as, current_actor
from fashu.kernel.access.actor import SYSTEM, Kind
from fashu.kernel.access.models import LogEntry

ACTIONS = {
    "account": "账号",
    "disable": "停用账号",
    "enable": "启用账号",
    "reset": "重置凭证",
    "appoint": "任职",
    "relieve": "结束任职",
    "delegate": "代理",
    "post": "岗位",
    "import": "导入",
    "office": "机构",
    "client": "单点登录的系统",
    "consumer": "接口的应用",
    "resend": "重发消息",
    "role": "角色",
    "scope": "数据范围",
    "grant": "授予角色",
    "withdraw": "收回角色",
    "unlock": "解除锁定",
    "ask": "申请任免管理员",
    "decide": "复核任免管理员",
    "enter_holidays": "录入放假安排",
    "decide_holidays": "复核放假安排",
    "retry_job": "重试作业",
    "allot": "分办规则",
    "command": "命令行",
    "read_log": "查阅管理日志",
    "read_signins": "查阅登录日志",
}
"""What stands in the log, with its words."""

Facts = Mapping[str, Any]


def write(
    action: str, subject: str, before: Facts | None = None, after: Facts | None = None
) -> None:
    """One row, in the name of the present actor and in his transaction."""
    if action not in ACTIONS:
        raise ValueError(f"{action!r} is not in ACTIONS: add it with its words")
    actor = current_actor()
    LogEntry.objects.create(
        at=clock.now(),
        account_id=None if actor.kind is Kind.SYSTEM else actor.account_id,
        kind=actor.kind.value,
        name=actor.name,
        action=action,
        subject=subject[:200],
        before=dict(before) if before is not None else None,
        after=dict(after) if after is not None else None,
    )


def write_command(words: str, after: Facts | None = None) -> None:
    """What whoever works at the machine itself changed by `fashu …`; nobody signs in there."""
    with acting_as(SYSTEM):
        write("command", f"fashu {words}", None, {"操作系统用户": _operator(), **(after or {})})


def _operator() -> str:
    """The user of the operating system; his number where a container has no name for it."""
    try:
        return getuser()
    except (KeyError, OSError):
        return str(os.getuid())


@dataclass(frozen=True, slots=True)
class Asked:
    """What to look for: words in who acted or what he acted on; by day; by one of them exactly."""

    words: str = ""
    action: str = ""
    first: date | None = None
    last: date | None = None
    account: int | None = None
    subject: str = ""


def search(asked: Asked) -> QuerySet[LogEntry]:
    """The rows that are asked for, newest first."""
    words, action, first, last = asked.words, asked.action, asked.first, asked.last
    found = LogEntry.objects.all()
    if asked.account is not None:
        found = found.filter(account=asked.account)
    if asked.subject:
        found = found.filter(subject=asked.subject)
    for word in words.split():
        found = found.filter(Q(name__icontains=word) | Q(subject__icontains=word))
    if action:
        found = found.filter(action=action)
    if first:
        found = found.filter(at__date__gte=first)
    if last:
        found = found.filter(at__date__lte=last)
    return found


_FAULTS = """
    SELECT seq FROM (
        SELECT entry.seq, entry.hash <> fashu_log_hash(entry) AS is_other,
            entry.prev <> COALESCE(lag(entry.hash) OVER by_seq, '') AS is_torn,
            entry.seq <> row_number() OVER by_seq AS is_missing
        FROM access_logentry entry WINDOW by_seq AS (ORDER BY entry.seq)
    ) checked WHERE is_other OR is_torn OR is_missing ORDER BY seq
"""


def faults() -> list[int]:
    """The numbers of the rows that are not what the chain says; for who sees the whole log."""
    with connection.cursor() as cursor:
        cursor.execute(_FAULTS)
        return [row[0] for row in cursor.fetchall()]


def newest() -> LogEntry | None:
    """The last row, whose hash stands for all before it."""
    return LogEntry.objects.first()
