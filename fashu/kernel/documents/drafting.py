"""A paper from its draft to its approval: words from the case, changes by the officer, a number.

The words are taken from the case when the draft is made and kept; from then on only an officer
changes them, within limits and visibly.
"""

from dataclasses import replace
from io import BytesIO
from secrets import choice

import segno
from django.conf import settings
from django.db import transaction

from fashu.kernel import clock
from fashu.kernel.access import current_actor
from fashu.kernel.business import Layout, PaperForm, Signs
from fashu.kernel.cases.catalogue import business_of, family_of
from fashu.kernel.cases.models import Case, IssuedPaper
from fashu.kernel.cases.queries import paper_text
from fashu.kernel.cases.roles import account_of, roles_in
from fashu.kernel.documents import numbering
from fashu.kernel.documents.content import (
    LAYOUT,
    Block,
    Check,
    Content,
    Signature,
    blocks_of,
    in_chinese,
)
from fashu.kernel.documents.models import Document
from fashu.kernel.documents.templates import in_force
from fashu.kernel.documents.typefaces import refuse_unprintable
from fashu.kernel.documents.typesetting import Printed, pdf
from fashu.kernel.people.models import Office
from fashu.kernel.procedure.refusal import refuse

ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
CODE_LENGTH = 16
"""Characters of a 核验码: too many to guess one."""

LONGEST_PARAGRAPH = 5000

Status = Document.Status
IN_FORCE = (Status.DRAFT, Status.APPROVED, Status.SEALED)


def form_of(case: Case, paper: str) -> PaperForm:
    """How a paper of a case looks; without a form of its own it is a plain record."""
    return business_of(case.procedure).paper_forms.get(paper, PaperForm())


def document_of(issued: IssuedPaper) -> Document | None:
    """The document of an issued paper that is in force, if it has been drafted."""
    found = Document.objects.select_related("office", "number", "seal", "case__office")
    return found.filter(
        case_id=issued.case_id, paper=issued.paper, n=issued.n, status__in=IN_FORCE
    ).first()


def documents_of(case: Case) -> dict[tuple[str, int], Document]:
    """Paper and n -> its document in force, of every paper of a case that has been drafted."""
    found = Document.objects.select_related("office", "number", "seal", "case__office")
    return {(d.paper, d.n): d for d in found.filter(case=case, status__in=IN_FORCE)}


def former_of(issued: IssuedPaper) -> list[Document]:
    """The documents of an issued paper that are no longer in force, with their numbers."""
    ended = (Status.REVOKED, Status.SUPERSEDED)
    found = Document.objects.filter(case_id=issued.case_id, paper=issued.paper, n=issued.n)
    return list(found.filter(status__in=ended).select_related("number"))


def readable_papers(case: Case, roles: frozenset[str]) -> set[int]:
    """The issued papers, by number of their row, that are sealed and have reached these roles."""
    sealed = set(Document.objects.filter(case=case, status=Status.SEALED).values_list("paper", "n"))
    served = IssuedPaper.objects.filter(case=case)
    return {p.pk for p in served if (p.paper, p.n) in sealed and roles & p.served.keys()}


@transaction.atomic
def draft(case: Case, issued: IssuedPaper) -> Document:
    """The draft of an issued paper, made at most once. Raises Refused in words."""
    found = document_of(issued)
    if found is not None:
        return found
    _only_inside(case, "起草文书")
    form = form_of(case, issued.paper)
    template = in_force(case.procedure, issued.paper, case.office_path)
    office = signer(case, form)
    text = paper_text(case, issued, template.words if template else "")
    content = _content(form, office, text, in_chinese(issued.issued_on))
    refuse_unprintable(content.texts())
    return Document.objects.create(
        case=case,
        office_path=case.office_path,
        paper=issued.paper,
        n=issued.n,
        title=content.title[-1],
        office=office,
        template=template,
        layout=LAYOUT,
        content=content.to_json(),
        code="".join(choice(ALPHABET) for _ in range(CODE_LENGTH)),
        drafted_by_id=account_of(current_actor()),
        drafted_at=clock.now(),
    )


def signer(case: Case, form: PaperForm) -> Office:
    """In whose name a paper goes out: the case's organ, its handling office, or the one above."""
    match form.signs:
        case Signs.ORGAN:
            code = case.state["organs"].get(business_of(case.procedure).organ.key)
            organ = Office.objects.filter(code=code).first() if code else None
            return organ or case.office
        case Signs.SUPERIOR:
            # An office above that has drawn the case to itself is now the handling one.
            return Office.objects.filter(pk=case.office.parent_id or 0).first() or case.office
        case _:
            return case.office


