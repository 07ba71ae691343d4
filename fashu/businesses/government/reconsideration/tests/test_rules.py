"""The rules, one row for each case decided: id = article, then what is refused (or nothing)."""

from collections.abc import Callable
from datetime import date

import pytest

from fashu.businesses.government.reconsideration.rules import (
    admissibility,
    amended,
    course,
    decision,
    filing,
    performance,
    remedy,
    review,
    trial,
)
from fashu.businesses.government.reconsideration.tests.views import TODAY, Case
from fashu.kernel.procedure import CaseView, Refusal
from fashu.kernel.procedure.facts import Json

ALL: list[Json] = ["parties", "interest", "request", "period", "scope", "jurisdiction", "first"]
SOUND: list[Json] = ["facts", "basis", "procedure", "content", "power"]
BEFORE = date(2026, 6, 30)


def without(*keys: str) -> list[Json]:
    """All seven conditions but these."""
    return [key for key in ALL if key not in keys]


def sound_but(*keys: str) -> list[Json]:
    """All findings in favour of the act but these."""
    return [key for key in SOUND if key not in keys]


Rule = Callable[[CaseView], Refusal | None]
Row = tuple[str, Rule, Case, str | None]

FILING: tuple[Row, ...] = (
    ("复条26第17条 十二人推一人", filing.representatives_in_number,
     Case({"applicants": 12, "representatives": 1}), "2至5名"),
    ("复条26第17条 十二人推五人", filing.representatives_in_number,
     Case({"applicants": 12, "representatives": 5}), None),
    ("复条07第8条 六人推一人", filing.representatives_in_number,
     Case({"applicants": 6, "representatives": 1}, on=BEFORE), None),
    ("15(1) 代表人多于申请人", filing.representatives_in_number,
     Case({"applicants": 3, "representatives": 4}), "代表人"),
    ("15(1) 没有推选", filing.representatives_in_number, Case({"applicants": 12}), None),
    ("32(1) 电子监控", filing.only_on_the_spot_or_by_device, Case({"by_device": True}), None),
    ("32(1) 普通处罚", filing.only_on_the_spot_or_by_device, Case({"on_the_spot": False}), "直接"),
)  # fmt: skip

