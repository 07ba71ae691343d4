"""One listener for each process, however many pages wait: PostgreSQL calls, threads wake up.

A page that streams holds a thread but no connection while it waits. The listener has one connection
of its own; when it is lost it connects again and wakes everybody, who then look for themselves.
"""

import logging
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
from django.db import connection
from psycopg.conninfo import make_conninfo

from fashu.kernel.desk.notices import CHANNEL

MOST_STREAMS = 24
"""How many pages of one process may wait at once: the other threads serve everything else."""

AGAIN_SECONDS = 2.0
"""How long the listener waits before it connects again."""

LOOK_SECONDS = 5.0
"""How often it looks whether anybody still waits."""

log = logging.getLogger(__name__)


class Listener:
    """Wakes whoever waits for an account."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._waiting: dict[int, set[threading.Event]] = {}
        self._thread: threading.Thread | None = None
        self._places = threading.BoundedSemaphore(MOST_STREAMS)

    @contextmanager
    def waiting(self, account: int) -> Iterator[threading.Event | None]:
        """An event that is set whenever the account is told something; None when all are taken."""
        if not self._places.acquire(blocking=False):
            yield None
            return
        event = threading.Event()
        try:
            with self._lock:
                self._waiting.setdefault(account, set()).add(event)
                self._ensure_thread()
            yield event
        finally:
            with self._lock:
                self._waiting[account].discard(event)
                if not self._waiting[account]:
                    del self._waiting[account]
            self._places.release()

    @property
    def count(self) -> int:
        """How many pages wait now."""
        with self._lock:
            return sum(len(events) for events in self._waiting.values())

    def wake(self, account: int | None) -> None:
        """Wake those who wait for an account, or everybody."""
        with self._lock:
            chosen = self._waiting.values() if account is None else [self._waiting.get(account, ())]
            for events in chosen:
                for event in events:
                    event.set()

    def _ensure_thread(self) -> None:
        if self._thread is None or not self._thread.is_alive():
            parameters = connection.get_connection_params()
            wanted = {k: v for k, v in parameters.items() if k in _CONNECTING}
            self._thread = threading.Thread(
                target=self._listen, args=(wanted,), name="fashu-listener", daemon=True
            )
            self._thread.start()

    def _listen(self, parameters: dict[str, Any]) -> None:
        """Pass on what is called out, for as long as somebody waits."""
        while not self._rests():
            try:
                with psycopg.connect(make_conninfo(**parameters), autocommit=True) as heard:
                    heard.execute(f"LISTEN {CHANNEL}")
                    self.wake(None)
                    while not self._rests():
                        for call in heard.notifies(timeout=LOOK_SECONDS):
                            self.wake(int(call.payload) if call.payload.isdecimal() else None)
                    return
            except psycopg.Error as error:
                log.warning("the listener lost its connection and connects again: %s", error)
                time.sleep(AGAIN_SECONDS)

    def _rests(self) -> bool:
        """Whether nobody waits any more; the next to wait starts another thread."""
        with self._lock:
            if self._waiting:
                return False
            self._thread = None
            return True


_CONNECTING = {"dbname", "user", "password", "host", "port", "sslmode", "options"}

listener = Listener()
"""The one of this process. Its thread starts with the first page that waits, after any fork."""
