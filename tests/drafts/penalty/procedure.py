"""Draft: 行政处罚 by the ordinary procedure, with hearing, legal review and collective discussion.

《行政处罚法》第八十五条: 二日、三日、五日、七日 are working days, so 十五日 and 九十日 are not.
"""

from datetime import date

from fashu.kernel.calendar import Rollover, Unit, days, working_days, years
from fashu.kernel.procedure import (
    BACK,
    Act,
    Arrival,
    ByAnswer,
    Doubt,
    Extendable,
    Family,
    Lapse,
    Nature,
    Paper,
    Pause,
    Procedure,
    Role,
    Stage,
    Step,
    Term,
    ahead_of,
    done,
    from_fact,
    met,
    on_lapse,
    on_service,
    on_step,
)
from fashu.kernel.procedure.general import attach
from tests.drafts.penalty import facts, rules
from tests.drafts.penalty.facts import COMPULSION, LAW

# -- 谁 ------------------------------------------------------------------------------------

AGENCY = Role("agency", "行政机关", organ=True)
OFFICER = Role("officer", "执法人员")
CHAIR = Role("chair", "听证主持人")
REVIEWER = Role("reviewer", "法制审核人员")
HEAD = Role("head", "行政机关负责人")
PARTY = Role("party", "当事人")

# -- 到哪一步 --------------------------------------------------------------------------------

INVESTIGATING = Stage("investigating", "调查", OFFICER)
TOLD = Stage("told", "已告知，听取陈述申辩", PARTY)
HEARING = Stage("hearing", "听证", CHAIR)
DECIDING = Stage("deciding", "审查决定", HEAD)
DECIDED = Stage("decided", "已决定，待送达", AGENCY)
PERFORMING = Stage("performing", "待履行", PARTY)
CONTESTED = Stage("contested", "复议或者诉讼期间", PARTY)
PERFORMED = Stage("performed", "已履行", final=True)
SPARED = Stage("spared", "不予处罚", final=True)
TRANSFERRED = Stage("transferred", "移送司法机关", final=True)

PRIOR_NOTICE = Paper(key="prior_notice", title="处罚事先告知书", cite=LAW.art(44), to=(PARTY,))
HEARING_NOTICE = Paper(
    key="hearing_notice", title="听证通知书", cite=LAW.art(64, None, 2), to=(PARTY,)
)
DECISION = Paper(key="decision", title="行政处罚决定书", cite=LAW.art(59), to=(PARTY,))

# -- 第三十六条、第五十四条  立案；两年内未被发现的不再处罚 -------------------------------------

FILE = Step(
    key="file",
    title="立案",
    cite=LAW.art(54, 2),
    by=(AGENCY,),
    asks=(facts.ACT_ENDED, facts.FOUND_ON, facts.HARM),
    to=INVESTIGATING,
)
LIMITATION = Term(
    key="limitation",
    title="追责期限",
    cite=LAW.art(36, 1),
    span=ByAnswer(facts.HARM, ((False, years(2)), (True, years(5)))),
    owed_by=AGENCY,
    nature=Nature.RIGHT,
    opens=(from_fact(facts.ACT_ENDED, FILE),),
    met_by=(FILE,),
    judged_by=facts.FOUND_ON,
    lapse=Lapse("不再给予行政处罚", LAW.art(36, 1)),
)

# -- 第四十二条、第五十五条、第五十六条  两人以上调查，先行登记保存 -----------------------------