ADMISSIBILITY: tuple[Row, ...] = (
    ("30(1) 七项齐备", admissibility.all_seven_conditions, Case({"conditions": ALL}), None),
    ("30(1) 缺一项", admissibility.all_seven_conditions,
     Case({"conditions": without("scope")}), "属于行政复议范围"),
    ("30(1) 一项没有", admissibility.all_seven_conditions, Case({}), "尚未确认"),
    ("30(2) 事由一致", admissibility.failing_matches_conditions,
     Case({"conditions": without("period"), "failing": ["period"]}), None),
    ("30(2) 多列事由", admissibility.failing_matches_conditions,
     Case({"conditions": without("period"), "failing": ["period", "scope"]}), "不一致"),
    ("30(2) 全部符合却不予受理", admissibility.failing_matches_conditions,
     Case({"conditions": ALL, "failing": ["period"]}), "不一致"),
    ("12 不指明事项", admissibility.scope_names_the_matter,
     Case({"failing": ["scope"], "excluded_matter": "none"}), "指明"),
    ("12 无关却指明", admissibility.scope_names_the_matter,
     Case({"failing": ["period"], "excluded_matter": "state"}), "不适用"),
    ("12 指明事项", admissibility.scope_names_the_matter,
     Case({"failing": ["scope"], "excluded_matter": "state"}), None),
    ("30(2) 不告知管辖机关", admissibility.points_to_the_proper_organ,
     Case({"failing": ["jurisdiction"]}), "有管辖权"),
    ("30(2) 已告知", admissibility.points_to_the_proper_organ,
     Case({"failing": ["jurisdiction"], "proper_organ": "省税务局"}), None),
    ("30(1)(一) 未告知变更", admissibility.wrong_respondent_was_advised,
     Case({"failing": ["parties"]}), "告知变更"),
    ("30(1)(一) 已告知变更", admissibility.wrong_respondent_was_advised,
     Case({"failing": ["parties"]}, done=("advise_respondent",)), None),
    ("30(1)(四) 逾期而受理", admissibility.findings_answered,
     Case({"conditions": ALL}, clocks={"filing": "met_late"}), "申请逾期"),
    ("30(1)(四) 逾期而说明理由", admissibility.findings_answered,
     Case({"despite": "签收日期有误"}, clocks={"filing": "met_late"}), None),
    ("30(1)(四) 未逾期却以逾期不予受理", admissibility.findings_answered,
     Case({"failing": ["period"], "acts_as": "self"}, clocks={"filing": "met"}), "没有逾期"),
    ("30(1)(七) 重复申请", admissibility.findings_answered,
     Case({"earlier": "reconsidered"}), "申请过复议"),
    ("29(2) 已经起诉", admissibility.findings_answered, Case({"earlier": "court"}), "起诉过"),
    ("30(1)(七) 以前未被受理", admissibility.findings_answered,
     Case({"earlier": "not_accepted"}), None),
    ("53(1)(三) 三千元整", admissibility.summary_ground_holds,
     Case({"summary_ground": "amount", "amount": 3_000_00, "clear_case": True}), None),
    ("53(1)(三) 三千元零一分", admissibility.summary_ground_holds,
     Case({"summary_ground": "amount", "amount": 3_000_01}), "不符合"),
    ("53(1)(三) 不知数额", admissibility.summary_ground_holds,
     Case({"summary_ground": "amount"}), "不符合"),
    ("53(1)(一) 当场作出", admissibility.summary_ground_holds,
     Case({"summary_ground": "on_the_spot", "learned_how": "on_the_spot", "clear_case": True}),
     None),
    ("53(1)(二) 不是处罚", admissibility.summary_ground_holds,
     Case({"summary_ground": "warning", "act_kind": "licence"}), "不符合"),
    ("53(1)(四) 信息公开", admissibility.summary_ground_holds,
     Case({"summary_ground": "disclosure", "act_kind": "disclosure", "clear_case": True}), None),
    ("53(1) 争议较大", admissibility.summary_ground_holds,
     Case({"summary_ground": "disclosure", "act_kind": "disclosure", "clear_case": False}),
     "争议不大"),
    ("53(2) 各方同意", admissibility.summary_ground_holds,
     Case({"summary_ground": "agreed", "summary_consent": True, "respondent_consent": True}),
     None),
    ("53(2) 第三人不同意", admissibility.summary_ground_holds,
     Case({"summary_ground": "agreed", "summary_consent": True, "respondent_consent": True,
           "third_party_consent": False}, done=("join_third_party",)), "不符合"),
    ("36(1) 普通程序", admissibility.summary_ground_holds, Case({"track": "ordinary"}), None),
)  # fmt: skip

REMEDY: tuple[Row, ...] = (
    ("35 未经责令", remedy.after_a_refusal_only_if_ordered, Case({}, "refused"), "责令"),
    ("35 已经责令", remedy.after_a_refusal_only_if_ordered,
     Case({}, "refused", ("order_correction",)), None),
    ("35 审理未逾期", remedy.something_to_complain_of,
     Case({}, clocks={"decision": "running"}), "尚未届满"),
    ("35 审理逾期", remedy.something_to_complain_of,
     Case({}, "summary", clocks={"decision_summary": "lapsed"}), None),
    ("40 中止", remedy.something_to_complain_of, Case({}, "suspended"), None),
    ("35 责令受理", remedy.order_fits_the_fault, Case({"ordered": "accept"}, "refused"), None),
    ("40 对审理中责令恢复", remedy.order_fits_the_fault, Case({"ordered": "resume"}), "不符"),
    ("35 未逾期责令决定", remedy.order_fits_the_fault,
     Case({"ordered": "decide"}, clocks={"decision": "running"}), "尚未届满"),
    ("复条07第30条 颠倒", remedy.settled_in_order,
     Case({"settled_from": "2026-05-20", "settled_until": "2026-05-10"}), "不合顺序"),
)  # fmt: skip

