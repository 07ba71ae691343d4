"""Draft: 法律援助, from the application (or the notice of a case authority) to the subsidy.

《法律援助法》 counts in 日 and 小时 and never in 工作日. Periods that only the ministry's rules of
2023 (司法部令第148号) know are marked `unverified`: their text was not at hand.
"""

from datetime import date

from fashu.kernel.calendar import Rollover, Unit, days, hours
from fashu.kernel.law.citation import Law
from fashu.kernel.procedure import (
    BACK,
    Act,
    CaseView,
    Doubt,
    Family,
    FromFact,
    Issue,
    Lapse,
    Manual,
    Nature,
    Option,
    Paper,
    Pause,
    Procedure,
    Refusal,
    Role,
    Stage,
    Step,
    Term,
    Until,
    choice,
    day,
    done,
    entered,
    from_fact,
    long_text,
    money,
    number,
    on_service,
    on_step,
    text,
)
from fashu.kernel.procedure.general import attach

LAW = Law("法律援助法")
RECONSIDERATION = Law("行政复议法")

# -- 谁 -------------------------------------------------------------------------------------------

APPLICANT = Role("applicant", "申请人（受援人）")
AGENCY = Role("agency", "法律援助机构", organ=True)
JUSTICE = Role("justice", "司法行政部门", organ=True)
CASE_AUTHORITY = Role("case_authority", "办案机关", organ=True)
CUSTODY = Role("custody", "监管场所", organ=True)
AIDER = Role("aider", "法律援助人员")

# -- 到哪一步 -------------------------------------------------------------------------------------

IN_CUSTODY = Stage("in_custody", "待转交")
RECEIVED = Stage("received", "待审查", AGENCY)
SUPPLEMENT = Stage("supplement", "待补充材料", APPLICANT)
NOTIFIED = Stage("notified", "已通知，待指派", AGENCY)
GRANTED = Stage("granted", "待指派", AGENCY)
HANDLING = Stage("handling", "办理中", AIDER)
REPORTED = Stage("reported", "办理结束，待支付补贴", AGENCY)
OBJECTED = Stage("objected", "异议审查中", JUSTICE)
CORRECTING = Stage("correcting", "责令改正", AGENCY)
PAID = Stage("paid", "已办结", final=True)
WITHDRAWN = Stage("withdrawn", "撤回申请", final=True)
REFUSED = Stage("refused", "不予法律援助", final=True)
UPHELD = Stage("upheld", "维持原决定", final=True)

# -- 问什么 ---------------------------------------------------------------------------------------

MATTER = text("matter", "申请法律援助的事项")
GROUND = choice(
    "ground",
    "经济困难条件",
    Option("hardship", "因经济困难申请", LAW.art(41, 1)),
    Option("waived", "属于免予核查经济困难状况的人员", LAW.art(42)),
    Option("exempt", "不受经济困难条件的限制", LAW.art(32)),
)
KIND = choice(
    "kind",
    "案件类型",
    Option("life", "可能被判处无期徒刑、死刑，或者死刑复核", LAW.art(26)),
    Option("criminal", "其他刑事辩护", LAW.art(24)),
    Option("other", "代理、咨询等", LAW.art(22)),
)
NOTICE_GROUND = choice(
    "notice_ground",
    "通知的情形",
    Option("minor", "未成年人", LAW.art(25, 1, 1)),
    Option("disabled", "视力、听力、言语残疾人", LAW.art(25, 1, 2)),
    Option("incapable", "不能完全辨认自己行为的成年人", LAW.art(25, 1, 3)),
    Option("life", "可能被判处无期徒刑、死刑的人", LAW.art(25, 1, 4)),
    Option("medical", "强制医疗案件的被申请人或者被告人", LAW.art(28)),
)
FOUND_ON = day("found_on", "发现应当通知情形的日期", past=True)
MISSING = long_text("missing", "需要补充的材料或者说明的事项")
SUPPLY_DAYS = number("supply_days", "补充期限（日）", least=1)
REASON = long_text("reason", "理由")
WHY_NOT = choice(
    "why_not",
    "不予援助的理由",
    Option("not_poor", "不符合经济困难标准", LAW.art(34)),
    Option("out_of_scope", "不属于法律援助的范围", LAW.art(31)),
)
WHY_AT_ONCE = choice(
    "why_at_once",
    "先行提供的情形",
    Option("limitation", "距法定时效或者期限届满不足七日", LAW.art(44, 1, 1)),
    Option("preservation", "需要立即申请保全或者先予执行", LAW.art(44, 1, 2)),
)
LIMITATION_ENDS = day("limitation_ends", "时效或者期限届满的日期").when("why_at_once", "limitation")
PAPERS_BY = day("papers_by", "补办手续的期限")
AIDER_KIND = choice(
    "aider_kind",
    "法律援助人员",
    Option("lawyer", "律师"),
    Option("grassroots", "基层法律服务工作者"),
    Option("volunteer", "法律援助志愿者"),
)
PRACTICE_YEARS = number("practice_years", "相关执业年限").when("aider_kind", "lawyer")
SUBSIDY = money("subsidy", "法律援助补贴", least=1)
WITHHELD = money("withheld", "代扣的税款")


