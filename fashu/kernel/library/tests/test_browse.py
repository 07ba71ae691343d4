from datetime import date
from pathlib import Path

import pytest

from fashu.kernel.law.compare import Change
from fashu.kernel.law.provision import walk
from fashu.kernel.law.register import Known
from fashu.kernel.law.statute import Statute as Read
from fashu.kernel.law.statute import parse_statute
from fashu.kernel.law.tests.lighthouse import MARKED
from fashu.kernel.library.browse import compare, editions_in_force, statutes, tree
from fashu.kernel.library.importer import import_folder
from fashu.kernel.library.models import Edition, Level


def editions(title: str) -> list[Edition]:
    return list(Edition.objects.filter(statute__title=title).order_by("in_force_from"))


def test_an_edition_reads_back_as_the_tree_that_was_parsed(library: Path) -> None:
    parsed = parse_statute(MARKED, "灯塔管理条例.md")
    assert isinstance(parsed, Read)
    assert tree(editions("灯塔管理条例")[0]) == parsed.body


def test_the_files_of_a_code_become_its_parts(library: Path) -> None:
    names = [part.name for _, part in walk(tree(editions("灯塔法典")[0]))]
    assert names == [
        "第一编 总则", "第一章 一般规定", "第一条", "第二条",
        "第二编 守塔", "第一章 一般规定", "第三条", "第四条",
    ]  # fmt: skip


def test_two_editions_are_compared_article_by_article(library: Path) -> None:
    old, new = editions("灯塔管理条例")
    table = [
        (p.change, p.old.label if p.old else "", p.new.label if p.new else "")
        for p in compare(old, new)
    ]
    assert (Change.AMENDED, "第一条", "第一条") in table
    assert (Change.MOVED, "第三条", "第二条") in table
    assert (Change.REMOVED, "第三条之一", "") in table


def test_an_edition_without_its_text_cannot_be_compared(folder: Path, db: None) -> None:
    newer = Known("灯塔管理条例", date(2027, 1, 2), date(2027, 3, 1))
    import_folder(folder, register=(newer,))
    *_, last, registered = editions("灯塔管理条例")
    with pytest.raises(ValueError, match="未导入"):
        compare(last, registered)


def test_statutes_are_listed_by_the_words_of_their_titles(library: Path) -> None:
    assert [(s.title, s.level) for s in statutes("灯塔")] == [
        ("灯塔法典", Level.LAW),
        ("灯塔管理条例", Level.REGULATION),
    ]
    assert [s.title for s in statutes("条例 灯塔")] == ["灯塔管理条例"]
    assert [s.title for s in statutes(level=Level.LOCAL)] == ["星海县养猫条例"]


def test_the_editions_in_force_on_a_day_are_listed(library: Path) -> None:
    titles = [e.statute.title for e in editions_in_force(date(2001, 4, 30))]
    assert titles == ["灯台暂行办法"]
