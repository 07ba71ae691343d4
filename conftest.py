"""How the tests meet the database.

Tests run as fashu_app, so that row-level security is truly on. They sign in as a superuser
that has put on that role (`-c role=`), because only a superuser can wipe append-only tables
between transactional tests.

The migrated database is kept as a template and copied for each run; its name carries a hash
of the migrations.
"""

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import cache
from django.core.management import call_command
from django.db import OperationalError, connections
from django.db.backends.postgresql.operations import DatabaseOperations
from hypothesis import settings as Unhurried  # noqa: N812 - `settings` are Django's here
from psycopg import sql
from psycopg.conninfo import make_conninfo

from fashu.config import database
from fashu.kernel.credentials import sealing as secrets
from fashu.kernel.registry import sealing as numbers

ROOT = Path(__file__).parent


def pytest_configure() -> None:
    """Static files keep their plain names, as nobody collects them; hashing costs little.

    No test holds a stopwatch: on a busy machine the same example takes ten times as long.
    """
    Unhurried.register_profile("unhurried", deadline=None)
    Unhurried.load_profile("unhurried")
    settings.STORAGES["staticfiles"]["BACKEND"] = (
        "django.contrib.staticfiles.storage.StaticFilesStorage"
    )
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(scope="session", autouse=True)
def own_folders(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Files, log and keys of the tests are the tests' own."""
    var = tmp_path_factory.mktemp("var")
    settings.VAR = var
    settings.FASHU_FILES = var / "files"
    settings.FASHU_RECORD_DIR = var / "record"
    settings.FASHU_KEY_DIR = var / "keys"
    settings.FASHU_WITNESS_DIR = var / "witness"
    numbers.KEYS.ensure()
    secrets.KEYS.ensure()


@pytest.fixture(autouse=True)
def fresh_cache() -> None:
    """What one test counted (wrong query codes, say) is nothing to the next."""
    cache.clear()


@pytest.fixture(scope="session")
def server_url() -> str:
    """The superuser's URL of the server the tests use."""
    given = os.environ.get("FASHU_TEST_DATABASE_URL")
    if given:
        with database.connect(given) as server:  # libpq fills in what the URL leaves open
            return make_conninfo(given, user=server.info.user)
    url = database.start_embedded(ROOT / "var" / "postgres-test")
    with database.connect(url) as server:
        for setting in ("fsync", "synchronous_commit", "full_page_writes"):
            server.execute(sql.SQL("ALTER SYSTEM SET {} = off").format(sql.Identifier(setting)))
        server.execute("SELECT pg_reload_conf()")
    return url


@pytest.fixture(scope="session")
def django_db_setup(server_url: str, django_db_blocker: Any) -> Iterator[None]:
    """A database of this run's own, migrated by the owner and used as the application."""
    name = f"fashu_test_{os.getpid()}"
    with django_db_blocker.unblock():
        template = _migrated_template(server_url)
        database.drop(server_url, name)
        database.create(server_url, name, template=template)
        _point_connections(server_url, name)
    setattr(DatabaseOperations, "execute_sql_flush", _wipe)  # noqa: B010 - types forbid it
    yield
    with django_db_blocker.unblock():
        connections.close_all()
        database.drop(server_url, name)


@pytest.fixture
def database_url(db: None, server_url: str) -> str:
    """The test database as the application sees it, for programs that a test starts."""
    url = database.with_database(server_url, connections["default"].settings_dict["NAME"])
    return make_conninfo(url, options=f"-c role={database.ROLES['default']}")


@pytest.fixture(scope="module")
def another_database_url(django_db_setup: None, server_url: str) -> Iterator[str]:
    """An empty database like the tests' own, for a whole second platform that tests start."""
    name = f"fashu_test_another_{os.getpid()}"
    database.drop(server_url, name)
    database.create(server_url, name, template=_migrated_template(server_url))
    url = database.with_database(server_url, name)
    yield make_conninfo(url, options=f"-c role={database.ROLES['default']}")
    database.drop(server_url, name)


def _migrated_template(server_url: str) -> str:
    name = f"fashu_template_{_migrations_hash()}"
    with database.connect(server_url) as server:
        server.execute("SELECT pg_advisory_lock(hashtext('fashu.template'))")
        found = server.execute("SELECT FROM pg_database WHERE datname = %s", [name]).rowcount
        if not found:
            _drop_stale(server_url)
            _migrate(server_url, name)
    return name


def _migrate(server_url: str, name: str) -> None:
    unfinished = f"{name}_unfinished"
    database.drop(server_url, unfinished)
    database.create(server_url, unfinished)
    _point_connections(server_url, unfinished)
    call_command("migrate", database="owner", verbosity=0)
    connections.close_all()
    rename = sql.SQL("ALTER DATABASE {} RENAME TO {}")
    with database.connect(server_url) as server:
        server.execute(rename.format(sql.Identifier(unfinished), sql.Identifier(name)))


def _drop_stale(server_url: str) -> None:
    """Drop templates of other migrations and databases of runs that were killed."""
    query = "SELECT datname FROM pg_database WHERE datname LIKE 'fashu\\_te%'"
    with database.connect(server_url) as server:
        names = [row[0] for row in server.execute(query)]
    for name in names:
        tail = name.rpartition("_")[2]
        alive = "_test_" in name and tail.isdecimal() and Path("/proc", tail).exists()
        if not alive:
            database.drop(server_url, name)


def _migrations_hash() -> str:
    sources = [*ROOT.glob("fashu/**/migrations/*.py"), *ROOT.glob("fashu/kernel/access/*.py")]
    sources += [ROOT / "fashu/config/database.py", ROOT / "requirements.lock"]
    digest = hashlib.sha256()
    for source in sorted(sources):
        digest.update(str(source.relative_to(ROOT)).encode() + source.read_bytes())
    return digest.hexdigest()[:16]


def _point_connections(server_url: str, name: str) -> None:
    for alias, role in database.ROLES.items():
        connection = connections[alias]
        connection.close()
        url = database.with_database(server_url, name)
        settings = database.databases({database.URLS[alias]: url})[alias]
        settings["OPTIONS"]["options"] = f"-c role={role}"
        settings["CONN_MAX_AGE"] = 0  # threads that a test starts leave no connection open
        connection.settings_dict.update(settings)


def _wipe(self: DatabaseOperations, sql_list: object) -> None:
    """Empty every table after a transactional test, past the triggers that forbid it.

    A page that the test left behind may still be read by a server's thread: what it holds and what
    we want can cross, and then we ask again. What the migrations put in stays.
    """
    tables = """SELECT quote_ident(tablename) FROM pg_tables WHERE schemaname = 'public'
        AND tablename NOT IN ('django_migrations', 'access_role')"""
    with self.connection.cursor() as cursor:
        cursor.execute("SET ROLE NONE")
        cursor.execute("SET session_replication_role = replica")
        cursor.execute(tables)
        names = ", ".join(row[0] for row in cursor.fetchall())
        for last in (False, False, False, False, True):
            try:
                cursor.execute(f"TRUNCATE {names} RESTART IDENTITY CASCADE")
                break
            except OperationalError:
                if last:
                    raise
        cursor.execute("RESET session_replication_role")
        cursor.execute("RESET ROLE")
