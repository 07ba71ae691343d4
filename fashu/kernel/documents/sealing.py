"""用印: the keeper puts the seal on an approved paper; the ledger and the record both keep it."""

import hashlib

from django.db import transaction

from fashu.kernel import clock
from fashu.kernel.access import current_actor
from fashu.kernel.cases import actions
from fashu.kernel.cases.attachments import Upload, keep, path_of
from fashu.kernel.cases.models import Event
from fashu.kernel.cases.roles import account_of
from fashu.kernel.documents.content import Content
from fashu.kernel.documents.drafting import Status
from fashu.kernel.documents.models import Document, Seal, SealUse
from fashu.kernel.documents.seals import key_of
from fashu.kernel.documents.signing import sign
from fashu.kernel.documents.typesetting import pdf
from fashu.kernel.procedure.refusal import refuse


@transaction.atomic
def seal_document(document: Document) -> Document:
    """Set, sign and keep an approved paper. Only its seal's keeper may, who did not approve it.

    Raises Refused.
    """
    document = _approved(document)
    seal = _seal_of(document)
    content = Content.from_json(document.content)
    made = pdf(content, document.layout)
    assert made.seal is not None
    reason = f"{document.title} {content.number}"
    signed = sign(made.pdf, made.seal, key_of(seal), seal.title, reason, document.office.title)
    sha256 = hashlib.sha256(signed).hexdigest()
    keep(Upload(file_name(document), "application/pdf", signed))
    case = document.case
    seq = actions.seal_paper(case.number, document.paper, document.n, sha256)
    document.status, document.sha256, document.seal = Status.SEALED, sha256, seal
    document.sealed_at = clock.now()
    document.event_id = Event.objects.get(case=case, seq=seq).pk
    document.save()
    _supersede(document)
    SealUse.objects.create(
        seal=seal,
        document=document,
        case=case,
        office_path=seal.office_path,
        title=document.title,
        number=content.number,
        sha256=sha256,
        approved_by_id=document.approved_by_id or 0,
        approved_name=document.approved_name,
        applied_by_id=account_of(current_actor()),
        applied_name=current_actor().name,
        at=document.sealed_at,
    )
    return document


def sealed_file(document: Document) -> bytes:
    """The sealed PDF, as it was made. Raises Refused where there is none or it was changed."""
    if not document.sha256:
        raise refuse(f"《{document.title}》尚未用印")
    content = path_of(document.sha256).read_bytes()
    if hashlib.sha256(content).hexdigest() != document.sha256:
        raise refuse("存档的文书文件已损坏，与用印时不一致", remedy="请联系管理员从备份恢复")
    return content


def file_name(document: Document) -> str:
    """A name under which people keep the file."""
    number = document.number.text if document.number else ""
    return f"{document.title}{number}.pdf"


def _approved(document: Document) -> Document:
    found = (
        Document.objects.select_for_update(of=("self",))
        .select_related("case__office", "office", "number")
        .filter(pk=document.pk)
        .first()
    )
    if found is None:  # whoever takes part reads a sealed paper, and cannot lock its row
        raise refuse("用印由承办机关的印章保管人办理，您不在该机关任职")
    if found.status != Status.APPROVED:
        raise refuse("只能对已批准的文书用印", remedy="请先由有权的人批准文书")
    return found


def _seal_of(document: Document) -> Seal:
    account = account_of(current_actor())
    seal = Seal.objects.filter(office=document.office, ended_at=None).first()
    if seal is None:
        raise refuse(f"{document.office.title}没有在用的印章", remedy="请先办理印章制发")
    if seal.keeper_id != account:
        raise refuse(f"“{seal.title}”印章由保管人用印，您不是保管人")
    if document.approved_by_id == account:
        raise refuse("批准文书的人不能自己用印", remedy="请另一位保管人用印")
    return seal


def _supersede(document: Document) -> None:
    """A corrected paper takes the place of the revoked one before it."""
    Document.objects.filter(
        case=document.case, paper=document.paper, n=document.n, status=Status.REVOKED
    ).exclude(sha256="").update(status=Status.SUPERSEDED)
