"""What each step asks."""

from fashu.businesses.administration.personal_information.norms import HOUSE, LAW
from fashu.kernel.procedure import (
    Group,
    Option,
    choice,
    files,
    flag,
    identity,
    long_text,
    office,
    text,
)

# -- 请求：第44至49条 -----------------------------------------------------------------------------

CAPACITY = choice(
    "capacity",
    "您为谁提出请求",
    Option("self", "为我本人", LAW.art(44)),
    Option("guardian", "为我监护的未成年人或者其他被监护人"),
    Option("relative", "为已经去世的近亲属", LAW.art(49)),
)
NAME = text(
    "applicant_name",
    "信息主体的姓名",
    most=100,
    personal=True,
    help="信息属于谁，就填谁的姓名。",
)
IDENTITY = identity(
    "identity_number",
    "信息主体的身份证件号码",
    of=("person", "applicant_name"),
    help="只用于核对身份、找到您的记录。号码加密保存，只显示前6位和后4位。",
)
REQUESTER = text("requester_name", "您的姓名和与信息主体的关系", most=100, personal=True).when(
    "capacity", "guardian", "relative"
)
OWN_INTEREST = long_text(
    "own_interest",
    "需要这些信息的合法、正当利益",
    cite=LAW.art(49),
    help="例如办理继承。逝者生前另有安排的，从其安排。",
).when("capacity", "relative")
PHONE = text("phone", "联系电话", most=40, personal=True)
PROCESSOR_OFFICE = office(
    "processor_office",
    "向哪个机关提出",
    help="一般是办理您的案件的机关。“谁查过我的信息”里有。",
)
WHO = Group(
    "谁的信息", (CAPACITY, NAME, IDENTITY, REQUESTER, OWN_INTEREST, PHONE, PROCESSOR_OFFICE)
)

RIGHT = choice(
    "right",
    "您要求什么",
    Option("read", "查阅我的个人信息", LAW.art(45, 1)),
    Option("copy", "复制我的个人信息", LAW.art(45, 1)),
    Option("correct", "更正或者补充", LAW.art(46, 1)),
    Option("erase", "删除", LAW.art(47, 1)),
    Option("explain", "解释说明处理规则，或者说明某次查阅的原因", LAW.art(48)),
    Option("withdraw", "撤回同意", LAW.art(15, 1)),
    Option("object", "限制或者拒绝处理", LAW.art(44)),
)
WHAT = long_text(
    "what",
    "涉及哪些信息",
    most=2000,
    personal=True,
    help="写明案号、时间或者内容，便于查找。",
)
WRONG = text("wrong", "现在记载的内容", most=500, personal=True).when("right", "correct")
RIGHT_WORDS = text("right_words", "应当更正或者补充为", most=500, personal=True).when(
    "right", "correct"
)
ERASE_GROUND = choice(
    "erase_ground",
    "删除的理由",
    Option("purpose", "处理目的已实现、无法实现或者不再必要", LAW.art(47, 1, 1)),
    Option("period", "停止提供服务，或者保存期限已届满", LAW.art(47, 1, 2)),
    Option("consent", "已经撤回同意", LAW.art(47, 1, 3)),
    Option("unlawful", "违反法律、行政法规或者约定处理", LAW.art(47, 1, 4)),
    Option("other", "法律、行政法规规定的其他情形", LAW.art(47, 1, 5)),
).when("right", "erase")
PROOF = files(
    "proof",
    "证明材料",
    required=False,
    personal=True,
    help="身份、亲属关系或者更正的依据。",
)
ASKED = Group("请求的内容", (RIGHT, WHAT, WRONG, RIGHT_WORDS, ERASE_GROUND, PROOF))

CHANNEL = choice(
    "channel",
    "提出的方式",
    Option("in_person", "当面"),
    Option("post", "邮寄"),
    Option("phone", "电话"),
)

# -- 核验 ----------------------------------------------------------------------------------------

LACKING = long_text("lacking", "还需要补充什么", most=2000, help="以能够核对身份为限。")
SUPPLIED = long_text("supplied", "补充说明", most=2000, personal=True)
SUPPLIED_FILES = files("supplied_files", "补充的材料", required=False, personal=True)
VERIFIED_BY = choice(
    "verified_by",
    "怎样核对了身份",
    Option("account", "平台实名账号与证件号码一致"),
    Option("document", "查验证件原件或者清晰影像"),
    Option("records", "核对只有本人知道的办件记录"),
    Option("kinship", "查验监护或者亲属关系证明"),
    help="不得以人脸识别作为唯一方式。",
)
EXTENSION_REASON = long_text("extension_reason", "延长的原因", most=1000, cite=HOUSE.art(3))

# -- 查找、决定、执行 ------------------------------------------------------------------------------

FOUND = long_text("found", "在哪些系统、案卷中找到了什么", most=4000, personal=True)
RECIPIENTS = text("recipients", "提供给过谁", required=False, help="接收方、受托人；没有的不填。")
RETENTION = choice(
    "retention",
    "保存期限",
    Option("running", "法律、行政法规规定的保存期限没有届满", LAW.art(47, 2)),
    Option("hard", "期限已届满，但删除在技术上难以实现", LAW.art(47, 2)),
    Option("over", "保存期限已届满"),
    Option("none", "没有法定的保存期限"),
)
RESULT = choice(
    "result",
    "决定",
    Option("grant", "满足请求"),
    Option("part", "部分满足"),
    Option("refuse", "不予满足", LAW.art(50, 1)),
)
GROUND = choice(
    "ground",
    "不能满足的依据",
    Option("secret", "法律、行政法规规定应当保密或者不需要告知", LAW.art(18, 1)),
    Option("duty", "告知将妨碍国家机关履行法定职责", LAW.art(35)),
    Option("retention", "法定保存期限未届满或者删除技术上难以实现，只存储和保护", LAW.art(47, 2)),
    Option("others", "不是请求人的个人信息，或者会公开他人的个人信息", LAW.art(44)),
    Option("accurate", "经核实，记载准确、完整", LAW.art(46, 2)),
    Option("unproved", "不能确认请求人的身份或者亲属的合法、正当利益", LAW.art(49)),
).when("result", "part", "refuse")
REASONS = long_text("reasons", "理由", most=4000, cite=LAW.art(50, 1)).when(
    "result", "part", "refuse"
)
EXECUTED = long_text("executed", "做了什么", most=4000, personal=True)
COPIES = files(
    "copies",
    "交给请求人的副本",
    personal=True,
    cite=LAW.art(45, 2),
    help="已隐去他人的个人信息。",
).when("right", "read", "copy")
TOLD_RECIPIENTS = flag("told_recipients", "是否已通知接收方一并更正、删除")
