"""抽查: what was committed to, what the witness said and what came out, for everybody to check."""

from typing import Any

from django.http import HttpRequest
from ninja import Router, Status

from fashu.kernel.supervision import drawing
from fashu.kernel.supervision.draws import population_digest
from fashu.kernel.supervision.figures import rows_of
from fashu.kernel.supervision.indicators import INDICATOR
from fashu.kernel.supervision.models import Draw
from fashu.web.api import cursors
from fashu.web.api import supervision_shapes as v
from fashu.web.api.acting import once
from fashu.web.api.callers import staff_only
from fashu.web.api.problems import ProblemError
from fashu.web.api.supervision import titled, wanted

router = Router(tags=["supervision"])
router.add_decorator(once, mode="view")

Data = dict[str, Any]


@router.get("/draws", response=v.DrawPage, auth=None, summary="抽查")
def list_draws(
    request: HttpRequest, limit: cursors.Limit = cursors.USUAL, cursor: cursors.Cursor = ""
) -> Data:
    """已经公布的抽查，新的在前；任何人都可以查看。"""
    found = Draw.objects.select_related("office").order_by("-id")
    rows, more = cursors.page(found, limit, cursor)
    return {"items": [_told(row) for row in rows], "next": more}


@router.get("/draws/{int:draw}", response=v.DrawOut, auth=None, summary="一次抽查")
def read_draw(request: HttpRequest, draw: v.Id) -> Data:
    """事先公布的承诺、见证人的话、种子和抽中的案号。"""
    return _told(_found(draw))


@router.get(
    "/draws/{int:draw}/transcript", response=v.TranscriptOut, auth=None, summary="抽查的全部记录"
)
def read_transcript(request: HttpRequest, draw: v.Id) -> Data:
    """名单、密数和结果，任何人可用 `fashu draw verify` 重新抽取；抽取以前没有。"""
    return drawing.transcript_of(_found(draw))


@router.post("/supervision/draws", response={201: v.DrawOut}, summary="公布抽查")
@staff_only
def announce_draw(request: HttpRequest, body: v.DrawIn) -> Any:
    """从一段期间的案件中抽查：先公布名单的摘要和承诺，再由见证人到场抽取。"""
    asked = wanted(v.Question(first=body.first, last=body.last, office=body.office, by=v.By.OFFICE))
    rows = rows_of(INDICATOR[body.indicator], asked.period, asked.office.path)
    numbers = rows.values_list("case__number", flat=True)
    return Status(201, _told(_found(drawing.announce(body.title, numbers, body.size).pk)))


@router.post("/supervision/draws/{int:draw}/drawing", response={201: v.DrawOut}, summary="当场抽取")
@staff_only
def carry_out_draw(request: HttpRequest, draw: v.Id, body: v.WitnessIn) -> Any:
    """以见证人当场说的话抽取，只能抽取一次；密数随即公开。"""
    _found(draw)
    drawing.carry_out(draw, body.witness, body.words)
    return Status(201, _told(_found(draw)))


def _found(draw: int) -> Draw:
    found = Draw.objects.select_related("office").filter(pk=draw).first()
    if found is None:
        raise ProblemError("not-found", "没有这次抽查")
    return found


def _told(row: Draw) -> Data:
    return {
        "id": row.pk,
        "title": row.title,
        "office": titled(row.office),
        "size": row.size,
        "count": len(row.population),
        "population_digest": population_digest(row.population),
        "commitment": row.commitment,
        "announced_at": row.announced_at,
        "witness": row.witness,
        "witness_words": row.witness_words,
        "secret": row.secret,
        "drawn": row.drawn,
        "drawn_at": row.drawn_at,
    }
