"""The calculator on the sample procedure. 2026: 2/16-20, 23 off, 2/14 and 2/28 worked."""

import json
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from fashu.kernel.procedure import (
    CaseView,
    Family,
    Issue,
    Refusal,
    advance,
    lapse_next,
    on_lapse,
)
from fashu.kernel.procedure.describe import digest
from fashu.kernel.procedure.events import Taken
from fashu.kernel.procedure.facts import Json
from fashu.kernel.procedure.general import attach
from fashu.kernel.procedure.lenient import demanded, needed, relaxed
from fashu.kernel.procedure.tests.sample import FAMILY, V1
from fashu.kernel.procedure.tests.sample_words import FILE_NOTE, LAW, URGENT
from fashu.kernel.procedure.whatif import Unusable, whatif
from fashu.kernel.procedure.whatif_story import Story

FAMILIES = {"sample": FAMILY}
APPLIED: dict[str, Any] = {
    "on": "2026-02-11",
    "step": "apply",
    "by": "applicant",
    "facts": {"knew_on": "2026-01-05", "class": "plain"},
}


def asked(*events: dict[str, Any], today: str = "2026-06-30") -> dict[str, Any]:
    return whatif(FAMILIES, {"procedure": "sample", "today": today, "events": list(events)})


def step(on: str, key: str, by: str = "office", **facts: Any) -> dict[str, Any]:
    return {"on": on, "step": key, "by": by, "facts": facts}


def term(found: dict[str, Any], key: str) -> dict[str, Any]:
    return next(t for t in found["terms"] if t["key"] == key)


# -- What is found ---------------------------------------------------------------------------


def test_silence_moves_the_case_on_the_due_day() -> None:
    found = asked(APPLIED, today="2026-02-28")
    assert (found["stage"], found["outcome"]) == ("examined", "视为受理")
    assert term(found, "examination")["due"] == "2026-02-27"
    assert term(found, "decision")["starts"] == "2026-02-27"
    lapse = next(line for line in found["history"] if line["kind"] == "lapse")
    assert (lapse["on"], lapse["event"], lapse["key"]) == ("2026-02-27", None, "examination")


def test_on_the_due_day_itself_nothing_has_lapsed() -> None:
    assert asked(APPLIED, today="2026-02-27")["stage"] == "received"


def test_a_lapse_comes_before_a_later_event() -> None:
    found = asked(APPLIED, step("2026-03-02", "suspend"), today="2026-03-02")
    assert (found["stage"], found["refusals"]) == ("suspended", [])


def test_every_term_explains_itself_with_its_articles() -> None:
    found = asked(APPLIED, step("2026-03-02", "suspend"), step("2026-03-20", "resume"))
    decision = term(found, "decision")
    assert (decision["due"], decision["excluded_days"]) == ("2026-05-18", 18)
    assert [move["kind"] for move in decision["because"]] == ["start", "count", "exclude", "roll"]
    exclude = decision["because"][2]
    assert exclude["cite"] == str(LAW.art(7, 2))
    assert exclude["days"] == 18
    assert "2026-03-02至2026-03-20不计入" in exclude["reason"]
    assert (decision["owed_by"], decision["cite"]) == ("office", str(LAW.art(10, 5)))


def test_a_clock_that_stands_still_says_why() -> None:
    found = asked(APPLIED, step("2026-03-02", "suspend"), today="2026-03-10")
    decision = term(found, "decision")
    assert (decision["status"], decision["due"]) == ("paused", None)
    pause = {"kind": "pause", "reason": "中止，期限停止计算", "cite": str(LAW.art(7, 2))}
    assert decision["because"] == [pause]


def test_where_the_law_gives_no_number_a_way_is_named() -> None:
    found = asked(APPLIED, step("2026-03-02", "publicise"), today="2026-03-31")
    objections = term(found, "objections")
    assert objections["due"] is None
    assert objections["because"][0]["reason"] == ("法律没有规定天数：由审查人员确定处理异议的日期")


def test_doubts_and_unverified_terms_are_flagged() -> None:
    found = asked(APPLIED)
    assert term(found, "limitation")["doubts"][0]["other"] == "只扣除一日"


