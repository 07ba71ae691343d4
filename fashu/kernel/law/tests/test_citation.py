import pytest

from fashu.kernel.law.citation import Citation, Law

LAW = Law("行政复议法")

PRINTED = [
    (LAW.art(30, 3), "《行政复议法》第三十条第三款"),
    (LAW.art(39, 1, 10), "《行政复议法》第三十九条第一款第十项"),
    (LAW.art(12, item=2), "《行政复议法》第十二条第二项"),
    (Law("刑法").art(120, 2, 3, inserted=1), "《刑法》第一百二十条之一第二款第三项"),
    (Law("某条例").art(5, 1, 2, point=4), "《某条例》第五条第一款第二项第四目"),
]


@pytest.mark.parametrize(("citation", "printed"), PRINTED)
def test_a_citation_prints_in_the_standard_form(citation: Citation, printed: str) -> None:
    assert str(citation) == printed


def test_the_whole_article_drops_everything_smaller() -> None:
    assert str(Law("刑法").art(120, 2, 3, inserted=1).whole_article) == "《刑法》第一百二十条之一"
