"""Statutes for everybody: search, a law on a day, one article, and citations found in a text."""

from collections.abc import Iterator
from datetime import date
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Query, Router, Schema
from pydantic import Field

from fashu.kernel import clock
from fashu.kernel.law.citation import Citation, Law
from fashu.kernel.law.parse import find_citations
from fashu.kernel.law.provision import DIVISIONS, Kind, walk
from fashu.kernel.library.browse import statutes, tree
from fashu.kernel.library.lookup import Absent, Found, Library
from fashu.kernel.library.models import Edition, Level, Statute
from fashu.kernel.library.search import search
from fashu.web.api import cursors
from fashu.web.api.problems import At, ProblemError
from fashu.web.api.schemas import Day

router = Router(tags=["law"], auth=None)

Title = Annotated[str, Field(min_length=1, max_length=200, description="法规标题，不带书名号")]
On = Annotated[Day | None, Field(description="以哪一天的文本为准，今天则不填")]
Words = Annotated[str, Field(max_length=200)]
MOST_CITATIONS = 200
DEEPEST = 2000
"""How many hits of a search can be leafed through; nobody reads so many."""


class StatuteOut(Schema):
    """A law under one title."""

    title: str
    level: int
    level_title: str
    editions: int


class StatutePage(Schema):
    """A part of a list; `next` leads on."""

    items: list[StatuteOut]
    next: str | None


class EditionOut(Schema):
    """A version of a statute."""

    title: str
    promulgated: date | None
    in_force_from: date | None
    in_force_until: date | None = Field(description="失效前最后一日")
    has_text: bool
    doubt: str


class PartOut(Schema):
    """A heading, an article, or words between."""

    kind: str
    label: str
    text: str
    above: list[str] = Field(description="所在的编、章、节")


class TextOut(EditionOut):
    """A statute as it stands on a day."""

    editions: list[EditionOut]
    parts: list[PartOut]


class ArticleOut(Schema):
    """The words that a citation points to on a day."""

    citation: str
    on: date
    found: bool
    text: str
    place: str = Field(description="所在的编、章、节")
    why_not: str = Field(description="没有找到的原因")


class MentionOut(Schema):
    """Where a text cites, and what."""

    start: int
    end: int
    problem: str
    citations: list[ArticleOut]


class HitOut(Schema):
    """An article that holds the words."""

    title: str
    level: int
    place: str
    path: str
    excerpt: str
    text: str
    in_force: bool
    in_force_from: date | None


class HitPage(Schema):
    """A part of the hits."""

    total: int
    relaxed: bool = Field(description="没有同时含有全部词语的条文，放宽为部分词语")
    items: list[HitOut]
    next: str | None


@router.get("/law/statutes", response=StatutePage, summary="法规目录")
def list_statutes(
    request: HttpRequest,
    q: Words = "",
    level: Level | None = None,
    limit: cursors.Limit = cursors.USUAL,
    cursor: cursors.Cursor = "",
) -> dict[str, Any]:
    """按标题查找法规，可以限定位阶（0 宪法 … 6 其他）。"""
    found = statutes(q, level=None if level is None else int(level)).order_by("title")
    last = cursors.after_text(cursor)
    rows = list((found.filter(title__gt=last) if last else found)[: limit + 1])
    more = cursors.encode(rows[limit - 1].title) if len(rows) > limit else None
    return {"items": [_statute(row) for row in rows[:limit]], "next": more}


def _statute(row: Statute) -> dict[str, Any]:
    level = Level(row.level)
    count = getattr(row, "edition_count", 0)
    return {"title": row.title, "level": level, "level_title": level.label, "editions": count}


