"""Scenarios of the penalty draft."""

from datetime import date

import pytest

from fashu.kernel.procedure import ClockStatus, Refused, Served, Taken
from fashu.kernel.procedure.facts import Json
from tests.drafts.penalty.facts import LAW
from tests.drafts.penalty.procedure import FAMILY
from tests.drafts.story import due, refused_under, served, story, took

Happening = Taken | Served


def filed(
    when: date, *, ended: str = "2024-05-01", found: str = "2024-12-01", harm: bool = False
) -> Taken:
    return took("file", "agency", when, act_ended=ended, found_on=found, harm=harm)


def by(who: str, step: str, role: str, when: date, **facts: Json) -> Taken:
    """A step with the persons who took it, one character each."""
    return Taken(step, role, when, facts, tuple(who))


def told(*, kind: str = "revoke", **more: Json) -> tuple[Happening, ...]:
    """The case up to the prior notice, served on a worked Sunday before a long holiday."""
    facts: dict[str, Json] = {"kind": kind, "hearing_right": True, "grave": False, **more}
    return (
        filed(date(2025, 7, 15)),
        by("甲乙", "inquire", "officer", date(2025, 8, 1), minutes="询问笔录"),
        by("甲乙", "report", "officer", date(2025, 9, 25), **facts),
        took("tell", "agency", date(2025, 9, 28)),
        served("prior_notice", date(2025, 9, 28)),
    )


ASKED = took("ask_hearing", "party", date(2025, 10, 11))


def penalised(when: date, **facts: Json) -> Taken:
    """The decision, with what general law asks of every decision that burdens a person."""
    told: Json = ["right", "organ", "period", "suit"]
    return took("penalise", "head", when, reasons="见决定书", remedies_told=told, **facts)


def heard() -> tuple[Happening, ...]:
    return (
        *told(),
        ASKED,
        took("set_hearing", "agency", date(2025, 10, 13), hearing_day="2025-10-24"),
        served("hearing_notice", date(2025, 10, 13)),
        by("丙", "hold_hearing", "chair", date(2025, 10, 24), minutes="听证笔录"),
    )


def reviewed(when: date, *, passed: bool) -> Taken:
    return by("丁", "review", "reviewer", when, passed=passed, opinion="见审核意见书")


def test_ninety_days_are_natural_days() -> None:
    """Golden case G14."""
    assert due(story(FAMILY, filed(date(2025, 7, 15))), "ninety_days") == date(2025, 10, 13)


def test_five_days_to_ask_for_a_hearing_are_working_days() -> None:
    """Golden case G15."""
    assert due(story(FAMILY, *told()), "hearing_request") == date(2025, 10, 11)


def test_no_decision_while_a_hearing_may_still_be_asked_for_unless_it_is_waived() -> None:
    weigh = took("weigh", "agency", date(2025, 10, 11), opinion="不成立")
    refused_under(FAMILY, LAW, 64, *told(), weigh)
    waived = took("waive", "party", date(2025, 10, 9))
    assert story(FAMILY, *told(), waived, weigh).stage == "deciding"
    later = took("weigh", "agency", date(2025, 10, 13), opinion="不成立")
    assert story(FAMILY, *told(), later).stage == "deciding"


def test_a_hearing_asked_for_too_late_is_refused() -> None:
    late = took("ask_hearing", "party", date(2025, 10, 13))
    refused_under(FAMILY, LAW, 64, *told(), late)


def test_two_lists_of_preserved_evidence_have_a_clock_each() -> None:
    """Golden case G16, with a second list a week later."""
    opened = filed(date(2024, 4, 29), ended="2024-04-01", found="2024-04-20")
    first = took("preserve", "head", date(2024, 4, 30), item="清单一")
    second = took("preserve", "head", date(2024, 5, 8), item="清单二")
    disposed = took("dispose", "head", date(2024, 5, 13), item="清单一")
    case = story(FAMILY, opened, first, second, disposed)
    lists = {c.of: (c.due, c.status) for c in case.clocks if c.term == "preservation"}
    assert lists == {
        "清单一": (date(2024, 5, 13), ClockStatus.MET),
        "清单二": (date(2024, 5, 16), ClockStatus.RUNNING),
    }


def test_one_officer_may_not_inquire_alone() -> None:
    alone = by("甲", "inquire", "officer", date(2025, 8, 1), minutes="询问笔录")
    with pytest.raises(Refused, match="2人以上"):
        story(FAMILY, filed(date(2025, 7, 15)), alone)


