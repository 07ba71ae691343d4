"""The register on its pages: finding, the life line, 查看完整, merging, choosing, loading."""

from collections.abc import Callable
from datetime import timedelta
from random import Random
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from fashu.kernel import clock
from fashu.kernel.access import SYSTEM, Actor, acting_as
from fashu.kernel.cases.models import Case
from fashu.kernel.cases.tests.conftest import Cast
from fashu.kernel.hall.models import Booking, Rating, Slot
from fashu.kernel.procedure import Refused
from fashu.kernel.procedure.identity import token_of
from fashu.kernel.reading.models import Entry
from fashu.kernel.registry import loading, persons, subjects
from fashu.kernel.registry.loading import Row
from fashu.kernel.registry.models import IdentityDocument, Merge, Part, Person
from fashu.kernel.registry.persons import Entered
from fashu.kernel.testing.answers import random_identity
from fashu.web.public.tests.test_numbers import MASKED, NUMBER, filed

pytestmark = pytest.mark.django_db

As = Callable[[Actor], Client]
LIST = "/workbench/persons/"


@pytest.fixture
def person(cast: Cast) -> Person:
    """张三, who has filed with the eastern county."""
    filed(cast.alice)
    with acting_as(SYSTEM):
        return Person.objects.get()


def text(response: Any) -> str:
    assert response.status_code == 200, response.status_code
    return str(response.content.decode())


@pytest.mark.parametrize("words", ["张", "张三", "zs", "Z", NUMBER, "110105 19491231 002x"])
def test_a_person_is_found_by_name_initials_and_number(
    cast: Cast, person: Person, as_: As, words: str
) -> None:
    page = text(as_(cast.east).get(LIST, {"q": words}))
    assert f"/workbench/persons/{person.pk}/" in page
    assert NUMBER not in page
    assert MASKED in page


@pytest.mark.parametrize("words", ["三", "李", "sz", f"{NUMBER[:-1]}1"])
def test_what_does_not_fit_finds_nobody(cast: Cast, person: Person, as_: As, words: str) -> None:
    assert f"/workbench/persons/{person.pk}/" not in text(as_(cast.east).get(LIST, {"q": words}))


def test_the_sibling_county_finds_nobody_by_any_way(cast: Cast, person: Person, as_: As) -> None:
    west = as_(cast.west)
    for words in ("", "张", NUMBER):
        assert "张三" not in text(west.get(LIST, {"q": words}))
    assert west.get(f"{LIST}{person.pk}/").status_code == 404
    assert "张三" not in text(west.get(f"{LIST}choose/", {"name": "x", "_find_x": "张"}))
    assert west.post(f"{LIST}{person.pk}/reveal/", {"reason": "核对身份"}).status_code == 404


def test_a_case_is_found_by_the_number_of_its_applicant(
    cast: Cast, person: Person, as_: As
) -> None:
    with acting_as(SYSTEM):
        number = Case.objects.get().number
    assert number in text(as_(cast.east).get("/workbench/cases/", {"q": NUMBER}))
    assert number not in text(as_(cast.west).get("/workbench/cases/", {"q": NUMBER}))


def test_the_life_line_tells_the_cases_and_the_readings_in_order(
    cast: Cast, person: Person, as_: As
) -> None:
    east = as_(cast.east)
    text(east.get(f"{LIST}{person.pk}/"))
    page = text(east.get(f"{LIST}{person.pk}/"))
    with acting_as(SYSTEM):
        case = Case.objects.get()
    assert case.number in page
    assert "作为申请人" in page
    assert "查看人员档案" in page
    assert page.index("查看人员档案") < page.index("作为申请人")


def _hall(cast: Cast) -> None:
    """张三 has booked a counter in each county, and rated how the eastern one served him."""
    with acting_as(SYSTEM):
        for actor, matter in ((cast.east, "递交材料"), (cast.west, "在西县咨询")):
            starts = clock.now() + timedelta(days=1)
            slot = Slot.objects.create(
                office_id=actor.office_id or 0,
                starts_at=starts,
                ends_at=starts + timedelta(minutes=15),
                counter=1,
            )
            Booking.objects.create(
                slot=slot,
                account_id=cast.alice.account_id or 0,
                code=matter,
                name="张三",
                matter=matter,
                starts_at=starts + timedelta(hours=slot.pk),
                office_path=actor.office_path,
                booked_at=clock.now(),
            )
        Rating.objects.create(
            case=Case.objects.get(),
            account_id=cast.alice.account_id or 0,
            office_id=cast.east.office_id or 0,
            supervisor_path=cast.city.office_path,
            grade=1,
            rated_at=clock.now(),
        )


def test_the_life_line_tells_of_the_hall_only_what_its_reader_may_see(
    cast: Cast, person: Person, as_: As
) -> None:
    _hall(cast)
    east, city = (text(as_(actor).get(f"{LIST}{person.pk}/")) for actor in (cast.east, cast.city))
    assert "/workbench/bookings/?on=2026-02-1" in east
    assert "递交材料" in east
    assert "在西县咨询" not in east
    assert "评价了一次服务" not in east, "whoever handled the case never learns who rated it"
    assert "在西县咨询" in city
    assert "/workbench/ratings/" in city.partition("一人一档")[2]


