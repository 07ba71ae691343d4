"""Being told: by whom, of what, never at night, and woken by PostgreSQL."""

import json
from datetime import date, time
from pathlib import Path

import psycopg
import pytest
import time_machine
from django.conf import LazySettings
from django.core import mail
from django.db import connection
from psycopg.conninfo import make_conninfo

from fashu.kernel import clock
from fashu.kernel.access import SYSTEM, Actor, acting_as
from fashu.kernel.cases.models import Case, RunningTerm
from fashu.kernel.cases.tests.test_actions import take
from fashu.kernel.desk import deadlines, errands, handling, letters, notices
from fashu.kernel.desk.acts import Leg, Mode, Verdict
from fashu.kernel.desk.listening import MOST_STREAMS, Listener
from fashu.kernel.desk.models import Letter, Notice, Preference
from fashu.kernel.desk.tests.conftest import Desk
from fashu.kernel.people.models import Account
from fashu.kernel.procedure import Refused


@pytest.fixture(autouse=True)
def outbox(settings: LazySettings, tmp_path: Path) -> Path:
    settings.FASHU_OUTBOX = tmp_path
    return tmp_path


def told(actor: Actor) -> list[str]:
    with acting_as(actor):
        return list(notices.own_notices().values_list("kind", flat=True))


def test_whoever_is_asked_is_told_and_the_initiator_of_the_end(desk: Desk) -> None:
    with acting_as(desk.li):
        errand = errands.start(
            desk.number, "会商", (Leg(Mode.IN_TURN, (desk.of(desk.amy), desk.of(desk.ben))),)
        ).pk
    assert (told(desk.amy), told(desk.ben), told(desk.li)) == (["task"], [], [])
    with acting_as(desk.amy):
        errands.answer(errand, Verdict.AGREED)
    assert told(desk.ben) == ["task"]
    with acting_as(desk.li):
        errands.urge_task(errand, desk.of(desk.ben))
        errands.copy_errand(errand, (desk.of(desk.head),))
    with acting_as(desk.ben):
        errands.answer(errand, Verdict.AGREED)
    assert (told(desk.ben), told(desk.head)) == (["urge", "task"], ["copy"])
    assert told(desk.li) == ["end"]


def test_a_notice_is_read_by_its_addressee_alone(desk: Desk) -> None:
    with acting_as(desk.head):
        handling.assign(desk.number, desk.of(desk.amy))
        assert Notice.objects.count() == 0
    with acting_as(desk.ben):
        assert (Notice.objects.count(), notices.unread()) == (0, 0)
    with acting_as(desk.amy):
        assert notices.unread() == 1
        number = notices.own_notices().get().pk
    with acting_as(desk.ben):
        assert notices.mark_read(number) is None
    with acting_as(desk.amy):
        notice = notices.mark_read(number)
        assert notice is not None
        assert (notice.address, notices.unread()) == (f"/workbench/cases/{desk.number}/", 0)


def test_a_handler_hears_what_others_did_and_a_roll_of_readings_is_no_event(desk: Desk) -> None:
    _log()
    assert notices.tell_handlers() == 0
    with acting_as(desk.head):
        handling.assign(desk.number, desk.of(desk.amy))
    take(desk.li, desk.number, "accept")
    _log(roll=True)
    assert notices.tell_handlers() == 1
    assert notices.tell_handlers() == 0
    assert told(desk.amy) == ["event", "assign"]
    with acting_as(desk.amy):
        assert notices.own_notices()[0].number == desk.number


