"""Granting, withdrawing, the second person, and the log of it."""

from datetime import date

import pytest
from django.db import DatabaseError, ProgrammingError, connection, transaction

from fashu.kernel import clock
from fashu.kernel.access import SYSTEM, Actor, DataScope, Kind, acting_as, log
from fashu.kernel.access.models import Appointment, Grant, LogEntry, Role, RoleScope
from fashu.kernel.people import rights
from fashu.kernel.people.actors import actor_for
from fashu.kernel.people.models import Account, Level, Office, OfficeKind, Posting
from fashu.kernel.people.rights import Span
from fashu.kernel.procedure import Refused

pytestmark = pytest.mark.django_db

SINCE = date(2020, 1, 1)


@pytest.fixture
def office() -> Office:
    return Office.objects.create(
        code="99", title="某局", level=Level.CITY, kind=OfficeKind.JUSTICE, division_code="99"
    )


@pytest.fixture
def officer(office: Office) -> Account:
    account = made("officer", Kind.OFFICER)
    with acting_as(SYSTEM):
        Posting.objects.create(account=account, office=office, since=SINCE)
    return account


def made(username: str, kind: Kind) -> Account:
    with acting_as(SYSTEM):
        return Account.objects.create_account(username, name=username, kind=kind, password="x")


@pytest.fixture
def guard() -> Actor:
    return actor_for(made("guard", Kind.SECURITY_ADMIN))


@pytest.fixture
def second() -> Actor:
    return actor_for(made("second", Kind.SECURITY_ADMIN))


def entries() -> list[LogEntry]:
    with acting_as(SYSTEM):
        return list(LogEntry.objects.order_by("seq"))


def test_whoever_serves_without_a_role_sees_and_does_nothing(officer: Account) -> None:
    actor = actor_for(officer)
    assert actor.roles == frozenset()
    assert "99/" not in actor.reach.part("sample")


def test_a_granted_role_acts_on_the_next_request_and_is_gone_on_the_one_after_its_end(
    officer: Account, office: Office, guard: Actor
) -> None:
    with acting_as(guard):
        given = rights.grant(officer, office, Role.objects.get(key="office"), Span(clock.today()))
    assert actor_for(officer).roles == {"office"}
    assert "99/9901/" in actor_for(officer).reach.part("sample")
    with acting_as(guard):
        rights.withdraw(given)
    assert actor_for(officer).roles == frozenset()
    assert [entry.action for entry in entries()] == ["grant", "withdraw"]
    assert entries()[0].after == {
        "角色": "承办人",
        "机构": "某局",
        "自": clock.today().isoformat(),
        "至": None,
        "依据": "",
    }


@pytest.mark.parametrize(
    "span", [Span(date(2999, 1, 1)), Span(date(2020, 1, 1), date(2020, 12, 31))]
)
def test_a_grant_counts_between_its_days_alone(
    span: Span, officer: Account, office: Office, guard: Actor
) -> None:
    with acting_as(guard):
        rights.grant(officer, office, Role.objects.get(key="office"), span)
    assert actor_for(officer).roles == frozenset()


def test_a_grant_ends_with_the_post(officer: Account, office: Office, guard: Actor) -> None:
    with acting_as(guard):
        rights.grant(officer, office, Role.objects.get(key="office"), Span(SINCE))
    with acting_as(SYSTEM):
        Posting.objects.update(until=date(2020, 12, 31))
    assert actor_for(officer).roles == frozenset()


def test_a_change_of_scope_acts_on_the_next_request_and_stands_in_the_log(
    officer: Account, office: Office, guard: Actor
) -> None:
    role = _role(guard)
    with acting_as(guard):
        rights.grant(officer, office, role, Span(SINCE))
        assert "99/01/" in actor_for(officer).reach.part("sample")
        rights.set_scope(role, DataScope.OFFICE, business="sample")
    reach = actor_for(officer).reach
    assert "99/" in reach.part("sample")
    assert "99/01/" not in reach.part("sample")
    assert "99/01/" in reach.part("other")
    assert entries()[-1].after == {"范围": "3 本部门", "机构": []}
    assert entries()[-1].account_id == guard.account_id


