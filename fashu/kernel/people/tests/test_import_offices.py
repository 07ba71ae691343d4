"""Offices from a table: every wrong cell is told, nothing is written until none is left."""

from datetime import date

import pytest

from fashu.kernel.access import SYSTEM, Actor, Kind, acting_as
from fashu.kernel.people.imports import offices
from fashu.kernel.people.imports.plan import Plan
from fashu.kernel.people.models import Office, OfficeChange
from fashu.kernel.people.offices import Decision
from fashu.kernel.procedure.refusal import Refused
from fashu.kernel.sheets import read, write_xlsx

pytestmark = pytest.mark.django_db

TITLES = "机构代码*,名称*,层级*,类别*,行政区划代码*,上级机构代码,办事机构代码,撤销日期,承继机关代码"
GOOD = (
    "990101,清河县司法局,县级,司法行政机关,990101,9901,,,",
    "G9901,明德市人民政府,市级,人民政府,990100,,9901,,",
    "9901,明德市司法局,市级,司法行政机关,990100,99,,,",
    "99,示范省司法厅,省级,司法行政机关,990000,,,,",
)
TODAY = Decision(date(2026, 11, 22), "示司发〔2026〕9号")


def check(*rows: str, titles: str = TITLES) -> Plan:
    table = read("\n".join((titles, *rows)).encode(), "机构.csv")
    with acting_as(SYSTEM):
        return offices.check(table)


def carry_out(*rows: str) -> Plan:
    table = read("\n".join((TITLES, *rows)).encode(), "机构.csv")
    with acting_as(SYSTEM):
        return offices.carry_out(table, TODAY)


def paths() -> list[str]:
    return list(Office.objects.values_list("path", flat=True))


def test_a_preview_writes_nothing() -> None:
    plan = check(*GOOD)
    assert (plan.rows, plan.new, len(plan.changes), plan.unchanged) == (4, 4, 0, 0)
    assert plan.is_sound
    assert paths() == []


def test_offices_may_stand_in_any_order() -> None:
    carry_out(*GOOD)
    assert paths() == ["99/", "99/9901/", "99/9901/990101/", "G9901/"]
    government = Office.objects.select_related("acts_through").get(code="G9901")
    assert (str(government.handling), government.initials) == ("明德市司法局", "mdsrmzf")
    assert OfficeChange.objects.count() == 4


def test_the_same_table_again_changes_nothing() -> None:
    carry_out(*GOOD)
    again = carry_out(*GOOD)
    assert (again.new, list(again.changes), again.unchanged) == (0, [], 4)
    assert OfficeChange.objects.count() == 4


def test_what_is_exported_can_be_imported_and_changes_nothing() -> None:
    carry_out(*GOOD)
    content = write_xlsx("机构", offices.COLUMNS, offices.export())
    with acting_as(SYSTEM):
        plan = offices.check(read(content, "机构.xlsx"))
    assert (plan.rows, plan.unchanged, plan.is_sound) == (4, 4, True)


def test_a_changed_row_changes_its_office_and_keeps_what_was() -> None:
    carry_out(*GOOD)
    plan = carry_out("990101,清河区司法局,县级,司法行政机关,990121,9901,,,")
    assert plan.changes[0].facts == {
        "名称": ("清河县司法局", "清河区司法局"),
        "行政区划代码": ("990101", "990121"),
    }
    changes = OfficeChange.objects.filter(office__code="990101").exclude(field="since")
    assert {(c.field, c.before, c.after, c.basis) for c in changes} == {
        ("title", "清河县司法局", "清河区司法局", "示司发〔2026〕9号"),
        ("division_code", "990101", "990121", "示司发〔2026〕9号"),
    }


def test_two_offices_can_change_places() -> None:
    carry_out(*GOOD)
    carry_out(
        "990101,清河县司法局,市级,司法行政机关,990101,99,,,",
        "9901,明德市司法局,市级,司法行政机关,990100,990101,,,",
    )
    assert paths() == ["99/", "99/990101/", "99/990101/9901/", "G9901/"]


