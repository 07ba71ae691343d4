"""Entering a notice, the second person's word, and the calendar that follows from both."""

from collections.abc import Iterator
from datetime import date

import psycopg
import pytest
import time_machine
from django.db import IntegrityError, ProgrammingError, connection, transaction

from fashu.kernel.access import SYSTEM, VISITOR, Actor, acting_as
from fashu.kernel.access.models import LogEntry
from fashu.kernel.calendar import CHINA
from fashu.kernel.holidays import notices
from fashu.kernel.holidays.models import KeptCalendar, Notice
from fashu.kernel.holidays.notices import Told
from fashu.kernel.holidays.official import changed, keep, kept, official
from fashu.kernel.holidays.tests.conftest import Admins
from fashu.kernel.holidays.tests.notices import rows_of
from fashu.kernel.procedure import Refused

pytestmark = pytest.mark.django_db

TOLD = Told(2027, "国办发明电〔2026〕7号", date(2026, 11, 20), "https://www.gov.cn/zhengce/2027")


@pytest.fixture(autouse=True)
def noon() -> Iterator[time_machine.Traveller]:
    """Noon in Beijing, after the notice of the year was published."""
    with time_machine.travel("2026-11-22T12:00:00+08:00", tick=False) as traveller:
        yield traveller


def entered(actor: Actor, told: Told = TOLD) -> Notice:
    with acting_as(actor):
        return notices.enter(told, rows_of(2027))


def confirmed(admins: Admins, told: Told = TOLD) -> Notice:
    notice = entered(admins.enters, told)
    with acting_as(admins.security):
        notices.decide(notice, confirm=True)
    return notice


def is_known(year: int) -> bool:
    with acting_as(VISITOR):
        return official().is_published(year)


def test_a_notice_counts_only_once_a_second_person_has_confirmed_it(admins: Admins) -> None:
    notice = entered(admins.enters)
    assert not is_known(2027)
    with acting_as(admins.security):
        notices.decide(notice, confirm=True)
        assert official().is_published(2027), "at once, in the same request"
    assert is_known(2027)
    with acting_as(VISITOR):
        assert official().sources == {
            2027: "国务院办公厅2026年11月20日通知（国办发明电〔2026〕7号）"
        }
        assert official().name(date(2027, 2, 14)) == "调休上班"


def test_a_second_system_administrator_may_confirm_too(admins: Admins) -> None:
    notice = entered(admins.enters)
    with acting_as(admins.other):
        notices.decide(notice, confirm=True)
    assert is_known(2027)


def test_whoever_entered_a_notice_cannot_confirm_it(admins: Admins) -> None:
    notice = entered(admins.enters)
    with acting_as(admins.enters), pytest.raises(Refused, match="录入人不能复核自己录入的"):
        notices.decide(notice, confirm=True)
    assert not is_known(2027)


@pytest.mark.parametrize("who", ["audit", "officer"])
def test_nobody_else_enters_or_confirms(admins: Admins, who: str) -> None:
    actor = getattr(admins, who)
    with pytest.raises(Refused, match="由系统管理员录入"):
        entered(actor)
    notice = entered(admins.enters)
    with acting_as(actor), pytest.raises(Refused, match="由系统管理员录入"):
        notices.decide(notice, confirm=True)


def test_the_security_administrator_confirms_but_does_not_enter(admins: Admins) -> None:
    with pytest.raises(Refused, match="由系统管理员录入"):
        entered(admins.security)


def test_a_notice_sent_back_says_why_and_another_one_can_be_entered(admins: Admins) -> None:
    notice = entered(admins.enters)
    with acting_as(admins.security):
        with pytest.raises(Refused, match="退回应当说明理由"):
            notices.decide(notice, confirm=False)
        notices.decide(notice, confirm=False, remark="春节少写一天")
        with pytest.raises(Refused, match="已经复核"):
            notices.decide(notice, confirm=True)
    assert not is_known(2027)
    assert entered(admins.enters).pk != notice.pk


def test_one_notice_of_a_year_waits_at_a_time(admins: Admins) -> None:
    entered(admins.enters)
    with pytest.raises(Refused, match="已有一份放假安排等待复核"):
        entered(admins.other)


@pytest.mark.parametrize(
    ("told", "said"),
    [
        (Told(2027, " ", date(2026, 11, 20)), "没有填写文号"),
        (Told(2027, "号", date(2026, 11, 23)), "印发日期2026-11-23还没有到"),
        (Told(2028, "号", date(2026, 11, 20)), "2026年印发的通知不会安排2028年的放假"),
        (Told(2025, "号", date(2026, 11, 20)), "2026年印发的通知不会安排2025年的放假"),
    ],
)
def test_a_notice_that_cannot_be_is_refused(admins: Admins, told: Told, said: str) -> None:
    with pytest.raises(Refused, match=said):
        entered(admins.enters, told)


def test_a_later_notice_for_the_year_takes_the_place_of_the_former(admins: Admins) -> None:
    """As in January 2020, when the State Council made the days off longer."""
    confirmed(admins)
    rows = [row for row in rows_of(2027) if row.name != "端午节"]
    with acting_as(admins.other):
        again = notices.enter(Told(2027, "国办发明电〔2026〕8号", date(2026, 11, 21)), rows)
    with acting_as(admins.security):
        notices.decide(again, confirm=True)
    with acting_as(VISITOR):
        assert official().is_working_day(date(2027, 6, 9))
        assert "8号" in official().sources[2027]


