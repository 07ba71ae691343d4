"""The copies of a paper: Word for editing, OFD for exchange, each read back from its zip."""

import zipfile
from dataclasses import replace
from datetime import date
from io import BytesIO
from xml.etree import ElementTree

import docx as word
import pytest
from fontTools.ttLib import TTFont

from fashu.kernel.documents.ofd import NAMESPACE, Picture, ofd, picture_of
from fashu.kernel.documents.tests.test_layout import DECISION, OFFICE
from fashu.kernel.documents.typesetting import pdf, seal_picture
from fashu.kernel.documents.word import FANG, HEI, TITLE, docx

OFD = f"{{{NAMESPACE}}}"
DAY = date(2026, 11, 22)


@pytest.fixture(scope="module")
def archive() -> zipfile.ZipFile:
    seal = Picture(1, 141.5, 200, 42, picture_of(seal_picture(OFFICE, 42)))
    return zipfile.ZipFile(BytesIO(ofd(pdf(DECISION).pdf, "行政复议决定书", DAY, [seal])))


def xml(archive: zipfile.ZipFile, name: str) -> ElementTree.Element:
    return ElementTree.fromstring(archive.read(name))


def test_every_part_that_an_ofd_names_is_there(archive: zipfile.ZipFile) -> None:
    root = xml(archive, "OFD.xml")
    assert (root.tag, root.get("DocType"), root.get("Version")) == (f"{OFD}OFD", "OFD", "1.0")
    names = set(archive.namelist())
    document = root.findtext(f"{OFD}DocBody/{OFD}DocRoot")
    assert document in names
    pages = xml(archive, "Doc_0/Document.xml").iter(f"{OFD}Page")
    assert {f"Doc_0/{page.get('BaseLoc')}" for page in pages} <= names
    for part, tag in (("PublicRes", "FontFile"), ("DocumentRes", "MediaFile")):
        files = [f.text for f in xml(archive, f"Doc_0/{part}.xml").iter(f"{OFD}{tag}")]
        assert files
        assert {f"Doc_0/Res/{name}" for name in files} <= names


def test_an_ofd_says_what_the_paper_says_in_faces_that_it_carries(
    archive: zipfile.ZipFile,
) -> None:
    fonts = {
        font.get("ID"): font.findtext(f"{OFD}FontFile")
        for font in xml(archive, "Doc_0/PublicRes.xml").iter(f"{OFD}Font")
    }
    said = ""
    for name in sorted(n for n in archive.namelist() if "Pages/" in n):
        for text in xml(archive, name).iter(f"{OFD}TextObject"):
            code = text.find(f"{OFD}TextCode")
            assert code is not None
            words = code.text or ""
            said += words
            steps = (code.get("DeltaX") or "").split()
            assert len(steps) == len(words) - 1
            face = TTFont(BytesIO(archive.read(f"Doc_0/Res/{fonts[text.get('Font')]}")))
            assert {ord(letter) for letter in words} <= face.getBestCmap().keys()
    assert "行政复议决定书" in said
    assert "2026年11月22日" in said.replace(" ", "")
    assert said.count("汉") == 900


def test_the_objects_of_an_ofd_have_numbers_of_their_own(archive: zipfile.ZipFile) -> None:
    numbers = [
        each.get("ID")
        for name in archive.namelist()
        if name.endswith(".xml")
        for each in xml(archive, name).iter()
        if each.get("ID")
    ]
    assert len(numbers) == len(set(numbers))


def test_the_seal_lies_on_its_page_of_the_ofd(archive: zipfile.ZipFile) -> None:
    (image,) = xml(archive, "Doc_0/Pages/Page_1/Content.xml").iter(f"{OFD}ImageObject")
    left, top, wide, high = map(float, (image.get("Boundary") or "").split())
    assert (left + wide / 2, top + high / 2) == pytest.approx((141.5, 200))


def test_the_same_paper_gives_the_same_ofd() -> None:
    made = pdf(replace(DECISION, blocks=DECISION.blocks[:1])).pdf
    assert ofd(made, "决定书", DAY) == ofd(made, "决定书", DAY)


def test_a_word_copy_has_the_page_the_faces_and_the_words() -> None:
    copy = word.Document(BytesIO(docx(DECISION)))
    section = copy.sections[0]
    sides = (section.page_width, section.top_margin, section.left_margin)
    assert [round(side.mm) for side in sides if side is not None] == [210, 37, 28]
    faces = {p.text: p.runs[0].font.name for p in copy.paragraphs if p.runs}
    assert faces["行政复议决定书"] == TITLE
    assert faces["一、查明的事实"] == HEI
    assert faces["张晓岚："] == FANG
    assert "不具有法律效力" in copy.paragraphs[0].text
