"""`fashu offices` and `fashu officers`: a table in, the same table out."""

from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from fashu.kernel.people import cli
from fashu.kernel.people.models import Office

pytestmark = pytest.mark.django_db

TITLES = "机构代码,名称,层级,类别,行政区划代码,上级机构代码\n"
GOOD = "99,示范省司法厅,省级,司法行政机关,990000,\n9901,明德市司法局,市级,司法行政机关,990100,99\n"


def run(command: click.Command, *arguments: str) -> tuple[int, str]:
    done = CliRunner().invoke(command, list(arguments), catch_exceptions=False)
    return done.exit_code, done.output


@pytest.mark.parametrize("name", ["机构.xlsx", "机构.csv"])
def test_offices_go_in_and_out_and_in_again(tmp_path: Path, name: str) -> None:
    (tmp_path / "in.csv").write_text(TITLES + GOOD)
    code, said = run(cli.offices, "import", str(tmp_path / "in.csv"))
    assert (code, Office.objects.count()) == (0, 2)
    assert "新增2，变更0，未变0" in said
    assert run(cli.offices, "export", str(tmp_path / name))[0] == 0
    assert "新增0，变更0，未变2" in run(cli.offices, "import", str(tmp_path / name))[1]


def test_a_wrong_table_is_refused_with_its_cells(tmp_path: Path) -> None:
    path = tmp_path / "in.csv"
    path.write_text(TITLES + GOOD + "9902,某局,镇级,司法行政机关,990200,98\n")
    code, said = run(cli.offices, "import", str(path))
    assert code == 2
    assert "第4行“层级”：“镇级”不在字典中" in said
    assert "第4行“上级机构代码”：没有代码为98的机构" in said
    assert "共2处错误" in said
    assert Office.objects.count() == 0


def test_a_check_writes_nothing(tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_text(TITLES + GOOD)
    assert run(cli.offices, "import", "--check", str(tmp_path / "in.csv"))[0] == 0
    assert Office.objects.count() == 0


def test_officers_go_in_and_out_and_in_again(tmp_path: Path) -> None:
    (tmp_path / "offices.csv").write_text(TITLES + GOOD)
    run(cli.offices, "import", str(tmp_path / "offices.csv"))
    people = tmp_path / "people.csv"
    people.write_text("账号,姓名,机构代码,岗位,起始日期\nlin,林清,9901,科员,2026-01-01\n")
    assert "新增1，变更0，未变0" in run(cli.officers, "import", str(people))[1]
    assert run(cli.officers, "export", str(tmp_path / "out.xlsx"))[0] == 0
    assert "新增0，变更0，未变1" in run(cli.officers, "import", str(tmp_path / "out.xlsx"))[1]


def test_what_is_no_table_is_refused(tmp_path: Path) -> None:
    (tmp_path / "x.txt").write_text("x")
    assert run(cli.offices, "import", str(tmp_path / "x.txt"))[0] == 2
    assert run(cli.offices, "export", str(tmp_path / "x.pdf"))[0] == 2
