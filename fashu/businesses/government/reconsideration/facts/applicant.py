"""Who applies, who acts for whom, and how to reach them (第14、15、17条)."""

from fashu.businesses.government.reconsideration.norms import LAW
from fashu.kernel.procedure import (
    Group,
    Option,
    choice,
    credit,
    files,
    flag,
    identity,
    number,
    text,
)

# -- Who applies: 第14、15、17条 ---------------------------------------------------------------

APPLICANT_KIND = choice(
    "applicant_kind",
    "谁来申请",
    Option("person", "个人", LAW.art(14, 1)),
    Option("entity", "法人或者其他组织", LAW.art(14, 1)),
    help=(
        "个体工商户选“个人”，填写营业执照上登记的经营者；公司、合伙企业、"
        "村民委员会等选“法人或者其他组织”。"
    ),
)
APPLICANT_NAME = text(
    "applicant_name",
    "姓名或者名称",
    most=100,
    personal=True,
    help="与身份证件、营业执照或者登记证书一致。",
)
IDENTITY_NUMBER = identity(
    "identity_number",
    "身份证件号码",
    of=("applicant", "applicant_name"),
    help="先选证件类型。号码加密保存，页面、文书和导出的案卷中只显示前6位和后4位。",
).when("applicant_kind", "person")
CREDIT_CODE = credit(
    "credit_code",
    "统一社会信用代码",
    of=("applicant", "applicant_name"),
    help="营业执照或者登记证书上的18位代码。",
).when("applicant_kind", "entity")
PRINCIPAL = text(
    "principal",
    "法定代表人或者主要负责人的姓名、职务",
    most=100,
    personal=True,
    help="例如：张三，总经理。",
).when("applicant_kind", "entity")
IDENTITY_FILES = files(
    "identity_files",
    "身份证明材料",
    required=False,
    personal=True,
    help="身份证件的照片或者扫描件；单位提交营业执照（登记证书）和负责人身份证明。可以稍后补交。",
)
ACTS_AS = choice(
    "acts_as",
    "您以什么身份申请",
    Option("self", "本人（本单位）", LAW.art(14, 1)),
    Option("heir", "有权申请的人已经去世，我是其近亲属", LAW.art(14, 2)),
    Option("successor", "有权申请的单位已经终止，我们承受其权利义务", LAW.art(14, 2)),
    Option("guardian", "我是未成年人或者无民事行为能力人等的法定代理人", LAW.art(14, 3)),
    help="替亲友跑腿办理的，选“本人”，并在下面填写代理人。",
    cite=LAW.art(14),
)
TOGETHER = choice(
    "together",
    "是否与他人一起申请",
    Option("alone", "只有我一方"),
    Option("several", "还有其他人（单位），针对同一个行政行为"),
    cite=LAW.art(15, 1),
)
APPLICANTS = number(
    "applicants",
    "一共有几名申请人",
    least=2,
    most=10_000,
    help="包括您自己。人数多的，应当推选代表人。",
).when("together", "several")
REPRESENTATIVES = number(
    "representatives",
    "推选了几名代表人",
    required=False,
    most=5,
    help="没有推选的不填。代表人参加复议对全体申请人有效；变更请求、撤回申请要经其他人同意。",
    cite=LAW.art(15, 2),
).when("together", "several")
ELECTION_FILES = files(
    "election_files",
    "推选代表人的推选书",
    required=False,
    help="由全体申请人签名、盖章或者按指印。",
).when("together", "several")
HAS_AGENT = flag(
    "has_agent",
    "是否委托了代理人",
    help=(
        "可以委托一至二名律师、基层法律服务工作者或者其他人。经济困难的，"
        "可以向法律援助机构申请法律援助。"
    ),
    cite=LAW.art(17),
)
AGENTS = number("agents", "委托了几名代理人", least=1, most=2, cite=LAW.art(17, 1)).when(
    "has_agent", True
)
AGENT_NAMES = text(
    "agent_names", "代理人的姓名和联系电话", personal=True, help="两名的，用分号隔开。"
).when("has_agent", True)
AGENT_FILES = files(
    "agent_files",
    "授权委托书和代理人身份证明",
    required=False,
    personal=True,
    help="委托书要写明委托事项、权限和期限。",
    cite=LAW.art(17, 2),
).when("has_agent", True)

WHO = Group(
    "申请人",
    (
        APPLICANT_KIND,
        APPLICANT_NAME,
        IDENTITY_NUMBER,
        CREDIT_CODE,
        PRINCIPAL,
        ACTS_AS,
        IDENTITY_FILES,
        TOGETHER,
        APPLICANTS,
        REPRESENTATIVES,
        ELECTION_FILES,
        HAS_AGENT,
        AGENTS,
        AGENT_NAMES,
        AGENT_FILES,
    ),
    help="申请行政复议不收取任何费用（《行政复议法》第八十七条）。",
)

# -- Reaching the applicant: 第53、88条 --------------------------------------------------------

PHONE = text("phone", "联系电话", most=40, personal=True)
ADDRESS = text("address", "住所", personal=True, help="身份证或者登记证书上的住址。")
DELIVERY_ADDRESS = text(
    "delivery_address",
    "送达地址",
    required=False,
    personal=True,
    help="与住所相同的不填。文书寄到这里，请写能收到信的地址。",
)
E_SERVICE = flag(
    "e_service",
    "是否同意电子送达",
    help="同意的，文书通过本平台送达，到达系统之日就是送达日期。",
    cite=LAW.art(88, 1),
)
SUMMARY_CONSENT = flag(
    "summary_consent",
    "是否同意适用简易程序",
    help="各方都同意的，可以适用简易程序：三十日内作出决定，可以书面审理。不同意不影响案件办理。",
    cite=LAW.art(53, 2),
)

CONTACT = Group("联系和送达", (PHONE, ADDRESS, DELIVERY_ADDRESS, E_SERVICE, SUMMARY_CONSENT))
