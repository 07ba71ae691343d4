"""A step taken by delegation says in the record who took it and in whose post."""

import json
from datetime import date

from fashu.kernel.access import SYSTEM, acting_as
from fashu.kernel.cases.models import Case, Event
from fashu.kernel.cases.replay import differences
from fashu.kernel.cases.tests.conftest import Cast
from fashu.kernel.cases.tests.test_actions import case_of, open_sample, take
from fashu.kernel.people import posts, rights
from fashu.kernel.people.actors import actor_for
from fashu.kernel.people.models import Account, Posting
from fashu.kernel.people.posts import Span


def test_the_record_names_the_delegate_and_the_principal(cast: Cast) -> None:
    number = open_sample(cast.alice).number
    with acting_as(SYSTEM):
        west = Account.objects.get(pk=cast.west.account_id or 0)
        rights.define_role("office", "承办人", ["office"], is_personal=False)
    with acting_as(cast.east):
        held = Posting.objects.get(account_id=cast.east.account_id or 0)
        deputy = posts.delegate(held, west, Span(date(2026, 2, 1), date(2026, 2, 28)))
    assert case_seen_by(cast) == 0
    take(actor_for(west, deputy.pk), number, "accept")
    with acting_as(SYSTEM):
        opened, accepted = (json.loads(bytes(e.envelope)) for e in Event.objects.order_by("seq"))
    assert (accepted["account"], accepted["on_behalf_of"]) == (
        cast.west.account_id,
        cast.east.account_id,
    )
    assert "on_behalf_of" not in opened
    with acting_as(SYSTEM):
        assert differences(case_of(number)) == []


def case_seen_by(cast: Cast) -> int:
    """How many cases the delegate sees in his own post."""
    with acting_as(cast.west):
        return Case.objects.count()
