"""Every table is guarded by row-level security, or says why it need not be."""

import pytest
from click.testing import CliRunner
from django.apps import apps
from django.db import connection
from django.db.models import ForeignKey

from fashu.synthetic.cli import synth

OPEN = {
    "cases_counter": "the last number given per office and year",
    "cases_definition": "procedures are public",
    "documents_mark": "机关代字 stand on every paper",
    "documents_series": "the last number given per office and year",
    "documents_template": "the words of papers, without anybody's data",
    "django_migrations": "which migrations ran",
    "django_session": "found by a secret key only, holds an account's number",
    "hall_slot": "when a counter is open is public; who comes is in hall_booking",
    "hall_guidenote": "what an office adds to a service guide is public",
    "holidays_keptcalendar": "days off are public",
    "holidays_notice": "what the State Council announced is public; writing is guarded",
    "people_office": "which organs exist is public",
    "people_officechange": "what an organ was called and where it stood is public",
    "people_post": "which posts an organ has is public",
    "record_": "hashes, signatures and numbers of events",
    "library_": "statutes are public",
    "supervision_draw": "draws are public: case numbers, a commitment, what was drawn",
    "procrastinate_": "jobs name a case by number; they carry no personal data",
}
"""Table, or beginning of a family of tables -> why anybody may read it."""

FILLED = {
    "people_account",
    "people_posting",
    "cases_case",
    "cases_participant",
    "cases_event",
    "cases_payload",
    "cases_issuedpaper",
    "cases_runningterm",
}
"""What a demonstration fills: without rows, seeing none would prove nothing."""

GUARDED = """
    SELECT relname, relrowsecurity, relforcerowsecurity FROM pg_class
    WHERE relkind IN ('r', 'p') AND relnamespace = 'public'::regnamespace ORDER BY relname
"""


def tables() -> dict[str, tuple[bool, bool]]:
    """Table -> row-level security is on, and binds the owner too."""
    with connection.cursor() as cursor:
        cursor.execute(GUARDED)
        return {name: (enabled, forced) for name, enabled, forced in cursor.fetchall()}


def is_open(table: str) -> bool:
    return any(table == name or (name[-1] == "_" and table.startswith(name)) for name in OPEN)


def kept_tables() -> list[str]:
    """The tables of our own that are not open."""
    names = [model._meta.db_table for model in apps.get_models()]
    return sorted(name for name in names if not is_open(name))


def rows_by_table(role: str) -> dict[str, int]:
    """How many rows of each guarded table a database role sees while nobody acts."""
    counts = {}
    with connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL ROLE {role}")
        for table in kept_tables():
            cursor.execute(f"SELECT count(*) FROM {table}")
            counts[table] = cursor.fetchone()[0]
    return counts


@pytest.mark.django_db
def test_every_table_is_guarded_or_open_for_a_reason() -> None:
    unguarded = [name for name, flags in tables().items() if flags != (True, True)]
    assert [name for name in unguarded if not is_open(name)] == []


@pytest.mark.django_db
def test_every_reason_still_has_its_table() -> None:
    names = tables()
    unused = [o for o in OPEN if not any(n == o or n.startswith(o) for n in names)]
    assert [name for name in unused if name != "library_"] == []


@pytest.mark.django_db
def test_whoever_forgets_to_say_who_acts_sees_nothing() -> None:
    done = CliRunner().invoke(synth, ["--scale", "0.1"])
    assert done.exit_code == 0, done.output
    filled = rows_by_table("NONE")  # the superuser behind the tests
    assert {name for name, count in filled.items() if count} >= FILLED
    assert {name: count for name, count in rows_by_table("fashu_app").items() if count} == {}


@pytest.mark.django_db
def test_every_table_belongs_to_the_owner_and_not_to_the_application() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT DISTINCT tableowner FROM pg_tables WHERE schemaname = 'public'")
        assert cursor.fetchall() == [("fashu_owner",)]


def test_foreign_keys_point_to_the_own_part_or_the_kernel() -> None:
    strangers = [
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models()
        if model.__module__.startswith("fashu.")
        for field in model._meta.get_fields()
        if isinstance(field, ForeignKey)
        and not _may_point(model.__module__, field.related_model.__module__)
    ]
    assert strangers == []


def _may_point(source: str, target: str) -> bool:
    own = source.rpartition(".models")[0]
    return target.startswith((own, "fashu.kernel."))


FOLLOWS = """
    SELECT a.attrelid::regclass::text
    FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
    WHERE c.relkind IN ('r', 'p') AND c.relnamespace = 'public'::regnamespace
        AND a.attname = 'office_path' AND NOT a.attisdropped
        AND NOT EXISTS (
            SELECT FROM pg_constraint f
            WHERE f.contype = 'f' AND f.conrelid = c.oid AND f.conkey = ARRAY[a.attnum]
                AND f.confrelid = 'people_office'::regclass AND f.confupdtype = 'c')
    ORDER BY 1
"""

STAYS = {
    "cases_event": "append-only: where the case lay when it happened, as closed periods count it",
    "documents_sealuse": "append-only: in whose ledger the seal was used",
    "reading_entry": "append-only: where the reader served when he read",
    "supervision_report": "append-only: which offices a closed period counted",
}
"""Table -> why its office_path does not follow when the office moves."""


@pytest.mark.django_db
def test_every_office_path_follows_when_the_office_moves() -> None:
    """REFERENCES people_office (path) ON UPDATE CASCADE, as in cases.0007."""
    with connection.cursor() as cursor:
        cursor.execute(FOLLOWS)
        assert sorted(STAYS) == [name for (name,) in cursor.fetchall()]
