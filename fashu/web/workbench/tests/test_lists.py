"""Lists as their reader wants them, what he exports, and what he does to many cases at once."""

from collections.abc import Callable
from io import BytesIO

import pytest
from django.test import Client
from openpyxl import load_workbook

from fashu.kernel import api
from fashu.kernel.access import SYSTEM, Actor, acting_as
from fashu.kernel.cases.models import Case
from fashu.kernel.cases.tests.conftest import Cast
from fashu.kernel.cases.tests.test_actions import open_sample, take
from fashu.kernel.desk import handling, lists
from fashu.kernel.reading.models import Entry
from fashu.web.workbench.tests.test_workbench import page

As = Callable[[Actor], Client]


def table(client: Client, address: str) -> list[list[str]]:
    response = client.get(address)
    book = load_workbook(BytesIO(response.getvalue()))
    return [[str(cell.value or "") for cell in row] for row in book.active.iter_rows()]


@pytest.mark.parametrize("letters", ["zs", "zhangsan", "sfxk", "ZSsq", "sqsf"])
def test_a_case_is_found_by_pinyin_from_any_character(cast: Cast, as_: As, letters: str) -> None:
    number = open_sample(cast.alice).number
    assert number in page(as_(cast.east), f"/workbench/cases/?q={letters}")
    assert number not in page(as_(cast.east), "/workbench/cases/?q=lisi")


def test_cases_written_before_letters_were_kept_get_them(cast: Cast) -> None:
    open_sample(cast.alice)
    with acting_as(SYSTEM):
        Case.objects.get().spelling.delete()
    assert api.spell_out() == 1
    with acting_as(cast.east):
        assert api.search("zhangs").count() == 1


def test_columns_are_chosen_ordered_and_kept(cast: Cast, as_: As) -> None:
    open_sample(cast.alice)
    east = as_(cast.east)
    chosen = {"column": ["number", "parties"], "place_number": "2", "place_parties": "1"}
    east.post("/workbench/lists/cases/columns/", chosen)
    html = page(east, "/workbench/cases/")
    assert html.index(">当事人</th>") < html.index(">案号</a></th>")
    assert '<th scope="col">阶段' not in html
    assert "阶段</a></th>" in page(as_(cast.colleague), "/workbench/cases/")


def test_a_list_is_sorted_by_its_heads(cast: Cast, as_: As) -> None:
    first, second = open_sample(cast.alice).number, open_sample(cast.bob).number
    east = as_(cast.east)
    up, down = (page(east, f"/workbench/cases/?sort={sort}") for sort in ("number", "-number"))
    assert up.index(f">{first}</a>") < up.index(f">{second}</a>")
    assert down.index(f">{second}</a>") < down.index(f">{first}</a>")
    assert east.get("/workbench/cases/?sort=state").status_code == 200


def test_a_view_is_kept_for_oneself_or_shared_with_the_office(cast: Cast, as_: As) -> None:
    kept = {"title": "本周到期", "state": "soon"}
    as_(cast.east).post("/workbench/lists/cases/views/", kept)
    as_(cast.east).post("/workbench/lists/cases/views/", {**kept, "title": "共看", "shared": "on"})
    assert "本周到期" in page(as_(cast.east), "/workbench/cases/")
    colleague = page(as_(cast.colleague), "/workbench/cases/")
    assert "共看" in colleague
    assert "本周到期" not in colleague
    assert "共看" not in page(as_(cast.west), "/workbench/cases/")


def test_a_shared_view_is_thrown_away_by_its_author_alone(cast: Cast, as_: As) -> None:
    with acting_as(cast.east):
        view = lists.save_view("cases", "共看", lists.Wanted(state="late"), shared=True)
    as_(cast.colleague).post(f"/workbench/views/{view.pk}/drop/")
    assert "共看" in page(as_(cast.east), "/workbench/cases/")
    as_(cast.east).post(f"/workbench/views/{view.pk}/drop/")
    assert "共看" not in page(as_(cast.east), "/workbench/cases/")


