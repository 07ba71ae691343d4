"""What follows: suit, performance, opinions, publication, closing (第34、76至79条)."""

from fashu.businesses.government.reconsideration import papers
from fashu.businesses.government.reconsideration.facts import decision as facts
from fashu.businesses.government.reconsideration.facts.course import MEDIATION_DUE
from fashu.businesses.government.reconsideration.norms import (
    LAW,
    LITIGATION,
    REGULATION_2007,
    long,
    term,
)
from fashu.businesses.government.reconsideration.parties import (
    APPLICANT,
    AUTHORITY,
    CONCERNED,
    HANDLING,
    OFFICE,
    RESPONDENT,
    RESPONDENTS_SIDE,
    SUPERIOR,
)
from fashu.businesses.government.reconsideration.procedure.course import CONCLUDE_MEDIATION
from fashu.businesses.government.reconsideration.rules import performance as rules
from fashu.businesses.government.reconsideration.stages import (
    CLOSED,
    DECIDED,
    EFFECTIVE,
    ENDED,
    TRIAL,
)
from fashu.kernel.calendar import Unit
from fashu.kernel.procedure import (
    Doubt,
    FromFact,
    Lapse,
    Nature,
    Step,
    Until,
    done,
    on_lapse,
    on_service,
    on_step,
)

# -- 第34条  起诉 ------------------------------------------------------------------------------

SUIT = term(
    key="suit",
    title="起诉期限",
    cite=LITIGATION.art(45),
    span=long(15),
    nature=Nature.RIGHT,
    owed_by=APPLICANT,
    opens=(
        on_service(papers.DECISION, papers.REFUSAL, papers.DISMISSAL, whom=APPLICANT),
        on_lapse("decision"),
        on_lapse("decision_summary"),
        on_lapse("decision_elevated"),
        on_lapse("decision_shorter"),
    ),
    outlives=True,
    lapse=Lapse("不再能够就复议决定起诉，法律另有规定的除外", LITIGATION.art(45)),
    doubts=(
        Doubt(
            "不是复议前置的案件，对不予受理、驳回申请起诉的期限？"
            "（法释〔2026〕3号自2026年5月1日起写明十五日）",
            "自决定书送达之日起十五日",
            "此前有以起诉原行政行为的六个月为准的",
        ),
    ),
)

# -- 第66条、第64条、第77条  履行 --------------------------------------------------------------

_UNTIL_CLOSED = (DECIDED, EFFECTIVE)
_UNPERFORMED = Lapse("应当责令限期履行，可以约谈或者通报批评", LAW.art(77, 2))
_FROM_SERVICE = (
    Doubt(
        "履行（重作）的期限从何日起算，条文没有写明",
        "自决定书送达被申请人、发生法律效力之日起",
        "自决定书载明的日期起",
    ),
)
REPORT_PERFORMANCE = Step(
    key="report_performance",
    title="报告履行情况",
    cite=LAW.art(77, 1),
    by=RESPONDENTS_SIDE,
    at=_UNTIL_CLOSED,
    asks=(facts.PERFORMED, facts.PERFORMED_FILES),
    when=(rules.there_is_a_duty,),
)
ORDER_PERFORMANCE = Step(
    key="order_performance",
    title="责令限期履行",
    cite=LAW.art(77, 2),
    by=(AUTHORITY, SUPERIOR),
    at=(EFFECTIVE,),
    asks=(facts.UNPERFORMED, facts.ORDERED_DAYS, facts.MEASURES),
    when=(rules.there_is_a_duty,),
    issues=(papers.PERFORMANCE_ORDER,),
    help="被申请人不履行或者无正当理由拖延履行的，可以同时约谈、通报批评。",
)
PERFORM_TERM = term(
    key="perform",
    title="履行期限",
    cite=LAW.art(66),
    span=FromFact(facts.PERFORM_DAYS, Unit.DAY),
    owed_by=RESPONDENT,
    opens=(
        on_service(papers.DECISION, whom=RESPONDENT).when(facts.OUTCOME, "perform", "agreement"),
    ),
    met_by=(REPORT_PERFORMANCE,),
    while_at=_UNTIL_CLOSED,
    lapse=_UNPERFORMED,
    doubts=_FROM_SERVICE,
)
REMAKE_TERM = term(
    key="remake",
    title="重新作出行政行为的期限",
    cite=REGULATION_2007.art(49, 1),
    span=long(60),
    owed_by=RESPONDENT,
    opens=(on_service(papers.DECISION, whom=RESPONDENT).when(facts.REMAKE, "sixty"),),
    met_by=(REPORT_PERFORMANCE,),
    while_at=_UNTIL_CLOSED,
    lapse=_UNPERFORMED,
    doubts=_FROM_SERVICE,
)
REMAKE_TERM_FIXED = term(
    key="remake_fixed",
    title="重新作出行政行为的期限（法律、法规、规章规定）",
    cite=REGULATION_2007.art(49, 1),
    span=FromFact(facts.REMAKE_DAYS, Unit.DAY),
    owed_by=RESPONDENT,
    opens=(on_service(papers.DECISION, whom=RESPONDENT).when(facts.REMAKE, "fixed"),),
    met_by=(REPORT_PERFORMANCE,),
    while_at=_UNTIL_CLOSED,
    lapse=_UNPERFORMED,
    doubts=_FROM_SERVICE,
)
MEDIATION_TERM = term(
    key="mediation",
    title="调解书的履行期限",
    cite=LAW.art(77, 1),
    span=Until(MEDIATION_DUE),
    owed_by=RESPONDENT,
    opens=(on_step(CONCLUDE_MEDIATION),),
    met_by=(REPORT_PERFORMANCE,),
    while_at=_UNTIL_CLOSED,
    lapse=_UNPERFORMED,
)
ORDERED_TERM = term(
    key="ordered_performance",
    title="责令履行的期限",
    cite=LAW.art(77, 2),
    span=FromFact(facts.ORDERED_DAYS, Unit.DAY),
    owed_by=RESPONDENT,
    opens=(on_service(papers.PERFORMANCE_ORDER, whom=RESPONDENT),),
    met_by=(REPORT_PERFORMANCE,),
    while_at=_UNTIL_CLOSED,
    lapse=Lapse("经责令仍拒不履行的，依法追究有关人员的责任", LAW.art(83)),
)

