"""`fashu procedure` and `fashu whatif`: the procedures of the catalogue, without a database."""

import json
import sys
from typing import BinaryIO

import click

from fashu.config.businesses import BUSINESSES
from fashu.kernel.procedure import Family, Procedure
from fashu.kernel.procedure.checks import checks
from fashu.kernel.procedure.describe import describe, digest
from fashu.kernel.procedure.matrix import matrix_markdown
from fashu.kernel.procedure.table import statute_markdown
from fashu.kernel.procedure.whatif import Unusable, parse
from fashu.kernel.procedure.whatif import whatif as work_out
from fashu.kernel.procedure.whatif_input import MOST_BYTES

FAULTY, UNUSABLE, REFUSED = 1, 2, 3

FAMILIES: dict[str, Family] = {b.family.key: b.family for b in BUSINESSES}


def _print_json(data: object) -> None:
    click.echo(json.dumps(data, ensure_ascii=False, indent=2))


@click.group()
def procedure() -> None:
    """程序定义：一览、查阅、核对。"""


@procedure.command("list")
@click.option("--json", "as_json", is_flag=True, help="以JSON输出")
def list_(as_json: bool) -> None:
    """列出全部程序及其版本。"""
    if as_json:
        _print_json([_summary(family) for family in FAMILIES.values()])
        return
    for family in FAMILIES.values():
        click.echo(f"{family.key}  {family.title}")
        for version in family.versions:
            sizes = f"{len(version.steps)}个步骤、{len(version.terms)}个期限"
            click.echo(f"  {version.version}  自{version.applies_from}起，{sizes}")


def _summary(family: Family) -> dict[str, object]:
    versions = [
        {
            "version": version.version,
            "applies_from": version.applies_from.isoformat(),
            "law": version.law.title,
            "digest": digest(version),
            "stages": len(version.stages),
            "steps": len(version.steps),
            "terms": len(version.terms),
        }
        for version in family.versions
    ]
    return {"key": family.key, "title": family.title, "versions": versions}


@procedure.command()
@click.argument("key")
@click.option("--version", "name", help="版本；默认为最新的版本")
@click.option("--json", "as_json", is_flag=True, help="以JSON输出完整的定义")
def show(key: str, name: str | None, as_json: bool) -> None:
    """按条文顺序查阅一个程序：条文表，以及谁在哪个阶段可以办什么。"""
    shown = _version(key, name)
    if as_json:
        _print_json(describe(shown) | {"digest": digest(shown)})
        return
    click.echo(f"# {shown.title}（{shown.version}）\n")
    click.echo(f"依据{shown.law}，自{shown.applies_from}起适用。定义摘要 sha256:{digest(shown)}\n")
    click.echo(f"## 条文表\n\n{statute_markdown(shown)}")
    click.echo(f"## 谁在哪个阶段可以办什么\n\n{matrix_markdown(shown)}", nl=False)


def _version(key: str, name: str | None) -> Procedure:
    family = FAMILIES.get(key)
    if family is None:
        raise click.BadParameter(f"没有程序“{key}”，现有：{'、'.join(FAMILIES)}")
    if name is None:
        return family.versions[-1]
    try:
        return family.version(name)
    except KeyError:
        known = "、".join(version.version for version in family.versions)
        raise click.BadParameter(f"“{key}”没有版本“{name}”，现有：{known}") from None


@procedure.command()
def check() -> None:
    """核对全部定义；有错误的，逐条写明位置和条文。"""
    faults = [fault for family in FAMILIES.values() for fault in checks(family)]
    for fault in faults:
        click.echo(str(fault), err=True)
    if faults:
        click.echo(f"共有{len(faults)}处错误。", err=True)
        sys.exit(FAULTY)
    click.echo(f"核对了{len(FAMILIES)}个程序，没有发现错误。")


@click.command()
@click.argument("file", type=click.File("rb"))
def whatif(file: BinaryIO) -> None:
    """推演一件案件：读取FILE（或者标准输入“-”）中的JSON，输出期限、阶段和可以办理的步骤。

    退出码：0；有事件被拒绝的，3；输入不能使用的，2。
    """
    try:
        found = work_out(FAMILIES, parse(file.read(MOST_BYTES + 1)))
    except Unusable as unusable:
        click.echo(str(unusable), err=True)
        sys.exit(UNUSABLE)
    _print_json(found)
    if found["refusals"]:
        sys.exit(REFUSED)