@pytest.mark.parametrize(
    ("row", "column", "what"),
    [
        (",无代码局,市级,司法行政机关,990200,99,,,", "机构代码", "空着"),
        ("99-_,某局,市级,司法行政机关,990200,99,,,", "机构代码", "不是机构代码"),
        ("9901,明德市司法局,市级,司法行政机关,990100,99,,,", "机构代码", "与第4行重复"),
        ("9902,,市级,司法行政机关,990200,99,,,", "名称", "空着"),
        ("9902," + "长" * 101 + ",市级,司法行政机关,990200,99,,,", "名称", "超过100字"),
        ("9902,某局,镇级,司法行政机关,990200,99,,,", "层级", "不在字典中"),
        ("9902,某局,市级,商店,990200,99,,,", "类别", "不在字典中"),
        ("9902,某局,市级,司法行政机关,99O2,99,,,", "行政区划代码", "不是行政区划代码"),
        ("9902,某局,市级,司法行政机关,990200,9909,,,", "上级机构代码", "没有代码为9909的机构"),
        ("9902,某局,市级,司法行政机关,990200,9902,,,", "上级机构代码", "循环隶属"),
        ("9902,某局,省级,司法行政机关,990200,9901,,,", "层级", "高于上级"),
        ("9902,某局,市级,司法行政机关,990200,99,,2026-13-01,", "撤销日期", "不是日期"),
        ("9902,某局,市级,司法行政机关,990200,99,,,99", "承继机关代码", "已撤销"),
    ],
)
def test_a_wrong_cell_is_named_with_what_to_do(row: str, column: str, what: str) -> None:
    plan = check(*GOOD, row)
    (error,) = plan.errors.told
    assert (error.sheet, error.row, error.column) == ("CSV", 6, column)
    assert what in error.what
    assert error.remedy


def test_a_circle_of_several_is_found_at_each_of_them() -> None:
    plan = check(
        "9902,甲局,市级,司法行政机关,990200,9903,,,",
        "9903,乙局,市级,司法行政机关,990300,9902,,,",
    )
    assert [(e.row, e.column) for e in plan.errors.told] == [
        (2, "上级机构代码"),
        (3, "上级机构代码"),
    ]


def test_one_wrong_cell_and_nothing_is_written() -> None:
    with pytest.raises(Refused, match="有1处错误，没有导入任何一行"):
        carry_out(*GOOD, "9902,某局,镇级,司法行政机关,990200,99,,,")
    assert paths() == []


def test_a_column_that_lacks_or_is_unknown_is_said_once() -> None:
    plan = check("99,厅,x", titles="机构代码,名称,颜色")
    assert {(e.row, e.column) for e in plan.errors.told} >= {(1, "颜色"), (1, "层级")}


def test_a_column_left_out_leaves_the_fact_as_it_is() -> None:
    carry_out(*GOOD)
    titles = "机构代码,名称,层级,类别,行政区划代码"
    assert check("990101,清河县司法局,县级,司法行政机关,990101", titles=titles).unchanged == 1


@pytest.mark.parametrize(("code", "count"), [("91110000600037341L", 0), ("91110000600037341A", 1)])
def test_a_credit_code_has_the_right_check_character(code: str, count: int) -> None:
    titles = "机构代码,名称,层级,类别,行政区划代码,统一社会信用代码"
    plan = check(f"L1,明德律师事务所,市级,律师事务所,990100,{code}", titles=titles)
    assert plan.errors.count == count


def test_only_the_system_administrator_imports() -> None:
    table = read("\n".join((TITLES, *GOOD)).encode(), "机构.csv")
    with acting_as(Actor(kind=Kind.OFFICER, name="林")), pytest.raises(Refused, match="系统管理员"):
        offices.check(table)
