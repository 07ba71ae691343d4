"""How clocks of the sample open, stop, lengthen and close. 2024-03-01 is a Friday."""

from dataclasses import replace
from datetime import date

import pytest

from fashu.kernel.calendar import Rollover, days
from fashu.kernel.procedure import (
    ClockStatus,
    Family,
    Refused,
    Served,
    State,
    Taken,
    advance,
    first_entered,
    on_service,
    on_step,
)
from fashu.kernel.procedure import clocks as core
from fashu.kernel.procedure.terms import Term
from fashu.kernel.procedure.tests.playing import (
    applied,
    at,
    clock_of,
    examined,
    played,
    refusal_of,
    run_out,
    took,
)
from fashu.kernel.procedure.tests.sample import CORRECTION, DECISION, FAMILY, PUBLICITY, V1, V2
from fashu.kernel.procedure.tests.sample_steps import ASK_EXPERT, NOTE, PUBLICISE
from fashu.kernel.procedure.tests.sample_words import APPLICANT, EXAMINED, HEARING_NOTICE, SUSPENDED

FRIDAY, MONDAY = date(2024, 3, 1), date(2024, 3, 4)
GRANTED = (
    took("publicise", MONDAY),
    took("decide", date(2024, 3, 12), granted="yes", perform_by="2024-06-30"),
)


def with_term(term: Term) -> Family:
    """The sample with one term replaced."""
    return Family((V1.amended("1", V1.applies_from, replaced=(term,)),))


def replaced(event: Taken, key: str, answer: str) -> Taken:
    """The event with another answer."""
    return replace(event, facts={**event.facts, key: answer})


def moves(state: State, term: str) -> list[str]:
    """The kinds of moves that explain a due date."""
    found = core.explain(FAMILY, clock_of(state, term))
    assert found is not None
    return [move.kind for move in found.moves]


# -- Opening ---------------------------------------------------------------------------------


def test_entering_a_stage_starts_a_clock() -> None:
    clock = clock_of(played(applied()), "examination")
    assert (clock.starts, clock.due, clock.n) == (FRIDAY, date(2024, 3, 8), 1)


def test_a_stage_entered_by_silence_starts_its_clocks_on_that_day() -> None:
    state = run_out(played(applied()), date(2024, 3, 11))
    assert clock_of(state, "decision").starts == date(2024, 3, 8)


def test_a_date_among_the_answers_starts_a_clock_and_it_is_judged_at_once() -> None:
    clock = clock_of(played(applied(knew_on="2024-02-20")), "limitation")
    assert (clock.starts, clock.status) == (date(2024, 2, 20), ClockStatus.MET)
    late = clock_of(played(applied(knew_on="2023-12-20")), "limitation")
    assert (late.due, late.status) == (date(2024, 2, 18), ClockStatus.MET_LATE)


def test_service_on_the_recipient_who_counts_starts_a_clock() -> None:
    asked = took("ask_correction", FRIDAY, correction_days=10)
    state = played(applied(), asked)
    assert state.clock("correction") is None
    state = advance(FAMILY, state, Served("correction_notice", date(2024, 3, 5))).state
    assert clock_of(state, "correction").due == date(2024, 3, 19)


def test_notice_is_counted_backwards_from_a_date() -> None:
    called = took("call_hearing", MONDAY, hearing_on="2024-04-01")
    clock = clock_of(played(*examined(called)), "hearing_ahead")
    assert clock.ahead
    assert clock.due == date(2024, 3, 24)


def test_the_lapse_of_another_term_starts_a_clock() -> None:
    state = run_out(played(*examined(GRANTED[0])), date(2024, 3, 12))
    clock = clock_of(state, "objections")
    assert (clock.starts, clock.due, clock.status) == (
        date(2024, 3, 11),
        None,
        ClockStatus.RUNNING,
    )
    assert core.explain(FAMILY, clock) is None


def test_the_length_may_depend_on_an_answer() -> None:
    plain = clock_of(played(*examined()), "decision")
    grave = played(replaced(applied(), "class", "grave"), took("accept", FRIDAY))
    assert plain.due == date(2024, 4, 30)
    assert clock_of(grave, "decision").due == date(2024, 5, 30)


def test_the_count_may_begin_with_an_earlier_entry() -> None:
    family = with_term(
        replace(DECISION, opens=(on_step(NOTE),), counts_from=first_entered(EXAMINED))
    )
    noted = took("note", date(2024, 3, 20), who="甲乙")
    state = played(*examined(noted), family=family)
    clock = clock_of(state, "decision")
    assert (clock.opened_on, clock.starts) == (date(2024, 3, 20), FRIDAY)


