"""审理 (第四章): what must have happened, and how, before the next thing."""

import re

from fashu.businesses.government.reconsideration.norms import LAW, REGULATION_2007, REGULATION_2026
from fashu.kernel.procedure import CaseView, ClockStatus, Refusal


def names(text: object) -> tuple[str, ...]:
    """The different names in a line, parted by 、，； or spaces."""
    return tuple(
        dict.fromkeys(part for part in re.split(r"[、,，;；\s]+", str(text or "")) if part)
    )


def two_handlers(view: CaseView) -> Refusal | None:
    """《行政复议法实施条例》(2007) 第三十二条: 应当由2名以上行政复议人员参加."""
    if len(names(view.fact("handlers"))) >= 2:
        return None
    return Refusal("审理案件应当由两名以上行政复议人员参加", REGULATION_2007.art(32))


def two_handlers_unless_summary(view: CaseView) -> Refusal | None:
    """《行政复议法实施条例》(2026) 第三十九条: 适用简易程序的，可以由1名行政复议人员审理."""
    if view.stage == "summary" or len(names(view.fact("handlers"))) >= 2:
        return None
    return Refusal("普通程序应当由两名以上行政复议人员审理", REGULATION_2026.art(39))


def evidence_has_been_answered(view: CaseView) -> Refusal | None:
    """《行政复议法》第四十七条: 查阅、复制被申请人提出的书面答复、证据、依据."""
    if view.fact("request_kind") != "inspect" or view.done("answer"):
        return None
    return Refusal(
        "被申请人尚未提交书面答复和证据，没有可以查阅的材料", LAW.art(47), "请在答复提交后申请查阅"
    )


def withheld_parts_are_named(view: CaseView) -> Refusal | None:
    """《行政复议法》第四十七条: 除涉及……的情形外，行政复议机构应当同意."""
    if view.fact("withheld") == "nothing" or view.fact("withheld_parts"):
        return None
    return Refusal("不予查阅的，应当写明是哪些材料", LAW.art(47), "其余材料应当同意查阅")


def respondent_may_supplement(view: CaseView) -> Refusal | None:
    """《行政复议法》第四十六条: 被申请人不得自行收集证据; 经同意，可以补充证据."""
    from_respondent = "respondent" in (view.by, view.fact("submitted_for"))
    if not from_respondent or view.done("permit_supplement"):
        return None
    return Refusal(
        "答复之后，被申请人未经行政复议机构同意不得补充证据",
        LAW.art(46, 2),
        "申请人、第三人提出新的理由或者证据的，可以请行政复议机构同意",
    )


def registered_for_a_party(view: CaseView) -> Refusal | None:
    """《行政复议法》第四十三条第一款: evidence is that of a party, also where it is registered."""
    if view.by != "office" or view.fact("submitted_for"):
        return None
    return Refusal("登记纸质材料应当写明替谁登记", LAW.art(43, 1), "请填写“替谁登记”")


def somebody_was_heard(view: CaseView) -> Refusal | None:
    """《行政复议法》第四十九条: 应当听取当事人的意见; 因当事人原因不能听取的，可以书面审理."""
    heard = view.items("heard_who")
    if heard and not (view.fact("opinions") and view.items("heard_how")):
        return Refusal("听取意见应当写明方式和意见的内容，记录在案", LAW.art(49))
    if "applicant" in heard or view.fact("unheard_reason"):
        return None
    return Refusal(
        "没有听取申请人的意见", LAW.art(49), "因当事人原因不能听取的，写明情况，可以书面审理"
    )


def hearing_lies_ahead(view: CaseView) -> Refusal | None:
    """《行政复议法》第五十一条第一款: 于举行听证的五日前通知."""
    hearing_on = view.day("hearing_on")
    if hearing_on is None or hearing_on > view.on:
        return None
    return Refusal("听证日期应当在通知之后", LAW.art(51, 1))


def hearing_was_notified_in_time(view: CaseView) -> Refusal | None:
    """《行政复议法》第五十一条第一款: 五日前将时间、地点和拟听证事项书面通知当事人."""
    clock = view.clock("hearing_notice")
    if clock is not None and clock.status is ClockStatus.MET:
        return None
    return Refusal(
        "听证通知没有在举行听证的五个工作日前送达各方当事人",
        LAW.art(51, 1),
        "请重新确定听证日期并通知",
    )


def hearing_on_its_day(view: CaseView) -> Refusal | None:
    """《行政复议法》第五十一条第一款: the hearing is held when it was said to be."""
    if view.day("hearing_on") == view.on:
        return None
    return Refusal(f"通知的听证日期是{view.fact('hearing_on')}", LAW.art(51, 1))


def hearing_panel(view: CaseView) -> Refusal | None:
    """《行政复议法》第五十条第三款: 一名主持人，两名以上听证员，一名记录员."""
    listeners = names(view.fact("listeners"))
    others = {*names(view.fact("presider")), *names(view.fact("recorder"))}
    if len(listeners) >= 2 and len(others) == 2 and not others & set(listeners):
        return None
    return Refusal("听证由一名主持人、两名以上听证员和一名记录员组成，不得兼任", LAW.art(50, 3))


def stop_was_requested(view: CaseView) -> Refusal | None:
    """《行政复议法》第四十二条第三项: 申请人、第三人申请停止执行."""
    ground = view.fact("stop_ground")
    if ground == "requested" and not view.done("request"):
        return Refusal("没有申请人、第三人的停止执行申请", LAW.art(42, item=3))
    if ground == "respondent" and view.fact("stop_needed") is not True:
        return Refusal("被申请人没有提出需要停止执行", LAW.art(42, item=1))
    return None


def site_days_in_order(view: CaseView) -> Refusal | None:
    """《行政复议法》第四十五条: an inspection begins before it ends."""
    first, last = view.day("site_from"), view.day("site_until")
    if first and last and first <= last:
        return None
    return Refusal("勘验应当先开始后结束，结束后登记", LAW.art(45), "请核对勘验的起止日期")
