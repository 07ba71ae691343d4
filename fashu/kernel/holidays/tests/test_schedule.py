"""Reading a notice and judging it, cell by cell."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fashu.kernel.calendar import CHINA
from fashu.kernel.holidays.schedule import COLUMNS, Holiday, cells, check, doubts, schedule
from fashu.kernel.holidays.tests.notices import rows_of, text_of
from fashu.kernel.holidays.wording import UnreadableNoticeError, read
from fashu.kernel.sheets import Table

HEADER = tuple(column.title for column in COLUMNS)
SOURCE = "示例〔2026〕1号"


def table(*rows: tuple[str, str, str, str]) -> Table:
    return Table("表", HEADER, tuple(enumerate(rows, 2)))


def wrong(*rows: tuple[str, str, str, str]) -> list[tuple[int, str, str]]:
    _, errors = check(table(*rows), 2027)
    return [(error.row, error.column, error.what) for error in errors.told]


@pytest.mark.parametrize("year", [2025, 2026])
def test_the_words_of_the_state_council_give_the_days_of_the_library(year: int) -> None:
    """Its own notice, read by us, against what others made of it."""
    read_ = CHINA.with_days([schedule(year, rows_of(year), SOURCE)])
    first = date(year, 1, 1)
    assert [read_.is_open(first + timedelta(n)) for n in range(365)] == [
        CHINA.is_open(first + timedelta(n)) for n in range(365)
    ]
    assert [day for day, _ in read_.days_of(year)] == [day for day, _ in CHINA.days_of(year)]


def test_a_sound_notice_for_a_new_year_leaves_nothing_to_doubt() -> None:
    assert doubts(rows_of(2027), 2027, CHINA) == ()
    assert doubts(rows_of(2028), 2028, CHINA) == ()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("一、元旦：1月1日（周四）放假1天。", "“元旦”写2027-01-01是周四，那天是周五"),
        ("一、元旦：1月1日至3日放假，共4天。", "“元旦”写明4天，2027-01-01至2027-01-03却是3天"),
        ("一、元旦：2月30日放假1天。", "“元旦”中的“2月30日”不是日期"),
        ("一、元旦：放假。", "看不懂“元旦”的放假日期"),
        ("一、元旦：1日放假。", "“元旦”中的“1日”不是日期"),
        ("各地区、各部门：请遵照执行。", "没有找到"),
        ("", "没有找到"),
    ],
)
def test_a_slip_of_the_copyist_is_told(words: str, said: str) -> None:
    with pytest.raises(UnreadableNoticeError, match=said):
        read(words, 2027)


def test_the_new_year_may_begin_in_the_old() -> None:
    """As in the notice for 2023."""
    found = read("一、元旦：2026年12月31日至2027年1月2日放假调休，共3天。", 2027)
    assert found.rows == ((1, ("元旦", "2026-12-31", "2027-01-02", "")),)


@pytest.mark.parametrize(
    "text", [text_of(2026).replace("\n", ""), text_of(2026).replace("\n", "\r\n\n")]
)
def test_how_the_text_was_pasted_does_not_matter(text: str) -> None:
    assert read(text, 2026) == read(text_of(2026), 2026)


NEW_YEAR = ("元旦", "1月1日", "2027-1-3", "")


@pytest.mark.parametrize(
    ("row", "column", "what"),
    [
        (("", "1月1日", "1月1日", ""), "节日", "必填，但是空着"),
        (("元旦", "", "1月1日", ""), "放假首日", "必填，但是空着"),
        (("元旦", "一月一日", "1月1日", ""), "放假首日", "“一月一日”不是日期"),
        (("元旦", "1月1日", "13月1日", ""), "放假末日", "“13月1日”不是日期"),
        (("元旦", "1月3日", "1月1日", ""), "放假末日", "早于放假首日"),
        (("元旦", "1月1日", "2月1日", ""), "放假末日", "连续放假超过20天"),
        (("元旦", "2028-01-01", "2028-01-01", ""), "放假首日", "2028-01-01不属于2027年"),
        (("元旦", "1月1日", "1月1日", "1月4日"), "调休上班", "2027-01-04是平日"),
        (("元旦", "1月1日", "1月3日", "1月2日"), "调休上班", "2027-01-02列为元旦放假"),
        (("元旦", "1月1日", "1月3日", "1月9日、明天"), "调休上班", "“明天”不是日期"),
    ],
)
def test_a_wrong_cell_is_named(row: tuple[str, str, str, str], column: str, what: str) -> None:
    assert (3, column, what) in wrong(("春节", "2月5日", "2月11日", ""), row)


def test_two_holidays_cannot_share_a_day() -> None:
    assert wrong(NEW_YEAR, ("春节", "1月3日", "1月8日", "")) == [
        (3, "放假首日", "2027-01-03已列在元旦之下")
    ]


def test_an_empty_table_and_a_missing_column_are_told() -> None:
    assert wrong() == [(1, "节日", "没有填写任何节日")]
    _, errors = check(Table("表", HEADER[:2], ()), 2027)
    assert [error.what for error in errors.told] == ["缺少必填的列"]


def test_what_a_reader_should_look_at_twice_is_said_with_its_norm() -> None:
    rows, _ = check(table(NEW_YEAR, ("劳动节", "5月3日", "5月5日", "")), 2027)
    said = "\n".join(doubts(rows, 2027, CHINA))
    assert (
        "没有列出春节、清明节、端午节、中秋节、国庆节（《全国年节及纪念日放假办法》第二条）" in said
    )
    assert "5月1日、5月2日、10月1日、10月2日、10月3日依法放假，这里没有列入" in said
    assert "平日放假4天，周末上班0天，相差4天" in said
    assert "日历库已经载有2026年" in doubts(rows_of(2026), 2026, CHINA)[0]


SATURDAY = date(2027, 1, 2)
HOLIDAYS = st.lists(
    st.tuples(st.integers(0, 364), st.integers(0, 9), st.sets(st.integers(0, 51), max_size=3)),
    max_size=3,
)


@given(HOLIDAYS)
def test_whatever_passes_the_check_is_a_schedule_and_survives_its_written_form(
    drawn: list[tuple[int, int, set[int]]],
) -> None:
    first = date(2027, 1, 1)
    rows = [
        Holiday(
            f"节{n}",
            first + timedelta(begins),
            first + timedelta(begins + length),
            tuple(SATURDAY + timedelta(weeks=week) for week in sorted(worked)),
        )
        for n, (begins, length, worked) in enumerate(drawn)
    ]
    found, errors = check(table(*map(cells, rows)), 2027)
    if errors.count == 0:
        assert [Holiday.from_json(row.to_json()) for row in found] == list(found)
        calendar = CHINA.with_days([schedule(2027, found, SOURCE)])
        assert not any(calendar.is_open(day) for row in found for day in row.days)
        assert all(calendar.is_working_day(day) for row in found for day in row.worked)
