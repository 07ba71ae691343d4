"""`fashu keys`: the keys that seal identity numbers."""

import click
from django.conf import settings

from fashu.kernel.access import SYSTEM, acting_as
from fashu.kernel.access.log import write_command
from fashu.kernel.registry import rotation
from fashu.kernel.registry.sealing import KEYS
from fashu.kernel.sealing import SealError


@click.group()
def keys() -> None:
    """密封证件号码的密钥：一览、更换、停用。"""


@keys.command("list")
def list_keys() -> None:
    """各密钥的编号、算法，以及还有多少号码由它密封。"""
    with acting_as(SYSTEM):
        left = rotation.waiting()
    keys = KEYS.keys
    for key in keys:
        state = "正在使用" if key is keys[-1] else f"待换 {left.get(key.id, 0)} 个"
        click.echo(f"{key.id}  {key.cipher}  {state}")


@keys.command()
@click.option("--later", is_flag=True, help="只生成新密钥，由 fashu worker 在后台逐批重新密封")
def rotate(later: bool) -> None:
    """生成新密钥，并把全部号码用它重新密封。可以随时中断，再运行即继续。"""
    with acting_as(SYSTEM):
        unfinished = rotation.waiting()
    if not unfinished:
        made = KEYS.add(settings.FASHU_SEAL_CIPHER)
        write_command("keys rotate", {"新密钥": str(made)})
        click.echo(f"新密钥 {made}")
    count = 0
    while not later:
        with acting_as(SYSTEM):
            done = rotation.reseal()
        count += done
        if not done:
            break
    click.echo("后台将逐批重新密封。" if later else f"已重新密封 {count} 个号码。")


@keys.command()
@click.argument("key_id")
def retire(key_id: str) -> None:
    """销毁不再密封任何号码的旧密钥。"""
    try:
        with acting_as(SYSTEM):
            rotation.retire(key_id)
    except SealError as error:
        raise click.ClickException(str(error)) from error
    write_command(f"keys retire {key_id}")
    click.echo(f"密钥 {key_id} 已销毁。")
