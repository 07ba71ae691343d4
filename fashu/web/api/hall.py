"""The public hall: booking a counter, and rating a finished service. A person's own."""

from datetime import datetime, time, timedelta
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Router, Status
from pydantic import Field

from fashu.kernel import clock
from fashu.kernel.hall import booking, rating
from fashu.kernel.hall.models import Booking, Rating
from fashu.kernel.hall.rating import WORST_GOOD, Grade
from fashu.kernel.people.models import Office
from fashu.web.api import cursors
from fashu.web.api import own_shapes as o
from fashu.web.api import schemas as s
from fashu.web.api.acting import once
from fashu.web.api.callers import Session, staff_only
from fashu.web.api.cases import Number, read, seen
from fashu.web.api.problems import ProblemError

router = Router(tags=["own"], auth=Session())
router.add_decorator(once, mode="view")

Data = dict[str, Any]


# -- Bookings --------------------------------------------------------------------------------------


@router.get("/bookings/offices", response=list[s.OfficeOut], auth=None, summary="可以预约的机关")
def list_booking_offices(request: HttpRequest) -> list[Data]:
    """已经公布时间的机关。"""
    return [_office(row) for row in booking.offices()]


@router.get("/bookings/times", response=list[o.TimeOut], auth=None, summary="可以预约的时间")
def list_booking_times(
    request: HttpRequest, office: Annotated[str, Field(max_length=32, description="机构代码")]
) -> list[Data]:
    """一个机关已经公布的时间，和还有几个位置；先到的在前。"""
    days = booking.free(_organ(office)).values()
    times = sorted(pair for times in days for pair in times.items())
    return [{"starts_at": at, "free": free} for at, free in times]


@router.get("/bookings", response=list[o.BookingOut], summary="本人的预约")
def list_bookings(request: HttpRequest) -> list[Data]:
    """还没有到的，最近的在前。"""
    return [_booking(row) for row in booking.own()]


@router.post("/bookings", response={201: o.BookingOut}, summary="预约")
def book(request: HttpRequest, body: o.BookingIn) -> Any:
    """占用一个窗口的一个时间；预约码可以查询。"""
    return Status(201, _booking(booking.book(_organ(body.office), body.starts_at, body.matter)))


@router.post("/bookings/{code}/cancellation", response={201: o.BookingOut}, summary="取消预约")
def cancel_booking(request: HttpRequest, code: o.Code) -> Any:
    """把时间让给别人。"""
    found = next((mine for mine in booking.own() if mine.code == code), None)
    if found is None:
        raise ProblemError("not-found", "您没有这个预约")
    booking.cancel(found)
    return Status(201, _booking(found))


@router.get("/bookings/expected", response=o.ExpectedPage, summary="本机关窗口的预约")
@staff_only
def list_expected(
    request: HttpRequest,
    on: Annotated[s.Day | None, Field(description="哪一天；今天不填")] = None,
    limit: cursors.Limit = cursors.USUAL,
    cursor: cursors.Cursor = "",
) -> Data:
    """一天之内谁来、来办什么。"""
    begins = datetime.combine(on or clock.today(), time.min, clock.BEIJING)
    ends = begins + timedelta(days=1)
    day = booking.expected_here().filter(starts_at__gte=begins, starts_at__lt=ends)
    rows, more = cursors.page(day.order_by("-id"), limit, cursor)
    return {"items": [_expected(row) for row in rows], "next": more}


@router.post("/bookings/{code}/arrival", response={201: o.ExpectedOut}, summary="登记到场")
@staff_only
def register_arrival(request: HttpRequest, code: o.Code) -> Any:
    """预约的人到了窗口。"""
    found = booking.expected_here().filter(code=code).first()
    if found is None:
        raise ProblemError("not-found", "没有找到这个预约")
    booking.arrived(found)
    return Status(201, _expected(found))


