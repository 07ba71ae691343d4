"""Thousands of random steps on the sample: what must hold in every case, whatever happens."""

import json
from datetime import date, datetime, time, timedelta
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from fashu.kernel.calendar import Service
from fashu.kernel.calendar.tests.strategies import schedules
from fashu.kernel.clock import BEIJING
from fashu.kernel.procedure import (
    ClockStatus,
    Event,
    Family,
    Joined,
    Kind,
    Lapsed,
    Refused,
    Role,
    Served,
    State,
    Taken,
    advance,
    choices_at,
    lapse_next,
)
from fashu.kernel.procedure.clocks import refreshed
from fashu.kernel.procedure.events import When, day_of, is_before, takes_effect
from fashu.kernel.procedure.facts import Fact, Json, flatten
from fashu.kernel.procedure.tests.playing import applied
from fashu.kernel.procedure.tests.sample import FAMILY

PROCEDURE = FAMILY.versions[0]
NEAR = st.dates(date(2023, 6, 1), date(2027, 12, 31)).map(str)
ANSWERS: dict[Kind, st.SearchStrategy[Any]] = {
    Kind.TEXT: st.sampled_from(["甲", "乙"]),
    Kind.LONG_TEXT: st.just("理由"),
    Kind.DAY: NEAR,
    Kind.MOMENT: NEAR.map(lambda day: f"{day}T10:00:00+08:00"),
    Kind.NUMBER: st.integers(0, 40),
    Kind.MONEY: st.integers(0, 10**8),
    Kind.FLAG: st.booleans(),
    Kind.FILES: st.just(["ab" * 32]),
    Kind.OFFICE: st.just("990100"),
}


SELDOM = ("refuse", "find_abandoned", "suspend", "return", "call_hearing", "alarm")


def answer_to(fact: Fact) -> st.SearchStrategy[Json]:
    keys = [option.key for option in fact.options]
    if fact.kind is Kind.CHOICE:
        return st.sampled_from(keys)
    if fact.kind is Kind.CHOICES:
        return st.sampled_from([keys, keys, keys[:1]])
    return ANSWERS[fact.kind]


