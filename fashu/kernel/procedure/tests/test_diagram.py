from dataclasses import replace
from xml.etree.ElementTree import Element, fromstring

import pytest

from fashu.kernel.procedure import Branch, Step, flag
from fashu.kernel.procedure.arrows import arrows, wrapped
from fashu.kernel.procedure.diagram import diagram
from fashu.kernel.procedure.flow import START, ways
from fashu.kernel.procedure.tests.sample import V1
from fashu.kernel.procedure.tests.sample_steps import DECIDE, RESUME
from fashu.kernel.procedure.tests.sample_words import (
    APPLICANT,
    CLOSED,
    DECIDED,
    EFFECTIVE,
    EXAMINED,
    GRANTED,
    LAW,
    WAITING,
)

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def drawn() -> Element:
    return fromstring(diagram(V1, "examined"))


def classed(drawn: Element, name: str) -> list[Element]:
    return [e for e in drawn.iter(f"{SVG}g") if name in (e.get("class") or "").split()]


def test_every_stage_is_drawn_once(drawn: Element) -> None:
    assert [e.get("data-stage") for e in classed(drawn, "stage")] == list(V1.stage_of)


def test_only_the_current_stage_is_marked(drawn: Element) -> None:
    assert [e.get("data-stage") for e in classed(drawn, "is-current")] == ["examined"]
    assert classed(fromstring(diagram(V1)), "is-current") == []
    assert classed(fromstring(diagram(V1, "unheard_of")), "is-current") == []


def test_final_stages_are_marked(drawn: Element) -> None:
    final = [stage.key for stage in V1.stages if stage.final]
    assert [e.get("data-stage") for e in classed(drawn, "is-final")] == final


def test_every_way_is_shown_with_its_norm(drawn: Element) -> None:
    titles = "".join(e.findtext(f"{SVG}title") or "" for e in classed(drawn, "way"))
    for way in ways(V1):
        if way.moves:
            assert str(way.provision.cite) in titles


def test_lapses_by_law_are_dashed_and_have_a_clock(drawn: Element) -> None:
    lapses = classed(drawn, "is-lapse")
    assert len(lapses) == 2
    for lapse in lapses:
        assert lapse.find(f"{SVG}path[@stroke-dasharray]") is not None
        assert lapse.find(f"{SVG}circle") is not None
    steps = [e for e in classed(drawn, "way") if e not in lapses]
    assert all(e.find(f"{SVG}path[@stroke-dasharray]") is None for e in steps)


def test_a_strict_content_policy_allows_it(drawn: Element) -> None:
    for element in drawn.iter():
        assert element.tag not in (f"{SVG}script", f"{SVG}style", f"{SVG}foreignObject")
        assert not [name for name in element.attrib if name == "style" or name.startswith("on")]


def test_it_takes_the_colour_of_the_page(drawn: Element) -> None:
    colours = {e.get(name) for e in drawn.iter() for name in ("fill", "stroke")}
    assert colours == {None, "none", "currentColor"}


def test_it_can_be_read_aloud(drawn: Element) -> None:
    named = (drawn.get("aria-labelledby") or "").split()
    assert [e.get("id") for e in drawn[:2]] == named
    assert drawn[0].text == "示范许可流程图，目前处于“审查中”"
    assert "从“待审查”因满5个工作日，视为受理（《示范许可法》第四条第一款）" in (
        drawn[1].text or ""
    )


def test_it_is_the_same_each_time() -> None:
    assert diagram(V1, "examined") == diagram(replace(V1), "examined")


def test_words_from_a_definition_cannot_become_markup() -> None:
    title = '<script>alert("&")</script>'
    sneaky = replace(V1, stages=(replace(V1.stages[0], title=title), *V1.stages[1:]))
    assert "<script" not in diagram(sneaky)
    assert any(e.text == title for e in fromstring(diagram(sneaky)).iter(f"{SVG}text"))


# -- Arrows ----------------------------------------------------------------------------------


