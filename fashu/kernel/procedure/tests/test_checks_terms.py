"""Each fault of a term is planted in the sample, and must be found."""

from dataclasses import replace

import pytest

from fashu.kernel.calendar import Rollover, Unit, days
from fashu.kernel.procedure import (
    Anchor,
    ByAnswer,
    ExcludedPeriod,
    Extendable,
    FromFact,
    Lapse,
    Limit,
    Pause,
    Until,
    entered,
    from_fact,
    on_service,
    on_step,
)
from fashu.kernel.procedure.tests import sample as terms
from fashu.kernel.procedure.tests import sample_steps as steps
from fashu.kernel.procedure.tests import sample_words as words
from fashu.kernel.procedure.tests.planting import (
    NOWHERE,
    STRANGER,
    UNASKED,
    UNISSUED,
    UNLISTED,
    Plants,
    problems,
    swapped,
)
from fashu.kernel.procedure.tests.sample_words import LAW

UNKNOWN_PERIOD = ExcludedPeriod(steps.VISIT, UNASKED, words.VISIT_END, "勘验", LAW.art(6))

TERM_FAULTS: Plants = {
    "an unlisted role owes it": (
        lambda: swapped(replace(terms.SUIT, owed_by=STRANGER)),
        "角色“过路人”没有列入程序的roles",
    ),
    "nothing starts it": (lambda: swapped(replace(terms.SUIT, opens=())), "没有写明何时开始计算"),
    "an unlisted stage starts it": (
        lambda: swapped(replace(terms.SUIT, opens=(entered(NOWHERE),))),
        "阶段“nowhere”没有列入程序的stages",
    ),
    "an unlisted step starts it": (
        lambda: swapped(replace(terms.SUIT, opens=(on_step(UNLISTED),))),
        "步骤“unlisted”没有列入程序",
    ),
    "a paper nobody issues starts it": (
        lambda: swapped(replace(terms.SUIT, opens=(on_service(UNISSUED),))),
        "文书“unissued”没有任何步骤制作",
    ),
    "service on someone not served starts it": (
        lambda: swapped(replace(terms.SUIT, opens=(on_service(words.DENIAL, whom=words.EXPERT),))),
        "《不予许可决定书》不送达“expert”",
    ),
    "service on several starts it, nobody knows whose": (
        lambda: swapped(replace(terms.SUIT, opens=(on_service(words.HEARING_NOTICE),))),
        "《听证通知书》有几个受送达人",
    ),
    "a date nobody asks starts it": (
        lambda: swapped(replace(terms.SUIT, opens=(from_fact(UNASKED, steps.APPLY),))),
        "事项“unasked”没有任何步骤询问",
    ),
    "a date another step asks starts it": (
        lambda: swapped(replace(terms.SUIT, opens=(from_fact(words.HEARING_ON, steps.APPLY),))),
        "“申请”没有询问“听证日期”",
    ),
    "a text starts it": (
        lambda: swapped(replace(terms.SUIT, opens=(from_fact(words.NAME, steps.APPLY),))),
        "类型应为day或moment，现为text",
    ),
    "it starts on an impossible answer": (
        lambda: swapped(
            replace(terms.SUIT, opens=(on_service(words.LICENCE).when(words.CLASS, "unheard_of"),))
        ),
        "不会有“unheard_of”这一答案",
    ),
    "its length is a text": (
        lambda: swapped(replace(terms.SUIT, span=FromFact(words.NAME, Unit.DAY))),
        "类型应为number，现为text",
    ),
    "its end is a text": (
        lambda: swapped(replace(terms.SUIT, span=Until(words.NAME))),
        "类型应为day或moment，现为text",
    ),
    "its length forgets an answer": (
        lambda: swapped(replace(terms.SUIT, span=ByAnswer(words.CLASS, (("plain", days(60)),)))),
        "“许可类别”答“grave”时没有写明期限的长度",
    ),
    "an unlisted step meets it": (
        lambda: swapped(replace(terms.DECISION, met_by=(UNLISTED,))),
        "步骤“unlisted”没有列入程序",
    ),
    "a paper nobody issues meets it": (
        lambda: swapped(replace(terms.DECISION, met_by=(UNISSUED,))),
        "文书“unissued”没有任何步骤制作",
    ),
    "a step that cannot be taken in time meets it": (
        lambda: swapped(replace(terms.EXAMINATION, met_by=(steps.DECIDE,))),
        "期限计算期间办不了这一步骤",
    ),
    "it counts from an unlisted stage": (
        lambda: swapped(replace(terms.SUIT, counts_from=Anchor(stages=("nowhere",)))),
        "起算的阶段“nowhere”没有列入程序的stages",
    ),
    "it rolls over by a statute it does not name": (
        lambda: swapped(replace(terms.SUIT, rollover=Rollover.STATUTORY)),
        "没有写明依据的条文",
    ),
    "it pauses at an unlisted stage": (
        lambda: swapped(replace(terms.DECISION, pauses=(Pause((NOWHERE,), "停", LAW.art(7)),))),
        "阶段“无人知晓”没有列入程序的stages",
    ),
    "it pauses where it is moot": (
        lambda: swapped(replace(terms.EXAMINATION, pauses=terms.DECISION.pauses)),
        "但期限在该阶段已不再适用",
    ),
    "a term of hours pauses": (
        lambda: swapped(replace(terms.ALARM_HOURS, pauses=terms.DECISION.pauses)),
        "按小时计算的期限不能中止或者扣除",
    ),
    "it excludes a period nobody asks": (
        lambda: swapped(replace(terms.DECISION, excluded=(UNKNOWN_PERIOD,))),
        "事项“unasked”没有任何步骤询问",
    ),
    "it is capped from a text": (
        lambda: swapped(replace(terms.LIMITATION, limit=Limit(days(9), words.NAME, LAW.art(3)))),
        "类型应为day或moment，现为text",
    ),
    "its extension asks no number": (
        lambda: swapped(
            replace(
                terms.DECISION,
                extendable=Extendable(steps.VISIT, days(9), LAW.art(7), words.EXTRA_DAYS),
            )
        ),
        "“勘验”没有询问“延长天数”",
    ),
    "its extension has neither length nor ceiling": (
        lambda: swapped(
            replace(terms.DECISION, extendable=Extendable(steps.EXTEND, Unit.DAY, LAW.art(7)))
        ),
        "须写明由哪一事项（by）确定延长的长度",
    ),
    "it takes over time from an unlisted term": (
        lambda: swapped(replace(terms.DECISION, carries=("never",))),
        "期限“never”没有列入程序",
    ),
    "it is judged by a text": (
        lambda: swapped(replace(terms.DECISION, judged_by=words.NAME)),
        "类型应为day或moment，现为text",
    ),
    "it may be extended no times": (
        lambda: swapped(
            replace(
                terms.DECISION, extendable=Extendable(steps.EXTEND, days(9), LAW.art(7), times=0)
            )
        ),
        "应当至少为一次",
    ),
    "its lapse says nothing": (
        lambda: swapped(replace(terms.SUIT, lapse=Lapse("", LAW.art(12)))),
        "没有写明逾期的后果",
    ),
    "its lapse leads to an unlisted stage": (
        lambda: swapped(replace(terms.EXAMINATION, lapse=Lapse("x", LAW.art(4), to=NOWHERE))),
        "阶段“无人知晓”没有列入程序的stages",
    ),
    "its lapse has an outcome but no stage": (
        lambda: swapped(replace(terms.SUIT, lapse=Lapse("x", LAW.art(12), outcome="x"))),
        "须与进入的阶段一并写明",
    ),
    "its lapse is found by a step that leads elsewhere": (
        lambda: swapped(
            replace(
                terms.CORRECTION,
                lapse=Lapse("x", LAW.art(5), to=words.REFUSED, found_by=steps.FIND_ABANDONED),
            )
        ),
        "但该步骤不通向那里",
    ),
    "its lapse bars an unlisted step": (
        lambda: swapped(replace(terms.SUIT, lapse=Lapse("x", LAW.art(12), bars=(UNLISTED,)))),
        "步骤“unlisted”没有列入程序",
    ),
    "it never starts": (
        lambda: swapped(replace(steps.SUSPEND, to=None), replace(terms.DECISION, pauses=())),
        "永远不会开始计算",
    ),
    "it starts where it is moot": (
        lambda: swapped(replace(terms.SUSPENSION, while_at=(words.RECEIVED,))),
        "不在其适用的阶段",
    ),
}


@pytest.mark.parametrize("name", TERM_FAULTS)
def test_a_planted_fault_is_found(name: str) -> None:
    plant, expected = TERM_FAULTS[name]
    assert any(expected in problem for problem in problems(plant())), problems(plant())
