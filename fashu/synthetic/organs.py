"""The organs of every division of 示范省, as rows of the table that any province would import."""

from collections.abc import Iterator, Sequence

from fashu.kernel.people.imports.offices import COLUMNS, KINDS, LEVELS
from fashu.kernel.sheets import Table
from fashu.synthetic.land import Division

HEADER = tuple(column.title for column in COLUMNS)
Cells = dict[str, str]

_LEVEL_WORDS = {key: word for word, key in LEVELS.items()}
_KIND_WORDS = {key: word for word, key in KINDS.items()}

BESIDE = {
    "SC": ("市场监督管理局", "department"),
    "GA": ("公安局", "police"),
    "FY": ("人民法院", "court"),
    "JC": ("人民检察院", "procuratorate"),
}
"""The organs beside the government at each level above the towns, by the end of their code."""

SERVICES = {
    "FY1": ("法律援助中心", "legal_aid"),
    "GZ1": ("公证处", "notary"),
    "LS1": ("第一律师事务所", "law_firm"),
    "LS2": ("第二律师事务所", "law_firm"),
    "LS3": ("第三律师事务所", "law_firm"),
    "JD1": ("司法鉴定所", "appraisal"),
    "JC1": ("基层法律服务所", "grassroots_service"),
}
"""What a county's bureau has under its direction."""

PRISONS, REHABILITATION_CENTRES = 30, 9
CLOSED_EVERY = 97
"""Every so many towns, one whose station has been merged into the county's bureau."""


def offices(found: Sequence[Division], scale: float) -> list[Cells]:
    """All organs, superiors first."""
    rows: list[Cells] = []
    for number, division in enumerate(found):
        rows += _justice(division, number)
        rows += _beside(division)
    rows += _custody(found[0], scale)
    return rows


def table(rows: Sequence[Cells]) -> Table:
    """The rows as a table to import."""
    cells = (tuple(row.get(title, "") for title in HEADER) for row in rows)
    return Table("示范省", HEADER, tuple(enumerate(cells, 2)))


def _justice(division: Division, number: int) -> Iterator[Cells]:
    """厅、局、所, and what a county's bureau directs."""
    ending = {"province": "司法厅", "city": "司法局", "county": "司法局", "station": "司法所"}
    closed = {}
    if division.level == "station" and number % CLOSED_EVERY == 0:
        closed = {"撤销日期": "2025-06-30", "承继机关代码": division.parent}
    title = division.title + ending[division.level]
    yield _row(division.code, title, division, "justice", division.parent) | closed
    if division.level == "county":
        for end, (name, kind) in SERVICES.items():
            code = f"{division.code}-{end}"
            yield _row(code, division.title + name, division, kind, division.code)
    if division.level == "station":
        name = f"{division.title}人民调解委员会"
        yield _row(f"{division.code}-TJ", name, division, "mediation", division.code)


def _beside(division: Division) -> Iterator[Cells]:
    """The government and, above the towns, its departments, the court, the procuratorate."""
    government = f"G{division.code}"
    above = f"G{division.parent}" if division.parent else ""
    row = _row(government, f"{division.title}人民政府", division, "government", above)
    if division.level == "station":
        yield row
        yield _row(f"{government}-PC", f"{division.title}派出所", division, "police", government)
        return
    yield row | {"办事机构代码": division.code}
    for end, (name, kind) in BESIDE.items():
        is_own = kind in ("court", "procuratorate")
        code = f"{end}{division.code}" if is_own else f"{government}-{end}"
        superior = f"{end}{division.parent}" if is_own and division.parent else government
        if is_own and not division.parent:
            superior = ""
        yield _row(code, division.title + name, division, kind, superior)


def _custody(province: Division, scale: float) -> Iterator[Cells]:
    """The prisons and rehabilitation centres of the province."""
    for end, kind, title, count in (
        ("JY", "prison", "监狱", PRISONS),
        ("JD", "rehabilitation", "强制隔离戒毒所", REHABILITATION_CENTRES),
    ):
        above, authority = f"99-{end}", f"{province.title}{title}管理局"
        yield _row(above, authority, province, f"{kind}_authority", "99")
        for n in range(1, max(1, round(count * scale)) + 1):
            name = f"示范省第{n}{title}"
            yield _row(f"99-{end}{n:02d}", name, province, kind, f"99-{end}") | {"层级": "市级"}


def _row(code: str, title: str, division: Division, kind: str, parent: str) -> Cells:
    return {
        "机构代码": code,
        "名称": title,
        "层级": _LEVEL_WORDS[division.level],
        "类别": _KIND_WORDS[kind],
        "行政区划代码": division.full_code,
        "上级机构代码": parent,
        "设立日期": "2000-01-01",
    }


def closed(rows: Sequence[Cells]) -> list[str]:
    """The codes of the organs that have been closed."""
    return [row["机构代码"] for row in rows if row.get("撤销日期")]
