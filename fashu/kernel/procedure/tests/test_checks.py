"""Faults of a procedure as a whole, and of two versions of it."""

from dataclasses import replace
from datetime import date

import pytest

from fashu.kernel.calendar import Service
from fashu.kernel.procedure import (
    Arrival,
    CaseView,
    Family,
    Lapse,
    Paper,
    Refusal,
    Role,
    Step,
    Term,
    Transition,
    number,
)
from fashu.kernel.procedure.checks import checks
from fashu.kernel.procedure.tests import sample as terms
from fashu.kernel.procedure.tests import sample_steps as steps
from fashu.kernel.procedure.tests import sample_words as words
from fashu.kernel.procedure.tests.planting import (
    NOWHERE,
    STRANGER,
    Plants,
    added,
    problems,
    swapped,
)
from fashu.kernel.procedure.tests.sample import FAMILY, V1, V2
from fashu.kernel.procedure.tests.sample_words import LAW


def undocumented(case: CaseView) -> Refusal | None:
    return None


def unexplained(case: CaseView, paper: Paper, mode: Service, to: Role) -> Refusal | None:
    return None


WHOLE_FAULTS: Plants = {
    "two steps have one key": (lambda: added(steps.HEAR), "有2个同名的步骤"),
    "two terms have one key": (lambda: added(terms.SUIT), "有2个同名的期限"),
    "two stages have one key": (
        lambda: replace(V1, stages=(*V1.stages, words.CLOSED)),
        "有2个同名的阶段",
    ),
    "two papers have one key": (
        lambda: swapped(replace(steps.HEAR, issues=(replace(words.LICENCE, title="别的"),))),
        "有2种不同的文书",
    ),
    "nothing opens a case": (
        lambda: swapped(replace(steps.APPLY, at=(words.CLOSED,))),
        "没有开始案件的步骤",
    ),
    "a stage cannot be reached": (
        lambda: replace(V1, stages=(*V1.stages, NOWHERE)),
        "没有任何途径可以到达",
    ),
    "a stage cannot be left": (
        lambda: swapped(replace(steps.PERFORM, to=None)),
        "进入后没有出路",
    ),
    "a lapse leaves a final stage": (
        lambda: swapped(replace(terms.SUIT, lapse=Lapse("x", LAW.art(12), to=words.RECEIVED))),
        "终局阶段不能因期限届满或者送达而离开",
    ),
    "a stage is held by an unlisted role": (
        lambda: replace(V1, stages=(replace(words.RECEIVED, held_by=STRANGER), *V1.stages[1:])),
        "角色“过路人”没有列入程序的roles",
    ),
    "a rule for every step has no norm": (
        lambda: replace(V1, throughout=(undocumented,)),
        "undocumented的说明首行应为条文",
    ),
    "a rule for every service has no norm": (
        lambda: replace(V1, service=(unexplained,)),
        "unexplained的说明首行应为条文",
    ),
    "a service moves the case from no stage": (
        lambda: swapped(replace(terms.DENIED, at=())),
        "没有写明在哪个阶段送达才有此效力",
    ),
    "a service counts for someone not served": (
        lambda: swapped(replace(terms.DENIED, whom=words.EXPERT)),
        "不送达“评审机构”",
    ),
    "one service leads two ways": (
        lambda: added(
            Arrival(paper=words.DENIAL, at=(words.DECIDED,), to=words.EFFECTIVE, cite=LAW.art(11))
        ),
        "同一文书在同一阶段送达有两种去处",
    ),
}


def test_the_sample_is_sound() -> None:
    assert checks(FAMILY) == ()


@pytest.mark.parametrize("name", WHOLE_FAULTS)
def test_a_planted_fault_is_found(name: str) -> None:
    plant, expected = WHOLE_FAULTS[name]
    assert any(expected in problem for problem in problems(plant())), problems(plant())


def test_a_fault_names_version_place_and_norm() -> None:
    (fault,) = checks(Family((swapped(replace(steps.HEAR, by=())),)))
    assert str(fault) == "2024-01-01版 步骤“听证”（《示范许可法》第八条第二款）：没有写明由谁办理"


def amended(**changes: object) -> Family:
    return Family((V1, V1.amended("next", date(2025, 7, 1), **changes)))  # type: ignore[arg-type]


def test_a_running_case_must_find_its_stage_in_the_next_version() -> None:
    family = amended(stages=V1.stages[1:], transition_cite=LAW.art(21))
    assert any(
        f.version == "next" and f.place == "阶段“received”" and "新版不能缺少" in f.problem
        for f in checks(family)
    )


def test_a_running_case_must_find_its_papers_in_the_next_version() -> None:
    family = amended(replaced=(replace(steps.NOTE, issues=()),), transition_cite=LAW.art(21))
    assert [f.place for f in checks(family)] == ["文书“file_note”"]


def test_an_answer_keeps_its_type_in_the_next_version() -> None:
    family = amended(
        replaced=(
            replace(steps.SEIZE, asks=(number("thing", "件数"),)),
            replace(steps.RELEASE, asks=()),
        ),
        transition_cite=LAW.art(21),
    )
    assert any("类型由text改为number" in f.problem for f in checks(family))


def test_a_transition_at_once_names_its_norm() -> None:
    assert [f.problem for f in checks(amended())] == [
        "适用于正在办理的案件，但没有写明过渡规定的依据"
    ]


def test_a_version_for_new_cases_only_may_drop_stages() -> None:
    newer = V2.amended("next", date(2025, 8, 1), transition=Transition.KEEP)
    newer = replace(newer, stages=newer.stages[1:])
    found = checks(Family((V2, newer)))
    assert not any("新版不能缺少" in fault.problem for fault in found)
    assert any("阶段“待审查”没有列入" in fault.problem for fault in found)


def test_a_remedy_may_reopen_a_final_stage() -> None:
    objection = Step(
        key="object",
        title="异议",
        cite=LAW.art(13),
        by=(words.APPLICANT,),
        at=(words.REFUSED,),
        to=words.RECEIVED,
    )
    assert checks(Family((added(objection),))) == ()


def test_a_term_that_runs_in_a_final_stage_may_be_met_there() -> None:
    sue = Step(key="sue", title="起诉", cite=LAW.art(12), by=(words.APPLICANT,), at=(words.CLOSED,))
    suit: Term = replace(terms.SUIT, met_by=(sue,))
    family = Family((V1.amended(V1.version, V1.applies_from, replaced=(suit,), added=(sue,)),))
    assert checks(family) == ()
