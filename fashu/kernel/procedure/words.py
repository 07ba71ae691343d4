"""Parts of a definition in Chinese words, for tables and pages."""

from fashu.kernel.calendar import Rollover, Span, Unit
from fashu.kernel.law.parse import CitationError
from fashu.kernel.procedure.facts import Fact, Json, Kind
from fashu.kernel.procedure.procedure import Procedure
from fashu.kernel.procedure.rules import AnyRule, gist, norm_line, norms
from fashu.kernel.procedure.steps import Branch, Condition, Issue, Need, Role, Stage, Step
from fashu.kernel.procedure.terms import (
    ByAnswer,
    Extendable,
    FromFact,
    Manual,
    Nature,
    On,
    Term,
    Trigger,
    Until,
)

_UNITS = {
    Unit.WORKING_DAY: "工作日",
    Unit.DAY: "日",
    Unit.MONTH: "个月",
    Unit.YEAR: "年",
    Unit.HOUR: "小时",
    Unit.SERVICE_HOUR: "个服务小时",
}
_NEEDS = {
    Need.DONE: "已办理{}",
    Need.NOT_DONE: "未办理{}",
    Need.SERVED: "{}已送达",
    Need.LAPSED: "{}已届满",
    Need.REACHED: "{}期满之日起",
    Need.MET: "{}已按期完成",
    Need.OVER: "{}已完成或者届满",
}
NATURES = {Nature.DUTY: "期限", Nature.RIGHT: "权利期限", Nature.WAITING: "等待期"}
_ROLLS = {
    Rollover.STATUTORY: "末日为休假日的顺延",
    Rollover.SILENT_ROLLS: "末日为休假日的顺延（法律未写明）",
    Rollover.SILENT_STAYS: "",
}


def quoted(*titles: str) -> str:
    """“甲”、“乙”."""
    return "、".join(f"“{title}”" for title in titles)


def roles(named: tuple[Role, ...]) -> str:
    """申请人、第三人."""
    return "、".join(role.title for role in named)


def stages(named: tuple[Stage, ...]) -> str:
    """Where a step may be done."""
    return quoted(*(stage.title for stage in named)) if named else "案件开始时"


def answer(fact: Fact, value: Json) -> str:
    """One answer in words."""
    if value is None:
        return "未填写"
    if fact.kind is Kind.FLAG:
        return f"{fact.title}：{'是' if value else '否'}"
    return fact.option_title(str(value))


def condition(procedure: Procedure, need: Condition) -> str:
    """What must have happened before a step."""
    kinds = {Need.SERVED: On.SERVED, Need.DONE: On.STEP, Need.NOT_DONE: On.STEP}
    titles = _titles(procedure, kinds.get(need.need, On.LAPSE))
    return _NEEDS[need.need].format("或".join(titles.get(key, key) for key in need.keys))


def rule(procedure: Procedure, each: AnyRule) -> str:
    """A rule as its norm puts it."""
    try:
        cites = norms(each, procedure.law)
    except CitationError:
        return norm_line(each)
    own = all(cite.law == procedure.law for cite in cites)
    places = "、".join(cite.place if own else str(cite) for cite in cites)
    return f"{words}（{places}）" if (words := gist(each)) else f"符合{places}"


def takers(step: Step) -> str:
    """Who may take a step, how many of them, and who may not."""
    parts = [roles(step.by)]
    if step.persons > 1:
        parts.append(f"{step.persons}人以上")
    if step.not_by:
        titles = quoted(*(other.title for other in step.not_by))
        parts.append(f"不得由办理过{titles}的人员办理")
    return "；".join(parts)


def effects(step: Step) -> str:
    """Where a step leads, what it makes, and what it undoes."""
    parts = [way(step), issued(step)]
    if step.undoes:
        parts.append(f"{quoted(*(other.title for other in step.undoes))}须重新办理")
    return "；".join(part for part in parts if part)


def way(step: Step) -> str:
    """Where a step leads."""
    match step.to:
        case None:
            return "阶段不变"
        case Stage():
            return f"进入“{step.to.title}”"
        case Branch():
            fact = step.to.fact
            cases = (f"{answer(fact, value)}→“{stage.title}”" for value, stage in step.to.cases)
            return "；".join(cases)
        case _:
            return "返回原来的阶段"


def issued(step: Step) -> str:
    """The papers of a step; those that depend on an answer are marked."""
    papers = []
    for part in step.issues:
        if isinstance(part, Issue):
            papers.append(f"《{part.paper.title}》（视情形）")
        else:
            papers.append(f"《{part.title}》")
    return f"制作{'、'.join(papers)}" if papers else ""


