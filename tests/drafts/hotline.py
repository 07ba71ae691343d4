"""Draft: a 12348 question and work order (公共法律服务热线工单).

The hotline's rules are local: the model is 潍坊市12345政务服务便民热线条例 (2021). The 24 hours
of the volunteers and the figures marked `unverified` are rules of a platform, not of a statute.
"""

from datetime import date, time

from fashu.kernel.calendar import ServiceHours, Unit, hours, service_hours, working_days
from fashu.kernel.law.citation import Law
from fashu.kernel.procedure import (
    BACK,
    Branch,
    CaseView,
    Extendable,
    Family,
    FromFact,
    Issue,
    Lapse,
    Option,
    Paper,
    Procedure,
    Refusal,
    Role,
    Stage,
    Step,
    Term,
    choice,
    entered,
    flag,
    long_text,
    number,
    office,
    on_step,
)

HOTLINES = Law("潍坊市12345政务服务便民热线条例")
LAWYERS = Law("律师法")
PLATFORM = Law("公共法律服务热线平台运行规则", house=True)

# -- 谁 -------------------------------------------------------------------------------------------

ASKER = Role("asker", "服务对象")
HOTLINE = Role("hotline", "热线工作机构", organ=True)
ADVISER = Role("adviser", "网上法律顾问")
PROVIDER = Role("provider", "服务外包单位", organ=True)
UNIT = Role("unit", "承办单位", organ=True)
UNIT_HEAD = Role("unit_head", "承办单位负责人")

# -- 到哪一步 -------------------------------------------------------------------------------------

RECORDED = Stage("recorded", "待分流", HOTLINE)
OPEN = Stage("open", "待解答", ADVISER)
CLAIMED = Stage("claimed", "已认领", ADVISER)
ASSIGNED = Stage("assigned", "已派服务外包单位", PROVIDER)
HANDLING = Stage("handling", "承办单位办理中", UNIT)
RETURNING = Stage("returning", "申请退回", HOTLINE)
ANSWERED = Stage("answered", "已解答，待评价", ASKER)
REPLIED = Stage("replied", "已回复，待评价", ASKER)
DISPUTED = Stage("disputed", "不满意，待转回", HOTLINE)
CLOSED = Stage("closed", "已办结", final=True)
REFUSED = Stage("refused", "不予受理", final=True)
ENDED = Stage("ended", "终止办理", final=True)

# -- 问什么 ---------------------------------------------------------------------------------------

QUESTION = long_text("question", "咨询或者诉求的内容", personal=True)
URGENT = flag("urgent", "情况紧急")
WAY = choice(
    "way",
    "如何办理",
    Option("answer", "法律咨询，由网上法律顾问解答"),
    Option("handle", "应当由承办单位办理"),
    Option("refuse", "不予受理", HOTLINES.art(19, 1)),
)
UNIT_OFFICE = office("unit_office", "承办单位").when("way", "handle")
DESIGNATED = flag("designated", "经研究确定或者直接指定", cite=HOTLINES.art(22, 2)).when(
    "way", "handle"
)
LONGER = flag("longer", "法律、法规规定的办理时限超过五个工作日").when("way", "handle")
LONGER_DAYS = number("longer_days", "法定办理时限（工作日）", least=6).when("longer", True)
REASON = long_text("reason", "理由")
LICENCE = choice(
    "licence",
    "执业证书状态",
    Option("valid", "有效"),
    Option("suspended", "停止执业"),
    Option("none", "没有执业证书"),
)
ANSWER_TEXT = long_text("answer", "解答内容和所引法条")
EXTRA_DAYS = number("extra_days", "延长的工作日", least=1)
SCORE = number("score", "评价", least=1, most=5)

REPLY_SLIP = Paper(key="reply_slip", title="办理情况回复", cite=HOTLINES.art(20, 1), to=(ASKER,))
REFUSAL_NOTE = Paper(
    key="refusal_note", title="不予受理说明", cite=HOTLINES.art(19, 2), to=(ASKER,)
)


def licensed(case: CaseView) -> Refusal | None:
    """《律师法》第十三条：没有取得律师执业证书的人员，不得以律师名义从事法律服务业务。"""
    if case.fact("licence") == "valid":
        return None
    return Refusal("执业证书不是有效状态，不能认领", LAWYERS.art(13), "请改为程序性指引")


def not_designated(case: CaseView) -> Refusal | None:
    """《潍坊市12345政务服务便民热线条例》第二十二条第二款：指定的承办单位不得退回。"""
    if not case.fact("designated"):
        return None
    return Refusal("该事项经研究确定或者直接指定承办，不得退回", HOTLINES.art(22, 2))


# -- 第十八条  即时答复，不能即时答复的及时、准确转交 ---------------------------------------------