@router.get("/law/search", response=HitPage, summary="检索条文")
def search_articles(
    request: HttpRequest,
    q: Annotated[str, Field(min_length=1, max_length=200)],
    on: On = None,
    limit: cursors.Limit = cursors.USUAL,
    cursor: cursors.Cursor = "",
) -> dict[str, Any]:
    """现行有效的在前，其次按原词、相关程度和位阶。"""
    start = min(cursors.after_number(cursor) or 0, DEEPEST)
    found = search(q, on or clock.today(), limit=limit, offset=start)
    onward = start + len(found.hits)
    more = found.hits and onward < min(found.total, DEEPEST)
    items = [
        {
            "title": hit.title,
            "level": hit.level,
            "place": hit.place,
            "path": hit.path,
            "excerpt": hit.excerpt(q),
            "text": hit.text,
            "in_force": hit.valid,
            "in_force_from": hit.in_force_from,
        }
        for hit in found.hits
    ]
    after = cursors.encode(onward) if more else None
    return {"total": found.total, "relaxed": found.relaxed, "items": items, "next": after}


@router.get("/law/statutes/{title}", response=TextOut, summary="一部法规在某一天的文本")
def read_statute(request: HttpRequest, title: Title, on: On = None) -> dict[str, Any]:
    """给出当天施行的版本；没有施行的，说明原因，不以别的版本代替。"""
    library, law = Library(), Law(title)
    edition = library.edition_on(law, on or clock.today())
    if isinstance(edition, Absent):
        raise ProblemError("not-found", edition.message)
    editions = [_edition(each) for each in library.editions(law)]
    return {**_edition(edition), "editions": editions, "parts": list(_parts(edition))}


def _edition(edition: Edition) -> dict[str, Any]:
    names = ("promulgated", "in_force_from", "in_force_until", "has_text", "doubt")
    return {"title": edition.statute.title, **{name: getattr(edition, name) for name in names}}


def _parts(edition: Edition) -> Iterator[dict[str, Any]]:
    for above, part in walk(tree(edition)):
        if part.kind in DIVISIONS or part.text:
            yield {
                "kind": part.kind.value,
                "label": part.label,
                "text": part.text,
                "above": [division.name for division in above if division.kind is not Kind.ARTICLE],
            }


class Place(Schema):
    """Which part of an article."""

    inserted: int = Field(0, ge=0, le=99, description="之几")
    paragraph: int | None = Field(None, ge=1, le=99, description="款")
    item: int | None = Field(None, ge=1, le=199, description="项")
    on: Day | None = Field(None, description="以哪一天的文本为准，今天则不填")


@router.get(
    "/law/statutes/{title}/articles/{int:article}", response=ArticleOut, summary="一条的原文"
)
def read_article(
    request: HttpRequest,
    title: Title,
    article: int,
    place: Query[Place],
) -> dict[str, Any]:
    """某一天施行的文本中的条、款、项；没有的，`why_not` 说明原因。"""
    if not 1 <= article <= 9999:
        raise ProblemError("unusable", "条的序号应在 1 至 9999 之间")
    cite = Law(title).art(article, place.paragraph, place.item, inserted=place.inserted)
    return _words(Library(), cite, place.on or clock.today())


def _words(library: Library, cite: Citation, day: date) -> dict[str, Any]:
    found = library.resolve(cite, day)
    holds = isinstance(found, Found)
    return {
        "citation": str(cite),
        "on": day,
        "found": holds,
        "text": found.text if isinstance(found, Found) else "",
        "place": found.path if isinstance(found, Found) else "",
        "why_not": "" if isinstance(found, Found) else found.message,
    }


@router.get("/law/citations", response=list[MentionOut], summary="找出文字中的引用和原文")
def resolve_citations(
    request: HttpRequest,
    text: Annotated[str, Field(min_length=1, max_length=4000)],
    on: On = None,
) -> list[dict[str, Any]]:
    """认出文字中每一处引用，并给出当天施行的原文；指代不明的，说明缺少什么。"""
    library, day = Library(), on or clock.today()
    mentions = find_citations(text)
    if sum(len(mention.citations) for mention in mentions) > MOST_CITATIONS:
        at = At("/text", f"一次最多 {MOST_CITATIONS} 处")
        raise ProblemError("unusable", "引用太多", errors=[at])
    return [
        {
            "start": mention.start,
            "end": mention.end,
            "problem": mention.problem,
            "citations": [_words(library, cite, day) for cite in mention.citations],
        }
        for mention in mentions
    ]
