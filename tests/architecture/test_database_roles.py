"""The application meets the database as a role that can neither bypass nor change the rules."""

import pytest
from django.db import ProgrammingError, connection, connections


@pytest.mark.django_db
def test_the_application_cannot_bypass_row_level_security() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT rolname, rolsuper, rolbypassrls FROM pg_roles WHERE rolname = current_user"
        )
        assert cursor.fetchone() == ("fashu_app", False, False)


@pytest.mark.django_db
def test_the_application_cannot_create_a_table() -> None:
    with connection.cursor() as cursor, pytest.raises(ProgrammingError, match="permission denied"):
        cursor.execute("CREATE TABLE intruder (id int)")


@pytest.mark.django_db(databases=["default", "owner", "record", "eraser"])
def test_no_role_is_a_superuser() -> None:
    for alias in connections:
        with connections[alias].cursor() as cursor:
            cursor.execute(
                "SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user"
            )
            assert cursor.fetchone() == (False,)


@pytest.mark.django_db(transaction=True)
def test_transactional_tests_leave_nothing_behind() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        assert cursor.fetchone() == ("fashu_app",)
