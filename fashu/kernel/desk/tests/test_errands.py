"""Errands in the database: who may, what is kept, and that no statutory clock ever moves."""

from collections.abc import Callable
from datetime import date

import pytest
from django.db import ProgrammingError, connection, transaction

from fashu.kernel import clock
from fashu.kernel.access import SYSTEM, Actor, acting_as
from fashu.kernel.access.models import Grant, Role
from fashu.kernel.cases.models import Case, Event, RunningTerm
from fashu.kernel.cases.tests.conftest import Cast
from fashu.kernel.cases.tests.test_actions import open_sample, take
from fashu.kernel.desk import delegation, errands, handling
from fashu.kernel.desk.acts import Leg, Mode, Verdict, Where
from fashu.kernel.desk.models import Copy, Errand, ErrandEvent, Handling, How, Task
from fashu.kernel.desk.tests.conftest import Desk
from fashu.kernel.people.models import Posting
from fashu.kernel.procedure import Refused

YES = Verdict.AGREED


def asked(desk: Desk, *persons: Actor, mode: Mode = Mode.ALL, step: str = "") -> int:
    legs = (Leg(mode, tuple(desk.of(p) for p in persons), 3),)
    with acting_as(desk.li):
        return errands.start(desk.number, "会商处理意见", legs, words="请阅", step=step).pk


def waits_for(errand: int) -> set[int]:
    with acting_as(SYSTEM):
        return set(Task.objects.filter(errand=errand).values_list("account_id", flat=True))


def test_the_tasks_are_written_with_every_act(desk: Desk) -> None:
    errand = asked(desk, desk.amy, desk.ben)
    assert waits_for(errand) == {desk.of(desk.amy), desk.of(desk.ben)}
    with acting_as(desk.amy):
        errands.answer(errand, YES, "同意")
    assert waits_for(errand) == {desk.of(desk.ben)}
    with acting_as(desk.ben):
        errands.send_back(errand, "依据不足")
    assert waits_for(errand) == {desk.of(desk.li)}
    with acting_as(desk.li):
        errands.answer(errand, YES, "已补充")
        assert list(ErrandEvent.objects.values_list("kind", flat=True)) == [
            "started",
            "answered",
            "returned",
            "answered",
        ]
    assert waits_for(errand) == {desk.of(desk.amy), desk.of(desk.ben)}


def test_what_is_refused_leaves_no_trace(desk: Desk) -> None:
    errand = asked(desk, desk.amy)
    tries: tuple[Callable[[], object], ...] = (
        lambda: errands.answer(errand, YES),
        lambda: errands.hand_on(errand, desk.of(desk.ben)),
        lambda: errands.send_back(errand, "退"),
    )
    for act in tries:
        with acting_as(desk.ben), pytest.raises(Refused):
            act()
    with acting_as(desk.ben):
        assert ErrandEvent.objects.count() == 1
    with acting_as(desk.amy), pytest.raises(Refused, match="理由"):
        errands.answer(errand, Verdict.OBJECTED)


def test_only_colleagues_of_the_handling_office_are_asked_and_ask(desk: Desk, cast: Cast) -> None:
    with pytest.raises(Refused, match="不在本机关"):
        asked(desk, cast.west)
    for stranger in (cast.city, cast.auditor, cast.alice):
        with acting_as(stranger), pytest.raises(Refused, match="承办机关的工作人员"):
            errands.start(desk.number, "x", (Leg(Mode.ALL, (desk.of(desk.amy),)),))
    errand = asked(desk, desk.amy)
    with acting_as(desk.amy), pytest.raises(Refused, match="不在本机关"):
        errands.hand_on(errand, cast.west.account_id or 0)


def test_parties_and_sibling_offices_see_nothing_of_an_errand(desk: Desk, cast: Cast) -> None:
    asked(desk, desk.amy)
    with acting_as(desk.li):
        errands.copy_errand(Errand.objects.get().pk, (desk.of(desk.ben),))
        handling.claim(desk.number)
    counts = {}
    for name, actor in {
        "east": desk.amy,
        "city": cast.city,
        "west": cast.west,
        "alice": cast.alice,
    }.items():
        with acting_as(actor):
            kept = (Errand, ErrandEvent, Task, Copy, Handling)
            counts[name] = [model.objects.count() for model in kept]
    assert counts["east"] == counts["city"] == [1, 2, 1, 1, 1]
    assert counts["west"] == counts["alice"] == [0] * 5


