"""`advance`: one event on one state. Pure: the live system, the what-if calculator, the replay
of an old case, the simulator and the tests all call this function and no other.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from fashu.kernel.calendar import CalendarError, served_on
from fashu.kernel.law.citation import Citation
from fashu.kernel.procedure import clocks
from fashu.kernel.procedure.conditions import refusals
from fashu.kernel.procedure.events import (
    Event,
    Joined,
    Lapsed,
    Sealed,
    Served,
    Taken,
    When,
    day_of,
    has_passed,
    is_before,
    last_instant,
    takes_effect,
)
from fashu.kernel.procedure.facts import Fact, Json, check_answers
from fashu.kernel.procedure.procedure import Family, Procedure
from fashu.kernel.procedure.refusal import Refused, refuse
from fashu.kernel.procedure.state import ClockStatus, Done, IssuedPaper, State
from fashu.kernel.procedure.steps import Back, Branch, Issue, Paper, Stage, Step
from fashu.kernel.procedure.terms import On
from fashu.kernel.procedure.view import CaseView


@dataclass(frozen=True, slots=True)
class Effect:
    """One thing that an event brought about, in words, with its norm: a line of the trace."""

    kind: str
    key: str
    text: str
    cite: Citation | None = None


@dataclass(frozen=True, slots=True)
class Advanced:
    """The new state, the trace, and the event in its canonical form as it is to be kept."""

    state: State
    effects: tuple[Effect, ...]
    event: Event


def advance(family: Family, state: State | None, event: Event) -> Advanced:
    """The state after an event. Raises Refused, in words, where the law does not allow it."""
    state = clocks.refreshed(family, state) if state is not None else None
    try:
        done = _advance(family, state, event)
    except CalendarError as error:
        raise refuse(str(error)) from error
    after = _at_rest(family, done.state, day_of(takes_effect(event)))
    effects = (*done.effects, *_differences(family, state, after))
    return replace(done, state=after, effects=effects)


def _at_rest(family: Family, state: State, on: date) -> State:
    """What is served after the end of a case starts only the clocks that outlive it."""
    final = family.version(state.version).stage_of[state.stage].final
    return clocks.mooted(family, state, on) if final else state


def _advance(family: Family, state: State | None, event: Event) -> Advanced:
    match event:
        case Taken():
            return _take(family, state, event)
        case Served():
            return _serve(family, _opened(state), event)
        case Lapsed():
            return _lapse(family, _opened(state), event)
        case Joined():
            return _join(family, _opened(state), event)
        case Sealed():
            return _seal(family, _opened(state), event)


def lapse_next(family: Family, state: State, now: When) -> Lapsed | None:
    """The first term that has run out by `now`. A provisional date never lapses.

    The dates are those of the family's calendar, whichever was in force when the state was kept.
    """
    passed = [
        clock
        for clock in clocks.refreshed(family, state).clocks
        if clock.status is ClockStatus.RUNNING
        and clock.due is not None
        and not clock.provisional
        and has_passed(clock.due, now)
    ]
    if not passed:
        return None
    order = {key: n for n, key in enumerate(family.version(state.version).terms)}
    first = min(passed, key=lambda c: (last_instant(c.due or now), order.get(c.term, -1), c.n))
    assert first.due is not None
    return Lapsed(first.term, first.n, first.due)


def _opened(state: State | None) -> State:
    if state is None:
        raise refuse("案件尚未开始", remedy="请先登记案件")
    return state


# -- A step ----------------------------------------------------------------------------------


def _take(family: Family, state: State | None, event: Taken) -> Advanced:
    on = day_of(event.on)
    procedure = _governing(family, state, on)
    step = _step(procedure, event.step)
    clean, errors = check_answers(step.asks, event.facts, state.facts if state else {}, on)
    if errors:
        first = next(iter(errors.values()))
        raise Refused(
            refuse(f"“{step.title}”有{len(errors)}处需要更正：{first}", step.cite).refusal, errors
        )
    facts = {**(state.facts if state else {}), **clean}
    view = CaseView(procedure, state, event.on, event.by, clean, facts, event.who)
    for refusal in refusals(family, view, step):
        raise Refused(refusal)
    kept = replace(event, facts=clean)
    base = _begun(family, procedure, event.on) if state is None else state
    base = replace(base, version=procedure.version, facts=_asked_facts(base, step, clean))
    after = _apply(family, procedure, base, step, kept)
    return Advanced(after, (Effect("step", step.key, step.title, step.cite),), kept)


def _governing(family: Family, state: State | None, on: date) -> Procedure:
    if state is not None:
        return family.governing(state.version, on)
    procedure = family.at(on)
    if procedure is None:
        first = family.versions[0]
        raise refuse(
            f"{on}早于本系统所载“{first.title}”程序的起点{first.applies_from}",
            remedy="此前的案件请按当时的法律由人工办理",
        )
    return procedure


def _step(procedure: Procedure, key: str) -> Step:
    step = procedure.steps.get(key)
    if step is None:
        known = "、".join(procedure.steps)
        raise refuse(f"“{procedure.title}”没有步骤“{key}”", remedy=f"可用的步骤：{known}")
    return step


def _begun(family: Family, procedure: Procedure, when: When) -> State:
    return State(family.key, procedure.version, "", day_of(when), when)


def _asked_facts(state: State, step: Step, clean: Mapping[str, Json]) -> dict[str, Json]:
    """The case's facts with the step's answers; a question asked anew and left empty is cleared."""
    cleared = {fact.key for fact in _facts(step)} - clean.keys()
    kept = {key: value for key, value in state.facts.items() if key not in cleared}
    return {**kept, **clean}


def _facts(step: Step) -> tuple[Fact, ...]:
    return tuple(
        f for part in step.asks for f in ((part,) if isinstance(part, Fact) else part.facts)
    )


def _apply(family: Family, procedure: Procedure, state: State, step: Step, event: Taken) -> State:
    on = day_of(event.on)
    state = clocks.started_by_answers(family, state, step, event.facts)
    state = clocks.excluded_by_answers(family, state, step)
    state = clocks.lengthened(family, state, step, event.on)
    state = clocks.met_by(family, state, step.key, event.on, Step)
    former = state.done.get(step.key)
    times = Done(former.count + 1 if former else 1, former.first if former else on, on)
    state = replace(
        state,
        at=_later(state.at, event.on),
        done={**state.done, step.key: times},
        who=_takers(state, step, event),
        outcome=_outcome(step, state.facts) or state.outcome,
        organs=_bound(step, state),
        papers=_issued(state, step, on),
    )
    state = _undone(family, state, step)
    state = clocks.excluded_by(family, state, On.STEP, step.key, event.on)
    state = clocks.started_by(family, state, On.STEP, step.key, event.on)
    target = _target(procedure, step, state)
    if target is None or target.key == state.stage:
        return state
    return _enter(family, state, target, event.on, back=step.to)


def _takers(state: State, step: Step, event: Taken) -> dict[str, tuple[str, ...]]:
    """Everybody who ever took the step: having investigated is not undone by a return."""
    everybody = (*state.who.get(step.key, ()), *event.who)
    return (
        {**state.who, step.key: tuple(dict.fromkeys(everybody))} if everybody else dict(state.who)
    )


def _later(former: When, new: When) -> When:
    return former if is_before(new, former) else new


def _undone(family: Family, state: State, step: Step) -> State:
    """The state with the steps that this one undoes, and their answers, taken back."""
    if not step.undoes:
        return state
    keys = {undone.key for undone in step.undoes}
    asked = {f.key for undone in step.undoes for f in _facts(undone)} - {
        f.key for f in _facts(step)
    }
    state = replace(
        state,
        done={k: v for k, v in state.done.items() if k not in keys},
        facts={k: v for k, v in state.facts.items() if k not in asked},
        papers=tuple(replace(p, void=p.void or p.step in keys) for p in state.papers),
    )
    papers = {paper.key for undone in step.undoes for paper in undone.papers()}
    return clocks.forgotten(family, state, keys, papers)


def _outcome(step: Step, facts: Mapping[str, Json]) -> str:
    if isinstance(step.outcome, Fact):
        answer = facts.get(step.outcome.key)
        return answer if isinstance(answer, str) else ""
    return step.outcome or ""


def _bound(step: Step, state: State) -> dict[str, str]:
    new = {role.key: state.facts.get(fact.key) for role, fact in step.binds}
    return {**state.organs, **{k: v for k, v in new.items() if isinstance(v, str)}}


def _issued(state: State, step: Step, on: date) -> tuple[IssuedPaper, ...]:
    """The case's papers with those of the step; an older one of the kind, fully served, goes."""
    papers = state.papers
    for part in step.issues:
        if isinstance(part, Issue) and state.facts.get(part.fact.key) not in part.values:
            continue
        paper = part.paper if isinstance(part, Issue) else part
        same = [p for p in papers if p.paper == paper.key]
        number = max((p.n for p in same), default=0) + 1
        gone = [p for p in same if p.void or _fully_served(p, paper)]
        papers = tuple(p for p in papers if p not in gone)
        papers = (*papers, IssuedPaper(paper.key, number, step.key, on))
    return papers


