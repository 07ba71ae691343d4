"""What is one's own over the interface: notices, 委托, 不在岗, bookings and ratings."""

from datetime import date, time
from typing import Any

import pytest
from django.test import Client

from fashu.kernel import api
from fashu.kernel.access import SYSTEM, Actor, acting_as
from fashu.kernel.calendar import ServiceHours
from fashu.kernel.cases.models import Case
from fashu.kernel.cases.tests.conftest import Cast
from fashu.kernel.cases.tests.test_actions import open_sample
from fashu.kernel.desk.models import Absence, Kind
from fashu.kernel.desk.notices import tell
from fashu.kernel.desk.tests.conftest import Desk, desk
from fashu.kernel.hall import booking
from fashu.kernel.hall.models import Booking, Rating
from fashu.web.api import api as interface
from fashu.web.api import grants
from fashu.web.api.fields import offered
from fashu.web.api.tests.conftest import As
from fashu.web.api.tests.machines import machine
from fashu.web.api.tests.test_cases import problem

__all__ = ["desk"]

WEEK = {"since": "2026-02-11", "until": "2026-02-13"}


def of(actor: Actor) -> int:
    assert actor.account_id is not None
    return actor.account_id


# -- Notices ---------------------------------------------------------------------------------------


def test_notices_are_read_one_by_one_or_all_at_once(desk: Desk, as_: As) -> None:
    with acting_as(desk.head):
        for n in range(3):
            tell([of(desk.li)], Kind.URGE, f"第{n}件", "/workbench/", number=desk.number)
    li = as_(desk.li)
    first = li.get("notices?limit=2").json()
    rest = li.get(f"notices?limit=2&cursor={first['next']}").json()
    told = [each["words"] for page in (first, rest) for each in page["items"]]
    assert (told, first["unread"]) == (["第2件", "第1件", "第0件"], 3)
    one = f"notices/{first['items'][0]['id']}/reading"
    read, again = (li.post(one, key="once") for _ in range(2))
    assert (read.status_code, again.content) == (200, read.content)
    assert read.json()["read_at"] is not None
    left = li.get("notices?is_unread=true").json()
    assert ([each["words"] for each in left["items"]], left["unread"]) == (["第1件", "第0件"], 2)
    assert li.post("notices/reading").json() == {"unread": 0}
    problem(as_(desk.amy).post(one), 404)
    assert as_(desk.amy).get("notices").json()["items"] == []


# -- 委托 ------------------------------------------------------------------------------------------


def test_a_delegation_is_given_seen_by_both_and_taken_back(desk: Desk, as_: As, cast: Cast) -> None:
    li, amy = as_(desk.li), as_(desk.amy)
    body = {"to": of(desk.amy), **WEEK, "reason": "出差"}
    made, again = (li.post("delegations", body, key="once") for _ in range(2))
    assert (made.status_code, again.content) == (201, made.content), made.content.decode()
    given = li.get("delegations").json()["items"]
    taken = amy.get("delegations?side=taken").json()["items"]
    assert given == taken
    assert (given[0]["to"]["name"], given[0]["reason"]) == (desk.amy.name, "出差")
    assert "已经委托" in problem(li.post("delegations", body), 409)["detail"]
    outside = problem(li.post("delegations", {**body, "to": of(cast.west)}), 409)
    assert outside["detail"]
    end = f"delegations/{made.json()['id']}/end"
    for stranger in (amy, as_(cast.west)):
        problem(stranger.post(end), 404)
    ended = li.post(end)
    assert ended.json()["ended_at"] is not None
    problem(li.post(end), 409)
    assert amy.get("delegations?side=taken").json()["items"] == []
    assert len(li.get("delegations").json()["items"]) == 1


# -- 不在岗 ----------------------------------------------------------------------------------------


