"""What is asked, and the laws it rests on."""

from datetime import date

from fashu.kernel.law.citation import Law
from fashu.kernel.procedure import Option, choice, day, flag, long_text, number, office, text

OLD = Law("监狱法", date(2013, 1, 1))
NEW = Law("监狱法", date(2026, 11, 1))
TRIAL = Law("最高人民法院关于减刑、假释案件审理程序的规定")
CODE = Law("刑事诉讼法")
COURTS = Law("最高人民法院关于适用《刑事诉讼法》的解释", date(2021, 3, 1))
MEASURE = Law("最高人民法院关于办理减刑、假释案件具体应用法律的规定")
GRAFT = Law("最高人民法院关于办理减刑、假释案件具体应用法律的补充规定")
PROPERTY = Law("最高人民法院关于办理减刑、假释案件审查财产性判项执行问题的规定")
SUPERVISION = Law("人民检察院刑事诉讼规则", date(2019, 12, 30))

LAWS = (TRIAL, CODE, COURTS, MEASURE, GRAFT, PROPERTY, SUPERVISION)

SENTENCE = choice(
    "sentence",
    "刑罚",
    Option("fixed", "有期徒刑", NEW.art(51, 1)),
    Option("life", "无期徒刑", NEW.art(51, 1)),
    Option("suspended", "死刑缓期二年执行", NEW.art(52)),
)
CLASSES = (
    Option("under_5", "不满五年", MEASURE.art(6, 1)),
    Option("under_10", "五年以上不满十年", MEASURE.art(6, 1)),
    Option("over_10", "十年以上", MEASURE.art(6, 1)),
    Option("strict_under_10", "从严对象，十年以下", MEASURE.art(7, 1)),
    Option("strict_over_10", "从严对象，十年以上", MEASURE.art(7, 2)),
    Option("graft_over_10", "贪污贿赂，十年以上", GRAFT.art(2)),
)
CLASS = choice("class", "刑期和对象", *CLASSES).when("sentence", "fixed")
MERIT = choice(
    "merit",
    "表现",
    Option("repents", "确有悔改或者有立功表现"),
    Option("repents_and_merit", "确有悔改并有立功表现"),
    Option("great", "有重大立功表现"),
    Option("repents_and_great", "确有悔改并有重大立功表现"),
)
CUT = number("cut", "拟减刑期（月）", least=1, required=False)
EXECUTED_ON = day("executed_on", "送交监狱之日", past=True, cite=MEASURE.art(40, 1))
FIRST = flag("first", "首次减刑")
LAST_SERVED = day("last_served", "前次减刑裁定送达之日", past=True, cite=MEASURE.art(40, 2)).when(
    "first", False
)
LAST_CUT = number("last_cut", "前次减去的刑期（月）", least=1).when("first", False)
PAID_ON = day("paid_on", "拒不履行情形消失或者财产性判项执行完毕之日", past=True, required=False)
NEW_CRIME_ON = day("new_crime_on", "又犯新罪的判决确定之日", past=True, required=False)
AGREED = flag("agreed", "同意提请")
MINUTES = long_text("minutes", "会议记录")
OBJECTOR = text("objector", "提出异议的罪犯编号", personal=True)
ESTABLISHED = flag("established", "异议成立")
COURT_OFFICE = office("court_office", "有管辖权的人民法院", cite=COURTS.art(534, 1))
PROCURATORATE_OFFICE = office("procuratorate_office", "同级人民检察院", cite=CODE.art(273, 2))
OPINION = long_text("opinion", "意见")
DISAGREES = flag("disagrees", "检察机关有异议")
MISSING = choice(
    "missing",
    "缺少的材料",
    Option("general", "减刑材料", TRIAL.art(2, 4)),
    Option("property", "财产性判项材料", PROPERTY.art(5, 2)),
)
BY_HEARING = flag("by_hearing", "开庭审理")
RESULT = choice(
    "result",
    "裁定",
    Option("granted", "予以减刑", TRIAL.art(16, 1, 1)),
    Option("adjusted", "调整幅度后予以减刑", TRIAL.art(16, 1, 2)),
    Option("refused", "不予减刑", TRIAL.art(16, 1, 3)),
)
REASONS = long_text("reasons", "调整或者不予减刑的理由").when("result", "adjusted", "refused")
