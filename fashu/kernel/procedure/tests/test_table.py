from dataclasses import replace

import pytest

from fashu.kernel.calendar import Unit
from fashu.kernel.law.citation import Law
from fashu.kernel.procedure import Branch, CaseView, Extendable, Refusal, words
from fashu.kernel.procedure.matrix import Permission, matrix_markdown, permissions
from fashu.kernel.procedure.table import Row, markdown, statute_markdown, statute_table
from fashu.kernel.procedure.tests.sample import DECISION, V1
from fashu.kernel.procedure.tests.sample_steps import CORRECT, DECIDE, EXTEND, HEAR
from fashu.kernel.procedure.tests.sample_words import CLOSED, DECIDED, GRANTED, LAW, URGENT


def row(key: str, *, term: bool = False) -> Row:
    return next(r for r in statute_table(V1) if r.key == key and (r.kind != "步骤") is term)


def test_every_provision_has_its_row() -> None:
    assert len(statute_table(V1)) == len(V1.provisions)


def test_rows_stand_in_the_order_of_the_articles() -> None:
    places = [(r.cite.article, r.cite.paragraph or 0) for r in statute_table(V1)]
    assert places == sorted(places)


def test_the_procedures_own_law_comes_first() -> None:
    other = replace(CORRECT, cite=Law("另一条例").art(1))
    table = statute_table(V1.amended("x", V1.applies_from, replaced=(other,)))
    assert table[-1].key == "correct"
    assert "| 《另一条例》第一条 | 步骤：补正 |" in statute_markdown(
        V1.amended("x", V1.applies_from, replaced=(other,))
    )


def test_a_step_says_who_where_within_what_and_whereto() -> None:
    found = row("correct")
    assert found.cite == LAW.art(5, 2)
    assert found.who == "申请人"
    assert found.when == "“待补正”"
    assert found.conditions == "《补正通知书》已送达"
    assert found.length == "“补正期限”内"
    assert found.effect == "进入“待审查”"


def test_two_persons_conditions_and_papers_are_named() -> None:
    assert row("note").who == "许可机关；2人以上"
    assert row("hear").who == "许可机关；不得由办理过“记录审查”的人员办理"
    assert row("note").effect == "阶段不变；制作《审查笔录》"
    assert row("publicise").conditions == "未办理“发现险情”"
    assert row("decide").conditions == "已办理“公示”；“公示期”期满之日起；“公示期”已届满"
    assert row("decide").effect.endswith("《不予许可决定书》（视情形）")
    assert row("resume").effect == "返回原来的阶段"
    assert row("return").effect == "进入“审查中”；“公示”须重新办理"


def test_rules_are_read_out_with_their_norms() -> None:
    ceiling = "造价超过五十万元的，不得按一般类别申请（第三条第三款）"
    assert row("apply").conditions == ceiling
    assert row("note").conditions == "符合第六条第一款"


def test_a_rule_of_another_law_names_it() -> None:
    def foreign(case: CaseView) -> Refusal | None:
        """《示范条例》第二条：须先公告"""
        return None

    assert words.rule(V1, foreign) == "须先公告（《示范条例》第二条）"


def test_a_gist_for_developers_is_not_read_out() -> None:
    def english(case: CaseView) -> Refusal | None:
        """第二条: only once"""
        return None

    assert words.rule(V1, english) == "符合第二条"


def test_a_right_and_a_wait_are_no_duties() -> None:
    kinds = {key: row(key, term=True).kind for key in ("limitation", "publicity", "decision")}
    assert kinds == {"limitation": "权利期限", "publicity": "等待期", "decision": "期限"}


def test_doubts_and_what_is_unverified_stand_with_the_term() -> None:
    doubt = "存疑：首尾两日是否都扣除（取“都扣除”，不取“只扣除一日”）"
    assert row("limitation", term=True).conditions == doubt
    assert row("callback", term=True).conditions == "未核：示范条文，仅供测试"


