from fashu.kernel.law.inner import find_part, paragraphs
from fashu.kernel.law.provision import Kind, Provision

ARTICLE = Provision(
    Kind.ARTICLE,
    7,
    text="下列灯塔应当登记：\n（一）海上灯塔：\n1．礁石上的；\n2. 浮动的；\n(二) 岸上灯塔。\n"
    "未登记的，不得点灯：\n（一）夜间；\n（三）雾天。\n本条自明年施行。",
)


def outline(text: str) -> list[str]:
    return [
        f"{p.number}"
        + "".join(f" {i.label}" + "".join(x.label for x in i.children) for i in p.children)
        for p in paragraphs(text)
    ]


def test_lines_become_paragraphs_items_and_points() -> None:
    assert outline(ARTICLE.text) == ["1 （一）1.2. （二）", "2 （一） （三）", "3"]


def test_a_part_is_found_by_what_a_citation_names() -> None:
    assert [p.text for p in find_part(ARTICLE, 1, 1, 2)][-1] == "浮动的；"
    assert [p.text for p in find_part(ARTICLE, 2, 3, None)][-1] == "雾天。"
    assert [p.text for p in find_part(ARTICLE, 3, None, None)] == ["本条自明年施行。"]


def test_an_item_without_its_paragraph_is_found_only_where_it_is_plain() -> None:
    assert [p.text for p in find_part(ARTICLE, None, 3, None)] == ["雾天。"]
    assert find_part(ARTICLE, None, 1, None) == ()


def test_parts_that_are_not_there_are_not_found() -> None:
    assert find_part(ARTICLE, 4, None, None) == ()
    assert find_part(ARTICLE, 1, 9, None) == ()
    assert find_part(ARTICLE, 1, 2, 1) == ()


def test_older_numbering_and_circled_numbers_are_read() -> None:
    assert outline("分三级：\n一、红；\n二、绿。") == ["1 （一） （二）"]
    assert outline("分级：\n（一）红：\n①深；\n②浅。") == ["1 （一）1.2."]


def test_an_article_that_opens_with_an_item_still_has_a_paragraph() -> None:
    assert outline("（一）红；\n（二）绿。") == ["1 （一） （二）"]


def test_broken_lines_and_tables_stay_in_their_paragraph() -> None:
    assert outline("灯塔应当明亮，\n并且高大。") == ["1"]
    assert outline("| 级 | 高 |\n| 一 | 九米 |") == ["1"]


def test_numbers_with_decimals_are_not_points() -> None:
    assert outline("高度如下：\n3.5米以上。") == ["1", "2"]
