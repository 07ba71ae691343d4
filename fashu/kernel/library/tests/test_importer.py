from datetime import date
from pathlib import Path

import pytest

from fashu.kernel.law.register import Known
from fashu.kernel.library import importer
from fashu.kernel.library.importer import Imported, ImportRefused
from fashu.kernel.library.models import Edition, Provision, Source, Statute
from fashu.kernel.library.reading import READER
from fashu.kernel.library.report import coverage
from fashu.kernel.library.tests.conftest import FILES, write

pytestmark = pytest.mark.django_db

OLD, NEW = date(2001, 5, 1), date(2026, 11, 1)


def import_folder(folder: Path, register: tuple[Known, ...] = ()) -> Imported:
    return importer.import_folder(folder, register=register)


def lighthouse() -> list[Edition]:
    return list(Edition.objects.filter(statute__title="灯塔管理条例").order_by("in_force_from"))


def test_editions_of_one_law_are_linked_and_end_when_the_next_begins(folder: Path) -> None:
    import_folder(folder)
    assert [(e.in_force_from, e.in_force_until) for e in lighthouse()] == [
        (OLD, date(2026, 10, 31)),
        (NEW, None),
    ]


def test_a_second_import_changes_nothing(folder: Path) -> None:
    first = import_folder(folder)
    rows = set(Provision.objects.values_list("pk", "text"))
    second = import_folder(folder)
    assert (len(first.added), first.changed_nothing) == (len(FILES), False)
    assert (second.added, second.updated, second.changed_nothing) == ((), (), True)
    assert set(Provision.objects.values_list("pk", "text")) == rows


def test_several_processes_read_the_same_as_one(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importer, "_FEW", 1)
    import_folder(folder)
    by_many = set(Provision.objects.values_list("source__path", "ordinal", "text", "vector"))
    monkeypatch.setattr(importer, "_FEW", 100)
    monkeypatch.setattr(importer, "READER", READER + 1)
    assert len(import_folder(folder).updated) == len(FILES)
    by_one = set(Provision.objects.values_list("source__path", "ordinal", "text", "vector"))
    assert by_many == by_one


def test_a_changed_file_is_read_again_and_nothing_else(folder: Path) -> None:
    import_folder(folder)
    name = "行政法规/灯塔管理条例(2026-04-30).md"
    write(folder, {name: FILES[name].replace("为了灯塔长明", "为了灯塔永明")})
    again = import_folder(folder)
    assert (again.added, again.updated) == ((), (name,))
    texts = Provision.objects.filter(source__edition__in_force_from=NEW, number=1, kind="条")
    assert [p.text for p in texts] == ["为了灯塔永明，制定本条例。"]
    assert len(lighthouse()) == 2


def test_a_file_that_is_gone_is_reported_and_kept(folder: Path) -> None:
    import_folder(folder)
    (folder / "浙江/星海县养猫条例(2020-05-06).md").unlink()
    assert import_folder(folder).gone == ("浙江/星海县养猫条例(2020-05-06).md",)
    assert Statute.objects.filter(title="星海县养猫条例").exists()


def test_of_two_files_with_one_edition_one_is_adopted(folder: Path) -> None:
    import_folder(folder)
    twice = Source.objects.filter(title="灯塔管理条例", promulgated=date(2001, 3, 8))
    assert sorted((s.path, s.duplicates, s.edition is None) for s in twice) == [
        (
            "行政法规/副本/灯塔管理条例(2001-03-08).md",
            "",
            False,
        ),
        (
            "行政法规/灯塔管理条例(2001-03-08).md",
            "与 行政法规/副本/灯塔管理条例(2001-03-08).md 文字相同",
            True,
        ),
    ]
    assert not Provision.objects.filter(source__edition=None).exists()


