"""Each fault of a step or of its questions is planted in the sample, and must be found."""

from dataclasses import replace

import pytest

from fashu.kernel.procedure import (
    BACK,
    Branch,
    CaseView,
    Condition,
    Group,
    Issue,
    Option,
    Refusal,
    choice,
    done,
    flag,
    lapsed,
    number,
    paper_served,
    text,
)
from fashu.kernel.procedure.tests import sample_steps as steps
from fashu.kernel.procedure.tests import sample_words as words
from fashu.kernel.procedure.tests.planting import (
    NOWHERE,
    STRANGER,
    UNISSUED,
    UNLISTED,
    Plants,
    asking,
    problems,
    swapped,
)


def undocumented(case: CaseView) -> Refusal | None:
    return None


def vaguely_documented(case: CaseView) -> Refusal | None:
    """The usual rule."""
    return None


STEP_FAULTS: Plants = {
    "nobody may take it": (lambda: swapped(replace(steps.HEAR, by=())), "没有写明由谁办理"),
    "an unlisted role takes it": (
        lambda: swapped(replace(steps.HEAR, by=(STRANGER,))),
        "角色“过路人”没有列入程序的roles",
    ),
    "it is taken at an unlisted stage": (
        lambda: swapped(replace(steps.HEAR, at=(words.EXAMINED, NOWHERE))),
        "阶段“无人知晓”没有列入程序的stages",
    ),
    "it leads to an unlisted stage": (
        lambda: swapped(replace(steps.HEAR, to=NOWHERE)),
        "阶段“无人知晓”没有列入程序的stages",
    ),
    "an opening step leads nowhere": (
        lambda: swapped(replace(steps.APPLY, to=None)),
        "开始案件的步骤必须写明进入哪个阶段",
    ),
    "an opening step needs something": (
        lambda: swapped(replace(steps.APPLY, needs=(done(steps.HEAR),))),
        "needs和undoes不起作用",
    ),
    "it needs an unlisted step": (
        lambda: swapped(replace(steps.HEAR, needs=(done(UNLISTED),))),
        "步骤“unlisted”没有列入程序",
    ),
    "it needs a paper nobody issues": (
        lambda: swapped(replace(steps.HEAR, needs=(paper_served(UNISSUED),))),
        "文书“unissued”没有任何步骤制作",
    ),
    "it needs the lapse of an unlisted term": (
        lambda: swapped(replace(steps.HEAR, needs=(lapsed("never", "未届满"),))),
        "期限“never”没有列入程序",
    ),
    "a condition gives no reason": (
        lambda: swapped(
            replace(steps.HEAR, needs=(Condition(done(steps.NOTE).need, (steps.NOTE.key,), " "),))
        ),
        "有一项前提没有写明理由",
    ),
    "it undoes an unlisted step": (
        lambda: swapped(replace(steps.HEAR, undoes=(UNLISTED,))),
        "步骤“unlisted”没有列入程序",
    ),
    "a branch forgets an answer": (
        lambda: swapped(replace(steps.DECIDE, to=Branch(words.GRANTED, (("yes", words.DECIDED),)))),
        "“决定”答“no”时没有去处",
    ),
    "a branch knows an answer that cannot be given": (
        lambda: swapped(
            replace(
                steps.DECIDE,
                to=Branch(words.GRANTED, (("yes", words.DECIDED), ("maybe", words.DECIDED))),
            )
        ),
        "事项“决定”不会有“maybe”这一答案",
    ),
    "a branch hangs on an optional answer": (
        lambda: swapped(replace(steps.DECIDE, asks=(words.GRANTED.optional(), words.PERFORM_BY))),
        "办理时“决定”可能尚未填写",
    ),
    "a branch hangs on a date": (
        lambda: swapped(
            replace(steps.CALL_HEARING, to=Branch(words.HEARING_ON, ((None, words.EXAMINED),)))
        ),
        "不是选择或是否，不能据以分情形",
    ),
    "a paper goes to an unlisted role": (
        lambda: swapped(replace(steps.HEAR, issues=(replace(UNISSUED, to=(STRANGER,)),))),
        "角色“过路人”没有列入程序的roles",
    ),
    "a paper hangs on an answer that cannot be given": (
        lambda: swapped(
            replace(steps.DECIDE, issues=(Issue(words.LICENCE, words.GRANTED, ("perhaps",)),))
        ),
        "不会有“perhaps”这一答案",
    ),
    "its outcome is not asked": (
        lambda: swapped(replace(steps.HEAR, outcome=text("unasked", "无人询问"))),
        "事项“unasked”没有任何步骤询问",
    ),
    "it binds a person by an office code": (
        lambda: swapped(replace(steps.APPLY, binds=((words.APPLICANT, words.CHOSEN_OFFICE),))),
        "由个人担任，不能由机构代码确定",
    ),
    "it binds by something that is no office": (
        lambda: swapped(replace(steps.APPLY, binds=((words.OFFICE, words.NAME),))),
        "类型应为office，现为text",
    ),
    "a rule has no norm": (
        lambda: swapped(replace(steps.HEAR, when=(undocumented,))),
        "undocumented的说明首行应为条文",
    ),
    "a rule's norm is no citation": (
        lambda: swapped(replace(steps.HEAR, checks=(vaguely_documented,))),
        "vaguely_documented的说明首行应为条文",
    ),
    "its citation is a text": (
        lambda: swapped(replace(steps.HEAR, cite="第八条")),  # type: ignore[arg-type]
        "没有引用条文",
    ),
    "it has no title": (lambda: swapped(replace(steps.HEAR, title=" ")), "都不能为空"),
    "it can never be taken": (
        lambda: swapped(
            replace(steps.DECIDE, to=words.CLOSED),
            replace(steps.PERFORM, title="永不", at=(words.DECIDED,)),
        ),
        "所在的阶段都无法到达，永远不能办理",
    ),
    "it returns from where a case begins": (
        lambda: swapped(replace(steps.ACCEPT, to=BACK)),
        "没有可以返回的阶段",
    ),
}

