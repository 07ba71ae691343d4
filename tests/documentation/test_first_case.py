"""“Your first case” speaks of words that are on the screen."""

import re

from fashu.config.businesses import BUSINESSES
from fashu.kernel.procedure.facts import flatten
from tests.architecture.sources import ROOT, with_suffix

TUTORIAL = ROOT / "docs" / "tutorial" / "first-case.md"
BOLD = re.compile(r"\*\*([^*]+)\*\*")


def test_every_word_in_bold_is_a_title_or_stands_in_a_template() -> None:
    templates = [path.read_text() for path in with_suffix(".html")]
    menus = [path.read_text() for path in (ROOT / "fashu" / "web").rglob("*.py")]
    shown = "\n".join([*templates, *menus, *titles()])
    named = BOLD.findall(TUTORIAL.read_text())
    assert len(named) > 20
    assert [word for word in named if word not in shown] == []


def titles() -> list[str]:
    """The titles of businesses, stages, steps, questions and answers."""
    versions = [business.family.versions[-1] for business in BUSINESSES]
    steps = [step for version in versions for step in version.steps.values()]
    facts = [fact for step in steps for fact in flatten(step.asks)]
    return [
        *(version.title for version in versions),
        *(stage.title for version in versions for stage in version.stages),
        *(step.title for step in steps),
        *(fact.title for fact in facts),
        *(option.title for fact in facts for option in fact.options),
    ]