def _organ(code: str) -> Office:
    found = Office.objects.filter(code=code).first()
    if found is None:
        raise ProblemError("not-found", f"没有机构代码为{code}的机构")
    return found


def _office(row: Office) -> Data:
    return {"code": row.code, "title": row.title}


def _booking(row: Booking) -> Data:
    return {
        "code": row.code,
        "office": _office(row.slot.office),
        "starts_at": row.starts_at,
        "ends_at": row.slot.ends_at,
        "counter": row.slot.counter,
        "matter": row.matter,
        "cancelled_at": row.cancelled_at,
    }


def _expected(row: Booking) -> Data:
    return {**_booking(row), "id": row.pk, "name": row.name, "arrived_at": row.arrived_at}


# -- Ratings ---------------------------------------------------------------------------------------


@router.get("/cases/{number}/rating", response=o.OwnRatingOut, summary="本人对办理的评价")
def own_rating(request: HttpRequest, number: Number) -> Data:
    """是否可以评价、怎样评价过，和对差评的反馈；只给评价的本人看。"""
    case = read(number)
    return _own(rating.own(case), may=rating.may_rate(case))


@router.post("/cases/{number}/rating", response={201: o.OwnRatingOut}, summary="评价办理")
def rate_case(request: HttpRequest, number: Number, body: o.RatingIn) -> Any:
    """办结以后由办事的人评价一次，以后不再更改。"""
    made = rating.rate(seen(number), Grade(body.grade), body.tags, body.words)
    return Status(201, _own(made, may=False))


@router.get("/ratings", response=o.RatingPage, summary="本机关监督的差评")
@staff_only
def list_ratings(
    request: HttpRequest, limit: cursors.Limit = cursors.USUAL, cursor: cursors.Cursor = ""
) -> Data:
    """下级机关得到的差评，新的在前；不说明是谁评的、哪一案。"""
    rows, more = cursors.page(rating.bad().order_by("-id"), limit, cursor)
    return {"items": [_rating(row) for row in rows], "next": more}


@router.get("/ratings/{int:given}", response=o.RatingOut, summary="一件差评")
@staff_only
def read_rating(request: HttpRequest, given: o.Id) -> Data:
    """评价的原话，和核实、整改、反馈的情况。"""
    return _rating(_found(given))


@router.post("/ratings/{int:given}/steps", response={201: o.RatingOut}, summary="核实、整改、反馈")
@staff_only
def handle_rating(request: HttpRequest, given: o.Id, body: o.HandledIn) -> Any:
    """依次核实、整改、反馈；不属实的不用整改。"""
    found = _found(given)
    match body.step:
        case o.Handled.VERIFY:
            rating.verify(found, body.words, holds=body.holds)
        case o.Handled.MEND:
            rating.mend(found, body.words)
        case o.Handled.ANSWER:
            rating.answer(found, body.words)
    return Status(201, _rating(found))


def _found(given: int) -> Rating:
    found = Rating.objects.select_related("office").filter(pk=given, grade__lt=WORST_GOOD).first()
    if found is None:
        raise ProblemError("not-found", "没有找到这件差评", remedy="差评由被评价机关的上级处理")
    return found


def _own(row: Rating | None, *, may: bool) -> Data:
    return {
        "may_rate": may,
        "grade": row.grade if row else None,
        "grade_title": str(Grade(row.grade).label) if row else "",
        "tags": row.tags if row else [],
        "words": row.words if row else "",
        "rated_at": row.rated_at if row else None,
        "answer": row.answer if row else "",
        "answered_at": row.answered_at if row else None,
    }


def _rating(row: Rating) -> Data:
    plain = ("grade", "tags", "words", "rated_at", "contact_due_on", "answer_due_on")
    handled = ("verified_at", "finding", "holds", "mended_at", "remedy", "answered_at", "answer")
    return {
        "id": row.pk,
        "office": _office(row.office),
        "grade_title": str(Grade(row.grade).label),
        **{name: getattr(row, name) for name in (*plain, *handled)},
    }
