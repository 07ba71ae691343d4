"""How long a session lasts, and who ends it."""

from datetime import timedelta

import pytest
import time_machine
from django.conf import LazySettings
from django.db import DatabaseError, connection, transaction

from fashu.kernel import clock
from fashu.kernel.access import SYSTEM, VISITOR, acting_as
from fashu.kernel.credentials import journal, sessions
from fashu.kernel.credentials.models import Ending, Means, Outcome, Session, SignIn
from fashu.kernel.credentials.origin import NOWHERE, Origin, oneself
from fashu.kernel.people.models import Account

pytestmark = pytest.mark.django_db

HERE = Origin("198.51.100.7", "Mozilla/5.0")


def begin(account: Account) -> Session:
    return sessions.begin(account, HERE, Means.PASSWORD)


def goes_on(session: Session) -> bool:
    account = session.account
    return sessions.resume(account.pk, session.pk, account.get_session_auth_hash()) is not None


def ending_of(session: Session) -> str:
    with acting_as(SYSTEM):
        return Session.objects.get(pk=session.pk).ending


@pytest.mark.parametrize(("who", "minutes"), [("officer", 30), ("citizen", 60)])
def test_a_session_ends_when_nobody_works_in_it(
    request: pytest.FixtureRequest, who: str, minutes: int
) -> None:
    account = request.getfixturevalue(who)
    with time_machine.travel("2026-11-21 10:00:00+08:00", tick=False) as traveller:
        session = begin(account)
        traveller.shift(timedelta(minutes=minutes - 1))
        assert goes_on(session)
        sessions.touch(session.pk, account.pk)
        traveller.shift(timedelta(minutes=minutes - 1))
        assert goes_on(session)
        traveller.shift(timedelta(minutes=1))
        assert not goes_on(session)
    assert ending_of(session) == Ending.IDLE


def test_a_session_ends_after_a_working_day_however_busy(officer: Account) -> None:
    with time_machine.travel("2026-11-21 09:00:00+08:00", tick=False) as traveller:
        session = begin(officer)
        for _ in range(8 * 4 - 1):
            traveller.shift(timedelta(minutes=15))
            assert goes_on(session)
            sessions.touch(session.pk, officer.pk)
        traveller.shift(timedelta(minutes=15))
        assert not goes_on(session)
    assert ending_of(session) == Ending.TOO_LONG


def test_the_oldest_session_gives_way_to_the_newest(
    officer: Account, settings: LazySettings
) -> None:
    settings.SESSIONS_AT_ONCE = 2
    first, second, third = begin(officer), begin(officer), begin(officer)
    assert [goes_on(first), goes_on(second), goes_on(third)] == [False, True, True]
    assert ending_of(first) == Ending.SURPLUS


def test_a_session_of_somebody_else_is_worth_nothing(officer: Account, citizen: Account) -> None:
    session = begin(officer)
    proof = officer.get_session_auth_hash()
    assert sessions.resume(citizen.pk, session.pk, proof) is None
    assert sessions.resume(officer.pk, session.pk, citizen.get_session_auth_hash()) is None
    assert sessions.resume(officer.pk, 0, proof) is None


def test_who_is_online_is_who_has_not_been_away_too_long(
    officer: Account, citizen: Account
) -> None:
    with time_machine.travel("2026-11-21 10:00:00+08:00", tick=False) as traveller:
        begin(officer)
        visitor = begin(citizen)
        traveller.shift(timedelta(minutes=45))
        assert sessions.online() == [visitor]


def test_ending_a_session_twice_is_written_once(officer: Account) -> None:
    session = begin(officer)
    sessions.end(session, Ending.FORCED, by="鲍严")
    sessions.end(session, Ending.LEFT)
    with acting_as(SYSTEM):
        line = SignIn.objects.get(outcome=Outcome.ENDED)
    assert line.detail == "管理员强制下线（鲍严）"


def test_the_last_sign_in_is_told_with_the_failures_since(officer: Account) -> None:
    assert journal.last_signed_in(officer) == (None, 0)
    begin(officer)
    journal.note(officer, Means.PASSWORD, Outcome.WRONG, HERE)
    last, failures = journal.last_signed_in(officer)
    assert last is not None
    assert (last.address, failures) == (HERE.address, 1)


def test_of_the_log_one_sees_what_is_about_oneself(officer: Account, citizen: Account) -> None:
    begin(officer)
    begin(citizen)
    with acting_as(oneself(officer)):
        assert [line.account_id for line in SignIn.objects.all()] == [officer.pk]
    with acting_as(VISITOR), connection.cursor() as cursor:
        assert SignIn.objects.count() == 0
        cursor.execute("SELECT set_config('fashu.kind', 'audit_admin', true)")
        assert SignIn.objects.count() == 2
    assert SignIn.objects.count() == 0


def test_the_log_only_grows(officer: Account) -> None:
    begin(officer)
    with acting_as(SYSTEM), pytest.raises(DatabaseError), transaction.atomic():
        SignIn.objects.update(who="")
    with acting_as(SYSTEM), pytest.raises(DatabaseError), transaction.atomic():
        SignIn.objects.all().delete()


def test_nobody_writes_lines_about_himself(officer: Account) -> None:
    with (
        acting_as(oneself(officer)),
        pytest.raises(DatabaseError, match="row-level security"),
        transaction.atomic(),
    ):
        SignIn.objects.create(
            at=clock.now(), account=officer, means=Means.PASSWORD, outcome=Outcome.SIGNED_IN
        )


def test_a_command_has_no_address(officer: Account) -> None:
    sessions.begin(officer, NOWHERE, Means.PASSWORD)
    with acting_as(SYSTEM):
        assert SignIn.objects.get().network == ""
