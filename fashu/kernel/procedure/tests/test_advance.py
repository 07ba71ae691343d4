"""`advance` on the sample. 2024-03-01 is a Friday; no holidays until 2024-04-04."""

from datetime import date

import pytest

from fashu.kernel.calendar import Service
from fashu.kernel.procedure import (
    ClockStatus,
    Effect,
    Family,
    Joined,
    Lapsed,
    Refused,
    Served,
    Step,
    advance,
    lapse_next,
)
from fashu.kernel.procedure.tests.playing import (
    applied,
    clock_of,
    examined,
    played,
    refusal_of,
    run_out,
    took,
)
from fashu.kernel.procedure.tests.sample import FAMILY, V1
from fashu.kernel.procedure.tests.sample_words import APPLICANT, LAW

FRIDAY, MONDAY = date(2024, 3, 1), date(2024, 3, 4)
DECIDED_YES = took("decide", date(2024, 3, 12), granted="yes", perform_by="2024-06-30")
PUBLICISED = took("publicise", MONDAY)


def texts(effects: tuple[Effect, ...]) -> list[str]:
    return [effect.text for effect in effects]


# -- Steps -----------------------------------------------------------------------------------


def test_an_opening_step_begins_the_case_under_the_version_of_its_day() -> None:
    state = played(applied())
    assert (state.procedure, state.version, state.stage) == ("sample", "2024-01-01", "received")
    assert (state.opened_on, state.on) == (FRIDAY, FRIDAY)
    assert state.done["apply"].count == 1


def test_answers_are_kept_in_their_canonical_form() -> None:
    kept = advance(FAMILY, None, applied(name=" 王某 ", sites=["river", "road"])).event
    assert kept.facts["name"] == "王某"  # type: ignore[union-attr]
    assert kept.facts["sites"] == ["road", "river"]  # type: ignore[union-attr]


def test_the_office_named_takes_its_role() -> None:
    assert played(applied(chosen_office="990200")).organs == {"office": "990200"}


def test_the_trace_says_what_happened_with_its_norm() -> None:
    advanced = advance(FAMILY, None, applied())
    assert texts(advanced.effects) == [
        "申请",
        "进入“待审查”",
        "“申请期限”已按期完成",
        "“审查期限”开始计算，届满日2024-03-08",
    ]
    assert advanced.effects[-1].cite == LAW.art(4, 1)


def test_a_return_leads_to_where_the_case_came_from() -> None:
    suspended = took("suspend", MONDAY)
    assert played(*examined(suspended)).stage == "suspended"
    assert played(*examined(suspended, took("resume", date(2024, 3, 11)))).stage == "examined"


def test_a_branch_follows_the_answer() -> None:
    state = played(*examined(PUBLICISED, DECIDED_YES))
    assert (state.stage, state.outcome) == ("decided", "yes")


def test_a_step_that_stays_in_its_stage_is_no_entry() -> None:
    state = played(*examined(took("return", MONDAY)))
    assert state.entered["examined"] == FRIDAY
    assert state.came_from["examined"] == "received"


def test_a_question_asked_anew_and_left_empty_is_cleared() -> None:
    asked = took("ask_correction", FRIDAY, correction_days=10)
    corrected = took("correct", MONDAY, by="applicant")
    story = played(
        applied(drawings=["ab" * 32]), asked, Served("correction_notice", FRIDAY), corrected
    )
    assert "drawings" not in story.facts
    assert story.facts["name"] == "王某"


def test_what_was_undone_counts_as_not_taken() -> None:
    state = played(*examined(PUBLICISED, took("return", MONDAY)))
    assert "publicise" not in state.done
    assert clock_of(state, "publicity").status is ClockStatus.MOOT


def test_nothing_changes_when_an_event_is_refused() -> None:
    state = played(applied())
    before = state.to_json()
    with pytest.raises(Refused):
        advance(FAMILY, state, took("suspend", MONDAY))
    assert state.to_json() == before


def test_every_wrong_answer_is_named() -> None:
    refused = refusal_of(applied(knew_on="20.2.2024", value=-1, unheard_of=1))
    assert set(refused.errors) == {"knew_on", "value", "unheard_of"}
    assert "有3处需要更正" in str(refused)


def test_an_unknown_step_is_refused_with_those_there_are() -> None:
    refused = refusal_of(took("fly", FRIDAY))
    assert refused.refusal.reason == "“示范许可”没有步骤“fly”"
    assert "apply" in refused.refusal.remedy


