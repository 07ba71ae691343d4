"""消息: telling people what concerns them, in the transaction in which it happens.

A notice is its addressee's alone: whoever writes it cannot read it. Pages hear of it through
`pg_notify('fashu_notice')`, e-mail and SMS follow by the worker (`letters`).
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import connection
from django.db.models import Count, Q, QuerySet

from fashu.kernel import clock
from fashu.kernel.access import SYSTEM, acting_as, current_actor
from fashu.kernel.cases.models import Case, Event
from fashu.kernel.cases.queries import SOON_DAYS, title_of
from fashu.kernel.cases.roles import account_of
from fashu.kernel.cases.rows import moment
from fashu.kernel.desk.models import Kind, Notice, Task, ToldUpTo
from fashu.kernel.holidays.official import official
from fashu.kernel.record.models import Entry

CHANNEL = "fashu_notice"
"""What PostgreSQL calls out when somebody has been told; its payload is his account."""

AT_ONCE = 500
"""How many events of the log one run reads."""


def tell(
    accounts: Iterable[int], kind: Kind, words: str, address: str, *, number: str = ""
) -> None:
    """Tell each of them but oneself. `words` stay inside; letters say less."""
    me = current_actor().account_id
    told = [account for account in dict.fromkeys(accounts) if account != me]
    with connection.cursor() as cursor:
        for account in told:
            cursor.execute(
                "INSERT INTO desk_notice (account_id, kind, words, number, address, made_at)"
                " VALUES (%s, %s, %s, %s, %s, %s)",
                [account, kind.value, words[:200], number, address, clock.now()],
            )
            cursor.execute("SELECT pg_notify(%s, %s)", [CHANNEL, str(account)])


def case_address(case: Case) -> str:
    """Where a case is looked at."""
    return f"/workbench/cases/{case.number}/"


def own_notices() -> QuerySet[Notice]:
    """What one was told, latest first."""
    return Notice.objects.filter(account=account_of(current_actor()))


def unread() -> int:
    """How much of it one has not read."""
    account = current_actor().account_id
    return Notice.objects.filter(account=account, read_at=None).count() if account else 0


def since(notice_id: int) -> list[Notice]:
    """What one was told after a notice, the oldest first."""
    return list(own_notices().filter(pk__gt=notice_id).order_by("pk")[:50])


def mark_read(notice_id: int | None = None) -> Notice | None:
    """Note that one has read a notice, or all of them; the one."""
    mine = own_notices()
    chosen = mine if notice_id is None else mine.filter(pk=notice_id)
    chosen.filter(read_at=None).update(read_at=clock.now())
    return mine.filter(pk=notice_id).first() if notice_id else None


# -- The worker's --------------------------------------------------------------------------------


def tell_handlers() -> int:
    """Tell handlers what others did on their cases, in the order of the record; how many events.

    The record numbers events without gaps, so that none is passed over that was written late.
    """
    with acting_as(SYSTEM):
        place, _ = ToldUpTo.objects.select_for_update().get_or_create(
            pk=1, defaults={"leaf_index": _last_leaf()}
        )
        beyond = Entry.objects.filter(leaf_index__gt=place.leaf_index, roll_id=None)
        places = beyond.order_by("leaf_index").values_list("leaf_index", "event_id")[:AT_ONCE]
        entries = [(leaf, event) for leaf, event in places if event is not None]
        events = Event.objects.select_related("case").in_bulk([event for _, event in entries])
        for _, event_id in entries:
            _tell_of(events[event_id])
        if entries:
            place.leaf_index = entries[-1][0]
            place.save(update_fields=["leaf_index"])
    return len(entries)


def _tell_of(event: Event) -> None:
    handler = event.case.handler_id
    if handler is not None and handler != event.account_id:
        address, number = case_address(event.case), event.case.number
        tell([handler], Kind.EVENT, f"{number}：{title_of(event)}", address, number=number)


def _last_leaf() -> int:
    """Where the log stands now; what happened before the first run is told to nobody."""
    last = Entry.objects.order_by("-leaf_index").values_list("leaf_index", flat=True).first()
    return last if last is not None else 0


def tell_due() -> int:
    """每日期限: on a working day tell everybody once what is due; how many people.

    Whoever was told today is left in peace: a worker that stood still in the morning makes up for
    it later.
    """
    today = clock.today()
    if not official().is_open(today):
        return 0
    with acting_as(SYSTEM):
        start, end = moment(today), moment(today + timedelta(days=SOON_DAYS))
        late, soon = _due_cases(start, end)
        tasks = dict(
            Task.objects.filter(due_on__lte=today + timedelta(days=SOON_DAYS))
            .order_by()
            .values_list("account")
            .annotate(count=Count("id"))
        )
        people = sorted({*late, *soon, *tasks} - _told_since(start))
        for account in people:
            words = _due_words(late.get(account, 0), soon.get(account, 0), tasks.get(account, 0))
            tell([account], Kind.DIGEST, words, "/workbench/calendar/?show=agenda")
    return len(people)


def _told_since(start: datetime) -> set[int]:
    """The accounts that have had their 每日期限 since then."""
    told = Notice.objects.filter(kind=Kind.DIGEST, made_at__gte=start)
    return set(told.order_by().values_list("account", flat=True))


def _due_cases(start: datetime, end: datetime) -> tuple[dict[int, int], dict[int, int]]:
    """Handler -> how many of his open cases are late, and how many are due soon."""
    held = Case.objects.filter(closed_on=None, handler__isnull=False, due_at__lte=end)
    counted = (
        held.order_by()
        .values_list("handler")
        .annotate(
            late=Count("id", filter=Q(due_at__lt=start)),
            soon=Count("id", filter=Q(due_at__gte=start)),
        )
    )
    rows = list(counted)
    return {h: late for h, late, _ in rows if late}, {h: soon for h, _, soon in rows if soon}


def _due_words(late: int, soon: int, tasks: int) -> str:
    parts = (
        f"逾期{late}件" if late else "",
        f"{SOON_DAYS}日内到期{soon}件" if soon else "",
        f"内部事项{tasks}项将到内部时限" if tasks else "",
    )
    return "今天：" + "，".join(part for part in parts if part)
