"""What a form looks like in HTML: labels, help, errors and their places."""

from dataclasses import dataclass
from datetime import date
from html.parser import HTMLParser

import pytest
from django.template.loader import render_to_string
from django.test import Client

from fashu.kernel.law.citation import Law
from fashu.kernel.people.models import Level, Office, OfficeKind
from fashu.kernel.procedure import (
    Fact,
    Group,
    Kind,
    Option,
    choice,
    choices,
    credit,
    day,
    files,
    flag,
    identity,
    long_text,
    moment,
    money,
    number,
    office,
    text,
)
from fashu.kernel.procedure.facts import Json
from fashu.web.questions import Sheet, sheet

pytestmark = pytest.mark.django_db

CITE = Law("行政复议法").art(20, 1)
FEW = tuple(Option(f"o{n}", f"第{n}项") for n in range(3))
MANY = tuple(Option(f"o{n}", f"第{n}项") for n in range(9))
EVERY = (
    text("text", "姓名", help="与证件一致", cite=CITE),
    long_text("long_text", "理由", most=500),
    day("day", "日期"),
    moment("moment", "时间"),
    number("number", "人数"),
    money("money", "金额"),
    flag("flag", "是否同意"),
    choice("choice", "类别", *FEW),
    choice("select", "种类", *MANY),
    choices("choices", "请求", *FEW),
    files("files", "材料"),
    office("office", "机关"),
    identity("identity", "证件号码"),
    credit("credit", "统一社会信用代码"),
)
SHA = "ab" * 32


@dataclass
class File:
    sha256: str = SHA
    name: str = "决定书.pdf"
    size: int = 2048


@dataclass
class Tag:
    name: str
    attributes: dict[str, str]


