"""Every setting is documented, and every setting that is named is one."""

import re

from fashu.config import environment
from tests.architecture.sources import ROOT, short, with_suffix
from tests.documentation.pages import documents

NAME = re.compile(r"\bFASHU_[A-Z_]+[A-Z]\b")
NO_VARIABLES = {"FASHU_CATALOGUE", "FASHU_CHANNELS", "FASHU_OUTBOX"}
"""Names of Django's settings."""


def test_the_reference_lists_every_setting() -> None:
    page = (ROOT / "docs" / "reference" / "settings.md").read_text()
    assert set(NAME.findall(page)) == set(environment.KNOWN)


def test_no_document_names_a_setting_that_does_not_exist() -> None:
    named = {(short(path), name) for path in documents() for name in NAME.findall(path.read_text())}
    assert {(path, name) for path, name in named if name not in environment.KNOWN} == set()


def test_no_code_reads_a_setting_that_is_not_listed() -> None:
    sources = [path for path in with_suffix(".py") if "tests" not in path.parts]
    named = {name for path in sources for name in NAME.findall(path.read_text())}
    assert named - set(environment.KNOWN) - NO_VARIABLES == set()
