"""`fashu info`: what a bug report should say about an installation."""

import platform
import sys
from importlib import metadata

import click
from django.conf import settings
from django.db import connections
from django.db.migrations.executor import MigrationExecutor

from fashu import __version__

PACKAGES = ("Django", "psycopg", "procrastinate", "cryptography")


@click.command()
def info() -> None:
    """版本、数据库与设置一览。"""
    rows = {"Fashu": __version__} | {name: metadata.version(name) for name in PACKAGES}
    rows["Python"] = f"{platform.python_version()} ({sys.platform})"
    rows["运行目录"] = str(settings.VAR)
    rows["数据库"] = _server_version()
    rows["待执行的迁移"] = str(_pending_migrations())
    for title, value in rows.items():
        click.echo(f"{title}: {value}")


def _server_version() -> str:
    with connections["default"].cursor() as cursor:
        cursor.execute("SELECT 'PostgreSQL ' || current_setting('server_version')")
        return str(cursor.fetchone()[0])


def _pending_migrations() -> int:
    executor = MigrationExecutor(connections["default"])
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
