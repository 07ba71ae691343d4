"""Cases over the interface: what is told of them, to whom, and what can be done."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connections

from fashu.kernel.access import SYSTEM, acting_as
from fashu.kernel.cases.models import Attachment, Case, Event, Note
from fashu.kernel.cases.tests.conftest import ANSWERS, Cast
from fashu.kernel.cases.tests.test_actions import open_sample, take
from fashu.kernel.exchange import replies
from fashu.web.api.shown import PARTS
from fashu.web.api.tests.conftest import JSON, As

FILING = {
    "procedure": "sample",
    "step": "apply",
    "facts": {**ANSWERS, "chosen_office": "990101"},
}
PDF = b"%PDF-1.7\n%%EOF\n"


def pdf(name: str = "x.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, PDF)


def problem(response: Any, status: int) -> dict[str, Any]:
    """The problem in an answer of this status."""
    assert response.status_code == status, response.content.decode()
    assert response.headers["Content-Type"] == "application/problem+json"
    found: dict[str, Any] = response.json()
    assert {"type", "title", "status", "detail", "norm", "remedy", "errors"} == set(found)
    assert found["detail"]
    return found


# -- Reading -------------------------------------------------------------------------------------


def test_a_list_is_what_one_may_see(cast: Cast, as_: As) -> None:
    number = open_sample(cast.alice).number
    for actor, seen in ((cast.alice, 1), (cast.east, 1), (cast.city, 1), (cast.west, 0)):
        items = as_(actor).get("cases").json()["items"]
        assert [item["number"] for item in items] == [number] * seen


def test_leafing_on_is_not_disturbed_by_cases_opened_meanwhile(cast: Cast, as_: As) -> None:
    opened = [open_sample(cast.alice, f"key-{n}").number for n in range(5)]
    east = as_(cast.east)
    first = east.get("cases?limit=2").json()
    open_sample(cast.bob, "late")
    second = east.get(f"cases?limit=2&cursor={first['next']}").json()
    third = east.get(f"cases?limit=2&cursor={second['next']}").json()
    found = [item["number"] for page in (first, second, third) for item in page["items"]]
    assert found == opened[::-1]
    assert third["next"] is None


@pytest.mark.parametrize("cursor", ["x", "!!", "WyJ4Il0", "W10", "W251bGxd", "WzFlNDBd", "%00"])
def test_a_cursor_of_ones_own_making_is_refused_in_words(cast: Cast, as_: As, cursor: str) -> None:
    response = as_(cast.east).get(f"cases?cursor={cursor}")
    assert problem(response, 400 if cursor == "%00" else 422)["detail"]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=张三", 1),
        ("q=没有这个人", 0),
        ("state=open", 1),
        ("state=closed", 0),
        ("stage=received", 1),
        ("stage=decided&stage=received", 1),
        ("stage=decided", 0),
        ("procedure=sample", 1),
        ("procedure=other", 0),
        ("view=inbox", 1),
        ("view=handled", 0),
        ("moved_since=2026-02-11", 1),
        ("moved_since=2026-02-12", 0),
        ("opened_from=2026-02-11&opened_to=2026-02-11", 1),
        ("due_before=2026-02-27", 0),
        ("due_before=2026-02-28", 1),
    ],
)
def test_a_list_is_narrowed(cast: Cast, as_: As, query: str, found: int) -> None:
    open_sample(cast.alice)
    assert len(as_(cast.east).get(f"cases?{query}").json()["items"]) == found


def test_a_case_tells_of_itself_what_was_asked_for(cast: Cast, as_: As) -> None:
    number = open_sample(cast.alice).number
    east = as_(cast.east)
    plain = east.get(f"cases/{number}")
    assert plain.headers["ETag"] == '"1"'
    assert {part: plain.json()[part] for part in PARTS} == dict.fromkeys(PARTS)
    whole = east.get(f"cases/{number}?expand={','.join(PARTS)}").json()
    assert all(whole[part] is not None for part in PARTS)
    for part in PARTS:
        assert east.get(f"cases/{number}/{part}").json() == whole[part]
    clock = next(each for each in whole["clocks"] if each["term"] == "examination")
    assert clock["due"] == "2026-02-27"
    assert any("期间开始之日不计入" in move["reason"] for move in clock["moves"])
    assert {fact["key"]: fact["value"] for fact in whole["facts"]}["name"] == "张三"


def test_asking_for_a_part_that_there_is_not_names_those_that_there_are(
    cast: Cast, as_: As
) -> None:
    number = open_sample(cast.alice).number
    found = problem(as_(cast.east).get(f"cases/{number}?expand=clocks,secrets"), 422)
    assert found["errors"][0]["pointer"] == "/expand"
    assert "timeline" in found["errors"][0]["detail"]


def test_what_is_hidden_is_answered_like_what_is_unknown(cast: Cast, as_: As) -> None:
    number = open_sample(cast.alice).number
    west = as_(cast.west)
    for part in ("", *(f"/{part}" for part in PARTS), "/export", "/papers/1"):
        hidden = problem(west.get(f"cases/{number}{part}"), 404)
        unknown = problem(west.get(f"cases/SF0000-0-0{part}"), 404)
        hidden["detail"] = hidden["detail"].replace(number, "SF0000-0-0")
        assert hidden == unknown


def test_a_visitor_is_asked_who_he_is(cast: Cast, client: Any) -> None:
    response = client.get("/api/v1/cases")
    problem(response, 401)
    assert response.headers["WWW-Authenticate"].startswith("Bearer")


def test_each_part_of_a_case_shows_its_reader_what_his_pages_show(cast: Cast, as_: As) -> None:
    number = open_sample(cast.alice).number
    with acting_as(cast.east):
        take(cast.east, number, "ask_correction", correction_days=10)
    as_(cast.east).post(f"cases/{number}/notes", {"text": "内部意见"})
    alice = as_(cast.alice).get(f"cases/{number}?expand=notes,timeline,findings,facts").json()
    assert (alice["notes"], alice["findings"]) == ([], [])
    assert "correction_days" not in str(alice["facts"])
    told = {event["key"]: event["facts"] for event in alice["timeline"]}
    assert told["apply"]["name"] == "张三"
    assert told["ask_correction"] == {}
    east = as_(cast.east).get(f"cases/{number}?expand=notes,timeline").json()
    assert [note["text"] for note in east["notes"]] == ["内部意见"]
    assert {e["key"]: e["facts"] for e in east["timeline"]}["ask_correction"] == {
        "correction_days": 10
    }


# -- Acting --------------------------------------------------------------------------------------


def test_a_citizen_files_and_the_office_acts(cast: Cast, as_: As) -> None:
    filed = as_(cast.alice).post("cases", FILING)
    assert filed.status_code == 201, filed.content.decode()
    number, code = filed.json()["number"], filed.json()["code"]
    assert filed.headers["Location"] == f"/api/v1/cases/{number}"
    assert len(code) == 12
    taken = as_(cast.east).post(f"cases/{number}/steps/accept", {})
    assert (taken.status_code, taken.headers["ETag"]) == (201, '"2"')
    assert taken.json()["code"] is None
    assert any("受理" in effect["text"] for effect in taken.json()["effects"])


def test_a_wrong_answer_is_named_with_its_place(cast: Cast, as_: As) -> None:
    facts = {**FILING["facts"], "name": "", "value": "viel"}  # type: ignore[dict-item]
    found = problem(as_(cast.alice).post("cases", {**FILING, "facts": facts}), 422)
    assert {at["pointer"] for at in found["errors"]} == {"/facts/name", "/facts/value"}


def test_what_the_law_forbids_is_refused_with_its_norm(cast: Cast, as_: As) -> None:
    number = open_sample(cast.alice).number
    found = problem(as_(cast.alice).post(f"cases/{number}/steps/accept", {}), 409)
    assert "您在本案中没有这一角色" in found["detail"]
    assert "第四条" in found["norm"]


def test_a_step_taken_meanwhile_by_another_stops_who_has_not_seen_it(cast: Cast, as_: As) -> None:
    number = open_sample(cast.alice).number
    east, path = as_(cast.east), f"cases/{number}/steps"
    stale = {"If-Match": '"1"'}
    assert east.post(f"{path}/ask_correction", {"facts": {"correction_days": 10}}, **stale)
    late = east.post(f"{path}/refuse", {}, **stale)
    assert "版本号现在是" in problem(late, 412)["detail"]
    assert late.headers["ETag"] == '"2"'
    with acting_as(SYSTEM):
        assert Case.objects.get().stage == "waiting"


def test_the_same_request_acts_once_and_is_answered_alike(cast: Cast, as_: As) -> None:
    alice = as_(cast.alice)
    first = alice.post("cases", FILING, key="once")
    again = alice.post("cases", FILING, key="once")
    assert (again.status_code, again.content) == (first.status_code, first.content)
    assert again.headers["Location"] == first.headers["Location"]
    assert again.headers["Idempotency-Replayed"] == "true"
    assert "Idempotency-Replayed" not in first.headers
    with acting_as(SYSTEM):
        assert Event.objects.count() == 1


def test_a_note_sent_twice_is_written_once(cast: Cast, as_: As) -> None:
    number = open_sample(cast.alice).number
    east = as_(cast.east)
    for _ in range(3):
        assert east.post(f"cases/{number}/notes", {"text": "一次"}, key="n").status_code == 201
    with acting_as(SYSTEM):
        assert Note.objects.count() == 1


def test_a_key_used_for_something_else_is_refused(cast: Cast, as_: As) -> None:
    number = open_sample(cast.alice).number
    east = as_(cast.east)
    east.post(f"cases/{number}/notes", {"text": "甲"}, key="n")
    found = problem(east.post(f"cases/{number}/notes", {"text": "乙"}, key="n"), 422)
    assert found["type"].endswith("#problem-key-used")


def test_a_key_is_ones_own(cast: Cast, as_: As) -> None:
    first = as_(cast.alice).post("cases", FILING, key="same").json()["number"]
    other = as_(cast.bob).post("cases", FILING, key="same").json()["number"]
    assert first != other


@pytest.mark.parametrize("key", ["", "x" * 65, "键"])
def test_an_act_without_a_proper_key_is_refused(cast: Cast, as_: As, key: str) -> None:
    alice = as_(cast.alice)
    headers = {"Idempotency-Key": key} if key else {}
    response = alice.client.post("/api/v1/cases", FILING, JSON, headers=headers)
    assert "Idempotency-Key" in problem(response, 400)["detail"]


def test_what_was_refused_may_be_tried_again_under_the_same_key(cast: Cast, as_: As) -> None:
    number = open_sample(cast.alice).number
    east = as_(cast.east)
    problem(east.post(f"cases/{number}/steps/resume", {}, key="k"), 409)
    assert east.post(f"cases/{number}/steps/accept", {}, key="k").status_code == 201


def test_answers_are_forgotten_after_a_while_but_nothing_is_done_twice(
    cast: Cast, as_: As, noon: time_machine.Traveller
) -> None:
    first = as_(cast.alice).post("cases", FILING, key="once").json()
    noon.move_to("2026-02-19T12:00:01+08:00")
    assert replies.forget() == 1
    again = as_(cast.alice).post("cases", FILING, key="once").json()
    assert (again["number"], again["repeated"]) == (first["number"], True)


@pytest.mark.django_db(transaction=True)
def test_the_same_request_sent_at_once_acts_once_and_is_answered_alike(cast: Cast, as_: As) -> None:
    asker = as_(cast.alice)

    def send(_: int) -> bytes:
        try:
            return bytes(asker.post("cases", FILING, key="once").content)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as pool:
        answers = set(pool.map(send, range(4)))
    assert len(answers) == 1
    with acting_as(SYSTEM):
        assert Event.objects.count() == 1


# -- Files and drafts ----------------------------------------------------------------------------


def test_a_file_is_judged_by_its_content_and_comes_back_whole(cast: Cast, as_: As) -> None:
    number = open_sample(cast.alice).number
    alice = as_(cast.alice)
    sent = alice.send(f"cases/{number}/attachments", pdf())
    assert sent.status_code == 201, sent.content.decode()
    back = alice.get(f"cases/{number}/attachments/{sent.json()['sha256']}")
    assert back.content == PDF
    assert back.headers["Content-Disposition"].startswith("attachment")
    lie = SimpleUploadedFile("x.pdf", b"MZ\x00\x01 no pdf")
    assert "不接受" in problem(alice.send(f"cases/{number}/attachments", lie), 409)["detail"]


def test_the_same_file_sent_twice_under_one_key_is_answered_alike(cast: Cast, as_: As) -> None:
    number = open_sample(cast.alice).number
    alice = as_(cast.alice)
    first, again = (alice.send(f"cases/{number}/attachments", pdf(), key="f") for _ in range(2))
    assert (again.content, again.headers["Idempotency-Replayed"]) == (first.content, "true")
    other = SimpleUploadedFile("x.pdf", PDF + b"%")
    problem(alice.send(f"cases/{number}/attachments", other, key="f"), 422)
    with acting_as(SYSTEM):
        assert Attachment.objects.count() == 1


def test_a_file_of_the_office_is_not_for_the_citizen(cast: Cast, as_: As) -> None:
    number = open_sample(cast.alice).number
    sha256 = as_(cast.east).send(f"cases/{number}/attachments", pdf()).json()["sha256"]
    assert as_(cast.east).get(f"cases/{number}/attachments/{sha256}").status_code == 200
    problem(as_(cast.alice).get(f"cases/{number}/attachments/{sha256}"), 404)


def test_an_answer_names_no_file_that_the_case_does_not_hold(cast: Cast, as_: As) -> None:
    facts = {**FILING["facts"], "drawings": ["0" * 64]}  # type: ignore[dict-item]
    found = problem(as_(cast.alice).post("cases", {**FILING, "facts": facts}), 422)
    assert found["errors"][0]["pointer"] == "/facts/drawings"


def test_a_draft_is_kept_changed_filled_with_files_and_handed_in(cast: Cast, as_: As) -> None:
    alice = as_(cast.alice)
    made = alice.post("drafts", {"procedure": "sample", "step": "apply", "answers": {}})
    assert made.status_code == 201, made.content.decode()
    place = made.headers["Location"].removeprefix("/api/v1/")
    file = alice.send(f"{place}/files", pdf()).json()["sha256"]
    answers = {**FILING["facts"], "drawings": [file]}  # type: ignore[dict-item]
    changed = alice.put(place, {"answers": answers})
    assert changed.json()["answers"]["name"] == "张三"
    done = alice.post(f"{place}/submission")
    assert done.status_code == 201, done.content.decode()
    number = done.json()["number"]
    assert alice.get(f"cases/{number}/attachments").json()[0]["sha256"] == file
    problem(alice.get(place), 404)


def test_a_draft_is_its_authors_alone(cast: Cast, as_: As) -> None:
    made = as_(cast.alice).post("drafts", {"procedure": "sample", "step": "apply"})
    place = made.headers["Location"].removeprefix("/api/v1/")
    problem(as_(cast.bob).get(place), 404)
    assert as_(cast.alice).client.delete(f"/api/v1/{place}").status_code == 204
    problem(as_(cast.alice).get(place), 404)


# -- What programs get wrong ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"{", 400),
        (b"[" * 100_000, 400),
        (b'{"procedure": NaN}', 400),
        (b'{"procedure": "a\\u0000b", "step": "apply"}', 400),
        (b'{"procedure": "\\ud800", "step": "apply"}', 400),
        (b"\xff\xfe", 400),
        (b"[]", 422),
        (b'"x"', 422),
        (b"{}", 422),
        (b'{"procedure": "sample", "step": "apply", "extra": 1}', 422),
        (b'{"procedure": "none", "step": "apply"}', 422),
        (b'{"procedure": "sample", "step": "none"}', 409),
        (b'{"procedure": "sample", "step": "apply", "facts": []}', 422),
        (b'{"procedure": "sample", "step": "apply", "on": "2026-13-01"}', 422),
    ],
)
def test_what_cannot_be_used_is_answered_in_words(
    cast: Cast, as_: As, body: bytes, status: int
) -> None:
    client = as_(cast.alice).client
    headers = {"Idempotency-Key": "k"}
    problem(client.post("/api/v1/cases", body, JSON, headers=headers), status)


def test_another_kind_of_content_is_refused(cast: Cast, as_: As) -> None:
    client = as_(cast.alice).client
    headers = {"Idempotency-Key": "k"}
    problem(client.post("/api/v1/cases", b"<x/>", "text/xml", headers=headers), 415)


def test_addresses_and_methods_that_there_are_not_are_problems_too(db: None, client: Any) -> None:
    problem(client.get("/api/v1/nothing"), 404)
    response = client.delete("/api/v1/procedures")
    problem(response, 405)
    assert response.headers["Allow"] == "GET"


def test_a_failure_is_a_problem_and_tells_nothing(
    cast: Cast, as_: As, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("secret")

    monkeypatch.setattr("fashu.web.api.cases.api.search", fail)
    asker = as_(cast.east)
    asker.client.raise_request_exception = False
    response = asker.get("cases")
    assert "secret" not in str(problem(response, 500))


@pytest.mark.parametrize("day", ["0", "1767225600", "2026-1-5", "20260105", "2026-01-05T00:00:00"])
def test_a_day_is_written_as_a_day(cast: Cast, as_: As, day: str) -> None:
    """A number is no day: read as seconds since 1970 it would silently ask for another."""
    found = problem(as_(cast.east).get(f"cases?opened_from={day}"), 422)
    assert found["errors"] == [{"pointer": "/opened_from", "detail": "应为日期，例如 2026-07-01"}]
