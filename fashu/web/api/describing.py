"""The interface as it describes itself: OpenAPI 3.1 with every problem an operation may answer.

Names are made for the clients that are generated from it: an operation is called like its
function, a subject in English. What is read by people is Chinese.
"""

from typing import Any

from ninja import NinjaAPI
from ninja.openapi.schema import OpenAPISchema
from ninja.operation import Operation

from fashu.kernel.exchange import scopes
from fashu.kernel.exchange.replies import LONGEST_KEY
from fashu.web.api import grants, problems
from fashu.web.api.acting import KEY
from fashu.web.api.schemas import ProblemOut

SUBJECTS = {
    "oauth": "授权",
    "procedures": "程序和期限",
    "law": "法规",
    "offices": "机构和本人",
    "cases": "案件",
    "papers": "文书",
    "drafts": "草稿",
    "errands": "承办和内部事项",
    "supervision": "监督",
    "own": "本人的消息、委托、预约和评价",
}
"""Every subject (a tag of the description) and what it is called."""

PLACE = "#/components/schemas/"
SHAPE = {"$ref": f"{PLACE}ProblemOut"}
KEY_HEADER = {
    "in": "header",
    "name": KEY,
    "required": True,
    "schema": {"type": "string", "pattern": f"^[!-~]{{1,{LONGEST_KEY}}}$"},
    "description": "请求号，例如 UUID。重发同一件请求用原来的请求号：只办一次，答复相同。",
}
ALWAYS, KEYED, WRITING = (400, 404, 405, 422, 429), (401, 403), (409, 412, 413, 415)


class FashuAPI(NinjaAPI):
    """The interface; its description is worked out once for each prefix. Copy it to change it."""

    def __init__(self, **given: Any) -> None:
        super().__init__(**given)
        self._described: dict[str, OpenAPISchema] = {}

    def get_openapi_operation_id(self, operation: Operation) -> str:
        """An operation is called like the function that carries it out."""
        return operation.view_func.__name__

    def get_openapi_schema(
        self, *, path_prefix: str | None = None, path_params: dict[str, Any] | None = None
    ) -> OpenAPISchema:
        """The description with problems, request keys and versions in it."""
        prefix = self.get_root_path(path_params or {}) if path_prefix is None else path_prefix
        if prefix not in self._described:
            self._described[prefix] = self._describe(prefix)
        return self._described[prefix]

    def _describe(self, prefix: str) -> OpenAPISchema:
        found = super().get_openapi_schema(path_prefix=prefix)
        shapes = ProblemOut.model_json_schema(ref_template=f"{PLACE}{{model}}")
        found["components"]["schemas"].update(shapes.pop("$defs", {}))
        found["components"]["schemas"]["ProblemOut"] = shapes
        found["components"]["securitySchemes"]["OAuth2"] = _oauth(prefix)
        found["tags"] = [{"name": name, "description": text} for name, text in SUBJECTS.items()]
        for path, methods in found["paths"].items():
            for method, operation in methods.items():
                _complete(method, path.removeprefix(f"/{prefix.strip('/')}/"), operation)
        drop_unused(found)
        return found


def _complete(method: str, path: str, operation: dict[str, Any]) -> None:
    for parameter in operation["parameters"]:
        parameter["schema"] = _flat(parameter["schema"])
    keyed = bool(operation.get("security"))
    statuses = ALWAYS + (KEYED if keyed else ()) + (WRITING if method != "get" else (409,))
    for status in statuses:
        operation["responses"].setdefault(status, _problem(status))
    if keyed and grants.is_for_applications(path):
        scope = grants.needed(method.upper(), path)
        operation["security"].append({"OAuth2": [scope] if scope else []})
    if keyed and method == "post":
        operation["parameters"] = [*operation["parameters"], KEY_HEADER]


def _flat(schema: dict[str, Any]) -> dict[str, Any]:
    """A choice said plainly: wrapped as `allOf` of one, generators make no choice of it."""
    match schema:
        case {"allOf": [dict(only)], **more}:
            return {**only, **more}
    return schema


def _problem(status: int) -> dict[str, Any]:
    titles = [kind.title for kind in problems.KINDS.values() if kind.status == status]
    content = {problems.MEDIA_TYPE: {"schema": SHAPE}}
    return {"description": "；".join(titles), "content": content}


def _oauth(prefix: str) -> dict[str, Any]:
    place = f"/{prefix.strip('/')}/oauth/token"
    flow = {"tokenUrl": place, "scopes": scopes.TITLES}
    return {"type": "oauth2", "flows": {"clientCredentials": flow}}


def drop_unused(schema: dict[str, Any]) -> None:
    """Take out of a description the shapes that nothing in it names."""
    shapes = schema["components"]["schemas"]
    wanted, found = list(_named(schema["paths"])), set[str]()
    while wanted:
        name = wanted.pop()
        if name not in found:
            found.add(name)
            wanted += _named(shapes[name])
    for name in shapes.keys() - found:
        del shapes[name]


def _named(data: Any) -> list[str]:
    """The shapes that something refers to."""
    if isinstance(data, list):
        return [name for each in data for name in _named(each)]
    if not isinstance(data, dict):
        return []
    own = [data["$ref"].removeprefix(PLACE)] if isinstance(data.get("$ref"), str) else []
    return own + [name for each in data.values() for name in _named(each)]