def test_a_date_in_an_unpublished_year_is_provisional_and_never_lapses() -> None:
    applied = APPLIED | {"on": "2026-12-30", "facts": {"knew_on": "2026-12-01", "class": "plain"}}
    found = asked(applied, today="2027-03-01")
    assert term(found, "examination")["provisional"]
    assert found["stage"] == "received"


def test_papers_are_issued_and_owed_until_served() -> None:
    ask = step("2026-02-12", "ask_correction", correction_days=10)
    found = asked(APPLIED, ask, today="2026-02-13")
    assert [paper["key"] for paper in found["papers"]["issued"]] == ["correction_notice"]
    assert [(p["key"], p["to"]) for p in found["papers"]["owed"]] == [
        ("correction_notice", "applicant")
    ]
    served = {"on": "2026-02-13", "served": "correction_notice", "mode": "post"}
    found = asked(APPLIED, ask, served, today="2026-02-13")
    assert found["papers"]["owed"] == []
    assert found["papers"]["issued"][0]["served"] == {"applicant": "2026-02-13"}
    assert term(found, "correction")["starts"] == "2026-02-13"


def test_a_public_notice_works_after_its_thirty_days_and_lets_others_come_before() -> None:
    ask = step("2026-02-12", "ask_correction", correction_days=10)
    public = {"on": "2026-02-13", "served": "correction_notice", "mode": "public"}
    early = asked(APPLIED, ask, public, today="2026-03-10")
    assert early["pending"] == [{"event": 2, "takes_effect": "2026-03-15"}]
    assert early["papers"]["owed"] != []
    late = asked(APPLIED, ask, public, today="2026-03-15")
    assert late["pending"] == []
    assert term(late, "correction")["starts"] == "2026-03-15"


def test_next_lists_the_steps_of_the_stage_with_reasons() -> None:
    found = asked(APPLIED, today="2026-03-02")
    steps = {choice["step"]: choice for choice in found["next"]}
    assert "apply" not in steps
    assert steps["suspend"]["why_not"] == []
    assert steps["suspend"]["by"] == ["office"]
    reasons = [why["reason"] for why in steps["decide"]["why_not"]]
    assert reasons[0] == "尚未“公示”"
    assert steps["decide"]["why_not"][1]["cite"] == str(LAW.art(10, 3))


def test_before_anything_happened_a_case_may_be_opened() -> None:
    found = asked()
    assert (found["stage"], found["terms"]) == (None, [])
    assert [choice["step"] for choice in found["next"]] == ["apply"]


def test_the_version_and_its_digest_are_named() -> None:
    found = asked(APPLIED)
    version = FAMILY.version("2025-07-01")
    assert (found["version"], found["digest"]) == (version.version, digest(version))
    assert asked(today="2024-03-01")["version"] == "2024-01-01"


def test_the_answer_is_json() -> None:
    found = asked(APPLIED, step("2026-03-02", "suspend"))
    assert json.loads(json.dumps(found, allow_nan=False)) == found


def test_the_live_system_comes_to_the_same() -> None:
    others: dict[str, Json] = {"name": "王某", "chosen_office": "990100", "urgent": False}
    facts: dict[str, Json] = {**APPLIED["facts"], **others, "value": 1}
    state = advance(FAMILY, None, Taken("apply", "applicant", date(2026, 2, 11), facts)).state
    while lapse := lapse_next(FAMILY, state, date(2026, 6, 30)):
        state = advance(FAMILY, state, lapse).state
    found = asked(APPLIED | {"facts": facts})
    assert found["assumed"] == []
    assert found["stage"] == state.stage
    assert [(t["key"], t["due"], t["status"]) for t in found["terms"]] == [
        (clock.term, str(clock.due), clock.status.value) for clock in state.clocks
    ]


# -- Refusals and what was assumed -----------------------------------------------------------


def test_a_refused_event_is_named_and_the_rest_goes_on() -> None:
    found = asked(APPLIED, step("2026-02-12", "suspend"), step("2026-02-12", "accept"))
    (refusal,) = found["refusals"]
    assert refusal["event"] == 1
    assert refusal["reason"] == "案件处于“待审查”，“中止”只能在“审查中”阶段办理"
    assert refusal["cite"] == str(LAW.art(7, 1))
    assert found["stage"] == "examined"


