"""试算: what the rules that hold would have done with the cases of the past. Writes nothing."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from fashu.kernel.cases.catalogue import business_of
from fashu.kernel.cases.models import Case
from fashu.kernel.desk.allotment import Candidate, Choice, choose
from fashu.kernel.desk.allotting import able, incoming, kept_out
from fashu.kernel.desk.models import Handling
from fashu.kernel.desk.rulebook import as_rule, rules_of
from fashu.kernel.people.models import Office

MOST_TRIED = 500
"""Cases of the past that the rules are tried out on at once."""


@dataclass(frozen=True, slots=True)
class Tried:
    """A case of the past: whom the rules would have named, and who was given it in truth."""

    case: Case
    choice: Choice
    actual: str

    @property
    def is_same(self) -> bool:
        """Whether both are the same."""
        return self.choice.chosen is not None and self.choice.chosen.name == self.actual


def try_out(office: Office, first: date, last: date) -> list[Tried]:
    """What the rules that hold would have done with the cases opened in a period, one by one.

    With today's staff and with who was away and must avoid then. The loads are what everybody held
    on the first day, and what the rules give him from there on. Writes nothing.
    """
    rules = [as_rule(row) for row in rules_of(office)]
    cases = Case.objects.filter(office=office, opened_on__range=(first, last))
    found = list(cases.select_related("office").order_by("opened_on", "pk")[:MOST_TRIED])
    books = _Books(office, first)
    actual = _actual(found)
    tried = []
    for case in found:
        choice = choose(rules, incoming(case), books.candidates(case))
        books.enter(case, choice)
        tried.append(Tried(case, choice, actual.get(case.pk, "")))
    return tried


class _Books:
    """Who would hold which cases, had the rules been in force from a day on."""

    def __init__(self, office: Office, first: date) -> None:
        self.held: dict[int, list[date | None]] = {}
        self.turns: dict[int, int] = {}
        before = Case.objects.filter(
            office=office, opened_on__lt=first, handler__isnull=False
        ).exclude(closed_on__lt=first)
        for handler, closed_on in before.values_list("handler", "closed_on"):
            self.held.setdefault(handler, []).append(closed_on)

    def candidates(self, case: Case) -> list[Candidate]:
        """The candidates for a case as they would have stood on the day it came."""
        people, on = able(case.office_path, business_of(case.procedure)), case.opened_on
        out, turns = kept_out(case, people, on), self.turns
        return [
            Candidate(
                account, name, self._load(account, on), turns.get(account, 0), out.get(account, "")
            )
            for account, name in sorted(people.items())
        ]

    def enter(self, case: Case, choice: Choice) -> None:
        """Give the case to whom the rules name."""
        if choice.chosen is not None:
            account = choice.chosen.account
            self.held.setdefault(account, []).append(case.closed_on)
            self.turns[account] = max(self.turns.values(), default=0) + 1

    def _load(self, account: int, on: date) -> int:
        held = self.held.get(account, ())
        return sum(closed_on is None or closed_on >= on for closed_on in held)


def _actual(cases: Iterable[Case]) -> dict[int, str]:
    """Case -> the name of whoever was first given it."""
    rows = Handling.objects.filter(case__in=list(cases), account__isnull=False).order_by("-pk")
    return dict(rows.values_list("case", "name"))
