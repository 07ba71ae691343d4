"""行政复议 under the implementing regulation of 2026 (国务院令第836号), from 2026-07-01.

第七十七条 only says when the regulation takes effect: there is no transitional clause. Reading
taken: 程序从新, each step follows the regulation in force on its day, and a period that began
before goes on as it began. The other reading: a case accepted earlier stays under that of 2007.
"""

from dataclasses import replace
from datetime import date

from fashu.businesses.government.reconsideration import papers
from fashu.businesses.government.reconsideration.facts import amended as facts
from fashu.businesses.government.reconsideration.facts import course as course_facts
from fashu.businesses.government.reconsideration.facts import decision as decision_facts
from fashu.businesses.government.reconsideration.facts import trial as trial_facts
from fashu.businesses.government.reconsideration.facts.acceptance import (
    EXCLUDED_MATTER as EXCLUDED_MATTER_2024,
)
from fashu.businesses.government.reconsideration.facts.acceptance import REFUSAL_REASON
from fashu.businesses.government.reconsideration.facts.application import (
    APPLICATION as APPLICATION_2024,
)
from fashu.businesses.government.reconsideration.norms import (
    CIVIL_PROCEDURE,
    LAW,
    LITIGATION,
    short,
    term,
)
from fashu.businesses.government.reconsideration.norms import REGULATION_2026 as REGULATION
from fashu.businesses.government.reconsideration.parties import APPLICANT, AUTHORITY, OFFICE
from fashu.businesses.government.reconsideration.procedure import (
    acceptance,
    application,
    course,
    decision,
    evidence,
    performance,
    review,
    trial,
)
from fashu.businesses.government.reconsideration.procedure.v2024 import V2024
from fashu.businesses.government.reconsideration.rules import amended as rules
from fashu.businesses.government.reconsideration.rules.decision import committee_was_answered
from fashu.businesses.government.reconsideration.rules.trial import two_handlers_unless_summary
from fashu.businesses.government.reconsideration.stages import (
    ELEVATING,
    RECEIVED,
    REPEATED,
    TRIAL,
)
from fashu.kernel.procedure import (
    Excluded,
    ExcludedPeriod,
    Fact,
    Group,
    Lapse,
    Step,
    Term,
    Transition,
    entered,
    on_step,
)

# -- 第二章  申请 ------------------------------------------------------------------------------


def _opening(step: Step) -> Step:
    own = tuple(part for part in step.asks if part not in APPLICATION_2024)
    return replace(
        step,
        asks=(*own, *facts.APPLICATION),
        checks=(*step.checks, rules.detour_in_order),
    )


OPENING = tuple(_opening(step) for step in application.OPENING)
DETOUR = tuple(
    ExcludedPeriod(
        step,
        facts.DETOUR_FROM,
        facts.DETOUR_UNTIL,
        "误诉期间、向处罚机关提交申请至其告知处理情况的期间，不计入申请期限",
        REGULATION.art(26),
        both_ends=True,
    )
    for step in OPENING
)
_FILING_CITES = {
    "filing": LAW.art(20, 1),
    "filing_duty_fixed": REGULATION.art(24, 1, 1),
    "filing_duty": REGULATION.art(24, 1, 2),
    "filing_urgent": REGULATION.art(24, 2),
}


def _filing(old: Term) -> Term:
    cite = _FILING_CITES.get(old.key, old.cite)
    return replace(old, cite=cite, excluded=(*old.excluded, *DETOUR) if old.excluded else ())


FILING_TERMS = tuple(_filing(old) for old in application.FILING_TERMS)
DUTY_WAIT = replace(
    application.DUTY_WAIT,
    cite=REGULATION.art(24, 1, 2),
    lapse=replace(application.DUTY_WAIT.lapse, cite=REGULATION.art(24, 1, 2)),
)
SELF_CORRECT = replace(
    application.SELF_CORRECT,
    cite=REGULATION.art(38, 1),
    issues=(replace(papers.SELF_CORRECTION, to=(APPLICANT, AUTHORITY)),),
    help="自收到申请之日起五个工作日内纠正，并将有关情况告知申请人和行政复议机关。",
)
FORWARDING_TERM = replace(application.FORWARDING_TERM, title="转送或者自行纠正期限")

