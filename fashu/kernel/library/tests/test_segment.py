import subprocess
import sys

import jieba
from hypothesis import given
from hypothesis import strategies as st

from fashu.kernel.library import segment


def test_a_text_gives_every_dictionary_word_in_it() -> None:
    assert segment.words("行政复议机关") == ["行政", "行政复议", "复议", "机关"]


def test_the_dictionary_is_loaded_by_whoever_needs_it_first() -> None:
    code = "from fashu.kernel.library.segment import words; print(words('行政复议'))"
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "['行政', '行政复议', '复议']"


def test_empty_words_and_punctuation_are_no_words() -> None:
    assert segment.words("的，和；《》") == []
    assert segment.query("的，和；《》") == []


def test_letters_and_numbers_are_words() -> None:
    assert segment.words("第12条ABC") == ["第", "12", "条", "abc"]


def test_a_vector_counts_positions_and_carries_weights() -> None:
    assert segment.vector([("复议", "A"), ("复议机关", "B")]) == "'复议':1A,2B '机关':3B"


def test_a_question_asks_for_each_word_once() -> None:
    assert segment.query("行政复议 行政复议 期限") == ["'行政复议'", "'期限'"]


def test_a_single_character_may_begin_a_word() -> None:
    assert segment.query("税") == ["'税':*"]


SENTENCES = st.lists(
    st.sampled_from(
        ["行政复议", "人民法院", "申请", "期限", "灯塔", "守塔人", "应当", "之日起", "听证"]
    ),
    min_size=1,
    max_size=12,
).map("".join)


@given(SENTENCES)
def test_a_text_is_found_by_every_word_that_a_cut_of_it_yields(sentence: str) -> None:
    known = set(segment.words(sentence))
    asked = [word for word in jieba.cut(sentence, HMM=False) if len(word) > 1]
    assert known.issuperset(asked)
