"""A small invented business that the tests of the pages run: 示范复议, with every kind of question.

The pages know no business, so their tests bring one of their own.
"""

from collections.abc import Mapping
from datetime import date

from fashu.kernel.business import Business
from fashu.kernel.calendar import Rollover, days, working_days
from fashu.kernel.law.citation import Law
from fashu.kernel.procedure import (
    CaseView,
    Family,
    Group,
    Lapse,
    Nature,
    Option,
    Paper,
    Procedure,
    Refusal,
    Role,
    Stage,
    Step,
    Term,
    choice,
    choices,
    credit,
    day,
    entered,
    files,
    flag,
    from_fact,
    identity,
    long_text,
    moment,
    money,
    number,
    office,
    on_service,
    text,
)
from fashu.kernel.procedure.facts import Json

LAW = Law("行政复议法")

APPLICANT = Role("applicant", "申请人")
AUTHORITY = Role("authority", "行政复议机关", organ=True)
OFFICE = Role("office", "行政复议机构", organ=True)

RECEIVED = Stage("received", "待审查", OFFICE)
CORRECTING = Stage("correcting", "待补正", APPLICANT)
ACCEPTED = Stage("accepted", "审理中", OFFICE)
DECIDED = Stage("decided", "已决定", final=True)
WITHDRAWN = Stage("withdrawn", "已撤回", final=True)

KIND = choice(
    "kind",
    "谁来申请",
    Option("person", "个人", LAW.art(14, 1)),
    Option("entity", "法人或者其他组织", LAW.art(14, 1)),
    cite=LAW.art(14, 1),
)
NAME = text("name", "姓名或者名称", most=40, personal=True, help="与身份证件一致。")
IDENTITY = identity("identity", "身份证件号码", of=("applicant", "name")).when("kind", "person")
CODE = credit("code", "统一社会信用代码", of=("applicant", "name"), required=False).when(
    "kind", "entity"
)
PRINCIPAL = text("principal", "主要负责人").when("kind", "entity")
HAS_AGENT = flag("has_agent", "是否委托了代理人", cite=LAW.art(17, 1))
AGENTS = number("agents", "委托了几名代理人", least=1, most=2).when("has_agent", True)
ORGAN = office("organ", "向哪个机关申请", help="一般向作出决定的机关的同级人民政府申请。")
KNOWN_ON = day("known_on", "知道决定的日期", help="签收决定书的日期。", cite=LAW.art(20, 1))
LEARNED_AT = moment("learned_at", "接到电话的时间").optional()
AMOUNT = money("amount", "涉及的金额", most=1_000_000_00).optional()
ACT = choice("act", "您对什么不服", *(Option(f"act{n}", f"第{n}类决定") for n in range(1, 10)))
REQUESTS = choices("requests", "您的请求", Option("annul", "撤销"), Option("vary", "变更"))
GROUNDS = long_text("grounds", "事实和理由", most=500, personal=True)
EVIDENCE = files("evidence", "证据材料", required=False, cite=LAW.art(44))
CORRECTION = long_text("correction", "补正说明", most=500)

WHO = Group(
    "申请人", (KIND, NAME, IDENTITY, CODE, PRINCIPAL, HAS_AGENT, AGENTS), help="申请不收费。"
)
WHAT = Group("决定", (ORGAN, KNOWN_ON, LEARNED_AT, AMOUNT, ACT))
WHY = Group("理由", (REQUESTS, GROUNDS, EVIDENCE))

CORRECTION_NOTICE = Paper(
    key="correction_notice", title="补正通知书", cite=LAW.art(31, 1), to=(APPLICANT,)
)


def not_in_future(case: CaseView) -> Refusal | None:
    """《行政复议法》第二十条第一款"""
    known = case.day("known_on")
    if known is None or known <= case.on:
        return None
    return Refusal("知道决定的日期晚于今天", LAW.art(20, 1), "请核对日期")


