"""批量打印: one PDF of many papers, in order, behind a sheet that says what and how many pages."""

from collections.abc import Sequence
from io import BytesIO

from pypdf import PdfReader, PdfWriter

from fashu.kernel.documents.content import Block, Cell, Content
from fashu.kernel.documents.copies import pdf_of
from fashu.kernel.documents.models import Document
from fashu.kernel.documents.typesetting import pdf
from fashu.kernel.procedure.refusal import refuse

MOST = 200
"""Papers in one batch."""

HEADINGS = ("序号", "文书", "文号", "案号", "页数")


def batch(documents: Sequence[Document], office: str, day: str) -> bytes:
    """Every paper as it stands, sealed ones as they were sealed. Raises Refused for too many."""
    if not 1 <= len(documents) <= MOST:
        raise refuse(f"一次打印1至{MOST}份文书", remedy="请先勾选要打印的文书")
    files = [pdf_of(document) for document in documents]
    counts = [len(PdfReader(BytesIO(file)).pages) for file in files]
    writer = PdfWriter()
    writer.append(BytesIO(_sheet(documents, counts, office, day)))
    for file in files:
        writer.append(BytesIO(file))
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def _sheet(documents: Sequence[Document], counts: Sequence[int], office: str, day: str) -> bytes:
    rows = [
        (str(n), d.title, d.number.text if d.number else "", d.case.number, str(count))
        for n, (d, count) in enumerate(zip(documents, counts, strict=True), 1)
    ]
    total = ("", f"共{len(documents)}份", "", "", str(sum(counts)))
    cells = tuple(Cell(text) for row in (HEADINGS, *rows, total) for text in row)
    table = Block("table", columns=(2, 8, 8, 8, 2), cells=cells)
    blocks = (Block("line", f"{office}　{day}"), table)
    return pdf(Content(form="record", office=office, title=("文书打印清单",), blocks=blocks)).pdf
