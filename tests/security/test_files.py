"""Files that are not what they say, that lead elsewhere, or that are too much."""

import io
import time
import tracemalloc
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from django.conf import LazySettings
from django.test import Client

from fashu.kernel.access import SYSTEM, acting_as
from fashu.kernel.cases.attachments import LARGEST, check_upload, path_of
from fashu.kernel.cases.models import Attachment, DraftFile
from fashu.kernel.procedure import Refused
from tests.security.conftest import client_of
from tests.security.province import Matter, Province

HANG_SECONDS = 30
"""Longer than any answer takes, even where two cores are shared by many."""

PNG = b"\x89PNG\r\n\x1a\n" + b"\x00\x00\x00\rIHDR" + b"\x00" * 40
PAGE = b"<html><script>alert(document.cookie)</script></html>"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'


def packed(*names: str, content: bytes = b"x", **more: Any) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in names:
            archive.writestr(name, content, **more)
    return buffer.getvalue()


WORD = packed("[Content_Types].xml", "word/document.xml")

REFUSED = {
    "a page": ("page.html", PAGE),
    "a page that calls itself a picture": ("page.png", PAGE),
    "a page that calls itself a paper": ("page.pdf", PAGE),
    "a drawing with a script": ("drawing.svg", SVG),
    "a drawing that calls itself a picture": ("drawing.png", SVG),
    "a program": ("setup.exe", b"MZ\x90\x00" + b"\x00" * 60),
    "a program that calls itself a paper": ("bill.pdf", b"MZ\x90\x00" + b"\x00" * 60),
    "a shell script": ("run.sh", b"#!/bin/sh\nrm -rf /\n"),
    "a double ending": ("paper.pdf.exe", b"%PDF-1.7\n"),
    "an ending that hides backwards": ("paper\u202efdp.exe", b"%PDF-1.7\n"),
    "a macro": ("macro.docx", packed("word/document.xml", "word/vbaProject.bin")),
    "an archive": ("files.zip", packed("a.txt")),
    "an archive that calls itself a letter": ("files.docx", packed("a.txt")),
    "a Java archive behind a picture": ("picture.jar", PNG + packed("Main.class")),
    "a broken archive": ("letter.docx", WORD[:40]),
    "nothing": ("empty.txt", b""),
    "text with control characters": ("text.txt", b"a\x1b]0;evil\x07"),
    "text with a NUL": ("text.txt", b"a\x00b"),
    "text that is none": ("text.txt", b"\xff\xfe\xfa\xce"),
    "too much": ("much.pdf", b"%PDF-" + b"x" * LARGEST),
}
"""What nobody may hand in -> its name and its bytes."""

NAMES = {
    "a path": "../../../../etc/passwd.txt",
    "a Windows path": "..\\..\\windows\\evil.txt",
    "an absolute path": "/etc/cron.d/evil.txt",
    "dots": "...txt",
    "a header": 'a"\r\nSet-Cookie: evil=1\r\n\r\n<script>.txt',
    "a line break": "a\nb.txt",
    "right to left": "evil\u202etxt.exe.txt",
    "a NUL": "a\x00b.txt",
    "very long": "长" * 100 + ".txt",
    "a device": "CON.txt",
    "an option": "-rf.txt",
    "a semicolon": "a;filename=evil.html;.txt",
    "percent": "a%2F..%2Fb%0d%0a.txt",
}


@pytest.fixture(autouse=True)
def folder(settings: LazySettings, tmp_path: Path) -> Path:
    settings.FASHU_FILES = tmp_path / "a" / "b" / "files"
    return tmp_path


@pytest.fixture
def lin(province: Province, undone: None) -> Client:
    return client_of(province.someone("lin"))


@pytest.fixture
def story(province: Province) -> Matter:
    return province.story


def hand_in(client: Client, matter: Matter, name: str, content: bytes) -> list[Attachment]:
    """Upload to a case, with any name (RFC 5987); the attachments that it has gained."""
    with acting_as(SYSTEM):
        before = set(Attachment.objects.values_list("pk", flat=True))
    head = f"Content-Disposition: form-data; name=file; filename*=UTF-8''{quote(name, safe='')}"
    body = b"--b\r\n" + head.encode() + b"\r\n\r\n" + content + b"\r\n--b--\r\n"
    path = f"/workbench/cases/{matter.number}/files/"
    response = client.generic("POST", path, body, "multipart/form-data; boundary=b")
    assert response.status_code == 302
    with acting_as(SYSTEM):
        return list(Attachment.objects.exclude(pk__in=before))


def written(folder: Path) -> Iterator[Path]:
    return (path for path in folder.rglob("*") if path.is_file())


