"""Who takes part: the parties, the organ that reviews, and the organs around it."""

from fashu.kernel.procedure import Role

APPLICANT = Role("applicant", "申请人")
AGENT = Role("agent", "代理人")
THIRD_PARTY = Role("third_party", "第三人")
RESPONDENT = Role("respondent", "被申请人", organ=True)

AUTHORITY = Role("authority", "行政复议机关", organ=True)
"""The organ in whose name the case is decided (4(1), 61(1)); its head or who acts for him."""
OFFICE = Role("office", "行政复议机构", organ=True)
"""The body that handles the case (4(2)), played by the 行政复议人员 in charge."""
OFFICE_HEAD = Role("office_head", "行政复议机构负责人", organ=True)
"""Who alone approves extension (62(1)) and conversion (55)."""
SUPERIOR = Role("superior", "上级行政机关", organ=True)

MAKER = Role("maker", "规范性文件制定机关", organ=True)
COMPETENT = Role("competent", "有权处理的机关", organ=True)
CONCERNED = Role("concerned", "收到意见书的机关", organ=True)

ROLES = (
    APPLICANT,
    AGENT,
    THIRD_PARTY,
    RESPONDENT,
    AUTHORITY,
    OFFICE,
    OFFICE_HEAD,
    SUPERIOR,
    MAKER,
    COMPETENT,
    CONCERNED,
)

APPLYING = (APPLICANT, AGENT)
APPLICANTS_SIDE = (*APPLYING, OFFICE)
"""Who hands in what the applicant hands in: on paper, the office registers it (22(2), (3))."""
PUBLIC = (APPLICANT, AGENT, THIRD_PARTY)
RESPONDENTS_SIDE = (RESPONDENT, OFFICE)
"""Likewise for a respondent that is not on the platform."""
HANDLING = (OFFICE, AUTHORITY)
