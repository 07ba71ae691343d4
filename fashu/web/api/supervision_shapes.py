"""The shapes of supervision: figures, alerts (预警), orders (督办) and draws (抽查)."""

from datetime import date, datetime
from enum import StrEnum
from typing import Annotated

from ninja import Schema
from pydantic import Field, StringConstraints

from fashu.web.api.schemas import Day, Given, OfficeOut

Id = Annotated[int, Field(gt=0, lt=2**63)]
Words = Annotated[str, StringConstraints(min_length=1, max_length=4000)]


class By(StrEnum):
    """Into which groups the figures are told apart."""

    OFFICE = "office"
    PROCEDURE = "procedure"


class Counted(StrEnum):
    """What is counted; `rows` of a share are those of its denominator."""

    OPENED = "opened"
    CLOSED = "closed"
    PENDING = "pending"
    LAPSED = "lapsed"
    IN_TIME = "in_time"
    DAYS = "days"
    SERVED = "served"


class Drawable(StrEnum):
    """The figures whose cases one may draw from."""

    CLOSED = "closed"
    OPENED = "opened"
    PENDING = "pending"


class Question(Schema):
    """Which figures are asked for."""

    first: Day | None = Field(None, description="起日；不填为今年1月1日")
    last: Day | None = Field(None, description="止日；不填为今天")
    office: str = Field("", max_length=32, description="职责范围内的机构代码；不填为本机关")
    by: By = Field(By.OFFICE, description="分组：office 机关、procedure 业务")


class RowsQuestion(Question):
    """Of which figure the rows are asked for."""

    indicator: Counted = Field(Counted.OPENED, description="指标的键")
    group: str = Field(
        "*", max_length=64, description="分组：下级机关的机构代码或者程序的键；* 为合计，空为本级"
    )


class FigureOut(Schema):
    """One number."""

    key: str
    title: str
    unit: str
    value: float | None = Field(description="比例在 0 与 1 之间；没有可以计算的为 null")
    count: int = Field(description="分子，或者个数")
    of: int | None = Field(description="比例的分母；不是比例的为 null")
    text: str = Field(description="网页上的写法")


class GroupOut(Schema):
    """The figures of one group."""

    group: str = Field(description="rows 的 group；本级为空")
    title: str
    figures: list[FigureOut]


class StatisticsOut(Schema):
    """The figures of a period, as they were known at a moment."""

    first: date
    last: date
    known_at: datetime
    office: OfficeOut
    by: str
    whole: list[FigureOut] = Field(description="合计")
    groups: list[GroupOut]


class RowOut(Schema):
    """An event behind a figure."""

    case: str = Field(description="案号")
    title: str
    office: OfficeOut = Field(description="现在的承办机关")
    on: date
    stage_title: str
    days: int | None = Field(description="自收到至办结的自然日；其他指标为 null")


class RowPage(Schema):
    """A part of a list; `next` leads on."""

    items: list[RowOut]
    next: str | None


class AlertState(StrEnum):
    """Which alerts."""

    OPEN = "open"
    SETTLED = "settled"


class AlertOut(Schema):
    """预警."""

    id: int
    rule: str
    rule_title: str
    level: str = Field(description="red 红色、yellow 黄色")
    level_title: str
    case: str = Field(description="案号")
    case_title: str
    office: OfficeOut
    said: str = Field(description="规则看到了什么")
    raised_at: datetime
    verdict: str = Field(description="confirmed 属实、refuted 不属实、gone 已自行消除；没有的为空")
    verdict_title: str
    measure: str = Field(description="处置")
    settled_at: datetime | None
    settled_name: str = Field(description="反馈人")


class AlertPage(Schema):
    """A part of a list; `next` leads on."""

    items: list[AlertOut]
    next: str | None


class RuleOut(Schema):
    """A rule of 预警 and how often it was right."""

    key: str
    title: str
    says: str
    level: str
    open: int = Field(description="还没有核查的")
    confirmed: int
    refuted: int
    gone: int
    share: float | None = Field(description="属实占已核查的比例；没有核查过的为 null")


