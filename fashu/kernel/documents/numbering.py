"""文号: one series for each office, kind of paper and year, without gaps.

A number is taken under the lock of its series, in the transaction that needs it: what is rolled
back was never taken. A number that was given and is not used any more stays in the register as
作废 with its reason.
"""

from collections.abc import Container

from django.db import connection, transaction
from django.db.models import Q, QuerySet

from fashu.kernel import clock
from fashu.kernel.access import current_actor
from fashu.kernel.cases.catalogue import businesses
from fashu.kernel.cases.roles import account_of
from fashu.kernel.documents.models import Mark, Number, Series
from fashu.kernel.people.models import Office
from fashu.kernel.procedure.refusal import refuse

MOST_RESERVED = 50
"""How many numbers are reserved at once at most."""


@transaction.atomic
def reserve(office: Office, series: str, note: str, count: int = 1) -> list[Number]:
    """预留: the next numbers of a series for a purpose, to be used by choice. Raises Refused."""
    if not note.strip():
        raise refuse("预留文号应当写明用途")
    if not 1 <= count <= MOST_RESERVED:
        raise refuse(f"一次预留1至{MOST_RESERVED}个文号")
    _only_own(office)
    return [_take(office, series, Number.Status.RESERVED, note.strip()[:200]) for _ in range(count)]


def reserve_in(code: str, series: str, note: str, count: int = 1) -> list[Number]:
    """预留 for an office by its code, in a series that some business has. Raises Refused."""
    office = signing_offices().filter(code=code).first()
    if office is None or series not in known_series():
        raise refuse("请选择机关和字号")
    return reserve(office, series, note, count)


def known_series(procedures: Container[str] | None = None) -> frozenset[str]:
    """The series (字号) that papers take their numbers from, of some procedures or of all."""
    return frozenset(
        form.series
        for key, business in businesses().items()
        for form in business.paper_forms.values()
        if form.series and (procedures is None or key in procedures)
    )


def signing_offices() -> QuerySet[Office]:
    """One's own office, and those that act through it."""
    own = current_actor().office_id or 0
    return Office.objects.filter(Q(pk=own) | Q(acts_through_id=own))


@transaction.atomic
def take(office: Office, series: str, *, reserved: int | None = None) -> Number:
    """The number for a paper: the next one, or one that was reserved. Raises Refused."""
    if reserved is None:
        return _take(office, series, Number.Status.USED, "")
    found = Number.objects.select_for_update(of=("self",)).filter(
        pk=reserved, office=office, series=series, status=Number.Status.RESERVED
    )
    number = found.first()
    if number is None:
        raise refuse("这个预留的文号已经使用或者不属于本机关的这一字号", remedy="请另选一个")
    number.status = Number.Status.USED
    number.save(update_fields=["status"])
    return number


@transaction.atomic
def void(number_id: int, reason: str) -> Number:
    """作废: a number stays in the register with its reason and is never given again."""
    number = Number.objects.select_for_update(of=("self",)).filter(pk=number_id).first()
    if number is None or number.status == Number.Status.VOID:
        raise refuse("没有这个可以作废的文号")
    if number.status == Number.Status.USED:
        raise refuse("已经用于文书的文号随文书撤销而作废", remedy="请在文书页撤销该文书")
    return withdrawn(number, reason)


def withdrawn(number: Number, reason: str) -> Number:
    """Mark a number as 作废. Raises Refused without a reason."""
    if not reason.strip():
        raise refuse("作废文号应当写明理由")
    number.status, number.note = Number.Status.VOID, reason.strip()[:200]
    number.save(update_fields=["status", "note"])
    return number


def mark_of(office: Office) -> str:
    """机关代字: as entered, or the first of the suggestions that nobody else has."""
    found = Mark.objects.filter(office=office).first()
    if found is not None:
        return found.text
    taken = set(Mark.objects.values_list("text", flat=True))
    free = next(text for text in _suggestions(office) if text not in taken)
    mark, _ = Mark.objects.get_or_create(office=office, defaults={"text": free})
    return mark.text


def _suggestions(office: Office) -> list[str]:
    """明德市司法局 -> 明司, 明德司, 明德市司; the whole code where everything is taken."""
    place = next((n for n, letter in enumerate(office.title) if letter in "省市县区州旗"), 0)
    kind = "政" if office.kind == "government" else office.title[place + 1 : place + 2]
    return [f"{office.title[:n]}{kind}" for n in range(1, place + 2)] + [office.code]


def _take(office: Office, series: str, status: Number.Status, note: str) -> Number:
    year, mark = clock.today().year, mark_of(office)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {Series._meta.db_table} AS s (office_id, office_path, name, year, last)"  # noqa: S608 - the name of a table
            " VALUES (%s, %s, %s, %s, 1) ON CONFLICT (office_id, name, year)"
            " DO UPDATE SET last = s.last + 1 RETURNING last",
            [office.pk, office.handling.path, series, year],
        )
        n = int(cursor.fetchone()[0])
    return Number.objects.create(
        office=office,
        office_path=office.handling.path,
        series=series,
        year=year,
        n=n,
        text=f"{mark}{series}〔{year}〕{n}号",
        status=status,
        note=note,
        account_id=account_of(current_actor()),
        name=current_actor().name,
        at=clock.now(),
    )


def _only_own(office: Office) -> None:
    if current_actor().office_path != office.handling.path:
        raise refuse(f"{office.title}的文号由{office.handling.title}管理")
