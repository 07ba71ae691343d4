"""`fashu synth`: fill the database with 示范省."""

from pathlib import Path
from random import Random
from time import monotonic

import click
from django.conf import settings
from rich.progress import track

from fashu.kernel import api
from fashu.kernel.access import SYSTEM, acting_as
from fashu.kernel.cases.models import Case
from fashu.kernel.people.models import Account
from fashu.synthetic import bodies
from fashu.synthetic.history import make_history
from fashu.synthetic.plant import citizen, plant_cast
from fashu.synthetic.province import CITIES, make_seats
from fashu.synthetic.register import build, census
from fashu.synthetic.sealed import plant_seals, seal_some

CASES = 60
"""Cases at scale 1."""


def _build(seed: int, scale: float, folder: Path) -> None:
    """The province, with the seconds that each part took, held against the database."""
    started = monotonic()
    truth = build(seed, scale, folder, lambda words: _tell(started, words))
    facts = census(truth)
    differing = [
        f"{k}应为{said}、实有{found}" for k, (said, found) in facts.items() if said != found
    ]
    verdict = f"与底账不符：{'，'.join(differing)}" if differing else "数据库与底账相符"
    _tell(started, f"{verdict}；底账在{folder}")


def _tell(started: float, words: str) -> None:
    click.echo(f"{monotonic() - started:6.1f}秒  {words}")


@click.command()
@click.option(
    "--seed", default=1, show_default=True, help="随机种子：相同的种子生成相同的人、案、日期"
)
@click.option("--scale", default=1.0, show_default=True, help="案件规模：1 约 60 件案件")
@click.option(
    "--province",
    type=click.FloatRange(0.001, 1.0),
    help="另外按此规模生成全省：1 为 3,316 处司法行政机关、2 万人员、100 万人口",
)
@click.option("--into", type=click.Path(path_type=Path), help="区划边界、人口和底账写到哪个文件夹")
def synth(seed: int, scale: float, province: float | None = None, into: Path | None = None) -> None:
    """生成示范省：机构、人员和一段可信的行政复议历史。已有案件时不再生成。"""
    plant_cast()
    if province is not None:
        _build(seed, province, into or settings.VAR / "synthetic")
    with acting_as(SYSTEM):
        if Case.objects.exists():
            click.echo("示范省已有案件，没有重复生成。")
            return
    random = Random(seed)  # noqa: S311 - invented data, no secret
    seats = make_seats(random, cities=max(1, min(len(CITIES), round(2 * scale))))
    with acting_as(SYSTEM):
        faithful = citizen(Account.objects.get(username="zhang"))
    companies = sum(bodies.enter(seat.officers["office"], seat.division) for seat in seats)
    count = max(1, round(CASES * scale))
    history = make_history(random, count, seats, faithful)
    for _ in track(history, description="示范省的案件", total=count):
        pass
    lapsed = api.run_lapses()
    plant_seals()
    sealed = seal_some()
    click.echo(
        f"示范省：{len(seats)}处机关，{companies}个组织，{count}件案件，"
        f"{lapsed}个期限届满，{sealed}份文书用印。"
    )
