from hypothesis import given
from hypothesis import strategies as st

from fashu.kernel.law.compare import Change, compare, difference
from fashu.kernel.law.provision import Kind, Provision


def article(number: int, text: str) -> Provision:
    return Provision(Kind.ARTICLE, number, text=text)


OLD = [
    article(1, "为了灯塔明亮，制定本条例。"),
    article(2, "守塔人应当每日点灯三次，并且记录天气。"),
    article(3, "灯塔由县级人民政府负责修缮和看护。"),
    article(4, "违反本条例的，处五十元罚款。"),
]
NEW = [
    article(1, "为了灯塔明亮，制定本条例。"),
    article(2, "本条例所称灯塔，是指高于九米的灯。"),
    article(3, "守塔人应当每日点灯五次，并且记录天气。"),
    article(4, "灯塔由县级人民政府负责修缮和看护。"),
]


def test_renumbered_amended_added_and_removed_articles_are_told_apart() -> None:
    table = [
        (p.change, p.old.number if p.old else None, p.new.number if p.new else None)
        for p in compare(OLD, NEW)
    ]
    assert table == [
        (Change.SAME, 1, 1),
        (Change.ADDED, None, 2),
        (Change.AMENDED, 2, 3),
        (Change.MOVED, 3, 4),
        (Change.REMOVED, 4, None),
    ]


def test_the_words_that_changed_inside_an_article_are_shown() -> None:
    amended = next(p for p in compare(OLD, NEW) if p.change is Change.AMENDED)
    changed = [(s.kind, s.text) for s in amended.words() if s.kind != "equal"]
    assert changed == [("delete", "三"), ("insert", "五")]


def test_removed_articles_stand_where_they_stood() -> None:
    table = compare(OLD, OLD[1:3])
    assert [p.old.number for p in table if p.old] == [1, 2, 3, 4]


TEXTS = st.lists(st.text("灯塔明亮守人点三五", min_size=4, max_size=30), max_size=8)


@given(TEXTS, TEXTS)
def test_every_article_of_both_editions_appears_exactly_once(
    old: list[str], new: list[str]
) -> None:
    before = [article(n, text) for n, text in enumerate(old, 1)]
    after = [article(n, text) for n, text in enumerate(new, 1)]
    table = compare(before, after)
    assert sorted(p.old.number for p in table if p.old) == [a.number for a in before]
    assert [p.new.number for p in table if p.new] == [a.number for a in after]


@given(st.text("灯塔明亮，守人", max_size=40), st.text("灯塔明亮，守人", max_size=40))
def test_a_difference_holds_both_texts_whole(old: str, new: str) -> None:
    spans = difference(old, new)
    assert "".join(s.text for s in spans if s.kind != "insert") == old
    assert "".join(s.text for s in spans if s.kind != "delete") == new
