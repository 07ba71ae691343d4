"""Why a step may not be taken, in the order in which a clerk would ask.

The same questions answer "why not yet" on the case page (no answers given) and decide in
`advance` (answers given), so that page and decision cannot disagree.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from fashu.kernel.calendar import Span
from fashu.kernel.procedure.clocks import extended_terms, term_of
from fashu.kernel.procedure.events import When, day_of, has_passed, is_before
from fashu.kernel.procedure.procedure import Family, Procedure
from fashu.kernel.procedure.refusal import Refusal
from fashu.kernel.procedure.state import ClockStatus, State
from fashu.kernel.procedure.steps import Condition, Need, Role, Step
from fashu.kernel.procedure.terms import Term
from fashu.kernel.procedure.view import CaseView


def refusals(family: Family, view: CaseView, step: Step) -> Iterator[Refusal]:
    """Every reason against a step, the most basic first."""
    yield from _role(view, step)
    yield from _stage(view, step)
    if view.state is not None:
        yield from standing_refusals(family, view, step)
    yield from _rules(view, step)
    yield from _persons(view, step)
    yield from _moments(family, view, step)
    yield from (r for check in step.checks if (r := check(view)) is not None)


def standing_refusals(family: Family, view: CaseView, step: Step) -> Iterator[Refusal]:
    """The reasons that lie in the case's history: order of days, conditions, terms."""
    state = view.state
    assert state is not None
    if is_before(view.now, state.at):
        reason = f"日期{_words(view.now)}早于案件最近一次变动的{_words(state.at)}"
        yield Refusal(reason, None, "请核对日期；补录较早的事项须先撤销其后的变动")
    if step.once and step.key in state.done:
        yield Refusal(f"“{step.title}”只能办理一次，已于{state.done[step.key].last}办理", step.cite)
    for need in step.needs:
        if not holds(state, need, view.on):
            yield Refusal(need.reason, need.cite or step.cite, _until(family, state, need))
    yield from _lapses(family, state, step)
    yield from _findings(view.procedure, state, step)
    yield from _extensions(view, step)


def _until(family: Family, state: State, need: Condition) -> str:
    """Until when a term is waited for, where its clock runs."""
    for clock in state.clocks:
        if clock.term in need.keys and clock.is_open and clock.due and not clock.provisional:
            return f"“{term_of(family, clock).title}”至{_words(clock.due)}届满"
    return ""


def _words(when: When) -> str:
    return f"{when:%Y-%m-%d %H:%M}" if isinstance(when, datetime) else str(when)


def _persons(view: CaseView, step: Step) -> Iterator[Refusal]:
    """Asked only once the step is being taken by somebody: names are no part of "why not yet"."""
    who = set(view.who)
    if len(who) < step.persons and step.persons > 1:
        reason = f"“{step.title}”应当由{step.persons}人以上办理，写明的有{len(who)}人"
        yield Refusal(reason, step.cite)
    taken = view.state.who if view.state else {}
    for other in step.not_by:
        both = who & set(taken.get(other.key, ()))
        if both:
            names = "、".join(sorted(both))
            yield Refusal(f"{names}办理过“{other.title}”，不能再办理“{step.title}”", step.cite)


def _moments(family: Family, view: CaseView, step: Step) -> Iterator[Refusal]:
    """A bare date cannot tell whether a term of hours was kept."""
    if view.state is None or isinstance(view.now, datetime):
        return
    for clock in view.state.clocks:
        term = term_of(family, clock)
        meets = any(met.key == step.key for met in term.met_by)
        if clock.is_open and meets and isinstance(clock.due, datetime):
            reason = f"“{step.title}”关系到按小时计算的“{term.title}”，应当写明办理的时刻"
            yield Refusal(reason, term.cite)


def holds(state: State, condition: Condition, on: date) -> bool:
    """Whether a condition is fulfilled on a day."""
    match condition.need:
        case Need.DONE:
            return any(key in state.done for key in condition.keys)
        case Need.NOT_DONE:
            return not any(key in state.done for key in condition.keys)
        case Need.SERVED:
            return any(p.paper in condition.keys and p.served and not p.void for p in state.papers)
        case Need.LAPSED:
            return _any_clock(state, condition, ClockStatus.LAPSED)
        case Need.MET:
            return _any_clock(state, condition, ClockStatus.MET)
        case Need.OVER:
            ended = (ClockStatus.MET, ClockStatus.MET_LATE, ClockStatus.LAPSED)
            return _any_clock(state, condition, *ended)
        case Need.REACHED:
            return any(
                c.term in condition.keys and c.due is not None and day_of(c.due) <= on
                for c in state.clocks
            )


def _any_clock(state: State, condition: Condition, *statuses: ClockStatus) -> bool:
    return any(c.term in condition.keys and c.status in statuses for c in state.clocks)


def _role(view: CaseView, step: Step) -> Iterator[Refusal]:
    if view.by and view.by not in {role.key for role in step.by}:
        able = "、".join(role.title for role in step.by)
        known = view.procedure.role_of.get(view.by)
        yield Refusal(
            f"“{step.title}”由{able}办理，{known.title if known else view.by}不能办理", step.cite
        )


