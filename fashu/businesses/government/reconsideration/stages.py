"""The states a reconsideration case can be in."""

from fashu.businesses.government.reconsideration.parties import (
    APPLICANT,
    AUTHORITY,
    OFFICE,
    RESPONDENT,
)
from fashu.kernel.procedure import Stage

FORWARDING = Stage("forwarding", "处罚机关处理中", RESPONDENT)
RECEIVED = Stage("received", "待审查", OFFICE)
CORRECTION = Stage("correction", "待补正", APPLICANT)
ORDINARY = Stage("ordinary", "审理中（普通程序）", OFFICE)
SUMMARY = Stage("summary", "审理中（简易程序）", OFFICE)
ELEVATED = Stage("elevated", "审理中（上级审理）", OFFICE)
ELEVATING = Stage("elevating", "移送上级审理", AUTHORITY)
SUSPENDED = Stage("suspended", "中止", OFFICE)
DECIDED = Stage("decided", "已决定待送达", OFFICE)
EFFECTIVE = Stage("effective", "已生效", RESPONDENT)

REFUSED = Stage("refused", "不予受理", final=True)
ABANDONED = Stage("abandoned", "视为放弃申请", final=True)
SELF_CORRECTED = Stage("self_corrected", "处罚机关已自行纠正", final=True)
DISMISSED = Stage("dismissed", "驳回申请", final=True)
TERMINATED = Stage("terminated", "终止", final=True)
REPEATED = Stage("repeated", "不再处理", final=True)
"""Only from 2026-07-01: 就同一事项再次申请的，告知不再处理 (条例37(2))."""
CLOSED = Stage("closed", "已结案归档", final=True)

STAGES = (
    FORWARDING,
    RECEIVED,
    CORRECTION,
    ORDINARY,
    SUMMARY,
    ELEVATED,
    ELEVATING,
    SUSPENDED,
    DECIDED,
    EFFECTIVE,
    REFUSED,
    ABANDONED,
    SELF_CORRECTED,
    DISMISSED,
    TERMINATED,
    CLOSED,
)

FULL_TRIAL = (ORDINARY, ELEVATED)
"""Where the ordinary procedure (普通程序) governs."""
TRIAL = (ORDINARY, SUMMARY, ELEVATED)
PENDING = (*TRIAL, SUSPENDED)
ENDED = (REFUSED, ABANDONED, SELF_CORRECTED, DISMISSED, TERMINATED)
