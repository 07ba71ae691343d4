"""Random lives of cases: whatever happened, the rows are what the events say."""

from datetime import timedelta
from random import Random
from secrets import token_hex

import time_machine
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fashu.kernel import api, clock
from fashu.kernel.access import SYSTEM, Actor, acting_as
from fashu.kernel.calendar import Service
from fashu.kernel.cases.models import Case, Event
from fashu.kernel.cases.replay import differences
from fashu.kernel.cases.tests.conftest import ANSWERS, Cast
from fashu.kernel.documents.serving import DETAILS
from fashu.kernel.procedure import Refused, State
from fashu.kernel.procedure.tests.sample import FAMILY
from fashu.kernel.testing.answers import random_answers

CASES, EVENTS = 10, 12
LIVES = settings().max_examples // 8
"""A hundred cases in an ordinary run; thousands with a larger hypothesis profile."""


@settings(
    max_examples=LIVES,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(random=st.randoms(use_true_random=False))
def test_rebuilding_random_cases_from_their_events_gives_identical_rows(
    cast: Cast, noon: time_machine.Traveller, random: Random
) -> None:
    noon.move_to("2026-02-11T12:00:00+08:00")
    numbers = [open_random(cast, random) for _ in range(CASES)]
    for _ in range(CASES * EVENTS):
        noon.shift(timedelta(hours=random.choice([0, 1, 5, 20, 30, 70])))
        happen(cast, random.choice(numbers), random)
        if random.random() < 0.1:
            api.run_lapses()
    api.run_lapses()
    with acting_as(SYSTEM):
        for case in Case.objects.filter(number__in=numbers).select_related("office"):
            assert differences(case) == []
            seqs = Event.objects.filter(case=case).values_list("seq", flat=True)
            assert list(seqs) == list(range(1, case.seq + 1))


def open_random(cast: Cast, random: Random) -> str:
    facts = {**ANSWERS, "chosen_office": "990101", "class": random.choice(["plain", "grave"])}
    with acting_as(cast.alice):
        return api.open_case("sample", "apply", facts, request_key=key()).number


def happen(cast: Cast, number: str, random: Random) -> None:
    """One random attempt; most are refused, which must leave no trace."""
    actor = random.choice([cast.alice, cast.east, cast.east, cast.east, cast.bob])
    try:
        with acting_as(actor):
            attempt(cast, number, random)
    except Refused:
        return


def attempt(cast: Cast, number: str, random: Random) -> None:
    state = State.from_json(api.case_by_number(number).state)
    procedure = FAMILY.version(state.version)
    unserved = [p.paper for p in state.papers if not p.served]
    if unserved and random.random() < 0.4:
        mode = random.choice(list(Service))
        said = dict.fromkeys((*DETAILS, "consent"), "已记明")
        paper = random.choice(unserved)
        api.serve_paper(number, paper, mode=mode, details=said, request_key=key())
        return
    here = [s for s in procedure.steps.values() if state.stage in {stage.key for stage in s.at}]
    if not here:
        return
    step = random.choice(here)
    answers = random_answers(step, clock.today(), random)
    colleague = cast.colleague.account_id
    together = (colleague,) if step.persons > 1 and colleague else ()
    api.take_step(number, step.key, answers, request_key=key(), together_with=together)


def key() -> str:
    return token_hex()


def test_an_outsider_never_gets_further_than_a_refusal(cast: Cast) -> None:
    random = Random(1)
    number = open_random(cast, random)
    stranger: Actor = cast.west
    for step in FAMILY.versions[-1].steps.values():
        try:
            with acting_as(stranger):
                api.take_step(number, step.key, {}, request_key=key())
        except Refused:
            continue
        raise AssertionError(step.key)
