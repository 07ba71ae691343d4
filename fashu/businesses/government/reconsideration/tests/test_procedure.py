"""The definition as a whole: sound, told in full, and equal to what a jurist has read."""

from pathlib import Path

import pytest

from fashu.businesses.government.reconsideration.business import BUSINESS
from fashu.businesses.government.reconsideration.norms import REGULATION_2026
from fashu.businesses.government.reconsideration.procedure import FAMILY, V2024, V2026
from fashu.businesses.government.reconsideration.rules.screening import FILING_TERMS
from fashu.kernel.procedure import Procedure
from fashu.kernel.procedure.checks import checks
from fashu.kernel.procedure.rules import norms, rules_of
from fashu.kernel.procedure.table import statute_markdown
from fashu.kernel.testing.scenario import Entry, stories

_HERE = Path(__file__).parent
_TOLD: list[Entry] = [
    entry
    for path in sorted((_HERE / "scenarios").glob("*.yaml"))
    if path.name != "answers.yaml"
    for story in stories(path)
    for entry in story.entries
]


def test_no_version_has_a_fault() -> None:
    assert [str(fault) for fault in checks(FAMILY)] == []


def test_every_step_is_taken_in_some_story() -> None:
    taken = {entry.happens.get("step") for entry in _TOLD}
    assert {key for version in FAMILY.versions for key in version.steps} - taken == set()


def test_every_term_is_looked_at_in_some_story() -> None:
    seen = {
        key for entry in _TOLD for kind in ("due", "clock") for key in entry.holds.get(kind, {})
    }
    assert {key for version in FAMILY.versions for key in version.terms} - seen == set()


def test_every_rule_names_the_article_it_states() -> None:
    rules = {rule for v in FAMILY.versions for step in v.steps.values() for rule in rules_of(step)}
    assert [rule for rule in rules if not norms(rule, V2024.law)] == []


@pytest.mark.parametrize("version", FAMILY.versions, ids=lambda version: version.version)
def test_the_statute_table_is_the_one_that_was_read(version: Procedure) -> None:
    golden = _HERE / "golden" / f"{version.version}.md"
    assert statute_markdown(version) == golden.read_text("utf-8")


def test_the_versions_meet_on_the_day_the_regulation_takes_effect() -> None:
    assert V2026.applies_from == REGULATION_2026.edition
    assert V2024.stages == V2026.stages[:-1]


def test_the_screening_knows_every_period_for_filing() -> None:
    opening = {step.key for step in V2026.steps.values() if step.opens}
    periods = {
        term.key
        for term in V2026.terms.values()
        if {met.key for met in term.met_by} & opening
    }  # fmt: skip
    assert periods == set(FILING_TERMS)


def test_the_headline_names_applicant_respondent_and_act() -> None:
    facts = {"applicant_name": "王小明", "respondent_name": "示范市公安局", "act_title": "罚款决定"}
    assert BUSINESS.headline(dict(facts)) == "王小明不服示范市公安局罚款决定案"
