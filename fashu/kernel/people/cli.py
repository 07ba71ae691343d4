"""`fashu offices` and `fashu officers`: tables in and out. Exit 0: done; 2: the table is wrong."""

import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from time import monotonic
from typing import NoReturn

import click

from fashu.kernel import clock
from fashu.kernel.access import SYSTEM, acting_as
from fashu.kernel.people.imports import officers as officer_table
from fashu.kernel.people.imports import offices as office_table
from fashu.kernel.people.imports.plan import Plan
from fashu.kernel.people.offices import Decision
from fashu.kernel.procedure.refusal import Refused
from fashu.kernel.sheets import Column, SheetRefusedError, Table, read, write_csv, write_xlsx

UNUSABLE = 2
SHOWN = 50

Work = Callable[[Table], Plan]
source = click.argument("path", type=click.Path(exists=True, dir_okay=False, path_type=Path))
target = click.argument("path", type=click.Path(dir_okay=False, path_type=Path))
only_check = click.option("--check", "only_check", is_flag=True, help="只检查，不写入。")
basis = click.option("--basis", default="", help="变更依据的文号，记入机构沿革。")


@click.group()
def offices() -> None:
    """机构：从表格导入，导出为表格。"""


@click.group()
def officers() -> None:
    """人员和任职：从表格导入，导出为表格。"""


@offices.command("import")
@source
@only_check
@basis
def import_offices(path: Path, only_check: bool, basis: str) -> None:
    """从 .xlsx 或 .csv 导入机构：全部正确才写入，重复导入不会重复。"""
    decision = Decision(clock.today(), basis)
    _import(
        path,
        office_table.check if only_check else lambda table: office_table.carry_out(table, decision),
        office_table.check,
    )


@officers.command("import")
@source
@only_check
def import_officers(path: Path, only_check: bool) -> None:
    """从 .xlsx 或 .csv 导入人员和任职；新账号没有密码，凭激活码设置。"""
    _import(
        path, officer_table.check if only_check else officer_table.carry_out, officer_table.check
    )


@offices.command("export")
@target
def export_offices(path: Path) -> None:
    """把全部机构写成 .xlsx 或 .csv。"""
    _export(path, "机构", office_table.COLUMNS, office_table.export)


@officers.command("export")
@target
def export_officers(path: Path) -> None:
    """把全部人员和任职写成 .xlsx 或 .csv，手机号码隐去中间四位。"""
    _export(path, "人员", officer_table.COLUMNS, officer_table.export)


def _import(path: Path, work: Work, check: Work) -> None:
    started = monotonic()
    try:
        table = read(path.read_bytes(), path.name)
        with acting_as(SYSTEM):
            plan = work(table)
    except SheetRefusedError as refusal:
        _stop(str(refusal))
    except Refused as refusal:
        with acting_as(SYSTEM):
            plan = check(table)
        if plan.is_sound:
            _stop(str(refusal))
    if not plan.is_sound:
        for error in plan.errors.told[:SHOWN]:
            click.echo(str(error), err=True)
        _stop(f"共{plan.errors.count}处错误，没有写入。请改正后重新导入。")
    seconds = monotonic() - started
    click.echo(
        f"{plan.rows}行：新增{plan.new}，变更{len(plan.changes)}，未变{plan.unchanged}"
        f"（{seconds:.1f}秒）。"
    )


def _export(
    path: Path,
    title: str,
    columns: Sequence[Column],
    rows: Callable[[], Iterable[Sequence[str]]],
) -> None:
    with acting_as(SYSTEM):
        if path.suffix.lower() == ".csv":
            content = "".join(write_csv(columns, rows())).encode()
        elif path.suffix.lower() == ".xlsx":
            content = write_xlsx(title, columns, rows())
        else:
            _stop("只能导出为 .xlsx 或者 .csv 文件。")
    path.write_bytes(content)
    click.echo(f"已写入 {path}（{len(content) // 1024} KB）。")


def _stop(message: str) -> NoReturn:
    click.echo(message, err=True)
    sys.exit(UNUSABLE)
