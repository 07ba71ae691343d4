"""What is wrong with a step, or with the service of a paper that moves the case, in words."""

from collections.abc import Iterable

from fashu.kernel.law.parse import CitationError
from fashu.kernel.procedure.checks import known
from fashu.kernel.procedure.checks.known import Words
from fashu.kernel.procedure.facts import Fact, Kind, flatten
from fashu.kernel.procedure.general import SERVICE, unserved
from fashu.kernel.procedure.procedure import Procedure
from fashu.kernel.procedure.rules import AnyRule, name_of, norms, rules_of
from fashu.kernel.procedure.steps import Arrival, Back, Branch, Condition, Issue, Need, Step


def step_problems(procedure: Procedure, step: Step) -> Words:
    """Every fault of a step but those of its questions."""
    if not step.by:
        yield "没有写明由谁办理"
    yield from known.roles(procedure, *step.by)
    yield from known.stages(procedure, *step.at, *step.targets())
    yield from known.steps(procedure, *(other.key for other in (*step.undoes, *step.not_by)))
    if step.opens:
        yield from _opening(step)
    for condition in step.needs:
        yield from _condition(procedure, condition)
    if isinstance(step.to, Branch):
        yield from _branch(procedure, step, step.to)
    yield from _papers(procedure, step)
    if isinstance(step.outcome, Fact):
        yield from known.fact(procedure, step.outcome.key, Kind.CHOICE, Kind.TEXT)
    if unserved(step):
        yield f"是行政决定，但没有送达任何人的文书（{SERVICE}）"
    yield from _binds(procedure, step)
    yield from rule_problems(procedure, rules_of(step))


def _opening(step: Step) -> Words:
    if isinstance(step.to, Back) or step.to is None:
        yield "开始案件的步骤必须写明进入哪个阶段"
    if step.needs or step.undoes:
        yield "案件开始之前没有已办事项，needs和undoes不起作用"


def _condition(procedure: Procedure, condition: Condition) -> Words:
    match condition.need:
        case Need.DONE | Need.NOT_DONE:
            yield from known.steps(procedure, *condition.keys)
        case Need.SERVED:
            yield from known.papers(procedure, *condition.keys)
        case Need.LAPSED | Need.REACHED | Need.MET | Need.OVER:
            yield from known.terms(procedure, *condition.keys)
    if not condition.reason.strip():
        yield "有一项前提没有写明理由"


def _branch(procedure: Procedure, step: Step, branch: Branch) -> Words:
    """Every answer must lead somewhere, and the answer must be there when the way is chosen."""
    key, title = branch.fact.key, branch.fact.title
    values = [value for value, _ in branch.cases]
    yield from known.answers(procedure, key, values)
    for value in known.unanswered(procedure, key, values):
        yield f"“{title}”答“{value}”时没有去处"
    if None not in values and not _surely_answered(procedure, step, key):
        yield f"办理时“{title}”可能尚未填写，请设为必填，或者写明未填写时（None）的去处"


def _surely_answered(procedure: Procedure, step: Step, key: str) -> bool:
    """Whether a fact has an answer whenever the step is taken."""
    if any(fact.key == key for fact in flatten(step.asks)):
        return _demands(step, key)
    opening = [other for other in procedure.steps.values() if other.opens]
    before = [c.keys for c in step.needs if c.need is Need.DONE]
    ways = [
        opening,
        *([procedure.steps[k] for k in keys if k in procedure.steps] for keys in before),
    ]
    return any(way and all(_demands(other, key) for other in way) for way in ways)


def _demands(step: Step, key: str) -> bool:
    asked = [fact for fact in flatten(step.asks) if fact.key == key]
    return any(fact.required and fact.asked_when is None for fact in asked)


def _papers(procedure: Procedure, step: Step) -> Words:
    for paper in step.papers():
        yield from known.roles(procedure, *paper.to, *paper.also)
    for part in step.issues:
        if isinstance(part, Issue):
            yield from known.answers(procedure, part.fact.key, part.values)


def _binds(procedure: Procedure, step: Step) -> Words:
    for role, fact in step.binds:
        yield from known.roles(procedure, role)
        yield from known.asked(step, fact)
        yield from known.fact(procedure, fact.key, Kind.OFFICE)
        if not role.organ:
            yield f"角色“{role.title}”由个人担任，不能由机构代码确定"


def rule_problems(procedure: Procedure, rules: Iterable[AnyRule]) -> Words:
    """Every rule must be a plain function that says which norm it states."""
    for rule in rules:
        try:
            norms(rule, procedure.law)
        except TypeError:
            yield f"规则{rule!r}应为普通函数"
        except CitationError as error:
            yield f"规则{name_of(rule)}的说明首行应为条文：{error}"


def arrival_problems(procedure: Procedure, arrival: Arrival) -> Words:
    """Every fault of a service that moves the case."""
    recipients = known.recipients(arrival.paper)
    yield from known.papers(procedure, arrival.paper.key)
    yield from known.stages(procedure, *arrival.at, arrival.to)
    if not arrival.at:
        yield "没有写明在哪个阶段送达才有此效力"
    if not recipients:
        yield "没有受送达人"
    elif arrival.whom and arrival.whom.key not in recipients:
        yield f"不送达“{arrival.whom.title}”"
    for other in procedure.arrivals:
        same = (other.paper.key, other.whom) == (arrival.paper.key, arrival.whom)
        if same and other is not arrival and set(other.at) & set(arrival.at):
            yield "同一文书在同一阶段送达有两种去处"
