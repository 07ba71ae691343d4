"""第五章 行政复议决定: proposal, decision, the period for it, and its taking effect."""

from functools import partial

from fashu.businesses.government.reconsideration import papers
from fashu.businesses.government.reconsideration.facts import course
from fashu.businesses.government.reconsideration.facts import decision as facts
from fashu.businesses.government.reconsideration.facts.acceptance import (
    ORDERED,
    SETTLED_FROM,
    SETTLED_UNTIL,
    SHORTER,
    SHORTER_DAYS,
)
from fashu.businesses.government.reconsideration.facts.application import GROUNDS, REQUESTS
from fashu.businesses.government.reconsideration.facts.trial import SITE_FROM, SITE_UNTIL
from fashu.businesses.government.reconsideration.norms import LAW, REGULATION_2007, long, term
from fashu.businesses.government.reconsideration.parties import (
    APPLICANT,
    APPLICANTS_SIDE,
    AUTHORITY,
    OFFICE,
)
from fashu.businesses.government.reconsideration.procedure.acceptance import (
    ACCEPT,
    ORDER_CORRECTION,
    SETTLE_ORGAN,
)
from fashu.businesses.government.reconsideration.procedure.course import (
    CONCLUDE_MEDIATION,
    DISMISS,
    EXTEND,
    TERMINATE,
)
from fashu.businesses.government.reconsideration.procedure.evidence import (
    COMMISSION_APPRAISAL,
    INSPECT_SITE,
    RECEIVE_APPRAISAL,
)
from fashu.businesses.government.reconsideration.procedure.trial import PAUSE_DOUBT, PAUSED
from fashu.businesses.government.reconsideration.rules import decision as rules
from fashu.businesses.government.reconsideration.rules.course import represented_agree
from fashu.businesses.government.reconsideration.rules.review import review_is_finished
from fashu.businesses.government.reconsideration.stages import (
    DECIDED,
    EFFECTIVE,
    ELEVATED,
    ORDINARY,
    PENDING,
    SUMMARY,
    SUSPENDED,
    TRIAL,
)
from fashu.kernel.calendar import Unit
from fashu.kernel.procedure import (
    Act,
    Arrival,
    Doubt,
    Excluded,
    ExcludedPeriod,
    Extendable,
    FromFact,
    Lapse,
    Step,
    done,
    entered,
    first_entered,
    on_step,
)

# -- 第61条  审查意见、负责人同意或者集体讨论 --------------------------------------------------

PROPOSE = Step(
    key="propose",
    title="提出审查意见",
    cite=LAW.art(61, 1),
    by=(OFFICE,),
    at=TRIAL,
    asks=(
        facts.COMPLEX,
        facts.CONSULTATION,
        facts.SOUNDNESS,
        facts.PROPOSED,
        facts.PROPOSAL,
    ),
    when=(*rules.BEFORE_PROPOSAL, review_is_finished),
    checks=(rules.complex_cases_were_heard, rules.committee_was_consulted),
    help="由行政复议机构对行政行为进行审查，提出意见，报行政复议机关。",
)
CHANGE_REQUEST = Step(
    key="change_request",
    title="变更行政复议请求",
    cite=LAW.art(15, 2),
    by=APPLICANTS_SIDE,
    at=PENDING,
    asks=(REQUESTS, GROUNDS, course.REPRESENTED_AGREE),
    checks=(represented_agree,),
    undoes=(PROPOSE,),
)
DECIDE = Step(
    key="decide",
    title="作出行政复议决定",
    cite=LAW.art(61, 1),
    by=(AUTHORITY,),
    at=TRIAL,
    to=DECIDED,
    asks=(
        facts.APPROVAL,
        facts.BASED_ON,
        facts.OUTCOME,
        facts.GROUND,
        facts.REASONS,
        facts.WORSE,
        facts.OPPOSITE,
        facts.THIRD_PARTY_PROVED,
        facts.REMAKE,
        facts.REMAKE_DAYS,
        facts.PERFORM_DAYS,
        facts.COMPENSATION,
        facts.COMPENSATION_TEXT,
        facts.PROPERTY,
        facts.REMEDIAL,
        facts.OWN_DEPARTMENT,
    ),
    needs=(done(PROPOSE),),
    checks=rules.OF_DECISION,
    issues=(papers.DECISION,),
    act=Act.REVIEW,
    outcome=facts.OUTCOME,
    help="以行政复议机关的名义作出，加盖行政复议机关印章，写明不服的救济途径和期限。",
)

# -- 第62条  审理期限 --------------------------------------------------------------------------

