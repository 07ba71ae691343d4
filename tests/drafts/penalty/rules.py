"""One rule for each norm."""

from fashu.kernel.procedure import CaseView, ClockStatus, Refusal
from tests.drafts.penalty.facts import LAW


def not_recused(case: CaseView) -> Refusal | None:
    """《行政处罚法》第四十三条：执法人员与案件有直接利害关系的，应当回避。"""
    recused = {case.fact("recused")} & set(case.who)
    return Refusal(f"{recused.pop()}已经决定回避", LAW.art(43)) if recused else None


def hearing_right_is_told(case: CaseView) -> Refusal | None:
    """《行政处罚法》第六十三条第一款：较大数额罚款、吊销许可证件、责令停产停业等，应当告知。"""
    is_due = case.fact("kind") in ("revoke", "close") or case.fact("large") is True
    if case.fact("hearing_right") is is_due:
        return None
    return Refusal(f"拟作出的处罚{'应当' if is_due else '无须'}告知听证权利", LAW.art(63, 1))


def hearing_may_be_asked(case: CaseView) -> Refusal | None:
    """《行政处罚法》第六十三条第一款。"""
    if case.fact("hearing_right"):
        return None
    return Refusal("拟作出的处罚不在应当告知听证权利之列", LAW.art(63, 1), "可以陈述、申辩")


def hearing_right_is_spent(case: CaseView) -> Refusal | None:
    """《行政处罚法》第六十四条第一项：当事人要求听证的，应当在告知后五日内提出。"""
    clock = case.clock("hearing_request")
    spent = clock is not None and clock.status in (ClockStatus.MET, ClockStatus.LAPSED)
    if spent or not case.fact("hearing_right"):
        return None
    until = f"，至{clock.due}届满" if clock and clock.is_open else "，告知书尚未送达"
    return Refusal(f"当事人仍可以要求听证{until}", LAW.art(64, None, 1))


def on_the_day_announced(case: CaseView) -> Refusal | None:
    """《行政处罚法》第六十四条第二项：通知当事人及有关人员听证的时间、地点。"""
    if case.day("hearing_day") == case.on:
        return None
    return Refusal(f"听证日期是{case.fact('hearing_day')}", LAW.art(64, None, 2))


def reviewed_where_due(case: CaseView) -> Refusal | None:
    """《行政处罚法》第五十八条第一款：未经法制审核或者审核未通过的，不得作出决定。"""
    is_due = bool(case.items("review_grounds")) or case.done("hold_hearing")
    if not is_due or (case.done("review") and case.fact("passed")):
        return None
    what = "法制审核未通过" if case.done("review") else "尚未经法制审核"
    return Refusal(f"{what}，不得作出处罚决定", LAW.art(58, 1))


def discussed_where_due(case: CaseView) -> Refusal | None:
    """《行政处罚法》第五十七条第二款：情节复杂或者重大，负责人应当集体讨论决定。"""
    if not case.fact("grave") or case.done("discuss"):
        return None
    return Refusal("情节复杂或者重大违法行为，应当先经集体讨论", LAW.art(57, 2))


def no_heavier_after_defence(case: CaseView) -> Refusal | None:
    """《行政处罚法》第四十五条第二款：不得因当事人陈述、申辩而给予更重的处罚。"""
    proposed, decided = case.number("fine") or 0, case.number("decided_fine") or 0
    if decided <= proposed:
        return None
    return Refusal("罚款数额高于告知的数额", LAW.art(45, 2), "有新的事实的，请重新告知")


def surcharge(case: CaseView) -> int:
    """《行政处罚法》第七十二条第一款第一项：每日百分之三，不得超出罚款的数额。单位：分。"""
    fine = case.number("decided_fine") or 0
    return min(fine, fine * 3 * case.elapsed("surcharge") // 100)


def paid_with_surcharge(case: CaseView) -> Refusal | None:
    """《行政处罚法》第六十七条第三款、第七十二条第一款第一项。"""
    owed = (case.number("decided_fine") or 0) + surcharge(case)
    if case.number("paid") == owed:
        return None
    return Refusal(
        f"应缴{owed / 100:.2f}元，其中加处{surcharge(case) / 100:.2f}元", LAW.art(72, 1, 1)
    )
