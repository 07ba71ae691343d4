"""第三章 行政复议受理: five days to examine, one correction, acceptance also by silence."""

from fashu.businesses.government.reconsideration import papers
from fashu.businesses.government.reconsideration.facts import acceptance as facts
from fashu.businesses.government.reconsideration.facts.act import AUTHORITY_OFFICE, RESPONDENT_NAME
from fashu.businesses.government.reconsideration.norms import LAW, REGULATION_2007, short, term
from fashu.businesses.government.reconsideration.parties import (
    APPLICANT,
    APPLICANTS_SIDE,
    APPLYING,
    AUTHORITY,
    HANDLING,
    OFFICE,
    SUPERIOR,
)
from fashu.businesses.government.reconsideration.rules import admissibility, remedy
from fashu.businesses.government.reconsideration.stages import (
    ABANDONED,
    CORRECTION,
    DISMISSED,
    ELEVATED,
    ORDINARY,
    PENDING,
    RECEIVED,
    REFUSED,
    SUMMARY,
    TRIAL,
)
from fashu.kernel.calendar import Unit
from fashu.kernel.procedure import (
    Act,
    Branch,
    Extendable,
    Lapse,
    Step,
    entered,
    on_service,
)

# -- 第30条  七项条件、五日内审查、逾期视为受理 ------------------------------------------------

ACCEPT = Step(
    key="accept",
    title="受理",
    cite=LAW.art(30, 1),
    by=HANDLING,
    at=(RECEIVED, REFUSED),
    to=Branch(facts.TRACK, ((facts.ORDINARY_TRACK, ORDINARY), (facts.SUMMARY_TRACK, SUMMARY))),
    asks=(
        facts.CONDITIONS,
        facts.TRACK,
        facts.SUMMARY_GROUND,
        facts.CLEAR_CASE,
        facts.SHORTER,
        facts.SHORTER_DAYS,
        facts.DESPITE,
    ),
    when=(remedy.after_a_refusal_only_if_ordered,),
    checks=(
        admissibility.all_seven_conditions,
        admissibility.findings_answered,
        admissibility.summary_ground_holds,
    ),
    issues=(papers.ACCEPTANCE,),
)
REFUSE = Step(
    key="refuse",
    title="决定不予受理",
    cite=LAW.art(30, 2),
    by=(AUTHORITY,),
    at=(RECEIVED,),
    to=REFUSED,
    asks=(
        facts.CONDITIONS,
        facts.FAILING,
        facts.EXCLUDED_MATTER,
        facts.PROPER_ORGAN,
        facts.REFUSAL_REASON,
        facts.DESPITE,
    ),
    checks=(
        admissibility.failing_matches_conditions,
        admissibility.scope_names_the_matter,
        admissibility.points_to_the_proper_organ,
        admissibility.wrong_respondent_was_advised,
        admissibility.findings_answered,
    ),
    issues=(papers.REFUSAL,),
    act=Act.REVIEW,
    outcome="不予受理",
    help=(
        "以行政复议机关的名义作出，说明理由，告知救济途径；不属于本机关管辖的，告知有管辖权的机关。"
    ),
)
# -- 第31条  补正 ------------------------------------------------------------------------------

ASK_CORRECTION = Step(
    key="ask_correction",
    title="通知补正",
    cite=LAW.art(31, 1),
    by=HANDLING,
    at=(RECEIVED,),
    to=CORRECTION,
    asks=(facts.UNCLEAR, facts.TO_CORRECT),
    issues=(papers.CORRECTION_NOTICE,),
    once=True,
    help="只能通知一次，应当一次性载明需要补正的全部事项。",
)
EXAMINATION = term(
    key="examination",
    title="审查期限",
    cite=LAW.art(30, 1),
    span=short(5),
    owed_by=AUTHORITY,
    opens=(entered(RECEIVED),),
    met_by=(ACCEPT, REFUSE, ASK_CORRECTION),
    while_at=(RECEIVED,),
    lapse=Lapse("审查期限届满之日起视为受理", LAW.art(30, 3), to=ORDINARY),
)

