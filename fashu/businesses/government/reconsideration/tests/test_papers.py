"""Every paper has its words, from what the case holds, and never a provisional date."""

from datetime import date
from pathlib import Path

import pytest

from fashu.businesses.government.reconsideration.papers.body import PLACE, body, template
from fashu.businesses.government.reconsideration.papers.forms import FORMS
from fashu.businesses.government.reconsideration.procedure import FAMILY, V2026
from fashu.kernel.procedure import Refused
from fashu.kernel.procedure.facts import Json
from fashu.kernel.testing.scenario import Entry, Story, stories, told, usual_answers

_HERE = Path(__file__).parent / "scenarios"
_USUAL = usual_answers(_HERE / "answers.yaml")
_STORIES = [
    story
    for path in sorted(_HERE.glob("*.yaml"))
    if path.name != "answers.yaml"
    for story in stories(path)
]
_KNOWN: dict[str, Json] = {"act_on": "2026-11-02", "known_on": "2026-11-02"}
_ACCEPTED = Entry(date(2026, 12, 3), {"step": "accept"}, {})
PAPERS = sorted({key for version in FAMILY.versions for key in version.papers})


@pytest.mark.parametrize("paper", PAPERS)
def test_a_paper_asks_only_for_what_the_procedure_knows(paper: str) -> None:
    known = {"today", *(key for version in FAMILY.versions for key in version.facts)}
    for place in PLACE.finditer(template(paper)):
        if place[1] == "due":
            assert set(place[2].split("|")) <= V2026.terms.keys()
        else:
            assert place[1] in known


def test_every_paper_of_every_story_can_be_written_on_its_day() -> None:
    written = set()
    for story in _STORIES:
        issued: set[tuple[str, int]] = set()
        for entry, state, _ in told(FAMILY, story, _USUAL):
            for paper in state.papers if state else ():
                if state and (paper.paper, paper.n) not in issued:
                    issued.add((paper.paper, paper.n))
                    text = body(FAMILY, state, paper.paper, entry.on)
                    assert "{" not in text
                    written.add(paper.paper)
    assert written == set(PAPERS)


def test_a_provisional_date_is_not_printed() -> None:
    story = Story("", "", (Entry(date(2026, 12, 1), {"step": "file"}, {}), _ACCEPTED), _KNOWN)
    *_, (_, state, _) = told(FAMILY, story, _USUAL)
    assert state is not None
    clock = state.clock("decision")
    assert clock is not None
    assert clock.provisional
    text = body(FAMILY, state, "acceptance", date(2026, 12, 3))
    assert "决定予以受理" in text
    assert "前作出行政复议决定" not in text


def test_a_template_that_demands_a_provisional_date_is_refused_with_the_reason() -> None:
    story = Story("", "", (Entry(date(2026, 12, 1), {"step": "file"}, {}), _ACCEPTED), _KNOWN)
    *_, (_, state, _) = told(FAMILY, story, _USUAL)
    assert state is not None
    words = "受理通知书\n本机关应当在{due:decision}前作出决定。"
    with pytest.raises(Refused, match="暂定"):
        body(FAMILY, state, "acceptance", date(2026, 12, 3), words)


@pytest.mark.parametrize("paper", ["refusal", "dismissal", "decision"])
def test_who_is_refused_is_told_why_and_what_to_do(paper: str) -> None:
    """说明理由 and 告知救济途径: a field for the reasons, and a line that nobody may change."""
    words = template(paper)
    assert "_reason}" in words or "{reasons}" in words
    assert any(line.startswith("! ") and "人民法院" in line for line in words.splitlines())


def test_every_paper_has_its_form() -> None:
    assert set(PAPERS) == FORMS.keys()


def test_a_date_that_stands_is_printed_in_chinese() -> None:
    filed = Entry(date(2026, 9, 1), {"step": "file"}, {})
    accepted = Entry(date(2026, 9, 3), {"step": "accept"}, {})
    days: dict[str, Json] = {"act_on": "2026-08-20", "known_on": "2026-08-21"}
    *_, (_, state, _) = told(FAMILY, Story("", "", (filed, accepted), days), _USUAL)
    assert state is not None
    assert "应当在2026年11月2日前作出" in body(FAMILY, state, "acceptance", date(2026, 9, 3))


def test_a_paper_without_what_it_needs_is_refused() -> None:
    filed = Entry(date(2026, 9, 1), {"step": "file"}, {})
    days: dict[str, Json] = {"act_on": "2026-08-20", "known_on": "2026-08-21"}
    *_, (_, state, _) = told(FAMILY, Story("", "", (filed,), days), _USUAL)
    assert state is not None
    with pytest.raises(Refused, match="reasons"):
        body(FAMILY, state, "decision", date(2026, 9, 3))
