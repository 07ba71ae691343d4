"""Papers across cases: how far each has come, printing many, 文号登记簿 and 用印台账."""

from typing import Annotated, Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from ninja import Query, Router, Status
from pydantic import Field

from fashu.kernel import clock, reading
from fashu.kernel.access import current_actor
from fashu.kernel.cases.models import Case, IssuedPaper
from fashu.kernel.documents import numbering
from fashu.kernel.documents.batch import batch
from fashu.kernel.documents.content import in_chinese
from fashu.kernel.documents.models import Document, Number, Seal, SealUse
from fashu.kernel.people.models import Office
from fashu.web.api import cursors, grants
from fashu.web.api import paper_shapes as p
from fashu.web.api.acting import once
from fashu.web.api.callers import staff_only
from fashu.web.api.cases import OCTETS
from fashu.web.api.papers import FILE
from fashu.web.api.problems import ProblemError
from fashu.web.downloads import download

router = Router(tags=["papers"])
router.add_decorator(once, mode="view")

Data = dict[str, Any]


@router.get("/papers", response=p.DocumentPage, summary="本机关的文书")
@staff_only
def list_papers(
    request: HttpRequest,
    state: Annotated[
        p.Progress,
        Field(description="draft 草稿；approved 待用印；sealed 已用印；ended 撤销、替换"),
    ] = p.Progress.DRAFT,
    limit: cursors.Limit = cursors.USUAL,
    cursor: cursors.Cursor = "",
) -> Data:
    """职责范围内的文书，新的在前。"""
    ended = (Document.Status.REVOKED, Document.Status.SUPERSEDED)
    chosen = ended if state is p.Progress.ENDED else (state.value,)
    found = _documents().filter(status__in=chosen).order_by("-id")
    rows, more = cursors.page(found, limit, cursor)
    reading.note(reading.View.API, cases=[row.case for row in rows])
    issued = _issued(rows)
    return {"items": [_line(row, issued) for row in rows], "next": more}


@router.get("/papers/print", summary="批量打印文书", openapi_extra=FILE)
@staff_only
def print_papers(request: HttpRequest, ticked: Query[p.Ticked]) -> HttpResponse:
    """一份 PDF，前面附清单，按案号排列。"""
    found = list(_documents().filter(pk__in=ticked.document).order_by("case__number", "id"))
    if not found:
        raise ProblemError("not-found", "没有找到这些文书")
    made = batch(found, current_actor().office_title or "法枢", in_chinese(clock.today()))
    reading.note(reading.View.API, cases=[each.case for each in found])
    return download(f"文书{clock.today()}.pdf", OCTETS, made)


@router.get("/papers/numbers", response=p.NumberPage, summary="文号登记簿")
@staff_only
def list_numbers(
    request: HttpRequest,
    status: Annotated[
        p.Register | None, Field(description="reserved 预留；used 已用；void 作废")
    ] = None,
    q: Annotated[str, Field(max_length=60, description="文号中的字")] = "",
    limit: cursors.Limit = cursors.USUAL,
    cursor: cursors.Cursor = "",
) -> Data:
    """每一个文号和它的用途，新的在前；作废的连同理由保留。"""
    found = _numbers().order_by("-id")
    found = found.filter(status=status) if status else found
    found = found.filter(text__icontains=q) if q else found
    rows, more = cursors.page(found, limit, cursor)
    return {"items": _told_numbers(rows), "next": more}


@router.post("/papers/numbers", response={201: list[p.NumberOut]}, summary="预留文号")
@staff_only
def reserve_numbers(request: HttpRequest, body: p.ReservationIn) -> Any:
    """为一个用途预留接下来的文号，批准文书时选用。"""
    if body.series not in numbering.known_series(grants.procedures()):
        raise ProblemError("refused", "请选择机关和字号", remedy="没有这个字，或者没有授予本应用")
    made = numbering.reserve_in(body.office, body.series, body.note, body.count)
    return Status(201, _told_numbers(list(_numbers().filter(pk__in=[n.pk for n in made]))))


@router.post(
    "/papers/numbers/{int:number}/void", response={201: p.NumberOut}, summary="作废预留的文号"
)
@staff_only
def void_number(request: HttpRequest, number: p.Id, body: p.VoidIn) -> Any:
    """文号连同理由留在登记簿，不再使用。"""
    if not _numbers().filter(pk=number).exists():
        raise ProblemError("not-found", "没有找到这个文号")
    numbering.void(number, body.reason)
    return Status(201, _told_numbers([_numbers().get(pk=number)])[0])


