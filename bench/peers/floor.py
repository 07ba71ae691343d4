"""The floor: as many bytes as a step of Fashu, written without a thought."""

import os

from bench.peers.server import connect

TABLES = """
    DROP TABLE IF EXISTS bench_event, bench_payload, bench_case;
    CREATE TABLE bench_event (id bigserial PRIMARY KEY, envelope bytea);
    CREATE TABLE bench_payload (id bigserial PRIMARY KEY, payload bytea);
    CREATE TABLE bench_case (id bigint PRIMARY KEY, state bytea);
    INSERT INTO bench_case VALUES (1, '');
"""


class Floor:
    """Two inserts and one update in one transaction, through psycopg."""

    def __init__(self, envelope: int, payload: int, state: int) -> None:
        self.sizes = envelope, payload, state
        self.connection = connect()
        self.connection.execute(TABLES)
        self.connection.commit()

    def steps(self, count: int) -> int:
        """So many transactions."""
        event, payload, state = (os.urandom(size) for size in self.sizes)
        for _ in range(count):
            with self.connection.transaction():
                self._write(event, payload, state)
        return count

    def _write(self, event: bytes, payload: bytes, state: bytes) -> None:
        execute = self.connection.execute
        execute("INSERT INTO bench_event (envelope) VALUES (%s)", [event])
        execute("INSERT INTO bench_payload (payload) VALUES (%s)", [payload])
        execute("UPDATE bench_case SET state = %s WHERE id = 1", [state])
