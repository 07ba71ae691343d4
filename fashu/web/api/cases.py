"""Reading cases: lists, one case with its parts, papers, files, and the export with its proofs."""

from collections.abc import Callable
from enum import StrEnum
from typing import Annotated, Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import salted_hmac
from ninja import Query, Router, Schema
from pydantic import Field

from fashu.kernel import api, reading
from fashu.kernel.access import current_actor
from fashu.kernel.cases.evidence import export_case
from fashu.kernel.cases.models import Case, IssuedPaper
from fashu.kernel.cases.queries import paper_text
from fashu.kernel.cases.rows import moment
from fashu.kernel.procedure import Refused
from fashu.kernel.procedure.refusal import refuse
from fashu.kernel.record.note import NoteError
from fashu.kernel.record.proofs import NotLoggedError
from fashu.kernel.record.tiles import TileError
from fashu.web.api import cursors, grants, shown
from fashu.web.api import schemas as s
from fashu.web.api.acting import once
from fashu.web.api.problems import At, ProblemError
from fashu.web.downloads import download
from fashu.web.workbench import sight

router = Router(tags=["cases"])
"""Of reading and acting both: one address has one router."""
router.add_decorator(once, mode="view")

Number = Annotated[str, Field(max_length=40, description="案号")]


class View(StrEnum):
    """Which of the cases in sight."""

    ALL = "all"
    INBOX = "inbox"
    HANDLED = "handled"
    OWN = "own"


class State(StrEnum):
    """How a case stands."""

    ANY = ""
    OPEN = "open"
    CLOSED = "closed"
    OVERDUE = "overdue"


class Filters(Schema):
    """What narrows the list."""

    view: View = Field(View.ALL, description="all 全部可见；inbox 待办；handled 已办；own 本人的")
    q: str = Field("", max_length=200, description="案号、查询码、标题、姓名或者名称")
    procedure: str = Field("", max_length=64, description="程序的键")
    stage: list[str] = Field(default_factory=list, max_length=50, description="阶段，可重复")
    state: State = Field(State.ANY, description="open 在办；closed 办结；overdue 逾期")
    opened_from: s.Day | None = Field(None, description="收到日期不早于")
    opened_to: s.Day | None = Field(None, description="收到日期不晚于")
    moved_since: s.Day | None = Field(None, description="最近变动不早于，用于增量同步")
    due_before: s.Day | None = Field(None, description="最近期限早于这一天")


def seen(number: str, *, lock: bool = False) -> Case:
    """The case, if the caller may see it: what is hidden is answered like what is unknown."""
    try:
        found = api.case_by_number(number, lock=lock)
        if not grants.allow(found.procedure):
            raise refuse(f"没有找到案件{number}", remedy="请核对案号；不属于您的案件不会显示")
    except Refused as refused:
        refusal = refused.refusal
        raise ProblemError("not-found", refusal.reason, remedy=refusal.remedy) from None
    return found


def read(number: str) -> Case:
    """The case to be told of; that it was read is written down."""
    found = seen(number)
    reading.note(reading.View.API, case=found)
    return found


@router.get("/cases", response=s.CasePage, summary="案件列表")
def list_cases(
    request: HttpRequest,
    filters: Query[Filters],
    limit: cursors.Limit = cursors.USUAL,
    cursor: cursors.Cursor = "",
) -> dict[str, Any]:
    """可见的案件，新的在前。翻页期间新立的案件不会打乱后面的页。"""
    found = _filtered(filters).order_by("-id").select_related("office")
    last = cursors.after_number(cursor)
    if last is not None:
        found = found.filter(pk__lt=last)
    allowed = grants.procedures()
    rows = list((found if allowed is None else found.filter(procedure__in=allowed))[: limit + 1])
    reading.note(reading.View.API, cases=rows[:limit])
    more = cursors.encode(rows[limit - 1].pk) if len(rows) > limit else None
    return {"items": [shown.summary(case) for case in rows[:limit]], "next": more}


LIST, NAMES = "GET cases", "GET cases/{number}/participants"
TELLS = {
    "q": ((LIST, "items.title"), (NAMES, "name")),
    "procedure": ((LIST, "items.procedure"),),
    "stage": ((LIST, "items.stage"),),
    "state": ((LIST, "items.closed_on"), (LIST, "items.due_at")),
    "opened_from": ((LIST, "items.opened_on"),),
    "opened_to": ((LIST, "items.opened_on"),),
    "moved_since": ((LIST, "items.moved_on"),),
    "due_before": ((LIST, "items.due_at"),),
}
"""Filter -> the fields of which it tells: whoever may not read a field may not search by it."""


def _must_be_given(filters: Filters) -> None:
    """Raise ProblemError where an application narrows by what it is not given."""
    for name, told in TELLS.items():
        missing = [f"{op} 的 {field}" for op, field in told if not grants.gives(op, field)]
        if missing and getattr(filters, name) not in (None, "", []):
            detail = f"不能按 {name} 查找：没有授予本应用字段 {'、'.join(missing)}"
            raise ProblemError("forbidden", detail, remedy="请联系对方的安全管理员。")


def _filtered(filters: Filters) -> QuerySet[Case]:
    _must_be_given(filters)
    found = api.search(
        filters.q,
        procedure=filters.procedure,
        stages=filters.stage,
        overdue=filters.state is State.OVERDUE,
    )
    if filters.state in (State.OPEN, State.CLOSED):
        found = found.filter(closed_on__isnull=filters.state is State.OPEN)
    if filters.view is not View.ALL:
        found = found.filter(pk__in=_of_view(filters.view).order_by().values("pk"))
    asked = {
        "opened_on__gte": filters.opened_from,
        "opened_on__lte": filters.opened_to,
        "moved_on__gte": filters.moved_since,
    }
    found = found.filter(**{name: day for name, day in asked.items() if day is not None})
    if filters.due_before is not None:
        found = found.filter(due_at__lt=moment(filters.due_before), closed_on=None)
    return found


