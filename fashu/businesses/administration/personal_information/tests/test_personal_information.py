"""The definition as a whole, its stories, its rules and its papers."""

from datetime import date
from pathlib import Path

import pytest

from fashu.businesses.administration.personal_information import papers
from fashu.businesses.administration.personal_information.business import BUSINESS
from fashu.businesses.administration.personal_information.norms import HOUSE, LAW
from fashu.businesses.administration.personal_information.papers.body import body, template
from fashu.businesses.administration.personal_information.papers.forms import FORMS
from fashu.businesses.administration.personal_information.procedure import FAMILY, V2021
from fashu.businesses.administration.personal_information.rules import BELONGS
from fashu.kernel.procedure import Paper, State, Taken, advance
from fashu.kernel.procedure.checks import checks
from fashu.kernel.procedure.rules import norms, rules_of
from fashu.kernel.procedure.table import statute_markdown
from fashu.kernel.testing.scenario import Story, play, stories, usual_answers

_HERE = Path(__file__).parent
_USUAL = usual_answers(_HERE / "scenarios" / "answers.yaml")
_STORIES = stories(_HERE / "scenarios" / "request.yaml")
_PAPERS = [value for value in vars(papers).values() if isinstance(value, Paper)]


@pytest.mark.parametrize("story", _STORIES, ids=lambda story: story.name)
def test_a_story_turns_out_as_it_is_told(story: Story) -> None:
    assert play(FAMILY, story, _USUAL) == []


def test_the_definition_has_no_fault() -> None:
    assert [str(fault) for fault in checks(FAMILY)] == []


def test_every_step_is_taken_and_every_term_looked_at_in_some_story() -> None:
    told = [entry for story in _STORIES for entry in story.entries]
    assert set(V2021.steps) == {e.happens["step"] for e in told if "step" in e.happens}
    seen = {key for e in told for kind in ("due", "clock") for key in e.holds.get(kind, {})}
    assert set(V2021.terms) == seen


def test_every_rule_names_the_article_it_states() -> None:
    rules = {rule for step in V2021.steps.values() for rule in rules_of(step)}
    assert rules
    assert [rule for rule in rules if not norms(rule, LAW)] == []


def test_the_statute_table_is_the_one_that_was_read() -> None:
    assert statute_markdown(V2021) == (_HERE / "golden" / "2021.md").read_text("utf-8")


def test_the_house_rule_has_the_articles_that_are_cited() -> None:
    readme = (_HERE.parent / "README.md").read_text("utf-8")
    cited = {term.cite.article for term in V2021.terms.values() if term.cite.law == HOUSE}
    assert cited
    assert all(f"\n{article}. " in readme for article in cited)


def test_every_paper_has_its_words_its_form_and_its_title() -> None:
    for paper in _PAPERS:
        assert template(paper.key).splitlines()[0] == paper.title
    assert {paper.key for paper in _PAPERS} == set(FORMS)


def test_a_ground_of_refusal_is_one_that_can_be_chosen() -> None:
    assert set(BELONGS) <= {option.key for option in V2021.facts["ground"].options}


def happened(*steps: tuple[str, str, dict[str, object]]) -> State:
    state: State | None = None
    for n, (step, by, more) in enumerate(steps):
        facts = {**_USUAL[step], **more}
        taken = Taken(step, by, date(2026, 3, 2 + n), facts, ())  # type: ignore[arg-type] # JSON
        state = advance(FAMILY, state, taken).state
    assert state is not None
    return state


def test_a_decision_shows_the_masked_number_and_the_remedies() -> None:
    refused: dict[str, object] = {"result": "refuse", "ground": "others", "reasons": "是他人的。"}
    state = happened(
        ("request", "person", {}),
        ("verify", "office", {}),
        ("locate", "office", {}),
        ("decide", "authority", refused),
    )
    text = body(FAMILY, state, "decision", date(2026, 3, 5))
    assert "居民身份证 990101********0019" in text
    assert "199001" not in text
    assert "六个月内向人民法院提起诉讼" in text
    assert "理由：\n是他人的。" in text


def test_the_headline_names_the_person_and_the_right() -> None:
    assert BUSINESS.headline({"applicant_name": "王小明", "right": "copy"}) == (
        "王小明：个人信息请求（复制我的个人信息）"
    )
