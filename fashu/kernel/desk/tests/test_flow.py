"""Passing work: stories of colleagues, and laws that hold for every history of acts."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fashu.kernel.desk.acts import (
    Act,
    Added,
    Answered,
    Copied,
    Ended,
    HandedOn,
    Leg,
    Mode,
    Removed,
    Returned,
    Started,
    Urged,
    Verdict,
    Where,
    Withdrawn,
    act_from_json,
    act_to_json,
    kind_of,
)
from fashu.kernel.desk.flow import End, Errand, advance, fold, open_tasks
from fashu.kernel.procedure import Refused

DAY = date(2026, 2, 11)
LI, A, B, C, D = 1, 2, 3, 4, 5
"""Li asks; the others answer."""


def started(*legs: Leg) -> Errand:
    return advance(None, Started(LI, DAY, legs))


def one(*persons: int) -> tuple[Leg, ...]:
    return tuple(Leg(Mode.ALL, (person,)) for person in persons)


def does(errand: Errand, *acts: Act) -> Errand:
    for act in acts:
        errand = advance(errand, act)
    return errand


def agrees(*persons: int) -> tuple[Answered, ...]:
    return tuple(Answered(person, DAY) for person in persons)


def waits_for(errand: Errand) -> set[int]:
    return {task.person for task in open_tasks(errand)}


def test_all_must_agree_where_all_are_asked() -> None:
    errand = started(Leg(Mode.ALL, (A, B, C)))
    errand = does(errand, *agrees(B, A))
    assert (waits_for(errand), errand.end) == ({C}, None)
    assert does(errand, *agrees(C)).end is End.AGREED


def test_one_is_enough_where_any_may_agree() -> None:
    errand = does(started(Leg(Mode.ANY, (A, B)), *one(C)), *agrees(B))
    assert waits_for(errand) == {C}


def test_one_objection_of_two_leaves_it_to_the_other_where_any_may_agree() -> None:
    errand = does(started(Leg(Mode.ANY, (A, B))), Answered(A, DAY, Verdict.OBJECTED))
    assert (waits_for(errand), errand.end) == ({B}, None)
    assert does(errand, Answered(B, DAY, Verdict.OBJECTED)).end is End.OBJECTED


def test_everybody_is_heard_before_an_objection_ends_it() -> None:
    errand = does(started(Leg(Mode.ALL, (A, B)), *one(C)), Answered(A, DAY, Verdict.OBJECTED))
    assert waits_for(errand) == {B}
    assert does(errand, *agrees(B)).end is End.OBJECTED


def test_one_after_the_other_in_turn() -> None:
    errand = started(Leg(Mode.IN_TURN, (A, B, C)))
    for person in (A, B, C):
        assert waits_for(errand) == {person}
        errand = does(errand, *agrees(person))
    assert errand.end is End.AGREED


@pytest.mark.parametrize("length", [1, 2, 3, 4])
def test_consecutive_returns_step_back_one_at_a_time_and_nothing_is_lost(length: int) -> None:
    way = (A, B, C, D)[:length]
    errand = does(started(*one(*way)), *agrees(*way[:-1]))
    for holder, former in zip(reversed(way), [*reversed(way[:-1]), LI], strict=True):
        assert waits_for(errand) == {holder}
        errand = does(errand, Returned(holder, DAY))
        assert waits_for(errand) == {former}
    for person in (LI, *way):
        assert waits_for(errand) == {person}
        errand = does(errand, *agrees(person))
    assert errand.end is End.AGREED


def test_a_return_into_a_joint_place_asks_everybody_anew() -> None:
    errand = does(started(Leg(Mode.ALL, (A, B)), *one(C)), *agrees(A, B), Returned(C, DAY))
    assert waits_for(errand) == {A, B}
    errand = does(errand, *agrees(B))
    assert waits_for(errand) == {A}
    assert waits_for(does(errand, *agrees(A))) == {C}


def test_a_return_to_one_of_a_joint_place_asks_him_alone() -> None:
    errand = does(started(Leg(Mode.ALL, (A, B)), *one(C)), *agrees(A, B))
    errand = does(errand, Returned(C, DAY, only=(B,)))
    assert waits_for(errand) == {B}
    assert waits_for(does(errand, *agrees(B))) == {C}


def test_a_return_out_of_a_joint_place_closes_it_and_opens_it_again_for_all() -> None:
    errand = does(started(*one(A), Leg(Mode.ALL, (B, C, D))), *agrees(A, B))
    errand = does(errand, Returned(C, DAY))
    assert waits_for(errand) == {A}
    assert waits_for(does(errand, *agrees(A))) == {B, C, D}


def test_a_straight_return_comes_back_to_him_alone_and_the_rest_stands() -> None:
    errand = does(started(*one(A, B), Leg(Mode.ALL, (C, D))), *agrees(A, B, D))
    errand = does(errand, Returned(C, DAY, to=1, straight=True))
    assert waits_for(errand) == {A}
    errand = does(errand, *agrees(A))
    assert waits_for(errand) == {C}
    assert does(errand, *agrees(C)).end is End.AGREED


def test_a_straight_return_that_is_sent_back_further_still_finds_its_way() -> None:
    errand = does(started(*one(A, B, C, D)), *agrees(A, B, C))
    errand = does(errand, Returned(D, DAY, to=2, straight=True), Returned(B, DAY))
    assert waits_for(errand) == {A}
    errand = does(errand, *agrees(A))
    assert waits_for(errand) == {B}
    assert waits_for(does(errand, *agrees(B))) == {D}


def test_an_objection_that_stands_is_not_lost_on_a_straight_way_back() -> None:
    errand = does(started(*one(A), Leg(Mode.ALL, (B, C))), *agrees(A))
    errand = does(errand, Answered(B, DAY, Verdict.OBJECTED))
    errand = does(errand, Returned(C, DAY, straight=True), Removed(LI, DAY, 2, C), *agrees(A))
    assert errand.end is End.OBJECTED


def test_the_initiator_passes_on_again_what_came_back_or_ends_it() -> None:
    errand = does(started(*one(A, B)), *agrees(A), Returned(B, DAY, to=0))
    assert waits_for(errand) == {LI}
    assert waits_for(does(errand, *agrees(LI))) == {A}
    assert does(errand, Ended(LI, DAY)).end is End.ENDED


def test_others_are_asked_before_with_and_after() -> None:
    errand = started(*one(A))
    before = does(errand, Added(A, DAY, (B,), Where.BEFORE))
    assert waits_for(before) == {B}
    assert waits_for(does(before, *agrees(B))) == {A}
    beside = does(errand, Added(A, DAY, (B, C), Where.WITH))
    assert waits_for(beside) == {A, B, C}
    after = does(errand, Added(A, DAY, (B, C), Where.AFTER, Mode.ANY), *agrees(A))
    assert waits_for(after) == {B, C}


def test_those_added_after_come_before_the_one_who_wants_it_back() -> None:
    errand = does(started(*one(A, B)), *agrees(A), Returned(B, DAY, straight=True))
    errand = does(errand, Added(A, DAY, (C,), Where.AFTER), *agrees(A))
    assert waits_for(errand) == {C}
    assert waits_for(does(errand, *agrees(C))) == {B}


def test_somebody_is_asked_no_more_and_the_errand_goes_on() -> None:
    errand = does(started(Leg(Mode.ALL, (A, B)), *one(C)), *agrees(A), Removed(LI, DAY, 1, B))
    assert waits_for(errand) == {C}
    with pytest.raises(Refused, match="已经办理"):
        does(errand, Removed(LI, DAY, 1, A))
    with pytest.raises(Refused, match="由发起人或者加签的人"):
        does(errand, Removed(A, DAY, 2, C))
    assert does(errand, Removed(LI, DAY, 2, C)).end is End.AGREED


def test_the_last_one_asked_cannot_be_removed() -> None:
    with pytest.raises(Refused, match="最后一名"):
        does(started(*one(A)), Removed(LI, DAY, 1, A))


def test_handing_on_gives_the_place_to_a_colleague() -> None:
    errand = does(started(Leg(Mode.ALL, (A, B))), HandedOn(A, DAY, C))
    assert waits_for(errand) == {B, C}
    with pytest.raises(Refused, match="已经是"):
        does(errand, HandedOn(C, DAY, B))
    with pytest.raises(Refused, match="发起人"):
        does(errand, HandedOn(C, DAY, LI))


def test_an_act_is_withdrawn_only_before_somebody_else_acts() -> None:
    errand = started(*one(A, B))
    assert waits_for(does(errand, Withdrawn(LI, DAY))) == {LI}
    errand = does(errand, *agrees(A))
    assert waits_for(does(errand, Urged(LI, DAY, B), Withdrawn(A, DAY))) == {A}
    with pytest.raises(Refused, match="不能撤回"):
        does(errand, Withdrawn(LI, DAY))
    with pytest.raises(Refused, match="不能撤回"):
        does(errand, Added(B, DAY, (C,), Where.WITH), Withdrawn(A, DAY))


def test_a_person_is_urged_once_a_day() -> None:
    errand = does(started(Leg(Mode.ALL, (A, B))), Urged(LI, DAY, A))
    with pytest.raises(Refused, match="今天已经催办"):
        does(errand, Urged(B, DAY, A))
    does(errand, Urged(LI, DAY, B), Urged(LI, DAY + timedelta(days=1), A))


def test_copies_are_told_of_it_even_after_its_end() -> None:
    errand = does(started(*one(A)), *agrees(A), Copied(LI, DAY, (C, C, D)))
    assert errand.copies == (C, D)
    assert waits_for(errand) == set()


@pytest.mark.parametrize(
    ("act", "words"),
    [
        (Answered(B, DAY), "不由您办理"),
        (Returned(B, DAY), "不由您办理"),
        (Returned(A, DAY, to=1), "只能退回给"),
        (Returned(A, DAY, only=(B,)), "只有退回到会签"),
        (HandedOn(A, DAY, A), "本人"),
        (Ended(A, DAY), "由发起人"),
        (Urged(A, DAY, A), "不能催办本人"),
        (Urged(LI, DAY, B), "没有待办"),
        (Added(A, DAY, (), Where.AFTER), "没有选择"),
        (Added(A, DAY, (LI,), Where.AFTER), "发起人"),
        (Added(A, DAY, (B,), Where.AFTER, days=0), "工作日"),
        (Removed(LI, DAY, 1, B), "不在办理人之中"),
        (Started(LI, DAY, one(A)), "已经发起"),
    ],
)
def test_what_cannot_be_done_is_refused_in_words(act: Act, words: str) -> None:
    with pytest.raises(Refused, match=words):
        does(started(*one(A)), act)


def test_an_internal_limit_counts_working_days_from_the_entry() -> None:
    # 2026-02-15 to 23 is the Spring Festival; 02-14 is worked.
    errand = started(Leg(Mode.ALL, (A,), 3), Leg(Mode.ALL, (B,), 1))
    assert [task.due_on for task in open_tasks(errand)] == [date(2026, 2, 14)]
    errand = does(errand, Answered(A, date(2026, 2, 14)))
    assert [task.due_on for task in open_tasks(errand)] == [date(2026, 2, 24)]


# -- Laws ------------------------------------------------------------------------------------

PEOPLE = st.integers(1, 6)
PERSONS = st.lists(PEOPLE, max_size=3).map(tuple)
LEGS = st.lists(
    st.builds(Leg, st.sampled_from(Mode), st.lists(st.integers(2, 6), min_size=1).map(tuple)),
    min_size=1,
    max_size=4,
).map(tuple)
PLACES = st.integers(0, 8)
ON = st.integers(0, 5).map(lambda n: DAY + timedelta(days=n))
VERDICTS = st.sampled_from([Verdict.AGREED, Verdict.AGREED, Verdict.AGREED, Verdict.OBJECTED])
ADDED = st.sampled_from([Mode.ALL, Mode.ANY])


def acts(by: st.SearchStrategy[int]) -> st.SearchStrategy[Act]:
    """Anything that somebody could try, sensible or not."""
    return st.one_of(
        st.builds(Answered, by, ON, VERDICTS),
        st.builds(Returned, by, ON, st.none() | PLACES, st.just(()) | PERSONS, st.booleans()),
        st.builds(HandedOn, by, ON, PEOPLE),
        st.builds(Added, by, ON, PERSONS, st.sampled_from(Where), ADDED),
        st.builds(Removed, by, ON, PLACES, PEOPLE),
        st.builds(Withdrawn, by, ON),
        st.builds(Urged, by, ON, PEOPLE),
        st.builds(Copied, by, ON, PERSONS),
        st.builds(Ended, by, ON),
    )


HISTORIES = st.lists(acts(PEOPLE) | acts(st.just(0)), max_size=25)
"""Acts; 0 stands for whoever holds it just then, so that histories get far."""


def tried(legs: tuple[Leg, ...], history: list[Act]) -> tuple[list[Act], Errand]:
    """What of a history was possible, and where it led."""
    done: list[Act] = [Started(LI, DAY, legs)]
    errand = fold(done)
    for act in history:
        holders = sorted(waits_for(errand))
        if act.by == 0 and holders:
            act = replace(act, by=holders[0])
        try:
            errand = advance(errand, act)
        except Refused:
            continue
        done.append(act)
    return done, errand


def expected(errand: Errand) -> set[int]:
    """The definition, spelt out a second time."""
    if errand.end:
        return set()
    if errand.at == 0:
        return {errand.initiator}
    members = [m for p in errand.places if p.n == errand.at for m in p.members]
    return {m.person for m in members if m.answer is None}


@settings(max_examples=200, deadline=None)
@given(LEGS, HISTORIES)
def test_no_task_is_ever_lost_and_none_is_left_over(
    legs: tuple[Leg, ...], history: list[Act]
) -> None:
    done, errand = tried(legs, history)
    tasks = open_tasks(errand)
    assert bool(tasks) == (errand.end is None)
    assert {task.person for task in tasks} == expected(errand)
    assert len({task.person for task in tasks}) == len(tasks)
    assert fold(done) == errand


@settings(max_examples=200, deadline=None)
@given(LEGS, HISTORIES)
def test_from_wherever_it_is_agreement_of_those_asked_ends_it(
    legs: tuple[Leg, ...], history: list[Act]
) -> None:
    _, errand = tried(legs, [act for act in history if not isinstance(act, Ended)])
    for _ in range(500):
        holders = waits_for(errand)
        if not holders:
            break
        errand = advance(errand, Answered(min(holders), DAY))
    assert errand.end is not None


@settings(max_examples=200, deadline=None)
@given(LEGS, HISTORIES)
def test_from_wherever_it_is_returns_lead_to_the_initiator_place_by_place(
    legs: tuple[Leg, ...], history: list[Act]
) -> None:
    _, errand = tried(legs, history)
    if errand.end:
        return
    order = [0, *(place.n for place in errand.places)]
    here = order.index(errand.at)
    for former in reversed(order[:here]):
        errand = advance(errand, Returned(min(waits_for(errand)), DAY))
        assert errand.at == former
    assert waits_for(errand) == {errand.initiator}


@settings(max_examples=200, deadline=None)
@given(LEGS, HISTORIES)
def test_withdrawing_restores_exactly_who_was_asked(
    legs: tuple[Leg, ...], history: list[Act]
) -> None:
    _, errand = tried(legs, history)
    if errand.before is None:
        return
    by, former = errand.before
    back = advance(errand, Withdrawn(by, DAY))
    assert open_tasks(back) == open_tasks(former)
    assert (back.urged, back.copies) == (errand.urged, errand.copies)


@settings(max_examples=100, deadline=None)
@given(LEGS, HISTORIES)
def test_every_act_is_written_and_read_back_whole(
    legs: tuple[Leg, ...], history: list[Act]
) -> None:
    for act in [Started(LI, DAY, legs), *history]:
        assert act_from_json(kind_of(act), act_to_json(act)) == act
