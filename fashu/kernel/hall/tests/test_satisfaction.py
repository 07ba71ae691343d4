"""好差评统计: of how many how many, the same again later, opened by those above only."""

from datetime import timedelta

import pytest
import time_machine
from django.db import DatabaseError, transaction

from fashu.kernel import clock
from fashu.kernel.access import VISITOR, Actor, acting_as
from fashu.kernel.cases.tests.conftest import Cast
from fashu.kernel.cases.tests.test_actions import open_sample
from fashu.kernel.hall import rating, satisfaction
from fashu.kernel.hall.models import Rating
from fashu.kernel.hall.rating import Grade
from fashu.kernel.hall.satisfaction import Standing
from fashu.kernel.hall.tests.test_rating import finished
from fashu.kernel.supervision.indicators import Period

pytestmark = pytest.mark.django_db

YEAR, HOUR = 2026, timedelta(hours=1)


def rated(cast: Cast, *grades: Grade) -> None:
    for n, grade in enumerate(grades):
        case = finished(cast, f"{clock.now()} {n}")
        with acting_as(cast.alice):
            rating.rate(case, grade, [], "")


def public(year: int = YEAR) -> list[Standing]:
    with acting_as(VISITOR):
        return satisfaction.standings(satisfaction.year(year))


def seen_by(actor: Actor, period: Period) -> list[tuple[str, int, tuple[int, ...]]]:
    with acting_as(actor):
        found = satisfaction.supervised(period)
        return [(s.office.code, s.finished, s.grades) for s in found]


def test_shares_say_of_how_many_and_few_ratings_are_not_published(cast: Cast) -> None:
    for n in range(satisfaction.FEWEST):
        case = finished(cast, f"key-{n}")
        (before,) = public()
        assert (before.finished, before.rated, before.share) == (n + 1, n, None)
        with acting_as(cast.alice):
            rating.rate(case, Grade.VERY_GOOD if n else Grade.BAD, [], "")
    finished(cast, "unrated")
    (after,) = public()
    assert (after.finished, after.rated, after.good) == (6, 5, 4)
    assert after.share == 80
    assert after.average == 4.4


def test_what_still_runs_is_not_counted(cast: Cast) -> None:
    open_sample(cast.alice)
    assert public() == []


def test_a_year_that_is_over_comes_out_the_same_for_ever(
    cast: Cast, noon: time_machine.Traveller
) -> None:
    noon.move_to("2026-12-31T10:00:00+08:00")
    case = finished(cast, "last of the year")
    noon.move_to("2027-01-15T23:00:00+08:00")
    with acting_as(cast.alice):
        rating.rate(case, Grade.GOOD, [], "")
    assert [s.grades for s in public()] == [(0, 1, 0, 0, 0)]
    noon.move_to("2027-01-20T10:00:00+08:00")
    late = finished(cast, "of the next year")
    with acting_as(cast.alice):
        rating.rate(late, Grade.VERY_BAD, [], "")
    assert [s.grades for s in public()] == [(0, 1, 0, 0, 0)]
    assert [s.grades for s in public(2027)] == [(0, 0, 0, 0, 1)]
    assert satisfaction.settled_on(YEAR).isoformat() == "2027-01-16"
    assert satisfaction.years()[:2] == [2027, 2026]


def test_a_grade_is_given_once_and_stays(cast: Cast) -> None:
    rated(cast, Grade.VERY_BAD)
    with acting_as(cast.alice):
        own = Rating.objects.get()
        for changes in ({"grade": 5}, {"office_id": 1}, {"rated_at": clock.now() + HOUR}):
            with pytest.raises(DatabaseError, match="stays"), transaction.atomic():
                Rating.objects.update(**changes)
        with pytest.raises(DatabaseError, match="stays"), transaction.atomic():
            own.delete()
    with acting_as(cast.city):
        rating.verify(own, "查了记录", holds=False)


def test_the_office_above_opens_every_number_to_as_many_rows(cast: Cast) -> None:
    rated(cast, Grade.VERY_GOOD, Grade.FAIR, Grade.BAD, Grade.VERY_BAD)
    finished(cast, "unrated")
    with acting_as(cast.city):
        period = satisfaction.year(YEAR)
        (east,) = satisfaction.supervised(period)
        assert (east.finished, east.rated, east.good) == (5, 4, 2)
        assert east.grades == (1, 0, 1, 1, 1)
        for key in satisfaction.NUMBERS:
            rows = satisfaction.rows_of(period, [east.office], key)
            assert rows.count() == east.number(key), key


def test_the_office_that_was_rated_opens_nothing(cast: Cast) -> None:
    rated(cast, Grade.BAD)
    period = satisfaction.year(YEAR)
    assert seen_by(cast.east, period) == []
    assert seen_by(cast.west, period) == []
    assert seen_by(cast.city, period) == [("990101", 1, (0, 0, 0, 1, 0))]
    with acting_as(cast.east):
        assert satisfaction.ratings(period).count() == 0


def test_the_same_moment_gives_the_same_numbers_and_digest_and_a_later_one_others(
    cast: Cast, noon: time_machine.Traveller
) -> None:
    rated(cast, Grade.GOOD)
    period = satisfaction.year(YEAR)
    before = seen_by(cast.city, period), _digest(cast, period)
    noon.shift(60)
    rated(cast, Grade.BAD)
    assert (seen_by(cast.city, period), _digest(cast, period)) == before
    later = satisfaction.year(YEAR)
    assert seen_by(cast.city, later) == [("990101", 2, (0, 1, 0, 1, 0))]
    assert _digest(cast, later) != before[1]


def _digest(cast: Cast, period: Period) -> str:
    with acting_as(cast.city):
        return satisfaction.digest(period, [s.office for s in satisfaction.supervised(period)])
