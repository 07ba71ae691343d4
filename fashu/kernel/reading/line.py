"""The life line of a person or an organisation: what happened, from every table that knows of it.

Each table is asked for its newest rows only, as many as the pages so far need, under the reader's
own row-level security: what is hidden from him is no row, no number and no gap. A table that is to
stand on the line adds a source here.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.apps import apps
from django.db.models import Exists, OuterRef, Q, QuerySet

from fashu.kernel.access import current_actor
from fashu.kernel.cases.catalogue import business_of
from fashu.kernel.cases.models import Case, Event, IssuedPaper
from fashu.kernel.cases.queries import title_of
from fashu.kernel.cases.rows import moment
from fashu.kernel.reading.models import Entry
from fashu.kernel.registry.models import IdentityDocument, Organisation, Part, Person

KINDS = {"served": "送达《{}》", "lapsed": "{}届满"}
"""Kind of event -> how its title is said; a step has its own words."""
SILENT = ("joined", "sealed")
"""Whoever joins has a part, and a sealed paper its step, and these are told."""


@dataclass(frozen=True, slots=True)
class Moment:
    """One thing on the line. `at` is a day where no hour is known.

    Its place is the `case`, or what `kind` says, with the row's number or day in `place`.
    """

    at: date | datetime
    kind: str
    title: str
    detail: str = ""
    case: Case | None = None
    place: str = ""

    @property
    def is_day(self) -> bool:
        """Whether only the day is known."""
        return not isinstance(self.at, datetime)


@dataclass(frozen=True, slots=True)
class Source:
    """What one table tells. `by` is the column of the time, `tell` makes moments of rows."""

    rows: QuerySet[Any]
    by: str
    tell: Callable[[list[Any]], Iterable[Moment]]

    def newest(self, most: int) -> list[Moment]:
        """The latest moments, the latest first."""
        return list(self.tell(list(self.rows.order_by(f"-{self.by}", "-pk")[:most])))


@dataclass(frozen=True, slots=True)
class Line:
    """All sources as one list, the latest first, for a paginator."""

    sources: tuple[Source, ...]

    def count(self) -> int:
        """How many moments there are."""
        return sum(source.rows.count() for source in self.sources)

    def __len__(self) -> int:
        return self.count()

    def __getitem__(self, part: slice) -> list[Moment]:
        # Sorting is stable, and so a page begins where the one before it ended.
        found = [each for source in self.sources for each in source.newest(part.stop)]
        return sorted(found, key=lambda each: moment(each.at), reverse=True)[part]


def line_of(entries: Iterable[Person] | Iterable[Organisation]) -> Line:
    """The line of all entries that stand for one person or one organisation."""
    subjects: list[Any] = list(entries)
    ids = [entry.pk for entry in subjects]
    persons = [entry for entry in subjects if isinstance(entry, Person)]
    mine = parts_of(subjects)
    known = mine.filter(case_id=OuterRef("case_id"), since__lte=OuterRef("on"))
    # By the numbers of the cases, or PostgreSQL might ask the policy about every event there is.
    events = Event.objects.filter(case_id__in=list(mine.values_list("case_id", flat=True)))
    events = events.filter(Exists(known)).exclude(kind__in=SILENT)
    sources = [
        Source(
            type(subjects[0])._default_manager.filter(_here(), pk__in=ids), "entered_at", _entered
        ),
        *(_of_person(persons) if persons else ()),
        Source(events.select_related("case"), "on", _events),
        Source(mine, "since", _parts),
    ]
    return Line(tuple(sources))


def parts_of(entries: Iterable[Person] | Iterable[Organisation]) -> QuerySet[Part]:
    """The parts of these entries in cases within sight."""
    subjects = list(entries)
    if isinstance(subjects[0], Person):
        return Part.objects.filter(person_id__in=[each.pk for each in subjects])
    return Part.objects.filter(organisation_id__in=[each.pk for each in subjects])


def role_title(case: Case, key: str) -> str:
    """The words of a role, in whatever version of the procedure has it."""
    versions = business_of(case.procedure).family.versions
    return next((v.role_of[key].title for v in reversed(versions) if key in v.role_of), key)


def _of_person(entries: list[Person]) -> Iterator[Source]:
    ids = [entry.pk for entry in entries]
    accounts = [entry.own_account_id for entry in entries if entry.own_account_id]
    yield Source(Entry.objects.filter(persons__overlap=ids), "at", _readings)
    # One row for each number, though several accounts have typed it.
    shown = Exists(Part.objects.filter(document=OuterRef("pk")))
    rows = IdentityDocument.objects.filter(_here() | shown, person_id__in=ids)
    once = rows.order_by("ref", "id").distinct("ref").values("pk")
    yield Source(IdentityDocument.objects.filter(pk__in=once), "entered_at", _documents)
    if accounts:
        # The hall lies above this part, which may not import it.
        booking, rating = apps.get_model("hall.Booking"), apps.get_model("hall.Rating")
        own = {"account_id__in": accounts}
        yield Source(booking._default_manager.filter(**own), "starts_at", _bookings)
        yield Source(rating._default_manager.filter(**own), "rated_at", _ratings)


def _here() -> Q:
    """What the reader's own office, or one below, has entered.

    When another office did would tell that it has to do with him, of which nothing else is seen.
    """
    actor = current_actor()
    within = Q(office_path__gte=actor.scope.start, office_path__lt=actor.scope.end)
    return within | Q(account_id=actor.account_id)


# -- What each table tells -------------------------------------------------------------------------


def _entered(rows: list[Any]) -> Iterator[Moment]:
    for row in rows:
        yield Moment(row.entered_at, "entered", f"登记为“{row.name}”")


def _documents(rows: list[Any]) -> Iterator[Moment]:
    for row in rows:
        yield Moment(row.entered_at, "document", f"登记证件：{row}")


def _parts(rows: list[Any]) -> Iterator[Moment]:
    cases = Case.objects.in_bulk([row.case_id for row in rows])
    for row in rows:
        case = cases[row.case_id]
        title = f"作为{role_title(case, row.role)}：{case.title}"
        yield Moment(row.since, "case", title, case.number, case)


def _events(rows: list[Any]) -> Iterator[Moment]:
    papers = _papers(rows)
    for row in rows:
        title = KINDS.get(row.kind, "{}").format(title_of(row))
        role = f"（{role_title(row.case, row.by)}）" if row.kind == "served" and row.by else ""
        titles = papers.get((row.case_id, row.key, row.on), ()) if row.kind == "taken" else ()
        made = "".join(f"，制作《{each}》" for each in titles)
        ended = "，办结" if row.closes else ""
        yield Moment(row.on, row.kind, title + role + made + ended, row.case.number, row.case)


def _papers(rows: list[Any]) -> dict[tuple[int, str, date], list[str]]:
    """The titles of the papers that these events made, by case, step and day."""
    found: dict[tuple[int, str, date], list[str]] = {}
    steps = {row.key for row in rows if row.kind == "taken"}
    cases = {row.case_id for row in rows}
    for paper in IssuedPaper.objects.filter(case_id__in=cases, step__in=steps).order_by("pk"):
        found.setdefault((paper.case_id, paper.step, paper.issued_on), []).append(paper.title)
    return found


def _readings(rows: list[Any]) -> Iterator[Moment]:
    """Who looked at the person himself; what was read of his cases stands in the log."""
    for row in rows:
        who = f"{row.office_title} {row.name}"
        yield Moment(row.at, "read", f"{who}{row.view_title}", row.purpose)


def _bookings(rows: list[Any]) -> Iterator[Moment]:
    for row in rows:
        title = "预约窗口" if row.cancelled_at is None else "预约窗口（已取消）"
        day = moment(row.starts_at).date().isoformat()
        yield Moment(row.starts_at, "booking", title, row.matter, place=day)


def _ratings(rows: list[Any]) -> Iterator[Moment]:
    for row in rows:
        yield Moment(row.rated_at, "rating", "评价了一次服务", place=str(row.pk))
