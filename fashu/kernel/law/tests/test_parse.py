from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fashu.kernel.law.citation import Citation, Law
from fashu.kernel.law.parse import CitationError, find_citations, parse_citation, parse_citations

REVIEW = Law("行政复议法")
OWN = Law("星海县灯塔管理条例")
HERE = OWN.art(10, 3, 2)

SINGLE = [
    ("行政复议法第三十条第三款", REVIEW.art(30, 3)),
    ("《行政复议法》第三十条第三款", REVIEW.art(30, 3)),
    ("《中华人民共和国行政复议法》第30条第3款", REVIEW.art(30, 3)),
    ("中华人民共和国行政复议法第三十条第三款", REVIEW.art(30, 3)),
    ("行政复议法30条3款", REVIEW.art(30, 3)),
    ("复议法第 30 条 第 3 款", REVIEW.art(30, 3)),
    ("依照《行政复议法》第三十条第三款的规定", REVIEW.art(30, 3)),
    ("行政复议法（2023年修订）第三十条第三款", REVIEW.art(30, 3)),
    ("行政复议法第十二条（二）项", REVIEW.art(12, item=2)),
    ("行政复议法第三十九条第一款第(十)项", REVIEW.art(39, 1, 10)),
    ("行政复议法第三十九条第一款第十项", REVIEW.art(39, 1, 10)),
    ("刑法第120条之一第2款第（三）项第1目", Law("刑法").art(120, 2, 3, inserted=1, point=1)),
    ("本条例第五条", OWN.art(5)),
    ("第五条第二款", OWN.art(5, 2)),
    ("本条第一款", OWN.art(10, 1)),
    ("同条第一款", OWN.art(10, 1)),
    ("第一款第四项", OWN.art(10, 1, 4)),
    ("前款", OWN.art(10, 2)),
    ("前款第四项", OWN.art(10, 2, 4)),
    ("前项", OWN.art(10, 3, 1)),
    ("前条第二款", OWN.art(9, 2)),
]


@pytest.mark.parametrize(("text", "citation"), SINGLE)
def test_every_usual_writing_of_one_place_is_read(text: str, citation: Citation) -> None:
    assert parse_citation(text, law=OWN, here=HERE) == citation


def test_a_title_inside_a_bare_title_is_part_of_it() -> None:
    title = "最高人民法院关于适用《民法典》物权编的解释（一）"
    assert parse_citation(f"{title}第四条") == Law(title).art(4)
    assert parse_citation(f"《{title}》第四条") == Law(title).art(4)


def test_a_title_inside_a_title_does_not_end_it() -> None:
    text = "《最高人民法院关于适用〈中华人民共和国行政诉讼法〉的解释》第四十八条"
    assert parse_citation(text) == Law("最高人民法院关于适用《行政诉讼法》的解释").art(48)


SEVERAL = [
    ("行政复议法第三条至第五条", ["第三条", "第四条", "第五条"]),
    ("行政复议法第三至五条", ["第三条", "第四条", "第五条"]),
    ("行政复议法第三条、第五条和第七条第二款", ["第三条", "第五条", "第七条第二款"]),
    ("行政复议法第三、五条", ["第三条", "第五条"]),
    ("行政复议法第三条第一款、第三款", ["第三条第一款", "第三条第三款"]),
    (
        "行政复议法第三条第（一）、（二）、（五）项",
        ["第三条第一项", "第三条第二项", "第三条第五项"],
    ),
    ("行政复议法第三条第二项至第四项", ["第三条第二项", "第三条第三项", "第三条第四项"]),
    ("刑法第一百二十条之一至之三", [f"第一百二十条之{n}" for n in "一二三"]),
    ("前两款", ["第十条第一款", "第十条第二款"]),
]


@pytest.mark.parametrize(("text", "places"), SEVERAL)
def test_lists_and_ranges_come_out_one_by_one(text: str, places: list[str]) -> None:
    assert [c.place for c in parse_citations(text, law=OWN, here=HERE)] == places


PLACES = st.builds(
    Citation,
    law=st.sampled_from(
        [
            REVIEW,
            Law("最高人民法院关于适用《行政诉讼法》的解释"),
            Law("刑法"),
            OWN,
            Law("人民检察院刑事诉讼规则（试行）"),
        ]
    ),
    article=st.integers(1, 9999),
    inserted=st.integers(0, 30),
    paragraph=st.none() | st.integers(1, 99),
    item=st.none() | st.integers(1, 99),
)


@given(PLACES, st.none() | st.integers(1, 20))
def test_what_is_printed_reads_back_as_the_same_place(place: Citation, point: int | None) -> None:
    whole = (
        place
        if place.item is None
        else place.law.art(
            place.article, place.paragraph, place.item, inserted=place.inserted, point=point
        )
    )
    assert parse_citation(str(whole)) == whole


@given(st.text(alphabet="第三十条款项目前本同法至、（）一2《》 的之", max_size=20))
def test_any_text_is_read_or_refused_in_words(text: str) -> None:
    with suppress(CitationError):
        assert parse_citations(text, law=OWN, here=HERE)


REFUSED = [
    ("行政复议法", "没有写明条文"),
    ("三十日", "没有写明条文"),
    ("第三条、第五条", "2处"),
    ("行政复议法第三十条规定的三日", "三日"),
    ("行政复议法第五条至第三条", "终点"),
    ("《行政复议法》第二款", "没有写明第几条"),
]


@pytest.mark.parametrize(("text", "reason"), REFUSED)
def test_what_is_not_one_citation_is_refused_with_the_reason(text: str, reason: str) -> None:
    with pytest.raises(CitationError, match=reason):
        parse_citation(text, law=OWN)


def test_pointers_need_to_know_where_they_stand() -> None:
    with pytest.raises(CitationError, match="从哪一条说起"):
        parse_citation("前款")
    with pytest.raises(CitationError, match="没有写明是哪一部法"):
        parse_citation("第三条")
    with pytest.raises(CitationError, match="之前没有条"):
        parse_citation("前条", here=OWN.art(1))


def test_citations_are_found_in_running_text() -> None:
    text = (
        "依照刑法第九十三条、《行政复议法》（以下简称复议法）第十一条和第十二条第一项的规定，"
        "下列五项之一，第三人在三十日内，依照前款第二项、复议法第二十条；该法第三十条，"
        "同条第二款。"
    )
    found = find_citations(text, law=OWN, here=HERE, titles=["刑法"])
    assert [[str(c) for c in m.citations] for m in found] == [
        ["《刑法》第九十三条", "《行政复议法》第十一条", "《行政复议法》第十二条第一项"],
        ["《星海县灯塔管理条例》第十条第二款第二项"],
        ["《行政复议法》第二十条"],
        ["《行政复议法》第三十条", "《行政复议法》第三十条第二款"],
    ]
    assert text[found[0].start : found[0].end].startswith("刑法第九十三条")


def test_a_law_the_text_does_not_introduce_is_named_and_not_guessed() -> None:
    (mention,) = find_citations("参照港务法第三条办理", law=OWN)
    assert mention.citations == ()
    assert "港务法" in mention.problem
