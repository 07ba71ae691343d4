"""Acting on cases: one transaction, one writer, the right roles, nothing twice."""

from datetime import date, datetime, timedelta

import pytest
import time_machine
from django.db import ProgrammingError, connection, transaction

from fashu.kernel import api, clock
from fashu.kernel.access import SYSTEM, VISITOR, Actor, acting_as
from fashu.kernel.calendar import CHINA, Service, YearSchedule
from fashu.kernel.cases import catalogue
from fashu.kernel.cases.models import Case, Event, Participant, Payload, RunningTerm
from fashu.kernel.cases.replay import differences
from fashu.kernel.cases.tests.conftest import ANSWERS, Cast
from fashu.kernel.procedure import Refused
from fashu.kernel.procedure.facts import Json


def open_sample(actor: Actor, key: str = "open", office: str = "990101") -> api.Outcome:
    facts: dict[str, Json] = {**ANSWERS, "chosen_office": office}
    with acting_as(actor):
        return api.open_case("sample", "apply", facts, request_key=key)


def take(actor: Actor, number: str, step: str, **facts: Json) -> api.Outcome:
    key = f"{step}-{clock.now().isoformat()}"
    with acting_as(actor):
        return api.take_step(number, step, facts, request_key=key)


def case_of(number: str) -> Case:
    with acting_as(SYSTEM):
        return Case.objects.select_related("office").get(number=number)


def test_a_citizen_opens_a_case_and_becomes_its_participant(cast: Cast) -> None:
    opened = open_sample(cast.alice)
    assert opened.number == "SF2026-990101-00001"
    assert len(opened.code) == 12
    with acting_as(cast.alice):
        case = Case.objects.get(number=opened.number)
        assert (case.stage, case.title, case.seq) == ("received", "张三申请示范许可", 1)
        assert Participant.objects.get(role="applicant").account_id == cast.alice.account_id
        assert set(RunningTerm.objects.values_list("term", flat=True)) == {"examination"}


def test_the_next_case_of_an_office_takes_the_next_number(cast: Cast) -> None:
    open_sample(cast.alice)
    assert open_sample(cast.bob).number == "SF2026-990101-00002"
    assert open_sample(cast.bob, "else", "990102").number == "SF2026-990102-00001"


@pytest.mark.parametrize(("who", "sees"), [("east", 1), ("city", 1), ("west", 0), ("bob", 0)])
def test_only_the_office_those_above_and_the_parties_see_a_case(
    cast: Cast, who: str, sees: int
) -> None:
    open_sample(cast.alice)
    with acting_as(getattr(cast, who)):
        assert [Case.objects.count(), Event.objects.count(), Payload.objects.count()] == [sees] * 3


def test_a_hidden_case_and_an_unknown_one_are_refused_in_the_same_words(cast: Cast) -> None:
    number = open_sample(cast.alice).number
    with pytest.raises(Refused) as hidden:
        take(cast.west, number, "accept")
    with pytest.raises(Refused) as unknown:
        take(cast.west, "SF2026-990101-00009", "accept")
    assert str(hidden.value).replace(number, "") == str(unknown.value).replace(
        "SF2026-990101-00009", ""
    )


def test_the_holder_of_the_query_code_sees_that_one_case(cast: Cast) -> None:
    code = open_sample(cast.alice).code
    open_sample(cast.bob)
    with acting_as(VISITOR):
        assert Case.objects.count() == 0
        assert api.case_by_code(f"{code[:4]}-{code[4:8]} {code[8:].lower()}").code == code
        assert Case.objects.count() == 1
    with acting_as(VISITOR), pytest.raises(Refused, match="没有找到这个查询码"):
        api.case_by_code("AAAAAAAAAAAA")


def test_an_officer_without_the_role_is_refused_and_nothing_is_written(cast: Cast) -> None:
    number = open_sample(cast.alice).number
    with pytest.raises(Refused, match="由许可机关办理"):
        take(cast.alice, number, "accept")
    with pytest.raises(Refused):
        take(cast.auditor, number, "accept")
    assert case_of(number).seq == 1


