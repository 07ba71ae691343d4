"""示范省 is believable, deterministic, and cannot be mistaken for real people."""

from collections import Counter

import pytest
from click.testing import CliRunner

from fashu.kernel.access import SYSTEM, acting_as
from fashu.kernel.cases.catalogue import family_of
from fashu.kernel.cases.models import Case, Event
from fashu.kernel.cases.replay import differences
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
