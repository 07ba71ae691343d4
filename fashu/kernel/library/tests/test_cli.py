import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from django.test import override_settings

from fashu.kernel.law.citation import Citation, Law
from fashu.kernel.library.cli import law

pytestmark = pytest.mark.django_db


@dataclass(frozen=True)
class Use:
    where: str
    cite: Citation
    first: date
    until: date | None = None


def good() -> Iterator[Use]:
    yield Use("守塔", Law("灯塔法典").art(3), date(2025, 3, 1))


def bad() -> Iterator[Use]:
    yield Use("灯台", Law("灯台暂行办法").art(1), date(1995, 1, 1))


def run(*arguments: str) -> Result:
    return CliRunner().invoke(law, arguments, catch_exceptions=False)


def test_import_reports_and_a_second_import_says_that_nothing_changed(folder: Path) -> None:
    first = run("import", str(folder))
    assert first.exit_code == 0
    assert "案例/猫案.md：案例，不是法律文件" in first.stdout
    assert "条文树21条，独立计数21条" in first.stdout
    assert "没有变化：8个文件都已在库中" in run("import", str(folder)).stdout


def test_import_as_json(folder: Path) -> None:
    report = json.loads(run("import", str(folder), "--json").stdout)
    assert (report["files"], report["read"], report["articles"]) == (8, 6, 21)


def test_import_of_nothing_is_refused(tmp_path: Path) -> None:
    refused = run("import", str(tmp_path / "无"))
    assert refused.exit_code == 2
    assert "不是文件夹" in refused.stderr


def test_show_gives_the_words_on_the_day(library: Path) -> None:
    shown = run("show", "灯塔管理条例第一条", "--on", "2026-10-31")
    assert shown.exit_code == 0
    assert "为了灯塔明亮" in shown.stdout
    later = json.loads(run("show", "灯塔管理条例第一条", "--on", "2026-11-01", "--json").stdout)
    assert later[0]["text"] == "为了灯塔长明，制定本条例。"


def test_show_says_why_there_is_nothing_to_show(library: Path) -> None:
    expired = run("show", "灯台暂行办法第一条", "--on", "2020-01-01")
    assert expired.exit_code == 1
    assert "由《灯塔管理条例》代替" in expired.stderr
    unknown = run("show", "灯塔管理条例第九十九条", "--json", "--on", "2026-11-01")
    assert (unknown.exit_code, json.loads(unknown.stdout)[0]["error"]) == (1, "article")
    unusable = run("show", "港务法")
    assert unusable.exit_code == 2
    assert "法规库里没有《港务法》" in unusable.stderr


def test_show_of_a_law_lists_its_editions_and_contents(library: Path) -> None:
    shown = run("show", "灯塔管理条例", "--on", "2026-10-31").stdout
    assert "现行有效：2001年5月1日起施行" in shown
    assert "第一章 总则" in shown
    as_json = json.loads(run("show", "灯塔管理条例", "--json").stdout)
    assert [e["in_force_from"] for e in as_json["editions"]] == ["2001-05-01", "2026-11-01"]


def test_search_finds_or_says_that_it_did_not(library: Path) -> None:
    found = run("search", "岸上", "灯塔", "--on", "2010-01-01")
    assert found.exit_code == 0
    assert "《灯塔管理条例》第二条" in found.stdout
    nothing = run("search", "航天飞机")
    assert (nothing.exit_code, "没有找到" in nothing.stdout) == (1, True)
    assert json.loads(run("search", "岸上", "--json").stdout)["total"] == 1


def test_list_gives_every_law_with_its_editions(library: Path) -> None:
    assert "共4部。" in run("list").stdout
    (only,) = json.loads(run("list", "养猫", "--json").stdout)
    assert only["title"] == "星海县养猫条例"


GOOD, BAD = f"{__name__}.good", f"{__name__}.bad"


def test_check_is_clean_or_names_what_fails(library: Path) -> None:
    with override_settings(CITED_BY=[GOOD]):
        clean = run("check", "--on", "2026-11-21")
    assert (clean.exit_code, "全部有据" in clean.stdout) == (0, True)
    with override_settings(CITED_BY=[GOOD, BAD]):
        broken = run("check", "--on", "2026-11-21")
        report = json.loads(run("check", "--on", "2026-11-21", "--json").stdout)
    assert broken.exit_code == 1
    assert "灯台：《灯台暂行办法》第一条" in broken.stdout
    assert (report["clean"], report["failed"][0]["gap"]) == (False, "not_in_force")


def test_check_needs_a_library_and_something_to_check() -> None:
    with override_settings(CITED_BY=[GOOD]):
        assert "法规库是空的" in run("check").stderr
    with override_settings(CITED_BY=[]):
        assert run("check").exit_code == 2
