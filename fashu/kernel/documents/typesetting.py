"""From what a paper says to its PDF, through Typst: the same content gives the same bytes.

Typst runs inside this process and keeps its fonts and what it has compiled; a second paper
takes milliseconds. It may read the folder of layouts and nothing else. What people wrote
comes to it as JSON, which is data and never code.
"""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from threading import Lock

import typst

from fashu.kernel.documents.content import LAYOUT, Content
from fashu.kernel.documents.typefaces import FONTS, refuse_unprintable

LAYOUTS = Path(__file__).parent / "typst"

EPOCH = 1_735_689_600
"""2025-01-01 as the PDF's own creation time: the date that counts is printed in the paper."""

_one_at_a_time = Lock()


@dataclass(frozen=True, slots=True)
class Place:
    """The middle of the seal: page (from 0) and millimetres from the page's upper left corner."""

    page: int
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Printed:
    """A paper set in pages, and where its seal belongs."""

    pdf: bytes
    seal: Place | None


def pdf(content: Content, layout: str = LAYOUT) -> Printed:
    """Set a paper. Raises Refused where a character could not be printed."""
    refuse_unprintable(content.texts())
    inputs = {"paper": json.dumps(content.to_json(), ensure_ascii=False)}
    source = LAYOUTS / f"{layout}.typ"
    with _one_at_a_time:
        made = _compiler().compile(source, sys_inputs=inputs, timestamp=EPOCH)
        found = _compiler().query("<seal>", field="value") if content.sign else "[]"
    assert isinstance(made, bytes)
    return Printed(made, _place(found))


def seal_picture(title: str, diameter: int) -> bytes:
    """The picture of a seal as a PDF: 某某专用章 stands below the star, the office around it."""
    office, purpose = _purpose(title)
    inputs = {"seal": json.dumps({"office": office, "purpose": purpose, "diameter": diameter})}
    with _one_at_a_time:
        made = _compiler().compile(LAYOUTS / "seal.typ", sys_inputs=inputs, timestamp=EPOCH)
    assert isinstance(made, bytes)
    return made


def _purpose(title: str) -> tuple[str, str]:
    """明德市人民政府行政复议专用章 -> the office, and what the seal is for."""
    for purpose in ("行政复议专用章", "专用章"):
        if title.endswith(purpose) and len(title) > len(purpose):
            return title.removesuffix(purpose), purpose
    return title, ""


def _place(found: str) -> Place | None:
    values = json.loads(found)
    return Place(values[0]["page"] - 1, values[0]["x"], values[0]["y"]) if values else None


@cache
def _compiler() -> typst.Compiler:
    fonts = typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[FONTS]
    )
    return typst.Compiler(root=LAYOUTS, font_paths=fonts)
