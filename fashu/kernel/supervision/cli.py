"""`fashu draw`: drawing again what an office has published."""

import json
from pathlib import Path

import click

from fashu.kernel.supervision import draws


@click.group()
def draw() -> None:
    """抽查的核对。"""


@draw.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def verify(file: Path) -> None:
    """按公布的记录 FILE 重新抽取一遍；不需要数据库，也不需要网络。"""
    try:
        drawn = draws.verify(json.loads(file.read_text()))
    except (draws.DrawError, json.JSONDecodeError, UnicodeDecodeError) as error:
        raise click.ClickException(f"不符：{error}") from error
    click.echo(f"相符：重新抽取的{len(drawn)}件与公布的结果一致。")
    for number in drawn:
        click.echo(number)