@pytest.mark.parametrize("what", REFUSED)
def test_a_file_that_is_not_what_a_case_needs_is_refused_in_words(
    lin: Client, story: Matter, folder: Path, what: str
) -> None:
    name, content = REFUSED[what]
    with pytest.raises(Refused, match=r"[\u4e00-\u9fff]"):
        check_upload(name, content)
    assert hand_in(lin, story, name, content) == []
    assert list(written(folder)) == []


@pytest.mark.parametrize("what", NAMES)
def test_a_name_leads_nowhere_and_starts_no_header(
    lin: Client, story: Matter, folder: Path, what: str
) -> None:
    (attachment,) = hand_in(lin, story, NAMES[what], what.encode())
    assert not set(attachment.name) & set("/\\\x00\r\n")
    assert len(attachment.name) <= 200
    assert [path.name for path in written(folder)] == [attachment.sha256]
    response = lin.get(f"/workbench/cases/{story.number}/files/{attachment.sha256}/")
    assert response.content == what.encode()
    assert "Set-Cookie" not in response.headers
    assert response.headers["Content-Disposition"].startswith("attachment;")
    assert not set(response.headers["Content-Disposition"]) & set("\r\n")


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("polyglot.pdf", b"%PDF-1.7\n" + PAGE, "application/pdf"),
        ("polyglot.png", PNG + PAGE + packed("Main.class"), "image/png"),
        ("polyglot.docx", WORD + PAGE, "application/vnd.openxmlformats-officedocument"),
        ("page.txt", PAGE, "text/plain"),
        ("drawing.txt", SVG, "text/plain"),
    ],
)
def test_a_file_of_two_kinds_comes_back_as_a_download_of_the_harmless_one(
    lin: Client, story: Matter, name: str, content: bytes, kind: str
) -> None:
    """What is refused above cannot be known here; so nothing is ever shown by the browser."""
    for attachment in hand_in(lin, story, name, content):
        response = lin.get(f"/workbench/cases/{story.number}/files/{attachment.sha256}/")
        assert response.headers["Content-Type"].startswith(kind)
        assert response.headers["Content-Disposition"].startswith("attachment;")
        assert response.headers["X-Content-Type-Options"] == "nosniff"
        assert "default-src 'self'" in response.headers["Content-Security-Policy"]


def test_a_bomb_does_not_go_off() -> None:
    """Two hundred megabytes in two hundred kilobytes; nobody unpacks them to see what they are."""
    bomb = packed("word/document.xml", content=b"\x00" * 200_000_000, compresslevel=9)
    assert len(bomb) < 400_000
    tracemalloc.start()
    try:
        assert check_upload("bomb.docx", bomb).media_type.endswith("document")
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert most < 20_000_000


def test_an_archive_of_very_many_names_is_answered_in_time() -> None:
    names = [f"{n:x}" for n in range(60_000)]
    archive = packed("word/document.xml", *names)
    assert len(archive) < LARGEST
    start = time.monotonic()
    assert check_upload("many.docx", archive).media_type.endswith("document")
    assert time.monotonic() - start < HANG_SECONDS


@pytest.mark.parametrize(
    "sha256", ["..", "../../../etc/passwd", "%2e%2e%2fsecret.key", "A" * 64, "0" * 63, "0" * 64]
)
def test_no_download_leads_out_of_the_folder(lin: Client, story: Matter, sha256: str) -> None:
    response = lin.get(f"/workbench/cases/{story.number}/files/{sha256}/")
    assert response.status_code == 404


@pytest.mark.parametrize("name", ["..", "../x", "/etc/passwd", "", "0" * 63 + "/", "０" * 64])
def test_only_a_hash_names_a_file(name: str) -> None:
    with pytest.raises(ValueError):
        path_of(name)


def test_a_draft_cannot_name_the_file_of_another(province: Province, undone: None) -> None:
    """By its hash, which whoever holds a copy of the file can work out."""
    nobody = client_of(province.someone("nobody"))
    foreign, _ = province.story.files[0]
    begun = nobody.post("/services/reconsideration/file/")
    page = begun.headers["Location"]
    fields = ("evidence", "materials", "act_files", "identity_files")
    for number in range(1, 9):
        data: dict[str, Any] = {"_do": "next", "_shown": [*fields]} | dict.fromkeys(fields, foreign)
        nobody.post(page.replace("/1/", f"/{number}/"), data)
    draft = page.split("/")[2]
    with acting_as(SYSTEM):
        assert not DraftFile.objects.filter(sha256=foreign).exists()
    assert nobody.get(f"/drafts/{draft}/files/{foreign}/").status_code == 404
    assert foreign not in nobody.get(f"/drafts/{draft}/check/").content.decode()
