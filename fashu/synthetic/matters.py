"""What people of 示范省 complain about: invented acts of invented organs."""

from dataclasses import dataclass
from random import Random

from fashu.kernel.procedure.facts import Json

CONDITIONS: list[Json] = [
    "parties",
    "interest",
    "request",
    "period",
    "scope",
    "jurisdiction",
    "first",
]
"""受理条件 of 行政复议法第三十条第一款, all of them met."""


@dataclass(frozen=True, slots=True)
class Matter:
    """One kind of dispute. `fen`: the amount in dispute, from and to, in fen."""

    act_kind: str
    title: str
    organ: str
    grounds: str
    request: str
    fen: tuple[int, int] | None = None
    facts: tuple[tuple[str, Json], ...] = ()


PENALTY: tuple[tuple[str, Json], ...] = (("on_the_spot", False), ("by_device", False))

MATTERS = (
    Matter(
        "penalty",
        "罚款决定",
        "市场监督管理局",
        "处罚决定认定本店销售过期食品，但所附照片中的商品并非本店销售，进货台账可以证明。",
        "annul",
        (200_000, 5_000_000),
        PENALTY,
    ),
    Matter(
        "penalty",
        "责令停业决定",
        "文化和旅游局",
        "检查当日已经停止营业，笔录没有让我签字，也没有告知可以陈述申辩。",
        "annul",
        (500_000, 3_000_000),
        PENALTY,
    ),
    Matter(
        "work_injury",
        "不予认定工伤决定",
        "人力资源和社会保障局",
        "我在上班途中发生交通事故，对方负全部责任，应当认定为工伤。",
        "annul",
    ),
    Matter(
        "disclosure",
        "政府信息不予公开告知书",
        "自然资源局",
        "申请公开的征收补偿方案已经张贴过，不属于不予公开的内容。",
        "annul",
    ),
    Matter(
        "expropriation",
        "房屋征收补偿决定",
        "人民政府",
        "评估价格明显低于周边同类房屋，也没有给我选择评估机构的机会。",
        "annul",
        (30_000_000, 180_000_000),
    ),
    Matter(
        "licence",
        "不予许可决定",
        "城市管理局",
        "材料齐全，与去年获准的条件完全相同，机关没有说明不予许可的理由。",
        "annul",
    ),
    Matter(
        "coercion",
        "查封决定",
        "应急管理局",
        "被查封的设备有合格证，查封清单与实物不符。",
        "annul",
        (100_000, 8_000_000),
    ),
    Matter(
        "benefit",
        "停发最低生活保障金决定",
        "民政局",
        "家庭收入没有变化，停发以前没有入户调查。",
        "annul",
        (60_000, 200_000),
    ),
)


def pick(random: Random, kinds: tuple[str, ...] = ()) -> Matter:
    """One matter, of these kinds if any are named; penalties are the most frequent, as in life."""
    weighted = zip(MATTERS, (8, 4, 3, 3, 2, 2, 2, 1), strict=True)
    fitting = [(m, weight) for m, weight in weighted if not kinds or m.act_kind in kinds]
    return random.choices([m for m, _ in fitting], [weight for _, weight in fitting])[0]
