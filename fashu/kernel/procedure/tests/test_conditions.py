"""Why a step may not be taken, and that the case page and the decision say the same."""

from dataclasses import replace
from datetime import date

import pytest

from fashu.kernel.procedure import (
    CaseView,
    Event,
    Family,
    Refusal,
    Served,
    Step,
    Taken,
    choices_at,
    met,
    over,
)
from fashu.kernel.procedure.conditions import Choice
from fashu.kernel.procedure.tests.playing import (
    applied,
    at,
    examined,
    played,
    refusal_of,
    run_out,
    took,
)
from fashu.kernel.procedure.tests.sample import FAMILY, V1
from fashu.kernel.procedure.tests.sample_steps import HEAR
from fashu.kernel.procedure.tests.sample_words import CLASS, LAW

FRIDAY, MONDAY = date(2024, 3, 1), date(2024, 3, 4)
CALLED = took("call_hearing", MONDAY, hearing_on="2024-04-01")


def with_step(step: Step) -> Family:
    """The sample with one step replaced."""
    return Family((V1.amended("1", V1.applies_from, replaced=(step,)),))


def choice(step: str, *before: Event, on: date = MONDAY, family: Family = FAMILY) -> Choice:
    """The step as the case page shows it."""
    state = run_out(played(*before, family=family), on, family) if before else None
    return next(c for c in choices_at(family, state, on) if c.step.key == step)


def why_not(step: str, *before: Event, on: date = MONDAY, family: Family = FAMILY) -> list[str]:
    """The reasons on the case page."""
    return [refusal.reason for refusal in choice(step, *before, on=on, family=family).why_not]


# -- Who and when ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("event", "words"),
    [
        (took("accept", MONDAY, by="applicant"), "“受理”由许可机关办理，申请人不能办理"),
        (took("accept", MONDAY, by="king"), "king不能办理"),
        (took("suspend", MONDAY), "案件处于“待审查”，“中止”只能在“审查中”阶段办理"),
        (replace(applied(), on=MONDAY), "案件已经开始，不能再办理“申请”"),
        (took("accept", date(2024, 2, 29)), "日期2024-02-29早于案件最近一次变动的2024-03-01"),
    ],
)
def test_the_wrong_role_stage_or_day_is_refused(event: Taken, words: str) -> None:
    assert words in str(refusal_of(event, applied()))


def test_only_an_opening_step_begins_a_case() -> None:
    refused = refusal_of(took("accept", MONDAY))
    assert refused.refusal.reason == "案件尚未开始，不能办理“受理”"
    assert refused.refusal.cite == LAW.art(4, 1)


def test_moments_of_one_day_keep_their_order_and_a_bare_date_fits_between() -> None:
    alarm = took("alarm", at(MONDAY, 16))
    assert "早于案件最近一次变动的2024-03-04 16:00" in str(
        refusal_of(took("publicise", at(MONDAY, 15)), *examined(alarm))
    )
    assert played(*examined(alarm, took("visit", MONDAY, **_VISIT))).stage == "examined"


_VISIT = {"visit_first": "2024-03-04", "visit_end": "2024-03-05"}


def test_what_may_be_done_once_is_refused_the_second_time() -> None:
    alarm = took("alarm", at(MONDAY, 9))
    refused = refusal_of(took("alarm", at(MONDAY, 10)), *examined(alarm))
    assert refused.refusal.reason == "“发现险情”只能办理一次，已于2024-03-04办理"


# -- What must have happened -----------------------------------------------------------------


def test_each_condition_says_what_is_missing() -> None:
    assert why_not("expert_opinion", *examined()) == ["尚未“委托评审”"]
    assert why_not("hear", *examined()) == ["尚未“通知听证”", "《听证通知书》尚未送达"]
    assert why_not("publicise", *examined(took("alarm", at(MONDAY, 9)))) == [
        "已经发现险情，不得公示"
    ]
    assert why_not("decide", *examined())[1:] == ["公示期未满", "公示期未满"]


def test_a_condition_that_waits_says_until_when() -> None:
    refusal = choice("decide", *examined(took("publicise", MONDAY))).why_not[0]
    assert refusal == Refusal("公示期未满", LAW.art(10, 3), "“公示期”至2024-03-11届满")


def test_a_period_is_full_on_its_last_day_and_lapsed_on_the_next() -> None:
    story = examined(took("publicise", MONDAY))
    assert len(why_not("decide", *story, on=date(2024, 3, 8))) == 2
    assert len(why_not("decide", *story, on=date(2024, 3, 11))) == 1
    assert why_not("decide", *story, on=date(2024, 3, 12)) == []


def test_one_served_recipient_is_enough_for_a_paper_to_be_served() -> None:
    story = examined(CALLED, Served("hearing_notice", MONDAY))
    assert why_not("hear", *story) == []


def test_a_term_may_have_to_be_kept_or_to_be_over() -> None:
    hear = replace(HEAR, needs=(met("keeping", "尚未按期解除"), over("publicity", "公示未结束")))
    family = with_step(hear)
    seized = examined(took("seize", MONDAY, thing="甲"), took("publicise", MONDAY))
    assert why_not("hear", *seized, family=family) == ["尚未按期解除", "公示未结束"]
    kept = *seized, took("release", MONDAY, thing="甲")
    assert why_not("hear", *kept, on=date(2024, 3, 12), family=family) == []
    assert why_not("hear", *seized, on=date(2024, 3, 12), family=family) == ["尚未按期解除"]


