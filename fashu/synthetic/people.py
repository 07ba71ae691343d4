"""Invented people of 示范省: names, identity numbers nobody can have, addresses, telephones."""

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from stdnum.cn import ric

SURNAMES = (
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜"
    "谢邹喻柏水窦章云苏潘葛范彭郎鲁韦马苗方俞任袁柳"
)
GIVEN = "安平文清明远志宁思源致和景行若水知微静怡晓云子谦书瑶承泽佳音一诺长青望舒秉正守约怀瑾如松"
STREETS = ("文昌路", "清河街", "解放路", "学府街", "滨河路", "明德大道", "石门巷", "东风里")

NOWHERE = "99"
"""A region code that no place has: an identity number that begins with it is nobody's."""


@dataclass(frozen=True, slots=True)
class Person:
    """One invented person."""

    name: str
    identity_number: str
    phone: str
    address: str


def person(random: Random, division: str) -> Person:
    """Somebody of a division (six digits, beginning with 99)."""
    given = "".join(random.sample(GIVEN, random.choice((1, 2, 2, 2))))
    street, number = random.choice(STREETS), random.randint(1, 280)
    return Person(
        name=random.choice(SURNAMES) + given,
        identity_number=identity_number(random, division),
        phone=f"199{random.randint(0, 99_999_999):08d}",
        address=f"示范省{street}{number}号",
    )


def identity_number(random: Random, division: str) -> str:
    """Seventeen digits with the right check digit, of a region that does not exist."""
    if not division.startswith(NOWHERE):
        raise ValueError(f"{division} could be somebody's: use a region that begins with 99")
    born = date(1950, 1, 1) + timedelta(days=random.randint(0, 20_000))
    first = f"{division}{born:%Y%m%d}{random.randint(0, 999):03d}"
    return first + ric.calc_check_digit(first + "0")
