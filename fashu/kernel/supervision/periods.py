"""Closing a period (结账), and working its figures out again."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from fashu.kernel import clock
from fashu.kernel.access import current_actor
from fashu.kernel.cases.roles import account_of
from fashu.kernel.people.models import Office
from fashu.kernel.procedure.refusal import refuse
from fashu.kernel.supervision.figures import OFFICE, Figure, digest, figures, rows_of, totals
from fashu.kernel.supervision.indicators import INDICATOR, Period
from fashu.kernel.supervision.models import Report

WHOLE = "*"
"""The name of the group that is all of them."""

Kept = dict[str, dict[str, list[str]]]


@dataclass(frozen=True, slots=True)
class Difference:
    """A number that does not come out again as it was kept."""

    group: str
    title: str
    kept: str
    again: str


@transaction.atomic
def close_period(first: date, last: date) -> Report:
    """Keep the figures of a period that is over, for the actor's office. Raises Refused."""
    actor, office = current_actor(), own_office()
    if first > last:
        raise refuse("起日晚于止日", remedy="请更正统计期间")
    if last >= clock.today():
        raise refuse(f"统计期间至{last}，还没有结束", remedy="请在期间结束后结账")
    period = Period(first, last, clock.now())
    return Report.objects.create(
        office=office,
        office_path=office.path,
        first=first,
        last=last,
        known_at=period.known_at,
        account_id=account_of(actor),
        closed_by=actor.name,
        figures=work_out(period, office.path),
    )


def own_office() -> Office:
    """The office the actor serves in. Raises Refused for whoever serves in none."""
    office = Office.objects.filter(path=current_actor().office_path).first()
    if office is None:
        raise refuse("您没有在任何机关任职")
    return office


def work_out(period: Period, path: str) -> Kept:
    """Every number as shown, with the digest of the events behind it."""
    lines = {WHOLE: totals(period, path), **figures(period, path, OFFICE)}
    return {
        group: {key: [f.text, _digest(f, period, path, group)] for key, f in line.items()}
        for group, line in lines.items()
    }


def _digest(figure: Figure, period: Period, path: str, group: str) -> str:
    by = "" if group == WHOLE else OFFICE
    return digest(rows_of(figure.indicator, period, path, by, group))


def period_of(report: Report) -> Period:
    """The period as it was known when it was closed."""
    return Period(report.first, report.last, report.known_at)


def differences(report: Report) -> Iterator[Difference]:
    """Where the figures of a closed period come out differently today; nowhere, if all is well."""
    again, kept = work_out(period_of(report), report.office_path), report.figures
    for group in sorted(kept.keys() | again.keys()):
        for key, indicator in INDICATOR.items():
            before, now = (lines.get(group, {}).get(key) for lines in (kept, again))
            if before != now:
                yield Difference(group, indicator.title, _words(before), _words(now))


def _words(number: list[str] | None) -> str:
    return "无" if number is None else f"{number[0]}（{number[1][:8]}）"
