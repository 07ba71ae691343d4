"""The officers of 示范省: who serves where, as rows of the table that any province would import."""

from collections.abc import Iterator, Sequence
from random import Random

from fashu.kernel.people.imports.officers import COLUMNS
from fashu.kernel.sheets import Table
from fashu.synthetic.organs import Cells
from fashu.synthetic.people import GIVEN, SURNAMES

FULL = 20_000
HEADER = tuple(column.title for column in COLUMNS)

WEIGHTS = {
    ("司法行政机关", "省级"): 240,
    ("司法行政机关", "市级"): 60,
    ("司法行政机关", "县级"): 26,
    ("司法行政机关", "乡镇街道"): 3,
    ("监狱", "市级"): 60,
    ("强制隔离戒毒所", "市级"): 40,
    ("法律援助机构", "县级"): 3,
    ("公证机构", "县级"): 3,
}
"""How many serve in an organ of a kind and level, in proportion; in all others one."""

ROLES = {
    "负责人": ["authority", "office", "office_head"],
    "科长": ["office", "office_head"],
    "科员": ["office"],
    "应诉人员": ["respondent"],
}
"""The posts and the roles that the security administrator gives them."""

PREFIX = "sf"
"""What their accounts begin with."""

LENT_EVERY = 50
"""Every so many officers, one is lent to the organ above for the year."""


def officers(seed: int, scale: float, offices: Sequence[Cells]) -> list[Cells]:
    """Everybody's postings; those who are lent have two."""
    random, rows = Random(f"staff {seed}"), []  # noqa: S311 - invented data
    open_offices = [office for office in offices if not office.get("撤销日期")]
    weights = [_weight(office) for office in open_offices]
    wanted = max(len(weights), round(FULL * scale))
    number = 0
    for office, count in zip(open_offices, _portions(weights, wanted), strict=True):
        for n in range(count):
            number += 1
            rows.append(_row(random, number, office, n))
            if number % LENT_EVERY == 0 and office["上级机构代码"]:
                rows.append(rows[-1] | _lent(office))
    return rows


def table(rows: Sequence[Cells]) -> Table:
    """The rows as a table to import."""
    cells = (tuple(row.get(title, "") for title in HEADER) for row in rows)
    return Table("示范省", HEADER, tuple(enumerate(cells, 2)))


def lent(rows: Sequence[Cells]) -> list[str]:
    """The accounts that are lent to another organ."""
    return [row["账号"] for row in rows if row.get("任职方式") == "借调"]


def _weight(office: Cells) -> int:
    return WEIGHTS.get((office["类别"], office["层级"]), 1)


def _portions(weights: Sequence[int], wanted: int) -> Iterator[int]:
    """One each, and the rest by weight, so that the sum is exactly what is wanted."""
    rest, total, given = wanted - len(weights), sum(weights), 0
    reached = 0
    for weight in weights:
        reached += weight
        upto = rest * reached // total
        yield 1 + upto - given
        given = upto


def _row(random: Random, number: int, office: Cells, n: int) -> Cells:
    given = "".join(random.sample(GIVEN, random.choice((1, 2, 2, 2))))
    is_justice = office["类别"] == "司法行政机关"
    post = ("负责人" if n == 0 else "科长" if n % 6 == 1 else "科员") if is_justice else "应诉人员"
    return {
        "账号": f"{PREFIX}{number:06d}",
        "姓名": random.choice(SURNAMES) + given,
        "手机号码": f"199{random.randint(0, 99_999_999):08d}",
        "机构代码": office["机构代码"],
        "岗位": post,
        "起始日期": f"{random.randint(2005, 2025)}-{random.randint(1, 12):02d}-01",
    }


def _lent(office: Cells) -> Cells:
    return {
        "机构代码": office["上级机构代码"],
        "岗位": "科员",
        "任职方式": "借调",
        "起始日期": "2026-01-01",
        "截止日期": "2026-12-31",
    }
