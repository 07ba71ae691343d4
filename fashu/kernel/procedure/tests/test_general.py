from dataclasses import replace
from datetime import date

import pytest

from fashu.kernel.calendar import Service
from fashu.kernel.procedure import (
    Act,
    Family,
    Paper,
    Procedure,
    Refused,
    Role,
    Served,
    Stage,
    State,
    Step,
    Taken,
    advance,
    long_text,
)
from fashu.kernel.procedure.checks import checks
from fashu.kernel.procedure.facts import Json, flatten
from fashu.kernel.procedure.general import OF_DECISION, OF_REVIEW, REASONS, attach
from fashu.kernel.procedure.tests.sample_words import LAW

CITIZEN, ORGAN = Role("citizen", "当事人"), Role("organ", "行政机关", organ=True)
OPEN, DECIDED = Stage("open", "办理中", ORGAN), Stage("decided", "已决定", final=True)
DECISION = Paper(key="decision", title="决定书", cite=LAW.art(2), to=(CITIZEN,))
FILE = Step(key="file", title="申请", cite=LAW.art(1), by=(CITIZEN,), to=OPEN)
DECIDE = Step(
    key="decide",
    title="决定",
    cite=LAW.art(2),
    by=(ORGAN,),
    at=(OPEN,),
    to=DECIDED,
    issues=(DECISION,),
    act=Act.DECISION,
)
ALL_TOLD: dict[str, Json] = {"reasons": "证据确凿", "remedies_told": ["right", "organ", "period"]}


def procedure(act: Act | None = Act.DECISION, *, since: date = date(2024, 1, 1)) -> Procedure:
    decide = replace(DECIDE, act=act)
    roles, stages = (CITIZEN, ORGAN), (OPEN, DECIDED)
    return attach(Procedure("new", "新程序", LAW, "1", since, roles, stages, (FILE, decide)))


def decided(family: Family, on: date, facts: dict[str, Json]) -> State:
    state = advance(family, None, Taken("file", "citizen", on)).state
    return advance(family, state, Taken("decide", "organ", on, facts)).state


def keys(step: Step) -> list[str]:
    return [fact.key for fact in flatten(step.asks)]


def test_a_new_procedure_with_a_decision_gives_reasons_and_tells_remedies() -> None:
    facts = list(flatten(procedure().steps["decide"].asks))
    assert facts == [REASONS, OF_DECISION]
    assert list(flatten(procedure(Act.REVIEW).steps["decide"].asks)) == [REASONS, OF_REVIEW]


def test_an_act_without_a_kind_is_left_alone() -> None:
    assert procedure(None).steps["decide"] == replace(DECIDE, act=None)
    assert procedure().steps["file"] == FILE


def test_attaching_twice_changes_nothing() -> None:
    once = procedure()
    assert attach(once) is once


def test_a_step_that_asks_its_own_reasons_keeps_its_question() -> None:
    own = replace(DECIDE, asks=(long_text("refusal_reason", "不予受理的理由"),))
    plain = procedure()
    attached = attach(replace(plain, provisions=(FILE, own)))
    assert keys(attached.steps["decide"]) == ["refusal_reason", "remedies_told"]


@pytest.mark.parametrize(
    ("on", "article"), [(date(2026, 6, 30), "第十七条"), (date(2026, 7, 1), "第二十五条")]
)
def test_a_decision_that_tells_too_little_is_refused_under_the_law_of_its_day(
    on: date, article: str
) -> None:
    facts: dict[str, Json] = {**ALL_TOLD, "remedies_told": ["right", "period"]}
    with pytest.raises(Refused) as caught:
        decided(Family((procedure(),)), on, facts)
    assert caught.value.refusal.reason == "文书没有告知当事人：向哪个机关申请行政复议"
    assert f"《行政复议法实施条例》{article}" in str(caught.value)


def test_a_decision_that_tells_all_is_taken_and_served() -> None:
    family = Family((procedure(),))
    state = decided(family, date(2026, 7, 1), ALL_TOLD)
    assert state.stage == "decided"
    served = advance(family, state, Served("decision", date(2026, 7, 2), Service.DIRECT))
    assert served.state.papers[0].served == {"citizen": date(2026, 7, 2)}


def test_reasons_are_obligatory() -> None:
    with pytest.raises(Refused) as caught:
        decided(Family((procedure(),)), date(2026, 7, 1), {"remedies_told": ["right"]})
    assert set(caught.value.errors) == {"reasons"}


def test_a_review_tells_of_the_court() -> None:
    family = Family((procedure(Act.REVIEW),))
    with pytest.raises(Refused):
        decided(family, date(2026, 7, 1), {"reasons": "维持"})
    state = decided(family, date(2026, 7, 1), {"reasons": "维持", "remedies_told": ["suit"]})
    assert state.stage == "decided"


def test_a_version_made_under_the_new_regulation_does_not_know_the_old_one() -> None:
    old, new = procedure(), procedure(since=date(2026, 7, 1))
    names = [[rule.__name__ for rule in p.steps["decide"].checks] for p in (old, new)]
    assert names == [
        ["reconsideration_was_told", "reconsideration_is_told"],
        ["reconsideration_is_told"],
    ]


def test_an_act_that_is_served_on_nobody_is_a_fault() -> None:
    unserved = replace(DECIDE, issues=(replace(DECISION, to=()),))
    found = checks(Family((replace(procedure(), provisions=(FILE, unserved)),)))
    assert any("没有送达任何人的文书" in fault.problem for fault in found)


def test_an_attached_procedure_is_sound() -> None:
    assert checks(Family((procedure(),))) == ()
    assert checks(Family((procedure(Act.REVIEW),))) == ()
