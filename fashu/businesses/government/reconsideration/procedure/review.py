"""第四章第五节 行政复议附带审查: while the case is suspended for it (39(1)(九))."""

from fashu.businesses.government.reconsideration import papers
from fashu.businesses.government.reconsideration.facts import review as facts
from fashu.businesses.government.reconsideration.facts.application import (
    ASK_REVIEW,
    DOCUMENT,
    DOCUMENT_KIND,
)
from fashu.businesses.government.reconsideration.facts.course import REVIEW_POWER
from fashu.businesses.government.reconsideration.norms import (
    LAW,
    REGULATION_2007,
    long,
    short,
    term,
)
from fashu.businesses.government.reconsideration.parties import (
    APPLICANTS_SIDE,
    AUTHORITY,
    COMPETENT,
    MAKER,
    OFFICE,
)
from fashu.businesses.government.reconsideration.procedure.course import SUSPEND
from fashu.businesses.government.reconsideration.rules import review as rules
from fashu.businesses.government.reconsideration.stages import PENDING, SUSPENDED
from fashu.kernel.procedure import Doubt, Issue, Lapse, Step, done, on_service, on_step

_NO_CONSEQUENCE = "逾期；法律没有规定对案件本身的后果"
_FROM_SUSPENSION = (
    Doubt(
        "三十日、七日从何日起算？（2026年7月1日起的条例写明自中止之日）",
        "自行政复议中止之日起",
        "自收到附带审查申请之日起",
    ),
)

REQUEST_REVIEW = Step(
    key="request_review",
    title="申请附带审查规范性文件",
    cite=REGULATION_2007.art(26),
    by=APPLICANTS_SIDE,
    at=PENDING,
    asks=(ASK_REVIEW, DOCUMENT, DOCUMENT_KIND, facts.NOT_KNOWN),
    checks=(rules.asks_for_a_review,),
    help="申请复议时尚不知道所依据的文件的，可以在复议决定作出前提出。",
)
NOTIFY_MAKER = Step(
    key="notify_maker",
    title="通知制定机关书面答复",
    cite=LAW.art(58, 1),
    by=(OFFICE,),
    at=(SUSPENDED,),
    asks=(facts.MAKER_OFFICE, facts.CLAUSES),
    when=(rules.within_own_power,),
    issues=(papers.MAKER_NOTICE,),
    binds=((MAKER, facts.MAKER_OFFICE),),
)
MAKER_ANSWER = Step(
    key="maker_answer",
    title="制定机关书面答复",
    cite=LAW.art(58, 1),
    by=(MAKER, OFFICE),
    at=PENDING,
    asks=(facts.MAKER_TEXT, facts.MAKER_FILES),
    needs=(done(NOTIFY_MAKER),),
    help="制定机关不在本平台的，由行政复议机构登记其答复。",
)
CONCLUDE_REVIEW = Step(
    key="conclude_review",
    title="处理规范性文件（依据）",
    cite=LAW.art(59),
    by=(AUTHORITY,),
    at=(SUSPENDED,),
    asks=(facts.REVIEW_RESULT, facts.REVIEW_REASON),
    needs=(done(NOTIFY_MAKER),),
    when=(rules.within_own_power, rules.maker_had_its_time),
    issues=(Issue(papers.CLAUSE_ORDER, facts.REVIEW_RESULT, ("beyond", "conflict")),),
    help="合法的，在复议决定书中一并告知；不合法的，停止该条款的执行并责令制定机关纠正。",
)
TRANSFER_REVIEW = Step(
    key="transfer_review",
    title="转送有权处理的机关",
    cite=LAW.art(56),
    by=(OFFICE, AUTHORITY),
    at=(SUSPENDED,),
    asks=(facts.COMPETENT_OFFICE, facts.CLAUSES),
    when=(rules.beyond_own_power,),
    issues=(papers.TRANSFER_LETTER,),
    binds=((COMPETENT, facts.COMPETENT_OFFICE),),
)
REVIEW_REPLY = Step(
    key="review_reply",
    title="回复处理意见",
    cite=LAW.art(60),
    by=(COMPETENT, OFFICE),
    at=PENDING,
    asks=(facts.REPLY_RESULT, facts.REPLY_TEXT),
    needs=(done(TRANSFER_REVIEW),),
    help="该机关不在本平台的，由行政复议机构登记其回复。",
)

MAKER_NOTICE_TERM = term(
    key="maker_notice",
    title="通知制定机关期限",
    cite=LAW.art(58, 1),
    span=short(3),
    owed_by=OFFICE,
    opens=(on_step(SUSPEND).when(REVIEW_POWER, "own"),),
    met_by=(NOTIFY_MAKER,),
    while_at=(SUSPENDED,),
    lapse=Lapse(_NO_CONSEQUENCE, LAW.art(80)),
)
MAKER_ANSWER_TERM = term(
    key="maker_answer",
    title="制定机关答复期限",
    cite=LAW.art(58, 1),
    span=short(10),
    owed_by=MAKER,
    opens=(on_service(papers.MAKER_NOTICE, whom=MAKER),),
    met_by=(MAKER_ANSWER,),
    while_at=PENDING,
    lapse=Lapse("逾期不答复的，行政复议机关可以径行处理", LAW.art(58, 1)),
)
REVIEW_TERM = term(
    key="review",
    title="附带审查处理期限",
    cite=LAW.art(56),
    span=long(30),
    owed_by=AUTHORITY,
    opens=(on_step(SUSPEND).when(REVIEW_POWER, "own"),),
    met_by=(CONCLUDE_REVIEW,),
    while_at=(SUSPENDED,),
    lapse=Lapse(_NO_CONSEQUENCE, LAW.art(80)),
    doubts=_FROM_SUSPENSION,
)
TRANSFER_TERM = term(
    key="transfer_review",
    title="转送有权机关期限",
    cite=LAW.art(56),
    span=short(7),
    owed_by=OFFICE,
    opens=(on_step(SUSPEND).when(REVIEW_POWER, "other"),),
    met_by=(TRANSFER_REVIEW,),
    while_at=(SUSPENDED,),
    lapse=Lapse(_NO_CONSEQUENCE, LAW.art(80)),
    doubts=_FROM_SUSPENSION,
)
REPLY_TERM = term(
    key="review_reply",
    title="有权机关回复期限",
    cite=LAW.art(60),
    span=long(60),
    owed_by=COMPETENT,
    opens=(on_service(papers.TRANSFER_LETTER, whom=COMPETENT),),
    met_by=(REVIEW_REPLY,),
    while_at=PENDING,
    lapse=Lapse(_NO_CONSEQUENCE, LAW.art(60)),
    doubts=(
        Doubt(
            "有权机关逾期不回复的，案件怎么办？",
            "继续中止并督促回复",
            "恢复审理，由行政复议机关自行判断",
        ),
    ),
)

REVIEW = (
    REQUEST_REVIEW,
    NOTIFY_MAKER,
    MAKER_ANSWER,
    CONCLUDE_REVIEW,
    TRANSFER_REVIEW,
    REVIEW_REPLY,
    MAKER_NOTICE_TERM,
    MAKER_ANSWER_TERM,
    REVIEW_TERM,
    TRANSFER_TERM,
    REPLY_TERM,
)
