"""预约: counters on working days, one person a place, given back, found by its code."""

from datetime import date, datetime, time, timedelta

import pytest
from django.db import IntegrityError, transaction

from fashu.kernel.access import SYSTEM, VISITOR, Actor, Kind, acting_as
from fashu.kernel.calendar import ServiceHours
from fashu.kernel.cases.tests.conftest import Cast
from fashu.kernel.cases.tests.test_concurrency import THREADS, at_once
from fashu.kernel.clock import BEIJING
from fashu.kernel.hall import booking
from fashu.kernel.hall.ics import calendar
from fashu.kernel.hall.models import Booking, Slot
from fashu.kernel.people.models import Account, Office
from fashu.kernel.procedure import Refused

MORNING = ServiceHours(((time(9), time(10)),), working_days_only=True)
THURSDAY = date(2026, 2, 12)
NINE = datetime(2026, 2, 12, 9, tzinfo=BEIJING)


def east() -> Office:
    return Office.objects.get(code="990101")


def opened(cast: Cast, counters: int = 1, last: date = THURSDAY) -> int:
    with acting_as(cast.east):
        return booking.publish(MORNING, first=THURSDAY, last=last, minutes=30, counters=counters)


def booked(actor: Actor, at: datetime = NINE) -> Booking:
    with acting_as(actor):
        return booking.book(east(), at, "问问怎么申请")


@pytest.mark.django_db
def test_counters_open_on_working_days_only_and_on_made_up_ones_too(cast: Cast) -> None:
    """The Saturday 14 February 2026 is worked; from the 15th the Spring Festival is not."""
    opened(cast, last=date(2026, 2, 20))
    days = {slot.starts_at.astimezone(BEIJING).date() for slot in Slot.objects.all()}
    assert days == {THURSDAY, date(2026, 2, 13), date(2026, 2, 14)}


@pytest.mark.django_db
def test_publishing_again_adds_nothing(cast: Cast) -> None:
    assert opened(cast) == 2
    assert opened(cast) == 0
    assert opened(cast, counters=2) == 2


@pytest.mark.django_db
def test_a_year_without_a_calendar_is_not_opened(cast: Cast) -> None:
    with acting_as(cast.east), pytest.raises(Refused, match="还没有公布"):
        booking.publish(
            MORNING, first=date(2027, 1, 4), last=date(2027, 1, 4), minutes=30, counters=1
        )


@pytest.mark.django_db
def test_a_place_taken_is_free_no_more_until_it_is_given_back(cast: Cast) -> None:
    opened(cast)
    mine = booked(cast.alice)
    with acting_as(VISITOR):
        assert booking.free(east())[THURSDAY][NINE] == 0
    with pytest.raises(Refused, match="约满"):
        booked(cast.bob)
    with acting_as(cast.alice):
        booking.cancel(mine)
    assert booked(cast.bob).slot_id == mine.slot_id


@pytest.mark.django_db
def test_one_person_holds_one_place_at_a_time_and_few_in_all(cast: Cast) -> None:
    opened(cast, counters=3, last=date(2026, 2, 13))
    booked(cast.alice)
    with pytest.raises(Refused, match="已经有预约"):
        booked(cast.alice)
    booked(cast.alice, NINE + timedelta(minutes=30))
    booked(cast.alice, NINE + timedelta(days=1))
    with pytest.raises(Refused, match="最多保留"):
        booked(cast.alice, NINE + timedelta(days=1, minutes=30))


@pytest.mark.django_db
def test_a_visitor_signs_in_first(cast: Cast) -> None:
    opened(cast)
    with pytest.raises(Refused, match="请先登录"):
        booked(VISITOR)


@pytest.mark.django_db
def test_only_the_person_the_office_and_whoever_holds_the_code_see_it(cast: Cast) -> None:
    opened(cast)
    mine = booked(cast.alice)
    seen = {}
    for name in ("alice", "east", "city", "west", "bob"):
        with acting_as(getattr(cast, name)):
            seen[name] = Booking.objects.count()
    assert seen == {"alice": 1, "east": 1, "city": 1, "west": 0, "bob": 0}
    with acting_as(VISITOR):
        typed = f" {mine.code[:4].lower()}-{mine.code[4:]}"
        assert booking.by_code(typed).pk == mine.pk
        assert Booking.objects.count() == 0
        with pytest.raises(Refused, match="没有找到"):
            booking.by_code("B23456789ABC")


@pytest.mark.django_db
def test_the_database_itself_refuses_a_second_person_in_one_place(cast: Cast) -> None:
    opened(cast)
    mine = booked(cast.alice)
    with acting_as(SYSTEM), pytest.raises(IntegrityError), transaction.atomic():
        Booking.objects.create(
            slot_id=mine.slot_id,
            account_id=cast.bob.account_id or 0,
            code="B2",
            name="x",
            matter="x",
            starts_at=mine.starts_at,
            office_path=mine.office_path,
            booked_at=mine.booked_at,
        )


@pytest.mark.django_db(transaction=True)
def test_of_many_who_ask_at_once_exactly_as_many_get_a_place_as_there_are(cast: Cast) -> None:
    opened(cast, counters=2)
    people = _crowd()

    def ask(number: int) -> bool:
        try:
            booked(people[number])
        except Refused:
            return False
        return True

    assert sum(at_once(ask)) == 2
    with acting_as(SYSTEM):
        held = Booking.objects.filter(cancelled_at=None).values_list("slot_id", flat=True)
        assert len(held) == len(set(held)) == 2


def _crowd() -> list[Actor]:

    with acting_as(SYSTEM):
        made = [
            Account.objects.create_account(f"crowd{n}", name="某某", kind=Kind.CITIZEN)
            for n in range(THREADS)
        ]
    return [Actor(kind=Kind.CITIZEN, name="某某", account_id=account.pk) for account in made]


@pytest.mark.django_db
def test_the_calendar_file_says_when_and_where(cast: Cast) -> None:
    opened(cast)
    text = calendar(booked(cast.alice))
    assert "DTSTART:20260212T010000Z\r\n" in text
    assert "LOCATION:东县司法局 1号窗口\r\n" in text
    assert "TRIGGER:-P1D" in text
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