TRIAL: tuple[Row, ...] = (
    ("复条07第32条 同名两次", trial.two_handlers, Case({"handlers": "李一、李一"}), "两名"),
    ("复条07第32条 两人", trial.two_handlers, Case({"handlers": "李一，赵二"}), None),
    ("复条26第39条 简易一人", trial.two_handlers_unless_summary,
     Case({"handlers": "李一"}, "summary"), None),
    ("复条26第39条 普通", trial.two_handlers_unless_summary, Case({"handlers": "李一"}), "两名"),
    ("47 无答复可阅", trial.evidence_has_been_answered, Case({"request_kind": "inspect"}), "尚未"),
    ("47 其他请求", trial.evidence_has_been_answered, Case({"request_kind": "stop"}), None),
    ("47 不写材料", trial.withheld_parts_are_named, Case({"withheld": "privacy"}), "哪些材料"),
    ("46(2) 申请人举证", trial.respondent_may_supplement, Case({}, by="applicant"), None),
    ("46(2) 被申请人举证", trial.respondent_may_supplement, Case({}, by="respondent"), "同意"),
    ("49 只写了人", trial.somebody_was_heard, Case({"heard_who": ["applicant"]}), "方式"),
    ("49 只听取第三人", trial.somebody_was_heard,
     Case({"heard_who": ["third_party"], "heard_how": ["phone"], "opinions": "略"}), "申请人"),
    ("49 书面审理", trial.somebody_was_heard, Case({"unheard_reason": "电话不通"}), None),
    ("51(1) 当天听证", trial.hearing_lies_ahead, Case({"hearing_on": "2026-09-01"}), "之后"),
    ("51(1) 未送达", trial.hearing_was_notified_in_time,
     Case({}, clocks={"hearing_notice": "running"}), "五个工作日"),
    ("51(1) 按期送达", trial.hearing_was_notified_in_time,
     Case({}, clocks={"hearing_notice": "met"}), None),
    ("51(1) 逾期送达", trial.hearing_was_notified_in_time,
     Case({}, clocks={"hearing_notice": "met_late"}), "五个工作日"),
    ("50(3) 一名听证员", trial.hearing_panel,
     Case({"presider": "李一", "listeners": "赵二", "recorder": "孙四"}), "两名以上听证员"),
    ("50(3) 主持人兼记录", trial.hearing_panel,
     Case({"presider": "李一", "listeners": "赵二、钱三", "recorder": "李一"}), "兼任"),
    ("50(3) 两名主持人", trial.hearing_panel,
     Case({"presider": "李一、周五", "listeners": "赵二、钱三", "recorder": "孙四"}), "一名主持人"),
    ("50(3) 齐备", trial.hearing_panel,
     Case({"presider": "李一", "listeners": "赵二、钱三", "recorder": "孙四"}), None),
    ("45 勘验颠倒", trial.site_days_in_order,
     Case({"site_from": "2026-09-01", "site_until": "2026-08-31"}), "先开始后结束"),
    ("42(二) 机关认为需要", trial.stop_was_requested, Case({"stop_ground": "authority"}), None),
)  # fmt: skip

COURSE: tuple[Row, ...] = (
    ("39(1)(六) 一方不同意", course.suspension_agreed_by_both,
     Case({"suspension_ground": "mediation", "both_agree": False}), "同意"),
    ("13(2) 规章", course.a_document_is_reviewable,
     Case({"suspension_ground": "review", "document_kind": "regulation"}), "规章"),
    ("41(五) 第七项", course.ground_of_termination,
     Case({"termination_ground": "sixty_days", "suspension_ground": "interpretation"},
          "suspended"), "第一项、第二项、第四项"),
    ("41(五) 已恢复审理", course.ground_of_termination,
     Case({"termination_ground": "sixty_days", "suspension_ground": "death"}), "第一项"),
    ("41(五) 第五十九日", course.ground_of_termination,
     Case({"termination_ground": "sixty_days", "suspension_ground": "death"}, "suspended",
          clocks={"suspension": "running"}, due=date(2026, 9, 2)), "尚未满六十日"),
    ("41(五) 第六十日", course.ground_of_termination,
     Case({"termination_ground": "sixty_days", "suspension_ground": "incapacity"}, "suspended",
          clocks={"suspension": "running"}, due=TODAY), None),
    ("41(二) 死亡", course.ground_of_termination, Case({"termination_ground": "death"}), None),
    ("41(四) 许可案件", course.ground_of_termination,
     Case({"termination_ground": "criminal", "act_kind": "licence"}), "刑事强制措施"),
    ("41(四) 拘留案件", course.ground_of_termination,
     Case({"termination_ground": "criminal", "act_kind": "penalty"}), None),
    ("73(1) 第三人未签", course.mediation_is_signed_by_all,
     Case({"signed_by": ["applicant", "respondent"]}, done=("join_third_party",)), "各方"),
    ("复条26第37条 未释明", amended.explained_before_dismissal,
     Case({"dismissal_grounds": ["baseless"]}), "释明"),
    ("复条26第37条 无权限", amended.explained_before_dismissal,
     Case({"dismissal_grounds": ["no_power"]}), None),
    ("复条26第61(2)条 相反请求", amended.not_worse_than_the_act,
     Case({"ground": "reject_worse", "opposite": True}), "相反请求"),
    ("复条26第37(2)条 首次申请", amended.repeated_without_anything_new,
     Case({"earlier": "none"}), "没有就同一事项"),
    ("复条26第26条 颠倒", amended.detour_in_order,
     Case({"detour_from": "2026-08-02", "detour_until": "2026-08-01"}), "不合顺序"),
)  # fmt: skip

