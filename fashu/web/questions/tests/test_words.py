"""Answers read out in words."""

import pytest

from fashu.kernel.procedure import Fact, Option, choices, day, files, flag, long_text, moment, money
from fashu.kernel.procedure.facts import Json
from fashu.web.questions import in_words

SHA = "ab" * 32


@pytest.mark.parametrize(
    ("fact", "value", "lines"),
    [
        (day("q", ""), "2026-07-01", ("2026年7月1日",)),
        (moment("q", ""), "2026-07-01T01:30:00+00:00", ("2026年7月1日 09:30",)),
        (money("q", ""), 128050, ("1,280.50元",)),
        (flag("q", ""), False, ("否",)),
        (choices("q", "", Option("a", "撤销"), Option("b", "变更")), ["a", "b"], ("撤销", "变更")),
        (long_text("q", ""), "一\n二", ("一", "二")),
        (files("q", ""), [SHA], ("决定书.pdf",)),
        (money("q", ""), None, ()),
        (day("q", ""), "去年", ("去年",)),
    ],
)
def test_an_answer_is_read_out_as_people_write_it(
    fact: Fact, value: Json, lines: tuple[str, ...]
) -> None:
    assert in_words(fact, value, {SHA: "决定书.pdf"}) == lines
