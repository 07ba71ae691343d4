"""Entering a notice of days off, and the second person's word on it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from fashu.kernel import clock
from fashu.kernel.access import Actor, Kind, current_actor, log
from fashu.kernel.calendar import CHINA, YearSchedule
from fashu.kernel.holidays.models import Notice
from fashu.kernel.holidays.official import forget
from fashu.kernel.holidays.schedule import Holiday, cells, schedule
from fashu.kernel.law.citation import Law
from fashu.kernel.procedure.refusal import refuse

DAYS_OFF = Law("全国年节及纪念日放假办法").art(7)
"""可合理安排统一放假调休: what the yearly notice arranges."""


@dataclass(frozen=True, slots=True)
class Told:
    """What identifies a notice: the year it arranges, its number and day, where it was read."""

    year: int
    number: str
    issued_on: date
    source_url: str = ""


@transaction.atomic
def enter(told: Told, rows: Sequence[Holiday]) -> Notice:
    """Enter a notice for a second person to confirm. Raises Refused, CalendarError."""
    actor = _one_of(Kind.SYSTEM_ADMIN)
    _check(told)
    if Notice.objects.filter(year=told.year, is_confirmed=None).exists():
        raise refuse(f"{told.year}年已有一份放假安排等待复核", remedy="请先复核或者退回那一份")
    schedule(told.year, rows, told.number)
    notice = Notice.objects.create(
        year=told.year,
        number=told.number,
        issued_on=told.issued_on,
        source_url=told.source_url,
        holidays=[row.to_json() for row in rows],
        entered_by_id=actor.account_id or 0,
        entered_name=actor.name,
        entered_at=clock.now(),
    )
    log.write("enter_holidays", _subject(notice), None, _facts(notice))
    return notice


@transaction.atomic
def decide(notice: Notice, *, confirm: bool, remark: str = "") -> None:
    """Put a notice in force, or send it back. Raises Refused for whoever entered it."""
    actor = _one_of(Kind.SYSTEM_ADMIN, Kind.SECURITY_ADMIN)
    waiting = Notice.objects.select_for_update().filter(pk=notice.pk, is_confirmed=None).first()
    if waiting is None:
        raise refuse("这份放假安排已经复核")
    notice = waiting
    if notice.entered_by_id == actor.account_id:
        raise refuse("录入人不能复核自己录入的放假安排", remedy="请由另一名管理员对照通知复核")
    if not confirm and not remark.strip():
        raise refuse("退回应当说明理由", remedy="请写明哪一处与通知不符")
    notice.is_confirmed, notice.decided_at = confirm, clock.now()
    notice.decided_by_id, notice.decided_name = actor.account_id, actor.name
    notice.remark = "" if confirm else remark.strip()[:200]
    notice.save(
        update_fields=["is_confirmed", "decided_by", "decided_name", "decided_at", "remark"]
    )
    forget()
    facts = _facts(notice) if confirm else {"退回理由": notice.remark}
    words = "确认，全平台生效" if confirm else "退回"
    log.write("decide_holidays", _subject(notice), {"复核": "等待"}, {"复核": words, **facts})


def differences(notice: Notice) -> list[date]:
    """The days on which a notice and the library's own year disagree; none where it has none."""
    if not CHINA.is_published(notice.year):
        return []
    said: YearSchedule = notice.schedule
    with_it = CHINA.with_days([said])
    days = (date(notice.year, 1, 1).toordinal(), date(notice.year, 12, 31).toordinal())
    every = map(date.fromordinal, range(days[0], days[1] + 1))
    return [day for day in every if with_it.is_open(day) is not CHINA.is_open(day)]


def _check(told: Told) -> None:
    if not told.number.strip():
        raise refuse("没有填写文号", remedy="如国办发明电〔2026〕7号")
    if told.issued_on > clock.today():
        raise refuse(f"印发日期{told.issued_on}还没有到", remedy="请对照通知核对")
    if told.year not in (told.issued_on.year, told.issued_on.year + 1):
        raise refuse(
            f"{told.issued_on.year}年印发的通知不会安排{told.year}年的放假",
            DAYS_OFF,
            "通知安排次年的放假，或者变更当年的，请核对年度和印发日期",
        )


def _one_of(*kinds: Kind) -> Actor:
    actor = current_actor()
    if actor.kind not in kinds or actor.account_id is None:
        raise refuse("放假安排由系统管理员录入，由另一名系统管理员或者安全管理员复核")
    return actor


def _subject(notice: Notice) -> str:
    return f"{notice.year}年放假安排 {notice.number}"


def _facts(notice: Notice) -> dict[str, object]:
    told: dict[str, object] = {"文号": notice.number, "印发日期": notice.issued_on.isoformat()}
    for row in notice.rows:
        name, first, last, worked = cells(row)
        told[name] = f"{first}至{last}" + (f"，{worked}上班" if worked else "")
    return told
