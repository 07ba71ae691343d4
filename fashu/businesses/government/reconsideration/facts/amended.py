"""What the regulation of 2026 adds to the questions, or asks otherwise."""

from dataclasses import replace

from fashu.businesses.government.reconsideration.facts import (
    acceptance,
    application,
    course,
    decision,
    trial,
)
from fashu.businesses.government.reconsideration.facts.dates import WHEN
from fashu.businesses.government.reconsideration.norms import REGULATION_2026 as REGULATION
from fashu.kernel.procedure import Fact, Group, Option, choice, day, flag, number

# -- Time lost on a wrong way: 第26条、第38条第2款 ---------------------------------------------

DETOUR = choice(
    "detour",
    "申请以前，是否走过下面的弯路",
    Option("none", "没有"),
    Option("suit", "机关没有告知应当先复议，我直接起诉，被法院驳回", REGULATION.art(26)),
    Option("organ", "向处罚机关提交过申请，机关自行纠正后我仍不服", REGULATION.art(38, 2)),
    help="这段时间不计入申请期限。",
)
DETOUR_FROM = day(
    "detour_from",
    "起诉（向处罚机关提交申请）的日期",
    past=True,
).when("detour", "suit", "organ")
DETOUR_UNTIL = day(
    "detour_until",
    "驳回起诉裁定送达（机关告知处理情况）的日期",
    past=True,
).when("detour", "suit", "organ")


def _with(group: Group, *more: Fact) -> Group:
    return replace(group, facts=(*group.facts, *more))


APPLICATION = tuple(
    _with(part, DETOUR, DETOUR_FROM, DETOUR_UNTIL) if part is WHEN else part
    for part in application.APPLICATION
)

# -- Not accepted: 第36条; dismissed: 第37条 ---------------------------------------------------

EXCLUDED_MATTER = replace(
    acceptance.EXCLUDED_MATTER,
    options=(
        *acceptance.EXCLUDED_MATTER.options,
        Option("criminal", "办理刑事案件、执行刑罚的行为", REGULATION.art(36, item=1)),
        Option("guidance", "行政指导行为", REGULATION.art(36, item=2)),
        Option("preparatory", "论证、请示、咨询等过程性行为", REGULATION.art(36, item=3)),
        Option("supervision", "上级对下级的执法监督、督促履责", REGULATION.art(36, item=4)),
        Option("petition", "对信访事项的登记、交办、复查、复核等", REGULATION.art(36, item=5)),
    ),
)
DISMISSAL_GROUNDS = replace(
    course.DISMISSAL_GROUNDS,
    options=(
        *course.DISMISSAL_GROUNDS.options,
        Option("baseless", "请求明显缺乏事实和法律依据，经释明仍坚持", REGULATION.art(37, 1, 1)),
        Option("no_power", "请求的职责或者给付明显不属于该机关权限", REGULATION.art(37, 1, 2)),
        Option("judged", "行政行为的效力已被生效裁判、调解书确认", REGULATION.art(37, 1, 3)),
    ),
)
EXPLAINED = flag(
    "explained",
    "是否已经向申请人释明",
    required=False,
    help="以缺乏依据、不属于无效情形为由的，应当先释明。",
)

# -- The respondent's agents: 第18条第2款 ------------------------------------------------------

STAFF_AGENTS = number(
    "staff_agents", "指定几名工作人员作为代理人", most=2, cite=REGULATION.art(18, 2)
)

# -- Elevation: 第40条; joinder: 第43条 --------------------------------------------------------

ELEVATION_GROUND = replace(
    course.ELEVATION_GROUND,
    options=tuple(
        replace(option, cite=REGULATION.art(40, 1, n))
        for n, option in enumerate(course.ELEVATION_GROUND.options, start=1)
    ),
)
JOINDER_GROUND = choice(
    "joinder_ground",
    "合并审理的情形",
    Option("same_fact", "两个以上机关分别对同一事实作出行为", REGULATION.art(43, 1, 1)),
    Option("same_organ", "机关就同一事实对多人分别作出行为", REGULATION.art(43, 1, 2)),
    Option("new_act", "复议期间被申请人作出新的行政行为", REGULATION.art(43, 1, 3)),
    Option("other", "可以合并审理的其他情形", REGULATION.art(43, 1, 4)),
)
JOINED_WITH = trial.JOINED_WITH

# -- Decision: 第52条、第61条 ------------------------------------------------------------------

NOT_INVALID_EXPLAINED = flag(
    "not_invalid_explained",
    "是否已经释明，且申请人拒绝变更请求",
    cite=REGULATION.art(61, 1, 1),
).when("ground", "reject_not_invalid")
GROUND = decision.GROUND_2026
