"""The sentences a citizen reads, and the articles behind them."""

from datetime import date, datetime, time, timedelta

from fashu.kernel.calendar import (
    Cap,
    Deadline,
    Exclusion,
    Extension,
    Move,
    Rollover,
    Service,
    ServiceHours,
    Span,
    Unit,
    days,
    deadline,
    hours,
    interruption,
    latest_notice,
    months,
    served_on,
    service_hours,
    working_days,
    years,
)
from fashu.kernel.clock import BEIJING
from fashu.kernel.law.citation import Law

LAW = Law("行政复议法")
STATUTORY, STAYS = Rollover.STATUTORY, Rollover.SILENT_STAYS
OFFICE = ServiceHours(((time(9), time(12)), (time(13, 30), time(17))), working_days_only=True)


def told(found: Deadline) -> list[tuple[str, str, str]]:
    return [(move.kind, move.reason, str(move.cite)) for move in found.moves]


def kinds(found: Deadline) -> list[str]:
    return [move.kind for move in found.moves]


def test_a_rolled_deadline_names_the_holiday_and_the_statute() -> None:
    found = deadline(days(60), date(2025, 8, 5), rollover=STATUTORY)
    assert told(found) == [
        (
            "start",
            "自2025-08-05的次日起算（期间开始之日不计入）",
            "《民事诉讼法》第八十五条第二款",
        ),
        ("count", "第60日为2025-10-04", "《民事诉讼法》第八十五条第二款"),
        (
            "roll",
            "期间最后一日2025-10-04正值国庆节、中秋节假期，顺延至其后第一个工作日2025-10-09",
            "《民事诉讼法》第八十五条第三款",
        ),
    ]


def test_the_special_law_that_adopts_the_rollover_is_cited_first() -> None:
    found = deadline(days(60), date(2024, 1, 31), rollover=STATUTORY, rollover_cite=LAW.art(88, 1))
    assert told(found)[-1] == (
        "roll",
        "期间最后一日2024-03-31是星期日，顺延至其后第一个工作日2024-04-01"
        "（适用《民事诉讼法》第八十五条第三款）",
        "《行政复议法》第八十八条第一款",
    )


def test_working_days_name_the_holidays_left_out_and_the_weekends_worked() -> None:
    found = deadline(working_days(5, LAW.art(88, 2)), date(2025, 9, 26), rollover=STATUTORY)
    assert told(found)[1] == (
        "count",
        "第5个工作日为2025-10-10（其间国庆节、中秋节假期不计，2025-09-28调休上班计入）",
        "《行政复议法》第八十八条第二款",
    )


def test_a_worked_weekend_is_not_named_where_it_is_the_start_day() -> None:
    found = deadline(working_days(5), date(2025, 9, 28), rollover=STAYS)
    assert found.moves[1].reason == (
        "第5个工作日为2025-10-11（其间国庆节、中秋节假期不计，2025-10-11调休上班计入）"
    )


def test_a_month_without_the_day_says_that_it_ends_on_its_last() -> None:
    found = deadline(months(4), date(2024, 10, 31), rollover=STAYS)
    assert told(found)[1] == (
        "count",
        "4个月期满，到期月没有对应日，以月末日为期间最后一日，即2025-02-28",
        "《民法典》第二百零二条",
    )
    found = deadline(years(2), date(2024, 5, 8), rollover=STAYS)
    assert found.moves[1].reason == "2年期满，到期月的对应日为2026-05-08"


def test_an_extension_and_an_exclusion_say_how_far_each_carries() -> None:
    found = deadline(
        days(30),
        date(2025, 9, 5),
        rollover=STAYS,
        extensions=(Extension(days(30), LAW.art(62, 1), date(2025, 9, 30)),),
        exclusions=(Exclusion(date(2025, 9, 15), date(2025, 9, 29), "检测", LAW.art(39)),),
    )
    assert [move.reason for move in found.moves[2:]] == [
        "2025-09-30决定延长30日，自未经顺延的届满日连续计算，合计60日，至2025-11-04",
        "检测：2025-09-15至2025-09-29不计入期限，扣除14日，届满日移至2025-11-18",
    ]
    assert [move.cite for move in found.moves[2:]] == [LAW.art(62, 1), LAW.art(39)]


def test_an_extension_in_another_unit_runs_from_the_unrolled_end() -> None:
    by_ten = Extension(working_days(10), LAW.art(62, 1), date(2025, 3, 3))
    found = deadline(days(33), date(2025, 3, 3), rollover=STATUTORY, extensions=(by_ten,))
    assert found.due == date(2025, 4, 18)  # from Saturday 5 April, not from Monday the 7th
    assert "合计" not in found.moves[2].reason