def test_the_same_request_acts_once(cast: Cast) -> None:
    first, second = open_sample(cast.alice, "same"), open_sample(cast.alice, "same")
    assert (first.repeated, second.repeated) == (False, True)
    assert second.number == first.number
    with acting_as(SYSTEM):
        assert Case.objects.count() == 1


def test_a_request_key_with_other_content_is_refused(cast: Cast) -> None:
    open_sample(cast.alice, "same")
    with pytest.raises(Refused, match="同一请求号提交了不同的内容"):
        open_sample(cast.alice, "same", office="990102")


def test_wrong_answers_are_refused_with_the_field_named(cast: Cast) -> None:
    facts: dict[str, Json] = {**ANSWERS, "chosen_office": "990101", "class": "gold"}
    with acting_as(cast.alice), pytest.raises(Refused) as refused:
        api.open_case("sample", "apply", facts, request_key="k")
    assert list(refused.value.errors) == ["class"]


def test_a_refusal_that_a_page_catches_leaves_nothing_behind(
    cast: Cast, noon: time_machine.Traveller
) -> None:
    number = open_sample(cast.alice).number
    noon.move_to("2026-06-01T09:00:00+08:00")
    with acting_as(cast.east):
        with pytest.raises(Refused):
            api.take_step(number, "accept", {}, request_key="k")
        assert Case.objects.get(number=number).seq == 1


def test_an_office_that_does_not_exist_is_refused(cast: Cast) -> None:
    with pytest.raises(Refused, match="没有机构代码为990199的机关"):
        open_sample(cast.alice, office="990199")


def test_the_future_is_refused(cast: Cast) -> None:
    facts: dict[str, Json] = {**ANSWERS, "chosen_office": "990101"}
    with acting_as(cast.alice), pytest.raises(Refused, match="还没有到"):
        api.open_case("sample", "apply", facts, request_key="k", on=date(2026, 2, 12))


def test_silence_lapses_into_acceptance_on_the_due_day(
    cast: Cast, noon: time_machine.Traveller
) -> None:
    number = open_sample(cast.alice).number
    noon.move_to("2026-02-27T23:59:59+08:00")
    assert api.run_lapses() == 0
    noon.move_to("2026-02-28T00:00:00+08:00")
    assert api.run_lapses() == 1
    assert api.run_lapses() == 0
    case = case_of(number)
    assert (case.stage, case.outcome, case.moved_on) == ("examined", "视为受理", date(2026, 2, 27))


def test_a_step_after_a_long_stop_lets_the_terms_lapse_first(
    cast: Cast, noon: time_machine.Traveller
) -> None:
    number = open_sample(cast.alice).number
    noon.move_to("2026-06-01T09:00:00+08:00")
    with pytest.raises(Refused, match="审查中"):
        take(cast.east, number, "accept")
    assert api.run_lapses() == 2
    with acting_as(SYSTEM):
        kinds = Event.objects.filter(case__number=number).values_list("kind", "key", "on")
        assert list(kinds)[1:] == [
            ("lapsed", "examination", date(2026, 2, 27)),
            ("lapsed", "decision", date(2026, 4, 28)),
        ]


def test_two_persons_are_asked_for_where_the_law_does(cast: Cast) -> None:
    number = open_sample(cast.alice).number
    take(cast.east, number, "accept")
    with acting_as(cast.east), pytest.raises(Refused, match="2人以上"):
        api.take_step(number, "note", {}, request_key="one")


def test_a_paper_is_served_and_its_receipt_starts_the_clock(cast: Cast) -> None:
    number = open_sample(cast.alice).number
    take(cast.east, number, "ask_correction", correction_days=10)
    with acting_as(cast.east):
        api.serve_paper(number, "correction_notice", mode=Service.DIRECT, request_key="s")
        assert RunningTerm.objects.get(term="correction").due_at == datetime(
            2026, 3, 3, tzinfo=clock.BEIJING
        )