def test_the_count_may_begin_with_a_fact_of_the_case() -> None:
    story = examined(*GRANTED, Served("licence", date(2024, 3, 14)))
    assert clock_of(played(*story), "suit").starts == date(2024, 3, 14)
    told = applied(published_on="2024-02-01"), *list(story)[1:]
    assert clock_of(played(*told), "suit").due == date(2024, 8, 1)


def test_a_second_opening_restarts_the_clock() -> None:
    again = took("publicise", date(2024, 3, 6))
    state = played(*examined(GRANTED[0], again))
    assert clock_of(state, "publicity").n == 2
    assert clock_of(state, "publicity").due == date(2024, 3, 13)


def test_one_clock_runs_for_each_thing() -> None:
    first, second = took("seize", MONDAY, thing="甲"), took("seize", date(2024, 3, 6), thing="乙")
    state = played(*examined(first, second))
    assert [c.due for c in state.clocks if c.term == "keeping"] == [
        date(2024, 3, 11),
        date(2024, 3, 13),
    ]
    released = advance(FAMILY, state, took("release", date(2024, 3, 7), thing="甲")).state
    assert [c.status for c in released.clocks if c.term == "keeping"] == [
        ClockStatus.MET,
        ClockStatus.RUNNING,
    ]


def test_a_length_that_was_never_fixed_is_refused() -> None:
    family = with_term(replace(V1.terms["correction"], opens=(on_step(PUBLICISE),)))
    refused = refusal_of(GRANTED[0], *examined(), family=family)
    assert refused.refusal.reason == "“补正期限”的长度没有确定"


# -- Counting --------------------------------------------------------------------------------


def test_hours_run_from_the_moment() -> None:
    alarm = took("alarm", at(MONDAY, 9, 30))
    clock = clock_of(played(*examined(alarm)), "alarm_hours")
    assert clock.due == at(date(2024, 3, 5), 9, 30)


def test_service_hours_run_only_while_the_office_is_open() -> None:
    story = took("alarm", at(MONDAY, 9, 30)), took("report", at(MONDAY, 16))
    clock = clock_of(played(*examined(*story)), "callback")
    # One hour on Monday, six and a half on Tuesday, half an hour on Wednesday.
    assert clock.due == at(date(2024, 3, 6), 9, 30)


def test_a_moment_decides_whether_a_term_of_hours_was_kept() -> None:
    alarm = took("alarm", at(MONDAY, 9, 30))
    kept = played(*examined(alarm, took("report", at(date(2024, 3, 5), 9, 30))))
    late = played(*examined(alarm, took("report", at(date(2024, 3, 5), 9, 31))))
    assert clock_of(kept, "alarm_hours").status is ClockStatus.MET
    assert clock_of(late, "alarm_hours").status is ClockStatus.MET_LATE


def test_a_clock_of_hours_needs_a_moment_to_start_from() -> None:
    assert "时、分" in str(refusal_of(took("alarm", MONDAY), *examined()))


def test_a_named_date_is_the_due_date() -> None:
    story = examined(*GRANTED, Served("licence", date(2024, 3, 14)))
    state = played(*story)
    assert moves(state, "performance") == ["count"]
    assert clock_of(state, "performance").due == date(2024, 6, 30)


def test_a_cap_ends_the_term_earlier() -> None:
    state = played(applied(knew_on="2024-02-20", published_on="2023-03-10"))
    assert clock_of(state, "limitation").due == date(2024, 3, 11)
    assert "cap" in moves(state, "limitation")


def test_roll_over_follows_the_term() -> None:
    # 60 days from 2024-03-08 end on 2024-05-07; from 2024-03-06 on 05-05, a Sunday.
    accepted = took("accept", date(2024, 3, 6))
    due = date(2024, 5, 6)
    assert clock_of(played(applied(), accepted), "decision").due == due
    family = with_term(replace(DECISION, rollover=Rollover.SILENT_STAYS, rollover_cite=None))
    state = played(applied(), accepted, family=family)
    assert clock_of(state, "decision").due == date(2024, 5, 5)


# -- Time that does not count ----------------------------------------------------------------


def test_a_pause_moves_the_date_by_its_days() -> None:
    story = examined(took("suspend", date(2024, 3, 11)), took("resume", date(2024, 3, 21)))
    clock = clock_of(played(*story), "decision")
    # 04-30 and ten days more is 05-10, a Friday.
    assert (clock.due, clock.excluded_days) == (date(2024, 5, 10), 10)


def test_a_paused_clock_has_no_date_and_says_which_rule_stops_it() -> None:
    state = played(*examined(took("suspend", date(2024, 3, 11))))
    clock = clock_of(state, "decision")
    assert (clock.status, clock.due) == (ClockStatus.PAUSED, None)
    assert core.stopped_by(FAMILY, clock) == DECISION.pauses


