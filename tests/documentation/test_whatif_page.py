"""The page about what-if tells of every field, and of no other."""

import json
import re

from fashu.config.procedures import FAMILIES
from fashu.kernel.procedure.whatif import parse, whatif
from tests.architecture.sources import ROOT
from tests.documentation.pages import blocks

PAGE = ROOT / "docs" / "reference" / "whatif.md"
CELL = re.compile(r"^\| (`[^|]+`) \|", re.MULTILINE)


def told(heading: str) -> set[str]:
    """The fields of the table that follows some words."""
    table = PAGE.read_text().partition(heading)[2].partition("| --- |")[2].partition("\n\n")[0]
    return set(re.findall(r"`(\w+)`", " ".join(CELL.findall(table))))


def test_the_page_names_every_field_of_the_answer_and_of_a_term() -> None:
    silence = (ROOT / "docs" / "examples" / "silence.json").read_text()
    answer = whatif(FAMILIES, parse(silence))
    assert told("## Answer") == set(answer)
    assert told("A term:") == set(answer["terms"][0])


def test_the_question_of_the_page_can_be_asked() -> None:
    (question,) = [block.text for block in blocks(PAGE) if block.language == "json"]
    answer = whatif(FAMILIES, json.loads(question))
    assert answer["refusals"] == []
