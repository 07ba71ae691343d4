"""What a browser sends becomes answers, and answers go back into the boxes they came from."""

import string
from datetime import date, datetime
from typing import Any

import pytest
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from fashu.kernel.clock import BEIJING
from fashu.kernel.procedure import (
    Fact,
    Kind,
    Option,
    choice,
    choices,
    credit,
    day,
    files,
    flag,
    identity,
    long_text,
    moment,
    money,
    number,
    office,
    text,
)
from fashu.kernel.procedure.facts import Json, check_answers
from fashu.kernel.testing.answers import random_identity
from fashu.web.questions import check, read, searches, standing, stays
from fashu.web.questions.answers import chosen, document_and_number, typed

OPTIONS = (Option("a", "甲"), Option("b", "乙"), Option("c", "丙"))
ANY = {
    Kind.TEXT: text("q", "文字"),
    Kind.LONG_TEXT: long_text("q", "长文"),
    Kind.DAY: day("q", "日期"),
    Kind.MOMENT: moment("q", "时间"),
    Kind.NUMBER: number("q", "数量"),
    Kind.MONEY: money("q", "金额"),
    Kind.FLAG: flag("q", "是否"),
    Kind.CHOICE: choice("q", "选择", *OPTIONS),
    Kind.CHOICES: choices("q", "多选", *OPTIONS),
    Kind.FILES: files("q", "文件"),
    Kind.OFFICE: office("q", "机关"),
    Kind.IDENTITY: identity("q", "证件号码"),
    Kind.CREDIT_CODE: credit("q", "代码"),
}

words = st.text(st.characters(blacklist_categories=["Cs"], blacklist_characters="\x00\r")).map(
    str.strip
)
moments = st.integers(-600_000_000, 7_000_000_000).map(lambda s: datetime.fromtimestamp(s, BEIJING))
VALUES: dict[Kind, st.SearchStrategy[Any]] = {
    Kind.TEXT: words.filter(bool).map(lambda t: t[:200].strip()).filter(bool),
    Kind.LONG_TEXT: words.filter(bool),
    Kind.DAY: st.dates(date(1949, 1, 1), date(2199, 12, 31)).map(date.isoformat),
    Kind.MOMENT: moments.map(datetime.isoformat),
    Kind.NUMBER: st.integers(0, 2**53 - 1),
    Kind.MONEY: st.integers(0, 2**53 - 1),
    Kind.FLAG: st.booleans(),
    Kind.CHOICE: st.sampled_from("abc"),
    Kind.CHOICES: st.sets(st.sampled_from("abc"), min_size=1).map(sorted),
    Kind.FILES: st.lists(
        st.text("0123456789abcdef", min_size=64, max_size=64), min_size=1, max_size=3, unique=True
    ),
    Kind.OFFICE: st.text(string.digits, min_size=1, max_size=12),
    Kind.IDENTITY: st.randoms().map(random_identity),
    Kind.CREDIT_CODE: st.just("91110000600037341L"),
}


def sent(**values: str | list[str]) -> QueryDict:
    """A form as it arrives."""
    data = QueryDict(mutable=True)
    for key, value in values.items():
        data.setlist(key, value if isinstance(value, list) else [value])
    return data


def boxes(fact: Fact, value: Json) -> list[str]:
    """What the browser sends when a page that shows this answer is submitted unchanged."""
    if fact.kind in (Kind.CHOICES, Kind.FILES):
        return sorted(chosen(value))
    return [typed(fact, value)]


@given(st.data())
@pytest.mark.parametrize("kind", Kind)
def test_an_answer_comes_back_from_its_box_unchanged(kind: Kind, data: st.DataObject) -> None:
    fact = ANY[kind]
    value = data.draw(VALUES[kind])
    clean, errors = check_answers((fact,), {"q": value})
    assert not errors
    document, _ = document_and_number(str(clean["q"]))
    kept = {"_document_q": document, "_token_q": str(clean["q"])}
    again = read((fact,), sent(q=boxes(fact, clean["q"]), **kept))
    assert check_answers((fact,), again)[0] == (
        clean if kind is not Kind.FILES else {"q": sorted(value)}
    )


@given(st.sampled_from(list(ANY.values())), st.text(max_size=40))
def test_whatever_is_typed_is_read_without_an_exception(fact: Fact, typing: str) -> None:
    answers = read((fact,), sent(q=typing))
    check((fact,), answers)
    assert "\x00" not in str(answers.get("q", ""))


