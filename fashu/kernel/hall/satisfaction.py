"""好差评统计: of how many finished services how many were rated, and how.

Events and grades never change, and each says when it was made: with the period and the moment
fixed, every number comes out the same for ever. What everybody sees are counts of whole years: of
two periods that differ by a day, the difference would tell one person's grade. Whoever supervises
an office sees its ratings, so for him every number opens to its rows.
"""

import hashlib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import connection
from django.db.models import Exists, F, Func, OuterRef, QuerySet, TextField, Value

from fashu.kernel import clock
from fashu.kernel.access import current_actor
from fashu.kernel.cases.models import Event
from fashu.kernel.hall.models import Rating
from fashu.kernel.hall.rating import WORST_GOOD, Grade
from fashu.kernel.hall.rules import OPEN_FOR
from fashu.kernel.people.models import Office
from fashu.kernel.supervision.indicators import Period, closed

FEWEST = 5
"""Ratings below which no average is published: of fewer, each could be guessed."""

GRADES = tuple(sorted(Grade, reverse=True))
YEARS_BACK = 4

FINISHED, RATED, GOOD = "finished", "rated", "good"
NUMBERS = {
    FINISHED: "办结",
    RATED: "已评价",
    **{str(grade.value): str(grade.label) for grade in GRADES},
    GOOD: "基本满意以上",
}
"""What is counted of each office, in the order of the table."""


@dataclass(frozen=True, slots=True)
class Standing:
    """The ratings of one office: `grades` from 5 down to 1, of `finished` services."""

    office: Office
    finished: int
    grades: tuple[int, ...]

    @property
    def rated(self) -> int:
        """How many of the finished were rated."""
        return sum(self.grades)

    @property
    def good(self) -> int:
        """How many of the rated were at least 基本满意."""
        return sum(self.grades[:3])

    @property
    def average(self) -> float | None:
        """The mean grade; None where too few have rated."""
        if self.rated < FEWEST:
            return None
        return sum(g * n for g, n in zip(GRADES, self.grades, strict=True)) / self.rated

    @property
    def share(self) -> float | None:
        """The good in per cent of the rated; None where too few have rated."""
        return None if self.rated < FEWEST else 100 * self.good / self.rated

    def number(self, key: str) -> int:
        """One of `NUMBERS`."""
        if key.isdecimal():
            return self.grades[GRADES.index(Grade(int(key)))]
        return {FINISHED: self.finished, RATED: self.rated, GOOD: self.good}[key]


# -- What everybody sees ---------------------------------------------------------------------------


def year(number: int) -> Period:
    """A calendar year as it is known now, or as it was when its last service could be rated."""
    last = date(number, 12, 31)
    final = datetime.combine(settled_on(number), datetime.min.time(), clock.BEIJING)
    return Period(date(number, 1, 1), last, min(clock.now(), final))


def settled_on(number: int) -> date:
    """The first day on which the numbers of a year change no more."""
    return date(number, 12, 31) + timedelta(days=OPEN_FOR.amount + 1)


def years() -> list[int]:
    """The years that are shown, the present one first."""
    now = clock.today().year
    return list(range(now, now - YEARS_BACK - 1, -1))


def standings(period: Period) -> list[Standing]:
    """Every office that has finished a service, with its ratings; counts only, no person."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT * FROM fashu_satisfaction(%s, %s, %s)",
            [period.first, period.last, period.known_at],
        )
        rows = {row[0]: row[1:] for row in cursor.fetchall()}
    offices = Office.objects.filter(code__in=rows).order_by("path")
    return [Standing(o, rows[o.code][0], tuple(rows[o.code][1:])) for o in offices]


# -- What the offices above see --------------------------------------------------------------------


def finished(period: Period) -> QuerySet[Any]:
    """The events that ended services in sight, each with the code of the office that handled it.

    A service that ended twice, because it was taken up again, counts once.
    """
    later = closed(period).filter(case=OuterRef("case"), seq__gt=OuterRef("seq"))
    path = F("office_path")
    code = Func(path, Value("/"), Value(-2), function="split_part", output_field=TextField())
    return closed(period).filter(~Exists(later)).annotate(code=code)


def ratings(period: Period) -> QuerySet[Rating]:
    """The ratings in sight of services that ended in the period, known by its moment."""
    ended = closed(period).values("case")
    return Rating.objects.filter(case__in=ended, rated_at__lte=period.known_at)


def supervised(period: Period) -> list[Standing]:
    """Every office below the actor's that has finished a service, with its ratings in sight."""
    ended = Counter(finished(period).values_list("code", flat=True))
    grades = Counter(ratings(period).values_list("office__code", "grade"))
    offices = Office.objects.filter(code__in=ended).order_by("path")
    return [
        Standing(o, ended[o.code], tuple(grades[o.code, g.value] for g in GRADES))
        for o in offices
        if is_supervised(o)
    ]


def is_supervised(office: Office) -> bool:
    """Whether the actor sees the ratings of this office: it is below his, or is the highest."""
    above = office.path.removesuffix(f"{office.code}/") or office.path
    return above in current_actor().scope


def rows_of(
    period: Period, offices: Iterable[Office], key: str
) -> "QuerySet[Event] | QuerySet[Rating]":
    """The rows behind one of `NUMBERS` of some offices: events for the finished, else ratings."""
    codes = [office.code for office in offices]
    if key == FINISHED:
        ended = finished(period).filter(code__in=codes)
        return ended.select_related("case").order_by("-on", "-pk")
    found = ratings(period).filter(office__code__in=codes)
    if key == GOOD:
        found = found.filter(grade__gte=WORST_GOOD)
    elif key != RATED:
        found = found.filter(grade=int(key))
    return found.select_related("case").order_by("-rated_at", "-pk")


def digest(period: Period, offices: Iterable[Office]) -> str:
    """What stands for exactly these rows: SHA-256 of ended cases and grades, in order."""
    codes = [office.code for office in offices]
    ended = finished(period).filter(code__in=codes).order_by("pk").values_list("pk", flat=True)
    graded = ratings(period).filter(office__code__in=codes).order_by("pk")
    found = hashlib.sha256()
    for number in ended.iterator(5000):
        found.update(b"%d\n" % number)
    for number, grade in graded.values_list("pk", "grade").iterator(5000):
        found.update(b"%d %d\n" % (number, grade))
    return found.hexdigest()
