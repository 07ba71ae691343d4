"""When the act was done and learned of: what the period for applying rests on (第20、21条)."""

from fashu.businesses.government.reconsideration.norms import LAW
from fashu.kernel.procedure import (
    Group,
    Option,
    choice,
    day,
    flag,
    long_text,
)

# -- When: 第20、21条 --------------------------------------------------------------------------

ACT_FORM = choice(
    "act_form",
    "机关是作了决定，还是该办的没有办",
    Option("act", "作出了决定或者采取了措施"),
    Option("omission", "我提出过申请，机关没有办理、没有答复"),
)
ACT_ON = day(
    "act_on",
    "行为作出的日期",
    past=True,
    help="决定书上的日期，或者措施实施的日期。",
    cite=LAW.art(21),
).when("act_form", "act")
REAL_ESTATE = flag(
    "real_estate",
    "是否因不动产引起",
    help="土地、房屋、林地等。自行为作出之日起，不动产的超过二十年、其他的超过五年，不予受理。",
    cite=LAW.art(21),
).when("act_form", "act")
LEARNED_HOW = choice(
    "learned_how",
    "您怎样知道这个行为",
    Option("on_the_spot", "当场作出"),
    Option("handed", "文书直接送达，我（家人、单位）签收或者拒绝签收"),
    Option("post", "邮寄送达"),
    Option("electronic", "电子送达（到达我指定的系统）"),
    Option("notice", "公告"),
    Option("otherwise", "没有送达给我，从别处知道"),
    cite=LAW.art(20, 1),
).when("act_form", "act")
KNOWN_ON = day(
    "known_on",
    "知道这个行为内容的日期",
    past=True,
    help=(
        "当场作出的填作出之日；直接送达、邮寄送达的填签收之日；电子送达的填到达系统之日；"
        "公告的填公告规定的期限届满之日；其他的填实际知道之日。"
    ),
    cite=LAW.art(20, 1),
).when("act_form", "act")
RIGHTS_TOLD = choice(
    "rights_told",
    "机关是否告诉您可以申请复议、向谁申请、多长时间内申请",
    Option("told", "作出行为时就告诉了，三项都有", LAW.art(20, 1)),
    Option("later", "当时没有（或者不全），后来补充告知或者我后来知道了", LAW.art(20, 3)),
    Option("never", "至今没有告诉", LAW.art(20, 3)),
    help="通常写在决定书的最后一段。缺少任何一项的，不算已经告知。",
    cite=LAW.art(20, 3),
).when("act_form", "act")
TOLD_ON = day(
    "told_on",
    "后来知道这些权利、机关和期限的日期",
    past=True,
    help="收到补充告知的通知之日，或者从别处知道之日。",
    cite=LAW.art(20, 3),
).when("rights_told", "later")
DUTY_PERIOD = choice(
    "duty_period",
    "机关办理您的申请有没有规定的期限",
    Option("fixed", "有（法律、法规或者机关的承诺写明了期限）"),
    Option("none", "没有"),
    Option("urgent", "情况紧急，请求立即保护人身、财产"),
).when("act_form", "omission")
REQUESTED_ON = day(
    "requested_on", "机关收到您的申请（请求）的日期", past=True, help="以签收、受理回执等为准。"
).when("act_form", "omission")
DUTY_DUE_ON = day("duty_due_on", "办理期限届满的日期").when("duty_period", "fixed")
OBSTACLE = flag(
    "obstacle",
    "是否因不可抗力或者其他正当理由耽误了申请",
    help="例如自然灾害、突发重病、被限制人身自由。耽误的时间不计算在申请期限内。",
    cite=LAW.art(20, 2),
)
OBSTACLE_FROM = day(
    "obstacle_from",
    "耽误从哪天开始",
    past=True,
    cite=LAW.art(20, 2),
).when("obstacle", True)
OBSTACLE_UNTIL = day(
    "obstacle_until",
    "障碍在哪天消除",
    past=True,
    cite=LAW.art(20, 2),
).when("obstacle", True)
OBSTACLE_REASON = long_text(
    "obstacle_reason", "耽误的原因", most=2_000, personal=True, cite=LAW.art(20, 2)
).when("obstacle", True)

WHEN = Group(
    "时间",
    (
        ACT_FORM,
        ACT_ON,
        REAL_ESTATE,
        LEARNED_HOW,
        KNOWN_ON,
        RIGHTS_TOLD,
        TOLD_ON,
        DUTY_PERIOD,
        REQUESTED_ON,
        DUTY_DUE_ON,
        OBSTACLE,
        OBSTACLE_FROM,
        OBSTACLE_UNTIL,
        OBSTACLE_REASON,
    ),
    help="一般应当自知道行政行为之日起六十日内申请。拿不准的日期按您记得的填，机关会核对。",
)
