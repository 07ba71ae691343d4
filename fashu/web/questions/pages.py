"""The pages of a form: one group a page, in the order of the step."""

from collections.abc import Mapping
from dataclasses import dataclass

from fashu.kernel.procedure import Fact, Group, Step
from fashu.kernel.procedure.facts import Json


@dataclass(frozen=True, slots=True)
class Page:
    """One page. Its number counts from 1 and is part of its address."""

    number: int
    title: str
    help: str
    facts: tuple[Fact, ...]

    def asked(self, answers: Mapping[str, Json]) -> bool:
        """Whether any of its questions is put, given the answers that stand."""
        return any(fact.asked(answers) for fact in self.facts)


def pages_of(step: Step) -> tuple[Page, ...]:
    """A page for each group; single questions between groups share one, titled as the step."""
    pages: list[Page] = []
    loose: list[Fact] = []
    for ask in (*step.asks, None):
        if isinstance(ask, Fact):
            loose.append(ask)
            continue
        if loose:
            pages.append(Page(len(pages) + 1, step.title, step.help, tuple(loose)))
            loose = []
        if isinstance(ask, Group):
            pages.append(Page(len(pages) + 1, ask.title, ask.help, ask.facts))
    return tuple(pages)


def next_page(step: Step, after: int, counted: Mapping[str, Json]) -> Page | None:
    """The page that follows one (0: the first) and asks something; None at the end.

    `counted` are the answers that stand.
    """
    return next((p for p in pages_of(step) if p.number > after and p.asked(counted)), None)


def page_before(step: Step, number: int, counted: Mapping[str, Json]) -> Page | None:
    """The nearest page before this one that asks something; None at the beginning."""
    earlier = [p for p in pages_of(step) if p.number < number and p.asked(counted)]
    return earlier[-1] if earlier else None
