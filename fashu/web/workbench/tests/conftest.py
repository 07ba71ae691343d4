"""The cast and the sample business of the kernel's tests, with a browser for each."""

from collections.abc import Callable

import pytest
from django.test import Client

from fashu.kernel.access import SYSTEM, Actor, acting_as
from fashu.kernel.cases.tests.conftest import Cast, cast, noon, sample_business
from fashu.kernel.people.models import Account
from fashu.web import session

__all__ = ["Cast", "cast", "noon", "sample_business"]


@pytest.fixture
def as_(cast: Cast) -> Callable[[Actor], Client]:
    """A client signed in as somebody of the cast."""

    def signed_in(actor: Actor) -> Client:
        client = Client()
        with acting_as(SYSTEM):
            account = Account.objects.get(pk=actor.account_id or 0)
        kept = client.session
        session.enter(kept, account)
        kept.save()
        client.cookies["sessionid"] = kept.session_key or ""
        return client

    return signed_in