@transaction.atomic
def change(document: Document, at: int, text: str) -> Document:
    """Change one paragraph of a draft; the law's own words stay. Raises Refused."""
    document = _locked(document, Status.DRAFT, "只有草稿可以修改")
    _only_inside(document.case, "修改文书")
    content = Content.from_json(document.content)
    if not 0 <= at < len(content.blocks) or not changeable(content.blocks[at]):
        raise refuse("这一段是法定内容，不能修改", remedy="确需修改的，请修改文书模板")
    said = " ".join(text.split())
    if not said or len(said) > LONGEST_PARAGRAPH:
        raise refuse(f"每段应为1至{LONGEST_PARAGRAPH}字")
    refuse_unprintable([said])
    document.content = content.edited(at, said).to_json()
    document.save(update_fields=["content"])
    return document


def changeable(block: Block) -> bool:
    """Whether an officer may change a paragraph: neither law nor structure."""
    return block.kind == "p" and not block.fixed


@transaction.atomic
def approve(document: Document, *, reserved: int | None = None) -> Document:
    """批准 by whoever may decide, with the 文号 that the paper gets. Raises Refused."""
    document = _locked(document, Status.DRAFT, "只有草稿可以批准")
    form = form_of(document.case, document.paper)
    if not form.is_sealed:
        raise refuse(f"《{document.title}》由在场的人签名，不需要批准和用印")
    if not roles_in(current_actor(), document.case) & set(form.approved_by):
        raise refuse(f"《{document.title}》由{_titles(document.case, form)}批准，您没有这一角色")
    if current_actor().office_path != document.office.handling.path:
        raise refuse(f"《{document.title}》由{document.office.handling.title}批准")
    number = numbering.take(document.office, form.series, reserved=reserved)
    content = Content.from_json(document.content)
    document.number = number
    document.content = replace(content, number=number.text, verify=check_of(document)).to_json()
    document.status, document.approved_at = Status.APPROVED, clock.now()
    document.approved_by_id = account_of(current_actor())
    document.approved_name = current_actor().name
    document.save()
    return document


@transaction.atomic
def revoke(document: Document, reason: str) -> Document:
    """撤销: the paper and its number stay visible with the reason; a corrected one may follow."""
    document = _locked(document, None, "")
    form = form_of(document.case, document.paper)
    if not roles_in(current_actor(), document.case) & set(form.approved_by):
        raise refuse(f"撤销文书由{_titles(document.case, form)}决定，您没有这一角色")
    if document.status not in (Status.APPROVED, Status.SEALED):
        raise refuse("只有已批准或者已用印的文书可以撤销")
    if not reason.strip():
        raise refuse("撤销文书应当写明理由")
    if document.number is not None:
        numbering.withdrawn(document.number, f"撤销：{reason.strip()}")
    document.status, document.ended_because = Status.REVOKED, reason.strip()[:200]
    document.ended_at = clock.now()
    document.save()
    return document


def printed(document: Document) -> Printed:
    """The paper in pages as it stands, with 草稿 across those not yet approved."""
    content = Content.from_json(document.content)
    form = form_of(document.case, document.paper)
    if form.is_sealed and document.status == Status.DRAFT:
        content = replace(content, mark="草稿")
    return pdf(content, document.layout)


def check_of(document: Document) -> Check:
    """The QR code and the lines by which a reader checks the paper."""
    address = f"{settings.FASHU_URL}/verify/"
    drawing = BytesIO()
    code = in_fours(document.code)
    segno.make(f"{address}?code={document.code}", error="m", micro=False).save(
        drawing, kind="svg", border=0, xmldecl=False, svgclass=None, lineclass=None
    )
    lines = (f"核验码 {code}", f"扫描二维码，或者访问 {address} 核验本文书的真伪和效力")
    return Check(drawing.getvalue().decode(), lines)


def in_fours(code: str) -> str:
    """A code as it is read out and copied."""
    return "-".join(code[at : at + 4] for at in range(0, len(code), 4))


def _content(form: PaperForm, office: Office, text: str, day: str) -> Content:
    title, _, rest = text.partition("\n")
    plain = form.layout is Layout.DECISION
    return Content(
        form=form.layout.value,
        office=office.title,
        head=office.title,
        title=(office.title, title) if plain else (title,),
        blocks=blocks_of(rest),
        sign=Signature(office.title, day) if form.is_sealed else None,
    )


def _locked(document: Document, status: str | None, otherwise: str) -> Document:
    found = (
        Document.objects.select_for_update(of=("self",))
        .select_related("case__office", "office", "number")
        .filter(pk=document.pk)
        .first()
    )
    if found is None or (status is not None and found.status != status):
        raise refuse(otherwise or "没有这份文书", remedy="请刷新页面查看现在的状态")
    return found


def _only_inside(case: Case, what: str) -> None:
    inside = {role.key for role in business_of(case.procedure).inside}
    if not roles_in(current_actor(), case) & inside:
        raise refuse(f"{what}由承办机关办理，您在本案中没有这一角色")


def _titles(case: Case, form: PaperForm) -> str:
    roles = family_of(case.procedure).version(case.version).roles
    return "、".join(role.title for role in roles if role.key in form.approved_by)
