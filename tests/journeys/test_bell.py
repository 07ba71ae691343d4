"""What an officer is told reaches the page that stands open, without asking for it again."""

import pytest
from playwright.sync_api import expect

from fashu.kernel.access import SYSTEM, acting_as
from fashu.kernel.desk import handling
from fashu.kernel.people.actors import actor_for
from fashu.kernel.people.models import Account
from tests.journeys.conftest import Visitor
from tests.journeys.test_officers import filed, own_record

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "record"])

__all__ = ["own_record"]


def test_an_open_page_learns_that_a_case_was_assigned(visitor: Visitor) -> None:
    number = filed()
    page = visitor.sign_in("lin")
    unread = page.locator("[data-unread]").first
    assert unread.text_content() == "0"
    with acting_as(SYSTEM):
        lin, zhou = (Account.objects.get(username=name) for name in ("lin", "zhou"))
    with acting_as(actor_for(zhou)):
        handling.claim(number)
        handling.assign(number, lin.pk)
    expect(unread).to_have_text("1", timeout=20_000)
    visitor.open("/workbench/notices/")
    assert number in page.locator("main").inner_text()