def _stage(view: CaseView, step: Step) -> Iterator[Refusal]:
    if view.state is None:
        if not step.opens:
            yield Refusal(f"案件尚未开始，不能办理“{step.title}”", step.cite)
    elif step.opens:
        yield Refusal(f"案件已经开始，不能再办理“{step.title}”", step.cite)
    elif view.stage not in {stage.key for stage in step.at}:
        now = view.procedure.stage_of[view.stage].title
        allowed = "、".join(f"“{stage.title}”" for stage in step.at)
        yield Refusal(f"案件处于“{now}”，“{step.title}”只能在{allowed}阶段办理", step.cite)


def _rules(view: CaseView, step: Step) -> Iterator[Refusal]:
    yield from (r for rule in view.procedure.throughout if (r := rule(view)) is not None)
    yield from (r for rule in step.when if (r := rule(view)) is not None)


def _lapses(family: Family, state: State, step: Step) -> Iterator[Refusal]:
    for clock in state.clocks:
        lapse = term_of(family, clock).lapse
        ended = clock.status is ClockStatus.LAPSED
        title = term_of(family, clock).title
        if ended and any(barred.key == step.key for barred in lapse.bars):
            yield Refusal(f"“{title}”已于{clock.closed_on}届满：{lapse.title}", lapse.cite)


def _findings(procedure: Procedure, state: State, step: Step) -> Iterator[Refusal]:
    for term in procedure.terms.values():
        if term.lapse.found_by is None or term.lapse.found_by.key != step.key:
            continue
        clock = state.clock(term.key)
        if clock is None or clock.status is not ClockStatus.LAPSED:
            due = f"（{clock.due}届满）" if clock and clock.due else ""
            yield Refusal(f"“{term.title}”尚未届满{due}，不能认定逾期", term.lapse.cite)


def _extensions(view: CaseView, step: Step) -> Iterator[Refusal]:
    terms = list(extended_terms(view.procedure, step))
    assert view.state is not None
    running = [t for t in terms if (c := view.state.clock(t.key)) is not None and c.is_open]
    if terms and not running:
        yield _not_running(view.state, terms, step)
    for term in running:
        clock, rule = view.state.clock(term.key), term.extendable
        assert clock is not None
        assert rule is not None
        if len(clock.extensions) >= rule.times:
            yield Refusal(f"“{term.title}”只能延长{rule.times}次", rule.cite)
        if clock.due is not None and has_passed(clock.due, view.now):
            yield Refusal(f"“{term.title}”已于{clock.due}届满，届满后不能延长", rule.cite)
        asked = view.given.get(rule.by.key) if rule.by else None
        most = rule.most.amount if isinstance(rule.most, Span) else asked
        if isinstance(asked, int) and isinstance(most, int) and asked > most:
            yield Refusal(f"“{term.title}”最多延长{rule.most}，不能延长{asked}", rule.cite)
        granted = sum(e.amount for e in clock.extensions)
        total = granted + (asked if isinstance(asked, int) else 0)
        if rule.in_all is not None and total > rule.in_all.amount:
            reason = f"“{term.title}”合计最多延长{rule.in_all}，此前已延长{granted}"
            yield Refusal(reason, rule.cite)


def _not_running(state: State, terms: list[Term], step: Step) -> Refusal:
    """Nothing to extend: too late where a term has lapsed, otherwise nothing runs at all."""
    for term in terms:
        clock = state.clock(term.key)
        if clock is not None and clock.status is ClockStatus.LAPSED:
            reason = f"“{term.title}”已于{clock.closed_on}届满，届满后不能延长"
            return Refusal(reason, term.extendable.cite if term.extendable else step.cite)
    titles = "、".join(f"“{term.title}”" for term in terms)
    return Refusal(f"{titles}没有在计算，不能延长", step.cite)


@dataclass(frozen=True, slots=True)
class Choice:
    """A step as it stands for the case today: who may take it, and every reason against it."""

    step: Step
    by: tuple[Role, ...]
    why_not: tuple[Refusal, ...]

    @property
    def is_open(self) -> bool:
        """Whether nothing speaks against it, answers aside."""
        return not self.why_not


def choices_at(
    family: Family, state: State | None, now: When, *, by: str = ""
) -> tuple[Choice, ...]:
    """Every step of the governing version with its reasons against, in the order of the statute.

    With `by`, only what this role could ever take. Checks of answers are not asked.
    """
    on = day_of(now)
    procedure = family.governing(state.version, on) if state else family.at(on)
    if procedure is None:
        return ()
    facts = state.facts if state else {}
    view = CaseView(procedure, state, now, by, {}, facts)
    return tuple(
        Choice(step, step.by, tuple(_without_checks(family, view, step)))
        for step in procedure.steps.values()
        if not by or by in {role.key for role in step.by}
    )


def _without_checks(family: Family, view: CaseView, step: Step) -> Iterator[Refusal]:
    stage = list(_stage(view, step))
    yield from stage
    if view.state is not None and not stage:
        yield from standing_refusals(family, view, step)
    if not stage:
        yield from _rules(view, step)
