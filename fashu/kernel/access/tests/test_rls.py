"""The policies, tried on tables of the same shape as the real ones."""

import pytest
from django.db import ProgrammingError, connection, transaction
from django.db.migrations import RunSQL

from fashu.kernel.access import SYSTEM, VISITOR, Actor, Kind, acting_as, opening_case
from fashu.kernel.access.rls import append_only, protect_by_case, protect_cases

ALICE = Actor(kind=Kind.CITIZEN, name="甲", account_id=1)
BOB = Actor(kind=Kind.CITIZEN, name="乙", account_id=2)
COUNTY = Actor(kind=Kind.OFFICER, name="县", account_id=3, office_path="99/9901/990101/")
SIBLING = Actor(kind=Kind.OFFICER, name="邻县", account_id=4, office_path="99/9901/990102/")
CITY = Actor(kind=Kind.OFFICER, name="市", account_id=5, office_path="99/9901/")

TABLES = """
    CREATE TABLE toy_case (id bigint PRIMARY KEY, office_path text COLLATE "C" NOT NULL);
    CREATE TABLE toy_participant (
        id bigserial, case_id bigint NOT NULL, account_id bigint, office_path text COLLATE "C");
    CREATE TABLE toy_event (id bigserial, case_id bigint NOT NULL);
    GRANT ALL ON toy_case, toy_participant, toy_event TO fashu_app;
    GRANT USAGE ON SEQUENCE toy_participant_id_seq, toy_event_id_seq TO fashu_app;
"""

_ASIDE = """DO $$ BEGIN
    ALTER FUNCTION fashu_own_cases RENAME TO real_own_cases;
EXCEPTION WHEN undefined_function THEN NULL;
END $$"""
"""The real function steps aside for the toy's; the transaction of the test brings it back."""


@pytest.fixture(autouse=True)
def toy(db: None) -> None:
    """Case 1 in one county, filed by Alice against the sibling county."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL ROLE fashu_owner")
        cursor.execute(_ASIDE)
        cursor.execute(TABLES)
        for operation in (
            protect_cases("toy_case", "toy_participant"),
            protect_by_case("toy_event", case_table="toy_case"),
            append_only("toy_event"),
        ):
            cursor.execute(_forwards(operation))
        cursor.execute("SET LOCAL ROLE fashu_app")
    with acting_as(ALICE), opening_case(1):
        _run("INSERT INTO toy_case VALUES (1, '99/9901/990101/')")
        _run("INSERT INTO toy_participant (case_id, account_id) VALUES (1, 1)")
        _run("INSERT INTO toy_participant (case_id, office_path) VALUES (1, '99/9901/990102/')")
        _run("INSERT INTO toy_event (case_id) VALUES (1)")


@pytest.mark.parametrize("actor", [ALICE, COUNTY, SIBLING, CITY, SYSTEM], ids=lambda a: a.name)
@pytest.mark.parametrize("table", ["toy_case", "toy_participant", "toy_event"])
def test_those_concerned_see_the_case_and_what_hangs_on_it(actor: Actor, table: str) -> None:
    with acting_as(actor):
        assert _count(table) > 0


@pytest.mark.parametrize("actor", [BOB, VISITOR], ids=lambda a: a.name)
@pytest.mark.parametrize("table", ["toy_case", "toy_participant", "toy_event"])
def test_others_see_nothing(actor: Actor, table: str) -> None:
    with acting_as(actor):
        assert _count(table) == 0


@pytest.mark.parametrize("table", ["toy_case", "toy_participant", "toy_event"])
def test_with_nobody_acting_nothing_is_visible(table: str) -> None:
    assert _count(table) == 0


def test_even_the_owner_sees_no_case_without_acting() -> None:
    _run("SET LOCAL ROLE fashu_owner")
    assert _count("toy_case") == 0


def test_an_office_taking_part_sees_that_case_only() -> None:
    with acting_as(COUNTY):
        _run("INSERT INTO toy_case VALUES (2, '99/9901/990101/')")
    with acting_as(SIBLING):
        assert _count("toy_case") == 1


def test_nobody_makes_himself_a_participant_of_a_case_he_cannot_see() -> None:
    insert = "INSERT INTO toy_participant (case_id, account_id) VALUES (1, 2)"
    with pytest.raises(ProgrammingError, match="row-level security"), acting_as(BOB):
        _run(insert)


def test_nobody_moves_a_case_out_of_his_sight_unless_he_takes_part() -> None:
    move = "UPDATE toy_case SET office_path = '99/9902/'"
    with pytest.raises(ProgrammingError, match="row-level security"), acting_as(COUNTY):
        _run(move)


@pytest.mark.parametrize("statement", ["UPDATE toy_event SET case_id = 2", "DELETE FROM toy_event"])
@pytest.mark.parametrize("role", ["fashu_app", "fashu_owner", "NONE"])
def test_nobody_changes_what_was_appended(statement: str, role: str) -> None:
    _run(f"SET LOCAL ROLE {role}")
    with pytest.raises(ProgrammingError, match=r"denied|append-only"), transaction.atomic():
        _run(statement)


def test_leaving_the_inner_actor_restores_the_outer_one() -> None:
    with acting_as(ALICE):
        with acting_as(BOB):
            assert _count("toy_case") == 0
        assert _count("toy_case") == 1


def test_an_error_inside_restores_the_outer_actor() -> None:
    with acting_as(ALICE):
        with pytest.raises(ProgrammingError), acting_as(SYSTEM):
            _run("SELECT nonsense")
        assert _count("toy_case") == 1


def _run(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


def _count(table: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {table}")
        return int(cursor.fetchone()[0])


def _forwards(operation: RunSQL) -> str:
    assert isinstance(operation.sql, str)
    return operation.sql