def test_a_clock_that_starts_in_a_pause_stands_still_from_then_on() -> None:
    on_notice = on_service(HEARING_NOTICE, whom=APPLICANT)
    family = with_term(replace(DECISION, opens=(on_notice,), counts_from=None))
    called = took("call_hearing", MONDAY, hearing_on="2024-04-01")
    story = list(examined(called, took("suspend", date(2024, 3, 11))))
    for served, since in ((date(2024, 3, 5), date(2024, 3, 11)), (date(2024, 3, 12),) * 2):
        state = played(*story, Served("hearing_notice", served), family=family)
        (stop,) = clock_of(state, "decision").intervals
        assert (stop.first, stop.end) == (since, None)


def test_a_happening_begins_and_another_ends_excluded_time() -> None:
    asked, given = took("ask_expert", date(2024, 3, 11)), took("expert_opinion", date(2024, 3, 18))
    stopped = clock_of(played(*examined(asked)), "decision")
    assert core.stopped_by(FAMILY, stopped) == DECISION.excluded[:1]
    clock = clock_of(played(*examined(asked, given)), "decision")
    assert (clock.due, clock.excluded_days) == (date(2024, 5, 7), 7)


def test_a_clock_stopped_twice_runs_again_only_after_both() -> None:
    story = [
        took("ask_expert", date(2024, 3, 11)),
        took("suspend", date(2024, 3, 13)),
        took("resume", date(2024, 3, 15)),
    ]
    assert clock_of(played(*examined(*story)), "decision").status is ClockStatus.PAUSED
    story.append(took("expert_opinion", date(2024, 3, 18)))
    clock = clock_of(played(*examined(*story)), "decision")
    # The two days of suspension lie within the seven of the opinion and count once.
    assert (clock.status, clock.excluded_days) == (ClockStatus.RUNNING, 7)


def test_a_period_among_the_answers_is_excluded() -> None:
    visit = took("visit", date(2024, 3, 20), visit_first="2024-03-11", visit_end="2024-03-14")
    assert clock_of(played(*examined(visit)), "decision").excluded_days == 3


def test_a_period_counted_with_both_its_days() -> None:
    told = applied(hindered_from="2024-02-22", hindered_to="2024-02-24")
    clock = clock_of(played(told), "limitation")
    assert clock.excluded_days == 3


def test_a_period_that_ends_before_it_begins_is_refused() -> None:
    visit = took("visit", date(2024, 3, 20), visit_first="2024-03-14", visit_end="2024-03-11")
    assert "早于开始" in str(refusal_of(visit, *examined()))


# -- Extensions ------------------------------------------------------------------------------


def test_an_extension_is_counted_from_the_end_before_any_roll_over() -> None:
    # 60 days end on Sunday 05-05; 10 days more on 05-15, not on 05-16.
    story = applied(), took("accept", date(2024, 3, 6)), took("extend", MONDAY, extra_days=10)
    state = played(*story[:2], replace(story[2], on=date(2024, 4, 1)))
    assert clock_of(state, "decision").due == date(2024, 5, 15)
    assert moves(state, "decision") == ["start", "count", "extend"]


def test_a_second_extension_adds_to_the_first() -> None:
    first, second = (took("extend", date(2024, 4, d), extra_days=15) for d in (1, 2))
    state = played(*examined(first, second))
    assert [e.amount for e in clock_of(state, "decision").extensions] == [15, 15]
    assert clock_of(state, "decision").due == date(2024, 5, 30)


# -- Closing ---------------------------------------------------------------------------------


def test_what_was_posted_in_time_is_in_time() -> None:
    asked = took("ask_correction", FRIDAY, correction_days=3)
    story = applied(), asked, Served("correction_notice", FRIDAY)
    late = date(2024, 3, 8)
    family = with_term(replace(CORRECTION, lapse=replace(CORRECTION.lapse, to=None, bars=())))
    posted = took("correct", late, by="applicant", posted_on="2024-03-06")
    state = played(*story, posted, family=family)
    assert clock_of(state, "correction").status is ClockStatus.MET
    state = played(*story, took("correct", late, by="applicant"), family=family)
    assert clock_of(state, "correction").status is ClockStatus.MET_LATE


def test_a_clock_may_take_over_the_excluded_days_of_another() -> None:
    longer = replace(
        DECISION, key="longer", opens=(on_step(ASK_EXPERT),), carries=("decision",), met_by=()
    )
    family = Family((V1.amended("1", V1.applies_from, added=(longer,)),))
    pause = took("suspend", date(2024, 3, 11)), took("resume", date(2024, 3, 21))
    story = examined(*pause, took("ask_expert", date(2024, 3, 22)))
    state = played(*story, family=family)
    assert clock_of(state, "longer").excluded_days == 0
    state = run_out(state, date(2024, 3, 22), family)
    given = advance(family, state, took("expert_opinion", date(2024, 3, 25))).state
    assert clock_of(given, "longer").excluded_days == 13


