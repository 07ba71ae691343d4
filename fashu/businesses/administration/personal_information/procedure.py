"""个人信息权利请求 under chapter four of the 《个人信息保护法》 (第44至50条)."""

from datetime import date

from fashu.businesses.administration.personal_information import facts, papers, rules
from fashu.businesses.administration.personal_information.norms import (
    CIVIL_PROCEDURE,
    HOUSE,
    LAW,
    LITIGATION,
    term,
)
from fashu.businesses.administration.personal_information.parties import (
    AGENT,
    AUTHORITY,
    OFFICE,
    PERSON,
    ROLES,
)
from fashu.kernel.calendar import months, working_days
from fashu.kernel.procedure import (
    Branch,
    Doubt,
    Extendable,
    Family,
    Lapse,
    Nature,
    Procedure,
    Stage,
    Step,
    done,
    entered,
    on_service,
)

RECEIVED = Stage("received", "待核验身份", OFFICE)
PROVING = Stage("proving", "待补充身份证明", PERSON)
HANDLING = Stage("handling", "处理中", OFFICE)
DECIDED = Stage("decided", "已决定待执行", OFFICE)
ANSWERED = Stage("answered", "已答复", final=True)
REFUSED = Stage("refused", "不予满足", final=True)
WITHDRAWN = Stage("withdrawn", "已撤回", final=True)
UNPROVED = Stage("unproved", "未补充身份证明", final=True)

STAGES = (RECEIVED, PROVING, HANDLING, DECIDED, ANSWERED, REFUSED, WITHDRAWN, UNPROVED)
OPEN = (RECEIVED, PROVING, HANDLING)

# -- 第50条第1款  便捷的申请受理机制 ------------------------------------------------------------

REQUEST = Step(
    key="request",
    title="提出请求",
    cite=LAW.art(50, 1),
    by=(PERSON, AGENT),
    to=RECEIVED,
    asks=(facts.WHO, facts.ASKED),
    binds=((AUTHORITY, facts.PROCESSOR_OFFICE),),
    help="不收费。不需要说明为什么想看自己的信息。",
)
REGISTER = Step(
    key="register",
    title="登记请求",
    cite=LAW.art(50, 1),
    by=(OFFICE,),
    to=RECEIVED,
    asks=(facts.CHANNEL, facts.WHO, facts.ASKED),
    binds=((AUTHORITY, facts.PROCESSOR_OFFICE),),
)
ASK_PROOF = Step(
    key="ask_proof",
    title="通知补充身份证明",
    cite=HOUSE.art(1),
    by=(OFFICE,),
    at=(RECEIVED,),
    to=PROVING,
    asks=(facts.LACKING,),
    issues=(papers.PROOF_NOTICE,),
    once=True,
    help="只通知一次，一次写明需要补充的全部内容。",
)
SUPPLY = Step(
    key="supply",
    title="补充身份证明",
    cite=HOUSE.art(1),
    by=(PERSON, AGENT, OFFICE),
    at=(PROVING,),
    to=RECEIVED,
    asks=(facts.SUPPLIED, facts.SUPPLIED_FILES),
)
VERIFY = Step(
    key="verify",
    title="核验身份并受理",
    cite=LAW.art(50, 1),
    by=(OFFICE,),
    at=(RECEIVED,),
    to=HANDLING,
    asks=(facts.VERIFIED_BY,),
    checks=(rules.kinship_is_checked,),
    issues=(papers.ACCEPTANCE,),
)
WITHDRAW = Step(
    key="withdraw",
    title="撤回请求",
    cite=LAW.art(44),
    by=(PERSON, AGENT),
    at=OPEN,
    to=WITHDRAWN,
    outcome="撤回",
)
VERIFYING = term(
    key="verifying",
    title="核验期限",
    cite=HOUSE.art(1),
    span=working_days(5, HOUSE.art(5)),
    owed_by=OFFICE,
    opens=(entered(RECEIVED),),
    met_by=(VERIFY, ASK_PROOF),
    while_at=(RECEIVED,),
    lapse=Lapse("逾期未核验的，由上级机关督促；请求本身继续", HOUSE.art(4)),
)
PROOF_TERM = term(
    key="proof",
    title="补充期限",
    cite=HOUSE.art(1),
    span=working_days(15, HOUSE.art(5)),
    owed_by=PERSON,
    opens=(on_service(papers.PROOF_NOTICE, whom=PERSON),),
    met_by=(SUPPLY,),
    while_at=(PROVING,),
    lapse=Lapse("不补充的，请求就此结束，可以随时重新提出", HOUSE.art(1), to=UNPROVED),
)

