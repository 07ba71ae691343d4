"""The two READMEs tell the truth, and the same."""

import re
import subprocess
import sys
from doctest import ELLIPSIS, OutputChecker
from hashlib import sha256
from pathlib import Path

import pytest

from fashu.synthetic.cast import ACCOUNTS
from tests.architecture.sources import ROOT
from tests.documentation.pages import FENCE, LINK, blocks, prose

README, CHINESE = ROOT / "README.md", ROOT / "README.zh.md"
APACHE = "cfc7749b96f63bd31c3c42b5c471bf756814053e847c10f3eb003417bc523d30"
"""SHA-256 of the licence as the Apache Software Foundation publishes it."""

both = pytest.mark.parametrize("readme", [README, CHINESE], ids=lambda path: path.name)


@both
def test_every_demo_account_is_introduced(readme: Path) -> None:
    text = readme.read_text()
    for account in ACCOUNTS:
        assert f"| `{account.username}` | {account.name}" in text
        assert f"`{account.password}`" in text


@both
def test_the_excerpt_stands_in_the_code(readme: Path) -> None:
    (excerpt,) = [block.text for block in blocks(readme) if block.language == "python"]
    procedure = ROOT / "fashu" / "businesses" / "government" / "reconsideration" / "procedure"
    assert any(excerpt in path.read_text() for path in procedure.glob("*.py"))


@both
def test_what_is_shown_in_the_terminal_is_what_is_printed(readme: Path) -> None:
    (session,) = [block.text for block in blocks(readme) if block.language == "console"]
    command, _, shown = session.removeprefix("$ fashu ").partition("\n")
    words = [sys.executable, "-m", "fashu", *command.split()]
    done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=True)
    assert OutputChecker().check_output(shown, done.stdout, ELLIPSIS)


def test_both_languages_show_the_same_code_pictures_and_places() -> None:
    for readme in (README, CHINESE):
        assert [m for m, _ in LINK.findall(prose(readme))].count("!") >= 1
    assert _code(README) == _code(CHINESE)
    assert _places(README) - {"README.zh.md"} == _places(CHINESE) - {"README.md"}


def _code(path: Path) -> list[str]:
    """The fenced blocks, without the comments that are translated."""
    return [re.sub(r" +#.*", "", found) for _, _, found in FENCE.findall(path.read_text())]


def _places(path: Path) -> set[str]:
    return {target for _, target in LINK.findall(prose(path))}


def test_the_licence_is_the_text_as_published() -> None:
    assert sha256((ROOT / "LICENSE").read_bytes()).hexdigest() == APACHE
