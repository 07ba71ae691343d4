"""送达 of a paper with its proof: the case gets the date, 送达回证 the circumstances."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from django.db import transaction

from fashu.kernel import clock
from fashu.kernel.access import current_actor
from fashu.kernel.calendar import Service
from fashu.kernel.cases import actions
from fashu.kernel.cases.attachments import Upload, attach
from fashu.kernel.cases.catalogue import family_of
from fashu.kernel.cases.models import Attachment, Case, IssuedPaper, Participant
from fashu.kernel.cases.requests import Outcome
from fashu.kernel.cases.roles import account_of, case_by_number
from fashu.kernel.documents.content import Block, Cell, Content, in_chinese
from fashu.kernel.documents.drafting import document_of
from fashu.kernel.documents.models import Receipt
from fashu.kernel.documents.typesetting import pdf
from fashu.kernel.law.citation import Law
from fashu.kernel.procedure import Role
from fashu.kernel.procedure.refusal import refuse

CIVIL = Law("民事诉讼法")
FORWARDED = "forwarded"


@dataclass(frozen=True, slots=True)
class Way:
    """A way of service as the form offers it. `needs`: what the receipt must say, in words."""

    key: str
    title: str
    service: Service
    help: str
    needs: tuple[tuple[str, str], ...] = ()


_SIGNED = ("signed_by", "请填写签收人")
WAYS = (
    Way("direct", "直接送达", Service.DIRECT, "以签收日期为送达日期；代收的，填写签收人"),
    Way(
        "left",
        "留置送达",
        Service.LEFT,
        "受送达人拒收的，请见证人到场或者拍照、录像，把文书留在住所",
        (("reason", "请写明拒收的理由和经过"), ("witnesses", "请写明见证人或者拍照、录像的情况")),
    ),
    Way("entrusted", "委托送达", Service.ENTRUSTED, "以受托机关送达回证上的签收日期", (_SIGNED,)),
    Way(
        FORWARDED,
        "转交送达",
        Service.ENTRUSTED,
        "军人、被监禁的人等由所在单位转交，以签收日期为准",
        (_SIGNED, ("relation", "请写明转交的单位")),
    ),
    Way("post", "邮寄送达", Service.POST, "以回执上注明的收件日期，不是寄出日期"),
    Way(
        "electronic",
        "电子送达",
        Service.ELECTRONIC,
        "受送达人同意的，以到达其账户的日期；当事人在“我的案件”中阅读、下载",
        (("consent", "请核对受送达人同意电子送达的记录"),),
    ),
    Way(
        "public",
        "公告送达",
        Service.PUBLIC,
        "下落不明或者其他方式无法送达的；填写发出公告的日期，经过法定期间视为送达",
        (("reason", "请写明公告送达的原因和经过"),),
    ),
)
DETAILS = {
    "place": "送达地点",
    "signed_by": "签收人",
    "relation": "代收人与受送达人的关系",
    "reason": "原因和经过",
    "witnesses": "见证人",
}
"""What a receipt can say beside way and date; how long each may be, the receipt's columns say."""

NOTHING: Mapping[str, str] = MappingProxyType({})


@transaction.atomic
def serve(
    number: str,
    paper: str,
    *,
    mode: str,
    to: str = "",
    details: Mapping[str, str] = NOTHING,
    request_key: str,
    on: date | None = None,
    proof: Upload | str | None = None,
) -> Outcome:
    """Record a service and its receipt. Raises Refused where the receipt lacks what it must say.

    `mode`: the key of a `Way`. `details`: what the receipt says, by `DETAILS`, and `consent`.
    `proof`: a new file, or the SHA-256 of one that the case holds.
    """
    chosen = next((each for each in WAYS if each.key == mode), None)
    if chosen is None:
        raise refuse("请选择送达方式")
    for key, words in chosen.needs:
        if not details.get(key, "").strip():
            raise refuse(words, chosen.service.cite)
    _fit(details)
    case = case_by_number(number)
    before = _served(case, paper)
    outcome = actions.serve_paper(
        number, paper, mode=chosen.service, to=to, request_key=request_key, on=on
    )
    if not outcome.repeated:
        if isinstance(proof, str):
            _held(case, proof)
        _keep(case, paper, before, chosen, to, details, on or clock.today(), proof)
    return outcome