# -- 第三章  受理 ------------------------------------------------------------------------------


def _asking(step: Step, old: Fact, *new: Fact) -> tuple[Fact | Group, ...]:
    """What the step asks, with one question replaced (and more put beside it)."""
    asks: list[Fact | Group] = []
    for part in step.asks:
        asks.extend(new if part is old else (part,))
    return tuple(asks)


REFUSE = replace(
    acceptance.REFUSE,
    asks=_asking(acceptance.REFUSE, EXCLUDED_MATTER_2024, facts.EXCLUDED_MATTER),
)
ADVISE_RESPONDENT = replace(acceptance.ADVISE_RESPONDENT, cite=REGULATION.art(29))
CHANGE_RESPONDENT = replace(acceptance.CHANGE_RESPONDENT, cite=REGULATION.art(29))
DECLINE_REPEAT = Step(
    key="decline_repeat",
    title="告知不再处理",
    cite=REGULATION.art(37, 2),
    by=(OFFICE, AUTHORITY),
    at=(RECEIVED,),
    to=REPEATED,
    asks=(REFUSAL_REASON,),
    checks=(rules.repeated_without_anything_new,),
    issues=(papers.REPEAT_NOTICE,),
    outcome="不再处理",
    help="没有新的事实和理由，就同一事项再次申请的，告知申请人不再处理，并记录在案。",
)
EXAMINATION = replace(
    acceptance.EXAMINATION, met_by=(*acceptance.EXAMINATION.met_by, DECLINE_REPEAT)
)
DISMISS = replace(
    course.DISMISS,
    asks=_asking(
        course.DISMISS, course_facts.DISMISSAL_GROUNDS, facts.DISMISSAL_GROUNDS, facts.EXPLAINED
    ),
    checks=(rules.explained_before_dismissal,),
)

# -- 第四章  审理 ------------------------------------------------------------------------------

ASSIGN = replace(trial.ASSIGN, cite=REGULATION.art(39), checks=(two_handlers_unless_summary,))
ANSWER = replace(
    trial.ANSWER,
    asks=(*trial.ANSWER.asks, facts.STAFF_AGENTS),
    checks=(rules.not_only_a_lawyer,),
)
COMMISSION_APPRAISAL = replace(evidence.COMMISSION_APPRAISAL, cite=REGULATION.art(46))
RECEIVE_APPRAISAL = replace(evidence.RECEIVE_APPRAISAL, cite=REGULATION.art(46))
JOIN_CASES = Step(
    key="join_cases",
    title="决定合并审理",
    cite=REGULATION.art(43, 1),
    by=(AUTHORITY, OFFICE),
    at=TRIAL,
    asks=(facts.JOINDER_GROUND, facts.JOINED_WITH),
    help="合并审理的案件，可以合并作出决定；各案的期限分别计算。",
)
REQUEST_ELEVATION = replace(
    course.REQUEST_ELEVATION,
    cite=REGULATION.art(40, 2),
    asks=_asking(course.REQUEST_ELEVATION, course_facts.ELEVATION_GROUND, facts.ELEVATION_GROUND),
)
DECLINE_ELEVATION = replace(course.DECLINE_ELEVATION, cite=REGULATION.art(40, 2))
ELEVATE = replace(
    course.ELEVATE,
    cite=REGULATION.art(40, 1),
    asks=_asking(course.ELEVATE, course_facts.ELEVATION_GROUND, facts.ELEVATION_GROUND),
)
RECEIVE_FILE = replace(course.RECEIVE_FILE, cite=REGULATION.art(40, 3))
TRANSFER_FILE_TERM = term(
    key="transfer_file",
    title="移送案件材料期限",
    cite=REGULATION.art(40, 3),
    span=short(5),
    owed_by=AUTHORITY,
    opens=(entered(ELEVATING),),
    met_by=(RECEIVE_FILE,),
    while_at=(ELEVATING,),
    lapse=Lapse("逾期移送；法律没有规定对案件本身的后果", LAW.art(80)),
)
REQUEST_REVIEW = replace(review.REQUEST_REVIEW, cite=REGULATION.art(53, 1))
REVIEW_TERMS = tuple(
    replace(old, cite=REGULATION.art(53, 2), doubts=())
    for old in (review.REVIEW_TERM, review.TRANSFER_TERM)
)

