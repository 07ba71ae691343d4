"""卷内目录: what lies in a volume, in order, each item with the hash by which it is known again."""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any

from pypdfium2 import PdfiumError

from fashu.kernel.cases.attachments import path_of
from fashu.kernel.cases.catalogue import business_of, family_of
from fashu.kernel.cases.models import Attachment, Case, Event, IssuedPaper, Participant
from fashu.kernel.documents.models import Document, Receipt
from fashu.kernel.documents.pictures import page_count
from fashu.kernel.record.leaf import Json, canonical

PDF = "application/pdf"


class Kind(StrEnum):
    """What an item is."""

    PAPER = "paper"
    FILE = "file"
    RECEIPT = "receipt"
    RECORD = "record"


@dataclass(frozen=True, slots=True)
class Item:
    """One line: 序号、责任者、文号、题名、日期、页数, and its SHA-256 (empty: not yet a file).

    `first`: the page of the volume on which it begins; 0 for what is not counted in pages. `ref`:
    the row it was made from.
    """

    kind: Kind
    ref: int
    title: str
    by: str
    number: str
    on: str
    pages: int
    sha256: str
    n: int = 0
    first: int = 0

    @property
    def last(self) -> int:
        """The page on which it ends."""
        return self.first + self.pages - 1 if self.first else 0


def inventory_of(case: Case) -> tuple[Item, ...]:
    """What lies in a case now, by date, numbered and paged; the record of events comes last."""
    found = [*_papers(case), *_files(case), *_receipts(case)]
    return tuple(_paged([*sorted(found, key=lambda item: item.on), _record(case)]))


def to_json(items: Iterable[Item]) -> list[dict[str, Any]]:
    """As it is kept."""
    return [asdict(item) for item in items]


def from_json(data: Iterable[dict[str, Any]]) -> tuple[Item, ...]:
    """The inverse of `to_json`."""
    return tuple(Item(**{**each, "kind": Kind(each["kind"])}) for each in data)


def digest(items: Iterable[Item]) -> str:
    """The SHA-256 of an inventory."""
    lines: list[Json] = [*to_json(items)]
    return hashlib.sha256(canonical(lines)).hexdigest()


def _paged(items: list[Item]) -> Iterator[Item]:
    page = 1
    for n, item in enumerate(items, start=1):
        yield replace(item, n=n, first=page if item.pages else 0)
        page += item.pages


def _papers(case: Case) -> Iterator[Item]:
    """Sealed ones as they were sealed; of others there is no file, only words in the record."""
    sealed = {
        (d.paper, d.n): d
        for d in Document.objects.filter(case=case, status="sealed").select_related(
            "number", "office"
        )
    }
    for row in IssuedPaper.objects.filter(case=case):
        found = sealed.get((row.paper, row.n))
        yield Item(
            kind=Kind.PAPER,
            ref=row.pk,
            title=row.title,
            by=found.office.title if found else _author(case, row),
            number=str(found.number) if found and found.number else "",
            on=_day(row.issued_on),
            pages=_pages(found.sha256) if found else 0,
            sha256=found.sha256 if found else "",
        )


def _author(case: Case, row: IssuedPaper) -> str:
    """Whoever takes the step that made it: the office, or the parties in that role."""
    procedure = family_of(case.procedure).version(case.version)
    step = procedure.steps.get(row.step)
    roles = {role.key for role in step.by} if step else set()
    if roles & {role.key for role in business_of(case.procedure).inside} or not roles:
        return case.office.title
    named = Participant.objects.filter(case=case, role__in=roles).values_list("name", flat=True)
    return "、".join(named)[:100]


def _files(case: Case) -> Iterator[Item]:
    names = _names(case)
    receipts = set(Receipt.objects.filter(case=case).values_list("proof", flat=True))
    for file in Attachment.objects.filter(case=case):
        if file.sha256 not in receipts:
            yield Item(
                kind=Kind.FILE,
                ref=file.pk,
                title=file.name,
                by=names.get(file.account_id, case.office.title),
                number="",
                on=_day(file.added_at.date()),
                pages=_pages(file.sha256) if file.media_type == PDF else 0,
                sha256=file.sha256,
            )


def _names(case: Case) -> dict[int, str]:
    """Account -> the party for which it acts: itself, or the organ whose step it took."""
    parts = list(Participant.objects.filter(case=case))
    organs = {part.role: part.name for part in parts if part.office_path}
    taken = Event.objects.filter(case=case, kind="taken").values_list("account_id", "by")
    acted = {account: organs[role] for account, role in taken if account and role in organs}
    return acted | {part.account_id: part.name for part in parts if part.account_id}


def _receipts(case: Case) -> Iterator[Item]:
    titles = dict(IssuedPaper.objects.filter(case=case).values_list("paper", "title"))
    for row in Receipt.objects.filter(case=case):
        yield Item(
            kind=Kind.RECEIPT,
            ref=row.pk,
            title=f"送达回证：{titles.get(row.paper, row.paper)}",
            by=case.office.title,
            number="",
            on=_day(row.on),
            pages=0,
            sha256=row.proof,
        )


def _record(case: Case) -> Item:
    """The events: their last hash holds all before it, and stands in the record."""
    last = Event.objects.get(case=case, seq=case.seq)
    return Item(
        kind=Kind.RECORD,
        ref=case.seq,
        title=f"电子办理记录（{case.seq}个事件）",
        by=case.office.title,
        number="",
        on=_day(last.on),
        pages=0,
        sha256=bytes(last.leaf_hash).hex(),
    )


def _pages(sha256: str) -> int:
    """How many pages a PDF of ours has; 0 where it cannot be read."""
    try:
        return page_count(path_of(sha256).read_bytes())
    except (OSError, ValueError, PdfiumError):
        return 0


def _day(day: date) -> str:
    return day.isoformat()
