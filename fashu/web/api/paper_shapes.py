"""The shapes of papers: how each is made, its numbers and seals, and how it reached people."""

from datetime import date, datetime
from enum import StrEnum
from typing import Annotated

from ninja import Schema
from pydantic import Field, StringConstraints

from fashu.kernel.documents.batch import MOST
from fashu.kernel.documents.drafting import LONGEST_PARAGRAPH
from fashu.kernel.documents.numbering import MOST_RESERVED
from fashu.web.api.schemas import Given, OfficeOut

Id = Annotated[int, Field(gt=0, lt=2**63)]
Reason = Annotated[str, StringConstraints(min_length=1, max_length=200)]


class Progress(StrEnum):
    """How far papers have come."""

    DRAFT = "draft"
    APPROVED = "approved"
    SEALED = "sealed"
    ENDED = "ended"


class Register(StrEnum):
    """What became of a number."""

    RESERVED = "reserved"
    USED = "used"
    VOID = "void"


class ParagraphOut(Schema):
    """A paragraph of a paper."""

    at: int = Field(description="第几段，从 0 起；修改时填写")
    kind: str = Field(description="p 正文、h1 h2 标题、to 主送、line 单行、table 表格")
    text: str
    former: str | None = Field(description="修改以前的原文，只对承办机关及其上级给出")
    changeable: bool = Field(description="草稿中是否可以修改；法定内容不能修改")


class SealUseOut(Schema):
    """One use of a seal on a paper."""

    seal: str = Field(description="印文")
    applied_name: str = Field(description="用印人")
    at: datetime


class FormerOut(Schema):
    """A document of the same paper that is no longer in force."""

    number: str = Field(description="文号")
    status: str = Field(
        description="draft 草稿、approved 已批准、sealed 已用印、revoked 撤销、superseded 被替换"
    )
    status_title: str
    reason: str = Field(description="撤销的理由")
    ended_at: datetime | None


class DocumentOut(Schema):
    """A paper as it is written, approved, numbered and sealed."""

    paper: int = Field(description="本案文书的编号")
    title: str
    status: str = Field(
        description="draft 草稿、approved 已批准、sealed 已用印、revoked 撤销、superseded 被替换"
    )
    status_title: str
    number: str = Field(description="文号；没有编号的为空")
    office: OfficeOut = Field(description="署名机关")
    is_sealed_kind: bool = Field(description="是否需要批准和用印；笔录由在场的人签名")
    code: str = Field(description="公开核验用的核验码；用印以前为空")
    sha256: str = Field(description="用印后文件的 SHA-256")
    drafted_at: datetime
    approved_at: datetime | None
    sealed_at: datetime | None
    ended_at: datetime | None = Field(description="撤销时间")
    ended_because: str = Field(description="撤销的理由")
    paragraphs: list[ParagraphOut]
    uses: list[SealUseOut] = Field(description="用印，只对署名机关一侧给出")
    former: list[FormerOut] = Field(description="以前的文书，只对工作人员给出")


class ChangeIn(Given):
    """A paragraph in other words."""

    at: int = Field(ge=0, lt=100_000, description="第几段")
    text: Annotated[str, StringConstraints(min_length=1, max_length=LONGEST_PARAGRAPH)]


class ApprovalIn(Given):
    """批准."""

    reserved: Id | None = Field(None, description="使用预留的文号，填写它的编号；取下一个文号不填")


class RevocationIn(Given):
    """撤销."""

    reason: Reason


class ReceiptDetailOut(Schema):
    """Whom a paper must or may reach, and how it did."""

    role: str
    role_title: str
    must: bool = Field(description="是否必须送达；false 为参加的才送达")
    served_on: date | None
    way: str = Field(description="送达方式；没有送达回证的为空")
    place: str = Field(description="送达地点，以下各项只对承办机关及其上级给出")
    signed_by: str = Field(description="签收人")
    relation: str = Field(description="代收人与受送达人的关系，或者转交的单位")
    reason: str = Field(description="原因和经过")
    witnesses: str
    proof: str = Field(description="签收的回证，本案附件的 SHA-256")


class DocumentLineOut(Schema):
    """A paper in the list of an office."""

    id: int = Field(description="批量打印时填写")
    case: str = Field(description="案号")
    paper: int | None = Field(description="本案文书的编号")
    title: str
    status: str = Field(
        description="draft 草稿、approved 已批准、sealed 已用印、revoked 撤销、superseded 被替换"
    )
    status_title: str
    number: str
    office: OfficeOut = Field(description="署名机关")
    drafted_at: datetime
    approved_at: datetime | None
    sealed_at: datetime | None
    ended_because: str


class DocumentPage(Schema):
    """A part of a list; `next` leads on."""

    items: list[DocumentLineOut]
    next: str | None


class Ticked(Schema):
    """Which papers to print."""

    document: list[Id] = Field(
        min_length=1, max_length=MOST, description="文书列表中 id 的值，可重复"
    )


class NumberOut(Schema):
    """One 文号 of the register."""

    id: int
    text: str = Field(description="文号")
    office: OfficeOut
    series: str = Field(description="字")
    year: int
    n: int
    status: str = Field(description="reserved 预留、used 已用、void 作废")
    status_title: str
    note: str = Field(description="用途或者作废理由")
    name: str = Field(description="登记人")
    at: datetime
    case: str | None = Field(description="用于哪一案；无权查看的为 null")


class NumberPage(Schema):
    """A part of a list; `next` leads on."""

    items: list[NumberOut]
    next: str | None


class ReservationIn(Given):
    """预留."""

    office: str = Field(max_length=32, description="本机关或者由本机关办事的机关的机构代码")
    series: str = Field(max_length=16, description="字，例如“复决”")
    note: Reason = Field(description="用途")
    count: int = Field(1, ge=1, le=MOST_RESERVED, description="个数")


class VoidIn(Given):
    """作废."""

    reason: Reason


class SealOut(Schema):
    """印章."""

    id: int
    title: str = Field(description="印文")
    office: OfficeOut
    keeper_name: str = Field(description="保管人")
    made_at: datetime
    ended_at: datetime | None
    ended_because: str


class SealLineOut(Schema):
    """A line of 用印台账."""

    id: int
    seal: str = Field(description="印文")
    title: str = Field(description="文书")
    number: str = Field(description="文号")
    sha256: str
    approved_name: str = Field(description="批准人")
    applied_name: str = Field(description="用印人")
    at: datetime
    case: str | None = Field(description="案号；无权查看该案的为 null")


class SealPage(Schema):
    """A part of a list; `next` leads on."""

    items: list[SealOut]
    next: str | None


class SealLinePage(Schema):
    """A part of a list; `next` leads on."""

    items: list[SealLineOut]
    next: str | None
