"""`fashu worker`: runs the jobs that the parts have put into the database."""

import click
from django.core.management import call_command

from fashu.kernel.api import settle_dates, settle_provisional, spell_out


@click.command()
@click.option("--concurrency", default=2, show_default=True, help="同时处理的作业数")
def worker(concurrency: int) -> None:
    """处理期限届满和后台作业，直到收到停止信号。"""
    # A new release may bring a year's days off: dates that waited for them become certain.
    settle_provisional()
    settle_dates()
    spell_out()
    call_command("procrastinate", "worker", f"--concurrency={concurrency}")