def test_a_case_older_than_the_procedure_is_refused() -> None:
    assert "早于本系统所载" in str(refusal_of(applied(date(2023, 12, 31))))


# -- Papers ----------------------------------------------------------------------------------


def test_a_paper_depends_on_the_answer() -> None:
    papers = played(*examined(PUBLICISED, DECIDED_YES)).papers
    assert [paper.paper for paper in papers] == ["licence"]


def test_service_is_recorded_for_each_recipient_in_turn() -> None:
    called = took("call_hearing", MONDAY, hearing_on="2024-04-01")
    to_applicant, to_expert = (Served("hearing_notice", date(2024, 3, d)) for d in (5, 6))
    state = played(*examined(called, to_applicant, to_expert))
    assert state.papers[0].served == {"applicant": date(2024, 3, 5), "expert": date(2024, 3, 6)}
    refused = refusal_of(
        Served("hearing_notice", date(2024, 3, 7)), *examined(called, to_applicant, to_expert)
    )
    assert refused.refusal.reason == "《听证通知书》已经送达全部受送达人"


def test_who_may_take_part_is_served_as_well_but_not_waited_for() -> None:
    served = Served("licence", date(2024, 3, 14))
    story = list(examined(PUBLICISED, DECIDED_YES, served))
    to_expert = advance(FAMILY, played(*story), Served("licence", date(2024, 3, 15), to="expert"))
    assert to_expert.state.papers[-1].served.keys() == {"applicant", "expert"}
    assert to_expert.state.stage == "effective"


def test_service_names_its_recipient_in_the_kept_event() -> None:
    state = played(*examined(took("call_hearing", MONDAY, hearing_on="2024-04-01")))
    kept = advance(FAMILY, state, Served("hearing_notice", MONDAY)).event
    assert kept == Served("hearing_notice", MONDAY, Service.DIRECT, "applicant", 1)


@pytest.mark.parametrize(
    ("event", "words"),
    [
        (Served("licence", MONDAY), "《许可决定书》尚未制作，不能送达"),
        (Served("letter", MONDAY), "没有文书“letter”"),
        (Served("correction_notice", FRIDAY), "早于《补正通知书》的制作日期2024-03-04"),
        (Served("correction_notice", MONDAY, to="expert"), "的受送达人没有“expert”"),
    ],
)
def test_service_that_cannot_be_is_refused(event: Served, words: str) -> None:
    asked = took("ask_correction", MONDAY, correction_days=10)
    state = played(applied(), asked)
    with pytest.raises(Refused, match=words):
        advance(FAMILY, state, event)


def test_a_decision_takes_effect_with_its_service() -> None:
    served = Served("licence", date(2024, 3, 14), Service.POST)
    state = played(*examined(PUBLICISED, DECIDED_YES, served))
    assert state.stage == "effective"
    assert state.entered["effective"] == date(2024, 3, 14)
    assert clock_of(state, "performance").due == date(2024, 6, 30)


def test_a_paper_issued_anew_keeps_counting() -> None:
    first = took("call_hearing", MONDAY, hearing_on="2024-04-01")
    again = took("call_hearing", date(2024, 3, 5), hearing_on="2024-04-08")
    assert [paper.n for paper in played(*examined(first, again)).papers] == [1, 2]


# -- The passing of time ---------------------------------------------------------------------


def test_silence_of_the_authority_accepts_on_the_due_day() -> None:
    state = run_out(played(applied()), date(2024, 3, 11))
    assert (state.stage, state.outcome) == ("examined", "视为受理")
    assert state.entered["examined"] == date(2024, 3, 8)


def test_nothing_lapses_on_the_due_day_itself() -> None:
    state = played(applied())
    assert lapse_next(FAMILY, state, date(2024, 3, 8)) is None
    assert lapse_next(FAMILY, state, date(2024, 3, 9)) == Lapsed("examination", 1, date(2024, 3, 8))


def test_terms_lapse_in_the_order_of_their_dates_and_then_of_the_statute() -> None:
    state = played(*examined(PUBLICISED, took("seize", MONDAY, thing="甲")))
    lapses = []
    while lapse := lapse_next(FAMILY, state, date(2024, 6, 1)):
        lapses.append((lapse.term, lapse.on))
        state = advance(FAMILY, state, lapse).state
    assert lapses == [
        ("keeping", date(2024, 3, 11)),
        ("publicity", date(2024, 3, 11)),
        ("decision", date(2024, 4, 30)),
    ]