class Tags(HTMLParser):
    """The tags of a page, in order."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[Tag] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append(Tag(tag, {key: value or "" for key, value in attrs}))

    def of(self, name: str) -> list[dict[str, str]]:
        return [tag.attributes for tag in self.found if tag.name == name]


def draw(found: Sheet) -> str:
    """The form with its error summary."""
    context = {"sheet": found, "show_titles": True}
    parts = ("questions/errors.html", "questions/sheet.html")
    return "".join(render_to_string(part, context) for part in parts)


@pytest.fixture
def offices() -> None:
    for n in range(25):
        Office.objects.create(
            code=f"99{n:02d}",
            title=f"第{n}县人民政府",
            level=Level.COUNTY,
            kind=OfficeKind.GOVERNMENT,
            division_code=f"99{n:02d}",
        )


@pytest.mark.parametrize("fact", EVERY, ids=lambda fact: fact.key)
def test_every_kind_of_question_is_drawn_with_a_name_and_a_label(fact: Fact) -> None:
    tags = Tags(draw(sheet((fact,), {})))
    controls = [c for n in ("input", "textarea", "select") for c in tags.of(n)]
    visible = [c for c in controls if c.get("type") != "hidden"]
    labelled = {label["for"] for label in tags.of("label")}
    assert visible
    for control in visible:
        assert control["id"] in labelled or control.get("aria-label")


def test_every_kind_of_the_vocabulary_is_drawn() -> None:
    assert {fact.kind for fact in EVERY} == set(Kind)


def test_few_options_are_radio_buttons_and_many_a_list() -> None:
    assert len(Tags(draw(sheet((EVERY[7],), {}))).of("input")) == 1 + 3
    assert len(Tags(draw(sheet((EVERY[8],), {}))).of("option")) == 1 + 9


def test_radio_buttons_stand_in_a_titled_group() -> None:
    html = draw(sheet((EVERY[7],), {}))
    assert "<fieldset" in html
    assert "<legend" in html


def test_help_and_error_are_tied_to_their_question() -> None:
    tags = Tags(draw(sheet((EVERY[0],), {}, errors={"text": "请填写“姓名”"})))
    control = next(c for c in tags.of("input") if c.get("name") == "text")
    ids = {tag.attributes.get("id") for tag in tags.found}
    assert control["aria-describedby"].split() == ["id_text_help", "id_text_error"]
    assert set(control["aria-describedby"].split()) <= ids
    assert control["aria-invalid"] == "true"


def test_the_error_summary_comes_first_and_leads_to_the_question() -> None:
    html = draw(sheet(EVERY, {}, errors={"choice": "请选择“类别”"}, general=("现在不能办理",)))
    assert html.index("data-error-summary") < html.index("<input")
    assert 'href="#id_choice"' in html
    assert "现在不能办理" in html
    assert any(c.get("id") == "id_choice" for c in Tags(html).of("input"))


def test_without_errors_there_is_no_summary() -> None:
    assert "data-error-summary" not in draw(sheet(EVERY, {}))


def test_what_is_optional_says_so_in_words() -> None:
    assert "选填" in draw(sheet((EVERY[0].optional(),), {}))
    assert "选填" not in draw(sheet((EVERY[0],), {}))


def test_a_question_names_its_article() -> None:
    assert "《行政复议法》第二十条第一款" in draw(sheet((EVERY[0],), {}))


def test_answers_so_far_are_in_their_boxes() -> None:
    answers: dict[str, Json] = {
        "text": "张三",
        "money": 128050,
        "flag": True,
        "choices": ["o1"],
        "long_text": "一",
    }
    html = draw(sheet(EVERY, answers))
    tags = Tags(html)
    assert any(c.get("value") == "1280.50" for c in tags.of("input"))
    ticked = [c["value"] for c in tags.of("input") if "checked" in c]
    assert ticked == ["yes", "o1"]


def test_mark_up_in_an_answer_stays_text() -> None:
    evil = '"><script>alert(1)</script>'
    html = draw(
        sheet(
            EVERY,
            {"text": evil, "long_text": evil, "files": [SHA], "number": evil},
            errors={"text": f"“{evil}”不对"},
            general=(evil,),
            files=(File(name=evil),),
            searches={"office": evil},
        )
    )
    assert "<script" not in html


def test_a_follow_up_waits_hidden_and_cannot_be_sent() -> None:
    has, name = flag("has", "有吗"), text("name", "谁").when("has", True)
    waiting = next(t for t in Tags(draw(sheet((has, name), {}))).of("fieldset") if "data-when" in t)
    assert waiting["data-when"] == "has"
    assert waiting["data-answers"] == "yes"
    assert {"hidden", "disabled"} <= waiting.keys()


def test_a_follow_up_that_is_called_for_is_shown() -> None:
    has, name = flag("has", "有吗"), text("name", "谁").when("has", True)
    tags = Tags(draw(sheet((has, name), {"has": True})))
    asked = next(t for t in tags.of("fieldset") if "data-when" in t)
    assert not {"hidden", "disabled"} & asked.keys()


def test_uploaded_files_are_listed_and_can_be_removed() -> None:
    html = draw(sheet((EVERY[10],), {"files": [SHA]}, files=(File(),)))
    assert "决定书.pdf" in html
    removal = next(b for b in Tags(html).of("button") if b.get("name") == "_remove")
    assert removal["value"] == f"files {SHA}"


def test_a_file_that_was_never_uploaded_is_not_listed() -> None:
    assert "_remove" not in draw(sheet((EVERY[10],), {"files": ["cd" * 32]}, files=(File(),)))


def test_the_enter_key_goes_on_and_removes_nothing() -> None:
    html = draw(sheet((EVERY[10],), {"files": [SHA]}, files=(File(),)))
    first = Tags(html).of("button")[0]
    assert (first["name"], first["value"]) == ("_do", "next")


def test_groups_keep_their_headings() -> None:
    html = draw(sheet((Group("申请人", (EVERY[0],), help="不收费"),), {}))
    assert "<h2>申请人</h2>" in html
    assert "不收费" in html


@pytest.mark.usefixtures("offices")
def test_an_organ_is_found_by_words_of_its_name() -> None:
    html = draw(sheet((EVERY[11],), {}, searches={"office": "第7县"}))
    assert "第7县人民政府" in html
    assert "第8县人民政府" not in html


@pytest.mark.usefixtures("offices")
def test_an_organ_is_found_by_its_code(client: Client) -> None:
    page = client.get("/questions/offices/", {"name": "organ", "id": "x", "_find_organ": "9907"})
    assert "第7县人民政府" in page.content.decode()
    assert 'name="organ"' in page.content.decode()


@pytest.mark.usefixtures("offices")
def test_too_many_organs_are_not_all_listed(client: Client) -> None:
    page = client.get("/questions/offices/", {"name": "o", "id": "x", "_find_o": "县"})
    html = page.content.decode()
    assert html.count('type="radio"') == 20
    assert "请再输入几个字" in html


def test_an_organ_that_is_not_found_is_said_in_words(client: Client) -> None:
    page = client.get("/questions/offices/", {"name": "o", "id": "x", "_find_o": "<b>"})
    assert "没有查到名称或者代码含“&lt;b&gt;”的机关" in page.content.decode()


@pytest.mark.usefixtures("offices")
def test_for_an_organ_that_was_closed_its_successor_is_offered(client: Client) -> None:
    gone, heir = Office.objects.get(code="9907"), Office.objects.get(code="9908")
    Office.objects.filter(pk=gone.pk).update(until=date(2025, 5, 1), successor=heir)
    Office.objects.filter(code="9909").update(until=date(2025, 5, 1))
    page = client.get("/questions/offices/", {"name": "o", "id": "x", "_find_o": "9907"})
    tags, html = Tags(page.content.decode()), page.content.decode()
    assert [c["value"] for c in tags.of("input")] == ["9908"]
    assert "第7县人民政府已于<time>2025-05-01</time>撤销，由它继续行使职权" in html
    page = client.get("/questions/offices/", {"name": "o", "id": "x", "_find_o": "9909"})
    assert "不能选择" in page.content.decode()
    assert not Tags(page.content.decode()).of("input")


@pytest.mark.usefixtures("offices")
def test_the_organ_chosen_is_named_and_stays_chosen() -> None:
    tags = Tags(draw(sheet((EVERY[11],), {"office": "9907"})))
    picked = [c["value"] for c in tags.of("input") if "checked" in c]
    assert picked == ["9907"]
