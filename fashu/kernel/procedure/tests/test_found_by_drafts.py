"""Faults of the core that drafts of unlike procedures brought to light, one test each."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from fashu.kernel.calendar import Service, Span, days, hours
from fashu.kernel.clock import BEIJING
from fashu.kernel.law.citation import Law
from fashu.kernel.procedure import (
    BACK,
    Branch,
    ClockStatus,
    Family,
    Lapse,
    Paper,
    Pause,
    Procedure,
    Refused,
    Role,
    Served,
    Stage,
    State,
    Step,
    Taken,
    Term,
    advance,
    entered,
    flag,
    lapse_next,
    lapsed,
    on_lapse,
    on_service,
)
from fashu.kernel.procedure.events import Event, When, day_of, takes_effect
from fashu.kernel.procedure.terms import Trigger

LAW = Law("测试法")
ORGAN, PARTY = Role("organ", "机关", organ=True), Role("party", "当事人")
OPEN, HELD, OTHER = (
    Stage("open", "办理", ORGAN),
    Stage("held", "中止", ORGAN),
    Stage("other", "其他"),
)
ENDED = Stage("ended", "办结", final=True)
STAYS = flag("stays", "留在本阶段")
NOTICE = Paper(key="notice", title="告知书", cite=LAW.art(1), to=(PARTY,))


def step(key: str, *at: Stage, **more: object) -> Step:
    """A step of the organ under article 1."""
    base = Step(key=key, title=key, cite=LAW.art(1), by=(ORGAN,), at=at)
    return replace(base, **more)  # type: ignore[arg-type]


def term(key: str, span: Span, *opens: Trigger, **more: object) -> Term:
    """A term of the organ whose lapse does nothing."""
    base = Term(
        key=key,
        title=key,
        cite=LAW.art(2),
        span=span,
        owed_by=ORGAN,
        opens=opens,
        lapse=Lapse("无", LAW.art(2)),
    )
    return replace(base, **more)  # type: ignore[arg-type]


FILE = step("file", to=OPEN)
HOLD = step("hold", OPEN, to=HELD)
RESUME = step("resume", HELD, to=BACK)
TELL = step("tell", OPEN, issues=(NOTICE,))
END = step("end", OPEN, to=ENDED)


def family(*provisions: Step | Term) -> Family:
    """One version with these provisions."""
    stages = (OPEN, HELD, OTHER, ENDED)
    return Family(
        (Procedure("x", "测试", LAW, "1", date(2020, 1, 1), (ORGAN, PARTY), stages, provisions),)
    )


def took(key: str, when: When, **facts: bool) -> Taken:
    return Taken(key, "organ", when, facts)


def played(of: Family, *events: Event) -> State:
    state: State | None = None
    for event in events:
        while state and (lapse := lapse_next(of, state, event.on)):
            state = advance(of, state, lapse).state
        state = advance(of, state, event).state
    assert state is not None
    return state


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2025, 10, day, hour, minute, tzinfo=BEIJING)


def test_a_term_of_hours_lapses_before_a_term_of_days_that_ends_the_same_day() -> None:
    of = family(
        FILE, term("a_day", days(1), entered(OPEN)), term("hours", hours(24), entered(OPEN))
    )
    lapse = lapse_next(of, played(of, took("file", at(10, 16, 5))), at(13, 0))
    assert lapse is not None
    assert (lapse.term, lapse.on) == ("hours", at(11, 16, 5))


def test_a_bare_date_is_refused_where_hours_count() -> None:
    of = family(FILE, END, term("hours", hours(24), entered(OPEN), met_by=(END,)))
    with pytest.raises(Refused, match="时"):
        played(of, took("file", date(2025, 10, 10)))
    with pytest.raises(Refused, match="时"):
        played(of, took("file", at(10, 16)), took("end", date(2025, 10, 11)))


def test_moments_of_one_day_keep_their_order() -> None:
    of = family(FILE, END)
    with pytest.raises(Refused, match="早于"):
        played(of, took("file", at(10, 16)), took("end", at(10, 9)))


def test_a_moment_written_in_another_zone_has_its_beijing_day() -> None:
    assert day_of(datetime(2026, 10, 31, 16, 30, tzinfo=UTC)) == date(2026, 11, 1)


def test_staying_in_a_stage_leaves_the_way_back_open() -> None:
    stay = step("stay", HELD, asks=(STAYS,), to=Branch(STAYS, ((True, HELD), (False, OTHER))))
    of = family(FILE, HOLD, stay, RESUME)
    days_on = [date(2025, 10, day) for day in (10, 11, 13, 14)]
    state = played(
        of,
        took("file", days_on[0]),
        took("hold", days_on[1]),
        took("stay", days_on[2], stays=True),
        took("resume", days_on[3]),
    )
    assert (state.stage, state.entered["held"]) == ("open", days_on[1])


def test_a_clock_opened_in_a_pause_does_not_run() -> None:
    paused = term(
        "accrual", days(34), on_lapse("first"), pauses=(Pause((HELD,), "中止", LAW.art(3)),)
    )
    of = family(FILE, HOLD, RESUME, term("first", days(5), entered(OPEN)), paused)
    state = played(
        of,
        took("file", date(2025, 10, 10)),
        took("hold", date(2025, 10, 13)),
        took("resume", date(2025, 10, 25)),
    )
    clock = state.clock("accrual")
    assert clock is not None
    assert (clock.starts, clock.due) == (date(2025, 10, 15), date(2025, 11, 28))


def test_a_lapse_after_a_change_of_law_opens_the_clocks_of_the_new_one() -> None:
    first = term("first", days(5), entered(OPEN), lapse=Lapse("转", LAW.art(2), to=OTHER))
    second = term("second", days(10), entered(OTHER))
    old = family(FILE, first, second).versions[0]
    new = old.amended("2", date(2026, 11, 1), replaced=(replace(second, span=days(20)),))
    of = Family((old, new))
    state = played(of, took("file", date(2026, 10, 30)))
    lapse = lapse_next(of, state, date(2026, 11, 9))
    assert lapse is not None
    clock = advance(of, state, lapse).state.clock("second")
    assert clock is not None
    assert (clock.version, clock.due) == ("2", date(2026, 11, 24))


def test_a_step_undone_takes_its_paper_and_its_clock_along() -> None:
    back = step("back", OPEN, undoes=(TELL,))
    close = replace(END, needs=(lapsed("answer", "答复期未满"),))
    of = family(FILE, TELL, back, close, term("answer", days(5), on_service(NOTICE)))
    told = (
        took("file", date(2025, 10, 9)),
        took("tell", date(2025, 10, 10)),
        Served("notice", date(2025, 10, 10)),
    )
    assert played(of, *told, took("end", date(2025, 10, 16))).stage == "ended"
    undone = (*told, took("back", date(2025, 10, 16)))
    clock = played(of, *undone).clock("answer")
    assert clock is not None
    assert clock.status is ClockStatus.MOOT
    with pytest.raises(Refused, match="答复期未满"):
        played(of, *undone, took("tell", date(2025, 10, 17)), took("end", date(2025, 10, 17)))


def test_service_by_public_notice_works_after_its_thirty_days() -> None:
    notice = Served("notice", date(2025, 3, 11), Service.PUBLIC)
    assert takes_effect(notice) == date(2025, 4, 10)
    assert takes_effect(Served("notice", date(2025, 3, 11))) == date(2025, 3, 11)