def test_a_lapsed_term_bars_what_it_bars_and_opens_what_finds_it() -> None:
    asked = took("ask_correction", FRIDAY, correction_days=10)
    story = applied(), asked, Served("correction_notice", FRIDAY)
    early, late = date(2024, 3, 15), date(2024, 3, 18)
    assert why_not("find_abandoned", *story, on=early) == [
        "“补正期限”尚未届满（2024-03-15届满），不能认定逾期"
    ]
    assert why_not("correct", *story, on=early) == []
    assert why_not("find_abandoned", *story, on=late) == []
    assert why_not("correct", *story, on=late) == ["“补正期限”已于2024-03-15届满：视为放弃申请"]


# -- Extensions ------------------------------------------------------------------------------


def extended(*amounts: int) -> list[Event]:
    """A case whose term was extended by so many days each time."""
    extensions = [took("extend", MONDAY, extra_days=amount) for amount in amounts]
    return list(examined(*extensions))


@pytest.mark.parametrize(
    ("amounts", "more", "words"),
    [
        ((), 31, "“审查决定期限”最多延长30日，不能延长31"),
        ((30,), 16, "“审查决定期限”合计最多延长45日，此前已延长30"),
        ((5, 5), 5, "“审查决定期限”只能延长2次"),
    ],
)
def test_an_extension_keeps_within_what_the_law_allows(
    amounts: tuple[int, ...], more: int, words: str
) -> None:
    refused = refusal_of(took("extend", MONDAY, extra_days=more), *extended(*amounts))
    assert (refused.refusal.reason, refused.refusal.cite) == (words, LAW.art(7, 3))


def test_after_its_end_a_term_cannot_be_extended() -> None:
    late = took("extend", date(2024, 5, 6), extra_days=5)
    assert "届满后不能延长" in str(refusal_of(late, *examined()))


def test_what_does_not_run_cannot_be_extended() -> None:
    family = with_step(replace(V1.steps["extend"], at=(V1.stage_of["received"],)))
    refused = refusal_of(took("extend", MONDAY, extra_days=5), applied(), family=family)
    assert refused.refusal.reason == "“审查决定期限”没有在计算，不能延长"


# -- Persons ---------------------------------------------------------------------------------


def test_where_two_must_act_one_is_not_enough() -> None:
    for who in ("", "甲", "甲甲"):
        assert "应当由2人以上办理" in str(refusal_of(took("note", MONDAY, who=who), *examined()))
    assert played(*examined(took("note", MONDAY, who="甲乙"))).who == {"note": ("甲", "乙")}


def test_who_ever_took_one_step_may_not_take_the_other() -> None:
    story = examined(
        took("note", MONDAY, who="甲乙"),
        took("note", MONDAY, who="丙丁"),
        CALLED,
        Served("hearing_notice", MONDAY),
    )
    refused = refusal_of(took("hear", MONDAY, who="甲戊"), *story)
    assert refused.refusal.reason == "甲办理过“记录审查”，不能再办理“听证”"
    assert played(*story, took("hear", MONDAY, who="戊")).done["hear"].count == 1


def test_names_are_no_part_of_why_not_yet() -> None:
    assert why_not("note", *examined()) == []


# -- Rules -----------------------------------------------------------------------------------


def test_a_rule_on_the_case_alone_is_shown_before_anything_is_answered() -> None:
    grave = replace(applied(), facts={**applied().facts, CLASS.key: "grave"})
    shown = choice("note", grave, took("accept", FRIDAY))
    assert shown.why_not == (Refusal("重大许可应当附图纸", LAW.art(6, 1), "请先补充图纸"),)


def test_a_rule_on_the_answers_is_asked_only_with_them() -> None:
    dear = applied(value=600_000_00)
    assert str(refusal_of(dear)) == (
        "造价超过五十万元，不得按一般类别申请（《示范许可法》第三条第三款）。请改选“重大”"
    )
    assert why_not("apply") == []


def test_a_rule_for_every_step_is_asked_of_every_step() -> None:
    def closed(case: CaseView) -> Refusal | None:
        """第十九条"""
        return Refusal("今日不办公") if case.on == MONDAY else None

    family = Family((replace(V1, throughout=(closed,)),))
    for found in choices_at(family, played(applied(), family=family), MONDAY):
        assert found.why_not
    assert "今日不办公" in why_not("accept", applied(), family=family)
    assert str(refusal_of(took("accept", MONDAY), applied(), family=family)) == "今日不办公"


# -- The page and the decision ---------------------------------------------------------------


def test_choices_are_all_steps_in_the_order_of_the_statute() -> None:
    state = played(applied())
    assert [c.step.key for c in choices_at(FAMILY, state, MONDAY)] == list(V1.steps)
    mine = choices_at(FAMILY, state, MONDAY, by="applicant")
    assert [c.step.key for c in mine] == ["apply", "correct", "perform"]


def test_choices_follow_the_version_of_the_day() -> None:
    state = played(applied(date(2026, 6, 30), knew_on="2026-06-01"))
    titles = [c.step.title for c in choices_at(FAMILY, state, date(2026, 7, 1))]
    assert "受理" in titles
    new = choices_at(FAMILY, None, date(2026, 7, 1))
    assert "决定受理" in [c.step.title for c in new]
    assert choices_at(FAMILY, None, date(2023, 1, 1)) == ()


def test_what_the_page_leaves_open_is_refused_only_for_its_answers_or_persons() -> None:
    story = list(examined(took("publicise", MONDAY), CALLED, Served("hearing_notice", MONDAY)))
    noon = at(date(2024, 3, 12), 12)
    for found in choices_at(FAMILY, run_out(played(*story), noon), noon):
        event = Taken(found.step.key, found.by[0].key, noon)
        if found.is_open and not found.step.asks and found.step.persons == 1:
            assert played(*story, event).done[found.step.key].count >= 1
        else:
            assert refusal_of(event, *story)
