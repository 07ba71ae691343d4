"""`fashu setup`: from nothing, or from an older version, to a database that can be used."""

import os
import sys
from collections.abc import Mapping
from pathlib import Path
from secrets import token_urlsafe

import click
from django.conf import settings
from django.core.management import call_command, execute_from_command_line
from django.db import connections
from psycopg.conninfo import conninfo_to_dict

from fashu.config import database, environment
from fashu.kernel.credentials import sealing as secrets
from fashu.kernel.registry import sealing as numbers


@click.command()
def setup() -> None:
    """建立数据库、角色、表和密钥。可以重复运行。

    第一次需要超级用户的地址（FASHU_DATABASE_ADMIN_URL）；使用内置数据库时不需要任何设置。
    """
    admin = environment.text("FASHU_DATABASE_ADMIN_URL")
    if admin:
        name = str(settings.DATABASES["default"]["NAME"])
        database.create(admin, name, passwords(os.environ))
        click.echo(f"数据库 {name} 和四个角色已就绪。")
    call_command("migrate", database="owner", verbosity=0)
    _keep_migrations_from_the_application()
    click.echo("数据表已是最新。")
    write_secret_key(settings.SECRET_KEY_FILE)
    numbers.KEYS.ensure(settings.FASHU_SEAL_CIPHER)
    secrets.KEYS.ensure(settings.FASHU_SEAL_CIPHER)
    call_command("collectstatic", interactive=False, verbosity=0)
    click.echo("密钥和静态文件已就绪。")


@click.command(
    context_settings={"ignore_unknown_options": True, "help_option_names": []},
    add_help_option=False,
)
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def manage(arguments: tuple[str, ...]) -> None:
    """Django 的管理命令，例如 fashu manage makemigrations。"""
    execute_from_command_line([sys.argv[0], *arguments])


def passwords(environ: Mapping[str, str]) -> dict[str, str | None]:
    """The password each role's own URL carries, if any."""
    urls = {role: environ.get(database.URLS[alias], "") for alias, role in database.ROLES.items()}
    found = {role: conninfo_to_dict(url).get("password") for role, url in urls.items()}
    return {role: str(password) if password else None for role, password in found.items()}


def write_secret_key(path: Path) -> None:
    """A key of the installation's own, readable by its user only. An existing one is kept."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(token_urlsafe(48))


def _keep_migrations_from_the_application() -> None:
    with connections["owner"].cursor() as cursor:
        cursor.execute("REVOKE INSERT, UPDATE, DELETE ON django_migrations FROM fashu_app")