def test_time_excluded_twice_and_too_late_is_explained_and_not_counted() -> None:
    found = deadline(
        days(30),
        date(2025, 3, 3),
        rollover=STAYS,
        exclusions=(
            Exclusion(date(2025, 3, 10), date(2025, 3, 20), "检测"),
            Exclusion(date(2025, 3, 15), date(2025, 3, 25), "鉴定"),
            Exclusion(date(2025, 3, 16), date(2025, 3, 25), "勘验"),
            Exclusion(date(2025, 3, 25), date(2025, 3, 26), "补测"),
            Exclusion(date(2025, 5, 1), date(2025, 5, 9), "听证"),
        ),
    )
    assert found.excluded_days == 16
    assert [move.reason for move in found.moves[2:]] == [
        "检测：2025-03-10至2025-03-20不计入期限，扣除10日，届满日移至2025-04-12",
        "鉴定：2025-03-15至2025-03-25不计入期限，扣除5日（与起算前或前段重叠的部分不重复扣除），"
        "届满日移至2025-04-17",
        "勘验：2025-03-16至2025-03-25已包含在前一段之内，不扣除",
        "补测：2025-03-25至2025-03-26不计入期限，扣除1日，届满日移至2025-04-18",
        "听证：2025-05-01至2025-05-09开始时期限已于2025-04-18届满，不扣除",
    ]


def test_a_cap_that_bites_is_told_and_one_that_does_not_is_silent() -> None:
    year = Cap(years(1), date(2024, 2, 29), LAW.art(20, 3))
    found = deadline(days(60), date(2025, 2, 20), rollover=STATUTORY, cap=year)
    assert told(found)[-1] == (
        "cap",
        "最长不得超过自2024-02-29起1年，以2025-02-28为限",
        "《行政复议法》第二十条第三款",
    )
    early = deadline(days(60), date(2024, 5, 6), rollover=STATUTORY, cap=year)
    assert kinds(early) == ["start", "count"]
    exact = Cap(days(60), date(2024, 5, 6), LAW.art(20, 3))
    same = deadline(days(60), date(2024, 5, 6), rollover=STATUTORY, cap=exact)
    assert kinds(same) == ["start", "count"]


def test_a_silent_statute_is_called_silent_where_it_matters() -> None:
    sunday = date(2024, 3, 31)
    rolls = deadline(days(60), date(2024, 1, 31), rollover=Rollover.SILENT_ROLLS)
    assert kinds(rolls) == ["start", "count", "roll", "inference"]
    assert "法律未写明" in rolls.moves[-1].reason
    stays = deadline(days(60), date(2024, 1, 31), rollover=STAYS)
    assert (stays.due, kinds(stays)) == (sunday, ["start", "count", "inference"])
    assert "按不顺延计算（推定）" in stays.moves[-1].reason
    weekday = deadline(days(61), date(2024, 1, 31), rollover=STAYS)
    assert kinds(weekday) == ["start", "count"]


def test_an_unannounced_year_is_named_and_printing_forbidden() -> None:
    found = deadline(days(60), date(2026, 11, 10), rollover=STATUTORY)
    assert told(found)[-1] == (
        "provisional",
        "2027年的放假安排尚未公布或未收录，该日期暂定，不得写入文书，待公布后重新计算",
        "《全国年节及纪念日放假办法》第七条",
    )
    eve = deadline(working_days(5), date(2026, 12, 23), rollover=STAYS)
    assert "元旦调休可能涉及上年末几日" in eve.moves[-1].reason


def test_hours_run_through_holidays_and_service_hours_do_not() -> None:
    starts = datetime(2026, 9, 30, 16, 30, tzinfo=BEIJING)
    plain = deadline(hours(24), starts, rollover=STATUTORY)
    assert told(plain) == [
        (
            "start",
            "自2026-09-30 16:30起按小时连续计算，不因休假日顺延",
            "《民法典》第二百零一条第二款",
        ),
        ("count", "24小时于2026-10-01 16:30届满", "《民法典》第二百零一条第二款"),
    ]
    served = deadline(service_hours(8, OFFICE), starts, rollover=STATUTORY)
    assert [move.reason for move in served.moves] == [
        "自2026-09-30 16:30起，只计服务时间（工作日09:00至12:00、13:30至17:00）",
        "8个服务小时于2026-10-09 10:00届满",
    ]


