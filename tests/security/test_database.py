"""Whoever has a role's password in his hands, and what he then cannot do.

The tests of the house put a role on with `SET ROLE`; here each role truly signs in.
"""

from collections.abc import Callable, Iterator
from typing import Any

import psycopg
import pytest
from django.conf import LazySettings
from django.db import connection, connections
from psycopg import errors, sql

from fashu.config import database
from fashu.kernel import api
from fashu.kernel.access import SYSTEM, VISITOR, acting_as
from fashu.kernel.cases import catalogue
from fashu.kernel.cases.models import Case
from fashu.kernel.cases.tests.conftest import Cast, cast, noon
from fashu.kernel.cases.tests.test_actions import open_sample

__all__ = ["cast", "noon"]

pytestmark = pytest.mark.django_db
committed = pytest.mark.django_db(transaction=True)

ROLES = ("fashu_app", "fashu_record", "fashu_eraser")
"""The roles that run; fashu_owner is for migrations, and who has it can change the tables."""

Connect = Callable[[str], psycopg.Connection[Any]]


@pytest.fixture(autouse=True)
def sample_business(settings: LazySettings) -> Iterator[None]:
    settings.FASHU_CATALOGUE = "fashu.kernel.cases.tests.sample.BUSINESSES"
    catalogue.businesses.cache_clear()
    yield
    catalogue.businesses.cache_clear()


@pytest.fixture
def connect(server_url: str, db: None) -> Iterator[Connect]:
    """Signs in as a role, as a thief of its address would."""
    name = connections["default"].settings_dict["NAME"]
    opened: list[psycopg.Connection[Any]] = []

    def sign_in(role: str) -> psycopg.Connection[Any]:
        url = database.with_database(server_url, name, role)
        try:
            opened.append(psycopg.connect(url, autocommit=True))
        except psycopg.OperationalError as error:
            pytest.skip(f"the test server asks {role} for a password: {error}")
        return opened[-1]

    yield sign_in
    for each in opened:
        each.close()


@pytest.fixture
def one_case(cast: Cast) -> str:
    """A case that is truly there, committed; its number."""
    return open_sample(cast.alice).number


ATTACKS = (
    "UPDATE cases_event SET key = 'x'",
    "UPDATE cases_event SET envelope = '' WHERE false",
    "DELETE FROM cases_event",
    "TRUNCATE cases_event CASCADE",
    "MERGE INTO cases_event e USING (SELECT 1) x ON true WHEN MATCHED THEN DELETE",
    "INSERT INTO cases_event SELECT * FROM cases_event ON CONFLICT (id) DO UPDATE SET key = 'x'",
    "ALTER TABLE cases_event DISABLE TRIGGER ALL",
    "ALTER TABLE cases_event DISABLE TRIGGER stays",
    "DROP TRIGGER stays ON cases_event",
    "CREATE OR REPLACE FUNCTION cases_event_stays() RETURNS trigger LANGUAGE plpgsql AS"
    " $$ BEGIN RETURN NEW; END $$",
    "CREATE RULE evil AS ON INSERT TO cases_event DO INSTEAD NOTHING",
    "ALTER TABLE cases_event DISABLE ROW LEVEL SECURITY",
    "ALTER TABLE cases_case NO FORCE ROW LEVEL SECURITY",
    "DROP POLICY visible ON cases_case",
    "CREATE POLICY evil ON cases_case USING (true)",
    "ALTER TABLE cases_event OWNER TO CURRENT_USER",
    "DROP TABLE cases_event CASCADE",
    "BEGIN; LOCK TABLE cases_event IN ACCESS EXCLUSIVE MODE",
    "UPDATE record_entry SET leaf_index = 0",
    "DELETE FROM record_checkpoint",
    "TRUNCATE record_cosignature",
    "UPDATE cases_payload SET payload = ''",
    "TRUNCATE cases_payload",
    "SET ROLE fashu_owner",
    "SET SESSION AUTHORIZATION fashu_owner",
    "SET session_replication_role = replica",
    "ALTER ROLE CURRENT_USER BYPASSRLS",
    "ALTER ROLE CURRENT_USER SUPERUSER",
    "CREATE ROLE evil",
    "CREATE TABLE evil (id int)",
    "CREATE FUNCTION evil() RETURNS int LANGUAGE sql AS 'SELECT 1'",
    "CREATE SCHEMA evil",
    "COPY (SELECT 1) TO '/tmp/evil'",
    "COPY (SELECT 1) TO PROGRAM 'true'",
    "SELECT pg_read_file('/etc/passwd')",
    "SELECT lo_export(1, '/tmp/evil')",
    "SELECT rolpassword FROM pg_authid",
    "ALTER SYSTEM SET fsync = off",
    "ALTER DATABASE postgres RENAME TO evil",
)
"""Statements for which a role would need a right that it must not have."""


