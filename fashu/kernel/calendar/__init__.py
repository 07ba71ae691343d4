"""期间与期限: the counting of legal time. Pure: no Django, no input or output, no clock.

`deadline` counts forward, `latest_notice` back; both explain every move with its article.
Where the texts are silent, these readings are built in, and each result says so:

- 延长 in the unit of the term is counted with it in one go (60日+30日=90日, 6个月+3个月=9个月),
  in another unit from the end before roll-over.
- 不计入 stops the clock on its first day and starts it again on its last, so the end moves by
  the difference; time shared by two intervals counts once; an interval begun when the term was
  already over (roll-over included) moves nothing.
- 最长不得超过 is laid over the extended and shifted end, before the one roll-over.
- 29 to 31 December are settled only with the next year's notice, which has moved them before.
- 「X日前」 leaves out both end days; in the gap of one day notice is `Standing.DOUBTFUL`.
"""

from fashu.kernel.calendar.days import CHINA, Calendar, YearSchedule, describe, described
from fashu.kernel.calendar.errors import (
    CalendarError,
    ExclusionError,
    ExtensionError,
    MomentError,
    ScheduleError,
    SpanError,
    UnpublishedError,
)
from fashu.kernel.calendar.notice import Standing, latest_notice, notice_standing
from fashu.kernel.calendar.service import Service, interruption, served_on
from fashu.kernel.calendar.terms import deadline
from fashu.kernel.calendar.values import (
    Cap,
    Deadline,
    Exclusion,
    Extension,
    Move,
    Rollover,
    ServiceHours,
    Span,
    Unit,
    days,
    hours,
    months,
    service_hours,
    working_days,
    years,
)

__all__ = [
    "CHINA",
    "Calendar",
    "CalendarError",
    "Cap",
    "Deadline",
    "Exclusion",
    "ExclusionError",
    "Extension",
    "ExtensionError",
    "MomentError",
    "Move",
    "Rollover",
    "ScheduleError",
    "Service",
    "ServiceHours",
    "Span",
    "SpanError",
    "Standing",
    "Unit",
    "UnpublishedError",
    "YearSchedule",
    "days",
    "deadline",
    "describe",
    "described",
    "hours",
    "interruption",
    "latest_notice",
    "months",
    "notice_standing",
    "served_on",
    "service_hours",
    "working_days",
    "years",
]
