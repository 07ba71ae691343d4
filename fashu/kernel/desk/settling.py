"""Dates settled anew after a notice of days off was confirmed, and whoever handles them told.

Whoever acts on a case or looks at it counts by the notice at once. Lists read the rows of running
terms; these are what is brought up to date here, case by case, each in its own transaction.
"""

from datetime import date, timedelta

from fashu.kernel import clock
from fashu.kernel.access import SYSTEM, acting_as
from fashu.kernel.cases import passing
from fashu.kernel.desk.models import Kind
from fashu.kernel.desk.notices import case_address, tell
from fashu.kernel.holidays.models import Notice

STRAGGLERS = timedelta(minutes=10)
"""A transaction that began before the confirmation may still write a date by the old calendar;
none lasts so long. Until then a notice is looked after again and again."""


def settle_dates() -> int:
    """Bring running terms up to the notices confirmed lately; how many cases changed."""
    with acting_as(SYSTEM):
        waiting = list(Notice.objects.filter(is_confirmed=True, settled_at=None).order_by("id"))
    return sum(_settle(notice) for notice in waiting)


def settle_provisional() -> int:
    """Work out anew whatever is provisional: a release may bring a year; how many cases."""
    return _refresh(None)


def _settle(notice: Notice) -> int:
    confirmed_at = notice.decided_at
    assert confirmed_at is not None
    is_last = clock.now() >= confirmed_at + STRAGGLERS
    changed = _refresh(_first_day(notice))
    with acting_as(SYSTEM):
        settled = Notice.objects.select_for_update().get(pk=notice.pk)
        settled.settled += changed
        settled.settled_at = clock.now() if is_last else None
        settled.save(update_fields=["settled", "settled_at"])
    return changed


def _first_day(notice: Notice) -> date:
    """From which due date on a notice may matter: from its first day, or its year's beginning."""
    spoken = [day for row in notice.rows for day in (row.first, *row.worked)]
    return min([*spoken, date(notice.year, 1, 1)])


def _refresh(since: date | None) -> int:
    with acting_as(SYSTEM):
        cases = passing.cases_to_refresh(since)
    return sum(_refresh_one(case) for case in cases)


def _refresh_one(case_id: int) -> bool:
    with acting_as(SYSTEM):
        moved = passing.refresh(case_id)
        if moved is None:
            return False
        case = moved.case
        if case.handler_id is not None and moved.words:
            words = f"{case.number}：放假安排已公布，{'；'.join(moved.words)}"
            tell([case.handler_id], Kind.EVENT, words, case_address(case), number=case.number)
        return True
