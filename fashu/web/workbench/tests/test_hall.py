"""The counter's side of the hall, over HTTP: open counters, who comes, bad ratings, reports."""

from collections.abc import Callable

from django.test import Client

from fashu.kernel.access import SYSTEM, Actor, acting_as
from fashu.kernel.cases.tests.conftest import Cast
from fashu.kernel.hall.models import Booking, Feedback, GuideNote, Rating, Slot
from fashu.kernel.hall.tests.test_rating import bad

As = Callable[[Actor], Client]
OPENING = {
    "first": "2026-02-12",
    "last": "2026-02-13",
    "hours": "9:00-10:00 14:00-15:00",
    "minutes": "30",
    "counters": "2",
}


def text(client: Client, path: str) -> str:
    return client.get(path).content.decode()


def test_an_officer_opens_counters_and_a_citizen_takes_a_place(cast: Cast, as_: As) -> None:
    east, alice = as_(cast.east), as_(cast.alice)
    east.post("/workbench/bookings/publish/", OPENING)
    assert Slot.objects.count() == 16
    place = "/booking/990101/at/2026-02-12T0930+0800/"
    assert "请写明要办的事" in alice.post(place, {"matter": " "}).content.decode()
    shown = alice.post(place, {"matter": "递交申请"}, follow=True).content.decode()
    assert "预约成功" in shown
    assert "前一个工作日会按您账号的手机号码" in shown
    page = text(east, "/workbench/bookings/?on=2026-02-12")
    assert "递交申请" in page
    assert "递交申请" not in text(as_(cast.west), "/workbench/bookings/?on=2026-02-12")


def test_a_code_shows_the_place_to_whoever_holds_it_and_not_what_it_is_about(
    cast: Cast, as_: As, client: Client
) -> None:
    as_(cast.east).post("/workbench/bookings/publish/", OPENING)
    place = "/booking/990101/at/2026-02-12T0930+0800/"
    as_(cast.alice).post(place, {"matter": "家里的私事"})
    with acting_as(SYSTEM):
        code = Booking.objects.get().code
    found = client.post("/progress/", {"code": code}, follow=True).content.decode()
    assert "东县司法局" in found
    assert "家里的私事" not in found
    assert "BEGIN:VCALENDAR" in text(client, f"/booking/{code}/calendar.ics")
    assert client.post(f"/booking/{code}/cancel/").status_code == 302
    with acting_as(SYSTEM):
        assert Booking.objects.get().cancelled_at is None


def test_a_place_is_given_back_by_who_took_it_alone(cast: Cast, as_: As) -> None:
    as_(cast.east).post("/workbench/bookings/publish/", OPENING)
    alice = as_(cast.alice)
    alice.post("/booking/990101/at/2026-02-12T0930+0800/", {"matter": "申请"})
    with acting_as(SYSTEM):
        code = Booking.objects.get().code
    assert as_(cast.bob).post(f"/booking/{code}/cancel/").status_code == 404
    assert "预约已经取消" in alice.post(f"/booking/{code}/cancel/", follow=True).content.decode()


def test_hours_that_cannot_be_read_open_nothing_and_say_why(cast: Cast, as_: As) -> None:
    for wrong in ({"hours": "上午"}, {"hours": "10:00-9:00"}, {"minutes": "0"}, {"last": "x"}):
        path = "/workbench/bookings/publish/"
        page = as_(cast.east).post(path, OPENING | wrong, follow=True).content.decode()
        assert "没有发布：" in page, wrong
    assert Slot.objects.count() == 0


def test_a_bad_rating_is_worked_off_by_the_superior_and_unseen_by_the_rated(
    cast: Cast, as_: As
) -> None:
    made = bad(cast)
    path, city = f"/workbench/ratings/{made.pk}/", as_(cast.city)
    assert as_(cast.east).get(path).status_code == 404
    assert "待核实" in text(city, "/workbench/ratings/")
    for sent in ({"step": "verify", "holds": "yes"}, {"step": "mend"}, {"step": "answer"}):
        assert "没有写明" in city.post(path, sent).content.decode()
        city.post(path, {**sent, "words": "照实写"})
    with acting_as(SYSTEM):
        assert Rating.objects.get().answered_at is not None
    assert "照实写" in text(as_(cast.alice), f"/mine/{made.case.number}/rate/")


def test_a_report_is_answered_and_its_code_shows_the_answer(
    cast: Cast, as_: As, client: Client
) -> None:
    client.post("/feedback/", {"kind": "advice", "words": "字太小"})
    city = as_(cast.city)
    assert "字太小" in text(city, "/workbench/reports/")
    with acting_as(SYSTEM):
        code = Feedback.objects.get().code
    city.post("/workbench/reports/", {"code": code, "words": "已经加大"})
    assert "已经加大" in client.post("/progress/", {"code": code}).content.decode()


def test_an_office_adds_to_a_guide_and_the_public_reads_it(
    cast: Cast, as_: As, client: Client
) -> None:
    east = as_(cast.east)
    key = text(east, "/workbench/guides/").split("/workbench/guides/")[-1].split("/")[0]
    east.post(f"/workbench/guides/{key}/", {"words": "窗口在一楼"})
    assert (
        "内容没有变化"
        in east.post(f"/workbench/guides/{key}/", {"words": "窗口在一楼"}).content.decode()
    )
    assert GuideNote.objects.count() == 1
    assert "窗口在一楼" in text(client, f"/services/{key}/")


def test_a_citizen_is_kept_from_the_counter(cast: Cast, as_: As) -> None:
    alice = as_(cast.alice)
    for path in ("bookings/", "ratings/", "reports/", "guides/"):
        assert alice.get(f"/workbench/{path}").status_code == 403
    assert alice.post("/workbench/bookings/publish/", OPENING).status_code == 403


def test_nobody_arrives_at_another_offices_counter_by_his_own_word(cast: Cast, as_: As) -> None:
    as_(cast.east).post("/workbench/bookings/publish/", OPENING)
    west = as_(cast.west)
    west.post("/booking/990101/at/2026-02-12T0930+0800/", {"matter": "自己的事"})
    with acting_as(SYSTEM):
        code = Booking.objects.get().code
    assert west.post(f"/workbench/bookings/{code}/arrived/").status_code == 404
    assert "自己的事" not in text(west, "/workbench/bookings/?on=2026-02-12")
    assert as_(cast.east).post(f"/workbench/bookings/{code}/arrived/").status_code == 302
    with acting_as(SYSTEM):
        assert Booking.objects.get().arrived_at is not None
