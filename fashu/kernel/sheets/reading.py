"""Reading the first sheet of an .xlsx file, or a .csv file, into rows of text."""

import csv
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from io import BytesIO, StringIO

from python_calamine import CalamineError, CalamineWorkbook

from fashu.kernel.sheets.guard import BROKEN, ROWS, TOO_LARGE, SheetRefusedError, check_workbook
from fashu.kernel.sheets.writing import DANGEROUS

LARGEST = 64 * 1024 * 1024
ENCODINGS = ("utf-8-sig", "gb18030")
"""What Excel writes: UTF-8 with a mark where it is told to, else the national encoding."""


@dataclass(frozen=True, slots=True)
class Table:
    """A sheet as text: the titles of its columns, and its rows with their numbers in the file.

    Empty rows are left out; every row is as long as the header.
    """

    sheet: str
    header: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]


def read(content: bytes, name: str) -> Table:
    """The table in a file. Raises SheetRefusedError in words for whoever chose it."""
    if len(content) > LARGEST:
        raise SheetRefusedError(TOO_LARGE)
    if content.startswith(b"PK"):
        return _workbook(content)
    if name.lower().endswith(".csv"):
        return _csv(content)
    raise SheetRefusedError("只能读取 .xlsx 和 .csv 文件。请另存为其中一种格式后重试。")


def _workbook(content: bytes) -> Table:
    try:
        check_workbook(content)
        with CalamineWorkbook.from_filelike(BytesIO(content)) as book:
            sheet = book.get_sheet_by_index(0)
            first = sheet.start[0] if sheet.start else 0
            return _table(sheet.name, first, (map(_text, row) for row in sheet.iter_rows()))
    except (CalamineError, zlib.error, IndexError) as error:
        raise SheetRefusedError(BROKEN) from error


def _csv(content: bytes) -> Table:
    for encoding in ENCODINGS:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        try:
            rows = list(csv.reader(StringIO(text, newline=""), strict=True))
        except csv.Error as error:
            raise SheetRefusedError(f"CSV 文件的引号或者分隔符有误（{error}）。") from error
        return _table("CSV", 0, (map(_bare, row) for row in rows))
    raise SheetRefusedError("看不懂文件的文字编码。请另存为“CSV UTF-8”或者 .xlsx 后重试。")


def _table(name: str, first: int, rows: Iterable[Iterable[str]]) -> Table:
    """`first` is how many rows stand empty above the header."""
    header: tuple[str, ...] = ()
    kept: list[tuple[int, tuple[str, ...]]] = []
    for number, cells in enumerate(rows, first + 1):
        row = tuple(cells)
        if not any(row):
            continue
        if not header:
            header = _titles(row)
        elif len(kept) == ROWS:
            raise SheetRefusedError(TOO_LARGE)
        else:
            kept.append((number, _fit(row, len(header))))
    if not header:
        raise SheetRefusedError("表格是空的。请下载模板，填写后再导入。")
    return Table(name, header, tuple(kept))


def _titles(row: tuple[str, ...]) -> tuple[str, ...]:
    """The titles without the mark of what is required, up to the last one."""
    titles = [title.rstrip("*＊ ") for title in row]
    while titles and not titles[-1]:
        titles.pop()
    return tuple(titles)


def _fit(row: tuple[str, ...], width: int) -> tuple[str, ...]:
    return row[:width] + ("",) * (width - len(row))


def _text(value: object) -> str:
    """A cell as somebody reads it: a code typed as a number has no decimals, a day no hours."""
    match value:
        case str():
            return _bare(value)
        case bool():
            return "是" if value else "否"
        case float() if value.is_integer():
            return str(int(value))
        case datetime() if value.time() == time():
            return value.date().isoformat()
        case datetime() | date() | time():
            return value.isoformat()
    return str(value)


def _bare(text: str) -> str:
    """Without blanks around it, and without the apostrophe that kept a program from running it."""
    text = text.replace("\x00", "").strip()
    if text[:1] == "'" and text[1:2] in DANGEROUS:
        return text[1:]
    return text
