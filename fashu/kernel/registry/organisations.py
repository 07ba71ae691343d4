"""Entering and finding organisations. Row-level security decides who finds which."""

from dataclasses import dataclass

from django.db import IntegrityError, connection, transaction
from django.db.models import Q, QuerySet

from fashu.kernel.access import current_actor
from fashu.kernel.procedure.identity import credit_code, plain
from fashu.kernel.procedure.refusal import refuse
from fashu.kernel.registry.models import Organisation
from fashu.kernel.registry.subjects import LAST, beginning, create, named, standing, standing_for

SHORTEST_CODE = 6
"""Characters by which a code may be looked for; fewer would fit a whole county."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entered:
    """What is known of an organisation. `code` is as typed; it may be missing."""

    name: str
    code: str = ""


def find(words: str) -> QuerySet[Organisation]:
    """Organisations by the beginning of a name, of its pinyin initials, or of the code."""
    code = plain(words)
    is_code = len(code) >= SHORTEST_CODE and code.isascii() and code.isalnum()
    by_code = Q(credit_code__gte=code, credit_code__lt=code + LAST) if is_code else None
    return beginning(standing(Organisation), words, by_code)


def add(entered: Entered) -> Organisation:
    """Enter an organisation; with a code that is within sight already, the one it belongs to.

    Raises Refused for a missing name or a wrong code.
    """
    name = named(entered.name, "名称")
    if not entered.code.strip():
        return create(Organisation, name)
    try:
        code = credit_code(entered.code)
    except ValueError as error:
        raise refuse(f"“统一社会信用代码”{error}") from None
    return of_code(code) or _create_once(name, code)


def _create_once(name: str, code: str) -> Organisation:
    try:
        with transaction.atomic():
            return create(Organisation, name, credit_code=code)
    except IntegrityError:
        # A colleague, or a second click, has entered it in this very moment.
        return Organisation.objects.get(credit_code=code, office_path=current_actor().office_path)


def of_code(code: str) -> Organisation | None:
    """The organisation within sight that has this code, if there is one."""
    found = Organisation.objects.filter(credit_code=code).order_by("id").first()
    return standing_for(found) if found is not None else None


def number_of_code(code: str) -> int | None:
    """The number of the organisation that has this code, for whoever has the whole code before
    him, whether or not he sees the entry.
    """
    if (seen := of_code(code)) is not None:
        return seen.pk
    with connection.cursor() as cursor:
        cursor.execute("SELECT fashu_organisation_of_code(%s)", [code])
        found = cursor.fetchone()[0]
    return int(found) if found is not None else None
