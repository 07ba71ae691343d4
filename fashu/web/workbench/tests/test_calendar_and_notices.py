"""The calendar, its secret address, the notices and the stream, over HTTP."""

import re
from collections.abc import Callable

from django.test import Client

from fashu.kernel.access import Actor, acting_as
from fashu.kernel.cases.tests.conftest import Cast
from fashu.kernel.cases.tests.test_actions import open_sample
from fashu.kernel.desk import handling
from fashu.web.workbench.tests.test_workbench import page

As = Callable[[Actor], Client]


def test_a_deadline_stands_on_its_day_in_every_view(cast: Cast, as_: As) -> None:
    open_sample(cast.alice)
    for show in ("month", "week", "agenda"):
        html = page(as_(cast.east), f"/workbench/calendar/?show={show}&on=2026-02-27")
        assert "审查期限" in html
        assert "审查期限" not in page(as_(cast.west), f"/workbench/calendar/?show={show}&office=1")
    assert "审查期限" not in page(as_(cast.east), "/workbench/calendar/?on=2026-06-01")


def test_a_year_whose_days_off_are_not_announced_can_be_looked_at(cast: Cast, as_: As) -> None:
    for show in ("month", "week", "agenda"):
        page(as_(cast.east), f"/workbench/calendar/?show={show}&on=2031-01-01")


def test_a_calendar_is_subscribed_to_without_signing_in_and_ended(cast: Cast, as_: As) -> None:
    open_sample(cast.alice)
    east = as_(cast.east)
    east.post("/workbench/calendar/subscribe/", {"new": "1"})
    html = page(east, "/workbench/calendar/")
    found = re.search(r"http://testserver(/calendar/[\w-]+\.ics)", html)
    assert found is not None
    assert found.group(1) not in page(east, "/workbench/calendar/")
    answer = Client().get(found.group(1))
    assert answer.headers["Content-Type"].startswith("text/calendar")
    assert b"BEGIN:VEVENT" in answer.content
    east.post("/workbench/calendar/subscribe/", {"revoke": "1"})
    assert Client().get(found.group(1)).status_code == 404


def test_the_bell_counts_what_is_unread(cast: Cast, as_: As) -> None:
    number = open_sample(cast.alice).number
    with acting_as(cast.colleague):
        handling.claim(number)
        handling.assign(number, cast.east.account_id or 0)
    east = as_(cast.east)
    assert "data-unread>1</span>" in page(east, "/workbench/")
    assert east.get("/workbench/notices/count/").json() == {"unread": 1}
    html = page(east, "/workbench/notices/")
    found = re.search(r'name="notice" value="(\d+)"', html)
    assert found is not None
    colleague = as_(cast.colleague)
    assert colleague.post("/workbench/notices/read/", {"notice": found.group(1)}).status_code == 404
    answer = east.post("/workbench/notices/read/", {"notice": found.group(1)})
    assert answer["Location"] == f"/workbench/cases/{number}/"
    assert "data-unread hidden>0</span>" in page(east, "/workbench/")


def test_one_chooses_how_to_be_told(cast: Cast, as_: As) -> None:
    east, address = as_(cast.east), "/workbench/notices/preferences/"
    sent = {"email": "a@example.gov.cn", "quiet_from": "20:00", "quiet_until": "07:30"}
    assert east.post(address, {**sent, "way_urge": "sms"}).status_code == 302
    html = page(east, address)
    assert 'value="20:00"' in html
    assert 'aria-label="催办：短信" checked' in html
    assert "免打扰的起止时间" in east.post(address, {**sent, "quiet_from": "x"}).content.decode()
