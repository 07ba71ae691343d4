"""The calendar itself: its years, its words, and what a new notice changes."""

import json
from dataclasses import replace
from datetime import date, timedelta

import pytest

from fashu.kernel.calendar import (
    CHINA,
    Calendar,
    Rollover,
    ScheduleError,
    YearSchedule,
    days,
    deadline,
    describe,
    described,
    working_days,
)

# A made-up notice: the real one for 2027 is not out.
NOTICE = YearSchedule(
    2027,
    (
        (date(2026, 12, 31), "元旦"),
        (date(2027, 1, 1), "元旦"),
        (date(2027, 1, 2), "元旦"),
        (date(2027, 1, 11), "示例节"),
    ),
    (date(2026, 12, 26),),
    "示例〔2026〕1号",
)
WITH_2027 = CHINA.with_days([NOTICE])


@pytest.mark.parametrize(
    ("day", "name", "why"),
    [
        (date(2025, 10, 6), "中秋节", "中秋节假期"),
        (date(2025, 10, 4), "国庆节", "国庆节假期"),
        (date(2025, 9, 28), "调休上班", "调休上班"),
        (date(2025, 9, 27), None, "星期六"),
        (date(2025, 9, 26), None, "工作日"),
        (date(2015, 9, 3), "抗战胜利70周年纪念日", "抗战胜利70周年纪念日假期"),
    ],
)
def test_a_day_says_what_it_is(day: date, name: str | None, why: str) -> None:
    assert (CHINA.name(day), CHINA.why(day)) == (name, why)


def test_the_years_of_the_library_are_announced_and_no_others() -> None:
    assert [year for year in range(1990, 2040) if CHINA.is_published(year)] == list(
        range(2004, 2027)
    )


def test_a_notice_settles_its_year_and_the_end_of_the_year_before() -> None:
    starts = date(2026, 11, 12)
    before = deadline(days(60), starts, rollover=Rollover.STATUTORY)
    after = deadline(days(60), starts, rollover=Rollover.STATUTORY, calendar=WITH_2027)
    assert (before.provisional, before.due) == (True, date(2027, 1, 11))
    assert (after.provisional, after.due) == (False, date(2027, 1, 12))
    assert "示例节" in after.moves[-2].reason
    assert after.moves[-1].reason == "2027年的放假安排依据示例〔2026〕1号"
    assert not WITH_2027.is_working_day(date(2026, 12, 31))
    assert WITH_2027.is_working_day(date(2026, 12, 26))
    due = deadline(
        working_days(5), date(2026, 12, 23), rollover=Rollover.STATUTORY, calendar=WITH_2027
    )
    assert (due.provisional, due.due) == (False, date(2026, 12, 29))


def test_a_notice_keeps_what_it_does_not_speak_of() -> None:
    assert not WITH_2027.is_working_day(date(2025, 10, 1))
    assert WITH_2027.is_working_day(date(2026, 10, 10))


def test_a_notice_leaves_the_calendar_it_extends_alone() -> None:
    assert not CHINA.is_published(2027)
    assert CHINA.is_working_day(date(2026, 12, 31))


def test_a_local_holiday_can_be_added_to_an_announced_year() -> None:
    local = YearSchedule(2026, ((date(2026, 4, 20), "三月三"),), (), "示例〔2026〕2号")
    assert not CHINA.with_days([local]).is_working_day(date(2026, 4, 20))


def test_a_later_notice_prevails_over_an_earlier_one() -> None:
    works = YearSchedule(2026, (), (date(2026, 10, 3),), "示例〔2026〕3号")
    rests = YearSchedule(2026, ((date(2026, 10, 3), "国庆节"),), (), "示例〔2026〕4号")
    assert CHINA.with_days([works]).is_working_day(date(2026, 10, 3))
    assert not CHINA.with_days([works, rests]).is_working_day(date(2026, 10, 3))


def test_the_version_names_the_content_and_nothing_else() -> None:
    assert CHINA.version.startswith("2004-2026-")
    assert CHINA.with_days([]).version == CHINA.version
    assert CHINA.with_days([NOTICE]).version == WITH_2027.version != CHINA.version
    quiet = YearSchedule(2027, (), (), "示例〔2026〕5号")
    assert CHINA.with_days([quiet]).version != CHINA.version
    assert Calendar({}, (), ()).version.startswith("none-")


def test_the_version_names_the_notice_too() -> None:
    renamed = replace(NOTICE, source="示例〔2026〕9号")
    assert CHINA.with_days([renamed]).version != WITH_2027.version
    assert CHINA.with_days([renamed, NOTICE]).version == WITH_2027.version


def test_a_term_rests_on_the_notices_of_the_years_it_touches_and_no_others() -> None:
    assert WITH_2027.noticed(date(2026, 3, 1), date(2026, 12, 28)) == ()
    assert WITH_2027.noticed(date(2026, 3, 1), date(2026, 12, 29)) == ((2027, NOTICE.source),)
    assert WITH_2027.noticed(date(2027, 12, 1), date(2028, 1, 5)) == ((2027, NOTICE.source),)


@pytest.mark.parametrize("calendar", [CHINA, WITH_2027, Calendar({}, (), ())])
def test_a_calendar_survives_being_written_down(calendar: Calendar) -> None:
    again = described(json.loads(json.dumps(describe(calendar))))
    assert again.version == calendar.version
    assert (again.published, again.sources) == (calendar.published, calendar.sources)
    day = date(2026, 9, 30)
    assert [again.why(day + timedelta(n)) for n in range(500)] == [
        calendar.why(day + timedelta(n)) for n in range(500)
    ]


@pytest.mark.parametrize(
    "data",
    [
        None,
        {},
        [],
        {"published": [2027], "days_off": [], "worked": [], "sources": {}},
        {"published": ["x"], "days_off": {}, "worked": [], "sources": {}},
        {"published": [2027], "days_off": {"2027-13-01": "元旦"}, "worked": [], "sources": {}},
        {"published": [2027], "days_off": {}, "worked": [7], "sources": {}},
        {"published": [2027], "days_off": {}, "worked": [], "sources": None},
    ],
)
def test_what_is_no_calendar_is_refused_in_words(data: object) -> None:
    with pytest.raises(ScheduleError, match="不是一份放假安排"):
        described(data)


@pytest.mark.parametrize(
    ("last", "first_open"),
    [
        (date(2029, 1, 1), date(2029, 1, 2)),
        (date(2029, 5, 1), date(2029, 5, 3)),
        (date(2030, 10, 1), date(2030, 10, 4)),
        (date(2029, 5, 3), date(2029, 5, 3)),
        (date(2030, 1, 2), date(2030, 1, 2)),
    ],
)
def test_an_unannounced_year_keeps_the_holidays_with_a_fixed_date(
    last: date, first_open: date
) -> None:
    found = deadline(days(1), last - timedelta(days=1), rollover=Rollover.STATUTORY)
    assert (found.due, found.provisional) == (first_open, True)