def test_an_investigator_may_not_preside_over_the_hearing() -> None:
    *before, held = heard()
    assert isinstance(held, Taken)
    own = by("甲", "hold_hearing", "chair", date(2025, 10, 24), minutes="听证笔录")
    refused_under(FAMILY, LAW, 64, *before, own)
    assert story(FAMILY, *before, held).stage == "deciding"


def test_whoever_ever_investigated_may_not_preside_whatever_was_sent_back() -> None:
    replaced = by("戊己", "inquire", "officer", date(2025, 10, 29), minutes="补充询问笔录")
    again: dict[str, Json] = {"kind": "revoke", "hearing_right": True, "grave": False}
    anew = (
        took("send_back", "head", date(2025, 10, 28)),
        replaced,
        by("戊己", "report", "officer", date(2025, 10, 30), **again),
        took("tell", "agency", date(2025, 10, 30)),
        served("prior_notice", date(2025, 10, 30)),
        took("ask_hearing", "party", date(2025, 11, 3)),
        took("set_hearing", "agency", date(2025, 11, 4), hearing_day="2025-11-18"),
        served("hearing_notice", date(2025, 11, 4)),
    )
    first = by("甲", "hold_hearing", "chair", date(2025, 11, 18), minutes="听证笔录")
    refused_under(FAMILY, LAW, 64, *heard(), *anew, first)
    other = by("丙", "hold_hearing", "chair", date(2025, 11, 18), minutes="听证笔录")
    assert story(FAMILY, *heard(), *anew, other).stage == "deciding"


def test_an_act_cannot_have_ended_after_it_was_filed() -> None:
    with pytest.raises(Refused, match="不能晚于"):
        story(FAMILY, filed(date(2025, 7, 15), ended="2025-07-16"))


def test_a_recused_officer_takes_no_further_step() -> None:
    recuse = took("recuse", "head", date(2025, 7, 20), recused="乙")
    both = by("甲乙", "inquire", "officer", date(2025, 8, 1), minutes="询问笔录")
    refused_under(FAMILY, LAW, 43, filed(date(2025, 7, 15)), recuse, both)
    others = by("甲丙", "inquire", "officer", date(2025, 8, 1), minutes="询问笔录")
    assert "inquire" in story(FAMILY, filed(date(2025, 7, 15)), recuse, others).done


def test_a_hearing_needs_seven_working_days_notice() -> None:
    soon = took("set_hearing", "agency", date(2025, 10, 13), hearing_day="2025-10-22")
    arrived = served("hearing_notice", date(2025, 10, 13))
    held = by("丙", "hold_hearing", "chair", date(2025, 10, 22), minutes="听证笔录")
    case = story(FAMILY, *told(), ASKED, soon)
    assert due(case, "hearing_notice") == date(2025, 10, 12)
    refused_under(FAMILY, LAW, 64, *told(), ASKED, soon, arrived, held)


def test_a_failed_legal_review_bars_the_decision_and_a_new_one_is_needed_after_return() -> None:
    """Golden case G19: a licence is to be revoked, heard, and the review did not pass."""
    failed = reviewed(date(2025, 10, 27), passed=False)
    decide = penalised(date(2025, 10, 28))
    refused_under(FAMILY, LAW, 58, *heard(), decide)
    refusal = refused_under(FAMILY, LAW, 58, *heard(), failed, decide)
    assert "未通过" in refusal.reason
    back = took("send_back", "head", date(2025, 10, 28))
    case = story(FAMILY, *heard(), failed, back)
    assert (case.stage, "review" in case.done, "passed" in case.facts) == (
        "investigating",
        False,
        False,
    )
    again: dict[str, Json] = {"kind": "revoke", "hearing_right": True, "grave": False}
    anew = (
        by("甲乙", "report", "officer", date(2025, 10, 29), **again),
        took("tell", "agency", date(2025, 10, 30)),
    )
    weigh = took("weigh", "agency", date(2025, 10, 31), opinion="不成立")
    refusal = refused_under(FAMILY, LAW, 64, *heard(), failed, back, *anew, weigh)
    assert "尚未送达" in refusal.reason, "the first notice no longer counts"
    passed = reviewed(date(2025, 10, 28), passed=True)
    assert story(FAMILY, *heard(), passed, decide).stage == "decided"


def test_a_grave_case_is_discussed_by_several_heads() -> None:
    case = (*told(grave=True), took("weigh", "agency", date(2025, 10, 13), opinion="不成立"))
    refused_under(FAMILY, LAW, 57, *case, penalised(date(2025, 10, 14)))
    one = by("戊", "discuss", "head", date(2025, 10, 14), minutes="讨论记录")
    with pytest.raises(Refused):
        story(FAMILY, *case, one)
    several = by("戊己庚", "discuss", "head", date(2025, 10, 14), minutes="讨论记录")
    decided = story(FAMILY, *case, several, penalised(date(2025, 10, 14)))
    assert decided.stage == "decided"


