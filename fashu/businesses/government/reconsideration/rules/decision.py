"""行政复议决定 (第五章): what must precede it, and the conditions of each kind."""

from collections.abc import Callable

from fashu.businesses.government.reconsideration.facts.grounds import (
    AGREEMENT,
    ANNUL,
    ANNUL_IN_PART,
    GROUNDS_2026,
    ILLEGAL,
    INVALID,
    MAINTAIN,
    PERFORM,
    VARY,
    Ground,
)
from fashu.businesses.government.reconsideration.norms import LAW, REGULATION_2026
from fashu.kernel.procedure import CaseView, ClockStatus, Refusal

_GROUNDS = {ground.key: ground for ground in GROUNDS_2026}
_UNANSWERED = (ANNUL, ANNUL_IN_PART, ILLEGAL, INVALID, PERFORM)


# -- Before the proposal -----------------------------------------------------------------------


def opinions_were_heard(view: CaseView) -> Refusal | None:
    """《行政复议法》第四十九条: 普通程序应当听取当事人的意见."""
    if view.stage == "summary" or view.done("hear_opinions") or view.done("hold_hearing"):
        return None
    return Refusal(
        "普通程序应当听取当事人的意见，尚无听取意见的记录",
        LAW.art(49),
        "因当事人原因不能听取的，记录情况后可以书面审理",
    )


def answer_was_awaited(view: CaseView) -> Refusal | None:
    """《行政复议法》第四十八条、第五十四条: the respondent has its time to answer."""
    clocks = [view.clock("answer"), view.clock("answer_summary")]
    if view.done("answer") or any(c and c.status is ClockStatus.LAPSED for c in clocks):
        return None
    return Refusal("被申请人的答复期限尚未届满，也没有收到答复", LAW.art(48))


def complex_cases_were_heard(view: CaseView) -> Refusal | None:
    """《行政复议法》第五十条第一款: 审理重大、疑难、复杂的案件，应当组织听证."""
    if view.fact("complex") is not True or view.done("hold_hearing"):
        return None
    return Refusal("重大、疑难、复杂的案件应当组织听证", LAW.art(50, 1), "请先通知并举行听证")


def committee_was_consulted(view: CaseView) -> Refusal | None:
    """《行政复议法》第五十二条第二款: 应当提请行政复议委员会提出咨询意见."""
    called = view.fact("complex") is True or view.fact("consultation") not in (None, "none")
    if not called or view.done("consult_committee"):
        return None
    return Refusal("案件应当提请行政复议委员会提出咨询意见", LAW.art(52, 2))


def committee_was_answered(view: CaseView) -> Refusal | None:
    """《行政复议法实施条例》(2026) 第五十二条: 对咨询意见的采纳情况作出说明."""
    if not view.done("consult_committee") or view.fact("committee_statement"):
        return None
    cite = REGULATION_2026.art(52)
    return Refusal("应当说明委员会咨询意见的采纳情况；不采纳的，说明理由", cite)


# -- The decision as such ----------------------------------------------------------------------


def head_agrees_with_the_proposal(view: CaseView) -> Refusal | None:
    """《行政复议法》第六十一条第一款: 经负责人同意或者集体讨论通过."""
    if view.fact("approval") != "head" or view.fact("outcome") == view.fact("proposed"):
        return None
    return Refusal(
        "负责人同意的，决定应当与审查意见一致",
        LAW.art(61, 1),
        "意见不一致的，重新提出审查意见，或者经集体讨论通过",
    )


def based_on_the_record(view: CaseView) -> Refusal | None:
    """《行政复议法》第六十一条第二款、第三款: 听证笔录; 咨询意见作为重要参考依据."""
    based = view.items("based_on")
    if view.done("hold_hearing") and "hearing_record" not in based:
        return Refusal("经过听证的案件，应当根据听证笔录作出决定", LAW.art(61, 2))
    if view.done("consult_committee") and "committee" not in based:
        return Refusal("应当将委员会的咨询意见作为重要参考依据", LAW.art(61, 3))
    if "evidence" not in based:
        return Refusal("应当根据审查认定的事实和证据作出决定", LAW.art(61, 2))
    return None


def _ground(view: CaseView) -> Ground | None:
    return _GROUNDS.get(str(view.fact("ground")))


def ground_carries_the_outcome(view: CaseView) -> Refusal | None:
    """《行政复议法》第六十三条至第七十一条: each ground leads to its own decision."""
    ground = _ground(view)
    if ground is None or view.fact("outcome") in ground.outcomes:
        return None
    return Refusal(f"“{ground.title}”不是所选决定的情形", ground.cite, "请核对决定和情形")


def ground_follows_the_findings(view: CaseView) -> Refusal | None:
    """《行政复议法》第六十三条至第六十八条: what holds and what does not decides the ground."""
    ground, sound = _ground(view), set(view.items("soundness"))
    if ground is None or (set(ground.holding) <= sound and _one_fails(ground, sound)):
        return None
    return Refusal(
        f"“{ground.title}”与审查意见不符", ground.cite, "请核对审查意见中成立和不成立的项目"
    )


