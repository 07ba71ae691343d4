"""`fashu case`: export a case for strangers, and check that rows follow from events."""

import sys
from pathlib import Path

import click

from fashu.kernel.access import SYSTEM, acting_as
from fashu.kernel.cases.evidence import write_export
from fashu.kernel.cases.models import Case
from fashu.kernel.cases.replay import differences
from fashu.kernel.cases.roles import case_by_number
from fashu.kernel.procedure import Refused
from fashu.kernel.record.note import NoteError
from fashu.kernel.record.proofs import NotLoggedError
from fashu.kernel.record.tiles import TileError

FILE = click.Path(dir_okay=False, writable=True, path_type=Path)


@click.group()
def case() -> None:
    """案件：导出、重放。"""


@case.command()
@click.argument("number")
@click.option("-o", "--output", type=FILE, required=True, help="写入的 ZIP 文件")
def export(number: str, output: Path) -> None:
    """导出一件案件，连同全部证明；任何人可用 fashu verify 离线核验。"""
    try:
        with acting_as(SYSTEM):
            size = write_export(case_by_number(number), output)
    except (Refused, NotLoggedError, NoteError, TileError) as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"已导出 {number}：{output}（{size} 字节）")


@case.command()
@click.argument("number", required=False)
def replay(number: str | None) -> None:
    """从事件重建案件，与数据库逐项比较；不带案号时比较全部案件。不同时退出码为 1。"""
    wrong = count = 0
    with acting_as(SYSTEM):
        found = Case.objects.select_related("office").order_by("pk")
        for row in found.filter(number=number) if number else found:
            count += 1
            for difference in differences(row):
                wrong += 1
                click.echo(f"✗ {row.number} {difference}")
    if number and not count:
        raise click.ClickException(f"没有找到案件{number}")
    click.echo(f"重放 {count} 件案件，{wrong} 处不同。")
    sys.exit(1 if wrong else 0)
