"""Every provision of law that a procedure rests on, and the days on which it must be in force."""

from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass
from datetime import date, timedelta
from types import FunctionType

from fashu.kernel.law.citation import Citation
from fashu.kernel.law.parse import CitationError
from fashu.kernel.procedure.procedure import Family, Procedure, Provision
from fashu.kernel.procedure.rules import norms
from fashu.kernel.procedure.steps import Arrival, Role, Stage, Step
from fashu.kernel.procedure.terms import Term


@dataclass(frozen=True, slots=True)
class Cited:
    """A place that cites a provision, and the days on which the law must hold it.

    `until` is the last such day, None where the version is the present one.
    """

    where: str
    cite: Citation
    first: date
    until: date | None


def citations(family: Family) -> Iterator[Cited]:
    """Every citation of every version, for `fashu law check`, each once for each place."""
    ends = [version.applies_from - timedelta(days=1) for version in family.versions[1:]]
    for procedure, until in zip(family.versions, [*ends, None], strict=True):
        for where, cite in dict.fromkeys(_places(procedure)):
            yield Cited(where, cite, procedure.applies_from, until)


def _places(procedure: Procedure) -> Iterator[tuple[str, Citation]]:
    start = f"{procedure.title}（{procedure.version}）"
    if procedure.transition_cite is not None:
        yield f"{start}过渡规定", procedure.transition_cite
    for cite in _within(procedure.throughout, procedure):
        yield f"{start}每一步骤", cite
    for cite in _within(procedure.service, procedure):
        yield f"{start}送达", cite
    for provision in procedure.provisions:
        for cite in _fields(provision, procedure):
            yield f"{start}{place_of(provision)}", cite


def place_of(provision: Provision) -> str:
    """A provision's name in words, e.g. 步骤“受理”."""
    match provision:
        case Step():
            return f"步骤“{provision.title}”"
        case Term():
            return f"期限“{provision.title}”"
        case Arrival():
            return f"《{provision.paper.title}》送达"


def _fields(value: object, procedure: Procedure) -> Iterator[Citation]:
    if is_dataclass(value):
        for field in fields(value):
            yield from _within(getattr(value, field.name), procedure)


def _within(value: object, procedure: Procedure) -> Iterator[Citation]:
    """The citations in a value; other steps and terms, only named here, speak for themselves."""
    match value:
        case Citation():
            yield value
        case tuple():
            for item in value:
                yield from _within(item, procedure)
        case FunctionType():
            try:
                yield from norms(value, procedure.law)
            except CitationError:
                # A rule without a readable norm is a fault that `checks` reports.
                return
        case Step() | Term() | Role() | Stage():
            return
        case _:
            yield from _fields(value, procedure)
