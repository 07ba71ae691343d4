"""The `fashu` command. Every part brings its own sub-commands; this only knows where they are.

A part is imported when it is called, so that `fashu --help` is quick and a part that a build
leaves out is simply not there.
"""

import os
import sys

import click
import django
import psycopg
from django.core.exceptions import ImproperlyConfigured
from django.db import OperationalError, ProgrammingError

from fashu import __version__
from fashu.config import database, environment
from fashu.config.parts import PARTS, Part

BROKEN, UNUSABLE = 1, 2
CONNECT = (
    "请核对 FASHU_DATABASE_URL。第一次使用请给出 FASHU_DATABASE_ADMIN_URL，再运行 fashu setup。"
)


class Parts(click.Group):
    """Sub-commands found by name in PARTS."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return [name for name, part in PARTS.items() if part.exists]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        part = PARTS.get(cmd_name)
        if part is None or not part.exists:
            return None
        prepare(part)
        return part.load()

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("命令"):
            formatter.write_dl([(name, PARTS[name].summary) for name in self.list_commands(ctx)])


@click.command(cls=Parts, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, message="法枢 Fashu %(version)s")
def fashu() -> None:
    """法枢：一省司法行政，依法运转，处处可证。"""


def main() -> None:
    """Run the command line; every foreseeable failure ends in a sentence and an exit code."""
    try:
        fashu()
    except ImproperlyConfigured as error:
        _fail(f"设置有误：{error}", UNUSABLE)
    except (OperationalError, psycopg.OperationalError) as error:
        _fail(f"连不上数据库：{str(error).strip()}\n{CONNECT}", BROKEN)
    except ProgrammingError as error:
        if not isinstance(error.__cause__, psycopg.errors.UndefinedTable):
            raise
        _fail("数据库里还没有表。请先运行 fashu setup。", BROKEN)


def prepare(part: Part) -> None:
    """Start the embedded server if this part needs a database and none is named; set up Django."""
    environment.refuse_unknown(os.environ)
    if part.needs_database and not environment.text("FASHU_DATABASE_URL"):
        admin = database.start_embedded(
            environment.folder("FASHU_VAR", environment.REPOSITORY / "var") / "postgres"
        )
        os.environ["FASHU_DATABASE_ADMIN_URL"] = admin
        os.environ["FASHU_DATABASE_URL"] = database.with_database(
            admin, database.NAME, database.ROLES["default"]
        )
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "fashu.config.settings")
    django.setup()


def _fail(message: str, code: int) -> None:
    click.echo(message, err=True)
    sys.exit(code)