# -- 第45至48条  及时 ------------------------------------------------------------

LOCATE = Step(
    key="locate",
    title="查找个人信息",
    cite=LAW.art(50, 1),
    by=(OFFICE,),
    at=(HANDLING,),
    asks=(facts.FOUND, facts.RECIPIENTS, facts.RETENTION),
    help="查遍所有系统：案件、人员库、查阅记录、文书和附件。",
)
EXTEND = Step(
    key="extend",
    title="延长处理期限",
    cite=HOUSE.art(3),
    by=(AUTHORITY,),
    at=(HANDLING,),
    asks=(facts.EXTENSION_REASON,),
    issues=(papers.EXTENSION_NOTICE,),
)
DECIDE = Step(
    key="decide",
    title="作出处理决定",
    cite=LAW.art(50, 1),
    by=(AUTHORITY,),
    at=(HANDLING,),
    to=Branch(facts.RESULT, (("grant", DECIDED), ("part", DECIDED), ("refuse", REFUSED))),
    asks=(facts.RESULT, facts.GROUND, facts.REASONS),
    needs=(done(LOCATE),),
    checks=(
        rules.erasure_waits_for_retention,
        rules.ground_belongs_to_the_right,
    ),
    issues=(papers.DECISION,),
    outcome=facts.RESULT,
)
EXECUTE = Step(
    key="execute",
    title="执行并答复",
    cite=LAW.art(50, 1),
    by=(OFFICE,),
    at=(DECIDED,),
    to=ANSWERED,
    asks=(facts.EXECUTED, facts.COPIES, facts.TOLD_RECIPIENTS),
    checks=(rules.recipients_are_told,),
    issues=(papers.REPLY,),
)
HANDLING_TERM = term(
    key="handling",
    title="处理期限",
    cite=HOUSE.art(2),
    span=working_days(15, HOUSE.art(5)),
    owed_by=AUTHORITY,
    opens=(entered(HANDLING),),
    met_by=(DECIDE,),
    while_at=(HANDLING,),
    extendable=Extendable(EXTEND, working_days(15, HOUSE.art(5)), HOUSE.art(3)),
    lapse=Lapse("逾期未处理的，可以依法向人民法院起诉，也可以投诉、举报", LAW.art(50, 2)),
    doubts=(
        Doubt(
            "“及时”是多少日？法律没有写明（第四十五条第二款、第四十六条第二款）",
            "平台自定十五个工作日，核验身份的时间不计在内",
            "另一种理解是立即办理，任何等待都不是“及时”",
        ),
    ),
)
EXECUTION_TERM = term(
    key="execution",
    title="执行期限",
    cite=HOUSE.art(2),
    span=working_days(5, HOUSE.art(5)),
    owed_by=OFFICE,
    opens=(entered(DECIDED),),
    met_by=(EXECUTE,),
    while_at=(DECIDED,),
    lapse=Lapse("逾期未执行的，由上级机关督促；决定的效力不变", HOUSE.art(4)),
)

# -- 第50条第2款  救济 ------------------------------------------------------------

SUIT = term(
    key="suit",
    title="起诉期限",
    cite=LITIGATION.art(46, 1),
    span=months(6),
    nature=Nature.RIGHT,
    owed_by=PERSON,
    opens=(on_service(papers.DECISION, whom=PERSON),),
    outlives=True,
    lapse=Lapse("不再能够就这一决定起诉，法律另有规定的除外", LITIGATION.art(46, 1)),
    doubts=(
        Doubt(
            "国家机关作为个人信息处理者拒绝请求，起诉适用行政诉讼还是民事诉讼？",
            "履行法定职责中的处理，适用行政诉讼的六个月",
            "第五十条第二款没有区分，也可以作为民事侵权起诉",
        ),
    ),
)

V2021 = Procedure(
    key="personal_information",
    title="个人信息权利请求",
    law=LAW,
    version="2021",
    applies_from=date(2021, 11, 1),
    roles=ROLES,
    stages=STAGES,
    provisions=(
        REQUEST,
        REGISTER,
        ASK_PROOF,
        SUPPLY,
        VERIFY,
        WITHDRAW,
        VERIFYING,
        PROOF_TERM,
        LOCATE,
        EXTEND,
        DECIDE,
        EXECUTE,
        HANDLING_TERM,
        EXECUTION_TERM,
        SUIT,
    ),
    laws=(LAW, LITIGATION, CIVIL_PROCEDURE),
)

FAMILY = Family((V2021,))
