"""三员分立, held by the database: what one administrator may do, the other two may not."""

from datetime import date

import pytest
from django.db import DatabaseError, IntegrityError, ProgrammingError, transaction

from fashu.kernel.access import SYSTEM, Actor, Kind, acting_as
from fashu.kernel.people.actors import actor_for
from fashu.kernel.people.models import Account, Level, Office, OfficeKind, Posting

pytestmark = pytest.mark.django_db

THREE = (Kind.SYSTEM_ADMIN, Kind.SECURITY_ADMIN, Kind.AUDIT_ADMIN)
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
        Posting.objects.create(account=account, office=office, roles=["office"], since=SINCE)
    return account


def made(username: str, kind: Kind) -> Account:
    with acting_as(SYSTEM):
        return Account.objects.create_account(username, name=username, kind=kind, password="x")


def administrator(kind: Kind) -> Actor:
    return actor_for(made(kind.value, kind))


def test_an_account_is_of_one_kind_and_of_no_other() -> None:
    made("two", Kind.SYSTEM_ADMIN)
    with acting_as(SYSTEM), pytest.raises(IntegrityError, match="one_kind"), transaction.atomic():
        Account.objects.filter(username="two").update(kind="system_admin,audit_admin"[:16])


@pytest.mark.parametrize("kind", THREE)
@pytest.mark.parametrize("wanted", [*THREE, Kind.AUDITOR])
def test_no_administrator_changes_what_kind_an_account_is(
    kind: Kind, wanted: Kind, officer: Account
) -> None:
    acts = administrator(kind)
    own = Account.objects.filter(pk=acts.account_id or 0)
    with acting_as(acts), pytest.raises(DatabaseError, match="类型"), transaction.atomic():
        own.update(kind=_other(acts.kind, wanted))
    with acting_as(acts):
        try:
            with transaction.atomic():
                changed = Account.objects.filter(pk=officer.pk).update(kind=wanted)
        except ProgrammingError:
            changed = 0
    assert changed == 0


def _other(own: Kind, wanted: Kind) -> Kind:
    return wanted if wanted is not own else Kind.OFFICER


@pytest.mark.parametrize("kind", THREE)
def test_the_system_administrator_alone_makes_accounts(kind: Kind) -> None:
    acts = administrator(kind)
    if kind is Kind.SYSTEM_ADMIN:
        with acting_as(acts):
            Account.objects.create_account("new", name="新", kind=Kind.OFFICER, password="x")
        return
    with acting_as(acts), pytest.raises(ProgrammingError, match="row-level"), transaction.atomic():
        Account.objects.create_account("new", name="新", kind=Kind.OFFICER, password="x")


@pytest.mark.parametrize("kind", [*THREE, Kind.CITIZEN])
def test_the_system_administrator_makes_no_administrator_and_no_citizen(kind: Kind) -> None:
    acts = administrator(Kind.SYSTEM_ADMIN)
    with acting_as(acts), pytest.raises(ProgrammingError, match="row-level"), transaction.atomic():
        Account.objects.create_account("new", name="新", kind=kind, password="x")


def test_the_system_administrator_grants_no_role(officer: Account, office: Office) -> None:
    with acting_as(administrator(Kind.SYSTEM_ADMIN)):
        for roles, since in ((["authority"], SINCE), (["office"], date(2024, 1, 1))):
            with pytest.raises(ProgrammingError, match="安全管理员授予"), transaction.atomic():
                Posting.objects.create(account=officer, office=office, roles=roles, since=since)
        with pytest.raises(ProgrammingError, match="安全管理员授予"), transaction.atomic():
            Posting.objects.update(roles=["authority"])
        Posting.objects.update(until=date(2026, 1, 1))


def test_the_security_administrator_keeps_no_post_and_no_password(
    officer: Account, office: Office
) -> None:
    with acting_as(administrator(Kind.SECURITY_ADMIN)):
        Posting.objects.update(roles=["office", "authority"])
        Account.objects.filter(pk=officer.pk).update(failed_attempts=0, locked_until=None)
        with pytest.raises(ProgrammingError, match="系统管理员维护"), transaction.atomic():
            Posting.objects.create(account=officer, office=office, roles=[], since=SINCE)
        with pytest.raises(ProgrammingError, match="系统管理员维护"), transaction.atomic():
            Account.objects.filter(pk=officer.pk).update(password="mine")


def test_the_audit_administrator_changes_nothing(officer: Account) -> None:
    with acting_as(administrator(Kind.AUDIT_ADMIN)):
        assert Account.objects.filter(pk=officer.pk).update(failed_attempts=0) == 0
        assert Posting.objects.update(roles=[]) == 0


def test_whoever_sees_a_colleague_cannot_change_his_account(
    officer: Account, office: Office
) -> None:
    """One policy once served for reading and writing alike."""
    head = made("head", Kind.OFFICER)
    with acting_as(SYSTEM):
        Posting.objects.create(account=head, office=office, roles=["authority"], since=SINCE)
    with acting_as(actor_for(head)):
        assert Account.objects.filter(pk=officer.pk).exists()
        assert Account.objects.filter(pk=officer.pk).update(password="mine") == 0
        assert Posting.objects.filter(account=officer).update(roles=["authority"]) == 0
        assert Posting.objects.filter(account=head).update(roles=["office_head"]) == 0


@pytest.mark.parametrize("kind", THREE)
def test_an_administrator_sees_no_citizens_account(kind: Kind) -> None:
    citizen = made("citizen", Kind.CITIZEN)
    with acting_as(administrator(kind)):
        assert not Account.objects.filter(pk=citizen.pk).exists()
