"""Rebuilding a case from its events, and finding where its rows differ from what they should be."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.forms.models import model_to_dict

from fashu.kernel.cases import rows
from fashu.kernel.cases.catalogue import family_of
from fashu.kernel.cases.envelopes import event_from_json
from fashu.kernel.cases.models import Case, IssuedPaper, Payload, RunningTerm
from fashu.kernel.holidays.official import kept
from fashu.kernel.procedure import Event, Family, Refused, State, advance
from fashu.kernel.procedure.clocks import is_owed, refreshed
from fashu.kernel.record.leaf import read_canonical


class ErasedError(Exception):
    """A payload of the case was erased: what it said cannot be executed again."""


@dataclass(frozen=True, slots=True)
class Happened:
    """An event as it was kept, and the version of the calendar by which it was counted."""

    event: Event
    calendar: str


def events_of(case: Case) -> Iterator[Happened]:
    """The events of a case in their order, read from their payloads. Raises ErasedError."""
    payloads = Payload.objects.filter(case=case).order_by("event__seq")
    found = list(payloads.values_list("payload", flat=True))
    if len(found) != case.seq:
        raise ErasedError(f"{case.number}的{case.seq}个事件中有{case.seq - len(found)}个已清除内容")
    for payload in found:
        data: Any = read_canonical(bytes(payload))
        yield Happened(event_from_json(data["event"]), str(data["receipt"].get("calendar")))


def fold(family: Family, events: Iterator[Happened]) -> State:
    """The state that the events lead to. Raises Refused where one of them is not allowed.

    Each is counted by the calendar of its time; what runs, by the family's own in the end.
    """
    state: State | None = None
    for happened in events:
        calendar = kept(happened.calendar) or family.calendar
        state = advance(family.under(calendar), state, happened.event).state
    if state is None:
        raise ValueError("a case has at least one event")
    return refreshed(family, state)


def differences(case: Case) -> list[str]:
    """Where the rows of a case differ from the fold of its events, in words; empty if nowhere."""
    try:
        state = fold(family_of(case.procedure), events_of(case))
    except ErasedError:
        return []
    except (Refused, ValueError) as error:
        return [f"事件不能重新执行：{error}"]
    return [*_case_differences(case, state), *_row_differences(case, state)]


def _case_differences(case: Case, state: State) -> Iterator[str]:
    rebuilt = Case(pk=case.pk)
    rows.fill(rebuilt, state)
    columns = ("procedure", "version", "stage", "outcome", "title", "opened_on", "moved_on")
    for column in (*columns, "closed_on", "due_at", "state"):
        kept, due = getattr(case, column), getattr(rebuilt, column)
        if kept != due:
            title = getattr(Case._meta.get_field(column), "verbose_name", column)
            yield f"“{title}”记为{kept}，按事件应为{due}"


def _row_differences(case: Case, state: State) -> Iterator[str]:
    family = family_of(case.procedure)
    terms = [
        rows.running_term(case.pk, family, c) for c in state.clocks if is_owed(family, state, c)
    ]
    if _plain(terms) != _plain(list(RunningTerm.objects.filter(case=case))):
        yield "正在计算的期限与事件不符"
    last = {(p.paper, p.n): p for p in (rows.paper_row(case, p) for p in state.papers)}
    for row in IssuedPaper.objects.filter(case=case, paper__in={key for key, _ in last}):
        rebuilt = last.get((row.paper, row.n))
        if rebuilt is not None and _plain([rebuilt]) != _plain([row]):
            yield f"《{row.title}》的制作或送达与事件不符"


def _plain(found: list[RunningTerm] | list[IssuedPaper]) -> list[dict[str, Any]]:
    plain = [{**model_to_dict(row), "id": None} for row in found]
    return sorted(plain, key=repr)
