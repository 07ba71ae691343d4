"""What turns or ends a case before its decision: 第33、38、39、41、53、55、62、73、74条."""

from fashu.businesses.government.reconsideration import papers
from fashu.businesses.government.reconsideration.facts import course as facts
from fashu.businesses.government.reconsideration.facts.act import AUTHORITY_OFFICE
from fashu.businesses.government.reconsideration.norms import LAW, long
from fashu.businesses.government.reconsideration.parties import (
    APPLICANTS_SIDE,
    AUTHORITY,
    OFFICE,
    OFFICE_HEAD,
    SUPERIOR,
)
from fashu.businesses.government.reconsideration.rules import course as rules
from fashu.businesses.government.reconsideration.stages import (
    DISMISSED,
    EFFECTIVE,
    ELEVATED,
    ELEVATING,
    FULL_TRIAL,
    ORDINARY,
    PENDING,
    SUMMARY,
    SUSPENDED,
    TERMINATED,
    TRIAL,
)
from fashu.kernel.procedure import (
    BACK,
    Act,
    Lapse,
    Nature,
    Step,
    Term,
    done,
    on_step,
)

# -- 第39条、第41条  中止、恢复、终止 ----------------------------------------------------------

SUSPEND = Step(
    key="suspend",
    title="中止审理",
    cite=LAW.art(39, 1),
    by=(AUTHORITY, OFFICE),
    at=TRIAL,
    to=SUSPENDED,
    asks=(
        facts.SUSPENSION_GROUND,
        facts.SUSPENSION_REASON,
        facts.BOTH_AGREE,
        facts.REVIEW_POWER,
    ),
    checks=(rules.suspension_agreed_by_both, rules.a_document_is_reviewable),
    issues=(papers.SUSPENSION_NOTICE,),
    help="书面告知当事人。中止期间审理期限停止计算；原因消除后应当及时恢复。",
)
RESUME = Step(
    key="resume",
    title="恢复审理",
    cite=LAW.art(39, 2),
    by=(AUTHORITY, OFFICE),
    at=(SUSPENDED, DISMISSED),
    to=BACK,
    asks=(facts.RESUMPTION_REASON,),
    when=(rules.order_to_continue,),
    issues=(papers.RESUMPTION_NOTICE,),
)
SUSPENSION = Term(
    key="suspension",
    title="中止满六十日",
    cite=LAW.art(41, item=5),
    span=long(60),
    nature=Nature.WAITING,
    owed_by=AUTHORITY,
    opens=(on_step(SUSPEND).when(facts.SUSPENSION_GROUND, "death", "incapacity", "entity_ended"),),
    while_at=(SUSPENDED,),
    lapse=Lapse("原因仍未消除的，应当决定终止行政复议", LAW.art(41, item=5)),
)
TERMINATE = Step(
    key="terminate",
    title="决定终止行政复议",
    cite=LAW.art(41),
    by=(AUTHORITY,),
    at=PENDING,
    to=TERMINATED,
    asks=(facts.TERMINATION_GROUND, facts.TERMINATION_REASON),
    checks=(rules.ground_of_termination,),
    issues=(papers.TERMINATION,),
    act=Act.REVIEW,
    outcome="终止",
)

# -- 第74条  和解、撤回 ------------------------------------------------------------------------

WITHDRAW = Step(
    key="withdraw",
    title="撤回行政复议申请",
    cite=LAW.art(74, 2),
    by=APPLICANTS_SIDE,
    at=PENDING,
    asks=(facts.WITHDRAWAL_REASON, facts.VOLUNTARY, facts.REPRESENTED_AGREE),
    checks=(rules.withdrawn_voluntarily, rules.represented_agree),
    help="准予撤回后，不得再以同一事实和理由申请复议。书面提交的，由行政复议机构登记。",
)
PERMIT_WITHDRAWAL = Step(
    key="permit_withdrawal",
    title="准予撤回",
    cite=LAW.art(41, item=1),
    by=(OFFICE,),
    at=PENDING,
    asks=(facts.PERMISSION_REASON,),
    needs=(done(WITHDRAW),),
)

# -- 第33条  驳回申请 --------------------------------------------------------------------------

