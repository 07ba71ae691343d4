from dataclasses import dataclass
from datetime import date
from pathlib import Path

from fashu.kernel.law.citation import Citation, Law
from fashu.kernel.law.register import Known
from fashu.kernel.library.check import check_citations, provisions_used_by
from fashu.kernel.library.importer import import_folder
from fashu.kernel.library.lookup import Gap
from fashu.kernel.library.models import Edition

LIGHT, HUT = Law("灯塔管理条例"), Law("灯台暂行办法")
TODAY = date(2026, 11, 21)


@dataclass(frozen=True)
class Use:
    where: str
    cite: Citation
    first: date
    until: date | None = None


def test_citations_that_hold_on_all_their_days_are_clean(library: Path) -> None:
    uses = [
        Use("点灯", LIGHT.art(2, 1, 2), date(2001, 5, 1), date(2026, 10, 31)),
        Use("守塔", Law("灯塔法典").art(3), date(2025, 3, 1)),
    ]
    report = check_citations(uses, TODAY)
    assert (report.uses, report.laws, report.is_clean) == (2, 2, True)
    assert report.notes == ()


def test_a_citation_that_a_later_edition_dropped_fails_from_that_day_on(library: Path) -> None:
    (finding,) = check_citations(
        [Use("养猫", LIGHT.art(3, inserted=1), date(2010, 1, 1))], TODAY
    ).failed
    assert (finding.where, finding.day, finding.gap) == ("养猫", date(2026, 11, 1), Gap.ARTICLE)


def test_a_law_that_expired_meanwhile_fails_on_the_day_after_its_last(library: Path) -> None:
    (finding,) = check_citations([Use("灯台", HUT.art(1), date(1995, 1, 1))], TODAY).failed
    assert (finding.day, finding.gap) == (date(2001, 5, 1), Gap.NOT_IN_FORCE)
    assert "由《灯塔管理条例》代替" in finding.message


def test_a_use_that_ended_before_the_law_did_is_clean(library: Path) -> None:
    use = Use("灯台", HUT.art(1), date(1995, 1, 1), date(2001, 4, 30))
    assert check_citations([use], TODAY).is_clean


def test_unknown_laws_articles_and_parts_fail(library: Path) -> None:
    uses = [
        Use("甲", Law("港务法").art(1), TODAY),
        Use("乙", LIGHT.art(99), TODAY),
        Use("丙", LIGHT.art(1, 7), TODAY),
    ]
    found = [(f.where, f.gap) for f in check_citations(uses, TODAY).failed]
    assert found == [("甲", Gap.LAW), ("乙", Gap.ARTICLE), ("丙", Gap.PART)]


def test_words_that_changed_under_a_running_use_ask_for_a_look(library: Path) -> None:
    report = check_citations([Use("目的", LIGHT.art(1), date(2010, 1, 1))], TODAY)
    (note,) = report.notes
    assert report.is_clean
    assert (note.day, note.gap) == (date(2026, 11, 1), None)
    assert "改动了第一条" in note.message


def test_an_edition_without_its_text_is_reported_apart(folder: Path, db: None) -> None:
    newer = Known("灯塔管理条例", date(2027, 1, 2), date(2027, 3, 1), 9)
    import_folder(folder, register=(newer,))
    uses = [
        Use("有", LIGHT.art(9), date(2027, 3, 1)),
        Use("无", LIGHT.art(10), date(2027, 3, 1)),
    ]
    report = check_citations(uses, date(2027, 6, 1))
    assert [f.where for f in report.unchecked] == ["有"]
    assert [(f.where, f.gap) for f in report.failed] == [("无", Gap.ARTICLE)]


def test_who_rests_on_an_article_is_found_while_the_edition_is_in_force(library: Path) -> None:
    old = Use("旧程序", LIGHT.art(2, 1), date(2001, 5, 1), date(2026, 10, 31))
    new = Use("新程序", LIGHT.art(2, 2), date(2026, 11, 1))
    both = Use("通用", LIGHT.art(3), date(2001, 5, 1))
    other = Use("别的法", HUT.art(2), date(2001, 5, 1))
    first, second = Edition.objects.filter(statute__title=LIGHT.title).order_by("in_force_from")
    uses = [old, new, both, other]
    assert provisions_used_by(uses, first) == {(2, 0): [old], (3, 0): [both]}
    assert provisions_used_by(uses, second) == {(2, 0): [new], (3, 0): [both]}
