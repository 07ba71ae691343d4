"""数据范围 in the database: each of the five scopes, alone, together, and business by business."""

from dataclasses import replace

import pytest
from django.db import connection

from fashu.kernel import api
from fashu.kernel.access import DataScope, Reach, acting_as
from fashu.kernel.access.reach import EVERY_BUSINESS, Part, part_of, united
from fashu.kernel.access.scope import EVERYWHERE
from fashu.kernel.cases.models import Case, Event, Note
from fashu.kernel.cases.tests.conftest import Cast
from fashu.kernel.cases.tests.test_actions import open_sample, take

S = DataScope


@pytest.fixture
def numbers(cast: Cast) -> dict[str, str]:
    """A case of each county, and one of the city itself; office -> number."""
    offices = {"east": "990101", "west": "990102", "city": "9901"}
    return {name: open_sample(cast.alice, name, code).number for name, code in offices.items()}


def reach(cast: Cast, scope: DataScope, *custom: str, business: str = EVERY_BUSINESS) -> Reach:
    """The scope of a role that an officer of the city has."""
    paths = [getattr(cast, name).office_path for name in custom]
    return Reach.of({business: part_of(scope, cast.city.office_path, paths)})


def seen(cast: Cast, given: Reach) -> set[str]:
    """The numbers of all cases that the officer of the city sees with this reach."""
    with acting_as(replace(cast.city, granted=given)):
        found = set(Case.objects.values_list("number", flat=True))
        hanging = set(Event.objects.values_list("case__number", flat=True))
    assert hanging == found
    return found


@pytest.mark.parametrize(
    ("scope", "custom", "expected"),
    [
        (S.ALL, (), {"east", "west", "city"}),
        (S.CUSTOM, ("east",), {"east"}),
        (S.CUSTOM, ("city",), {"city"}),
        (S.CUSTOM, ("east", "west"), {"east", "west"}),
        (S.CUSTOM, (), set()),
        (S.OFFICE, (), {"city"}),
        (S.SUBTREE, (), {"east", "west", "city"}),
        (S.OWN, (), set()),
    ],
)
def test_each_scope_shows_exactly_its_cases(
    scope: DataScope,
    custom: tuple[str, ...],
    expected: set[str],
    cast: Cast,
    numbers: dict[str, str],
) -> None:
    found = seen(cast, reach(cast, scope, *custom))
    assert found == {numbers[name] for name in expected}


def test_without_any_role_nothing_is_seen(cast: Cast, numbers: dict[str, str]) -> None:
    assert seen(cast, Reach()) == set()


def test_a_business_with_a_line_of_its_own_does_not_follow_the_general_one(
    cast: Cast, numbers: dict[str, str]
) -> None:
    (procedure,) = {case.procedure for case in _all(cast)}
    wide = Part(EVERYWHERE)
    narrow = part_of(S.OFFICE, cast.city.office_path)
    other_only = Reach.of({EVERY_BUSINESS: narrow, "other": wide})
    this_only = Reach.of({EVERY_BUSINESS: wide, procedure: narrow})
    nothing_here = Reach.of({EVERY_BUSINESS: wide, procedure: Part()})
    assert seen(cast, other_only) == {numbers["city"]}
    assert seen(cast, this_only) == {numbers["city"]}
    assert seen(cast, nothing_here) == set()


def _all(cast: Cast) -> list[Case]:
    with acting_as(cast.city):
        return list(Case.objects.all())


def test_several_roles_show_their_union(cast: Cast, numbers: dict[str, str]) -> None:
    two = united([reach(cast, S.CUSTOM, "east"), reach(cast, S.OFFICE)])
    assert seen(cast, two) == {numbers["east"], numbers["city"]}


def test_one_whose_scope_is_his_own_sees_what_he_handles_or_took_a_step_in(
    cast: Cast, numbers: dict[str, str]
) -> None:
    own = reach(cast, S.OWN)
    with acting_as(cast.city):
        Case.objects.filter(number=numbers["east"]).update(handler=cast.city.account_id)
    assert seen(cast, own) == {numbers["east"]}
    take(cast.city, numbers["city"], "accept")
    assert seen(cast, own) == {numbers["east"], numbers["city"]}


def test_ones_own_cases_stay_behind_with_the_office_that_one_left(
    cast: Cast, numbers: dict[str, str]
) -> None:
    with acting_as(cast.city):
        Case.objects.filter(number=numbers["city"]).update(handler=cast.city.account_id)
    moved = Reach.of({EVERY_BUSINESS: part_of(S.OWN, cast.east.office_path)})
    assert seen(cast, moved) == set()


def test_whoever_reaches_a_case_only_by_taking_part_reads_no_remark(
    cast: Cast, numbers: dict[str, str]
) -> None:
    """The outer bound of a refined reach may cover the office; the remark is still not for him."""
    with acting_as(cast.east):
        api.add_participant(numbers["east"], "expert", "市局", office="9901", request_key="joined")
        api.add_note(numbers["east"], "只给本机关看")
    narrow = Reach.of(
        {EVERY_BUSINESS: part_of(S.OFFICE, cast.city.office_path), "other": Part(EVERYWHERE)}
    )
    with acting_as(replace(cast.city, granted=narrow)):
        assert Case.objects.filter(number=numbers["east"]).exists()
        assert not Note.objects.exists()
    with acting_as(cast.city):
        assert Note.objects.count() == 1


def test_whoever_does_not_reach_a_case_does_not_act_on_it_by_his_post(
    cast: Cast, numbers: dict[str, str]
) -> None:
    """He still sees it, because his own account takes part in it."""
    with acting_as(cast.east):
        api.add_participant(
            numbers["east"], "expert", "东官", account=cast.east.account_id, request_key="joined"
        )
    elsewhere = replace(cast.east, granted=Reach.of({EVERY_BUSINESS: Part()}))
    with acting_as(elsewhere):
        case = Case.objects.get(number=numbers["east"])
        assert api.roles_in(elsewhere, case) == {"expert"}


def test_the_plain_scope_is_told_as_a_range_and_nothing_else(cast: Cast) -> None:
    told = cast.city.reach.settings()
    assert told["fashu.reach_from"] == "9901/"
    assert not any(told[key] for key in ("fashu.reach", "fashu.offices", "fashu.own"))


def test_a_range_without_a_name_shows_nothing(cast: Cast, numbers: dict[str, str]) -> None:
    """Whoever sets the bound and forgets who acts still sees no case."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('fashu.reach_from', '0', true)")
        cursor.execute("SELECT set_config('fashu.reach_to', '~', true)")
        cursor.execute("SELECT count(*) FROM cases_case")
        assert cursor.fetchone()[0] == 0
        cursor.execute("SELECT set_config('fashu.reach_from', '', true)")
        cursor.execute("SELECT set_config('fashu.reach_to', '', true)")