DISMISS = Step(
    key="dismiss",
    title="决定驳回申请",
    cite=LAW.art(33),
    by=(AUTHORITY,),
    at=TRIAL,
    to=DISMISSED,
    asks=(facts.DISMISSAL_GROUNDS, facts.DISMISSAL_REASON),
    issues=(papers.DISMISSAL,),
    act=Act.REVIEW,
    outcome="驳回申请",
    help="受理后发现不符合受理条件的，决定驳回申请并说明理由。",
)

# -- 第73条  调解 ------------------------------------------------------------------------------

CONCLUDE_MEDIATION = Step(
    key="conclude_mediation",
    title="制作行政复议调解书",
    cite=LAW.art(73, 1),
    by=(AUTHORITY,),
    at=PENDING,
    to=EFFECTIVE,
    asks=(facts.MEDIATED, facts.MEDIATION_LAWFUL, facts.SIGNED_BY, facts.MEDIATION_DUE),
    checks=(rules.mediation_is_lawful, rules.mediation_is_signed_by_all),
    issues=(papers.MEDIATION,),
    outcome="调解",
    help="各方签字或者签章并加盖行政复议机关印章之日起生效；未达成协议的，及时作出决定。",
)

# -- 第62条第1款、第55条  延长、转为普通程序 ---------------------------------------------------

EXTEND = Step(
    key="extend",
    title="延长审理期限",
    cite=LAW.art(62, 1),
    by=(OFFICE_HEAD,),
    at=FULL_TRIAL,
    asks=(facts.EXTENSION_DAYS, facts.EXTENSION_REASON),
    issues=(papers.EXTENSION_NOTICE,),
    help="由行政复议机构的负责人在期限届满前批准，最多三十日，只能一次，书面告知当事人。",
)
CONVERT = Step(
    key="convert",
    title="转为普通程序",
    cite=LAW.art(55),
    by=(OFFICE_HEAD,),
    at=(SUMMARY,),
    to=ORDINARY,
    asks=(facts.CONVERSION_REASON,),
    issues=(papers.CONVERSION_NOTICE,),
    help="经行政复议机构的负责人批准；审理期限仍自受理之日起计算。",
)

# -- 第38条  提级审理 --------------------------------------------------------------------------

REQUEST_ELEVATION = Step(
    key="request_elevation",
    title="报请上级审理",
    cite=LAW.art(38, 2),
    by=(AUTHORITY,),
    at=(ORDINARY, SUMMARY),
    asks=(facts.ELEVATION_GROUND, facts.ELEVATION_REASON),
)
DECLINE_ELEVATION = Step(
    key="decline_elevation",
    title="不予提级审理",
    cite=LAW.art(38, 2),
    by=(SUPERIOR,),
    at=(ORDINARY, SUMMARY),
    asks=(facts.NOT_ELEVATED_REASON,),
    needs=(done(REQUEST_ELEVATION),),
)
ELEVATE = Step(
    key="elevate",
    title="决定提级审理",
    cite=LAW.art(38, 1),
    by=(SUPERIOR,),
    at=(ORDINARY, SUMMARY),
    to=ELEVATING,
    asks=(facts.ELEVATION_GROUND, facts.ELEVATION_REASON),
    issues=(papers.ELEVATION_NOTICE,),
    help="通知下级行政复议机关移送案件材料，并书面告知当事人。",
)
RECEIVE_FILE = Step(
    key="receive_file",
    title="收到移送的案件材料",
    cite=LAW.art(38),
    by=(SUPERIOR,),
    at=(ELEVATING,),
    to=ELEVATED,
    asks=(AUTHORITY_OFFICE,),
    binds=((AUTHORITY, AUTHORITY_OFFICE),),
)

COURSE = (
    SUSPEND,
    RESUME,
    SUSPENSION,
    TERMINATE,
    WITHDRAW,
    PERMIT_WITHDRAWAL,
    DISMISS,
    CONCLUDE_MEDIATION,
    EXTEND,
    CONVERT,
    REQUEST_ELEVATION,
    DECLINE_ELEVATION,
    ELEVATE,
    RECEIVE_FILE,
)
