"""What must not stand in any file: leftovers, and where somebody's machine keeps things."""

import re
from pathlib import Path

import pytest

from tests.architecture.sources import short, tracked

TEXT = {".py", ".md", ".html", ".css", ".js", ".toml", ".in", ".yaml", ".json", ".svg", ".typ", ""}

FORBIDDEN = {
    "a path of one machine": re.compile(r"(?<![\w./])/(work|root|home|Users|farm|opt)/\w"),
    "an unfinished thought": re.compile(r"\b(TODO|FIXME|XXX|HACK)\b"),
    "an exception that names no rule": re.compile(r"#\s*(noqa|type: ignore)(?!\s*[:\[`])"),
    "a conflict": re.compile(r"^(<{7}|>{7}) ", re.MULTILINE),
}


@pytest.mark.parametrize("reason", FORBIDDEN)
def test_no_file_holds(reason: str) -> None:
    pattern = FORBIDDEN[reason]
    found = [
        f"{short(path)}: {match.group()}"
        for path in tracked()
        if path.suffix in TEXT and path != Path(__file__)
        for match in pattern.finditer(path.read_text())
    ]
    assert found == []
