"""The shapes of what the interface takes and gives. Descriptions are for whoever connects."""

from datetime import date, datetime
from typing import Annotated, Any

from ninja import Schema
from pydantic import AwareDatetime, BeforeValidator, ConfigDict, Field, StringConstraints
from pydantic_core import PydanticCustomError


def _written(value: object) -> object:
    """A day as it is written down; a number of seconds since 1970 is none."""
    if isinstance(value, str) and len(value) == len("2026-07-01") and value[4] == value[7] == "-":
        return value
    if value is None or (isinstance(value, date) and not isinstance(value, datetime)):
        return value
    raise PydanticCustomError("date_type", "not a day")


Day = Annotated[date, BeforeValidator(_written)]


def _timed(value: object) -> object:
    """A moment as it is written down, with its zone; a number of seconds is none."""
    if isinstance(value, str) and "T" in value.upper():
        return value
    raise PydanticCustomError("timezone_aware", "not a moment")


Moment = Annotated[AwareDatetime, BeforeValidator(_timed)]
Key = Annotated[str, StringConstraints(min_length=1, max_length=64)]
Facts = dict[str, Any]
When = datetime | date


class Given(Schema):
    """What a caller sends: nothing beyond what is asked, so that a slip of the pen is found."""

    model_config = ConfigDict(extra="forbid")


class AtOut(Schema):
    """Where the input is wrong, and how."""

    pointer: str = Field(description="JSON 指针，例如 /facts/known_on")
    detail: str = Field(description="原因")


class ProblemOut(Schema):
    """RFC 9457 problem+json."""

    type: str = Field(description="问题的种类，是说明它的页面的地址")
    title: str
    status: int
    detail: str = Field(description="发生了什么")
    norm: str = Field(description="依据，没有则为空")
    remedy: str = Field(description="怎样处理")
    errors: list[AtOut]


class OfficeOut(Schema):
    """An organ."""

    code: str = Field(description="机构代码")
    title: str = Field(description="名称")


class CaseOut(Schema):
    """A case in a list."""

    number: str = Field(description="案号")
    title: str = Field(description="标题")
    procedure: str = Field(description="程序的键")
    procedure_title: str
    version: str = Field(description="程序版本")
    stage: str = Field(description="阶段的键")
    stage_title: str
    outcome: str = Field(description="结果的键，未办结为空")
    outcome_title: str
    office: OfficeOut = Field(description="承办机关")
    opened_on: date = Field(description="收到日期")
    moved_on: date = Field(description="最近变动")
    closed_on: date | None = Field(description="办结日期")
    due_at: datetime | None = Field(description="最近期限，期限按日计算的为该日零时")
    seq: int = Field(description="事件数，也是版本号（ETag）")


class ParticipantOut(Schema):
    """Somebody with a part in the case."""

    role: str
    role_title: str
    name: str = Field(description="姓名或名称")
    is_office: bool = Field(description="是否为机关")
    since: date


class MoveOut(Schema):
    """One step of the explanation of a date."""

    kind: str
    before: When | None
    after: When
    days: int = Field(description="移动的自然日数")
    reason: str
    norm: str


class ClockOut(Schema):
    """A time limit of the case with every reason for its date."""

    term: str
    n: int = Field(description="第几次")
    title: str
    status: str
    light: str = Field(description="red、yellow、green 或者 grey（不再计算）")
    owed_by: str = Field(description="负有义务的角色")
    starts: When
    due: When | None
    provisional: bool = Field(description="暂定：以尚未公布的休假日安排为准")
    days_left: int | None
    overdue_days: int
    norm: str
    route: str = Field(description="法律没有写明长短的，怎样确定")
    moves: list[MoveOut]


class EffectOut(Schema):
    """What an event led to, in words and articles."""

    kind: str
    key: str
    text: str
    norm: str


class EventOut(Schema):
    """An event of the case."""

    seq: int
    kind: str = Field(description="taken、served、lapsed 或者 joined")
    key: str = Field(description="步骤、文书、期限或者角色的键")
    title: str
    role: str
    role_title: str
    on: date
    recorded_at: datetime
    norm: str
    effects: list[EffectOut]
    facts: Facts = Field(description="所作的回答；无权查看的为空")
    erased: bool = Field(description="内容已依法清除")


class ReceiptOut(Schema):
    """Whom a paper must reach, and when it did."""

    role: str
    role_title: str
    served_on: date | None


class PaperOut(Schema):
    """An issued paper."""

    id: int
    key: str
    n: int
    title: str
    step: str
    issued_on: date
    is_served: bool
    readable: bool = Field(description="是否可以读取文字")
    status: str = Field(
        description="draft 草稿、approved 已批准、sealed 已用印；没有起草的、还看不到文件的为空"
    )
    status_title: str
    document_number: str = Field(description="文号；没有编号的为空")
    receipts: list[ReceiptOut]


class PaperTextOut(Schema):
    """The words of a paper."""

    id: int
    title: str
    issued_on: date
    text: str


class AttachmentOut(Schema):
    """A file of the case."""

    sha256: str
    name: str
    media_type: str
    size: int
    added_at: datetime


