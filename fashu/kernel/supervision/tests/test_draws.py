"""A draw can be done again by anybody, and nobody can steer it alone."""

from collections import Counter
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fashu.kernel.supervision import draws
from fashu.kernel.supervision.draws import DrawError, Transcript

NUMBERS = tuple(f"FY2026-990102-{n:05d}" for n in range(1, 41))
SECRET = bytes(range(32))


def transcript(words: str = "八八六一", size: int = 4) -> dict[str, Any]:
    drawn = draws.draw(NUMBERS, size, SECRET, words)
    said = draws.commitment(SECRET, NUMBERS)
    return Transcript(NUMBERS, size, said, SECRET.hex(), words, drawn).to_json()


def test_a_stranger_draws_the_same_again() -> None:
    made = transcript()
    assert draws.verify(made) == tuple(made["drawn"])
    assert len(set(made["drawn"])) == 4


def test_the_order_of_the_list_changes_nothing() -> None:
    forward = draws.draw(NUMBERS, 5, SECRET, "一")
    assert draws.draw(NUMBERS[::-1], 5, SECRET, "一") == forward


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"drawn": list(NUMBERS[:4])}, "结果不同"),
        ({"population": [*NUMBERS[1:], "FY2026-990102-00099"]}, "承诺不符"),
        ({"secret": "00" * 32}, "承诺不符"),
        ({"witness_words": "别的数"}, "结果不同"),
        ({"size": 41}, "不能抽取41件"),
        ({"algorithm": "other"}, "不认识"),
        ({"secret": "zz"}, "缺少或者写错"),
    ],
)
def test_whatever_is_changed_afterwards_is_found(change: dict[str, Any], said: str) -> None:
    with pytest.raises(DrawError, match=said):
        draws.verify({**transcript(), **change})


def test_a_missing_part_is_named() -> None:
    made = transcript()
    del made["secret"]
    with pytest.raises(DrawError, match="secret"):
        draws.verify(made)


def test_every_case_is_drawn_about_as_often() -> None:
    """Chi-square over 2,000 draws of 4 from 40: 39 degrees of freedom, p = 0.0001 at 83."""
    found = Counter(
        number for n in range(2000) for number in draws.draw(NUMBERS, 4, SECRET, str(n))
    )
    expected = 2000 * 4 / len(NUMBERS)
    chi_square = sum((found[number] - expected) ** 2 / expected for number in NUMBERS)
    assert chi_square < 83


@given(st.sets(st.text(min_size=1), min_size=1, max_size=30), st.binary(min_size=32, max_size=32))
def test_drawing_all_is_the_whole_list(numbers: set[str], secret: bytes) -> None:
    assert set(draws.draw(sorted(numbers), len(numbers), secret, "")) == numbers