def test_an_act_found_after_two_years_is_not_punished_but_may_be_spared() -> None:
    facts: dict[str, Json] = {"kind": "warning", "hearing_right": False, "grave": False}
    late = (
        filed(date(2025, 7, 15), ended="2022-10-14", found="2024-10-15"),
        by("甲乙", "inquire", "officer", date(2025, 7, 16), minutes="笔录"),
        by("甲乙", "report", "officer", date(2025, 7, 17), **facts),
        took("tell", "agency", date(2025, 7, 17)),
        served("prior_notice", date(2025, 7, 17)),
        took("weigh", "agency", date(2025, 7, 18), opinion="成立"),
    )
    refused_under(FAMILY, LAW, 36, *late, penalised(date(2025, 7, 21)))
    spared = took("spare", "head", date(2025, 7, 21), why_spared="minor")
    assert story(FAMILY, *late, spared).stage == "spared"
    in_five = filed(date(2025, 7, 15), ended="2022-10-14", harm=True)
    assert due(story(FAMILY, in_five), "limitation") == date(2027, 10, 14)


def fined(fen: int = 5_000_000, *, decided: int = 5_000_000) -> tuple[Happening, ...]:
    facts: dict[str, Json] = {"kind": "fine", "fine": fen, "large": False}
    more: dict[str, Json] = {"hearing_right": False, "grave": False}
    return (
        filed(date(2025, 2, 3)),
        by("甲乙", "inquire", "officer", date(2025, 2, 5), minutes="笔录"),
        by("甲乙", "report", "officer", date(2025, 2, 10), **facts, **more),
        took("tell", "agency", date(2025, 2, 11)),
        served("prior_notice", date(2025, 2, 11)),
        took("defend", "party", date(2025, 2, 12), defence="不知情"),
        took("weigh", "agency", date(2025, 2, 20), opinion="不成立"),
        penalised(date(2025, 3, 10), decided_fine=decided),
    )


DELIVERED = served("decision", date(2025, 3, 11))


def test_the_penalty_is_not_heavier_for_having_been_contested() -> None:
    refused_under(FAMILY, LAW, 45, *fined(decided=5_000_001))


def paid(when: date, fen: int) -> Taken:
    return took("pay", "party", when, paid=fen)


def test_the_surcharge_grows_by_the_day_and_stops_at_the_fine() -> None:
    """Golden case G17: 1500 yuan a day, the 34th day is 04-29, never above 50 000."""
    case = story(FAMILY, *fined(), DELIVERED, until=date(2025, 5, 20))
    assert (due(case, "payment"), due(case, "surcharge")) == (date(2025, 3, 26), date(2025, 4, 29))
    for when, fen in (
        (date(2025, 3, 26), 5_000_000),
        (date(2025, 3, 27), 5_150_000),
        (date(2025, 4, 28), 9_950_000),
        (date(2025, 4, 29), 10_000_000),
        (date(2025, 5, 20), 10_000_000),
    ):
        assert story(FAMILY, *fined(), DELIVERED, paid(when, fen)).stage == "performed"
        refused_under(FAMILY, LAW, 72, *fined(), DELIVERED, paid(when, fen + 1))


def test_the_surcharge_stands_still_during_reconsideration_even_if_it_begins_in_it() -> None:
    before = took("contest", "party", date(2025, 3, 20))
    after = took("settle", "agency", date(2025, 5, 19))
    ten_days = (
        took("contest", "party", date(2025, 4, 5)),
        took("settle", "agency", date(2025, 6, 4)),
    )
    payable = story(FAMILY, *fined(), DELIVERED, before, after, paid(date(2025, 5, 20), 5_150_000))
    assert payable.stage == "performed"
    resumed = story(FAMILY, *fined(), DELIVERED, *ten_days, paid(date(2025, 6, 5), 6_650_000))
    assert resumed.stage == "performed"


def test_payment_may_be_deferred_without_a_ceiling_but_only_before_it_is_due() -> None:
    def defer(when: date) -> Taken:
        return took("defer", "head", when, defer_days=90)

    case = story(FAMILY, *fined(), DELIVERED, defer(date(2025, 3, 25)))
    assert due(case, "payment") == date(2025, 6, 24)
    refused_under(FAMILY, LAW, 66, *fined(), DELIVERED, defer(date(2025, 3, 28)))
