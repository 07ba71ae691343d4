"""Which scope an operation needs, and which fields of its answer a consumer is given.

Both fail closed: an operation that no line below names is forbidden to consumers, and of its
answer leaves what the consumer's list names, field by field.
"""

import json
from collections.abc import Iterator, Sequence
from contextvars import ContextVar
from typing import Any

from django.http import HttpResponse

from fashu.kernel.exchange import scopes
from fashu.kernel.exchange.keys import Caller
from fashu.kernel.procedure.describe import canonical
from fashu.web.api.problems import ProblemError

OPEN = ("openapi.json", "me", "oauth/token")
"""What every consumer may ask, and is told whole."""

BOOKABLE = ("bookings/offices", "bookings/times")
PUBLIC = ("law/", "procedures", "deadline", "whatif", "offices", "draws", *BOOKABLE)
"""What anybody may read without a key: told whole to a consumer that has law:read."""

PERSONS = ("notices", "delegations", "absences", "bookings", "ratings", "cases/{number}/rating")
"""What is a person's own, and what the people of an office do with it: applications have none."""

DESK = ("errands", "copies")
"""What lies on the desks of an office."""

INSIDE = tuple(
    f"cases/{{number}}/{part}"
    for part in ("errands", "handling", "urges", "copies", "colleagues", "avoidances")
)
"""What an office does with a case inside, beside the procedure."""

PAPERS = (
    "papers",
    "cases/{number}/papers/{paper}/document",
    "cases/{number}/papers/{paper}/receipts",
)
"""Papers as they are made, and the registers of their numbers and seals."""

_now: ContextVar[tuple[Caller, str] | None] = ContextVar("fashu_grant", default=None)


def needed(method: str, path: str) -> str:
    """The kind of scope for an operation, by its path after /api/v1/; empty where none is."""
    if path in OPEN:
        return ""
    if path.startswith(PUBLIC):
        return "law:read"
    if not is_for_applications(path):
        raise ProblemError("forbidden", "这个操作属于个人，不对应用开放")
    if path.startswith("drafts"):
        return "cases:act"
    if path.startswith(DESK + INSIDE):
        return "desk:read" if method in ("GET", "HEAD") else "desk:act"
    if path.startswith(PAPERS):
        return "papers:read" if method in ("GET", "HEAD") else "papers:act"
    if path.startswith("supervision/"):
        return "supervision:read" if method in ("GET", "HEAD") else "supervision:act"
    if not path.startswith("cases"):
        raise ProblemError("forbidden", "这个操作不对应用开放")
    if method not in ("GET", "HEAD"):
        return "cases:act"
    if path.endswith("/export"):
        return "cases:export"
    is_content = path in ("cases/{number}/papers/{paper}", "cases/{number}/attachments/{sha256}")
    return "files:read" if is_content else "cases:read"


def check(caller: Caller, method: str, path: str) -> str:
    """The kind of scope under which a consumer calls. Raises ProblemError where it has none."""
    kind = needed(method, path)
    if kind and not scopes.opens(caller.scopes, kind):
        remedy = f"需要授权范围 {kind}，请联系对方的安全管理员。"
        raise ProblemError("forbidden", f"没有授予本应用“{scopes.TITLES[kind]}”", remedy=remedy)
    if kind and kind != "law:read" and operation(method, path) not in caller.fields:
        detail = f"没有授予本应用 {operation(method, path)} 的任何字段"
        raise ProblemError("forbidden", detail, remedy="请联系对方的安全管理员。")
    return kind


def operation(method: str, path: str) -> str:
    """How an operation is named in the list of fields."""
    return f"{method} {path}"


def enter(caller: Caller | None, kind: str) -> None:
    """Remember for this request under which grant it runs; None for persons."""
    _now.set((caller, kind) if caller is not None and kind else None)


def procedures() -> frozenset[str] | None:
    """The procedures that the present grant covers; None for every one."""
    now = _now.get()
    return scopes.procedures(now[0].scopes, now[1]) if now else None


def gives(operation: str, field: str) -> bool:
    """Whether the present grant gives a field of an operation; persons get what they may see."""
    now = _now.get()
    return now is None or field in now[0].fields.get(operation, ())


def allow(procedure: str) -> bool:
    """Whether the present grant covers a procedure."""
    allowed = procedures()
    return allowed is None or procedure in allowed


def narrowed(caller: Caller, method: str, path: str, answer: HttpResponse) -> HttpResponse:
    """The answer with the fields that the consumer is given, and no others."""
    if not is_narrowed(path) or not _is_json(answer):
        return answer
    names = frozenset(caller.fields.get(operation(method, path), ()))
    answer.content = canonical(only(json.loads(answer.content), names))
    answer.headers["Content-Length"] = str(len(answer.content))
    return answer


def is_for_applications(path: str) -> bool:
    """Whether an application can be granted an operation at all."""
    return path.startswith(PUBLIC) or not path.startswith(PERSONS)


def is_narrowed(path: str) -> bool:
    """Whether the answers of an operation are given field by field."""
    return path not in OPEN and not path.startswith(PUBLIC)


def _is_json(answer: HttpResponse) -> bool:
    kind = answer.headers.get("Content-Type", "").partition(";")[0]
    return kind == "application/json" and bool(answer.content)


def only(data: Any, names: frozenset[str], place: str = "") -> Any:
    """The data with the leaves that are named; lists are looked through."""
    if isinstance(data, list):
        kept = (only(each, names, place) for each in data if _leads(each, names, place))
        return list(kept)
    if isinstance(data, dict):
        return {
            key: only(each, names, at)
            for key, each in data.items()
            if _leads(each, names, at := f"{place}.{key}" if place else key)
        }
    return data


def _leads(data: Any, names: frozenset[str], place: str) -> bool:
    """Whether something at this place, or below it, is named. Emptiness tells nothing."""
    if isinstance(data, dict) or (isinstance(data, list) and any(_deep(each) for each in data)):
        return not place or any(name.startswith(f"{place}.") for name in names)
    if not place:
        return True
    return place in names or (data in (None, []) and _above(place, names))


def _above(place: str, names: frozenset[str]) -> bool:
    return any(name.startswith(f"{place}.") for name in names)


def _deep(data: Any) -> bool:
    return isinstance(data, dict | list)


def leaves(schema: dict[str, Any], shapes: dict[str, Any], place: str = "") -> Iterator[str]:
    """Every field that a shape can hold, by its place. A free-form object ends in `*`."""
    if "$ref" in schema:
        yield from leaves(shapes[schema["$ref"].rpartition("/")[2]], shapes, place)
    elif "anyOf" in schema:
        found = [leaf for each in schema["anyOf"] for leaf in _named(each, shapes, place)]
        yield from dict.fromkeys(found)
    elif schema.get("type") == "array":
        yield from leaves(schema.get("items", {}), shapes, place)
    elif "properties" in schema:
        for name, inner in schema["properties"].items():
            yield from leaves(inner, shapes, f"{place}.{name}" if place else name)
    elif schema.get("type") == "object":
        yield f"{place}.*"
    else:
        yield place


def _named(each: dict[str, Any], shapes: dict[str, Any], place: str) -> Sequence[str]:
    return () if each.get("type") == "null" else tuple(leaves(each, shapes, place))
