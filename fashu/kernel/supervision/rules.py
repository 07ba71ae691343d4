"""The rules of 预警: what each looks for. A rule proposes; an officer looks into it and says.

The figures here are the operator's, not a statute's: they decide nothing about anybody's rights.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q, QuerySet

from fashu.kernel.cases.catalogue import businesses
from fashu.kernel.cases.models import Case, RunningTerm
from fashu.kernel.supervision.models import Alert

SOON = timedelta(days=3)
"""A duty that ends within so many natural days is warned of."""

STILL = timedelta(days=30)
"""A case in which nothing has happened for so many natural days is warned of."""


@dataclass(frozen=True, slots=True)
class Found:
    """What a rule has found in a case. `subject` tells several findings of one case apart."""

    case: Case
    subject: str
    evidence: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule. `version` rises whenever what it looks for changes."""

    key: str
    title: str
    says: str
    level: Alert.Level
    find: Callable[[datetime], Iterator[Found]]
    version: int = 1


def _own_terms() -> QuerySet[RunningTerm]:
    """Clocks of the handling office itself in open cases."""
    owed = Q(pk__in=[])
    for key, business in businesses().items():
        inside = [role.key for role in business.inside]
        owed |= Q(case__procedure=key, owed_by__in=inside)
    return RunningTerm.objects.filter(owed, case__closed_on=None).select_related("case")


def _of_term(term: RunningTerm) -> Found:
    due = term.due_at.isoformat() if term.due_at else None
    evidence = {"term": term.title, "due_at": due, "provisional": term.provisional}
    return Found(term.case, f"{term.term}#{term.n}", evidence)


def overdue(now: datetime) -> Iterator[Found]:
    """Duties of the office that have run out."""
    yield from map(_of_term, _own_terms().filter(overdue=True))


def soon_due(now: datetime) -> Iterator[Found]:
    """Duties of the office that end soon and do not stand still."""
    close = _own_terms().filter(overdue=False, paused=False, provisional=False)
    yield from map(_of_term, close.filter(lapses_at__gt=now, lapses_at__lte=now + SOON))


def standing_still(now: datetime) -> Iterator[Found]:
    """Open cases in which nothing has happened, though no clock is suspended."""
    paused = RunningTerm.objects.filter(paused=True).values("case")
    quiet = Case.objects.filter(closed_on=None, moved_on__lt=(now - STILL).date())
    for case in quiet.exclude(pk__in=paused):
        yield Found(case, "", {"moved_on": case.moved_on.isoformat()})


RULES = (
    Rule("overdue", "期限逾期", "承办机关的期限已经届满而没有办理", Alert.Level.RED, overdue),
    Rule(
        "soon_due",
        "期限临近",
        f"承办机关的期限在{SOON.days}日内届满",
        Alert.Level.YELLOW,
        soon_due,
    ),
    Rule(
        "standing_still",
        "长期未动",
        f"未办结、未中止的案件{STILL.days}日没有任何办理",
        Alert.Level.YELLOW,
        standing_still,
    ),
)

RULE = {rule.key: rule for rule in RULES}