# -- 规则 -----------------------------------------------------------------------------------------


def not_for_hardship(case: CaseView) -> Refusal | None:
    """《法律援助法》第三十二条：有下列情形之一，不受经济困难条件的限制。"""
    if case.fact("why_not") != "not_poor" or case.fact("ground") == "hardship":
        return None
    cite = LAW.art(32 if case.fact("ground") == "exempt" else 42)
    return Refusal("申请人不受或者免予核查经济困难条件，不能以此不予援助", cite)


def fewer_than_seven_days_left(case: CaseView) -> Refusal | None:
    """《法律援助法》第四十四条第一款第一项：距法定时效或者期限届满不足七日。"""
    ends = case.day("limitation_ends")
    if ends is None or (ends - case.on).days < 7:
        return None
    left = (ends - case.on).days
    return Refusal(f"距{ends}届满还有{left}日，不是不足七日", LAW.art(44, 1, 1), "请按期审查决定")


def lawyer_for_the_defence(case: CaseView) -> Refusal | None:
    """《法律援助法》第二十六条、第三十六条：辩护由律师担任，重案须有三年以上相关执业经历。"""
    kind, notified = case.fact("kind"), case.fact("notice_ground")
    if (kind in ("life", "criminal") or notified) and case.fact("aider_kind") != "lawyer":
        return Refusal("刑事辩护应当指派律师", LAW.art(36 if notified else 24))
    if "life" in (kind, notified) and (case.number("practice_years") or 0) < 3:
        return Refusal("应当指派具有三年以上相关执业经历的律师", LAW.art(26))
    return None


def subsidy_untaxed(case: CaseView) -> Refusal | None:
    """《法律援助法》第五十二条第三款：法律援助补贴免征增值税和个人所得税。"""
    if not case.number("withheld"):
        return None
    return Refusal("补贴免征增值税和个人所得税，不得代扣", LAW.art(52, 3))


# -- 文书 -----------------------------------------------------------------------------------------

NOTICE = Paper(key="notice", title="通知辩护（代理）公函", cite=LAW.art(36), to=(AGENCY,))
SUPPLY_NOTICE = Paper(
    key="supply_notice", title="补充材料通知书", cite=LAW.art(43, 2), to=(APPLICANT,)
)
GRANT_PAPER = Paper(key="granted", title="给予法律援助决定书", cite=LAW.art(43, 1), to=(APPLICANT,))
REFUSAL_PAPER = Paper(
    key="refusal", title="不予法律援助决定书", cite=LAW.art(43, 1), to=(APPLICANT,)
)
ASSIGNMENT = Paper(key="assignment", title="指派通知书", cite=LAW.art(43, 1), to=(AIDER, APPLICANT))
ANSWER_LETTER = Paper(
    key="answer_letter", title="指派律师告知函", cite=LAW.art(36), to=(CASE_AUTHORITY,)
)
CORRECTION_ORDER = Paper(
    key="correction_order", title="责令改正决定书", cite=LAW.art(49, 2), to=(AGENCY, APPLICANT)
)
UPHELD_PAPER = Paper(key="upheld", title="异议审查决定书", cite=LAW.art(49, 2), to=(APPLICANT,))

