"""第35条、第40条: what a superior organ may be asked, and what it may order."""

from fashu.businesses.government.reconsideration.norms import LAW, REGULATION_2007
from fashu.kernel.procedure import CaseView, ClockStatus, Refusal

DECISION_TERMS = ("decision", "decision_summary", "decision_elevated", "decision_shorter")


def overdue(view: CaseView) -> bool:
    """Whether the period for the decision has run out without one."""
    clocks = [view.clock(key) for key in DECISION_TERMS]
    return any(clock and clock.status is ClockStatus.LAPSED for clock in clocks)


def after_a_refusal_only_if_ordered(view: CaseView) -> Refusal | None:
    """《行政复议法》第三十五条: 上级行政机关应当责令其纠正."""
    if view.stage != "refused" or view.done("order_correction"):
        return None
    return Refusal("已经决定不予受理，上级行政机关责令纠正后才能受理", LAW.art(35))


def something_to_complain_of(view: CaseView) -> Refusal | None:
    """《行政复议法》第三十五条: 不予受理、驳回申请或者超过行政复议期限不作答复."""
    if view.stage in ("refused", "dismissed", "suspended") or overdue(view):
        return None
    return Refusal("行政复议期限尚未届满", LAW.art(35), "期限届满仍未作出决定的，可以反映")


def order_fits_the_fault(view: CaseView) -> Refusal | None:
    """《行政复议法》第三十五条、第四十条: what is ordered answers what was done."""
    fits = {
        "accept": ("refused",),
        "rehear": ("dismissed",),
        "resume": ("suspended",),
        "decide": ("ordinary", "summary", "elevated"),
    }
    ordered = str(view.fact("ordered"))
    if ordered == "decide" and not overdue(view):
        return Refusal("行政复议期限尚未届满", LAW.art(35))
    if view.stage in fits.get(ordered, ()):
        return None
    return Refusal("责令的内容与案件所处的阶段不符", LAW.art(35))


def settled_in_order(view: CaseView) -> Refusal | None:
    """《行政复议法实施条例》(2007) 第三十条: 协商确定或者指定受理机关所用时间."""
    first, last = view.day("settled_from"), view.day("settled_until")
    if first and last and first <= last:
        return None
    return Refusal("确定受理机关的起止日期不合顺序", REGULATION_2007.art(30), "请核对日期")
