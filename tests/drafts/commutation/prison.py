"""监狱: proposal, assessment, publication, decision, and 报请."""

from dataclasses import replace

from fashu.kernel.calendar import Span, Unit, months, working_days, years
from fashu.kernel.law.citation import Citation
from fashu.kernel.procedure import (
    Branch,
    ByAnswer,
    FromFact,
    Lapse,
    Manual,
    Nature,
    Step,
    Term,
    Trigger,
    done,
    from_fact,
    lapsed,
    on_step,
)
from tests.drafts.commutation import facts, rules
from tests.drafts.commutation.facts import CODE, MEASURE, OLD, PROPERTY
from tests.drafts.commutation.parts import (
    BUREAU,
    COMMITTEE,
    COURT,
    DECIDED,
    DROPPED,
    FILED,
    LEADERS,
    PRISON,
    PRISONER,
    PROCURATORATE,
    PROPOSAL,
    PROPOSED,
    PUBLISHED,
    WARD,
)


def _waiting(key: str, title: str, cite: Citation, span: Span | ByAnswer, since: Trigger) -> Term:
    return Term(
        key=key,
        title=title,
        cite=cite,
        span=span,
        owed_by=PRISON,
        nature=Nature.WAITING,
        opens=(since,),
        while_at=(PROPOSED, PUBLISHED, DECIDED),
        lapse=Lapse("可以报请", cite),
    )


# -- 监狱：提出，评审，公示，集体讨论 -----------------------------------------------------------

PROPOSE = Step(
    key="propose",
    title="提出减刑建议",
    cite=OLD.art(29),
    by=(WARD,),
    asks=(
        *(facts.SENTENCE, facts.CLASS, facts.MERIT, facts.CUT, facts.EXECUTED_ON),
        *(facts.FIRST, facts.LAST_SERVED, facts.LAST_CUT, facts.PAID_ON, facts.NEW_CRIME_ON),
    ),
    checks=(rules.within_measure,),
    to=PROPOSED,
)
BY_CLASS = ByAnswer(
    facts.CLASS,
    tuple((o.key, months(n)) for o, n in zip(facts.CLASSES, (12, 18, 24, 24, 24, 36), strict=True)),
)
INTERVALS = ByAnswer(
    facts.CLASS,
    tuple((o.key, months(n)) for o, n in zip(facts.CLASSES, (12, 12, 18, 12, 18, 24), strict=True)),
)
FROM_DELIVERY = from_fact(facts.EXECUTED_ON, PROPOSE).when(facts.SENTENCE, "fixed")
FROM_LAST = from_fact(facts.LAST_SERVED, PROPOSE).when(facts.SENTENCE, "fixed")
START = _waiting("start", "减刑起始时间", MEASURE.art(6, 1), BY_CLASS, FROM_DELIVERY)
INTERVAL = _waiting("interval", "减刑间隔时间", MEASURE.art(6, 3), INTERVALS, FROM_LAST)
AFTER_PROPERTY = _waiting(
    "after_property",
    "履行财产性判项后的六个月",
    PROPERTY.art(6, 3),
    months(6),
    from_fact(facts.PAID_ON, PROPOSE),
)
AFTER_CRIME = _waiting(
    "after_crime",
    "又犯罪后不予减刑的三年",
    MEASURE.art(21, 1),
    years(3),
    from_fact(facts.NEW_CRIME_ON, PROPOSE),
)
INTERVAL_BY_CUT = replace(
    INTERVAL,
    key="interval_by_cut",
    title="不低于前次减去的刑期",
    span=FromFact(facts.LAST_CUT, Unit.MONTH),
)
ASSESS = Step(
    key="assess",
    title="评审",
    cite=OLD.art(29),
    by=(COMMITTEE,),
    at=(PROPOSED,),
    asks=(facts.AGREED, facts.MINUTES),
    persons=5,
    to=Branch(facts.AGREED, ((True, PUBLISHED), (False, DROPPED))),
)
POST = Step(
    key="post",
    title="在监狱内公示",
    cite=OLD.art(29),
    by=(PRISON,),
    at=(PUBLISHED,),
    once=True,
)
OBJECT = Step(
    key="object",
    title="对公示内容提出异议",
    cite=OLD.art(29),
    by=(PRISONER,),
    at=(PUBLISHED,),
    asks=(facts.OBJECTOR, facts.OPINION),
    needs=(done(POST),),
)
RECHECK = Step(
    key="recheck_objection",
    title="复核异议",
    cite=OLD.art(29),
    by=(COMMITTEE,),
    at=(PUBLISHED,),
    asks=(facts.OBJECTOR, facts.ESTABLISHED),
    needs=(done(OBJECT),),
    persons=5,
    to=Branch(facts.ESTABLISHED, ((True, DROPPED), (False, PUBLISHED))),
)
PUBLICITY = Term(
    key="publicity",
    title="公示期",
    cite=OLD.art(29),
    span=working_days(5),
    owed_by=PRISON,
    nature=Nature.WAITING,
    opens=(on_step(POST),),
    while_at=(PUBLISHED,),
    lapse=Lapse("公示期满", OLD.art(29)),
    unverified="五个工作日出自司法部令第130号",
)
RECHECKING = Term(
    key="recheck",
    title="异议复核",
    cite=OLD.art(29),
    span=Manual("在监狱负责人讨论之前复核完毕", OLD.art(29)),
    owed_by=COMMITTEE,
    opens=(on_step(OBJECT),),
    per=facts.OBJECTOR,
    met_by=(RECHECK,),
    while_at=(PUBLISHED,),
    lapse=Lapse("未复核的不得决定", OLD.art(29)),
)
SEND_BACK = Step(
    key="send_back",
    title="退回重新评审",
    cite=OLD.art(29),
    by=(COMMITTEE,),
    at=(PUBLISHED,),
    asks=(facts.OPINION,),
    undoes=(ASSESS, POST, OBJECT, RECHECK),
    to=PROPOSED,
)
DECIDE = Step(
    key="decide",
    title="监狱长办公会决定",
    cite=OLD.art(30),
    by=(LEADERS,),
    at=(PUBLISHED,),
    asks=(facts.AGREED, facts.MINUTES),
    needs=(done(POST), lapsed("publicity", "公示期尚未届满")),
    when=(rules.objections_rechecked,),
    persons=3,
    to=Branch(facts.AGREED, ((True, DECIDED), (False, DROPPED))),
)
CONSENT = Step(
    key="consent",
    title="监狱管理机关审核",
    cite=OLD.art(31),
    by=(BUREAU,),
    at=(DECIDED,),
    asks=(facts.MINUTES,),
)
FILE = Step(
    key="file",
    title="报请人民法院裁定，抄送人民检察院",
    cite=CODE.art(273, 2),
    by=(PRISON,),
    at=(DECIDED,),
    asks=(facts.COURT_OFFICE, facts.PROCURATORATE_OFFICE),
    when=(rules.bureau_agrees, rules.waited_long_enough),
    issues=(PROPOSAL,),
    binds=((COURT, facts.COURT_OFFICE), (PROCURATORATE, facts.PROCURATORATE_OFFICE)),
    to=FILED,
)

PROVISIONS = (
    *(PROPOSE, START, INTERVAL, INTERVAL_BY_CUT, AFTER_PROPERTY, AFTER_CRIME, ASSESS, POST),
    *(OBJECT, RECHECK, SEND_BACK, PUBLICITY, RECHECKING, DECIDE, CONSENT, FILE),
)