def _fully_served(issued: IssuedPaper, paper: Paper) -> bool:
    return all(role.key in issued.served for role in paper.to)


def _target(procedure: Procedure, step: Step, state: State) -> Stage | None:
    match step.to:
        case Back():
            return procedure.stage_of[state.came_from[state.stage]]
        case Branch():
            return step.to.choose(state.facts.get(step.to.fact.key))
        case _:
            return step.to


def _enter(family: Family, state: State, stage: Stage, when: When, *, back: object = None) -> State:
    """The state in its new stage: clocks paused or resumed, closed, and opened."""
    on, before = day_of(when), state.stage
    returning = isinstance(back, Back)
    came_from = state.came_from if returning else {**state.came_from, stage.key: before}
    state = replace(
        state,
        stage=stage.key,
        at=_later(state.at, when),
        came_from=came_from,
        entered={**state.entered, stage.key: on},
        first_entered={stage.key: on, **state.first_entered},
    )
    state = clocks.paused_between(family, state, before, stage.key, on)
    state = clocks.mooted(family, state, on)
    if returning or stage.key == before:
        return state
    return clocks.started_by(family, state, On.ENTERED, stage.key, when)


# -- Service of a paper ----------------------------------------------------------------------


def _serve(family: Family, state: State, event: Served) -> Advanced:
    procedure = family.governing(state.version, day_of(event.on))
    state = replace(state, version=procedure.version)
    paper = procedure.papers.get(event.paper)
    if paper is None:
        raise refuse(f"“{procedure.title}”没有文书“{event.paper}”")
    issued = _to_serve(state, paper, event)
    if issued is None:
        raise refuse(f"《{paper.title}》尚未制作，不能送达", paper.cite, "请先办理制作该文书的步骤")
    if day_of(event.on) < issued.issued_on:
        raise refuse(
            f"送达日期{day_of(event.on)}早于《{paper.title}》的制作日期{issued.issued_on}",
            paper.cite,
        )
    role = event.to or next((r.key for r in paper.to if r.key not in issued.served), "")
    if not role and paper.to:
        raise refuse(f"《{paper.title}》已经送达全部受送达人", paper.cite)
    if paper.to and role not in {r.key for r in (*paper.to, *paper.also)}:
        raise refuse(f"《{paper.title}》的受送达人没有“{role}”", paper.cite)
    _refuse_service(procedure, state, paper, event, role)
    served, move = served_on(event.mode, day_of(event.on))
    receipt = replace(issued, served={**issued.served, role: served})
    papers = tuple(receipt if p is issued else p for p in state.papers)
    state = replace(state, papers=papers)
    if _fully_served(receipt, paper):
        state = clocks.met_by(family, state, paper.key, served, Paper)
    # Hours are counted from the moment of receipt, where it is known.
    when = event.on if served == day_of(event.on) else served
    state = clocks.excluded_by(family, state, On.SERVED, paper.key, when, role=role)
    state = clocks.started_by(family, state, On.SERVED, paper.key, when, role=role)
    state = _arrive(family, procedure, state, paper, role, served)
    to = procedure.role_of[role].title if role else ""
    text = f"《{paper.title}》{event.mode.title}{to}，{served}送达"
    effect = Effect("served", paper.key, text, move.cite or paper.cite)
    return Advanced(state, (effect,), replace(event, to=role, n=issued.n))


