"""A procedure for a person who only wants the dates: nearly every answer may be left out.

The live system demands every required answer. The calculator demands those without which a way
or a length cannot be chosen. For all else it does without: a clock whose date is missing does not
start, and a rule that looks at a missing answer is not asked. `whatif` says so each time.
"""

from collections.abc import Callable, Collection, Iterator
from dataclasses import replace
from typing import Any

from fashu.kernel.procedure import general
from fashu.kernel.procedure.facts import Fact, Group, flatten
from fashu.kernel.procedure.procedure import Family, Procedure
from fashu.kernel.procedure.refusal import Refusal
from fashu.kernel.procedure.rules import names_in
from fashu.kernel.procedure.steps import Branch, Issue, Step
from fashu.kernel.procedure.terms import (
    ByAnswer,
    Excluded,
    ExcludedPeriod,
    FromFact,
    Term,
    Trigger,
    Until,
)


def relaxed(family: Family, missing: Collection[str]) -> Family:
    """The family with every question optional, and its rules silent about what is missing.

    `missing` is looked at whenever a rule is asked, and may change in between.
    """
    versions = tuple(_relaxed(version, missing) for version in family.versions)
    return Family(versions, family.calendar)


def demanded(procedure: Procedure) -> frozenset[str]:
    """The keys of the facts without which a way or a length cannot be chosen."""
    spans = [term.span for term in procedure.terms.values()]
    found = {s.fact.key for s in spans if isinstance(s, FromFact | Until | ByAnswer)}
    extensions = [term.extendable for term in procedure.terms.values() if term.extendable]
    found |= {rule.by.key for rule in extensions if rule.by is not None}
    branches = [step.to for step in procedure.steps.values() if isinstance(step.to, Branch)]
    return frozenset(
        found | {b.fact.key for b in branches if None not in [value for value, _ in b.cases]}
    )


def needed(procedure: Procedure) -> frozenset[str]:
    """The keys of the facts on which dates, stages or papers depend."""
    found: set[str] = set()
    for term in procedure.terms.values():
        found |= set(_of_term(term))
    for step in procedure.steps.values():
        found |= set(_of_step(step))
    facts = [fact for step in procedure.steps.values() for fact in flatten(step.asks)]
    while more := {f.asked_when[0] for f in facts if f.key in found and f.asked_when} - found:
        found |= more
    return frozenset(found)


def depending(step: Step, key: str) -> set[str]:
    """The fact and the questions that are put only because of its answer."""
    found = {key}
    facts = list(flatten(step.asks))
    while more := {f.key for f in facts if f.asked_when and f.asked_when[0] in found} - found:
        found |= more
    return found


def _relaxed(procedure: Procedure, missing: Collection[str]) -> Procedure:
    def silent(rules: tuple[Any, ...]) -> tuple[Any, ...]:
        return tuple(_silent(rule, missing) for rule in rules)

    provisions = tuple(
        replace(p, asks=_free(p), when=silent(p.when), checks=silent(p.checks))
        if isinstance(p, Step)
        else p
        for p in procedure.provisions
    )
    return replace(
        procedure,
        provisions=provisions,
        throughout=silent(procedure.throughout),
        service=silent(procedure.service),
    )


def _free(step: Step) -> tuple[Fact | Group, ...]:
    """The questions of a step, each to be answered or not as one likes."""

    def free(fact: Fact) -> Fact:
        return replace(fact, required=False, asked_when=None)

    return tuple(
        replace(part, facts=tuple(map(free, part.facts))) if isinstance(part, Group) else free(part)
        for part in step.asks
    )


def _silent(
    rule: Callable[..., Refusal | None], missing: Collection[str]
) -> Callable[..., Refusal | None]:
    """The rule, asked only where all that it looks at has been answered."""
    if rule.__module__ == general.__name__:
        return rule  # These pass over a missing answer by themselves.

    def asked(case: Any, *more: Any) -> Refusal | None:
        if not names_in(rule).isdisjoint(missing):
            return None
        try:
            return rule(case, *more)
        except (AttributeError, KeyError, TypeError, ValueError):
            if missing:
                return None
            raise

    return asked


def _of_term(term: Term) -> Iterator[str]:
    triggers = list(term.opens)
    for rule in term.excluded:
        if isinstance(rule, Excluded):
            triggers += [rule.begins, rule.ends]
        elif isinstance(rule, ExcludedPeriod):
            yield from (rule.first.key, rule.end.key)
    for trigger in triggers:
        yield from _of_trigger(trigger)
    if isinstance(term.span, FromFact | Until | ByAnswer):
        yield term.span.fact.key
    if term.counts_from is not None and term.counts_from.fact:
        yield term.counts_from.fact
    others = (term.per, term.judged_by, term.limit.fact if term.limit else None)
    yield from (fact.key for fact in others if fact is not None)
    if term.extendable is not None and term.extendable.by is not None:
        yield term.extendable.by.key


def _of_trigger(trigger: Trigger) -> Iterator[str]:
    if trigger.fact:
        yield trigger.fact
    if trigger.only is not None:
        yield trigger.only[0]


def _of_step(step: Step) -> Iterator[str]:
    if isinstance(step.to, Branch):
        yield step.to.fact.key
    if isinstance(step.outcome, Fact):
        yield step.outcome.key
    yield from (part.fact.key for part in step.issues if isinstance(part, Issue))