def _role(guard: Actor) -> Role:
    with acting_as(guard):
        return Role.objects.get(key="office")


def test_a_custom_scope_is_the_offices_ticked_and_neither_what_is_above_nor_below(
    officer: Account, office: Office, guard: Actor
) -> None:
    city = Office.objects.create(
        code="9901",
        title="某市",
        level=Level.CITY,
        kind=OfficeKind.JUSTICE,
        division_code="99",
        parent=office,
    )
    with acting_as(guard):
        role = Role.objects.get(key="office")
        rights.grant(officer, office, role, Span(SINCE))
        rights.set_scope(role, DataScope.CUSTOM, offices=[city.code])
    part = actor_for(officer).reach.part("sample")
    assert "99/9901/" in part
    assert "99/" not in part
    assert "99/9901/990101/" not in part


def test_several_roles_let_see_their_union_business_by_business(
    officer: Account, office: Office, guard: Actor
) -> None:
    with acting_as(guard):
        own, all_ = (
            rights.define_role(key, title, []) for key, title in (("a", "甲"), ("b", "乙"))
        )
        rights.set_scope(own, DataScope.OFFICE)
        rights.set_scope(all_, DataScope.OFFICE)
        rights.set_scope(all_, DataScope.ALL, business="sample")
        for role in (own, all_):
            rights.grant(officer, office, role, Span(SINCE))
    reach = actor_for(officer).reach
    assert "98/" in reach.part("sample")
    assert "98/" not in reach.part("other")
    assert "99/" in reach.part("other")


@pytest.mark.parametrize("kind", [Kind.SYSTEM_ADMIN, Kind.AUDIT_ADMIN, Kind.OFFICER])
def test_nobody_else_grants_neither_by_the_platform_nor_by_the_database(
    kind: Kind, officer: Account, office: Office
) -> None:
    with acting_as(actor_for(made("other", kind))):
        role = Role.objects.get(key="office")
        with pytest.raises(Refused, match="安全管理员"):
            rights.grant(officer, office, role, Span(SINCE))
        with pytest.raises(DatabaseError, match=r"row-level|只能授予"), transaction.atomic():
            Grant.objects.create(
                account=officer, office=office, role=role, since=SINCE, granted_at=clock.now()
            )
        with pytest.raises(ProgrammingError, match="row-level"), transaction.atomic():
            RoleScope.objects.create(role=role, scope=1)
        assert Role.objects.update(plays=["authority"]) == 0


def test_no_administrator_is_granted_a_role(office: Office, guard: Actor, second: Actor) -> None:
    other = Account(pk=second.account_id)
    with acting_as(guard):
        account = Account.objects.get(pk=second.account_id or 0)
        with pytest.raises(Refused, match="分立"):
            rights.grant(account, office, Role.objects.get(key="office"), Span(SINCE))
        with pytest.raises(Exception, match="只能授予"), transaction.atomic():
            Grant.objects.create(
                account=other, office=office, role_id="office", since=SINCE, granted_at=clock.now()
            )


def test_an_administrator_is_made_by_two(officer: Account, guard: Actor, second: Actor) -> None:
    with acting_as(guard):
        asked = rights.ask(officer, Kind.SYSTEM_ADMIN, "轮岗")
        with pytest.raises(Refused, match="另一名"):
            rights.decide(asked, approve=True)
        with pytest.raises(ProgrammingError, match="类型"), transaction.atomic():
            Account.objects.filter(pk=officer.pk).update(kind=Kind.SYSTEM_ADMIN)
    with acting_as(second):
        rights.decide(Appointment.objects.get(), approve=True)
    with acting_as(SYSTEM):
        assert Account.objects.get(pk=officer.pk).kind == Kind.SYSTEM_ADMIN
    assert [entry.action for entry in entries()] == ["ask", "decide"]