@pytest.mark.parametrize(
    ("key", "when", "length"),
    [
        ("examination", "进入“待审查”", "5个工作日"),
        (
            "correction",
            "《补正通知书》送达申请人",
            "由“补正期限（工作日）”确定（工作日）；是否按期以“交邮日期”为准",
        ),
        ("keeping", "“登记保存”之日", "7日；每一“登记保存的物品”分别计算"),
        ("hearing_ahead", "“听证日期”之前，倒推", "7日"),
        ("objections", "“公示期”届满", "由审查人员确定处理异议的日期"),
        ("performance", "进入“待履行”", "至“履行截止日”"),
        ("suit", "《许可决定书》、《不予许可决定书》送达申请人（限于一般、重大）", "6个月"),
        (
            "limitation",
            "“知道公告的日期”",
            "60日；不可抗力期间不计入；自“公告日期”起最长1年；末日为休假日的顺延（法律未写明）",
        ),
        (
            "decision",
            "进入“审查中”",
            "一般60日；重大90日；可延长2次，每次最多30日，合计不超过45日；“已中止”期间中止；"
            "评审期间不计入；勘验期间不计入；末日为休假日的顺延",
        ),
    ],
)
def test_a_term_says_when_it_starts_and_how_long_it_is(key: str, when: str, length: str) -> None:
    assert (row(key, term=True).when, row(key, term=True).length) == (when, length)


def test_a_term_says_what_its_lapse_does() -> None:
    assert row("examination", term=True).effect == "视为受理→“审查中”"
    expected = "视为放弃申请，经“认定放弃”认定→“视为放弃”；不得再“补正”"
    assert row("correction", term=True).effect == expected


def test_an_extension_without_ceiling_is_left_to_the_organ() -> None:
    term = replace(DECISION, extendable=Extendable(EXTEND, Unit.DAY, LAW.art(7), times=1))
    table = statute_table(V1.amended("x", V1.applies_from, replaced=(term,)))
    (found,) = [r for r in table if r.key == "decision"]
    assert "；可延长一次，由机关确定；" in found.length


def test_a_branch_by_yes_and_no_reads_so() -> None:
    to = Branch(URGENT, ((True, DECIDED), (False, CLOSED), (None, CLOSED)))
    table = statute_table(V1.amended("x", V1.applies_from, replaced=(replace(HEAR, to=to),)))
    (found,) = [r for r in table if r.key == "hear"]
    assert found.effect == "是否加急：是→“待生效”；是否加急：否→“已办结”；未填写→“已办结”"


def test_what_would_break_a_table_is_escaped() -> None:
    table = markdown(("甲", "乙"), [("a|b", "c\nd")])
    assert table == "| 甲 | 乙 |\n| --- | --- |\n| a\\|b | c d |\n"


# -- Who may do what -------------------------------------------------------------------------


def test_permissions_are_exactly_those_of_the_steps() -> None:
    found = permissions(V1)
    assert len(found) == len(set(found))
    for step in V1.steps.values():
        stages = {stage.key for stage in step.at} or {""}
        mine = {(p.role, p.stage) for p in found if p.step == step.key}
        assert mine == {(role.key, stage) for role in step.by for stage in stages}


def test_permissions_follow_the_stages() -> None:
    assert permissions(V1)[0] == Permission("apply", "applicant", "")
    assert permissions(V1)[-1] == Permission("perform", "applicant", "effective")


def test_the_matrix_has_a_line_for_each_stage_and_a_column_for_each_role() -> None:
    lines = matrix_markdown(V1).splitlines()
    assert lines[0] == "| 阶段 | 申请人 | 许可机关 | 评审机构 |"
    assert len(lines) == 3 + len(V1.stages)
    assert "| 待补正 | 补正 | 认定放弃 |  |" in lines
    assert lines[-1].startswith("| 已办结（终局） |")


def test_a_branch_to_several_stages_is_spelt_out() -> None:
    to = Branch(GRANTED, (("yes", DECIDED), ("no", CLOSED)))
    table = statute_table(V1.amended("x", V1.applies_from, replaced=(replace(DECIDE, to=to),)))
    (found,) = [r for r in table if r.key == "decide"]
    assert found.effect.startswith("准予许可→“待生效”；不予许可→“已办结”")
