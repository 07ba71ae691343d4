"""A document as a file: PDF as it stands, Word for editing elsewhere, and OFD with its pictures."""

from datetime import date
from io import BytesIO

import segno
from django.conf import settings

from fashu.kernel import clock
from fashu.kernel.documents.content import Content
from fashu.kernel.documents.drafting import Status, printed
from fashu.kernel.documents.models import Document
from fashu.kernel.documents.ofd import Picture, ofd, picture_of
from fashu.kernel.documents.sealing import sealed_file
from fashu.kernel.documents.signing import DIAMETER, LIFT
from fashu.kernel.documents.typesetting import seal_picture
from fashu.kernel.documents.word import docx

QR = (28.0, 268.0, 17.0)
"""Left, top and size of the QR code in millimetres, as the layout has them."""


def pdf_of(document: Document) -> bytes:
    """A document in pages: as it was sealed, else as it stands. Raises Refused."""
    return sealed_file(document) if document.status == Status.SEALED else printed(document).pdf


def word_of(document: Document) -> bytes:
    """A copy for editing elsewhere, which says of itself that it holds no force."""
    return docx(Content.from_json(document.content))


def ofd_of(document: Document) -> bytes:
    """A document as an OFD file."""
    made = printed(document)
    pictures = []
    if document.number_id is not None:
        left, top, size = QR
        pictures.append(Picture(0, left + size / 2, top + size / 2, size, _code(document)))
    if document.status == Status.SEALED and document.seal is not None and made.seal is not None:
        place, drawn = made.seal, picture_of(seal_picture(document.seal.title, DIAMETER))
        pictures.append(Picture(place.page, place.x, place.y - LIFT, DIAMETER, drawn))
    return ofd(made.pdf, document.title, _day(document), pictures)


def _code(document: Document) -> bytes:
    out = BytesIO()
    address = f"{settings.FASHU_URL}/verify/?code={document.code}"
    segno.make(address, error="m", micro=False).save(out, kind="png", scale=8, border=0)
    return out.getvalue()


def _day(document: Document) -> date:
    return document.drafted_at.astimezone(clock.BEIJING).date()
