"""Notices for tests: the State Council's own of 2025 and 2026, invented ones of 2027 and 2028."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from fashu.kernel.access import SYSTEM, Actor, Kind, acting_as
from fashu.kernel.holidays.models import Notice
from fashu.kernel.holidays.notices import Told, decide, enter
from fashu.kernel.holidays.schedule import Holiday, check
from fashu.kernel.holidays.wording import read
from fashu.kernel.people.models import Account

TEXTS = Path(__file__).parent / "texts"


def text_of(year: int) -> str:
    """The words of the notice for a year."""
    return (TEXTS / f"{year}.txt").read_text(encoding="utf-8")


def rows_of(year: int) -> tuple[Holiday, ...]:
    """The rows of a notice that is known to be sound."""
    rows, errors = check(read(text_of(year), year), year)
    assert not errors.told, errors.told
    return rows


def publish(
    year: int = 2027,
    number: str = "国办发明电〔2026〕7号",
    *,
    rows: Sequence[Holiday] = (),
) -> Notice:
    """Enter and confirm the invented notice of a year, by two administrators of the tests' own."""
    with acting_as(administrator("enters", Kind.SYSTEM_ADMIN)):
        notice = enter(Told(year, number, date(year - 1, 11, 20)), rows or rows_of(year))
    with acting_as(administrator("confirms", Kind.SECURITY_ADMIN)):
        decide(notice, confirm=True)
    return notice


def administrator(username: str, kind: Kind) -> Actor:
    """An administrator of this name, made where there is none yet."""
    with acting_as(SYSTEM):
        account = Account.objects.filter(username=username).first()
        made = account or Account.objects.create_account(username, name=username, kind=kind)
    return Actor(kind=kind, name=made.name, account_id=made.pk)
