"""履行、强制执行、归档 (第77至79条): what follows a decision in force."""

from fashu.businesses.government.reconsideration.norms import LAW
from fashu.kernel.procedure import CaseView, ClockStatus, Refusal

_DUTIES = ("remake", "remake_fixed", "perform", "mediation", "ordered_performance")


_DONE = (ClockStatus.MET, ClockStatus.MET_LATE)


def there_is_a_duty(view: CaseView) -> Refusal | None:
    """《行政复议法》第七十七条第一款: 被申请人应当履行行政复议决定书、调解书、意见书."""
    given_back = view.fact("property") not in (None, "none")
    paid = view.fact("compensation") == "granted" or view.fact("remedial") is True
    told = view.done("issue_opinion") is not None
    if given_back or paid or told or any(view.clock(key) for key in _DUTIES):
        return None
    return Refusal("决定没有要求被申请人履行的内容", LAW.art(77, 1))


def remedies_are_exhausted(view: CaseView) -> Refusal | None:
    """《行政复议法》第七十八条: 逾期不起诉又不履行."""
    if view.state and view.state.outcome == "调解":
        return None
    clock = view.clock("suit")
    if clock is not None and clock.status is ClockStatus.LAPSED:
        return None
    return Refusal("申请人、第三人的起诉期限尚未届满", LAW.art(78))


_ENFORCED_BY = {"maintain": "respondent", "vary": "authority", "调解": "authority"}


def something_can_be_enforced(view: CaseView) -> Refusal | None:
    """《行政复议法》第七十八条: 维持、变更的决定书和调解书."""
    if view.state is not None and view.state.outcome in _ENFORCED_BY:
        return None
    return Refusal("只有维持、变更的决定和调解书可以对申请人、第三人强制执行", LAW.art(78))


def enforced_by_the_right_organ(view: CaseView) -> Refusal | None:
    """《行政复议法》第七十八条: 维持的由原机关，变更的和调解书由复议机关，或者申请法院."""
    organ = _ENFORCED_BY.get(view.state.outcome if view.state else "")
    if view.fact("enforced_by") in (organ, "court"):
        return None
    return Refusal("强制执行的机关与决定的种类不符", LAW.art(78))


def nothing_is_left_to_perform(view: CaseView) -> Refusal | None:
    """《行政复议法》第七十七条: the case is closed once the decision is carried out."""
    clocks = [clock for key in _DUTIES if (clock := view.clock(key))]
    if view.stage != "effective" or all(clock.status in _DONE for clock in clocks):
        return None
    return Refusal(
        "被申请人尚未报告履行情况",
        LAW.art(77),
        "逾期不履行的，责令限期履行；收到履行情况后再结案",
    )


def the_superior_department_was_told(view: CaseView) -> Refusal | None:
    """《行政复议法》第七十九条第二款: 同时抄告被申请人的上一级主管部门."""
    if view.stage != "effective" or view.fact("own_department") is not True:
        return None
    if view.done("copy_decision"):
        return None
    return Refusal("决定书尚未抄告被申请人的上一级主管部门", LAW.art(79, 2))