def test_a_step_in_time_meets_the_term_and_a_later_one_meets_it_late() -> None:
    assert clock_of(played(*examined(*GRANTED)), "decision").status is ClockStatus.MET
    late = took("decide", date(2024, 5, 6), granted="no")
    state = played(*examined(GRANTED[0], late))
    assert clock_of(state, "decision").status is ClockStatus.MET_LATE
    assert clock_of(state, "decision").closed_on == date(2024, 5, 6)


def test_service_on_all_meets_a_term_that_waits_for_it() -> None:
    called = took("call_hearing", MONDAY, hearing_on="2024-04-01")
    services = [Served("hearing_notice", date(2024, 3, d)) for d in (5, 6)]
    one = played(*examined(called, services[0]))
    assert clock_of(one, "hearing_ahead").status is ClockStatus.RUNNING
    both = played(*examined(called, *services))
    assert clock_of(both, "hearing_ahead").status is ClockStatus.MET


def test_leaving_its_stages_makes_a_clock_moot() -> None:
    asked = took("ask_correction", MONDAY, correction_days=10)
    clock = clock_of(played(applied(), asked), "examination")
    assert (clock.status, clock.closed_on) == (ClockStatus.MOOT, MONDAY)


def test_at_the_end_of_a_case_only_what_outlives_it_runs_on() -> None:
    story = examined(
        GRANTED[0],
        took("decide", date(2024, 3, 12), granted="no"),
        Served("denial", date(2024, 3, 14)),
    )
    state = played(*story)
    assert state.stage == "closed"
    assert [c.term for c in state.clocks if c.is_open] == ["suit"]


def test_a_paper_served_after_the_end_starts_no_clock_that_does_not_outlive_it() -> None:
    asked = took("ask_correction", MONDAY, correction_days=10)
    family = Family(
        (
            V1.amended(
                "1",
                V1.applies_from,
                replaced=(replace(V1.steps["ask_correction"], to=V1.stage_of["closed"]),),
            ),
        )
    )
    state = played(applied(), asked, Served("correction_notice", MONDAY), family=family)
    assert not clock_of(state, "correction").is_open


def test_a_running_clock_keeps_the_length_of_the_version_it_began_under() -> None:
    began = applied(date(2025, 6, 27), knew_on="2025-06-20")
    state = played(began)
    assert clock_of(state, "examination").due == date(2025, 7, 4)
    later = advance(FAMILY, state, took("ask_correction", date(2025, 7, 1), correction_days=3))
    assert later.state.version == V2.version
    assert core.term_of(FAMILY, clock_of(later.state, "examination")) is V1.terms["examination"]


# -- What is owed, and what accrues ----------------------------------------------------------


def test_days_that_counted_leave_out_the_start_and_the_pause() -> None:
    story = examined(took("suspend", date(2024, 3, 11)), took("resume", date(2024, 3, 21)))
    clock = clock_of(played(*story), "decision")
    assert clock.elapsed(FRIDAY) == 0
    assert clock.elapsed(date(2024, 3, 11)) == 10
    assert clock.elapsed(date(2024, 3, 21)) == 10
    assert clock.elapsed(date(2024, 3, 22)) == 11
    assert clock.elapsed(date(2024, 12, 31)) == 60


def test_an_unmet_duty_is_owed_after_its_day_and_a_right_is_not() -> None:
    state = run_out(played(*examined()), date(2024, 6, 1))
    decision = clock_of(state, "decision")
    assert decision.status is ClockStatus.LAPSED
    assert core.is_owed(FAMILY, state, decision)
    waited = run_out(played(*examined(GRANTED[0])), date(2024, 3, 20))
    assert not core.is_owed(FAMILY, waited, clock_of(waited, "publicity"))


def test_a_provisional_date_is_settled_anew_and_never_lapses() -> None:
    story = applied(date(2026, 12, 30), knew_on="2026-12-01")
    state = played(story)
    assert clock_of(state, "examination").provisional
    assert run_out(state, date(2027, 6, 1)) == state


@pytest.mark.parametrize("knew_on", ["1800-01-01", "2101-01-01"])
def test_a_date_out_of_reach_is_refused_in_words(knew_on: str) -> None:
    with pytest.raises(Refused, match="超出可计算的范围"):
        played(applied(knew_on=knew_on))


def test_a_term_of_days_may_be_as_short_as_one() -> None:
    family = with_term(replace(PUBLICITY, span=days(1)))
    state = played(*examined(GRANTED[0]), family=family)
    assert clock_of(state, "publicity").due == date(2024, 3, 5)
    assert SUSPENDED.key not in state.entered
