"""What the address asks for: a period, an office within sight, a grouping. Wrong words are told."""

from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.http import Http404, HttpRequest

from fashu.kernel import clock
from fashu.kernel.access import current_actor
from fashu.kernel.people.models import Office
from fashu.kernel.procedure.refusal import refuse
from fashu.kernel.supervision.figures import GROUPINGS, OFFICE
from fashu.kernel.supervision.indicators import Period


@dataclass(frozen=True, slots=True)
class Asked:
    """Which numbers are asked for."""

    first: date
    last: date
    office: Office
    by: str

    @property
    def period(self) -> Period:
        """The period as it is known now."""
        return Period(self.first, self.last, clock.now())

    def query(self, **more: str) -> str:
        """The same question as the end of an address."""
        plain = {"first": str(self.first), "last": str(self.last), "by": self.by}
        return urlencode({**plain, "office": self.office.code, **more})


def asked(request: HttpRequest) -> Asked:
    """What is asked for; this year and the reader's own office by default. Raises Refused."""
    today = clock.today()
    first = day(request.GET.get("first", ""), today.replace(month=1, day=1))
    last = day(request.GET.get("last", ""), today)
    if first > last:
        raise refuse("起日晚于止日", remedy="请更正统计期间")
    by = request.GET.get("by", OFFICE)
    if by not in GROUPINGS:
        raise Http404
    return Asked(first, last, office(request.GET.get("office", "")), by)


def day(text: str, default: date) -> date:
    """A date of the address. Raises Refused, in words."""
    try:
        return date.fromisoformat(text) if text else default
    except ValueError:
        raise refuse(f"“{text[:20]}”不是日期", remedy="请按2026-07-01的样子填写") from None


def office(code: str) -> Office:
    """An office within the reader's scope, his own by default."""
    scope = current_actor().scope
    within = Office.objects.filter(path__gte=scope.start, path__lt=scope.end).order_by("path")
    found = within.filter(code=code).first() if code else within.first()
    if found is None:
        raise Http404
    return found