ASK = Step(
    key="ask",
    title="提出咨询或者诉求",
    cite=HOTLINES.art(10),
    by=(ASKER, HOTLINE),
    to=RECORDED,
    asks=(QUESTION, URGENT),
)
ROUTE = Step(
    key="route",
    title="分流",
    cite=HOTLINES.art(18, 2),
    by=(HOTLINE,),
    at=(RECORDED, RETURNING),
    asks=(WAY, UNIT_OFFICE, DESIGNATED, LONGER, LONGER_DAYS),
    to=Branch(WAY, (("answer", OPEN), ("handle", HANDLING), ("refuse", REFUSED))),
    issues=(Issue(REFUSAL_NOTE, WAY, ("refuse",)),),
    binds=((UNIT, UNIT_OFFICE),),
)
TRANSFER = Term(
    key="transfer",
    title="转交期限",
    cite=HOTLINES.art(18, 2),
    span=working_days(1, PLATFORM.art(4)),
    owed_by=HOTLINE,
    opens=(on_step(ASK).when(URGENT, False),),
    met_by=(ROUTE,),
    while_at=(RECORDED,),
    lapse=Lapse("报告值班负责人，事项继续转交", PLATFORM.art(4)),
    unverified="条例只写“及时”；一个工作日为平台规则",
)
URGENT_TRANSFER = Term(
    key="urgent_transfer",
    title="紧急事项转交期限",
    cite=HOTLINES.art(18, 2),
    span=hours(1, PLATFORM.art(5)),
    owed_by=HOTLINE,
    opens=(on_step(ASK).when(URGENT, True),),
    met_by=(ROUTE,),
    while_at=(RECORDED,),
    lapse=Lapse("报告值班负责人，事项继续转交", PLATFORM.art(5)),
    unverified="条例只写“及时”；一小时为平台规则",
)

# -- 平台规则第二条  二十四小时无人解答的，自动派给服务外包单位 -----------------------------------

CLAIM = Step(
    key="claim",
    title="认领",
    cite=PLATFORM.art(2),
    by=(ADVISER,),
    at=(OPEN,),
    asks=(LICENCE,),
    checks=(licensed,),
    to=CLAIMED,
)
RELEASE = Step(
    key="release",
    title="放弃认领",
    cite=PLATFORM.art(2),
    by=(ADVISER,),
    at=(CLAIMED,),
    to=BACK,
)
ANSWER = Step(
    key="answer_question",
    title="解答",
    cite=PLATFORM.art(2),
    by=(ADVISER,),
    at=(CLAIMED,),
    asks=(ANSWER_TEXT,),
    to=ANSWERED,
)
PROVIDER_ANSWER = Step(
    key="provider_answer",
    title="外包单位解答",
    cite=PLATFORM.art(3),
    by=(PROVIDER,),
    at=(ASSIGNED,),
    asks=(ANSWER_TEXT,),
    to=ANSWERED,
)
FIRST_ANSWER = Term(
    key="first_answer",
    title="志愿解答期限",
    cite=PLATFORM.art(2),
    span=hours(24, PLATFORM.art(2)),
    owed_by=ADVISER,
    opens=(entered(OPEN),),
    met_by=(ANSWER,),
    while_at=(OPEN, CLAIMED),
    lapse=Lapse("自动派给服务外包单位，志愿者不能再认领", PLATFORM.art(2), to=ASSIGNED),
    unverified="平台规则；夜间、周末、节假日不停",
)
CONTRACT_ANSWER = Term(
    key="contract_answer",
    title="外包单位解答期限",
    cite=PLATFORM.art(3),
    span=hours(24, PLATFORM.art(3)),
    owed_by=PROVIDER,
    opens=(entered(ASSIGNED),),
    met_by=(PROVIDER_ANSWER,),
    while_at=(ASSIGNED,),
    lapse=Lapse("按合同扣减服务费，并报热线工作机构督办", PLATFORM.art(3)),
    unverified="服务外包合同约定",
)

# -- 第二十条  五个工作日内办结 -------------------------------------------------------------------

