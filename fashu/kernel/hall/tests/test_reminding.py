"""提醒: on the working day before, once, by the adapters, never at night, not what is cancelled."""

import json
from datetime import date, datetime
from pathlib import Path

import pytest
import time_machine
from django.conf import LazySettings
from procrastinate.contrib.django import app

from fashu.kernel.access import SYSTEM, Actor, acting_as
from fashu.kernel.cases.tests.conftest import Cast
from fashu.kernel.clock import BEIJING
from fashu.kernel.desk import letters, notices
from fashu.kernel.hall import booking, reminding
from fashu.kernel.hall.models import Booking
from fashu.kernel.hall.tests.test_booking import booked, opened
from fashu.kernel.jobs import tasks
from fashu.kernel.people.models import Account

pytestmark = pytest.mark.django_db

LAST = date(2026, 2, 24)
"""Saturday 14 February 2026 is worked; the Spring Festival is from the 15th to the 23rd."""


def at(day: int, hour: int = 9, minute: int = 0) -> datetime:
    return datetime(2026, 2, day, hour, minute, tzinfo=BEIJING)


@pytest.fixture(autouse=True)
def outbox(settings: LazySettings, tmp_path: Path) -> Path:
    settings.FASHU_OUTBOX = tmp_path
    return tmp_path / "sms"


@pytest.fixture
def open_counters(cast: Cast) -> None:
    opened(cast, counters=3, last=LAST)
    with acting_as(SYSTEM):
        Account.objects.filter(username__in=("alice", "bob")).update(phone="19900000001")


def posted(outbox: Path) -> list[str]:
    """Write and send what is due; every text that ever left."""
    letters.write_letters()
    letters.send_letters()
    return [json.loads(path.read_text())["text"] for path in sorted(outbox.glob("*.json"))]


def told(actor: Actor) -> int:
    with acting_as(actor):
        return notices.own_notices().filter(kind="booking").count()


@pytest.mark.usefixtures("open_counters")
def test_a_booking_is_reminded_of_once_on_the_day_before_with_time_and_place(
    cast: Cast, outbox: Path, noon: time_machine.Traveller
) -> None:
    booked(cast.alice, at(13))
    assert reminding.remind() == 0
    noon.move_to(at(12))
    assert reminding.remind() == 1
    assert reminding.remind() == 0
    assert posted(outbox) == [
        "【法枢】您预约了2月13日（星期五）09:00到东县司法局1号窗口办事，请带身份证件。"
        "来不了请在网上取消，让给别人。"
    ]
    assert (told(cast.alice), told(cast.bob)) == (1, 0)


@pytest.mark.usefixtures("open_counters")
@pytest.mark.parametrize(
    ("day", "before", "too_early"),
    [(14, 13, 12), (24, 14, 13)],
    ids=["a worked Saturday after a Friday", "the first day after the Spring Festival"],
)
def test_the_day_before_is_the_working_day_before(
    cast: Cast, noon: time_machine.Traveller, day: int, before: int, too_early: int
) -> None:
    booked(cast.alice, at(day)) if day < 24 else _book_late(cast, noon, day)
    noon.move_to(at(too_early, 20))
    assert reminding.remind() == 0
    noon.move_to(at(before))
    assert reminding.remind() == 1


def _book_late(cast: Cast, noon: time_machine.Traveller, day: int) -> None:
    noon.move_to(at(12))
    booked(cast.alice, at(day))


@pytest.mark.usefixtures("open_counters")
def test_a_worker_that_stood_still_makes_up_for_it_until_it_is_too_late(
    cast: Cast, noon: time_machine.Traveller
) -> None:
    booked(cast.alice, at(12))
    booked(cast.bob, at(12, 9, 30))
    noon.move_to(at(12, 9, 15))
    assert reminding.remind() == 1
    assert (told(cast.alice), told(cast.bob)) == (0, 1)


@pytest.mark.usefixtures("open_counters")
def test_what_is_cancelled_is_not_reminded_of(
    cast: Cast, outbox: Path, noon: time_machine.Traveller
) -> None:
    cancelled = booked(cast.alice, at(13))
    with acting_as(cast.alice):
        booking.cancel(cancelled)
    noon.move_to(at(12))
    assert reminding.remind() == 0
    assert posted(outbox) == []


@pytest.mark.usefixtures("open_counters")
@pytest.mark.parametrize("is_written", [True, False])
def test_nobody_is_woken_and_what_is_cancelled_overnight_does_not_leave(
    cast: Cast, outbox: Path, noon: time_machine.Traveller, *, is_written: bool
) -> None:
    kept, given_back = booked(cast.alice, at(12, 9, 30)), booked(cast.bob, at(12, 9, 30))
    noon.move_to(at(11, 23))
    assert reminding.remind() == 2
    if is_written:
        assert posted(outbox) == []
    with acting_as(cast.bob):
        booking.cancel(given_back)
    noon.move_to(at(12, 7, 59))
    assert posted(outbox) == []
    noon.move_to(at(12, 8))
    assert len(posted(outbox)) == 1
    with acting_as(cast.alice):
        assert [letter.error for letter in letters.own_letters()] == [""]
        assert Booking.objects.get(pk=kept.pk).reminded_at == at(11, 23)


@pytest.mark.usefixtures("open_counters")
def test_the_worker_reminds_in_daytime_only(cast: Cast, noon: time_machine.Traveller) -> None:
    booked(cast.alice, at(13))
    noon.move_to(at(12))
    assert tasks.remind(timestamp=0) == 1
    hours = app.periodic_registry.periodic_tasks[(tasks.remind.name, "")].cron.split()[1]
    first, last = (int(hour) + 8 for hour in hours.split("-"))
    assert (first, last) == (9, 20)
