"""The rows that follow from a state: case columns, running terms, issued papers."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta

from django.db import connection

from fashu.kernel.cases.catalogue import business_of, family_of
from fashu.kernel.cases.models import Case, IssuedPaper, Participant, RunningTerm
from fashu.kernel.cases.roles import FORMER_ORGAN
from fashu.kernel.cases.spelling import spelling
from fashu.kernel.clock import BEIJING
from fashu.kernel.people.models import Office
from fashu.kernel.procedure import Clock, ClockStatus, Family, Nature, State
from fashu.kernel.procedure.clocks import is_owed, term_of
from fashu.kernel.procedure.events import When
from fashu.kernel.procedure.refusal import refuse
from fashu.kernel.procedure.state import IssuedPaper as Issued


def fill(case: Case, state: State) -> None:
    """Set the columns of a case from its state. Saves nothing."""
    family = family_of(state.procedure)
    final = family.version(state.version).stage_of[state.stage].final
    case.procedure, case.version = state.procedure, state.version
    case.stage, case.outcome = state.stage, state.outcome
    case.title = business_of(state.procedure).headline(state.facts)[:200]
    case.opened_on, case.moved_on = state.opened_on, state.on
    # Not the day of the last event: something may still be done after the end.
    case.closed_on = state.entered[state.stage] if final else None
    case.due_at = _nearest(family, state)
    case.state = state.to_json()


def write_terms(case: Case, state: State) -> None:
    """Replace the clocks of a case that somebody has to act on."""
    family = family_of(state.procedure)
    RunningTerm.objects.filter(case=case).delete()
    RunningTerm.objects.bulk_create(
        [running_term(case.pk, family, c) for c in state.clocks if is_owed(family, state, c)]
    )


def running_term(case_id: int, family: Family, clock: Clock) -> RunningTerm:
    """The row of a clock that somebody has to act on, with whoever that is now."""
    term = term_of(family, clock)
    sure = _runs(clock) and clock.due is not None and not clock.provisional
    return RunningTerm(
        case_id=case_id,
        term=clock.term,
        n=clock.n,
        title=term.title,
        owed_by=_owner(family, clock),
        starts=moment(clock.starts),
        due_at=moment(clock.due) if clock.due else None,
        lapses_at=run_out(clock.due) if sure and clock.due else None,
        provisional=clock.provisional,
        paused=clock.status is ClockStatus.PAUSED,
        overdue=clock.status is ClockStatus.LAPSED,
    )


def _nearest(family: Family, state: State) -> datetime | None:
    """The due date that a list of cases shows: the office's own first, overdue or not.

    Where the office owes nothing, the next date of anybody else's that is still to come.
    """
    inside = {role.key for role in business_of(state.procedure).inside}
    pressing = [c for c in state.clocks if c.due and _presses(family, state, c)]
    own = [c for c in pressing if _owner(family, c) in inside]
    shown = own or [c for c in pressing if _runs(c)]
    return min((moment(c.due) for c in shown if c.due), default=None)


def _owner(family: Family, clock: Clock) -> str:
    """Who has to act on a clock: the one it binds, or whoever must find that it has lapsed."""
    term = term_of(family, clock)
    finder = term.lapse.found_by if clock.status is ClockStatus.LAPSED else None
    return finder.by[0].key if finder else term.owed_by.key


def _presses(family: Family, state: State, clock: Clock) -> bool:
    """Whether a clock belongs into a list of what is due: not a wait, not one that stands still."""
    nature = term_of(family, clock).nature
    paused = clock.status is ClockStatus.PAUSED
    return is_owed(family, state, clock) and not paused and nature is not Nature.WAITING


def _runs(clock: Clock) -> bool:
    return clock.status is ClockStatus.RUNNING


def moment(when: When) -> datetime:
    """A date as the moment it begins in Beijing; a moment as itself."""
    return when if isinstance(when, datetime) else datetime.combine(when, time(), BEIJING)


def run_out(due: When) -> datetime:
    """The first moment at which a due date has passed: after the whole of the due day."""
    return due if isinstance(due, datetime) else moment(due) + timedelta(days=1)


def write_papers(case: Case, before: State | None, after: State) -> None:
    """Insert or update the papers that an event has issued or that were served."""
    known = before.papers if before else ()
    changed = [paper_row(case, p) for p in after.papers if p not in known]
    if changed:
        IssuedPaper.objects.bulk_create(
            changed,
            update_conflicts=True,
            unique_fields=["case", "paper", "n"],
            update_fields=["served", "is_served"],
        )


def paper_row(case: Case, issued: Issued) -> IssuedPaper:
    """The row of an issued paper."""
    paper = family_of(case.procedure).version(case.version).papers[issued.paper]
    return IssuedPaper(
        case_id=case.pk,
        paper=issued.paper,
        n=issued.n,
        title=paper.title,
        step=issued.step,
        issued_on=issued.issued_on,
        served={role: on.isoformat() for role, on in issued.served.items()},
        is_served=all(role.key in issued.served for role in paper.to),
    )


def write_organs(case: Case, before: Mapping[str, str], after: State, on: date) -> None:
    """Let the offices that an event has named take up their roles; move the case if it says so.

    Raises Refused for an office code that does not exist.
    """
    business = business_of(after.procedure)
    organ, inside = business.organ.key, {role.key for role in business.inside}
    for role, code in after.organs.items():
        # Inside the handling office roles go by post, not by taking part.
        if before.get(role) == code or (role in inside and role != organ):
            continue
        office = office_by_code(code)
        if role == organ:
            _hand_over(case, office.handling, on)
            continue
        Participant.objects.filter(case=case, role=role, office_path__isnull=False).delete()
        Participant.objects.create(
            case=case, role=role, name=office.title, office_path=office.path, since=on
        )


def write_spelling(case: Case) -> None:
    """Write the title and the participants' names in letters."""
    names = Participant.objects.filter(case=case).values_list("name", flat=True)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO cases_spelling (case_id, letters) VALUES (%s, to_tsvector('simple', %s))"
            " ON CONFLICT (case_id) DO UPDATE SET letters = EXCLUDED.letters",
            [case.pk, spelling(case.title, *names)],
        )


def office_by_code(code: str) -> Office:
    """The office of this code. Raises Refused, in words, where there is none."""
    office = Office.objects.select_related("acts_through").filter(code=code).first()
    if office is None:
        raise refuse(f"没有机构代码为{code}的机关", remedy="请从机关列表中选择")
    return office


def _hand_over(case: Case, office: Office, on: date) -> None:
    if case.office_path != office.path:
        Participant.objects.create(
            case=case,
            role=FORMER_ORGAN,
            name=case.office.title,
            office_path=case.office_path,
            since=on,
        )
    case.office, case.office_path = office, office.path
