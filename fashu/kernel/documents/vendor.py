"""Takes the typefaces of papers from the fonts of a Debian machine; `make fonts` runs it.

Only a change of typefaces needs this: the results are in the repository, with a checksum each,
so that Python and a package index are enough to print a paper. A face keeps what is printed in
it: 仿宋 all it has, headings and titles GB 2312, 宋体 the characters that 仿宋 lacks.
"""

import hashlib
import sys
from collections.abc import Iterator
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTCollection, TTFont

from fashu.kernel.documents.typefaces import FANG, FONTS, HEI, KAI, SONG, TITLE, path_of

FANDOL = Path("usr/share/texlive/texmf-dist/fonts/opentype/public/fandol")
NOTO = Path("usr/share/fonts/opentype/noto")
SUMS = FONTS / "SHA256SUMS"
LATIN = frozenset(range(0x20, 0x7F))
SIGNS = frozenset(map(ord, "·—…“”‘’〔〕℃½㎡€£©®①②③④⑤⑥⑦⑧⑨⑩〇°±²³´µ¶"))
HAN = ((0x3400, 0xA000), (0xF900, 0xFB00), (0x20000, 0x32000))


def main(root: Path) -> None:
    """Write every typeface anew from the fonts under `root`, as the packages lay them out."""
    fang = root / FANDOL / "FandolFang-Regular.otf"
    whole = frozenset(TTFont(fang).getBestCmap())
    serif = root / NOTO / "NotoSerifCJK-Regular.ttc"
    rare = {code for code in _han(serif) if code not in whole}
    usual = frozenset(_gb2312()) | LATIN | SIGNS
    _write(fang, whole, FANG, "Fashu Fang")
    _write(root / FANDOL / "FandolKai-Regular.otf", usual, KAI, "Fashu Kai")
    _write(root / NOTO / "NotoSansCJK-Regular.ttc", usual, HEI, "Fashu Hei")
    _write(root / NOTO / "NotoSerifCJK-Bold.ttc", usual, TITLE, "Fashu XiaoBiaoSong")
    _write(serif, rare | LATIN | SIGNS, SONG, "Fashu Song")
    SUMS.write_text(checksums())


def checksums() -> str:
    """One line per typeface, as sha256sum prints it."""
    files = sorted(FONTS.glob("*.otf"))
    return "".join(f"{hashlib.sha256(f.read_bytes()).hexdigest()}  {f.name}\n" for f in files)


def _gb2312() -> Iterator[int]:
    for high in range(0xA1, 0xF8):
        for low in range(0xA1, 0xFF):
            yield from map(ord, bytes([high, low]).decode("gb2312", "ignore"))


def _han(path: Path) -> set[int]:
    known = TTFont(path, fontNumber=_chinese(path)).getBestCmap()
    return {code for code in known if any(a <= code < b for a, b in HAN)}


def _chinese(path: Path) -> int:
    """Which font of a collection is the one for simplified Chinese."""
    if path.suffix != ".ttc":
        return -1
    names = [font["name"].getDebugName(1) or "" for font in TTCollection(path, lazy=True).fonts]
    return next(n for n, name in enumerate(names) if name.endswith("CJK SC"))


def _write(source: Path, codes: frozenset[int] | set[int], face: str, name: str) -> None:
    """A subset under a name of its own, as the licences ask of what was changed."""
    options = subset.Options(layout_features=[], hinting=False, font_number=_chinese(source))
    options.drop_tables += ["GSUB", "GPOS", "BASE", "VORG", "vhea", "vmtx", "DSIG"]
    options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 13, 14]
    font = subset.load_font(source, options)
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=codes)
    cutter.subset(font)
    _rename(font, name)
    font.save(path_of(face))


def _rename(font: TTFont, name: str) -> None:
    plain = name.replace(" ", "")
    said = {1: name, 2: "Regular", 3: f"{name} subset", 4: name, 6: plain}
    for record in font["name"].names:
        record.string = said.get(record.nameID, record.toUnicode())
    font["OS/2"].usWeightClass, font["OS/2"].fsSelection, font["OS/2"].fsType = 400, 64, 0
    font["head"].macStyle = 0
    font["head"].modified, font.recalcTimestamp = font["head"].created, False
    compact = font["CFF "].cff
    compact.fontNames = [plain]
    compact.topDictIndex[0].FamilyName = compact.topDictIndex[0].FullName = name


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path("/"))
