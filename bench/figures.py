"""A figure with its peer, and how the two are taken: in turn, so that both meet one machine."""

import json
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median
from time import perf_counter

Work = Callable[[], int]
"""Does a piece of work and says how many units it was."""


@dataclass(frozen=True, slots=True)
class Figure:
    """What was done, how fast, and beside whom. `goal` is the least ratio that is wanted."""

    name: str
    work: str
    value: float
    unit: str
    peer: str
    peer_value: float
    ratio: float
    goal: float | None
    met: bool | None


def rates(works: Iterable[Work], rounds: int) -> list[float]:
    """Units a second of each work: the median of so many rounds, in which they take turns."""
    each = list(works)
    taken: list[list[float]] = [[] for _ in each]
    for _ in range(rounds):
        for work, found in zip(each, taken, strict=True):
            start = perf_counter()
            units = work()
            found.append(units / (perf_counter() - start))
    return [median(found) for found in taken]


def figure(
    name: str, work: str, unit: str, ours: float, peer: tuple[str, float], goal: float | None
) -> Figure:
    """Ours beside one peer's."""
    ratio = ours / peer[1]
    met = None if goal is None else ratio >= goal
    return Figure(
        name, work, round(ours, 1), unit, peer[0], round(peer[1], 1), round(ratio, 3), goal, met
    )


def write(figures: list[Figure], folder: Path) -> None:
    """`results.json` for programs, and nothing in it that changes with the weather but figures."""
    content = json.dumps([asdict(each) for each in figures], ensure_ascii=False, indent=2)
    (folder / "results.json").write_text(content + "\n")


def table(figures: list[Figure]) -> str:
    """The same as a table in Markdown."""
    columns = ("what", "work", "Fashu", "peer", "peer's", "ratio", "goal")
    head = f"| {' | '.join(columns)} |\n{'| --- ' * len(columns)}|\n"
    return head + "".join(_line(each) for each in figures)


def _line(each: Figure) -> str:
    goal = "" if each.goal is None else f"≥ {each.goal:g} {'met' if each.met else 'missed'}"
    return (
        f"| {each.name} | {each.work} | {each.value:g} {each.unit} | {each.peer} "
        f"| {each.peer_value:g} | {each.ratio:g} | {goal} |\n"
    )