def test_a_case_stays_closed_on_the_day_it_was_closed(
    cast: Cast, noon: time_machine.Traveller
) -> None:
    number = open_sample(cast.alice).number
    take(cast.east, number, "accept")
    take(cast.east, number, "call_hearing", hearing_on="2026-03-20")
    take(cast.east, number, "suspend")
    noon.move_to("2026-06-01T09:00:00+08:00")
    with acting_as(cast.east):
        api.serve_paper(
            number, "hearing_notice", mode=Service.DIRECT, to="applicant", request_key="s"
        )
    case = case_of(number)
    assert case.closed_on == date(2026, 5, 11)
    with acting_as(SYSTEM):
        last = Event.objects.filter(case=case).values_list("kind", "stage", "closes")
        assert list(last)[-2:] == [("lapsed", "closed", True), ("served", "closed", False)]
        assert differences(case) == []


def test_a_party_cannot_serve_papers(cast: Cast) -> None:
    number = open_sample(cast.alice).number
    take(cast.east, number, "ask_correction", correction_days=10)
    with acting_as(cast.alice), pytest.raises(Refused, match="由承办机关办理"):
        api.serve_paper(number, "correction_notice", mode=Service.DIRECT, request_key="s")


def test_a_participant_is_admitted_and_sees_the_case(cast: Cast) -> None:
    number = open_sample(cast.alice).number
    with acting_as(cast.east):
        api.add_participant(
            number, "applicant", "李四", account=cast.bob.account_id, request_key="j"
        )
    with acting_as(cast.bob):
        assert Case.objects.get().number == number


def test_rows_follow_from_events(cast: Cast, noon: time_machine.Traveller) -> None:
    number = open_sample(cast.alice).number
    take(cast.east, number, "ask_correction", correction_days=10)
    noon.shift(timedelta(days=60))
    api.run_lapses()
    with acting_as(SYSTEM):
        assert differences(case_of(number)) == []


def test_a_provisional_date_becomes_certain_when_a_release_brings_the_year(
    cast: Cast, noon: time_machine.Traveller, monkeypatch: pytest.MonkeyPatch
) -> None:
    noon.move_to("2026-12-28T09:00:00+08:00")
    number = open_sample(cast.alice).number
    with acting_as(SYSTEM):
        assert RunningTerm.objects.get().provisional
    assert api.settle_provisional() == 0
    published = CHINA.with_days([YearSchedule(2027, ((date(2027, 1, 1), "元旦"),), (), "测试")])
    monkeypatch.setattr(catalogue, "official", lambda: published)
    assert api.settle_provisional() == 1
    with acting_as(SYSTEM):
        term = RunningTerm.objects.get()
        assert (term.provisional, term.lapses_at is not None) == (False, True)
        assert differences(case_of(number)) == []


def test_a_changed_row_is_found_by_replay(cast: Cast) -> None:
    number = open_sample(cast.alice).number
    with acting_as(SYSTEM):
        Case.objects.filter(number=number).update(stage="closed")
        assert differences(case_of(number)) == ["“阶段”记为closed，按事件应为received"]


@pytest.mark.parametrize("alias", ["default", "owner"])
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE cases_event SET seq = 9",
        "DELETE FROM cases_event",
        "TRUNCATE cases_event CASCADE",
    ],
)
@pytest.mark.django_db(databases=["default", "owner"])
def test_no_role_of_the_application_can_change_an_event(
    cast: Cast, alias: str, statement: str
) -> None:
    open_sample(cast.alice)
    role = {"default": "fashu_app", "owner": "fashu_owner"}[alias]
    with acting_as(SYSTEM), connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL ROLE {role}")
        with pytest.raises(ProgrammingError), transaction.atomic():
            cursor.execute(statement)


def test_the_application_cannot_erase_a_payload(cast: Cast) -> None:
    open_sample(cast.alice)
    with acting_as(SYSTEM), pytest.raises(ProgrammingError), transaction.atomic():
        Payload.objects.all().delete()
