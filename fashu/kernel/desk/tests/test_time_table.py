"""The table of what passing work does to time is true, and names every act there is."""

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from fashu.kernel.desk import acts
from fashu.kernel.desk.acts import (
    Added,
    Answered,
    Copied,
    Ended,
    HandedOn,
    Leg,
    Mode,
    Removed,
    Returned,
    Started,
    Urged,
    Where,
    Withdrawn,
)
from fashu.kernel.desk.flow import Errand, advance, fold, open_tasks
from fashu.kernel.desk.models import How

PAGE = Path(__file__).parents[4] / "docs" / "decisions" / "2026-11-22-passing-work.md"
ROW = re.compile(r"^\| (\w+) \| (\S+) \| ([\w ]+) \| ([^|]+) \|$", re.MULTILINE)

LI, A, B, C = 1, 2, 3, 4
FIRST, LATER = date(2026, 3, 2), date(2026, 3, 9)
DUE_FIRST, DUE_LATER = date(2026, 3, 5), date(2026, 3, 12)
"""Three working days after each."""

START = Started(LI, FIRST, (Leg(Mode.ALL, (A, C), 3), Leg(Mode.ALL, (B,), 3)))


def rows() -> dict[str, tuple[str, str, str]]:
    """Act -> its Chinese name, what it does to statutory terms and to internal limits."""
    body = PAGE.read_text().partition("| --- |")[2]
    return {act: (word, law, inside.strip()) for act, word, law, inside in ROW.findall(body)}


def dues(errand: Errand) -> set[date | None]:
    return {task.due_on for task in open_tasks(errand)}


def at_first(*more: acts.Act) -> Errand:
    return fold([START, *more])


BOTH = (Answered(A, LATER), Answered(C, LATER))
SHOWN: dict[str, Callable[[], tuple[set[date | None], set[date | None]]]] = {
    "started": lambda: (dues(at_first()), {DUE_FIRST}),
    "answered": lambda: (dues(at_first(*BOTH)), {DUE_LATER}),
    "handed_on": lambda: (dues(at_first(HandedOn(A, LATER, 9))), {DUE_FIRST}),
    "returned": lambda: (
        dues(at_first(Answered(A, FIRST), Answered(C, FIRST), Returned(B, LATER))),
        {DUE_LATER},
    ),
    "added": lambda: (
        dues(at_first(Added(A, LATER, (9,), Where.BEFORE, days=3)))
        | dues(at_first(Added(A, LATER, (9,), Where.WITH)))
        | dues(at_first(Added(A, LATER, (9,), Where.AFTER, days=3))),
        {DUE_LATER, DUE_FIRST},
    ),
    "removed": lambda: (dues(at_first(Removed(LI, LATER, 1, C))), {DUE_FIRST}),
    "withdrawn": lambda: (
        dues(at_first(Answered(A, LATER), Withdrawn(A, LATER))),
        {DUE_FIRST},
    ),
    "urged": lambda: (dues(at_first(Urged(LI, LATER, A))), {DUE_FIRST}),
    "copied": lambda: (dues(at_first(Copied(LI, LATER, (9,)))), {DUE_FIRST}),
    "ended": lambda: (dues(at_first(Ended(LI, LATER))), set()),
}


def test_the_table_names_every_act_and_its_word() -> None:
    named = {act: chinese for act, (chinese, _, _) in rows().items()}
    assert named == {**acts.LABELS, **dict(How.choices)}


def test_no_act_moves_a_statutory_term() -> None:
    assert {law for _, law, _ in rows().values()} == {"unchanged"}


@pytest.mark.parametrize("act", SHOWN)
def test_the_internal_limit_follows_the_table(act: str) -> None:
    found, expected = SHOWN[act]()
    assert found == expected


def test_who_asks_others_first_has_the_whole_limit_afterwards() -> None:
    errand = at_first(Added(A, FIRST, (9,), Where.BEFORE))
    assert dues(advance(errand, Answered(9, LATER))) == {DUE_LATER}
