"""`fashu api`: the description of the interface, and a Python client made from it."""

import json
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory

import click

from fashu.web.api import api as interface

GENERATOR = "openapi-python-client"
NAMES = {"project_name_override": "fashu-client", "package_name_override": "fashu_client"}
FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group()
def api() -> None:
    """开放接口：描述（OpenAPI 3.1）和 Python 客户端。"""


@api.command()
def describe() -> None:
    """输出接口的描述，与 /api/v1/openapi.json 相同。"""
    click.echo(described())


@api.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.option("--description", type=FILE, help="以应用凭密钥取得的描述生成，只含授权的操作和字段")
def client(folder: Path, description: Path | None) -> None:
    """在 FOLDER 生成带类型的 Python 客户端（包名 fashu_client）。"""
    if find_spec(GENERATOR.replace("-", "_")) is None:
        raise click.ClickException(f"没有安装 {GENERATOR}。请先运行 pip install {GENERATOR}。")
    generate(description.read_text() if description else described(), folder)
    click.echo(f"已在 {folder} 生成 fashu_client。用法见 docs/howto/connect-a-system.md。")


def described() -> str:
    """The description of the whole interface as JSON."""
    return json.dumps(interface.get_openapi_schema(), ensure_ascii=False, indent=2)


def generate(description: str, folder: Path) -> None:
    """Write the package of a client for a description. Raises ClickException."""
    with TemporaryDirectory() as name:
        place, names = Path(name, "openapi.json"), Path(name, "names.json")
        place.write_text(description)
        names.write_text(json.dumps({**NAMES, "post_hooks": []}))
        options = ["--path", place, "--config", names, "--output-path", folder]
        flags = ["--overwrite", "--fail-on-warning"]
        command = [sys.executable, "-m", GENERATOR.replace("-", "_"), "generate"]
        done = subprocess.run(
            [*command, *map(str, options), *flags], capture_output=True, text=True
        )
    if done.returncode:
        raise click.ClickException(f"没有生成客户端：\n{done.stdout}{done.stderr}")
