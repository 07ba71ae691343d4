import json
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from fashu.config import procedures
from fashu.kernel.procedure import Family
from fashu.kernel.procedure.describe import canonical, describe, digest
from fashu.kernel.procedure.tests.sample import FAMILY, V1
from fashu.kernel.procedure.tests.sample_steps import HEAR

LATEST = FAMILY.versions[-1]
APPLY = {
    "on": "2026-02-11",
    "step": "apply",
    "by": "applicant",
    "facts": {"knew_on": "2026-01-05", "class": "plain"},
}


@pytest.fixture(autouse=True)
def catalogue(monkeypatch: pytest.MonkeyPatch) -> None:
    """The sample is the only procedure of the catalogue."""
    monkeypatch.setattr(procedures, "FAMILIES", {"sample": FAMILY})


def procedure(*arguments: str) -> Result:
    return CliRunner().invoke(procedures.procedure, arguments)


def whatif(text: str | bytes, file: str = "-") -> Result:
    return CliRunner().invoke(procedures.whatif, [file], input=text)


def question(*events: object) -> str:
    return json.dumps({"procedure": "sample", "today": "2026-03-31", "events": events})


def test_the_list_names_every_version() -> None:
    lines = procedure("list").stdout.splitlines()
    assert lines[0] == "sample  示范许可"
    assert [line.split()[0] for line in lines[1:]] == ["2024-01-01", "2025-07-01", "2026-07-01"]


def test_the_list_as_json_carries_the_digests() -> None:
    (listed,) = json.loads(procedure("list", "--json").stdout)
    assert [v["digest"] for v in listed["versions"]] == [digest(v) for v in FAMILY.versions]


def test_a_procedure_is_shown_as_tables() -> None:
    shown = procedure("show", "sample").stdout
    assert shown.startswith("# 示范许可（2026-07-01）\n")
    assert f"sha256:{digest(LATEST)}" in shown
    assert "| 第四条第一款 | 步骤：决定受理 |" in shown
    assert "| 待补正 | 补正 | 认定放弃 |  |" in shown


def test_an_older_version_is_shown_by_name() -> None:
    assert "步骤：受理 |" in procedure("show", "sample", "--version", "2024-01-01").stdout


def test_a_procedure_as_json_is_complete() -> None:
    shown = json.loads(procedure("show", "sample", "--json").stdout)
    assert shown.pop("digest") == digest(LATEST)
    assert canonical(shown) == canonical(describe(LATEST))


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("show", "unheard_of"), "没有程序“unheard_of”，现有：sample"),
        (("show", "sample", "--version", "1999"), "“sample”没有版本“1999”"),
    ],
)
def test_what_is_not_there_cannot_be_shown(arguments: tuple[str, ...], words: str) -> None:
    result = procedure(*arguments)
    assert result.exit_code == 2
    assert words in result.stderr


def test_sound_procedures_pass_the_check() -> None:
    result = procedure("check")
    assert (result.exit_code, result.stdout) == (0, "核对了1个程序，没有发现错误。\n")


def test_a_fault_fails_the_check_and_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    broken = V1.amended("1", V1.applies_from, replaced=(replace(HEAR, by=()),))
    monkeypatch.setattr(procedures, "FAMILIES", {"sample": Family((broken,))})
    result = procedure("check")
    assert result.exit_code == 1
    assert "1版 步骤“听证”（《示范许可法》第八条第二款）：没有写明由谁办理" in result.stderr


def test_a_question_is_answered_from_standard_input_and_from_a_file(tmp_path: Path) -> None:
    file = tmp_path / "question.json"
    file.write_text(question(APPLY))
    answers = whatif(question(APPLY)), whatif("", str(file))
    assert [answer.exit_code for answer in answers] == [0, 0]
    assert answers[0].stdout == answers[1].stdout
    assert json.loads(answers[0].stdout)["stage"] == "examined"


def test_a_refused_event_is_exit_code_three() -> None:
    result = whatif(question(APPLY, APPLY | {"on": "2026-03-02"}))
    assert result.exit_code == 3
    assert json.loads(result.stdout)["refusals"][0]["event"] == 1


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('{"procedure":\n}', "第2行第1列：不是有效的JSON"),
        (question(APPLY | {"on": "soon"}), "/events/0/on：“soon”不是日期"),
        (b"\xff", "第1字节：应为UTF-8编码的文本"),
        (b" " * 2_000_000, "内容超过1兆字节"),
    ],
)
def test_an_unusable_question_is_exit_code_two_and_names_the_place(
    text: str | bytes, words: str
) -> None:
    result = whatif(text)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith(words)


def test_a_missing_file_is_exit_code_two() -> None:
    assert whatif("", "nowhere.json").exit_code == 2
