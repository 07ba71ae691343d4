from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fashu.kernel.law.editions import Edition, Lapse, NotInForce, Repeal, in_force, timeline
from fashu.kernel.law.register import REGISTER
from fashu.kernel.law.titles import official_title

OLD = Edition("灯塔条例", date(2007, 8, 1), promulgated=date(2007, 5, 29))
NEW = Edition(
    "灯塔条例", date(2026, 7, 1), promulgated=date(2026, 4, 29), instrument="国务院令第836号"
)
LINE = timeline([NEW, OLD])


def test_an_edition_ends_on_the_day_before_the_next_begins() -> None:
    assert [e.in_force_until for e in LINE] == [date(2026, 6, 30), None]


@pytest.mark.parametrize(
    ("day", "begins"),
    [
        (date(2007, 8, 1), OLD.in_force_from),
        (date(2026, 6, 30), OLD.in_force_from),
        (date(2026, 7, 1), NEW.in_force_from),
    ],
)
def test_the_edition_in_force_on_a_day_is_found(day: date, begins: date) -> None:
    found = in_force(LINE, day)
    assert isinstance(found, Edition)
    assert found.in_force_from == begins


def test_before_the_first_edition_there_is_none() -> None:
    answer = in_force(LINE, date(2007, 7, 31))
    assert isinstance(answer, NotInForce)
    assert answer.lapse is Lapse.NOT_YET
    assert "自2007年8月1日起施行" in str(answer)


def test_after_expiry_the_answer_says_when_and_what_came_instead() -> None:
    (only_old,) = (e for e in LINE if e.in_force_until)
    answer = in_force([only_old], date(2026, 11, 21))
    assert isinstance(answer, NotInForce)
    assert str(answer) == (
        "《灯塔条例》施行至2026年6月30日，"
        "由2026年7月1日起施行的新版本（国务院令第836号）代替，2026年11月21日已经失效。"
    )


def test_a_later_law_that_repeals_ends_the_last_edition() -> None:
    repeal = Repeal("灯塔条例", "灯塔法典", date(2026, 9, 1), date(2026, 10, 1))
    last = timeline([OLD, NEW], [repeal])[-1]
    assert (last.in_force_until, last.ended_by) == (date(2026, 9, 30), "《灯塔法典》")


def test_a_repeal_of_an_earlier_namesake_does_not_touch_the_edition_that_lives() -> None:
    repeal = Repeal("灯塔条例", "灯塔办法", date(2007, 1, 1), date(2007, 3, 1))
    assert timeline([OLD], [repeal])[-1].in_force_until is None


def test_an_edition_without_a_date_is_never_in_force_by_guess() -> None:
    answer = in_force([Edition("灯塔条例", None)], date(2026, 1, 1))
    assert isinstance(answer, NotInForce)
    assert answer.lapse is Lapse.UNDATED


def test_a_law_without_editions_is_a_mistake_of_the_caller() -> None:
    with pytest.raises(ValueError, match="no edition"):
        in_force([], date(2026, 1, 1))


DAYS = st.dates(date(1950, 1, 1), date(2049, 12, 31))


@given(st.sets(DAYS, min_size=1, max_size=8), DAYS)
def test_on_any_day_at_most_one_edition_is_in_force(starts: set[date], day: date) -> None:
    line = timeline(Edition("灯塔条例", start) for start in starts)
    valid = [
        e
        for e in line
        if e.in_force_from
        and e.in_force_from <= day
        and (e.in_force_until is None or day <= e.in_force_until)
    ]
    assert len(valid) == (1 if min(starts) <= day else 0)
    assert valid in ([], [in_force(line, day)])


def test_the_register_names_laws_by_their_official_titles_and_in_order() -> None:
    for known in REGISTER:
        assert known.title == official_title(known.title)
        assert known.promulgated <= known.in_force_from
    assert len({(k.title, k.in_force_from) for k in REGISTER}) == len(REGISTER)


def test_the_register_knows_that_the_regulation_of_2007_was_replaced() -> None:
    known = next(k for k in REGISTER if k.title == "行政复议法实施条例")
    assert (known.instrument, known.articles) == ("国务院令第836号", 77)
    assert known.in_force_from == date(2026, 7, 1)