# -- 第三十六条  三日内通知，三日内指派并通知 -----------------------------------------------------

NOTIFY = Step(
    key="notify",
    title="通知指派律师",
    cite=LAW.art(36),
    by=(CASE_AUTHORITY,),
    asks=(FOUND_ON, NOTICE_GROUND),
    issues=(NOTICE,),
    to=NOTIFIED,
)
NOTIFYING = Term(
    key="notifying",
    title="办案机关通知期限",
    cite=LAW.art(36),
    span=days(3),
    owed_by=CASE_AUTHORITY,
    opens=(from_fact(FOUND_ON, NOTIFY),),
    met_by=(NOTIFY,),
    lapse=Lapse("不免除通知的义务", LAW.art(66)),
)
ASSIGNING_ON_NOTICE = Term(
    key="assigning_on_notice",
    title="指派律师并通知办案机关的期限",
    cite=LAW.art(36),
    span=days(3),
    owed_by=AGENCY,
    opens=(on_service(NOTICE),),
    met_by=(ANSWER_LETTER,),
    lapse=Lapse("不免除指派的义务", LAW.art(61)),
)

# -- 第三十九条  二十四小时内转交 -----------------------------------------------------------------

LODGE = Step(
    key="lodge",
    title="在监管场所提出申请",
    cite=LAW.art(39, 1),
    by=(CUSTODY, CASE_AUTHORITY),
    asks=(MATTER, GROUND, KIND),
    to=IN_CUSTODY,
)
HAND_OVER = Step(
    key="hand_over",
    title="转交法律援助机构",
    cite=LAW.art(39),
    by=(CUSTODY, CASE_AUTHORITY),
    at=(IN_CUSTODY,),
    to=RECEIVED,
)
HANDING_OVER = Term(
    key="handing_over",
    title="监管场所转交期限",
    cite=LAW.art(39, 1),
    span=hours(24),
    owed_by=CUSTODY,
    opens=(on_step(LODGE),),
    met_by=(HAND_OVER,),
    lapse=Lapse("不免除转交的义务", LAW.art(66)),
)

# -- 第四十三条  七日内审查决定，三日内指派；材料不齐的一次性告知 ---------------------------------

