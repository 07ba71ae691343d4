"""The command line speaks in sentences."""

import pytest
from click.testing import CliRunner
from django.db import OperationalError, connections

from fashu.config import cli
from fashu.config.parts import PARTS, Part


@pytest.fixture
def said(
    database_url: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> pytest.CaptureFixture[str]:
    """The command meets the test's database, so it starts no server of its own."""
    monkeypatch.setenv("FASHU_DATABASE_URL", database_url)
    return capsys


def run(monkeypatch: pytest.MonkeyPatch, *words: str) -> object:
    """The exit code of `fashu` with these words."""
    monkeypatch.setattr("sys.argv", ["fashu", *words])
    with pytest.raises(SystemExit) as ended:
        cli.main()
    return ended.value.code


def test_help_names_the_parts_that_exist_and_only_those(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(PARTS, "absent", Part("fashu.nowhere_at_all:absent", "没有的部分"))
    text = CliRunner().invoke(cli.fashu, ["--help"]).output
    assert "setup" in text
    assert "absent" not in text


def test_a_part_that_does_not_exist_cannot_be_called() -> None:
    assert CliRunner().invoke(cli.fashu, ["nonsense"]).exit_code == cli.UNUSABLE


def test_info_says_what_runs(
    said: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run(monkeypatch, "info") == 0
    text = said.readouterr().out
    assert "PostgreSQL" in text
    assert "待执行的迁移: 0" in text


def test_an_unknown_setting_ends_in_a_sentence(
    said: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FASHU_NONSENSE", "1")
    assert run(monkeypatch, "info") == cli.UNUSABLE
    assert "FASHU_NONSENSE" in said.readouterr().err


def test_an_unreachable_database_ends_in_a_sentence(
    said: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def unreachable() -> str:
        raise OperationalError("connection refused")

    monkeypatch.setattr("fashu.config.info._server_version", unreachable)
    assert run(monkeypatch, "info") == cli.BROKEN
    assert "FASHU_DATABASE_URL" in said.readouterr().err


def test_a_database_without_tables_is_told_to_be_set_up(
    said: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def without_tables() -> str:
        with connections["default"].cursor() as cursor:
            cursor.execute("SELECT count(*) FROM no_such_table")
        return ""

    monkeypatch.setattr("fashu.config.info._server_version", without_tables)
    assert run(monkeypatch, "info") == cli.BROKEN
    assert "fashu setup" in said.readouterr().err
