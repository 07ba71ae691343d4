"""The open interface: procedures as data, and the calculator."""

import json
from collections.abc import Iterator

import pytest
from django.conf import LazySettings
from django.test import Client

from fashu.kernel.cases import catalogue
from fashu.kernel.procedure.whatif import parse, whatif

pytestmark = pytest.mark.django_db

PROBLEM = "application/problem+json"


@pytest.fixture(autouse=True)
def sample(settings: LazySettings) -> Iterator[None]:
    settings.FASHU_CATALOGUE = "fashu.web.public.tests.sample.BUSINESSES"
    catalogue.businesses.cache_clear()
    yield
    catalogue.businesses.cache_clear()


def ask(client: Client, document: str | bytes) -> tuple[int, str, dict[str, object]]:
    """Status, kind and content of an answer of the calculator."""
    answer = client.post("/api/v1/whatif", document, content_type="application/json")
    return answer.status_code, answer.headers["Content-Type"], answer.json()


def test_the_calculator_tells_where_a_case_would_stand(client: Client) -> None:
    status, kind, data = ask(
        client,
        """{"procedure": "sample.review", "today": "2026-02-05", "events": [
            {"on": "2026-02-02", "step": "apply", "by": "applicant",
             "facts": {"known_on": "2026-01-12"}}]}""",
    )
    assert (status, kind) == (200, "application/json")
    assert data["stage"] == "received"
    assert data["refusals"] == []


def test_a_refused_event_is_part_of_the_answer(client: Client) -> None:
    status, _, data = ask(
        client,
        """{"procedure": "sample.review", "today": "2026-02-05", "events": [
            {"on": "2026-02-02", "step": "accept", "by": "office"}]}""",
    )
    assert status == 200
    assert data["refusals"]


@pytest.mark.parametrize(
    ("document", "pointer"),
    [
        ("{", "第1行第2列"),
        ('{"procedure": "nothing", "today": "2026-02-05", "events": []}', "/procedure"),
        ('{"procedure": "sample.review", "today": "soon", "events": []}', "/today"),
        (b"\xff\xfe", "第1字节"),
    ],
)
def test_unusable_input_is_a_problem_that_names_the_place(
    client: Client, document: str | bytes, pointer: str
) -> None:
    status, kind, data = ask(client, document)
    assert (status, kind) == (422, PROBLEM)
    assert data["errors"] == [{"detail": data["detail"], "pointer": pointer}]
    assert data["detail"]


def test_the_procedures_are_listed_with_their_digests(client: Client) -> None:
    (found,) = client.get("/api/v1/procedures").json()
    assert found["key"] == "sample.review"
    assert len(found["versions"][0]["digest"]) == 64


def test_a_procedure_is_given_whole(client: Client) -> None:
    found = client.get("/api/v1/procedures/sample.review").json()
    assert found["stages"][0]["key"] == "received"
    assert found == client.get("/api/v1/procedures/sample.review?version=2024").json()


@pytest.mark.parametrize("path", ["nothing", "sample.review?version=1900"])
def test_what_is_not_there_is_a_problem(client: Client, path: str) -> None:
    answer = client.get(f"/api/v1/procedures/{path}")
    assert (answer.status_code, answer.headers["Content-Type"]) == (404, PROBLEM)


def test_the_interface_describes_itself(client: Client) -> None:
    found = client.get("/api/v1/openapi.json").json()
    assert found["openapi"].startswith("3.1")
    assert {"/api/v1/whatif", "/api/v1/procedures", "/api/v1/cases/{number}"} <= set(found["paths"])


def test_the_interface_tells_all_that_the_calculator_tells(client: Client) -> None:
    """Its shapes leave nothing out: a field that the calculator gains has to be described."""
    document = """{"procedure": "sample.review", "today": "2026-08-05", "events": [
        {"on": "2026-02-02", "step": "apply", "by": "applicant",
         "facts": {"known_on": "2026-01-12"}},
        {"on": "2026-02-03", "step": "nothing-yet", "by": "office"}]}"""
    families = catalogue.families()
    steps = next(iter(families.values())).versions[-1].steps
    document = document.replace("nothing-yet", next(iter(steps)))
    _, _, data = ask(client, document)
    expected = whatif(families, parse(document))
    assert (expected["terms"], expected["refusals"], expected["history"]) != ([], [], [])
    assert data == json.loads(json.dumps(expected))
