"""What else a 办事指南 must say, read off the procedure: materials and results."""

from collections.abc import Iterator

from fashu.kernel.procedure import Paper, Procedure, Step
from fashu.kernel.procedure.facts import Fact, Kind, flatten
from fashu.kernel.procedure.steps import Issue


def materials(opening: tuple[Step, ...]) -> tuple[Fact, ...]:
    """What is to be handed in with an application, each once."""
    asked = (fact for step in opening for fact in flatten(step.asks) if fact.kind is Kind.FILES)
    return tuple({fact.key: fact for fact in asked}.values())


def results(procedure: Procedure) -> tuple[Paper, ...]:
    """The papers that a person may get, in the order of the procedure, each once."""
    return tuple({paper.key: paper for paper in _issued(procedure) if paper.to}.values())


def _issued(procedure: Procedure) -> Iterator[Paper]:
    for step in procedure.steps.values():
        for issue in step.issues:
            yield issue.paper if isinstance(issue, Issue) else issue
