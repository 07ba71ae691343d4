"""English: the pages that have it have nothing else; every other page is Chinese and says so."""

import re
from html.parser import HTMLParser

import pytest
from django.test import Client
from django.urls import reverse

from fashu.web.translations import MO, PO, compiled, entries

pytestmark = pytest.mark.django_db

HAN = re.compile(r"[\u3400-\u9fff]")
READ_OUT = ("title", "alt", "placeholder", "aria-label", "content", "label")
VOID = frozenset({"meta", "link", "input", "img", "br", "hr", "path", "use", "source"})
OPENED = {"public:search": "/search/?q=村里强拆我家房子怎么办"}
WITHOUT_MORE = (
    *(f"public:{name}" for name in ("home", "search", "booking", "satisfaction", "feedback")),
    *("public:progress", "public:comfort", "public:deadline", "public:laws"),
    *("papers:verify", "web:sign_in", "web:activate", "public:story", "supervision:draws"),
)
"""What a visitor can open in an empty house; `tests/accessibility` looks at all in a full one."""

ASKED = {"Accept-Language": "en-GB,en;q=0.9"}


class Reader(HTMLParser):
    """Collects the Chinese that no element marks as Chinese."""

    def __init__(self) -> None:
        super().__init__()
        self.languages: list[tuple[str, bool]] = [("", False)]
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        chinese = self.languages[-1][1]
        if given.get("lang"):
            chinese = str(given["lang"]).startswith("zh")
        if not chinese:
            self.found += [str(given[a]) for a in READ_OUT if HAN.search(given.get(a) or "")]
        if tag not in VOID:
            self.languages.append((tag, chinese))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.languages.pop()

    def handle_endtag(self, tag: str) -> None:
        while len(self.languages) > 1 and self.languages.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        if HAN.search(data) and not self.languages[-1][1]:
            self.found.append(data.strip())


def unmarked(page: str) -> list[str]:
    reader = Reader()
    reader.feed(page)
    return reader.found


def address(name: str) -> str:
    return OPENED.get(name) or reverse(name)


@pytest.mark.parametrize("name", WITHOUT_MORE)
def test_a_page_in_english_is_english_to_its_end(client: Client, name: str) -> None:
    response = client.get(address(name), headers=ASKED)
    assert response.headers["Content-Language"] == "en"
    page = response.content.decode()
    assert '<html lang="en"' in page
    assert unmarked(page) == []


@pytest.mark.parametrize("sent", [{"kind": "advice", "words": "Larger letters, please"}, {}])
def test_what_a_form_answers_is_english_too(client: Client, sent: dict[str, str]) -> None:
    assert unmarked(client.post("/feedback/", sent, headers=ASKED).content.decode()) == []


def test_what_a_case_comes_to_is_told_in_english(client: Client) -> None:
    told = {"procedure": "reconsideration", "what": "step:file", "_do": "choose"}
    page = client.post("/deadline/case/", told, headers=ASKED)
    wrong = client.post("/deadline/case/", {**told, "_do": "tell"}, headers=ASKED)
    for answer in (page.content.decode(), wrong.content.decode()):
        assert unmarked(answer) == []
        assert "On which day?" in answer


def test_a_fragment_speaks_as_the_page_that_fetches_it(client: Client) -> None:
    asked = {"name": "o", "id": "x", "_find_o": "没有这个"}
    for page, words in (("/deadline/case/", "No authority has"), ("/workbench/", "没有查到名称")):
        headers = {**ASKED, "HX-Current-URL": f"http://testserver{page}"}
        answer = client.get("/questions/offices/", asked, headers=headers)
        assert words in answer.content.decode()


@pytest.mark.parametrize("path", ["/api/", "/nowhere/"])
def test_any_other_page_is_chinese_and_says_so_in_english(client: Client, path: str) -> None:
    response = client.get(path, headers=ASKED)
    assert response.headers["Content-Language"] == "zh-hans"
    page = response.content.decode()
    assert '<html lang="zh-Hans"' in page
    assert "This page is available in Chinese only." in page


def test_chinese_is_what_everybody_else_gets(client: Client) -> None:
    for languages in ("", "zh-CN", "fr"):
        page = client.get("/", headers={"Accept-Language": languages}).content.decode()
        assert '<html lang="zh-Hans"' in page
        assert "in Chinese only" not in page


def test_the_switch_outweighs_the_browser_and_leads_back(client: Client) -> None:
    answer = client.post("/language/", {"language": "en", "next": "/booking/"})
    assert (answer.status_code, answer.headers["Location"]) == (302, "/booking/")
    assert '<html lang="en"' in client.get("/booking/").content.decode()
    client.post("/language/", {"language": "zh-hans", "next": "https://example.org/"})
    assert '<html lang="zh-Hans"' in client.get("/", headers=ASKED).content.decode()


def test_the_compiled_translations_are_those_of_the_source() -> None:
    assert compiled(entries(PO.read_text())) == MO.read_bytes()


def test_chinese_that_nobody_marked_is_found() -> None:
    assert unmarked("<html lang=en><p>您好</p><p lang=zh>好</p><br><img alt=图></html>") == [
        "您好",
        "图",
    ]
