"""Random lives of every business of the catalogue, pure: only Refused may stop a step."""

import json
from datetime import date, timedelta
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fashu.config.businesses import BUSINESSES
from fashu.kernel.business import Business
from fashu.kernel.calendar import Service
from fashu.kernel.procedure import Event, Refused, Served, State, Taken, advance, lapse_next
from fashu.kernel.testing.answers import random_answers

ATTEMPTS = 40


@pytest.mark.parametrize("business", BUSINESSES, ids=lambda b: b.key)
@settings(deadline=None)
@given(seed=st.integers(0, 2**32))
def test_a_random_life_never_breaks_and_can_be_told_again(business: Business, seed: int) -> None:
    random = Random(seed)
    events, state, today = [], None, date(2026, 3, 2) + timedelta(days=random.randint(0, 200))
    for _ in range(ATTEMPTS):
        today += timedelta(days=random.choice((0, 0, 1, 3, 8, 25)))
        while state is not None and (lapse := lapse_next(business.family, state, today)):
            state = advance(business.family, state, lapse).state
            events.append(lapse)
        event = attempt(business, state, today, random)
        try:
            advanced = advance(business.family, state, event)
        except Refused:
            continue
        state = advanced.state
        events.append(advanced.event)
    if state is not None:
        assert State.from_json(json.loads(json.dumps(state.to_json()))) == state
        assert told_again(business, events) == state
        check_business(business, state)


def attempt(business: Business, state: State | None, today: date, random: Random) -> Event:
    """Something that somebody might try today."""
    procedure = business.family.version(state.version) if state else business.family.at(today)
    assert procedure is not None
    unserved = [p for p in state.papers if not p.served] if state else []
    if unserved and random.random() < 0.4:
        return Served(random.choice(unserved).paper, today, random.choice(list(Service)))
    stage = state.stage if state else ""
    here = [s for s in procedure.steps.values() if stage in ({x.key for x in s.at} or {""})]
    step = random.choice(here or list(procedure.steps.values()))
    role = random.choice(step.by).key
    return Taken(step.key, role, today, random_answers(step, today, random), ("甲", "乙"))


def told_again(business: Business, events: list[Event]) -> State | None:
    """The fold of the events that were kept."""
    state = None
    for event in events:
        state = advance(business.family, state, event).state
    return state


def check_business(business: Business, state: State) -> None:
    """What pages ask of a business holds for every state it can be in."""
    assert business.headline(state.facts)
