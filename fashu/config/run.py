"""`fashu run`: every process of a small installation in one command.

A larger one starts the same commands one by one under its service manager.
"""

import os
import socket
import sys
from collections.abc import Iterator

import click
from django.conf import settings

from fashu.config import environment
from fashu.config.parts import PARTS
from fashu.config.processes import Child, Supervisor
from fashu.config.setup import setup
from fashu.synthetic.cast import ACCOUNTS
from fashu.synthetic.cli import synth

PORT = 8000
THREADS = "32"
"""For each of the two web processes. An open page holds one for its stream of notices; of these
`listening.MOST_STREAMS` at most, so that eight always serve requests."""

SERVANTS = {
    "作业": ("worker",),
    "存证": ("record", "sequence"),
    "见证": ("witness",),
}
"""Title -> the `fashu` sub-command that must always run."""


@click.command()
@click.option("--demo", is_flag=True, help="载入示范省，并在登录页显示演示账号")
@click.pass_context
def run(context: click.Context, demo: bool) -> None:
    """启动全部进程：网页、作业、存证、见证。按 Ctrl-C 停止。"""
    port = environment.number("FASHU_PORT", PORT)
    _require_free(port)
    context.invoke(setup)
    if demo:
        _demonstrate(context)
    click.echo(f"法枢正在启动：http://localhost:{port}/    按 Ctrl-C 停止")
    sys.exit(Supervisor(list(_children(port))).run())


def _require_free(port: int) -> None:
    """Raise a ClickException before anything is started where another program has the port."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            raise click.ClickException(
                f"端口 {port} 已被其他程序占用。请停止那个程序，或者用 FASHU_PORT 换一个端口。"
            ) from None


def _demonstrate(context: click.Context) -> None:
    """Bring in 示范省 and say who its people are; the sign-in page says it too."""
    os.environ["FASHU_DEMO"] = "1"
    context.invoke(synth)
    click.echo("演示账号：")
    for account in ACCOUNTS:
        click.echo(f"  {account.username:<8}{account.password}  {account.name}，{account.part}")


def _children(port: int) -> Iterator[Child]:
    yield Child("网页", _web(port))
    for title, words in SERVANTS.items():
        if PARTS[words[0]].exists:
            yield Child(title, [sys.executable, "-m", "fashu", *words])


def _web(port: int) -> list[str]:
    # Without named hosts only this machine is served, so only this machine need reach the port.
    address = "0.0.0.0" if environment.text("FASHU_HOSTS") else "127.0.0.1"  # noqa: S104
    return [
        *(sys.executable, "-m", "gunicorn", "fashu.config.wsgi:application"),
        *("--bind", f"{address}:{port}", "--workers", "2", "--threads", THREADS),
        *("--worker-tmp-dir", str(settings.VAR), "--log-level", "warning"),
    ]
