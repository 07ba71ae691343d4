"""What is counted, each number as a set of events, so that it can always be opened to its rows.

Events are never changed, and each says when it was recorded: with `known_at` fixed, a number of a
closed period comes out the same for ever. Row-level security decides whose events there are.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from django.db.models import DateField, Exists, F, OuterRef, Q, QuerySet, Subquery

from fashu.kernel.cases.catalogue import businesses
from fashu.kernel.cases.models import Event
from fashu.kernel.procedure.terms import Nature


@dataclass(frozen=True, slots=True)
class Period:
    """From `first` to `last` inclusive, as it was known at a moment."""

    first: date
    last: date
    known_at: datetime


class Unit(StrEnum):
    """What a number counts."""

    CASES = "件"
    TIMES = "次"
    PERCENT = "%"
    DAYS = "天"


Rows = Callable[[Period], QuerySet[Event]]


@dataclass(frozen=True, slots=True)
class Indicator:
    """One number: its name, what it says, and the events behind it.

    `of` are the rows of the denominator of a share. A number of days is the median over the rows.
    """

    key: str
    title: str
    says: str
    unit: Unit
    rows: Rows
    of: Rows | None = None


def _known(period: Period) -> QuerySet[Event]:
    return Event.objects.filter(recorded_at__lte=period.known_at)


def _within(period: Period) -> QuerySet[Event]:
    return _known(period).filter(on__range=(period.first, period.last))


def opened(period: Period) -> QuerySet[Event]:
    """收案: the first event of a case."""
    return _within(period).filter(seq=1)


def closed(period: Period) -> QuerySet[Event]:
    """办结: the event that led to a final stage. `days`: natural days since the case was opened."""
    began = Event.objects.filter(case=OuterRef("case"), seq=1).values("on")
    ended = _within(period).filter(closes=True)
    return ended.annotate(days=F("on") - Subquery(began, output_field=DateField()))


def pending(period: Period) -> QuerySet[Event]:
    """期末未结: opened by the end of the period and not closed by then."""
    ending = _known(period).filter(case=OuterRef("case"), closes=True, on__lte=period.last)
    return _known(period).filter(~Exists(ending), seq=1, on__lte=period.last)


def lapsed(period: Period) -> QuerySet[Event]:
    """逾期: a duty of the handling office that ran out unmet."""
    return _within(period).filter(_own_duty())


def closed_in_time(period: Period) -> QuerySet[Event]:
    """Closed, and no duty of the handling office had run out before."""
    late = _known(period).filter(_own_duty(), case=OuterRef("case"), seq__lt=OuterRef("seq"))
    return closed(period).filter(~Exists(late))


def served(period: Period) -> QuerySet[Event]:
    """送达: a paper reached a recipient."""
    return _within(period).filter(kind="served")


def _own_duty() -> Q:
    """Lapses of terms that are duties of the office, business by business."""
    found = Q(pk__in=[])
    for key, business in businesses().items():
        inside = {role.key for role in business.inside}
        duties = {
            term.key
            for version in business.family.versions
            for term in version.terms.values()
            if term.nature is Nature.DUTY and term.owed_by.key in inside
        }
        found |= Q(kind="lapsed", case__procedure=key, key__in=duties)
    return found


INDICATORS = (
    Indicator("opened", "收案", "本期内收到的案件", Unit.CASES, opened),
    Indicator("closed", "办结", "本期内进入终结阶段的案件", Unit.CASES, closed),
    Indicator("pending", "期末未结", "期末以前收到、期末尚未办结的案件", Unit.CASES, pending),
    Indicator("lapsed", "逾期", "本期内承办机关的法定期限届满而未完成的次数", Unit.TIMES, lapsed),
    Indicator(
        "in_time",
        "按期办结率",
        "本期办结的案件中，办结以前承办机关没有一项法定期限逾期的所占比例",
        Unit.PERCENT,
        closed_in_time,
        of=closed,
    ),
    Indicator("days", "办理天数", "办结案件自收到至办结的自然日，取中位数", Unit.DAYS, closed),
    Indicator("served", "送达", "本期内送达文书的次数", Unit.TIMES, served),
)

INDICATOR = {indicator.key: indicator for indicator in INDICATORS}
