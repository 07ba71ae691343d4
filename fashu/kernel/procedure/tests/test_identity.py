"""Numbers of identity documents: what is in order, what is not and why, and what is shown."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.cn import ric

from fashu.kernel.procedure import credit, identity
from fashu.kernel.procedure.facts import check_answers
from fashu.kernel.procedure.identity import (
    Document,
    Token,
    born,
    canonical,
    contradictions,
    credit_code,
    is_male,
    mask,
    mask_within,
    masked,
    read,
    token_of,
)

RESIDENT = "11010519491231002X"

GOOD = (
    (Document.RESIDENT, "110105 1949 1231 002x", RESIDENT),
    (Document.RESIDENT, "１１０１０５１９４９１２３１００２Ｘ", RESIDENT),
    (Document.RESIDENT, "110105491231002", RESIDENT),
    (Document.RESIDENT, "990101199001010019", "990101199001010019"),
    (Document.RESIDENCE, "810000199408230021", "810000199408230021"),
    (Document.RESIDENCE, "830000199201300022", "830000199201300022"),
    (Document.HK_MACAO, "h12345678", "H12345678"),
    (Document.HK_MACAO, "M1234567801", "M1234567801"),
    (Document.TAIWAN, "12345678", "12345678"),
    (Document.PASSPORT, "E 1234 5678", "E12345678"),
    (Document.PERMANENT, "91103119900101001" + ric.calc_check_digit("911031199001010010"),
     "91103119900101001" + ric.calc_check_digit("911031199001010010")),
    (Document.PERMANENT, "USA110199001011", None),
    (Document.PERMANENT, "USA110190010112", "USA110190010112"),
)  # fmt: skip

BAD = (
    (Document.RESIDENT, "110105194912310021", "校验位"),
    (Document.RESIDENT, "11010519490231002X", "出生日期"),
    (Document.RESIDENT, "11010519491231002", "应为18位"),
    (Document.RESIDENT, "810000199408230021", "省级"),
    (Document.RESIDENT, "1101054912310AB", "15位"),
    (Document.RESIDENCE, RESIDENT, "810000"),
    (Document.HK_MACAO, "X12345678", "H或者M"),
    (Document.TAIWAN, "1234567", "8位"),
    (Document.PASSPORT, "ABCDEF", "字母和数字"),
    (Document.PERMANENT, RESIDENT, "9开头"),
)


@pytest.mark.parametrize(
    ("document", "typed", "expected"), [row for row in GOOD if row[2] is not None]
)
def test_a_number_in_order_has_one_way_of_being_written(
    document: Document, typed: str, expected: str
) -> None:
    assert canonical(document, typed) == expected
    assert canonical(document, expected) == expected


@pytest.mark.parametrize(("document", "typed", "words"), BAD)
def test_a_number_not_in_order_is_refused_with_the_reason(
    document: Document, typed: str, words: str
) -> None:
    with pytest.raises(ValueError, match=words):
        canonical(document, typed)


@given(st.integers(min_value=0, max_value=16), st.integers(min_value=1, max_value=9))
def test_one_wrong_digit_is_always_found(place: int, by: int) -> None:
    changed = str((int(RESIDENT[place]) + by) % 10)
    with pytest.raises(ValueError):
        canonical(Document.RESIDENT, RESIDENT[:place] + changed + RESIDENT[place + 1 :])


@pytest.mark.parametrize(
    ("typed", "document"),
    [
        (RESIDENT, Document.RESIDENT),
        ("110105491231002", Document.RESIDENT),
        ("820000199408230029", Document.RESIDENCE),
        ("H12345678", Document.HK_MACAO),
        ("12345678", Document.TAIWAN),
        ("E12345678", Document.PASSPORT),
        ("passport:12345678", Document.PASSPORT),
    ],
)
def test_a_number_without_its_kind_is_known_by_its_form(typed: str, document: Document) -> None:
    if document is Document.RESIDENCE:
        first = typed[:-1]
        typed = first + ric.calc_check_digit(first + "0")
    assert read(typed)[0] is document


def test_a_number_is_shown_without_its_middle() -> None:
    assert mask(RESIDENT) == "110105********002X"
    assert mask("E12345678") == "E1*****78"
    assert mask("A1234") == "A***4"


def test_birthday_and_sex_stand_in_the_number_and_are_compared() -> None:
    assert born(Document.RESIDENT, RESIDENT) == date(1949, 12, 31)
    assert is_male(Document.RESIDENT, RESIDENT) is False
    assert born(Document.PASSPORT, "E12345678") is None
    assert contradictions(Document.RESIDENT, RESIDENT, birthday=date(1949, 12, 31)) == ()
    words = contradictions(Document.RESIDENT, RESIDENT, birthday=date(1950, 1, 1), male=True)
    assert [text[:4] for text in words] == ["出生日期", "性别与证"]


def test_the_pure_check_keeps_a_token_and_never_the_number() -> None:
    clean, errors = check_answers((identity("id", "证件号码"),), {"id": RESIDENT})
    assert (clean, errors) == ({"id": "resident:110105********002X:"}, {})


def test_a_token_passes_the_check_unchanged() -> None:
    token = str(Token(Document.RESIDENT, mask(RESIDENT), "ab" * 16))
    assert check_answers((identity("id", "证件号码"),), {"id": token}) == ({"id": token}, {})
    assert token_of(masked(token)) == Token(Document.RESIDENT, mask(RESIDENT), "ab" * 16)


def test_a_masked_number_alone_is_no_answer() -> None:
    _, errors = check_answers((identity("id", "证件号码"),), {"id": "110105********002X"})
    assert errors == {"id": "“证件号码”只有隐藏后的号码，请填写完整的号码"}


def test_a_credit_code_is_checked_to_its_last_sign() -> None:
    assert credit_code("9 1 110000 600037341l") == "91110000600037341L"
    _, errors = check_answers((credit("c", "统一社会信用代码"),), {"c": "91110000600037341A"})
    assert "校验位" in errors["c"]


def test_numbers_within_running_text_are_masked_and_other_digits_are_not() -> None:
    text = f"id {RESIDENT}, 旧 110105491231002, case 20261122123456789, sha {'ab1' * 20}"
    assert mask_within(text) == (
        f"id 110105********002X, 旧 110105*****1002, case 20261122123456789, sha {'ab1' * 20}"
    )
