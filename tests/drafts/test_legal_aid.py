"""Scenarios of the legal aid draft."""

from datetime import date

from fashu.kernel.procedure import ClockStatus, Served, Taken
from fashu.kernel.procedure.facts import Json
from tests.drafts.legal_aid import FAMILY, LAW
from tests.drafts.story import clock, due, on, refused_under, served, story, took

WAGES = {"matter": "追索劳动报酬", "ground": "waived", "kind": "other"}

TOLD: Json = ["right", "organ", "period", "suit"]


def applied(when: date, **facts: str) -> Taken:
    return took("apply", "applicant", when, **{**WAGES, **facts})


def granted(when: date) -> Taken:
    return took("grant", "agency", when)


def refused(when: date, **facts: str) -> Taken:
    return Taken("refuse", "agency", when, {"reason": "见决定书", "remedies_told": TOLD, **facts})


def test_seven_days_to_decide_and_three_to_assign_are_natural_days() -> None:
    """Golden case G-01."""
    case = story(FAMILY, applied(date(2025, 3, 10)))
    assert due(case, "examining") == date(2025, 3, 17)
    case = story(FAMILY, applied(date(2025, 3, 10)), granted(date(2025, 3, 14)))
    assert due(case, "assigning") == date(2025, 3, 17)


def test_a_seventh_day_in_the_national_holiday_stays_and_the_doubt_is_told() -> None:
    """Golden case G-02: the law is silent on roll-over; the un-rolled day is the safe one."""
    case = story(FAMILY, applied(date(2025, 9, 25)))
    assert due(case, "examining") == date(2025, 10, 2)
    assert "顺延" in FAMILY.versions[0].terms["examining"].doubts[0].question


ASKED = took("ask_supplement", "agency", date(2025, 6, 5), missing="工资条", supply_days=15)


def test_the_time_of_the_supplement_does_not_count() -> None:
    """Golden case G-03: six days, from the notice to the papers."""
    case = story(
        FAMILY,
        applied(date(2025, 6, 3)),
        ASKED,
        took("supply", "applicant", date(2025, 6, 11)),
    )
    assert (due(case, "examining"), clock(case, "examining").excluded_days) == (
        date(2025, 6, 16),
        6,
    )


def test_silence_after_the_supplement_notice_is_a_withdrawal_and_no_refusal() -> None:
    told = Served("supply_notice", date(2025, 6, 6))
    case = story(FAMILY, applied(date(2025, 6, 3)), ASKED, told, until=date(2025, 6, 24))
    assert (case.stage, case.outcome) == ("withdrawn", "视为撤回申请")
    assert case.on == date(2025, 6, 23), "the fifteenth day, 06-21, is a Saturday"


def test_papers_are_asked_for_once() -> None:
    again = took("ask_supplement", "agency", date(2025, 6, 12), missing="合同", supply_days=5)
    supplied = took("supply", "applicant", date(2025, 6, 11))
    refused_under(FAMILY, LAW, 43, applied(date(2025, 6, 3)), ASKED, supplied, again)


def test_police_and_agency_have_three_days_each_in_a_notified_defence() -> None:
    """Golden case G-04: a suspect of sixteen without counsel."""
    notice = took(
        "notify", "case_authority", date(2024, 7, 4), found_on="2024-07-02", notice_ground="minor"
    )
    arrived = served("notice", date(2024, 7, 5))
    assign = took("assign", "agency", date(2024, 7, 8), aider_kind="lawyer", practice_years=1)
    told = served("answer_letter", date(2024, 7, 9))
    case = story(FAMILY, notice, arrived)
    assert (due(case, "notifying"), due(case, "assigning_on_notice")) == (
        date(2024, 7, 5),
        date(2024, 7, 8),
    )
    assert clock(case, "notifying").status is ClockStatus.MET
    late = clock(story(FAMILY, notice, arrived, assign, told), "assigning_on_notice")
    assert late.status is ClockStatus.MET_LATE