APPLY = Step(
    key="apply",
    title="申请法律援助",
    cite=LAW.art(38),
    by=(APPLICANT,),
    asks=(MATTER, GROUND, KIND),
    to=RECEIVED,
)
ASK_SUPPLEMENT = Step(
    key="ask_supplement",
    title="一次性告知补充材料",
    cite=LAW.art(43, 2),
    by=(AGENCY,),
    at=(RECEIVED,),
    asks=(MISSING, SUPPLY_DAYS),
    issues=(SUPPLY_NOTICE,),
    once=True,
    to=SUPPLEMENT,
)
SUPPLY = Step(
    key="supply",
    title="补充材料或者作出说明",
    cite=LAW.art(43, 2),
    by=(APPLICANT,),
    at=(SUPPLEMENT,),
    to=BACK,
)
GRANT = Step(
    key="grant",
    title="给予法律援助",
    cite=LAW.art(43, 1),
    by=(AGENCY,),
    at=(RECEIVED, CORRECTING),
    issues=(GRANT_PAPER,),
    to=GRANTED,
)
REFUSE = Step(
    key="refuse",
    title="不予法律援助",
    cite=LAW.art(43, 1),
    by=(AGENCY,),
    at=(RECEIVED,),
    asks=(WHY_NOT, REASON),
    checks=(not_for_hardship,),
    issues=(REFUSAL_PAPER,),
    act=Act.DECISION,
    to=REFUSED,
)
EXAMINING = Term(
    key="examining",
    title="审查期限",
    cite=LAW.art(43, 1),
    span=days(7),
    owed_by=AGENCY,
    opens=(entered(RECEIVED),),
    met_by=(GRANT, REFUSE),
    while_at=(RECEIVED, SUPPLEMENT),
    pauses=(Pause((SUPPLEMENT,), "申请人补充材料的时间", LAW.art(43, 2)),),
    lapse=Lapse("不得视为不予援助；申请人可以就不作为申请行政复议", LAW.art(43, 1)),
    doubts=(
        Doubt("第七日逢休息日是否顺延", "法律没有写明，不顺延", "类推民事诉讼法顺延到其后第一日"),
    ),
    unverified="补充材料的时间不计入，出自司法部令第148号",
)
SUPPLYING = Term(
    key="supplying",
    title="补充材料期限",
    cite=LAW.art(43, 2),
    span=FromFact(SUPPLY_DAYS, Unit.DAY),
    owed_by=APPLICANT,
    nature=Nature.RIGHT,
    opens=(on_service(SUPPLY_NOTICE),),
    met_by=(SUPPLY,),
    while_at=(SUPPLEMENT,),
    rollover=Rollover.SILENT_ROLLS,
    lapse=Lapse("视为撤回申请", LAW.art(43, 2), to=WITHDRAWN, outcome="视为撤回申请"),
)

# -- 第四十四条  先行提供法律援助 -----------------------------------------------------------------

AID_AT_ONCE = Step(
    key="aid_at_once",
    title="决定先行提供法律援助",
    cite=LAW.art(44, 1),
    by=(AGENCY,),
    at=(RECEIVED, SUPPLEMENT),
    asks=(WHY_AT_ONCE, LIMITATION_ENDS, PAPERS_BY),
    checks=(fewer_than_seven_days_left,),
    issues=(GRANT_PAPER,),
    to=GRANTED,
)
COMPLETE_PAPERS = Step(
    key="complete_papers",
    title="补办手续、补充材料",
    cite=LAW.art(44, 2),
    by=(APPLICANT,),
    at=(GRANTED, HANDLING),
    needs=(done(AID_AT_ONCE),),
)
COMPLETING_PAPERS = Term(
    key="completing_papers",
    title="补办手续的期限",
    cite=LAW.art(44, 2),
    span=Until(PAPERS_BY),
    owed_by=APPLICANT,
    opens=(on_step(AID_AT_ONCE),),
    met_by=(COMPLETE_PAPERS,),
    lapse=Lapse("法律没有写明后果，由法律援助机构处理", LAW.art(44, 2)),
)

# -- 第四十三条  三日内指派 -----------------------------------------------------

ASSIGN = Step(
    key="assign",
    title="指派法律援助人员",
    cite=LAW.art(43, 1),
    by=(AGENCY,),
    at=(GRANTED, NOTIFIED),
    asks=(AIDER_KIND, PRACTICE_YEARS),
    checks=(lawyer_for_the_defence,),
    issues=(
        ASSIGNMENT,
        Issue(ANSWER_LETTER, NOTICE_GROUND, tuple(o.key for o in NOTICE_GROUND.options)),
    ),
    to=HANDLING,
)
ASSIGNING = Term(
    key="assigning",
    title="指派期限",
    cite=LAW.art(43, 1),
    span=days(3),
    owed_by=AGENCY,
    opens=(on_step(GRANT, AID_AT_ONCE),),
    met_by=(ASSIGN,),
    lapse=Lapse("不免除指派的义务", LAW.art(61)),
)


# -- 第四十九条  异议：五日内审查，维持或者责令改正 -----------------------------------------------

