"""Which fields an operation can give, read out of the interface's own description."""

from functools import cache
from typing import Any

from fashu.web.api import api, grants
from fashu.web.api.middleware import PREFIX

PERSONAL = ("name", "text", "words", "value", "title", "q", "facts.*", "answers.*", "effects.text")
"""Last parts of fields that can hold personal data: never offered as harmless."""


@cache
def offered() -> dict[str, tuple[str, ...]]:
    """Operation -> every field of its answer; a free-form object ends in `*`."""
    schema: dict[str, Any] = api.get_openapi_schema()
    found: dict[str, tuple[str, ...]] = {}
    for path, methods in schema["paths"].items():
        short = path.removeprefix(PREFIX)
        for method, described in methods.items():
            if grants.is_narrowed(short) and grants.is_for_applications(short):
                name = grants.operation(method.upper(), short)
                found[name] = tuple(_leaves(described, schema["components"]["schemas"]))
    return found


def harmless(operation: str) -> tuple[str, ...]:
    """The fields of an operation that hold no personal data by their nature."""
    return tuple(name for name in offered().get(operation, ()) if not _is_personal(name))


def _leaves(described: dict[str, Any], shapes: dict[str, Any]) -> list[str]:
    """The fields of the answer that tells of success."""
    for status, answer in described["responses"].items():
        content = answer.get("content", {}).get("application/json", {})
        if int(status) < 300 and "schema" in content:
            return list(dict.fromkeys(grants.leaves(content["schema"], shapes)))
    return []


def _is_personal(name: str) -> bool:
    return name.rpartition(".")[2] in PERSONAL or name.endswith(PERSONAL[5:])
