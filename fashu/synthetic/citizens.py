"""The citizens of 示范省, as lines of a file. Nobody's identity number can be a real one."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from stdnum.cn import ric

from fashu.synthetic.land import Division
from fashu.synthetic.people import GIVEN, SURNAMES

FULL = 1_000_000
HEADER = ("编号", "姓名", "性别", "身份证号", "出生日期", "手机号码", "区划代码")
DAYS, STEP = 20_000, 7_919
"""Birthdays from 1950; the step has no factor in common with the days, so that none repeats."""

TWICE_EVERY = 5_000
"""Every so many citizens, one is entered a second time with his number mistyped: to be found."""

MISTYPED = 500
"""By how much the serial number of a second entry is off; an even number, as the sex is right."""


@dataclass(frozen=True, slots=True)
class Citizen:
    """One line; `same_as` is the identity number of whom it enters a second time, if it does."""

    cells: tuple[str, ...]
    same_as: str = ""


def citizens(seed: int, scale: float, found: Sequence[Division]) -> Iterator[Citizen]:
    """So many, town by town in turn."""
    random = Random(f"citizens {seed}")  # noqa: S311 - invented data
    towns = [division for division in found if division.level == "station"]
    born: dict[str, int] = {}
    number = 0
    for n in range(max(100, round(FULL * scale))):
        town = towns[n % len(towns)]
        k = born[town.parent] = born.get(town.parent, -1) + 1
        number += 1
        one = _citizen(random, number, town, k)
        yield Citizen(one)
        if n % TWICE_EVERY == TWICE_EVERY - 1:
            number += 1
            mistyped = _number(town, one[4].replace("-", ""), k // DAYS + MISTYPED)
            again = (f"GM{number:07d}", *one[1:3], mistyped, *one[4:])
            yield Citizen(again, same_as=one[3])


def _citizen(random: Random, number: int, town: Division, k: int) -> tuple[str, ...]:
    """The k-th of a county: birthday and serial number follow from k, so that no two agree."""
    birthday = date(1950, 1, 1) + timedelta(days=k * STEP % DAYS)
    given = "".join(random.sample(GIVEN, 2 if random.random() < 0.75 else 1))
    return (
        f"GM{number:07d}",
        random.choice(SURNAMES) + given,
        "男" if (k // DAYS) % 2 else "女",
        _number(town, f"{birthday:%Y%m%d}", k // DAYS),
        birthday.isoformat(),
        f"199{random.randrange(100_000_000):08d}",
        town.full_code,
    )


def _number(town: Division, birthday: str, serial: int) -> str:
    first = f"{town.parent}{birthday}{serial:03d}"
    return first + ric.calc_check_digit(first + "0")
