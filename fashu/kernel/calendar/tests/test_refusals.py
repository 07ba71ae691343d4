"""What the calendar refuses to compute, and that it says so in words a user can act on."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest

from fashu.kernel.calendar import (
    CHINA,
    CalendarError,
    Cap,
    Exclusion,
    ExclusionError,
    Extension,
    ExtensionError,
    MomentError,
    Rollover,
    ScheduleError,
    Service,
    ServiceHours,
    Span,
    SpanError,
    Unit,
    UnpublishedError,
    YearSchedule,
    days,
    deadline,
    hours,
    latest_notice,
    months,
    served_on,
    working_days,
    years,
)
from fashu.kernel.clock import BEIJING
from fashu.kernel.law.citation import Law

ARTICLE = Law("示例法").art(1)
THIRTY_DAYS = days(30)
START = date(2025, 3, 3)
MOMENT = datetime(2025, 3, 3, 9, 30, tzinfo=BEIJING)
WITHOUT_ZONE = MOMENT.replace(tzinfo=None)
NINE_TO_FIVE = ((time(9), time(17)),)


def due(span: Span = THIRTY_DAYS, starts: date = START, **more: Any) -> object:
    return deadline(span, starts, rollover=Rollover.SILENT_STAYS, **more).due


def excluding(first: Any, end: Any, span: Span = THIRTY_DAYS, starts: date = START) -> object:
    return due(span, starts, exclusions=(Exclusion(first, end, "鉴定"),))


def extending(approved_on: date, span: Span = THIRTY_DAYS, by: Span = THIRTY_DAYS) -> object:
    starts = MOMENT if span.unit is Unit.HOUR else START
    return due(span, starts, extensions=(Extension(by, ARTICLE, approved_on),))


REFUSED: dict[str, tuple[type[CalendarError], Callable[[], object], str]] = {
    "no length": (SpanError, lambda: days(0), "正整数"),
    "a negative length": (SpanError, lambda: working_days(-5), "正整数"),
    "a length that is no whole number": (SpanError, lambda: days(True), "正整数"),
    "a length beyond reason": (SpanError, lambda: months(60_000), "不超过1200个月"),
    "service hours unknown": (SpanError, lambda: Span(2, Unit.SERVICE_HOUR), "服务时间"),
    "days with service hours": (
        SpanError,
        lambda: Span(2, Unit.DAY, hours=ServiceHours(NINE_TO_FIVE, True)),
        "服务时间",
    ),
    "no opening hours": (SpanError, lambda: ServiceHours((), True), "至少有一段"),
    "opening hours that end before they begin": (
        SpanError,
        lambda: ServiceHours(((time(12), time(9)),), True),
        "先开始后结束",
    ),
    "opening hours that overlap": (
        SpanError,
        lambda: ServiceHours(((time(9), time(12)), (time(11), time(17))), True),
        "互不重叠",
    ),
    "hours from a mere date": (MomentError, lambda: due(hours(24)), "请补充时、分"),
    "hours from a moment without zone": (
        MomentError,
        lambda: due(hours(24), WITHOUT_ZONE),
        "没有时区",
    ),
    "days from a moment without zone": (MomentError, lambda: due(starts=WITHOUT_ZONE), "没有时区"),
    "service at a moment without zone": (
        MomentError,
        lambda: served_on(Service.POST, WITHOUT_ZONE),
        "没有时区",
    ),
    "a year long past": (MomentError, lambda: due(starts=date(1948, 12, 31)), "请核对"),
    "a year far ahead": (MomentError, lambda: due(starts=date(2100, 1, 1)), "请核对"),
    "working days beyond the table": (
        MomentError,
        lambda: due(
            years(100),
            date(2099, 1, 1),
            extensions=(Extension(working_days(300), ARTICLE, date(2099, 1, 1)),),
        ),
        "超出可计算的范围",
    ),
    "notice before the table": (
        MomentError,
        lambda: latest_notice(working_days(300), date(1949, 12, 1)),
        "超出可计算的范围",
    ),
    "notice counted back in hours": (
        SpanError,
        lambda: latest_notice(hours(24), START),
        "通知时刻",
    ),
    "excluded time that ends before it begins": (
        ExclusionError,
        lambda: excluding(date(2025, 3, 20), date(2025, 3, 10)),
        "早于开始",
    ),
    "excluded time without an end": (
        ExclusionError,
        lambda: excluding(date(2025, 3, 20), None),
        "尚未结束",
    ),
    "excluded time over before the term": (
        ExclusionError,
        lambda: excluding(date(2025, 2, 20), START),
        "与本期限无关",
    ),
    "excluded time from a date to a moment": (
        ExclusionError,
        lambda: excluding(date(2025, 3, 5), MOMENT + timedelta(days=9)),
        "同为日期或同为时刻",
    ),
    "excluded moments without zone": (
        MomentError,
        lambda: Exclusion(MOMENT, WITHOUT_ZONE, "鉴定"),
        "没有时区",
    ),
    "moments with both ends": (
        ExclusionError,
        lambda: Exclusion(MOMENT, MOMENT, "鉴定", both_ends=True),
        "首尾两日",
    ),
    "days excluded from hours": (
        ExclusionError,
        lambda: excluding(START, date(2025, 3, 10), hours(24), MOMENT),
        "起止时刻",
    ),
    "an extension after the end": (
        ExtensionError,
        lambda: extending(date(2025, 4, 3)),
        "至2025-04-02届满",
    ),
    "an extension before the start": (
        ExtensionError,
        lambda: extending(date(2025, 3, 2)),
        "期限内",
    ),
    "a second extension after the first has run out": (
        ExtensionError,
        lambda: due(
            extensions=(
                Extension(days(10), ARTICLE, date(2025, 4, 2)),
                Extension(days(10), ARTICLE, date(2025, 4, 13)),
            )
        ),
        "至2025-04-12届满",
    ),
    "hours extended by days": (SpanError, lambda: extending(START, hours(24)), "不能混用"),
    "days extended by hours": (SpanError, lambda: extending(START, by=hours(24)), "不能混用"),
    "a cap on hours": (
        SpanError,
        lambda: due(hours(24), MOMENT, cap=Cap(months(1), START, ARTICLE)),
        "上限",
    ),
    "a cap in hours": (
        SpanError,
        lambda: due(cap=Cap(hours(24), START, ARTICLE)),
        "不能混用",
    ),
    "an explanation that does not lead to the start": (
        CalendarError,
        lambda: due(preface=(served_on(Service.POST, date(2025, 3, 1))[1],)),
        "不相接",
    ),
    "a working day in an unannounced year": (
        UnpublishedError,
        lambda: CHINA.is_working_day(date(2027, 3, 1)),
        "2027年的放假安排尚未公布",
    ),
    "a schedule with days of another year": (
        ScheduleError,
        lambda: YearSchedule(2027, ((date(2028, 1, 1), "元旦"),), (), "示例"),
        "不属于2027年",
    ),
    "a schedule that works a working day": (
        ScheduleError,
        lambda: YearSchedule(2027, (), (date(2027, 3, 1),), "示例"),
        "调休上班日",
    ),
    "a schedule that contradicts itself": (
        ScheduleError,
        lambda: YearSchedule(2027, ((date(2027, 1, 2), "元旦"),), (date(2027, 1, 2),), "示例"),
        "同时列为放假",
    ),
}


@pytest.mark.parametrize("what", REFUSED)
def test_the_calendar_refuses(what: str) -> None:
    kind, attempt, words = REFUSED[what]
    with pytest.raises(kind, match=words) as refusal:
        attempt()
    assert type(refusal.value) is kind
    assert str(refusal.value).endswith("。")


def test_the_first_and_the_last_day_in_reach_are_counted_from() -> None:
    assert due(starts=date(1949, 1, 1)) == date(1949, 1, 31)
    assert due(years(100), date(2099, 12, 31)) == date(2199, 12, 31)


def test_every_refusal_is_a_value_error() -> None:
    assert issubclass(CalendarError, ValueError)
    assert all(issubclass(kind, CalendarError) for kind, _, _ in REFUSED.values())
