"""Who exists: offices, for everybody; and who the caller himself is."""

from typing import Annotated, Any

from django.db.models import Q
from django.http import HttpRequest
from ninja import Query, Router, Schema
from pydantic import Field

from fashu.kernel.access import current_actor
from fashu.kernel.people.models import Level, Office, OfficeKind
from fashu.web.api import cursors
from fashu.web.api import schemas as s
from fashu.web.api.callers import consumer_of
from fashu.web.api.problems import ProblemError

router = Router(tags=["offices"])

Code = Annotated[str, Field(max_length=32, description="机构代码")]


class OfficeDetailOut(s.OfficeOut):
    """An organ with its place in the tree."""

    level: str
    level_title: str
    kind: str
    kind_title: str
    division_code: str = Field(description="行政区划代码")
    parent: str | None = Field(description="上级的机构代码")
    acts_through: str | None = Field(description="办事机构的机构代码")


class OfficePage(Schema):
    """A part of a list; `next` leads on."""

    items: list[OfficeDetailOut]
    next: str | None


class Wanted(Schema):
    """What narrows the list of offices."""

    q: str = Field("", max_length=100, description="名称中的字，或者机构代码的开头")
    level: Level | None = Field(None, description="层级")
    kind: OfficeKind | None = Field(None, description="类别")
    parent: str = Field("", max_length=32, description="上级的机构代码")


@router.get("/offices", response=OfficePage, auth=None, summary="机构")
def list_offices(
    request: HttpRequest,
    wanted: Query[Wanted],
    limit: cursors.Limit = cursors.USUAL,
    cursor: cursors.Cursor = "",
) -> dict[str, Any]:
    """机构按所在的层级排列，上级在前。"""
    found = Office.objects.select_related("parent", "acts_through").order_by("path")
    for word in wanted.q.split():
        found = found.filter(Q(title__icontains=word) | Q(code__istartswith=word))
    asked = {"level": wanted.level, "kind": wanted.kind, "parent__code": wanted.parent or None}
    found = found.filter(**{name: value for name, value in asked.items() if value})
    last = cursors.after_text(cursor)
    rows = list((found.filter(path__gt=last) if last else found)[: limit + 1])
    more = cursors.encode(rows[limit - 1].path) if len(rows) > limit else None
    return {"items": [_office(row) for row in rows[:limit]], "next": more}


@router.get("/offices/{code}", response=OfficeDetailOut, auth=None, summary="一个机构")
def read_office(request: HttpRequest, code: Code) -> dict[str, Any]:
    """一个机构和它的上级。"""
    found = Office.objects.select_related("parent", "acts_through").filter(code=code).first()
    if found is None:
        raise ProblemError("not-found", f"没有机构代码为{code}的机构")
    return _office(found)


def _office(row: Office) -> dict[str, Any]:
    return {
        "code": row.code,
        "title": row.title,
        "level": row.level,
        "level_title": Level(row.level).label,
        "kind": row.kind,
        "kind_title": OfficeKind(row.kind).label,
        "division_code": row.division_code,
        "parent": row.parent.code if row.parent else None,
        "acts_through": row.acts_through.code if row.acts_through else None,
    }


@router.get("/me", response=s.MeOut, summary="本人")
def read_me(request: HttpRequest) -> dict[str, Any]:
    """调用者是谁、属于哪个机关、有哪些角色。"""
    actor, caller = current_actor(), consumer_of(request)
    found = Office.objects.filter(pk=actor.office_id).first() if actor.office_id else None
    return {
        "kind": actor.kind.value,
        "name": actor.name,
        "office": {"code": found.code, "title": found.title} if found else None,
        "roles": sorted(actor.roles),
        "consumer": caller.code if caller else None,
        "scopes": list(caller.scopes) if caller else None,
    }