@router.get("/papers/seals", response=p.SealPage, summary="印章")
@staff_only
def list_seals(
    request: HttpRequest, limit: cursors.Limit = cursors.USUAL, cursor: cursors.Cursor = ""
) -> Data:
    """职责范围内的印章和保管人，停用的连同原因保留。"""
    found = Seal.objects.select_related("office").order_by("-id")
    rows, more = cursors.page(found, limit, cursor)
    return {"items": [_seal(row) for row in rows], "next": more}


@router.get("/papers/seals/uses", response=p.SealLinePage, summary="用印台账")
@staff_only
def list_seal_uses(
    request: HttpRequest, limit: cursors.Limit = cursors.USUAL, cursor: cursors.Cursor = ""
) -> Data:
    """每一次用印，新的在前；案号只对可以看该案的人给出。"""
    found, allowed = SealUse.objects.select_related("seal").order_by("-id"), grants.procedures()
    if allowed is not None:
        within = Case.objects.filter(procedure__in=allowed)
        found = found.filter(case_id__in=within.order_by().values("pk"))
    rows, more = cursors.page(found, limit, cursor)
    cases = {case.pk: case for case in Case.objects.filter(pk__in=[row.case_id for row in rows])}
    reading.note(reading.View.API, cases=list(cases.values()))
    return {"items": [_use(row, cases) for row in rows], "next": more}


def _documents() -> QuerySet[Document]:
    """The documents of one's scope; those of other offices' cases are read on the case."""
    scope, allowed = current_actor().scope, grants.procedures()
    found = Document.objects.filter(office_path__gte=scope.start, office_path__lt=scope.end)
    found = found if allowed is None else found.filter(case__procedure__in=allowed)
    return found.select_related("case", "number", "office")


def _issued(rows: list[Document]) -> dict[tuple[int, str, int], int]:
    """Which row of its case's papers each document belongs to."""
    papers = IssuedPaper.objects.filter(case_id__in={row.case_id for row in rows})
    return {(each.case_id, each.paper, each.n): each.pk for each in papers}


def _line(row: Document, issued: dict[tuple[int, str, int], int]) -> Data:
    return {
        "id": row.pk,
        "case": row.case.number,
        "paper": issued.get((row.case_id, row.paper, row.n)),
        "title": row.title,
        "status": row.status,
        "status_title": row.get_status_display(),
        "number": row.number.text if row.number else "",
        "office": _office(row.office),
        "drafted_at": row.drafted_at,
        "approved_at": row.approved_at,
        "sealed_at": row.sealed_at,
        "ended_because": row.ended_because,
    }


def _numbers() -> QuerySet[Number]:
    """The numbers of one's scope, of the series that the grant covers."""
    found, allowed = Number.objects.select_related("office", "document__case"), grants.procedures()
    if allowed is None:
        return found
    return found.filter(series__in=numbering.known_series(allowed))


def _told_numbers(rows: list[Number]) -> list[Data]:
    # A number that is reserved, void or another's paper leads to no document that one sees.
    papers = {row.pk: getattr(row, "document", None) for row in rows}
    reading.note(reading.View.API, cases=[paper.case for paper in papers.values() if paper])
    return [_number(row, papers[row.pk]) for row in rows]


def _number(row: Number, paper: Document | None) -> Data:
    return {
        "id": row.pk,
        "text": row.text,
        "office": _office(row.office),
        "series": row.series,
        "year": row.year,
        "n": row.n,
        "status": row.status,
        "status_title": row.get_status_display(),
        "note": row.note,
        "name": row.name,
        "at": row.at,
        "case": paper.case.number if paper else None,
    }


def _seal(row: Seal) -> Data:
    return {
        "id": row.pk,
        "title": row.title,
        "office": _office(row.office),
        "keeper_name": row.keeper_name,
        "made_at": row.made_at,
        "ended_at": row.ended_at,
        "ended_because": row.ended_because,
    }


def _use(row: SealUse, cases: dict[int, Case]) -> Data:
    case = cases.get(row.case_id)
    return {
        "id": row.pk,
        "seal": row.seal.title,
        "title": row.title,
        "number": row.number,
        "sha256": row.sha256,
        "approved_name": row.approved_name,
        "applied_name": row.applied_name,
        "at": row.at,
        "case": case.number if case else None,
    }


def _office(row: Office) -> Data:
    return {"code": row.code, "title": row.title}