def _seal(family: Family, state: State, event: Sealed) -> Advanced:
    procedure = family.governing(state.version, day_of(event.on))
    issued = any((p.paper, p.n, p.void) == (event.paper, event.n, False) for p in state.papers)
    paper = procedure.papers.get(event.paper)
    if paper is None or not issued:
        raise refuse("这份文书没有制作，或者制作它的步骤已经撤销，不能用印")
    text = f"《{paper.title}》用印，文件的SHA-256为{event.sha256}"
    return Advanced(state, (Effect("sealed", paper.key, text, paper.cite),), event)


def _to_serve(state: State, paper: Paper, event: Served) -> IssuedPaper | None:
    """The copy meant: the one named, or the oldest that has not reached the recipient yet."""
    current = [p for p in state.papers if p.paper == paper.key and not p.void]
    if event.n:
        return next((p for p in current if p.n == event.n), None)
    wanted = {event.to} if event.to else {role.key for role in paper.to}
    waiting = [p for p in current if wanted - p.served.keys()]
    return next(iter(waiting or current), None)


def _refuse_service(
    procedure: Procedure, state: State, paper: Paper, event: Served, role: str
) -> None:
    """Raise Refused where a rule of service is against it."""
    view = CaseView(procedure, state, event.on, "", {}, state.facts)
    for rule in procedure.service if role else ():
        refusal = rule(view, paper, event.mode, procedure.role_of[role])
        if refusal is not None:
            raise Refused(refusal)