INQUIRE = Step(
    key="inquire",
    title="询问、检查",
    cite=LAW.art(55, 2),
    by=(OFFICER,),
    at=(INVESTIGATING,),
    asks=(facts.MINUTES,),
    persons=2,
)
RECUSE = Step(
    key="recuse",
    title="决定回避",
    cite=LAW.art(43, 3),
    by=(HEAD,),
    at=(INVESTIGATING, TOLD, HEARING, DECIDING),
    asks=(facts.RECUSED,),
)
PRESERVE = Step(
    key="preserve",
    title="批准先行登记保存",
    cite=LAW.art(56),
    by=(HEAD,),
    at=(INVESTIGATING,),
    asks=(facts.ITEM,),
)
DISPOSE = Step(
    key="dispose",
    title="对登记保存的物品作出处理决定",
    cite=LAW.art(56),
    by=(HEAD,),
    at=(INVESTIGATING, TOLD, HEARING, DECIDING),
    asks=(facts.ITEM,),
    needs=(done(PRESERVE),),
)
PRESERVATION = Term(
    key="preservation",
    title="登记保存的处理期限",
    cite=LAW.art(56),
    span=working_days(7, LAW.art(85)),
    owed_by=AGENCY,
    opens=(on_step(PRESERVE),),
    per=facts.ITEM,
    met_by=(DISPOSE,),
    lapse=Lapse("法律没有写明后果；继续保存没有依据", LAW.art(56)),
)

# -- 第四十四条、第四十五条  告知，听取陈述申辩 --------------------------------------------------

REPORT = Step(
    key="report",
    title="调查终结",
    cite=LAW.art(57, 1),
    by=(OFFICER,),
    at=(INVESTIGATING,),
    asks=(
        facts.KIND,
        facts.FINE,
        facts.LARGE,
        facts.HEARING_RIGHT,
        facts.GRAVE,
        facts.REVIEW_GROUNDS,
    ),
    checks=(rules.hearing_right_is_told,),
    needs=(done(INQUIRE, cite=LAW.art(55, 2)),),
    persons=2,
)
TELL = Step(
    key="tell",
    title="告知拟作出的处罚",
    cite=LAW.art(44),
    by=(AGENCY,),
    at=(INVESTIGATING,),
    needs=(done(REPORT),),
    issues=(PRIOR_NOTICE,),
    to=TOLD,
)
DEFEND = Step(
    key="defend",
    title="陈述、申辩",
    cite=LAW.art(45, 1),
    by=(PARTY,),
    at=(TOLD,),
    asks=(facts.DEFENCE,),
)
WEIGH = Step(
    key="weigh",
    title="复核陈述、申辩意见",
    cite=LAW.art(45, 1),
    by=(AGENCY,),
    at=(TOLD,),
    asks=(facts.OPINION,),
    when=(rules.hearing_right_is_spent,),
    to=DECIDING,
)

# -- 第六十三条、第六十四条  听证 -----------------------------------------------------------------

ASK_HEARING = Step(
    key="ask_hearing",
    title="要求听证",
    cite=LAW.art(63, 1),
    by=(PARTY,),
    at=(TOLD,),
    when=(rules.hearing_may_be_asked,),
    to=HEARING,
)
WAIVE = Step(
    key="waive",
    title="放弃听证",
    cite=LAW.art(64, None, 1),
    by=(PARTY,),
    at=(TOLD,),
    when=(rules.hearing_may_be_asked,),
)
SET_HEARING = Step(
    key="set_hearing",
    title="指定主持人，通知听证的时间、地点",
    cite=LAW.art(64, None, 2),
    by=(AGENCY,),
    at=(HEARING,),
    asks=(facts.HEARING_DAY,),
    issues=(HEARING_NOTICE,),
)
HOLD_HEARING = Step(
    key="hold_hearing",
    title="举行听证",
    cite=LAW.art(64, None, 4),
    by=(CHAIR,),
    at=(HEARING,),
    asks=(facts.MINUTES,),
    needs=(met("hearing_notice", "未在七日前通知，应当另定日期", LAW.art(64, None, 2)),),
    when=(rules.on_the_day_announced,),
    not_by=(INQUIRE, REPORT),
    to=DECIDING,
)
HEARING_REQUEST = Term(
    key="hearing_request",
    title="要求听证的期限",
    cite=LAW.art(64, None, 1),
    span=working_days(5, LAW.art(85)),
    owed_by=PARTY,
    nature=Nature.RIGHT,
    opens=(on_service(PRIOR_NOTICE).when(facts.HEARING_RIGHT, True),),
    met_by=(ASK_HEARING, WAIVE),
    while_at=(TOLD,),
    lapse=Lapse("视为放弃听证", LAW.art(64, None, 1), bars=(ASK_HEARING,)),
)
NOTICE_AHEAD = Term(
    key="hearing_notice",
    title="听证通知的最晚日期",
    cite=LAW.art(64, None, 2),
    span=working_days(7, LAW.art(85)),
    owed_by=AGENCY,
    opens=(ahead_of(facts.HEARING_DAY, SET_HEARING),),
    met_by=(HEARING_NOTICE,),
    while_at=(HEARING,),
    lapse=Lapse("不得如期举行，应当另定日期", LAW.art(64, None, 2)),
    doubts=(Doubt("“七日前”是否两头都不算", "通知日与听证日之间足七个工作日", "听证日可以算入"),),
)

