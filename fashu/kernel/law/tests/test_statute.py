from datetime import date

import pytest

from fashu.kernel.law.history import Basis, Dated
from fashu.kernel.law.provision import Kind, articles, walk
from fashu.kernel.law.statute import Form, Statute, Unreadable, parse_statute
from fashu.kernel.law.tests.lighthouse import BARE, MARKED, law


def read(text: str, name: str = "星海县灯塔条例.md") -> Statute:
    statute = parse_statute(text, name)
    assert isinstance(statute, Statute)
    return statute


def outline(statute: Statute) -> list[str]:
    return [f"{'  ' * len(above)}{part.name or part.kind}" for above, part in walk(statute.body)]


def test_a_file_with_a_marked_header_is_read() -> None:
    statute = read(MARKED, "行政法规/灯塔管理条例(2001-03-08).md")
    assert statute.title == "灯塔管理条例"
    assert statute.instrument == "国务院令第901号"
    assert statute.promulgated == Dated(date(2001, 3, 8), Basis.FILE_NAME)
    assert statute.in_force_from == Dated(date(2001, 5, 1), Basis.FINAL_ARTICLE)
    assert statute.repeals == ("灯台暂行办法",)
    assert statute.form is Form.STATUTE
    assert outline(statute) == [
        "第一章 总则",
        "  第一条",
        "  第二条",
        "第二章 守塔",
        "  第一节 守塔人",
        "    第三条",
        "    第三条之一",
        "附则",
        "  第四条",
    ]
    assert (statute.mended, statute.missing) == ((), ())


def test_comments_and_link_marks_go_and_every_other_word_stays() -> None:
    second, third = list(articles(read(MARKED).body))[1:3]
    assert second.text.split("\n")[-1] == "前款规定的种类，由灯塔主管部门公布。"
    assert third.text == "守塔人依照《灯塔法》守塔。"


def test_a_file_with_a_bare_header_is_read() -> None:
    statute = read(BARE, "灯塔管理条例(2026).md")
    assert statute.promulgated == Dated(date(2026, 4, 30), Basis.HEADER)
    assert statute.in_force_from == Dated(date(2026, 11, 1), Basis.FINAL_ARTICLE)
    assert outline(statute) == [
        "第一章 总则",
        "  第一条",
        "  第一节 守塔人",
        "    第二条",
        "    第三条",
    ]
    assert [a.text for a in articles(statute.body)][1] == "守塔人依照《灯塔法》守塔。"


def test_a_file_without_front_matter_takes_its_category_from_its_folder() -> None:
    assert read(law("第一条 甲。"), "浙江/星海县灯塔条例.md").category == "浙江"


DAMAGED = [
    (["第一条 甲。", "第二 条乙。", "第三条 丙。"], 3),  # a space inside the head
    (["第一条 甲。", "笫二条 乙。", "第三条 丙。"], 3),  # a look-alike character
    (["第一条 甲。"] + [f"第{n}条 乙。" for n in "二三四五六七八九十"] + ["第十－条 丙。"], 11),
    (["第一条 甲。 第二条 乙。 第三条 丙。", "第四条 丁。"], 4),  # run together
    (["第一条 甲。 第二条 乙。"], 2),  # run together at the end
    (["第一条 甲。管理单第二条公安机关", "第三条 丙。"], 3),  # run together in mid-sentence
]


@pytest.mark.parametrize(("lines", "count"), DAMAGED)
def test_damaged_heads_are_mended(lines: list[str], count: int) -> None:
    statute = read(law(*lines))
    assert [a.number for a in articles(statute.body)] == list(range(1, count + 1))
    assert statute.missing == ()
    assert statute.mended != ()


def test_a_reference_to_another_article_is_not_taken_for_a_head() -> None:
    text = law("第一条 依照第二条 的规定。", "第二条 乙。", "第五条的规定不变。", "第三条 丙。")
    assert [a.number for a in articles(read(text).body)] == [1, 2, 3]


