"""第四章 行政复议审理: handlers, copies and answer, summary procedure, the parties' requests."""

from dataclasses import replace

from fashu.businesses.government.reconsideration import papers
from fashu.businesses.government.reconsideration.facts import trial as facts
from fashu.businesses.government.reconsideration.facts.acceptance import (
    CLEAR_CASE,
    ORDINARY_TRACK,
    SUMMARY_GROUND,
    SUMMARY_TRACK,
    TRACK,
)
from fashu.businesses.government.reconsideration.facts.act import RESPONDENT_OFFICE
from fashu.businesses.government.reconsideration.norms import (
    LAW,
    short,
    term,
)
from fashu.businesses.government.reconsideration.parties import (
    AUTHORITY,
    OFFICE,
    OFFICE_HEAD,
    PUBLIC,
    RESPONDENT,
    RESPONDENTS_SIDE,
)
from fashu.businesses.government.reconsideration.rules import trial as rules
from fashu.businesses.government.reconsideration.rules.admissibility import summary_ground_holds
from fashu.businesses.government.reconsideration.stages import (
    FULL_TRIAL,
    ORDINARY,
    PENDING,
    SUMMARY,
    SUSPENDED,
    TRIAL,
)
from fashu.kernel.procedure import (
    Doubt,
    Lapse,
    Pause,
    Step,
    done,
    on_lapse,
    on_service,
    on_step,
)

from . import acceptance

PAUSED = Pause((SUSPENDED,), "行政复议中止期间不计入", LAW.art(39, 2))
PAUSE_DOUBT = Doubt(
    "中止期间是否不计入期限，条文没有写明",
    "不计入：中止制度的当然含义（参照行政诉讼的有关规定）",
    "计入",
)

# -- 第36条  指定行政复议人员 ------------------------------------------------------------------

ASSIGN = Step(
    key="assign",
    title="指定行政复议人员",
    cite=LAW.art(36, 1),
    by=(OFFICE_HEAD, OFFICE),
    at=TRIAL,
    asks=(facts.HANDLERS,),
    checks=(rules.two_handlers,),
)

# -- 第48条、第54条  发送副本、书面答复 --------------------------------------------------------

SEND_COPY = Step(
    key="send_copy",
    title="发送申请书副本",
    cite=LAW.art(48),
    by=(OFFICE,),
    at=FULL_TRIAL,
    asks=(RESPONDENT_OFFICE.optional(),),
    issues=(papers.ANSWER_NOTICE,),
    binds=((RESPONDENT, RESPONDENT_OFFICE),),
    help="自受理之日起七日内发送被申请人。被申请人不在机构目录的，不填代码，另行送达。",
)
SEND_COPY_SUMMARY = Step(
    key="send_copy_summary",
    title="发送申请书副本（简易程序）",
    cite=LAW.art(54, 1),
    by=(OFFICE,),
    at=(SUMMARY,),
    asks=(RESPONDENT_OFFICE.optional(),),
    issues=(papers.ANSWER_NOTICE_SUMMARY,),
    binds=((RESPONDENT, RESPONDENT_OFFICE),),
    help="自受理之日起三日内发送被申请人。被申请人不在机构目录的，不填代码，另行送达。",
)
_SENDING = (SEND_COPY, SEND_COPY_SUMMARY)
ANSWER = Step(
    key="answer",
    title="提出书面答复并提交证据、依据",
    cite=LAW.art(48),
    by=RESPONDENTS_SIDE,
    at=PENDING,
    asks=(
        facts.ANSWER_TEXT,
        facts.ANSWER_EVIDENCE,
        facts.RESPONDENT_CONSENT,
        facts.STOP_NEEDED,
    ),
    needs=(done(*_SENDING),),
    once=True,
    help="逾期提交的，视为行政行为没有证据、依据。被申请人不在本平台的，由行政复议机构登记。",
)
COPY_TERM = term(
    key="send_copy",
    title="发送副本期限",
    cite=LAW.art(48),
    span=short(7),
    owed_by=OFFICE,
    opens=(
        on_step(acceptance.ACCEPT).when(TRACK, ORDINARY_TRACK),
        on_lapse("examination"),
        on_step(acceptance.TAKE_OVER),
    ),
    met_by=_SENDING,
    while_at=PENDING,
    pauses=(PAUSED,),
    lapse=Lapse("逾期发送；法律没有规定对案件本身的后果", LAW.art(80)),
)
COPY_TERM_SUMMARY = term(
    key="send_copy_summary",
    title="发送副本期限（简易程序）",
    cite=LAW.art(54, 1),
    span=short(3),
    owed_by=OFFICE,
    opens=(on_step(acceptance.ACCEPT).when(TRACK, SUMMARY_TRACK),),
    met_by=_SENDING,
    while_at=PENDING,
    pauses=(PAUSED,),
    lapse=Lapse("逾期发送；法律没有规定对案件本身的后果", LAW.art(80)),
)
_NO_EVIDENCE = Lapse("视为该行政行为没有证据、依据（第三人提供证据的除外）", LAW.art(70))
ANSWER_TERM = term(
    key="answer",
    title="书面答复期限",
    cite=LAW.art(48),
    span=short(10),
    owed_by=RESPONDENT,
    opens=(on_service(papers.ANSWER_NOTICE, whom=RESPONDENT),),
    met_by=(ANSWER,),
    while_at=PENDING,
    pauses=(PAUSED,),
    lapse=_NO_EVIDENCE,
    doubts=(PAUSE_DOUBT,),
)
ANSWER_TERM_SUMMARY = term(
    key="answer_summary",
    title="书面答复期限（简易程序）",
    cite=LAW.art(54, 1),
    span=short(5),
    owed_by=RESPONDENT,
    opens=(on_service(papers.ANSWER_NOTICE_SUMMARY, whom=RESPONDENT),),
    met_by=(ANSWER,),
    while_at=PENDING,
    pauses=(PAUSED,),
    lapse=_NO_EVIDENCE,
    doubts=(
        Doubt(
            "答复期限内转为普通程序的，答复期限是否改为十日？",
            "已经开始的五日期限继续计算；需要时重新发送答复通知书",
            "自转换之日起按十日计算",
        ),
    ),
)

