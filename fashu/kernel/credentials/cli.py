"""`fashu credentials`: activation codes for accounts, and new keys."""

import csv
import sys

import click

from fashu.kernel.access import SYSTEM, acting_as
from fashu.kernel.access.log import write_command
from fashu.kernel.credentials import accounts, activation
from fashu.kernel.credentials.signon import keys
from fashu.kernel.people.models import Account, Office
from fashu.kernel.procedure.refusal import Refused


@click.group()
def credentials() -> None:
    """凭证：激活码、签名密钥。"""


@credentials.command("activate")
@click.option("--office", required=True, help="机构代码；连同其下级机构的人员")
@click.option("--days", default=activation.VALID_DAYS, show_default=True, help="有效天数")
def activate(office: str, days: int) -> None:
    """为没有密码的人员生成激活码，以 CSV 输出，供打印后交给本人。

    同一账号原有的激活码随即失效。激活码不另外保存：输出丢失的，只能重新生成。
    """
    with acting_as(SYSTEM):
        paths = Office.objects.filter(code=office).values_list("path", flat=True)
        below = {"postings__office__path__startswith": paths[0]} if paths else {"pk": None}
        found = Account.objects.filter(is_active=True, **below).distinct()
        waiting = [each for each in found if not each.has_usable_password()]
    if not waiting:
        raise click.ClickException(f"机构 {office} 及其下级没有等待激活的账号。请核对机构代码。")
    lines = csv.writer(sys.stdout)
    lines.writerow(("姓名", "账号", "激活码", "有效期至"))
    slips = activation.issue(waiting, days)
    write_command(f"credentials activate --office {office}", {"激活码": f"{len(slips)}个"})
    for slip in slips:
        until = f"{slip.expires_at:%Y-%m-%d %H:%M}"
        lines.writerow((slip.account.name, slip.account.username, slip.code, until))


@credentials.command("reset")
@click.argument("username")
@click.option("--reason", required=True, help="理由，记入管理日志")
def reset(username: str, reason: str) -> None:
    """给一个账号新的激活码，原来的密码随即失效。

    管理员忘记密码的，只能这样重置：网页上没有一名管理员能单独处置另一名管理员的账号。
    """
    with acting_as(SYSTEM):
        account = Account.objects.filter(username=username).first()
        if account is None:
            raise click.ClickException(f"没有账号 {username}。请核对。")
        try:
            slip = accounts.reset(account, reason)
        except Refused as refused:
            raise click.ClickException(str(refused)) from None
    click.echo(f"{account.name} {slip.code} 有效期至 {slip.expires_at:%Y-%m-%d %H:%M}")


@credentials.command("rotate")
def rotate() -> None:
    """启用新的单点登录签名密钥；原来的再公布一天。"""
    made = keys.rotate()
    write_command("credentials rotate", {"签名密钥": str(made)})
    click.echo(f"新的签名密钥是 {made}。")
