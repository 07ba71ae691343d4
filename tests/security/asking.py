"""Asking for an address and reading the answer, for every test of attacks."""

import re
from collections.abc import Iterator
from io import BytesIO
from typing import Any
from zipfile import ZipFile

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from pypdf import PdfReader

from tests.security.address import Address

ANSWERS = {"text": "x", "mode": "direct", "to": "applicant", "role": "agent", "name": "x"}
"""What a stranger sends with a form: something for every field that one of them asks for."""

KEPT = (
    *("cases_" + name for name in ("event", "payload", "note", "attachment", "participant")),
    *("cases_" + name for name in ("issuedpaper", "request", "draft", "avoidance")),
    *("documents_" + name for name in ("document", "number", "receipt", "sealuse")),
    *("desk_" + name for name in ("errand", "errandevent", "handling", "urge", "copy")),
)


def tried(client: Client, address: Address, path: str) -> Iterator[Any]:
    """The answers to every method of an address."""
    for method in address.methods:
        yield posted(client, path) if method == "post" else client.get(path)


API = "/api/v1/"
BODIES: dict[str, dict[str, Any]] = {
    "cases": {"procedure": "reconsideration", "step": "register"},
    "suspend": {"facts": {}},
    "services": {"mode": "direct", "to": "applicant"},
    "participants": {"role": "third_party", "name": "x"},
    "notes": {"text": "x"},
    "errands": {"title": "x", "legs": [{"persons": [1]}]},
    "handling": {"how": "claim"},
    "avoidances": {"ground": "other", "reason": "x", "account": 987654321},
    "decision": {"upheld": True},
    "copies": {"to": [1]},
    "handing-on": {"to": 1},
    "return": {"words": "x"},
    "additions": {"persons": [1], "where": "with"},
    "removals": {"place": 1, "person": 1},
    "changes": {"at": 0, "text": "x"},
    "revocation": {"reason": "x"},
    "numbers": {"office": "9901", "series": "复决", "note": "x"},
    "void": {"reason": "x"},
    "verdict": {"verdict": "refuted", "measure": "x"},
    "orders": {"case": "FY2026-990199-99999", "text": "x", "reply_by": "2099-01-05"},
    "entries": {"act": "replied", "text": "x"},
    "draws": {"title": "x", "size": 1},
    "drawing": {"witness": "x", "words": "x"},
    "delegations": {"to": 987654321, "since": "2099-01-05", "until": "2099-01-06"},
    "absences": {"kind": "leave", "since": "2099-01-05", "until": "2099-01-06"},
    "bookings": {"office": "9901", "starts_at": "2099-01-05T09:00:00+08:00", "matter": "x"},
    "rating": {"grade": 3},
    "steps": {"step": "verify", "words": "x"},
    "drafts": {"procedure": "reconsideration", "step": "file"},
}
"""The last word of an address of the interface -> what a stranger sends there."""


def posted(client: Client, path: str, **more: Any) -> Any:
    """The answer to a form, or to what a program sends to the interface."""
    if not path.startswith(API):
        return client.post(path, sent(path), **more)
    headers = {"idempotency-key": f"attack {path}"[:64].encode("ascii", "replace").decode()}
    word = path.partition("?")[0].rpartition("/")[2]
    if word in ("attachments", "files"):
        file = SimpleUploadedFile("x.txt", b"x")
        return client.post(path, {"file": file}, headers=headers, **more)
    body = BODIES.get(word, {})
    return client.post(path, body, content_type="application/json", headers=headers, **more)


def sent(path: str) -> dict[str, Any]:
    """The content of a form for this path."""
    data: dict[str, Any] = {**ANSWERS, "request_key": f"attack {path}"[:64]}
    return data | ({"file": SimpleUploadedFile("x.txt", b"x")} if path.endswith("/files/") else {})


def words_of(response: Any) -> str:
    """The body as text; of an archive and a PDF, the text of all in it; of a picture none."""
    body = response.getvalue()
    if body.startswith(b"%PDF"):
        return "\n".join(page.extract_text() for page in PdfReader(BytesIO(body)).pages)
    if body.startswith(b"\x89PNG"):
        return ""
    if not body.startswith(b"PK\x03\x04"):
        return str(body.decode())
    with ZipFile(BytesIO(body)) as archive:
        return "\n".join(archive.read(name).decode(errors="replace") for name in archive.namelist())


def plain(response: Any, *asked: str) -> tuple[int, str, str]:
    """An answer without what was asked for and without tokens, to compare it with another."""
    body = re.sub(r'(csrfmiddlewaretoken" value="|X-CSRFToken": ")[^"]+', "", words_of(response))
    target = response.headers.get("Location", "")
    for word in asked:
        body, target = body.replace(word, "?"), target.replace(word, "?")
    return response.status_code, body, target


def rows() -> dict[str, int]:
    """How many rows everything that hangs on cases has, as a superuser counts them."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL ROLE NONE")
        counts = {}
        for table in KEPT:
            cursor.execute(f"SELECT count(*) FROM {table}")
            counts[table] = cursor.fetchone()[0]
        cursor.execute("SET LOCAL ROLE fashu_app")
    return counts
