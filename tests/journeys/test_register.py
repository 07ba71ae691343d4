"""An officer takes a company from the register instead of typing it, in a real browser."""

import pytest
from django.conf import LazySettings

from fashu.kernel.access import SYSTEM, acting_as
from fashu.kernel.cases.models import Case
from fashu.kernel.people.actors import actor_for
from fashu.kernel.people.models import Account
from fashu.kernel.registry.models import Organisation, Part
from fashu.synthetic import bodies
from tests.journeys.conftest import Visitor
from tests.journeys.test_officers import filed, own_record

__all__ = ["own_record"]
pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "record"])


@pytest.fixture
def company(visitor: Visitor, settings: LazySettings) -> Organisation:
    """The first company that 明德市司法局 has entered."""
    with acting_as(SYSTEM):
        lin = actor_for(Account.objects.get(username="lin"))
    bodies.enter(lin, "990100")
    with acting_as(SYSTEM):
        return Organisation.objects.get(name=bodies.bodies_of("990100")[0].name)


def test_a_company_is_found_while_one_types_and_admitted_by_its_entry(
    visitor: Visitor, company: Organisation
) -> None:
    number = filed()
    visitor.sign_in("lin")
    page = visitor.open(f"/workbench/cases/{number}/join/")
    page.check("[name=role][value=third_party]")
    page.locator("#subject").press_sequentially(company.initials[:4])
    page.locator("#subject_found input").first.check()
    assert page.input_value("#name") == company.name
    visitor.go("通知参加")
    assert company.name in page.locator("#parties").inner_text()
    with acting_as(SYSTEM):
        case = Case.objects.get(number=number)
        assert Part.objects.get(organisation=company).case_id == case.pk
    page = visitor.open(f"/workbench/organisations/{company.pk}/")
    assert "作为第三人" in page.locator(".timeline").inner_text()


def test_code_and_name_of_a_company_fill_the_form_that_opens_a_case(
    phone: Visitor, visitor: Visitor, company: Organisation
) -> None:
    phone.sign_in("lin")
    page = phone.open("/workbench/new/reconsideration/register/")
    page.check("[name=applicant_kind][value=entity]")
    page.get_by_text("选择已有组织").click()
    page.locator("#id_credit_code_find").press_sequentially(company.credit_code[:14])
    page.locator("#id_credit_code_organisations input").first.check()
    assert page.input_value("#id_credit_code") == company.credit_code
    assert page.input_value("#id_applicant_name") == company.name
    phone.check_width()
