"""Who handles a case, errands among colleagues and avoidance, over the interface."""

from typing import Any

import pytest

from fashu.kernel.access import SYSTEM, Actor, acting_as
from fashu.kernel.cases.models import Case
from fashu.kernel.desk.models import Errand
from fashu.kernel.desk.tests.conftest import Desk, desk
from fashu.kernel.exchange.models import Consumer
from fashu.web.api.tests.conftest import As
from fashu.web.api.tests.machines import machine
from fashu.web.api.tests.test_cases import problem

__all__ = ["desk"]


def of(actor: Actor) -> int:
    assert actor.account_id is not None
    return actor.account_id


def started(desk: Desk, as_: As, *persons: Actor, mode: str = "all") -> Any:
    """An errand of Li that asks these persons."""
    legs = [{"mode": mode, "persons": [of(person) for person in persons], "days": 3}]
    made = as_(desk.li).post(f"cases/{desk.number}/errands", {"title": "审批", "legs": legs})
    assert made.status_code == 201, made.content.decode()
    return made.json()


def waiting(desk: Desk, as_: As, who: Actor) -> list[int]:
    """The numbers of the errands that wait for somebody."""
    return [each["id"] for each in as_(who).get("errands").json()["items"]]


# -- Errands ---------------------------------------------------------------------------------------


def test_colleagues_sign_one_after_the_other_and_the_errand_tells_of_it(
    desk: Desk, as_: As
) -> None:
    errand = started(desk, as_, desk.amy, desk.ben)
    assert [h["account"] for h in errand["holders"]] == [of(desk.amy), of(desk.ben)]
    assert waiting(desk, as_, desk.amy) == waiting(desk, as_, desk.ben) == [errand["id"]]
    path = f"errands/{errand['id']}"
    first = as_(desk.amy).post(f"{path}/answer", {"words": "同意"}).json()
    assert [h["name"] for h in first["holders"]] == [desk.ben.name]
    last = as_(desk.ben).post(f"{path}/answer", {"verdict": "objected", "words": "依据不足"})
    assert (last.json()["end"], last.json()["end_title"]) == ("objected", "不同意")
    told = as_(desk.li).get(path).json()
    assert [(act["kind"], act["by"]["account"]) for act in told["acts"]] == [
        ("started", of(desk.li)),
        ("answered", of(desk.amy)),
        ("answered", of(desk.ben)),
    ]
    assert told["acts"][2]["words"] == "依据不足"
    assert waiting(desk, as_, desk.ben) == []


def test_it_is_handed_on_sent_back_added_to_removed_from_withdrawn_and_ended(
    desk: Desk, as_: As
) -> None:
    path = f"errands/{started(desk, as_, desk.amy)['id']}"

    def does(who: Actor, act: str, **body: Any) -> list[int]:
        """Do something with it; who holds it then."""
        done = as_(who).post(f"{path}/{act}", body)
        assert done.status_code == 200, done.content.decode()
        return [h["account"] for h in done.json()["holders"]]

    assert does(desk.amy, "handing-on", to=of(desk.ben)) == [of(desk.ben)]
    assert does(desk.ben, "return", words="材料不全") == [of(desk.li)]
    assert does(desk.ben, "withdrawal") == [of(desk.ben)]
    both = does(desk.ben, "additions", persons=[of(desk.amy)], where="with")
    assert both == [of(desk.ben), of(desk.amy)]
    place = as_(desk.li).get(path).json()["places"][0]
    assert (place["is_here"], place["mode"]) == (True, "all")
    assert does(desk.li, "removals", place=place["n"], person=of(desk.amy)) == [of(desk.ben)]
    assert does(desk.li, "urges", person=of(desk.ben)) == [of(desk.ben)]
    does(desk.li, "copies", persons=[of(desk.head)])
    copied = as_(desk.head).get("copies").json()["items"]
    assert [each["case"] for each in copied] == [desk.number]
    assert does(desk.li, "end", words="不再办理") == []


