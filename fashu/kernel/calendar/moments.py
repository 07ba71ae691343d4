"""Days and moments on the Beijing clock, and how they are written for a reader."""

from datetime import date, datetime, timedelta

from fashu.kernel.calendar.errors import MomentError
from fashu.kernel.clock import BEIJING

_EARLIEST, _LATEST = 1949, 2099


def day_of(moment: date) -> date:
    """The Beijing date of a date or of an aware moment. Raises MomentError without a zone."""
    return moment_of(moment).date() if isinstance(moment, datetime) else moment


def moment_of(moment: date) -> datetime:
    """The moment on the Beijing clock. Raises MomentError for a mere date or without a zone."""
    if not isinstance(moment, datetime):
        raise MomentError(
            f"按小时计算的期限须从具体时刻起算，只有日期{moment}无法计算，请补充时、分。"
        )
    if moment.utcoffset() is None:
        raise MomentError(f"时刻{moment}没有时区，请注明（全国统一使用北京时间，UTC+8）。")
    return moment.astimezone(BEIJING)


def is_month_end(day: date) -> bool:
    """Whether a day is the last of its month."""
    return (day + timedelta(days=1)).day == 1


def check_reach(point: date) -> None:
    """Raises MomentError for a year that can only be a slip of the pen."""
    if not _EARLIEST <= point.year <= _LATEST:
        raise MomentError(
            f"起算日{written(point)}超出可计算的范围（{_EARLIEST}年至{_LATEST}年），请核对。"
        )


def written(point: date) -> str:
    """2025-08-05, or 2026-05-01 15:30 for a moment, on the Beijing clock."""
    if isinstance(point, datetime):
        return f"{moment_of(point):%Y-%m-%d %H:%M}"
    return point.isoformat()


def written_length(length: timedelta) -> str:
    """3小时30分钟, 45分钟."""
    hours, rest = divmod(length, timedelta(hours=1))
    minutes = rest // timedelta(minutes=1)
    return "".join(f"{n}{unit}" for n, unit in ((hours, "小时"), (minutes, "分钟")) if n) or "0分钟"
