"""Invented companies of 示范省, where they are and what happened there, in the register.

A code whose division begins with 99 is nobody's. All is drawn from the place, not from the seed of
the story, so that whoever adds a company changes no case.
"""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from random import Random

from stdnum.cn import uscc

from fashu.kernel import api, clock
from fashu.kernel.access import Actor, acting_as
from fashu.kernel.registry import organisations, places
from fashu.kernel.registry.organisations import Entered
from fashu.kernel.registry.places import Site
from fashu.synthetic.people import STREETS

BRANDS = ("和丰", "永济", "安澜", "云溪", "青川", "望海", "金河", "东湖", "长宁", "松阳")
TRADES = ("商贸有限公司", "食品有限公司", "建材有限公司", "物流有限公司", "餐饮管理有限公司")
HAPPENED = ("施工围挡倒塌", "仓库消防检查", "夜间噪声投诉", "招牌脱落伤人")

COMPANIES = 3
"""How many each bureau enters."""
BEGUN = timedelta(days=450)
"""How long before today the register was begun: before the oldest case."""


@dataclass(frozen=True, slots=True)
class Body:
    """One invented company."""

    name: str
    code: str


def bodies_of(division: str) -> tuple[Body, ...]:
    """The companies of a division (six digits, beginning with 99), always the same."""
    random = Random(f"bodies {division}")  # noqa: S311 - invented data, no secret
    names = zip(random.sample(BRANDS, COMPANIES), random.sample(TRADES, COMPANIES), strict=True)
    return tuple(Body(brand + trade, credit_code(random, division)) for brand, trade in names)


def credit_code(random: Random, division: str) -> str:
    """A 统一社会信用代码 of an enterprise with the right check digit, of no real place."""
    first = f"91{division}MA{random.randint(0, 9_999_999):07d}"
    return first + uscc.calc_check_digit(first)


def enter(officer: Actor, division: str) -> int:
    """Let an officer enter the companies of his division, some places and what happened there; how
    many companies. A second time nothing is added.
    """
    began = datetime.combine(clock.today() - BEGUN, time(10), clock.BEIJING)
    with clock.pretending(began), acting_as(officer):
        for body in bodies_of(division):
            organisations.add(Entered(name=body.name, code=body.code))
        _enter_places(division)
    return COMPANIES


def _enter_places(division: str) -> None:
    random = Random(f"places {division}")  # noqa: S311 - invented data, no secret
    for street, title in zip(random.sample(STREETS, 3), random.sample(HAPPENED, 3), strict=True):
        name = f"示范省{street}{random.randint(1, 280)}号"
        place = places.add_place(Site(name=name, division_code=division))
        day = clock.today() - timedelta(days=random.randint(1, 200))
        places.add_matter(f"{street}{title}", day, place)


def admit(number: str, division: str, which: int, key: str) -> None:
    """Let the present officer admit one of the companies to a case as third party (第三人)."""
    body = bodies_of(division)[which % COMPANIES]
    entry = organisations.of_code(body.code)
    api.add_participant(number, "third_party", body.name, request_key=key, subject=entry)