FACT_FAULTS: Plants = {
    "a question is asked twice": (
        lambda: asking(text("a", "甲"), Group("组", (text("a", "甲"),))),
        "事项“a”问了2次",
    ),
    "a group is empty": (lambda: asking(Group("空", ())), "没有标题或者没有内容"),
    "a key is no field name": (lambda: asking(text("甲方", "甲方")), "应由小写字母"),
    "a question has no title": (lambda: asking(text("a", "")), "没有标题"),
    "a choice has no options": (lambda: asking(choice("a", "甲")), "选择须有选项"),
    "a text has options": (
        lambda: asking(text("a", "甲", options=(Option("x", "x"),))),
        "其他类型不得有选项",
    ),
    "an option comes twice": (
        lambda: asking(choice("a", "甲", Option("x", "一"), Option("x", "二"))),
        "有2个同名的选项“x”",
    ),
    "an option has no words": (
        lambda: asking(choice("a", "甲", Option("x", ""), Option("y", "二"))),
        "没有名称的选项",
    ),
    "bounds are crossed": (lambda: asking(number("a", "甲", least=5, most=3)), "下限5大于上限3"),
    "nothing can be answered": (lambda: asking(text("a", "甲", most=0)), "任何答案都不能通过"),
    "it hangs on a later question": (
        lambda: asking(text("a", "甲").when("b", True), flag("b", "乙")),
        "此前没有问这一项",
    ),
    "it hangs on a text": (
        lambda: asking(text("b", "乙"), text("a", "甲").when("b", "x")),
        "不是选择或是否",
    ),
    "it hangs on an impossible answer": (
        lambda: asking(flag("b", "乙"), text("a", "甲").when("b", "yes")),
        "不会有的答案",
    ),
    "two steps ask one key in two types": (
        lambda: asking(number("name", "申请人人数")),
        "以不同的类型或者选项询问“申请人姓名”",
    ),
}


@pytest.mark.parametrize("name", STEP_FAULTS | FACT_FAULTS)
def test_a_planted_fault_is_found(name: str) -> None:
    plant, expected = (STEP_FAULTS | FACT_FAULTS)[name]
    assert any(expected in problem for problem in problems(plant())), problems(plant())
