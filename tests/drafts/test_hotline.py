"""Scenarios of the 12348 draft."""

from datetime import date, datetime, timedelta

import pytest

from fashu.kernel.procedure import Refused, Served, Taken, lapse_next
from tests.drafts.hotline import FAMILY, HOTLINES, LAWYERS, PLATFORM
from tests.drafts.story import clock, due, on, refused_under, story, took, waited


def asked(when: datetime, *, urgent: bool = False) -> Taken:
    return took("ask", "asker", when, question="公司拖欠三个月工资。", urgent=urgent)


def opened(when: datetime) -> Taken:
    return took("route", "hotline", when, way="answer")


def routed(when: datetime, *, designated: bool = False, longer_days: int = 0) -> Taken:
    more = {"longer_days": longer_days} if longer_days else {}
    return took(
        "route",
        "hotline",
        when,
        way="handle",
        unit_office="9901",
        designated=designated,
        longer=bool(longer_days),
        **more,
    )


def test_a_question_nobody_answers_goes_to_the_provider_after_24_hours_on_a_day_off() -> None:
    """Golden case G-30: opened on a Friday, assigned on a Saturday, and not on Monday."""
    case = story(
        FAMILY, asked(on(2025, 10, 10, 16)), opened(on(2025, 10, 10, 16, 5)), until=on(2025, 10, 13)
    )
    assert case.stage == "assigned"
    assert clock(case, "first_answer").due == on(2025, 10, 11, 16, 5)
    assert clock(case, "contract_answer").starts == on(2025, 10, 11, 16, 5)


@pytest.mark.parametrize(
    "start",
    [
        on(2025, 9, 30, 23, 59),
        on(2025, 12, 31, 12),
        on(2026, 2, 14, 9, 30),
        on(2026, 2, 16),
        on(2026, 9, 30, 17),
        on(2027, 1, 1, 0, 1),
    ],
)
def test_there_is_exactly_one_assignment_and_it_takes_effect_at_24_00_00(start: datetime) -> None:
    case = story(FAMILY, asked(start), opened(start))
    end = start + timedelta(hours=24)
    assert lapse_next(FAMILY, case, end) is None
    after = waited(FAMILY, case, end + timedelta(seconds=1))
    assert (after.stage, clock(after, "contract_answer").starts) == ("assigned", end)
    again = waited(FAMILY, after, end + timedelta(days=30))
    assert (again.stage, clock(again, "first_answer").n) == ("assigned", 1)


def test_a_question_without_its_hour_is_refused() -> None:
    route = took("route", "hotline", date(2025, 10, 10), way="answer")
    with pytest.raises(Refused, match="须从具体时刻起算"):
        story(FAMILY, asked(on(2025, 10, 10, 9)), route)


def test_a_claim_does_not_stop_the_24_hours_but_an_answer_does() -> None:
    start = on(2025, 10, 1, 8)
    claim = took("claim", "adviser", start + timedelta(hours=20), licence="valid")
    answer = took("answer_question", "adviser", start + timedelta(hours=23), answer="可以申请。")
    silent = story(FAMILY, asked(start), opened(start), claim, until=on(2025, 10, 3))
    assert silent.stage == "assigned"
    answered = story(FAMILY, asked(start), opened(start), claim, answer, until=on(2025, 10, 3))
    assert answered.stage == "answered"


def test_an_adviser_whose_licence_is_suspended_may_not_claim() -> None:
    start = on(2025, 10, 10, 9)
    claim = took("claim", "adviser", start, licence="suspended")
    refused_under(FAMILY, LAWYERS, 13, asked(start), opened(start), claim)


def test_an_urgent_matter_is_passed_on_within_the_hour_and_another_by_the_next_working_day() -> (
    None
):
    assert due(story(FAMILY, asked(on(2026, 5, 1, 15, 30), urgent=True)), "urgent_transfer") == on(
        2026, 5, 1, 16, 30
    )
    assert due(story(FAMILY, asked(on(2026, 5, 1, 15, 30))), "transfer") == date(2026, 5, 6)


def test_an_order_has_five_working_days_and_fifteen_at_most() -> None:
    start = on(2025, 9, 26, 10)
    extend = took("extend", "unit_head", on(2025, 10, 9, 9), extra_days=10, reason="须现场核查")
    too_long = took("extend", "unit_head", on(2025, 10, 9, 10), extra_days=1, reason="仍未查清")
    case = story(FAMILY, asked(start), routed(start))
    assert due(case, "handle") == date(2025, 10, 10)
    case = story(FAMILY, asked(start), routed(start), extend)
    assert due(case, "handle") == date(2025, 10, 23)
    refused_under(FAMILY, PLATFORM, 7, asked(start), routed(start), extend, too_long)


def test_a_statutory_longer_period_prevails() -> None:
    start = on(2025, 9, 26, 10)
    case = story(FAMILY, asked(start), routed(start, longer_days=20))
    assert (case.clock("handle"), due(case, "handle_longer")) == (None, date(2025, 10, 30))


def test_the_first_contact_is_counted_in_service_hours() -> None:
    """Two of the eight hours on Friday afternoon, six on the worked Saturday."""
    case = story(FAMILY, asked(on(2025, 10, 10, 16)), routed(on(2025, 10, 10, 16)))
    assert due(case, "first_contact") == on(2025, 10, 11, 17)


def test_a_wrongly_routed_order_goes_back_and_the_next_unit_has_its_own_five_days() -> None:
    start = on(2025, 10, 20, 9)
    back = took("ask_return", "unit", on(2025, 10, 22, 9), reason="不属于本单位职责")
    case = story(FAMILY, asked(start), routed(start), back, routed(on(2025, 10, 23, 9)))
    assert (clock(case, "handle").n, due(case, "handle")) == (2, date(2025, 10, 30))


def test_a_refused_return_gives_no_new_time() -> None:
    start = on(2025, 10, 20, 9)
    back = took("ask_return", "unit", on(2025, 10, 22, 9), reason="不属于本单位职责")
    kept = took("keep", "hotline", on(2025, 10, 23, 9))
    case = story(FAMILY, asked(start), routed(start), back, kept)
    assert (case.stage, due(case, "handle")) == ("handling", date(2025, 10, 27))


def test_a_designated_unit_may_not_return_the_order() -> None:
    start = on(2025, 10, 20, 9)
    back = took("ask_return", "unit", start, reason="不属于本单位职责")
    refused_under(FAMILY, HOTLINES, 22, asked(start), routed(start, designated=True), back)


def test_an_order_is_reopened_once() -> None:
    start = on(2025, 10, 20, 9)
    reply = [took("reply", "unit", on(2025, 10, d, 9), answer="已责令支付。") for d in (24, 29)]
    again = [took("ask_again", "asker", on(2025, 10, d, 10), reason="未付清") for d in (24, 29)]
    redo = took("reopen", "hotline", on(2025, 10, 27, 9))
    told = Served("reply_slip", on(2025, 10, 24, 9))
    case = story(FAMILY, asked(start), routed(start), reply[0], told, again[0], redo)
    assert (clock(case, "pass_back").status.value, due(case, "handle")) == (
        "met",
        date(2025, 11, 3),
    )
    tale = (asked(start), routed(start), reply[0], told, again[0], redo, reply[1], again[1])
    refused_under(FAMILY, HOTLINES, 14, *tale)