@pytest.mark.parametrize("attack", ATTACKS)
@pytest.mark.parametrize("role", ROLES)
def test_no_role_that_runs_has_the_right_to(connect: Connect, role: str, attack: str) -> None:
    with connect(role) as thief, pytest.raises(errors.InsufficientPrivilege):
        thief.execute(attack.encode())


@pytest.mark.parametrize("role", ["fashu_owner", *ROLES])
@pytest.mark.parametrize("other", ["fashu_owner", *ROLES])
def test_no_role_puts_on_another(connect: Connect, role: str, other: str) -> None:
    if role != other:
        with connect(role) as thief, pytest.raises(errors.InsufficientPrivilege):
            thief.execute(sql.SQL("SET ROLE {}").format(sql.Identifier(other)))


RECORD = (
    "record_entry",
    "record_checkpoint",
    "record_cosignature",
    "record_roll",
    "record_rolled",
    "record_audit",
)
ERASABLE = (
    "cases_payload",
    "desk_allotment",
    "desk_errandevent",
    "desk_handling",
    "desk_urge",
    "supervision_orderentry",
)
RIGHTS = {
    "fashu_record": {
        ("cases_event", "SELECT"),
        ("cases_payload", "SELECT"),
        ("reading_entry", "SELECT"),
        *((table, right) for table in RECORD for right in ("SELECT", "INSERT")),
    },
    "fashu_eraser": {(table, right) for table in ERASABLE for right in ("SELECT", "DELETE")},
}
"""All that the two small roles may do."""

_RIGHTS = """SELECT relname, r FROM pg_class, unnest(ARRAY['SELECT', 'INSERT', 'UPDATE',
    'DELETE', 'TRUNCATE', 'REFERENCES', 'TRIGGER']) r
    WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p', 'v', 'm')
    AND has_table_privilege(current_user, pg_class.oid, r)"""


@pytest.mark.parametrize("role", RIGHTS)
def test_a_small_role_reaches_its_own_tables_and_no_others(connect: Connect, role: str) -> None:
    with connect(role) as thief:
        assert set(thief.execute(_RIGHTS).fetchall()) == RIGHTS[role]


def test_the_application_adds_events_and_reads_the_record_and_no_more(connect: Connect) -> None:
    with connect("fashu_app") as thief:
        found = set(thief.execute(_RIGHTS).fetchall())
    for table in ("cases_event", "cases_payload"):
        assert {right for name, right in found if name == table} == {"SELECT", "INSERT"}
    for table in RECORD:
        assert {right for name, right in found if name == table} == {"SELECT"}
    assert not any(right in ("TRUNCATE", "REFERENCES", "TRIGGER") for _, right in found)


@committed
def test_whoever_says_not_who_he_is_sees_nobody(connect: Connect, one_case: str) -> None:
    with connect("fashu_app") as thief:
        for table in ("cases_case", "cases_event", "cases_payload", "cases_participant"):
            query = sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(table))
            assert thief.execute(query).fetchone() == (0,), table
        for table in ("people_account", "people_posting", "cases_request", "cases_draft"):
            query = sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(table))
            assert thief.execute(query).fetchone() == (0,), table