class Case(RuleBasedStateMachine):
    """One case: random events in the order of time, with what lapses between them."""

    @initialize(opened=st.dates(date(2024, 1, 1), date(2026, 12, 1)), told=st.integers(0, 400))
    def open(self, opened: date, told: int) -> None:
        self.now: When = opened
        self.state: State | None = None
        self.family, self.kept = FAMILY, list[tuple[Family, Event]]()
        self.lapsed: set[tuple[str, int]] = set()
        knew_on = opened - timedelta(told)
        assert self.happen(applied(opened, knew_on=knew_on.isoformat()))

    def happen(self, event: Event) -> bool:
        """Feed an event; False where it was refused."""
        try:
            advanced = advance(self.family, self.state, event)
        except Refused:
            return False
        assert advanced.effects
        self.state = advanced.state
        self.kept.append((self.family, advanced.event))
        return True

    @rule(data=st.data(), days=st.integers(0, 12), tries=st.integers(1, 3))
    def the_case_goes_on(self, data: st.DataObject, days: int, tries: int) -> None:
        self.wait(days, data.draw(st.sampled_from([9, 11, 14, 16, None])))
        for _ in range(tries):
            found = choices_at(self.family, self.state, self.now)
            able = [c.step.key for c in found if c.is_open and c.step.key not in SELDOM]
            if able:
                # The later a step stands in the statute, the farther it leads.
                self.happen(self._step(data, data.draw(st.sampled_from(able[::-1])), likely=True))

    @rule(data=st.data(), key=st.sampled_from(SELDOM))
    def the_case_takes_a_turn(self, data: st.DataObject, key: str) -> None:
        self.happen(self._step(data, key, likely=True))

    @rule(days=st.integers(20, 90))
    def nothing_is_done_for_long(self, days: int) -> None:
        self.wait(days, None)

    def wait(self, days: int, hour: int | None) -> None:
        """Let time pass, and lapse what lapses: each once, and none refused."""
        later = day_of(self.now) + timedelta(days)
        moment: When = later
        if hour is not None:
            moment = datetime.combine(later, time(hour), tzinfo=BEIJING)
        self.now = self.now if is_before(moment, self.now) else moment
        while self.state and (lapse := lapse_next(self.family, self.state, self.now)):
            assert (lapse.term, lapse.n) not in self.lapsed
            self.lapsed.add((lapse.term, lapse.n))
            assert self.happen(lapse), f"{lapse} was refused"

    @rule(
        data=st.data(),
        key=st.sampled_from(list(PROCEDURE.steps)),
        role=st.sampled_from(PROCEDURE.roles),
    )
    def something_foolish_is_tried(self, data: st.DataObject, key: str, role: Role) -> None:
        self.happen(self._step(data, key, likely=False))
        self.happen(Joined(role.key, self.now))

    def _step(self, data: st.DataObject, key: str, *, likely: bool) -> Taken:
        """A step with answers; where likely, by the right role and with all that is asked."""
        step = PROCEDURE.steps[key]
        answers: dict[str, Json] = {}
        for fact in flatten(step.asks):
            former = self.state.facts if self.state else {}
            if fact.asked({**former, **answers}) and (likely or data.draw(st.booleans())):
                answers[fact.key] = data.draw(answer_to(fact))
        by = step.by if likely else PROCEDURE.roles
        who = data.draw(st.sampled_from([("甲", "乙"), ("丙", "丁"), ("甲",)]))
        return Taken(key, data.draw(st.sampled_from(by)).key, self.now, answers, who)

    @rule(data=st.data(), mode=st.sampled_from(Service), ago=st.sampled_from([0, 0, 3, 40]))
    def a_paper_is_served(self, data: st.DataObject, mode: Service, ago: int) -> None:
        """The receipt may come in days after the service that it proves."""
        issued = [p.paper for p in self.state.papers] if self.state else []
        when = day_of(self.now) - timedelta(ago) if ago else self.now
        event = Served(data.draw(st.sampled_from(issued or list(PROCEDURE.papers))), when, mode)
        if not is_before(self.now, takes_effect(event)):
            self.happen(event)
            self.wait(0, None)

    @precondition(lambda self: self.state is not None)
    @rule(data=st.data(), year=st.sampled_from([2026, 2027, 2027, 2028]), told=st.booleans())
    def a_notice_is_published(self, data: st.DataObject, year: int, told: bool) -> None:
        """For a year to come, or changing one (2020); known at once, or with the next event."""
        assert self.state is not None
        notice = data.draw(schedules(year))
        self.family = FAMILY.under(self.family.calendar.with_days([notice]))
        if told:
            self.state = refreshed(self.family, self.state)
            assert refreshed(self.family, self.state) == self.state
            self.wait(0, None)

    @precondition(lambda self: self.state is not None)
    @rule()
    def what_does_not_run_does_not_lapse(self) -> None:
        assert self.state is not None
        for clock in self.state.clocks:
            if clock.status is not ClockStatus.RUNNING or clock.provisional or not clock.due:
                assert not self.happen(Lapsed(clock.term, clock.n, clock.due or self.now))

    @invariant()
    def the_state_survives_json(self) -> None:
        if self.state:
            assert State.from_json(json.loads(json.dumps(self.state.to_json()))) == self.state

    @invariant()
    def at_the_end_only_what_outlives_the_case_runs(self) -> None:
        if self.state and PROCEDURE.stage_of[self.state.stage].final:
            running = [clock.term for clock in self.state.clocks if clock.is_open]
            assert all(PROCEDURE.terms[term].outlives for term in running)

    @invariant()
    def there_is_one_open_clock_for_each_term_and_thing(self) -> None:
        if self.state:
            open_ = [(c.term, c.of) for c in self.state.clocks if c.is_open]
            assert len(open_) == len(set(open_))

    def teardown(self) -> None:
        """The fold of what was kept, each by the calendar of its time, is the state."""
        state: State | None = None
        for family, event in self.kept:
            state = advance(family, state, event).state
        if state is not None and self.state is not None:
            assert refreshed(self.family, state) == refreshed(self.family, self.state)


TestCase = Case.TestCase
TestCase.settings = settings(
    max_examples=50,
    stateful_step_count=60,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