# -- 第五十七条、第五十八条  法制审核，集体讨论，决定 --------------------------------------------

REVIEW = Step(
    key="review",
    title="法制审核",
    cite=LAW.art(58, 1),
    by=(REVIEWER,),
    at=(DECIDING,),
    asks=(facts.PASSED, facts.OPINION),
    not_by=(INQUIRE, REPORT),
)
SEND_BACK = Step(
    key="send_back",
    title="退回补充调查",
    cite=LAW.art(57, 1),
    by=(HEAD,),
    at=(DECIDING,),
    undoes=(REPORT, TELL, DEFEND, WEIGH, ASK_HEARING, SET_HEARING, HOLD_HEARING, REVIEW),
    to=INVESTIGATING,
)
DISCUSS = Step(
    key="discuss",
    title="集体讨论",
    cite=LAW.art(57, 2),
    by=(HEAD,),
    at=(DECIDING,),
    asks=(facts.MINUTES,),
    persons=2,
)
PENALISE = Step(
    key="penalise",
    title="作出行政处罚决定",
    cite=LAW.art(57, 1, 1),
    by=(HEAD,),
    at=(DECIDING,),
    asks=(facts.DECIDED_FINE,),
    needs=(met("limitation", "已过追责期限，可以不予处罚", LAW.art(36, 1)),),
    when=(rules.reviewed_where_due, rules.discussed_where_due),
    checks=(rules.no_heavier_after_defence,),
    issues=(DECISION,),
    act=Act.DECISION,
    outcome=facts.KIND,
    to=DECIDED,
)
SPARE = Step(
    key="spare",
    title="不予行政处罚",
    cite=LAW.art(57, 1, 2),
    by=(HEAD,),
    at=(DECIDING, INVESTIGATING),
    asks=(facts.WHY_SPARED,),
    outcome=facts.WHY_SPARED,
    to=SPARED,
)
TRANSFER = Step(
    key="transfer",
    title="移送司法机关",
    cite=LAW.art(57, 1, 4),
    by=(HEAD,),
    at=(DECIDING, INVESTIGATING),
    to=TRANSFERRED,
)
NINETY_DAYS = Term(
    key="ninety_days",
    title="办案期限",
    cite=LAW.art(60),
    span=days(90),
    owed_by=AGENCY,
    opens=(on_step(FILE),),
    met_by=(PENALISE, SPARE, TRANSFER),
    lapse=Lapse("不免除作出决定的义务；程序违法", LAW.art(60)),
    doubts=(Doubt("听证、鉴定的时间是否计入", "计入", "部门规章另有规定的，不计入"),),
)

# -- 第六十一条、第六十七条、第七十二条、第七十三条  送达，缴款，加处罚款 ------------------------

