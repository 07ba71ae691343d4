"""The pages of a PDF as pictures, for pages of ours that show no other kind of file."""

from io import BytesIO

import pypdfium2

SCALE = 1.6
"""Pixels per point of a page: sharp on a desk, light on a line."""


def page_count(pdf: bytes) -> int:
    """How many pages there are."""
    return len(pypdfium2.PdfDocument(pdf))


def page_picture(pdf: bytes, page: int) -> bytes:
    """A page (from 1) as PNG, its seal included. Raises IndexError where there is none."""
    document = pypdfium2.PdfDocument(pdf)
    document.init_forms()
    if not 1 <= page <= len(document):
        raise IndexError(page)
    out = BytesIO()
    drawn = document[page - 1].render(scale=SCALE, may_draw_forms=True).to_pil()
    drawn.convert("P", colors=64).save(out, "png")
    return out.getvalue()
