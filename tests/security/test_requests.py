"""What no browser sends: bytes no text holds, sizes no person fills, words that are commands."""

import logging
import time
from io import BytesIO
from typing import Any
from urllib.parse import quote

import pytest
from django.conf import LazySettings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from fashu.web import errors
from tests.security.address import HOLES
from tests.security.addresses import TABLE
from tests.security.asking import rows, words_of
from tests.security.conftest import client_of
from tests.security.province import Matter, Province

BYTES = {
    "a NUL": "%00",
    "a NUL in the middle": "a%00b",
    "a lone surrogate": "%ED%A0%80",
    "broken UTF-8": "%C3%28",
    "an overlong slash": "%C0%AF",
    "a line break": "a%0D%0AX-Evil:%201",
    "right to left": "%E2%80%AE",
    "a path": "..%2F..%2F..%2Fetc%2Fpasswd",
    "a number no column holds": "9" * 40,
    "a number Python does not read": "9" * 5000,
    "a digit that is no number": "%C2%B2",
    "one long word": "x" * 9000,
    "a template": "%7B%7B7*7%7D%7D",
    "SQL": quote("' OR 1=1; DROP TABLE cases_case; --"),
    "a search operator": quote("' & ! | ( <-> :* \\"),
}
"""What stands in an address or a field -> the same, percent-encoded."""

FIELDS = (
    *(
        "q",
        "on",
        "page",
        "procedure",
        "stage",
        "state",
        "light",
        "level",
        "version",
        "old",
        "new",
        "next",
    ),
    *("start", "term", "mode", "amount", "unit", "rollover", "story", "what", "_do", "_find_x"),
    *("name", "id", "code", "text", "to", "role", "office", "request_key", "together_with"),
    *("suspension_ground", "suspension_reason", "_shown", "_remove", "_from", "username"),
)
"""The fields of all forms, more or less; nothing may follow from any of them."""

SECONDS = 30.0
"""Longer than any answer takes, even where two cores are shared by many."""


@pytest.fixture
def lin(province: Province) -> Client:
    return client_of(province.someone("lin"))


@pytest.fixture
def matter(province: Province) -> Matter:
    """A case that is still open in the city."""
    return next(m for m in province.matters if m.office == "9901" and m.files)


def asked(client: Client, path: str, data: str | None = None) -> Any:
    """The answer to a request as it is written on the wire; in time, and no failure."""
    start = time.monotonic()
    if data is None:
        response = client.get(path)
    else:
        form = "application/x-www-form-urlencoded"
        response = client.generic("POST", path, data, form)
    assert response.status_code < 500, (path, data)
    assert time.monotonic() - start < SECONDS, (path, data)
    return response


# -- Bytes -------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", BYTES)
def test_no_bytes_in_an_address_make_it_fail(
    province: Province, lin: Client, matter: Matter, undone: None, name: str
) -> None:
    zhang = client_of(province.someone("zhang"))
    for address in TABLE.values():
        holes = {**HOLES, "number": matter.number}
        for hole in [hole for hole in holes if f"{{{hole}}}" in address.path] or [""]:
            path = address.at(**(holes | {hole: BYTES[name]}))
            asked(zhang if path.startswith(("/mine/", "/drafts/")) else lin, path)
    for path in ("/law/{}/", "/services/{}/", "/api/v1/procedures/{}", "/workbench/procedures/{}/"):
        asked(lin, path.format(BYTES[name]))
    asked(lin, f"/workbench/cases/{matter.number}/steps/{BYTES[name]}/")
    asked(lin, f"/workbench/cases/{matter.number}/serve/{BYTES[name]}/")
    asked(lin, f"/workbench/new/reconsideration/{BYTES[name]}/")


@pytest.mark.parametrize("name", BYTES)
def test_no_bytes_in_a_field_make_it_fail(
    province: Province, lin: Client, matter: Matter, undone: None, name: str
) -> None:
    fields = "&".join(f"{field}={BYTES[name]}" for field in FIELDS)
    for address in TABLE.values():
        path = address.at(number=matter.number)
        asked(lin, f"{path.partition('?')[0]}?{fields}")
        if "post" in address.methods:
            asked(lin, path, fields)
    client_of(None).post("/signin/", {"username": "lin", "password": "\x00"})


@pytest.mark.parametrize("field", FIELDS)
def test_a_nul_in_any_field_is_refused_in_words(province: Province, field: str) -> None:
    """PostgreSQL keeps none; ten places failed at it once."""
    visitor = client_of(None)
    for response in (
        visitor.get(f"/progress/?{field}=a%00"),
        asked(visitor, "/progress/", f"{field}=a%00"),
        asked(visitor, "/progress/", f"{field}%00=a"),
    ):
        assert response.status_code == 400
        assert "请求无法识别" in words_of(response)