DELIVERED = Arrival(paper=DECISION, at=(DECIDED,), to=PERFORMING, cite=LAW.art(61, 1))
SERVICE = Term(
    key="service",
    title="送达期限",
    cite=LAW.art(61, 1),
    span=working_days(7, LAW.art(85)),
    owed_by=AGENCY,
    opens=(on_step(PENALISE),),
    met_by=(DECISION,),
    lapse=Lapse("不免除送达的义务", LAW.art(61, 1)),
)
CONTEST = Step(
    key="contest",
    title="申请行政复议或者提起行政诉讼",
    cite=LAW.art(73, 3),
    by=(PARTY,),
    at=(PERFORMING,),
    to=CONTESTED,
)
SETTLE = Step(
    key="settle",
    title="复议或者诉讼终结，维持处罚",
    cite=LAW.art(73, 3),
    by=(AGENCY,),
    at=(CONTESTED,),
    to=BACK,
)
PAY = Step(
    key="pay",
    title="缴纳罚款",
    cite=LAW.art(67, 3),
    by=(PARTY,),
    at=(PERFORMING, CONTESTED),
    asks=(facts.PAID,),
    checks=(rules.paid_with_surcharge,),
    to=PERFORMED,
)
DEFER = Step(
    key="defer",
    title="批准暂缓、分期缴纳",
    cite=LAW.art(66, 2),
    by=(HEAD,),
    at=(PERFORMING, CONTESTED),
    asks=(facts.DEFER_DAYS,),
)
PAYMENT = Term(
    key="payment",
    title="缴纳罚款的期限",
    cite=LAW.art(67, 3),
    span=days(15),
    owed_by=PARTY,
    opens=(on_service(DECISION).when(facts.KIND, "fine"),),
    met_by=(PAY,),
    rollover=Rollover.SILENT_ROLLS,
    extendable=Extendable(DEFER, Unit.DAY, LAW.art(66, 2), by=facts.DEFER_DAYS),
    lapse=Lapse("每日按罚款数额的百分之三加处罚款", LAW.art(72, 1, 1)),
)
SURCHARGE = Term(
    key="surcharge",
    title="加处罚款的计算",
    cite=LAW.art(72, 1, 1),
    span=days(34),  # 每日百分之三，第三十四日达到罚款的数额
    owed_by=PARTY,
    nature=Nature.WAITING,
    opens=(on_lapse("payment"),),
    met_by=(PAY,),
    pauses=(Pause((CONTESTED,), "行政复议或者行政诉讼期间不予计算", LAW.art(73, 3)),),
    lapse=Lapse("加处罚款已达罚款的数额，不再增加", COMPULSION.art(45, 2)),
)

PENALTY = Procedure(
    key="draft.penalty",
    title="行政处罚（普通程序）",
    law=LAW,
    version="2021",
    applies_from=date(2021, 7, 15),
    roles=(AGENCY, OFFICER, CHAIR, REVIEWER, HEAD, PARTY),
    stages=(
        *(INVESTIGATING, TOLD, HEARING, DECIDING, DECIDED, PERFORMING, CONTESTED),
        *(PERFORMED, SPARED, TRANSFERRED),
    ),
    provisions=(
        *(FILE, LIMITATION, INQUIRE, RECUSE, PRESERVE, DISPOSE, PRESERVATION),
        *(REPORT, TELL, DEFEND, WEIGH),
        *(ASK_HEARING, WAIVE, SET_HEARING, HOLD_HEARING, HEARING_REQUEST, NOTICE_AHEAD),
        *(REVIEW, SEND_BACK, DISCUSS, PENALISE, SPARE, TRANSFER, NINETY_DAYS),
        *(DELIVERED, SERVICE, CONTEST, SETTLE, PAY, DEFER, PAYMENT, SURCHARGE),
    ),
    laws=(COMPULSION,),
    throughout=(rules.not_recused,),
)
FAMILY = Family((attach(PENALTY),))
