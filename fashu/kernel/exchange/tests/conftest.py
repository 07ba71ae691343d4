"""A receiver that truly listens, and a log that holds what has happened."""

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from django.conf import LazySettings
from django.db import connection

from fashu.kernel.cases.tests.conftest import Cast, cast, noon, sample_business

__all__ = ["Cast", "cast", "noon", "sample_business"]


@dataclass
class Receiver:
    """Another organ's server. `answer` decides what it does with a letter."""

    url: str
    got: list[tuple[dict[str, str], bytes]] = field(default_factory=list)
    answer: Callable[[int], int] = lambda _: 204

    @property
    def ids(self) -> list[str]:
        """The ids of all letters in the order in which they came."""
        return [headers["webhook-id"] for headers, _ in self.got]


@pytest.fixture
def receiver(settings: LazySettings) -> Iterator[Receiver]:
    """Listens on this machine, where letters may go for once."""
    settings.FASHU_WEBHOOK_NETWORKS = ["127.0.0.0/8"]
    held: list[Receiver] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            headers = {name.lower(): value for name, value in self.headers.items()}
            held[0].got.append((headers, body))
            self.send_response(held[0].answer(len(held[0].got)))
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    held.append(Receiver(f"http://127.0.0.1:{server.server_port}/events?from=fashu"))
    yield held[0]
    server.shutdown()
    server.server_close()


def log_everything() -> None:
    """What the sequencer does, as the database sees it: every event gets the next place."""
    with connection.cursor() as cursor:
        cursor.execute("SET ROLE NONE")
        cursor.execute(
            """INSERT INTO record_entry (leaf_index, event_id, leaf_hash, sm3_hash, added_at)
            SELECT (SELECT count(*) FROM record_entry) - 1 + row_number() OVER (ORDER BY id),
                id, leaf_hash, leaf_hash, now() FROM cases_event
            WHERE id NOT IN (SELECT event_id FROM record_entry)"""
        )
        cursor.execute("SET ROLE fashu_app")
