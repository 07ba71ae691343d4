"""Errands over HTTP: asking colleagues, answering, passing on, the four boxes."""

from collections.abc import Callable

from django.test import Client

from fashu.kernel import api
from fashu.kernel.access import SYSTEM, Actor, acting_as
from fashu.kernel.cases.tests.conftest import Cast
from fashu.kernel.cases.tests.test_actions import open_sample
from fashu.kernel.desk.models import Copy, Delegation, Errand, Task
from fashu.web.workbench.tests.test_workbench import page

As = Callable[[Actor], Client]


def asked(cast: Cast, as_: As, **more: object) -> str:
    """An errand that the eastern officer starts with his colleague; its address."""
    number = open_sample(cast.alice).number
    persons = {"mode_1": "all", "persons_1": str(cast.colleague.account_id)}
    sent = {"title": "会商是否受理", **persons, **more}
    response = as_(cast.east).post(f"/workbench/cases/{number}/errands/new/", sent)
    assert response.status_code == 302, response.content.decode()
    return str(response["Location"])


def test_a_colleague_is_asked_and_answers(cast: Cast, as_: As) -> None:
    address = asked(cast, as_, words="请看第三页", days_1="3")
    colleague = as_(cast.colleague)
    assert "会商是否受理" in page(colleague, "/workbench/todo/errands/")
    assert "会商是否受理" in page(colleague, "/workbench/")
    html = page(colleague, address)
    assert "请您办理" in html
    assert "请看第三页" in html
    colleague.post(f"{address}answered/", {"verdict": "agreed", "words": "同意受理"})
    assert "同意受理" in page(as_(cast.east), address)
    assert "会商是否受理" in page(colleague, "/workbench/done/errands/")
    assert "会商是否受理" in page(as_(cast.east), "/workbench/started/")
    with acting_as(SYSTEM):
        assert (Errand.objects.get().end, Task.objects.count()) == ("agreed", 0)


def test_what_is_sent_back_lies_with_the_initiator_who_passes_it_on_again(
    cast: Cast, as_: As
) -> None:
    address = asked(cast, as_)
    as_(cast.colleague).post(f"{address}returned/", {"to": "0", "words": "请附依据"})
    html = page(as_(cast.east), address)
    assert "退回给您" in html
    assert "请附依据" in html
    as_(cast.east).post(f"{address}answered/", {"verdict": "agreed"})
    assert "请您办理" in page(as_(cast.colleague), address)


def test_a_refusal_is_said_in_words_and_changes_nothing(cast: Cast, as_: As) -> None:
    address = asked(cast, as_)
    colleague = as_(cast.colleague)
    colleague.post(f"{address}answered/", {"verdict": "objected"})
    assert "不同意的，请写明理由" in page(colleague, address)
    colleague.post(f"{address}returned/", {"to": "99999999999999999999", "words": "x"})
    assert "请您办理" in page(colleague, address)


def test_nobody_outside_the_office_opens_an_errand_or_acts_on_it(cast: Cast, as_: As) -> None:
    address = asked(cast, as_)
    for stranger in (cast.west, cast.alice, cast.bob):
        client = as_(stranger)
        assert client.get(address).status_code in (403, 404)
        assert client.post(f"{address}answered/", {"verdict": "agreed"}).status_code in (403, 404)
    assert "会商是否受理" in page(as_(cast.city), address)
    as_(cast.city).post(f"{address}ended/", {})
    with acting_as(SYSTEM):
        assert Errand.objects.get().end == ""


def test_copies_are_unread_until_they_are_opened(cast: Cast, as_: As) -> None:
    asked(cast, as_, copies=str(cast.colleague.account_id))
    colleague = as_(cast.colleague)
    assert "1 份未读" in page(colleague, "/workbench/copies/")
    with acting_as(SYSTEM):
        copy = Copy.objects.get()
    assert as_(cast.east).post(f"/workbench/copies/{copy.pk}/").status_code == 404
    assert colleague.post(f"/workbench/copies/{copy.pk}/").status_code == 302
    assert "0 份未读" in page(colleague, "/workbench/copies/")


def test_who_handles_a_case_is_chosen_on_its_page(cast: Cast, as_: As) -> None:
    number = open_sample(cast.alice).number
    address = f"/workbench/cases/{number}/"
    east = as_(cast.east)
    assert "还没有承办人" in page(east, address)
    east.post(f"{address}handling/claim/")
    assert "本人" in page(east, address)
    east.post(f"{address}handling/assign/", {"person": str(cast.colleague.account_id)})
    as_(cast.east).post(f"{address}handling/urge/")
    html = page(east, address)
    assert "转办 → 东官乙" in html
    assert "催办东官乙" in html
    assert east.post(f"{address}handling/nothing/").status_code == 404


def test_a_delegation_is_given_seen_by_both_and_taken_back(cast: Cast, as_: As) -> None:
    east, colleague = as_(cast.east), as_(cast.colleague)
    sent = {"person": str(cast.colleague.account_id), "since": "2026-02-11", "until": "2026-02-20"}
    east.post("/workbench/delegations/", sent)
    assert "委托给我的" in page(colleague, "/workbench/delegations/")
    html = east.post("/workbench/delegations/", {**sent, "until": "x"}).content.decode()
    assert "请填写完整的起止日期" in html
    with acting_as(SYSTEM):
        assert Delegation.objects.count() == 0
    with acting_as(cast.east):
        given = Delegation.objects.get()
    east.post("/workbench/delegations/", {"revoke": str(given.pk)})
    assert "委托给我的" not in page(colleague, "/workbench/delegations/")


def test_what_an_office_does_inside_is_not_shown_to_who_merely_takes_part(
    cast: Cast, as_: As
) -> None:
    number = open_sample(cast.alice).number
    with acting_as(cast.east):
        api.add_participant(number, "expert", "西县", request_key="j", office="990102")
    html = page(as_(cast.west), f"/workbench/cases/{number}/")
    assert "承办人" not in html.replace("承办人员", "")
    assert "内部事项" not in html
