"""What changes the course of a case asks: suspension, extension, withdrawal, the ways out."""

from fashu.businesses.government.reconsideration.norms import LAW
from fashu.kernel.procedure import (
    Option,
    choice,
    choices,
    day,
    flag,
    long_text,
    number,
)

# -- Suspension: 第39条 ------------------------------------------------------------------------

SUSPENSION_GROUND = choice(
    "suspension_ground",
    "中止的情形",
    Option("death", "申请人死亡，近亲属尚未确定是否参加", LAW.art(39, 1, 1)),
    Option("incapacity", "申请人丧失行为能力，尚未确定法定代理人", LAW.art(39, 1, 2)),
    Option("missing", "申请人下落不明", LAW.art(39, 1, 3)),
    Option("entity_ended", "申请人（单位）终止，尚未确定权利义务承受人", LAW.art(39, 1, 4)),
    Option("prevented", "当事人因不可抗力或者其他正当理由不能参加", LAW.art(39, 1, 5)),
    Option("mediation", "调解、和解，申请人和被申请人同意中止", LAW.art(39, 1, 6)),
    Option("interpretation", "法律适用问题需要有权机关解释或者确认", LAW.art(39, 1, 7)),
    Option("other_case", "需要以其他案件的审理结果为依据，其他案件尚未审结", LAW.art(39, 1, 8)),
    Option("review", "附带审查规范性文件或者审查依据", LAW.art(39, 1, 9)),
    Option("other", "需要中止的其他情形", LAW.art(39, 1, 10)),
    cite=LAW.art(39, 1),
)
SUSPENSION_REASON = long_text(
    "suspension_reason", "中止的具体事由", most=4_000, personal=True, cite=LAW.art(39, 1)
)
BOTH_AGREE = flag("both_agree", "申请人和被申请人是否都同意中止", cite=LAW.art(39, 1, 6)).when(
    "suspension_ground", "mediation"
)
REVIEW_POWER = choice(
    "review_power",
    "本机关是否有权处理该文件（依据）",
    Option("own", "有权处理（三十日内处理）", LAW.art(58, 1)),
    Option("other", "无权处理（七日内转送）", LAW.art(56)),
    cite=LAW.art(56),
).when("suspension_ground", "review")
RESUMPTION_REASON = long_text(
    "resumption_reason", "中止原因消除的情况", most=4_000, personal=True, cite=LAW.art(39, 2)
)

# -- Extension, conversion: 第62、55条 ---------------------------------------------------------

EXTENSION_DAYS = number(
    "extension_days", "延长多少日", least=1, help="最多三十日，只能一次。", cite=LAW.art(62, 1)
)
EXTENSION_REASON = long_text(
    "extension_reason", "情况复杂、不能按期作出决定的理由", most=4_000, cite=LAW.art(62, 1)
)
CONVERSION_REASON = long_text(
    "conversion_reason", "不宜适用简易程序的理由", most=4_000, cite=LAW.art(55)
)

# -- Elevation: 第38条 -------------------------------------------------------------------------

ELEVATION_GROUND = choice(
    "elevation_ground",
    "提级审理的情形",
    Option("public", "涉及重大社会公共利益或者有重大影响"),
    Option("new_kind", "新类型案件，且案情重大、疑难、复杂"),
    Option("guidance", "具有法律适用指导意义"),
    Option("necessary", "确有必要提级审理的其他情形"),
    cite=LAW.art(38),
)
ELEVATION_REASON = long_text(
    "elevation_reason", "需要由上级机关审理的理由", most=4_000, cite=LAW.art(38)
)
NOT_ELEVATED_REASON = long_text(
    "not_elevated_reason", "不予提级审理的理由", most=4_000, cite=LAW.art(38, 2)
)

# -- Withdrawal, termination: 第74、41条 --------------------------------------------------------

WITHDRAWAL_REASON = choice(
    "withdrawal_reason",
    "撤回的原因",
    Option("settled", "与被申请人达成和解", LAW.art(74)),
    Option("own", "自己决定不再申请", LAW.art(41, item=1)),
    help="准予撤回后，不得再以同一事实和理由申请复议，能证明撤回违背真实意愿的除外。",
    cite=LAW.art(74, 2),
)
VOLUNTARY = flag(
    "voluntary", "是否出于自愿", help="没有人要求或者强迫您撤回。", cite=LAW.art(74, 1)
)
REPRESENTED_AGREE = flag(
    "represented_agree",
    "被代表的申请人是否都同意",
    required=False,
    help="推选了代表人的，撤回应当经被代表的申请人同意。",
    cite=LAW.art(15, 2),
)
PERMISSION_REASON = long_text(
    "permission_reason",
    "准予撤回的审查意见",
    personal=True,
    most=4_000,
    help="是否自愿；和解不得损害国家利益、公共利益和他人合法权益，不得违反强制性规定。",
    cite=LAW.art(74, 1),
)
TERMINATION_GROUND = choice(
    "termination_ground",
    "终止的情形",
    Option("withdrawn", "申请人撤回申请，已经准予撤回", LAW.art(41, item=1)),
    Option("death", "申请人死亡，没有近亲属或者近亲属放弃复议权利", LAW.art(41, item=2)),
    Option("entity_ended", "申请人（单位）终止，没有承受人或者承受人放弃", LAW.art(41, item=3)),
    Option("criminal", "因同一违法行为涉嫌犯罪，被采取刑事强制措施", LAW.art(41, item=4)),
    Option("sixty_days", "中止满六十日，中止的原因仍未消除", LAW.art(41, item=5)),
    cite=LAW.art(41),
)
TERMINATION_REASON = long_text(
    "termination_reason", "终止的具体事由", most=4_000, personal=True, cite=LAW.art(41)
)

# -- Dismissal: 第33条 -------------------------------------------------------------------------

DISMISSAL_GROUNDS = choices(
    "dismissal_grounds",
    "驳回申请的情形",
    Option("parties", "没有明确的申请人或者符合规定的被申请人", LAW.art(30, 1, 1)),
    Option("interest", "申请人与行政行为没有利害关系", LAW.art(30, 1, 2)),
    Option("request", "没有具体的复议请求和理由", LAW.art(30, 1, 3)),
    Option("period", "超过法定申请期限", LAW.art(30, 1, 4)),
    Option("scope", "不属于行政复议范围", LAW.art(30, 1, 5)),
    Option("jurisdiction", "不属于本机关管辖", LAW.art(30, 1, 6)),
    Option("first", "重复申请或者已经起诉并被受理", LAW.art(30, 1, 7)),
    cite=LAW.art(33),
)
DISMISSAL_REASON = long_text("dismissal_reason", "驳回申请的理由", personal=True, cite=LAW.art(33))

# -- Mediation: 第5、73条 -----------------------------------------------------------------------

MEDIATED = long_text("mediated", "调解协议的内容", personal=True, cite=LAW.art(73, 1))
MEDIATION_LAWFUL = flag(
    "mediation_lawful",
    "协议是否自愿、合法",
    help="不损害国家利益、社会公共利益和他人合法权益，不违反法律、法规的强制性规定。",
    cite=LAW.art(5, 2),
)
SIGNED_BY = choices(
    "signed_by",
    "已经签字或者签章的当事人",
    Option("applicant", "申请人"),
    Option("respondent", "被申请人"),
    Option("third_party", "第三人"),
    help="各方当事人签字或者签章，并加盖复议机关印章，即具有法律效力。",
    cite=LAW.art(73, 1),
)
MEDIATION_DUE = day("mediation_due", "协议约定的履行期限（最后一日）", cite=LAW.art(77, 1))