def test_when_the_adopted_file_is_spoilt_the_other_one_steps_in(folder: Path) -> None:
    import_folder(folder)
    write(folder, {"行政法规/副本/灯塔管理条例(2001-03-08).md": ""})
    import_folder(folder)
    (old, _) = lighthouse()
    assert [s.path for s in old.sources.all()] == ["行政法规/灯塔管理条例(2001-03-08).md"]
    assert Provision.objects.filter(source__edition=old, kind="条").count() == 5


def test_the_files_of_a_code_are_one_edition(folder: Path) -> None:
    import_folder(folder)
    code = Edition.objects.get(statute__title="灯塔法典")
    assert (code.in_force_from, code.articles) == (date(2025, 3, 1), 4)
    assert code.sources.count() == 2


def test_a_law_that_repeals_another_ends_it(folder: Path) -> None:
    import_folder(folder)
    hut = Edition.objects.get(statute__title="灯台暂行办法")
    assert (hut.in_force_until, hut.ended_by) == (date(2001, 4, 30), "《灯塔管理条例》")


def test_the_register_adds_an_edition_whose_text_is_missing(folder: Path) -> None:
    newer = Known("灯塔管理条例", date(2027, 1, 2), date(2027, 3, 1), 9, "国务院令第999号")
    import_folder(folder, (newer,))
    *_, last = lighthouse()
    assert (last.in_force_from, last.has_text, last.articles) == (date(2027, 3, 1), False, 9)
    assert lighthouse()[1].in_force_until == date(2027, 2, 28)


def test_the_register_knows_when_an_edition_came_into_force_better_than_its_text(
    folder: Path,
) -> None:
    import_folder(folder, (Known("灯塔管理条例", date(2026, 4, 30), date(2026, 12, 1)),))
    assert [e.in_force_from for e in lighthouse()] == [OLD, date(2026, 12, 1)]
    assert [e.basis for e in lighthouse()] == ["末条", "登记"]


def test_a_text_imported_later_takes_the_place_of_the_registered_edition(tmp_path: Path) -> None:
    known = (Known("灯塔管理条例", date(2026, 4, 30), NEW, 3),)
    old, new = list(FILES)[:2]
    import_folder(write(tmp_path, {old: FILES[old]}), known)
    assert [e.has_text for e in lighthouse()] == [True, False]
    import_folder(write(tmp_path, {new: FILES[new]}), known)
    assert [e.has_text for e in lighthouse()] == [True, True]


def test_the_report_lists_every_file_that_is_not_read_whole(folder: Path) -> None:
    report = coverage(import_folder(folder).found)
    assert (report.files, report.read) == (8, 6)
    assert [(line.path, line.said) for line in report.unreadable] == [
        ("案例/猫案.md", "案例，不是法律文件")
    ]
    assert [(line.path, line.said) for line in report.partial] == [
        ("浙江/星海县养猫条例(2020-05-06).md", "缺第二条")
    ]
    assert [line.path for line in report.duplicates] == ["行政法规/灯塔管理条例(2001-03-08).md"]
    assert (report.articles, report.counted, report.held) == (21, 21, 16)


def test_a_file_that_is_not_text_is_refused_with_the_reason(folder: Path) -> None:
    (folder / "坏.md").write_bytes(b"\x80\x81\xff\xff")
    import_folder(folder)
    assert "编码" in Source.objects.get(path="坏.md").reason


def test_a_file_in_the_older_chinese_encoding_is_read(folder: Path) -> None:
    name = "灯台暂行办法(1990-01-02).md"
    (folder / name).write_bytes(FILES[f"行政法规/{name}"].encode("gb18030"))
    import_folder(folder)
    assert Source.objects.get(path=name).outcome == "全文读入"


@pytest.mark.parametrize("name", ["没有这个文件夹", "空"])
def test_a_folder_with_nothing_to_import_is_refused(tmp_path: Path, name: str) -> None:
    (tmp_path / "空").mkdir()
    with pytest.raises(ImportRefused, match=name):
        import_folder(tmp_path / name)
