"""Somebody of the register is chosen for a case instead of being typed again."""

from collections.abc import Callable

import pytest
import time_machine
from django.http import QueryDict
from django.test import Client
from django.utils.http import urlencode

from fashu.kernel import api
from fashu.kernel.access import SYSTEM, Actor, acting_as
from fashu.kernel.cases.tests.conftest import Cast
from fashu.kernel.registry import organisations, persons
from fashu.kernel.registry.models import Organisation, Part, Person
from fashu.kernel.registry.organisations import Entered
from fashu.web.public.tests.sample import CODE as CODE_QUESTION
from fashu.web.public.tests.sample import NAME
from fashu.web.questions.answers import read
from fashu.web.questions.persons import with_names
from fashu.web.registry.tests.conftest import CODE, case_number, text

pytestmark = pytest.mark.django_db

As = Callable[[Actor], Client]
LIST = "/workbench/organisations/"
OTHER = "91990101MA0000001Y"


def joining(**more: str) -> dict[str, str]:
    return {"role": "applicant", "name": "", "request_key": "k", **more}


def test_an_organisation_of_the_register_is_admitted_without_being_typed(
    cast: Cast, company: Organisation, as_: As
) -> None:
    number, east = case_number(), as_(cast.east)
    with acting_as(cast.east):
        other = organisations.add(Entered(name="石门粮站"))
    path = f"/workbench/cases/{number}/join/"
    page = text(east.post(path, joining(_find_subject="sm", _do="stay")))
    value = f"organisation-{other.pk}"
    assert f'value="{value}" data-name="石门粮站" data-name-into="name"' in page
    page = text(east.post(path, joining(_find_subject="", _do="stay", subject=value)))
    assert f'value="{value}" checked' in page
    assert 'name="name" maxlength="100" aria-describedby="name_help" value="石门粮站"' in page
    assert east.post(path, joining(subject=value)).status_code == 302
    with acting_as(cast.east):
        assert Part.objects.get(organisation=other).name == "石门粮站"


def test_a_person_of_the_register_is_admitted_and_stands_in_his_file(
    cast: Cast, company: Organisation, as_: As
) -> None:
    number, east = case_number(), as_(cast.east)
    with acting_as(cast.east):
        person = persons.add(persons.Entered(name="王五"))
    found = text(east.get("/workbench/subjects/choose/", {"_find_subject": "ww"}))
    assert f"person-{person.pk}" in found
    sent = joining(subject=f"person-{person.pk}")
    assert east.post(f"/workbench/cases/{number}/join/", sent).status_code == 302
    assert number in text(east.get(f"/workbench/persons/{person.pk}/"))


@pytest.mark.parametrize("value", ["person-999999", "organisation-x", "office-1", "x", ""])
def test_whoever_is_not_in_sight_is_not_admitted(
    cast: Cast, company: Organisation, as_: As, value: str
) -> None:
    path = f"/workbench/cases/{case_number()}/join/"
    assert "请填写姓名或名称" in text(as_(cast.east).post(path, joining(subject=value)))
    with acting_as(SYSTEM):
        assert Part.objects.count() == 1


def test_somebody_out_of_sight_cannot_be_chosen_by_his_number(
    cast: Cast, company: Organisation, as_: As
) -> None:
    with acting_as(cast.west):
        hidden = organisations.add(Entered(name="西县公司"))
        person = persons.add(persons.Entered(name="西县人"))
    path = f"/workbench/cases/{case_number()}/join/"
    for value in (f"organisation-{hidden.pk}", f"person-{person.pk}"):
        page = text(as_(cast.east).post(path, joining(subject=value)))
        assert "西县" not in page
    with acting_as(SYSTEM):
        assert not Part.objects.filter(person=person).exists()
        assert Person.objects.count() == 1


def test_the_chosen_organisation_fills_code_and_name_of_the_form(
    cast: Cast, company: Organisation, as_: As
) -> None:
    asked = {"name": "code", "id": "id_code", "named": "id_name", "_find_code": "mdsm"}
    page = text(as_(cast.east).get(f"{LIST}choose/", asked))
    assert f'name="_organisation_code" value="{CODE}"' in page
    assert f'data-code="{CODE}" data-code-into="id_code"' in page
    assert 'data-name="明德商贸" data-name-into="id_name"' in page


def test_what_happened_before_one_joined_is_not_on_ones_line(
    cast: Cast, company: Organisation, as_: As, noon: time_machine.Traveller
) -> None:
    noon.move_to("2026-02-12T12:00:00+08:00")
    with acting_as(cast.east):
        other = organisations.add(Entered(name="石门粮站"))
        api.add_participant(case_number(), "applicant", "石门粮站", request_key="j", subject=other)
    page = text(as_(cast.east).get(f"{LIST}{other.pk}/"))
    assert "作为申请人" in page
    assert "<b>申请复议</b>" not in page


ASKED = (CODE_QUESTION, NAME)


@pytest.mark.parametrize(
    ("sent", "code", "name"),
    [
        ({"code": "", "_organisation_code": CODE}, CODE, "明德商贸"),
        ({"code": CODE.lower(), "_organisation_code": ""}, CODE.lower(), "明德商贸"),
        ({"code": CODE, "name": "明德商贸总店"}, CODE, "明德商贸总店"),
        ({"code": "x", "_organisation_code": CODE}, "x", None),
        ({"code": OTHER}, OTHER, None),
    ],
)
def test_what_is_known_of_the_chosen_organisation_fills_what_was_left_empty(
    cast: Cast, company: Organisation, sent: dict[str, str], code: str, name: str | None
) -> None:
    with acting_as(cast.east):
        answers = with_names(ASKED, read(ASKED, QueryDict(urlencode(sent))))
        assert (answers["code"], answers.get("name")) == (code, name)
    with acting_as(cast.west):
        hidden = with_names(ASKED, read(ASKED, QueryDict(urlencode({"code": CODE}))))
        assert "name" not in hidden
