"""Who is written down, who sees the entry, and that it stays as it is."""

from dataclasses import replace
from datetime import datetime

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from fashu.kernel import api, clock, reading
from fashu.kernel.access import SYSTEM, Actor, acting_as
from fashu.kernel.cases.models import Case
from fashu.kernel.cases.tests.conftest import ANSWERS, Cast, cast, noon, sample_business
from fashu.kernel.people.models import Posting
from fashu.kernel.reading import View, queries
from fashu.kernel.reading.models import Entry

__all__ = ["cast", "noon", "sample_business"]

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("sample_business", "noon")]


@pytest.fixture
def case(cast: Cast) -> Case:
    with acting_as(cast.alice):
        facts = {**ANSWERS, "chosen_office": "990101"}
        filed = api.open_case("sample", "apply", facts, request_key="1")
        return api.case_by_number(filed.number)


def read(actor: Actor, case: Case, view: View = View.CASE) -> None:
    with acting_as(actor):
        reading.note(view, case=case)


def seen_by(actor: Actor) -> list[str]:
    with acting_as(actor):
        return [entry.name for entry in queries.entries()]


def test_an_entry_says_who_when_whose_why_and_under_which_norm(cast: Cast, case: Case) -> None:
    moment = datetime(2026, 3, 3, 9, 30, 15, 123000, tzinfo=clock.BEIJING)
    with clock.pretending(moment), reading.requesting("r-1"):
        read(cast.east, case)
    with acting_as(cast.east):
        entry = queries.entries().get()
    assert (entry.name, entry.account_id) == (cast.east.name, cast.east.account_id)
    assert (entry.office_path, entry.roles) == (
        cast.east.office_path,
        sorted(cast.east.roles),
    )
    assert (entry.at, entry.request) == (moment, "r-1")
    assert (entry.cases, entry.count, entry.view_title) == ([case.pk], 1, "打开案卷")
    assert (entry.purpose, entry.basis) == (
        "办理本机关承办的案件",
        "《个人信息保护法》第三十四条",
    )


def test_a_list_of_fifty_costs_one_row_and_nothing_in_the_record(cast: Cast, case: Case) -> None:
    with acting_as(cast.east), CaptureQueriesContext(connection) as asked:
        reading.note(View.LIST, cases=[Case(pk=n) for n in range(1, 51)])
    assert len([q for q in asked if "INSERT" in q["sql"]]) == 1
    assert not any("record_" in q["sql"] for q in asked)
    with acting_as(cast.east):
        assert queries.entries().get().count == 50


def test_an_entry_tells_where_it_stands_in_the_log(cast: Cast, case: Case) -> None:
    read(cast.east, case)
    read(cast.east, case)
    with acting_as(cast.east):
        newer, older = queries.entries()
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL ROLE fashu_record")
        cursor.execute("INSERT INTO record_rolled VALUES (%s, 7, '')", [older.pk])
        cursor.execute("INSERT INTO record_entry VALUES (41, NULL, '', '', now(), 7)")
        cursor.execute("SET LOCAL ROLE fashu_app")
    with acting_as(cast.alice):
        found = queries.with_cases(queries.about_me())
    assert [(each.entry.pk, each.leaf) for each in found] == [(newer.pk, None), (older.pk, 41)]


def test_a_citizen_and_the_system_leave_no_entry(cast: Cast, case: Case) -> None:
    read(cast.alice, case)
    read(SYSTEM, case)
    with acting_as(SYSTEM):
        assert not Entry.objects.exists()


def test_an_empty_list_is_no_reading(cast: Cast) -> None:
    with acting_as(cast.east):
        reading.note(View.LIST, cases=[], count=0)
        assert not queries.entries().exists()


def test_the_person_concerned_sees_the_entry_and_a_stranger_does_not(
    cast: Cast, case: Case
) -> None:
    read(cast.east, case)
    assert seen_by(cast.alice) == [cast.east.name]
    assert seen_by(cast.bob) == []


def test_nobody_writes_an_entry_in_anothers_name(cast: Cast, case: Case) -> None:
    other = replace(cast.east, account_id=cast.alice.account_id)
    with acting_as(cast.east), pytest.raises(DatabaseError), transaction.atomic():
        Entry.objects.create(
            at=clock.now(),
            account_id=other.account_id or 0,
            name=other.name,
            office_path="",
            office_title="",
            roles=[],
            view="case",
            purpose="",
            basis="",
            cases=[case.pk],
            persons=[],
            count=1,
            request="",
        )


@pytest.mark.parametrize(
    "statement", ["UPDATE reading_entry SET name = ''", "DELETE FROM reading_entry"]
)
def test_no_entry_is_changed_or_removed(cast: Cast, case: Case, statement: str) -> None:
    read(cast.east, case)
    with acting_as(SYSTEM), connection.cursor() as cursor, transaction.atomic():
        with pytest.raises(DatabaseError, match="permission denied"):
            cursor.execute(statement)
        transaction.set_rollback(True)


def test_a_reading_that_is_taken_back_leaves_no_entry(cast: Cast, case: Case) -> None:
    with acting_as(cast.east):
        reading.note(View.CASE, case=case)
        transaction.set_rollback(True)
    assert seen_by(cast.east) == []


def test_the_head_of_the_office_sees_how_it_reads_and_a_colleague_does_not(
    cast: Cast, case: Case
) -> None:
    read(cast.east, case)
    assert seen_by(cast.colleague) == []
    with acting_as(SYSTEM):
        post = Posting.objects.get(account_id=cast.colleague.account_id or 0)
        post.roles = ["authority"]
        post.save()
    assert seen_by(cast.colleague) == [cast.east.name]
    assert seen_by(cast.west) == []
    assert seen_by(cast.auditor) == [cast.east.name]
