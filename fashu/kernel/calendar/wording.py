"""The Chinese sentences of the explanation, one function for each kind of move."""

from collections.abc import Iterable
from datetime import date, timedelta

from fashu.kernel.calendar.days import Calendar
from fashu.kernel.calendar.moments import is_month_end, written
from fashu.kernel.calendar.values import Cap, Exclusion, Extension, ServiceHours, Span, Unit

_DAY = timedelta(days=1)

SILENT_ROLLS = "法律未写明最后一日逢休假日如何处理，本期限关系当事人权利，按顺延计算（推定）"
SILENT_STAYS = "法律未写明最后一日逢休假日如何处理，本期限约束行政机关，按不顺延计算（推定）"


def start(span: Span, starts: date, *, statutory: bool) -> str:
    """Why counting begins the day after, or at the moment."""
    if span.hours is not None:
        return f"自{written(starts)}起，只计服务时间（{_opening(span.hours)}）"
    if span.unit is Unit.HOUR:
        return f"自{written(starts)}起按小时连续计算，不因休假日顺延"
    source = "" if statutory else "，所依法律未另作规定的，参照民法典"
    return f"自{written(starts)}的次日起算（期间开始之日不计入{source}）"


def count(span: Span, starts: date, last: date, calendar: Calendar) -> str:
    """Which day the span itself ends on."""
    if span.unit is Unit.WORKING_DAY:
        return f"第{span.amount}个工作日为{last}{_aside(starts + _DAY, last, calendar)}"
    if span.unit is Unit.DAY:
        return f"第{span.amount}日为{last}"
    if span.unit in (Unit.MONTH, Unit.YEAR):
        return f"{span}期满，{_corresponding(span, starts, last)}{last}"
    return f"{span}于{written(last)}届满"


def extended(extension: Extension, total: Span, last: date) -> str:
    """How far an extension carries, counted from the un-rolled end."""
    together = "" if total == extension.span else f"，合计{total}"
    return (
        f"{extension.approved_on}决定延长{extension.span}，自未经顺延的届满日连续计算{together}，"
        f"至{written(last)}"
    )


def excluded(exclusion: Exclusion, length: str, last: date, overlaps: bool) -> str:
    """How much time does not count, and why."""
    both = "（首尾两日均不计入）" if exclusion.both_ends else ""
    once = "（与起算前或前段重叠的部分不重复扣除）" if overlaps else ""
    return (
        f"{exclusion.reason}：{written(exclusion.first)}至{written(exclusion.end)}{both}"
        f"不计入期限，扣除{length}{once}，届满日移至{written(last)}"
    )


def not_excluded(exclusion: Exclusion, why: str) -> str:
    """Why an interval moves nothing."""
    return f"{exclusion.reason}：{written(exclusion.first)}至{written(exclusion.end)}{why}，不扣除"


def capped(cap: Cap, last: date) -> str:
    """最长不得超过."""
    return f"最长不得超过自{cap.starts}起{cap.span}，以{last}为限"


def rolled(last: date, to: date, calendar: Calendar) -> str:
    """Why the last day is not the last day."""
    between = (last + n * _DAY for n in range((to - last).days))
    names = _names(between, calendar)
    why = f"正值{names}假期" if names else f"是{calendar.why(last)}"
    return f"期间最后一日{last}{why}，顺延至其后第一个工作日{to}"


def provisional(years: list[int], due: date) -> str:
    """Which years are not announced, and what that means for the reader."""
    named = "、".join(f"{year}年" for year in years)
    eve = "（元旦调休可能涉及上年末几日）" if due.year < years[0] else ""
    return f"{named}的放假安排尚未公布或未收录{eve}，该日期暂定，不得写入文书，待公布后重新计算"


def noticed(year: int, source: str) -> str:
    """On which notice, entered by hand, the days off of a year rest."""
    return f"{year}年的放假安排依据{source}"


def _names(days_off: Iterable[date], calendar: Calendar) -> str:
    names = map(calendar.name, days_off)
    return "、".join(dict.fromkeys(name for name in names if name))


def _aside(first: date, last: date, calendar: Calendar) -> str:
    names = _names(calendar.weekdays_off(first, last), calendar)
    worked = "、".join(map(str, calendar.weekends_worked(first, last)))
    parts = [f"{names}假期不计"] if names else []
    parts += [f"{worked}调休上班计入"] if worked else []
    return f"（其间{'，'.join(parts)}）" if parts else ""


def _corresponding(span: Span, starts: date, last: date) -> str:
    if span.month_end and is_month_end(starts):
        return "起算日为月末日，至到期月的月末日，即"
    if starts.day == last.day:
        return "到期月的对应日为"
    return "到期月没有对应日，以月末日为期间最后一日，即"


def _opening(hours: ServiceHours) -> str:
    periods = "、".join(f"{a:%H:%M}至{b:%H:%M}" for a, b in hours.periods)
    return f"{'工作日' if hours.working_days_only else '每日'}{periods}"