def _one_fails(ground: Ground, sound: set[str]) -> bool:
    return not ground.failing or bool(set(ground.failing) - sound)


def ground_was_asked_for(view: CaseView) -> Refusal | None:
    """《行政复议法》第六十七条: 申请人申请确认行政行为无效的."""
    ground = _ground(view)
    if ground is None or not ground.asked or ground.asked in view.items("requests"):
        return None
    return Refusal("申请人没有申请确认行政行为无效", ground.cite)


def ground_fits_the_act(view: CaseView) -> Refusal | None:
    """《行政复议法》第六十八条、第七十一条: an omission is not upheld; agreements apart."""
    ground = _ground(view)
    if ground is not None and ground.kind and ground.kind != view.fact("act_kind"):
        return Refusal("案件不是行政协议案件", ground.cite)
    if view.fact("outcome") == MAINTAIN and view.fact("act_form") == "omission":
        remedy = "没有职责或者受理前已经履行的，驳回行政复议请求"
        return Refusal("不履行职责的案件没有可以维持的行政行为", LAW.art(68), remedy)
    if view.fact("outcome") == AGREEMENT and view.fact("act_kind") != "agreement":
        return Refusal("案件不是行政协议案件", LAW.art(71))
    return None


def facts_were_ascertained(view: CaseView) -> Refusal | None:
    """《行政复议法》第六十三条第一款第三项: 经行政复议机关查清事实和证据."""
    if view.fact("ground") != "vary_facts":
        return None
    if any(view.done(step) for step in ("investigate", "inspect_site", "hold_hearing")):
        return None
    return Refusal(
        "以查清事实为由变更的，应当有复议机关调查取证、勘验或者听证的记录", LAW.art(63, 1, 3)
    )


def no_worse_for_the_applicant(view: CaseView) -> Refusal | None:
    """《行政复议法》第六十三条第二款: 不得作出对申请人更为不利的变更决定."""
    if view.fact("outcome") != VARY or view.fact("worse") is not True:
        return None
    if view.fact("opposite") is True and view.done("join_third_party"):
        return None
    return Refusal("不得作出对申请人更为不利的变更决定，第三人提出相反请求的除外", LAW.art(63, 2))


def without_evidence_no_upholding(view: CaseView) -> Refusal | None:
    """《行政复议法》第七十条: 视为没有证据、依据……但是第三人提供证据的除外."""
    if not unanswered(view):
        if view.fact("ground") != "no_answer":
            return None
        return Refusal("被申请人已经按期答复并提交证据", LAW.art(70))
    third = view.fact("third_party_proved") is True and bool(view.done("join_third_party"))
    if third or view.fact("outcome") in (*_UNANSWERED, AGREEMENT):
        return None
    return Refusal(
        "被申请人没有按期答复、举证，视为行政行为没有证据、依据，只能决定撤销、部分撤销、确认违法、"
        "确认无效或者责令履行",
        LAW.art(70),
    )


def unanswered(view: CaseView) -> bool:
    """Whether the respondent's time ran out before it answered."""
    late = (ClockStatus.LAPSED, ClockStatus.MET_LATE)
    clocks = [view.clock("answer"), view.clock("answer_summary")]
    return any(clock and clock.status in late for clock in clocks)


def compensation_is_decided(view: CaseView) -> Refusal | None:
    """《行政复议法》第七十二条第一款: 一并提出行政赔偿请求的，同时决定."""
    asked, answer = "compensation" in view.items("requests"), view.fact("compensation")
    if asked and answer == "none":
        return Refusal("申请人一并提出了行政赔偿请求，应当同时决定", LAW.art(72, 1))
    if not asked and answer == "rejected":
        return Refusal("申请人没有提出行政赔偿请求", LAW.art(72, 1))
    if answer == "granted" and view.fact("outcome") not in (
        ANNUL,
        ANNUL_IN_PART,
        VARY,
        ILLEGAL,
        INVALID,
    ):
        reason = "给予赔偿以撤销、变更行政行为或者确认违法、无效为前提"
        return Refusal(reason, LAW.art(72, 1))
    return None


def property_is_given_back(view: CaseView) -> Refusal | None:
    """《行政复议法》第七十二条第二款: 应当同时责令返还财产、解除查封扣押冻结或者赔偿价款."""
    touching = ("expropriation", "levy")
    asked = "compensation" in view.items("requests")
    if view.fact("property") != "none" or asked or view.fact("act_kind") not in touching:
        return None
    return Refusal(
        "撤销征收征用、集资摊派等行为的，应当同时责令返还财产或者赔偿相应的价款", LAW.art(72, 2)
    )


Rule = Callable[[CaseView], Refusal | None]

BEFORE_PROPOSAL: tuple[Rule, ...] = (answer_was_awaited, opinions_were_heard)
OF_DECISION: tuple[Rule, ...] = (
    head_agrees_with_the_proposal,
    based_on_the_record,
    without_evidence_no_upholding,
    ground_carries_the_outcome,
    ground_was_asked_for,
    ground_fits_the_act,
    ground_follows_the_findings,
    facts_were_ascertained,
    no_worse_for_the_applicant,
    compensation_is_decided,
    property_is_given_back,
)
