"""检察院 and 法院: opinion, trial, ruling, service and correction."""

from dataclasses import replace

from fashu.kernel.calendar import Rollover, Span, days, months
from fashu.kernel.law.citation import Citation
from fashu.kernel.procedure import (
    ByAnswer,
    Extendable,
    Lapse,
    Nature,
    Step,
    Term,
    done,
    entered,
    lapsed,
    on_service,
    on_step,
)
from tests.drafts.commutation import facts, rules
from tests.drafts.commutation.facts import CODE, COURTS, OLD, PROPERTY, SUPERVISION, TRIAL
from tests.drafts.commutation.parts import (
    CLOSED,
    CORRECTION,
    COURT,
    DECIDED,
    FILED,
    PRISON,
    PROCURATORATE,
    PROPOSAL,
    PUBLISHED,
    RETRYING,
    RULED,
    RULING,
    SUPPLY_NOTICE,
    TRYING,
    UNFILED,
    WITHDRAWN,
)

# -- 检察院：在程序之旁提出意见 ----------------------------------------------------------------

OPINE = Step(
    key="opine",
    title="提出检察意见",
    cite=SUPERVISION.art(635),
    by=(PROCURATORATE,),
    at=(PUBLISHED, DECIDED, FILED, TRYING),
    asks=(facts.DISAGREES, facts.OPINION),
)
EXTEND_OPINION = Step(
    key="extend_opinion",
    title="延长检察意见期限",
    cite=SUPERVISION.art(635),
    by=(PROCURATORATE,),
    at=(FILED, TRYING),
)
OPINION_TERM = Term(
    key="opinion_term",
    title="检察意见期限",
    cite=SUPERVISION.art(635),
    span=days(10),
    owed_by=PROCURATORATE,
    nature=Nature.RIGHT,
    opens=(on_service(PROPOSAL, whom=PROCURATORATE),),
    met_by=(OPINE,),
    while_at=(FILED, TRYING),
    rollover=Rollover.STATUTORY,
    rollover_cite=CODE.art(105, 4),
    extendable=Extendable(EXTEND_OPINION, days(10), SUPERVISION.art(635)),
    lapse=Lapse("不影响审理", SUPERVISION.art(635)),
)

# -- 法院：立案，公示，审理，裁定 ----------------------------------------------------------------

ASK_PAPERS = Step(
    key="ask_papers",
    title="通知补送材料",
    cite=TRIAL.art(2, 4),
    by=(COURT,),
    at=(FILED,),
    asks=(facts.MISSING,),
    issues=(SUPPLY_NOTICE,),
)
SUPPLY = Step(
    key="supply",
    title="补送材料",
    cite=TRIAL.art(2, 4),
    by=(PRISON,),
    at=(FILED,),
    needs=(done(ASK_PAPERS),),
)
REFUSE_FILING = Step(
    key="refuse_filing",
    title="不予立案",
    cite=TRIAL.art(2, 4),
    by=(COURT,),
    at=(FILED,),
    to=UNFILED,
)
REGISTER = Step(
    key="register",
    title="立案",
    cite=TRIAL.art(2, 4),
    by=(COURT,),
    at=(FILED,),
    to=TRYING,
)
POST_IN_COURT = Step(
    key="post_in_court",
    title="向社会公示",
    cite=TRIAL.art(3, 1),
    by=(COURT,),
    at=(TRYING,),
    once=True,
)
COMMENT = Step(
    key="comment",
    title="收到不同意见",
    cite=TRIAL.art(6, None, 3),
    by=(COURT,),
    at=(TRYING,),
    asks=(facts.OPINION,),
    needs=(done(POST_IN_COURT),),
)
EXTEND = Step(
    key="extend",
    title="延长审理期限",
    cite=OLD.art(30),
    by=(COURT,),
    at=(TRYING,),
    when=(rules.may_be_extended,),
)
TRY = Step(
    key="try",
    title="审理",
    cite=TRIAL.art(6),
    by=(COURT,),
    at=(TRYING,),
    asks=(facts.BY_HEARING, facts.MINUTES),
    needs=(lapsed("court_publicity", "法院公示期尚未届满", TRIAL.art(3, 3)),),
    checks=(rules.heard_where_due,),
    persons=3,
)
RULE = Step(
    key="rule",
    title="裁定",
    cite=TRIAL.art(16),
    by=(COURT,),
    at=(TRYING,),
    asks=(facts.RESULT, facts.REASONS.optional()),
    needs=(done(TRY),),
    issues=(RULING,),
    outcome=facts.RESULT,
    persons=3,
    to=RULED,
)