def _arrive(
    family: Family, procedure: Procedure, state: State, paper: Paper, role: str, served: date
) -> State:
    for arrival in procedure.arrivals:
        at = {stage.key for stage in arrival.at}
        whom = arrival.whom.key if arrival.whom else role
        if arrival.paper.key == paper.key and state.stage in at and whom == role:
            return _enter(family, state, arrival.to, served)
    return state


# -- The passing of time ---------------------------------------------------------------------


def _lapse(family: Family, state: State, event: Lapsed) -> Advanced:
    clock = state.numbered(event.term, event.n)
    if clock is None or clock.status is not ClockStatus.RUNNING:
        raise refuse(f"期限“{event.term}”没有正在计算的第{event.n}次")
    if clock.due != event.on or clock.provisional:
        raise refuse(f"期限“{event.term}”的届满日是{clock.due}，不是{event.on}")
    term = clocks.term_of(family, clock)
    on = day_of(event.on)
    state = replace(state, version=family.governing(state.version, on).version)
    closed = replace(clock, status=ClockStatus.LAPSED, closed_on=on)
    state = state.with_clock(closed)
    if term.lapse.to is not None and term.lapse.found_by is None:
        state = replace(state, outcome=term.lapse.outcome or state.outcome)
        state = _enter(family, state, term.lapse.to, event.on)
    state = clocks.started_by(family, state, On.LAPSE, term.key, event.on)
    text = f"“{term.title}”于{on}届满：{term.lapse.title}"
    return Advanced(state, (Effect("lapse", term.key, text, term.lapse.cite),), event)


# -- A new participant -----------------------------------------------------------------------


def _join(family: Family, state: State, event: Joined) -> Advanced:
    procedure = family.version(state.version)
    role = procedure.role_of.get(event.role)
    if role is None:
        raise refuse(f"“{procedure.title}”没有“{event.role}”这一角色")
    if procedure.stage_of[state.stage].final:
        raise refuse(f"案件已经“{procedure.stage_of[state.stage].title}”，不能再有人加入")
    return Advanced(state, (Effect("joined", role.key, f"{role.title}参加"),), event)


# -- The trace -------------------------------------------------------------------------------


def _differences(family: Family, before: State | None, after: State) -> tuple[Effect, ...]:
    """What changed, in words: version, stage, clocks, papers."""
    procedure = family.version(after.version)
    found: list[Effect] = []
    if before and before.version != after.version:
        text = f"自{procedure.applies_from}起适用新版程序（{procedure.version}）"
        found.append(Effect("version", after.version, text, procedure.transition_cite))
    if not before or before.stage != after.stage:
        title = procedure.stage_of[after.stage].title
        found.append(Effect("stage", after.stage, f"进入“{title}”"))
    found.extend(_clock_changes(family, before, after))
    old = {(p.paper, p.n) for p in before.papers} if before else set()
    for issued in after.papers:
        if (issued.paper, issued.n) not in old:
            paper = procedure.papers[issued.paper]
            found.append(Effect("paper", paper.key, f"制作《{paper.title}》", paper.cite))
    return tuple(found)


def _clock_changes(family: Family, before: State | None, after: State) -> list[Effect]:
    old = {(c.term, c.n): c for c in before.clocks} if before else {}
    found = []
    for clock in after.clocks:
        former = old.get((clock.term, clock.n))
        if former == clock:
            continue
        term = clocks.term_of(family, clock)
        due = f"，届满日{day_of(clock.due)}" if clock.due and clock.is_open else ""
        mark = "（暂定，该年放假安排尚未公布）" if clock.provisional and clock.is_open else ""
        words = "开始计算" if former is None and clock.is_open else clock.status.label
        found.append(Effect("clock", term.key, f"“{term.title}”{words}{due}{mark}", term.cite))
    return found
