"""What the application asks (复法22、行政复议申请书), in the order of the public form.

Every answer changes something: a clock, a finding for the officer, a party, or the papers.
"""

from fashu.businesses.government.reconsideration.facts.act import ACT
from fashu.businesses.government.reconsideration.facts.applicant import CONTACT, WHO
from fashu.businesses.government.reconsideration.facts.dates import WHEN
from fashu.businesses.government.reconsideration.norms import LAW
from fashu.kernel.procedure import (
    Group,
    Option,
    choice,
    choices,
    day,
    files,
    flag,
    long_text,
    text,
)

# -- What and why: 第13、22、30、74条 ----------------------------------------------------------

REQUESTS = choices(
    "requests",
    "您请求复议机关怎样处理",
    Option("annul", "撤销", LAW.art(64, 1)),
    Option("vary", "变更", LAW.art(63, 1)),
    Option("confirm_illegal", "确认违法", LAW.art(65)),
    Option("confirm_invalid", "确认无效", LAW.art(67)),
    Option("perform", "责令履行职责", LAW.art(66)),
    Option("agreement", "责令订立、履行行政协议或者补偿", LAW.art(71)),
    Option("compensation", "一并请求行政赔偿", LAW.art(72, 1)),
    cite=LAW.art(30, 1, 3),
)
GROUNDS = long_text(
    "grounds",
    "主要事实和理由",
    personal=True,
    help="写清楚发生了什么、您认为哪里违法或者不当。用自己的话写即可。",
    cite=LAW.art(22, 3),
)
ASK_REVIEW = flag(
    "ask_review",
    "是否一并请求审查机关所依据的文件",
    help=(
        "认为决定所依据的规范性文件（通知、办法等“红头文件”）不合法的，可以一并请求审查；"
        "不能单独申请审查，规章不在此列。"
    ),
    cite=LAW.art(13, 1),
)
DOCUMENT = text("document", "文件的名称和条款", cite=LAW.art(13, 1)).when("ask_review", True)
DOCUMENT_KIND = choice(
    "document_kind",
    "是谁制定的文件",
    Option("ministry", "国务院部门的规范性文件", LAW.art(13, 1, 1)),
    Option("government", "县级以上地方政府及其部门的规范性文件", LAW.art(13, 1, 2)),
    Option("township", "乡、镇人民政府的规范性文件", LAW.art(13, 1, 3)),
    Option("authorised", "法律、法规、规章授权的组织的规范性文件", LAW.art(13, 1, 4)),
    Option("regulation", "规章（部门规章、地方政府规章）", LAW.art(13, 2)),
    cite=LAW.art(13),
).when("ask_review", True)
EARLIER = choice(
    "earlier",
    "以前就同一个行为申请过复议或者起诉过吗",
    Option("none", "没有"),
    Option("reconsidered", "申请过复议，机关已经受理", LAW.art(30, 1, 7)),
    Option("withdrawn", "申请过复议，后来撤回了", LAW.art(74, 2)),
    Option("court", "起诉过，法院已经受理", LAW.art(29, 2)),
    Option("not_accepted", "申请或者起诉过，没有被受理"),
    cite=LAW.art(30, 1, 7),
)
UNWILLING = long_text(
    "unwilling",
    "撤回为什么违背真实意愿",
    personal=True,
    most=2_000,
    required=False,
    help="撤回后不得以同一事实和理由再申请，除非能够证明撤回违背真实意愿。请写明并附证据。",
    cite=LAW.art(74, 2),
).when("earlier", "withdrawn")

WHY = Group(
    "请求和理由", (REQUESTS, GROUNDS, ASK_REVIEW, DOCUMENT, DOCUMENT_KIND, EARLIER, UNWILLING)
)

# -- Evidence: 第43、44条 ----------------------------------------------------------------------

EVIDENCE_FILES = files(
    "evidence_files",
    "证据材料",
    personal=True,
    required=False,
    help=(
        "决定书、通知、照片、录音录像等。机关对自己行为的合法性负举证责任；要求履行职责的，"
        "请附上曾经申请的证据；请求赔偿的，请附上损失的证据。"
    ),
    cite=LAW.art(44),
)
EVIDENCE_NOTE = long_text(
    "evidence_note",
    "证据说明",
    required=False,
    most=4_000,
    personal=True,
    help="每份材料证明什么；有正当理由不能提供的，写明理由。",
    cite=LAW.art(44, 2),
)

PROOF = Group("证据", (EVIDENCE_FILES, EVIDENCE_NOTE))

APPLICATION = (WHO, ACT, WHEN, WHY, PROOF, CONTACT)

# -- Registered by the office: 第22条第2、3款 --------------------------------------------------

CHANNEL = choice(
    "channel",
    "怎样提交",
    Option("in_person", "当面提交书面申请", LAW.art(22, 2)),
    Option("post", "邮寄", LAW.art(22, 2)),
    Option("oral", "口头申请", LAW.art(22, 3)),
    cite=LAW.art(22),
)
POSTED_ON = day(
    "posted_on",
    "交邮日期（邮戳）",
    past=True,
    help="期满前交邮的，不算过期。",
    cite=LAW.art(88, 1),
).when("channel", "post")
INTAKE = Group("收件", (CHANNEL, POSTED_ON))