# -- 第76条  意见书 ----------------------------------------------------------------------------

ISSUE_OPINION = Step(
    key="issue_opinion",
    title="制发行政复议意见书",
    cite=LAW.art(76),
    by=(AUTHORITY,),
    at=(*TRIAL, DECIDED, EFFECTIVE),
    asks=(facts.CONCERNED_OFFICE, facts.OPINION_MATTER),
    issues=(papers.OPINION,),
    binds=((CONCERNED, facts.CONCERNED_OFFICE),),
)
REPORT_OPINION = Step(
    key="report_opinion",
    title="报送纠正情况",
    cite=LAW.art(76),
    by=(CONCERNED, OFFICE),
    at=(*TRIAL, DECIDED, EFFECTIVE, CLOSED),
    asks=(facts.OPINION_REPORT,),
    needs=(done(ISSUE_OPINION),),
    help="该机关不在本平台的，由行政复议机构登记其报送的情况。",
)
OPINION_TERM = term(
    key="opinion",
    title="意见书纠正情况报送期限",
    cite=LAW.art(76),
    span=long(60),
    owed_by=CONCERNED,
    opens=(on_service(papers.OPINION, whom=CONCERNED),),
    met_by=(REPORT_OPINION,),
    outlives=True,
    lapse=Lapse("不履行意见书的，责令限期履行，依法追究责任", LAW.art(77, 2)),
)

# -- 第78条、第79条  强制执行、抄告、公开、归档 ------------------------------------------------

ENFORCE = Step(
    key="enforce",
    title="强制执行（申请强制执行）",
    cite=LAW.art(78),
    by=(AUTHORITY, RESPONDENT),
    at=(EFFECTIVE,),
    asks=(facts.ENFORCED_BY,),
    when=(rules.something_can_be_enforced, rules.remedies_are_exhausted),
    checks=(rules.enforced_by_the_right_organ,),
)
COPY_DECISION = Step(
    key="copy_decision",
    title="抄告上一级主管部门",
    cite=LAW.art(79, 2),
    by=HANDLING,
    at=(EFFECTIVE,),
    asks=(facts.COPIED_TO,),
    issues=(papers.COPY_LETTER,),
)
PUBLISH = Step(
    key="publish",
    title="公开行政复议决定书",
    cite=LAW.art(79, 1),
    by=HANDLING,
    at=(EFFECTIVE,),
    asks=(facts.PUBLISHED_WHERE,),
)
ARCHIVE = Step(
    key="archive",
    title="结案归档",
    cite=LAW.art(4, 3),
    by=HANDLING,
    at=(EFFECTIVE, *ENDED),
    to=CLOSED,
    when=(rules.nothing_is_left_to_perform, rules.the_superior_department_was_told),
)

PERFORMANCE = (
    SUIT,
    REPORT_PERFORMANCE,
    ORDER_PERFORMANCE,
    PERFORM_TERM,
    REMAKE_TERM,
    REMAKE_TERM_FIXED,
    MEDIATION_TERM,
    ORDERED_TERM,
    ISSUE_OPINION,
    REPORT_OPINION,
    OPINION_TERM,
    ENFORCE,
    COPY_DECISION,
    PUBLISH,
    ARCHIVE,
)
