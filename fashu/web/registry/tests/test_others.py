"""Organisations, places and matters on their pages, and the life line of an organisation."""

import re
from collections.abc import Callable

import pytest
import time_machine
from django.test import Client

from fashu.kernel import api
from fashu.kernel.access import SYSTEM, Actor, acting_as
from fashu.kernel.cases.models import Case
from fashu.kernel.cases.tests.conftest import Cast
from fashu.kernel.reading.models import Entry
from fashu.kernel.registry import organisations
from fashu.kernel.registry.models import Matter, Organisation, OrganisationMerge, Part, Place
from fashu.kernel.registry.organisations import Entered
from fashu.web.public.tests.test_numbers import filed
from fashu.web.registry.tests.conftest import CODE, case_number, text

pytestmark = pytest.mark.django_db

As = Callable[[Actor], Client]
LIST = "/workbench/organisations/"
LINE = re.compile(r'<li class="is-\w+">\s*<div><b>[^<]*</b>\s*<a class="num"[^>]*>([^<]+)</a>')


# -- Organisations ---------------------------------------------------------------------------------


def test_an_organisation_that_files_is_entered_with_its_part(
    cast: Cast, company: Organisation
) -> None:
    with acting_as(cast.east):
        part = Part.objects.get()
        assert (part.organisation, part.role, part.name) == (company, "applicant", "明德商贸")
        assert (company.name, company.credit_code, company.initials) == ("明德商贸", CODE, "mdsm")


def test_the_same_code_in_another_county_is_the_same_organisation(
    cast: Cast, company: Organisation
) -> None:
    more = {"kind": "entity", "identity": "", "code": CODE, "principal": "李四"}
    filed(cast.bob, "b", "990102", name="明德商贸公司", **more)
    with acting_as(SYSTEM):
        assert Organisation.objects.get() == company
    with acting_as(cast.west):
        assert [part.name for part in Part.objects.all()] == ["明德商贸公司"]


@pytest.mark.parametrize("words", ["", "明德", "mdsm", CODE, CODE[:8]])
def test_an_organisation_is_found_on_its_page(
    cast: Cast, company: Organisation, as_: As, words: str
) -> None:
    page = text(as_(cast.east).get(LIST, {"q": words}))
    assert f"{LIST}{company.pk}/" in page
    assert CODE in page


def test_the_sibling_county_sees_neither_the_organisation_nor_its_parts(
    cast: Cast, company: Organisation, as_: As
) -> None:
    west = as_(cast.west)
    for words in ("", "明德", CODE):
        assert "明德商贸" not in text(west.get(LIST, {"q": words}))
        assert "明德商贸" not in text(
            west.get("/workbench/subjects/choose/", {"_find_subject": words})
        )
        chosen = {"name": "x", "id": "x", "_find_x": words}
        assert "明德商贸" not in text(west.get(f"{LIST}choose/", chosen))
    assert west.get(f"{LIST}{company.pk}/").status_code == 404
    assert west.post(f"{LIST}{company.pk}/merge/", {"other": "1"}).status_code == 404
    with acting_as(cast.west):
        assert not Organisation.objects.exists()
        assert not Part.objects.exists()


def test_the_life_line_tells_case_steps_and_papers_and_notes_who_read_it(
    cast: Cast, company: Organisation, as_: As
) -> None:
    number = case_number()
    with acting_as(cast.east):
        api.take_step(number, "ask_correction", {}, request_key="ask")
    page = text(as_(cast.east).get(f"{LIST}{company.pk}/"))
    for words in ("作为申请人", "申请复议", "要求补正，制作《补正通知书》", CODE):
        assert words in page
    assert f"/workbench/cases/{number}/#timeline" in page
    with acting_as(cast.alice):
        entry = Entry.objects.get(view="organisation")
        assert entry.name == cast.east.name


def test_when_another_office_entered_the_same_organisation_is_not_told(
    cast: Cast, as_: As, noon: time_machine.Traveller
) -> None:
    with acting_as(cast.east):
        entry = organisations.add(Entered(name="明德商贸", code=CODE))
    noon.move_to("2026-02-13T12:00:00+08:00")
    more = {"kind": "entity", "identity": "", "code": CODE, "principal": "李四"}
    filed(cast.bob, "b", "990102", name="明德商贸公司", **more)
    east, west = (as_(who).get(f"{LIST}{entry.pk}/") for who in (cast.east, cast.west))
    assert "登记为" in text(east)
    assert "登记为" not in text(west)
    assert "作为申请人" in text(west)
    for page in (text(west), text(as_(cast.west).get(LIST))):
        assert "2026-02-11" not in page


