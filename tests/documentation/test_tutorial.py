"""“Your first business” works as written: its files, its commands, what they print."""

import os
import shutil
import subprocess
import sys
from doctest import ELLIPSIS, OutputChecker
from pathlib import Path

import pytest

from tests.architecture.sources import ROOT
from tests.documentation.pages import Block, blocks

TUTORIAL = ROOT / "docs" / "tutorial" / "first-business.md"
NEEDED = ("fashu", "conftest.py", "pyproject.toml")
UNNEEDED = shutil.ignore_patterns("__pycache__", "vendor", "node_modules")
PROGRAMS = {"fashu": ("-m", "fashu"), "pytest": ("-m", "pytest", "-p", "no:cacheprovider")}


@pytest.fixture
def workshop(tmp_path: Path) -> Path:
    """A copy of the repository to work in."""
    for name in NEEDED:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, tmp_path / name, ignore=UNNEEDED)
        else:
            shutil.copy(ROOT / name, tmp_path / name)
    return tmp_path


def test_the_tutorial_works_from_the_first_line_to_the_last(workshop: Path) -> None:
    done = [follow(workshop, block) for block in blocks(TUTORIAL)]
    assert done.count("wrote") >= 6
    assert done.count("ran") >= 4
    assert lint(workshop) == ""


def test_every_file_is_named_in_the_sentence_before_it() -> None:
    for block in blocks(TUTORIAL):
        if block.name:
            sentence = block.before.strip().rpartition("\n\n")[2]
            assert block.name in sentence, block.name


def follow(workshop: Path, block: Block) -> str:
    """Do what a block asks the reader to do."""
    place = workshop / block.name
    if block.language == "diff":
        place.write_text(patched(place.read_text(), block.text))
        return "changed"
    if block.name:
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(block.text)
        return "wrote"
    if block.language == "console":
        run(workshop, block.text)
        return "ran"
    return "read"


def patched(text: str, change: str) -> str:
    """The text with lines added before, or put in place of, lines that must be there."""
    lines = text.splitlines()
    added: list[str] = []
    at = 0
    for line in change.splitlines():
        mark, rest = line[:1], line[1:]
        if mark == "+":
            added.append(rest)
        elif line != "...":
            at = lines.index(rest, at)
            if mark == "-":
                del lines[at]
            lines[at:at] = added
            at, added = at + len(added) + (mark == " "), []
    return "\n".join([*lines[:at], *added, *lines[at:], ""])


def run(workshop: Path, text: str) -> None:
    """Run the command of a block; it must print what the block shows, `...` standing for more."""
    command, _, shown = text.removeprefix("$ ").partition("\n")
    program, *arguments = command.split()
    done = subprocess.run(
        [sys.executable, *PROGRAMS[program], *arguments],
        cwd=workshop,
        capture_output=True,
        text=True,
        env={
            **os.environ,
            "PYTHONPATH": str(workshop),
            "PYTEST_ADDOPTS": "",
            "FASHU_VAR": str(workshop / "var"),
        },
        check=False,
    )
    assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
    if not OutputChecker().check_output(shown, done.stdout, ELLIPSIS):
        pytest.fail(f"{command} prints otherwise:\n{done.stdout}\nexpected:\n{shown}")


def lint(workshop: Path) -> str:
    """What ruff says about the files that the reader wrote, and about the catalogue."""
    ruff = str(Path(sys.executable).with_name("ruff"))
    written = ["fashu/businesses/government/permit", "fashu/config/businesses.py"]
    found = [
        subprocess.run([ruff, *how, *written], cwd=workshop, capture_output=True, text=True)
        for how in (["check", "--quiet"], ["format", "--check", "--quiet"])
    ]
    return "".join(done.stdout + done.stderr for done in found)
