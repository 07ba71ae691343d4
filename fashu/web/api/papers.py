"""The papers of a case as they are made: drafted, changed, approved, sealed, revoked, and received.

The functions are those behind the pages (`web.papers.case`), and so is what each reader sees.
"""

from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from ninja import Router, Status
from pydantic import Field

from fashu.kernel import reading
from fashu.kernel.access import Kind, current_actor
from fashu.kernel.cases.models import Case, IssuedPaper
from fashu.kernel.documents import drafting, sealing
from fashu.kernel.documents.content import Content
from fashu.kernel.documents.copies import ofd_of, pdf_of, word_of
from fashu.kernel.documents.models import Document, Receipt, SealUse
from fashu.kernel.documents.serving import DETAILS, Reached, reached, receipt_pdf
from fashu.web.api import paper_shapes as p
from fashu.web.api import shown
from fashu.web.api.acting import once
from fashu.web.api.cases import BYTES, OCTETS, Number, etag, seen
from fashu.web.api.problems import ProblemError
from fashu.web.api.steps import VERSIONED, unchanged
from fashu.web.downloads import download
from fashu.web.workbench import sight

router = Router(tags=["papers"])
router.add_decorator(once, mode="view")

Data = dict[str, Any]
Role = Annotated[str, Field(max_length=64, description="受送达人的角色")]

ONE = "/cases/{number}/papers/{int:paper}"
DONE = {201: p.DocumentOut}
FILE = {"responses": {200: {"description": "文件", "content": BYTES}}}
"""How an operation that answers with a file says so."""


@router.get(f"{ONE}/document", response=p.DocumentOut, summary="文书的内容和状态")
def read_document(request: HttpRequest, number: Number, paper: int) -> Data:
    """草稿、批准、文号、用印；不是承办机关的，只看得到已经用印的文书。"""
    case, issued = _read(number, paper)
    return _told(case, issued, _theirs(case, issued))


@router.post(f"{ONE}/document", response=DONE, openapi_extra=VERSIONED, summary="起草文书")
def draft_document(request: HttpRequest, response: HttpResponse, number: Number, paper: int) -> Any:
    """按案件现在的内容生成草稿；已经起草的，答复现有的文书。"""
    case, issued = _held(request, number, paper)
    return _done(response, case, issued, drafting.draft(case, issued))


@router.post(
    f"{ONE}/document/changes", response=DONE, openapi_extra=VERSIONED, summary="修改文书的一段"
)
def change_document(
    request: HttpRequest, response: HttpResponse, number: Number, paper: int, body: p.ChangeIn
) -> Any:
    """只有草稿可以修改，法定内容不能修改；原文保留在旁。"""
    case, issued = _held(request, number, paper)
    changed = drafting.change(_theirs(case, issued), body.at, body.text)
    return _done(response, case, issued, changed)


@router.post(f"{ONE}/document/approval", response=DONE, openapi_extra=VERSIONED, summary="批准文书")
def approve_document(
    request: HttpRequest, response: HttpResponse, number: Number, paper: int, body: p.ApprovalIn
) -> Any:
    """由有权的人批准并编号；批准以后不能修改。"""
    case, issued = _held(request, number, paper)
    approved = drafting.approve(_theirs(case, issued), reserved=body.reserved)
    return _done(response, case, issued, approved)


@router.post(f"{ONE}/document/seal", response=DONE, openapi_extra=VERSIONED, summary="用印")
def seal_document(request: HttpRequest, response: HttpResponse, number: Number, paper: int) -> Any:
    """由印章保管人对已批准的文书用印；批准的人不能自己用印。"""
    case, issued = _held(request, number, paper)
    return _done(response, case, issued, sealing.seal_document(_theirs(case, issued)))


@router.post(
    f"{ONE}/document/revocation", response=DONE, openapi_extra=VERSIONED, summary="撤销文书"
)
def revoke_document(
    request: HttpRequest, response: HttpResponse, number: Number, paper: int, body: p.RevocationIn
) -> Any:
    """文书和文号连同理由保留；需要更正的，重新起草，用印后原文书即被替换。"""
    case, issued = _held(request, number, paper)
    revoked = drafting.revoke(_theirs(case, issued), body.reason)
    return _done(response, case, issued, revoked)


@router.get(f"{ONE}/document/pdf", summary="文书的 PDF", openapi_extra=FILE)
def read_document_pdf(request: HttpRequest, number: Number, paper: int) -> HttpResponse:
    """用印的，是用印时的文件；没有批准的，印有“草稿”。"""
    document = _theirs(*_read(number, paper))
    return download(sealing.file_name(document), OCTETS, pdf_of(document))


@router.get(f"{ONE}/document/ofd", summary="文书的 OFD", openapi_extra=FILE)
def read_document_ofd(request: HttpRequest, number: Number, paper: int) -> HttpResponse:
    """版式与 PDF 相同。"""
    document = _theirs(*_read(number, paper))
    return download(f"{_name(document)}.ofd", OCTETS, ofd_of(document))


@router.get(f"{ONE}/document/docx", summary="文书的 Word 编辑用副本", openapi_extra=FILE)
def read_document_word(request: HttpRequest, number: Number, paper: int) -> HttpResponse:
    """供在别处编辑，不用印，不具有法律效力；只对工作人员给出。"""
    case, issued = _read(number, paper)
    _only_staff()
    document = _theirs(case, issued)
    return download(f"{_name(document)}.docx", OCTETS, word_of(document))


