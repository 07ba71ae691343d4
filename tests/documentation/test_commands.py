"""Commands that a document names exist, with the options it gives them."""

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from fashu.config.parts import PARTS
from tests.architecture.sources import ROOT
from tests.documentation.pages import blocks, prose, written

SHELL = {"console", "sh"}
QUOTED = re.compile(r"`([^`\n]+)`")
MAKE = re.compile(r"^make (\w+)$")
FASHU = re.compile(r"^fashu( .*)?$")


def commands(path: Path) -> Iterator[str]:
    """What a reader would type: quoted in a sentence, or a line of a shell block."""
    yield from QUOTED.findall(prose(path))
    for block in blocks(path):
        if block.language in SHELL:
            for line in block.text.splitlines():
                yield line.removeprefix("$ ").partition("  #")[0].strip()


def everywhere(pattern: re.Pattern[str]) -> set[str]:
    """All commands of all documents that have this form."""
    return {c for path in written() for c in commands(path) if pattern.match(c)}


def test_every_make_target_exists() -> None:
    targets = set(re.findall(r"^(\w+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    named = {found.removeprefix("make ") for found in everywhere(MAKE)}
    assert {"run", "test", "check", "docs"} <= named
    assert named - targets == set()


@pytest.mark.parametrize("line", sorted(everywhere(FASHU)))
def test_a_fashu_command_exists(line: str) -> None:
    assert fault(line) == ""


def fault(line: str) -> str:
    """What is wrong with a command; nothing where `fashu` would understand it."""
    words = [word for word in shlex.split(line)[1:] if word not in ("[", "]")]
    if not words or words[0].startswith("-"):
        return ""
    part = PARTS.get(words.pop(0))
    if part is None or not part.exists:
        return f"no such command: {line}"
    command = part.load()
    while isinstance(command, click.Group) and words and not words[0].startswith("-"):
        if words[0] in ("…", "..."):
            return ""
        found = command.commands.get(words.pop(0))
        if found is None:
            return f"no such sub-command: {line}"
        command = found
    known = {name for parameter in command.params for name in (*parameter.opts, "--help")}
    known |= {name for parameter in command.params for name in parameter.secondary_opts}
    if command.ignore_unknown_options:
        return ""
    unknown = [word for word in words if word.startswith("-") and word != "-" and word not in known]
    return f"no such option {unknown}: {line}" if unknown else ""
