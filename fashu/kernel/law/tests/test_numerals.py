import pytest
from hypothesis import given
from hypothesis import strategies as st

from fashu.kernel.law.numerals import LARGEST, from_chinese, to_chinese

WRITTEN = [
    (0, "零"),
    (1, "一"),
    (10, "十"),
    (12, "十二"),
    (20, "二十"),
    (100, "一百"),
    (101, "一百零一"),
    (110, "一百一十"),
    (112, "一百一十二"),
    (1000, "一千"),
    (1001, "一千零一"),
    (1010, "一千零一十"),
    (1260, "一千二百六十"),
    (9009, "九千零九"),
]


@pytest.mark.parametrize(("number", "written"), WRITTEN)
def test_numbers_are_written_as_statutes_write_them(number: int, written: str) -> None:
    assert to_chinese(number) == written
    assert from_chinese(written) == number


@given(st.integers(0, LARGEST))
def test_what_is_written_reads_back_as_the_same_number(number: int) -> None:
    assert from_chinese(to_chinese(number)) == number


@pytest.mark.parametrize(
    ("written", "number"),
    [("12", 12), ("二〇二六", 2026), ("一百〇八", 108), ("两百", 200), ("百二十", 120)],
)
def test_other_usual_writings_are_read(written: str, number: int) -> None:
    assert from_chinese(written) == number


@pytest.mark.parametrize("text", ["", "条", "十百", "一二百", "壹", "第一", "-1", "²"])
def test_what_is_not_a_number_reads_as_none(text: str) -> None:
    assert from_chinese(text) is None


@pytest.mark.parametrize("number", [-1, LARGEST + 1])
def test_numbers_no_statute_has_are_refused(number: int) -> None:
    with pytest.raises(ValueError, match="9999"):
        to_chinese(number)
