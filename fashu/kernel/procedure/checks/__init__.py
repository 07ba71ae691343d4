"""What is wrong with a procedure, in words, before a case ever meets it.

Unknown stages and keys fail here, at start and in the tests, and not on a working day.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from fashu.kernel.law.citation import Citation
from fashu.kernel.procedure.checks.facts import fact_problems
from fashu.kernel.procedure.checks.known import roles
from fashu.kernel.procedure.checks.steps import arrival_problems, rule_problems, step_problems
from fashu.kernel.procedure.checks.terms import term_problems
from fashu.kernel.procedure.checks.whole import Finding, transition_findings, whole_findings
from fashu.kernel.procedure.citations import place_of
from fashu.kernel.procedure.procedure import Family, Procedure, Provision
from fashu.kernel.procedure.steps import Arrival, Step
from fashu.kernel.procedure.terms import Term


@dataclass(frozen=True, slots=True)
class Fault:
    """One mistake: the version and the place it is in, what is wrong, the norm concerned."""

    version: str
    place: str
    problem: str
    cite: Citation | None = None

    def __str__(self) -> str:
        norm = f"（{self.cite}）" if self.cite else ""
        return f"{self.version}版 {self.place}{norm}：{self.problem}"


def checks(family: Family) -> tuple[Fault, ...]:
    """Every fault of every version; nothing where the procedure is sound."""
    found = [Fault(v.version, *finding) for v in family.versions for finding in _findings(v)]
    for older, newer in zip(family.versions, family.versions[1:], strict=False):
        found += [Fault(newer.version, *f) for f in transition_findings(older, newer)]
    return tuple(dict.fromkeys(found))


def _findings(procedure: Procedure) -> Iterator[Finding]:
    for provision in procedure.provisions:
        for problem in (*_norms(provision), *_problems(procedure, provision)):
            yield place_of(provision), problem, _norm(provision.cite)
    for problem in rule_problems(procedure, procedure.throughout):
        yield "每一步骤", problem, None
    for problem in rule_problems(procedure, procedure.service):
        yield "送达", problem, None
    yield from _names(procedure)
    yield from whole_findings(procedure)


def _problems(procedure: Procedure, provision: Provision) -> Iterator[str]:
    match provision:
        case Step():
            yield from step_problems(procedure, provision)
            yield from fact_problems(procedure, provision)
        case Term():
            yield from term_problems(procedure, provision)
        case Arrival():
            yield from arrival_problems(procedure, provision)


def _norms(provision: Provision) -> Iterator[str]:
    """Every provision rests on an article, and says so by a value and not by a text."""
    named: list[tuple[str, object]] = [("", provision.cite)]
    if isinstance(provision, Term):
        named.append(("逾期后果", provision.lapse.cite))
    if isinstance(provision, Step):
        named += [(f"《{paper.title}》", paper.cite) for paper in provision.papers()]
    for name, cite in named:
        if _norm(cite) is None:
            yield f"{name}没有引用条文"


def _norm(cite: object) -> Citation | None:
    return cite if isinstance(cite, Citation) and cite.article > 0 else None


def _names(procedure: Procedure) -> Iterator[Finding]:
    named: list[tuple[str, str]] = [(v.key, v.title) for v in procedure.roles]
    named += [(v.key, v.title) for v in procedure.stages]
    named += [(v.key, v.title) for v in procedure.papers.values()]
    named += [(p.key, p.title) for p in procedure.provisions if not isinstance(p, Arrival)]
    for key, title in named:
        if not key.strip() or not title.strip():
            yield f"“{key}{title}”", "名称（key）和标题（title）都不能为空", None
    for stage in procedure.stages:
        for problem in roles(procedure, stage.held_by) if stage.held_by else ():
            yield f"阶段“{stage.title}”", problem, None


__all__ = ["Fault", "checks"]