def test_the_export_holds_exactly_what_is_seen(cast: Cast, as_: As) -> None:
    numbers = [open_sample(cast.alice).number, open_sample(cast.bob).number]
    take(cast.east, numbers[0], "accept")
    east = as_(cast.east)
    rows = table(east, "/workbench/lists/cases/export/?sort=number")
    assert rows[0] == ["案号", "案件", "阶段", "承办人", "收到日期", "最近期限"]
    assert [row[0] for row in rows[1:]] == numbers
    assert rows[1][1] == "张三申请示范许可"
    narrowed = table(east, f"/workbench/lists/cases/export/?q={numbers[1]}")
    assert [row[0] for row in narrowed[1:]] == [numbers[1]]
    assert table(as_(cast.west), "/workbench/lists/cases/export/")[1:] == []


def test_an_export_is_written_into_the_log_of_readings(cast: Cast, as_: As) -> None:
    open_sample(cast.alice)
    as_(cast.east).get("/workbench/lists/cases/export/")
    with acting_as(SYSTEM):
        case = Case.objects.get()
        assert Entry.objects.filter(view="export", cases__contains=[case.pk]).count() == 1


@pytest.mark.parametrize("start", ["=", "+", "-", "@"])
def test_no_title_becomes_a_formula(cast: Cast, as_: As, start: str) -> None:
    open_sample(cast.alice)
    with acting_as(SYSTEM):
        Case.objects.update(title=f"{start}HYPERLINK(1)")
    response = as_(cast.east).get("/workbench/lists/cases/export/")
    cell = load_workbook(BytesIO(response.getvalue())).active["B2"]
    assert (cell.data_type, cell.value) == ("s", f"{start}HYPERLINK(1)")
    assert cell.quotePrefix


def test_an_identity_number_in_a_title_is_masked_on_the_page_and_in_the_export(
    cast: Cast, as_: As
) -> None:
    open_sample(cast.alice)
    with acting_as(SYSTEM):
        Case.objects.update(title="张三（990101199001011234）")
    assert "199001011234" not in page(as_(cast.east), "/workbench/cases/")
    exported = table(as_(cast.east), "/workbench/lists/cases/export/")
    assert exported[1][1] == "张三（990101********1234）"


def test_what_one_case_refuses_does_not_stop_the_others(cast: Cast, as_: As) -> None:
    numbers = [open_sample(cast.alice).number, open_sample(cast.bob).number]
    with acting_as(cast.colleague):
        handling.claim(numbers[0])
    sent = {"number": [*numbers, "SF2026-990101-09999"], "act": "claim", "box": "cases"}
    html = as_(cast.east).post("/workbench/bulk/", sent).content.decode()
    assert "3 件，办理 1 件" in html
    assert "本案已有承办人" in html
    assert "没有找到案件" in html
    with acting_as(SYSTEM):
        assert Case.objects.get(number=numbers[1]).handler_id == cast.east.account_id


def test_a_bulk_act_without_a_case_or_a_colleague_says_so(cast: Cast, as_: As) -> None:
    east = as_(cast.east)
    assert "没有选择案件" in east.post("/workbench/bulk/", {"act": "claim"}).content.decode()
    number = open_sample(cast.alice).number
    sent = {"act": "assign", "number": number, "person": ""}
    assert "先选择一名同事" in east.post("/workbench/bulk/", sent).content.decode()


def test_what_is_ticked_is_exported_alone(cast: Cast, as_: As) -> None:
    numbers = [open_sample(cast.alice).number, open_sample(cast.bob).number]
    sent = {"number": numbers[1], "act": "export", "box": "cases"}
    target = as_(cast.east).post("/workbench/bulk/", sent)["Location"]
    assert [row[0] for row in table(as_(cast.east), target)[1:]] == [numbers[1]]


def test_a_case_with_a_handler_waits_for_him_alone(cast: Cast, as_: As) -> None:
    number = open_sample(cast.alice).number
    for actor in (cast.east, cast.colleague):
        assert number in page(as_(actor), "/workbench/todo/")
    with acting_as(cast.colleague):
        handling.claim(number)
    assert number not in page(as_(cast.east), "/workbench/todo/")
    assert number in page(as_(cast.colleague), "/workbench/todo/")
    his = f"/workbench/cases/?handler={cast.colleague.account_id}"
    assert number in page(as_(cast.east), his)
    assert number not in page(as_(cast.east), "/workbench/cases/?handler=me")
