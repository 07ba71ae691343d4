"""自动分办: by region and business, to who has least, past who is away or must avoid; and why."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import DatabaseError, transaction

from fashu.kernel import api, clock
from fashu.kernel.access import SYSTEM, Actor, Kind, acting_as
from fashu.kernel.access.models import LogEntry
from fashu.kernel.cases.models import Case, Ground, Participant
from fashu.kernel.cases.tests.conftest import Cast
from fashu.kernel.cases.tests.test_actions import open_sample, take
from fashu.kernel.desk import (
    absences,
    allotting,
    delegation,
    handling,
    notices,
    rulebook,
    trying,
)
from fashu.kernel.desk.allotment import Candidate, Incoming, Rule, Way, choose, ranked
from fashu.kernel.desk.models import Allotment, AllotmentRule, Handling, How
from fashu.kernel.desk.tests.conftest import Desk
from fashu.kernel.people.models import Account, Office, Posting, PostingKind
from fashu.kernel.procedure import Refused

TODAY = date(2026, 2, 11)
CASE = Incoming("sample", ("990101",), TODAY)


# -- Pure ------------------------------------------------------------------------------------------


def rule(
    number: int,
    business: str = "",
    region: str = "",
    people: frozenset[int] = frozenset(),
    way: Way = Way.LOAD,
) -> Rule:
    title = f"规则{number}"
    return Rule(id=number, title=title, business=business, region=region, people=people, way=way)


def people(*loads: int) -> list[Candidate]:
    return [Candidate(n, f"人{n}", load) for n, load in enumerate(loads, 1)]


def test_the_narrowest_region_is_asked_first_then_the_business_then_the_newer() -> None:
    rules = [
        rule(1),
        rule(2, region="99"),
        rule(3, "sample"),
        rule(4, "sample", "99"),
        rule(5, region="990101"),
        rule(6, "other", "990101"),
        rule(7, region="9902"),
        rule(8),
    ]
    assert [r.id for r in ranked(rules, CASE)] == [5, 4, 2, 3, 8, 1]


def test_who_has_least_is_chosen_and_a_tie_goes_to_whoever_waited_longer() -> None:
    assert choose([rule(1)], CASE, people(3, 1, 2)).chosen == people(3, 1, 2)[1]
    tied = [replace(people(1)[0], last=9), replace(people(0, 1)[1], last=4)]
    chosen = choose([rule(1)], CASE, tied).chosen
    assert chosen is not None
    assert chosen.account == 2


def test_turns_go_round_whatever_one_has() -> None:
    ring = [Candidate(1, "甲", 0, last=8), Candidate(2, "乙", 9, last=3), Candidate(3, "丙", 5)]
    choice = choose([rule(1, way=Way.TURN)], CASE, ring)
    assert choice.chosen == ring[2]
    assert choice.words == "规则“规则1”（轮流）：3人，丙最久没有分到案件"


def test_who_is_kept_out_is_passed_over_and_named() -> None:
    found = people(0, 2, 3)
    found[0] = replace(found[0], kept_out="（休假至2026-02-20）")
    choice = choose([rule(1)], CASE, found)
    assert (
        choice.words
        == "规则“规则1”（在办最少的）：3人，除外：人1（休假至2026-02-20），人2在办2件，最少"
    )


def test_where_a_rule_finds_nobody_the_next_is_asked_and_both_are_told() -> None:
    narrow = rule(1, region="990101", people=frozenset({1}))
    found = [replace(people(0)[0], kept_out="（应当回避）"), *people(0, 4)[1:]]
    choice = choose([narrow, rule(2)], CASE, found)
    assert choice.rule == rule(2)
    assert choice.words == (
        "规则“规则1”（在办最少的）：1人，除外：人1（应当回避），无人可分；"
        "规则“规则2”（在办最少的）：2人，除外：人1（应当回避），只有人2可以承办"
    )


def test_without_a_rule_or_anybody_nobody_is_chosen() -> None:
    assert choose([], CASE, people(1)).words == "没有适用的分办规则"
    nobody = choose([rule(1)], CASE, [])
    assert (nobody.chosen, nobody.rule) == (None, None)
    assert nobody.words == "规则“规则1”（在办最少的）：0人，无人可分"


# -- In the database -------------------------------------------------------------------------------


def east() -> Office:
    return Office.objects.get(code="990101")


def set_rule(
    desk: Desk, *persons: Actor, business: str = "", region: str = "", way: Way = Way.LOAD
) -> None:
    with acting_as(desk.head):
        rulebook.set_rule(east(), business, region, [desk.of(p) for p in persons], way)


def turn(desk: Desk, *, on: bool) -> None:
    with acting_as(desk.head):
        rulebook.switch(east(), on=on)


def handler_of(number: str) -> int | None:
    with acting_as(SYSTEM):
        return Case.objects.get(number=number).handler_id


def given(number: str) -> str:
    with acting_as(SYSTEM):
        return Allotment.objects.get(case__number=number).words


def test_nothing_is_given_away_until_somebody_turns_it_on(desk: Desk) -> None:
    assert allotting.share_out() == 0
    set_rule(desk, desk.amy)
    assert allotting.share_out() == 0
    turn(desk, on=True)
    assert allotting.share_out() == 1
    assert handler_of(desk.number) == desk.of(desk.amy)
    turn(desk, on=False)
    assert allotting.share_out() == 0


def test_the_case_tells_why_him_and_he_is_told(desk: Desk, cast: Cast) -> None:
    set_rule(desk, desk.amy, desk.ben)
    with acting_as(desk.amy):
        handling.claim(desk.number)
    turn(desk, on=True)
    number = open_sample(cast.alice, "second").number
    assert allotting.share_out() == 1
    assert handler_of(number) == desk.of(desk.ben)
    with acting_as(desk.head):
        row = Handling.objects.get(case__number=number)
        why = Allotment.objects.get(handling_id=row.pk)
        assert (row.how, row.by_id, row.name) == (How.RULE, None, "东官丙")
        assert row.words == why.words
        assert "东官丙在办0件，最少" in row.words
        weighed = {p["name"]: (p["load"], p["chosen"]) for p in why.weighed[0]["people"]}
    assert weighed == {"东官乙": (1, False), "东官丙": (0, True)}
    with acting_as(desk.ben):
        assert [notice.kind for notice in notices.own_notices()] == ["assign"]
    with acting_as(cast.west):
        assert Allotment.objects.count() == 0


def test_who_must_avoid_or_is_away_gets_nothing(desk: Desk, cast: Cast) -> None:
    set_rule(desk, desk.li, desk.amy, desk.ben)
    turn(desk, on=True)
    with acting_as(desk.li):
        api.ask_to_avoid(
            desk.number,
            Ground.RELATIVE,
            "当事人是我的表兄",
        )
    with acting_as(desk.amy):
        absences.register(desk.of(desk.amy), "leave", TODAY, date(2026, 2, 13))
    assert allotting.share_out() == 1
    assert handler_of(desk.number) == desk.of(desk.ben)
    assert "东官（应当回避）" in given(desk.number)
    assert "东官乙（休假至2026-02-13）" in given(desk.number)
    with acting_as(desk.ben):
        delegation.delegate(desk.of(desk.amy), TODAY, date(2026, 2, 12))
    second = open_sample(cast.alice, "second").number
    assert allotting.share_out() == 1
    assert handler_of(second) == desk.of(desk.li)
    assert "东官丙（已委托同事至2026-02-12）" in given(second)


def test_who_is_lent_to_another_office_gets_nothing(desk: Desk) -> None:
    with acting_as(SYSTEM):
        west = Office.objects.get(code="990102")
        Posting.objects.create(
            account_id=desk.of(desk.amy), office=west, kind=PostingKind.SECONDMENT, since=TODAY
        )
    set_rule(desk, desk.amy)
    turn(desk, on=True)
    assert allotting.share_out() == 0
    with acting_as(desk.head):
        assert "东官乙（借调在外）" in allotting.explain(Case.objects.get(number=desk.number)).words
        assert [c.number for c in allotting.waiting(east())] == [desk.number]


def test_a_case_goes_by_the_region_of_the_other_organ(desk: Desk, cast: Cast) -> None:
    with acting_as(SYSTEM):
        west = Office.objects.get(code="990102")
        Office.objects.create(
            code="G990102",
            title="西县人民政府",
            level="county",
            kind="government",
            division_code=west.division_code,
        )
    set_rule(desk, desk.amy, region=west.division_code)
    set_rule(desk, desk.ben)
    turn(desk, on=True)
    with acting_as(SYSTEM):
        Participant.objects.create(
            case=Case.objects.get(number=desk.number),
            role="respondent",
            name="西县司法局",
            office_path=cast.west.office_path,
            since=TODAY,
        )
    home = open_sample(cast.alice, "at home").number
    assert allotting.share_out() == 2
    assert (handler_of(desk.number), handler_of(home)) == (desk.of(desk.amy), desk.of(desk.ben))
    assert given(desk.number).startswith("规则“西县 · 各项业务 → 东官乙”")


def test_what_people_did_stands(desk: Desk) -> None:
    set_rule(desk, desk.amy)
    turn(desk, on=True)
    with acting_as(desk.ben):
        handling.claim(desk.number)
        handling.release(desk.number, "不归我办")
    assert allotting.share_out() == 0
    assert handler_of(desk.number) is None


def test_only_what_came_since_it_was_turned_on_is_given_away(desk: Desk) -> None:
    with acting_as(SYSTEM):
        Case.objects.update(opened_on=TODAY - timedelta(days=1))
    set_rule(desk, desk.amy)
    turn(desk, on=True)
    assert allotting.share_out() == 0


def test_rules_are_set_by_the_head_or_the_system_administrator_and_the_log_tells(
    desk: Desk, cast: Cast
) -> None:
    for stranger in (desk.li, cast.west, cast.city, cast.alice):
        with acting_as(stranger), pytest.raises(Refused, match="负责人或者系统管理员"):
            rulebook.set_rule(east(), "", "", [], Way.LOAD)
        with acting_as(stranger), pytest.raises(Refused, match="负责人或者系统管理员"):
            rulebook.switch(east(), on=True)
    with acting_as(SYSTEM):
        account = Account.objects.create_account("xu2", name="许维", kind=Kind.SYSTEM_ADMIN)
    keeper = Actor(kind=Kind.SYSTEM_ADMIN, name="许维", account_id=account.pk)
    with acting_as(keeper):
        rulebook.set_rule(east(), "sample", "9901", [desk.of(desk.amy)], Way.TURN)
        rulebook.switch(east(), on=True)
    with acting_as(SYSTEM):
        told = list(LogEntry.objects.filter(action="allot").values_list("name", "after"))
    assert [(name, sorted(after or ())) for name, after in told] == [
        ("许维", ["自动分办"]),
        ("许维", ["方式", "规则"]),
    ]


def test_a_rule_replaces_the_one_before_and_what_was_stays_to_be_read(desk: Desk) -> None:
    set_rule(desk, desk.amy)
    set_rule(desk, desk.ben)
    with acting_as(desk.head):
        (held,) = rulebook.rules_of(east())
        assert (held.names, held.title) == (["东官丙"], "各地 · 各项业务 → 东官丙")
        assert AllotmentRule.objects.count() == 2
        rulebook.end_rule(east(), held.pk)
        assert rulebook.rules_of(east()) == []
        with pytest.raises(Refused, match="可能已经停用"):
            rulebook.end_rule(east(), held.pk)
        with pytest.raises(Refused, match="还没有分办规则"):
            rulebook.switch(east(), on=True)


@pytest.mark.parametrize(
    ("business", "region", "match"), [("none", "", "没有这项业务"), ("", "9901a", "区划代码")]
)
def test_what_makes_no_rule_is_refused(desk: Desk, business: str, region: str, match: str) -> None:
    with acting_as(desk.head), pytest.raises(Refused, match=match):
        rulebook.set_rule(east(), business, region, [], Way.LOAD)


def test_a_rule_names_people_of_its_office_only(desk: Desk, cast: Cast) -> None:
    with acting_as(desk.head), pytest.raises(Refused, match="不在该机关任职"):
        rulebook.set_rule(east(), "", "", [desk.of(cast.west)], Way.LOAD)


def test_the_rules_are_tried_out_on_the_past_and_change_nothing(desk: Desk, cast: Cast) -> None:
    with acting_as(desk.amy):
        handling.claim(desk.number)
    for n in range(3):
        open_sample(cast.alice, f"more {n}")
    set_rule(desk, desk.amy, desk.ben)
    with acting_as(desk.head):
        tried = trying.try_out(east(), TODAY, TODAY)
        names = [each.choice.chosen and each.choice.chosen.name for each in tried]
        assert names == ["东官乙", "东官丙", "东官乙", "东官丙"]
        assert [each.actual for each in tried] == ["东官乙", "", "", ""]
        assert [each.is_same for each in tried] == [True, False, False, False]
        assert Handling.objects.count() == 1
        assert trying.try_out(east(), date(2026, 1, 1), date(2026, 1, 31)) == []


def test_the_past_frees_hands_as_it_closes_cases(desk: Desk, cast: Cast) -> None:
    take(cast.east, desk.number, "refuse")
    with acting_as(SYSTEM):
        Case.objects.filter(number=desk.number).update(
            opened_on=date(2026, 2, 2), closed_on=date(2026, 2, 3)
        )
    open_sample(cast.alice, "later")
    set_rule(desk, desk.amy)
    with acting_as(desk.head):
        tried = trying.try_out(east(), date(2026, 2, 1), TODAY)
        loads = [each.choice.asked[0][1][0].load for each in tried]
    assert loads == [0, 0]


def test_an_absence_is_registered_by_oneself_or_a_head_and_taken_back(desk: Desk) -> None:
    ben = desk.of(desk.ben)
    with acting_as(desk.amy), pytest.raises(Refused, match="负责人办理"):
        absences.register(ben, "trip", TODAY, TODAY)
    with acting_as(desk.head):
        row = absences.register(ben, "trip", TODAY, TODAY)
    for since, until, kind in ((TODAY, TODAY - timedelta(1), "trip"), (TODAY, TODAY, "x")):
        with acting_as(desk.ben), pytest.raises(Refused):
            absences.register(ben, kind, since, until)
    with acting_as(desk.amy), pytest.raises(Refused, match="没有找到"):
        absences.withdraw(row.pk)
    assert absences.away([ben], desk.ben.office_path, TODAY) == {ben: "（出差至2026-02-11）"}
    with acting_as(desk.ben):
        absences.withdraw(row.pk)
    assert absences.away([ben], desk.ben.office_path, TODAY) == {}


def test_why_a_case_was_given_is_not_changed_afterwards(desk: Desk) -> None:
    set_rule(desk, desk.amy)
    turn(desk, on=True)
    allotting.share_out()
    with acting_as(SYSTEM), pytest.raises(DatabaseError), transaction.atomic():
        Allotment.objects.update(words="另有原因")
    assert clock.today() == TODAY
