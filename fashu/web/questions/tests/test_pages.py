"""One group a page, and pages that ask nothing are passed over."""

from fashu.kernel.law.citation import Law
from fashu.kernel.procedure import Group, Step, flag, text
from fashu.web.questions import pages_of
from fashu.web.questions.pages import next_page, page_before

HAS = flag("has", "有吗")
NAME = text("name", "谁").when("has", True)
STEP = Step(
    key="apply",
    title="申请",
    cite=Law("行政复议法").art(22),
    by=(),
    asks=(HAS, text("more", "还有"), Group("代理人", (NAME,)), Group("完", (text("end", "完"),))),
)


def test_a_group_is_a_page_and_single_questions_share_one() -> None:
    assert [(p.number, p.title) for p in pages_of(STEP)] == [(1, "申请"), (2, "代理人"), (3, "完")]


def test_a_page_without_a_question_is_passed_over_both_ways() -> None:
    following, before = next_page(STEP, 1, {"has": False}), page_before(STEP, 3, {"has": False})
    assert following is not None
    assert before is not None
    assert (following.number, before.number) == (3, 1)


def test_a_page_that_is_called_for_comes_in_its_turn() -> None:
    following = next_page(STEP, 1, {"has": True})
    assert following is not None
    assert following.number == 2


def test_after_the_last_page_there_is_none() -> None:
    assert next_page(STEP, 3, {}) is None
    assert page_before(STEP, 1, {}) is None