EXCLUDED = (
    Excluded(
        on_step(COMMISSION_APPRAISAL),
        on_step(RECEIVE_APPRAISAL),
        "鉴定所用时间不计入审理期限",
        REGULATION_2007.art(37),
    ),
    ExcludedPeriod(
        INSPECT_SITE,
        SITE_FROM,
        SITE_UNTIL,
        "现场勘验所用时间不计入审理期限",
        REGULATION_2007.art(34, 3),
        both_ends=True,
    ),
    ExcludedPeriod(
        SETTLE_ORGAN,
        SETTLED_FROM,
        SETTLED_UNTIL,
        "协商确定或者指定受理机关所用时间不计入审理期限",
        REGULATION_2007.art(30),
        both_ends=True,
    ),
)
"""Times out of the count. The order is kept by the version of 2026: open ones go on there."""

ENDING = (DECIDE, DISMISS, TERMINATE, CONCLUDE_MEDIATION)
_OVERDUE = Lapse("逾期未作决定：申请人可以起诉，也可以向上级行政机关反映", LAW.art(34))

decision_term = partial(
    term,
    owed_by=AUTHORITY,
    met_by=ENDING,
    pauses=(PAUSED,),
    excluded=EXCLUDED,
    lapse=_OVERDUE,
)

DECISION_TERM = decision_term(
    key="decision",
    title="审理期限",
    cite=LAW.art(62, 1),
    span=long(60),
    opens=(entered(ORDINARY), on_step(ORDER_CORRECTION).when(ORDERED, "rehear")),
    counts_from=first_entered(ORDINARY, SUMMARY),
    carries=("decision", "decision_summary"),
    while_at=(ORDINARY, SUSPENDED),
    extendable=Extendable(EXTEND, long(30), LAW.art(62, 1), by=course.EXTENSION_DAYS),
    doubts=(
        PAUSE_DOUBT,
        Doubt(
            "简易程序转为普通程序后，六十日从何日起算？",
            "仍自受理申请之日起（第六十二条第一款“自受理申请之日起”）",
            "自转换之日起",
        ),
        Doubt(
            "延长的三十日从何日起算？",
            "自法定期限（未顺延的第六十日）届满起，共九十日",
            "自顺延后的届满日起",
        ),
    ),
)
DECISION_TERM_SUMMARY = decision_term(
    key="decision_summary",
    title="审理期限（简易程序）",
    cite=LAW.art(62, 2),
    span=long(30),
    opens=(entered(SUMMARY), on_step(ORDER_CORRECTION).when(ORDERED, "rehear")),
    counts_from=first_entered(ORDINARY, SUMMARY),
    carries=("decision", "decision_summary"),
    while_at=(SUMMARY, SUSPENDED),
    doubts=(PAUSE_DOUBT,),
)
DECISION_TERM_ELEVATED = decision_term(
    key="decision_elevated",
    title="审理期限（上级审理）",
    cite=LAW.art(62, 1),
    span=long(60),
    opens=(entered(ELEVATED),),
    counts_from=first_entered(ORDINARY, SUMMARY),
    carries=("decision", "decision_summary"),
    while_at=(ELEVATED, SUSPENDED),
    extendable=Extendable(EXTEND, long(30), LAW.art(62, 1), by=course.EXTENSION_DAYS),
    doubts=(
        PAUSE_DOUBT,
        Doubt(
            "提级审理后审理期限是否重新计算？（2026年7月1日起的条例写明重新计算）",
            "此前不重新计算，仍自受理之日起",
            "自上级机关收到案件材料之日起重新计算",
        ),
    ),
)
DECISION_TERM_SHORTER = decision_term(
    key="decision_shorter",
    title="审理期限（法律规定少于六十日的）",
    cite=LAW.art(62, 1),
    span=FromFact(SHORTER_DAYS, Unit.DAY, LAW.art(62, 1)),
    opens=(on_step(ACCEPT).when(SHORTER, True),),
    while_at=PENDING,
)

# -- 第75条第2款  一经送达，即发生法律效力 ------------------------------------------------------

TAKES_EFFECT = Arrival(
    paper=papers.DECISION,
    at=(DECIDED,),
    to=EFFECTIVE,
    cite=LAW.art(75, 2),
    whom=APPLICANT,
)

DECISION = (
    PROPOSE,
    CHANGE_REQUEST,
    DECIDE,
    DECISION_TERM,
    DECISION_TERM_SUMMARY,
    DECISION_TERM_ELEVATED,
    DECISION_TERM_SHORTER,
    TAKES_EFFECT,
)