def test_a_refusal_is_told_in_words(desk: Desk, as_: As) -> None:
    path = f"errands/{started(desk, as_, desk.amy)['id']}"
    assert "不由您办理" in problem(as_(desk.ben).post(f"{path}/answer"), 409)["detail"]
    silent = problem(as_(desk.amy).post(f"{path}/answer", {"verdict": "objected"}), 409)
    assert "理由" in silent["detail"]
    wrong = problem(as_(desk.amy).post(f"{path}/answer", {"verdict": "maybe"}), 422)
    assert wrong["errors"][0]["pointer"] == "/verdict"
    problem(as_(desk.amy).post(f"{path}/urges", {"person": 2**80}), 422)


def test_an_act_sent_twice_under_one_key_is_done_once(desk: Desk, as_: As) -> None:
    number = started(desk, as_, desk.amy, desk.ben)["id"]
    for _ in range(2):
        done = as_(desk.amy).post(f"errands/{number}/answer", {}, key="once")
        assert done.status_code == 200
    with acting_as(SYSTEM):
        assert Errand.objects.get(pk=number).seq == 2


def test_no_errand_is_told_of_outside_the_office(desk: Desk, as_: As, cast: Any) -> None:
    number = started(desk, as_, desk.amy)["id"]
    for stranger in (cast.west, cast.alice):
        assert as_(stranger).get("errands?box=all").json()["items"] == []
        problem(as_(stranger).get(f"errands/{number}"), 404)
        problem(as_(stranger).post(f"errands/{number}/answer"), 404)
    problem(as_(cast.alice).get(f"cases/{desk.number}/errands"), 403)
    problem(as_(cast.west).get(f"cases/{desk.number}/errands"), 404)
    city = as_(cast.city).get(f"cases/{desk.number}/errands").json()
    assert [each["id"] for each in city] == [number]


def test_errands_are_leafed_through(desk: Desk, as_: As) -> None:
    made = [started(desk, as_, desk.amy)["id"] for _ in range(3)]
    li = as_(desk.li)
    first = li.get("errands?box=started&limit=2").json()
    rest = li.get(f"errands?box=started&limit=2&cursor={first['next']}").json()
    assert [each["id"] for page in (first, rest) for each in page["items"]] == made[::-1]
    assert rest["next"] is None


# -- Who handles a case ----------------------------------------------------------------------------


def test_a_case_is_claimed_assigned_and_given_back(desk: Desk, as_: As) -> None:
    path = f"cases/{desk.number}/handling"
    mine = as_(desk.li).post(path, {"how": "claim"})
    assert mine.json()["handler"] == {"account": of(desk.li), "name": desk.li.name}
    assert "已有承办人" in problem(as_(desk.amy).post(path, {"how": "claim"}), 409)["detail"]
    given = as_(desk.head).post(path, {"how": "assign", "to": of(desk.ben), "words": "均衡"})
    assert given.json()["handler"]["account"] == of(desk.ben)
    assert "账号编号" in problem(as_(desk.head).post(path, {"how": "assign"}), 409)["remedy"]
    as_(desk.ben).post(path, {"how": "release", "words": "休假"})
    by_rule = as_(desk.head).post(path, {"how": "load"}).json()
    assert [each["how"] for each in by_rule["history"]] == ["claim", "assign", "release", "load"]
    assert by_rule["history"][2]["to"] is None
    assert [each["words"] for each in by_rule["history"]] == ["", "均衡", "休假", ""]


def test_colleagues_are_told_with_the_numbers_that_acts_need(
    desk: Desk, as_: As, cast: Any
) -> None:
    found = as_(desk.li).get(f"cases/{desk.number}/colleagues").json()
    assert {of(desk.li), of(desk.amy), of(desk.ben), of(desk.head)} <= {p["account"] for p in found}
    assert all(person["may_handle"] for person in found if person["account"] == of(desk.ben))
    problem(as_(cast.alice).get(f"cases/{desk.number}/colleagues"), 409)


