"""期间的计算: from a span and a start to the last day, each step with its reason.

The order is fixed: the span itself, not rolled over; then extensions, then excluded time, then
a cap; and one roll-over at the very end, so that no day is given twice.
"""

from dataclasses import dataclass, replace
from datetime import date, timedelta

from fashu.kernel.calendar import norms, wording
from fashu.kernel.calendar.days import CHINA, Calendar
from fashu.kernel.calendar.errors import ExclusionError, ExtensionError, SpanError
from fashu.kernel.calendar.moments import check_reach, day_of, written
from fashu.kernel.calendar.rulers import Hours, Ruler, ruler_for
from fashu.kernel.calendar.trail import Trail
from fashu.kernel.calendar.values import (
    Cap,
    Deadline,
    Exclusion,
    Extension,
    Move,
    Rollover,
    Span,
    Unit,
)
from fashu.kernel.law.citation import Citation


def deadline(
    span: Span,
    starts: date,
    *,
    rollover: Rollover,
    rollover_cite: Citation | None = None,
    extensions: tuple[Extension, ...] = (),
    exclusions: tuple[Exclusion, ...] = (),
    cap: Cap | None = None,
    calendar: Calendar = CHINA,
    preface: tuple[Move, ...] = (),
    granted: int = 0,
) -> Deadline:
    """The last day of a term that starts on `starts`, which itself does not count.

    `starts` is a date, or an aware moment (terms in hours need one; for the others it counts as
    its Beijing date). `rollover_cite` is the special law that adopts the roll-over, or is silent
    on it. `preface` are the moves that led to `starts` (service, interruption). `granted`: so
    many of the extensions were found in time when they were decided, and stand, whatever a notice
    has changed since.
    Raises CalendarError, each kind with a message for the user.
    """
    term = _Term(span, starts, rollover, rollover_cite, cap, calendar, preface)
    for nth, extension in enumerate(extensions[granted:], granted):
        _check_approval(term, extension, extensions[:nth], exclusions)
    return _run(term, extensions, exclusions)


@dataclass(frozen=True, slots=True)
class _Term:
    """What does not change between the first reckoning and the last."""

    span: Span
    starts: date
    rollover: Rollover
    rollover_cite: Citation | None
    cap: Cap | None
    calendar: Calendar
    preface: tuple[Move, ...]


def _run(
    term: _Term, extensions: tuple[Extension, ...], exclusions: tuple[Exclusion, ...]
) -> Deadline:
    ruler = ruler_for(term.span, term.calendar)
    starts = ruler.point(term.starts)
    check_reach(starts)
    trail = Trail(starts, term.calendar, term.preface)
    _start(trail, term)
    _count(trail, term, ruler)
    _extend(trail, term, ruler, extensions)
    excluded = _exclude(trail, term, ruler, starts, exclusions)
    if term.cap is not None:
        _cap(trail, term.cap, ruler, term.calendar)
    if not isinstance(ruler, Hours):
        _roll(trail, term)
    return trail.deadline(excluded)


def _start(trail: Trail, term: _Term) -> None:
    statutory = term.rollover is Rollover.STATUTORY
    in_hours = term.span.unit in (Unit.HOUR, Unit.SERVICE_HOUR)
    cite = norms.HOURS_FROM_THE_MOMENT if in_hours else _start_norm(term)
    trail.move("start", trail.at, wording.start(term.span, trail.at, statutory=statutory), cite)


def _start_norm(term: _Term) -> Citation:
    statutory = term.rollover is Rollover.STATUTORY
    return norms.START_NOT_COUNTED if statutory else norms.CIVIL_START_NOT_COUNTED


def _count(trail: Trail, term: _Term, ruler: Ruler) -> None:
    starts, last = trail.at, ruler.after(trail.at, term.span.amount)
    if ruler.asks_calendar:
        trail.consult(starts, last)
    cite = term.span.cite or norms.COUNTED_IN.get(term.span.unit) or _start_norm(term)
    trail.move("count", last, wording.count(term.span, starts, last, term.calendar), cite)


def _extend(trail: Trail, term: _Term, ruler: Ruler, extensions: tuple[Extension, ...]) -> None:
    """Extensions in the unit of the term are counted with it in one go: 60日+30日 are 90日."""
    total, origin = term.span, ruler.point(term.starts)
    for extension in extensions:
        added = extension.span
        if (added.unit, added.hours) == (total.unit, total.hours):
            total = replace(total, amount=total.amount + added.amount)
        else:
            total, origin = added, trail.at
        counted_by = _same_kind(total, ruler, term.calendar)
        last = counted_by.after(origin, total.amount)
        if counted_by.asks_calendar:
            trail.consult(trail.at, last)
        trail.move("extend", last, wording.extended(extension, total, last), extension.cite)


