"""One paper of a case: read it, draft it, change it, approve it, seal it, revoke it."""

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from fashu.kernel import reading
from fashu.kernel.access import current_actor
from fashu.kernel.cases.catalogue import business_of, family_of
from fashu.kernel.cases.models import Case, IssuedPaper
from fashu.kernel.cases.queries import paper_text
from fashu.kernel.cases.roles import roles_in
from fashu.kernel.documents import drafting, sealing
from fashu.kernel.documents.content import Content
from fashu.kernel.documents.copies import ofd_of, pdf_of, word_of
from fashu.kernel.documents.models import Document, Number, Receipt, SealUse
from fashu.kernel.documents.pictures import page_count, page_picture
from fashu.kernel.documents.serving import reached, receipt_pdf
from fashu.kernel.procedure import Refused
from fashu.web.access import staff_only
from fashu.web.downloads import download
from fashu.web.papers.numbers import small_number
from fashu.web.workbench import sight
from fashu.web.workbench.dossier import seen

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@require_safe
@staff_only
def paper(request: HttpRequest, number: str, paper_id: int) -> HttpResponseBase:
    """The paper as it stands, page by page, with what can be done now."""
    case, issued = _readable(number, paper_id)
    document = sight.document_read(case, issued)
    try:
        count = page_count(pdf_of(document)) if document else 0
        text = "" if document else paper_text(case, issued).replace("\n! ", "\n")
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("workbench:case", number)
    form = drafting.form_of(case, issued.paper)
    roles = roles_in(current_actor(), case)
    inside = {role.key for role in business_of(case.procedure).inside}
    context = {
        "case": case,
        "paper": issued,
        "form": form,
        "document": document,
        "pages": range(1, count + 1),
        "text": text,
        "blocks": _blocks(document),
        "reads_all": sight.reads_all(case),
        "may_draft": bool(roles & inside),
        "may_approve": bool(roles & set(form.approved_by)),
        "may_seal": document is not None and _keeps_seal(document),
        "reserved": _reserved(document, form.series),
        "former": drafting.former_of(issued),
        "uses": SealUse.objects.filter(document=document).select_related("seal"),
        "receipts": reached(case, issued),
        "breadcrumb": [("案件", "../../../"), (number, "../../"), (issued.title, request.path)],
    }
    return render(request, "papers/paper.html", context)


@require_POST
@staff_only
def act(request: HttpRequest, number: str, paper_id: int) -> HttpResponseBase:
    """Draft, change, approve, seal or revoke; what the form says in `do`."""
    case, issued = _readable(number, paper_id)
    act = ACTS.get(request.POST.get("do", ""))
    if act is None:
        raise Http404
    try:
        messages.success(request, act(request, case, issued))
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("workbench:paper", number, paper_id)


def _draft(request: HttpRequest, case: Case, issued: IssuedPaper) -> str:
    drafting.draft(case, issued)
    return "已生成草稿，请核对每一段"


def _change(request: HttpRequest, case: Case, issued: IssuedPaper) -> str:
    at = request.POST.get("at", "")
    drafting.change(_theirs(case, issued), small_number(at, -1), request.POST.get("text", ""))
    return "已修改，原文保留在旁"


def _approve(request: HttpRequest, case: Case, issued: IssuedPaper) -> str:
    chosen = request.POST.get("reserved", "")
    document = drafting.approve(
        _theirs(case, issued), reserved=small_number(chosen) if chosen else None
    )
    return f"已批准，文号{document.number}"


def _seal(request: HttpRequest, case: Case, issued: IssuedPaper) -> str:
    document = sealing.seal_document(_theirs(case, issued))
    return f"已用印，文件的SHA-256为{document.sha256}"


def _revoke(request: HttpRequest, case: Case, issued: IssuedPaper) -> str:
    drafting.revoke(_theirs(case, issued), request.POST.get("reason", ""))
    return "已撤销，文号作废；需要更正的，请重新起草"


ACTS: dict[str, Callable[[HttpRequest, Case, IssuedPaper], str]] = {
    "draft": _draft,
    "change": _change,
    "approve": _approve,
    "seal": _seal,
    "revoke": _revoke,
}


@require_safe
@staff_only
def page(request: HttpRequest, number: str, paper_id: int, page: int) -> HttpResponse:
    """One page as a picture."""
    case, issued = _readable(number, paper_id)
    document = sight.document_read(case, issued)
    if document is None:
        raise Http404
    try:
        picture = page_picture(pdf_of(document), page)
    except IndexError as error:
        raise Http404 from error
    return HttpResponse(picture, content_type="image/png")


@require_safe
@staff_only
def file(request: HttpRequest, number: str, paper_id: int, kind: str) -> HttpResponse:
    """The paper as PDF, as Word for editing elsewhere, or as OFD."""
    case, issued = _readable(number, paper_id)
    document = sight.document_read(case, issued)
    if document is None:
        raise Http404
    name = sealing.file_name(document).removesuffix(".pdf")
    match kind:
        case "pdf":
            return download(f"{name}.pdf", "application/pdf", pdf_of(document))
        case "docx":
            return download(f"{name}.docx", WORD, word_of(document))
        case "ofd":
            return download(f"{name}.ofd", "application/ofd", ofd_of(document))
        case _:
            raise Http404


@require_safe
@staff_only
def receipt(request: HttpRequest, number: str, paper_id: int, role: str) -> HttpResponse:
    """送达回证 for one recipient: as recorded, or empty for the hand that delivers.

    It tells where somebody lives and who signed for him: one recipient's is not for another.
    """
    case, issued = _readable(number, paper_id)
    if (
        not sight.reads_all(case)
        or role not in family_of(case.procedure).version(case.version).role_of
    ):
        raise Http404
    found = Receipt.objects.filter(case=case, paper=issued.paper, n=issued.n, role=role).last()
    made = receipt_pdf(case, issued, role, found)
    return download(f"送达回证{case.number}.pdf", "application/pdf", made)


def _readable(number: str, paper_id: int) -> tuple[Case, IssuedPaper]:
    """A paper that the reader may read. Raises Http404."""
    case = seen(number, reading.View.FORM)
    procedure = family_of(case.procedure).version(case.version)
    readable = sight.papers_read(case, procedure) & {paper_id}
    issued = IssuedPaper.objects.filter(case=case, pk__in=readable).first()
    if issued is None:
        raise Http404
    return case, issued


def _theirs(case: Case, issued: IssuedPaper) -> Document:
    found = sight.document_read(case, issued)
    if found is None:
        raise Http404
    return found


def _blocks(document: Document | None) -> list[dict[str, object]]:
    if document is None:
        return []
    return [
        {"at": n, "block": block, "changeable": drafting.changeable(block)}
        for n, block in enumerate(Content.from_json(document.content).blocks)
        if block.text
    ]


def _keeps_seal(document: Document) -> bool:
    account = current_actor().account_id
    return document.office.seal_set.filter(ended_at=None, keeper_id=account).exists()


def _reserved(document: Document | None, series: str) -> list[Number]:
    if document is None or document.status != drafting.Status.DRAFT:
        return []
    return list(
        Number.objects.filter(office=document.office, series=series, status="reserved").order_by(
            "n"
        )
    )
