"""What the steps of 第四章 行政复议审理 ask: evidence, opinions, hearing."""

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

# -- Handlers and copies: 第36、48条 -----------------------------------------------------------

HANDLERS = text(
    "handlers",
    "行政复议人员",
    help="两人以上的，姓名之间用顿号分开；简易程序可以由一人审理（2026年7月1日起）。",
    cite=LAW.art(36, 1),
)

# -- The respondent's answer: 第48、54、70条 ---------------------------------------------------

ANSWER_TEXT = long_text(
    "answer_text",
    "书面答复",
    personal=True,
    help="就行政行为的合法性、适当性和申请人的请求，说明事实和理由。",
    cite=LAW.art(48),
)
ANSWER_EVIDENCE = files(
    "answer_evidence",
    "作出行政行为的证据、依据和其他有关材料",
    personal=True,
    help="没有提交的，视为该行政行为没有证据、依据。",
    cite=LAW.art(70),
)
RESPONDENT_CONSENT = flag("respondent_consent", "是否同意适用简易程序", cite=LAW.art(53, 2))
STOP_NEEDED = flag(
    "stop_needed",
    "是否认为需要停止执行",
    help="复议期间一般不停止执行；被申请人认为需要停止的，应当停止。",
    cite=LAW.art(42, item=1),
)

# -- Third parties: 第16条 ---------------------------------------------------------------------

THIRD_PARTY_NAME = text(
    "third_party_name", "第三人的姓名或者名称", most=100, personal=True, cite=LAW.art(16, 1)
)
THIRD_PARTY_HOW = choice(
    "third_party_how",
    "怎样参加",
    Option("asked", "本人申请参加", LAW.art(16, 1)),
    Option("notified", "行政复议机构通知参加", LAW.art(16, 1)),
    cite=LAW.art(16, 1),
)
THIRD_PARTY_CONSENT = flag(
    "third_party_consent", "第三人是否同意适用简易程序", required=False, cite=LAW.art(53, 2)
)

THIRD_PARTY_E_SERVICE = flag(
    "third_party_e_service", "第三人是否同意电子送达", required=False, cite=LAW.art(88, 1)
)

# -- Requests of the parties -------------------------------------------------------------------

REQUEST_KIND = choice(
    "request_kind",
    "请求的事项",
    Option("inspect", "查阅、复制案卷材料", LAW.art(47)),
    Option("hearing", "举行听证", LAW.art(50, 2)),
    Option("stop", "停止执行", LAW.art(42, item=3)),
    Option("join", "作为第三人参加", LAW.art(16, 1)),
    Option("appraisal", "委托鉴定", LAW.art(43, 1, 7)),
)
REQUEST_REASON = long_text("request_reason", "请求的理由", most=4_000, personal=True)

WITHHELD = choice(
    "withheld",
    "是否有不予查阅的材料",
    Option("nothing", "全部同意查阅、复制", LAW.art(47)),
    Option("state_secret", "涉及国家秘密", LAW.art(47)),
    Option("trade_secret", "涉及商业秘密", LAW.art(47)),
    Option("privacy", "涉及个人隐私", LAW.art(47)),
    Option("security", "可能危及国家安全、公共安全、社会稳定", LAW.art(47)),
    help="除所列情形外，应当同意。",
    cite=LAW.art(47),
)
WITHHELD_PARTS = text("withheld_parts", "不予查阅的材料名称", required=False, cite=LAW.art(47))

# -- Evidence: 第43至46条 ----------------------------------------------------------------------

SUBMITTED_FOR = choice(
    "submitted_for",
    "替谁登记",
    Option("applicant", "申请人"),
    Option("third_party", "第三人"),
    Option("respondent", "被申请人"),
    required=False,
    help="只在行政复议机构登记纸质材料时填写。",
    cite=LAW.art(43, 1),
)
MORE_EVIDENCE = files(
    "more_evidence", "提交的材料", personal=True, required=False, cite=LAW.art(43, 1)
)
OPINION_TEXT = long_text("opinion_text", "意见或者说明", personal=True, cite=LAW.art(43, 1, 6))
SUPPLEMENT_REASON = long_text(
    "supplement_reason",
    "申请人或者第三人提出了哪些作出行为时没有提出的理由或者证据",
    most=4_000,
    help="只有这种情形，被申请人才能补充证据。",
    cite=LAW.art(46, 2),
)
INVESTIGATED = long_text(
    "investigated",
    "调查取证的对象、内容和结果",
    personal=True,
    help="两人以上进行，并出示工作证件。",
    cite=LAW.art(45, 2),
)
SITE_RECORD = long_text("site_record", "勘验的情况", personal=True, cite=LAW.art(43, 1, 8))
SITE_FROM = day(
    "site_from",
    "现场勘验开始之日",
    past=True,
)
SITE_UNTIL = day("site_until", "现场勘验结束之日", past=True, help="当天完成的，与开始之日相同。")
APPRAISED = long_text(
    "appraised", "鉴定事项和鉴定机构", personal=True, most=2_000, cite=LAW.art(43, 1, 7)
)
APPRAISAL = files("appraisal", "鉴定意见", personal=True, cite=LAW.art(43, 1, 7))