def test_a_refusal_by_a_rule_carries_its_norm_and_remedy() -> None:
    applied = APPLIED | {"facts": APPLIED["facts"] | {"value": 600_000_00}}
    (refusal,) = asked(applied)["refusals"]
    assert (refusal["cite"], refusal["remedy"]) == (str(LAW.art(3, 3)), "请改选“重大”")


def test_an_answer_out_of_bounds_is_refused_at_its_place() -> None:
    (refusal,) = asked(APPLIED, step("2026-02-12", "ask_correction", correction_days=31))[
        "refusals"
    ]
    place = "/events/1/facts/correction_days"
    assert refusal["errors"] == {place: "“补正期限（工作日）”不能大于30"}


def test_answers_that_move_nothing_may_be_left_out_and_are_named() -> None:
    found = asked(APPLIED)
    assert [line["fact"] for line in found["assumed"]] == [
        "name",
        "chosen_office",
        "urgent",
        "value",
    ]
    value = found["assumed"][-1]
    assert value["event"] == 0
    assert value["unchecked"] == ["示范许可法第三条第三款"]
    assert "没有填写“工程造价”" in value["reason"]


def test_a_clock_whose_date_is_missing_is_left_out_and_named() -> None:
    found = asked(APPLIED | {"facts": {"class": "plain"}}, today="2026-02-11")
    assert found["refusals"] == []
    assert [t["key"] for t in found["terms"]] == ["examination"]
    told = {line["fact"]: line["reason"] for line in found["assumed"]}
    assert told["knew_on"] == "没有填写“知道公告的日期”：没有计算“申请期限”"
    assert told["name"] == "没有填写“申请人姓名”：期限和阶段不取决于它"


def test_an_answer_without_which_a_length_cannot_be_chosen_is_demanded() -> None:
    (refusal,) = asked(APPLIED | {"facts": {"knew_on": "2026-01-05"}})["refusals"]
    assert refusal["errors"] == {"/events/0/facts/class": "请填写“许可类别”"}
    assert demanded(V1) == {"class", "granted", "correction_days", "perform_by", "extra_days"}


def test_a_rule_that_looks_at_what_is_missing_is_not_asked() -> None:
    grave = APPLIED | {"facts": {"knew_on": "2026-01-05", "class": "grave"}}
    found = asked(grave, step("2026-03-02", "note"), today="2026-03-02")
    assert [r["reason"] for r in found["refusals"]] == ["重大许可应当附图纸"]  # not obligatory
    why_not = {choice["step"]: choice["why_not"] for choice in found["next"]}
    assert why_not["note"][0]["reason"] == "重大许可应当附图纸"


def test_an_answer_may_come_without_the_one_it_hangs_on_but_not_against_it() -> None:
    alone = asked(APPLIED | {"facts": APPLIED["facts"] | {"urgent_why": "防汛"}})
    assert alone["refusals"] == []
    against = {"urgent": False, "urgent_why": "防汛"}
    (refusal,) = asked(APPLIED | {"facts": APPLIED["facts"] | against})["refusals"]
    assert list(refusal["errors"]) == ["/events/0/facts/urgent_why"]


def test_what_was_missing_and_then_told_is_missing_no_more() -> None:
    applied = APPLIED | {"facts": {"knew_on": "2026-01-05", "class": "plain"}}
    late = Story(FAMILY)
    late.happens(0, Taken("apply", "applicant", date(2026, 2, 11), applied["facts"]))
    assert "value" in late.missing
    late.happens(1, Taken("ask_correction", "office", date(2026, 2, 11), {"correction_days": 3}))
    assert "value" in late.missing
    late.happens(2, Taken("suspend", "office", date(2026, 2, 11)))
    assert [refusal["event"] for refusal in late.refusals] == [2]
    late.happens(3, Taken("apply", "applicant", date(2026, 2, 11), {"value": 1}))
    assert "value" in late.missing