@router.get(f"{ONE}/receipts", response=list[p.ReceiptDetailOut], summary="文书的送达回证")
def list_receipts(request: HttpRequest, number: Number, paper: int) -> list[Data]:
    """每一个受送达人何时以何种方式收到；送达的经过只对承办机关及其上级给出。"""
    case, issued = _read(number, paper)
    _only_staff()
    whole = sight.reads_all(case)
    return [_receipt(each, whole=whole) for each in reached(case, issued)]


@router.get(f"{ONE}/receipts/{{role}}", summary="一份送达回证的 PDF", openapi_extra=FILE)
def read_receipt(request: HttpRequest, number: Number, paper: int, role: Role) -> HttpResponse:
    """已经登记的填写完整，没有登记的留空，供送达人使用；只对承办机关及其上级给出。"""
    case, issued = _read(number, paper)
    if not sight.reads_all(case):
        raise ProblemError("forbidden", "送达回证只对承办机关及其上级给出")
    if role not in shown.version_of(case).role_of:
        raise ProblemError("not-found", f"本案的程序没有角色“{role}”")
    found = Receipt.objects.filter(case=case, paper=issued.paper, n=issued.n, role=role).last()
    made = receipt_pdf(case, issued, role, found)
    return download(f"送达回证{case.number}.pdf", OCTETS, made)


def _read(number: str, paper: int) -> tuple[Case, IssuedPaper]:
    """A paper that the caller may read; that he did is written down. Raises ProblemError."""
    case = seen(number)
    issued = _issued(case, paper)
    reading.note(reading.View.API, case=case)
    return case, issued


def _held(request: HttpRequest, number: str, paper: int) -> tuple[Case, IssuedPaper]:
    """A paper to be acted on, in a case that has not moved since it was looked at."""
    case = unchanged(request, number)
    issued = _issued(case, paper)
    reading.note(reading.View.API, case=case)
    return case, issued


def _issued(case: Case, paper: int) -> IssuedPaper:
    readable = sight.papers_read(case, shown.version_of(case)) & {paper}
    issued = IssuedPaper.objects.filter(case=case, pk__in=readable).first()
    if issued is None:
        raise ProblemError("not-found", "本案没有这份文书，或者它还没有送达您")
    return issued


def _theirs(case: Case, issued: IssuedPaper) -> Document:
    """The document as far as the caller may see it; a hidden one is answered like none."""
    found = sight.document_read(case, issued)
    if found is None:
        remedy = "承办机关可以起草；其他人在用印（当事人在送达）以后看得到。"
        raise ProblemError("not-found", "这份文书还没有可以看的文件", remedy=remedy)
    return found


def _only_staff() -> None:
    if current_actor().kind is Kind.CITIZEN:
        raise ProblemError("forbidden", "这项内容只对工作人员给出")


def _done(response: HttpResponse, case: Case, issued: IssuedPaper, document: Document) -> Any:
    case.refresh_from_db(fields=["seq"])
    response.headers["ETag"] = etag(case)
    return Status(201, _told(case, issued, document))


def _told(case: Case, issued: IssuedPaper, document: Document) -> Data:
    whole = sight.reads_all(case)
    is_sealed = document.status == drafting.Status.SEALED
    return {
        "paper": issued.pk,
        "title": document.title,
        "status": document.status,
        "status_title": document.get_status_display(),
        "number": document.number.text if document.number else "",
        "office": {"code": document.office.code, "title": document.office.title},
        "is_sealed_kind": drafting.form_of(case, document.paper).is_sealed,
        "code": document.code if is_sealed else "",
        "sha256": document.sha256,
        "drafted_at": document.drafted_at,
        "approved_at": document.approved_at,
        "sealed_at": document.sealed_at,
        "ended_at": document.ended_at,
        "ended_because": document.ended_because,
        "paragraphs": _paragraphs(document, whole=whole),
        "uses": _uses(document),
        "former": [] if current_actor().kind is Kind.CITIZEN else _former(issued),
    }


def _paragraphs(document: Document, *, whole: bool) -> list[Data]:
    """The words; what they were before an officer changed them is the office's own."""
    return [
        {
            "at": at,
            "kind": block.kind,
            "text": block.text,
            "former": block.former if whole else None,
            "changeable": drafting.changeable(block),
        }
        for at, block in enumerate(Content.from_json(document.content).blocks)
        if block.text
    ]


def _uses(document: Document) -> list[Data]:
    uses = SealUse.objects.filter(document=document).select_related("seal")
    return [{"seal": u.seal.title, "applied_name": u.applied_name, "at": u.at} for u in uses]


def _former(issued: IssuedPaper) -> list[Data]:
    return [
        {
            "number": old.number.text if old.number else "",
            "status": old.status,
            "status_title": old.get_status_display(),
            "reason": old.ended_because,
            "ended_at": old.ended_at,
        }
        for old in drafting.former_of(issued)
    ]


def _receipt(each: Reached, *, whole: bool) -> Data:
    shown_of = each.receipt if whole else None
    return {
        "role": each.role.key,
        "role_title": each.role.title,
        "must": each.must,
        "served_on": each.served_on or None,
        "way": each.way,
        **{key: getattr(shown_of, key) if shown_of else "" for key in (*DETAILS, "proof")},
    }


def _name(document: Document) -> str:
    return sealing.file_name(document).removesuffix(".pdf")
