"""What the officer is shown about an application: proposals with their articles, no decision."""

from fashu.businesses.government.reconsideration.business import BUSINESS
from fashu.businesses.government.reconsideration.tests.views import Case
from fashu.kernel.business import Finding
from fashu.kernel.procedure.facts import Json

APPLIED: dict[str, Json] = {
    "acts_as": "self",
    "interest": "addressee",
    "act_kind": "penalty",
    "act_form": "act",
    "respondent_kind": "vertical",
    "earlier": "none",
}


def shown(clocks: dict[str, str] | None = None, **facts: Json) -> dict[str, Finding]:
    """The findings by title, the last of each."""
    assert BUSINESS.screening is not None
    view = Case({**APPLIED, **facts}, "received", clocks=clocks).view()
    return {finding.title: finding for finding in BUSINESS.screening(view)}


def test_a_plain_application_shows_nothing_adverse() -> None:
    found = shown({"filing": "met"})
    assert [finding for finding in found.values() if finding.holds is False] == []
    assert found["在法定申请期限内提出"].holds is True


def test_a_late_application_is_said_to_be_late_with_its_article() -> None:
    late = shown({"filing": "met_late"})["在法定申请期限内提出"]
    assert late.holds is False
    assert str(late.cite) == "《行政复议法》第二十条第一款"


def test_the_competent_organ_is_named_and_left_to_the_officer() -> None:
    organ = shown()["属于本机关管辖"]
    assert organ.holds is None
    assert "上一级主管部门" in organ.text
    assert str(organ.cite) == "《行政复议法》第二十七条"


def test_a_penalty_on_the_spot_must_come_to_reconsideration_first() -> None:
    first = shown(on_the_spot=True)["是否应当先申请复议"]
    assert first.holds is True
    assert str(first.cite) == "《行政复议法》第二十三条第一款第一项"


def test_twelve_applicants_without_representatives_are_pointed_out() -> None:
    assert "应当推选2至5名代表人" in shown(applicants=12)["有明确的申请人和符合规定的被申请人"].text


def test_an_application_before_the_organ_had_its_time_is_early() -> None:
    early = shown(act_form="omission", duty_due_on="2026-09-10")["在法定申请期限内提出"]
    assert early.holds is False
    assert "尚未届满" in early.text
