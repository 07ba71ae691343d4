"""Supervision over the interface: figures with their rows, 预警, 督办 and 抽查."""

from typing import Any

import pytest
import time_machine
from django.test import Client

from fashu.kernel.access import SYSTEM, acting_as
from fashu.kernel.cases.tests.conftest import Cast
from fashu.kernel.supervision import draws
from fashu.kernel.supervision.alerts import raise_alerts
from fashu.kernel.supervision.models import Draw, Order, OrderEntry
from fashu.kernel.supervision.tests.town import fates, opened
from fashu.web.api.tests.conftest import As
from fashu.web.api.tests.machines import machine
from fashu.web.api.tests.test_cases import problem

SPRING = "first=2026-01-01&last=2026-03-31"
STATISTICS = f"supervision/statistics?{SPRING}"


def numbers(figures: list[dict[str, Any]]) -> dict[str, Any]:
    return {each["key"]: each["value"] for each in figures}


# -- Figures ---------------------------------------------------------------------------------------


def test_the_figures_of_a_period_are_those_of_ones_own_scope(
    cast: Cast, as_: As, noon: time_machine.Traveller
) -> None:
    fates(cast, noon)
    city = as_(cast.city).get(STATISTICS).json()
    whole = numbers(city["whole"])
    assert (whole["opened"], whole["closed"], whole["pending"]) == (4, 2, 2)
    groups = {each["group"]: numbers(each["figures"])["opened"] for each in city["groups"]}
    assert groups == {"990101": 3, "990102": 1}
    west = as_(cast.west).get(STATISTICS).json()
    assert numbers(west["whole"])["opened"] == 1
    problem(as_(cast.west).get(f"{STATISTICS}&office=990101"), 404)
    problem(as_(cast.alice).get(STATISTICS), 403)
    by = as_(cast.city).get(f"{STATISTICS}&by=procedure").json()
    assert [each["group"] for each in by["groups"]] == ["sample"]


def test_a_figure_opens_to_the_cases_behind_it_page_by_page(
    cast: Cast, as_: As, noon: time_machine.Traveller
) -> None:
    found = fates(cast, noon)
    city, rows = as_(cast.city), f"supervision/statistics/rows?{SPRING}&indicator="
    first = city.get(f"{rows}opened&limit=3").json()
    rest = city.get(f"{rows}opened&limit=3&cursor={first['next']}").json()
    told = [row["case"] for page in (first, rest) for row in page["items"]]
    assert (sorted(told), rest["next"]) == (sorted(found.values()), None)
    (west,) = city.get(f"{rows}opened&group=990102").json()["items"]
    assert west["case"] == found["west"]
    days = {row["case"]: row["days"] for row in city.get(f"{rows}days").json()["items"]}
    assert days == {found["refused"]: 2, found["west"]: 7}
    assert as_(cast.west).get(f"{rows}opened&group=990101").json()["items"] == []


def test_a_period_that_ends_before_it_begins_is_refused_in_words(cast: Cast, as_: As) -> None:
    path = "supervision/statistics?first=2026-03-02&last=2026-03-01"
    assert "起日晚于止日" in problem(as_(cast.city).get(path), 409)["detail"]
    problem(as_(cast.city).get("supervision/statistics?by=colour"), 422)
    problem(as_(cast.city).get("supervision/statistics/rows?indicator=none"), 422)


# -- 预警 ------------------------------------------------------------------------------------------


def test_an_alert_is_looked_into_once(cast: Cast, as_: As, noon: time_machine.Traveller) -> None:
    number = opened(cast.alice)
    noon.move_to("2026-02-26T12:00:00+08:00")
    assert raise_alerts() > 0
    east, path = as_(cast.east), "supervision/alerts"
    alert = east.get(path).json()["items"][0]
    assert (alert["case"], alert["verdict"]) == (number, "")
    assert "届满" in alert["said"]
    verdict = f"{path}/{alert['id']}/verdict"
    body = {"verdict": "confirmed", "measure": "当日办结"}
    problem(east.post(verdict, {**body, "verdict": "gone"}), 422)
    problem(east.post(verdict, {**body, "measure": " "}), 409)
    first, again = (east.post(verdict, body, key="once") for _ in range(2))
    assert (first.status_code, again.content) == (201, first.content), first.content.decode()
    assert (first.json()["verdict_title"], first.json()["measure"]) == ("属实", "当日办结")
    assert "已经反馈" in problem(east.post(verdict, body), 409)["detail"]
    assert [each["id"] for each in east.get(f"{path}?state=settled").json()["items"]] == [
        alert["id"]
    ]
    rules = {rule["key"]: rule for rule in east.get(f"{path}/rules").json()}
    assert (rules[alert["rule"]]["confirmed"], rules[alert["rule"]]["share"]) == (1, 1.0)
    west = as_(cast.west)
    assert west.get(path).json()["items"] == []
    problem(west.post(verdict, body), 404)


# -- 督办 ------------------------------------------------------------------------------------------


