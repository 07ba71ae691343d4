"""What is asked, and the laws it rests on."""

from fashu.kernel.law.citation import Law
from fashu.kernel.procedure import (
    Option,
    choice,
    choices,
    day,
    flag,
    long_text,
    money,
    number,
    text,
)

LAW = Law("行政处罚法")
COMPULSION = Law("行政强制法")

ACT_ENDED = day("act_ended", "违法行为发生（终了）之日", past=True, cite=LAW.art(36, 2))
FOUND_ON = day("found_on", "发现违法行为之日", past=True, cite=LAW.art(36, 1))
HARM = flag("harm", "涉及生命健康安全、金融安全且有危害后果", cite=LAW.art(36, 1))
RECUSED = text("recused", "回避的人员", cite=LAW.art(43, 3))
ITEM = text("item", "先行登记保存的物品清单编号")
KIND = choice(
    "kind",
    "处罚种类",
    Option("warning", "警告、通报批评", LAW.art(9, None, 1)),
    Option("fine", "罚款", LAW.art(9, None, 2)),
    Option("revoke", "吊销许可证件", LAW.art(9, None, 3)),
    Option("close", "责令停产停业、责令关闭", LAW.art(9, None, 4)),
)
FINE = money("fine", "罚款数额", least=1).when("kind", "fine")
LARGE = flag("large", "属于较大数额", help="数额标准由本省规定").when("kind", "fine")
HEARING_RIGHT = flag("hearing_right", "应当告知听证权利", cite=LAW.art(63, 1))
GRAVE = flag("grave", "情节复杂或者重大违法行为", cite=LAW.art(57, 2))
REVIEW_GROUNDS = choices(
    "review_grounds",
    "须法制审核的情形",
    Option("public", "涉及重大公共利益", LAW.art(58, 1, 1)),
    Option("difficult", "疑难复杂、涉及多个法律关系", LAW.art(58, 1, 3)),
    required=False,
)
DEFENCE = long_text("defence", "陈述、申辩意见")
HEARING_DAY = day("hearing_day", "听证日期")
MINUTES = long_text("minutes", "笔录")
PASSED = flag("passed", "审核通过")
OPINION = long_text("opinion", "意见")
WHY_SPARED = choice(
    "why_spared",
    "不予处罚的情形",
    Option("minor", "违法行为轻微", LAW.art(57, 1, 2)),
    Option("unfounded", "违法事实不能成立", LAW.art(57, 1, 3)),
)
DECIDED_FINE = money("decided_fine", "决定的罚款数额", least=1).when("kind", "fine")
DEFER_DAYS = number("defer_days", "暂缓、分期缴纳的天数", least=1)
PAID = money("paid", "缴纳的数额", least=1)
