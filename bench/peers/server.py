"""A connection of the peers' own to the server that Fashu uses."""

from typing import Any

import psycopg
from django.db import connections

WANTED = ("dbname", "user", "password", "host", "port")


def connect() -> "psycopg.Connection[Any]":
    """As the owner of the database, who may make tables. Commits are durable as Fashu's are."""
    parameters: dict[str, Any] = dict(connections["owner"].get_connection_params())
    return psycopg.connect(**{key: parameters[key] for key in WANTED if key in parameters})
