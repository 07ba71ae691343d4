"""Who may do what, and when: steps, roles and stages at a glance."""

from dataclasses import dataclass

from fashu.kernel.procedure.procedure import Procedure
from fashu.kernel.procedure.steps import Stage, Step
from fashu.kernel.procedure.table import markdown

OPENING = "案件开始时"


@dataclass(frozen=True, slots=True)
class Permission:
    """A role may take a step at a stage; an empty stage opens the case. All are keys."""

    step: str
    role: str
    stage: str


def permissions(procedure: Procedure) -> tuple[Permission, ...]:
    """Every permission, stage by stage in the order of the procedure, steps as in the statute."""
    order = {"": -1} | {stage.key: n for n, stage in enumerate(procedure.stages)}
    found = [
        Permission(step.key, role.key, stage)
        for step in procedure.steps.values()
        for stage in [s.key for s in step.at] or [""]
        for role in step.by
    ]
    return tuple(sorted(found, key=lambda p: order.get(p.stage, len(order))))


def matrix_markdown(procedure: Procedure) -> str:
    """A table with a line for each stage and a column for each role that acts."""
    roles = [r for r in procedure.roles if any(r in s.by for s in procedure.steps.values())]
    stages: list[Stage | None] = [None, *procedure.stages]
    rows = [
        [_name(stage), *(_steps(procedure, stage, role.key) for role in roles)] for stage in stages
    ]
    return markdown(["阶段", *(role.title for role in roles)], rows)


def _name(stage: Stage | None) -> str:
    if stage is None:
        return OPENING
    return f"{stage.title}（终局）" if stage.final else stage.title


def _steps(procedure: Procedure, stage: Stage | None, role: str) -> str:
    return "、".join(s.title for s in procedure.steps.values() if _may(s, stage, role))


def _may(step: Step, stage: Stage | None, role: str) -> bool:
    here = step.opens if stage is None else stage.key in {s.key for s in step.at}
    return here and role in {r.key for r in step.by}
