"""The calendar in force for the whole installation: the library's years and confirmed notices.

Asked once for each transaction: whatever happens in it is counted by one calendar, and the next
one, in whichever process, sees what was confirmed meanwhile. Nothing is told, nothing expires.
"""

from functools import lru_cache

from fashu.kernel import clock
from fashu.kernel.access.acting import remembered
from fashu.kernel.calendar import (
    CHINA,
    Calendar,
    ScheduleError,
    YearSchedule,
    describe,
    described,
)
from fashu.kernel.holidays.models import KeptCalendar, Notice

REMEMBERED = "holidays.official"


def official() -> Calendar:
    """The calendar by which everything is counted now."""
    memory = remembered()
    if REMEMBERED not in memory:
        memory[REMEMBERED] = _composed(tuple(notice.schedule for notice in in_force()))
    found: Calendar = memory[REMEMBERED]
    return found


def forget() -> None:
    """Ask anew in this transaction: a notice has just been confirmed in it."""
    remembered().pop(REMEMBERED, None)


def in_force() -> list[Notice]:
    """The confirmed notices that hold, by year: the latest of each."""
    latest: dict[int, Notice] = {}
    for notice in Notice.objects.filter(is_confirmed=True).order_by("year", "decided_at", "id"):
        latest[notice.year] = notice
    return list(latest.values())


def keep(calendar: Calendar) -> None:
    """Keep the calendar that a receipt names, once: a later release may hold other days."""
    memory, mark = remembered(), f"holidays.kept.{calendar.version}"
    if mark not in memory:
        KeptCalendar.objects.get_or_create(
            version=calendar.version,
            defaults={"description": lambda: describe(calendar), "kept_at": clock.now()},
        )
        memory[mark] = calendar


def kept(version: str) -> Calendar | None:
    """The calendar of this version; None where it is not held, or is not what it was."""
    memory, mark = remembered(), f"holidays.kept.{version}"
    if mark not in memory:
        memory[mark] = _known(version)
    found: Calendar | None = memory[mark]
    return found


def changed() -> list[str]:
    """The versions under which something else is kept than a receipt once named."""
    rows = KeptCalendar.objects.values_list("version", "description")
    return [version for version, description in rows if _read(description, version) is None]


def _known(version: str) -> Calendar | None:
    for present in (official(), CHINA):
        if present.version == version:
            return present
    row = KeptCalendar.objects.filter(version=version).first()
    return _read(row.description, version) if row else None


def _read(description: object, version: str) -> Calendar | None:
    try:
        found = described(description)
    except ScheduleError:
        return None
    return found if found.version == version else None


@lru_cache(maxsize=8)
def _composed(schedules: tuple[YearSchedule, ...]) -> Calendar:
    return CHINA.with_days(schedules) if schedules else CHINA