# -- Terms -----------------------------------------------------------------------------------


def starts(procedure: Procedure, term: Term) -> str:
    """When a clock of the term starts."""
    return "；或者".join(trigger(procedure, each) for each in term.opens)


def trigger(procedure: Procedure, when: Trigger) -> str:
    """What sets a clock going or stops it."""
    known = {key: title for key, title in _titles(procedure, when.on).items() if key in when.keys}
    named = "、".join(known.values())
    only = _only(procedure, when)
    match when.on:
        case On.ENTERED:
            return f"进入{named}{only}"
        case On.SERVED:
            role = procedure.role_of.get(when.role)
            return f"{named}送达{role.title if role else ''}{only}"
        case On.LAPSE:
            return f"{named}届满{only}"
        case On.STEP:
            return f"{named}之日{only}"
        case On.FACT | On.AHEAD:
            fact = procedure.facts.get(when.fact)
            title = fact.title if fact else when.fact
            day = "" if title.endswith(("之日", "日期")) else "之日"
            return f"“{title}”{'之前，倒推' if when.on is On.AHEAD else day}{only}"


def _titles(procedure: Procedure, on: On) -> dict[str, str]:
    match on:
        case On.ENTERED:
            return {key: f"“{stage.title}”" for key, stage in procedure.stage_of.items()}
        case On.SERVED:
            return {key: f"《{paper.title}》" for key, paper in procedure.papers.items()}
        case On.LAPSE:
            return {key: f"“{term.title}”" for key, term in procedure.terms.items()}
        case On.STEP | On.FACT | On.AHEAD:
            return {key: f"“{step.title}”" for key, step in procedure.steps.items()}


def _only(procedure: Procedure, when: Trigger) -> str:
    if when.only is None:
        return ""
    key, values = when.only
    fact = procedure.facts.get(key)
    words = "、".join(answer(fact, value) if fact else str(value) for value in values)
    return f"（限于{words}）"


def length(term: Term) -> str:
    """How long the term is, without what moves it."""
    match term.span:
        case Span():
            return str(term.span)
        case ByAnswer():
            fact = term.span.fact
            return "；".join(f"{answer(fact, value)}{span}" for value, span in term.span.cases)
        case FromFact():
            return f"由“{term.span.fact.title}”确定（{_UNITS[term.span.unit]}）"
        case Until():
            return f"至“{term.span.fact.title}”"
        case Manual():
            return term.span.route


def moved(term: Term) -> str:
    """What the length of the term also depends on, and what moves its end."""
    parts = []
    if term.per is not None:
        parts.append(f"每一“{term.per.title}”分别计算")
    if term.judged_by is not None:
        parts.append(f"是否按期以“{term.judged_by.title}”为准")
    if term.extendable is not None:
        parts.append(_extension(term.extendable))
    for pause in term.pauses:
        parts.append(f"{quoted(*(stage.title for stage in pause.at))}期间中止")
    parts += dict.fromkeys(_exclusion(rule.reason) for rule in term.excluded)
    if term.limit is not None:
        parts.append(f"自“{term.limit.fact.title}”起最长{term.limit.span}")
    if units(term) & {Unit.DAY, Unit.MONTH, Unit.YEAR}:
        # Working days end on a working day, and hours run through every holiday.
        parts.append(_ROLLS[term.rollover])
    return "；".join(part for part in parts if part)


def units(term: Term) -> set[Unit]:
    """The units in which the term may be counted."""
    match term.span:
        case Span() | FromFact():
            return {term.span.unit}
        case ByAnswer():
            return {span.unit for _, span in term.span.cases}
        case _:
            return set()


def _exclusion(reason: str) -> str:
    return reason if "不计" in reason or "计算" in reason else f"{reason}期间不计入"


def _extension(rule: Extendable) -> str:
    most = f"最多{rule.most}" if isinstance(rule.most, Span) else "由机关确定"
    times = f"{rule.times}次，每次" if rule.times > 1 else "一次，"
    total = f"，合计不超过{rule.in_all}" if rule.in_all else ""
    return f"可延长{times}{most}{total}"


def lapse(term: Term) -> str:
    """What happens when the due date has passed."""
    end = term.lapse
    finder = f"，经“{end.found_by.title}”认定" if end.found_by else ""
    to = f"→“{end.to.title}”" if end.to else ""
    bars = f"；不得再{quoted(*(step.title for step in end.bars))}" if end.bars else ""
    return f"{end.title}{finder}{to}{bars}"
