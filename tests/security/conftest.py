"""A province that the tests of one module share, and a browser for each of its people."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.conf import settings
from django.db import transaction
from django.test import Client

from fashu.kernel.access import SYSTEM, acting_as
from fashu.kernel.people.models import Account
from fashu.web import session
from tests.security.province import Person, Province, build

SignIn = Callable[[Person | None], Client]


@pytest.fixture(scope="module")
def province(django_db_setup: None, django_db_blocker: Any) -> Iterator[Province]:
    """Built once for a module, in a transaction that its end takes back."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield build()
        transaction.set_rollback(True)


@pytest.fixture
def undone(province: Province) -> Iterator[None]:
    """What a test does to the province is taken back."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def client_of(person: Person | None) -> Client:
    """A browser signed in as somebody; without a person, a visitor's."""
    client = Client(raise_request_exception=False)
    if person is not None:
        with acting_as(SYSTEM):
            account = Account.objects.get(pk=person.account)
        kept = client.session
        session.enter(kept, account)
        kept.save()
        client.cookies[settings.SESSION_COOKIE_NAME] = kept.session_key or ""
    return client
