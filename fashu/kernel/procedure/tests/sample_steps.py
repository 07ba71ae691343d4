"""The steps of the sample procedure, in the order of its statute."""

from fashu.kernel.procedure import (
    BACK,
    Act,
    Branch,
    Group,
    Issue,
    Step,
    done,
    lapsed,
    not_done,
    paper_served,
    reached,
)
from fashu.kernel.procedure.tests.sample_words import (
    ABANDONED,
    APPLICANT,
    CHOSEN_OFFICE,
    CLASS,
    CLOSED,
    CORRECTION_DAYS,
    CORRECTION_NOTICE,
    DECIDED,
    DENIAL,
    DRAWINGS,
    EFFECTIVE,
    EXAMINED,
    EXPERT,
    EXTRA_DAYS,
    FILE_NOTE,
    GRANTED,
    HEARING_NOTICE,
    HEARING_ON,
    HINDERED_FROM,
    HINDERED_TO,
    KNEW_ON,
    LAW,
    LICENCE,
    NAME,
    OFFICE,
    PERFORM_BY,
    POSTED_ON,
    PUBLISHED_ON,
    RECEIVED,
    REFUSED,
    REPORTED_AT,
    SITES,
    STORY,
    SUSPENDED,
    THING,
    URGENT,
    URGENT_WHY,
    VALUE,
    VISIT_END,
    VISIT_FIRST,
    WAITING,
    affordable,
    drawings_at_hand,
)

APPLY = Step(
    key="apply",
    title="申请",
    cite=LAW.art(3, 1),
    by=(APPLICANT,),
    to=RECEIVED,
    asks=(
        Group("申请人", (NAME, CHOSEN_OFFICE)),
        Group("期限", (KNEW_ON, PUBLISHED_ON, HINDERED_FROM, HINDERED_TO)),
        Group("事项", (CLASS, SITES, URGENT, URGENT_WHY, VALUE, DRAWINGS, STORY)),
    ),
    checks=(affordable,),
    binds=((OFFICE, CHOSEN_OFFICE),),
)
ACCEPT = Step(
    key="accept", title="受理", cite=LAW.art(4, 1), by=(OFFICE,), at=(RECEIVED,), to=EXAMINED
)
REFUSE = Step(
    key="refuse",
    title="不予受理",
    cite=LAW.art(4, 2),
    by=(OFFICE,),
    at=(RECEIVED,),
    to=REFUSED,
    outcome="不予受理",
)
ASK_CORRECTION = Step(
    key="ask_correction",
    title="通知补正",
    cite=LAW.art(5, 1),
    by=(OFFICE,),
    at=(RECEIVED,),
    to=WAITING,
    asks=(CORRECTION_DAYS,),
    issues=(CORRECTION_NOTICE,),
    once=True,
)
CORRECT = Step(
    key="correct",
    title="补正",
    cite=LAW.art(5, 2),
    by=(APPLICANT,),
    at=(WAITING,),
    to=RECEIVED,
    asks=(DRAWINGS, POSTED_ON),
    needs=(paper_served(CORRECTION_NOTICE),),
)
FIND_ABANDONED = Step(
    key="find_abandoned",
    title="认定放弃",
    cite=LAW.art(5, 3),
    by=(OFFICE,),
    at=(WAITING,),
    to=ABANDONED,
    outcome="视为放弃",
)
NOTE = Step(
    key="note",
    title="记录审查",
    cite=LAW.art(6, 2),
    by=(OFFICE,),
    at=(EXAMINED,),
    when=(drawings_at_hand,),
    issues=(FILE_NOTE,),
    persons=2,
)
ASK_EXPERT = Step(
    key="ask_expert", title="委托评审", cite=LAW.art(6, 3), by=(OFFICE,), at=(EXAMINED,)
)
EXPERT_OPINION = Step(
    key="expert_opinion",
    title="提交评审意见",
    cite=LAW.art(6, 3),
    by=(EXPERT, OFFICE),
    at=(EXAMINED,),
    needs=(done(ASK_EXPERT),),
)
VISIT = Step(
    key="visit",
    title="勘验",
    cite=LAW.art(6, 4),
    by=(OFFICE,),
    at=(EXAMINED,),
    asks=(VISIT_FIRST, VISIT_END),
)
SUSPEND = Step(
    key="suspend", title="中止", cite=LAW.art(7, 1), by=(OFFICE,), at=(EXAMINED,), to=SUSPENDED
)
RESUME = Step(
    key="resume", title="恢复", cite=LAW.art(7, 2), by=(OFFICE,), at=(SUSPENDED,), to=BACK
)
EXTEND = Step(
    key="extend",
    title="延长审查",
    cite=LAW.art(7, 3),
    by=(OFFICE,),
    at=(EXAMINED,),
    asks=(EXTRA_DAYS,),
)
SEIZE = Step(
    key="seize", title="登记保存", cite=LAW.art(7, 4), by=(OFFICE,), at=(EXAMINED,), asks=(THING,)
)
RELEASE = Step(
    key="release",
    title="解除登记保存",
    cite=LAW.art(7, 4),
    by=(OFFICE,),
    at=(EXAMINED,),
    asks=(THING,),
    needs=(done(SEIZE),),
)
CALL_HEARING = Step(
    key="call_hearing",
    title="通知听证",
    cite=LAW.art(8, 1),
    by=(OFFICE,),
    at=(EXAMINED,),
    asks=(HEARING_ON,),
    issues=(HEARING_NOTICE,),
)
HEAR = Step(
    key="hear",
    title="听证",
    cite=LAW.art(8, 2),
    by=(OFFICE,),
    at=(EXAMINED,),
    needs=(done(CALL_HEARING), paper_served(HEARING_NOTICE)),
    not_by=(NOTE,),
)
ALARM = Step(
    key="alarm", title="发现险情", cite=LAW.art(9, 1), by=(OFFICE,), at=(EXAMINED,), once=True
)
REPORT = Step(
    key="report",
    title="报告险情",
    cite=LAW.art(9, 1),
    by=(OFFICE,),
    at=(EXAMINED, SUSPENDED),
    asks=(REPORTED_AT,),
    needs=(done(ALARM),),
)
PUBLICISE = Step(
    key="publicise",
    title="公示",
    cite=LAW.art(10, 3),
    by=(OFFICE,),
    at=(EXAMINED,),
    needs=(not_done(ALARM, "已经发现险情，不得公示", LAW.art(9, 4)),),
)
RETURN = Step(
    key="return",
    title="退回重新公示",
    cite=LAW.art(10, 4),
    by=(OFFICE,),
    at=(EXAMINED,),
    to=EXAMINED,
    undoes=(PUBLICISE,),
)
DECIDE = Step(
    key="decide",
    title="作出决定",
    cite=LAW.art(10, 1),
    by=(OFFICE,),
    at=(EXAMINED,),
    to=Branch(GRANTED, (("yes", DECIDED), ("no", DECIDED))),
    asks=(GRANTED, PERFORM_BY),
    needs=(
        done(PUBLICISE),
        reached("publicity", "公示期未满", LAW.art(10, 3)),
        lapsed("publicity", "公示期未满", LAW.art(10, 3)),
    ),
    issues=(Issue(LICENCE, GRANTED, ("yes",)), Issue(DENIAL, GRANTED, ("no",))),
    act=Act.DECISION,
    outcome=GRANTED,
)
PERFORM = Step(
    key="perform",
    title="履行完毕",
    cite=LAW.art(11, 3),
    by=(APPLICANT,),
    at=(EFFECTIVE,),
    to=CLOSED,
)