def test_an_absence_is_registered_by_oneself_or_the_head_and_withdrawn(
    desk: Desk, as_: As, cast: Cast
) -> None:
    li, head = as_(desk.li), as_(desk.head)
    made, again = (li.post("absences", {"kind": "leave", **WEEK}, key="once") for _ in range(2))
    assert (made.status_code, again.content) == (201, made.content), made.content.decode()
    assert made.json()["person"]["account"] == of(desk.li)
    other = {"kind": "trip", **WEEK, "account": of(desk.amy)}
    assert "负责人" in problem(li.post("absences", other), 409)["detail"]
    assert head.post("absences", other).status_code == 201
    assert len(head.get("absences").json()["items"]) == 2
    backwards = {"kind": "leave", "since": "2026-02-13", "until": "2026-02-12"}
    problem(li.post("absences", backwards), 409)
    problem(li.post("absences", {"kind": "sulk", **WEEK}), 422)
    end = f"absences/{made.json()['id']}/end"
    problem(as_(desk.ben).post(end), 409)
    problem(as_(cast.west).post(end), 404)
    assert as_(cast.west).get("absences").json()["items"] == []
    assert li.post(end).status_code == 201
    problem(li.post(end), 404)
    with acting_as(SYSTEM):
        assert Absence.objects.count() == 2


# -- Bookings --------------------------------------------------------------------------------------


@pytest.fixture
def counters(cast: Cast) -> str:
    """One counter of the east, open on Thursday from nine to ten; its first time."""
    hours = ServiceHours(((time(9), time(10)),), working_days_only=True)
    day = date(2026, 2, 12)
    with acting_as(cast.east):
        booking.publish(hours, first=day, last=day, minutes=30, counters=1)
    return "2026-02-12T09:00:00+08:00"


def test_a_place_is_found_taken_expected_and_given_back(
    cast: Cast, as_: As, client: Client, counters: str
) -> None:
    offices = client.get("/api/v1/bookings/offices").json()
    assert [each["code"] for each in offices] == ["990101"]
    times = client.get("/api/v1/bookings/times?office=990101").json()
    assert [each["free"] for each in times] == [1, 1]
    alice, bob, east = as_(cast.alice), as_(cast.bob), as_(cast.east)
    body = {"office": "990101", "starts_at": counters, "matter": "问问怎么申请"}
    made, again = (alice.post("bookings", body, key="once") for _ in range(2))
    assert (made.status_code, again.content) == (201, made.content), made.content.decode()
    assert "约满" in problem(bob.post("bookings", body), 409)["detail"]
    code = made.json()["code"]
    assert [each["code"] for each in alice.get("bookings").json()] == [code]
    (expected,) = east.get("bookings/expected?on=2026-02-12").json()["items"]
    assert (expected["name"], expected["matter"]) == (cast.alice.name, "问问怎么申请")
    west = as_(cast.west)
    assert west.get("bookings/expected?on=2026-02-12").json()["items"] == []
    problem(west.post(f"bookings/{code}/arrival"), 404)
    problem(bob.post(f"bookings/{code}/cancellation"), 404)
    problem(alice.get("bookings/expected"), 403)
    assert alice.post(f"bookings/{code}/cancellation").json()["cancelled_at"] is not None
    problem(alice.post(f"bookings/{code}/cancellation"), 404)
    assert bob.post("bookings", body).status_code == 201
    with acting_as(SYSTEM):
        assert Booking.objects.count() == 2


def test_whoever_came_is_registered_once(cast: Cast, as_: As, counters: str) -> None:
    body = {"office": "990101", "starts_at": counters, "matter": "交材料"}
    code = as_(cast.alice).post("bookings", body).json()["code"]
    east = as_(cast.east)
    first, again = (east.post(f"bookings/{code}/arrival", key="once") for _ in range(2))
    assert (first.status_code, again.content) == (201, first.content)
    assert first.json()["arrived_at"] is not None
    problem(east.post(f"bookings/{code}/arrival"), 409)


