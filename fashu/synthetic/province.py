"""The offices of 示范省 beyond the cast: cities and counties with their bureaus and departments."""

from collections.abc import Iterator
from random import Random

from fashu.kernel.access import SYSTEM, Kind, acting_as
from fashu.kernel.people.models import Account, Level, Office, OfficeKind, Posting, PostingKind
from fashu.synthetic.history import Seat, officer
from fashu.synthetic.people import person
from fashu.synthetic.plant import SINCE

CITIES = (
    "明德",
    "石桥",
    "云溪",
    "文昌",
    "安澜",
    "望海",
    "清源",
    "长宁",
    "和丰",
    "永济",
    "龙泉",
    "平陆",
    "青川",
    "金河",
    "松阳",
    "太平",
    "南屏",
    "东湖",
    "北岭",
    "西林",
    "中和",
)
COUNTIES = ("清河", "石门", "柳林", "新安", "临江", "高平", "宁远", "武阳", "怀德")

DESK = (("office",), ("office", "office_head", "authority"))
"""The posts of a bureau: who handles, and who approves and decides."""


def make_seats(random: Random, cities: int) -> list[Seat]:
    """So many cities with three counties each, and the cast's own city first."""
    with acting_as(SYSTEM):
        return list(_seats(random, cities))


def _seats(random: Random, cities: int) -> Iterator[Seat]:
    for n in range(1, cities + 1):
        city = f"99{n:02d}"
        yield _seat(random, city, f"{CITIES[n - 1]}市", Level.CITY, "99", "G99")
        for m in range(1, 4):
            name = f"{COUNTIES[(n * 3 + m - 4) % len(COUNTIES)]}县"
            yield _seat(random, f"{city}{m:02d}", name, Level.COUNTY, city, f"G{city}")


def _seat(
    random: Random, code: str, place: str, level: Level, above: str, government_above: str
) -> Seat:
    division = code.ljust(6, "0")
    bureau = _office(code, f"{place}司法局", level, OfficeKind.JUSTICE, division, above)
    government = _office(
        f"G{code}", f"{place}人民政府", level, OfficeKind.GOVERNMENT, division, government_above
    )
    if government.acts_through_id is None:
        government.acts_through = bureau
        government.save()
    department = _office(
        f"G{code}-SC", f"{place}市场监督管理局", level, OfficeKind.DEPARTMENT, division, f"G{code}"
    )
    handler, head = (_post(random, bureau, roles) for roles in DESK)
    officers = {"office": officer(handler), **dict.fromkeys(DESK[1][1:], officer(head))}
    if level is Level.CITY:
        officers["superior"] = officer(Account.objects.get(username="fang"))
    return Seat(
        government=government.code,
        officers=officers,
        respondent=officer(_post(random, department, ("respondent",))),
        respondent_code=department.code,
        respondent_title=department.title,
        division=division,
    )


def _office(
    code: str, title: str, level: Level, kind: OfficeKind, division: str, parent: str
) -> Office:
    """The office of this code; the cast's own stay as they are."""
    found = Office.objects.filter(code=code).first()
    if found is None:
        found = Office(code=code, title=title, level=level, kind=kind, division_code=division)
        found.parent = Office.objects.get(code=parent)
        found.save()
    return found


def _post(random: Random, office: Office, roles: tuple[str, ...]) -> Account:
    """Whoever holds these roles in the office; a new officer where nobody does."""
    own = Posting.objects.filter(kind=PostingKind.REGULAR, since=SINCE)
    held = own.filter(office=office, roles=list(roles)).select_related("account")
    if (posting := held.first()) is not None:
        return posting.account
    name = person(random, office.division_code).name
    username = f"{office.code.lower()}-{roles[-1]}"
    account = Account.objects.create_account(username, name=name, kind=Kind.OFFICER)
    Posting.objects.create(account=account, office=office, roles=list(roles), since=SINCE)
    return account