def test_a_lapse_that_cannot_be_worked_out_is_named_and_ends_the_story() -> None:
    correction = replace(V1.terms["correction"], opens=(on_lapse("examination"),))
    family = Family((V1.amended("1", V1.applies_from, replaced=(correction,)),))
    document = {"procedure": "sample", "today": "2026-06-30", "events": [APPLIED]}
    found = whatif({"sample": family}, document)
    (refusal,) = found["refusals"]
    assert (refusal["event"], refusal["reason"]) == (None, "“补正期限”的长度没有确定")
    assert found["stage"] == "received"


def test_a_paper_that_hangs_on_a_missing_answer_is_not_made() -> None:
    noted = replace(V1.steps["note"], asks=(URGENT,), issues=(Issue(FILE_NOTE, URGENT, (True,)),))
    family = Family((V1.amended("1", V1.applies_from, replaced=(noted,)),))
    events = [APPLIED, step("2026-03-02", "note")]
    document = {"procedure": "sample", "today": "2026-03-02", "events": events}
    found = whatif({"sample": family}, document)
    assert found["papers"]["issued"] == []
    assert found["assumed"][-2]["reason"] == "没有填写“是否加急”：没有制作《审查笔录》"


def test_where_two_must_act_and_nobody_is_named_two_are_assumed() -> None:
    found = asked(APPLIED, step("2026-03-02", "note"))
    assert found["refusals"] == []
    assert found["assumed"][-1]["fact"] == "who"
    alone = asked(APPLIED, step("2026-03-02", "note") | {"who": ["甲"]})
    assert "“记录审查”应当由2人以上办理" in alone["refusals"][0]["reason"]


def test_who_may_not_act_again_is_refused() -> None:
    events = (
        step("2026-03-02", "note") | {"who": ["甲", "乙"]},
        step("2026-03-02", "call_hearing", hearing_on="2026-04-01"),
        {"on": "2026-03-03", "served": "hearing_notice", "to": "applicant"},
        {"on": "2026-03-03", "served": "hearing_notice", "to": "expert"},
        step("2026-04-01", "hear") | {"who": ["乙"]},
    )
    (refusal,) = asked(APPLIED, *events)["refusals"]
    assert refusal["event"] == 5
    assert refusal["reason"] == "乙办理过“记录审查”，不能再办理“听证”"


def test_a_case_older_than_the_procedure_is_refused_in_words() -> None:
    (refusal,) = asked(APPLIED | {"on": "2023-02-01"}, today="2023-03-01")["refusals"]
    assert "早于本系统所载“示范许可”程序的起点2024-01-01" in refusal["reason"]


def test_general_law_does_not_stop_a_person_who_wants_dates() -> None:
    family = Family((attach(V1),))
    decide = [
        APPLIED,
        step("2026-03-02", "publicise"),
        step("2026-03-10", "decide", granted="no"),
    ]
    document = {"procedure": "sample", "today": "2026-03-10", "events": decide}
    found = whatif({"sample": family}, document)
    assert found["stage"] == "decided"
    assert {"reasons", "remedies_told"} <= {line["fact"] for line in found["assumed"]}


def test_only_what_moves_something_is_needed() -> None:
    assert {"knew_on", "class", "granted", "perform_by", "extra_days", "thing"} <= needed(V1)
    assert not {"name", "urgent", "value", "story", "drawings", "chosen_office"} & needed(V1)


def test_a_rule_that_stumbles_over_a_missing_answer_is_passed_over() -> None:
    def strict(case: CaseView) -> Refusal | None:
        """第三条第一款"""
        raise KeyError(case.stage)

    picky = replace(V1.steps["accept"], when=(strict,))
    family = Family((V1.amended("1", V1.applies_from, replaced=(picky,)),))
    silent = relaxed(family, {"story"}).versions[0].steps["accept"].when[0]
    sure = relaxed(family, ()).versions[0].steps["accept"].when[0]
    view = CaseView(V1, None, date(2026, 2, 11), "office", {}, {})
    assert silent(view) is None
    with pytest.raises(KeyError):
        sure(view)


def test_an_unending_chain_of_lapses_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("fashu.kernel.procedure.whatif_story.MOST_LAPSES", 0)
    with pytest.raises(Unusable, match="无法推演"):
        asked(APPLIED)
