"""A city with two counties, an officer in each, two citizens, and the sample business."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest
import time_machine
from django.conf import LazySettings

from fashu.kernel.access import SYSTEM, Actor, Kind, acting_as
from fashu.kernel.cases import catalogue
from fashu.kernel.people.models import Account, Level, Office, OfficeKind, Posting
from fashu.kernel.procedure.facts import Json

ANSWERS: dict[str, Json] = {
    "name": "张三",
    "knew_on": "2026-02-02",
    "class": "plain",
    "urgent": False,
    "value": 100,
}


@dataclass(frozen=True)
class Cast:
    """Who plays in these tests."""

    alice: Actor
    bob: Actor
    east: Actor
    west: Actor
    city: Actor
    colleague: Actor
    auditor: Actor


@pytest.fixture(autouse=True)
def sample_business(settings: LazySettings) -> Iterator[None]:
    settings.FASHU_CATALOGUE = "fashu.kernel.cases.tests.sample.BUSINESSES"
    catalogue.businesses.cache_clear()
    yield
    catalogue.businesses.cache_clear()


@pytest.fixture(autouse=True)
def noon() -> Iterator[time_machine.Traveller]:
    """Wednesday 2026-02-11, noon in Beijing."""
    with time_machine.travel("2026-02-11T12:00:00+08:00", tick=False) as traveller:
        yield traveller


@pytest.fixture
def cast(db: Any) -> Cast:
    with acting_as(SYSTEM):
        city = _office("9901", "示范市司法局", Level.CITY, None)
        east = _office("990101", "东县司法局", Level.COUNTY, city)
        west = _office("990102", "西县司法局", Level.COUNTY, city)
        return Cast(
            alice=_citizen("alice", "张三"),
            bob=_citizen("bob", "李四"),
            east=_officer("east", "东官", east),
            west=_officer("west", "西官", west),
            city=_officer("city", "市官", city),
            colleague=_officer("colleague", "东官乙", east),
            auditor=_officer("auditor", "审计", city, kind=Kind.AUDITOR),
        )


def _office(code: str, title: str, level: Level, parent: Office | None) -> Office:
    return Office.objects.create(
        code=code,
        title=title,
        level=level,
        kind=OfficeKind.JUSTICE,
        division_code=code,
        parent=parent,
    )


def _citizen(username: str, name: str) -> Actor:
    account = Account.objects.create_account(username, name=name, kind=Kind.CITIZEN)
    return Actor(kind=Kind.CITIZEN, name=name, account_id=account.pk)


def _officer(username: str, name: str, office: Office, kind: Kind = Kind.OFFICER) -> Actor:
    account = Account.objects.create_account(username, name=name, kind=kind)
    Posting.objects.create(account=account, office=office, roles=["office"], since=date(2020, 1, 1))
    return Actor(
        kind=kind,
        name=name,
        account_id=account.pk,
        office_id=office.pk,
        office_path=office.path,
        roles=frozenset({"office"}),
    )
