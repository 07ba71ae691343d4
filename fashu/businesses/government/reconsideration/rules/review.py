"""附带审查 (第13、56至60条): who may deal with the document, and when."""

from fashu.businesses.government.reconsideration.norms import LAW
from fashu.kernel.procedure import CaseView, Refusal


def asks_for_a_review(view: CaseView) -> Refusal | None:
    """《行政复议法》第十三条: 规范性文件，不含规章."""
    if view.fact("ask_review") is not True:
        return Refusal("没有请求审查文件", LAW.art(13, 1), "请选“是”并写明文件")
    if view.fact("document_kind") == "regulation":
        return Refusal("规章不属于附带审查的范围", LAW.art(13, 2))
    return None


def within_own_power(view: CaseView) -> Refusal | None:
    """《行政复议法》第五十六条: 行政复议机关有权处理的，应当在三十日内依法处理."""
    if view.fact("suspension_ground") == "review" and view.fact("review_power") == "own":
        return None
    return Refusal("案件没有因本机关有权处理的附带审查中止", LAW.art(56))


def beyond_own_power(view: CaseView) -> Refusal | None:
    """《行政复议法》第五十六条: 无权处理的，应当在七日内转送."""
    if view.fact("suspension_ground") == "review" and view.fact("review_power") == "other":
        return None
    return Refusal("案件没有因本机关无权处理的附带审查中止", LAW.art(56))


def maker_had_its_time(view: CaseView) -> Refusal | None:
    """《行政复议法》第五十八条第一款: 制定机关应当自收到书面通知之日起十日内提交书面答复."""
    clock = view.clock("maker_answer")
    if clock is not None and not clock.is_open:
        return None
    return Refusal("制定机关的答复期限尚未届满", LAW.art(58, 1), "收到答复或者期限届满后再处理")


def review_is_finished(view: CaseView) -> Refusal | None:
    """《行政复议法》第五十六条、第五十九条: the document is dealt with before the decision."""
    asked = view.fact("ask_review") is True and view.fact("document_kind") != "regulation"
    begun = view.fact("suspension_ground") == "review"
    if not (asked or begun) or view.done("conclude_review") or view.done("review_reply"):
        return None
    return Refusal(
        "附带审查尚未处理完毕",
        LAW.art(56),
        "应当中止审理，依法处理或者转送有权机关，处理完毕后再作决定",
    )
