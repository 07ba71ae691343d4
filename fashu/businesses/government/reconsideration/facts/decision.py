"""What the proposal and the decision ask (第五章 行政复议决定), and what follows the decision."""

from dataclasses import replace

from fashu.businesses.government.reconsideration.facts.grounds import (
    AGREEMENT,
    ANNUL,
    ANNUL_IN_PART,
    FINDINGS,
    GROUNDS_2024,
    GROUNDS_2026,
    ILLEGAL,
    OUTCOMES,
    PERFORM,
    VARY,
)
from fashu.businesses.government.reconsideration.norms import LAW
from fashu.kernel.procedure import (
    Option,
    choice,
    choices,
    files,
    flag,
    long_text,
    number,
    office,
    text,
)

# -- The proposal of the 行政复议机构: 第61条第1款 ---------------------------------------------

COMPLEX = flag(
    "complex",
    "案件是否重大、疑难、复杂",
    help="是的，应当组织听证，并提请行政复议委员会提出咨询意见。",
    cite=LAW.art(50, 1),
)
CONSULTATION = choice(
    "consultation",
    "是否属于应当提请委员会咨询的其他情形",
    Option("none", "不属于"),
    Option("technical", "专业性、技术性较强", LAW.art(52, 2, 2)),
    Option("own_act", "省级人民政府对本机关行为的复议案件", LAW.art(52, 2, 3)),
    cite=LAW.art(52, 2),
)
SOUNDNESS = choices(
    "soundness",
    "对行政行为的审查：成立的项目",
    *FINDINGS,
    required=False,
    help="勾选成立的项目；未勾选的视为不成立。不作为案件可以不选。",
    cite=LAW.art(68),
)
PROPOSED = choice("proposed", "建议的决定", *OUTCOMES, cite=LAW.art(61, 1))
PROPOSAL = long_text("proposal", "审查意见", personal=True, cite=LAW.art(61, 1))
COMMITTEE_STATEMENT = long_text(
    "committee_statement",
    "对委员会咨询意见采纳情况的说明",
    required=False,
    most=4_000,
    help="提请过咨询的必填；不采纳的，应当说明理由。",
)
# -- The decision: 第61至72条 ------------------------------------------------------------------

