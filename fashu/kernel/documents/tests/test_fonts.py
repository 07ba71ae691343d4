"""The typefaces are those that `make fonts` made, and cover what names are written with."""

from fashu.kernel.documents.typefaces import unprintable
from fashu.kernel.documents.vendor import SUMS, checksums


def test_nobody_edited_a_typeface() -> None:
    assert SUMS.read_text() == checksums()


def test_every_character_of_gb18030_from_its_basic_plane_of_han_can_be_printed() -> None:
    assert not unprintable(chr(code) for code in range(0x4E00, 0x9FA6))
