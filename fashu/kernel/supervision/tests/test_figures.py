"""Every number equals what one counts by hand, opens to its rows, and comes out again."""

from datetime import date, timedelta

import pytest
import time_machine
from django.db import ProgrammingError, transaction

from fashu.kernel import clock
from fashu.kernel.access import acting_as
from fashu.kernel.cases.tests.conftest import Cast
from fashu.kernel.procedure import Refused
from fashu.kernel.supervision.figures import OFFICE, PROCEDURE, figures, rows_of, totals
from fashu.kernel.supervision.indicators import INDICATOR, Period
from fashu.kernel.supervision.models import Report
from fashu.kernel.supervision.periods import close_period, differences
from fashu.kernel.supervision.tests.town import at, fates, opened, taken

CITY = "9901/"
FEBRUARY = (date(2026, 2, 1), date(2026, 2, 28))


def february() -> Period:
    return Period(*FEBRUARY, clock.now())


def texts(cast: Cast, path: str = CITY, by: str = OFFICE) -> dict[str, dict[str, str]]:
    with acting_as(cast.city):
        found = figures(february(), path, by)
        return {group: {k: f.text for k, f in line.items()} for group, line in found.items()}


def test_the_numbers_are_those_counted_by_hand(cast: Cast, noon: time_machine.Traveller) -> None:
    fates(cast, noon)
    east, west = texts(cast)["990101"], texts(cast)["990102"]
    assert east["opened"] == "2"
    assert east["closed"] == "1"
    assert east["pending"] == "1"
    assert east["lapsed"] == "1"
    assert east["in_time"] == "100.0%"
    assert east["days"] == "2"
    assert (west["opened"], west["closed"], west["pending"]) == ("1", "0", "1")
    assert (west["in_time"], west["days"]) == ("—", "—")


def test_the_parts_add_up_to_the_whole(cast: Cast, noon: time_machine.Traveller) -> None:
    fates(cast, noon)
    with acting_as(cast.city):
        for by in (OFFICE, PROCEDURE):
            parts = figures(february(), CITY, by).values()
            for key in ("opened", "closed", "pending", "lapsed", "served"):
                whole = totals(february(), CITY)[key]
                assert sum(line[key].count for line in parts) == whole.count, (by, key)


def test_each_number_opens_to_exactly_its_rows(cast: Cast, noon: time_machine.Traveller) -> None:
    numbers = fates(cast, noon)
    with acting_as(cast.city):
        for line in figures(february(), CITY).values():
            for figure in line.values():
                rows = rows_of(figure.indicator, february(), CITY, OFFICE, figure.group)
                assert rows.count() == (figure.count if figure.of is None else figure.of)
        shown = rows_of(INDICATOR["pending"], february(), CITY, OFFICE, "990101")
        assert [event.case.number for event in shown] == [numbers["late"]]


def test_nobody_counts_what_he_may_not_see(cast: Cast, noon: time_machine.Traveller) -> None:
    fates(cast, noon)
    with acting_as(cast.east):
        assert set(figures(february(), CITY)) == {"990101"}
    with acting_as(cast.alice):
        assert totals(february(), "9901/990102/")["opened"].count == 1  # her own


def test_a_closed_period_comes_out_again_whatever_happens_later(
    cast: Cast, noon: time_machine.Traveller
) -> None:
    numbers = fates(cast, noon)
    with acting_as(cast.city):
        report = close_period(*FEBRUARY)
        assert report.figures["*"]["opened"][0] == "3"
    with at(noon, "03-12"):
        opened(cast.alice)
        taken(cast.east, numbers["bob"], "accept")
    with acting_as(cast.city):
        assert list(differences(report)) == []


def test_a_figure_that_was_falsified_is_found(cast: Cast, noon: time_machine.Traveller) -> None:
    fates(cast, noon)
    with acting_as(cast.city):
        report = close_period(*FEBRUARY)
        report.figures["990101"]["opened"][0] = "20"
        found = [(d.group, d.title, d.kept[:2]) for d in differences(report)]
        assert found == [("990101", "收案", "20")]


def test_a_report_cannot_be_changed(cast: Cast, noon: time_machine.Traveller) -> None:
    fates(cast, noon)
    with acting_as(cast.city):
        close_period(*FEBRUARY)
        with pytest.raises(ProgrammingError), transaction.atomic():
            Report.objects.update(figures={})


def test_a_sibling_sees_no_report(cast: Cast, noon: time_machine.Traveller) -> None:
    fates(cast, noon)
    with acting_as(cast.east):
        close_period(*FEBRUARY)
    with acting_as(cast.west):
        assert Report.objects.count() == 0
    with acting_as(cast.city):
        assert Report.objects.count() == 1


def test_a_running_period_is_not_closed(cast: Cast) -> None:
    today = clock.today()
    with acting_as(cast.city):
        with pytest.raises(Refused, match="还没有结束"):
            close_period(today - timedelta(days=5), today)
        with pytest.raises(Refused, match="起日晚于止日"):
            close_period(today, today - timedelta(days=5))
