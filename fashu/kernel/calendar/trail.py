"""The explanation under construction: moves that link up, and the years that were consulted."""

from datetime import date, timedelta

from fashu.kernel.calendar import norms, wording
from fashu.kernel.calendar.days import Calendar
from fashu.kernel.calendar.errors import CalendarError
from fashu.kernel.calendar.moments import day_of
from fashu.kernel.calendar.values import Deadline, Move
from fashu.kernel.law.citation import Citation


class Trail:
    """Walks from `starts` to the due date; every move begins where the last one ended.

    `preface` holds what happened before the term ran (service, interruption) and must end at
    `starts`; raises CalendarError otherwise.
    """

    def __init__(self, starts: date, calendar: Calendar, preface: tuple[Move, ...]) -> None:
        if preface and day_of(preface[-1].after) != day_of(starts):
            raise CalendarError(f"起算前的说明止于{preface[-1].after}，与起算日{starts}不相接。")
        self.at = starts
        self._calendar = calendar
        self._moves = list(preface)
        self._unknown: set[int] = set()
        self._noticed: dict[int, str] = {}

    def move(self, kind: str, after: date, reason: str, cite: Citation | None = None) -> None:
        """Records a move from where the trail stands to `after`."""
        before = self.at if self._moves else None
        days = (day_of(after) - day_of(self.at)).days
        self._moves.append(Move(kind, before, after, days, reason, cite))
        self.at = after

    def consult(self, first: date, last: date) -> None:
        """Notes that the result depends on which of the days between these two are off."""
        span = sorted((day_of(first), day_of(last)))
        self._unknown.update(self._calendar.unsettled(*span))
        self._noticed.update(self._calendar.noticed(*span))

    def deadline(self, excluded: timedelta) -> Deadline:
        """The result, with a word on the years whose notice was entered or is still missing."""
        for year, source in sorted(self._noticed.items()):
            reason = wording.noticed(year, source)
            self.move("notice", self.at, reason, norms.SHIFTED_DAYS_OFF)
        if self._unknown:
            reason = wording.provisional(sorted(self._unknown), day_of(self.at))
            self.move("provisional", self.at, reason, norms.SHIFTED_DAYS_OFF)
        return Deadline(self.at, bool(self._unknown), excluded.days, tuple(self._moves))
