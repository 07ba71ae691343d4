"""Puts the cast into the database. Can be repeated: whoever is there already stays."""

from datetime import date

from fashu.kernel.access import SYSTEM, Actor, Kind, acting_as
from fashu.kernel.credentials.passwords import mark_demonstration
from fashu.kernel.people.models import Account, Office, Posting
from fashu.synthetic.cast import ACCOUNTS, OFFICES, CastAccount

SINCE = date(2020, 1, 1)


def plant_cast() -> None:
    """Create the offices, accounts and posts of the cast."""
    with acting_as(SYSTEM):
        for office in OFFICES:
            parent = Office.objects.get(code=office.parent) if office.parent else None
            Office.objects.get_or_create(
                code=office.code,
                defaults={
                    "title": office.title,
                    "level": office.level,
                    "kind": office.kind,
                    "division_code": office.division_code,
                    "parent": parent,
                    "acts_through": Office.objects.filter(code=office.acts_through).first(),
                },
            )
        for account in ACCOUNTS:
            if not Account.objects.filter(username=account.username).exists():
                _plant(account)


def _plant(cast: CastAccount) -> None:
    account = Account.objects.create_account(
        cast.username, name=cast.name, kind=Kind(cast.kind), password=cast.password
    )
    mark_demonstration(account)
    if cast.office:
        office = Office.objects.get(code=cast.office)
        Posting.objects.create(account=account, office=office, roles=list(cast.roles), since=SINCE)


def citizen(account: Account) -> Actor:
    """A citizen's account as it acts."""
    return Actor(kind=Kind.CITIZEN, name=account.name, account_id=account.pk)
