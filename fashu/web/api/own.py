"""The description as it holds for one application: what it may ask, and what it is given.

A client generated from it fits the answers exactly, for a field that does not leave is not in it.
`grants.only` takes the fields out of the answers; this takes the same out of their shapes.
"""

from copy import deepcopy
from typing import Any

from fashu.kernel.exchange.keys import Caller
from fashu.web.api import grants
from fashu.web.api.describing import PLACE, drop_unused
from fashu.web.api.problems import ProblemError

Shape = dict[str, Any]


def narrowed(whole: Shape, caller: Caller) -> Shape:
    """A copy of the description with the operations and fields of this application."""
    found = deepcopy(dict(whole))
    prefix = _common(found["paths"])
    for path, methods in list(found["paths"].items()):
        short = path.removeprefix(prefix)
        for method in [each for each in methods if not _may(caller, each, short)]:
            del methods[method]
        for method, operation in methods.items():
            if grants.is_narrowed(short):
                names = caller.fields.get(grants.operation(method.upper(), short), [])
                _narrow(operation, frozenset(names), found["components"]["schemas"])
        if not methods:
            del found["paths"][path]
    found["info"]["description"] += f"本描述属于“{caller.title}”，只含已经授权的操作和字段。"
    drop_unused(found)
    return found


def _common(paths: Shape) -> str:
    """What every path begins with, up to the name of the operation of who one is."""
    return next(path for path in paths if path.endswith("/me")).removesuffix("me")


def _may(caller: Caller, method: str, path: str) -> bool:
    try:
        grants.check(caller, method.upper(), path)
    except ProblemError:
        return False
    return True


def _narrow(operation: Shape, names: frozenset[str], shapes: Shape) -> None:
    """Leave in the answer that tells of success what is named."""
    for status, answer in operation["responses"].items():
        content = answer.get("content", {}).get("application/json")
        if int(status) < 300 and content:
            narrower = Narrower(operation["operationId"], names, shapes)
            content["schema"] = narrower.of(content["schema"]) or {"type": "object"}


class Narrower:
    """Makes the shapes of one operation smaller. What is cut gets a name of its own."""

    def __init__(self, operation: str, names: frozenset[str], shapes: Shape) -> None:
        self.prefix = "".join(word.capitalize() for word in operation.split("_"))
        self.names, self.shapes = names, shapes

    def of(self, schema: Shape, place: str = "") -> Shape | None:
        """The schema with what is named; None where nothing is."""
        if "$ref" in schema:
            return self._named(schema["$ref"].removeprefix(PLACE), place)
        if "anyOf" in schema:
            return self._any(schema, place)
        if schema.get("type") == "array":
            items = self.of(schema.get("items", {}), place)
            return None if items is None else {**schema, "items": items}
        if "properties" in schema:
            return self._object(schema, place)
        if schema.get("type") == "object":
            return self._free(schema, place)
        return schema if place in self.names or not place else None

    def _named(self, name: str, place: str) -> Shape | None:
        whole = self.shapes[name]
        cut = self.of(whole, place)
        if cut is None or cut == whole:
            return None if cut is None else {"$ref": f"{PLACE}{name}"}
        own = f"{self.prefix}{name}"
        while self.shapes.setdefault(own, cut) != cut:
            own += "Too"
        return {"$ref": f"{PLACE}{own}"}

    def _any(self, schema: Shape, place: str) -> Shape | None:
        kinds = [each for each in schema["anyOf"] if each.get("type") != "null"]
        cut = [each for each in (self.of(kind, place) for kind in kinds) if each is not None]
        empty = [each for each in schema["anyOf"] if each.get("type") == "null"]
        return {**schema, "anyOf": cut + empty} if cut else None

    def _object(self, schema: Shape, place: str) -> Shape | None:
        parts = {
            name: self.of(inner, f"{place}.{name}" if place else name)
            for name, inner in schema["properties"].items()
        }
        kept = {name: part for name, part in parts.items() if part is not None}
        if not kept and place:
            return None
        needed = [name for name in schema.get("required", ()) if name in kept]
        return {**schema, "properties": kept, "required": needed}

    def _free(self, schema: Shape, place: str) -> Shape | None:
        """An object of answers to questions: those that are named, one by one."""
        below = (n.removeprefix(f"{place}.") for n in self.names if n.startswith(f"{place}."))
        keys = sorted({name.partition(".")[0] for name in below})
        named: Shape = {"properties": {key: {} for key in keys}}
        return {**schema, **named, "additionalProperties": False} if keys else None