# -- 第53条  审理中改用简易程序 ----------------------------------------------------------------

APPLY_SUMMARY = Step(
    key="apply_summary",
    title="适用简易程序",
    cite=LAW.art(53),
    by=(OFFICE,),
    at=(ORDINARY,),
    to=SUMMARY,
    asks=(replace(SUMMARY_GROUND, asked_when=None), CLEAR_CASE),
    checks=(summary_ground_holds,),
    issues=(papers.SUMMARY_NOTICE,),
    once=True,
    help="用于视为受理，或者受理后当事人各方同意适用简易程序的案件。",
)

# -- 第16条、第42条、第47条  第三人、当事人的请求 ----------------------------------------------

JOIN_THIRD_PARTY = Step(
    key="join_third_party",
    title="第三人参加行政复议",
    cite=LAW.art(16, 1),
    by=(OFFICE,),
    at=PENDING,
    asks=(
        facts.THIRD_PARTY_NAME,
        facts.THIRD_PARTY_HOW,
        facts.THIRD_PARTY_CONSENT,
        facts.THIRD_PARTY_E_SERVICE,
    ),
    issues=(papers.THIRD_PARTY_NOTICE,),
    help="第三人不参加，不影响案件的审理。",
)
REQUEST = Step(
    key="request",
    title="提出程序性请求",
    cite=LAW.art(3, 2),
    by=(*PUBLIC, OFFICE),
    at=PENDING,
    asks=(facts.REQUEST_KIND, facts.REQUEST_REASON),
    checks=(rules.evidence_has_been_answered,),
    help="查阅案卷、听证、停止执行、参加复议、鉴定。",
)
OPEN_FILES = Step(
    key="open_files",
    title="答复查阅、复制申请",
    cite=LAW.art(47),
    by=(OFFICE,),
    at=PENDING,
    asks=(facts.WITHHELD, facts.WITHHELD_PARTS),
    needs=(done(ANSWER), done(REQUEST)),
    checks=(rules.withheld_parts_are_named,),
)
STOP_EXECUTION = Step(
    key="stop_execution",
    title="决定停止执行",
    cite=LAW.art(42),
    by=(AUTHORITY,),
    at=PENDING,
    asks=(facts.STOP_GROUND,),
    checks=(rules.stop_was_requested,),
    issues=(papers.STOP_NOTICE,),
    once=True,
)

TRIAL_PROVISIONS = (
    ASSIGN,
    *_SENDING,
    ANSWER,
    COPY_TERM,
    COPY_TERM_SUMMARY,
    ANSWER_TERM,
    ANSWER_TERM_SUMMARY,
    APPLY_SUMMARY,
    JOIN_THIRD_PARTY,
    REQUEST,
    OPEN_FILES,
    STOP_EXECUTION,
)
