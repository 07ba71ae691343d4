"""How cases run: the usual courses of 行政复议, each a list of what is done after how many days."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from fashu.kernel.calendar import Service
from fashu.kernel.procedure.facts import Json
from fashu.synthetic.matters import CONDITIONS


@dataclass(frozen=True, slots=True)
class Act:
    """A step by a role, or (with `paper`) a service, `after` so many days since the act before."""

    after: int
    key: str
    by: str = "office"
    facts: Mapping[str, Json] = field(default_factory=dict)
    paper: bool = False
    to: str = ""
    mode: Service = Service.DIRECT
    together: bool = False


def serve(paper: str, to: str, after: int = 1, mode: Service = Service.POST) -> Act:
    """Service of a paper on one role."""
    return Act(after, paper, paper=True, to=to, mode=mode)


ACCEPT = Act(3, "accept", facts={"conditions": CONDITIONS, "track": "ordinary"})
OPENING = (
    ACCEPT,
    serve("acceptance", "applicant"),
    Act(0, "assign", facts={"handlers": "林清、周正"}),
    Act(3, "send_copy"),
    serve("answer_notice", "respondent", mode=Service.DIRECT),
)
ANSWER = Act(
    9,
    "answer",
    "respondent",
    {
        "answer_text": "处罚（处理）认定事实清楚，证据确凿，适用依据正确，程序合法，请求维持。",
        "respondent_consent": False,
        "stop_needed": False,
        "staff_agents": 1,
    },
)
HEARD = Act(
    6,
    "hear_opinions",
    facts={
        "heard_who": ["applicant", "respondent"],
        "heard_how": ["phone"],
        "opinions": "申请人坚持请求，并说明了进货经过；被申请人请求维持。",
    },
)


def decided(outcome: str, ground: str, soundness: list[Json], reasons: str) -> tuple[Act, ...]:
    """From the proposal to the service of the decision."""
    proposal: dict[str, Json] = {
        "complex": False,
        "consultation": "none",
        "soundness": soundness,
        "proposed": outcome,
        "proposal": reasons,
    }
    decision: dict[str, Json] = {
        "approval": "head",
        "based_on": ["evidence"],
        "outcome": outcome,
        "ground": ground,
        "reasons": reasons,
        "compensation": "none",
        "own_department": False,
        "remedies_told": ["suit"],
    }
    if outcome == "annul":
        decision |= {"remake": "sixty", "property": "none"}
    return (
        Act(8, "propose", facts=proposal),
        Act(4, "decide", "authority", decision),
        serve("decision", "respondent", 2, Service.DIRECT),
        serve("decision", "applicant", 1),
    )


PERFORMED = (
    Act(12, "report_performance", "respondent", {"performed": "已经重新作出决定并送达。"}),
    Act(6, "publish", facts={"published_where": "示范省人民政府网站"}),
    Act(20, "archive"),
)
ALL_SOUND: list[Json] = ["facts", "basis", "procedure", "content", "power"]
UNSOUND: list[Json] = ["basis", "procedure", "content", "power"]

MAINTAINED = decided(
    "maintain", "maintain", ALL_SOUND, "行政行为认定事实清楚，证据确凿，适用依据正确，程序合法。"
)
ANNULLED = decided("annul", "annul_facts", UNSOUND, "现有证据不足以证明认定的事实，主要事实不清。")


@dataclass(frozen=True, slots=True)
class Life:
    """One course: its name, how frequent, what is done, and which cases it fits.

    `age`: how many days ago it may have begun; `matters`: kinds of act (empty: any); `cities`:
    only cases of a city; `filing`: answers of the application that make it so.
    """

    name: str
    weight: int
    course: tuple[Act, ...]
    opening: str = "file"
    age: tuple[int, int] = (0, 400)
    matters: tuple[str, ...] = ()
    cities: bool = False
    filing: Mapping[str, Json] = field(default_factory=dict)


SUMMARY = (
    Act(
        3,
        "accept",
        facts={
            "conditions": CONDITIONS,
            "track": "summary",
            "summary_ground": "disclosure",
            "clear_case": True,
        },
    ),
    serve("acceptance", "applicant"),
    Act(0, "assign", facts={"handlers": "林清、周正"}),
    Act(2, "send_copy_summary"),
    serve("answer_notice_summary", "respondent", mode=Service.DIRECT),
    replace(ANSWER, after=5),
)
DISMISSED = Act(
    6,
    "dismiss",
    "authority",
    {
        "dismissal_grounds": ["interest"],
        "explained": True,
        "dismissal_reason": "受理后查明，申请人与被申请的行政行为没有利害关系。",
        "remedies_told": ["suit"],
    },
)
ELEVATED = Act(
    4,
    "elevate",
    "superior",
    {"elevation_ground": "new_kind", "elevation_reason": "属于新类型案件，案情疑难。"},
)

TAKEN_UP = Act(3, "receive_file", "superior", {"authority_office": "G99"})
REPEATED = Act(
    3, "decline_repeat", facts={"refusal_reason": "与已经审结的申请相同，没有新的事实和理由。"}
)

LIVES: tuple[Life, ...] = (
    Life("刚收到", 3, (), age=(0, 3)),
    Life(
        "待补正",
        2,
        (
            Act(
                3,
                "ask_correction",
                facts={"unclear": ["request"], "to_correct": "请写明请求撤销哪一份决定书。"},
            ),
            serve("correction_notice", "applicant"),
        ),
        age=(6, 12),
    ),
    Life(
        "逾期不补正",
        2,
        (
            Act(
                3,
                "ask_correction",
                facts={"unclear": ["request"], "to_correct": "请写明请求撤销哪一份决定书。"},
            ),
            serve("correction_notice", "applicant"),
            Act(
                24,
                "find_abandoned",
                facts={"no_excuse": "通知已经签收，没有说明理由。"},
            ),
        ),
        age=(40, 200),
    ),
    Life(
        "不予受理",
        2,
        (
            Act(
                4,
                "refuse",
                "authority",
                {
                    "conditions": [c for c in CONDITIONS if c != "interest"],
                    "failing": ["interest"],
                    "excluded_matter": "none",
                    "refusal_reason": "申请人不是决定书的相对人，也没有证据证明有利害关系。",
                    "despite": "经核对身份和决定书，申请人自述的利害关系不成立。",
                    "remedies_told": ["suit"],
                },
            ),
            serve("refusal", "applicant", 2),
        ),
        age=(8, 90),
    ),
    Life("审理中", 4, (*OPENING, ANSWER)),
    Life("被申请人未答复", 2, OPENING),
    Life("已听取意见", 3, (*OPENING, ANSWER, HEARD)),
    Life(
        "延长",
        2,
        (
            *OPENING,
            ANSWER,
            HEARD,
            Act(
                22,
                "extend",
                "office_head",
                {"extension_days": 30, "extension_reason": "案情复杂，需要向三个部门调取档案。"},
            ),
            serve("extension_notice", "applicant"),
            serve("extension_notice", "respondent", 0, Service.DIRECT),
        ),
    ),
    Life(
        "中止",
        2,
        (
            *OPENING,
            ANSWER,
            Act(
                5,
                "suspend",
                "office",
                {
                    "suspension_ground": "other_case",
                    "suspension_reason": "需要以正在审理的民事案件结果为依据。",
                },
            ),
            serve("suspension_notice", "applicant"),
            serve("suspension_notice", "respondent", 0, Service.DIRECT),
        ),
    ),
    Life(
        "撤回",
        2,
        (
            *OPENING,
            ANSWER,
            Act(7, "withdraw", "applicant", {"withdrawal_reason": "settled", "voluntary": True}),
            Act(2, "permit_withdrawal", facts={"permission_reason": "出于自愿，予以准许。"}),
            Act(
                1,
                "terminate",
                "authority",
                {
                    "termination_ground": "withdrawn",
                    "termination_reason": "申请人自愿撤回。",
                    "remedies_told": ["suit"],
                },
            ),
            serve("termination", "applicant"),
            serve("termination", "respondent", 0, Service.DIRECT),
        ),
    ),
    Life(
        "调解",
        2,
        (
            *OPENING,
            ANSWER,
            HEARD,
            Act(
                6,
                "conclude_mediation",
                "authority",
                {
                    "mediated": "被申请人将罚款变更为原数额的一半，申请人撤回其他请求。",
                    "mediation_lawful": True,
                    "signed_by": ["applicant", "respondent"],
                },
            ),
        ),
    ),
    Life("维持", 4, (*OPENING, ANSWER, HEARD, *MAINTAINED)),
    Life("撤销", 4, (*OPENING, ANSWER, HEARD, *ANNULLED)),
    Life("撤销并履行", 5, (*OPENING, ANSWER, HEARD, *ANNULLED, *PERFORMED)),
    Life("简易程序", 3, SUMMARY, age=(12, 25), matters=("disclosure",)),
    Life("简易程序办结", 2, (*SUMMARY, *MAINTAINED, *PERFORMED[1:]), matters=("disclosure",)),
    Life("待转送", 1, (), opening="file_through_organ", age=(0, 3), matters=("penalty",)),
    Life(
        "自行纠正",
        1,
        (Act(3, "self_correct", "respondent", {"corrected_how": "撤销原处罚决定，退还罚款。"}),),
        opening="file_through_organ",
        age=(6, 120),
        matters=("penalty",),
    ),
    Life(
        "转送",
        1,
        (Act(3, "forward", "respondent"), *OPENING),
        opening="file_through_organ",
        matters=("penalty",),
    ),
    Life("驳回申请", 1, (*OPENING, ANSWER, DISMISSED), age=(25, 200)),
    Life("移送上级", 1, (*OPENING, ELEVATED), age=(14, 16), cities=True),
    Life(
        "上级审理",
        1,
        (*OPENING, ELEVATED, TAKEN_UP),
        age=(20, 50),
        cities=True,
    ),
    Life("待送达", 2, (*OPENING, ANSWER, HEARD, *MAINTAINED[:2]), age=(38, 48)),
    Life(
        "再次申请",
        1,
        (REPEATED,),
        age=(6, 100),
        filing={"earlier": "reconsidered"},
    ),
)
"""Every stage of the procedure is where at least one of these lives ends."""
