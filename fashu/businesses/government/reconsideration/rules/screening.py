"""What the application itself shows about the seven conditions of 第30条第1款.

Observations propose, an officer decides: he may depart from any of them by giving his reasons.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from fashu.businesses.government.reconsideration.norms import LAW, REGULATION_2007, REGULATION_2026
from fashu.kernel.business import Finding
from fashu.kernel.law.citation import Citation
from fashu.kernel.procedure import CaseView, Clock, ClockStatus

FILING_TERMS = (
    "filing",
    "filing_later_told",
    "filing_never_told",
    "filing_duty_fixed",
    "filing_duty",
    "filing_urgent",
    "filing_longest",
    "filing_longest_land",
)


@dataclass(frozen=True, slots=True)
class Observation:
    """What was found about one condition: True, False, or None for "for the officer to judge"."""

    condition: str
    holds: bool | None
    text: str
    cite: Citation


def observations(view: CaseView) -> tuple[Observation, ...]:
    """All of them, in the order of the seven conditions; then whether 复议 must come first."""
    return (
        *_parties(view),
        *_interest(view),
        *_period(view),
        *_scope(view),
        *_jurisdiction(view),
        *_first(view),
        *prerequisite(view),
    )


def screening(view: CaseView) -> tuple[Finding, ...]:
    """The observations as the case page shows them, under the words of their conditions."""
    conditions = view.procedure.facts["conditions"]
    return tuple(
        Finding(_PREREQUISITE.get(seen.condition) or conditions.option_title(seen.condition),
                seen.holds, seen.text, seen.cite)
        for seen in observations(view)
    )  # fmt: skip


_PREREQUISITE = {"prerequisite": "是否应当先申请复议"}


# -- (一) 明确的申请人和符合规定的被申请人 -----------------------------------------------------


def _parties(view: CaseView) -> Iterator[Observation]:
    applicants, chosen = view.number("applicants") or 1, view.number("representatives")
    most, least, cite = representation(view)
    if applicants > most and chosen is None:
        text = f"申请人有{applicants}名，超过{most}名，应当推选{least}至5名代表人；请通知推选"
        yield Observation("parties", None, text, cite)
    if view.fact("acts_as") != "self":
        text = "申请人不是行政行为的相对人本人，请核对近亲属、承受人或者法定代理人的身份"
        yield Observation("parties", None, text, LAW.art(14))


def representation(view: CaseView) -> tuple[int, int, Citation]:
    """More than how many applicants elect, how many at least, and under which article."""
    if view.procedure.applies_from >= REGULATION_2026_FROM:
        return 10, 2, REGULATION_2026.art(17, 1)
    return 5, 1, REGULATION_2007.art(8)


assert REGULATION_2026.edition is not None
REGULATION_2026_FROM = REGULATION_2026.edition


# -- (二) 利害关系 -----------------------------------------------------------------------------


def _interest(view: CaseView) -> Iterator[Observation]:
    if view.fact("interest") == "addressee":
        text = "申请人是行政行为的相对人，有利害关系"
        yield Observation("interest", True, text, LAW.art(30, 1, 2))
    else:
        text = "申请人不是行政行为的相对人，请审查其合法权益是否受到影响"
        yield Observation("interest", None, text, LAW.art(30, 1, 2))


# -- (四) 法定申请期限 -------------------------------------------------------------------------


def _period(view: CaseView) -> Iterator[Observation]:
    clocks = [clock for key in FILING_TERMS if (clock := view.clock(key)) is not None]
    late = [clock for clock in clocks if clock.status is ClockStatus.MET_LATE]
    yield from (_late(view, clock) for clock in late)
    waiting = view.clock("duty_wait")
    open_until = waiting.due if waiting and waiting.is_open else view.day("duty_due_on")
    if open_until is not None and str(open_until) >= view.on.isoformat():
        text = f"机关办理申请的期限到{open_until}届满，尚未届满，申请期限还没有开始"
        yield Observation("period", False, text, LAW.art(20, 1))
    elif clocks and not late:
        dues = "、".join(str(clock.due) for clock in clocks)
        text = f"按申请人所述的日期，申请期限到{dues}届满，申请没有逾期"
        yield Observation("period", True, text, LAW.art(20))


def _late(view: CaseView, clock: Clock) -> Observation:
    term = view.procedure.terms[clock.term]
    text = f"按申请人所述的日期，“{term.title}”已于{clock.due}届满，申请逾期"
    return Observation("period", False, text, term.cite)


# -- (五) 行政复议范围 -------------------------------------------------------------------------


def _scope(view: CaseView) -> Iterator[Observation]:
    kind = view.fact("act_kind")
    if kind == "other":
        text = "申请人选择“其他行政行为”，请审查是否属于行政复议范围"
        yield Observation("scope", None, text, LAW.art(11, item=15))
    elif isinstance(kind, str):
        option = next(o for o in view.procedure.facts["act_kind"].options if o.key == kind)
        text = f"申请人对“{option.title}”不服，属于法律列举的范围"
        yield Observation("scope", True, text, option.cite or LAW.art(11))


# -- (六) 管辖 ---------------------------------------------------------------------------------

_COMPETENT = {
    "department": ("由该部门的本级人民政府管辖", LAW.art(24, 1, 1)),
    "lower_government": ("由上一级人民政府管辖", LAW.art(24, 1, 2)),
    "branch_government": ("由设立该派出机关的人民政府管辖", LAW.art(24, 1, 3)),
    "authorised": ("由管理该组织的人民政府或者其部门的本级人民政府管辖", LAW.art(24, 1, 4)),
    "branch_office": ("由设立派出机构的部门的本级人民政府管辖", LAW.art(24, 4)),
    "province": ("由该省级人民政府自己管辖；对其决定不服的，可以起诉或者申请国务院裁决",
                 LAW.art(24, 2)),
    "ministry": ("由该国务院部门自己管辖；对其决定不服的，可以起诉或者申请国务院裁决",
                 LAW.art(25, 1, 1)),
    "vertical": ("由其上一级主管部门管辖", LAW.art(27)),
    "justice": ("可以由本级人民政府管辖，也可以由上一级司法行政部门管辖", LAW.art(28)),
}  # fmt: skip


def _jurisdiction(view: CaseView) -> Iterator[Observation]:
    found = _COMPETENT.get(str(view.fact("respondent_kind")))
    if found:
        text, cite = found
        yield Observation("jurisdiction", None, f"按申请人所选的机关类别，{text}", cite)


# -- (七) 没有重复申请、没有起诉 ---------------------------------------------------------------


def _first(view: CaseView) -> Iterator[Observation]:
    match view.fact("earlier"):
        case "reconsidered":
            text = "申请人就同一行为申请过复议并已受理"
            yield Observation("first", False, text, LAW.art(30, 1, 7))
        case "court":
            text = "申请人就同一行为起诉过并已立案"
            yield Observation("first", False, text, LAW.art(29, 2))
        case "withdrawn":
            text = "申请人撤回过申请，不得以同一事实和理由再次申请，但能证明违背真实意愿的除外"
            claimed = view.fact("unwilling") is not None
            yield Observation("first", None if claimed else False, text, LAW.art(74, 2))
        case "none" | "not_accepted":
            text = "申请人没有就同一行为申请复议或者起诉并被受理"
            yield Observation("first", True, text, LAW.art(30, 1, 7))


# -- 第23条  复议前置: no condition of acceptance, but what the parties must be told -----------


def prerequisite(view: CaseView) -> Iterator[Observation]:
    """Whether the applicant could not have gone to court first (复议前置)."""
    if view.fact("on_the_spot") is True:
        text = "对当场作出的处罚决定不服，应当先申请复议"
        yield Observation("prerequisite", True, text, LAW.art(23, 1, 1))
    if view.fact("act_kind") == "resource":
        text = "侵犯已经取得的自然资源权利的，应当先申请复议"
        yield Observation("prerequisite", None, text, LAW.art(23, 1, 2))
    if view.fact("act_form") == "omission":
        text = "未履行法定职责的，应当先申请复议；已经明确拒绝或者没有完全履行的，不在此列"
        yield Observation("prerequisite", True, text, LAW.art(23, 1, 3))
    if view.fact("act_kind") == "disclosure" and view.fact("act_form") == "act":
        text = "申请政府信息公开而不予公开的，应当先申请复议"
        yield Observation("prerequisite", None, text, LAW.art(23, 1, 4))
