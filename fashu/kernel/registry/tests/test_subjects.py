"""Organisations, places and matters in the register: entered once, found, merged, kept apart."""

from datetime import date

import pytest
from django.db import connection, transaction
from django.db.utils import IntegrityError

from fashu.kernel.access import SYSTEM, Actor, acting_as
from fashu.kernel.cases.tests.conftest import Cast, cast, noon, sample_business
from fashu.kernel.procedure import Refused
from fashu.kernel.registry import organisations, places, subjects
from fashu.kernel.registry.models import Matter, Organisation, OrganisationMerge, Place
from fashu.kernel.registry.organisations import Entered
from fashu.kernel.registry.places import Site

__all__ = ["cast", "noon", "sample_business"]
pytestmark = pytest.mark.django_db

CODE = "91110000600037341L"
OTHER = "91990101MA0000001Y"


def entered(actor: Actor, name: str = "明德商贸有限公司", code: str = CODE) -> Organisation:
    with acting_as(actor):
        return organisations.add(Entered(name=name, code=code))


def found(actor: Actor, words: str) -> list[str]:
    with acting_as(actor):
        return [each.name for each in organisations.find(words)]


@pytest.mark.parametrize("words", ["", "明德", "mdsm", "MD", CODE, "911100", "9111 0000 6000"])
def test_an_organisation_is_found_by_name_initials_and_code(cast: Cast, words: str) -> None:
    entered(cast.east)
    assert found(cast.east, words) == ["明德商贸有限公司"]


@pytest.mark.parametrize("words", ["商贸", "sm", "91111", OTHER])
def test_what_does_not_fit_finds_no_organisation(cast: Cast, words: str) -> None:
    entered(cast.east)
    assert found(cast.east, words) == []


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("91110000600037341M", "校验位"),
        ("9111000060003734", "应为18位，现有16位"),
        ("O1110000600037341L", "校验位或者字符不符"),
    ],
)
def test_a_wrong_code_is_refused_in_words(cast: Cast, code: str, words: str) -> None:
    with pytest.raises(Refused, match=words):
        entered(cast.east, code=code)
    with pytest.raises(Refused, match="请填写名称"):
        entered(cast.east, name="  ")


def test_an_office_enters_a_code_once_however_it_is_typed(cast: Cast) -> None:
    first = entered(cast.east)
    assert entered(cast.colleague, "明德商贸", " 9111 0000 6000 3734 1l").pk == first.pk
    assert entered(cast.city, "明德商贸").pk == first.pk, "the office above sees the entry"
    with acting_as(cast.east), transaction.atomic(), pytest.raises(IntegrityError):
        subjects.create(Organisation, "x", credit_code=CODE)


