"""Playing a case of the sample procedure: steps, service and the passing of time."""

from collections.abc import Iterable
from datetime import date, datetime

from fashu.kernel.clock import BEIJING
from fashu.kernel.procedure import (
    Clock,
    Event,
    Family,
    Refused,
    State,
    Taken,
    advance,
    lapse_next,
)
from fashu.kernel.procedure.events import When
from fashu.kernel.procedure.facts import Json
from fashu.kernel.procedure.tests.sample import FAMILY

PERSONAL: dict[str, Json] = {"name": "王某", "chosen_office": "990100", "urgent": False, "value": 1}


def applied(on: When = date(2024, 3, 1), **facts: Json) -> Taken:
    """An application with all it needs; the public notice was known ten days before."""
    told: dict[str, Json] = {"knew_on": "2024-02-20", "class": "plain"}
    return Taken("apply", "applicant", on, {**PERSONAL, **told, **facts})


GENERAL: dict[str, dict[str, Json]] = {
    "decide": {"reasons": "事实清楚。", "remedies_told": ["right", "organ", "period", "suit"]}
}
"""What general law asks of the sample's decision."""


def took(step: str, on: When, *, by: str = "office", who: str = "", **facts: Json) -> Taken:
    """The office takes a step; `who` is written as in 甲乙."""
    return Taken(step, by, on, {**GENERAL.get(step, {}), **facts}, tuple(who))


def played(*events: Event, family: Family = FAMILY) -> State:
    """The state after the events, what lapses between them included."""
    state: State | None = None
    for event in events:
        state = run_out(state, event.on, family) if state else None
        state = advance(family, state, event).state
    assert state is not None
    return state


def run_out(state: State, until: When, family: Family = FAMILY) -> State:
    """The state after all has lapsed that lapses by then."""
    while lapse := lapse_next(family, state, until):
        state = advance(family, state, lapse).state
    return state


def clock_of(state: State, term: str) -> Clock:
    """The latest clock of a term, which must be there."""
    clock = state.clock(term)
    assert clock is not None
    return clock


def refusal_of(event: Event, *before: Event, family: Family = FAMILY) -> Refused:
    """Why the event is refused after the others."""
    state = run_out(played(*before, family=family), event.on, family) if before else None
    try:
        advance(family, state, event)
    except Refused as refused:
        return refused
    raise AssertionError(f"{event} was not refused")


def at(day: date, hour: int, minute: int = 0) -> datetime:
    """A moment on the Beijing clock."""
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=BEIJING)


def examined(*more: Event) -> Iterable[Event]:
    """A case accepted on the day of its application, and what happens then."""
    return (applied(), took("accept", date(2024, 3, 1)), *more)
