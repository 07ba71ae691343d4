"""`fashu doctor`: what is wrong with this installation, and what to do about it."""

import json
import sys

import click

from fashu.kernel.health.check import State, worst
from fashu.kernel.health.looking import look

MARKS = {State.OK: "✓", State.WARN: "!", State.BAD: "✗", State.UNKNOWN: "?"}


@click.command()
@click.option("--json", "as_json", is_flag=True, help="以JSON输出")
def doctor(as_json: bool) -> None:
    """检查本机的安装：每一项是否正常，不正常的怎么办。有异常时退出码为 1。"""
    checks = look()
    if as_json:
        listed = [check.to_json() for check in checks]
        told = {"status": worst(checks).value, "checks": listed}
        click.echo(json.dumps(told, ensure_ascii=False, indent=2))
    for check in () if as_json else checks:
        click.echo(f"{MARKS[check.state]} {check.title}：{check.words}")
        if check.remedy:
            click.echo(f"    {check.remedy}")
    sys.exit(1 if worst(checks) is State.BAD else 0)
