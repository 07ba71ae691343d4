"""The 文书 of 行政复议. `to` must be served; `also` are served where they take part (第三人)."""

from fashu.businesses.government.reconsideration.norms import LAW, REGULATION_2026
from fashu.businesses.government.reconsideration.parties import (
    APPLICANT,
    AUTHORITY,
    COMPETENT,
    CONCERNED,
    MAKER,
    RESPONDENT,
    THIRD_PARTY,
)
from fashu.kernel.law.citation import Citation
from fashu.kernel.procedure import Paper

PARTIES = (APPLICANT, RESPONDENT)


def _to_parties(key: str, title: str, cite: Citation) -> Paper:
    return Paper(key=key, title=title, cite=cite, to=PARTIES, also=(THIRD_PARTY,))


# -- 申请与受理 --------------------------------------------------------------------------------

APPLICATION = Paper(key="application", title="行政复议申请书", cite=LAW.art(22, 2))
ORAL_RECORD = Paper(key="oral_record", title="行政复议申请笔录", cite=LAW.art(22, 3))
CORRECTION_NOTICE = Paper(
    key="correction_notice", title="行政复议申请补正通知书", cite=LAW.art(31, 1), to=(APPLICANT,)
)
RESPONDENT_ADVICE = Paper(
    key="respondent_advice", title="变更被申请人告知书", cite=LAW.art(30, 1, 1), to=(APPLICANT,)
)
ABANDONMENT_RECORD = Paper(
    key="abandonment_record", title="视为放弃行政复议申请记录", cite=LAW.art(31, 2)
)
ACCEPTANCE = Paper(
    key="acceptance", title="行政复议申请受理通知书", cite=LAW.art(30, 1), to=(APPLICANT,)
)
REFUSAL = Paper(
    key="refusal", title="不予受理行政复议申请决定书", cite=LAW.art(30, 2), to=(APPLICANT,)
)
REPEAT_NOTICE = Paper(
    key="repeat_notice",
    title="不再处理告知书",
    cite=REGULATION_2026.art(37, 2),
    to=(APPLICANT,),
)
DISMISSAL = _to_parties("dismissal", "驳回行政复议申请决定书", LAW.art(33))
CORRECTION_ORDER = Paper(
    key="correction_order", title="责令纠正通知书", cite=LAW.art(35), to=(AUTHORITY,)
)
SELF_CORRECTION = Paper(
    key="self_correction", title="自行纠正情况告知书", cite=LAW.art(32, 2), to=(APPLICANT,)
)

# -- 审理 ------------------------------------------------------------------------------------

ANSWER_NOTICE = Paper(
    key="answer_notice",
    title="行政复议答复通知书（附申请书副本）",
    cite=LAW.art(48),
    to=(RESPONDENT,),
)
ANSWER_NOTICE_SUMMARY = Paper(
    key="answer_notice_summary",
    title="行政复议答复通知书（简易程序，附申请书副本）",
    cite=LAW.art(54, 1),
    to=(RESPONDENT,),
)
THIRD_PARTY_NOTICE = Paper(
    key="third_party_notice",
    title="第三人参加行政复议通知书",
    cite=LAW.art(16, 1),
    to=(THIRD_PARTY,),
)
SUMMARY_NOTICE = _to_parties("summary_notice", "适用简易程序通知书", LAW.art(53))
CONVERSION_NOTICE = _to_parties("conversion_notice", "转为普通程序通知书", LAW.art(55))
INVESTIGATION_RECORD = Paper(key="investigation_record", title="调查取证笔录", cite=LAW.art(45, 1))
INSPECTION_RECORD = Paper(key="inspection_record", title="现场勘验笔录", cite=LAW.art(43, 1, 8))
OPINION_RECORD = Paper(key="opinion_record", title="听取意见笔录", cite=LAW.art(49))
HEARING_NOTICE = _to_parties("hearing_notice", "行政复议听证通知书", LAW.art(51, 1))
HEARING_RECORD = Paper(key="hearing_record", title="行政复议听证笔录", cite=LAW.art(50, 3))
STOP_NOTICE = _to_parties("stop_notice", "停止执行通知书", LAW.art(42))
SUSPENSION_NOTICE = _to_parties("suspension_notice", "行政复议中止通知书", LAW.art(39, 3))
RESUMPTION_NOTICE = _to_parties("resumption_notice", "恢复行政复议审理通知书", LAW.art(39, 3))
EXTENSION_NOTICE = _to_parties("extension_notice", "延长审理期限通知书", LAW.art(62, 1))
ELEVATION_NOTICE = _to_parties("elevation_notice", "提级审理通知书", LAW.art(38))
TERMINATION = _to_parties("termination", "行政复议终止决定书", LAW.art(41))

# -- 附带审查 ----------------------------------------------------------------------------------

MAKER_NOTICE = Paper(
    key="maker_notice", title="规范性文件答复通知书", cite=LAW.art(58, 1), to=(MAKER,)
)
TRANSFER_LETTER = Paper(
    key="transfer_letter", title="规范性文件审查转送函", cite=LAW.art(56), to=(COMPETENT,)
)
CLAUSE_ORDER = Paper(
    key="clause_order",
    title="停止执行有关条款并责令纠正决定书",
    cite=LAW.art(59),
    to=(MAKER,),
)

# -- 决定与履行 --------------------------------------------------------------------------------

MEDIATION = _to_parties("mediation", "行政复议调解书", LAW.art(73, 1))
DECISION = _to_parties("decision", "行政复议决定书", LAW.art(75, 1))
PERFORMANCE_ORDER = Paper(
    key="performance_order", title="责令履行通知书", cite=LAW.art(77, 2), to=(RESPONDENT,)
)
OPINION = Paper(key="opinion", title="行政复议意见书", cite=LAW.art(76), to=(CONCERNED,))
COPY_LETTER = Paper(key="copy_letter", title="行政复议决定书抄告函", cite=LAW.art(79, 2))
