"""Planting a fault in the sample procedure, and finding it."""

from collections.abc import Callable
from dataclasses import replace

from fashu.kernel.procedure import Family, Paper, Procedure, Role, Stage, day
from fashu.kernel.procedure.checks import checks
from fashu.kernel.procedure.procedure import Provision
from fashu.kernel.procedure.tests import sample_steps as steps
from fashu.kernel.procedure.tests import sample_words as words
from fashu.kernel.procedure.tests.sample import V1
from fashu.kernel.procedure.tests.sample_words import LAW

NOWHERE = Stage("nowhere", "无人知晓")
STRANGER = Role("stranger", "过路人")
UNISSUED = Paper(key="unissued", title="无人制作", cite=LAW.art(1), to=(words.APPLICANT,))
UNLISTED = replace(steps.HEAR, key="unlisted", title="未列入")
UNASKED = day("unasked", "无人询问")

Plants = dict[str, tuple[Callable[[], Procedure], str]]
"""Faults by name: how each is planted, and the words that must be found."""


def swapped(*provisions: Provision, without: tuple[Provision, ...] = ()) -> Procedure:
    """The sample with provisions replaced by key, or dropped."""
    return V1.amended(V1.version, V1.applies_from, replaced=provisions, dropped=without)


def added(*provisions: Provision) -> Procedure:
    """The sample with provisions added."""
    return V1.amended(V1.version, V1.applies_from, added=provisions)


def asking(*asks: object) -> Procedure:
    """The sample with other questions at the hearing."""
    return swapped(replace(steps.HEAR, asks=asks))  # type: ignore[arg-type]


def problems(procedure: Procedure) -> list[str]:
    """What is found wrong with it."""
    return [fault.problem for fault in checks(Family((procedure,)))]
