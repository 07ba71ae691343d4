"""Predicates of the norms: what the law lets a processor decide, and what not."""

from fashu.businesses.administration.personal_information.norms import LAW
from fashu.kernel.procedure import CaseView, Refusal

BELONGS = {
    "retention": ("erase", "withdraw", "object"),
    "accurate": ("correct",),
    "secret": ("read", "copy", "explain"),
    "duty": ("read", "copy", "explain"),
}
"""Ground of refusal -> the rights that it can answer; a ground not listed answers any."""


def kinship_is_checked(view: CaseView) -> Refusal | None:
    """《个人信息保护法》第四十九条: 其近亲属为了自身的合法、正当利益."""
    if view.fact("capacity") == "self" or view.fact("verified_by") == "kinship":
        return None
    return Refusal(
        "为他人提出请求的，应当查验监护或者亲属关系证明",
        LAW.art(49),
        "请补充证明，或者由信息主体本人提出",
    )


def erasure_waits_for_retention(view: CaseView) -> Refusal | None:
    """《个人信息保护法》第四十七条第二款: 保存期限未届满……应当停止除存储和……保护措施之外的处理."""
    if view.fact("right") != "erase" or view.fact("result") != "grant":
        return None
    if view.fact("retention") not in ("running", "hard"):
        return None
    return Refusal(
        "法定保存期限未届满或者删除技术上难以实现的，不能删除",
        LAW.art(47, 2),
        "可以决定“部分满足”：停止除存储和安全保护以外的处理",
    )


def ground_belongs_to_the_right(view: CaseView) -> Refusal | None:
    """《个人信息保护法》第五十条第一款: 拒绝个人行使权利的请求的，应当说明理由."""
    ground, right = view.fact("ground"), view.fact("right")
    if ground is None or right in BELONGS.get(str(ground), (right,)):
        return None
    return Refusal(
        "这一依据不能用来拒绝这种请求", LAW.art(50, 1), "请选择与请求相应的依据，并写明理由"
    )


def recipients_are_told(view: CaseView) -> Refusal | None:
    """《个人信息保护法》第四十六条第二款: 予以核实，并及时更正、补充."""
    changes = view.fact("right") in ("correct", "erase")
    if not changes or not view.fact("recipients") or view.fact("told_recipients") is True:
        return None
    return Refusal(
        "更正、删除的内容提供给过他人的，应当先通知接收方",
        LAW.art(46, 2),
        "请通知接收方后再答复",
    )