@dataclass(frozen=True, slots=True)
class Reached:
    """A recipient of a paper: whether it must reach him, when it did, and how."""

    role: Role
    must: bool
    served_on: str
    receipt: Receipt | None

    @property
    def way(self) -> str:
        """The way of service in words; empty without a receipt."""
        return next((w.title for w in WAYS if self.receipt and w.key == self.receipt.mode), "")


def reached(case: Case, issued: IssuedPaper) -> list[Reached]:
    """Everybody whom a paper must or may reach, with the receipt of his latest service."""
    paper = family_of(case.procedure).version(case.version).papers.get(issued.paper)
    known = {r.role: r for r in Receipt.objects.filter(case=case, paper=issued.paper, n=issued.n)}
    return (
        [
            Reached(role, must, issued.served.get(role.key, ""), known.get(role.key))
            for roles, must in ((paper.to, True), (paper.also, False))
            for role in roles
        ]
        if paper
        else []
    )


def _fit(details: Mapping[str, str]) -> None:
    """Nothing that was written is cut off. Raises Refused for what the receipt has no room for."""
    for key, title in DETAILS.items():
        longest: int = getattr(Receipt._meta.get_field(key), "max_length", 0)
        if len(details.get(key, "").strip()) > longest:
            raise refuse(f"“{title}”最多{longest}字")


def _held(case: Case, sha256: str) -> None:
    if not Attachment.objects.filter(case=case, sha256=sha256[:65]).exists():
        raise refuse("本案没有这份回证文件", remedy="请先把签收的回证上传为附件")


def receipt_pdf(case: Case, issued: IssuedPaper, role: str, receipt: Receipt | None) -> bytes:
    """送达回证 as a paper: filled in, or to be filled in by hand."""
    title = family_of(case.procedure).version(case.version).role_of[role].title
    document = document_of(issued)
    number = document.number.text if document and document.number else ""
    named = Participant.objects.filter(case=case, role=role).values_list("name", flat=True)
    said = {key: getattr(receipt, key) if receipt else "" for key in DETAILS}
    way = next((w.title for w in WAYS if receipt and w.key == receipt.mode), "")
    signed = in_chinese(receipt.on) if receipt else "　　　　年　　月　　日"
    rows = (
        ("案号", case.number),
        ("案由", case.title),
        ("送达文书", f"{issued.title}{number}"),
        ("受送达人", f"{'、'.join(named) or ''}（{title}）"),
        ("送达方式", way),
        ("送达地点", said["place"]),
        ("受送达人签收", said["signed_by"]),
        ("签收日期", signed),
        ("代收人及与受送达人的关系", said["relation"]),
        ("未能直接送达的原因", said["reason"]),
        ("见证人", said["witnesses"]),
        ("送达人", "　\n　"),
    )
    cells = tuple(Cell(text) for row in rows for text in row)
    table = Block("table", columns=(3, 8), cells=cells)
    office = case.office.title
    content = Content(form="record", office=office, title=(office, "送达回证"), blocks=(table,))
    return pdf(content).pdf


def _served(case: Case, paper: str) -> dict[int, dict[str, str]]:
    found = IssuedPaper.objects.filter(case=case, paper=paper)
    return {row.n: dict(row.served) for row in found}


def _keep(
    case: Case,
    paper: str,
    before: Mapping[int, Mapping[str, str]],
    way: Way,
    to: str,
    details: Mapping[str, str],
    on: date,
    proof: Upload | str | None,
) -> None:
    rows = list(IssuedPaper.objects.filter(case=case, paper=paper).order_by("n"))
    reached = [(row, role) for row in rows for role in row.served]
    new = [(row, role) for row, role in reached if role not in before.get(row.n, {})]
    # Served once more on the same recipient: the receipt belongs to his latest copy.
    again = [(row, role) for row, role in reversed(reached) if role == to]
    if not (new or again):
        return
    row, role = (new or again)[0]
    kept = attach(case, proof).sha256 if isinstance(proof, Upload) else proof
    Receipt.objects.create(
        case=case,
        office_path=case.office_path,
        document=document_of(row),
        paper=paper,
        n=row.n,
        role=role,
        mode=way.key,
        on=on,
        proof=kept or "",
        account_id=account_of(current_actor()),
        at=clock.now(),
        **{key: details.get(key, "").strip() for key in DETAILS},
    )