def test_what_was_entered_and_decided_stands_in_the_chained_log(admins: Admins) -> None:
    confirmed(admins)
    with acting_as(SYSTEM):
        decided, asked = LogEntry.objects.all()
    assert (asked.name, asked.action) == ("许维", "enter_holidays")
    assert asked.subject == "2027年放假安排 国办发明电〔2026〕7号"
    assert asked.after is not None
    assert decided.after is not None
    assert asked.after["春节"] == "2027-02-05至2027-02-11，2027-02-14上班"
    assert (decided.name, decided.after["复核"]) == ("鲍严", "确认，全平台生效")


# -- The database holds to it by itself ---------------------------------------------------------


def execute(statement: str, *values: int | None) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE holidays_notice SET holidays = '[]'",
        "UPDATE holidays_notice SET year = 2028",
        "UPDATE holidays_notice SET number = 'x', is_confirmed = true",
        "DELETE FROM holidays_notice",
        "TRUNCATE holidays_notice",
    ],
)
def test_what_was_entered_cannot_be_rewritten_by_the_application(
    admins: Admins, statement: str
) -> None:
    entered(admins.enters)
    with acting_as(admins.other), pytest.raises(ProgrammingError), transaction.atomic():
        execute(statement)


CONFIRM = """UPDATE holidays_notice
    SET is_confirmed = true, decided_by_id = %s, decided_name = 'x', decided_at = now()"""


def test_the_database_itself_refuses_the_same_person_and_a_stand_in(admins: Admins) -> None:
    entered(admins.enters)
    with acting_as(admins.enters), pytest.raises((ProgrammingError, IntegrityError)):  # noqa: SIM117
        with transaction.atomic():
            execute(CONFIRM, admins.enters.account_id)
    with acting_as(admins.enters), pytest.raises(ProgrammingError), transaction.atomic():
        execute(CONFIRM, admins.security.account_id)
    assert not is_known(2027)


@pytest.mark.parametrize("who", ["audit", "officer"])
def test_for_others_there_is_nothing_to_confirm(admins: Admins, who: str) -> None:
    entered(admins.enters)
    actor = getattr(admins, who)
    with acting_as(actor):
        execute(CONFIRM, actor.account_id)
    assert not is_known(2027)


def test_a_decision_is_taken_once(admins: Admins) -> None:
    confirmed(admins)
    with acting_as(SYSTEM), pytest.raises(ProgrammingError), transaction.atomic():
        execute("UPDATE holidays_notice SET is_confirmed = false")
    with acting_as(admins.other):
        execute(CONFIRM, admins.other.account_id)
        assert Notice.objects.get().decided_name == "鲍严"


# -- Calendars that receipts name ----------------------------------------------------------------


def test_a_calendar_that_a_receipt_named_is_kept_for_ever(admins: Admins) -> None:
    confirmed(admins)
    with acting_as(SYSTEM):
        before = official()
        keep(before)
        keep(before)
        assert KeptCalendar.objects.count() == 1
    with acting_as(admins.other):
        later = notices.enter(Told(2027, "更正", date(2026, 11, 21)), rows_of(2027)[:1])
    with acting_as(admins.security):
        notices.decide(later, confirm=True)
    with acting_as(VISITOR):
        assert official().version != before.version
        found = kept(before.version)
        assert found is not None
        assert (found.version, found.sources) == (before.version, before.sources)
        assert kept(CHINA.version) is CHINA
        assert kept("2004-2026-nothing") is None


def test_a_kept_calendar_that_was_changed_is_no_calendar(admins: Admins, server_url: str) -> None:
    confirmed(admins)
    with acting_as(SYSTEM):
        keep(official())
        assert changed() == []
        with connection.cursor() as cursor:  # as the owner of the server, past every right
            cursor.execute("SET LOCAL ROLE NONE; SET LOCAL session_replication_role = replica")
            cursor.execute(
                "UPDATE holidays_keptcalendar SET description ="
                " jsonb_set(description, '{days_off,2027-03-01}', '\"示例节\"')"
            )
            cursor.execute("SET LOCAL session_replication_role = DEFAULT")
        (version,) = changed()
    with acting_as(SYSTEM):
        with connection.cursor() as cursor:
            cursor.execute("RESET ROLE")
        assert kept(version) == official()
        assert Notice.objects.count() == 1


def test_the_application_cannot_change_a_kept_calendar(admins: Admins) -> None:
    with acting_as(SYSTEM):
        keep(CHINA)
        with pytest.raises(ProgrammingError), transaction.atomic():
            execute("UPDATE holidays_keptcalendar SET description = '{}'")


# -- Every process at once -----------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_a_transaction_counts_by_one_calendar_and_the_next_by_the_new(
    admins: Admins, database_url: str
) -> None:
    """Whoever began before the confirmation goes on by the calendar it began with."""
    notice = entered(admins.enters)
    with acting_as(VISITOR):
        before = official()
        with psycopg.connect(database_url) as elsewhere:  # another process
            settings = {"kind": "security_admin", "account": admins.security.account_id}
            for key, value in settings.items():
                elsewhere.execute("SELECT set_config(%s, %s, true)", [f"fashu.{key}", str(value)])
            elsewhere.execute(CONFIRM.encode(), [admins.security.account_id])
        assert official() is before
    assert is_known(2027)
    assert Notice.objects.get(pk=notice.pk).is_confirmed
