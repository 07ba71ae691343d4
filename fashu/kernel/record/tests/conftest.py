"""What the database tests of the record share."""

from collections.abc import Iterator

import pytest

from fashu.kernel.record import ledger
from fashu.kernel.record.tests.town import LogKeys, Town, forget, insider, new_keys


@pytest.fixture
def power(django_db_setup: None) -> Iterator[ledger.Connection]:
    """An insider's connection: no rule binds it. Before and after, the tables are empty."""
    with insider() as connection:
        forget(connection)
        yield connection
        forget(connection)


@pytest.fixture
def town(power: ledger.Connection) -> Town:
    """Somebody who writes events."""
    return Town(power)


@pytest.fixture
def writer(power: ledger.Connection) -> Iterator[ledger.Connection]:
    """A connection as fashu_record, the sequencer's role."""
    with ledger.connect() as connection:
        yield connection
        connection.execute("SELECT pg_advisory_unlock_all()")


@pytest.fixture
def pair() -> LogKeys:
    """The keys of a log and of a witness."""
    return new_keys()
