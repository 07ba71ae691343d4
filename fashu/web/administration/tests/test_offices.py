"""The register of offices and officers as its keeper, an officer and a stranger meet it."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import load_workbook

from fashu.kernel.access import SYSTEM, Kind, acting_as
from fashu.kernel.people.models import Account, Office, OfficeChange, Upload
from fashu.kernel.sheets import read
from fashu.synthetic.plant import plant_cast
from fashu.web.session import enter

pytestmark = pytest.mark.django_db

OFFICES, OFFICERS = "/administration/offices/", "/administration/officers/"
TITLES = "机构代码,名称,层级,类别,行政区划代码,上级机构代码\n"


@pytest.fixture(autouse=True)
def _cast() -> None:
    plant_cast()


def signed_in(username: str) -> Client:
    client = Client()
    with acting_as(SYSTEM):
        account = Account.objects.get(username=username)
        store = client.session
        enter(store, account)
        store.save()
    client.cookies["sessionid"] = store.session_key or ""
    return client


@pytest.fixture
def keeper() -> Client:
    return signed_in("xu")


def text(client: Client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200, path
    return response.content.decode()


def test_the_counts_on_the_page_are_those_of_the_database(keeper: Client) -> None:
    assert f"共 {Office.objects.count()} 个" in text(keeper, OFFICES)
    with acting_as(SYSTEM):
        officers = Account.objects.filter(kind__in=(Kind.OFFICER, Kind.AUDITOR)).count()
    assert f"共 {officers} 人" in text(keeper, OFFICERS)


def test_the_tree_opens_down_to_an_office_and_no_further(keeper: Client) -> None:
    closed, opened = text(keeper, OFFICES), text(keeper, f"{OFFICES}?open=9901")
    assert "示范省司法厅" in closed
    assert "清河县司法局" not in closed
    assert "清河县司法局" in opened


@pytest.mark.parametrize("words", ["清河", "990101", "qhxsfj", "QHX"])
def test_an_office_is_found_by_name_code_and_pinyin(keeper: Client, words: str) -> None:
    assert "清河县司法局" in text(keeper, f"{OFFICES}?q={words}")


def test_an_officer_sees_his_own_branch_and_changes_nothing() -> None:
    lin = signed_in("lin")
    page = text(lin, f"{OFFICES}?open=9901")
    assert "清河县司法局" in page
    assert "示范省司法厅" not in page
    assert "登记机构" not in page
    assert lin.get(f"{OFFICES}99/").status_code == 404
    assert lin.get(f"{OFFICES}9901/move/").status_code == 403
    assert "方远" not in text(lin, OFFICERS)


def test_a_citizen_may_not_open_the_register() -> None:
    assert signed_in("zhang").get(OFFICES).status_code == 403


def test_a_change_is_registered_with_its_day_and_document(keeper: Client) -> None:
    form = {
        "title": "清河区司法局",
        "level": "county",
        "kind": "justice",
        "division_code": "990121",
        "on": "2026-05-01",
        "basis": "示政发〔2026〕5号",
    }
    assert keeper.post(f"{OFFICES}990101/change/", form).status_code == 302
    page = text(keeper, f"{OFFICES}990101/?tab=history")
    assert "清河县司法局" in page
    assert "示政发〔2026〕5号" in page
    with acting_as(SYSTEM):
        assert OfficeChange.objects.latest("id").account is not None


def test_a_move_under_itself_is_refused_in_words(keeper: Client) -> None:
    page = keeper.post(f"{OFFICES}9901/move/", {"parent": "990101", "on": "2026-05-01"})
    assert "不能成为它的上级" in page.content.decode()


def test_an_office_is_moved_closed_and_reopened(keeper: Client) -> None:
    for act, form in (
        ("move", {"parent": "99"}),
        ("close", {"successor": "990102"}),
        ("reopen", {}),
    ):
        done = keeper.post(f"{OFFICES}990101/{act}/", {"on": "2026-05-01", **form})
        assert done.status_code == 302, act
    office = Office.objects.get(code="990101")
    assert (office.path, office.until, office.successor) == ("99/990101/", None, None)


def test_an_office_is_registered(keeper: Client) -> None:
    form = {
        "code": "9902",
        "title": "石桥市司法局",
        "level": "city",
        "kind": "justice",
        "division_code": "990200",
        "parent": "99",
        "on": "2026-05-01",
    }
    assert keeper.post(f"{OFFICES}new/", form).headers["Location"] == f"{OFFICES}9902/"
    again = keeper.post(f"{OFFICES}new/", form)
    assert "错误" in again.content.decode()


def chosen(client: Client, kind: str, table: str) -> str:
    """Choose a table; the address of its preview."""
    file = SimpleUploadedFile("表.csv", table.encode())
    response = client.post(f"/administration/tables/{kind}/", {"table": file})
    assert response.status_code == 302
    return response.headers["Location"]


def test_a_table_is_previewed_and_then_imported_once(keeper: Client) -> None:
    before = Office.objects.count()
    place = chosen(keeper, "offices", TITLES + "9902,石桥市司法局,市级,司法行政机关,990200,99\n")
    assert "没有错误" in text(keeper, place)
    assert Office.objects.count() == before
    assert keeper.post(f"{place}import/").headers["Location"] == OFFICES
    assert Office.objects.count() == before + 1
    assert keeper.post(f"{place}import/").status_code == 404


def test_a_thousand_offices_with_three_bad_cells_are_refused_with_their_cells(
    keeper: Client,
) -> None:
    before = Office.objects.count()
    rows = [f"99{n:04d},第{n}司法所,乡镇街道,司法行政机关,990101001,990101" for n in range(1, 1001)]
    rows[16] = "990017,第17司法所,村级,司法行政机关,990101001,990101"
    rows[499] = "990500,第500司法所,乡镇街道,司法行政机关,99O101,990101"
    rows[998] = "990999,,乡镇街道,司法行政机关,990101001,990101"
    rows = [row for n, row in enumerate(rows) if n not in (100, 101)]
    place = chosen(keeper, "offices", TITLES + "\n".join(rows))
    page = text(keeper, place)
    assert "有 3 处错误" in page
    for words in ("“村级”不在字典中", "“99O101”不是行政区划代码", "必填，但是空着"):
        assert words in page
    assert keeper.post(f"{place}import/").headers["Location"] == place
    assert Office.objects.count() == before
    told = read(_bytes(keeper, f"{place}errors/"), "x.xlsx")
    assert [row[1] for _, row in told.rows] == ["18", "499", "998"]


def test_another_s_table_is_not_there(keeper: Client) -> None:
    place = chosen(keeper, "offices", TITLES)
    with acting_as(SYSTEM):
        Account.objects.create_account("other", name="另一管理员", kind=Kind.SYSTEM_ADMIN)
    assert signed_in("other").get(place).status_code == 404


def test_a_file_that_is_no_table_is_refused_at_once(keeper: Client) -> None:
    file = SimpleUploadedFile("x.pdf", b"%PDF")
    page = keeper.post("/administration/tables/offices/", {"table": file})
    assert page.status_code == 422
    assert "只能读取" in page.content.decode()
    with acting_as(SYSTEM):
        assert not Upload.objects.exists()


@pytest.mark.parametrize("kind", ["offices", "officers"])
def test_what_the_page_exports_it_imports_unchanged(keeper: Client, kind: str) -> None:
    for query in ("", "?as=csv"):
        content = _bytes(keeper, f"/administration/tables/{kind}/export/{query}")
        name = "x.csv" if query else "x.xlsx"
        file = SimpleUploadedFile(name, content)
        place = keeper.post(f"/administration/tables/{kind}/", {"table": file}).headers["Location"]
        assert "没有需要写入的" in text(keeper, place)


def test_the_template_offers_the_choices(keeper: Client) -> None:
    content = _bytes(keeper, "/administration/tables/offices/template/")
    assert read_names(content) == ["机构", "字典", "说明"]


def read_names(content: bytes) -> list[str]:
    return list(load_workbook(BytesIO(content)).sheetnames)


def _bytes(client: Client, path: str) -> bytes:
    response = client.get(path)
    assert response.status_code == 200
    return response.content
