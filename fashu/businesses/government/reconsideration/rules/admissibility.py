"""受理的条件 (第30条第1款、第53条): what an acceptance and a refusal must agree with."""

from fashu.businesses.government.reconsideration.norms import LAW
from fashu.businesses.government.reconsideration.rules.screening import observations
from fashu.kernel.procedure import CaseView, Refusal

_SEVEN = ("parties", "interest", "request", "period", "scope", "jurisdiction", "first")
_SMALL_AMOUNT = 3_000_00
"""三千元以下, in fen (53(1)(三)); 以下 includes the number (民法典1259)."""


def _titles(view: CaseView, keys: set[str]) -> str:
    fact = view.procedure.facts["conditions"]
    return "、".join(f"“{option.title}”" for option in fact.options if option.key in keys)


def all_seven_conditions(view: CaseView) -> Refusal | None:
    """《行政复议法》第三十条第一款: 对符合下列规定的，应当予以受理."""
    missing = set(_SEVEN) - set(view.items("conditions"))
    if not missing:
        return None
    return Refusal(
        f"不符合受理条件，尚未确认：{_titles(view, missing)}",
        LAW.art(30, 1),
        "无法判断的，通知补正；不符合的，决定不予受理",
    )


def failing_matches_conditions(view: CaseView) -> Refusal | None:
    """《行政复议法》第三十条第二款: only what fails the conditions is refused."""
    failing, met = set(view.items("failing")), set(view.items("conditions"))
    wrong = failing ^ (set(_SEVEN) - met)
    if not wrong:
        return None
    return Refusal(
        f"不予受理的事由与条件审查不一致：{_titles(view, wrong)}",
        LAW.art(30, 2),
        "勾选的不符合的条件，应当就是审查中没有确认的条件",
    )


def findings_answered(view: CaseView) -> Refusal | None:
    """《行政复议法》第三十条: a finding is departed from only with reasons."""
    if view.fact("despite"):
        return None
    failing = set(view.items("failing")) if "failing" in view.given else set()
    for seen in observations(view):
        contradicted = seen.holds is (seen.condition in failing)
        if seen.condition in _SEVEN and seen.holds is not None and contradicted:
            remedy = "查明的事实不同的，在“与系统提示不一致的理由”中写明"
            return Refusal(seen.text, seen.cite, remedy)
    return None


def scope_names_the_matter(view: CaseView) -> Refusal | None:
    """《行政复议法》第十二条: 下列事项不属于行政复议范围."""
    named = view.fact("excluded_matter") not in (None, "none")
    if named == ("scope" in view.items("failing")):
        return None
    return Refusal(
        "以不属于复议范围为由不予受理的，应当指明属于哪一类事项；不是这个理由的，选“不适用”",
        LAW.art(12),
    )


def points_to_the_proper_organ(view: CaseView) -> Refusal | None:
    """《行政复议法》第三十条第二款: 还应当告知有管辖权的行政复议机关."""
    if "jurisdiction" not in view.items("failing") or view.fact("proper_organ"):
        return None
    return Refusal(
        "不属于本机关管辖的，应当在决定中告知有管辖权的行政复议机关",
        LAW.art(30, 2),
        "请填写“有管辖权的行政复议机关”",
    )


def wrong_respondent_was_advised(view: CaseView) -> Refusal | None:
    """《行政复议法》第三十条第一款第一项: 错列被申请人的，先告知变更."""
    if "parties" not in view.items("failing"):
        return None
    if view.done("advise_respondent") or view.done("ask_correction"):
        return None
    return Refusal(
        "错列被申请人或者申请人不明确的，应当先告知变更被申请人或者通知补正，不能直接不予受理",
        view.procedure.steps["advise_respondent"].cite,
    )


def summary_ground_holds(view: CaseView) -> Refusal | None:
    """《行政复议法》第五十三条: 事实清楚、权利义务关系明确、争议不大的，可以适用简易程序."""
    if view.fact("summary_ground") is None:
        return None
    match view.fact("summary_ground"):
        case "on_the_spot":
            holds = view.fact("on_the_spot") is True or view.fact("learned_how") == "on_the_spot"
        case "warning":
            holds = view.fact("act_kind") == "penalty"
        case "amount":
            holds = (view.number("amount") or _SMALL_AMOUNT + 1) <= _SMALL_AMOUNT
        case "disclosure":
            holds = view.fact("act_kind") == "disclosure"
        case _:
            holds = _all_agree(view)
    if holds:
        return _clear(view)
    return Refusal(
        "申请所载的情况不符合所选的简易程序情形",
        LAW.art(53),
        "请选择相符的情形；当事人各方同意的，也可以适用；否则适用普通程序",
    )


def _clear(view: CaseView) -> Refusal | None:
    if view.fact("summary_ground") == "agreed" or view.fact("clear_case") is True:
        return None
    return Refusal("事实清楚、权利义务关系明确、争议不大的，才能适用简易程序", LAW.art(53, 1))


def _all_agree(view: CaseView) -> bool:
    asked = [view.fact("summary_consent"), view.fact("respondent_consent")]
    if view.done("join_third_party"):
        asked.append(view.fact("third_party_consent"))
    return all(answer is True for answer in asked)
