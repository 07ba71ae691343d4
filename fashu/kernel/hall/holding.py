"""Codes that open one thing to whoever holds them: a booking, an answer to a report."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
"""None that is misread over the telephone (0 O, 1 I L)."""

LENGTH = 12


def new_code(prefix: str) -> str:
    """A code that nobody guesses, whose first letter says what it opens."""
    return prefix + "".join(secrets.choice(LETTERS) for _ in range(LENGTH - len(prefix)))


def plain(code: str) -> str:
    """A code as it is kept, however it was typed."""
    return code.strip().upper().replace("-", "").replace(" ", "")


@contextmanager
def holding(code: str) -> Iterator[None]:
    """Inside, the rows of this code are visible, whoever asks. Needs `acting_as` around it."""
    _tell(plain(code))
    yield
    _tell("")


def _tell(code: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('fashu.holding', %s, true)", [code])
