"""Writing down why a job failed, without a word of what it was working on."""

import logging
import smtplib
import socket
from collections.abc import Callable
from pathlib import Path
from traceback import extract_tb
from typing import Any

import django.db
import psycopg
from procrastinate.job_context import JobContext

from fashu.kernel import clock
from fashu.kernel.access import SYSTEM, acting_as
from fashu.kernel.calendar import CalendarError
from fashu.kernel.jobs.models import Failure
from fashu.kernel.procedure import Refused
from fashu.kernel.sealing import SealError

logger = logging.getLogger(__name__)

PACKAGE = Path(__file__).parents[2]

REASONS: tuple[tuple[type[BaseException], str], ...] = (
    (django.db.OperationalError, "数据库连接中断，或者等待锁超时"),
    (psycopg.OperationalError, "数据库连接中断，或者等待锁超时"),
    (django.db.IntegrityError, "数据与数据库的约束不符"),
    (django.db.DatabaseError, "数据库拒绝了这一操作"),
    (smtplib.SMTPException, "邮件服务器没有接受"),
    (socket.gaierror, "对方的网络名称不能解析"),
    (TimeoutError, "等待超时"),
    (ConnectionError, "网络连接失败"),
    (PermissionError, "没有读写文件的权限"),
    (OSError, "文件或者网络出错"),
    (SealError, "密封密钥缺失或者不符"),
    (MemoryError, "内存不足"),
    (Refused, "依法不能办理"),
    (CalendarError, "期限无法计算"),
)
"""What an error means to whoever has to mend it, the more particular first."""


def note(call_next: Callable[[], Any], context: JobContext, worker: object) -> Any:
    """Run a job; what it raises is written down in a transaction of its own, and raised again."""
    try:
        return call_next()
    except Exception as error:
        try:
            _write(context, error)
        except Exception:  # the database may be what failed; the log of the process has it
            logger.exception("the failure of job %s could not be written down", context.job.id)
        raise


def _write(context: JobContext, error: Exception) -> None:
    with acting_as(SYSTEM):
        Failure.objects.create(
            job_id=context.job.id or 0,
            task=context.job.task_name,
            at=clock.now(),
            words=reason(error),
            error=f"{type(error).__module__}.{type(error).__qualname__}"[:200],
            place=_place(error)[:200],
        )


def reason(error: BaseException) -> str:
    """What the error means, in words."""
    known = (words for kind, words in REASONS if isinstance(error, kind))
    return next(known, "程序出错，请把错误类型和位置报告给开发者")


def _place(error: BaseException) -> str:
    """Where in our own program it arose, as deep as that goes."""
    frames = list(extract_tb(error.__traceback__))
    own = [frame for frame in frames if Path(frame.filename).is_relative_to(PACKAGE)]
    if not own:
        return ""
    path = Path(own[-1].filename).relative_to(PACKAGE.parent)
    return f"{path}:{own[-1].lineno} {own[-1].name}"