CORRECT = Step(
    key="correct",
    title="提交补正材料",
    cite=LAW.art(31, 2),
    by=APPLICANTS_SIDE,
    at=(CORRECTION,),
    to=RECEIVED,
    asks=(facts.CORRECTED, facts.CORRECTED_FILES, facts.CORRECTION_POSTED_ON),
    help="按补正通知写明的事项补充；邮寄的由行政复议机构登记。",
)
EXTEND_CORRECTION = Step(
    key="extend_correction",
    title="延长补正期限",
    cite=LAW.art(31, 2),
    by=HANDLING,
    at=(CORRECTION,),
    asks=(facts.CORRECTION_EXCUSE, facts.CORRECTION_DAYS),
)
FIND_ABANDONED = Step(
    key="find_abandoned",
    title="认定视为放弃行政复议申请",
    cite=LAW.art(31, 2),
    by=HANDLING,
    at=(CORRECTION,),
    to=ABANDONED,
    asks=(facts.NO_EXCUSE,),
    issues=(papers.ABANDONMENT_RECORD,),
    outcome="视为放弃申请",
    help="补正期限届满，且没有正当理由的，记录在案；不得另行作出不予受理决定。",
)
CORRECTION_TERM = term(
    key="correction",
    title="补正期限",
    cite=LAW.art(31, 2),
    span=short(10),
    owed_by=APPLICANT,
    opens=(on_service(papers.CORRECTION_NOTICE, whom=APPLICANT),),
    met_by=(CORRECT,),
    judged_by=facts.CORRECTION_POSTED_ON,
    while_at=(CORRECTION,),
    extendable=Extendable(
        EXTEND_CORRECTION, Unit.WORKING_DAY, LAW.art(31, 2), by=facts.CORRECTION_DAYS
    ),
    lapse=Lapse(
        "无正当理由逾期不补正的，视为放弃行政复议申请，记录在案",
        LAW.art(31, 2),
        found_by=FIND_ABANDONED,
    ),
)

# -- 错列被申请人 ------------------------------------------------------------------------------

ADVISE_RESPONDENT = Step(
    key="advise_respondent",
    title="告知变更被申请人",
    cite=REGULATION_2007.art(22),
    by=HANDLING,
    at=(RECEIVED,),
    asks=(facts.RIGHT_RESPONDENT,),
    issues=(papers.RESPONDENT_ADVICE,),
    help="告知不停止审查期限的计算。",
)
CHANGE_RESPONDENT = Step(
    key="change_respondent",
    title="变更被申请人",
    cite=REGULATION_2007.art(22),
    by=APPLICANTS_SIDE,
    at=(RECEIVED, CORRECTION),
    asks=(RESPONDENT_NAME,),
)

# -- 两个以上机关同时收到申请 ------------------------------------------------------------------

SETTLE_ORGAN = Step(
    key="settle_organ",
    title="协商确定或者指定受理机关",
    cite=REGULATION_2007.art(30),
    by=(OFFICE, SUPERIOR),
    at=TRIAL,
    asks=(facts.SETTLED_HOW, facts.SETTLED_FROM, facts.SETTLED_UNTIL),
    checks=(remedy.settled_in_order,),
    help="同时收到申请的机关在十日内协商确定；协商不成的，由共同上一级行政机关在十日内指定。",
)

# -- 第35条、第40条  上级行政机关责令纠正 ------------------------------------------------------

COMPLAIN = Step(
    key="complain",
    title="向上级行政机关反映",
    cite=LAW.art(35),
    by=APPLYING,
    at=(REFUSED, DISMISSED, *PENDING),
    asks=(facts.COMPLAINT,),
    when=(remedy.something_to_complain_of,),
)
ORDER_CORRECTION = Step(
    key="order_correction",
    title="责令纠正",
    cite=LAW.art(35),
    by=(SUPERIOR,),
    at=(REFUSED, DISMISSED, *PENDING),
    asks=(facts.ORDERED, facts.ORDER_REASON),
    when=(remedy.something_to_complain_of,),
    checks=(remedy.order_fits_the_fault,),
    issues=(papers.CORRECTION_ORDER,),
)
TAKE_OVER = Step(
    key="take_over",
    title="上级行政复议机关直接受理",
    cite=LAW.art(35),
    by=(SUPERIOR,),
    at=(REFUSED, DISMISSED, ORDINARY, SUMMARY),
    to=ELEVATED,
    asks=(AUTHORITY_OFFICE, facts.ORDER_REASON),
    when=(remedy.something_to_complain_of,),
    issues=(papers.ACCEPTANCE,),
    binds=((AUTHORITY, AUTHORITY_OFFICE),),
    help="必要时，上级行政复议机关可以直接受理。",
)

ACCEPTANCE = (
    ACCEPT,
    REFUSE,
    EXAMINATION,
    ASK_CORRECTION,
    CORRECT,
    EXTEND_CORRECTION,
    FIND_ABANDONED,
    CORRECTION_TERM,
    ADVISE_RESPONDENT,
    CHANGE_RESPONDENT,
    SETTLE_ORGAN,
    COMPLAIN,
    ORDER_CORRECTION,
    TAKE_OVER,
)
