"""The log as pages show it. Row-level security decides what is there."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet

from fashu.kernel.access import current_actor
from fashu.kernel.cases.models import Case
from fashu.kernel.cases.queries import own_cases
from fashu.kernel.cases.roles import account_of
from fashu.kernel.reading.models import Entry
from fashu.kernel.record.models import Entry as Leaf
from fashu.kernel.record.models import Rolled


@dataclass(frozen=True, slots=True)
class Reading:
    """An entry with those of its cases that the one who looks at it may see.

    `leaf` is where its roll stands in the log; None as long as the sequencer has not come by.
    """

    entry: Entry
    cases: tuple[Case, ...]
    leaf: int | None = None

    @property
    def hidden(self) -> int:
        """How many of its cases he may not see."""
        return len(self.entry.cases) - len(self.cases)


def entries() -> QuerySet[Entry]:
    """Every entry within sight, latest first."""
    return Entry.objects.all()


def about_me() -> QuerySet[Entry]:
    """What concerns the present actor: others' reading of cases in which he takes part."""
    actor = current_actor()
    mine = list(own_cases(actor).values_list("pk", flat=True))
    others = Entry.objects.exclude(account_id=account_of(actor))
    return others.filter(cases__overlap=mine)


def with_cases(found: Iterable[Entry]) -> list[Reading]:
    """Entries with their cases and places in the log, in four queries however many there are."""
    rows = list(found)
    numbers = {number for row in rows for number in row.cases}
    seen = {case.pk: case for case in Case.objects.filter(pk__in=numbers)}
    places = _places([row.pk for row in rows])
    return [
        Reading(row, tuple(seen[n] for n in row.cases if n in seen), places.get(row.pk))
        for row in rows
    ]


def _places(readings: list[int]) -> dict[int, int]:
    """Where in the log the rolls of these readings stand; those in none are left out."""
    held = dict(Rolled.objects.filter(pk__in=readings).values_list("pk", "roll_id"))
    entries = Leaf.objects.filter(roll_id__in=set(held.values()))
    leaves = dict(entries.values_list("roll_id", "leaf_index"))
    return {reading: leaves[roll] for reading, roll in held.items() if roll in leaves}