APPLY = Step(
    key="apply",
    title="申请复议",
    cite=LAW.art(22, 1),
    by=(APPLICANT,),
    to=RECEIVED,
    asks=(WHO, WHAT, WHY),
    checks=(not_in_future,),
    binds=((AUTHORITY, ORGAN),),
    help="对行政机关的决定不服，可以申请复议。",
)
ASK = Step(
    key="ask_correction",
    title="要求补正",
    cite=LAW.art(31, 1),
    by=(OFFICE,),
    at=(RECEIVED,),
    to=CORRECTING,
    issues=(CORRECTION_NOTICE,),
)
CORRECT = Step(
    key="correct",
    title="补正材料",
    cite=LAW.art(31, 2),
    by=(APPLICANT,),
    at=(CORRECTING,),
    to=RECEIVED,
    asks=(CORRECTION, EVIDENCE),
)
ACCEPT = Step(
    key="accept", title="受理", cite=LAW.art(30, 1), by=(OFFICE,), at=(RECEIVED,), to=ACCEPTED
)
WITHDRAW = Step(
    key="withdraw",
    title="撤回申请",
    cite=LAW.art(74, 1),
    by=(APPLICANT,),
    at=(RECEIVED, ACCEPTED),
    to=WITHDRAWN,
    help="撤回以后，不得再以同一事实和理由申请。",
)
DECIDE = Step(
    key="decide", title="作出决定", cite=LAW.art(61, 1), by=(OFFICE,), at=(ACCEPTED,), to=DECIDED
)

FILING = Term(
    key="filing",
    title="申请期限",
    cite=LAW.art(20, 1),
    span=days(60),
    owed_by=APPLICANT,
    nature=Nature.RIGHT,
    opens=(from_fact(KNOWN_ON, APPLY),),
    met_by=(APPLY,),
    rollover=Rollover.STATUTORY,
    rollover_cite=LAW.art(88, 1),
    lapse=Lapse("不予受理", LAW.art(30, 2)),
)
EXAMINATION = Term(
    key="examination",
    title="审查期限",
    cite=LAW.art(30, 1),
    span=working_days(5, LAW.art(88, 2)),
    owed_by=OFFICE,
    opens=(entered(RECEIVED),),
    while_at=(RECEIVED,),
    met_by=(ACCEPT, ASK),
    rollover=Rollover.STATUTORY,
    rollover_cite=LAW.art(88, 1),
    lapse=Lapse("视为受理", LAW.art(30, 3), to=ACCEPTED),
)
CORRECTING_TERM = Term(
    key="correcting",
    title="补正期限",
    cite=LAW.art(31, 2),
    span=working_days(10, LAW.art(88, 2)),
    owed_by=APPLICANT,
    opens=(on_service(CORRECTION_NOTICE),),
    while_at=(CORRECTING,),
    met_by=(CORRECT,),
    rollover=Rollover.STATUTORY,
    rollover_cite=LAW.art(88, 1),
    lapse=Lapse("视为放弃申请", LAW.art(31, 2)),
)
DECISION = Term(
    key="decision",
    title="审理期限",
    cite=LAW.art(62, 1),
    span=days(60),
    owed_by=OFFICE,
    opens=(entered(ACCEPTED),),
    met_by=(DECIDE,),
    rollover=Rollover.STATUTORY,
    rollover_cite=LAW.art(88, 1),
    lapse=Lapse("法律没有规定对案件本身的后果", LAW.art(62, 1)),
)

PROCEDURE = Procedure(
    key="sample.review",
    title="示范复议",
    law=LAW,
    version="2024",
    applies_from=date(2024, 1, 1),
    roles=(APPLICANT, AUTHORITY, OFFICE),
    stages=(RECEIVED, CORRECTING, ACCEPTED, DECIDED, WITHDRAWN),
    provisions=(
        FILING,
        APPLY,
        EXAMINATION,
        ACCEPT,
        ASK,
        CORRECTING_TERM,
        CORRECT,
        DECISION,
        DECIDE,
        WITHDRAW,
    ),
)


def headline(facts: Mapping[str, Json]) -> str:
    """The title of a case."""
    return f"{facts.get('name', '')}申请复议"


BUSINESS = Business(
    key="review",
    title="行政复议",
    summary="对行政机关的决定不服，请上级机关重新审查。",
    family=Family((PROCEDURE,)),
    number_prefix="SF",
    opened_by=(APPLICANT,),
    organ=AUTHORITY,
    inside=(AUTHORITY, OFFICE),
    headline=headline,
)

BUSINESSES = (BUSINESS,)
NOTHING: tuple[Business, ...] = ()