def test_a_long_line_has_pages_without_a_gap(cast: Cast, company: Organisation, as_: As) -> None:
    more = {"kind": "entity", "identity": "", "code": CODE, "principal": "张三"}
    for n in range(15):
        filed(cast.alice, f"again{n}", name="明德商贸", act=f"act{n % 9 + 1}", **more)
    east = as_(cast.east)
    pages = [text(east.get(f"{LIST}{company.pk}/", {"page": n})) for n in (1, 2)]
    assert [page.count('<li class="is-') for page in pages] == [30, 2]
    assert '共 <span class="num">16</span> 次参加案件' in pages[0]
    with acting_as(SYSTEM):
        numbers = set(Case.objects.values_list("number", flat=True))
    told = [each for page in pages for each in LINE.findall(page)]
    assert sorted(told) == sorted([*numbers, *numbers])


def test_an_officer_enters_an_organisation_or_is_told_what_is_wrong(cast: Cast, as_: As) -> None:
    east = as_(cast.east)
    page = text(east.post(f"{LIST}new/", {"name": "石门粮站", "code": CODE[:-1] + "M"}))
    assert "校验位" in page
    assert 'value="石门粮站"' in page
    answer = east.post(f"{LIST}new/", {"name": "石门粮站", "code": CODE})
    with acting_as(cast.east):
        assert answer.headers["Location"] == f"{LIST}{Organisation.objects.get().pk}/"


def test_two_entries_are_merged_and_parted_on_the_page(
    cast: Cast, company: Organisation, as_: As
) -> None:
    with acting_as(cast.east):
        other = organisations.add(Entered(name="明德商贸（旧称）"))
    east = as_(cast.east)
    page = text(east.post(f"{LIST}{company.pk}/merge/", {"other": "x"}, follow=True))
    assert "请填写要并入的登记的编号" in page
    sent = {"other": str(other.pk), "reason": "更名以前的登记"}
    east.post(f"{LIST}{company.pk}/merge/", sent)
    page = text(east.get(f"{LIST}{other.pk}/", follow=True))
    assert "更名以前的登记" in page
    assert f'href="{LIST}{other.pk}/"' not in text(east.get(LIST))
    with acting_as(cast.east):
        done = OrganisationMerge.objects.get()
    east.post(f"{LIST}{company.pk}/unmerge/", {"merge": str(done.pk)})
    assert f'href="{LIST}{other.pk}/"' in text(east.get(LIST))


# -- Places and matters ----------------------------------------------------------------------------


def test_a_place_and_what_happened_there_are_entered_and_found(cast: Cast, as_: As) -> None:
    east = as_(cast.east)
    sent = {"name": "清河街12号", "division_code": "990101", "latitude": "30.5"}
    assert "同时填写" in text(east.post("/workbench/places/new/", sent))
    assert "应为小数" in text(east.post("/workbench/places/new/", {**sent, "longitude": "东"}))
    page = text(east.post("/workbench/places/new/", {**sent, "longitude": "104"}, follow=True))
    assert "30.5，104" in page
    with acting_as(cast.east):
        place = Place.objects.get()
    found = text(east.get("/workbench/places/choose/", {"_find_place": "qh"}))
    assert f'name="place" value="{place.pk}"' in found
    fire = {"name": "粮站失火", "happened_on": "2026-01-05", "place": str(place.pk)}
    for wrong, words in (({"place": "999999"}, "没有找到这个地点"), ({"happened_on": "x"}, "完整")):
        page = text(east.post("/workbench/matters/new/", {**fire, **wrong}))
        assert words in page
        assert 'value="粮站失火"' in page
    searched = {**fire, "place": "", "_find_place": "清河", "_do": "stay"}
    page = text(east.post("/workbench/matters/new/", searched))
    assert f'name="place" value="{place.pk}"' in page
    assert 'value="粮站失火"' in page
    page = text(east.post("/workbench/matters/new/", fire, follow=True))
    assert "清河街12号" in page
    with acting_as(cast.east):
        matter = Matter.objects.get()
    assert "粮站失火" in text(east.get(f"/workbench/places/{place.pk}/"))
    assert f"/workbench/places/{place.pk}/" in text(east.get("/workbench/places/", {"q": "qh"}))
    assert f"/workbench/matters/{matter.pk}/" in text(east.get("/workbench/matters/", {"q": "lz"}))
    west = as_(cast.west)
    for kind, pk in (("places", place.pk), ("matters", matter.pk)):
        assert west.get(f"/workbench/{kind}/{pk}/").status_code == 404
        assert "还没有登记" in text(west.get(f"/workbench/{kind}/"))
    assert "清河" not in text(west.get("/workbench/places/choose/", {"_find_place": "qh"}))
    assert "没有找到这个地点" in text(west.post("/workbench/matters/new/", fire))


def test_citizens_and_administrators_have_no_register(cast: Cast, as_: As) -> None:
    for path in ("organisations/", "places/", "matters/", "subjects/choose/"):
        assert as_(cast.alice).get(f"/workbench/{path}").status_code == 403