# -- 第五章  决定 ------------------------------------------------------------------------------

EXCLUDED = (
    Excluded(
        on_step(COMMISSION_APPRAISAL),
        on_step(RECEIVE_APPRAISAL),
        "鉴定所用时间不计入审理期限",
        REGULATION.art(46),
    ),
    ExcludedPeriod(
        evidence.INSPECT_SITE,
        trial_facts.SITE_FROM,
        trial_facts.SITE_UNTIL,
        "现场勘验所用时间不计入审理期限",
        REGULATION.art(45),
        both_ends=True,
    ),
    Excluded(
        on_step(REQUEST_ELEVATION),
        on_step(DECLINE_ELEVATION, ELEVATE),
        "报请提级审理期间不计入办理期限",
        REGULATION.art(40, 2),
    ),
)
DECISION_TERMS = tuple(
    replace(old, excluded=EXCLUDED)
    for old in (
        decision.DECISION_TERM,
        decision.DECISION_TERM_SUMMARY,
        decision.DECISION_TERM_SHORTER,
    )
)
DECISION_TERM_ELEVATED = replace(
    decision.DECISION_TERM_ELEVATED,
    cite=REGULATION.art(40, 3),
    counts_from=None,
    carries=(),
    excluded=EXCLUDED,
    doubts=(trial.PAUSE_DOUBT,),
)
PROPOSE = replace(
    decision.PROPOSE,
    asks=(*decision.PROPOSE.asks, decision_facts.COMMITTEE_STATEMENT),
    checks=(*decision.PROPOSE.checks, committee_was_answered),
)
DECIDE = replace(
    decision.DECIDE,
    asks=_asking(decision.DECIDE, decision_facts.GROUND, facts.GROUND, facts.NOT_INVALID_EXPLAINED),
    checks=(
        *decision.DECIDE.checks,
        rules.explained_before_rejection,
        rules.not_worse_than_the_act,
    ),
)
REMAKE_TERMS = tuple(
    replace(old, cite=REGULATION.art(58, 1))
    for old in (performance.REMAKE_TERM, performance.REMAKE_TERM_FIXED)
)

ARCHIVE = replace(performance.ARCHIVE, at=(*performance.ARCHIVE.at, REPEATED))
"""不再处理 ends a case too."""
SUIT = replace(performance.SUIT, doubts=())
"""法释〔2026〕3号 (from 2026-05-01) says 十五日 for 不予受理 and 驳回申请 as well."""

V2026 = V2024.amended(
    "2026",
    date(2026, 7, 1),
    replaced=(
        *OPENING,
        *FILING_TERMS,
        DUTY_WAIT,
        SELF_CORRECT,
        FORWARDING_TERM,
        REFUSE,
        EXAMINATION,
        ADVISE_RESPONDENT,
        CHANGE_RESPONDENT,
        DISMISS,
        ASSIGN,
        ANSWER,
        COMMISSION_APPRAISAL,
        RECEIVE_APPRAISAL,
        REQUEST_ELEVATION,
        DECLINE_ELEVATION,
        ELEVATE,
        RECEIVE_FILE,
        REQUEST_REVIEW,
        *REVIEW_TERMS,
        *DECISION_TERMS,
        DECISION_TERM_ELEVATED,
        PROPOSE,
        DECIDE,
        *REMAKE_TERMS,
        SUIT,
        ARCHIVE,
    ),
    added=(DECLINE_REPEAT, JOIN_CASES, TRANSFER_FILE_TERM),
    dropped=(acceptance.SETTLE_ORGAN,),
    transition=Transition.AT_ONCE,
    transition_cite=REGULATION.art(77),
    stages=(*V2024.stages, REPEATED),
    laws=(LAW, REGULATION, CIVIL_PROCEDURE, LITIGATION),
)
