"""One URL, four roles."""

from fashu.config import database
from fashu.config.setup import passwords

APP = "postgresql://fashu_app:hidden@db.example/fashu?sslmode=require"


def test_every_alias_has_a_role_and_a_variable() -> None:
    assert database.ROLES.keys() == database.URLS.keys()


def test_the_other_roles_meet_the_same_database_without_the_password_of_the_application() -> None:
    owner = database.databases({"FASHU_DATABASE_URL": APP})["owner"]
    assert (owner["USER"], owner["PASSWORD"], owner["HOST"], owner["NAME"]) == (
        "fashu_owner",
        "",
        "db.example",
        "fashu",
    )


def test_connection_parameters_are_kept() -> None:
    default = database.databases({"FASHU_DATABASE_URL": APP})["default"]
    assert default["OPTIONS"] == {"sslmode": "require"}


def test_a_url_of_its_own_wins() -> None:
    own = "postgresql://fashu_owner:key@db.example/fashu"
    found = database.databases({"FASHU_DATABASE_URL": APP, "FASHU_DATABASE_OWNER_URL": own})
    assert found["owner"]["PASSWORD"] == "key"


def test_each_role_gets_the_password_of_its_own_url() -> None:
    found = passwords({"FASHU_DATABASE_URL": APP})
    assert (found["fashu_app"], found["fashu_owner"]) == ("hidden", None)


def test_another_database_on_the_same_server_keeps_the_rest() -> None:
    url = database.with_database("postgresql://postgres@/postgres?host=/run/pg", "fashu")
    assert "host=/run/pg" in url
    assert "dbname=fashu" in url
    assert "user=postgres" in url