class NoteOut(Schema):
    """A remark."""

    id: int
    text: str
    written_at: datetime
    by: str


class ReasonOut(Schema):
    """Why a step cannot be taken now."""

    reason: str
    norm: str
    remedy: str


class ActionOut(Schema):
    """A step as it stands for the caller today."""

    step: str
    title: str
    norm: str
    mine: bool = Field(description="本人（本机关）是否有办理它的角色")
    is_open: bool = Field(description="现在是否可以办理")
    why_not: list[ReasonOut]
    schema_url: str = Field(description="这一步要填写的内容（JSON Schema）")


class FactOut(Schema):
    """An answer of the case, with its question."""

    key: str
    title: str
    kind: str
    value: Any
    words: list[str] = Field(description="读给人听的写法")


class FindingOut(Schema):
    """What the facts suggest; an officer decides."""

    title: str
    holds: bool | None
    text: str
    norm: str


class ProofOut(Schema):
    """How far the case is secured in the record."""

    logged: int
    size: int
    root: str
    signed_at: datetime | None
    witnesses: list[str]
    head: str


class CaseDetailOut(CaseOut):
    """A case whole. What was not asked for by `expand` is null."""

    participants: list[ParticipantOut] | None = None
    clocks: list[ClockOut] | None = None
    timeline: list[EventOut] | None = None
    papers: list[PaperOut] | None = None
    attachments: list[AttachmentOut] | None = None
    notes: list[NoteOut] | None = None
    actions: list[ActionOut] | None = None
    facts: list[FactOut] | None = None
    findings: list[FindingOut] | None = None
    proof: ProofOut | None = None


class CasePage(Schema):
    """A part of a list; `next` leads on."""

    items: list[CaseOut]
    next: str | None = Field(description="下一页的游标；没有更多时为 null")


class OpenIn(Given):
    """Opening a case."""

    procedure: Key
    step: Key = Field(description="立案步骤的键")
    facts: Facts = Field(default_factory=dict, description="回答；形状见该步骤的 JSON Schema")
    office: str = Field("", max_length=32, description="承办机关的机构代码；步骤中已写明的不填")
    by: str = Field("", max_length=64, description="以哪一角色；只有一个合适时不填")
    on: Day | None = Field(None, description="收到日期，今天则不填")


class StepIn(Given):
    """Taking a step."""

    facts: Facts = Field(default_factory=dict, description="回答；形状见该步骤的 JSON Schema")
    by: str = Field("", max_length=64, description="以哪一角色；只有一个合适时不填")
    on: Day | None = Field(None, description="办理日期，今天则不填")
    together_with: list[Annotated[int, Field(gt=0, lt=2**63)]] = Field(
        default_factory=list, max_length=20, description="共同办理的同机关人员的账号编号"
    )


class ServiceIn(Given):
    """Recording the service of a paper, with what its receipt says."""

    mode: str = Field(
        description="送达方式：direct 直接、left 留置、entrusted 委托、forwarded 转交、"
        "post 邮寄、electronic 电子、public 公告"
    )
    to: str = Field("", max_length=64, description="受送达人的角色")
    on: Day | None = Field(None, description="送达日期；公告送达填发出公告之日")
    place: str = Field("", max_length=200, description="送达地点")
    signed_by: str = Field("", max_length=100, description="签收人；委托、转交送达必填")
    relation: str = Field(
        "", max_length=60, description="代收人与受送达人的关系；转交送达填写转交的单位，必填"
    )
    reason: str = Field("", max_length=200, description="原因和经过；留置、公告送达必填")
    witnesses: str = Field(
        "", max_length=100, description="见证人，或者拍照、录像的情况；留置送达必填"
    )
    consent: bool = Field(
        False, description="已核对受送达人同意电子送达的记录；电子送达必须为 true"
    )
    proof: str = Field(
        "", max_length=64, description="签收的回证：本案一个附件的 SHA-256，先上传附件"
    )


class JoinIn(Given):
    """Admitting a participant."""

    role: Key
    name: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100)]
    office: str | None = Field(None, max_length=32, description="机构代码；个人不填")


class NoteIn(Given):
    """A remark to be written."""

    text: str = Field(min_length=1, max_length=4000)


class OutcomeOut(Schema):
    """What an action led to."""

    number: str
    code: str | None = Field(description="查询码，只在立案时给出")
    seq: int
    stage: str
    effects: list[EffectOut]
    repeated: bool


class DraftIn(Given):
    """Answers not yet submitted."""

    procedure: Key
    step: Key
    answers: Facts = Field(default_factory=dict)
    case: str | None = Field(None, max_length=40, description="案号；立案步骤不填")


class AnswersIn(Given):
    """The answers of a draft, in place of those before."""

    answers: Facts


class DraftOut(Schema):
    """A draft of one's own."""

    id: int
    procedure: str
    step: str
    case: str | None
    answers: Facts
    saved_at: datetime
    files: list[AttachmentOut]


class MeOut(Schema):
    """Who the caller is."""

    kind: str
    name: str
    office: OfficeOut | None
    roles: list[str]
    consumer: str | None = Field(description="应用代码；网页会话为 null")
    scopes: list[str] | None = Field(description="授权范围；网页会话为 null")
