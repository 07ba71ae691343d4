"""Accounts, posts and signing in."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from fashu.kernel import clock
from fashu.kernel.access import SYSTEM, Kind, acting_as
from fashu.kernel.people.actors import actor_for
from fashu.kernel.people.models import Account, Level, Office, OfficeKind, Posting

pytestmark = pytest.mark.django_db


@pytest.fixture
def city() -> Office:
    return Office.objects.create(
        code="9901",
        title="明德市司法局",
        level=Level.CITY,
        kind=OfficeKind.JUSTICE,
        division_code="990100",
    )


@pytest.fixture
def county(city: Office) -> Office:
    return Office.objects.create(
        code="990101",
        title="清河县司法局",
        level=Level.COUNTY,
        kind=OfficeKind.JUSTICE,
        division_code="990101",
        parent=city,
    )


@pytest.fixture
def officer() -> Account:
    with acting_as(SYSTEM):
        return Account.objects.create_account(
            "lin", name="林清", kind=Kind.OFFICER, password="right", phone="13900000001"
        )


def post(account: Account, office: Office, since: date, until: date | None = None) -> Posting:
    with acting_as(SYSTEM):
        return Posting.objects.create(
            account=account, office=office, roles=["handler"], since=since, until=until
        )


def test_the_path_of_an_office_leads_down_from_the_root(county: Office) -> None:
    assert county.path == "9901/990101/"


def test_a_post_cannot_end_before_it_starts(officer: Account, city: Office) -> None:
    with pytest.raises(IntegrityError, match="posting_ends_after_start"), transaction.atomic():
        post(officer, city, date(2026, 2, 1), date(2026, 1, 1))


def test_an_officer_acts_for_his_office(officer: Account, county: Office) -> None:
    post(officer, county, date(2020, 1, 1))
    actor = actor_for(officer)
    assert (actor.office_path, actor.roles) == (county.path, frozenset({"handler"}))


def test_a_post_that_ended_yesterday_gives_nothing(officer: Account, county: Office) -> None:
    post(officer, county, date(2020, 1, 1), clock.today() - timedelta(days=1))
    assert actor_for(officer).office_path == ""


def test_a_post_lasts_through_its_last_day(officer: Account, county: Office) -> None:
    post(officer, county, date(2020, 1, 1), clock.today())
    assert actor_for(officer).office_path == county.path


def test_of_two_posts_the_longer_held_counts(
    officer: Account, city: Office, county: Office
) -> None:
    post(officer, city, date(2021, 1, 1))
    post(officer, county, date(2020, 1, 1))
    assert actor_for(officer).office_path == county.path


def test_the_phone_is_shown_masked(officer: Account) -> None:
    assert officer.masked_phone == "139****0001"


def test_nobody_sees_accounts_without_acting(officer: Account) -> None:
    assert not Account.objects.exists()


def test_an_officer_sees_whoever_serves_below_and_no_sibling(
    officer: Account, city: Office, county: Office
) -> None:
    sibling = Office.objects.create(
        code="990102",
        title="石门县司法局",
        level=Level.COUNTY,
        kind=OfficeKind.JUSTICE,
        division_code="990102",
        parent=city,
    )
    with acting_as(SYSTEM):
        chief = Account.objects.create_account("chief", name="周", kind=Kind.OFFICER)
        other = Account.objects.create_account("other", name="吴", kind=Kind.OFFICER)
    for account, office in ((officer, county), (chief, city), (other, sibling)):
        post(account, office, date(2020, 1, 1))
    with acting_as(actor_for(chief)):
        assert set(Account.objects.all()) == {officer, chief, other}
    with acting_as(actor_for(officer)):
        assert set(Account.objects.all()) == {officer}


def test_a_citizen_sees_only_himself(officer: Account, county: Office) -> None:
    post(officer, county, date(2020, 1, 1))
    with acting_as(SYSTEM):
        citizen = Account.objects.create_account("zhang", name="张", kind=Kind.CITIZEN)
    with acting_as(actor_for(citizen)):
        assert set(Account.objects.all()) == {citizen}
