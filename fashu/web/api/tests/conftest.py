"""The cast of the kernel's tests, each with a way to ask the interface."""

from collections.abc import Callable
from itertools import count
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from fashu.kernel.access import SYSTEM, Actor, acting_as
from fashu.kernel.cases.tests.conftest import Cast, cast, noon, sample_business
from fashu.kernel.people.models import Account
from fashu.web import session

__all__ = ["As", "Asker", "Cast", "cast", "noon", "sample_business"]

_keys = count()
JSON = "application/json"


class Asker:
    """Somebody who asks the interface; every request has a key of its own unless one is given."""

    def __init__(self, client: Client) -> None:
        self.client = client

    def get(self, path: str, **headers: str) -> Any:
        """The answer to a question."""
        return self.client.get(f"/api/v1/{path}", headers=headers)

    def post(self, path: str, body: Any = None, *, key: str = "", **headers: str) -> Any:
        """The answer to an act."""
        named = {"Idempotency-Key": key or f"key-{next(_keys)}", **headers}
        data = {} if body is None else body
        return self.client.post(f"/api/v1/{path}", data, JSON, headers=named)

    def put(self, path: str, body: Any) -> Any:
        """The answer to a change."""
        return self.client.put(f"/api/v1/{path}", body, JSON)

    def send(self, path: str, file: Any, key: str = "") -> Any:
        """The answer to a file."""
        named = {"Idempotency-Key": key or f"key-{next(_keys)}"}
        return self.client.post(f"/api/v1/{path}", {"file": file}, headers=named)


As = Callable[[Actor], Asker]


def signed_in(actor: Actor) -> Asker:
    """Somebody with a session of his own."""
    client = Client()
    with acting_as(SYSTEM):
        account = Account.objects.get(pk=actor.account_id or 0)
    kept = client.session
    session.enter(kept, account)
    kept.save()
    client.cookies[settings.SESSION_COOKIE_NAME] = kept.session_key or ""
    return Asker(client)


@pytest.fixture
def as_(cast: Cast) -> As:
    """Somebody of the cast, signed in."""
    return signed_in
