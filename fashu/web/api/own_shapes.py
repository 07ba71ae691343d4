"""The shapes of what is one's own: notices, delegations, absences, bookings and ratings."""

from datetime import date, datetime
from enum import StrEnum
from typing import Annotated

from ninja import Schema
from pydantic import Field, StringConstraints

from fashu.kernel.hall.rating import MOST_WORDS, Grade
from fashu.web.api.desk_shapes import Account, PersonOut
from fashu.web.api.schemas import Day, Given, Moment, OfficeOut

Id = Annotated[int, Field(gt=0, lt=2**63)]
Code = Annotated[str, Field(max_length=16, description="预约码")]


class NoticeOut(Schema):
    """消息."""

    id: int
    kind: str = Field(
        description="task 待办、assign 指派、urge 催办、copy 抄送、end 事项结束、event 案件进展、"
        "digest 每日期限、booking 预约"
    )
    kind_title: str
    words: str
    case: str = Field(description="案号；不涉及案件的为空")
    address: str = Field(description="网页上的地址")
    made_at: datetime
    read_at: datetime | None


class NoticePage(Schema):
    """A part of a list; `next` leads on."""

    items: list[NoticeOut]
    next: str | None
    unread: int = Field(description="一共有多少没有读")


class UnreadOut(Schema):
    """How much is left."""

    unread: int


class Side(StrEnum):
    """Which delegations."""

    GIVEN = "given"
    TAKEN = "taken"


class DelegationOut(Schema):
    """委托."""

    id: int
    by: PersonOut = Field(description="委托人")
    to: PersonOut = Field(description="受托人")
    since: date
    until: date
    reason: str
    made_at: datetime
    ended_at: datetime | None = Field(description="收回时间")


class DelegationPage(Schema):
    """A part of a list; `next` leads on."""

    items: list[DelegationOut]
    next: str | None


class DelegationIn(Given):
    """Letting a colleague act in one's place."""

    to: Account = Field(description="本机关同事的账号编号")
    since: Day
    until: Day
    reason: str = Field("", max_length=100, description="事由")


class AbsenceOut(Schema):
    """不在岗."""

    id: int
    person: PersonOut
    kind: str = Field(description="leave 休假、trip 出差、course 学习培训")
    kind_title: str
    since: date
    until: date


class AbsencePage(Schema):
    """A part of a list; `next` leads on."""

    items: list[AbsenceOut]
    next: str | None


class Reason(StrEnum):
    """Why somebody is away; no more is asked."""

    LEAVE = "leave"
    TRIP = "trip"
    COURSE = "course"


class AbsenceIn(Given):
    """Saying that somebody is away."""

    account: Account | None = Field(None, description="账号编号；本人不填，为同事登记由负责人办理")
    kind: Reason = Field(description="leave 休假；trip 出差；course 学习培训")
    since: Day
    until: Day


class TimeOut(Schema):
    """A time of the counters of an office."""

    starts_at: datetime
    free: int = Field(description="还有几个位置")


class BookingIn(Given):
    """Taking a place."""

    office: str = Field(min_length=1, max_length=32, description="机构代码")
    starts_at: Moment = Field(description="可以预约的时间之一")
    matter: Annotated[
        str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)
    ] = Field(description="要办的事")


class BookingOut(Schema):
    """A place at a counter."""

    code: str = Field(description="预约码")
    office: OfficeOut
    starts_at: datetime
    ends_at: datetime
    counter: int = Field(description="窗口")
    matter: str
    cancelled_at: datetime | None


class ExpectedOut(BookingOut):
    """Who comes to the counter."""

    id: int
    name: str
    arrived_at: datetime | None


class ExpectedPage(Schema):
    """A part of a list; `next` leads on."""

    items: list[ExpectedOut]
    next: str | None


class RatingIn(Given):
    """What one thinks of a finished service."""

    grade: Grade = Field(description="5 非常满意、4 满意、3 基本满意、2 不满意、1 非常不满意")
    tags: list[Annotated[str, Field(max_length=32)]] = Field(default_factory=list, max_length=20)
    words: str = Field("", max_length=MOST_WORDS)


class OwnRatingOut(Schema):
    """One's own rating of a case."""

    may_rate: bool = Field(description="现在是否可以评价")
    grade: int | None = Field(description="没有评价过的为 null")
    grade_title: str
    tags: list[str]
    words: str
    rated_at: datetime | None
    answer: str = Field(description="监督机关对差评的反馈")
    answered_at: datetime | None


class RatingOut(Schema):
    """A bad rating as the office that supervises sees it: without the person."""

    id: int
    office: OfficeOut = Field(description="被评价的机关")
    grade: int
    grade_title: str
    tags: list[str]
    words: str
    rated_at: datetime
    contact_due_on: date | None = Field(description="联系核实期限")
    answer_due_on: date | None = Field(description="整改反馈期限")
    verified_at: datetime | None
    finding: str = Field(description="核实情况")
    holds: bool | None = Field(description="是否属实")
    mended_at: datetime | None
    remedy: str = Field(description="整改措施")
    answered_at: datetime | None
    answer: str = Field(description="反馈内容")


class RatingPage(Schema):
    """A part of a list; `next` leads on."""

    items: list[RatingOut]
    next: str | None


class Handled(StrEnum):
    """What is done about a bad rating, one after the other."""

    VERIFY = "verify"
    MEND = "mend"
    ANSWER = "answer"


class HandledIn(Given):
    """核实、整改或者反馈."""

    step: Handled = Field(description="verify 核实；mend 整改；answer 反馈")
    words: Annotated[str, StringConstraints(min_length=1, max_length=2000)]
    holds: bool = Field(False, description="核实时填写：是否属实")
