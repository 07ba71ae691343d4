"""Reading tables from strangers, and writing some that harm nobody."""

import zipfile
from datetime import date
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from fashu.kernel.sheets import Column, SheetRefusedError, guard, read, write_csv, write_xlsx

COLUMNS = (Column("代码", required=True), Column("类别", choices=("监狱", "法院")))
FORMULAS = ["=1+1", "+8613900000001", "-1", "@SUM(A1)", '=HYPERLINK("http://x","y")', "\t=1"]


def bomb(sheet: bytes, *, size: int = 0) -> bytes:
    """A workbook whose only sheet has this XML, and `size` bytes of nothing after it."""
    model = BytesIO()
    book = Workbook()
    book.save(model)
    out = BytesIO()
    with (
        zipfile.ZipFile(model) as source,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for part in source.infolist():
            content = source.read(part)
            if part.filename == "xl/worksheets/sheet1.xml":
                content = sheet + b" " * size
            target.writestr(part, content)
    return out.getvalue()


def sheet_with(cells: bytes) -> bytes:
    return (
        b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        + cells
        + b"</sheetData></worksheet>"
    )


@pytest.mark.parametrize("text", FORMULAS)
def test_no_cell_of_an_exported_workbook_is_a_formula(text: str) -> None:
    content = write_xlsx("机构", COLUMNS, [(text, "监狱")])
    cells = [cell for page in load_workbook(BytesIO(content)) for row in page for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "n"}
    assert read(content, "x.xlsx").rows[0][1][0] == text.strip()


@pytest.mark.parametrize("text", FORMULAS)
def test_no_cell_of_an_exported_csv_begins_a_formula(text: str) -> None:
    lines = list(write_csv(COLUMNS, [(text, "监狱")]))
    assert lines[1].lstrip('"')[0] == "'"


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text(st.characters(exclude_categories=["C", "Z"])), min_size=2, max_size=2))
def test_what_was_written_is_read_again(cells: list[str]) -> None:
    if not any(cells):
        return
    content = "".join(write_csv(COLUMNS, [cells])).encode()
    for table in (read(content, "x.csv"), read(write_xlsx("表", COLUMNS, [cells]), "x.xlsx")):
        assert table.header == ("代码", "类别")
        expected = tuple(c[1:] if c[:1] == "'" and c[1:2] in set("=+-@") else c for c in cells)
        assert table.rows == ((2, expected),)


def test_choices_become_a_drop_down() -> None:
    book = load_workbook(BytesIO(write_xlsx("机构", COLUMNS, [], {"代码": "必填"})))
    assert book.sheetnames == ["机构", "字典", "说明"]
    (offer,) = book["机构"].data_validations.dataValidation
    assert (offer.formula1, str(offer.sqref)) == ("'字典'!$A$2:$A$3", "B2:B300001")
    assert [cell.value for cell in book["字典"]["A"]] == ["类别", "监狱", "法院"]


def test_codes_typed_as_numbers_and_days_read_as_people_mean_them() -> None:
    book = Workbook()
    page = book.active
    assert page is not None
    page.append(["代码", "日期", "启用"])
    page.append([990101, date(2026, 5, 1), True])
    content = BytesIO()
    book.save(content)
    assert read(content.getvalue(), "x.xlsx").rows == ((2, ("990101", "2026-05-01", "是")),)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-8", "gb18030"])
def test_a_csv_is_read_in_the_encodings_that_excel_writes(encoding: str) -> None:
    table = read("代码,名称\r\n99,示范省司法厅\r\n".encode(encoding), "a.CSV")
    assert table.rows == ((2, ("99", "示范省司法厅")),)


def test_rows_keep_their_numbers_though_empty_ones_are_left_out() -> None:
    table = read("代码,名称\n\n99,厅\n,,\n98,局,多余\n".encode(), "a.csv")
    assert table.rows == ((3, ("99", "厅")), (5, ("98", "局")))


def test_a_workbook_that_unpacks_beyond_measure_is_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(guard, "UNPACKED", 4 * 1024 * 1024)
    with pytest.raises(SheetRefusedError, match="太大"):
        read(bomb(sheet_with(b""), size=6 * 1024 * 1024), "bomb.xlsx")


@pytest.mark.parametrize("place", [b'r="XFD1048576"', b"r='A1048576'", b'r="BZ2"'])
def test_one_cell_far_away_does_not_fill_the_memory(place: bytes) -> None:
    cells = b'<row><c r="A1"><v>1</v></c><c ' + place + b"><v>2</v></c></row>"
    with pytest.raises(SheetRefusedError, match="太大"):
        read(bomb(sheet_with(cells)), "far.xlsx")


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        (b"PK\x03\x04nonsense", "x.xlsx", "不是可以读取"),
        (b"", "x.csv", "空的"),
        (b"\xff\xfe\x00\xd8\x81", "x.csv", "编码"),
        (b'a,"b\n', "x.csv", "引号"),
        (b"%PDF-1.7", "x.pdf", "只能读取"),
        (bomb(b"<worksheet"), "x.xlsx", "不是可以读取|空的"),
    ],
)
def test_what_is_no_table_is_refused_in_words(content: bytes, name: str, words: str) -> None:
    with pytest.raises(SheetRefusedError, match=words):
        read(content, name)
