import pytest

from fashu.kernel.law.parse import CitationError
from fashu.kernel.procedure import CaseView, Refusal
from fashu.kernel.procedure.rules import mentions, name_of, norms, source_digest
from fashu.kernel.procedure.tests import sample_words
from fashu.kernel.procedure.tests.sample_words import LAW, VALUE, affordable, drawings_at_hand

KEYS = ("name", "value", "class", "drawings", "story", "knew_on")
LATE = ("knew_on", VALUE)


def by_helper(case: CaseView) -> Refusal | None:
    """第三条第一款、第三款。"""
    return Refusal("太早") if _early(case) else None


def _early(case: CaseView) -> bool:
    return any(case.day(key) is None for key in ("story",))


def by_module(case: CaseView) -> Refusal | None:
    """第九十九条"""
    return None if case.fact(sample_words.NAME.key) else Refusal("无名")


def by_constant(case: CaseView) -> Refusal | None:
    return None if LATE else Refusal("晚")


def test_a_norm_is_read_from_the_first_line() -> None:
    assert norms(affordable, LAW) == (LAW.art(3, 3),)


def test_a_norm_may_leave_out_the_law_and_name_several_places() -> None:
    assert norms(by_helper, LAW) == (LAW.art(3, 1), LAW.art(3, 3))


def gist(case: CaseView) -> Refusal | None:
    """《示范许可法》第三条第一款：申请应当写明事实、理由"""
    return None


def test_the_gist_may_follow_the_norm() -> None:
    assert norms(gist, LAW) == (LAW.art(3, 1),)


def test_a_rule_without_a_norm_is_refused() -> None:
    with pytest.raises(CitationError):
        norms(by_constant, LAW)


def test_a_rule_is_named_by_where_it_is_written() -> None:
    assert name_of(by_helper) == "kernel.procedure.tests.test_rules.by_helper"


def test_only_a_plain_function_is_a_rule() -> None:
    class Callable:
        """第三条"""

        def __call__(self, case: CaseView) -> Refusal | None:
            return None

    with pytest.raises(TypeError):
        name_of(Callable())


def test_the_facts_a_rule_looks_at_are_found() -> None:
    assert mentions(affordable, KEYS) == {"value", "class"}
    assert mentions(drawings_at_hand, KEYS) == {"class", "drawings"}


def test_facts_are_found_through_helpers_modules_and_constants() -> None:
    assert mentions(by_helper, KEYS) == {"story"}
    assert mentions(by_module, KEYS) == {"name"}
    assert mentions(by_constant, KEYS) == {"knew_on", "value"}


def test_what_a_helper_does_belongs_to_the_rule(monkeypatch: pytest.MonkeyPatch) -> None:
    before = source_digest(by_helper)
    monkeypatch.setitem(by_helper.__globals__, "_early", by_constant)
    assert source_digest(by_helper) != before


def test_a_constant_belongs_to_the_rule(monkeypatch: pytest.MonkeyPatch) -> None:
    before = source_digest(affordable)
    monkeypatch.setattr(sample_words, "CEILING_FEN", 1)
    assert source_digest(affordable) != before