def test_hours_need_no_notice_and_service_hours_on_working_days_do() -> None:
    starts = datetime(2027, 3, 1, 9, 0, tzinfo=BEIJING)
    every_day = ServiceHours(OFFICE.periods, working_days_only=False)
    assert not deadline(hours(24), starts, rollover=STATUTORY).provisional
    assert not deadline(service_hours(2, every_day), starts, rollover=STATUTORY).provisional
    assert deadline(service_hours(2, OFFICE), starts, rollover=STATUTORY).provisional


def test_hours_paused_are_told_in_hours() -> None:
    starts = datetime(2026, 5, 6, 9, 0, tzinfo=BEIJING)
    pause = Exclusion(starts.replace(hour=11), starts.replace(hour=14, minute=45), "等待补充")
    plain = deadline(hours(4), starts, rollover=STAYS, exclusions=(pause,))
    assert "扣除3小时45分钟" in plain.moves[-1].reason
    office = deadline(service_hours(4, OFFICE), starts, rollover=STAYS, exclusions=(pause,))
    assert "扣除2小时15分钟" in office.moves[-1].reason
    assert office.due == datetime(2026, 5, 6, 16, 45, tzinfo=BEIJING)


def test_a_moment_in_another_zone_counts_as_its_beijing_day() -> None:
    late = datetime.fromisoformat("2025-03-02T22:00:00+00:00")
    assert deadline(days(1), late, rollover=STAYS).due == date(2025, 3, 4)
    found = deadline(hours(1), late, rollover=STAYS)
    assert found.moves[-1].reason == "1小时于2025-03-03 07:00届满"
    pause = Exclusion(late, late + timedelta(minutes=20), "等待补充")
    paused = deadline(hours(1), late, rollover=STAYS, exclusions=(pause,))
    assert "2025-03-03 06:00至2025-03-03 06:20不计入期限" in paused.moves[-1].reason


def test_service_by_public_notice_leads_into_the_term() -> None:
    served, move = served_on(Service.PUBLIC, date(2025, 1, 31))
    found = deadline(days(60), served, rollover=STATUTORY, preface=(move,))
    assert kinds(found) == ["service", "start", "count", "roll"]
    assert found.moves[1].before == served
    assert move.reason == "公告送达：2025-01-31发出公告，经过三十日，以2025-03-02为送达日期"
    assert str(move.cite) == "《民事诉讼法》第九十五条第一款"


def test_every_way_of_service_has_a_title_and_an_article() -> None:
    titles = [mode.title for mode in Service]
    assert titles == [
        "直接送达", "留置送达", "电子送达", "邮寄送达", "委托（转交）送达", "公告送达",
    ]  # fmt: skip
    special = LAW.art(88, 1)
    moves = [served_on(mode, date(2025, 8, 8), cite=special)[1] for mode in Service]
    assert {move.cite for move in moves} == {special}
    assert all(str(mode.cite).startswith("《民事诉讼法》") for mode in Service)
    post = served_on(Service.POST, date(2025, 8, 8))[1]
    assert post.reason == "邮寄送达：以回执上注明的收件日期2025-08-08为送达日期"


def test_an_interruption_starts_the_count_anew() -> None:
    move = interruption(date(2026, 7, 6), date(2026, 7, 20), "提级审理", LAW.art(24))
    found = deadline(days(60), date(2026, 7, 20), rollover=STATUTORY, preface=(move,))
    assert found.due == date(2026, 9, 18)
    assert found.moves[0] == Move(
        "start",
        date(2026, 7, 6),
        date(2026, 7, 20),
        14,
        "提级审理，期限中断，自2026-07-20起重新计算",
        LAW.art(24),
    )


def test_notice_counted_back_admits_that_the_text_is_silent() -> None:
    found = latest_notice(working_days(5, LAW.art(88, 2)), date(2025, 10, 13))
    assert kinds(found) == ["start", "count", "inference"]
    assert found.moves[1].reason == (
        "最迟2025-09-28通知，至2025-10-13之间才足有5个工作日（首尾两日均不计入）"
    )
    assert "法律未写明" in found.moves[2].reason
    assert latest_notice(working_days(5), date(2027, 1, 4)).provisional


def test_a_span_prints_as_a_statute_would_write_it() -> None:
    spans = [working_days(5), days(60), months(3), years(1), hours(24), service_hours(2, OFFICE)]
    assert list(map(str, spans)) == ["5个工作日", "60日", "3个月", "1年", "24小时", "2个服务小时"]
    assert spans[0] == Span(5, Unit.WORKING_DAY)