def test_a_request_key_of_any_length_is_answered_in_words(
    province: Province, lin: Client, undone: None
) -> None:
    matter = province.story
    path = f"/workbench/cases/{matter.number}/join/"
    for length, status in ((64, 302), (65, 200), (100_000, 200)):
        data = {"role": "competent", "name": "某机关", "request_key": "k" * length}
        assert lin.post(path, data).status_code == status, length


# -- Sizes -------------------------------------------------------------------------------------


class Unread(BytesIO):
    """A body that nobody may read."""

    def read(self, size: int | None = -1, /) -> bytes:
        raise AssertionError("the body was read")


def test_a_visitor_cannot_fill_the_disk(province: Province) -> None:
    huge = SimpleUploadedFile("x.pdf", b"%PDF-" + b"x" * 3_000_000)
    response = client_of(None).post("/signin/", {"username": huge})
    assert response.status_code == 413
    assert "提交的内容太大" in words_of(response)


def test_a_body_that_is_too_large_is_not_read(lin: Client, matter: Matter) -> None:
    path = f"/workbench/cases/{matter.number}/files/"
    environ: dict[str, Any] = {"CONTENT_LENGTH": str(errors.LARGEST_BODY + 1)}
    environ["wsgi.input"] = Unread()
    response = lin.generic("POST", path, b"", "multipart/form-data; boundary=x", **environ)
    assert response.status_code == 413


@pytest.mark.parametrize("length", ["", "-1", "x", "1e9", "٣", "9" * 5000])
def test_a_length_that_is_no_number_is_no_trouble(province: Province, length: str) -> None:
    response = client_of(None).generic("POST", "/progress/", b"", CONTENT_LENGTH=length)
    assert response.status_code in (200, 413)


@pytest.mark.parametrize("data", ["&".join(f"f{n}=x" for n in range(5000)), "q=" + "x" * 2_700_000])
def test_huge_forms_are_refused_in_words(lin: Client, data: str) -> None:
    response = asked(lin, "/progress/", data)
    assert response.status_code in (400, 413)
    assert "提交的内容" in words_of(response)


# -- Commands ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "words", ["' OR '1'='1", "%", "_", "\\", "%' OR 1=1 --", "x'); SELECT 1 --", "$1", "%(words)s"]
)
def test_words_that_are_commands_find_nothing_but_themselves(
    province: Province, lin: Client, words: str
) -> None:
    text = words_of(lin.get("/workbench/cases/", {"q": words}))
    assert not any(f"/cases/{m.number}/" in text for m in province.matters)
    for path, field in (("/law/", "q"), ("/questions/offices/?name=x", "_find_x")):
        assert lin.get(path, {field: words}).status_code == 200


def test_a_host_that_is_not_ours_is_not_served(province: Province) -> None:
    """Else a link in a page or a mail could lead to a stranger's site (host header injection)."""
    response = client_of(None).get("/", headers={"host": "evil.example"})
    assert response.status_code == 400
    assert "evil.example" not in words_of(response)


# -- What a failure tells ------------------------------------------------------------------------

SECRETS = ("secret-password-1", "secret-cookie-2", "secret-token-3", "secret-person-4")


@pytest.fixture
def failing(monkeypatch: pytest.MonkeyPatch) -> None:
    """The list of cases fails with everything it knows at hand."""

    def fail(*known: object) -> None:
        person = {"identity_number": SECRETS[3], "known": known}
        raise RuntimeError(f"broken with {len(person)} words")

    monkeypatch.setattr("fashu.kernel.api.lists.cases_in", fail)


def test_a_failure_tells_neither_the_page_nor_the_log_what_was_sent(
    province: Province, lin: Client, failing: None, caplog: pytest.LogCaptureFixture
) -> None:
    lin.cookies["spy"] = SECRETS[1]
    with caplog.at_level(logging.DEBUG):
        response = lin.get(
            "/workbench/cases/",
            {"q": SECRETS[0]},
            headers={"authorization": f"Bearer {SECRETS[2]}"},
        )
    assert response.status_code == 500
    told = words_of(response) + caplog.text
    assert "您的操作没有保存" in told
    assert "RuntimeError" in caplog.text
    assert [secret for secret in SECRETS if secret in told] == []


def test_a_failure_shows_no_trace_to_the_reader(
    lin: Client, failing: None, settings: LazySettings
) -> None:
    text = words_of(lin.get("/workbench/cases/"))
    for inside in ("Traceback", "RuntimeError", "desk.py", "SECRET_KEY", "psycopg", "Django"):
        assert inside not in text


def test_nothing_was_changed_by_all_this(province: Province) -> None:
    assert rows()["cases_note"] == 0
