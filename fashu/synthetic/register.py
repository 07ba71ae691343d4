"""示范省 at the size of a province: loaded as any province would be, and what was planted."""

import csv
import gzip
import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, field
from datetime import date
from io import StringIO
from itertools import islice
from pathlib import Path

from fashu.kernel.access import SYSTEM, acting_as
from fashu.kernel.people import posts
from fashu.kernel.people.imports import officers as officer_table
from fashu.kernel.people.imports import offices as office_table
from fashu.kernel.people.models import Account, Office, Posting, PostingKind
from fashu.kernel.people.offices import Decision
from fashu.kernel.registry import loading
from fashu.kernel.registry.models import IdentityDocument
from fashu.synthetic import citizens, land, organs, staff

FOUNDED = Decision(date(2000, 1, 1), "示范省设立方案")
BATCH = 20_000
LEVELS = {"province": "省", "city": "市", "county": "县", "station": "乡镇"}
CLERK = "fang"
"""Whose account enters the citizens."""

Batch = tuple[list[citizens.Citizen], list[loading.Prepared]]


@dataclass
class Truth:
    """What was planted, so that whoever searches can be told how much he found.

    `closed`: offices that ended, `lent`: accounts with a secondment beside their post, `twice`:
    citizens entered a second time with a mistyped identity number, the right one first.
    """

    seed: int
    scale: float
    divisions: dict[str, int] = field(default_factory=dict)
    offices: int = 0
    officers: int = 0
    citizens: int = 0
    closed: list[str] = field(default_factory=list)
    lent: list[str] = field(default_factory=list)
    twice: list[tuple[str, str]] = field(default_factory=list)

    @property
    def origin(self) -> tuple[int, float]:
        """What everything follows from."""
        return self.seed, self.scale


def build(seed: int, scale: float, folder: Path, told: Callable[[str], object]) -> Truth:
    """Load the province and write `divisions.geojson`, `citizens.csv.gz` and `truth.json`.

    Whatever is there already stays: a second run loads nothing twice, one that was interrupted is
    repeated whole. `told` hears what is done, part by part.
    """
    folder.mkdir(parents=True, exist_ok=True)
    truth = Truth(seed, scale)
    found = land.divisions(seed, scale)
    truth.divisions = dict(Counter(division.level for division in found))
    _write(folder / "divisions.geojson", land.geojson(found))
    told("、".join(f"{title}{truth.divisions[level]}" for level, title in LEVELS.items()))
    rows = organs.offices(found, scale)
    truth.offices, truth.closed = len(rows), organs.closed(rows)
    people = staff.officers(seed, scale, rows)
    truth.lent = staff.lent(people)
    truth.officers = len({row["账号"] for row in people})
    with acting_as(SYSTEM):
        _load_offices(rows)
        told(f"机构{truth.offices}")
        officer_table.carry_out(staff.table(people))
        for title, roles in staff.ROLES.items():
            posts.entitle_all(title, roles)
    told(f"人员{truth.officers}")
    _citizens(truth, found, folder / "citizens.csv.gz")
    told(f"人口{truth.citizens}")
    _write(folder / "truth.json", asdict(truth))
    return truth


def census(truth: Truth) -> dict[str, tuple[int, int]]:
    """What the truth says and what the database holds, fact by fact; other offices aside."""
    codes = [row["机构代码"] for row in organs.offices(land.divisions(*truth.origin), truth.scale)]
    with acting_as(SYSTEM):
        offices = Office.objects.filter(code__in=codes)
        officers = Account.objects.filter(username__startswith=staff.PREFIX)
        lent = Posting.objects.filter(kind=PostingKind.SECONDMENT, account__in=officers)
        citizens = IdentityDocument.objects.filter(account__username=CLERK, office_path=None)
        return {
            "机构": (truth.offices, offices.count()),
            "已撤销": (len(truth.closed), offices.exclude(until=None).count()),
            "人员": (truth.officers, officers.count()),
            "借调": (len(truth.lent), lent.count()),
            "人口": (truth.citizens, citizens.count()),
        }


def _load_offices(rows: list[organs.Cells]) -> None:
    """All but those that are there: the cast's offices are as the demonstration wants them."""
    known = set(Office.objects.values_list("code", flat=True))
    new = [row for row in rows if row["机构代码"] not in known]
    office_table.carry_out(organs.table(new), FOUNDED)


def _citizens(truth: Truth, found: list[land.Division], path: Path) -> None:
    """Into the file and, batch by batch, into the register of persons."""
    with acting_as(SYSTEM):
        clerk = Account.objects.get(username=CLERK).pk
    with gzip.GzipFile(path, "wb", compresslevel=4, mtime=0) as file:
        file.write(_lines([citizens.HEADER]))
        for batch, prepared in _ahead(_batches(truth, found)):
            file.write(_lines(citizen.cells for citizen in batch))
            truth.citizens += len(batch)
            truth.twice += [(c.same_as, c.cells[3]) for c in batch if c.same_as]
            with acting_as(SYSTEM):
                loading.enter(prepared, clerk)


def _batches(truth: Truth, found: list[land.Division]) -> Iterator[Batch]:
    lines = citizens.citizens(truth.seed, truth.scale, found)
    while batch := list(islice(lines, BATCH)):
        rows = (loading.Row(c.cells[1], c.cells[3], c.cells[5]) for c in batch)
        yield batch, loading.prepare(rows)


def _ahead(batches: Iterator[Batch]) -> Iterator[Batch]:
    """The same, the next one being made in a thread while the database takes this one."""
    with ThreadPoolExecutor(max_workers=1) as maker:
        coming = maker.submit(next, batches, None)
        while batch := coming.result():
            coming = maker.submit(next, batches, None)
            yield batch


def _lines(rows: Iterable[Sequence[str]]) -> bytes:
    """Rows as lines of a CSV file, the same everywhere."""
    text = StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue().encode()


def _write(path: Path, content: object) -> None:
    path.write_text(json.dumps(content, ensure_ascii=False, indent=None), encoding="utf-8")
