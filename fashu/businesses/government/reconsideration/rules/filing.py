"""Checks on an application as it is filed: only that its dates make sense.

Whether it is admissible is never decided here: a citizen's application is always received.
"""

from collections.abc import Callable

from fashu.businesses.government.reconsideration.norms import LAW
from fashu.businesses.government.reconsideration.rules.screening import representation
from fashu.kernel.procedure import CaseView, Refusal

Rule = Callable[[CaseView], Refusal | None]

_NAMES = {
    "act_on": "行为作出的日期",
    "known_on": "知道行为内容的日期",
    "told_on": "知道权利、机关和期限的日期",
    "requested_on": "机关收到您的申请的日期",
    "duty_due_on": "办理期限届满的日期",
    "obstacle_from": "耽误开始的日期",
    "obstacle_until": "障碍消除的日期",
}


def _in_order(earlier: str, later: str) -> Rule:
    def rule(view: CaseView) -> Refusal | None:
        """《行政复议法》第二十条: one date of the application cannot lie before another."""
        first, second = view.day(earlier), view.day(later)
        if first is None or second is None or first <= second:
            return None
        reason = f"{_NAMES[later]}（{second}）早于{_NAMES[earlier]}（{first}）"
        return Refusal(reason, LAW.art(20), "请核对这两个日期")

    return rule


DATES: tuple[Rule, ...] = (
    _in_order("act_on", "known_on"),
    _in_order("known_on", "told_on"),
    _in_order("requested_on", "duty_due_on"),
    _in_order("obstacle_from", "obstacle_until"),
)


def only_on_the_spot_or_by_device(view: CaseView) -> Refusal | None:
    """《行政复议法》第三十二条第一款: 对当场作出或者依据电子技术监控设备记录作出的处罚."""
    if view.fact("on_the_spot") is True or view.fact("by_device") is True:
        return None
    return Refusal(
        "只有当场作出的处罚和依据电子监控设备记录作出的处罚，可以通过处罚机关提交申请",
        LAW.art(32, 1),
        "请直接向行政复议机关申请",
    )


def representatives_in_number(view: CaseView) -> Refusal | None:
    """《行政复议法》第十五条第一款: how many represent many is for the regulation to say."""
    applicants, chosen = view.number("applicants"), view.number("representatives")
    if applicants is None or chosen is None:
        return None
    _, least, cite = representation(view)
    if least <= chosen <= min(5, applicants):
        return None
    return Refusal(f"应当推选{least}至5名代表人，现为{chosen}名", cite)


OF_APPLICATION: tuple[Rule, ...] = (*DATES, representatives_in_number)
