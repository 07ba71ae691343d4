from datetime import date

import pytest

from fashu.kernel.law.history import (
    Act,
    Basis,
    Dated,
    Ending,
    Event,
    ending,
    events,
    in_force,
    instrument,
    promulgated,
)

ADOPTED = Event(date(2005, 8, 28), Act.ADOPTED)
AMENDED = Event(date(2012, 10, 26), Act.AMENDED)
REVISED = Event(date(2023, 9, 1), Act.REVISED)


def test_the_header_tells_its_acts_in_order() -> None:
    header = (
        "2005年8月28日 第十届全国人民代表大会常务委员会第十七次会议通过",
        "２０１２年１０月２６日 常务委员会会议《关于修改<灯塔法>的决定》修正）",
        "2019年8月31日通过并经2020年1月15日省人民代表大会常务委员会批准的《关于修订的决定》修正",
        "2021年2月30日 公布",
    )
    assert events(header) == (
        ADOPTED,
        AMENDED,
        Event(date(2019, 8, 31), Act.ADOPTED),
        Event(date(2020, 1, 15), Act.AMENDED),
    )


def test_a_revision_by_a_decision_on_some_articles_is_an_amendment() -> None:
    (event,) = events(["2024年11月10日 《国务院关于修改〈灯塔办法〉的决定》第四次修订）"])
    assert event == Event(date(2024, 11, 10), Act.AMENDED)
    assert events(["2024年11月10日 国务院令第9号修订"])[0].act is Act.REVISED


def test_words_inside_a_title_are_not_acts() -> None:
    assert events(["2018年1月1日 《关于废止和修改决定的公布办法》"]) == ()


def test_the_order_number_is_the_last_one_told() -> None:
    header = ["2001年3月8日 中华人民共和国国务院令第901号公布", "2009年 《国务院令第5号》修订"]
    assert instrument(header) == "国务院令第901号"
    assert instrument(["2001年3月8日 通过"]) == ""


ENDINGS = [
    ("本法自2006年3月1日起施行。", Ending(date(2006, 3, 1))),
    ("本法自一九九六年十月一日起施行。", Ending(date(1996, 10, 1))),
    ("本法自公布之日起施行。", Ending(None, 0)),
    ("本法自公布之日起三十日后施行。", Ending(None, 30)),
    ("本法自2006年3月1日起施行。《灯法》和《塔法》（旧）同时废止。",
     Ending(date(2006, 3, 1), None, ("灯法", "塔法"))),
    ("《灯法》中有关守塔的规定即行废止。", Ending()),
    ("人民法院宣告《灯券》失效。", Ending()),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), ENDINGS)
def test_final_articles_tell_the_beginning_and_what_they_repeal(
    text: str, expected: Ending
) -> None:
    assert ending([text]) == expected


def test_only_the_last_articles_are_final_provisions() -> None:
    assert ending(["其他。"] * 8 + ["自2001年1月1日起施行。"]) == Ending()


def test_the_file_name_tells_the_publication_unless_the_header_knows_a_later_act() -> None:
    name = date(2012, 10, 30)
    assert promulgated(name, (ADOPTED, AMENDED), None) == Dated(name, Basis.FILE_NAME)
    assert promulgated(name, (ADOPTED, REVISED), None) == Dated(REVISED.on, Basis.HEADER)
    assert promulgated(None, (), name) == Dated(name, Basis.FRONT_MATTER)
    assert promulgated(None, (), None) is None


def test_after_an_amendment_the_final_article_still_tells_the_first_beginning() -> None:
    made = AMENDED.on
    final = Ending(date(2006, 3, 1))
    assert in_force(made, (ADOPTED, AMENDED), final, None) == Dated(made, Basis.PRESUMED)
    assert in_force(made, (ADOPTED, AMENDED), Ending(None, 0), None) == Dated(made, Basis.PRESUMED)


def test_after_a_revision_the_final_article_tells_the_new_beginning() -> None:
    final = Ending(date(2024, 1, 1))
    found = in_force(REVISED.on, (ADOPTED, REVISED), final, date(2023, 12, 1))
    assert found == Dated(date(2024, 1, 1), Basis.FINAL_ARTICLE)
    thirty = in_force(REVISED.on, (REVISED,), Ending(None, 30), None)
    assert thirty == Dated(date(2023, 10, 1), Basis.FINAL_ARTICLE)


def test_a_header_line_comes_before_the_front_matter() -> None:
    began = Event(date(2013, 1, 1), Act.BEGAN)
    front = date(2013, 6, 1)
    assert in_force(AMENDED.on, (AMENDED, began), Ending(), front) == Dated(began.on, Basis.HEADER)
    assert in_force(AMENDED.on, (AMENDED,), Ending(), front) == Dated(front, Basis.FRONT_MATTER)


def test_without_any_day_of_publication_the_final_article_still_counts() -> None:
    assert in_force(None, (), Ending(date(1996, 5, 1)), None) == Dated(
        date(1996, 5, 1), Basis.FINAL_ARTICLE
    )
    assert in_force(None, (), Ending(), None) is None
