"""What imports cannot show: whose templates a template stands on, and that nothing is inline."""

import re
from pathlib import Path

import pytest

from tests.architecture.sources import ROOT, short, with_suffix

INLINE = {
    "a script in the page": re.compile(r"<script(?![^>]*\bsrc=)[^>]*>", re.IGNORECASE),
    "a style in the page": re.compile(r"<style\b", re.IGNORECASE),
    "a style attribute": re.compile(r"""\sstyle\s*=\s*["']""", re.IGNORECASE),
    "an event attribute": re.compile(r"""\son[a-z]+\s*=\s*["']""", re.IGNORECASE),
    "a script in an address": re.compile(r"javascript:", re.IGNORECASE),
    "a file of another machine": re.compile(
        r"""<(?:script|link|img|iframe|source)[^>]*?(?:src|href)\s*=\s*["'](?:https?:)?//""",
        re.IGNORECASE,
    ),
}
USED = re.compile(r"""{%\s*(?:extends|include)\s+["']([^"']+)["']""")


def templates() -> list[Path]:
    return [path for path in with_suffix(".html") if "templates" in path.parts]


@pytest.mark.parametrize("fault", INLINE)
def test_no_template_holds(fault: str) -> None:
    found = [
        f"{short(path)}: {match.group()}"
        for path in templates()
        for match in INLINE[fault].finditer(path.read_text())
    ]
    assert found == []


def test_every_template_used_exists_and_is_its_own_or_a_shared_one() -> None:
    shared = ROOT / "fashu" / "web" / "templates"
    for path in templates():
        own = Path(*path.parts[: path.parts.index("templates") + 1])
        for name in USED.findall(path.read_text()):
            assert (own / name).is_file() or (shared / name).is_file(), f"{short(path)}: {name}"


def test_style_sheets_ask_no_other_machine() -> None:
    for path in with_suffix(".css", ".js"):
        assert not re.search(
            r"(?:url\(|@import|fetch\()\s*[\"']?(?:https?:)?//", path.read_text()
        ), short(path)


def test_every_static_file_that_a_template_names_is_there() -> None:
    static = ROOT / "fashu" / "web" / "static"
    named = {
        (short(path), name)
        for path in templates()
        for name in re.findall(r"{% static '([^']+)' %}", path.read_text())
    }
    assert [pair for pair in sorted(named) if not (static / pair[1]).is_file()] == []
