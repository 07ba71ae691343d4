"""How a draft's scenario is told: happenings in their order, time running out in between."""

from datetime import date, datetime

import pytest

from fashu.kernel.clock import BEIJING
from fashu.kernel.law.citation import Law
from fashu.kernel.procedure import (
    Clock,
    Event,
    Family,
    Refusal,
    Refused,
    Served,
    State,
    Taken,
    advance,
    lapse_next,
)
from fashu.kernel.procedure.events import When
from fashu.kernel.procedure.facts import Json


def on(year: int, month: int, day: int, hour: int = 0, minute: int = 0) -> datetime:
    """A moment in Beijing time; midnight where no hour is told."""
    return datetime(year, month, day, hour, minute, tzinfo=BEIJING)


def took(step: str, by: str, when: When, **facts: Json) -> Taken:
    """A role took a step."""
    return Taken(step, by, when, facts)


def served(paper: str, when: When, to: str = "") -> Served:
    """A paper was served in person."""
    return Served(paper, when, to=to)


def story(family: Family, *happenings: Event, until: When | None = None) -> State:
    """The state after the happenings, and after what ran out before each of them and `until`."""
    state: State | None = None
    for happening in happenings:
        if state is not None:
            state = waited(family, state, happening.on)
        state = advance(family, state, happening).state
    assert state is not None, "a story has at least one happening"
    return state if until is None else waited(family, state, until)


def waited(family: Family, state: State, now: When) -> State:
    """The state after every term that had run out by `now` has lapsed."""
    while (lapse := lapse_next(family, state, now)) is not None:
        state = advance(family, state, lapse).state
    return state


def clock(state: State, term: str) -> Clock:
    """The latest clock of a term, which the case must have."""
    found = state.clock(term)
    assert found is not None, f"no clock of {term}"
    return found


def due(state: State, term: str) -> date:
    """When a term ends: a day, or a moment where hours are counted."""
    found = clock(state, term).due
    assert found is not None, f"{term} stands still or has no length"
    return found


def refused_under(family: Family, law: Law, article: int, *happenings: Event) -> Refusal:
    """Why the last happening is refused; fails unless it is refused under this article."""
    *before, last = happenings
    state = story(family, *before, until=last.on) if before else None
    with pytest.raises(Refused) as caught:
        advance(family, state, last)
    refusal = caught.value.refusal
    assert refusal.cite is not None, f"refused without a norm: {refusal}"
    assert (refusal.cite.law, refusal.cite.article) == (law, article), str(refusal)
    return refusal
