"""The description as an application gets it: nothing in it that it was not given."""

from typing import Any

import pytest
from jsonschema import Draft202012Validator

from fashu.kernel.cases.tests.conftest import Cast
from fashu.kernel.cases.tests.test_actions import open_sample
from fashu.web.api import api
from fashu.web.api.tests.conftest import As
from fashu.web.api.tests.machines import Machine, machine

LIST, ONE = "GET cases", "GET cases/{number}"


def description(caller: Machine) -> dict[str, Any]:
    """What the interface tells an application of itself."""
    found: dict[str, Any] = caller.get("openapi.json").json()
    return found


def answer_of(described: dict[str, Any], operation: str) -> dict[str, Any]:
    """The shape of the answer of an operation, self-contained and closed."""
    for methods in described["paths"].values():
        for each in methods.values():
            if each["operationId"] == operation:
                shape = each["responses"]["200"]["content"]["application/json"]["schema"]
                return {**shape, "components": closed(described["components"])}
    raise LookupError(operation)


def closed(shape: Any) -> Any:
    """A shape that allows nothing beyond what it names."""
    if isinstance(shape, list):
        return [closed(each) for each in shape]
    if not isinstance(shape, dict):
        return shape
    inner = {name: closed(each) for name, each in shape.items()}
    return {"additionalProperties": False, **inner} if "properties" in shape else inner


def test_whoever_has_no_key_is_told_of_the_whole_interface(cast: Cast, client: Any) -> None:
    told = client.get("/api/v1/openapi.json").json()
    assert told["paths"].keys() == api.get_openapi_schema()["paths"].keys()


def test_an_application_without_a_grant_is_told_of_itself_and_its_token(cast: Cast) -> None:
    assert set(description(machine(scopes=[], fields={}))["paths"]) == {
        "/api/v1/me",
        "/api/v1/oauth/token",
    }


def test_operations_and_fields_that_were_not_given_are_not_described(cast: Cast) -> None:
    given = {LIST: ["items.number", "items.office.code"], ONE: ["stage", "clocks.due"]}
    told = description(machine(scopes=["cases:read"], fields=given))
    assert set(told["paths"]) == {
        "/api/v1/me",
        "/api/v1/oauth/token",
        "/api/v1/cases",
        "/api/v1/cases/{number}",
    }
    assert "post" not in told["paths"]["/api/v1/cases"]
    shapes = told["components"]["schemas"]
    assert set(shapes["ListCasesCaseOut"]["properties"]) == {"number", "office"}
    assert set(shapes["ReadCaseCaseDetailOut"]["properties"]) == {"stage", "clocks"}
    assert set(shapes["ReadCaseClockOut"]["properties"]) == {"due"}
    assert not {"ParticipantOut", "CaseOut", "FactOut"} & set(shapes)


@pytest.mark.parametrize(
    "fields",
    [
        ["number"],
        ["clocks.moves.norm", "office.title"],
        ["timeline.seq", "timeline.facts.class", "facts.key", "facts.value"],
        ["participants.role", "papers.receipts.served_on", "due_at", "proof.head"],
    ],
)
def test_an_answer_is_what_the_applications_own_description_says(
    cast: Cast, fields: list[str]
) -> None:
    number = open_sample(cast.alice).number
    caller = machine(fields={ONE: fields})
    parts = {name.partition(".")[0] for name in fields if "." in name} - {"office"}
    for asked in (parts, set[str]()):
        found = caller.get(f"cases/{number}?expand={','.join(sorted(asked))}")
        assert found.status_code == 200
        Draft202012Validator(answer_of(description(caller), "read_case")).validate(found.json())


def test_what_was_given_whole_is_described_as_to_everybody(cast: Cast) -> None:
    told, whole = description(machine()), api.get_openapi_schema()
    assert told["components"]["schemas"]["ClockOut"] == whole["components"]["schemas"]["ClockOut"]


def test_a_person_is_told_of_the_whole_interface(cast: Cast, as_: As) -> None:
    assert "/api/v1/cases" in as_(cast.alice).get("openapi.json").json()["paths"]
