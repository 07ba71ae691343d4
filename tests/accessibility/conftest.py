"""A furnished province, a browser, and one person of every kind that can sign in."""

from collections.abc import Iterator

import pytest
from django.conf import LazySettings
from django.test import Client
from playwright.sync_api import Browser

from fashu.config.environment import Province as SignOn
from fashu.kernel.access import Kind
from tests.accessibility.furniture import furnish
from tests.accessibility.looking import Screen, screen
from tests.security.conftest import client_of, province, undone
from tests.security.province import Province

__all__ = ["province", "undone"]

CHOSEN = {
    Kind.VISITOR: None,
    Kind.CITIZEN: "zhang",
    Kind.OFFICER: "lin",
    Kind.AUDITOR: "shen",
    Kind.SYSTEM_ADMIN: "xu",
    Kind.SECURITY_ADMIN: "bao",
    Kind.AUDIT_ADMIN: "ji",
}
"""Who looks for each kind of reader; a visitor signs in as nobody."""


@pytest.fixture(scope="module")
def furnished(province: Province) -> Province:
    """The province after a few days of work."""
    furnish(province)
    return province


@pytest.fixture
def province_sign_on(settings: LazySettings) -> None:
    """The sign-on of a province where nobody answers: its pages are shown, and that it fails."""
    settings.PROVINCE = SignOn("http://127.0.0.1:9", "fashu", "s3cret")


@pytest.fixture
def looking(browser: Browser) -> Iterator[Screen]:
    """A browser's page without a network."""
    with screen(browser) as made:
        yield made


def client_for(province: Province, kind: Kind) -> Client:
    """A browser of somebody of this kind."""
    name = CHOSEN[kind]
    return client_of(province.someone(name) if name else None)