def _of_view(view: View) -> QuerySet[Case]:
    views: dict[View, Callable[[api.Actor], QuerySet[Case]]] = {
        View.INBOX: api.inbox,
        View.HANDLED: api.handled,
        View.OWN: api.own_cases,
    }
    return views[view](current_actor())


@router.get("/cases/{number}", response=s.CaseDetailOut, summary="一件案件")
def read_case(
    request: HttpRequest,
    response: HttpResponse,
    number: Number,
    expand: Annotated[str, Field(max_length=200, description="要展开的部分，用逗号分开")] = "",
) -> dict[str, Any]:
    """一件案件和要求展开的部分。每一部分只给出调用者有权看的内容。ETag 是案件的版本号。"""
    found = read(number)
    parts = [part for part in expand.split(",") if part]
    unknown = [part for part in parts if part not in shown.PARTS]
    if unknown:
        at = At("/expand", f"没有“{unknown[0]}”这一部分，可以展开：{'、'.join(shown.PARTS)}")
        raise ProblemError("unusable", "没有可以这样展开的部分", errors=[at])
    response.headers["ETag"] = etag(found)
    return {**shown.summary(found), **{part: shown.PARTS[part](found) for part in parts}}


ONE = "GET cases/{number}"
"""The operation that tells a case; whoever is given its `seq` may count events."""


def etag(case: Case | api.Outcome) -> str:
    """The version of a case as an entity tag.

    It is the number of events for whoever may know that. To an application that is not given
    `seq` it is a word that only this installation can make: it changes with each event and tells
    no number, nor can one be guessed by trying `If-Match`.
    """
    if grants.gives(ONE, "seq"):
        return f'"{case.seq}"'
    return f'"{salted_hmac(ONE, f"{case.number} {case.seq}", algorithm="sha256").hexdigest()}"'


def _part(name: str, shape: Any, summary: str) -> None:
    """One part of a case at an address of its own."""

    def part(request: HttpRequest, response: HttpResponse, number: Number) -> Any:
        found = read(number)
        response.headers["ETag"] = etag(found)
        return shown.PARTS[name](found)

    part.__doc__ = f"{summary}，只给出调用者有权看的内容。"
    operation = {"response": shape, "summary": summary, "operation_id": f"case_{name}"}
    router.get(f"/cases/{{number}}/{name}", **operation)(part)


for _name, _shape, _summary in (
    ("participants", list[s.ParticipantOut], "参加人"),
    ("clocks", list[s.ClockOut], "期限，每一个日期都说明理由和依据"),
    ("timeline", list[s.EventOut], "经过，新的在前"),
    ("papers", list[s.PaperOut], "文书和送达情况"),
    ("attachments", list[s.AttachmentOut], "附件"),
    ("notes", list[s.NoteOut], "备注（仅承办机关）"),
    ("actions", list[s.ActionOut], "现在可以办理的步骤，和不能办理的原因"),
    ("facts", list[s.FactOut], "已作的回答"),
    ("findings", list[s.FindingOut], "审查提示（仅承办机关）"),
    ("proof", s.ProofOut, "存证情况"),
):
    _part(_name, _shape, _summary)


@router.get("/cases/{number}/papers/{int:paper}", response=s.PaperTextOut, summary="文书的文字")
def read_paper(request: HttpRequest, number: Number, paper: int) -> dict[str, Any]:
    """制作机关和已经收到它的人可以读取。"""
    found = read(number)
    readable = sight.papers_read(found, shown.version_of(found)) & {paper}
    row = IssuedPaper.objects.filter(case=found, pk__in=readable).first()
    if row is None:
        raise ProblemError("not-found", "本案没有这份文书，或者它还没有送达您")
    text = paper_text(found, row)
    return {"id": row.pk, "title": row.title, "issued_on": row.issued_on, "text": text}


OCTETS = "application/octet-stream"
BYTES = {OCTETS: {"schema": {"type": "string", "format": "binary"}}}


@router.get(
    "/cases/{number}/attachments/{sha256}",
    summary="下载附件",
    openapi_extra={"responses": {200: {"description": "文件", "content": BYTES}}},
)
def read_attachment(request: HttpRequest, number: Number, sha256: str) -> HttpResponse:
    """附件的字节。"""
    found = read(number)
    if not shown.files_read(found).filter(sha256=sha256[:65]).exists():
        raise ProblemError("not-found", "本案没有这个附件，或者您无权读取")
    row, content = api.open_attachment(found, sha256)
    return download(row.name, OCTETS, content)


@router.get(
    "/cases/{number}/export",
    summary="导出案卷和证明",
    openapi_extra={"responses": {200: {"description": "ZIP，可离线验证", "content": BYTES}}},
)
def export_dossier(request: HttpRequest, number: Number) -> HttpResponse:
    """整个案卷和存证证明，由承办机关及其上级导出，任何人可用 `fashu verify` 离线验证。"""
    found = read(number)
    if not sight.reads_all(found):
        remedy = "需要材料的，请向承办机关申请查阅、复制。"
        raise ProblemError("forbidden", "整个案卷由承办机关导出", remedy=remedy)
    try:
        return download(f"{found.number}.zip", OCTETS, export_case(found))
    except (NotLoggedError, NoteError, TileError) as error:
        raise ProblemError("refused", str(error), remedy="请稍后再试。") from error