@committed
@pytest.mark.parametrize(
    "said",
    [
        {"fashu.scope_from": "", "fashu.scope_to": ""},
        {"fashu.scope_from": "~", "fashu.scope_to": "0"},
        {"fashu.reach_from": "0", "fashu.reach_to": "~"},
        {"fashu.reach_from": "0", "fashu.reach_to": "~", "fashu.kind": "audit_admin"},
        {"fashu.kind": "officer", "fashu.reach": '{"*": ["0", "~"]}'},
        {"fashu.kind": "officer", "fashu.own": '{"*": ["0", "~"]}'},
        {"fashu.kind": "officer", "fashu.offices": '{"*": []}'},
        {"fashu.account": "", "fashu.office": "", "fashu.opening": ""},
        {"fashu.account": "0", "fashu.opening": "0"},
        {"fashu.kind": "system"},
        {"fashu.office": "%"},
    ],
)
def test_half_a_name_shows_no_case(connect: Connect, one_case: str, said: dict[str, str]) -> None:
    with connect("fashu_app") as thief:
        for name, value in said.items():
            thief.execute("SELECT set_config(%s, %s, false)", [name, value])
        assert thief.execute("SELECT count(*) FROM cases_case").fetchone() == (0,)
        assert thief.execute("SELECT count(*) FROM cases_payload").fetchone() == (0,)


@committed
def test_a_name_does_not_stay_on_the_connection(one_case: str) -> None:
    """A pooled connection goes on to the next person."""
    with acting_as(SYSTEM):
        assert Case.objects.count() == 1
    assert Case.objects.count() == 0
    with pytest.raises(ZeroDivisionError), acting_as(SYSTEM):
        raise ZeroDivisionError
    assert Case.objects.count() == 0
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('fashu.scope_to', true)")
        assert cursor.fetchone()[0] in (None, "")


@committed
def test_the_holder_of_a_query_code_keeps_nothing_of_it(one_case: str) -> None:
    with acting_as(SYSTEM):
        code = Case.objects.get().code
    with acting_as(VISITOR):
        api.case_by_code(code)
        assert Case.objects.count() == 1
    assert Case.objects.count() == 0


@committed
@pytest.mark.parametrize("code", ["", "%", "____________", "' OR '1'='1", "NULL"])
def test_a_query_code_is_no_pattern(connect: Connect, one_case: str, code: str) -> None:
    with connect("fashu_app") as thief:
        found = thief.execute("SELECT fashu_case_of_code(%s)", [code]).fetchone()
    assert found == (None,)


OWNERS = {
    "fashu_account_of_feed": "whose calendar a secret address shows",
    "fashu_avoided_cases": "which cases one must avoid, though one does not see them",
    "fashu_borrowed_cases": "which archived cases one has borrowed",
    "fashu_case_of_code": "the number of a row, to whoever holds its query code",
    "fashu_delegating": "who has passed his work on, for the rules of allotment; not to whom",
    "fashu_cases_about_me": "whose reads a person may ask about",
    "fashu_chain_log": "the hash of the row before, in the administration log",
    "fashu_handled_cases": "one's own cases, for the scope 仅本人",
    "fashu_held": "which postings are one's own",
    "fashu_officers_of_case": "who works on a case, to whoever takes part in it",
    "fashu_organisation_of_code": "the row of an organisation, to whoever has its whole code",
    "fashu_own_cases": "the cases one takes part in",
    "fashu_paper_check": "whether a paper is genuine, to whoever holds it",
    "fashu_person_of_ref": "the row of a person, to whoever has the reference of his number",
    "fashu_persons_about_me": "which entries in the register are one's own",
    "fashu_represented": "whose post one holds by delegation",
    "fashu_satisfaction": "ratings in sum, to everybody",
    "fashu_taken_slots": "how many have booked, not who",
}
"""Every function that runs with the owner's rights -> what it tells to whoever asks."""


def test_functions_with_the_owners_rights_are_few_and_look_nowhere_else(connect: Connect) -> None:
    """A search path of the caller's choosing would let him put his own tables under them."""
    query = """SELECT proname, proconfig::text FROM pg_proc
        WHERE prosecdef AND pronamespace = 'public'::regnamespace ORDER BY proname"""
    with connect("fashu_app") as thief:
        found = thief.execute(query).fetchall()
    assert [name for name, _ in found] == sorted(OWNERS)
    assert {settings for _, settings in found} == {'{"search_path=public, pg_temp"}'}


def test_the_owner_could_lift_the_trigger_so_migrations_alone_have_his_address(
    connect: Connect,
) -> None:
    """Said in SECURITY.md: what he then changes, the record's audit names."""
    with connect("fashu_owner") as owner:
        with pytest.raises(errors.InsufficientPrivilege):
            owner.execute("UPDATE cases_event SET key = 'x'")
        owner.execute("ALTER TABLE cases_event DISABLE TRIGGER stays")
        owner.execute("ALTER TABLE cases_event ENABLE TRIGGER stays")