REVIEW: tuple[Row, ...] = (
    ("13(1) 未请求", review.asks_for_a_review, Case({"ask_review": False}), "没有请求"),
    ("13(2) 请求审查规章", review.asks_for_a_review,
     Case({"ask_review": True, "document_kind": "regulation"}), "规章"),
    ("59 未处理", review.review_is_finished,
     Case({"ask_review": True, "document_kind": "government"}), "尚未处理"),
    ("59 已处理", review.review_is_finished,
     Case({"ask_review": True, "document_kind": "government"}, done=("conclude_review",)), None),
    ("60 已回复", review.review_is_finished,
     Case({"suspension_ground": "review"}, done=("review_reply",)), None),
    ("13(2) 规章不必等", review.review_is_finished,
     Case({"ask_review": True, "document_kind": "regulation"}), None),
)  # fmt: skip

DECISION: tuple[Row, ...] = (
    ("48 答复期内", decision.answer_was_awaited, Case({}, clocks={"answer": "running"}), "尚未"),
    ("48 未发送副本", decision.answer_was_awaited, Case({}), "尚未"),
    ("70 逾期未答", decision.answer_was_awaited, Case({}, clocks={"answer": "lapsed"}), None),
    ("54(2) 书面审理", decision.opinions_were_heard, Case({}, "summary"), None),
    ("49 上级审理也要听取", decision.opinions_were_heard, Case({}, "elevated"), "听取"),
    ("50(1) 听证亦听取意见", decision.opinions_were_heard, Case({}, done=("hold_hearing",)), None),
    ("52(2)(三) 原级复议", decision.committee_was_consulted,
     Case({"complex": False, "consultation": "own_act"}), "行政复议委员会"),
    ("61(1) 集体讨论可不一致", decision.head_agrees_with_the_proposal,
     Case({"approval": "collective", "outcome": "annul", "proposed": "maintain"}), None),
    ("61(2) 不凭证据", decision.based_on_the_record, Case({"based_on": ["committee"]}), "证据"),
    ("63(1)(一) 内容不当", decision.ground_follows_the_findings,
     Case({"ground": "vary_content", "soundness": sound_but("content")}), None),
    ("63(1)(一) 程序也违法", decision.ground_follows_the_findings,
     Case({"ground": "vary_content", "soundness": sound_but("content", "procedure")}), "不符"),
    ("63(1)(二) 未正确适用依据", decision.ground_follows_the_findings,
     Case({"ground": "vary_basis", "soundness": sound_but("basis")}), None),
    ("64(1)(一) 事实清楚", decision.ground_follows_the_findings,
     Case({"ground": "annul_facts", "soundness": SOUND}), "不符"),
    ("65(1)(一) 一项不成立即可", decision.ground_follows_the_findings,
     Case({"ground": "illegal_harm", "soundness": sound_but("procedure")}), None),
    ("65(1)(一) 仅内容不当", decision.ground_follows_the_findings,
     Case({"ground": "illegal_harm", "soundness": sound_but("content")}), "不符"),
    ("65(1)(二) 程序轻微", decision.ground_follows_the_findings,
     Case({"ground": "illegal_minor", "soundness": sound_but("procedure")}), None),
    ("65(1)(二) 事实也不清", decision.ground_follows_the_findings,
     Case({"ground": "illegal_minor", "soundness": sound_but("procedure", "facts")}), "不符"),
    ("68 各项成立", decision.ground_follows_the_findings,
     Case({"ground": "maintain", "soundness": SOUND}), None),
    ("68 缺一项", decision.ground_follows_the_findings,
     Case({"ground": "maintain", "soundness": sound_but("power")}), "不符"),
    ("64(1) 撤销的情形用于变更", decision.ground_carries_the_outcome,
     Case({"ground": "annul_facts", "outcome": "vary"}), "不是所选决定"),
    ("64(1) 部分撤销", decision.ground_carries_the_outcome,
     Case({"ground": "annul_facts", "outcome": "annul_in_part"}), None),
    ("67 没有请求", decision.ground_was_asked_for,
     Case({"ground": "invalid_subject", "requests": ["annul"]}), "没有申请确认"),
    ("71 不是协议", decision.ground_fits_the_act,
     Case({"outcome": "agreement", "ground": "agreement_breach", "act_kind": "penalty"}), "协议"),
    ("68 不作为", decision.ground_fits_the_act,
     Case({"outcome": "maintain", "ground": "maintain", "act_form": "omission"}), "没有可以维持"),
    ("63(1)(三) 没有查", decision.facts_were_ascertained, Case({"ground": "vary_facts"}), "查清"),
    ("63(1)(三) 勘验查清", decision.facts_were_ascertained,
     Case({"ground": "vary_facts"}, done=("inspect_site",)), None),
    ("63(2) 更为不利", decision.no_worse_for_the_applicant,
     Case({"outcome": "vary", "worse": True}), "不利"),
    ("63(2) 第三人未参加", decision.no_worse_for_the_applicant,
     Case({"outcome": "vary", "worse": True, "opposite": True}), "不利"),
    ("70 逾期答复而维持", decision.without_evidence_no_upholding,
     Case({"outcome": "maintain"}, clocks={"answer": "met_late"}), "第七十条"),
    ("70 驳回请求", decision.without_evidence_no_upholding,
     Case({"outcome": "reject_request"}, clocks={"answer_summary": "lapsed"}), "第七十条"),
    ("70 责令履行", decision.without_evidence_no_upholding,
     Case({"outcome": "perform"}, clocks={"answer": "lapsed"}), None),
    ("70 自称有第三人", decision.without_evidence_no_upholding,
     Case({"outcome": "maintain", "third_party_proved": True}, clocks={"answer": "lapsed"}),
     "第七十条"),
    ("72(1) 维持而赔偿", decision.compensation_is_decided,
     Case({"requests": ["annul", "compensation"], "outcome": "maintain",
           "compensation": "granted"}), "前提"),
    ("72(1) 未提出而驳回", decision.compensation_is_decided,
     Case({"requests": ["annul"], "compensation": "rejected"}), "没有提出"),
    ("72(2) 摊派不返还", decision.property_is_given_back,
     Case({"requests": ["annul"], "act_kind": "levy", "property": "none"}), "返还"),
    ("72(2) 许可不涉财产", decision.property_is_given_back,
     Case({"requests": ["annul"], "act_kind": "licence", "property": "none"}), None),
)  # fmt: skip