def test_a_second_click_in_the_same_moment_enters_nothing_twice(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = entered(cast.east)
    monkeypatch.setattr(organisations, "of_code", lambda code: None)
    assert entered(cast.colleague).pk == first.pk


def test_a_sibling_county_sees_no_entry_and_enters_its_own(cast: Cast) -> None:
    first = entered(cast.east)
    assert found(cast.west, "") == []
    assert found(cast.city, "") == ["明德商贸有限公司"]
    assert found(cast.alice, "") == []
    second = entered(cast.west)
    assert second.pk != first.pk
    with acting_as(cast.east):
        assert list(Organisation.objects.values_list("pk", flat=True)) == [first.pk]


def test_whoever_has_the_whole_code_is_told_its_number_and_nothing_else(cast: Cast) -> None:
    first = entered(cast.east)
    with acting_as(cast.west):
        assert organisations.number_of_code(CODE) == first.pk
        assert organisations.number_of_code(OTHER) is None
        assert organisations.of_code(CODE) is None
    entered(cast.east, "没有代码的组织", "")
    with acting_as(cast.west):
        assert organisations.number_of_code("") is None


def snapshot() -> list[tuple[object, ...]]:
    """Every organisation, as a superuser reads it."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL ROLE NONE")
        cursor.execute("SELECT t::text FROM registry_organisation t ORDER BY id")
        rows = list(cursor.fetchall())
        cursor.execute("SET LOCAL ROLE fashu_app")
    return rows


def test_two_entries_of_one_organisation_are_merged_and_parted_again(cast: Cast) -> None:
    east, west = entered(cast.east), entered(cast.west, "明德商贸")
    before = snapshot()
    with acting_as(cast.city):
        subjects.merge(east, west, "同一代码")
        assert [each.pk for each in subjects.together(east)] == [east.pk, west.pk]
        assert organisations.find("").get().pk == east.pk
        assert organisations.of_code(CODE) == east
        done = OrganisationMerge.objects.get()
        with pytest.raises(Refused, match="已经并入"):
            subjects.merge(east, west, "再来一次")
        subjects.unmerge(done)
        with pytest.raises(Refused, match="已经撤销"):
            subjects.unmerge(done)
    assert snapshot() == before


def test_organisations_of_different_codes_are_never_one(cast: Cast) -> None:
    one, other = entered(cast.east), entered(cast.east, "另一公司", OTHER)
    nameless = entered(cast.east, "明德商贸（旧称）", "")
    with acting_as(cast.east):
        with pytest.raises(Refused, match="代码不同"):
            subjects.merge(one, other, "看错了")
        with pytest.raises(Refused, match="请写明"):
            subjects.merge(one, nameless, " ")
        subjects.merge(one, nameless, "营业执照换发前的名称")
        assert OrganisationMerge.objects.count() == 1
    with acting_as(cast.west):
        assert OrganisationMerge.objects.count() == 0


def test_a_merged_entry_that_is_out_of_sight_is_no_hint(cast: Cast) -> None:
    east, west = entered(cast.east), entered(cast.west)
    with acting_as(cast.city):
        subjects.merge(west, east, "同一代码")
    with acting_as(cast.east):
        mine = Organisation.objects.get()
        assert (mine.pk, subjects.standing_for(mine).pk) == (east.pk, east.pk)
    with acting_as(cast.west):
        assert subjects.together(Organisation.objects.get()) == [west]


# -- Places and matters ----------------------------------------------------------------------------

MILL = Site(name="清河街12号", division_code="990101", latitude=30.5, longitude=104.0)


def test_a_place_is_entered_once_and_found(cast: Cast) -> None:
    with acting_as(cast.east):
        mill = places.add_place(MILL)
        assert places.add_place(MILL).pk == mill.pk
        for words in ("清河", "qhj", "9901", ""):
            assert places.find_places(words).get().pk == mill.pk
        assert not places.find_places("河街").exists()
    with acting_as(cast.west):
        assert not Place.objects.exists()
        assert places.add_place(MILL).pk != mill.pk


@pytest.mark.parametrize(
    ("site", "words"),
    [
        (Site(name="", division_code="990101"), "请填写地址"),
        (Site(name="某处", division_code="9901"), "6位、9位或者12位"),
        (Site(name="某处", division_code="９９０１０１"), "6位、9位或者12位"),
        (Site(name="某处", division_code="990101", latitude=1.0), "同时填写"),
        (Site(name="某处", division_code="990101", latitude=91.0, longitude=0.0), "纬度应在"),
        (
            Site(name="某处", division_code="990101", latitude=float("nan"), longitude=0.0),
            "纬度应在",
        ),
    ],
)
def test_a_place_that_is_none_is_refused_in_words(cast: Cast, site: Site, words: str) -> None:
    with acting_as(cast.east), pytest.raises(Refused, match=words):
        places.add_place(site)


def test_a_matter_is_entered_once_found_and_hidden_from_the_sibling_county(cast: Cast) -> None:
    with acting_as(cast.east):
        mill = places.add_place(MILL)
        fire = places.add_matter("粮站失火", date(2026, 1, 5), mill)
        assert places.add_matter(" 粮站失火", date(2026, 1, 5), mill).pk == fire.pk
        assert places.add_matter("粮站失火", None, None).pk != fire.pk
        assert places.find_matters("lz").count() == 2
        with pytest.raises(Refused, match="不能晚于今天"):
            places.add_matter("明天的事", date(2026, 2, 12), None)
    with acting_as(cast.west):
        assert not Matter.objects.exists()
    with acting_as(cast.city):
        assert places.find_matters("粮站").count() == 2
    with acting_as(SYSTEM):
        assert Place.objects.count() == 1


def test_an_inspector_reads_the_register_and_writes_nothing_into_it(cast: Cast) -> None:
    with acting_as(cast.east):
        first, second = (organisations.add(Entered(name=f"某粮站{n}")) for n in "一二")
        done = subjects.merge(first, second, "同一单位")
    with acting_as(cast.auditor):
        for write in (
            lambda: places.add_place(MILL),
            lambda: organisations.add(Entered(name="某厂")),
            lambda: subjects.merge(second, first, "同一单位"),
            lambda: subjects.unmerge(OrganisationMerge.objects.get(pk=done.pk)),
        ):
            with pytest.raises(Refused, match="只查看"):
                write()
