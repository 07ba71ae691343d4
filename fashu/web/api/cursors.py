"""Pages of a list that do not shift while others add to it: a cursor names the last row shown."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from typing import Annotated, TypeVar

from django.db.models import Model, QuerySet
from pydantic import Field

from fashu.web.api.problems import At, ProblemError

MOST, USUAL = 100, 20
M = TypeVar("M", bound=Model)

Cursor = Annotated[str, Field(max_length=200, description="上一页给出的 next；第一页不填")]
Limit = Annotated[int, Field(ge=1, le=MOST, description="每页条数")]


def page(found: QuerySet[M], limit: int, cursor: str) -> tuple[list[M], str | None]:
    """A page of rows that are ordered newest first by their key, and the cursor of the next one.

    Raises ProblemError for a cursor that is none.
    """
    last = after_number(cursor)
    rows = list((found if last is None else found.filter(pk__lt=last))[: limit + 1])
    return rows[:limit], encode(rows[limit - 1].pk) if len(rows) > limit else None


def encode(last: int | str) -> str:
    """The cursor after a row."""
    return urlsafe_b64encode(json.dumps([last]).encode()).decode().rstrip("=")


def after_number(cursor: str) -> int | None:
    """The number of the last row shown; None for the first page. Raises ProblemError."""
    last = _decode(cursor) if cursor else None
    if cursor and (type(last) is not int or not 0 <= last < 2**63):
        raise _unusable()
    return last if isinstance(last, int) else None


def after_text(cursor: str) -> str:
    """The name of the last row shown; empty for the first page. Raises ProblemError."""
    last = _decode(cursor) if cursor else ""
    if not isinstance(last, str) or "\x00" in last:
        raise _unusable()
    return last


def _decode(cursor: str) -> object:
    try:
        (last,) = json.loads(urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except (ValueError, TypeError, RecursionError):
        raise _unusable() from None
    return last


def _unusable() -> ProblemError:
    at = At("/cursor", "不是本接口给出的游标")
    return ProblemError("unusable", "游标不能使用", remedy="请从第一页重新开始。", errors=[at])
