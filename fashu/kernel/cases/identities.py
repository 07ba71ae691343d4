"""Where numbers of identity documents meet cases: sealed on the way in, entered with the case.

Everything that reaches an event or a draft passes here first, so that neither holds a number.
"""

from collections.abc import Mapping

from fashu.kernel.cases.catalogue import family_of
from fashu.kernel.cases.models import Case
from fashu.kernel.procedure import Fact, Procedure, Taken
from fashu.kernel.procedure.events import day_of
from fashu.kernel.procedure.facts import Json, flatten
from fashu.kernel.registry import numbers, parties


def sealed(procedure: str, step: str, answers: Mapping[str, Json]) -> dict[str, Json]:
    """Answers with a token for every number in order. Raises Refused for a forged token."""
    return numbers.seal_answers(_asks(procedure, step), answers)


def hidden(procedure: str, step: str, answers: Mapping[str, Json]) -> dict[str, Json]:
    """Unchecked answers as a draft may keep them: no number in plain text, however unfinished."""
    return numbers.hide_typed(_asks(procedure, step), answers)


def shown(procedure: str, step: str, answers: Mapping[str, Json]) -> dict[str, Json]:
    """What a draft keeps, as its author typed it."""
    return numbers.show_typed(_asks(procedure, step), answers)


def _asks(procedure: str, step: str) -> list[Fact]:
    """What a step asks in any version: which one governs is found later."""
    versions = family_of(procedure).versions
    steps = [version.steps[step] for version in versions if step in version.steps]
    return [fact for each in steps for fact in flatten(each.asks)]


def enter(case: Case, procedure: Procedure, taken: Taken) -> None:
    """Link the persons whose numbers a step has brought to the case."""
    step = procedure.steps.get(taken.step)
    if step is not None:
        parties.enter_parties(case.pk, step.asks, taken.facts, taken.by, day_of(taken.on))