class Finding(StrEnum):
    """What looking into an alert found."""

    CONFIRMED = "confirmed"
    REFUTED = "refuted"


class VerdictIn(Given):
    """核查、处置、反馈."""

    verdict: Finding = Field(description="confirmed 属实；refuted 不属实")
    measure: Annotated[str, StringConstraints(min_length=1, max_length=2000)] = Field(
        description="处置情况"
    )


class OrderState(StrEnum):
    """Which orders."""

    OPEN = "open"
    ENDED = "ended"


class OrderOut(Schema):
    """督办, in a list."""

    id: int
    number: str = Field(description="督办文号")
    case: str = Field(description="案号")
    case_title: str
    office: OfficeOut = Field(description="承办机关")
    by_office: OfficeOut = Field(description="督办机关")
    reply_by: date = Field(description="要求回复的日期")
    state: str = Field(description="issued 待回复、replied 待审核、ended 已办结、withdrawn 已撤销")
    state_title: str
    is_late: bool = Field(description="回复是否逾期")


class OrderPage(Schema):
    """A part of a list; `next` leads on."""

    items: list[OrderOut]
    next: str | None


class EntryOut(Schema):
    """One word said in an order."""

    act: str
    act_title: str
    text: str
    said_by: str
    at: datetime


class OrderDetailOut(OrderOut):
    """督办 with every word."""

    entries: list[EntryOut]
    acts: list[str] = Field(description="本机关现在可以办的：replied、sent_back、ended、withdrawn")


class OrderIn(Given):
    """Asking the office that handles a case about it."""

    case: str = Field(min_length=1, max_length=40, description="案号")
    text: Words
    reply_by: Day = Field(description="要求回复的日期，在今天以后")


class OrderAct(StrEnum):
    """What an office can do on an order."""

    REPLIED = "replied"
    SENT_BACK = "sent_back"
    ENDED = "ended"
    WITHDRAWN = "withdrawn"


class EntryIn(Given):
    """A word in an order."""

    act: OrderAct = Field(
        description="replied 回复；sent_back 退回重报；ended 同意办结；withdrawn 撤销督办"
    )
    text: Words


class DrawOut(Schema):
    """抽查. What is committed to stands from the start; secret and words once it was drawn."""

    id: int
    title: str
    office: OfficeOut
    size: int = Field(description="抽取件数")
    count: int = Field(description="名单件数")
    population_digest: str = Field(description="名单的摘要，SHA-256")
    commitment: str = Field(description="对密数和名单的承诺，SHA-256")
    announced_at: datetime
    witness: str = Field(description="见证人")
    witness_words: str = Field(description="见证人当场说的话，种子的后一半")
    secret: str = Field(description="密数，种子的前一半（十六进制）；抽取以前为空")
    drawn: list[str] | None = Field(description="抽中的案号，按抽取的次序；抽取以前为 null")
    drawn_at: datetime | None


class DrawPage(Schema):
    """A part of a list; `next` leads on."""

    items: list[DrawOut]
    next: str | None


class TranscriptOut(Schema):
    """Everything that is needed to draw again (`fashu draw verify`)."""

    algorithm: str
    population: list[str]
    population_digest: str
    size: int
    commitment: str
    secret: str
    witness_words: str
    drawn: list[str]


class DrawIn(Given):
    """Announcing a draw from the cases behind a figure."""

    title: Annotated[str, StringConstraints(min_length=1, max_length=100)]
    size: int = Field(ge=1, le=100_000, description="抽取件数")
    indicator: Drawable = Field(
        Drawable.CLOSED, description="从哪一指标的案件中抽：closed 办结、opened 收案、pending 未结"
    )
    first: Day | None = Field(None, description="起日；不填为今年1月1日")
    last: Day | None = Field(None, description="止日；不填为今天")
    office: str = Field("", max_length=32, description="职责范围内的机构代码；不填为本机关")


class WitnessIn(Given):
    """What the witness said on the spot."""

    witness: Annotated[str, StringConstraints(min_length=1, max_length=100)]
    words: Annotated[str, StringConstraints(min_length=1, max_length=200)]
