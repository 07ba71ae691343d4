"""The office tree: who stands below whom. The database refuses circles; this says so in words."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction
from django.db.models import BigIntegerField, Case, F, Value, When
from django.db.models.functions import Concat, Substr

from fashu.kernel.access.scope import Scope
from fashu.kernel.people.models import Office
from fashu.kernel.procedure.refusal import refuse


@contextmanager
def alone() -> Iterator[None]:
    """One transaction in which nobody else changes the tree."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext('fashu.office_tree'))")
        yield


def office(code: str) -> Office:
    """The office of this code. Raises Refused, in words, where there is none."""
    found = Office.objects.select_related("parent", "acts_through").filter(code=code).first()
    if found is None:
        raise refuse(f"没有机构代码为{code}的机构", remedy="请核对机构代码，或者先登记该机构")
    return found


def branch(path: str) -> list[Office]:
    """An office and all below it, superiors first."""
    within = Scope.below(path)
    return list(Office.objects.filter(path__gte=within.start, path__lt=within.end))


def relocate(moved: Office, superior: Office | None) -> int:
    """Put an office with all below it under another one; how many offices that were.

    One statement rewrites the paths of the whole branch. Whatever else carries a path refers to
    this one and follows within the same statement (`ON UPDATE CASCADE`), past every policy: a
    move must not leave behind what the mover cannot see. Call it within `alone`. Raises Refused.
    """
    above = superior.path if superior else ""
    if above.startswith(moved.path):
        raise refuse(
            f"{superior}就在{moved}之下，不能成为它的上级",
            remedy="请选择不在该机构之下的机关作为上级",
        )
    within = Scope.below(moved.path)
    kept = len(moved.parent_path) + 1
    count = Office.objects.filter(path__gte=within.start, path__lt=within.end).update(
        path=Concat(Value(above), Substr("path", kept)),
        parent_path=Case(
            When(pk=moved.pk, then=Value(above)),
            default=Concat(Value(above), Substr("parent_path", kept)),
        ),
        parent=Case(
            When(pk=moved.pk, then=Value(superior and superior.pk)),
            default=F("parent_id"),
            output_field=BigIntegerField(),
        ),
    )
    moved.refresh_from_db()
    return count