APPROVAL = choice(
    "approval",
    "怎样通过",
    Option("head", "行政复议机关的负责人同意", LAW.art(61, 1)),
    Option("collective", "集体讨论通过", LAW.art(61, 1)),
    cite=LAW.art(61, 1),
)
BASED_ON = choices(
    "based_on",
    "作出决定所根据的材料",
    Option("evidence", "审查认定的事实和证据", LAW.art(61, 2)),
    Option("hearing_record", "听证笔录", LAW.art(61, 2)),
    Option("committee", "行政复议委员会的咨询意见", LAW.art(61, 3)),
    cite=LAW.art(61),
)
OUTCOME = choice("outcome", "决定", *OUTCOMES, cite=LAW.art(61, 1))
GROUND = choice(
    "ground",
    "决定的情形",
    *(ground.option for ground in GROUNDS_2024),
    help="与审查意见中成立、不成立的项目一致。",
    cite=LAW.art(61, 1),
)
GROUND_2026 = replace(GROUND, options=tuple(ground.option for ground in GROUNDS_2026))
REASONS = long_text("reasons", "认定的事实、理由和依据", personal=True, cite=LAW.art(75, 1))
WORSE = flag("worse", "变更是否对申请人更为不利", cite=LAW.art(63, 2)).when("outcome", VARY)
OPPOSITE = flag("opposite", "第三人是否提出了相反请求", required=False, cite=LAW.art(63, 2)).when(
    "outcome", VARY
)
THIRD_PARTY_PROVED = flag(
    "third_party_proved",
    "行政行为涉及第三人合法权益，且第三人提供了证据",
    required=False,
    help="只在被申请人没有按期答复、举证时有意义。",
    cite=LAW.art(70),
)
REMAKE = choice(
    "remake",
    "是否责令重新作出行政行为",
    Option("no", "不责令"),
    Option("sixty", "责令，期限六十日（法律、法规、规章没有规定期限）"),
    Option("fixed", "责令，期限依法律、法规、规章的规定"),
    help="被申请人不得以同一事实和理由作出相同或者基本相同的行为（因违反法定程序撤销的除外）。",
    cite=LAW.art(64),
).when("outcome", ANNUL, ANNUL_IN_PART)
REMAKE_DAYS = number(
    "remake_days", "法律、法规、规章规定的期限（日）", least=1, cite=LAW.art(64, 1)
).when("remake", "fixed")
PERFORM_DAYS = number(
    "perform_days",
    "履行期限（日）",
    least=1,
    help="法律没有规定长度，由决定确定。",
    cite=LAW.art(66),
).when("outcome", PERFORM, AGREEMENT)
COMPENSATION = choice(
    "compensation",
    "对行政赔偿请求的处理",
    Option("none", "没有提出"),
    Option("granted", "决定给予赔偿", LAW.art(72, 1)),
    Option("rejected", "驳回赔偿请求", LAW.art(72, 1)),
    cite=LAW.art(72, 1),
)
COMPENSATION_TEXT = long_text(
    "compensation_text",
    "赔偿的方式和数额（或者驳回的理由）",
    personal=True,
    most=4_000,
    cite=LAW.art(72, 1),
).when("compensation", "granted", "rejected")
PROPERTY = choice(
    "property",
    "对财产的处理",
    Option("none", "不涉及罚款、收费、没收、征收、查封、扣押、冻结的财产"),
    Option("return", "责令返还财产", LAW.art(72, 2)),
    Option("release", "责令解除查封、扣押、冻结", LAW.art(72, 2)),
    Option("pay", "责令赔偿相应的价款", LAW.art(72, 2)),
    help="申请人没有提出赔偿请求的，也应当同时责令。",
    cite=LAW.art(72, 2),
).when("outcome", ANNUL, ANNUL_IN_PART, VARY)
REMEDIAL = flag("remedial", "是否同时责令采取补救措施", required=False, cite=LAW.art(72, 1)).when(
    "outcome", ILLEGAL
)
OWN_DEPARTMENT = flag(
    "own_department",
    "被申请人是否为本级人民政府的工作部门",
    help="是的，决定书生效后应当抄告其上一级主管部门。",
    cite=LAW.art(79, 2),
)

# -- After the decision: 第76至79条 ------------------------------------------------------------

PERFORMED = long_text("performed", "履行的情况", personal=True, most=4_000, cite=LAW.art(77, 1))
PERFORMED_FILES = files(
    "performed_files", "履行的证明材料", personal=True, required=False, cite=LAW.art(77, 1)
)
ORDERED_DAYS = number("ordered_days", "责令履行的期限（日）", least=1, cite=LAW.art(77, 2))
UNPERFORMED = long_text("unperformed", "不履行或者拖延履行的情况", most=4_000, cite=LAW.art(77, 2))
MEASURES = choices(
    "measures",
    "同时采取的措施",
    Option("summon", "约谈被申请人的有关负责人", LAW.art(77, 2)),
    Option("criticise", "通报批评", LAW.art(77, 2)),
    required=False,
    cite=LAW.art(77, 2),
)
CONCERNED_OFFICE = office("concerned_office", "收到意见书的机关", cite=LAW.art(76))
OPINION_MATTER = long_text(
    "opinion_matter", "违法或者不当的行政行为及纠正意见", personal=True, cite=LAW.art(76)
)
OPINION_REPORT = long_text("opinion_report", "纠正的情况", most=4_000, cite=LAW.art(76))
ENFORCED_BY = choice(
    "enforced_by",
    "由谁强制执行",
    Option("respondent", "作出行政行为的行政机关依法强制执行", LAW.art(78, item=1)),
    Option("authority", "行政复议机关依法强制执行", LAW.art(78, item=2)),
    Option("court", "申请人民法院强制执行", LAW.art(78)),
    cite=LAW.art(78),
)
COPIED_TO = text("copied_to", "抄告的上一级主管部门", most=100, cite=LAW.art(79, 2))
PUBLISHED_WHERE = text(
    "published_where",
    "公开的途径",
    help="按行政行为的公开情况和国家有关规定公开，隐去个人信息。",
    cite=LAW.art(79, 1),
)