def test_the_database_lets_nobody_confirm_what_he_asked_himself(
    officer: Account, guard: Actor
) -> None:
    with acting_as(guard):
        rights.ask(officer, Kind.SYSTEM_ADMIN, "轮岗")
        with pytest.raises(Exception, match="second_person"), transaction.atomic():
            Appointment.objects.update(
                is_approved=True, decided_by=guard.account_id, decided_at=clock.now()
            )


def test_what_the_second_person_refuses_does_not_happen(
    officer: Account, guard: Actor, second: Actor
) -> None:
    with acting_as(guard):
        rights.ask(officer, Kind.AUDIT_ADMIN, "轮岗")
    with acting_as(second):
        rights.decide(Appointment.objects.get(), approve=False)
        with pytest.raises(ProgrammingError, match="类型"), transaction.atomic():
            Account.objects.filter(pk=officer.pk).update(kind=Kind.AUDIT_ADMIN)


def test_whoever_still_has_a_role_becomes_no_administrator(
    officer: Account, office: Office, guard: Actor, second: Actor
) -> None:
    with acting_as(guard):
        rights.grant(officer, office, Role.objects.get(key="office"), Span(SINCE))
        rights.ask(officer, Kind.AUDIT_ADMIN, "轮岗")
    with acting_as(second), pytest.raises(Refused, match="收回"):
        rights.decide(Appointment.objects.get(), approve=True)


def test_unlocking_is_the_security_administrators(officer: Account, guard: Actor) -> None:
    with acting_as(SYSTEM):
        Account.objects.filter(pk=officer.pk).update(failed_attempts=3, locked_until=clock.now())
    with acting_as(guard):
        rights.unlock(Account.objects.get(pk=officer.pk))
        assert Account.objects.get(pk=officer.pk).locked_until is None


# -- The log -----------------------------------------------------------------------------------


def test_the_log_is_a_chain_in_which_every_change_is_found(guard: Actor) -> None:
    with acting_as(guard):
        for n in range(4):
            rights.define_role(f"r{n}", f"角色{n}", [])
    with acting_as(SYSTEM):
        assert log.faults() == []
    for change, found in (
        ("UPDATE access_logentry SET subject = 'x' WHERE seq = 2", [2]),
        ("UPDATE access_logentry SET after = '{}' WHERE seq = 4", [4]),
        ("DELETE FROM access_logentry WHERE seq = 3", [4]),
    ):
        with transaction.atomic(), acting_as(SYSTEM):
            with connection.cursor() as cursor:
                cursor.execute("SET LOCAL ROLE NONE")
                cursor.execute("SET LOCAL session_replication_role = replica")
                cursor.execute(change)
            assert log.faults() == found
            transaction.set_rollback(True)


@pytest.mark.parametrize(
    "change", ["UPDATE access_logentry SET name = 'x'", "DELETE FROM access_logentry"]
)
def test_nobody_changes_the_log(change: str, guard: Actor) -> None:
    with acting_as(guard):
        rights.define_role("r", "角色", [])
        refused = pytest.raises(ProgrammingError, match=r"denied|append-only")
        with refused, transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(change)


def test_the_log_is_read_by_the_audit_administrator_alone(guard: Actor, second: Actor) -> None:
    with acting_as(guard):
        rights.define_role("r", "角色", [])
    with acting_as(actor_for(made("reader", Kind.AUDIT_ADMIN))):
        assert LogEntry.objects.count() == 1
    for kind in (Kind.SYSTEM_ADMIN, Kind.OFFICER, Kind.AUDITOR):
        with acting_as(actor_for(made(f"no-{kind}", kind))):
            assert LogEntry.objects.count() == 0
    with acting_as(second):
        assert LogEntry.objects.count() == 0


def test_nobody_writes_the_log_in_another_name(guard: Actor, second: Actor) -> None:
    with acting_as(guard), pytest.raises(ProgrammingError, match="row-level"), transaction.atomic():
        LogEntry.objects.create(
            at=clock.now(),
            account_id=second.account_id,
            kind="x",
            name="x",
            action="x",
            subject="x",
        )
