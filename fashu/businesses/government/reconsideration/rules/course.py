"""中止、终止、撤回、调解、驳回申请: the conditions of each way a case can turn or end."""

from fashu.businesses.government.reconsideration.norms import LAW
from fashu.kernel.procedure import CaseView, Refusal

_ENDED_BY_SIXTY_DAYS = ("death", "incapacity", "entity_ended")


def suspension_agreed_by_both(view: CaseView) -> Refusal | None:
    """《行政复议法》第三十九条第一款第六项: 申请人和被申请人同意中止."""
    if view.fact("suspension_ground") != "mediation" or view.fact("both_agree") is True:
        return None
    return Refusal("因调解、和解中止的，应当经申请人和被申请人同意", LAW.art(39, 1, 6))


def a_document_is_reviewable(view: CaseView) -> Refusal | None:
    """《行政复议法》第十三条第二款: 前款所列规范性文件不含规章."""
    if view.fact("suspension_ground") != "review" or view.fact("document_kind") != "regulation":
        return None
    return Refusal(
        "规章不属于附带审查的范围，不能因此中止",
        LAW.art(13, 2),
        "规章的审查依照法律、行政法规办理",
    )


def withdrawn_voluntarily(view: CaseView) -> Refusal | None:
    """《行政复议法》第七十四条第一款: 自愿."""
    if view.fact("voluntary") is True:
        return None
    return Refusal("撤回应当出于自愿", LAW.art(74, 1), "不愿撤回的，案件继续审理")


def represented_agree(view: CaseView) -> Refusal | None:
    """《行政复议法》第十五条第二款: 撤回……的，应当经被代表的申请人同意."""
    if view.number("representatives") is None or view.fact("represented_agree") is True:
        return None
    return Refusal("推选了代表人的，撤回应当经被代表的申请人同意", LAW.art(15, 2))


def ground_of_termination(view: CaseView) -> Refusal | None:
    """《行政复议法》第四十一条: five grounds, each with its own condition."""
    match view.fact("termination_ground"):
        case "withdrawn":
            return _permitted(view)
        case "criminal":
            return _detained(view)
        case "sixty_days":
            return _sixty_days_full(view)
    return None


def _permitted(view: CaseView) -> Refusal | None:
    if view.done("permit_withdrawal"):
        return None
    return Refusal("撤回申请尚未经行政复议机构准予", LAW.art(41, item=1))


def _detained(view: CaseView) -> Refusal | None:
    if view.fact("act_kind") in ("penalty", "coercion"):
        return None
    reason = "只有对行政拘留或者限制人身自由的强制措施不服的案件，才能因刑事强制措施终止"
    return Refusal(reason, LAW.art(41, item=4))


def _sixty_days_full(view: CaseView) -> Refusal | None:
    cite = LAW.art(41, item=5)
    if view.stage != "suspended" or view.fact("suspension_ground") not in _ENDED_BY_SIXTY_DAYS:
        reason = "只有依照第三十九条第一款第一项、第二项、第四项中止的，满六十日才终止"
        return Refusal(reason, cite, "原因消除后恢复审理")
    clock = view.clock("suspension")
    if clock is not None and clock.due is not None and str(clock.due) <= view.on.isoformat():
        return None
    return Refusal(f"中止尚未满六十日（{clock.due if clock else ''}届满）", cite)


def mediation_is_lawful(view: CaseView) -> Refusal | None:
    """《行政复议法》第五条第二款: 合法、自愿."""
    if view.fact("mediation_lawful") is True:
        return None
    return Refusal("调解应当自愿、合法，不得损害国家、社会公共利益和他人权益", LAW.art(5, 2))


def mediation_is_signed_by_all(view: CaseView) -> Refusal | None:
    """《行政复议法》第七十三条第一款: 经各方当事人签字或者签章."""
    all_parties = {"applicant", "respondent"}
    if view.done("join_third_party"):
        all_parties.add("third_party")
    if all_parties <= set(view.items("signed_by")):
        return None
    return Refusal(
        "调解书应当经各方当事人签字或者签章",
        LAW.art(73, 1),
        "一方反悔的，应当依法审查或者及时作出复议决定（第七十三条第二款）",
    )


def order_to_continue(view: CaseView) -> Refusal | None:
    """《行政复议法》第三十五条: a dismissal is undone only by order of the superior organ."""
    if view.stage != "dismissed" or view.fact("ordered") == "rehear":
        return None
    return Refusal("已经决定驳回申请，上级行政机关责令纠正后才能恢复审理", LAW.art(35))
