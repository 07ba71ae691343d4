"""Whether the things that a provision names are known to its procedure.

Each function yields what is wrong, in words, and nothing where all is well.
"""

from collections.abc import Collection, Iterator

from fashu.kernel.procedure.facts import Fact, Json, Kind, flatten
from fashu.kernel.procedure.procedure import Procedure
from fashu.kernel.procedure.steps import Paper, Role, Stage, Step
from fashu.kernel.procedure.terms import On, Trigger

Words = Iterator[str]
"""What is wrong, where the place is known already."""


def roles(procedure: Procedure, *named: Role) -> Words:
    """Roles must be listed."""
    for role in named:
        if role.key not in procedure.role_of:
            yield f"角色“{role.title}”没有列入程序的roles"


def stages(procedure: Procedure, *named: Stage) -> Words:
    """Stages must be listed."""
    for stage in named:
        if stage.key not in procedure.stage_of:
            yield f"阶段“{stage.title}”没有列入程序的stages"


def steps(procedure: Procedure, *keys: str) -> Words:
    """Steps must be among the provisions."""
    yield from (f"步骤“{key}”没有列入程序" for key in keys if key not in procedure.steps)


def terms(procedure: Procedure, *keys: str) -> Words:
    """Terms must be among the provisions."""
    yield from (f"期限“{key}”没有列入程序" for key in keys if key not in procedure.terms)


def papers(procedure: Procedure, *keys: str) -> Words:
    """Papers must be issued by some step."""
    yield from (f"文书“{key}”没有任何步骤制作" for key in keys if key not in procedure.papers)


def fact(procedure: Procedure, key: str, *kinds: Kind) -> Words:
    """A fact must be asked somewhere, and be of one of the kinds."""
    known = procedure.facts.get(key)
    if known is None:
        yield f"事项“{key}”没有任何步骤询问"
    elif kinds and known.kind not in kinds:
        wanted = "或".join(kind.value for kind in kinds)
        yield f"事项“{known.title}”的类型应为{wanted}，现为{known.kind.value}"


def date_fact(procedure: Procedure, key: str) -> Words:
    """A fact that a clock is counted from must be a date or a moment."""
    yield from fact(procedure, key, Kind.DAY, Kind.MOMENT)


def asked(step: Step, *named: Fact) -> Words:
    """The step itself must put the question."""
    own = {fact.key for fact in flatten(step.asks)}
    yield from (f"“{step.title}”没有询问“{fact.title}”" for fact in named if fact.key not in own)


def recipients(paper: Paper) -> set[str]:
    """The roles that can be served with a paper."""
    return {role.key for role in (*paper.to, *paper.also)}


def answers(procedure: Procedure, key: str, values: Collection[Json]) -> Words:
    """A fact on which something depends must be a choice or a flag that can be so answered."""
    known = procedure.facts.get(key)
    if known is None:
        yield f"事项“{key}”没有任何步骤询问"
    elif not answers_of(known):
        yield f"事项“{known.title}”不是选择或是否，不能据以分情形"
    else:
        unknown = [value for value in values if value not in (None, *answers_of(known))]
        yield from (f"事项“{known.title}”不会有“{value}”这一答案" for value in unknown)


def unanswered(procedure: Procedure, key: str, values: Collection[Json]) -> Iterator[Json]:
    """The answers that a fact can have and that are not among the values."""
    known = procedure.facts.get(key)
    yield from (v for v in (answers_of(known) if known else ()) if v not in values)


def answers_of(fact: Fact) -> tuple[Json, ...]:
    """The answers that a choice or a flag can have; nothing for any other fact."""
    if fact.kind is Kind.FLAG:
        return (True, False)
    return tuple(o.key for o in fact.options) if fact.kind is Kind.CHOICE else ()


def trigger(procedure: Procedure, trigger: Trigger) -> Words:
    """Everything that a trigger names must be there."""
    match trigger.on:
        case On.ENTERED:
            unknown = [key for key in trigger.keys if key not in procedure.stage_of]
            yield from (f"阶段“{key}”没有列入程序的stages" for key in unknown)
        case On.STEP | On.FACT | On.AHEAD:
            yield from steps(procedure, *trigger.keys)
            yield from _dated(procedure, trigger)
        case On.SERVED:
            yield from papers(procedure, *trigger.keys)
            yield from _recipient(procedure, trigger)
        case On.LAPSE:
            yield from terms(procedure, *trigger.keys)
    if trigger.only is not None:
        yield from answers(procedure, *trigger.only)


def _dated(procedure: Procedure, trigger: Trigger) -> Words:
    if not trigger.fact:
        return
    yield from date_fact(procedure, trigger.fact)
    for key in trigger.keys:
        step, known = procedure.steps.get(key), procedure.facts.get(trigger.fact)
        if step and known:
            yield from asked(step, known)


def _recipient(procedure: Procedure, trigger: Trigger) -> Words:
    for key in trigger.keys:
        paper = procedure.papers.get(key)
        if paper and trigger.role and trigger.role not in recipients(paper):
            yield f"《{paper.title}》不送达“{trigger.role}”"
        if paper and not trigger.role and len(recipients(paper)) > 1:
            # Otherwise the clock would start anew with each receipt.
            yield f"《{paper.title}》有几个受送达人，须写明从谁收到之日起算（whom）"
