"""What is wrong with the questions of a step, in words."""

import re
from collections import Counter
from collections.abc import Iterator

from fashu.kernel.procedure.facts import Fact, Group, Kind, flatten
from fashu.kernel.procedure.procedure import Procedure
from fashu.kernel.procedure.steps import Step

_KEY = re.compile(r"[a-z][a-z0-9_]*")
_CHOSEN = (Kind.CHOICE, Kind.CHOICES)


def fact_problems(procedure: Procedure, step: Step) -> Iterator[str]:
    """Every fault of the questions, in the order in which they are asked."""
    facts = list(flatten(step.asks))
    for key, count in Counter(fact.key for fact in facts).items():
        if count > 1:
            yield f"事项“{key}”问了{count}次"
    for part in step.asks:
        if isinstance(part, Group) and not (part.title.strip() and part.facts):
            yield f"一组事项“{part.title}”没有标题或者没有内容"
    for index, fact in enumerate(facts):
        earlier = _before(procedure, step) | {f.key: f for f in facts[:index]}
        for problem in (*_shape(fact), *_order(fact, earlier)):
            yield f"事项“{fact.title or fact.key}”{problem}"


def _shape(fact: Fact) -> Iterator[str]:
    if not _KEY.fullmatch(fact.key):
        yield f"的字段名“{fact.key}”应由小写字母、数字和下划线组成"
    if not fact.title.strip():
        yield "没有标题"
    if (fact.kind in _CHOSEN) != bool(fact.options):
        yield "的类型与选项不符：选择须有选项，其他类型不得有选项"
    for key, count in Counter(option.key for option in fact.options).items():
        if count > 1:
            yield f"有{count}个同名的选项“{key}”"
    if any(not option.key.strip() or not option.title.strip() for option in fact.options):
        yield "有没有名称的选项"
    if fact.least is not None and fact.most is not None and fact.least > fact.most:
        yield f"的下限{fact.least}大于上限{fact.most}"
    if fact.most is not None and fact.most < 1:
        yield f"的上限{fact.most}使任何答案都不能通过"


def _before(procedure: Procedure, step: Step) -> dict[str, Fact]:
    """What other steps ask: the answers may be there already."""
    others = [other for other in procedure.steps.values() if other.key != step.key]
    return {fact.key: fact for other in others for fact in flatten(other.asks)}


def _order(fact: Fact, earlier: dict[str, Fact]) -> Iterator[str]:
    """A question that depends on an answer must come after the question that gives it."""
    if fact.asked_when is None:
        return
    key, values = fact.asked_when
    asked = earlier.get(key)
    if asked is None:
        yield f"取决于“{key}”，但此前没有问这一项"
        return
    able = (True, False) if asked.kind is Kind.FLAG else tuple(o.key for o in asked.options)
    if asked.kind not in (Kind.FLAG, Kind.CHOICE):
        yield f"取决于“{asked.title}”，但那一项不是选择或是否"
    elif not values or any(value not in able for value in values):
        yield f"取决于“{asked.title}”不会有的答案"
