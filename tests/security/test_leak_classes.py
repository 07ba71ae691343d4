"""The seven advisories that Open Zaak, the nearest relative, had to publish in the summer of 2026.

Each leak class is a test by its name (GHSA-f29q, -v9vp, -vpvj, -x5cj, -57hf, -7jgm, -g7g8): it
first shows that the attack works where nothing stops it, then that it does not here.
"""

import io
import json
import logging
import re
import time
import zipfile
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.utils.safestring import mark_safe

from fashu.kernel import api
from fashu.kernel.access import SYSTEM, acting_as
from fashu.kernel.access.models import Role
from fashu.kernel.cases.models import Case, Note
from fashu.kernel.people.models import Account, Office
from tests.security.addresses import TABLE
from tests.security.asking import tried, words_of
from tests.security.conftest import client_of
from tests.security.province import Province, acting
from tests.security.test_pages import BREAK_OUT, found_in, is_html

SECRET = "opinion-of-the-panel-4711"
PATIENCE = 30.0
"""Seconds within which a hostile question must be answered, on a machine that others use too."""

STRANGER = "990103-office"
"""An officer of a sibling county, who has nothing to do with the story of the province."""


@pytest.fixture
def stranger(province: Province) -> Client:
    assert not province.sees(province.someone(STRANGER), province.story)
    return client_of(province.someone(STRANGER))