def test_articles_that_are_missing_are_named() -> None:
    statute = read(law("第三条 甲。", "第五条 乙。", "第九条 丙。"))
    assert statute.missing == ("缺第三条之前的条文", "缺第四条", "缺第六条至第八条")


def test_a_heading_that_lost_its_number_is_kept_as_a_heading() -> None:
    statute = read(law("## 第一章 总则", "第一条 甲。", "法律责任", "第二条 乙。"))
    assert outline(statute) == ["第一章 总则", "  第一条", "法律责任", "  第二条"]
    assert statute.mended == ("标题“法律责任”没有编章节号",)


def test_a_heading_broken_over_two_lines_is_joined() -> None:
    statute = read(law("## 第一章 审议工作报告", "和预算", "第一条 甲。"))
    assert outline(statute)[0] == "第一章 审议工作报告 和预算"


def test_an_annex_stands_apart_from_the_main_text() -> None:
    statute = read(law("第一条 甲。", "附件：旧条例", "第一条 旧。", "第二条 旧。"))
    assert [a.text for a in articles(statute.body)] == ["甲。"]
    assert outline(statute) == ["第一条", "附件：旧条例", "  第一条", "  第二条"]


def test_a_text_without_articles_is_divided_by_its_clauses() -> None:
    statute = read(law("高级法院：", "答复如下：", "一、甲。", "甲续。", "二、乙。"))
    assert statute.form is Form.REPLY
    parts = [(p.kind, p.number, p.text) for _, p in walk(statute.body)]
    assert parts[-2:] == [(Kind.CLAUSE, 1, "甲。\n甲续。"), (Kind.CLAUSE, 2, "乙。")]
    assert parts[0] == (Kind.PREAMBLE, 0, "高级法院：\n答复如下：")


def test_running_arabic_numbers_under_headings_are_the_clauses() -> None:
    statute = read(law("## 一、范围", "1.甲。", "2.乙。", "## 二、期限", "3.丙。"))
    assert outline(statute) == ["一、范围", "  一、", "  二、", "二、期限", "  三、"]


def test_an_amending_text_keeps_the_words_of_the_law_it_changes() -> None:
    text = law("第三条 内容如下：", "第一百二十三条 新条文。", "第四条 乙。").replace(
        "星海县灯塔条例", "星海县灯塔条例修正案"
    )
    statute = read(text, "星海县灯塔条例修正案.md")
    assert statute.form is Form.AMENDING
    assert [a.number for a in articles(statute.body)] == [3, 4]
    assert statute.missing == ()


def test_a_part_of_a_code_begins_where_it_begins() -> None:
    text = 'title: "灯塔法典"\nsubtitle: "守塔编"\npublish_date: "2020-05-28"'
    statute = read(
        f"---\n{text}\n---\n# 灯塔法典\n\n# 守塔编\n\n## 第一章 总\n\n第九条 甲。", "守塔编.md"
    )
    assert (statute.title, statute.part, statute.missing) == ("灯塔法典", "守塔编", ())


UNREADABLE = [
    ("", "只有目录信息"),
    ("---\nbookCollapseSection: true\n---", "只有目录信息"),
    ("# 星海县灯塔条例\n\n2010年1月2日 通过\n\n<!-- INFO END -->\n", "没有正文"),
    ("# 甲诉乙案\n\n<!-- INFO END -->\n\n## 基本案情\n\n第一条 某法规定……", "案例"),
    ("# 攻略\n\n<!-- INFO END -->\n\n## 怎么办\n\n先看合同。", "不是法律文件"),
]


@pytest.mark.parametrize(("text", "reason"), UNREADABLE)
def test_what_is_no_statute_is_refused_with_the_reason(text: str, reason: str) -> None:
    refused = parse_statute(text, "某文件.md")
    assert isinstance(refused, Unreadable)
    assert reason in refused.reason
