"""A stranger checks a published draw with one command."""

import json
from pathlib import Path

from click.testing import CliRunner

from fashu.kernel.supervision.cli import draw
from fashu.kernel.supervision.tests.test_draws import transcript


def test_a_published_draw_is_drawn_again(tmp_path: Path) -> None:
    file = tmp_path / "draw.json"
    file.write_text(json.dumps(transcript()))
    done = CliRunner().invoke(draw, ["verify", str(file)])
    assert (done.exit_code, "相符" in done.output) == (0, True)


def test_a_changed_or_broken_record_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "draw.json"
    for text in (json.dumps({**transcript(), "size": 3}), "{", "\ufeff[]"):
        file.write_text(text)
        done = CliRunner().invoke(draw, ["verify", str(file)])
        assert (done.exit_code, "不符" in done.output) == (1, True), text
