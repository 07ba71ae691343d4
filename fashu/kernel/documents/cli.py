"""`fashu seals` and `fashu papers`: make and end seals, check a file, set many papers."""

import sys
from pathlib import Path
from time import perf_counter

import click

from fashu.kernel.access import SYSTEM, acting_as
from fashu.kernel.access.log import write_command
from fashu.kernel.documents import checking
from fashu.kernel.documents import seals as making
from fashu.kernel.documents.content import Content, Signature, blocks_of
from fashu.kernel.documents.models import Number, Seal
from fashu.kernel.documents.typesetting import pdf
from fashu.kernel.people.models import Account, Office
from fashu.kernel.procedure import Refused

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group()
def seals() -> None:
    """印章：制发、停用、一览。证书由演示用的印章机构签发。"""


@seals.command()
def authority() -> None:
    """建立演示用的印章机构（已有的保留）。"""
    made = making.make_authority()
    write_command("seals authority", {"证书": str(made.certificate)})
    click.echo(f"印章机构的证书：{made.certificate}")


@seals.command("make")
@click.argument("office")
@click.option("--keeper", required=True, help="保管人的账号")
@click.option("--title", default="", help="印文；不写时为机关名称")
def make_seal(office: str, keeper: str, title: str) -> None:
    """为机关（机构代码）制发印章。"""
    try:
        with acting_as(SYSTEM):
            made = making.make(
                Office.objects.get(code=office), Account.objects.get(username=keeper), title
            )
    except (Office.DoesNotExist, Account.DoesNotExist) as error:
        raise click.ClickException("没有这个机关或者账号") from error
    except Refused as refusal:
        raise click.ClickException(str(refusal)) from refusal
    write_command(
        f"seals make {office}",
        {"印章": f"{made.pk} {made.title}", "保管人": made.keeper_name},
    )
    click.echo(f"已制发“{made.title}”印章，编号{made.pk}，由{made.keeper_name}保管。")


@seals.command("end")
@click.argument("number", type=int)
@click.option("--reason", required=True, help="停用的理由")
def end_seal(number: int, reason: str) -> None:
    """停用一枚印章（编号）；已经盖过的文书不受影响。"""
    with acting_as(SYSTEM):
        found = Seal.objects.filter(pk=number, ended_at=None).first()
        if found is None:
            raise click.ClickException("没有这枚在用的印章")
        making.end(found, reason)
    write_command(f"seals end {number}", {"印章": found.title, "理由": reason})
    click.echo(f"“{found.title}”印章已停用。")


@seals.command("list")
def list_seals() -> None:
    """全部印章、保管人和用印次数。"""
    with acting_as(SYSTEM):
        for seal in Seal.objects.all():
            state = f"已停用：{seal.ended_because}" if seal.ended_at else "在用"
            count = seal.uses.count()
            click.echo(f"{seal.pk}　{seal.title}　{seal.keeper_name}　用印{count}次　{state}")


@click.group()
def papers() -> None:
    """文书：核验文件、核查文号、测速。"""


@papers.command()
@click.argument("file", type=FILE)
def verify(file: Path) -> None:
    """核验一个PDF文件，与公开核验页相同。不是真实有效的，退出码为 1。"""
    with acting_as(SYSTEM):
        answer = checking.by_file(file.read_bytes())
    click.echo(answer.text)
    if answer.known:
        known = answer.known
        click.echo(f"{known.office}　{known.title}　{known.number}　{known.dated}")
    sys.exit(0 if answer.verdict is checking.Verdict.GENUINE else 1)


@papers.command()
def numbers() -> None:
    """核查文号：每个机关、字号、年份是否从1号起连续。有缺号时退出码为 1。"""
    found: dict[tuple[str, str, int], list[int]] = {}
    with acting_as(SYSTEM):
        rows = Number.objects.values_list("office__title", "series", "year", "n").order_by("n")
        for office, series, year, n in rows:
            found.setdefault((office, series, year), []).append(n)
    gaps = {key: have for key, have in found.items() if have != list(range(1, len(have) + 1))}
    for office, series, year in gaps:
        click.echo(f"✗ {office}{series}〔{year}〕有缺号")
    click.echo(f"{len(found)}个字号，{sum(map(len, found.values()))}个文号，{len(gaps)}处缺号。")
    sys.exit(1 if gaps else 0)


@papers.command()
@click.option("--count", default=200, show_default=True, help="排多少份")
def measure(count: int) -> None:
    """测一测每秒能排多少份文书（两页的决定书，各不相同）。"""
    office = "示范市人民政府"
    text = "申请人认为行政机关作出的决定没有事实根据，请求撤销。" * 30
    pdf(_sample(office, text, 0))
    began = perf_counter()
    for n in range(count):
        pdf(_sample(office, text, n + 1))
    seconds = perf_counter() - began
    click.echo(f"{count}份文书用时{seconds:.2f}秒，每秒{count / seconds:.0f}份。")


def _sample(office: str, text: str, n: int) -> Content:
    return Content(
        form="decision",
        office=office,
        title=(office, "行政复议决定书"),
        number=f"示政复决〔2026〕{n}号",
        blocks=blocks_of(f"第{n}号申请人：\n{text}\n对本决定不服的，可以依法起诉。"),
        sign=Signature(office, "2026年11月22日"),
    )