def test_an_order_goes_down_is_answered_and_ended(cast: Cast, as_: As) -> None:
    number = opened(cast.alice)
    city, east, path = as_(cast.city), as_(cast.east), "supervision/orders"
    body = {"case": number, "text": "请说明未受理的原因", "reply_by": "2026-02-20"}
    first, again = (city.post(path, body, key="once") for _ in range(2))
    assert (first.status_code, again.content) == (201, first.content), first.content.decode()
    order = first.json()
    assert (order["state_title"], order["acts"]) == ("待回复", ["withdrawn"])
    one = f"{path}/{order['id']}"
    assert east.get(one).json()["acts"] == ["replied"]
    for n, (who, act) in enumerate(
        ((east, "replied"), (city, "sent_back"), (east, "replied"), (city, "ended"))
    ):
        said = {"act": act, "text": f"办理{act}"}
        done, same = (who.post(f"{one}/entries", said, key=f"act-{n}") for _ in range(2))
        assert (done.status_code, same.content) == (201, done.content), done.content.decode()
    told = city.get(one).json()
    acts = [entry["act"] for entry in told["entries"]]
    assert acts == ["issued", "replied", "sent_back", "replied", "ended"]
    assert (told["state_title"], told["acts"]) == ("已办结", [])
    assert city.get(path).json()["items"] == []
    assert [o["id"] for o in city.get(f"{path}?state=ended").json()["items"]] == [order["id"]]
    with acting_as(SYSTEM):
        assert Order.objects.count() == 1


def test_each_side_says_only_its_own_words_and_siblings_hear_none(cast: Cast, as_: As) -> None:
    number = opened(cast.alice)
    city, east, west = (as_(actor) for actor in (cast.city, cast.east, cast.west))
    path = "supervision/orders"
    body = {"case": number, "text": "请说明", "reply_by": "2026-02-20"}
    assert "上级机关下达" in problem(east.post(path, body), 409)["detail"]
    problem(west.post(path, body), 404)
    assert "今天以后" in problem(city.post(path, {**body, "reply_by": "2026-02-11"}), 409)["detail"]
    one = f"{path}/{city.post(path, body).json()['id']}"
    assert (
        "现在不能办理"
        in problem(east.post(f"{one}/entries", {"act": "ended", "text": "越位"}), 409)["detail"]
    )
    for stranger in (west, as_(cast.alice)):
        answer = stranger.get(one)
        problem(answer, 403 if stranger is not west else 404)
    problem(west.post(f"{one}/entries", {"act": "replied", "text": "x"}), 404)
    assert west.get(path).json()["items"] == []
    with acting_as(SYSTEM):
        assert OrderEntry.objects.count() == 1


# -- 抽查 ------------------------------------------------------------------------------------------


def test_a_draw_is_announced_drawn_once_and_checked_by_a_stranger(
    cast: Cast, as_: As, noon: time_machine.Traveller, client: Client
) -> None:
    found = fates(cast, noon)
    city = as_(cast.city)
    body = {"title": "第一季度抽查", "size": 2, "indicator": "opened", "first": "2026-01-01"}
    first, again = (city.post("supervision/draws", body, key="once") for _ in range(2))
    assert (first.status_code, again.content) == (201, first.content), first.content.decode()
    draw = first.json()
    assert (draw["count"], draw["drawn"], draw["secret"]) == (4, None, "")
    public = client.get(f"/api/v1/draws/{draw['id']}").json()
    assert public == draw
    problem(client.get(f"/api/v1/draws/{draw['id']}/transcript"), 409)
    said = {"witness": "王某", "words": "三月的风 7741"}
    drawing = f"supervision/draws/{draw['id']}/drawing"
    problem(as_(cast.west).post(drawing, said), 409)
    problem(client.post(f"/api/v1/{drawing}", said, "application/json"), 401)
    drawn, same = (city.post(drawing, said, key="draw") for _ in range(2))
    assert (drawn.status_code, same.content) == (201, drawn.content), drawn.content.decode()
    assert "不能再抽" in problem(city.post(drawing, said), 409)["detail"]
    assert set(drawn.json()["drawn"]) <= set(found.values())
    transcript = client.get(f"/api/v1/draws/{draw['id']}/transcript").json()
    assert list(draws.verify(transcript)) == drawn.json()["drawn"]
    assert [each["id"] for each in client.get("/api/v1/draws").json()["items"]] == [draw["id"]]
    problem(client.get("/api/v1/draws/987654321"), 404)
    with acting_as(SYSTEM):
        assert Draw.objects.count() == 1


def test_more_than_there_are_cannot_be_drawn(cast: Cast, as_: As) -> None:
    opened(cast.alice)
    body = {"title": "抽查", "size": 2, "indicator": "opened"}
    assert "名单有1件" in problem(as_(cast.east).post("supervision/draws", body), 409)["detail"]
    problem(as_(cast.alice).post("supervision/draws", {**body, "size": 1}), 403)


# -- Other systems ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "path",
    [
        "supervision/statistics",
        "supervision/statistics/rows",
        "supervision/alerts",
        "supervision/alerts/rules",
        "supervision/orders",
    ],
)
def test_supervision_needs_a_scope_of_its_own(cast: Cast, path: str) -> None:
    problem(machine("without", scopes=["cases:read", "desk:read"]).get(path), 403)
    assert machine("with-it", scopes=["supervision:read"]).get(path).status_code == 200


def test_a_program_is_told_the_fields_it_was_given(cast: Cast) -> None:
    number = opened(cast.alice)
    fields = {"GET supervision/statistics/rows": ["items.on"]}
    caller = machine(scopes=["supervision:read"], fields=fields)
    path = "supervision/statistics/rows?indicator=opened"
    assert caller.get(path).json()["items"] == [{"on": "2026-02-11"}]
    problem(caller.get("supervision/alerts"), 403)
    problem(caller.post("supervision/orders", {"case": number}), 403)
