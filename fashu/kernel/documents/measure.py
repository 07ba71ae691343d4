"""Reads a PDF back as a measuring eye does: every character with its place, face and size.

The tests measure the layout with it, and OFD takes its places from it.
"""

import ctypes
from dataclasses import dataclass

import pypdfium2
import pypdfium2.raw as pdfium

POINT = 25.4 / 72
HALF_LINE = 2.5


@dataclass(frozen=True, slots=True)
class Letter:
    """A character on a page; millimetres from the upper left corner."""

    text: str
    page: int
    left: float
    right: float
    top: float
    bottom: float
    size: float
    face: str


def letters(content: bytes) -> list[Letter]:
    """Every visible character, page by page in reading order."""
    found: list[Letter] = []
    document = pypdfium2.PdfDocument(content)
    for number, page in enumerate(document):
        text, height = page.get_textpage(), page.get_height()
        for n in range(text.count_chars()):
            letter = text.get_text_range(n, 1)
            if not letter.strip():
                continue
            left, bottom, right, top = text.get_charbox(n, loose=True)
            size = pdfium.FPDFText_GetFontSize(text.raw, n)
            sides = (left * POINT, right * POINT)
            edges = ((height - top) * POINT, (height - bottom) * POINT)
            found.append(Letter(letter, number, *sides, *edges, size, _face(text, n)))
    document.close()
    return found


def lines(found: list[Letter]) -> list[list[Letter]]:
    """The characters as lines, from the top of the first page to the bottom of the last."""
    # The faces differ a little in height: one line is what lies within half a line of another.
    found = sorted(found, key=lambda x: (x.page, x.bottom))
    rows: list[list[Letter]] = []
    for letter in found:
        last = rows[-1][0] if rows else None
        near = last and letter.page == last.page and abs(letter.bottom - last.bottom) < HALF_LINE
        if near:
            rows[-1].append(letter)
        else:
            rows.append([letter])
    return [sorted(row, key=lambda x: x.left) for row in rows]


def said(line: list[Letter]) -> str:
    """A line as text."""
    return "".join(letter.text for letter in line)


def _face(text: pypdfium2.PdfTextPage, n: int) -> str:
    buffer, flags = ctypes.create_string_buffer(100), ctypes.c_int()
    pdfium.FPDFText_GetFontInfo(text.raw, n, buffer, 100, ctypes.byref(flags))
    return buffer.value.decode("ascii", "replace")
