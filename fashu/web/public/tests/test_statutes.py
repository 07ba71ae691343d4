"""The statute reader on an invented law with two editions."""

from pathlib import Path

import pytest

from fashu.kernel.library import segment
from fashu.kernel.library.importer import import_folder
from fashu.web.public.tests.browser import Browser

pytestmark = pytest.mark.django_db

OLD = """# 行政复议法

2017年9月1日 示范会议通过

## 第一章 总则

第一条 为了示范，制定本法。

第二条 旧的规定。

第三条 本法自2018年1月1日起施行。
"""

NEW = """# 行政复议法

2023年9月1日 示范会议修订

## 第一章 总则

第一条 为了示范新旧比较，制定本法。

## 第二章 受理

第二条 期限届满未作决定的，自届满之日起视为受理。
前款规定<script>alert(1)</script>适用于各级机关。

第三十条 收到申请后五日内审查。

第三十一条 本法自2024年1月1日起施行。
"""


@pytest.fixture
def library(tmp_path: Path) -> None:
    """Both editions, read as the user's files are read."""
    folder = tmp_path / "laws"
    folder.mkdir()
    (folder / "行政复议法(2017-09-01).md").write_text(OLD)
    (folder / "行政复议法(2023-09-01).md").write_text(NEW)
    segment.load()
    import_folder(folder)


LAW = "/law/行政复议法/"


def test_an_empty_library_says_what_is_missing(visitor: Browser) -> None:
    assert "法规库里没有《行政复议法》" in visitor.open(LAW).text


@pytest.mark.usefixtures("library")
def test_the_text_of_today_is_shown_with_its_contents(visitor: Browser) -> None:
    page = visitor.open(LAW)
    assert "自 2024-01-01 起施行" in page.text
    assert "第二章 受理" in page.text
    assert "视为受理" in page.text
    assert "旧的规定" not in page.text


@pytest.mark.usefixtures("library")
def test_another_day_has_its_own_text(visitor: Browser) -> None:
    page = visitor.open(LAW).press("查看", on="2020-05-01")
    assert "旧的规定" in page.text
    assert "至 2023-12-31 止" in page.text


@pytest.mark.usefixtures("library")
def test_before_the_first_edition_there_is_no_text_and_a_reason(visitor: Browser) -> None:
    page = visitor.open(f"{LAW}?on=1990-01-01")
    assert "尚未施行" in page.text
    assert "为了示范" not in page.text


@pytest.mark.usefixtures("library")
def test_every_article_has_an_address(visitor: Browser) -> None:
    assert 'id="第三十条"' in visitor.open(LAW).html


@pytest.mark.usefixtures("library")
def test_what_rests_on_an_article_is_told_beside_it(visitor: Browser) -> None:
    page = visitor.open(LAW)
    assert "步骤“受理”" in page.text
    assert "期限“审查期限”" in page.text


@pytest.mark.usefixtures("library")
def test_mark_up_in_a_statute_stays_text(visitor: Browser) -> None:
    for path in (LAW, f"{LAW}changes/", "/law/?q=视为受理"):
        assert "<script>alert" not in visitor.open(path).html


@pytest.mark.usefixtures("library")
def test_two_editions_are_compared_article_by_article(visitor: Browser) -> None:
    page = visitor.open(f"{LAW}changes/")
    assert "<ins>新旧比较</ins>" in page.html
    assert "新增" in page.text
    assert "旧的规定" in page.text


@pytest.mark.usefixtures("library")
def test_an_edition_compared_with_itself_is_the_same(visitor: Browser) -> None:
    page = visitor.open(f"{LAW}changes/")
    old = page.html.split('id="id_old"')[1].split('value="')[1].split('"')[0]
    assert "完全一样" in page.press("比较", old=old, new=old).text


@pytest.mark.usefixtures("library")
def test_a_law_with_one_edition_has_nothing_to_compare(visitor: Browser) -> None:
    assert visitor.open("/law/不存在法/changes/").status == 404


@pytest.mark.usefixtures("library")
def test_words_are_found_in_articles_and_titles(visitor: Browser) -> None:
    page = visitor.open("/law/").press("查找", q="视为受理")
    assert "《行政复议法》第二条" in page.text
    assert "当日有效" in page.text
    assert "#第二条" in page.html
    assert "《行政复议法》" in visitor.open("/law/?q=行政复议").text


@pytest.mark.usefixtures("library")
def test_nothing_found_is_said(visitor: Browser) -> None:
    assert "没有查到" in visitor.open("/law/?q=航天器").text


@pytest.mark.usefixtures("library")
def test_without_words_the_statutes_behind_the_procedures_are_listed(visitor: Browser) -> None:
    page = visitor.open("/law/")
    assert "本平台办事所依据的法规" in page.text
    assert "自 2024-01-01 起施行" in page.text


@pytest.mark.usefixtures("library")
def test_an_unreadable_day_shows_today_and_says_so(visitor: Browser) -> None:
    page = visitor.open(f"{LAW}?on=昨天")
    assert "日期请按年、月、日填写" in page.text
    assert "视为受理" in page.text


@pytest.mark.usefixtures("library")
def test_the_statutes_of_a_rank_are_listed(visitor: Browser) -> None:
    page = visitor.open("/law/")
    level = page.html.split('href="?level=')[1].split('"')[0]
    assert "《行政复议法》" in visitor.open(f"/law/?level={level}").text


@pytest.mark.parametrize("level", ["x", "99", "-1", ""])
def test_a_rank_that_is_none_is_ignored(visitor: Browser, level: str) -> None:
    assert "本平台办事所依据的法规" in visitor.open(f"/law/?level={level}").text
