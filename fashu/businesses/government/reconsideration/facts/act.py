"""Which act of which organ is challenged (第11、19、24至28条)."""

from fashu.businesses.government.reconsideration.norms import LAW
from fashu.kernel.procedure import (
    Group,
    Option,
    choice,
    flag,
    money,
    office,
    text,
)

# -- Against what: 第11、19条 ------------------------------------------------------------------

AUTHORITY_OFFICE = office(
    "authority_office",
    "向哪个行政复议机关申请",
    help=(
        "对县级以上地方政府的部门不服，一般向同级人民政府申请；对海关、税务、金融、外汇、"
        "国家安全机关不服，向其上一级主管部门申请。选错也不要紧，机关会告诉您应当找谁。"
    ),
    cite=LAW.art(24),
)
RESPONDENT_NAME = text(
    "respondent_name",
    "作出行为的机关（被申请人）",
    most=100,
    help="决定书落款盖章的机关全称；没有决定书的，填您认为应当负责的机关。",
    cite=LAW.art(19),
)
RESPONDENT_OFFICE = office(
    "respondent_office",
    "被申请人的机构代码",
    help="在机构目录中选取，被申请人由此收到答复通知。",
    cite=LAW.art(19),
)
RESPONDENT_KIND = choice(
    "respondent_kind",
    "这个机关属于哪一类",
    Option("department", "县、市、省级人民政府的部门（局、委、办）", LAW.art(24, 1, 1)),
    Option("lower_government", "人民政府（含乡镇人民政府）", LAW.art(24, 1, 2)),
    Option("branch_government", "街道办事处、行政公署等派出机关", LAW.art(24, 1, 3)),
    Option("authorised", "法律、法规、规章授权的组织（如学校、学会）", LAW.art(24, 1, 4)),
    Option("branch_office", "部门的派出机构（派出所、司法所等）", LAW.art(24, 4)),
    Option("province", "省、自治区、直辖市人民政府", LAW.art(24, 2)),
    Option("ministry", "国务院部门", LAW.art(25)),
    Option("vertical", "海关、金融、外汇管理、税务、国家安全机关", LAW.art(27)),
    Option("justice", "司法局（司法厅）", LAW.art(28)),
    Option("unsure", "不清楚"),
    cite=LAW.art(24),
)
ACT_KIND = choice(
    "act_kind",
    "您对什么不服",
    Option("penalty", "行政处罚（罚款、拘留、吊销证照等）", LAW.art(11, item=1)),
    Option("coercion", "查封、扣押、冻结、强制拆除等行政强制", LAW.art(11, item=2)),
    Option("licence", "行政许可（拒绝、拖延或者有关决定）", LAW.art(11, item=3)),
    Option("resource", "确认土地、山林等自然资源权属的决定", LAW.art(11, item=4)),
    Option("expropriation", "征收、征用决定及补偿决定", LAW.art(11, item=5)),
    Option("compensation", "赔偿决定或者不予赔偿决定", LAW.art(11, item=6)),
    Option("work_injury", "工伤认定（不予受理或者认定结论）", LAW.art(11, item=7)),
    Option("autonomy", "侵犯经营自主权、农村土地承包经营权", LAW.art(11, item=8)),
    Option("competition", "滥用行政权力排除、限制竞争", LAW.art(11, item=9)),
    Option("levy", "违法集资、摊派费用、要求履行其他义务", LAW.art(11, item=10)),
    Option("duty", "申请保护人身、财产、受教育等权利，机关没有履行职责", LAW.art(11, item=11)),
    Option("benefit", "没有依法给付抚恤金、社会保险、最低生活保障等", LAW.art(11, item=12)),
    Option("agreement", "特许经营、征收补偿等行政协议", LAW.art(11, item=13)),
    Option("disclosure", "政府信息公开", LAW.art(11, item=14)),
    Option("other", "其他行政行为", LAW.art(11, item=15)),
    help="一份申请只针对一个行政行为；对两个以上行为不服的，请分别申请。",
    cite=LAW.art(11),
)
ACT_TITLE = text(
    "act_title",
    "行为的名称和文号",
    required=False,
    help="例如：某市监罚〔2026〕12号行政处罚决定书。没有文书的，简单写明是什么行为。",
)
ON_THE_SPOT = flag(
    "on_the_spot",
    "处罚决定是不是当场作出的",
    help="例如交警在路边当场开出的处罚决定书。",
    cite=LAW.art(23, 1, 1),
).when("act_kind", "penalty")
BY_DEVICE = flag(
    "by_device",
    "处罚是否依据电子监控设备的记录",
    help="例如电子警察拍摄的违章。这类处罚和当场处罚，可以通过处罚机关转交申请。",
    cite=LAW.art(32, 1),
).when("act_kind", "penalty")
AMOUNT = money(
    "amount",
    "涉及的金额（元）",
    required=False,
    help="罚款、收费、补偿等的数额；不涉及金额的不填。三千元以下的案件可以适用简易程序。",
    cite=LAW.art(53, 1, 3),
)
INTEREST = choice(
    "interest",
    "这个行为与您有什么关系",
    Option("addressee", "行为直接针对我（或者我提出的申请）"),
    Option("neighbour", "影响我的相邻权（通行、采光、排水等）"),
    Option("competitor", "影响我公平参与竞争"),
    Option("revoked", "撤销或者变更了对我有利的行为"),
    Option("reporter", "我为维护自己的权益请求查处违法，机关处理了或者没有处理"),
    Option("other", "其他关系"),
    cite=LAW.art(30, 1, 2),
)

ACT = Group(
    "行政行为",
    (
        AUTHORITY_OFFICE,
        RESPONDENT_NAME,
        RESPONDENT_KIND,
        ACT_KIND,
        ACT_TITLE,
        ON_THE_SPOT,
        BY_DEVICE,
        AMOUNT,
        INTEREST,
    ),
)