def test_a_detainees_application_is_handed_over_in_24_hours_holiday_or_not() -> None:
    """Golden case G-05."""
    lodged = took("lodge", "custody", on(2025, 10, 1, 15, 30), **WAGES)
    case = story(FAMILY, lodged)
    assert due(case, "handing_over") == on(2025, 10, 2, 15, 30)
    late = took("hand_over", "custody", on(2025, 10, 2, 15, 31))
    assert clock(story(FAMILY, lodged, late), "handing_over").status is ClockStatus.MET_LATE


def test_aid_at_once_needs_fewer_than_seven_days_to_the_limitation() -> None:
    """Golden case G-06: six days left are fewer than seven, seven are not."""

    def at_once(ends: str) -> Taken:
        facts = {"why_at_once": "limitation", "limitation_ends": ends, "papers_by": "2025-12-20"}
        return took("aid_at_once", "agency", date(2025, 11, 29), **facts)

    case = story(FAMILY, applied(date(2025, 11, 29)), at_once("2025-12-05"))
    assert (case.stage, due(case, "assigning"), due(case, "completing_papers")) == (
        "granted",
        date(2025, 12, 2),
        date(2025, 12, 20),
    )
    refused_under(FAMILY, LAW, 44, applied(date(2025, 11, 29)), at_once("2025-12-06"))


def test_a_victim_of_domestic_violence_is_not_refused_for_income() -> None:
    """Golden case G-07."""
    no = refused(date(2025, 3, 12), why_not="not_poor")
    refused_under(FAMILY, LAW, 32, applied(date(2025, 3, 10), ground="exempt"), no)


def objected(*more: Taken | Served) -> tuple[Taken | Served, ...]:
    no = refused(date(2025, 4, 10), why_not="out_of_scope")
    objection = took("object", "applicant", date(2025, 4, 16), reason="属于工伤")
    return applied(date(2025, 4, 7)), no, objection, *more


def test_an_upheld_refusal_opens_sixty_days_for_reconsideration() -> None:
    """Golden case G-08: five natural days, then sixty with statutory roll-over."""
    assert due(story(FAMILY, *objected()), "objection") == date(2025, 4, 21)
    told: dict[str, Json] = {"reason": "不在范围", "remedies_told": TOLD}
    upheld = Taken("uphold", "justice", date(2025, 4, 21), told)
    case = story(FAMILY, *objected(upheld, served("upheld", date(2025, 4, 22))))
    assert (case.stage, due(case, "reconsidering")) == ("upheld", date(2025, 6, 23))


def test_the_agency_does_not_judge_the_objection_to_its_own_decision() -> None:
    told: dict[str, Json] = {"reason": "不在范围", "remedies_told": TOLD}
    own = Taken("uphold", "agency", date(2025, 4, 17), told)
    refused_under(FAMILY, LAW, 49, *objected(own))


def test_an_ordered_correction_takes_the_refusal_back_and_aid_is_assigned() -> None:
    order = took("order_correction", "justice", date(2025, 4, 18), reason="属于工伤")
    case = story(FAMILY, *objected(order, granted(date(2025, 4, 24))))
    assert "refuse" not in case.done
    assert (case.stage, due(case, "assigning")) == ("granted", date(2025, 4, 27))


def test_a_life_sentence_needs_a_lawyer_of_three_years() -> None:
    case = (applied(date(2025, 3, 10), kind="life"), granted(date(2025, 3, 14)))
    junior = took("assign", "agency", date(2025, 3, 15), aider_kind="lawyer", practice_years=2)
    refused_under(FAMILY, LAW, 26, *case, junior)


def test_no_tax_is_withheld_from_the_subsidy() -> None:
    assign = took("assign", "agency", date(2025, 3, 15), aider_kind="volunteer")
    report = took("report", "aider", date(2025, 5, 20))
    pay = took("pay", "agency", date(2025, 6, 3), subsidy=150_000, withheld=15_000)
    granted_case = (applied(date(2025, 3, 10)), granted(date(2025, 3, 14)))
    refused_under(FAMILY, LAW, 52, *granted_case, assign, report, pay)
