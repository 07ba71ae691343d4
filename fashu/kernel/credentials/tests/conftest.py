"""Somebody to sign in."""

import pytest

from fashu.kernel.access import SYSTEM, Kind, acting_as
from fashu.kernel.people.models import Account


@pytest.fixture
def officer(db: None) -> Account:
    """An officer with a phone."""
    with acting_as(SYSTEM):
        return Account.objects.create_account(
            "linqing", name="林清", kind=Kind.OFFICER, password="right", phone="13900000001"
        )


@pytest.fixture
def citizen(db: None) -> Account:
    """One of the public."""
    with acting_as(SYSTEM):
        return Account.objects.create_account(
            "zhang", name="张晓岚", kind=Kind.CITIZEN, password="right"
        )