PERFORMANCE: tuple[Row, ...] = (
    ("77(1) 无履行内容", performance.there_is_a_duty, Case({"property": "none"}), "没有要求"),
    ("72(2) 返还财产", performance.there_is_a_duty, Case({"property": "return"}), None),
    ("78 未过起诉期", performance.remedies_are_exhausted,
     Case({}, clocks={"suit": "running"}), "尚未届满"),
    ("78 调解书", performance.remedies_are_exhausted, Case({}, outcome="调解"), None),
    ("78(二) 变更由复议机关", performance.enforced_by_the_right_organ,
     Case({"enforced_by": "authority"}, outcome="vary"), None),
    ("78(二) 变更由原机关", performance.enforced_by_the_right_organ,
     Case({"enforced_by": "respondent"}, outcome="vary"), "不符"),
    ("78 撤销无可执行", performance.something_can_be_enforced,
     Case({}, outcome="annul"), "只有维持"),
    ("77 未报告履行", performance.nothing_is_left_to_perform,
     Case({}, "effective", clocks={"remake": "lapsed"}), "尚未报告"),
    ("77 已报告", performance.nothing_is_left_to_perform,
     Case({}, "effective", clocks={"remake": "met_late"}), None),
    ("79(2) 未抄告", performance.the_superior_department_was_told,
     Case({"own_department": True}, "effective"), "抄告"),
)  # fmt: skip

ROWS = (*FILING, *ADMISSIBILITY, *REMEDY, *TRIAL, *COURSE, *REVIEW, *DECISION, *PERFORMANCE)


@pytest.mark.parametrize(
    ("rule", "case", "refused"), [pytest.param(*row[1:], id=row[0]) for row in ROWS]
)
def test_a_rule_decides_as_its_article_says(rule: Rule, case: Case, refused: str | None) -> None:
    said = rule(case.view())
    assert (refused in str(said)) if refused else said is None