OBJECT = Step(
    key="object",
    title="提出异议",
    cite=LAW.art(49, 1),
    by=(APPLICANT,),
    at=(REFUSED,),
    asks=(REASON,),
    once=True,
    to=OBJECTED,
)
UPHOLD = Step(
    key="uphold",
    title="维持法律援助机构的决定",
    cite=LAW.art(49, 2),
    by=(JUSTICE,),
    at=(OBJECTED,),
    asks=(REASON,),
    issues=(UPHELD_PAPER,),
    act=Act.DECISION,
    to=UPHELD,
)
ORDER_CORRECTION = Step(
    key="order_correction",
    title="责令法律援助机构改正",
    cite=LAW.art(49, 2),
    by=(JUSTICE,),
    at=(OBJECTED,),
    asks=(REASON,),
    issues=(CORRECTION_ORDER,),
    undoes=(REFUSE,),
    to=CORRECTING,
)
OBJECTION = Term(
    key="objection",
    title="异议审查期限",
    cite=LAW.art(49, 2),
    span=days(5),
    owed_by=JUSTICE,
    opens=(entered(OBJECTED),),
    met_by=(UPHOLD, ORDER_CORRECTION),
    lapse=Lapse("不免除作出决定的义务", LAW.art(66)),
)
RECONSIDERING = Term(
    key="reconsidering",
    title="申请行政复议的期限",
    cite=RECONSIDERATION.art(20, 1),
    span=days(60),
    owed_by=APPLICANT,
    nature=Nature.RIGHT,
    opens=(on_service(UPHELD_PAPER),),
    outlives=True,
    rollover=Rollover.STATUTORY,
    rollover_cite=RECONSIDERATION.art(88, 1),
    lapse=Lapse("不能再申请行政复议", RECONSIDERATION.art(30, 1)),
)

# -- 第五十条、第五十二条  办结报告，支付补贴 -----------------------------------------------------

REPORT = Step(
    key="report",
    title="办理结束，提交报告和文书副本",
    cite=LAW.art(50),
    by=(AIDER,),
    at=(HANDLING,),
    to=REPORTED,
)
PAY = Step(
    key="pay",
    title="支付法律援助补贴",
    cite=LAW.art(52, 1),
    by=(AGENCY,),
    at=(REPORTED,),
    asks=(SUBSIDY, WITHHELD),
    checks=(subsidy_untaxed,),
    to=PAID,
)
PAYING = Term(
    key="paying",
    title="支付补贴的期限",
    cite=LAW.art(52, 1),
    span=Manual("法律只写“及时”，由省级补贴办法确定", LAW.art(52, 2)),
    owed_by=AGENCY,
    opens=(entered(REPORTED),),
    met_by=(PAY,),
    lapse=Lapse("法律没有写明后果", LAW.art(52, 1)),
)

LEGAL_AID = Procedure(
    key="draft.legal_aid",
    title="法律援助",
    law=LAW,
    version="2022",
    applies_from=date(2022, 1, 1),
    roles=(APPLICANT, AGENCY, JUSTICE, CASE_AUTHORITY, CUSTODY, AIDER),
    stages=(
        *(IN_CUSTODY, RECEIVED, SUPPLEMENT, NOTIFIED, GRANTED, HANDLING, REPORTED),
        *(OBJECTED, CORRECTING, PAID, WITHDRAWN, REFUSED, UPHELD),
    ),
    provisions=(
        *(NOTIFY, NOTIFYING, ASSIGNING_ON_NOTICE),
        *(LODGE, HAND_OVER, HANDING_OVER),
        *(APPLY, ASK_SUPPLEMENT, SUPPLY, GRANT, REFUSE, EXAMINING, SUPPLYING),
        *(AID_AT_ONCE, COMPLETE_PAPERS, COMPLETING_PAPERS),
        *(ASSIGN, ASSIGNING),
        *(OBJECT, UPHOLD, ORDER_CORRECTION, OBJECTION, RECONSIDERING),
        *(REPORT, PAY, PAYING),
    ),
    laws=(RECONSIDERATION,),
)
FAMILY = Family((attach(LEGAL_AID),))
