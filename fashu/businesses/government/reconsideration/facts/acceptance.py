"""What the steps of 第三章 行政复议受理 ask."""

from fashu.businesses.government.reconsideration.norms import LAW
from fashu.kernel.procedure import (
    Option,
    choice,
    choices,
    day,
    files,
    flag,
    long_text,
    number,
    text,
)

_SEVEN = (
    Option("parties", "有明确的申请人和符合规定的被申请人", LAW.art(30, 1, 1)),
    Option("interest", "申请人与行政行为有利害关系", LAW.art(30, 1, 2)),
    Option("request", "有具体的复议请求和理由", LAW.art(30, 1, 3)),
    Option("period", "在法定申请期限内提出", LAW.art(30, 1, 4)),
    Option("scope", "属于行政复议范围", LAW.art(30, 1, 5)),
    Option("jurisdiction", "属于本机关管辖", LAW.art(30, 1, 6)),
    Option("first", "本人未就同一行为申请过复议（已受理）或者起诉过（已受理）", LAW.art(30, 1, 7)),
)
CONDITIONS = choices(
    "conditions",
    "受理条件审查：符合的条件",
    *_SEVEN,
    required=False,
    help="逐项审查第三十条第一款的七项条件，勾选符合的。系统的提示只供参考。",
    cite=LAW.art(30, 1),
)
FAILING = choices(
    "failing",
    "不符合的条件",
    *_SEVEN,
    help="与上面未勾选的条件一致。",
    cite=LAW.art(30, 2),
)
UNCLEAR = choices(
    "unclear",
    "因材料不全或者表述不清而无法判断的条件",
    *_SEVEN,
    help="只有影响判断受理条件的材料问题，才能通知补正。",
    cite=LAW.art(31, 1),
)
TO_CORRECT = long_text(
    "to_correct",
    "需要补正的全部事项",
    help="补正通知应当一次性载明全部事项，每项写明补什么、怎样补。",
    cite=LAW.art(31, 1),
)
DESPITE = long_text(
    "despite",
    "与系统提示不一致的理由",
    personal=True,
    required=False,
    most=2_000,
    help="认定与系统提示（如申请期限）不同的，写明查明的事实和理由。",
    cite=LAW.art(30, 2),
)
EXCLUDED_MATTER = choice(
    "excluded_matter",
    "属于哪一类不予受理的事项",
    Option("none", "不适用（不是因为复议范围）"),
    Option("state", "国防、外交等国家行为", LAW.art(12, item=1)),
    Option("rule", "行政法规、规章或者规范性文件本身", LAW.art(12, item=2)),
    Option("personnel", "对机关工作人员的奖惩、任免等决定", LAW.art(12, item=3)),
    Option("civil_mediation", "对民事纠纷作出的调解", LAW.art(12, item=4)),
    Option("no_act", "不是行政行为，或者不影响申请人的权利义务", LAW.art(11)),
    cite=LAW.art(12),
)
REFUSAL_REASON = long_text("refusal_reason", "不予受理的理由", personal=True, cite=LAW.art(30, 2))
PROPER_ORGAN = text(
    "proper_organ",
    "有管辖权的行政复议机关",
    required=False,
    help="不属于本机关管辖的，应当在决定中告知申请人。",
    cite=LAW.art(30, 2),
)

ORDINARY_TRACK, SUMMARY_TRACK = "ordinary", "summary"
TRACK = choice(
    "track",
    "适用的程序",
    Option(ORDINARY_TRACK, "普通程序", LAW.art(48)),
    Option(SUMMARY_TRACK, "简易程序", LAW.art(53)),
    cite=LAW.art(36, 1),
)
SUMMARY_GROUND = choice(
    "summary_ground",
    "适用简易程序的情形",
    Option("on_the_spot", "被申请复议的行为是当场作出", LAW.art(53, 1, 1)),
    Option("warning", "被申请复议的行为是警告或者通报批评", LAW.art(53, 1, 2)),
    Option("amount", "案件涉及款额三千元以下", LAW.art(53, 1, 3)),
    Option("disclosure", "属于政府信息公开案件", LAW.art(53, 1, 4)),
    Option("agreed", "当事人各方同意适用简易程序", LAW.art(53, 2)),
    cite=LAW.art(53),
).when("track", SUMMARY_TRACK)
CLEAR_CASE = flag(
    "clear_case",
    "是否事实清楚、权利义务关系明确、争议不大",
    help="四类案件还应当同时符合这一条件，才能适用简易程序。",
    cite=LAW.art(53, 1),
).when("summary_ground", "on_the_spot", "warning", "amount", "disclosure")
SHORTER = flag(
    "shorter",
    "有法律规定少于六十日的复议期限吗",
    required=False,
    help="绝大多数案件没有。有的，从其规定。",
    cite=LAW.art(62, 1),
).when("track", ORDINARY_TRACK)
SHORTER_DAYS = number(
    "shorter_days", "法律规定的复议期限（日）", least=1, most=59, cite=LAW.art(62, 1)
).when("shorter", True)

RIGHT_RESPONDENT = text("right_respondent", "应当列为被申请人的机关", most=100, cite=LAW.art(19))
KEEPS_RESPONDENT = flag(
    "agrees_to_change",
    "是否同意变更被申请人",
    help="不同意的，机关可能不予受理。",
    cite=LAW.art(19),
)
CORRECTED = long_text("corrected", "补正的内容", personal=True, cite=LAW.art(31, 2))
CORRECTED_FILES = files(
    "corrected_files", "补正的材料", personal=True, required=False, cite=LAW.art(31, 2)
)
CORRECTION_POSTED_ON = day(
    "correction_posted_on",
    "交邮日期（邮寄的填写）",
    past=True,
    required=False,
    help="期满前交邮的，不算过期。",
    cite=LAW.art(88, 1),
)
CORRECTION_DAYS = number(
    "correction_days",
    "延长多少个工作日",
    least=1,
    help="法律没有规定上限，应当合理。",
    cite=LAW.art(31, 2),
)
CORRECTION_EXCUSE = long_text(
    "correction_excuse", "不能按期补正的正当理由", personal=True, most=2_000, cite=LAW.art(31, 2)
)
NO_EXCUSE = long_text(
    "no_excuse",
    "没有正当理由的认定",
    personal=True,
    most=2_000,
    help="写明补正通知的送达情况、联系申请人的情况，以及为什么没有正当理由。",
    cite=LAW.art(31, 2),
)
COMPLAINT = long_text("complaint", "反映的问题", most=4_000, personal=True, cite=LAW.art(35))
ORDERED = choice(
    "ordered",
    "责令的内容",
    Option("accept", "责令受理", LAW.art(35)),
    Option("rehear", "责令撤销驳回申请的决定，恢复审理", LAW.art(35)),
    Option("resume", "责令恢复中止的审理", LAW.art(40)),
    Option("decide", "责令限期作出决定", LAW.art(35)),
    cite=LAW.art(35),
)
ORDER_REASON = long_text("order_reason", "责令纠正的理由", cite=LAW.art(35))
SETTLED_HOW = choice(
    "settled_how",
    "怎样确定受理机关",
    Option("agreed", "收到申请的机关协商确定"),
    Option("designated", "共同上一级行政机关指定"),
)
SETTLED_FROM = day(
    "settled_from",
    "协商（指定）开始之日",
    past=True,
)
SETTLED_UNTIL = day(
    "settled_until",
    "确定受理机关之日",
    past=True,
)