# -- Hearing of opinions: 第49条 ---------------------------------------------------------------

HEARD_WHO = choices(
    "heard_who",
    "听取了谁的意见",
    Option("applicant", "申请人"),
    Option("respondent", "被申请人"),
    Option("third_party", "第三人"),
    required=False,
    help="分次听取的，最后一次一并列明。",
    cite=LAW.art(49),
)
HEARD_HOW = choices(
    "heard_how",
    "听取的方式",
    Option("in_person", "当面"),
    Option("internet", "互联网"),
    Option("phone", "电话"),
    Option("other", "其他方式"),
    required=False,
    cite=LAW.art(49),
)
OPINIONS = long_text("opinions", "听取的意见", required=False, personal=True, cite=LAW.art(49))
UNHEARD_REASON = long_text(
    "unheard_reason",
    "因当事人原因不能听取意见的情况",
    personal=True,
    required=False,
    most=2_000,
    help="写明联系的时间、方式和结果。因当事人原因不能听取的，可以书面审理。",
    cite=LAW.art(49),
)
HEARING_OF_OPINIONS = Group("听取意见", (HEARD_WHO, HEARD_HOW, OPINIONS, UNHEARD_REASON))

# -- Hearing: 第50、51条 -----------------------------------------------------------------------

HEARING_ON = day("hearing_on", "听证日期", cite=LAW.art(51, 1))
HEARING_PLACE = text("hearing_place", "听证的时间、地点", cite=LAW.art(51, 1))
HEARING_MATTERS = long_text("hearing_matters", "拟听证事项", most=4_000, cite=LAW.art(51, 1))
PRESIDER = text("presider", "主持人", most=40, cite=LAW.art(50, 3))
LISTENERS = text("listeners", "听证员", help="两人以上，姓名之间用顿号分开。", cite=LAW.art(50, 3))
RECORDER = text("recorder", "记录员", most=40, cite=LAW.art(50, 3))
APPLICANT_CAME = choice(
    "applicant_came",
    "申请人是否参加",
    Option("came", "参加"),
    Option("excused", "因正当理由没有参加"),
    Option("absent", "无正当理由拒不参加（视为放弃听证权利）", LAW.art(51, 2)),
    cite=LAW.art(51, 2),
)
HEAD_CAME = flag("head_came", "被申请人的负责人是否参加", cite=LAW.art(51, 3))
HEAD_REASON = text("head_reason", "负责人不能参加的理由和委托的工作人员", cite=LAW.art(51, 3)).when(
    "head_came", False
)
HEARING_FILES = files("hearing_files", "听证笔录", personal=True, cite=LAW.art(50, 3))

# -- Committee: 第52条 -------------------------------------------------------------------------

COMMITTEE_GROUND = choice(
    "committee_ground",
    "提请咨询的情形",
    Option("complex", "案情重大、疑难、复杂", LAW.art(52, 2, 1)),
    Option("technical", "专业性、技术性较强", LAW.art(52, 2, 2)),
    Option("own_act", "省级人民政府对本机关行为的复议案件", LAW.art(52, 2, 3)),
    Option("necessary", "行政复议机构认为有必要", LAW.art(52, 2, 4)),
    cite=LAW.art(52, 2),
)
COMMITTEE_OPINION = long_text("committee_opinion", "委员会的咨询意见", cite=LAW.art(52, 3))

# -- Stop of execution: 第42条 -----------------------------------------------------------------

STOP_GROUND = choice(
    "stop_ground",
    "停止执行的情形",
    Option("respondent", "被申请人认为需要停止执行", LAW.art(42, item=1)),
    Option("authority", "行政复议机关认为需要停止执行", LAW.art(42, item=2)),
    Option("requested", "申请人、第三人申请，要求合理", LAW.art(42, item=3)),
    Option("law", "法律、法规、规章规定停止执行", LAW.art(42, item=4)),
    cite=LAW.art(42),
)

# -- Joinder -----------------------------------------------------------------------------------

JOINED_WITH = text("joined_with", "与哪些案件合并审理（案号）")