def _log(*, roll: bool = False) -> None:
    """What the sequencer does, as the database sees it: maybe a roll, then every new event."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL ROLE fashu_record")
        if roll:
            cursor.execute(
                """INSERT INTO record_entry
                SELECT (SELECT count(*) FROM record_entry), NULL, '', '', now(), 1"""
            )
        cursor.execute(
            """INSERT INTO record_entry
            SELECT (SELECT count(*) FROM record_entry), id, '', '', now() FROM cases_event e
            WHERE NOT EXISTS (SELECT FROM record_entry WHERE event_id = e.id)"""
        )
        cursor.execute("SET LOCAL ROLE fashu_app")


def test_letters_say_the_least_and_go_where_one_wants_them(desk: Desk, outbox: Path) -> None:
    with acting_as(SYSTEM):
        Account.objects.filter(pk=desk.of(desk.amy)).update(phone="19900000001")
    with acting_as(desk.amy):
        letters.choose("amy@example.gov.cn", {"assign": ["mail", "sms"]}, time(21), time(8))
    with acting_as(desk.head):
        handling.assign(desk.number, desk.of(desk.amy), "张三的案子")
    assert letters.write_letters() == 2
    assert letters.write_letters() == 0
    assert letters.send_letters() == 2
    (sms,) = (outbox / "sms").iterdir()
    text = json.loads(sms.read_text())["text"]
    assert text == f"【法枢】您有新的案件指派，案号{desk.number}，请登录工作台查看。"
    assert mail.outbox[0].to == ["amy@example.gov.cn"]
    assert "张三" not in mail.outbox[0].body + text


@pytest.mark.parametrize(
    ("made", "due"),
    [("23:30", "2026-02-12 08:00"), ("03:00", "2026-02-11 08:00"), ("12:00", "2026-02-11 12:00")],
)
def test_nobody_is_woken_at_night(
    desk: Desk, noon: time_machine.Traveller, made: str, due: str
) -> None:
    with acting_as(desk.amy):
        letters.choose("amy@example.gov.cn", {"assign": ["mail"]}, time(21), time(8))
    noon.move_to(f"2026-02-11T{made}:00+08:00")
    with acting_as(desk.head):
        handling.assign(desk.number, desk.of(desk.amy))
    letters.write_letters()
    with acting_as(SYSTEM):
        at = Letter.objects.get().due_at
    assert f"{at.astimezone(clock.BEIJING):%Y-%m-%d %H:%M}" == due


def test_a_letter_that_fails_is_tried_again_later_and_not_for_ever(
    desk: Desk, settings: LazySettings, noon: time_machine.Traveller
) -> None:
    settings.FASHU_CHANNELS = {"mail": "fashu.kernel.desk.tests.test_notices.Broken"}
    with acting_as(desk.amy):
        letters.choose("amy@example.gov.cn", {"assign": ["mail"]}, time(0), time(0))
    with acting_as(desk.head):
        handling.assign(desk.number, desk.of(desk.amy))
    letters.write_letters()
    assert (letters.send_letters(), letters.send_letters()) == (0, 0)
    with acting_as(SYSTEM):
        letter = Letter.objects.get()
        assert (letter.tries, letter.error, letter.sent_at) == (1, "没有线路", None)
    for day in range(12, 22):
        noon.move_to(f"2026-02-{day}T12:00:00+08:00")
        letters.send_letters()
    with acting_as(SYSTEM):
        assert Letter.objects.get().tries == letters.MOST_TRIES


class Broken:
    """An adapter without a line."""

    def send(self, to: str, text: str) -> None:
        raise letters.UnsentError("没有线路")


def test_a_wrong_address_is_refused(desk: Desk) -> None:
    with acting_as(desk.amy), pytest.raises(Refused, match="电子邮件"):
        letters.choose("amy", {}, time(21), time(8))
    with acting_as(desk.amy):
        assert Preference.objects.count() == 0


def test_each_morning_of_a_working_day_people_hear_what_is_due(
    desk: Desk, noon: time_machine.Traveller
) -> None:
    with acting_as(desk.amy):
        handling.claim(desk.number)
    noon.move_to("2026-02-26T08:30:00+08:00")
    assert notices.tell_due() == 1
    with acting_as(desk.amy):
        assert notices.own_notices()[0].words == "今天：5日内到期1件"
    noon.move_to("2026-02-26T09:30:00+08:00")
    assert notices.tell_due() == 0, "once a day"
    noon.move_to("2026-02-27T16:30:00+08:00")
    assert notices.tell_due() == 1, "late, where the worker stood still in the morning"
    noon.move_to("2026-02-28T08:30:00+08:00")
    with acting_as(SYSTEM):
        assert Case.objects.get().due_at is not None
    noon.move_to("2026-03-01T08:30:00+08:00")  # a Sunday
    assert notices.tell_due() == 0


def test_postgresql_wakes_whoever_waits_and_nobody_else(desk: Desk) -> None:
    listener = Listener()
    parameters = connection.get_connection_params()
    kept = {
        k: v for k, v in parameters.items() if k in ("dbname", "user", "host", "port", "password")
    }
    with listener.waiting(1) as one, listener.waiting(2) as two:
        assert one is not None
        assert two is not None
        assert one.wait(10)  # the listener has connected and bids everybody look
        one.clear()
        two.clear()
        with psycopg.connect(make_conninfo(**kept), autocommit=True) as other:
            other.execute("SELECT pg_notify('fashu_notice', '1')")
        assert one.wait(10)
        assert not two.is_set()
    assert listener.count == 0


def test_there_is_a_last_place_for_pages_that_wait() -> None:
    listener = Listener()
    for _ in range(MOST_STREAMS):
        listener._places.acquire(blocking=False)
    with listener.waiting(1) as event:
        assert event is None


def test_a_calendar_opens_with_its_secret_until_it_is_revoked(desk: Desk) -> None:
    with acting_as(desk.amy):
        handling.claim(desk.number)
        secret = deadlines.new_feed()
    owner = deadlines.owner_of(secret)
    assert owner is not None
    assert owner.account_id == desk.of(desk.amy)
    with acting_as(owner):
        text = deadlines.feed().decode()
    assert f"届满 {desk.number}" in text.replace("\r\n ", "")
    assert "张三" not in text
    assert "DTSTART;VALUE=DATE:20260227" in text
    with acting_as(desk.amy):
        deadlines.revoke_feed()
    assert deadlines.owner_of(secret) is None
    assert deadlines.owner_of("x") is None


def test_a_provisional_date_is_tentative_in_a_calendar(desk: Desk) -> None:
    with acting_as(SYSTEM):
        RunningTerm.objects.update(provisional=True)
    with acting_as(desk.amy):
        text = deadlines.feed().decode().replace("\r\n ", "")
    assert "STATUS:TENTATIVE" in text
    assert "（暂定）" in text


def test_the_calendar_shows_ones_own_deadlines_and_those_of_the_office(desk: Desk) -> None:
    first, last = date(2026, 2, 1), date(2026, 3, 31)
    with acting_as(desk.amy):
        handling.claim(desk.number)
        assert [d.title for d in deadlines.deadlines(first, last)] == ["审查期限"]
    with acting_as(desk.ben):
        assert deadlines.deadlines(first, last) == []
        assert len(deadlines.deadlines(first, last, office=True)) == 1
