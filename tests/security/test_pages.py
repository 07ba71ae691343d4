"""What every answer carries, and what hostile words become on every page that shows them."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any
from urllib.parse import quote, urlencode

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from fashu.kernel import api
from fashu.kernel.access import SYSTEM, acting_as
from fashu.kernel.cases.models import Participant
from fashu.kernel.people.models import Account, Office
from tests.security.addresses import TABLE
from tests.security.asking import tried, words_of
from tests.security.conftest import client_of
from tests.security.province import Province, acting, copied
from tests.security.test_requests import FIELDS

BREAK_OUT = "\"'><xss onxss=1>{{7*7}}</title></textarea></script><!--"
"""Leaves an attribute, an element, a comment, a script, a text box or a title."""

FILE_NAME = "\"'><xss onxss=1>.txt"
READERS = ("lin", "zhang", "wu", "shen", "nobody")


class Found(HTMLParser):
    """Collects what a browser would act on."""

    def __init__(self) -> None:
        super().__init__()
        self.hostile: list[str] = []
        self.inline: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = dict(attrs)
        if tag == "xss" or "onxss" in names:
            self.hostile.append(str(self.get_starttag_text()))
        for name in ("href", "src", "action", "formaction"):
            if re.match(r"\s*(javascript|data|vbscript):", names.get(name) or "", re.IGNORECASE):
                self.hostile.append(str(self.get_starttag_text()))
        if tag == "style" or (tag == "script" and not names.get("src")):
            self.inline.append(str(self.get_starttag_text()))
        self.inline += [name for name in names if name == "style" or name.startswith("on")]


def found_in(text: str) -> Found:
    parser = Found()
    parser.feed(text)
    parser.close()
    return parser


def everything(client: Client, **holes: str) -> Iterator[tuple[str, Any]]:
    """The answer of every address to every method, each with its path."""
    for address in TABLE.values():
        path = address.at(**holes)
        for response in tried(client, address, path):
            yield path, response


def is_html(response: Any) -> bool:
    return str(response.headers.get("Content-Type", "")).startswith("text/html")


# -- What every answer carries -------------------------------------------------------------------


@pytest.mark.parametrize("username", ["", "lin", "zhang"])
def test_every_answer_forbids_what_no_page_needs(
    province: Province, username: str, undone: None
) -> None:
    client = client_of(province.someone(username) if username else None)
    for path, response in everything(client, number=province.told):
        policy = response.headers["Content-Security-Policy"]
        assert "default-src 'self'" in policy, path
        assert "unsafe" not in policy, path
        assert "*" not in policy, path
        assert response.headers["X-Content-Type-Options"] == "nosniff", path
        assert response.headers["Referrer-Policy"] == "same-origin", path
        assert response.headers["X-Frame-Options"] == "DENY", path
        assert response.headers["Cross-Origin-Opener-Policy"] == "same-origin", path
        assert "Server" not in response.headers, path


@pytest.mark.parametrize("username", ["lin", "zhang"])
def test_no_page_of_somebody_signed_in_is_kept_by_anybody(
    province: Province, username: str, undone: None
) -> None:
    """Pressing "back" after signing out once showed the case to the next person at the desk."""
    client = client_of(province.someone(username))
    for path, response in everything(client, number=province.told):
        if path != "/signout/":
            assert "no-store" in response.headers["Cache-Control"], path


def test_no_page_has_a_script_or_a_style_inside_it(province: Province, undone: None) -> None:
    for username in ("lin", "zhang"):
        client = client_of(province.someone(username))
        for path, response in everything(client, number=province.told):
            if is_html(response):
                assert found_in(words_of(response)).inline == [], path


@pytest.mark.django_db
def test_files_of_our_own_carry_the_same_policy(client: Client) -> None:
    for path in ("/static/web/fashu.js", "/static/vendor/icons.svg", "/static/none"):
        response = client.get(path)
        assert "default-src 'self'" in response.headers["Content-Security-Policy"]
        assert response.headers["X-Content-Type-Options"] == "nosniff"


# -- Hostile words -------------------------------------------------------------------------------


def _hostile(province: Province) -> tuple[str, str]:
    """A case in which everything that a person can name is hostile; its number, and a draft's."""
    number = copied("hostile")
    case = f"/workbench/cases/{number}"
    lin = client_of(province.someone("lin"))
    lin.post(f"{case}/notes/", {"text": BREAK_OUT})
    file = SimpleUploadedFile(FILE_NAME, b"x")
    lin.post(f"{case}/files/", {"file": file})
    joining = {"role": "third_party", "name": BREAK_OUT, "request_key": "x"}
    assert lin.post(f"{case}/join/", joining).status_code == 302
    said = {"answer_text": BREAK_OUT, "respondent_consent": "no", "stop_needed": "no"}
    answer = {**said, "staff_agents": "1", "request_key": "x"}
    evidence = SimpleUploadedFile(FILE_NAME, b"y")
    wu = client_of(province.someone("wu"))
    sent = wu.post(f"{case}/steps/answer/", {**answer, "_file_answer_evidence": evidence})
    assert sent.status_code == 302
    with acting_as(acting("zhang")):
        facts = {"applicant_name": BREAK_OUT, "grounds": BREAK_OUT, "act_title": BREAK_OUT}
        draft = api.save_draft("reconsideration", "file", facts)
        api.add_draft_file(draft, api.check_upload(FILE_NAME, b"z"))
    with acting_as(SYSTEM):
        Account.objects.update(name=BREAK_OUT[:64])
        Office.objects.update(title=BREAK_OUT)
        Participant.objects.filter(case__number=number).update(name=BREAK_OUT)
    return number, str(draft.pk)


def test_hostile_words_are_words_on_every_page(province: Province, undone: None) -> None:
    number, draft = _hostile(province)
    shown = set()
    for username in READERS:
        client = client_of(province.someone(username))
        for path, response in everything(client, number=number, draft=draft):
            if is_html(response):
                text = words_of(response)
                assert found_in(text).hostile == [], (username, path)
                shown |= {path} if "&lt;xss onxss=1&gt;" in text else set()
    assert len(shown) >= 15, "the attack reached too few pages to prove anything"


def test_hostile_words_in_an_address_are_words(province: Province, undone: None) -> None:
    fields = urlencode(dict.fromkeys(FIELDS, BREAK_OUT))
    client = client_of(province.someone("lin"))
    for address in TABLE.values():
        path = address.at(number=quote(BREAK_OUT, safe=""), sha256=quote(BREAK_OUT, safe=""))
        response = client.get(f"{path.partition('?')[0]}?{fields}")
        assert not is_html(response) or found_in(words_of(response)).hostile == [], path
        for method in address.methods:
            if method == "post":
                response = client.post(path, dict.fromkeys(FIELDS, BREAK_OUT))
                assert not is_html(response) or found_in(words_of(response)).hostile == [], path


def test_the_attack_would_be_seen() -> None:
    for page in (f"<p>{BREAK_OUT}</p>", f'<input value="{BREAK_OUT}">', f"<p title='{BREAK_OUT}'>"):
        assert found_in(page).hostile != []
    assert found_in('<a href=" javascript:x">').hostile != []
    assert found_in("<b onclick=x>").inline == ["onclick"]
