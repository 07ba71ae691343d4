"""What people write is shown and never run; what cannot be printed is refused by name."""

import pypdfium2
import pytest

from fashu.kernel.documents.content import Block, Content
from fashu.kernel.documents.typesetting import pdf
from fashu.kernel.procedure import Refused

HOSTILE = (
    '#panic("stop")',
    '#read("/etc/passwd")',
    '#image("official.typ")',
    "$ integral x $ *bold* _it_ @ref <label> `raw`",
    '"}]} \\ \\u{41} // comment /* */',
    "= 标题 - 列表 + 1. 编号 ~ --- ...",
    '#eval("1+1") #sys.inputs #import "@preview/x:1.0.0": *',
)


def text_of(content: bytes) -> str:
    document = pypdfium2.PdfDocument(content)
    return "".join(page.get_textpage().get_text_range() for page in document)


def content(name: str) -> Content:
    return Content(form="decision", office="局", title=(name,), blocks=(Block("p", name),))


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_name_is_printed_as_it_is_written(name: str) -> None:
    printed = "".join(text_of(pdf(content(name)).pdf).split())
    assert printed.count("".join(name.split())) == 2


@pytest.mark.parametrize("name", ["𠮷某", "㐂某", "龘某", "槑某", "〇某", "䶮某", "喆某"])
def test_a_rare_character_in_a_name_is_printed(name: str) -> None:
    assert text_of(pdf(content(name)).pdf).count(name) == 2


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("张😀", "U\\+1F600"),
        ("张\u202e三", "U\\+202E"),
        ("\U00031350某", "U\\+31350"),
        ("张\x07", "U\\+0007"),
    ],
)
def test_what_no_face_has_is_refused_by_its_name(name: str, said: str) -> None:
    with pytest.raises(Refused, match=said):
        pdf(content(name))
