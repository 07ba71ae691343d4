"""The shapes of the work inside an office: who handles a case, and errands among colleagues."""

from datetime import date, datetime
from typing import Annotated

from ninja import Schema
from pydantic import Field, StringConstraints

from fashu.kernel.cases.models import Ground
from fashu.kernel.desk.acts import Mode, Verdict, Where
from fashu.kernel.desk.models import How, Purpose
from fashu.web.api.schemas import Given

Account = Annotated[int, Field(gt=0, lt=2**63, description="账号编号")]
Accounts = Annotated[list[Account], Field(min_length=1, max_length=50)]
Words = Annotated[str, Field(max_length=4000, description="意见或者理由")]
Short = Annotated[str, Field(max_length=200, description="附言")]
Days = Annotated[int | None, Field(ge=1, le=60, description="内部时限，工作日")]


class PersonOut(Schema):
    """Somebody of the office."""

    account: int = Field(description="账号编号")
    name: str


class ColleagueOut(PersonOut):
    """Somebody who serves in the handling office today."""

    may_handle: bool = Field(description="是否可以承办本案")


class HandledOut(Schema):
    """One change of who handles a case."""

    how: str
    how_title: str
    to: PersonOut | None = Field(description="新的承办人；退回机关的为 null")
    by: PersonOut | None
    words: str
    at: datetime


class HandlingOut(Schema):
    """Who handles a case, and how he came to it."""

    handler: PersonOut | None = Field(description="承办人")
    history: list[HandledOut] = Field(description="先后承办的经过，旧的在前")


class HandlingIn(Given):
    """A change of who handles a case."""

    how: How = Field(description="claim、assign、turn、load 或者 release；承办人转办也用 assign")
    to: Account | None = Field(None, description="assign 时填写新承办人的账号编号")
    words: Short = ""


class UrgeIn(Given):
    """Urging whoever handles a case."""

    words: Short = ""


class UrgeOut(Schema):
    """An urge, once a day."""

    to: PersonOut
    on: date
    words: str


class CopyIn(Given):
    """Telling colleagues of a case."""

    to: Accounts
    words: Short = ""


class CopyOut(Schema):
    """Something one was told of."""

    id: int
    case: str = Field(description="案号")
    errand: int | None = Field(description="内部事项的编号；抄送案件的为 null")
    by: str = Field(description="谁抄送的")
    words: str
    at: datetime
    read_at: datetime | None


class CopyPage(Schema):
    """A part of a list; `next` leads on."""

    items: list[CopyOut]
    next: str | None


class AvoidanceIn(Given):
    """Asking that an officer avoid a case."""

    ground: Ground
    reason: Annotated[str, StringConstraints(min_length=1, max_length=500)]
    account: Account | None = Field(None, description="申请谁回避；本人不填")
    for_party: bool = Field(False, description="机关登记当事人提出的申请")


class DecisionIn(Given):
    """The decision of the organ about an avoidance."""

    upheld: bool = Field(description="是否决定回避")
    answer: str = Field("", max_length=500, description="理由；不予回避的应当写明，申请人看得到")


class AvoidanceOut(Schema):
    """What was asked and decided."""

    id: int
    person: PersonOut
    ground: str
    ground_title: str
    reason: str
    raised: str
    raised_title: str
    raised_at: datetime
    shuts_out: bool = Field(description="是否已经停止接触本案")
    is_upheld: bool | None = Field(description="决定；等待决定的为 null")
    decided_at: datetime | None
    answer: str = Field(description="决定的理由")


class LegIn(Given):
    """A part of the way."""

    mode: Mode = Field(Mode.ALL, description="all 会签；any 或签；in_turn 依次")
    persons: Accounts
    days: Days = None


class ErrandIn(Given):
    """Asking colleagues something about a case."""

    title: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100)]
    legs: list[LegIn] = Field(min_length=1, max_length=20)
    purpose: Purpose = Field(Purpose.SIGN, description="sign 审批会签；advise 征求意见；do 交办")
    words: Words = ""
    step: str = Field("", max_length=64, description="会签所为的步骤的键")
    copies: list[Account] = Field(default_factory=list, max_length=50)


class Standing(Given):
    """An act on an errand, in one's own place or in that of somebody who has delegated."""

    place_of: Account | None = Field(None, description="代谁办理；本人不填")


class AnswerIn(Standing):
    """同意 or 不同意."""

    verdict: Verdict = Verdict.AGREED
    words: Words = ""


class HandOnIn(Standing):
    """转办."""

    to: Account
    words: Words = ""


class ReturnIn(Standing):
    """退回."""

    words: Annotated[str, StringConstraints(min_length=1, max_length=4000)]
    to: Annotated[int, Field(ge=0, lt=2**31)] | None = Field(
        None, description="退回到哪一环节；前一环节不填，发起人为 0"
    )
    only: list[Account] = Field(default_factory=list, description="会签中只由这些人重新办理")
    straight: bool = Field(False, description="办理后直接交回本人")


class AddIn(Standing):
    """加签."""

    persons: Accounts
    where: Where = Field(description="before 前加签；with 并加签；after 后加签")
    mode: Mode = Mode.ALL
    days: Days = None
    words: Words = ""


class RemoveIn(Given):
    """减签."""

    place: Annotated[int, Field(ge=0, lt=2**31)] = Field(description="环节")
    person: Account


class WithdrawIn(Standing):
    """撤回."""


class UrgeTaskIn(Given):
    """催办 somebody who holds an errand."""

    person: Account
    words: Words = ""


class CopyErrandIn(Given):
    """抄送 an errand."""

    persons: Accounts
    words: Words = ""


class EndIn(Standing):
    """终止."""

    words: Words = ""


class ErrandOut(Schema):
    """An errand in a list."""

    id: int
    case: str = Field(description="案号")
    purpose: str
    purpose_title: str
    title: str
    step: str
    initiator: PersonOut
    holders: list[PersonOut] = Field(description="现在由谁办理")
    opened_at: datetime
    moved_at: datetime
    closed_at: datetime | None
    end: str = Field(description="结果；没有结束的为空")
    end_title: str


class ErrandPage(Schema):
    """A part of a list; `next` leads on."""

    items: list[ErrandOut]
    next: str | None


class MemberOut(PersonOut):
    """Somebody who is asked at a place."""

    answer: str = Field(description="agreed 或者 objected；没有办理的为空")
    answer_title: str


class PlaceOut(Schema):
    """A part of the way."""

    n: int
    mode: str
    mode_title: str
    members: list[MemberOut]
    due_on: date | None = Field(description="内部时限，不影响法定期限")
    is_here: bool


class ErrandActOut(Schema):
    """What somebody did with it."""

    seq: int
    kind: str
    title: str
    by: PersonOut
    hand: PersonOut = Field(description="实际办理的人；受委托的与 by 不同")
    at: datetime
    words: str


class ErrandDetailOut(ErrandOut):
    """An errand whole."""

    words: str
    places: list[PlaceOut]
    copied: list[PersonOut]
    acts: list[ErrandActOut]
