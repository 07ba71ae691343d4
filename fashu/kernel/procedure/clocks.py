"""How clocks open, close, pause, lengthen and find their date. The only place that does."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date

from fashu.kernel.calendar import (
    Cap,
    Deadline,
    Exclusion,
    Extension,
    Move,
    Span,
    deadline,
    latest_notice,
)
from fashu.kernel.procedure.events import When, day_of, has_passed
from fashu.kernel.procedure.facts import Json
from fashu.kernel.procedure.procedure import Family, Procedure
from fashu.kernel.procedure.refusal import refuse
from fashu.kernel.procedure.state import (
    Clock,
    ClockStatus,
    Interval,
    Lengthening,
    State,
    when_from_iso,
)
from fashu.kernel.procedure.steps import Step
from fashu.kernel.procedure.terms import (
    ByAnswer,
    Excluded,
    ExcludedPeriod,
    FromFact,
    Manual,
    Nature,
    On,
    Pause,
    Term,
    Trigger,
    Until,
)


def term_of(family: Family, clock: Clock) -> Term:
    """The term that governs a clock: that of the version it was opened under."""
    return family.version(clock.version).terms[clock.term]


def explain(family: Family, clock: Clock) -> Deadline | None:
    """The due date of a clock with every move and its article.

    None while the clock stands still, or where the law gives no length (`Manual`).
    """
    return _reckoned(family, clock, granted=len(clock.extensions))


def _reckoned(family: Family, clock: Clock, *, granted: int) -> Deadline | None:
    term = term_of(family, clock)
    if clock.status is ClockStatus.PAUSED or isinstance(term.span, Manual):
        return None
    if isinstance(term.span, Until):
        return _named_date(clock, term)
    span = _span(clock, term)
    if clock.ahead:
        return latest_notice(span, day_of(clock.starts), calendar=family.calendar)
    return deadline(
        span,
        clock.starts,
        rollover=term.rollover,
        rollover_cite=term.rollover_cite,
        extensions=_extensions(family, clock),
        exclusions=_exclusions(family, clock),
        cap=_cap(clock, term),
        calendar=family.calendar,
        granted=granted,
    )


def _named_date(clock: Clock, term: Term) -> Deadline:
    until = clock.until or day_of(clock.starts)
    move = Move("count", clock.starts, until, 0, f"文书载明的日期为{until}", term.cite)
    return Deadline(until, False, 0, (move,))


def _span(clock: Clock, term: Term) -> Span:
    if isinstance(term.span, Span):
        return term.span
    if isinstance(term.span, ByAnswer):
        return term.span.cases[clock.amount or 0][1]
    assert isinstance(term.span, FromFact)
    return Span(clock.amount or 0, term.span.unit, term.span.cite or term.cite)


def _extensions(family: Family, clock: Clock) -> tuple[Extension, ...]:
    found = []
    for granted in clock.extensions:
        rule = family.version(granted.version).terms[clock.term].extendable
        assert rule is not None
        unit = rule.most.unit if isinstance(rule.most, Span) else rule.most
        span = Span(granted.amount, unit, rule.cite)
        found.append(Extension(span, rule.cite, granted.approved_on))
    return tuple(found)


def _exclusions(family: Family, clock: Clock) -> tuple[Exclusion, ...]:
    found = []
    for interval in clock.intervals:
        if interval.end is None:
            continue
        rule = _source(family.version(interval.version).terms[clock.term], interval.source)
        both_ends = not isinstance(rule, Pause) and rule.both_ends
        found.append(Exclusion(interval.first, interval.end, rule.reason, rule.cite, both_ends))
    return tuple(found)


def stopped_by(family: Family, clock: Clock) -> tuple[Pause | Excluded | ExcludedPeriod, ...]:
    """The rules by which a clock stands still now."""
    return tuple(
        _source(family.version(interval.version).terms[clock.term], interval.source)
        for interval in clock.intervals
        if interval.end is None
    )


def _source(term: Term, source: str) -> Pause | Excluded | ExcludedPeriod:
    kind, index = source[0], int(source[1:])
    return term.pauses[index] if kind == "p" else term.excluded[index]


def _cap(clock: Clock, term: Term) -> Cap | None:
    if term.limit is None or clock.limit_from is None:
        return None
    return Cap(term.limit.span, clock.limit_from, term.limit.cite)


def is_owed(family: Family, state: State, clock: Clock) -> bool:
    """Whether somebody still has to act on a clock: it runs, or its duty is overdue and unmet.

    A lapse that an officer must find also waits for somebody: for that officer.
    """
    if clock.is_open:
        return True
    term = term_of(family, clock)
    if clock.status is not ClockStatus.LAPSED or state.clock(term.key, clock.of) != clock:
        return False
    here = not term.while_at or state.stage in {stage.key for stage in term.while_at}
    final = family.version(state.version).stage_of[state.stage].final
    waits = term.lapse.found_by is not None or (
        term.nature is Nature.DUTY and bool(term.met_by) and term.lapse.to is None
    )
    return here and not final and waits


def settled(family: Family, clock: Clock) -> Clock:
    """The clock with its due date worked out anew."""
    found = explain(family, clock)
    if found is None:
        return replace(clock, due=None, provisional=False)
    return replace(
        clock, due=found.due, provisional=found.provisional, excluded_days=found.excluded_days
    )


def refreshed(family: Family, state: State) -> State:
    """The state with the dates of its open clocks as the family's calendar has them.

    A year may have been published since, or a notice changed (as in January 2020).
    """
    for clock in state.clocks:
        if clock.is_open:
            state = state.with_clock(settled(family, clock))
    return state


def fires(trigger: Trigger, on: On, key: str, facts: Mapping[str, Json], role: str = "") -> bool:
    """Whether a happening is the one that a trigger waits for."""
    if trigger.on is not on or key not in trigger.keys:
        return False
    if trigger.role and trigger.role != role:
        return False
    return trigger.only is None or facts.get(trigger.only[0]) in trigger.only[1]


def open_clock(family: Family, state: State, term: Term, trigger: Trigger, when: When) -> State:
    """A new clock of a term; one that still runs is closed as restarted."""
    of = str(state.facts.get(term.per.key, "")) if term.per else ""
    former, last = state.clock(term.key, of), state.clock(term.key)
    if former and former.is_open:
        closed = replace(former, status=ClockStatus.RESTARTED, closed_on=day_of(when))
        state = state.with_clock(closed)
    starts = _start(state, term, trigger, when)
    carried = tuple(
        interval
        for former_clock in map(state.clock, term.carries)
        for interval in (former_clock.intervals if former_clock else ())
        if interval.end is None or interval.end > day_of(starts)
    )
    is_paused = any(interval.end is None for interval in carried)
    clock = Clock(
        term=term.key,
        n=last.n + 1 if last else 1,
        of=of,
        version=state.version,
        starts=starts,
        opened_on=day_of(when),
        ahead=trigger.on is On.AHEAD,
        amount=_amount(state, term),
        until=_until(state, term),
        limit_from=_day_fact(state, term.limit.fact.key) if term.limit else None,
        intervals=carried,
        status=ClockStatus.PAUSED if is_paused else ClockStatus.RUNNING,
    )
    for index, pause in enumerate(term.pauses):
        if state.stage in {stage.key for stage in pause.at}:
            # A service proved only later may lie before the pause: till then the clock ran.
            since = max(day_of(when), state.entered[state.stage])
            clock = _stop(clock, since, f"p{index}", state.version)
    others = tuple(c for c in state.clocks if (c.term, c.of) != (term.key, of))
    return replace(state, clocks=(*others, settled(family, clock)))


def _start(state: State, term: Term, trigger: Trigger, when: When) -> When:
    anchor = term.counts_from
    if anchor is None:
        return when
    if anchor.fact:
        return _day_fact(state, anchor.fact) or when
    firsts = [state.first_entered[key] for key in anchor.stages if key in state.first_entered]
    return min(firsts) if firsts else when


def _amount(state: State, term: Term) -> int | None:
    """What the clock keeps of its length: the number fixed, or the index of the case chosen."""
    if isinstance(term.span, ByAnswer):
        answer = state.facts.get(term.span.fact.key)
        for index, (value, _) in enumerate(term.span.cases):
            if value == answer:
                return index
        raise refuse(f"“{term.title}”的长度没有确定", term.cite, f"请填写“{term.span.fact.title}”")
    if not isinstance(term.span, FromFact):
        return None
    amount = state.facts.get(term.span.fact.key)
    if isinstance(amount, bool) or not isinstance(amount, int) or amount <= 0:
        raise refuse(f"“{term.title}”的长度没有确定", term.cite, f"请填写“{term.span.fact.title}”")
    return amount


def _until(state: State, term: Term) -> date | None:
    """The date that a paper names as the end; a term without it is refused, never guessed."""
    if not isinstance(term.span, Until):
        return None
    named = _day_fact(state, term.span.fact.key)
    if named is None:
        raise refuse(
            f"“{term.title}”的届满日没有确定", term.cite, f"请填写“{term.span.fact.title}”"
        )
    return named


def _day_fact(state: State, key: str) -> date | None:
    value = state.facts.get(key)
    return date.fromisoformat(value[:10]) if isinstance(value, str) else None


def started_by(
    family: Family, state: State, on: On, key: str, when: When, *, role: str = ""
) -> State:
    """The state after every term that this happening opens has its clock."""
    for term in family.version(state.version).terms.values():
        for trigger in term.opens:
            if fires(trigger, on, key, state.facts, role):
                state = open_clock(family, state, term, trigger, when)
    return state


def started_by_answers(
    family: Family, state: State, step: Step, given: Mapping[str, Json]
) -> State:
    """The state after every term that starts at (or counts back from) a date just answered."""
    for term in family.version(state.version).terms.values():
        for trigger in term.opens:
            if trigger.fact not in given:
                continue
            for on in (On.FACT, On.AHEAD):
                if fires(trigger, on, step.key, state.facts):
                    start = when_from_iso(str(given[trigger.fact]))
                    state = open_clock(family, state, term, trigger, start)
    return state


def met_by(family: Family, state: State, key: str, when: When, kinds: type) -> State:
    """The state after a step or paper has fulfilled the terms that wait for it."""
    for clock in state.clocks:
        term = term_of(family, clock)
        if not any(isinstance(m, kinds) and m.key == key for m in term.met_by):
            continue
        if term.per is not None and state.facts.get(term.per.key) not in (None, clock.of):
            continue
        if not clock.is_open and not (clock.status is ClockStatus.LAPSED and term.lapse.to is None):
            continue
        judged = _day_fact(state, term.judged_by.key) if term.judged_by else None
        late = clock.due is not None and has_passed(clock.due, judged or when)
        status = ClockStatus.MET_LATE if late else ClockStatus.MET
        state = state.with_clock(
            replace(_unpaused(clock, when), status=status, closed_on=day_of(when))
        )
    return state


def lengthened(family: Family, state: State, step: Step, when: When) -> State:
    """The state after an approved extension. Raises ExtensionError where it comes too late."""
    for term in extended_terms(family.version(state.version), step):
        rule = term.extendable
        clock = state.clock(term.key)
        assert rule is not None
        if clock is None or not clock.is_open:
            continue
        asked = state.facts.get(rule.by.key) if rule.by else None
        amount = rule.most.amount if isinstance(rule.most, Span) else 0
        amount = asked if isinstance(asked, int) else amount
        granted = Lengthening(amount, day_of(when), state.version)
        longer = replace(clock, extensions=(*clock.extensions, granted))
        _reckoned(family, longer, granted=len(clock.extensions))
        state = state.with_clock(settled(family, longer))
    return state


def extended_terms(procedure: Procedure, step: Step) -> Iterator[Term]:
    """The terms that a step extends."""
    for term in procedure.terms.values():
        if term.extendable is not None and term.extendable.step.key == step.key:
            yield term


def paused_between(family: Family, state: State, before: str, after: str, on: date) -> State:
    """The state after its clocks were stopped or set going by a change of stage."""
    procedure = family.version(state.version)
    for clock in state.clocks:
        term = procedure.terms.get(clock.term)
        if term is None or not clock.is_open:
            continue
        for index, pause in enumerate(term.pauses):
            stages = {stage.key for stage in pause.at}
            if after in stages and before not in stages:
                clock = _stop(clock, on, f"p{index}", state.version)
            elif before in stages and after not in stages:
                clock = _resume(clock, on, f"p{index}")
        state = state.with_clock(settled(family, clock))
    return state


def excluded_by(
    family: Family, state: State, on: On, key: str, when: When, *, role: str = ""
) -> State:
    """The state after this happening has begun or ended time that does not count."""
    procedure = family.version(state.version)
    for clock in state.clocks:
        term = procedure.terms.get(clock.term)
        if term is None or not clock.is_open:
            continue
        for index, rule in enumerate(term.excluded):
            if not isinstance(rule, Excluded):
                continue
            source = f"x{index}"
            if fires(rule.begins, on, key, state.facts, role):
                clock = _stop(clock, day_of(when), source, state.version)
            elif fires(rule.ends, on, key, state.facts, role):
                clock = _resume(clock, day_of(when), source)
        state = state.with_clock(settled(family, clock))
    return state


def excluded_by_answers(family: Family, state: State, step: Step) -> State:
    """The state after periods named in a step's answers were taken out of the count."""
    procedure = family.version(state.version)
    for clock in state.clocks:
        term = procedure.terms.get(clock.term)
        if term is None or not clock.is_open:
            continue
        for index, rule in enumerate(term.excluded):
            if isinstance(rule, ExcludedPeriod) and rule.step.key == step.key:
                first, end = _day_fact(state, rule.first.key), _day_fact(state, rule.end.key)
                if first and end:
                    interval = Interval(first, end, f"x{index}", state.version)
                    clock = replace(clock, intervals=(*clock.intervals, interval))
        state = state.with_clock(settled(family, clock))
    return state


