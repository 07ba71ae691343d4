from datetime import date
from pathlib import Path

from fashu.kernel.library.search import search

TODAY = date(2026, 11, 21)


def places(words: str, day: date = TODAY) -> list[tuple[str, str, bool]]:
    return [(hit.title, hit.place, hit.valid) for hit in search(words, day).hits]


def test_the_law_in_force_comes_before_the_law_that_was(library: Path) -> None:
    now = places("制定 条例")
    assert now[0] == ("灯塔管理条例", "第一条", True)
    assert [valid for _, _, valid in now] == sorted((v for _, _, v in now), reverse=True)
    assert search("明亮", TODAY).hits[0].valid is False
    assert search("明亮", date(2010, 1, 1)).hits[0].valid is True


def test_all_words_must_occur(library: Path) -> None:
    assert places("岸上 灯塔") == [("灯塔管理条例", "第二条", False)]


def test_failing_that_some_words_are_enough_and_the_answer_says_so(library: Path) -> None:
    hits = search("岸上 灯塔 财政", TODAY)
    assert hits.relaxed
    assert hits.hits[0].place == "第二条"


def test_the_title_and_the_headings_count_as_words_of_the_article(library: Path) -> None:
    assert ("灯塔法典", "第三条", True) in places("法典 守塔")


def test_words_that_occur_nowhere_find_nothing(library: Path) -> None:
    assert search("航天飞机", TODAY).total == 0
    assert search("，。", TODAY).total == 0


def test_quotes_and_operators_are_only_text(library: Path) -> None:
    assert search("' & | ! :* \\ 灯塔", TODAY).total > 0


def test_pages_of_hits_do_not_overlap(library: Path) -> None:
    first = search("灯塔", TODAY, limit=2)
    rest = search("灯塔", TODAY, limit=50, offset=2)
    assert first.total == rest.total == 2 + len(rest.hits)
    assert not set(first.hits) & set(rest.hits)


def test_an_excerpt_shows_the_words_asked_for(library: Path) -> None:
    (hit,) = search("岸上", TODAY).hits
    assert "岸上" in hit.excerpt("岸上")
