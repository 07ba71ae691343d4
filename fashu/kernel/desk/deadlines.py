"""Deadlines by day: the terms of one's cases, and the internal limits of one's errands."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from secrets import token_urlsafe

from django.db import connection, transaction
from django.db.models import Q
from icalendar import Alarm, Calendar, Event

from fashu.kernel import clock
from fashu.kernel.access import Actor, Kind, acting_as, current_actor
from fashu.kernel.cases.models import Case, RunningTerm
from fashu.kernel.cases.queries import SOON_DAYS
from fashu.kernel.cases.roles import account_of
from fashu.kernel.cases.rows import moment
from fashu.kernel.desk import boxes
from fashu.kernel.desk.delegation import stands_in_for
from fashu.kernel.desk.models import FeedKey
from fashu.kernel.people.actors import actor_for
from fashu.kernel.people.models import Account
from fashu.kernel.procedure.refusal import refuse

FEED_BACK_DAYS, FEED_AHEAD_DAYS = 60, 400
"""From how many days before today to how many after it a subscribed calendar reaches."""

KEY_BYTES = 32


@dataclass(frozen=True, slots=True)
class Deadline:
    """Something due on a day. `at`: the hour, where the term counts hours.

    `provisional`: the day may still move. `errand`: its number, where it is an internal limit.
    """

    on: date
    at: datetime | None
    title: str
    case: Case
    provisional: bool = False
    errand: int | None = None
    key: str = ""

    @property
    def tone(self) -> str:
        """late, soon or ok, as chips say it."""
        left = (self.on - clock.today()).days
        return "late" if left < 0 else "soon" if left <= SOON_DAYS else "ok"


def deadlines(first: date, last: date, *, office: bool = False) -> list[Deadline]:
    """What is due in these days, in order; of the whole office and those below it where asked."""
    found = [*_terms(first, last, office=office), *_limits(first, last)]
    return sorted(found, key=lambda d: (d.on, d.case.number, d.title))


def _terms(first: date, last: date, *, office: bool) -> Iterator[Deadline]:
    days = {"due_at__gte": moment(first), "due_at__lt": moment(last + timedelta(days=1))}
    terms = RunningTerm.objects.filter(paused=False, **days).select_related("case", "case__office")
    if not office:
        own = [account_of(current_actor()), *stands_in_for()]
        waiting = boxes.waiting_cases().order_by().values("pk")
        terms = terms.filter(Q(case__handler__in=own) | Q(case__in=waiting))
    for term in terms:
        assert term.due_at is not None
        at = term.due_at.astimezone(clock.BEIJING)
        hour = at if at.time() != at.min.time() else None
        key = f"term-{term.case_id}-{term.term}-{term.n}"
        yield Deadline(at.date(), hour, term.title, term.case, term.provisional, key=key)


def _limits(first: date, last: date) -> Iterator[Deadline]:
    for task in boxes.waiting_tasks().filter(due_on__gte=first, due_on__lte=last):
        assert task.due_on is not None
        title, key = "内部事项", f"task-{task.errand_id}-{task.place}"
        yield Deadline(task.due_on, None, title, task.case, errand=task.errand_id, key=key)


# -- A calendar to subscribe to ------------------------------------------------------------------


@transaction.atomic
def new_feed() -> str:
    """A new secret for one's calendar; a former one ends. It is shown once and kept as a digest."""
    account = account_of(current_actor())
    if current_actor().kind not in (Kind.OFFICER, Kind.AUDITOR):
        raise refuse("日历订阅供工作人员使用")
    revoke_feed()
    secret = token_urlsafe(KEY_BYTES)
    FeedKey.objects.create(account_id=account, digest=_digest(secret), made_at=clock.now())
    return secret


def revoke_feed() -> None:
    """End one's calendar address."""
    mine = FeedKey.objects.filter(account_id=account_of(current_actor()), revoked_at=None)
    mine.update(revoked_at=clock.now())


def own_feed() -> FeedKey | None:
    """One's calendar address that holds, without its secret."""
    mine = FeedKey.objects.filter(account_id=account_of(current_actor()), revoked_at=None)
    return mine.first()


def owner_of(secret: str) -> Actor | None:
    """Whose calendar a secret opens, in his post of today; None for any other secret."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT fashu_account_of_feed(%s)", [_digest(secret)])
        account_id = cursor.fetchone()[0]
    if account_id is None:
        return None
    with acting_as(Actor(kind=Kind.CITIZEN, name="", account_id=account_id)):
        account = Account.objects.filter(pk=account_id, is_active=True).first()
        return actor_for(account) if account else None


def feed() -> bytes:
    """One's deadlines as iCalendar (RFC 5545): numbers and terms, no names."""
    calendar = Calendar()
    calendar.add("prodid", "-//Fashu//deadlines//ZH")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", "法枢期限")
    today = clock.today()
    first = today - timedelta(days=FEED_BACK_DAYS)
    for deadline in deadlines(first, today + timedelta(days=FEED_AHEAD_DAYS)):
        calendar.add_component(_event(deadline))
    return bytes(calendar.to_ical())


def _event(deadline: Deadline) -> Event:
    event = Event()
    event.add("uid", f"{deadline.key}@fashu")
    event.add("dtstamp", clock.now().astimezone(UTC))
    if deadline.at is not None:
        event.add("dtstart", deadline.at.astimezone(UTC))
    else:
        event.add("dtstart", deadline.on)
        event.add("dtend", deadline.on + timedelta(days=1))
    mark = "（暂定）" if deadline.provisional else ""
    event.add("summary", f"{deadline.title}届满{mark} {deadline.case.number}")
    event.add("status", "TENTATIVE" if deadline.provisional else "CONFIRMED")
    event.add("transp", "TRANSPARENT")
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", f"{deadline.title} {deadline.case.number}")
    alarm.add("trigger", timedelta(days=-1))
    event.add_component(alarm)
    return event


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
