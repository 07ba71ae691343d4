"""提醒: on the working day before, whoever has booked a counter is told when and where. Once.

The reminder is a notice; e-mail and SMS follow it by the adapters of `desk.letters`, which wake
nobody at night. What is cancelled before its letter has left is not sent.
"""

from datetime import date, datetime, timedelta

from fashu.kernel import clock
from fashu.kernel.access import SYSTEM, acting_as
from fashu.kernel.desk import letters, notices
from fashu.kernel.desk.models import Kind
from fashu.kernel.hall.models import Booking
from fashu.kernel.holidays.official import official

AT_ONCE = 200
"""Bookings in one transaction."""

WEEKDAYS = "一二三四五六日"


def remind() -> int:
    """Tell everybody whose booking is on the next working day, or still to come before; how many.

    A worker that stood still on the working day before makes up for it as long as there is time.
    """
    told = 0
    while found := _some():
        told += found
    return told


def _some() -> int:
    now = clock.now()
    with acting_as(SYSTEM):
        coming = Booking.objects.filter(
            cancelled_at=None,
            reminded_at=None,
            starts_at__gt=now,
            starts_at__lt=_until(now.date()),
        )
        locked = coming.select_for_update(of=("self",), skip_locked=True)
        found = list(locked.select_related("slot__office").order_by("starts_at", "pk")[:AT_ONCE])
        for booking in found:
            notices.tell([booking.account_id], Kind.BOOKING, words(booking), _address(booking))
        Booking.objects.filter(pk__in=[b.pk for b in found]).update(reminded_at=now)
    return len(found)


def _until(today: date) -> datetime:
    """The end of the next working day: whatever is before it has its working day before by now."""
    next_day = official().next_open(today + timedelta(days=1))
    return datetime.combine(next_day + timedelta(days=1), datetime.min.time(), clock.BEIJING)


def words(booking: Booking) -> str:
    """When and where. Neither who comes nor what for: others may see the telephone."""
    at = booking.starts_at.astimezone(clock.BEIJING)
    day = f"{at.month}月{at.day}日（星期{WEEKDAYS[at.weekday()]}）{at:%H:%M}"
    place = f"{booking.slot.office.title}{booking.slot.counter}号窗口"
    return f"您预约了{day}到{place}办事，请带身份证件。来不了请在网上取消，让给别人。"


def take_back(booking: Booking) -> None:
    """What has not left yet does not leave: the booking was cancelled by whoever it is."""
    letters.withdraw(_address(booking), "预约已取消")


def _address(booking: Booking) -> str:
    return f"/booking/{booking.code}/"
