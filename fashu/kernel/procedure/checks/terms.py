"""What is wrong with a term, in words."""

from fashu.kernel.calendar import Rollover, Unit
from fashu.kernel.procedure.checks import known
from fashu.kernel.procedure.checks.known import Words
from fashu.kernel.procedure.facts import Kind
from fashu.kernel.procedure.procedure import Procedure
from fashu.kernel.procedure.steps import Paper
from fashu.kernel.procedure.terms import (
    Anchor,
    ByAnswer,
    Excluded,
    ExcludedPeriod,
    Extendable,
    FromFact,
    Lapse,
    Term,
    Until,
)
from fashu.kernel.procedure.words import units

_HOURS = {Unit.HOUR, Unit.SERVICE_HOUR}


def term_problems(procedure: Procedure, term: Term) -> Words:
    """Every fault of a term."""
    yield from known.roles(procedure, term.owed_by)
    if not term.opens:
        yield "没有写明何时开始计算"
    for trigger in term.opens:
        yield from known.trigger(procedure, trigger)
    yield from _span(procedure, term)
    for met in term.met_by:
        listed = known.papers if isinstance(met, Paper) else known.steps
        yield from listed(procedure, met.key)
    if term.counts_from is not None:
        yield from _anchor(procedure, term.counts_from)
    if term.per is not None:
        yield from known.fact(procedure, term.per.key)
    yield from known.terms(procedure, *term.carries)
    if term.judged_by is not None:
        yield from known.date_fact(procedure, term.judged_by.key)
    if term.rollover is Rollover.STATUTORY and term.rollover_cite is None:
        yield "期满顺延写为法定（STATUTORY），但没有写明依据的条文"
    yield from _changes(procedure, term)
    yield from _lapse(procedure, term.lapse)


def _span(procedure: Procedure, term: Term) -> Words:
    match term.span:
        case FromFact():
            yield from known.fact(procedure, term.span.fact.key, Kind.NUMBER)
        case Until():
            yield from known.date_fact(procedure, term.span.fact.key)
        case ByAnswer():
            fact, values = term.span.fact, [value for value, _ in term.span.cases]
            yield from known.answers(procedure, fact.key, values)
            for value in known.unanswered(procedure, fact.key, values):
                yield f"“{fact.title}”答“{value}”时没有写明期限的长度"
        case _:
            return


def _anchor(procedure: Procedure, anchor: Anchor) -> Words:
    unknown = [key for key in anchor.stages if key not in procedure.stage_of]
    yield from (f"起算的阶段“{key}”没有列入程序的stages" for key in unknown)
    if anchor.fact:
        yield from known.date_fact(procedure, anchor.fact)


def _changes(procedure: Procedure, term: Term) -> Words:
    """Pauses, exclusions, extensions and caps."""
    for pause in term.pauses:
        yield from known.stages(procedure, *pause.at)
    for rule in term.excluded:
        yield from _excluded(procedure, rule)
    if (term.pauses or term.excluded) and units(term) & _HOURS:
        # Pauses keep dates only, and no statute met so far stops a clock of hours.
        yield "按小时计算的期限不能中止或者扣除，法律没有这样的规定"
    if term.limit is not None:
        yield from known.date_fact(procedure, term.limit.fact.key)
    if term.extendable is not None:
        yield from _extendable(procedure, term.extendable)


def _excluded(procedure: Procedure, rule: Excluded | ExcludedPeriod) -> Words:
    if isinstance(rule, Excluded):
        yield from known.trigger(procedure, rule.begins)
        yield from known.trigger(procedure, rule.ends)
        return
    yield from known.steps(procedure, rule.step.key)
    yield from known.asked(procedure.steps.get(rule.step.key, rule.step), rule.first, rule.end)
    for fact in (rule.first, rule.end):
        yield from known.date_fact(procedure, fact.key)


def _extendable(procedure: Procedure, rule: Extendable) -> Words:
    yield from known.steps(procedure, rule.step.key)
    if rule.by is not None:
        yield from known.asked(procedure.steps.get(rule.step.key, rule.step), rule.by)
        yield from known.fact(procedure, rule.by.key, Kind.NUMBER)
    elif isinstance(rule.most, Unit):
        yield "法律没有规定延长的上限，须写明由哪一事项（by）确定延长的长度"
    if rule.times < 1:
        yield "可以延长的次数应当至少为一次"


def _lapse(procedure: Procedure, lapse: Lapse) -> Words:
    if not lapse.title.strip():
        yield "没有写明逾期的后果；法律没有规定后果的，也要写明"
    if lapse.to is not None:
        yield from known.stages(procedure, lapse.to)
    elif lapse.outcome is not None:
        yield "逾期的结果（outcome）须与进入的阶段一并写明"
    yield from known.steps(procedure, *(step.key for step in lapse.bars))
    if lapse.found_by is None:
        return
    yield from known.steps(procedure, lapse.found_by.key)
    finder = procedure.steps.get(lapse.found_by.key)
    if finder and lapse.to and lapse.to.key not in {stage.key for stage in finder.targets()}:
        yield f"逾期须经“{finder.title}”认定后进入“{lapse.to.title}”，但该步骤不通向那里"
