"""Working numbers out, group by group, and opening each of them to its rows."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import Aggregate, Count, DurationField, F, Func, QuerySet, TextField, Value
from django.db.models.functions import Substr

from fashu.kernel.access import Scope
from fashu.kernel.cases.models import Event
from fashu.kernel.supervision.indicators import INDICATORS, Indicator, Period, Unit

OFFICE, PROCEDURE = "office", "procedure"
GROUPINGS = {OFFICE: "机关", PROCEDURE: "业务"}


@dataclass(frozen=True, slots=True)
class Figure:
    """One number of one group. `value` is None where there is nothing to divide by."""

    indicator: Indicator
    group: str
    value: float | None
    count: int
    of: int | None = None

    @property
    def text(self) -> str:
        """The number as it is shown."""
        if self.value is None:
            return "—"
        if self.indicator.unit is Unit.PERCENT:
            return f"{self.value:.1%}"
        return f"{self.value:g}"


class Median(Aggregate):
    """PostgreSQL's percentile_cont at one half."""

    function = "percentile_cont"
    template = "%(function)s(0.5) WITHIN GROUP (ORDER BY %(expressions)s)"
    output_field = DurationField()


def below(rows: QuerySet[Event], path: str) -> QuerySet[Event]:
    """The events of cases that an office or one under it handled at the time."""
    scope = Scope.below(path)
    return rows.filter(office_path__gte=scope.start, office_path__lt=scope.end)


def grouped(rows: QuerySet[Event], path: str, by: str) -> QuerySet[Any]:
    """The events with the name of their group: the next lower office's code, or the procedure."""
    if by == PROCEDURE:
        return rows.annotate(group=F("case__procedure"))
    rest = Substr("office_path", len(path) + 1)
    code = Func(rest, Value("/"), Value(1), function="split_part", output_field=TextField())
    return rows.annotate(group=code)


def figures(period: Period, path: str, by: str = OFFICE) -> dict[str, dict[str, Figure]]:
    """Group -> indicator -> number, for an office and what is under it. "" is the office itself."""
    lines: dict[str, dict[str, Figure]] = {}
    for indicator in INDICATORS:
        for figure in _of_groups(indicator, period, path, by):
            lines.setdefault(figure.group, {})[indicator.key] = figure
    return {group: _filled(group, line) for group, line in sorted(lines.items())}


def totals(period: Period, path: str) -> dict[str, Figure]:
    """Indicator -> number of the whole."""
    return {i.key: _of_whole(i, period, path) for i in INDICATORS}


def _filled(group: str, line: dict[str, Figure]) -> dict[str, Figure]:
    """A group without events of an indicator has none of them: 0, or nothing to divide by."""
    return {i.key: line.get(i.key) or _figure(i, group, 0, None, 0) for i in INDICATORS}


def _of_groups(indicator: Indicator, period: Period, path: str, by: str) -> list[Figure]:
    rows = _counted(indicator, grouped(below(indicator.rows(period), path), path, by))
    of: Mapping[str, int] = {}
    if indicator.of is not None:
        whole = grouped(below(indicator.of(period), path), path, by).order_by().values("group")
        of = dict(whole.annotate(n=Count("pk")).values_list("group", "n"))
    found = {row["group"]: (row["n"], row.get("median")) for row in rows}
    groups = found.keys() | of.keys()
    return [_figure(indicator, g, *found.get(g, (0, None)), of.get(g, 0)) for g in groups]


def _counted(indicator: Indicator, rows: QuerySet[Any]) -> Iterable[dict[str, Any]]:
    counts: dict[str, Aggregate] = {"n": Count("pk")}
    if indicator.unit is Unit.DAYS:
        counts["median"] = Median("days")
    found: Iterable[dict[str, Any]] = rows.order_by().values("group").annotate(**counts)
    return found


def _of_whole(indicator: Indicator, period: Period, path: str) -> Figure:
    rows = below(indicator.rows(period), path).order_by()
    median = None
    if indicator.unit is Unit.DAYS:
        median = rows.aggregate(median=Median("days"))["median"]
    of = below(indicator.of(period), path).count() if indicator.of else 0
    return _figure(indicator, "", rows.count(), median, of)


def _figure(
    indicator: Indicator, group: str, count: int, median: timedelta | None, of: int
) -> Figure:
    match indicator.unit:
        case Unit.DAYS:
            days = median.total_seconds() / 86_400 if median is not None else None
            return Figure(indicator, group, days, count)
        case Unit.PERCENT:
            return Figure(indicator, group, count / of if of else None, count, of)
        case _:
            return Figure(indicator, group, count, count)


def rows_of(
    indicator: Indicator, period: Period, path: str, by: str = "", group: str = ""
) -> QuerySet[Event]:
    """The events behind a number, of one group or of the whole; for a share, its denominator."""
    rows = below((indicator.of or indicator.rows)(period), path)
    if by:
        rows = grouped(rows, path, by).filter(group=group)
    return rows.select_related("case__office").order_by("-on", "-id")


def digest(rows: QuerySet[Event]) -> str:
    """What stands for exactly these events: SHA-256 of their numbers in order."""
    found = hashlib.sha256()
    for number in rows.order_by("pk").values_list("pk", flat=True).iterator(5000):
        found.update(b"%d\n" % number)
    return found.hexdigest()
