from datetime import date
from pathlib import Path

import pytest

from fashu.kernel.law.citation import Citation, Law
from fashu.kernel.law.register import Known
from fashu.kernel.library.importer import import_folder
from fashu.kernel.library.lookup import Found, Gap, Library, NotFound

LIGHT = Law("灯塔管理条例")
BEFORE, AFTER = date(2026, 10, 31), date(2026, 11, 1)


def found(citation: Citation, day: date) -> Found:
    answer = Library().resolve(citation, day)
    assert isinstance(answer, Found), answer
    return answer


def missing(citation: Citation, day: date) -> NotFound:
    answer = Library().resolve(citation, day)
    assert isinstance(answer, NotFound), answer
    return answer


def test_the_text_in_force_on_the_day_is_given(library: Path) -> None:
    assert found(LIGHT.art(1), BEFORE).text == "为了灯塔明亮，制定本条例。"
    assert found(LIGHT.art(1), AFTER).text == "为了灯塔长明，制定本条例。"


def test_paragraphs_items_and_points_are_given_with_what_hangs_on_them(library: Path) -> None:
    assert found(LIGHT.art(2, 2), BEFORE).text == "前款规定的种类，由灯塔主管部门公布。"
    assert found(LIGHT.art(2, 1, 2), BEFORE).text == "（二）岸上灯塔。"
    first = "（一）海上灯塔，包括：\n1.礁石上的灯塔；\n2.浮动的灯塔；"
    assert found(LIGHT.art(2, 1, 1), BEFORE).text == first
    assert found(LIGHT.art(2, 1, 1, point=2), BEFORE).text == "2.浮动的灯塔；"


def test_an_inserted_article_is_another_article(library: Path) -> None:
    assert found(LIGHT.art(3, inserted=1), BEFORE).text == "守塔人可以养一只猫。"
    assert missing(LIGHT.art(3, inserted=1), AFTER).gap is Gap.ARTICLE


def test_the_answer_names_the_divisions_the_article_stands_in(library: Path) -> None:
    assert found(LIGHT.art(3), BEFORE).path == "第二章 守塔 / 第一节 守塔人"
    assert found(Law("灯塔法典").art(3), AFTER).path == "守塔编 / 第一章 一般规定"


def test_every_usual_title_finds_the_law(library: Path) -> None:
    for title in ("中华人民共和国灯塔管理条例", "《灯塔管理条例》", "灯塔管理条例（2026年修订）"):
        assert found(Law(title).art(1), AFTER).edition.in_force_from == date(2026, 11, 1)


def test_an_unknown_law_is_named_with_what_may_be_meant(library: Path) -> None:
    answer = missing(Law("管理条例").art(1), AFTER)
    assert answer.gap is Gap.LAW
    assert answer.message == "法规库里没有《管理条例》。是否指《灯塔管理条例》？"


def test_an_expired_law_is_never_given_as_if_it_were_in_force(library: Path) -> None:
    hut = Law("灯台暂行办法").art(1)
    assert found(hut, date(2001, 4, 30)).text == "灯台归县。"
    answer = missing(hut, date(2001, 5, 1))
    assert answer.gap is Gap.NOT_IN_FORCE
    assert "施行至2001年4月30日，由《灯塔管理条例》代替" in answer.message


def test_before_the_first_edition_nothing_is_given(library: Path) -> None:
    assert missing(LIGHT.art(1), date(2001, 4, 30)).gap is Gap.NOT_IN_FORCE


def test_a_citation_of_one_edition_holds_only_while_that_edition_does(library: Path) -> None:
    old = Law("灯塔管理条例", edition=date(2001, 5, 1)).art(1)
    assert found(old, BEFORE).text == "为了灯塔明亮，制定本条例。"
    assert missing(old, AFTER).gap is Gap.NOT_IN_FORCE
    unknown = Law("灯塔管理条例", edition=date(1999, 1, 1)).art(1)
    assert "没有《灯塔管理条例》自1999年1月1日起施行的版本" in missing(unknown, AFTER).message


@pytest.mark.parametrize(
    ("citation", "gap"),
    [
        (LIGHT.art(99), Gap.ARTICLE),
        (LIGHT.art(2, 9), Gap.PART),
        (LIGHT.art(2, 1, 9), Gap.PART),
        (LIGHT.art(2, 1, 2, point=1), Gap.PART),
    ],
)
def test_what_the_edition_does_not_have_is_named(
    library: Path, citation: Citation, gap: Gap
) -> None:
    answer = missing(citation, BEFORE)
    assert answer.gap is gap
    assert citation.place in answer.message


def test_an_edition_known_without_its_text_answers_only_about_the_number(
    folder: Path, db: None
) -> None:
    newer = Known("灯塔管理条例", date(2027, 1, 2), date(2027, 3, 1), 9)
    import_folder(folder, register=(newer,))
    day = date(2027, 3, 1)
    assert missing(LIGHT.art(9), day).gap is Gap.TEXT
    assert missing(LIGHT.art(10), day).gap is Gap.ARTICLE
    assert "只有9条" in missing(LIGHT.art(10), day).message
