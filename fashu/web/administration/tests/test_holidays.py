"""Days off on the page: pasted, uploaded or filled in, judged by the cell, confirmed by another."""

import re
from collections.abc import Iterator

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from fashu.kernel.access import SYSTEM, acting_as
from fashu.kernel.holidays.models import Notice
from fashu.kernel.holidays.schedule import COLUMNS
from fashu.kernel.holidays.tests.notices import text_of
from fashu.kernel.sheets import read, write_csv, write_xlsx
from fashu.synthetic.plant import plant_cast
from fashu.web.administration.tests.test_home import enter

pytestmark = pytest.mark.django_db

PAGE = "/administration/holidays/"
FORM = f"{PAGE}enter/"
TOLD = {
    "year": "2027",
    "number": "国办发明电〔2026〕7号",
    "issued_on": "2026-11-20",
    "source_url": "https://www.gov.cn/zhengce/2027.htm",
}
ROW = re.compile(r'id="(\w+_\d+)" name="\w+" value="([^"]*)"')


@pytest.fixture(autouse=True)
def cast() -> Iterator[None]:
    with time_machine.travel("2026-11-22T12:00:00+08:00", tick=False):
        plant_cast()
        yield


@pytest.fixture
def xu() -> Client:
    return browser("xu")


def browser(username: str) -> Client:
    client = Client()
    enter(client, username)
    return client


def sent(client: Client, path: str, **form: object) -> str:
    return client.post(path, form, follow=True).content.decode()


def filled(page: str) -> dict[str, str]:
    """The rows that the form shows."""
    return dict(ROW.findall(page))


def entered(xu: Client) -> int:
    page = sent(xu, FORM, **TOLD, do="read", text=text_of(2027))
    page = sent(xu, FORM, **TOLD, **filled(page), do="enter")
    assert "已录入，由另一名管理员对照通知复核后生效" in page
    with acting_as(SYSTEM):
        return Notice.objects.get(is_confirmed=None).pk


def test_the_text_of_the_notice_fills_the_rows_and_a_second_person_puts_it_in_force(
    xu: Client,
) -> None:
    page = sent(xu, FORM, **TOLD, do="read", text=text_of(2027))
    assert "已经读出" in page
    rows = filled(page)
    assert (rows["name_2"], rows["first_2"], rows["worked_2"]) == (
        "春节",
        "2027-02-05",
        "2027-02-14",
    )
    number = entered(xu)
    assert "等待复核" in xu.get(PAGE).content.decode()
    bao = browser("bao")
    page = bao.get(f"{PAGE}{number}/").content.decode()
    assert "2027-02-14 星期日" in page
    assert "请特别核对" not in page
    page = sent(bao, f"{PAGE}{number}/decide/", confirm="yes")
    assert "全平台即时生效" in page
    page = xu.get(f"{PAGE}?year=2027").content.decode()
    assert "依据国务院办公厅2026年11月20日通知（国办发明电〔2026〕7号）" in page
    assert 'title="2月14日 调休上班"' in page


def test_whoever_entered_it_finds_no_button_and_is_refused(xu: Client) -> None:
    number = entered(xu)
    page = xu.get(f"{PAGE}{number}/").content.decode()
    assert "这是您录入的" in page
    assert "decide/" not in page
    page = sent(xu, f"{PAGE}{number}/decide/", confirm="yes")
    assert "录入人不能复核自己录入的放假安排" in page
    assert "等待复核" in page


def test_a_notice_is_sent_back_with_a_reason(xu: Client) -> None:
    number, bao = entered(xu), browser("bao")
    page = sent(bao, f"{PAGE}{number}/decide/", confirm="no")
    assert "退回应当说明理由" in page
    page = sent(bao, f"{PAGE}{number}/decide/", confirm="no", remark="春节首日不对")
    assert "春节首日不对" in page
    entered(xu)


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_a_table_fills_the_rows_and_names_every_wrong_cell(xu: Client, kind: str) -> None:
    rows = [("元旦", "1月1日", "1月3日", ""), ("春节", "2月5日", "2月31日", "2月15日")]
    content = (
        write_xlsx("放假安排", COLUMNS, rows)
        if kind == "xlsx"
        else "".join(write_csv(COLUMNS, rows)).encode()
    )
    upload = SimpleUploadedFile(f"放假.{kind}", content)
    response = xu.post(FORM, {**TOLD, "do": "upload", "table": upload})
    page = response.content.decode()
    assert response.status_code == 422
    assert "<title>错误：录入放假安排" in page
    assert "第2行“放假末日”：“2月31日”不是日期" in page
    assert filled(page)["last_2"] == "2月31日"
    assert (
        'id="last_2" name="last_2" value="2月31日" aria-label="第2行放假末日" aria-invalid' in page
    )
    with acting_as(SYSTEM):
        assert not Notice.objects.exists()


def test_the_template_is_a_table_that_can_be_read_again(xu: Client) -> None:
    response = xu.get(f"{PAGE}template/")
    found = read(response.content, "放假安排.xlsx")
    assert [title.rstrip("*") for title in found.header] == [c.title for c in COLUMNS]
    assert [row[0] for _, row in found.rows][:2] == ["元旦", "春节"]


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ({"year": ""}, "年度：这个字段是必填项"),
        ({"number": ""}, "文号：这个字段是必填项"),
        ({"issued_on": "明天"}, "印发日期"),
        ({"source_url": "javascript:alert(1)"}, "来源网址"),
        ({"issued_on": "2026-11-23"}, "印发日期2026-11-23还没有到"),
        ({"do": "read", "text": "<script>x</script>"}, "没有找到“一、元旦"),
        ({"do": "read", "text": "一、元旦：1月1日（周四）放假1天。"}, "那天是周五"),
        ({"do": "upload"}, "请选择一个 .xlsx 或者 .csv 文件"),
        ({"first_1": "", "last_1": ""}, "没有填写任何节日"),
        ({"worked_1": "1月5日"}, "2027-01-05是平日"),
    ],
)
def test_what_cannot_be_entered_is_told_where_it_stands(
    xu: Client, form: dict[str, str], said: str
) -> None:
    row = {"name_1": "元旦", "first_1": "1月1日", "last_1": "1月3日", "worked_1": ""}
    response = xu.post(FORM, {**TOLD, **row, "do": "enter", **form})
    page = response.content.decode()
    assert response.status_code == 422
    assert said in page
    assert "<script>x" not in page
    with acting_as(SYSTEM):
        assert not Notice.objects.exists()


def test_a_notice_that_deserves_a_second_look_says_so_to_the_one_who_confirms(xu: Client) -> None:
    row = {"name_1": "元旦", "first_1": "1月1日", "last_1": "1月3日", "worked_1": ""}
    page = sent(xu, FORM, **TOLD, **row, do="enter")
    assert "请特别核对" in page
    assert "没有列出春节、清明节" in page


@pytest.mark.parametrize(
    ("username", "path", "status"),
    [
        ("ji", PAGE, 403),
        ("lin", PAGE, 403),
        ("zhang", PAGE, 403),
        ("bao", PAGE, 200),
        ("bao", FORM, 403),
        ("bao", f"{PAGE}template/", 403),
        ("xu", f"{PAGE}?year=99999999999999999999", 200),
        ("xu", f"{PAGE}?year=²", 200),
        ("xu", f"{PAGE}987654321/", 404),
    ],
)
def test_who_may_open_which_page(username: str, path: str, status: int) -> None:
    assert browser(username).get(path).status_code == status
