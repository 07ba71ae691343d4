"""What is wrong with a procedure as a whole, in words.

What cannot be reached, what cannot be left, what has two meanings, and what two versions would
do to a case that runs through both.
"""

from collections import Counter
from collections.abc import Iterable, Iterator

from fashu.kernel.law.citation import Citation
from fashu.kernel.procedure.citations import place_of
from fashu.kernel.procedure.facts import flatten
from fashu.kernel.procedure.flow import (
    START,
    By,
    Way,
    allowed,
    opening,
    reachable,
    running,
    ways,
)
from fashu.kernel.procedure.procedure import Procedure, Transition
from fashu.kernel.procedure.steps import Back, Step
from fashu.kernel.procedure.terms import Term

Finding = tuple[str, str, Citation | None]
"""A place, what is wrong there, and the norm concerned."""


def whole_findings(procedure: Procedure) -> Iterator[Finding]:
    """Every fault of a version that no single provision shows."""
    found = ways(procedure)
    yield from _doubles(procedure)
    yield from _stages(procedure, found)
    yield from _unreachable(procedure, found)
    yield from _clocks(procedure, found)


# -- Names -----------------------------------------------------------------------------------


def _doubles(procedure: Procedure) -> Iterator[Finding]:
    """Two things of one name: the second would silently take the place of the first."""
    named = {
        "角色": [role.key for role in procedure.roles],
        "阶段": [stage.key for stage in procedure.stages],
        "步骤": [p.key for p in procedure.provisions if isinstance(p, Step)],
        "期限": [p.key for p in procedure.provisions if isinstance(p, Term)],
    }
    for kind, keys in named.items():
        for key, count in Counter(keys).items():
            if count > 1:
                yield f"{kind}“{key}”", f"有{count}个同名的{kind}，只能保留一个", None
    yield from _double_facts(procedure)
    papers = {paper for step in procedure.steps.values() for paper in step.papers()}
    for key, count in sorted(Counter(paper.key for paper in papers).items()):
        if count > 1:
            yield f"文书“{key}”", f"有{count}种不同的文书同用这一名称", None


def _double_facts(procedure: Procedure) -> Iterator[Finding]:
    """One key is one question: its answer is kept once for the whole case."""
    for step in procedure.steps.values():
        for fact in flatten(step.asks):
            first = procedure.facts[fact.key]
            if (fact.kind, fact.options) != (first.kind, first.options):
                reason = f"另有步骤以不同的类型或者选项询问“{first.title}”（{fact.key}）"
                yield place_of(step), reason, step.cite


# -- Stages ----------------------------------------------------------------------------------


def _stages(procedure: Procedure, found: tuple[Way, ...]) -> Iterator[Finding]:
    if not any(step.opens for step in procedure.steps.values()):
        yield "程序", "没有开始案件的步骤（at为空的步骤）", None
    reached = reachable(found)
    leaving = {way.source for way in found if way.moves}
    for stage in procedure.stages:
        place = f"阶段“{stage.title}”"
        if stage.key not in reached:
            yield place, "没有任何途径可以到达", None
        if not stage.final and stage.key not in leaving:
            yield place, "进入后没有出路，又不是终局阶段", None
    for way in found:
        left = procedure.stage_of.get(way.source)
        if left and left.final and way.moves and way.by in (By.LAPSE, By.ARRIVAL):
            # A remedy may reopen what is final, but somebody has to take that step.
            yield f"阶段“{left.title}”", "终局阶段不能因期限届满或者送达而离开", way.provision.cite


def _unreachable(procedure: Procedure, found: tuple[Way, ...]) -> Iterator[Finding]:
    reached = reachable(found)
    for step in procedure.steps.values():
        if not step.opens and not {stage.key for stage in step.at} & reached:
            yield place_of(step), "所在的阶段都无法到达，永远不能办理", step.cite
        if isinstance(step.to, Back):
            yield from _back(procedure, step, found)
    for arrival in procedure.arrivals:
        if not {stage.key for stage in arrival.at} & reached:
            yield place_of(arrival), "所在的阶段都无法到达", arrival.cite


def _back(procedure: Procedure, step: Step, found: tuple[Way, ...]) -> Iterator[Finding]:
    for stage in step.at:
        origins = {way.source for way in found if way.target == stage.key and way.by is not By.BACK}
        if START in origins:
            reason = f"案件可以直接从“{stage.title}”开始，没有可以返回的阶段"
            yield place_of(step), reason, step.cite
        if not origins:
            yield place_of(step), f"“{stage.title}”没有来处，无从返回", step.cite


# -- Clocks ----------------------------------------------------------------------------------


def _clocks(procedure: Procedure, found: tuple[Way, ...]) -> Iterator[Finding]:
    reached = reachable(found)
    for term in procedure.terms.values():
        place = place_of(term)
        inside = allowed(procedure, term)
        opens = opening(procedure, term, found) & reached
        if not opens:
            yield place, "永远不会开始计算：开始计算的事由都不会发生", term.cite
        elif not opens & inside:
            yield place, "开始计算时案件不在其适用的阶段（while_at）之内", term.cite
        else:
            yield from _meetable(procedure, term, found)
        for pause in term.pauses:
            outside = [stage.title for stage in pause.at if stage.key not in inside]
            if outside:
                titles = "、".join(f"“{title}”" for title in outside)
                yield place, f"在{titles}中止，但期限在该阶段已不再适用，请列入while_at", pause.cite


def _meetable(procedure: Procedure, term: Term, found: tuple[Way, ...]) -> Iterator[Finding]:
    stages = running(procedure, term, found)
    for met in term.met_by:
        step = procedure.steps.get(met.key) if isinstance(met, Step) else None
        if step is None:
            continue
        judged = any(step.key in trigger.keys and trigger.fact for trigger in term.opens)
        late = term.lapse.to is None and {stage.key for stage in step.at} & reachable(found, stages)
        if not judged and not late and not {stage.key for stage in step.at} & stages:
            reason = f"以“{step.title}”完成，但期限计算期间办不了这一步骤"
            yield place_of(term), reason, term.cite


# -- Versions --------------------------------------------------------------------------------


def transition_findings(older: Procedure, newer: Procedure) -> Iterator[Finding]:
    """A case that began under the older version goes on under the newer one."""
    if newer.transition is not Transition.AT_ONCE:
        return
    if newer.transition_cite is None:
        yield "程序", "适用于正在办理的案件，但没有写明过渡规定的依据", None
    for name, old, new in _carried(older, newer):
        gone = [key for key in old if key not in new]
        for key in gone:
            yield f"{name}“{key}”", f"{older.version}版的案件可能用到，新版不能缺少", None
    for key, fact in newer.facts.items():
        former = older.facts.get(key)
        if former is not None and former.kind is not fact.kind:
            reason = f"类型由{former.kind.value}改为{fact.kind.value}，已填写的内容将无法识别"
            yield f"事项“{fact.title}”", reason, fact.cite


def _carried(
    older: Procedure, newer: Procedure
) -> Iterator[tuple[str, Iterable[str], Iterable[str]]]:
    yield "阶段", older.stage_of, newer.stage_of
    yield "角色", older.role_of, newer.role_of
    yield "文书", older.papers, newer.papers
