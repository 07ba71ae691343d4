"""The story player finds what is told wrongly, and reads YAML as a jurist writes it."""

from datetime import date
from pathlib import Path

import pytest

from fashu.kernel.calendar import days
from fashu.kernel.law.citation import Law
from fashu.kernel.procedure import (
    Family,
    Lapse,
    Paper,
    Procedure,
    Role,
    Stage,
    Step,
    Term,
    choice,
    entered,
    flag,
    text,
)
from fashu.kernel.procedure.facts import Option
from fashu.kernel.testing.scenario import play, stories, usual_answers

LAW = Law("示范法")
PERSON = Role("person", "申请人")
FILED, LATE = Stage("filed", "已收到"), Stage("late", "已逾期", final=True)
RECEIPT = Paper(key="receipt", title="收据", cite=LAW.art(1), to=(PERSON,))
HURRY = flag("hurry", "是否紧急")
WHY = text("why", "为什么").when("hurry", True)
KIND = choice("kind", "种类", Option("no", "无"), Option("some", "有"), required=False)
FILE = Step(
    key="file",
    title="申请",
    cite=LAW.art(1),
    by=(PERSON,),
    to=FILED,
    asks=(HURRY, WHY, KIND),
    issues=(RECEIPT,),
)
ANSWER = Term(
    key="answer",
    title="答复期限",
    cite=LAW.art(2),
    span=days(10),
    owed_by=PERSON,
    opens=(entered(FILED),),
    lapse=Lapse("逾期", LAW.art(2), to=LATE),
)
FAMILY = Family(
    (
        Procedure(
            "sample", "示范", LAW, "1", date(2024, 1, 1), (PERSON,), (FILED, LATE), (FILE, ANSWER)
        ),
    )
)


def faults(tmp_path: Path, told: str) -> list[str]:
    """What the player has against stories told in YAML."""
    (tmp_path / "usual.yaml").write_text("file: {hurry: false, kind: no}", "utf-8")
    (tmp_path / "told.yaml").write_text(told, "utf-8")
    usual = usual_answers(tmp_path / "usual.yaml")
    return [
        fault for story in stories(tmp_path / "told.yaml") for fault in play(FAMILY, story, usual)
    ]


def test_a_story_told_rightly_has_no_fault(tmp_path: Path) -> None:
    told = """
    - name: 收到后十日
      cite: 示范法第二条
      story:
        - {on: 2024-03-01, step: file, stage: filed, due: {answer: 2024-03-11}, issued: [receipt]}
        - {on: 2024-03-01, serve: receipt, mode: post}
        - {on: 2024-03-12, stage: late, clock: {answer: lapsed}, shut: [file]}
    """
    assert faults(tmp_path, told) == []


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("step: file, stage: late", "stage is filed, expected late"),
        ("step: file, due: {answer: 2024-03-12}", "answer is due 2024-03-11"),
        ("step: file, clock: {answer: met}", "answer is running, expected met"),
        ("step: file, issued: [bill]", "not issued: ['bill']"),
        ("step: file, version: '2'", "version is 1, expected 2"),
        ("step: file, open: [file]", "file is not open"),
        ("step: file, refused: 不行", "was not refused, expected: 不行"),
        ("step: file, facts: {hurry: true}", "was refused: “申请”有1处需要更正：请填写“为什么”"),
        ("step: file, facts: {hurry: true}, refused: 别的", "refused otherwise"),
        ("step: file, facts: {why: 无}", "was refused"),
    ],
)
def test_what_is_told_wrongly_is_found(tmp_path: Path, line: str, fault: str) -> None:
    told = f"- {{name: 一, cite: 一, story: [{{on: 2024-03-01, {line}}}]}}"
    (found,) = faults(tmp_path, told)
    assert fault in found


def test_a_story_goes_on_where_another_ended(tmp_path: Path) -> None:
    told = """
    - {name: 先, cite: 一, facts: {hurry: true, why: 急}, story: [{on: 2024-03-01, step: file}]}
    - {name: 后, cite: 一, after: 先, story: [{on: 2024-03-12, stage: late}]}
    """
    assert faults(tmp_path, told) == []


@pytest.mark.parametrize(
    "told",
    [
        "- {name: 一, cite: 一, stori: [], story: []}",
        "- {name: 一, cite: 一, story: [{on: 2024-03-01, stpe: file}]}",
        "[{name: 一, cite: 一, story: []}, {name: 一, cite: 一, story: []}]",
    ],
)
def test_a_word_that_means_nothing_is_an_error(tmp_path: Path, told: str) -> None:
    with pytest.raises(ValueError, match="一"):
        faults(tmp_path, told)
