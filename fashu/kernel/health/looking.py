"""Looking at everything, whatever is broken: one check that fails does not hide the others."""

from collections.abc import Callable

from django.db import Error, transaction

from fashu.kernel.access import SYSTEM, acting_as
from fashu.kernel.health import kept, running
from fashu.kernel.health.check import Check, State, bad

CHECKS: tuple[tuple[str, str, Callable[[], Check]], ...] = (
    ("migrations", "数据表", running.migrations),
    ("clock", "时钟", running.clocks),
    ("worker", "作业", running.worker),
    ("sequencer", "存证", running.sequencer),
    ("witness", "见证", running.witness),
    ("audit", "核查", running.audit),
    ("calendar", "放假安排", kept.calendar),
    ("library", "法规库", kept.library),
    ("certificates", "印章证书", kept.certificates),
    ("deliveries", "消息投递", kept.deliveries),
)
"""What needs the database, by key and title, for when it cannot even be asked."""

WITHOUT = (
    ("storage", "存储", kept.storage),
    ("keys", "密钥", kept.keys),
    ("settings", "设置", kept.setup),
)


def look() -> list[Check]:
    """Every check, the database's first. Reads as the system, changes nothing."""
    found = [_reached()]
    if found[0].state is State.BAD:
        found += [Check(key, title, State.UNKNOWN, "要先连上数据库") for key, title, _ in CHECKS]
    else:
        with acting_as(SYSTEM):
            found += [_looked(*each) for each in CHECKS]
    return found + [_looked(*each, asks=False) for each in WITHOUT]


def _reached() -> Check:
    try:
        with acting_as(SYSTEM):
            return running.database()
    except Error as error:
        words = f"连不上数据库（{type(error).__name__}）"
        return bad("database", "数据库", words, "请核对 FASHU_DATABASE_URL，查看数据库是否在运行")


def _looked(key: str, title: str, check: Callable[[], Check], *, asks: bool = True) -> Check:
    """A check, or that it could not be made; the message may quote what it should not."""
    try:
        if not asks:
            return check()
        with transaction.atomic():
            return check()
    except Exception as error:
        return Check(key, title, State.UNKNOWN, f"检查时出错（{type(error).__name__}）")