def _stop(clock: Clock, on: date, source: str, version: str) -> Clock:
    if any(i.end is None and i.source == source for i in clock.intervals):
        return clock
    interval = Interval(on, None, source, version)
    return replace(clock, status=ClockStatus.PAUSED, intervals=(*clock.intervals, interval))


def _resume(clock: Clock, on: date, source: str) -> Clock:
    ended = tuple(
        replace(i, end=on) if i.end is None and i.source == source else i for i in clock.intervals
    )
    still = any(i.end is None for i in ended)
    return replace(
        clock, intervals=ended, status=ClockStatus.PAUSED if still else ClockStatus.RUNNING
    )


def _unpaused(clock: Clock, when: When) -> Clock:
    ended = tuple(replace(i, end=day_of(when)) if i.end is None else i for i in clock.intervals)
    return replace(clock, intervals=ended)


def forgotten(family: Family, state: State, steps: set[str], papers: set[str]) -> State:
    """The state after steps were undone: no clock that they or their papers opened counts now."""
    opened = {On.STEP: steps, On.FACT: steps, On.AHEAD: steps, On.SERVED: papers}
    for clock in state.clocks:
        triggers = term_of(family, clock).opens
        if any(opened.get(t.on, set()) & set(t.keys) for t in triggers):
            state = state.with_clock(replace(clock, status=ClockStatus.MOOT, closed_on=state.on))
    return state


def mooted(family: Family, state: State, on: date) -> State:
    """The state after the clocks that do not belong to its stage were closed."""
    final = family.version(state.version).stage_of[state.stage].final
    for clock in state.clocks:
        term = term_of(family, clock)
        elsewhere = bool(term.while_at) and state.stage not in {s.key for s in term.while_at}
        if clock.is_open and (elsewhere or (final and not term.outlives)):
            # Its open pauses stay open: a clock that carries them over goes on with them.
            closed = replace(clock, status=ClockStatus.MOOT, closed_on=on)
            state = state.with_clock(closed)
    return state