@pytest.mark.parametrize(
    "lapse",
    [
        Lapsed("examination", 1, date(2024, 3, 7)),
        Lapsed("examination", 2, date(2024, 3, 8)),
        Lapsed("decision", 1, date(2024, 3, 8)),
    ],
)
def test_only_what_has_run_out_can_lapse(lapse: Lapsed) -> None:
    with pytest.raises(Refused):
        advance(FAMILY, played(applied()), lapse)


def test_a_lapse_that_an_officer_must_find_moves_nothing_by_itself() -> None:
    asked = took("ask_correction", FRIDAY, correction_days=10)
    story = applied(), asked, Served("correction_notice", FRIDAY)
    state = run_out(played(*story), date(2024, 4, 1))
    assert state.stage == "waiting"
    assert clock_of(state, "correction").status is ClockStatus.LAPSED
    found = advance(FAMILY, state, took("find_abandoned", date(2024, 4, 1))).state
    assert (found.stage, found.outcome) == ("abandoned", "视为放弃")


def test_nothing_can_happen_before_a_case_is_opened() -> None:
    for event in (Served("licence", FRIDAY), Lapsed("suit", 1, FRIDAY), Joined("expert", FRIDAY)):
        with pytest.raises(Refused, match="案件尚未开始"):
            advance(FAMILY, None, event)


# -- Participants and versions ---------------------------------------------------------------


def test_a_participant_joins_while_the_case_is_open() -> None:
    advanced = advance(FAMILY, played(applied()), Joined("expert", MONDAY))
    assert texts(advanced.effects) == ["评审机构参加"]
    assert "没有“king”这一角色" in str(refusal_of(Joined("king", MONDAY), applied()))
    closed = applied(), took("refuse", FRIDAY)
    assert "不能再有人加入" in str(refusal_of(Joined("expert", MONDAY), *closed))


def test_a_running_case_follows_a_version_that_applies_at_once() -> None:
    story = applied(date(2025, 6, 27), knew_on="2025-06-20"), took("accept", date(2025, 7, 1))
    state = played(*story)
    assert state.version == "2025-07-01"
    advanced = advance(FAMILY, played(*story[:1]), story[1])
    assert "自2025-07-01起适用新版程序（2025-07-01）" in texts(advanced.effects)


def test_a_running_case_keeps_its_version_where_the_new_one_is_for_new_cases() -> None:
    old = applied(date(2026, 6, 30), knew_on="2026-06-20"), took("accept", date(2026, 7, 1))
    assert played(*old).version == "2025-07-01"
    assert played(applied(date(2026, 7, 1), knew_on="2026-06-20")).version == "2026-07-01"


def test_a_remedy_reopens_a_final_stage() -> None:
    objection = Step(
        key="object",
        title="异议",
        cite=LAW.art(13),
        by=(APPLICANT,),
        at=(V1.stage_of["refused"],),
        to=V1.stage_of["received"],
    )
    family = Family((V1.amended("1", V1.applies_from, added=(objection,)),))
    story = applied(), took("refuse", FRIDAY), took("object", MONDAY, by="applicant")
    state = played(*story, family=family)
    assert state.stage == "received"
    assert clock_of(state, "examination").n == 2
    assert clock_of(state, "examination").due == date(2024, 3, 11)


def test_two_cases_of_equal_events_are_equal() -> None:
    story = list(examined(PUBLICISED, DECIDED_YES))
    assert played(*story) == played(*story)
    assert played(*story) != played(*story[:-1])


def test_of_two_papers_of_one_kind_the_older_is_served_first() -> None:
    calls = [took("call_hearing", MONDAY, hearing_on=day) for day in ("2024-04-01", "2024-04-02")]
    state = played(*examined(*calls))
    for n, role in ((1, "applicant"), (1, "expert"), (2, "applicant")):
        advanced = advance(FAMILY, state, Served("hearing_notice", MONDAY, to=role))
        assert advanced.event == Served("hearing_notice", MONDAY, Service.DIRECT, role, n)
        state = advanced.state
    named = advance(FAMILY, state, Served("hearing_notice", MONDAY, to="expert", n=2)).state
    assert [p.served.keys() for p in named.papers] == [{"applicant", "expert"}] * 2
