"""X日前: counting back from an event to the last day on which notice of it is in time.

No statute says whether both end days are left out. The safe reading leaves out both: X full
days lie between notice and event. Notice that is in time only when one end day is counted is
doubtful, and later notice is late.
"""

from datetime import date, timedelta
from enum import StrEnum

from fashu.kernel.calendar import norms
from fashu.kernel.calendar.days import CHINA, Calendar
from fashu.kernel.calendar.errors import SpanError
from fashu.kernel.calendar.moments import check_reach, day_of
from fashu.kernel.calendar.rulers import Hours, Ruler, ruler_for
from fashu.kernel.calendar.trail import Trail
from fashu.kernel.calendar.values import Deadline, Span, Unit

_DAY = timedelta(days=1)
_BOTH_ENDS_OUT = "法律未写明“前”的首尾两日是否计入，按首尾均不计入的稳妥方法推算（推定）"


class Standing(StrEnum):
    """Whether notice was in time on every reading, on one reading, or on none."""

    IN_TIME = "in_time"
    DOUBTFUL = "doubtful"
    LATE = "late"


def latest_notice(span: Span, event_day: date, *, calendar: Calendar = CHINA) -> Deadline:
    """The last day with `span` in full between notice and `event_day`.

    Raises SpanError for hours: those are counted from the moment of the notice, with `deadline`.
    """
    event = day_of(event_day)
    check_reach(event)
    last = _last_in_time(span, event, calendar)
    trail = Trail(event, calendar, ())
    reason = f"自{event}向前推算（当日不计入，参照期间开始之日不计入的规则）"
    trail.move("start", event, reason, norms.CIVIL_START_NOT_COUNTED)
    if span.unit is Unit.WORKING_DAY:
        trail.consult(last, event)
    reason = f"最迟{last}通知，至{event}之间才足有{span}（首尾两日均不计入）"
    trail.move("count", last, reason, span.cite)
    trail.move("inference", last, _BOTH_ENDS_OUT)
    return trail.deadline(timedelta())


def notice_standing(
    notice: date, event: date, span: Span, *, calendar: Calendar = CHINA
) -> Standing:
    """Whether notice on day `notice` of an event on day `event` kept 「X日前」."""
    given, held = day_of(notice), day_of(event)
    ruler = _ruler(span, calendar)
    if ruler.after(given, span.amount) < held:
        return Standing.IN_TIME
    counting_event = ruler.after(given, span.amount) <= held
    counting_notice = ruler.after(given - _DAY, span.amount) < held
    return Standing.DOUBTFUL if counting_event or counting_notice else Standing.LATE


def _last_in_time(span: Span, event: date, calendar: Calendar) -> date:
    """The last day from which the span, counted forward, still ends before `event`."""
    ruler = _ruler(span, calendar)
    if span.unit is Unit.WORKING_DAY:
        return calendar.open_day(calendar.open_before(event) - span.amount) - _DAY
    last = ruler.after(event, -span.amount)
    while ruler.after(last, span.amount) >= event:  # once; up to four times at a month's end
        last -= _DAY
    return last


def _ruler(span: Span, calendar: Calendar) -> Ruler:
    ruler = ruler_for(span, calendar)
    if isinstance(ruler, Hours):
        raise SpanError(f"“{span}前”应从通知的时刻起算，不能由日期向前推算，请改为填写通知时刻。")
    return ruler
