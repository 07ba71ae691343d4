"""A confirmed notice reaches every running term, without an event, and whoever handles it hears."""

from datetime import date
from typing import Any

import pytest
import time_machine

from fashu.kernel import api
from fashu.kernel.access import SYSTEM, acting_as
from fashu.kernel.cases.models import Case, Event, RunningTerm
from fashu.kernel.cases.queries import clocks_in
from fashu.kernel.cases.replay import differences
from fashu.kernel.cases.tests.conftest import ANSWERS, Cast
from fashu.kernel.desk.notices import own_notices
from fashu.kernel.desk.settling import STRAGGLERS, settle_dates
from fashu.kernel.holidays.models import Notice
from fashu.kernel.holidays.schedule import Holiday
from fashu.kernel.holidays.tests.notices import publish, rows_of

pytestmark = pytest.mark.django_db

EVE = "2026-12-30T09:00:00+08:00"


def opened(cast: Cast, *, handler: bool = True) -> str:
    with acting_as(cast.alice):
        facts = {**ANSWERS, "knew_on": "2026-12-01", "chosen_office": "990101"}
        number = api.open_case("sample", "apply", facts, request_key="open").number
    with acting_as(SYSTEM):
        if handler:
            Case.objects.filter(number=number).update(handler=cast.east.account_id)
    return number


def term() -> RunningTerm:
    with acting_as(SYSTEM):
        return RunningTerm.objects.get(term="examination")


def test_a_provisional_term_becomes_certain_and_its_handler_is_told(
    cast: Cast, noon: time_machine.Traveller
) -> None:
    noon.move_to(EVE)
    number = opened(cast)
    assert (term().provisional, term().lapses_at) == (True, None)
    publish()
    with acting_as(SYSTEM):
        events = Event.objects.count()
    assert settle_dates() == 1
    assert settle_dates() == 0
    found = term()
    assert (found.provisional, found.lapses_at is not None) == (False, True)
    with acting_as(SYSTEM):
        assert Event.objects.count() == events, "nothing happened to the case"
        assert differences(Case.objects.select_related("office").get()) == []
    with acting_as(cast.east):
        (told,) = own_notices()
    assert told.words == f"{number}：放假安排已公布，“审查期限”由暂定2027-01-11定为2027-01-11"


def test_a_page_shows_the_certain_date_before_the_worker_came_round(
    cast: Cast, noon: time_machine.Traveller
) -> None:
    noon.move_to(EVE)
    number = opened(cast)
    publish()
    with acting_as(cast.east):
        shown = clocks_in(api.case_by_number(number))
    (clock,) = (view for view in shown if view.term.key == "examination")
    assert not clock.clock.provisional
    assert clock.moves[-1].reason == (
        "2027年的放假安排依据国务院办公厅2026年11月20日通知（国办发明电〔2026〕7号）"
    )
    assert term().provisional


def test_what_ran_out_while_the_year_was_unknown_lapses_with_the_notice(
    cast: Cast, noon: time_machine.Traveller
) -> None:
    noon.move_to(EVE)
    opened(cast)
    noon.move_to("2027-02-01T09:00:00+08:00")
    assert api.run_lapses() == 0
    publish()
    settle_dates()
    assert api.run_lapses() == 1
    with acting_as(SYSTEM):
        lapsed = Event.objects.get(kind="lapsed")
        assert (lapsed.key, lapsed.on) == ("examination", date(2027, 1, 11))
        assert differences(Case.objects.select_related("office").get()) == []


def test_a_notice_is_looked_after_until_no_straggler_can_come(
    cast: Cast, noon: time_machine.Traveller
) -> None:
    noon.move_to(EVE)
    publish()
    settle_dates()
    assert Notice.objects.get().settled_at is None
    opened(cast)
    with acting_as(SYSTEM):  # as a transaction wrote it that began before the confirmation
        Case.objects.update(state=provisional(Case.objects.get().state))
        RunningTerm.objects.update(provisional=True, lapses_at=None)
    noon.shift(STRAGGLERS)
    assert settle_dates() == 1
    found = Notice.objects.get()
    assert (found.settled, found.settled_at is not None) == (1, True)
    assert not term().provisional


def provisional(state: dict[str, Any]) -> dict[str, Any]:
    """The state with its clocks as they stood before the year was known."""
    return {**state, "clocks": [{**clock, "provisional": True} for clock in state["clocks"]]}


def test_a_notice_that_changes_a_certain_date_moves_it(
    cast: Cast, noon: time_machine.Traveller
) -> None:
    noon.move_to(EVE)
    opened(cast)
    publish()
    settle_dates()
    assert str(term().due_at).startswith("2027-01-10 16:00")  # the 11th begins in Beijing
    longer = list(rows_of(2027))
    longer[0] = Holiday("元旦", date(2027, 1, 1), date(2027, 1, 11))
    publish(number="国办发明电〔2026〕9号", rows=longer)
    assert settle_dates() == 1
    assert str(term().due_at).startswith("2027-01-18 16:00")  # seven working days, the 19th
    with acting_as(SYSTEM):
        assert differences(Case.objects.select_related("office").get()) == []