def _court(key: str, title: str, cite: Citation, span: Span | ByAnswer, **more: object) -> Term:
    """A period of the court: 期间的最后一日为节假日的，以节假日后的第一日为期满日期."""
    term = Term(
        key=key,
        title=title,
        cite=cite,
        span=span,
        owed_by=COURT,
        opens=(),
        rollover=Rollover.STATUTORY,
        rollover_cite=CODE.art(105, 4),
        lapse=Lapse("不免除办理的义务", cite),
    )
    return replace(term, **more)  # type: ignore[arg-type]


SUPPLYING = _court(
    "supplying",
    "补送材料期限",
    TRIAL.art(2, 4),
    ByAnswer(facts.MISSING, (("general", days(3)), ("property", days(7, PROPERTY.art(5, 2))))),
    owed_by=PRISON,
    opens=(on_service(SUPPLY_NOTICE),),
    met_by=(SUPPLY,),
    while_at=(FILED,),
    lapse=Lapse("不予立案", TRIAL.art(2, 4), found_by=REFUSE_FILING),
)
POSTING = _court(
    "posting",
    "公示的期限",
    TRIAL.art(3, 1),
    days(5),
    opens=(entered(TRYING),),
    met_by=(POST_IN_COURT,),
)
COURT_PUBLICITY = _court(
    "court_publicity",
    "法院公示期",
    TRIAL.art(3, 3),
    days(5),
    nature=Nature.WAITING,
    opens=(on_step(POST_IN_COURT),),
    while_at=(TRYING,),
    lapse=Lapse("公示期满", TRIAL.art(3, 3)),
)
RULING_TERM = _court(
    "ruling_term",
    "审理期限",
    COURTS.art(534, 1),
    months(1, COURTS.art(202, 1), month_end=True),
    opens=(on_service(PROPOSAL, whom=COURT),),
    met_by=(RULE,),
    while_at=(FILED, TRYING),
    extendable=Extendable(EXTEND, months(1), COURTS.art(534, 1)),
)

# -- 送达，纠正，撤回 --------------------------------------------------------------------------

CORRECT = Step(
    key="correct",
    title="提出书面纠正意见",
    cite=CODE.art(274),
    by=(PROCURATORATE,),
    at=(RULED,),
    asks=(facts.OPINION,),
    issues=(CORRECTION,),
    to=RETRYING,
)
RULE_AGAIN = Step(
    key="rule_again",
    title="作出最终裁定",
    cite=CODE.art(274),
    by=(COURT,),
    at=(RETRYING,),
    asks=(facts.RESULT, facts.REASONS.optional()),
    outcome=facts.RESULT,
    persons=3,
    not_by=(TRY, RULE),
    to=CLOSED,
)
ASK_BACK = Step(
    key="ask_back",
    title="申请撤回减刑建议",
    cite=COURTS.art(540),
    by=(PRISON,),
    at=(FILED, TRYING),
    asks=(facts.OPINION,),
)
PERMIT_BACK = Step(
    key="permit_back",
    title="准许撤回",
    cite=COURTS.art(540),
    by=(COURT,),
    at=(FILED, TRYING),
    needs=(done(ASK_BACK),),
    to=WITHDRAWN,
)
SERVING = _court(
    "serving",
    "送达期限",
    COURTS.art(539, 1),
    days(7),
    opens=(on_step(RULE),),
    met_by=(RULING,),
    while_at=(RULED, RETRYING),
)
CORRECTING = _court(
    "correcting",
    "纠正意见期限",
    CODE.art(274),
    days(20),
    owed_by=PROCURATORATE,
    nature=Nature.RIGHT,
    opens=(on_service(RULING, whom=PROCURATORATE),),
    met_by=(CORRECT,),
    while_at=(RULED,),
    lapse=Lapse("人民检察院没有提出纠正意见", CODE.art(274), to=CLOSED),
)
RETRIAL = _court(
    "retrial",
    "最终裁定期限",
    CODE.art(274),
    months(1, COURTS.art(202, 1), month_end=True),
    opens=(on_service(CORRECTION),),
    met_by=(RULE_AGAIN,),
)

PROVISIONS = (
    *(OPINE, EXTEND_OPINION, OPINION_TERM, ASK_PAPERS, SUPPLY, REFUSE_FILING, REGISTER),
    *(POST_IN_COURT, COMMENT, EXTEND, TRY, RULE, SUPPLYING, POSTING, COURT_PUBLICITY),
    *(RULING_TERM, CORRECT, RULE_AGAIN, ASK_BACK, PERMIT_BACK, SERVING, CORRECTING, RETRIAL),
)
