"""第四章 行政复议审理: evidence, opinions, hearing, committee (第43至52条)."""

from fashu.businesses.government.reconsideration import papers
from fashu.businesses.government.reconsideration.facts import trial as facts
from fashu.businesses.government.reconsideration.norms import (
    LAW,
    REGULATION_2007,
    short,
    term,
)
from fashu.businesses.government.reconsideration.parties import (
    OFFICE,
    PUBLIC,
    RESPONDENT,
)
from fashu.businesses.government.reconsideration.procedure.trial import ANSWER
from fashu.businesses.government.reconsideration.rules import trial as rules
from fashu.businesses.government.reconsideration.stages import (
    FULL_TRIAL,
    PENDING,
    TRIAL,
)
from fashu.kernel.procedure import (
    Doubt,
    Lapse,
    Step,
    ahead_of,
    done,
)

# -- 第43至46条  证据 --------------------------------------------------------------------------

PERMIT_SUPPLEMENT = Step(
    key="permit_supplement",
    title="同意被申请人补充证据",
    cite=LAW.art(46, 2),
    by=(OFFICE,),
    at=PENDING,
    asks=(facts.SUPPLEMENT_REASON,),
    needs=(done(ANSWER),),
)
SUBMIT_EVIDENCE = Step(
    key="submit_evidence",
    title="提交证据和意见",
    cite=LAW.art(43, 1),
    by=(*PUBLIC, RESPONDENT, OFFICE),
    at=PENDING,
    asks=(facts.SUBMITTED_FOR, facts.MORE_EVIDENCE, facts.OPINION_TEXT),
    checks=(rules.registered_for_a_party, rules.respondent_may_supplement),
)
INVESTIGATE = Step(
    key="investigate",
    title="调查取证",
    cite=LAW.art(45, 2),
    by=(OFFICE,),
    at=PENDING,
    asks=(facts.INVESTIGATED,),
    issues=(papers.INVESTIGATION_RECORD,),
    persons=2,
)
INSPECT_SITE = Step(
    key="inspect_site",
    title="现场勘验",
    cite=LAW.art(45, 2),
    by=(OFFICE,),
    at=TRIAL,
    asks=(facts.SITE_FROM, facts.SITE_UNTIL, facts.SITE_RECORD),
    checks=(rules.site_days_in_order,),
    issues=(papers.INSPECTION_RECORD,),
    persons=2,
    help="勘验结束后登记；所用时间不计入审理期限。",
)
COMMISSION_APPRAISAL = Step(
    key="commission_appraisal",
    title="委托鉴定",
    cite=REGULATION_2007.art(37),
    by=(OFFICE,),
    at=TRIAL,
    asks=(facts.APPRAISED,),
    help="自委托之日起停止计算审理期限，至收到鉴定意见之日止。",
)
RECEIVE_APPRAISAL = Step(
    key="receive_appraisal",
    title="收到鉴定意见",
    cite=REGULATION_2007.art(37),
    by=(OFFICE,),
    at=PENDING,
    asks=(facts.APPRAISAL,),
    needs=(done(COMMISSION_APPRAISAL),),
)

# -- 第49条  听取意见 --------------------------------------------------------------------------

HEAR_OPINIONS = Step(
    key="hear_opinions",
    title="听取当事人意见",
    cite=LAW.art(49),
    by=(OFFICE,),
    at=TRIAL,
    asks=(facts.HEARING_OF_OPINIONS,),
    checks=(rules.somebody_was_heard,),
    issues=(papers.OPINION_RECORD,),
    help="普通程序应当听取；因当事人原因不能听取的，记录情况后可以书面审理。",
)

# -- 第50条、第51条  听证 ----------------------------------------------------------------------

NOTIFY_HEARING = Step(
    key="notify_hearing",
    title="通知听证",
    cite=LAW.art(51, 1),
    by=(OFFICE,),
    at=FULL_TRIAL,
    asks=(facts.HEARING_ON, facts.HEARING_PLACE, facts.HEARING_MATTERS),
    checks=(rules.hearing_lies_ahead,),
    issues=(papers.HEARING_NOTICE,),
    help="重大、疑难、复杂的案件应当听证。通知应当在听证五个工作日前送达各方当事人。",
)
HOLD_HEARING = Step(
    key="hold_hearing",
    title="举行听证",
    cite=LAW.art(50),
    by=(OFFICE,),
    at=FULL_TRIAL,
    asks=(
        facts.PRESIDER,
        facts.LISTENERS,
        facts.RECORDER,
        facts.APPLICANT_CAME,
        facts.HEAD_CAME,
        facts.HEAD_REASON,
        facts.HEARING_FILES,
    ),
    needs=(done(NOTIFY_HEARING),),
    when=(rules.hearing_was_notified_in_time,),
    checks=(rules.hearing_on_its_day, rules.hearing_panel),
    issues=(papers.HEARING_RECORD,),
)
HEARING_TERM = term(
    key="hearing_notice",
    title="听证通知期限",
    cite=LAW.art(51, 1),
    span=short(5),
    owed_by=OFFICE,
    opens=(ahead_of(facts.HEARING_ON, NOTIFY_HEARING),),
    met_by=(papers.HEARING_NOTICE,),
    while_at=PENDING,
    lapse=Lapse("通知不足五日，不得在该日举行听证，应当另定日期", LAW.art(51, 1)),
    doubts=(
        Doubt(
            "“五日前”是否两端之日都不计？",
            "通知之日与听证之日之间至少有五个完整的工作日",
            "通知之日或者听证之日可以计入一端",
        ),
    ),
)

# -- 第52条  行政复议委员会 --------------------------------------------------------------------

CONSULT_COMMITTEE = Step(
    key="consult_committee",
    title="提请行政复议委员会咨询",
    cite=LAW.art(52, 2),
    by=(OFFICE,),
    at=TRIAL,
    asks=(facts.COMMITTEE_GROUND, facts.COMMITTEE_OPINION),
    help="委员会提出意见后登记；咨询意见是作出决定的重要参考依据。",
)

EVIDENCE = (
    PERMIT_SUPPLEMENT,
    SUBMIT_EVIDENCE,
    INVESTIGATE,
    INSPECT_SITE,
    COMMISSION_APPRAISAL,
    RECEIVE_APPRAISAL,
    HEAR_OPINIONS,
    NOTIFY_HEARING,
    HOLD_HEARING,
    HEARING_TERM,
    CONSULT_COMMITTEE,
)