def unguarded(statement: str, *values: str) -> list[tuple[object, ...]]:
    """What the database answers where no policy stands in the way."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL ROLE NONE")
        cursor.execute(statement, values)
        found = list(cursor.fetchall())
        cursor.execute("SET LOCAL ROLE fashu_app")
    return found


# -- Search ignores authorisation -----------------------------------------------------------------


def test_search_ignoring_authorisation(province: Province, stranger: Client) -> None:
    """A search endpoint that forgot the filter of the list beside it."""
    hidden = province.story
    query = "SELECT number FROM cases_case WHERE number LIKE %s"
    assert unguarded(query, f"%{hidden.number}%") == [(hidden.number,)]
    for word in hidden.words:
        for path in (
            f"/workbench/cases/?q={word}",
            f"/workbench/todo/?q={word}",
            f"/workbench/done/?q={word}",
            f"/api/v1/cases?q={word}",
            f"/api/v1/cases?q={word}&view=inbox",
            f"/search/?q={word}",
            f"/questions/offices/?name=office&_find_office={word}",
        ):
            text = words_of(stranger.get(path))
            others = (hidden.words | {hidden.number}) - {word}
            assert f"/cases/{hidden.number}" not in text, path
            assert not [told for told in others if told in text], path


def test_filters_and_orders_that_tell_of_what_is_hidden(
    province: Province, stranger: Client
) -> None:
    """A list whose length, order or next page depends on rows that one may not see."""
    usual = stranger.get("/api/v1/cases?limit=100").json()
    numbers = [item["number"] for item in usual["items"]]
    assert set(numbers) == province.seen_by(province.someone(STRANGER))
    walked, cursor = [], ""
    for _ in range(len(numbers) + 2):
        after = f"&cursor={cursor}" if cursor else ""
        page = stranger.get(f"/api/v1/cases?limit=1{after}").json()
        walked += [item["number"] for item in page["items"]]
        cursor = page["next"]
        if not cursor:
            break
    assert walked == numbers


# -- Expand ignores authorisation -----------------------------------------------------------------


def test_expand_ignoring_authorisation(province: Province, undone: None) -> None:
    """An object that is checked, with others drawn in beside it that are not."""
    number = province.story.number
    with acting_as(acting("lin")):
        api.add_note(number, SECRET)
    everything = "timeline,papers,participants,notes,attachments,clocks,actions"
    path = f"/api/v1/cases/{number}?expand={everything}"
    assert SECRET in words_of(client_of(province.someone("lin")).get(path))
    for username in ("wu", "990102-office", STRANGER, "nobody", "xu", "bao", "ji"):
        client = client_of(province.someone(username))
        for asked in (path, f"/api/v1/cases/{number}/notes", "/api/v1/cases?expand=notes"):
            assert SECRET not in words_of(client.get(asked)), (username, asked)
    unknown = path.replace(number, "FY2026-990199-99999")
    stranger = client_of(province.someone(STRANGER))
    hidden, missing = stranger.get(path), stranger.get(unknown)
    assert hidden.status_code == missing.status_code == 404


def test_a_join_in_the_database_draws_nothing_hidden_in(province: Province, undone: None) -> None:
    """Whoever writes the next query and follows a relation gets what the policies leave."""
    with acting_as(acting("lin")):
        api.add_note(province.story.number, SECRET)
    count = "SELECT count(*) FROM cases_participant p JOIN cases_note n USING (case_id)"
    assert unguarded(count)[0][0]
    with acting_as(acting("wu")):
        assert Case.objects.filter(pk=province.story.pk).exists()
        assert not Note.objects.filter(case__participants__isnull=False).exists()
        assert not Case.objects.filter(notes__text__contains=SECRET).exists()


# -- Path traversal in bulk import ----------------------------------------------------------------

TRAVERSALS = ("../../evil.csv", "/tmp/evil.csv", "..\\..\\evil.xlsx", "a/../../evil.xlsx")


@pytest.mark.parametrize("name", TRAVERSALS)
def test_path_traversal_in_bulk_import(
    province: Province, undone: None, name: str, tmp_path: Path, settings: LazySettings
) -> None:
    """A table, or an archive within it, whose name leads out of the folder of uploads."""
    inside = tmp_path / "files" / "deep"
    inside.mkdir(parents=True)
    naive = (inside / name.replace("\\", "/")).resolve()
    assert not naive.is_relative_to(inside), "a naive join would lead out"
    settings.FASHU_FILES = inside
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr(name, "code,title\n")
    xu = client_of(province.someone("xu"))
    contents = (b"code,title\n98,x\n", packed.getvalue())
    for kind in ("offices", "officers", "../offices"):
        for content in contents:
            file = SimpleUploadedFile(name, content)
            answer = xu.post(f"/administration/tables/{kind}/", {"table": file})
            assert answer.status_code < 500
    for content in contents:
        lin = client_of(province.someone("lin"))
        lin.post(
            f"/workbench/cases/{province.told}/files/", {"file": SimpleUploadedFile(name, content)}
        )
    written = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert all(path.is_relative_to(inside) for path in written)
    assert all(re.fullmatch(r"[0-9a-f]{64}", path.name) for path in written)
    assert not naive.exists()


# -- Expressions that never end (jq DoS) ----------------------------------------------------------


def test_expressions_that_never_end(province: Province) -> None:
    """A filter in a language of its own, whose evaluation takes exponential time."""
    started = time.monotonic()
    re.match(r"(a+)+$", "a" * 22 + "b")
    assert time.monotonic() - started > 0.05, "the attack costs nothing, so it proves nothing"
    lin = client_of(province.someone("lin"))
    hostile = (
        "(a+)+$" * 30 + "a" * 100,
        "%" * 200,
        "_%" * 100,
        ".[] | recurse(.; true) | limit(9999999999; repeat(.))",
        "\\" * 200,
        "((((" * 50,
        " ".join("%a%" for _ in range(50)),
    )
    for words in hostile:
        for path in ("/workbench/cases/", "/api/v1/cases", "/law/", "/search/"):
            started = time.monotonic()
            assert lin.get(path, {"q": words}).status_code < 500
            assert time.monotonic() - started < PATIENCE, (path, words[:20])


@pytest.mark.parametrize(
    "body",
    [
        b"[" * 100_000 + b"]" * 100_000,
        b'{"procedure":"reconsideration","today":"2026-01-05","events":' + b"[[" * 50_000,
        json.dumps({"procedure": "x", "today": "9" * 100_000, "events": []}).encode(),
        b'{"a":' + b"9" * 100_000 + b"}",
    ],
)
def test_a_body_that_is_deep_or_long_is_answered_in_time(province: Province, body: bytes) -> None:
    client = client_of(None)
    started = time.monotonic()
    answer = client.post("/api/v1/whatif", body, content_type="application/json")
    assert answer.status_code in (400, 413, 422)
    assert time.monotonic() - started < PATIENCE


# -- Stored XSS in the administration -------------------------------------------------------------


def test_stored_script_in_the_administration(province: Province, undone: None) -> None:
    """What one administrator or a stranger writes, run in the browser of another."""
    assert found_in(mark_safe(f"<td>{BREAK_OUT}</td>")).hostile, "unescaped it would run"
    with acting_as(SYSTEM):
        Account.objects.update(name=BREAK_OUT[:64])
        Office.objects.update(title=BREAK_OUT)
        Role.objects.filter(key="office").update(title=BREAK_OUT[:40], note=BREAK_OUT)
    bao = client_of(province.someone("bao"))
    bao.post(
        "/administration/roles/office/scope/",
        {"business": "", "scope": "2", "offices": "9901 990101"},
    )
    bao.post(
        "/administration/administrators/ask/",
        {"username": "nobody", "duty": "audit_admin", "reason": BREAK_OUT},
    )
    Client().post("/signin/", {"username": BREAK_OUT, "password": BREAK_OUT})
    shown = set()
    for username in ("xu", "bao", "ning", "ji"):
        client = client_of(province.someone(username))
        for address in TABLE.values():
            if not address.path.startswith("/administration/"):
                continue
            for response in tried(client, address, address.at()):
                if is_html(response):
                    text = words_of(response)
                    assert found_in(text).hostile == [], (username, address.path)
                    shown |= {address.path} if "&lt;xss" in text else set()
    assert len(shown) >= 3, f"the attack reached only {shown}"


# -- Headers and secrets in error reports ---------------------------------------------------------

SECRETS = ("secret-cookie-7", "secret-token-8", "secret-word-9", "secret-key-0")


def test_headers_and_secrets_in_error_reports(
    province: Province, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """A report of a failure that carries the cookies and tokens of whoever met it."""
    bao = client_of(province.someone("bao"))
    session = bao.cookies["sessionid"].value
    headers = {"authorization": f"Bearer {SECRETS[1]}", "x-api-key": SECRETS[3]}

    def fail(*given: object, **known: object) -> None:
        raise RuntimeError("broken on purpose")

    monkeypatch.setattr("fashu.web.administration.roles.rights.set_scope", fail)
    bao.cookies["spy"] = SECRETS[0]
    path = "/administration/roles/office/scope/"
    form = {"business": "", "scope": "4", "offices": "", "password": SECRETS[2]}
    with caplog.at_level(logging.DEBUG):
        response = bao.post(path, form, headers=headers)
    assert response.status_code == 500
    request = response.wsgi_request
    carried = str(request.META) + str(request.COOKIES) + str(request.POST.dict())
    secrets = (*SECRETS, session)
    assert all(secret in carried for secret in secrets), "a report of the request would tell them"
    told = words_of(response) + caplog.text + "".join(map(str, caplog.records))
    assert [secret for secret in secrets if secret in told] == []
    assert "RuntimeError" in caplog.text
