"""Every story of the scenarios turns out as it is told."""

from pathlib import Path

import pytest

from fashu.businesses.government.reconsideration.procedure import FAMILY
from fashu.kernel.testing.scenario import Story, play, stories, usual_answers

_HERE = Path(__file__).parent / "scenarios"
_USUAL = usual_answers(_HERE / "answers.yaml")
_STORIES = [
    pytest.param(story, id=f"{path.stem}: {story.name}")
    for path in sorted(_HERE.glob("*.yaml"))
    if path.name != "answers.yaml"
    for story in stories(path)
]


@pytest.mark.parametrize("story", _STORIES)
def test_a_story_turns_out_as_it_is_told(story: Story) -> None:
    assert play(FAMILY, story, _USUAL) == []
