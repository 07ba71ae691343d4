"""Who takes part, where the case can stand, and what papers there are."""

from fashu.kernel.procedure import Paper, Role, Stage
from tests.drafts.commutation.facts import CODE, COURTS, TRIAL

WARD = Role("ward", "监区")
PRISON = Role("prison", "监狱", organ=True)
COMMITTEE = Role("committee", "监狱减刑假释评审委员会")
LEADERS = Role("leaders", "监狱负责人")
BUREAU = Role("bureau", "省级监狱管理机关", organ=True)
PROCURATORATE = Role("procuratorate", "人民检察院", organ=True)
COURT = Role("court", "人民法院", organ=True)
PRISONER = Role("prisoner", "罪犯")

# -- 到哪一步 --------------------------------------------------------------------------------

PROPOSED = Stage("proposed", "待评审", COMMITTEE)
PUBLISHED = Stage("published", "监狱内公示", PRISON)
DECIDED = Stage("decided", "待报请", PRISON)
FILED = Stage("filed", "待立案", COURT)
TRYING = Stage("trying", "审理", COURT)
RULED = Stage("ruled", "已裁定", PROCURATORATE)
RETRYING = Stage("retrying", "另组合议庭审理", COURT)
CLOSED = Stage("closed", "办结", final=True)
DROPPED = Stage("dropped", "不提请", final=True)
UNFILED = Stage("unfiled", "不予立案", final=True)
WITHDRAWN = Stage("withdrawn", "撤回建议", final=True)

PROPOSAL = Paper(
    key="proposal", title="减刑建议书", cite=CODE.art(273, 2), to=(COURT, PROCURATORATE)
)
SUPPLY_NOTICE = Paper(key="supply_notice", title="补送材料通知书", cite=TRIAL.art(2), to=(PRISON,))
RULING = Paper(
    key="ruling", title="减刑裁定书", cite=COURTS.art(539, 1), to=(PRISON, PROCURATORATE, PRISONER)
)
CORRECTION = Paper(key="correction", title="纠正意见书", cite=CODE.art(274), to=(COURT,))

ROLES = (WARD, PRISON, COMMITTEE, LEADERS, BUREAU, PROCURATORATE, COURT, PRISONER)
STAGES = (
    *(PROPOSED, PUBLISHED, DECIDED, FILED, TRYING, RULED, RETRYING),
    *(CLOSED, DROPPED, UNFILED, WITHDRAWN),
)
