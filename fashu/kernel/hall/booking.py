"""预约: an office publishes the times of its counters; a person takes one and can give it back."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from django.db import IntegrityError, connection, transaction
from django.db.models import QuerySet

from fashu.kernel import clock
from fashu.kernel.access import Actor, Kind, current_actor
from fashu.kernel.calendar import ServiceHours
from fashu.kernel.hall import reminding
from fashu.kernel.hall.holding import holding, new_code, plain
from fashu.kernel.hall.models import Booking, Slot
from fashu.kernel.holidays.official import official
from fashu.kernel.people.models import Office
from fashu.kernel.procedure.refusal import refuse

PREFIX = "B"
LONGEST, AHEAD = 62, 14
"""Days that may be published at once, and days ahead that a person may book."""

MOST = 3
"""Places that one person may hold at a time."""


def publish(hours: ServiceHours, *, first: date, last: date, minutes: int, counters: int) -> int:
    """Open the counters of the actor's office on the working days from `first` to `last`.

    What is open already stays as it is; returns how many places are new. Raises Refused where
    the calendar of a year is not published yet, or there is nothing to publish.
    """
    actor = current_actor()
    if actor.kind is not Kind.OFFICER or actor.office_id is None:
        raise refuse("只有机关的工作人员可以发布预约时段")
    if not first <= last or (last - first).days > LONGEST or first < clock.today():
        raise refuse("日期有误", remedy=f"从今天或以后开始，一次最多{LONGEST}天")
    days = [first + timedelta(n) for n in range((last - first).days + 1)]
    calendar = official()
    unknown = sorted({day.year for day in days if not calendar.is_published(day.year)})
    if unknown:
        raise refuse(f"{unknown[0]}年的节假日安排还没有公布", remedy="公布并录入以后再发布")
    places = [
        Slot(office_id=actor.office_id, starts_at=begins, ends_at=ends, counter=counter)
        for day in days
        if calendar.is_working_day(day)
        for begins, ends in _times(hours, day, minutes)
        for counter in range(1, counters + 1)
    ]
    before = Slot.objects.count()
    Slot.objects.bulk_create(places, ignore_conflicts=True)
    return Slot.objects.count() - before


def _times(hours: ServiceHours, day: date, minutes: int) -> Iterator[tuple[datetime, datetime]]:
    """The whole pieces of so many minutes within the opening hours."""
    piece, midnight = timedelta(minutes=minutes), datetime.combine(day, datetime.min.time())
    for opens, closes in hours.offsets:
        at = opens
        while at + piece <= closes:
            begins = (midnight + at).replace(tzinfo=clock.BEIJING)
            yield begins, begins + piece
            at += piece


def offices() -> list[Office]:
    """The offices that have times to come."""
    coming = Slot.objects.filter(starts_at__gt=clock.now(), starts_at__lt=_horizon())
    return list(Office.objects.filter(pk__in=coming.values("office")))


def free(office: Office) -> dict[date, dict[datetime, int]]:
    """Day -> time -> how many places are free, from now to the horizon."""
    found: dict[date, dict[datetime, int]] = {}
    coming = Slot.objects.filter(office=office, starts_at__gt=clock.now(), starts_at__lt=_horizon())
    taken = _taken(office)
    for pk, starts_at in coming.values_list("pk", "starts_at"):
        local = starts_at.astimezone(clock.BEIJING)
        times = found.setdefault(local.date(), {})
        times[local] = times.get(local, 0) + (pk not in taken)
    return found


def book(office: Office, starts_at: datetime, matter: str) -> Booking:
    """Take one free place at this time. Raises Refused where there is none left."""
    actor = current_actor()
    if actor.account_id is None:
        raise refuse("请先登录", remedy="登录后回到本页继续")
    if not clock.now() < starts_at < _horizon():
        raise refuse("这个时间不能预约", remedy=f"可以预约从现在起{AHEAD}天以内的时间")
    mine = Booking.objects.filter(
        account_id=actor.account_id, cancelled_at=None, starts_at__gt=clock.now()
    )
    if mine.filter(starts_at=starts_at).exists():
        raise refuse("您在这个时间已经有预约", remedy="请换一个时间，或者先取消原来的预约")
    if mine.count() >= MOST:
        raise refuse(f"同时最多保留{MOST}个预约", remedy="请先取消不用的预约")
    for slot in Slot.objects.filter(office=office, starts_at=starts_at):
        if slot.pk not in _taken(office) and (taken := _take(slot, actor, matter)):
            return taken
    raise refuse("这个时间已经约满", remedy="请选择别的时间")


def _take(slot: Slot, actor: Actor, matter: str) -> Booking | None:
    """None where somebody else was faster: the database lets only one hold a place."""
    try:
        with transaction.atomic():
            return Booking.objects.create(
                slot=slot,
                account_id=actor.account_id or 0,
                name=actor.name,
                code=new_code(PREFIX),
                matter=matter,
                starts_at=slot.starts_at,
                office_path=slot.office.path,
                booked_at=clock.now(),
            )
    except IntegrityError:
        return None


def cancel(booking: Booking) -> None:
    """Give the place back. Raises Refused where it is over, or given back already."""
    if booking.cancelled_at or booking.starts_at <= clock.now():
        raise refuse("这个预约已经取消或者已经过去")
    booking.cancelled_at = clock.now()
    booking.save(update_fields=["cancelled_at"])
    reminding.take_back(booking)


def expected_here() -> QuerySet[Booking]:
    """The bookings with counters of one's own scope: not those that one has made elsewhere."""
    scope = current_actor().scope
    here = Booking.objects.filter(office_path__gte=scope.start, office_path__lt=scope.end)
    return here.select_related("slot__office")


def arrived(booking: Booking) -> None:
    """The person has come to the counter."""
    if booking.cancelled_at or booking.arrived_at:
        raise refuse("这个预约已经取消或者已经登记到场")
    booking.arrived_at = clock.now()
    booking.save(update_fields=["arrived_at"])


def own() -> list[Booking]:
    """What the actor has booked and is still to come, the nearest first."""
    account = current_actor().account_id
    if account is None:
        return []
    found = Booking.objects.filter(account=account, cancelled_at=None, starts_at__gt=clock.now())
    return list(found.select_related("slot__office"))


def by_code(code: str) -> Booking:
    """The booking of a code, for whoever holds it. Raises Refused."""
    with holding(code):
        found = Booking.objects.select_related("slot__office").filter(code=plain(code)).first()
    if found is None:
        raise refuse("没有找到这个预约码", remedy="请核对预约时给您的12位预约码")
    return found


def _horizon() -> datetime:
    return clock.now() + timedelta(days=AHEAD)


def _taken(office: Office) -> set[int]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM fashu_taken_slots(%s)", [office.pk])
        return {row[0] for row in cursor.fetchall()}