def test_whoever_handles_it_is_urged_and_others_are_told(desk: Desk, as_: As) -> None:
    as_(desk.li).post(f"cases/{desk.number}/handling", {"how": "claim"})
    urged = as_(desk.amy).post(f"cases/{desk.number}/urges", {"words": "请尽快"})
    assert urged.json()["to"]["account"] == of(desk.li)
    problem(as_(desk.amy).post(f"cases/{desk.number}/urges", {}), 409)
    told = as_(desk.li).post(f"cases/{desk.number}/copies", {"to": [of(desk.amy), of(desk.ben)]})
    assert [copy["by"] for copy in told.json()] == [desk.li.name] * 2
    assert as_(desk.ben).get("copies").json()["items"][0]["case"] == desk.number


def test_whoever_takes_part_is_not_told_who_handles_it(desk: Desk, as_: As, cast: Any) -> None:
    as_(desk.li).post(f"cases/{desk.number}/handling", {"how": "claim"})
    found = problem(as_(cast.alice).get(f"cases/{desk.number}/handling"), 403)
    assert desk.li.name not in str(found)


# -- Avoidance -------------------------------------------------------------------------------------


def test_whoever_says_that_he_must_avoid_a_case_is_shut_out_at_once(desk: Desk, as_: As) -> None:
    path = f"cases/{desk.number}/avoidances"
    asked = as_(desk.ben).post(path, {"ground": "relative", "reason": "申请人是我的表兄"})
    assert asked.status_code == 201, asked.content.decode()
    told = asked.json()
    assert (told["shuts_out"], told["is_upheld"]) == (True, None)
    assert told["person"]["account"] == of(desk.ben)
    problem(as_(desk.ben).get(f"cases/{desk.number}"), 404)
    assert [each["id"] for each in as_(desk.li).get(path).json()] == [told["id"]]


def test_a_partys_application_waits_for_the_decision_of_the_organ(desk: Desk, as_: As) -> None:
    path = f"cases/{desk.number}/avoidances"
    body = {"ground": "interest", "reason": "有利害关系", "account": of(desk.ben)}
    asked = as_(desk.li).post(path, {**body, "for_party": True}).json()
    assert (asked["raised"], asked["shuts_out"]) == ("party", False)
    decision = f"{path}/{asked['id']}/decision"
    refused = problem(as_(desk.ben).post(decision, {"upheld": False}), 409)
    assert ("本人" in refused["detail"], "《公务员法》" in refused["norm"]) == (True, True)
    silent = problem(as_(desk.amy).post(decision, {"upheld": False}), 409)
    assert "请写明理由" in silent["detail"]
    decided = as_(desk.amy).post(decision, {"upheld": True, "answer": "确有利害关系"}).json()
    assert (decided["answer"], decided["person"]["name"]) == ("确有利害关系", "东官丙")
    assert (decided["is_upheld"], decided["shuts_out"]) == (True, True)
    problem(as_(desk.ben).get(f"cases/{desk.number}"), 404)


# -- Other systems ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "path", ["errands", "copies", "cases/{}/errands", "cases/{}/handling", "cases/{}/avoidances"]
)
def test_the_inside_of_an_office_needs_a_scope_of_its_own(desk: Desk, path: str) -> None:
    path = path.format(desk.number)
    problem(machine("without", scopes=["cases:read", "cases:act"]).get(path), 403)
    assert machine("with-it", scopes=["desk:read"]).get(path).status_code == 200


def test_a_scope_for_another_procedure_shows_no_errand(desk: Desk, as_: As) -> None:
    number = started(desk, as_, desk.amy)["id"]
    caller = machine()
    assert [each["id"] for each in caller.get("errands?box=all").json()["items"]] == [number]
    with acting_as(SYSTEM):
        Consumer.objects.update(scopes=["desk:read:other", "desk:act:other"])
    assert caller.get("errands?box=all").json()["items"] == []
    problem(caller.get(f"errands/{number}"), 404)
    problem(caller.post(f"errands/{number}/answer"), 404)
    with acting_as(SYSTEM):
        assert Case.objects.count() == 1