@given(st.text(max_size=30).map(lambda t: t.replace("\x00", "").strip()))
def test_nothing_that_was_typed_is_lost(typing: str) -> None:
    answers = read((ANY[Kind.MONEY],), sent(q=typing))
    value = answers.get("q", "")
    assert isinstance(value, int) or value == typing


@pytest.mark.parametrize(
    ("typing", "fen"),
    [
        ("12", 1200),
        ("12.3", 1230),
        ("1,280.50", 128050),
        ("１２８０．５", 128050),
        ("￥3元", 300),
        ("0.01", 1),
        ("-5", -500),
    ],
)
def test_yuan_are_kept_as_fen(typing: str, fen: int) -> None:
    assert read((ANY[Kind.MONEY],), sent(q=typing)) == {"q": fen}


@pytest.mark.parametrize("typing", ["12.345", "十元", "1e3", "1.2.3"])
def test_an_amount_that_cannot_be_read_is_named_in_yuan(typing: str) -> None:
    fact = money("q", "罚款")
    _, errors = check((fact,), read((fact,), sent(q=typing)))
    assert errors == {"q": "“罚款”：请填写金额，单位为元，最多两位小数，例如 1280.50"}


def test_the_bounds_of_an_amount_are_said_in_yuan() -> None:
    fact = money("q", "罚款", most=3000_00)
    assert check((fact,), {"q": 3000_01})[1] == {"q": "“罚款”不能大于3,000.00元"}


def test_a_moment_is_read_in_beijing_time() -> None:
    assert read((ANY[Kind.MOMENT],), sent(q="2026-07-01T09:30")) == {
        "q": "2026-07-01T09:30:00+08:00"
    }


def test_a_moment_without_its_hour_is_asked_again_and_not_guessed() -> None:
    answers = read((ANY[Kind.MOMENT],), sent(q="2026-07-01"))
    assert answers == {"q": "2026-07-01"}
    assert "日期和时间" in check((ANY[Kind.MOMENT],), answers)[1]["q"]


def test_a_moment_from_elsewhere_is_shown_in_beijing_time() -> None:
    assert typed(ANY[Kind.MOMENT], "2026-07-01T01:30:00+00:00") == "2026-07-01T09:30"


@pytest.mark.parametrize(
    ("fact", "expected"),
    [
        (text("q", "姓名"), "请填写“姓名”"),
        (day("q", "日期"), "请填写“日期”"),
        (flag("q", "是否同意"), "请选择“是否同意”"),
        (choice("q", "类别", *OPTIONS), "请选择“类别”"),
        (files("q", "决定书"), "请上传“决定书”"),
        (office("q", "机关"), "请选择“机关”"),
    ],
)
def test_what_is_missing_is_asked_for_in_a_fitting_word(fact: Fact, expected: str) -> None:
    assert check((fact,), {})[1] == {"q": expected}


HAS = flag("has", "有代理人吗")
WHICH = choice("which", "哪一种", *OPTIONS).when("has", True)
WHY = text("why", "为什么").when("which", "c")


def test_what_has_happened_cannot_lie_ahead() -> None:
    fact = day("q", "知道的日期", past=True)
    errors = check((fact,), {"q": "2026-07-02"}, on=date(2026, 7, 1))[1]
    assert errors == {"q": "“知道的日期”不能晚于办理日期2026-07-01"}
    assert "年、月、日" in check((fact,), {"q": "7月"}, on=date(2026, 7, 1))[1]["q"]


def test_a_follow_up_is_not_asked_for_while_nothing_calls_for_it() -> None:
    assert check((HAS, WHICH, WHY), {"has": False}) == ({"has": False}, {})


def test_answers_to_questions_no_longer_asked_do_not_count() -> None:
    answers: dict[str, Json] = {"has": False, "which": "c", "why": "因为"}
    assert standing((HAS, WHICH, WHY), answers) == {"has": False}
    assert check((HAS, WHICH, WHY), answers) == ({"has": False}, {})


def test_a_question_may_depend_on_an_answer_to_an_earlier_step() -> None:
    assert check((WHICH,), {}, {"has": True})[1] == {"which": "请选择“哪一种”"}
    assert check((WHICH,), {}, {"has": False})[1] == {}


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (sent(_do="next"), False),
        (sent(_do="stay"), True),
        (sent(_remove="evidence abc"), True),
        (sent(), False),
    ],
)
def test_uploading_and_searching_only_want_the_page_again(data: QueryDict, expected: bool) -> None:
    assert stays(data) is expected


def test_the_words_of_a_search_are_kept_by_question() -> None:
    assert searches((ANY[Kind.OFFICE], HAS), sent(_find_q="清河")) == {"q": "清河"}
