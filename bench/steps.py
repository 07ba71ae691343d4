"""Durable steps: one transaction each, with everything that a step leaves behind.

Ours is validated by role, stage, conditions and rules, writes the event with its hash, the payload,
the case's row, its running terms, the paper that it issues and the answer to a repeated request,
under row-level security. The floor writes as many bytes in two inserts and one update, and knows
nothing.
"""

import json
from functools import partial

from bench.cases import Stepped, actor
from bench.figures import Figure, Work, figure, rates
from bench.peers import floor, machine, spiff
from fashu.kernel.access import SYSTEM, Actor, acting_as
from fashu.kernel.cases.models import Case, Event, Payload
from fashu.synthetic.matters import CONDITIONS

ROUNDS, STEPS, CASES = 5, 40, 8
LONG = 1000
"""Events of a case with a long history."""

FLOOR, SPIFF, SAME = 0.35, 5.0, 0.9
"""The least ratios that are wanted: to the floor, to an engine, of a long history to a short."""


def measure() -> list[Figure]:
    """Steps a second beside the floor and two engines, and on a case with a long history."""
    officer, citizen = actor("lin"), actor("zhang")
    cases = [Stepped.filed(citizen, officer, list(CONDITIONS)) for _ in range(CASES)]
    ours = _ours(cases)
    ours()
    below, one, other = floor.Floor(*_sizes(cases[0])), spiff.Spiff(CASES), machine.Machine(CASES)
    works: list[Work] = [ours, *(partial(each.steps, STEPS) for each in (below, one, other))]
    own, least, engine, fsm = rates(works, ROUNDS)
    work = f"{STEPS} steps on {CASES} cases of 10 events, {ROUNDS} rounds in turn"
    return [
        figure("steps", work, "steps/s", own, ("two inserts, one update", least), FLOOR),
        figure("steps", work, "steps/s", own, ("SpiffWorkflow 3.2", engine), SPIFF),
        figure("steps", work, "steps/s", own, ("django-fsm-2 4.2", fsm), None),
        _with_history(citizen, officer, cases),
    ]


def _ours(cases: list[Stepped]) -> Work:
    officer = actor("lin")

    def work() -> int:
        for n in range(STEPS):
            with acting_as(officer):  # a transaction of its own, and a commit, for every step
                cases[n % len(cases)].step()
        return STEPS

    return work


def _with_history(citizen: Actor, officer: Actor, short: list[Stepped]) -> Figure:
    """Ours against ours: a case of a thousand events beside those of a few."""
    long = Stepped.filed(citizen, officer, list(CONDITIONS))
    with acting_as(officer):
        for _ in range(LONG):
            long.step()
    old, new = rates([_ours([long]), _ours(short[:1])], ROUNDS)
    work = f"{STEPS} steps on a case of {LONG} events, {ROUNDS} rounds in turn"
    return figure("steps with history", work, "steps/s", old, ("a case of few events", new), SAME)


def _sizes(case: Stepped) -> tuple[int, int, int]:
    """Bytes of the last event, its payload and the state of a case."""
    with acting_as(SYSTEM):
        row = Case.objects.get(number=case.number)
        event = Event.objects.filter(case=row).latest("seq")
        payload = Payload.objects.get(event=event)
    return len(event.envelope), len(payload.payload), len(json.dumps(row.state))
