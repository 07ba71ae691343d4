"""Many persons at once, for migrations and 示范省: sealed in one go, entered by one statement.

`prepare` touches no database, so that a thread can prepare the next rows while `enter` waits for
the database to take the last ones.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from django.db import connection

from fashu.kernel import clock
from fashu.kernel.access import SYSTEM, current_actor
from fashu.kernel.procedure.identity import Document, born, is_male, mask
from fashu.kernel.registry.sealing import KEYS, digest
from fashu.kernel.registry.subjects import initials

_initials = lru_cache(maxsize=200_000)(initials)
"""A province's names repeat; pinyin is the dearest part of a row."""


@dataclass(frozen=True, slots=True)
class Row:
    """One person of a bulk load: his number is a checked resident's number."""

    name: str
    number: str
    phone: str = ""


@dataclass(frozen=True, slots=True, repr=False)
class Prepared:
    """One person as the database will keep him: his number is sealed."""

    name: str
    initials: str
    born_on: date | None
    is_male: bool | None
    phone: str
    ref: str
    masked: str
    sealed: bytes
    key_id: str


def load(rows: Iterable[Row], account_id: int, office_path: str | None = None) -> int:
    """Load persons with their sealed numbers; how many were new. See `enter`."""
    return enter(prepare(rows), account_id, office_path)


def prepare(rows: Iterable[Row]) -> list[Prepared]:
    """The rows with their numbers sealed. The numbers are taken as checked: the caller has made
    or validated them. Raises SealError without keys.
    """
    people, key, resident = list(rows), KEYS.newest, Document.RESIDENT
    refs = [digest(resident, person.number) for person in people]
    numbers = (person.number.encode() for person in people)
    sealed = key.seal_all(list(zip(numbers, refs, strict=True)))
    return [
        Prepared(
            name=person.name,
            initials=_initials(person.name),
            born_on=born(resident, person.number),
            is_male=is_male(resident, person.number),
            phone=person.phone,
            ref=ref,
            masked=mask(person.number),
            sealed=secret,
            key_id=key.id,
        )
        for person, ref, secret in zip(people, refs, sealed, strict=True)
    ]


def enter(prepared: Iterable[Prepared], account_id: int, office_path: str | None = None) -> int:
    """Enter those whose numbers the account has not entered yet; how many they were.

    So a load that was interrupted is repeated whole. Needs the system acting, else raises
    PermissionError. COPY knows no row-level security; arrays are as fast as it needs to be.
    """
    if current_actor() != SYSTEM:
        raise PermissionError("only the system loads in bulk")
    rows, shared = list(prepared), [account_id, office_path, clock.now()]
    with connection.cursor() as cursor:
        cursor.execute(_KNOWN, [account_id, [row.ref for row in rows]])
        known = {ref for (ref,) in cursor.fetchall()}
        new = [row for row in rows if row.ref not in known]
        columns = [[getattr(row, name) for row in new] for name in Prepared.__dataclass_fields__]
        cursor.execute(_ENTER, [*columns, *shared, *shared])
    return len(new)


_KNOWN = """SELECT ref FROM registry_identitydocument WHERE account_id = %s AND ref = ANY(%s)"""
_ENTER = """
    WITH given AS MATERIALIZED (
        SELECT nextval(pg_get_serial_sequence('registry_person', 'id')) AS id, line.*
        FROM unnest(%s::text[], %s::text[], %s::date[], %s::bool[], %s::text[], %s::text[],
            %s::text[], %s::bytea[], %s::text[])
            AS line (name, initials, born_on, is_male, phone, ref, masked, sealed, key_id)
    ), person AS (
        INSERT INTO registry_person (id, name, initials, born_on, is_male, phone,
            account_id, office_path, entered_at)
        SELECT id, name, initials, born_on, is_male, phone, %s, %s, %s FROM given
    )
    INSERT INTO registry_identitydocument (person_id, document, ref, masked, sealed,
        key_id, account_id, office_path, entered_at)
    SELECT id, 'resident', ref, masked, sealed, key_id, %s, %s, %s FROM given"""
