"""Procedures as data, and the calculators. Nothing here is about any case: nobody signs in."""

from datetime import date
from enum import StrEnum
from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router, Schema
from pydantic import Field

from fashu.kernel.calendar import (
    CalendarError,
    Deadline,
    Move,
    Rollover,
    Service,
    Span,
    Unit,
    deadline,
    latest_notice,
    served_on,
)
from fashu.kernel.cases.catalogue import families
from fashu.kernel.holidays.official import official
from fashu.kernel.procedure import Procedure
from fashu.kernel.procedure.describe import canonical, describe, digest
from fashu.kernel.procedure.schema import schema
from fashu.kernel.procedure.terms import On
from fashu.kernel.procedure.whatif import parse, whatif
from fashu.web.api import shown
from fashu.web.api.problems import At, ProblemError
from fashu.web.api.schemas import Day, MoveOut, When
from fashu.web.api.stories import STORY, DefinitionOut, StoryOut
from fashu.web.public.deadline import choosable

router = Router(tags=["procedures"], auth=None)

Key = Annotated[str, Field(max_length=64, description="程序的键")]

_SCHEMA = {
    "responses": {
        200: {
            "description": "JSON Schema",
            "content": {"application/schema+json": {"schema": {"type": "object"}}},
        }
    }
}


class VersionOut(Schema):
    """A version of a procedure."""

    version: str
    applies_from: date
    digest: str = Field(description="定义的 SHA-256，写进每一件案件的存证")


class ProcedureOut(Schema):
    """A procedure with its versions."""

    key: str
    title: str
    versions: list[VersionOut]


class DeadlineOut(Schema):
    """The last day with its reasons."""

    due: When
    provisional: bool
    excluded_days: int
    moves: list[MoveOut]


class Length(StrEnum):
    """What a length is counted in, here."""

    WORKING_DAY = "working_day"
    DAY = "day"
    MONTH = "month"
    YEAR = "year"


class DeadlineIn(Schema):
    """What the calculator is asked."""

    start: Day = Field(description="从哪一天算起，该日不计入")
    term: str = Field("", max_length=130, description="程序中的期限：程序的键/期限的键")
    amount: int | None = Field(None, ge=1, le=36525, description="长度；不填 term 时必填")
    unit: Length = Field(Length.WORKING_DAY, description="单位")
    rollover: Rollover = Field(Rollover.STATUTORY, description="末日为休假日时怎样处理")
    mode: Service | None = Field(None, description="起算日由送达确定的，按送达方式推算")


@router.post(
    "/whatif",
    response=StoryOut,
    openapi_extra=STORY,
    summary="推演：发生这些事以后，案件处于什么状态",
)
def work_out(request: HttpRequest) -> HttpResponse:
    """依法不能办理的事列在 `refusals` 中。"""
    return _json(whatif(families(), parse(request.body)))


@router.get("/deadline", response=DeadlineOut, summary="算期限")
def count_deadline(request: HttpRequest, asked: DeadlineIn = Query(...)) -> dict[str, Any]:  # type: ignore[type-arg]  # noqa: B008 - how ninja asks
    """从起算日和长度算出最后一天，每一次移动都说明理由和依据。"""
    try:
        found = _counted(asked)
    except CalendarError as error:
        raise ProblemError("unusable", str(error)) from None
    return {
        "due": found.due,
        "provisional": found.provisional,
        "excluded_days": found.excluded_days,
        "moves": [shown.move(each) for each in found.moves],
    }


def _counted(asked: DeadlineIn) -> Deadline:
    start = asked.start
    preface: tuple[Move, ...] = ()
    if asked.mode is not None:
        start, move = served_on(asked.mode, start)
        preface = (move,)
    if not asked.term:
        if asked.amount is None:
            at = At("/amount", "请填写长度，或者用 term 指明期限")
            raise ProblemError("unusable", "没有说明期限有多长", errors=[at])
        span = Span(asked.amount, Unit(asked.unit.value))
        return deadline(span, start, rollover=asked.rollover, preface=preface, calendar=official())
    limit = next((each for each in choosable() if each.key == asked.term), None)
    if limit is None:
        at = At("/term", f"没有期限“{asked.term}”，或者法律没有写明它的长短")
        raise ProblemError("unusable", "没有这个期限", errors=[at])
    if any(trigger.on is On.AHEAD for trigger in limit.term.opens):
        return latest_notice(limit.span, start, calendar=official())
    return deadline(
        limit.span,
        start,
        rollover=limit.term.rollover,
        rollover_cite=limit.term.rollover_cite,
        preface=preface,
        calendar=official(),
    )


@router.get("/procedures", response=list[ProcedureOut], summary="全部程序")
def list_procedures(request: HttpRequest) -> list[dict[str, Any]]:
    """每一个程序和它的各个版本。"""
    return [
        {
            "key": family.key,
            "title": family.title,
            "versions": [
                {"version": v.version, "applies_from": v.applies_from, "digest": digest(v)}
                for v in family.versions
            ],
        }
        for family in families().values()
    ]


@router.get("/procedures/{key}", response=DefinitionOut, summary="一个程序的完整定义")
def read_procedure(request: HttpRequest, key: Key, version: str = "") -> HttpResponse:
    """一个版本的定义；不指明版本的，给出最新的版本。"""
    found = _version(key, version)
    return _json(describe(found) | {"digest": digest(found)})


@router.get("/procedures/{key}/steps/{step}", openapi_extra=_SCHEMA, summary="一步要填写的内容")
def read_step(request: HttpRequest, key: Key, step: str, version: str = "") -> HttpResponse:
    """JSON Schema 2020-12，由程序定义推出；办理这一步时 `facts` 应当符合它。"""
    found = _version(key, version).steps.get(step)
    if found is None:
        raise ProblemError("not-found", f"程序“{key}”没有步骤“{step}”")
    return _json(schema(found), kind="application/schema+json")


def _version(key: str, version: str) -> Procedure:
    family = families().get(key)
    if family is None:
        raise ProblemError("not-found", f"没有程序“{key}”")
    try:
        return family.version(version) if version else family.versions[-1]
    except KeyError:
        raise ProblemError("not-found", f"程序“{key}”没有版本“{version}”") from None


def _json(data: object, kind: str = "application/json") -> HttpResponse:
    return HttpResponse(canonical(data), content_type=kind)
