import json
from dataclasses import fields, replace

import pytest

from fashu.kernel.procedure import Arrival, CaseView, Procedure, Refusal, Rule, Step, Term
from fashu.kernel.procedure.describe import canonical, describe, digest
from fashu.kernel.procedure.procedure import Provision
from fashu.kernel.procedure.tests.sample import V1, V2
from fashu.kernel.procedure.tests.sample_steps import DECIDE
from fashu.kernel.procedure.tests.sample_words import affordable


def only(provision: Provision) -> Procedure:
    return replace(V1, provisions=(provision,))


def test_a_description_is_json_and_holds_every_field_of_the_procedure() -> None:
    described = describe(V1)
    assert json.loads(canonical(described)) == described
    assert {field.name for field in fields(V1)} <= described.keys()


def test_equal_procedures_have_one_digest_and_versions_differ() -> None:
    assert digest(V1) == digest(replace(V1))
    assert digest(V1) != digest(V2)
    assert len(digest(V1)) == 64


@pytest.mark.parametrize("kind", [Step, Term, Arrival])
def test_a_change_of_any_field_of_a_provision_changes_the_digest(kind: type[Provision]) -> None:
    provisions = [p for p in V1.provisions if isinstance(p, kind)]
    for field in fields(kind):
        values = [getattr(p, field.name) for p in provisions]
        for provision, value in zip(provisions, values, strict=True):
            other = next((v for v in values if v != value), None)
            if other is not None:
                changed = replace(provision, **{field.name: other})
                assert digest(only(changed)) != digest(only(provision)), field.name


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("title", "另一程序"),
        ("roles", V1.roles[1:]),
        ("stages", V1.stages[1:]),
        ("laws", (V1.law,)),
    ],
)
def test_a_change_of_the_procedure_itself_changes_the_digest(field: str, value: object) -> None:
    assert digest(replace(V1, **{field: value})) != digest(V1)  # type: ignore[arg-type]


def test_the_wording_of_a_question_belongs_to_the_description() -> None:
    asked = DECIDE.asks[0]
    reworded = replace(DECIDE, asks=(replace(asked, title="决定如何"), *DECIDE.asks[1:]))
    assert digest(only(reworded)) != digest(only(DECIDE))


def test_a_rule_is_described_by_its_norm_and_its_source() -> None:
    described = describe(only(replace(DECIDE, when=(affordable,))))
    (rule,) = described["provisions"][0]["when"]
    assert rule["rule"] == "kernel.procedure.tests.sample_words.affordable"
    assert rule["norm"] == "示范许可法第三条第三款"
    assert len(rule["source"]) == 64


def refuse_above(ceiling: int) -> Rule:
    def rule(case: CaseView) -> Refusal | None:
        """示范许可法第三条"""
        return Refusal("过多") if (case.number("value") or 0) > ceiling else None

    return rule


def test_a_rule_with_another_number_enclosed_is_another_rule() -> None:
    low, high = (only(replace(DECIDE, checks=(refuse_above(n),))) for n in (100, 200))
    again = only(replace(DECIDE, checks=(refuse_above(100),)))
    assert digest(low) != digest(high)
    assert digest(low) == digest(again)


def test_something_unknown_is_refused_and_not_left_out() -> None:
    with pytest.raises(TypeError, match="no description"):
        describe(only(replace(DECIDE, outcome={"a": "dict"})))  # type: ignore[arg-type]
