"""提级: a case moves to the office above, which handles it; the office below looks on."""

from datetime import timedelta
from secrets import token_hex

import pytest

from fashu.kernel import api, clock
from fashu.kernel.access import SYSTEM, Actor, acting_as
from fashu.kernel.cases.models import Case
from fashu.kernel.cases.replay import differences
from fashu.kernel.people import offices
from fashu.kernel.people.models import Account
from fashu.kernel.people.offices import Decision
from fashu.kernel.procedure import Refused
from fashu.kernel.procedure.facts import Json
from fashu.synthetic.history import officer
from fashu.synthetic.plant import citizen, plant_cast
from tests.journeys.test_officers import APPLICATION

pytestmark = pytest.mark.django_db

CONDITIONS: list[Json] = [
    "parties",
    "interest",
    "request",
    "period",
    "scope",
    "jurisdiction",
    "first",
]


def account(username: str) -> Account:
    with acting_as(SYSTEM):
        return Account.objects.get(username=username)


def take(actor: Actor, number: str, step: str, **facts: Json) -> api.Outcome:
    with acting_as(actor):
        return api.take_step(number, step, facts, request_key=token_hex())


@pytest.fixture
def number() -> str:
    """A case under trial with the city."""
    plant_cast()
    today = clock.today().isoformat()
    with acting_as(citizen(account("zhang"))):
        facts = {**APPLICATION, "act_on": today, "known_on": today}
        filed = api.open_case("reconsideration", "file", facts, request_key=token_hex())
    with acting_as(SYSTEM):
        lin = officer(account("lin"))
    take(lin, filed.number, "accept", conditions=CONDITIONS, track="ordinary")
    return filed.number


def test_the_office_above_takes_the_case_over_and_the_one_below_may_still_read(number: str) -> None:
    with acting_as(SYSTEM):
        lin, fang = officer(account("lin")), officer(account("fang"))
    why: dict[str, Json] = {"elevation_ground": "public", "elevation_reason": "有重大影响。"}
    take(fang, number, "elevate", **why)
    take(fang, number, "receive_file", authority_office="G99")
    with acting_as(SYSTEM):
        case = Case.objects.select_related("office").get(number=number)
        assert (case.office.title, case.stage) == ("示范省司法厅", "elevated")
        assert differences(case) == []
    with acting_as(lin):
        assert api.case_by_number(number).stage == "elevated"
        with pytest.raises(Refused, match="没有这一角色"):
            api.take_step(number, "hear_opinions", {}, request_key=token_hex())
    heard: dict[str, Json] = {"heard_who": ["applicant"], "heard_how": ["phone"], "opinions": "略"}
    assert take(fang, number, "hear_opinions", **heard).stage == "elevated"


def test_a_case_against_an_office_that_was_closed_is_turned_to_its_successor(number: str) -> None:
    """《行政复议法》第十九条第四款: 继续行使其职权的行政机关是被申请人."""
    with acting_as(SYSTEM):
        lin = officer(account("lin"))
        yesterday = Decision(clock.today() - timedelta(days=1), "明政发〔2026〕1号")
        offices.close("G9901-SC", yesterday, successor="G990101-SC")
    with pytest.raises(Refused, match="由清河县市场监督管理局继续行使职权") as refused:
        take(lin, number, "send_copy", respondent_office="G9901-SC")
    assert set(refused.value.errors) == {"respondent_office"}
    assert take(lin, number, "send_copy", respondent_office="G990101-SC").number == number
