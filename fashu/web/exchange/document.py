"""The document of the interface, from its own description: served from here, without a script."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from fashu.kernel.exchange import posting, quotas, replies, scopes
from fashu.web.api import api, describing, grants, problems
from fashu.web.api.middleware import PREFIX
from fashu.web.api.problems import ProblemError


@dataclass(frozen=True, slots=True)
class Field:
    """A parameter or a field: its name, its type, whether it is obligatory, and what it means."""

    name: str
    type: str
    required: bool
    text: str


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation as it is read."""

    id: str
    method: str
    path: str
    summary: str
    text: str
    scope: str
    parameters: tuple[Field, ...]
    body: tuple[Field, ...]
    answer: tuple[Field, ...]


@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """Everything that somebody who connects a system needs to know."""
    context = {
        "groups": groups(),
        "problems": tuple(problems.KINDS.values()),
        "scopes": scopes.TITLES,
        "windows": quotas.WINDOWS,
        "kept_days": replies.KEPT.days,
        "tries": posting.TRIES,
    }
    return render(request, "exchange/document.html", context)


@cache
def groups() -> tuple[tuple[str, tuple[Operation, ...]], ...]:
    """Operations by subject, in the order of the description."""
    schema: dict[str, Any] = api.get_openapi_schema()
    shapes, found = schema["components"]["schemas"], dict[str, list[Operation]]()
    for path, methods in schema["paths"].items():
        for method, described in methods.items():
            tag = describing.SUBJECTS[described["tags"][0]]
            found.setdefault(tag, []).append(_operation(path, method.upper(), described, shapes))
    return tuple((tag, tuple(operations)) for tag, operations in found.items())


def _operation(
    path: str, method: str, described: dict[str, Any], shapes: dict[str, Any]
) -> Operation:
    contents = described.get("requestBody", {}).get("content", {}).values()
    body: dict[str, Any] = next((content.get("schema", {}) for content in contents), {})
    return Operation(
        id=described["operationId"],
        method=method,
        path=path,
        summary=described["summary"],
        text=described.get("description", ""),
        scope=_scope(method, path),
        parameters=tuple(
            Field(p["name"], _type(p["schema"]), p.get("required", False), _text(p))
            for p in described["parameters"]
        ),
        body=tuple(_fields(body, shapes)),
        answer=tuple(_fields(_answer(described), shapes)),
    )


def _scope(method: str, path: str) -> str:
    try:
        return grants.needed(method, path.removeprefix(PREFIX))
    except ProblemError:
        return ""


def _answer(described: dict[str, Any]) -> dict[str, Any]:
    for status, answer in described["responses"].items():
        content = answer.get("content", {}).get("application/json", {})
        if int(status) < 300 and "schema" in content:
            found: dict[str, Any] = content["schema"]
            return found
    return {}


def _fields(schema: dict[str, Any], shapes: dict[str, Any]) -> Iterator[Field]:
    schema = schema.get("items", schema)
    if "$ref" in schema:
        schema = shapes[schema["$ref"].rpartition("/")[2]]
    needed = set(schema.get("required", ()))
    for name, inner in schema.get("properties", {}).items():
        yield Field(name, _type(inner), name in needed, _text(inner))


def _text(described: dict[str, Any]) -> str:
    return str(described.get("description", ""))


_WORDS = {
    "string": "文字",
    "integer": "整数",
    "number": "数",
    "boolean": "是否",
    "object": "对象",
    "array": "数组",
    "null": "空",
}


def _type(schema: dict[str, Any]) -> str:
    if "anyOf" in schema:
        return "或".join(dict.fromkeys(_type(each) for each in schema["anyOf"]))
    if schema.get("format") in ("date", "date-time"):
        return "日期" if schema["format"] == "date" else "时间"
    if schema.get("format") == "binary":
        return "文件"
    if "$ref" in schema:
        return "对象"
    return _WORDS.get(str(schema.get("type", "")), "任意")
