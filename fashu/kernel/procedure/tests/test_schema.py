"""The schema and `check_answers` must agree on what is an answer."""

from datetime import UTC
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator, FormatChecker

from fashu.kernel.procedure import Step
from fashu.kernel.procedure.facts import Fact, Json, Kind, check_answers, flatten
from fashu.kernel.procedure.schema import DIALECT, grouped, schema
from fashu.kernel.procedure.tests.sample import V1
from fashu.kernel.procedure.tests.sample_steps import APPLY, DECIDE

WHOLE: dict[str, Json] = {
    "name": "王某",
    "chosen_office": "990100",
    "knew_on": "2026-03-02",
    "class": "plain",
    "urgent": True,
    "urgent_why": "防汛",
    "value": 100,
    "sites": ["river"],
    "drawings": ["0" * 64],
}


def valid(step: Step, answers: object) -> bool:
    checker = Draft202012Validator(schema(step), format_checker=FormatChecker())
    return bool(checker.is_valid(answers))


def accepted(step: Step, answers: dict[str, Json]) -> bool:
    return not check_answers(step.asks, answers)[1]


def answer_to(fact: Fact) -> st.SearchStrategy[Json]:
    """Answers that are canonical, and some that are wrong."""
    wrong: st.SearchStrategy[Json] = st.sampled_from([7, "x", True, ["x"], -1, 2**40])
    keys = [option.key for option in fact.options]
    right: dict[Kind, st.SearchStrategy[Any]] = {
        Kind.TEXT: st.just("文字"),
        Kind.LONG_TEXT: st.just("文字"),
        Kind.DAY: st.dates().map(str),
        Kind.MOMENT: st.datetimes(timezones=st.just(UTC)).map(lambda m: m.isoformat()),
        Kind.NUMBER: st.integers(0, 40),
        Kind.MONEY: st.integers(0, 10**9),
        Kind.FLAG: st.booleans(),
        Kind.CHOICE: st.sampled_from(keys or ["x"]),
        Kind.CHOICES: st.lists(st.sampled_from(keys or ["x"]), min_size=1, unique=True),
        Kind.FILES: st.lists(st.just("ab" * 32), min_size=1, max_size=22),
        Kind.OFFICE: st.just("990000"),
    }
    return right[fact.kind] | wrong


@st.composite
def answers(draw: st.DrawFn) -> tuple[Step, dict[str, Json]]:
    step = draw(st.sampled_from(list(V1.steps.values())))
    facts = [fact for fact in flatten(step.asks) if draw(st.integers(0, 9)) > 0]
    return step, {fact.key: draw(answer_to(fact)) for fact in facts}


@settings(deadline=None)
@given(answers())
def test_what_the_schema_allows_is_accepted_and_nothing_else(
    given: tuple[Step, dict[str, Json]],
) -> None:
    step, found = given
    assert valid(step, found) == accepted(step, found)


@pytest.mark.parametrize("step", V1.steps.values(), ids=V1.steps)
def test_every_schema_is_a_schema(step: Step) -> None:
    Draft202012Validator.check_schema(schema(step))
    assert schema(step)["$schema"] == DIALECT


def test_whole_answers_are_valid() -> None:
    assert valid(APPLY, WHOLE)
    assert accepted(APPLY, WHOLE)


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("urgent", False),  # then no reason for urgency may be given
        ("urgent_why", None),
        ("value", -1),
        ("value", 1_000_000_01),
        ("class", "unheard_of"),
        ("sites", ["road", "road"]),
        ("drawings", ["A" * 64]),
        ("knew_on", "2026-02-30"),
        ("chosen_office", "某局"),
        ("unasked", 1),
    ],
)
def test_a_wrong_answer_is_not_valid(key: str, value: Json) -> None:
    assert not valid(APPLY, WHOLE | {key: value})


def test_a_question_that_depends_on_an_answer_is_demanded_with_it() -> None:
    assert valid(DECIDE, {"granted": "no"})
    assert not valid(DECIDE, {"granted": "yes"})
    assert valid(DECIDE, {"granted": "yes", "perform_by": "2026-03-02"})


def test_the_pages_of_a_form_follow_the_groups() -> None:
    assert [title for title, _ in grouped(APPLY)] == ["申请人", "期限", "事项"]
    assert grouped(DECIDE) == [("", ["granted"]), ("", ["perform_by"])]
