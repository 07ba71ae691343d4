"""归档: a closed case becomes a volume with a number, a retention and an inventory.

From then on it is read and no more (`cases.archiving.archive`). Whether everything is still there
as it was put away can be checked at any time (`check`).
"""

import hashlib
from dataclasses import dataclass

from django.db import connection, transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from fashu.kernel import clock
from fashu.kernel.access import Actor, current_actor
from fashu.kernel.archives.inventory import Item, Kind, digest, from_json, inventory_of, to_json
from fashu.kernel.archives.models import Volume
from fashu.kernel.business import Business
from fashu.kernel.cases import archiving
from fashu.kernel.cases.attachments import path_of
from fashu.kernel.cases.catalogue import business_of, businesses
from fashu.kernel.cases.models import Attachment, Case, Counter, Event, IssuedPaper, RunningTerm
from fashu.kernel.cases.roles import account_of
from fashu.kernel.documents.models import Receipt
from fashu.kernel.law.citation import Citation, Law
from fashu.kernel.reading.models import Disposal

STANDARDS: Citation = Law("档案法").art(21, 1)
"""鉴定档案保存价值的原则、保管期限的标准以及销毁档案的程序和办法，由国家档案主管部门制定."""
HAND_IN: Citation = Law("档案法").art(14, 1)
"""应当归档的材料，按照国家有关规定定期移交，集中管理，任何个人不得拒绝归档或者据为己有."""
APPRAISE: Citation = Law("档案法实施条例").art(24)
"""定期对保管期限届满的档案进行鉴定；仍需继续保存的，重新划定保管期限并作出标注."""


@dataclass(frozen=True, slots=True)
class Term:
    """保管期限 of a business: years (None for ever) and the norm it rests on.

    `is_default`: no norm is known, so that it is kept for ever until somebody says otherwise.
    """

    years: int | None
    cite: Citation
    is_default: bool

    @property
    def title(self) -> str:
        """As archives call it."""
        return "永久" if self.years is None else f"定期{self.years}年"

    @property
    def code(self) -> str:
        """As it stands in the number of a volume: Y, or D10."""
        return "Y" if self.years is None else f"D{self.years}"


def term_of(business: Business) -> Term:
    """The retention of a business."""
    cite = business.retention_cite
    is_default = cite is None and business.retention_years is None
    return Term(business.retention_years, cite or STANDARDS, is_default)


def waiting(actor: Actor) -> QuerySet[Case]:
    """Closed cases of one's own office that can be put away, the oldest first."""
    running = RunningTerm.objects.filter(case=OuterRef("pk"))
    found = Case.objects.filter(office_path=actor.office_path or "-", archived_at=None)
    found = found.filter(~Exists(running), closed_on__isnull=False)
    return found.select_related("office").order_by("closed_on", "id")


def expired() -> QuerySet[Case]:
    """Archived cases within sight whose retention is over and that are on no list: to appraise."""
    today, over = clock.today(), Q(pk__in=[])
    for key, business in businesses().items():
        if business.retention_years is not None:
            last = archiving.later_by(today, -business.retention_years)
            over |= Q(procedure=key, closed_on__lte=last)
    kept_on = Q(retained_until=None) | Q(retained_until__lt=today)
    found = Case.objects.filter(over, kept_on, archived_at__isnull=False, destroyed_at=None)
    listed = Disposal.objects.filter(case=OuterRef("pk"))
    return found.filter(~Exists(listed)).select_related("office").order_by("closed_on", "id")


@transaction.atomic
def put_away(number: str) -> Volume:
    """归档, with the inventory of the day. Raises Refused."""
    actor, case = current_actor(), archiving.archive(number)
    business, items = business_of(case.procedure), inventory_of(case)
    term = term_of(business)
    assert case.archived_at is not None
    return Volume.objects.create(
        case=case,
        office_path=case.office_path,
        number=_number(case, business, term),
        years=term.years,
        cite=str(term.cite),
        items=to_json(items),
        count=len(items),
        pages=sum(item.pages for item in items),
        digest=digest(items),
        archived_by_id=account_of(actor),
        archived_name=actor.name,
        archived_at=case.archived_at,
    )


def _number(case: Case, business: Business, term: Term) -> str:
    """档号: 全宗（机关代码）·门类·年度·保管期限·件号, e.g. 9901-FY-2026-Y-0001."""
    assert case.closed_on is not None
    series = f"{case.office.code}-{business.number_prefix}-{case.closed_on.year}-{term.code}"
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {Counter._meta.db_table} AS c (series, last) VALUES (%s, 1)"  # noqa: S608 - the name of a table
            " ON CONFLICT (series) DO UPDATE SET last = c.last + 1 RETURNING last",
            [f"volume {series}"],
        )
        return f"{series}-{cursor.fetchone()[0]:04d}"


# -- Is everything still there? ---------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Checked:
    """An item of the inventory, and what is wrong with it now; empty: nothing."""

    item: Item
    fault: str


def items_of(volume: Volume) -> tuple[Item, ...]:
    """The inventory as it was put away; empty once the volume was destroyed."""
    return from_json(volume.items)


def check(volume: Volume) -> tuple[Checked, ...]:
    """Every item compared with what is there: rows, bytes, and the head of the record."""
    items = items_of(volume)
    whole = digest(items) == volume.digest
    return tuple(
        Checked(item, _fault(volume.case_id, item) if whole else "目录本身已被改动")
        for item in items
    )


def _fault(case_id: int, item: Item) -> str:
    if item.kind is Kind.RECORD:
        event = Event.objects.filter(case=case_id, seq=item.ref).first()
        same = event is not None and bytes(event.leaf_hash).hex() == item.sha256
        return "" if same else "与存证日志中的事件不一致"
    model = {Kind.PAPER: IssuedPaper, Kind.FILE: Attachment, Kind.RECEIPT: Receipt}[item.kind]
    if not model._default_manager.filter(case=case_id, pk=item.ref).exists():
        return "登记已不存在"
    return _bytes(item.sha256) if item.sha256 else ""


def _bytes(sha256: str) -> str:
    try:
        content = path_of(sha256).read_bytes()
    except OSError:
        return "文件已不存在"
    return "" if hashlib.sha256(content).hexdigest() == sha256 else "文件已被改动"
