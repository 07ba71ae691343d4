"""A paper as OFD (GB/T 33190-2016), the fixed layout that offices exchange and archive.

Every character takes its place from the PDF, so that both look the same; the faces go along as
subsets, the seal as a picture. The picture proves nothing: a seal under GB/T 38540 needs SM2.
Whoever doubts a copy checks its 核验码.
"""

import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from itertools import groupby, pairwise
from xml.sax.saxutils import escape, quoteattr

import pypdfium2
from fontTools import subset

from fashu.kernel.documents.measure import POINT, Letter, letters, lines
from fashu.kernel.documents.typefaces import FANG, HEI, KAI, SONG, TITLE, path_of

NAMESPACE = "http://www.ofdspec.org/2016"
HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
FACES = {"FashuFang": FANG, "FashuKai": KAI, "FashuHei": HEI, "FashuXiaoBiaoSong": TITLE}
"""Name of a face in the PDF -> its file; whatever else is 宋."""

A4 = "0 0 210 297"
PICTURE_SCALE = 300 / 72


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture on a page: PNG bytes, and its square in millimetres from the upper left corner."""

    page: int
    x: float
    y: float
    size: float
    png: bytes


def ofd(pdf: bytes, title: str, day: date, pictures: Sequence[Picture] = ()) -> bytes:
    """The pages of a PDF of ours as an OFD file, with pictures (seal, QR code) over them."""
    found = letters(pdf)
    count = len(pypdfium2.PdfDocument(pdf))
    faces = sorted({_face(letter) for letter in found})
    numbers = {face: n for n, face in enumerate(faces, 10)}
    files: dict[str, bytes] = {
        "OFD.xml": _root(title, day),
        "Doc_0/Document.xml": _document(count),
        "Doc_0/PublicRes.xml": _fonts(numbers),
        "Doc_0/DocumentRes.xml": _media(pictures),
    }
    for face in faces:
        used = {letter.text for letter in found if _face(letter) == face}
        files[f"Doc_0/Res/{face}.otf"] = _subset(face, used)
    for n, picture in enumerate(pictures):
        files[f"Doc_0/Res/picture_{n}.png"] = picture.png
    rows = lines(found)
    for page in range(count):
        on_page = [row for row in rows if row[0].page == page]
        placed = [(n, p) for n, p in enumerate(pictures) if p.page == page]
        files[f"Doc_0/Pages/Page_{page}/Content.xml"] = _page(on_page, placed, numbers, page)
    return _zipped(files)


def picture_of(pdf: bytes) -> bytes:
    """A one-page PDF (the seal) as a PNG that shows what lies under it."""
    page = pypdfium2.PdfDocument(pdf)[0]
    drawn = page.render(scale=PICTURE_SCALE, fill_color=(255, 255, 255, 0), rev_byteorder=True)
    out = BytesIO()
    drawn.to_pil().convert("RGBA").save(out, "png")
    return out.getvalue()


def _root(title: str, day: date) -> bytes:
    return _xml(
        f'<ofd:OFD xmlns:ofd="{NAMESPACE}" DocType="OFD" Version="1.0"><ofd:DocBody><ofd:DocInfo>'
        f"<ofd:Title>{escape(title)}</ofd:Title><ofd:CreationDate>{day}</ofd:CreationDate>"
        "<ofd:Creator>Fashu</ofd:Creator></ofd:DocInfo>"
        "<ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>"
    )


def _document(count: int) -> bytes:
    pages = "".join(
        f'<ofd:Page ID="{1000 + n}" BaseLoc="Pages/Page_{n}/Content.xml"/>' for n in range(count)
    )
    return _xml(
        f'<ofd:Document xmlns:ofd="{NAMESPACE}"><ofd:CommonData>'
        f"<ofd:MaxUnitID>999999</ofd:MaxUnitID>"
        f"<ofd:PageArea><ofd:PhysicalBox>{A4}</ofd:PhysicalBox></ofd:PageArea>"
        "<ofd:PublicRes>PublicRes.xml</ofd:PublicRes>"
        "<ofd:DocumentRes>DocumentRes.xml</ofd:DocumentRes></ofd:CommonData>"
        f"<ofd:Pages>{pages}</ofd:Pages></ofd:Document>"
    )


def _fonts(numbers: dict[str, int]) -> bytes:
    fonts = "".join(
        f'<ofd:Font ID="{n}" FontName="Fashu {face}" FamilyName="Fashu {face}">'
        f"<ofd:FontFile>{face}.otf</ofd:FontFile></ofd:Font>"
        for face, n in numbers.items()
    )
    return _resources(f"<ofd:Fonts>{fonts}</ofd:Fonts>")


def _media(pictures: Sequence[Picture]) -> bytes:
    media = "".join(
        f'<ofd:MultiMedia ID="{100 + n}" Type="Image" Format="PNG">'
        f"<ofd:MediaFile>picture_{n}.png</ofd:MediaFile></ofd:MultiMedia>"
        for n in range(len(pictures))
    )
    return _resources(f"<ofd:MultiMedias>{media}</ofd:MultiMedias>" if media else "")


def _resources(inner: str) -> bytes:
    return _xml(f'<ofd:Res xmlns:ofd="{NAMESPACE}" BaseLoc="Res">{inner}</ofd:Res>')


def _page(
    rows: Iterable[Sequence[Letter]],
    placed: Iterable[tuple[int, Picture]],
    numbers: dict[str, int],
    page: int,
) -> bytes:
    identity = iter(range(10_000 * (page + 1), 10_000 * (page + 2)))
    objects = [text for row in rows for text in _texts(row, numbers, identity)]
    for n, p in placed:
        box = f"{p.x - p.size / 2:.3f} {p.y - p.size / 2:.3f} {p.size:.3f} {p.size:.3f}"
        objects.append(
            f'<ofd:ImageObject ID="{next(identity)}" Boundary="{box}"'
            f' CTM="{p.size:.3f} 0 0 {p.size:.3f} 0 0" ResourceID="{100 + n}"/>'
        )
    return _xml(
        f'<ofd:Page xmlns:ofd="{NAMESPACE}"><ofd:Area><ofd:PhysicalBox>{A4}</ofd:PhysicalBox>'
        f'</ofd:Area><ofd:Content><ofd:Layer ID="{next(identity)}">{"".join(objects)}</ofd:Layer>'
        "</ofd:Content></ofd:Page>"
    )


def _texts(
    row: Sequence[Letter], numbers: dict[str, int], identity: Iterator[int]
) -> Iterator[str]:
    """A line as runs of one face and size; each character stands where the PDF has it."""
    for (face, size), run in groupby(row, key=lambda x: (_face(x), round(x.size, 1))):
        part = list(run)
        first, last, em = part[0], part[-1], size * POINT
        # The faces rest on a line 0.12 em above their foot (see the layout).
        top, foot = min(x.top for x in part), max(x.bottom for x in part)
        steps = [b.left - a.left for a, b in pairwise(part)]
        deltas = " ".join(f"{step:.3f}" for step in steps)
        spread = f" DeltaX={quoteattr(deltas)}" if steps else ""
        text = escape("".join(x.text for x in part))
        wide, high = last.right - first.left + em, foot - top + em
        yield (
            f'<ofd:TextObject ID="{next(identity)}" Font="{numbers[face]}" Size="{em:.3f}"'
            f' Boundary="{first.left:.3f} {top:.3f} {wide:.3f} {high:.3f}">'
            f'<ofd:TextCode X="0" Y="{foot - top - 0.12 * em:.3f}"{spread}>{text}</ofd:TextCode>'
            "</ofd:TextObject>"
        )


def _face(letter: Letter) -> str:
    return FACES.get(letter.face.partition("+")[2], SONG)


def _subset(face: str, used: set[str]) -> bytes:
    options = subset.Options(layout_features=[], hinting=False, notdef_outline=True)
    cutter = subset.Subsetter(options)
    cutter.populate(text="".join(sorted(used)))
    out = BytesIO()
    with subset.load_font(path_of(face), options) as font:
        cutter.subset(font)
        font.save(out)
    return out.getvalue()


def _xml(inner: str) -> bytes:
    return (HEAD + inner).encode()


def _zipped(files: dict[str, bytes]) -> bytes:
    """With fixed times, so that the same paper gives the same bytes."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name, (2025, 1, 1, 0, 0, 0)), content)
    return out.getvalue()
