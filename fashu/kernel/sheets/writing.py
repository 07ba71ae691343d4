"""Writing .xlsx and .csv files in which no cell is ever a formula."""

import csv
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO, StringIO
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

DANGEROUS = frozenset("=+-@\t\r")
"""What a spreadsheet takes for the beginning of a formula."""

CHOICES = "字典"
LAST_ROW = 300_001
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]|[\ud800-\udfff]")
_HEAD = PatternFill("solid", fgColor="E8EEF7")


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its title, whether it must be filled in, what to choose from, how long it may be.

    `hint` says for the template what to write.
    """

    title: str
    required: bool = False
    choices: tuple[str, ...] = ()
    hint: str = ""
    width: int = 18
    longest: int = 100


def write_csv(columns: Sequence[Column], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """The lines of a CSV file, with the mark by which Excel knows UTF-8."""
    yield "\ufeff" + _line([_title(column) for column in columns])
    for row in rows:
        yield _line([_harmless(cell) for cell in row])


def write_xlsx(
    sheet: str,
    columns: Sequence[Column],
    rows: Iterable[Sequence[str]],
    notes: Mapping[str, str] | None = None,
) -> bytes:
    """A workbook: the rows, a sheet with the choices of the columns, and one with `notes`."""
    book = Workbook(write_only=True)
    page = book.create_sheet(sheet)
    page.freeze_panes = "A2"
    for number, column in enumerate(columns, 1):
        page.column_dimensions[get_column_letter(number)].width = column.width
    _offer_choices(page, columns)
    page.append([_head(page, column) for column in columns])
    for row in rows:
        page.append([_cell(page, cell) for cell in row])
    _list_choices(book, columns)
    if notes:
        remarks = book.create_sheet("说明")
        remarks.column_dimensions["B"].width = 90
        for item, text in notes.items():
            remarks.append([_cell(remarks, item), _cell(remarks, text)])
    content = BytesIO()
    book.save(content)
    return content.getvalue()


def _offer_choices(page: Any, columns: Sequence[Column]) -> None:
    """Drop-downs; what is not in the list is refused by the spreadsheet already."""
    with_choices = [n for n, column in enumerate(columns, 1) if column.choices]
    for place, number in enumerate(with_choices, 1):
        column, letter = columns[number - 1], get_column_letter(place)
        offer = DataValidation(
            type="list",
            formula1=f"'{CHOICES}'!${letter}$2:${letter}${len(column.choices) + 1}",
            allow_blank=not column.required,
            showErrorMessage=True,
            errorTitle=column.title,
            error="请从下拉列表中选择。",
        )
        offer.add(f"{get_column_letter(number)}2:{get_column_letter(number)}{LAST_ROW}")
        page.data_validations.append(offer)


def _list_choices(book: Any, columns: Sequence[Column]) -> None:
    lists = [(column.title, *column.choices) for column in columns if column.choices]
    if not lists:
        return
    page = book.create_sheet(CHOICES)
    for n in range(max(map(len, lists))):
        page.append([_cell(page, words[n] if n < len(words) else "") for words in lists])


def _head(page: Any, column: Column) -> Any:
    cell = WriteOnlyCell(page, value=_title(column))
    cell.font, cell.fill = Font(bold=True), _HEAD
    cell.alignment = Alignment(horizontal="left")
    return cell


def _title(column: Column) -> str:
    return f"{column.title}*" if column.required else column.title


def _cell(page: Any, text: str) -> Any:
    """Text, whatever it begins with. Only what could be a formula costs a cell object."""
    plain = _CONTROL.sub("", text)
    if plain[:1] not in DANGEROUS:
        return plain
    cell = WriteOnlyCell(page, value=plain)
    cell.data_type, cell.quotePrefix = "s", True
    return cell


def _harmless(text: str) -> str:
    """CSV has no types: an apostrophe makes text of a formula. Reading takes it off again."""
    return f"'{text}" if text[:1] in DANGEROUS else text


def _line(cells: Sequence[str]) -> str:
    buffer = StringIO()
    csv.writer(buffer, lineterminator="\r\n").writerow(cells)
    return buffer.getvalue()
