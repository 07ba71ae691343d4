"""A Word copy of a paper, for editing elsewhere: the same page, faces and grid, without a seal.

The names are those of the standard's typefaces, which offices have on their machines.
"""

from io import BytesIO

import docx as word
from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.text.paragraph import Paragraph

from fashu.kernel.documents.content import Block, Content

FANG, KAI, HEI, TITLE = "仿宋_GB2312", "楷体_GB2312", "黑体", "方正小标宋简体"
FACES = {"h1": HEI, "h2": KAI}
SAN, ER = Pt(16), Pt(22)
PITCH = Pt(28.95)
NOTICE = "（编辑用副本，未用印，不具有法律效力）"


def docx(content: Content) -> bytes:
    """The paper as a .docx file."""
    document = word.Document()
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    _line(document, NOTICE, size=Pt(10.5), align=WD_ALIGN_PARAGRAPH.CENTER)
    if content.form in ("red", "letter"):
        _line(document, content.head, TITLE, Pt(36), WD_ALIGN_PARAGRAPH.CENTER, red=True)
    for title in content.title:
        _line(document, title, TITLE, ER, WD_ALIGN_PARAGRAPH.CENTER)
    if content.number:
        _line(document, content.number, align=WD_ALIGN_PARAGRAPH.RIGHT)
    _line(document, "")
    for block in content.blocks:
        _block(document, block)
    if content.sign:
        _line(document, "")
        for text in (content.sign.office, content.sign.date):
            signed = _line(document, text, align=WD_ALIGN_PARAGRAPH.RIGHT)
            signed.paragraph_format.right_indent = SAN * 4
    _page_number(section.footer.paragraphs[0])
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def _block(document: Document, block: Block) -> None:
    if block.kind == "table":
        rows = len(block.cells) // max(1, len(block.columns))
        table = document.add_table(rows, len(block.columns), style="Table Grid")
        for n, cell in enumerate(block.cells):
            table.cell(n // len(block.columns), n % len(block.columns)).text = cell.text
        return
    line = _line(document, block.text, FACES.get(block.kind, FANG))
    if block.kind in ("p", "h1", "h2"):
        line.paragraph_format.first_line_indent = SAN * 2


def _line(
    document: Document,
    text: str,
    face: str = FANG,
    size: int = SAN,
    align: WD_ALIGN_PARAGRAPH = WD_ALIGN_PARAGRAPH.JUSTIFY,
    *,
    red: bool = False,
) -> Paragraph:
    paragraph = document.add_paragraph()
    paragraph.alignment = align
    form = paragraph.paragraph_format
    form.space_before = form.space_after = Pt(0)
    form.line_spacing_rule = WD_LINE_SPACING.EXACTLY if size <= ER else WD_LINE_SPACING.SINGLE
    if size <= ER:
        form.line_spacing = PITCH if size == SAN else Pt(35)
    run = paragraph.add_run(text)
    run.font.name, run.font.size = face, size
    run._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), face)
    if red:
        run.font.color.rgb = RGBColor(0xE6, 0x00, 0x12)
    return paragraph


def _page_number(paragraph: Paragraph) -> None:
    """— 1 —, as a field that Word counts."""
    paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    paragraph.add_run("— ")
    run = paragraph.add_run()
    for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
        if kind:
            part = OxmlElement("w:fldChar")
            part.set(qn("w:fldCharType"), kind)
        else:
            part = OxmlElement("w:instrText")
            part.text = text
        run._element.append(part)
    paragraph.add_run(" —")