@pytest.mark.parametrize("at", ["2026-02-12T09:00:00", "0", "tomorrow", 1770858000])
def test_a_time_is_written_with_its_zone(cast: Cast, as_: As, at: Any) -> None:
    body = {"office": "990101", "starts_at": at, "matter": "交材料"}
    found = problem(as_(cast.alice).post("bookings", body), 422)
    assert found["errors"] == [{"pointer": "/starts_at", "detail": "应为带时区的时间"}]


# -- Ratings ---------------------------------------------------------------------------------------


def finished(cast: Cast) -> str:
    """The number of a case of the east that ended today."""
    number = open_sample(cast.alice).number
    with acting_as(cast.east):
        api.take_step(number, "refuse", {}, request_key=number)
    with acting_as(SYSTEM):
        assert Case.objects.get(number=number).closed_on is not None
    return number


def test_a_service_is_rated_once_and_the_office_above_sees_to_it(cast: Cast, as_: As) -> None:
    path = f"cases/{finished(cast)}/rating"
    alice, east, city = (as_(actor) for actor in (cast.alice, cast.east, cast.city))
    assert alice.get(path).json()["may_rate"] is True
    body = {"grade": 2, "tags": ["办得慢"], "words": "等了很久"}
    assert "不能评价" in problem(east.post(path, body), 409)["detail"]
    problem(alice.post(path, {**body, "grade": 6}), 422)
    made, again = (alice.post(path, body, key="once") for _ in range(2))
    assert (made.status_code, again.content) == (201, made.content), made.content.decode()
    problem(alice.post(path, body), 409)
    own = alice.get(path).json()
    assert (own["grade_title"], own["words"], own["may_rate"]) == ("不满意", "等了很久", False)
    assert east.get(path).json()["grade"] is None
    assert east.get("ratings").json()["items"] == []
    (bad,) = city.get("ratings").json()["items"]
    assert (bad["words"], bad["contact_due_on"]) == ("等了很久", "2026-02-12")
    one = f"ratings/{bad['id']}"
    assert not {"case", "account", "name"} & city.get(one).json().keys()
    for stranger in (east, as_(cast.west)):
        problem(stranger.get(one), 404)
        problem(stranger.post(f"{one}/steps", {"step": "verify", "words": "x"}), 404)
    assert problem(city.post(f"{one}/steps", {"step": "answer", "words": "早了"}), 409)["remedy"]
    for n, step in enumerate(
        ({"step": "verify", "words": "属实", "holds": True}, {"step": "mend", "words": "已改"})
    ):
        done, same = (city.post(f"{one}/steps", step, key=f"step-{n}") for _ in range(2))
        assert (done.status_code, same.content) == (201, done.content), done.content.decode()
    city.post(f"{one}/steps", {"step": "answer", "words": "谢谢指出"})
    assert alice.get(path).json()["answer"] == "谢谢指出"
    with acting_as(SYSTEM):
        assert Rating.objects.count() == 1


def test_a_sibling_hears_of_no_case_by_its_rating(cast: Cast, as_: As) -> None:
    path = f"cases/{finished(cast)}/rating"
    problem(as_(cast.west).get(path), 404)
    problem(as_(cast.west).post(path, {"grade": 5}), 404)


# -- Applications ----------------------------------------------------------------------------------


def test_an_application_has_nothing_of_its_own(cast: Cast) -> None:
    number = finished(cast)
    caller = machine()
    for path in (
        "notices",
        "delegations",
        "absences",
        "bookings",
        "bookings/expected",
        "ratings",
        f"cases/{number}/rating",
    ):
        assert "不对应用开放" in problem(caller.get(path), 403)["detail"], path
    problem(caller.post("bookings", {}), 403)
    assert caller.get("bookings/offices").status_code == 200


def test_nothing_of_a_persons_own_is_offered_to_an_application(db: None) -> None:
    kept = [name for name in offered() if not grants.is_for_applications(name.partition(" ")[2])]
    assert kept == []
    paths: dict[str, Any] = dict(interface.get_openapi_schema()["paths"])
    security = paths["/api/v1/notices"]["get"]["security"]
    assert security == [{"Session": []}]