def test_the_whole_number_is_shown_to_whoever_handles_the_case_and_says_why(
    cast: Cast, person: Person, as_: As
) -> None:
    ref = _ref()
    page = text(
        as_(cast.east).post(f"{LIST}{person.pk}/reveal/", {"ref": ref, "reason": "核对当事人身份"})
    )
    assert NUMBER in page
    with acting_as(cast.alice):
        entry = Entry.objects.get(view="reveal")
        assert (entry.purpose, entry.name, entry.persons) == (
            "核对当事人身份",
            cast.east.name,
            [person.pk],
        )
    assert NUMBER not in text(as_(cast.east).get(f"{LIST}{person.pk}/"))


def test_without_a_reason_or_a_part_in_the_case_no_number_is_shown(
    cast: Cast, person: Person, as_: As
) -> None:
    ref = _ref()
    for actor, reason in (
        (cast.east, "看"),
        (cast.city, "监督检查需要"),
        (cast.auditor, "审计需要"),
    ):
        page = text(as_(actor).post(f"{LIST}{person.pk}/reveal/", {"ref": ref, "reason": reason}))
        assert NUMBER not in page
    with acting_as(SYSTEM):
        assert not Entry.objects.filter(view="reveal").exists()


def _ref() -> str:
    with acting_as(SYSTEM):
        return IdentityDocument.objects.get().ref


def snapshot() -> list[tuple[object, ...]]:
    """Every row of the register but the merges, as a superuser reads them."""
    found = []
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL ROLE NONE")
        for table in ("person", "identitydocument", "part"):
            cursor.execute(f"SELECT t::text FROM registry_{table} t ORDER BY id")
            found += cursor.fetchall()
        cursor.execute("SET LOCAL ROLE fashu_app")
    return found


def test_a_merge_shows_both_as_one_and_is_taken_back_exactly(
    cast: Cast, person: Person, as_: As
) -> None:
    with acting_as(cast.east):
        other = persons.add(
            Entered(name="张三（旧）", number="passport:E12345678"[9:], document="passport")
        )
    before, east = snapshot(), as_(cast.east)
    east.post(f"{LIST}{person.pk}/merge/", {"other": str(other.pk), "reason": "同一人的护照"})
    page = text(east.get(f"{LIST}{other.pk}/", follow=True))
    assert "E1*****78" in page
    assert MASKED in page
    assert f'href="{LIST}{other.pk}/"' not in text(east.get(LIST))
    with acting_as(cast.east):
        done = Merge.objects.get()
    east.post(f"{LIST}{person.pk}/unmerge/", {"merge": str(done.pk)})
    assert snapshot() == before


def test_nobody_is_merged_into_himself_or_round_in_a_circle(cast: Cast, person: Person) -> None:
    with acting_as(cast.east):
        other = persons.add(Entered(name="张叁"))
        with pytest.raises(Refused, match="它自己"):
            subjects.merge(person, person, "同一人")
        subjects.merge(person, other, "同一人")
        other.refresh_from_db()
        with pytest.raises(Refused, match=r"它自己|已经并入"):
            subjects.merge(other, person, "同一人")


def test_a_person_is_entered_once_for_one_number(cast: Cast) -> None:
    with acting_as(cast.east):
        first = persons.add(Entered(name="王五", number=NUMBER))
        again = persons.add(Entered(name="王伍", number="110105491231002"))
        assert first.pk == again.pk
        with pytest.raises(Refused, match="性别与证件号码不一致"):
            persons.add(Entered(name="王五", number=NUMBER, is_male=True))


def test_somebody_already_entered_is_chosen_instead_of_typed_again(
    cast: Cast, person: Person, as_: As
) -> None:
    page = text(
        as_(cast.east).get(
            f"{LIST}choose/", {"name": "identity", "id": "q", "_find_identity": "zs"}
        )
    )
    token = page.split('name="_person_identity" value="')[1].split('"')[0]
    assert token_of(token) is not None
    facts = {"identity": token}
    opened = filed(cast.alice, "again", **facts)
    with acting_as(SYSTEM):
        assert Part.objects.filter(person=person).count() == 2
        assert opened.number


def test_two_thousand_persons_are_loaded_in_one_go_and_found(cast: Cast) -> None:
    random, number = Random(1), set[str]()
    while len(number) < 2000:
        number.add(random_identity(random))
    rows = [Row(f"测{n}", each) for n, each in enumerate(sorted(number))]
    with acting_as(SYSTEM), CaptureQueriesContext(connection) as asked:
        entered = (cast.east.account_id or 0, cast.east.office_path)
        assert loading.load(rows[:500], *entered) == 500
        assert loading.load(rows, *entered) == 1500
    assert len(asked) < len(rows) // 10
    with acting_as(cast.east):
        found = persons.find(rows[7].number).get()
        assert (found.name, found.born_on is not None) == ("测7", True)
    with acting_as(cast.east), pytest.raises(PermissionError):
        loading.load(rows[:1], 1)
