"""The ways between the stages of a procedure, and where the clock of a term may run.

What a reader of the statute draws on paper first. The checks and the diagram look at this graph;
`advance` does not need it.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from fashu.kernel.procedure.procedure import Procedure, Provision
from fashu.kernel.procedure.steps import Back, Step
from fashu.kernel.procedure.terms import On, Term, Trigger

START = ""
"""Where a case is before it is opened."""


class By(StrEnum):
    """What leads along a way."""

    STEP = "step"
    BACK = "back"
    ARRIVAL = "arrival"
    LAPSE = "lapse"


@dataclass(frozen=True, slots=True)
class Way:
    """From one stage (key, or START) to another, by a provision."""

    source: str
    target: str
    by: By
    provision: Provision

    @property
    def moves(self) -> bool:
        """Whether it leads to another stage."""
        return self.source != self.target


def ways(procedure: Procedure) -> tuple[Way, ...]:
    """Every way, in the order of the statute; steps that stay where they are have none."""
    forward = (*_taken(procedure), *_arrived(procedure))
    crude = tuple(
        Way(source, term.lapse.to.key, By.LAPSE, term)
        for term in _moving(procedure)
        if term.lapse.to is not None
        for source in sorted(allowed(procedure, term))
    )
    base = (*forward, *crude)
    base = (*base, *_returned(procedure, base))
    lapses = tuple(
        way
        for way in crude
        if isinstance(way.provision, Term)
        and way.source in running(procedure, way.provision, base)
        and way.source not in _paused(way.provision)
    )
    found = (*forward, *lapses)
    order = {id(p): n for n, p in enumerate(procedure.provisions)}
    every = (*found, *_returned(procedure, found))
    return tuple(sorted(every, key=lambda way: order[id(way.provision)]))


def _taken(procedure: Procedure) -> Iterator[Way]:
    for step in procedure.steps.values():
        for source in [stage.key for stage in step.at] or [START]:
            yield from (Way(source, stage.key, By.STEP, step) for stage in step.targets())


def _arrived(procedure: Procedure) -> Iterator[Way]:
    for arrival in procedure.arrivals:
        yield from (Way(s.key, arrival.to.key, By.ARRIVAL, arrival) for s in arrival.at)


def _moving(procedure: Procedure) -> Iterator[Term]:
    """The terms whose lapse moves the case by law alone."""
    for term in procedure.terms.values():
        if term.lapse.to is not None and term.lapse.found_by is None:
            yield term


def _returned(procedure: Procedure, forward: Iterable[Way]) -> Iterator[Way]:
    """The ways of BACK: to every other stage from which the present one can be entered."""
    entries = [way for way in forward if way.moves]
    for step in procedure.steps.values():
        if isinstance(step.to, Back):
            for stage in step.at:
                origins = dict.fromkeys(way.source for way in entries if way.target == stage.key)
                yield from (Way(stage.key, origin, By.BACK, step) for origin in origins)


def reachable(found: Iterable[Way], start: Iterable[str] = (START,)) -> set[str]:
    """The stages that the ways lead to from where one starts, these included."""
    found = tuple(found)
    seen, news = set(start), set(start)
    while news:
        news = {way.target for way in found if way.source in news} - seen
        seen |= news
    return seen


def allowed(procedure: Procedure, term: Term) -> set[str]:
    """The stages in which a clock of the term may be open: elsewhere it is moot."""
    inside = {stage.key for stage in term.while_at or procedure.stages}
    final = {stage.key for stage in procedure.stages if stage.final}
    return inside if term.outlives else inside - final


def opening(procedure: Procedure, term: Term, found: Iterable[Way]) -> set[str]:
    """The stages in which a clock of the term can be started."""
    found = tuple(found)
    return {key for trigger in term.opens for key in _happening(procedure, trigger, found)}


def running(procedure: Procedure, term: Term, found: Iterable[Way]) -> set[str]:
    """The stages in which a clock of the term can stand open."""
    inside = allowed(procedure, term)
    within = [way for way in found if way.source in inside and way.target in inside]
    return reachable(within, opening(procedure, term, found) & inside)


def after(step: Step, found: Iterable[Way]) -> set[str]:
    """The stages in which the case can be once the step is taken."""
    led = {way.target for way in found if way.provision is step}
    return led or {stage.key for stage in step.at}


def _happening(procedure: Procedure, trigger: Trigger, found: tuple[Way, ...]) -> set[str]:
    match trigger.on:
        case On.ENTERED:
            return set(trigger.keys)
        case On.STEP | On.FACT | On.AHEAD:
            steps = [procedure.steps[key] for key in trigger.keys if key in procedure.steps]
            return {key for step in steps for key in after(step, found)}
        case On.SERVED:
            return _served(procedure, trigger.keys, found)
        case On.LAPSE:
            terms = [procedure.terms[key] for key in trigger.keys if key in procedure.terms]
            return {key for term in terms for key in _lapsed(procedure, term)}


def _served(procedure: Procedure, papers: Collection[str], found: tuple[Way, ...]) -> set[str]:
    """A paper may be served at any time after the step that issues it."""
    issuing = [s for s in procedure.steps.values() if {p.key for p in s.papers()} & set(papers)]
    moved = {a.to.key for a in procedure.arrivals if a.paper.key in papers}
    return moved | reachable(found, {key for step in issuing for key in after(step, found)})


def _lapsed(procedure: Procedure, term: Term) -> set[str]:
    if term.lapse.to is not None and term.lapse.found_by is None:
        return {term.lapse.to.key}
    return allowed(procedure, term)


def _paused(term: Term) -> set[str]:
    return {stage.key for pause in term.pauses for stage in pause.at}
