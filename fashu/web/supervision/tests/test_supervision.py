"""What supervisors see and do, over HTTP, and what others do not."""

import json
import re
from collections.abc import Callable
from io import BytesIO

import pytest
import time_machine
from django.test import Client
from openpyxl import load_workbook

from fashu.kernel.access import SYSTEM, Actor, acting_as
from fashu.kernel.cases.tests.conftest import Cast
from fashu.kernel.supervision import draws
from fashu.kernel.supervision.alerts import raise_alerts
from fashu.kernel.supervision.models import Alert, Draw, Order, Report
from fashu.kernel.supervision.tests.town import at, fates, opened

As = Callable[[Actor], Client]
FEBRUARY = "first=2026-02-01&last=2026-02-28"


def page(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, address
    return response.content.decode()


def test_every_number_opens_to_as_many_rows_as_it_says(
    cast: Cast, as_: As, noon: time_machine.Traveller
) -> None:
    fates(cast, noon)
    city = as_(cast.city)
    html = page(city, f"/supervision/statistics/?{FEBRUARY}")
    found = re.findall(r'href="rows/\?([^"]+)">(\d+)<span', html)
    assert len(found) >= 8
    for query, number in found:
        rows = page(city, f"/supervision/statistics/rows/?{query.replace('&amp;', '&')}")
        if "indicator=days" not in query:
            assert rows.count('class="num" data-label="案号"') == int(number), query


def test_one_goes_down_from_the_city_to_a_county(
    cast: Cast, as_: As, noon: time_machine.Traveller
) -> None:
    fates(cast, noon)
    html = page(as_(cast.city), f"/supervision/statistics/?{FEBRUARY}&office=990101")
    assert "东县司法局" in html
    assert "西县司法局" not in html


def test_the_workbook_holds_the_numbers_of_the_page_and_how_they_were_counted(
    cast: Cast, as_: As, noon: time_machine.Traveller
) -> None:
    fates(cast, noon)
    city = as_(cast.city)
    html = page(city, f"/supervision/statistics/?{FEBRUARY}")
    shown = re.findall(r'href="rows/\?[^"]+">([^<]+)<span', html)
    answer = city.get(f"/supervision/statistics/sheet/?{FEBRUARY}")
    book = load_workbook(BytesIO(answer.getvalue()), read_only=True)
    head, *lines = [list(row) for row in book["统计"].iter_rows(values_only=True)]
    assert [cell for line in lines[:-1] for cell in line[1:]] == shown
    assert (head[0], lines[-1][0]) == ("机关", "合计")
    told = {row[0]: row[1] for row in book["说明"].iter_rows(values_only=True)}
    assert told["期间"] == "2026-02-01至2026-02-28"
    assert set(head[1:]) < set(told)


def test_a_county_cannot_ask_for_the_numbers_of_another(
    cast: Cast, as_: As, noon: time_machine.Traveller
) -> None:
    numbers = fates(cast, noon)
    east = as_(cast.east)
    for address in ("", "rows/", "sheet/"):
        query = f"{FEBRUARY}&office=990102&indicator=opened"
        assert east.get(f"/supervision/statistics/{address}?{query}").status_code == 404
    own = f"/supervision/statistics/rows/?{FEBRUARY}&indicator=pending&group=*"
    assert numbers["late"] in page(east, own)
    assert numbers["west"] not in page(east, own)


@pytest.mark.parametrize(
    ("query", "said"),
    [("first=2026-03-01&last=2026-02-01", "起日晚于止日"), ("first=gestern", "不是日期")],
)
def test_a_wrong_period_is_told_in_words(cast: Cast, as_: As, query: str, said: str) -> None:
    assert said in page(as_(cast.city), f"/supervision/statistics/?{query}")


def test_a_period_is_closed_and_counted_again(
    cast: Cast, as_: As, noon: time_machine.Traveller
) -> None:
    fates(cast, noon)
    city = as_(cast.city)
    sent = city.post("/supervision/periods/", {"first": "2026-02-01", "last": "2026-02-28"})
    with acting_as(SYSTEM):
        report = Report.objects.get()
    assert sent.headers["Location"] == f"/supervision/periods/{report.pk}/"
    assert "都一致" in page(city, f"/supervision/periods/{report.pk}/?check=1")
    assert as_(cast.east).get(f"/supervision/periods/{report.pk}/").status_code == 404
    early = city.post("/supervision/periods/", {"first": "2026-03-01", "last": "2026-03-31"})
    assert "还没有结束" in early.content.decode()


def test_an_alert_is_looked_into(cast: Cast, as_: As, noon: time_machine.Traveller) -> None:
    number = opened(cast.alice)
    with at(noon, "02-25"):
        raise_alerts()
    with acting_as(SYSTEM):
        alert = Alert.objects.get()
    east, west = as_(cast.east), as_(cast.west)
    assert number in page(east, "/supervision/alerts/")
    assert number not in page(west, "/supervision/alerts/")
    verdict = {"verdict": "confirmed", "measure": "今日办理"}
    west.post(f"/supervision/alerts/{alert.pk}/", verdict)
    assert number in page(east, "/supervision/alerts/")
    east.post(f"/supervision/alerts/{alert.pk}/", verdict)
    assert "100%" in page(east, "/supervision/alerts/?state=settled")


def test_an_order_goes_down_and_comes_back(cast: Cast, as_: As) -> None:
    number = opened(cast.alice)
    city, east = as_(cast.city), as_(cast.east)
    city.post("/supervision/orders/new/", {"number": number, "text": "请说明", "reply_by": ""})
    with acting_as(SYSTEM):
        order = Order.objects.get()
    address = f"/supervision/orders/{order.pk}/"
    assert "请说明" in page(east, address)
    east.post(address, {"act": "replied", "text": "已受理"})
    assert "同意办结" in page(city, address)
    assert as_(cast.west).get(address).status_code == 404
    assert as_(cast.alice).get(address).status_code == 403
    refused = east.post(
        "/supervision/orders/new/", {"number": number, "text": "自己", "reply_by": ""}
    )
    assert "上级机关下达" in refused.content.decode()


def test_a_draw_is_announced_drawn_and_checked_by_a_stranger(
    cast: Cast, as_: As, noon: time_machine.Traveller
) -> None:
    fates(cast, noon)
    city, stranger = as_(cast.city), Client()
    address = f"/supervision/draws/new/?{FEBRUARY}&indicator=opened"
    city.post(address, {"title": "案卷评查", "size": "2"})
    with acting_as(SYSTEM):
        made = Draw.objects.get()
    assert stranger.get(f"/draws/{made.pk}/transcript.json").status_code == 404
    city.post(f"/supervision/draws/{made.pk}/", {"witness": "检察院 李", "words": "六六"})
    published = stranger.get(f"/draws/{made.pk}/transcript.json")
    assert len(draws.verify(json.loads(published.content))) == 2
    assert "六六" in page(stranger, f"/draws/{made.pk}/")
    assert "最多3件" not in page(stranger, "/draws/")
    refused = city.post(address, {"title": "太多", "size": "9"})
    assert "应在1至3之间" in refused.content.decode()


def test_a_trace_is_found_by_who_did_it_and_only_within_sight(
    cast: Cast, as_: As, noon: time_machine.Traveller
) -> None:
    numbers = fates(cast, noon)
    asked = "/supervision/trace/?first=2026-02-01&last=2026-03-31"
    city = page(as_(cast.city), f"{asked}&number={numbers['west']}")
    assert city.count("不予受理") >= 1
    assert numbers["west"] not in page(as_(cast.east), asked)
    assert numbers["refused"] in page(as_(cast.east), f"{asked}&kind=taken")
    assert "没有符合条件" in page(as_(cast.east), f"{asked}&who=没有这个人")
    assert "不是日期" in page(as_(cast.east), "/supervision/trace/?first=x")