def test_a_return_is_drawn_to_every_stage_it_may_lead_to() -> None:
    (arrow,) = [a for a in arrows(V1) if a.lines == (RESUME.title,)]
    assert (arrow.sources, arrow.targets, arrow.upwards) == (("suspended",), ("examined",), True)


def test_steps_between_the_same_stages_share_one_arrow_of_few_words() -> None:
    accept = V1.steps["accept"]
    more = [replace(accept, key=f"accept{n}", title=f"受理方式{n}") for n in range(5)]
    many = V1.amended("x", V1.applies_from, added=tuple(more))
    (arrow,) = [a for a in arrows(many) if not a.lapse and a.targets == ("examined",)][:1]
    assert arrow.lines == ("·受理", "·受理方式0", "·受理方式1", "·受理方式2", "等6项")
    assert len(arrow.words) == 6


def test_what_may_be_done_at_many_stages_is_drawn_from_the_first() -> None:
    stages = (EXAMINED, WAITING, DECIDED, EFFECTIVE)
    withdraw = Step(
        key="withdraw", title="撤回", cite=LAW.art(9), by=(APPLICANT,), at=stages, to=CLOSED
    )
    (arrow,) = [a for a in arrows(V1.amended("x", V1.applies_from, added=(withdraw,))) if a.others]
    assert arrow.sources == ("examined",)
    assert arrow.others == ("waiting", "decided", "effective")
    assert arrow.lines == ("撤回", "（其他3个阶段也可）")
    svg = diagram(V1.amended("x", V1.applies_from, added=(withdraw,)))
    assert "从“审查中”、“待补正”、“待生效”、“待履行”经撤回" in svg


def test_a_return_to_many_stages_is_drawn_to_the_first() -> None:
    suspend = replace(V1.steps["suspend"], at=(EXAMINED, DECIDED, EFFECTIVE))
    found = arrows(V1.amended("x", V1.applies_from, replaced=(suspend,)))
    (arrow,) = [a for a in found if a.back]
    assert (arrow.sources, arrow.targets) == (("suspended",), ("examined",))
    assert arrow.others == ("decided", "effective")
    assert arrow.lines == ("恢复", "（返回原阶段）")


def test_an_arrow_of_a_branch_names_its_answers() -> None:
    split = replace(DECIDE, to=Branch(GRANTED, (("yes", DECIDED), ("no", CLOSED))))
    found = arrows(V1.amended("x", V1.applies_from, replaced=(split,)))
    lines = {"".join(arrow.lines) for arrow in found}
    assert {"作出决定（准予许可）", "作出决定（不予许可）"} <= lines


def test_an_arrow_of_a_flag_says_yes_or_no() -> None:
    agreed = flag("agreed", "同意")
    split = replace(DECIDE, asks=(agreed,), to=Branch(agreed, ((True, DECIDED), (False, CLOSED))))
    found = arrows(V1.amended("x", V1.applies_from, replaced=(split,)))
    assert {"作出决定（同意：是）", "作出决定（同意：否）"} <= {a.lines[0] for a in found}


def test_the_first_arrow_starts_outside_every_stage() -> None:
    assert arrows(V1)[0].sources == (START,)


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("受理", ["受理"]),
        ("申请行政复议或者提起行政诉讼", ["申请行政复议", "或者提起行政诉讼"]),
        ("报请人民法院裁定，抄送人民检察院", ["报请人民法院裁定", "抄送人民检察院"]),
        ("一二三四五六七八九十甲乙丙丁", ["一二三四五六七", "八九十甲乙丙丁"]),
        (
            "一二三四五六七八九十甲乙丙丁一二三四五六七八九十甲乙丙丁",
            ["一二三四五六七八九十甲乙丙", "丁一二三四五六七八九十甲…"],
        ),
    ],
)
def test_words_are_wrapped_at_marks(text: str, lines: list[str]) -> None:
    assert wrapped(text) == lines


def test_the_norm_of_a_lapse_is_that_of_its_term() -> None:
    lapse = next(a for a in arrows(V1) if a.lapse)
    assert lapse.words == (f"满5个工作日，视为受理（{LAW.art(4, 1)}）",)