def _same_kind(span: Span, ruler: Ruler, calendar: Calendar) -> Ruler:
    """The ruler of `span`. Raises SpanError where hours would be mixed with days."""
    other = ruler_for(span, calendar)
    if isinstance(other, Hours) is not isinstance(ruler, Hours):
        raise SpanError(f"按小时和按日计算的期限不能混用（{span}），请改用同一种单位。")
    return other


def _check_approval(
    term: _Term,
    extension: Extension,
    earlier: tuple[Extension, ...],
    exclusions: tuple[Exclusion, ...],
) -> None:
    """An extension must be decided while the term runs: an ended term cannot be extended."""
    approved = day_of(extension.approved_on)
    known = tuple(each for each in exclusions if day_of(each.first) <= approved)
    end = day_of(_run(term, earlier, known).due)
    if not day_of(term.starts) <= approved <= end:
        raise ExtensionError(
            f"延长期限的决定应在期限内作出：期限自{day_of(term.starts)}起至{end}届满，"
            f"决定日期为{approved}，不能据此延长。"
        )


def _exclude(
    trail: Trail, term: _Term, ruler: Ruler, starts: date, exclusions: tuple[Exclusion, ...]
) -> timedelta:
    """Moves the end by what lies in the intervals; what two of them share counts once."""
    covered_to, total = starts, timedelta()
    for exclusion in sorted(exclusions, key=lambda each: ruler.interval(each)):
        first, end = ruler.interval(exclusion)
        _check_not_past(exclusion, first, end, starts)
        why = _why_void(trail, term, ruler, first, end, covered_to)
        if why:
            trail.move("exclude", trail.at, wording.not_excluded(exclusion, why), exclusion.cite)
            continue
        length = ruler.between(max(first, covered_to), end)
        last = ruler.later(trail.at, length)
        if ruler.asks_calendar:
            trail.consult(first, end)
            trail.consult(trail.at, last)
        reason = wording.excluded(exclusion, ruler.written(length), last, first < covered_to)
        trail.move("exclude", last, reason, exclusion.cite)
        covered_to, total = max(end, covered_to), total + length
    return total


def _check_not_past(exclusion: Exclusion, first: date, end: date, starts: date) -> None:
    if first < starts and end <= starts:
        raise ExclusionError(
            f"“{exclusion.reason}”（{written(first)}至{written(end)}）在起算日{written(starts)}"
            "之前已经结束，与本期限无关，请核对。"
        )


def _why_void(
    trail: Trail, term: _Term, ruler: Ruler, first: date, end: date, covered_to: date
) -> str:
    """Why an interval moves nothing: already covered, or begun when the term was over."""
    if first < covered_to and end <= covered_to:
        return "已包含在前一段之内"
    if _is_over(trail, term, ruler, first):
        return f"开始时期限已于{written(trail.at)}届满"
    return ""


def _is_over(trail: Trail, term: _Term, ruler: Ruler, at: date) -> bool:
    """Whether the term has run out by then; its last day, rolled over or not, still runs."""
    if isinstance(ruler, Hours):
        return at >= trail.at
    return at > trail.at and at > _rolled(trail, term)


def _cap(trail: Trail, cap: Cap, ruler: Ruler, calendar: Calendar) -> None:
    if isinstance(ruler, Hours):
        raise SpanError(f"按小时计算的期限没有“最长不得超过”的上限规则（{cap.span}），请核对。")
    counted_by = _same_kind(cap.span, ruler, calendar)
    starts = counted_by.point(cap.starts)
    last = counted_by.after(starts, cap.span.amount)
    if counted_by.asks_calendar:
        trail.consult(starts, last)
    if last < trail.at:
        trail.move("cap", last, wording.capped(cap, last), cap.cite)


def _rolled(trail: Trail, term: _Term) -> date:
    """The first working day from where the trail stands; notes which years that took."""
    if term.rollover is Rollover.SILENT_STAYS:
        return trail.at
    to = term.calendar.next_open(trail.at)
    trail.consult(trail.at, to)
    return to


def _roll(trail: Trail, term: _Term) -> None:
    if term.rollover is Rollover.SILENT_STAYS:
        _stay(trail, term)
        return
    last, to = trail.at, _rolled(trail, term)
    if to == last:
        return
    reason = wording.rolled(last, to, term.calendar)
    if term.rollover is Rollover.STATUTORY:
        adopted = f"（适用{norms.ROLLS_OVER}）" if term.rollover_cite else ""
        trail.move("roll", to, reason + adopted, term.rollover_cite or norms.ROLLS_OVER)
        return
    trail.move("roll", to, reason, norms.CIVIL_ROLLS_OVER)
    trail.move("inference", to, wording.SILENT_ROLLS, term.rollover_cite)


def _stay(trail: Trail, term: _Term) -> None:
    """Says that a day off was not rolled over, where that made or may make a difference."""
    known = not term.calendar.unsettled(trail.at, trail.at)
    if not (known and term.calendar.is_open(trail.at)):
        trail.move("inference", trail.at, wording.SILENT_STAYS, term.rollover_cite)
