"""The copy of one's data holds every table that names a person, and nobody else's data."""

import json
import re

import pytest
from django.apps import apps
from django.db import connection

from fashu.kernel.access import acting_as
from fashu.kernel.cases.tests.conftest import Cast, cast, noon, sample_business
from fashu.kernel.cases.tests.test_actions import open_sample
from fashu.kernel.desk import handling
from fashu.kernel.reading.personal import LEFT_OUT, Encoder, copy_of, is_left_out, tables

__all__ = ["cast", "noon", "sample_business"]

pytestmark = pytest.mark.django_db

NAMES_A_PERSON = re.compile(r"(account|person|keeper|handler|_by|own_account)_id|persons")
"""What a column is called that names a person."""


def columns() -> dict[str, set[str]]:
    """Every table of ours with its columns, as the database has them."""
    found: dict[str, set[str]] = {}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name, column_name FROM information_schema.columns"
            " WHERE table_schema = 'public'"
        )
        for table, column in cursor.fetchall():
            found.setdefault(table, set()).add(column)
    return found


def test_every_table_with_a_person_column_is_in_the_copy_or_left_out_for_a_reason() -> None:
    covered = {
        model._meta.db_table: {model._meta.get_field(name).column for name in names}  # type: ignore[union-attr] # a concrete field
        for model, names in tables().items()
    }
    labels = {model._meta.db_table: model._meta.label for model in apps.get_models()}
    strangers = [
        table
        for table, names in columns().items()
        if any(NAMES_A_PERSON.fullmatch(name) for name in names)
        and table not in covered
        and not is_left_out(labels.get(table, table))
        and not table.startswith(("django_", "procrastinate_"))
    ]
    assert strangers == []


def test_the_test_above_knows_a_person_column_when_it_sees_one() -> None:
    names = {name for found in columns().values() for name in found}
    assert {n for n in names if NAMES_A_PERSON.fullmatch(n)} >= {"account_id", "own_account_id"}


def test_every_reason_still_has_its_table() -> None:
    labels = [model._meta.label for model in apps.get_models()]
    assert [name for name in LEFT_OUT if not any(label.startswith(name) for label in labels)] == []


def test_a_copy_holds_what_one_said_and_no_word_of_anybody_else(cast: Cast) -> None:
    open_sample(cast.alice)
    open_sample(cast.bob, "b")
    with acting_as(cast.alice):
        found = copy_of()
    text = json.dumps(found, cls=Encoder, ensure_ascii=False)
    assert found["cases"][0]["said"][0]["facts"]["name"] == "张三"
    assert "李四" not in text
    assert "password" not in text
    assert {"cases.Participant", "cases.Event"} <= set(found["rows"])


def test_an_officers_copy_holds_no_case_that_he_handles(cast: Cast) -> None:
    number = open_sample(cast.alice).number
    with acting_as(cast.east):
        handling.claim(number)
        found = copy_of()
    text = json.dumps(found, cls=Encoder, ensure_ascii=False)
    assert "desk.Handling" in found["rows"]
    assert "张三" not in text
    assert number not in text
