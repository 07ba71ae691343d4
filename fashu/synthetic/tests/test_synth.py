"""示范省 is believable, deterministic, and cannot be mistaken for real people."""

from collections import Counter

import pytest
from click.testing import CliRunner
from stdnum.cn import uscc

from fashu.kernel.access import SYSTEM, acting_as
from fashu.kernel.cases.catalogue import family_of
from fashu.kernel.cases.models import Case, Event
from fashu.kernel.cases.replay import differences
from fashu.kernel.registry.models import Matter, Organisation, Part, Place
from fashu.synthetic.bodies import bodies_of
from fashu.synthetic.cli import synth

pytestmark = pytest.mark.django_db


def make(*arguments: str) -> str:
    result = CliRunner().invoke(synth, list(arguments), catch_exceptions=False)
    assert result.exit_code == 0
    return result.output


def story() -> list[tuple[object, ...]]:
    with acting_as(SYSTEM):
        cases = Case.objects.order_by("number").values_list(
            "number", "title", "stage", "outcome", "opened_on", "moved_on", "seq"
        )
        return list(cases)


def test_the_same_seed_tells_the_same_story_and_a_second_run_adds_nothing() -> None:
    make("--seed", "7", "--scale", "0.3")
    first = story()
    assert len(first) == 18
    assert "没有重复生成" in make("--seed", "8")
    assert story() == first


def test_cases_stand_in_every_stage_and_every_row_follows_from_its_events() -> None:
    make("--seed", "1", "--scale", "0.8")
    with acting_as(SYSTEM):
        cases = list(Case.objects.select_related("office"))
        stages = Counter(case.stage for case in cases)
        procedure = family_of("reconsideration").versions[-1]
        assert stages.keys() == procedure.stage_of.keys()
        assert [differences(case) for case in cases] == [[]] * len(cases)
        assert Event.objects.filter(kind="lapsed").exists()


def test_no_identity_number_could_be_anybody_s() -> None:
    make("--scale", "0.2")
    with acting_as(SYSTEM):
        rows = [case.state["facts"]["identity_number"] for case in Case.objects.all()]
    assert rows
    assert all(number.startswith("resident:99") for number in rows)


def test_every_bureau_has_companies_some_of_which_take_part_in_cases() -> None:
    make("--seed", "3", "--scale", "0.5")
    with acting_as(SYSTEM):
        offices = Counter(Organisation.objects.values_list("office_path", flat=True))
        assert offices["99/9901/"] == 3
        assert set(offices.values()) == {3}
        codes = Organisation.objects.values_list("credit_code", flat=True)
        assert all(uscc.is_valid(code) and code[2:4] == "99" for code in codes)
        parts = Part.objects.filter(organisation__isnull=False)
        assert {part.role for part in parts} == {"third_party"}
        assert parts.count() >= 3
        assert Place.objects.count() == Matter.objects.count() == 3 * len(offices)


def test_the_companies_of_a_division_are_always_the_same_and_nobody_s() -> None:
    assert bodies_of("990101") == bodies_of("990101") != bodies_of("990102")
    assert all(body.code.startswith("91990101MA") for body in bodies_of("990101"))
