"""What the regulation of 2026 requires in addition."""

from fashu.businesses.government.reconsideration.norms import REGULATION_2026 as REGULATION
from fashu.kernel.procedure import CaseView, Refusal


def not_only_a_lawyer(view: CaseView) -> Refusal | None:
    """《行政复议法实施条例》(2026) 第十八条第二款: 不得仅委托律师担任代理人."""
    if (view.number("staff_agents") or 0) >= 1:
        return None
    return Refusal(
        "被申请人应当指定一至二名工作人员作为代理人参加复议，不得仅委托律师",
        REGULATION.art(18, 2),
    )


def detour_in_order(view: CaseView) -> Refusal | None:
    """《行政复议法实施条例》(2026) 第二十六条、第三十八条第二款: 期间有始有终."""
    first, last = view.day("detour_from"), view.day("detour_until")
    if first is None or last is None or first <= last:
        return None
    return Refusal("走弯路的起止日期不合顺序", REGULATION.art(26), "请核对这两个日期")


def explained_before_dismissal(view: CaseView) -> Refusal | None:
    """《行政复议法实施条例》(2026) 第三十七条第一款第一项: 经释明后申请人仍然坚持."""
    if "baseless" not in view.items("dismissal_grounds") or view.fact("explained") is True:
        return None
    return Refusal("以缺乏事实和法律依据为由驳回的，应当先向申请人释明", REGULATION.art(37, 1, 1))


def explained_before_rejection(view: CaseView) -> Refusal | None:
    """《行政复议法实施条例》(2026) 第六十一条第一款第一项: 经释明，申请人拒绝变更请求."""
    asked = view.fact("ground") == "reject_not_invalid"
    if not asked or view.fact("not_invalid_explained") is True:
        return None
    return Refusal("不属于无效情形的，应当先释明，申请人拒绝变更请求后才能驳回",
                   REGULATION.art(61, 1, 1))  # fmt: skip


def not_worse_than_the_act(view: CaseView) -> Refusal | None:
    """《行政复议法实施条例》(2026) 第六十一条第二款: 第三人提出相反请求的除外."""
    if view.fact("ground") != "reject_worse" or view.fact("opposite") is not True:
        return None
    return Refusal("第三人提出相反请求的，不能以变更更为不利为由驳回", REGULATION.art(61, 2))


def repeated_without_anything_new(view: CaseView) -> Refusal | None:
    """《行政复议法实施条例》(2026) 第三十七条第二款: 就同一事项再次申请行政复议."""
    if view.fact("earlier") in ("reconsidered", "not_accepted"):
        return None
    return Refusal("申请人没有就同一事项申请过复议", REGULATION.art(37, 2))
