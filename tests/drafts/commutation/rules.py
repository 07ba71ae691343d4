"""One rule for each norm."""

from fashu.kernel.procedure import CaseView, Refusal
from tests.drafts.commutation import facts
from tests.drafts.commutation.facts import COURTS, GRAFT, MEASURE, TRIAL

MOST = {
    "ordinary": (9, 12, 18, 24),  # 第六条第二款
    "strict": (9, 12, 12, 12),  # 第七条：一次减刑不超过一年
    "graft": (6, 9, 12, 12),  # 补充规定第二条
}
WAITING = ("start", "interval", "interval_by_cut", "after_property", "after_crime")


def within_measure(case: CaseView) -> Refusal | None:
    """《最高人民法院关于办理减刑、假释案件具体应用法律的规定》第六条第二款、第七条第一款。"""
    cut, group = case.number("cut"), str(case.fact("class")).split("_")[0]
    if cut is None or case.fact("sentence") != "fixed":
        return None
    merits = [option.key for option in facts.MERIT.options]
    most = MOST.get(group, MOST["ordinary"])[merits.index(str(case.fact("merit")))]
    cite = {"strict": MEASURE.art(7), "graft": GRAFT.art(2)}.get(group, MEASURE.art(6, 2))
    return None if cut <= most else Refusal(f"一次减刑不超过{most}个月，拟减{cut}个月", cite)


def waited_long_enough(case: CaseView) -> Refusal | None:
    """《最高人民法院关于办理减刑、假释案件具体应用法律的规定》第六条、第二十一条第一款。

    Start and interval run to the day of 报请; 重大立功 waives them, but not the bar after a crime.
    """
    great = str(case.fact("merit")).endswith("great")
    for key in WAITING:
        due, term = case.due(key), case.procedure.terms[key]
        if due and case.on < due and not (great and key != "after_crime"):
            return Refusal(f"“{term.title}”至{due}届满，此前不得报请", term.cite)
    return None


def objections_rechecked(case: CaseView) -> Refusal | None:
    """《监狱法》第五十条第一款：公示无异议或者经复核异议不成立的。"""
    clocks = case.state.clocks if case.state else ()
    pending = [c.of for c in clocks if c.term == "recheck" and c.is_open]
    if not pending:
        return None
    return Refusal(f"{'、'.join(pending)}的异议尚未复核", case.procedure.steps["decide"].cite)


def bureau_agrees(case: CaseView) -> Refusal | None:
    """《监狱法》第五十一条第一款、第五十二条：无期徒刑、死缓须经监狱管理机关审核同意。"""
    if case.fact("sentence") == "fixed" or case.done("consent"):
        return None
    return Refusal("尚未经省级监狱管理机关审核", case.procedure.steps["consent"].cite)


def may_be_extended(case: CaseView) -> Refusal | None:
    """《最高人民法院关于适用〈刑事诉讼法〉的解释》第五百三十四条第一款第一项：死缓减刑一个月内裁定，没有延长。"""
    suspended = case.fact("sentence") == "suspended"
    return Refusal("死缓减刑案件的期限不能延长", COURTS.art(534, 1, 1)) if suspended else None


def heard_where_due(case: CaseView) -> Refusal | None:
    """《最高人民法院关于减刑、假释案件审理程序的规定》第六条：应当开庭审理的情形。"""
    great = str(case.fact("merit")).endswith("great")
    due = great or case.done("comment") or case.fact("disagrees")
    if not due or case.fact("by_hearing"):
        return None
    return Refusal("重大立功、公示收到不同意见或者检察院有异议的，应当开庭审理", TRIAL.art(6))
