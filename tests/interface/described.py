"""The description with what truly exists in a province in the place of names and numbers.

Made up from the plain description, nearly every request would name a case that there is not and
answers that no step asks. Here a number is one of the province's, a step is one of its procedure,
and its answers have the shape that the procedure gives them.
"""

from copy import deepcopy
from typing import Any

from fashu.kernel.access import SYSTEM, acting_as
from fashu.kernel.cases.catalogue import family_of
from fashu.kernel.cases.models import Attachment, IssuedPaper
from fashu.kernel.people.models import Office
from fashu.kernel.procedure.schema import schema as asked_by
from fashu.web.api import api
from tests.security.province import Province

Shape = dict[str, Any]
PROCEDURE = "reconsideration"
TAKE = "/api/v1/cases/{number}/steps/{step}"
STEPS = ("accept", "suspend", "withdraw", "decide", "answer")
"""Steps of every sort: of the office, of its head, of the parties; with few and many answers."""

UNKNOWN = "FY2026-990199-99999"


def plain() -> Shape:
    """The description without the ways to say who one is: each test says it by itself."""
    found = deepcopy(dict(api.get_openapi_schema()))
    for methods in found["paths"].values():
        for operation in methods.values():
            operation.pop("security", None)
    return found


def real(province: Province) -> Shape:
    """A description of the same interface, narrower than the one it is made from."""
    found, known = plain(), _known(province)
    for methods in found["paths"].values():
        for operation in methods.values():
            for parameter in operation["parameters"]:
                name = parameter["name"]
                if parameter["in"] == "path" and name in known:
                    parameter["schema"] = {"enum": known[name]}
    _take_steps(found)
    _open_cases(found["components"]["schemas"])
    return found


def _known(province: Province) -> dict[str, list[Any]]:
    told = [m for m in province.matters if m.number == province.told]
    some = [*told, *[m for m in province.matters if m.number != province.told][:4]]
    with acting_as(SYSTEM):
        papers = IssuedPaper.objects.filter(case_id=province.story.pk)
        keys = list(papers.values_list("paper", flat=True).distinct())
        files = list(Attachment.objects.values_list("sha256", flat=True)[:3])
        offices = list(Office.objects.values_list("code", flat=True)[:5])
    return {
        "number": [*(m.number for m in some), UNKNOWN],
        "key": [PROCEDURE, "nothing"],
        "step": [*STEPS, "nothing"],
        "paper": [*keys, *(m.paper for m in some)],
        "sha256": [*files, "0" * 64],
        "code": [*offices, "nothing"],
        "title": ["行政复议法", "没有这部法"],
    }


def _take_steps(found: Shape) -> None:
    """Instead of one operation for every step, one for each of some, which knows its answers."""
    generic = found["paths"].pop(TAKE)["post"]
    for step in STEPS:
        shaped = deepcopy(generic)
        shaped["operationId"] = f"take_step_{step}"
        shaped["parameters"] = [p for p in shaped["parameters"] if p["name"] != "step"]
        shape = deepcopy(found["components"]["schemas"]["StepIn"])
        shape["properties"]["facts"] = _answers(step)
        shaped["requestBody"]["content"]["application/json"]["schema"] = shape
        found["paths"][TAKE.replace("{step}", step)] = {"post": shaped}


def _open_cases(shapes: Shape) -> None:
    """A case is opened, and a draft kept, by the opening steps of a procedure that there is."""
    opening = [step.key for step in family_of(PROCEDURE).versions[-1].steps.values() if step.opens]
    for name in ("OpenIn", "DraftIn"):
        properties = shapes[name]["properties"]
        properties["procedure"] = {"enum": [PROCEDURE]}
        properties["step"] = {"enum": [*opening, "accept"]}
    shapes["OpenIn"]["properties"]["facts"] = _answers("file")
    shapes["OpenIn"]["properties"]["office"] = {"enum": ["", "9901", "990101", "nothing"]}


def _answers(step: str) -> Shape:
    """What a step asks, without the conditions between answers: `advance` knows them."""
    asked = asked_by(family_of(PROCEDURE).versions[-1].steps[step])
    return {name: asked[name] for name in ("type", "properties", "required")}


def operations() -> list[tuple[str, str]]:
    """Method and path of every operation of the plain description."""
    paths = api.get_openapi_schema()["paths"].items()
    return [(method, path) for path, described in paths for method in described]
