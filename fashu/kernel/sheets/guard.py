"""Looking into a workbook before it is opened: what it says of its size is not believed."""

import re
from io import BytesIO
from zipfile import BadZipFile, ZipFile

PARTS = 1000
UNPACKED = 400 * 1024 * 1024
ROWS, COLUMNS = 300_000, 64
CHUNK = 1024 * 1024

TOO_LARGE = f"表格展开后太大。一次最多导入{ROWS}行、{COLUMNS}列，请分成几个文件。"
BROKEN = "这不是可以读取的 Excel 文件。请用 Excel 或者 WPS 另存为 .xlsx 格式后重试。"

# Positions of cells and rows: r="XFD1048576". One cell far away makes a reader reserve the whole
# rectangle, so that a file of a few hundred bytes fills the memory.
_FAR_ROW = re.compile(rb"""\br=["'][A-Z]*(\d{6,})["']""")
_COLUMN = re.compile(rb"""\br=["']([A-Z]+)\d""")


class SheetRefusedError(Exception):
    """A file cannot be read as a table; the message is for the person who chose it."""


def check_workbook(content: bytes) -> None:
    """Unpack every part and count. Raises SheetRefusedError for a bomb and for what is no workbook.

    Nothing is kept: at most one chunk is in memory at a time.
    """
    try:
        with ZipFile(BytesIO(content)) as archive:
            parts = archive.infolist()
            if len(parts) > PARTS:
                raise SheetRefusedError(TOO_LARGE)
            left = UNPACKED
            for part in parts:
                if part.flag_bits & 1:
                    raise SheetRefusedError("文件有密码保护。请取消密码后重试。")
                is_sheet = part.filename.startswith("xl/worksheets/")
                left = _unpack(archive, part.filename, left, is_sheet=is_sheet)
    except (BadZipFile, EOFError, NotImplementedError, OSError, RuntimeError, ValueError) as error:
        raise SheetRefusedError(BROKEN) from error


def _unpack(archive: ZipFile, name: str, left: int, *, is_sheet: bool) -> int:
    """How many bytes are still allowed after this part."""
    with archive.open(name) as part:
        tail = b""
        while chunk := part.read(CHUNK):
            left -= len(chunk)
            if left < 0:
                raise SheetRefusedError(TOO_LARGE)
            if is_sheet:
                _check_places(tail + chunk)
                tail = chunk[-64:]
    return left


def _check_places(text: bytes) -> None:
    if any(int(row) > ROWS + 1 for row in set(_FAR_ROW.findall(text))):
        raise SheetRefusedError(TOO_LARGE)
    if any(_number(column) > COLUMNS for column in set(_COLUMN.findall(text))):
        raise SheetRefusedError(TOO_LARGE)


def _number(letters: bytes) -> int:
    """A is 1, Z is 26, AA is 27."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number
