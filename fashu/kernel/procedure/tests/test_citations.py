from dataclasses import replace
from datetime import date

from fashu.kernel.procedure import Family
from fashu.kernel.procedure.citations import Cited, citations
from fashu.kernel.procedure.tests.sample import FAMILY, V1
from fashu.kernel.procedure.tests.sample_words import LAW


def test_every_kind_of_place_is_cited() -> None:
    found = {(cited.where, cited.cite) for cited in citations(FAMILY)}
    first = "示范许可（2024-01-01）"
    assert {
        (f"{first}步骤“受理”", LAW.art(4, 1)),
        (f"{first}期限“审查期限”", LAW.art(20)),  # how days are counted
        (f"{first}期限“审查期限”", LAW.art(4, 3)),  # the lapse
        (f"{first}期限“审查决定期限”", LAW.art(7, 2)),  # a pause
        (f"{first}步骤“通知补正”", LAW.art(5, 1)),  # the paper
        (f"{first}步骤“申请”", LAW.art(3, 3)),  # a rule
        (f"{first}步骤“申请”", LAW.art(3, 2)),  # an option
        (f"{first}步骤“作出决定”", LAW.art(10, 3)),  # a condition
        (f"{first}《许可决定书》送达", LAW.art(11, 1)),
        ("示范许可（2025-07-01）过渡规定", LAW.art(21, 1)),
    } <= found


def test_a_provision_speaks_only_for_itself() -> None:
    decision = [c.cite for c in citations(FAMILY) if "期限“审查决定期限”" in c.where]
    assert LAW.art(10, 2) not in decision  # the paper of the step that meets it


def test_a_version_needs_its_law_until_the_next_applies() -> None:
    spans = {cited.where[5:15]: (cited.first, cited.until) for cited in citations(FAMILY)}
    assert spans == {
        "2024-01-01": (date(2024, 1, 1), date(2025, 6, 30)),
        "2025-07-01": (date(2025, 7, 1), date(2026, 6, 30)),
        "2026-07-01": (date(2026, 7, 1), None),
    }


def test_a_place_names_a_norm_once() -> None:
    found = list(citations(FAMILY))
    assert len(found) == len(set(found))
    assert isinstance(found[0], Cited)


def test_an_unreadable_rule_is_left_to_the_checks() -> None:
    def unread(case: object) -> None:
        return None

    broken = replace(V1.steps["hear"], when=(unread,))
    family = Family((V1.amended("x", V1.applies_from, replaced=(broken,)),))
    assert [c.cite for c in citations(family) if "步骤“听证”" in c.where] == [LAW.art(8, 2)]