CONTACT = Step(
    key="contact",
    title="联系服务对象",
    cite=PLATFORM.art(6),
    by=(UNIT,),
    at=(HANDLING,),
    once=True,
)
EXTEND = Step(
    key="extend",
    title="延长办理时限",
    cite=HOTLINES.art(20, 1, 3),
    by=(UNIT_HEAD,),
    at=(HANDLING,),
    asks=(EXTRA_DAYS, REASON),
)
REPLY = Step(
    key="reply",
    title="回复办理情况",
    cite=HOTLINES.art(20, 1),
    by=(UNIT,),
    at=(HANDLING,),
    asks=(ANSWER_TEXT,),
    issues=(REPLY_SLIP,),
    to=REPLIED,
)
ASK_AGAIN = Step(
    key="ask_again",
    title="对办理结果有异议",
    cite=HOTLINES.art(14),
    by=(ASKER,),
    at=(REPLIED,),
    asks=(REASON,),
    once=True,
    to=DISPUTED,
)
REOPEN = Step(
    key="reopen",
    title="转回承办单位重办",
    cite=HOTLINES.art(14),
    by=(HOTLINE,),
    at=(DISPUTED,),
    to=HANDLING,
)
FIRST_CONTACT = Term(
    key="first_contact",
    title="首次联系期限",
    cite=PLATFORM.art(6),
    span=service_hours(
        8,
        ServiceHours(((time(9), time(12)), (time(14), time(18))), working_days_only=True),
        PLATFORM.art(6),
    ),
    owed_by=UNIT,
    opens=(entered(HANDLING),),
    met_by=(CONTACT, REPLY),
    while_at=(HANDLING,),
    lapse=Lapse("提醒承办单位，不影响办理", PLATFORM.art(6)),
    unverified="平台规则；只计服务时间",
)
HANDLE = Term(
    key="handle",
    title="办理时限",
    cite=HOTLINES.art(20, 1, 1),
    span=working_days(5, HOTLINES.art(20, 1, 1)),
    owed_by=UNIT,
    opens=(entered(HANDLING).when(LONGER, False),),
    met_by=(REPLY,),
    while_at=(HANDLING, RETURNING),
    extendable=Extendable(
        EXTEND,
        working_days(10),
        PLATFORM.art(7),
        by=EXTRA_DAYS,
        times=3,
        in_all=working_days(10),
    ),
    lapse=Lapse("列入督办", HOTLINES.art(26, None, 2)),
)
HANDLE_LONGER = Term(
    key="handle_longer",
    title="法定办理时限",
    cite=HOTLINES.art(20, 1, 2),
    span=FromFact(LONGER_DAYS, Unit.WORKING_DAY, HOTLINES.art(20, 1, 2)),
    owed_by=UNIT,
    opens=(entered(HANDLING).when(LONGER, True),),
    met_by=(REPLY,),
    while_at=(HANDLING, RETURNING),
    lapse=Lapse("列入督办", HOTLINES.art(26, None, 2)),
)
PASS_BACK = Term(
    key="pass_back",
    title="转回期限",
    cite=HOTLINES.art(14),
    span=working_days(1, PLATFORM.art(8)),
    owed_by=HOTLINE,
    opens=(entered(DISPUTED),),
    met_by=(REOPEN,),
    while_at=(DISPUTED,),
    lapse=Lapse("报告值班负责人，事项继续转回", PLATFORM.art(8)),
    unverified="条例只写“有权要求作出说明”；一个工作日为平台规则",
)

# -- 第二十一条、第二十二条  终止办理，退回 -------------------------------------------------------

ASK_RETURN = Step(
    key="ask_return",
    title="申请退回",
    cite=HOTLINES.art(22, 1),
    by=(UNIT,),
    at=(HANDLING,),
    asks=(REASON,),
    when=(not_designated,),
    to=RETURNING,
)
KEEP = Step(
    key="keep",
    title="不同意退回",
    cite=HOTLINES.art(22, 2),
    by=(HOTLINE,),
    at=(RETURNING,),
    to=BACK,
)
END = Step(
    key="end",
    title="审核后终止办理",
    cite=HOTLINES.art(21),
    by=(HOTLINE,),
    at=(RETURNING,),
    asks=(REASON,),
    to=ENDED,
)
RATE = Step(
    key="rate",
    title="评价",
    cite=HOTLINES.art(14),
    by=(ASKER,),
    at=(ANSWERED, REPLIED),
    asks=(SCORE,),
    to=CLOSED,
)

HOTLINE_ORDER = Procedure(
    key="draft.hotline",
    title="12348工单",
    law=HOTLINES,
    version="2021",
    applies_from=date(2021, 12, 15),
    roles=(ASKER, HOTLINE, ADVISER, PROVIDER, UNIT, UNIT_HEAD),
    stages=(
        *(RECORDED, OPEN, CLAIMED, ASSIGNED, ANSWERED, HANDLING, RETURNING, REPLIED, DISPUTED),
        *(CLOSED, REFUSED, ENDED),
    ),
    provisions=(
        *(ASK, ROUTE, TRANSFER, URGENT_TRANSFER),
        *(CLAIM, RELEASE, ANSWER, PROVIDER_ANSWER, FIRST_ANSWER, CONTRACT_ANSWER),
        *(CONTACT, EXTEND, REPLY, ASK_AGAIN, REOPEN),
        *(FIRST_CONTACT, HANDLE, HANDLE_LONGER, PASS_BACK),
        *(ASK_RETURN, KEEP, END, RATE),
    ),
    laws=(LAWYERS, PLATFORM),
)
FAMILY = Family((HOTLINE_ORDER,))
