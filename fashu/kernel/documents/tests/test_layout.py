"""GB/T 9704-2012, measured in the PDF that comes out: millimetres, faces, sizes."""

from dataclasses import replace
from itertools import pairwise

import pypdfium2
import pytest

from fashu.kernel.documents.content import Block, Content, Signature, blocks_of
from fashu.kernel.documents.measure import POINT, Letter, letters, lines, said
from fashu.kernel.documents.typesetting import pdf

OFFICE = "明德市人民政府"
DECISION = Content(
    form="decision",
    office=OFFICE,
    head=OFFICE,
    title=(OFFICE, "行政复议决定书"),
    number="明政复决〔2026〕12号",
    blocks=blocks_of(
        f"张晓岚：\n{'汉' * 900}\n一、查明的事实\n（一）关于程序\n对本决定不服的，可以起诉。"
    ),
    sign=Signature(OFFICE, "2026年11月22日"),
)
PITCH = 225 / 22
CELL = 156 / 28


def found(content: Content) -> list[list[Letter]]:
    return lines(letters(pdf(content).pdf))


def line(content: Content, start: str) -> list[Letter]:
    return next(row for row in found(content) if said(row).startswith(start))


def test_the_page_is_a4() -> None:
    page = pypdfium2.PdfDocument(pdf(DECISION).pdf)[0]
    assert [round(side * POINT) for side in page.get_size()] == [210, 297]


def test_the_text_fills_156_by_225_millimetres_from_37_and_28() -> None:
    full = [row for row in found(DECISION) if len(row) == 28]
    second_page = [row for row in full if row[0].page == 1]
    assert min(row[0].left for row in full) == pytest.approx(28, abs=0.5)
    assert max(row[-1].right for row in full) == pytest.approx(184, abs=0.5)
    assert second_page[0][0].top == pytest.approx(37, abs=1)
    last = max(row[0].bottom for row in full if row[0].page == 0)
    assert last == pytest.approx(262, abs=1)


def test_a_page_holds_22_lines_of_28_characters() -> None:
    long = replace(DECISION, blocks=(Block("p", "汉" * 2000),))
    second = [row for row in found(long) if row[0].page == 1 and said(row).startswith("汉")]
    assert len(second) == 22
    assert {len(row) for row in second} == {28}
    steps = {round(b[0].top - a[0].top, 1) for a, b in pairwise(second)}
    assert steps == {round(PITCH, 1)}


@pytest.mark.parametrize(
    ("start", "size", "face"),
    [
        ("行政复议决定书", 22, "FashuXiaoBiaoSong"),
        ("张晓岚：", 16, "FashuFang"),
        ("一、查明", 16, "FashuHei"),
        ("（一）", 16, "FashuKai"),
        ("—1—", 14, "FashuSong"),
    ],
)
def test_each_part_has_its_face_and_size(start: str, size: float, face: str) -> None:
    letter = line(DECISION, start)[-2]
    assert letter.size == pytest.approx(size, abs=0.1)
    assert letter.face.endswith(face)


def test_a_paragraph_begins_two_characters_in() -> None:
    row = next(row for row in found(DECISION) if len(row) == 26)
    assert row[0].left == pytest.approx(28 + 2 * CELL, abs=0.3)


def test_the_title_is_in_the_middle() -> None:
    row = line(DECISION, "行政复议决定书")
    assert (row[0].left + row[-1].right) / 2 == pytest.approx(28 + 78, abs=0.5)


def test_the_date_ends_four_characters_before_the_edge_and_the_office_stands_over_it() -> None:
    date, office = line(DECISION, "2026年11月22日"), found(DECISION)[-3]
    assert date[-1].right == pytest.approx(184 - 4 * CELL, abs=0.5)
    assert said(office) == OFFICE
    middle = [(row[0].left + row[-1].right) / 2 for row in (office, date)]
    assert middle[0] == pytest.approx(middle[1], abs=0.6)
    assert date[0].bottom - office[0].bottom == pytest.approx(PITCH, abs=0.4)


def test_a_signature_is_never_alone_on_its_page() -> None:
    for length in range(380, 560, 28):
        content = replace(
            DECISION, blocks=blocks_of("汉" * length + "\n对本决定不服的，可以起诉。")
        )
        last = max(row[0].page for row in found(content))
        assert any("可以起诉" in said(row) for row in found(content) if row[0].page == last)


def test_page_numbers_stand_7_millimetres_below_outside() -> None:
    first, second = line(DECISION, "—1—"), line(DECISION, "—2—")
    one = 14 * POINT
    assert first[0].top == pytest.approx(262 + 7, abs=1)
    assert first[-1].right == pytest.approx(184 - one, abs=1.2)
    assert second[0].left == pytest.approx(28 + one, abs=1.2)


def test_a_red_head_stands_35_millimetres_below_the_edge_of_the_text() -> None:
    rows = found(replace(DECISION, form="red", title=("关于改进执法的意见",)))
    head = next(row for row in rows if said(row) == OFFICE)
    assert head[0].top == pytest.approx(37 + 35, abs=2)
    number = next(row for row in rows if "〔2026〕" in said(row))
    assert (number[0].left + number[-1].right) / 2 == pytest.approx(28 + 78, abs=1)


def test_a_letter_has_its_head_at_30_millimetres_and_no_number_on_page_one() -> None:
    rows = found(replace(DECISION, form="letter", title=("关于抄告行政复议决定的函",)))
    head = next(row for row in rows if said(row) == OFFICE)
    assert head[0].top == pytest.approx(30, abs=2)
    assert not any(said(row) == "—1—" for row in rows)
    assert any(said(row) == "—2—" for row in rows)


def test_the_seal_lies_over_office_and_date() -> None:
    place = pdf(DECISION).seal
    assert place is not None
    office, date = found(DECISION)[-3], line(DECISION, "2026年11月22日")
    assert place.page == date[0].page
    assert place.x == pytest.approx((date[0].left + date[-1].right) / 2, abs=1)
    assert office[0].top < place.y < date[0].bottom


def test_the_same_content_gives_the_same_bytes() -> None:
    assert pdf(DECISION).pdf == pdf(Content.from_json(DECISION.to_json())).pdf