def test_what_happened_on_an_errand_stays(desk: Desk) -> None:
    asked(desk, desk.amy)
    for change in ("UPDATE desk_errandevent SET words = 'x'", "DELETE FROM desk_errandevent"):
        with (
            acting_as(desk.li),
            pytest.raises(ProgrammingError),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(change)


def test_a_delegate_acts_in_the_place_of_his_colleague_while_it_holds(desk: Desk) -> None:
    errand, amy = asked(desk, desk.amy), desk.of(desk.amy)
    with acting_as(desk.ben), pytest.raises(Refused, match="没有受这位同事委托"):
        errands.answer(errand, YES, place_of=amy)
    with acting_as(desk.amy):
        delegation.delegate(desk.of(desk.ben), date(2026, 2, 11), date(2026, 2, 12), "出差")
    with acting_as(desk.ben):
        errands.answer(errand, YES, place_of=amy)
        event = ErrandEvent.objects.get(kind="answered")
        assert (event.by_id, event.hand_id) == (amy, desk.of(desk.ben))
    assert waits_for(errand) == set()


def test_a_delegation_ends_by_its_date_and_by_being_taken_back(desk: Desk) -> None:
    with acting_as(desk.amy):
        given = delegation.delegate(desk.of(desk.ben), date(2026, 2, 11), date(2026, 2, 20))
        with pytest.raises(Refused, match="已经委托"):
            delegation.delegate(desk.of(desk.li), date(2026, 2, 20), date(2026, 2, 21))
    with acting_as(desk.ben):
        assert delegation.stands_in_for() == {desk.of(desk.amy)}
        with pytest.raises(Refused, match="没有找到"):
            delegation.revoke(given.pk)
    with acting_as(desk.amy):
        delegation.revoke(given.pk)
    with acting_as(desk.ben):
        assert delegation.stands_in_for() == frozenset()


def test_a_head_hands_on_what_lies_with_somebody_who_is_away(desk: Desk) -> None:
    errand = asked(desk, desk.amy)
    with acting_as(desk.head):
        with pytest.raises(Refused, match="没有受这位同事委托"):
            errands.answer(errand, YES, place_of=desk.of(desk.amy))
        errands.hand_on(errand, desk.of(desk.ben), "休假", place_of=desk.of(desk.amy))
    assert waits_for(errand) == {desk.of(desk.ben)}


def test_those_who_agreed_fill_the_step_that_wants_several(desk: Desk) -> None:
    errand = asked(desk, desk.amy, desk.ben, step="accept")
    case = _case(desk)
    with acting_as(desk.amy):
        errands.answer(errand, YES)
        assert errands.signed_together(case, "accept") == ()
    with acting_as(desk.ben):
        errands.answer(errand, YES)
        assert set(errands.signed_together(case, "accept")) == {
            desk.of(desk.amy),
            desk.of(desk.ben),
        }
        assert errands.signed_together(case, "refuse") == ()


def test_a_case_is_claimed_once_and_handed_on_by_its_handler_or_a_head(desk: Desk) -> None:
    with acting_as(desk.amy):
        handling.claim(desk.number)
    with acting_as(desk.ben), pytest.raises(Refused, match="已有承办人"):
        handling.claim(desk.number)
    with acting_as(desk.ben), pytest.raises(Refused, match="转办由现在的承办人"):
        handling.assign(desk.number, desk.of(desk.li))
    with acting_as(desk.amy):
        handling.assign(desk.number, desk.of(desk.ben), "出差")
    with acting_as(desk.head):
        handling.assign(desk.number, desk.of(desk.li))
    with acting_as(desk.li):
        handling.release(desk.number)
    with acting_as(SYSTEM):
        assert list(Handling.objects.values_list("how", "words")) == [
            ("claim", ""),
            ("hand_on", "出差"),
            ("assign", ""),
            ("release", ""),
        ]
        assert list(Handling.objects.values_list("words", flat=True)) == ["", "出差", "", ""]
        assert Case.objects.get().handler_id is None


def test_nobody_outside_the_office_is_given_a_case_or_gives_one(desk: Desk, cast: Cast) -> None:
    with acting_as(desk.head), pytest.raises(Refused, match="不在承办机关任职"):
        handling.assign(desk.number, cast.west.account_id or 0)
    for stranger in (cast.city, cast.auditor, cast.alice):
        with acting_as(stranger), pytest.raises(Refused):
            handling.claim(desk.number)
    with acting_as(cast.west), pytest.raises(Refused, match="没有找到案件"):
        handling.claim(desk.number)


def test_who_was_granted_the_role_is_given_a_case_and_who_lost_it_is_not(desk: Desk) -> None:
    with acting_as(SYSTEM):
        Posting.objects.filter(account=desk.of(desk.ben)).update(roles=["printing"])
    with acting_as(desk.head), pytest.raises(Refused, match="不在承办机关任职"):
        handling.assign(desk.number, desk.of(desk.ben))
    with acting_as(SYSTEM):
        role = Role.objects.create(key="helper", title="协办", plays=["office"])
        given = Grant.objects.create(
            account_id=desk.of(desk.ben),
            office_id=desk.ben.office_id or 0,
            role=role,
            since=clock.today(),
            granted_at=clock.now(),
        )
    with acting_as(desk.head):
        assert handling.assign(desk.number, desk.of(desk.ben)).account_id == desk.of(desk.ben)
        handling.assign(desk.number, desk.of(desk.li))
    with acting_as(SYSTEM):
        Grant.objects.filter(pk=given.pk).update(withdrawn_at=clock.now())
    with acting_as(desk.head), pytest.raises(Refused, match="不在承办机关任职"):
        handling.assign(desk.number, desk.of(desk.ben))


def test_cases_go_round_in_turn_and_by_load(desk: Desk, cast: Cast) -> None:
    numbers = [desk.number, *(_open(cast, n) for n in range(4))]
    everybody = sorted(desk.of(a) for a in (desk.li, desk.amy, desk.ben, desk.head))
    with acting_as(desk.head):
        given = [handling.assign_by_rule(n, How.TURN).account_id for n in numbers]
        assert given == [*everybody, everybody[0]]
        handling.release(numbers[1])
        assert handling.assign_by_rule(numbers[1], How.LOAD).account_id == everybody[1]
    with acting_as(desk.amy), pytest.raises(Refused, match="负责人"):
        handling.assign_by_rule(numbers[0], How.TURN)


def test_the_handler_is_urged_once_a_day(desk: Desk, cast: Cast) -> None:
    with acting_as(desk.li), pytest.raises(Refused, match="没有承办人"):
        handling.urge(desk.number)
    with acting_as(desk.amy):
        handling.claim(desk.number)
        with pytest.raises(Refused, match="本人"):
            handling.urge(desk.number)
    with acting_as(cast.city):
        handling.urge(desk.number, "请抓紧")
    with acting_as(desk.li), pytest.raises(Refused, match="今天已经催办"):
        handling.urge(desk.number)


def test_no_internal_passing_moves_a_statutory_clock_or_the_case(desk: Desk) -> None:
    """法定期限: the one thing that every act of this desk must leave alone."""
    before = _law(desk)
    head, amy, ben = (desk.of(a) for a in (desk.head, desk.amy, desk.ben))
    errand = asked(desk, desk.amy, desk.ben)
    passing: list[tuple[Actor, Callable[[], object]]] = [
        (desk.li, lambda: errands.urge_task(errand, amy)),
        (desk.li, lambda: errands.copy_errand(errand, (head,))),
        (desk.amy, lambda: errands.answer(errand, YES)),
        (desk.amy, lambda: errands.withdraw(errand)),
        (desk.amy, lambda: errands.add(errand, (head,), Where.BEFORE, days=1)),
        (desk.head, lambda: errands.answer(errand, YES)),
        (desk.li, lambda: errands.remove(errand, 1, ben)),
        (desk.amy, lambda: errands.hand_on(errand, ben)),
        (desk.ben, lambda: errands.send_back(errand, "补充")),
        (desk.li, lambda: errands.end(errand)),
        (desk.li, lambda: handling.claim(desk.number)),
        (desk.head, lambda: handling.urge(desk.number)),
        (desk.head, lambda: handling.copy(desk.number, (amy,))),
        (desk.li, lambda: handling.assign(desk.number, amy)),
        (desk.head, lambda: handling.assign_by_rule(desk.number, How.LOAD)),
        (desk.head, lambda: handling.release(desk.number)),
        (desk.li, lambda: delegation.delegate(ben, date(2026, 2, 11), date(2026, 3, 1))),
    ]
    for actor, act in passing:
        with acting_as(actor):
            act()
        assert _law(desk) == before


def test_a_case_with_errands_goes_on_by_its_own_steps(desk: Desk) -> None:
    errand = asked(desk, desk.amy)
    take(desk.li, desk.number, "accept")
    assert waits_for(errand) == {desk.of(desk.amy)}


def _law(desk: Desk) -> tuple[object, ...]:
    """Everything that the law has to say of the case: state, events, clocks."""
    with acting_as(SYSTEM):
        case = Case.objects.get(number=desk.number)
        columns = (case.state, case.seq, bytes(case.head), case.due_at, case.stage, case.moved_on)
        terms = list(RunningTerm.objects.filter(case=case).order_by("id").values_list())
        return (*columns, terms, Event.objects.filter(case=case).count())


def _case(desk: Desk) -> Case:
    with acting_as(SYSTEM):
        return Case.objects.select_related("office").get(number=desk.number)


def _open(cast: Cast, n: int) -> str:
    return open_sample(cast.bob, f"more-{n}").number
