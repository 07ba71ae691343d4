"""保管期限: how long a case is kept, 归档, and 销毁 with proof.

Writes cases; `actions` stays the door for everything that happens in one.

Nothing here is stored that could grow stale: until when a case is kept, and what holds it back,
are worked out from the case, its clocks and its persons whenever they are asked for.
"""

from dataclasses import dataclass
from datetime import date

from django.db import connections, transaction
from django.db.models import Q

from fashu.kernel import clock
from fashu.kernel.access import SYSTEM, acting_as, current_actor
from fashu.kernel.cases import envelopes
from fashu.kernel.cases.catalogue import business_of, family_of
from fashu.kernel.cases.models import (
    Attachment,
    Avoidance,
    Case,
    Draft,
    DraftFile,
    Event,
    Note,
    Participant,
    Payload,
    RunningTerm,
    Spelling,
)
from fashu.kernel.cases.roles import case_by_number, roles_in
from fashu.kernel.law.citation import Law
from fashu.kernel.procedure.refusal import refuse
from fashu.kernel.registry.models import IdentityDocument, Merge, Part, Person

KEPT_AS_LONG_AS_NEEDED = Law("个人信息保护法").art(19)
"""除法律、行政法规另有规定外，个人信息的保存期限应当为实现处理目的所必要的最短时间."""
GONE = "（已依法销毁）"


@dataclass(frozen=True, slots=True)
class Retention:
    """Until when a case is kept (None: for ever, or not yet known) and what holds it back now."""

    until: date | None
    held_by: tuple[str, ...]

    @property
    def is_over(self) -> bool:
        """Whether it may be put on a list for destruction today."""
        return not self.held_by


def retention_of(case: Case) -> Retention:
    """The retention of a case as the facts stand today."""
    until, held = _until(case), []
    if case.closed_on is None:
        held.append("案件没有办结")
    elif until is None:
        held.append("永久保管")
    elif until > clock.today():
        held.append(f"保管期限至{until}")
    if RunningTerm.objects.filter(case=case).exists():
        held.append("还有期限在计算")
    if case.closed_on is not None and case.archived_at is None:
        held.append("没有归档")
    held += [f"当事人另有在办案件{number}" for number in _open_cases_of_the_same(case)]
    return Retention(until, tuple(held))


def _until(case: Case) -> date | None:
    years = business_of(case.procedure).retention_years
    if years is None or case.closed_on is None:
        return None
    until = later_by(case.closed_on, years)
    return until if case.retained_until is None else max(until, case.retained_until)


def later_by(day: date, years: int) -> date:
    """The same day so many years later; for 29 February the first of March."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)


def _open_cases_of_the_same(case: Case) -> list[str]:
    """A person with a case under way may need the file of the earlier one as evidence."""
    persons = Part.objects.filter(case_id=case.pk, person__isnull=False).values("person_id")
    others = Part.objects.filter(person_id__in=persons).exclude(case_id=case.pk)
    running = Case.objects.filter(pk__in=others.values("case_id"), closed_on=None)
    return sorted(running.values_list("number", flat=True))


@transaction.atomic
def archive(number: str) -> Case:
    """归档: from now on the case is read and no more. Raises Refused."""
    case = case_by_number(number, lock=True)
    inside = {role.key for role in business_of(case.procedure).inside}
    if not roles_in(current_actor(), case) & inside:
        raise refuse("归档由承办机关办理，您在本案中没有这一角色")
    if case.closed_on is None or RunningTerm.objects.filter(case=case).exists():
        raise refuse("案件没有办结，或者还有期限在计算", remedy="办结并且期限届满以后再归档")
    case.archived_at = clock.now()
    case.save(update_fields=["archived_at"])
    return case


@transaction.atomic
def retain(case: Case, until: date) -> Case:
    """续存: an archived case whose time is over is kept on until a day, as the appraisal found
    (档案法实施条例第二十四条第二款). Raises Refused."""
    locked = Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
    if locked.archived_at is None or locked.destroyed_at is not None:
        raise refuse(f"{locked.number}没有归档，或者已经销毁")
    if until <= clock.today():
        raise refuse("续存的截止日期应当在今天以后")
    locked.retained_until = until
    locked.save(update_fields=["retained_until"])
    return locked


@transaction.atomic
def destroy(case: Case, approved_by: tuple[int, int], reason: str) -> tuple[Event, tuple[str, ...]]:
    """销毁: what the case said goes, that it was there and how it ended stays provable.

    The last event says who approved, under which norm and how much is gone; the payloads follow
    as soon as it is safe. Two different accounts must have approved. Raises Refused.
    Also returned: the files (SHA-256) of the case, whose bytes the caller drops; only `archives`
    calls this, which knows everybody else who may name them.
    """
    if len(set(approved_by)) != 2:
        raise refuse("销毁应当由两人分别批准")
    locked = Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
    if held := retention_of(locked).held_by:
        raise refuse(f"{locked.number}不能销毁：{'；'.join(held)}", KEPT_AS_LONG_AS_NEEDED)
    event = _last_event(locked, approved_by, reason)
    files = _forget(locked)
    transaction.on_commit(lambda: _erase(locked.pk, event.pk))
    return event, tuple(files)


def _last_event(case: Case, approved_by: tuple[int, int], reason: str) -> Event:
    now, actor = clock.now(), current_actor()
    counts = {
        "events": case.seq,
        "attachments": Attachment.objects.filter(case=case).count(),
        "participants": Participant.objects.filter(case=case).count(),
    }
    written = envelopes.write_destruction(
        envelopes.Destruction(case.pk, case.seq + 1, bytes(case.head), actor.account_id, now),
        family_of(case.procedure).version(case.version),
        approved_by,
        reason,
        counts,
    )
    event = Event.objects.create(
        case=case,
        seq=case.seq + 1,
        kind=written.kind,
        key=written.key,
        by=written.by,
        account_id=actor.account_id,
        on=now.date(),
        recorded_at=now,
        stage=case.stage,
        closes=False,
        office_path=case.office_path,
        envelope=written.envelope,
        leaf_hash=written.leaf_hash,
    )
    Payload.objects.create(event=event, case=case, salt=written.salt, payload=written.payload)
    case.seq, case.head, case.destroyed_at = event.seq, written.leaf_hash, now
    return event


def _forget(case: Case) -> list[str]:
    """Blank the rows that follow from the events; the files whose bytes go with them.

    As the system: whoever approves does not see every row, such as a party's draft or number.
    """
    case.title, case.state = GONE, {**case.state, "facts": {}}
    case.save()
    with acting_as(SYSTEM):
        files = list(Attachment.objects.filter(case=case).values_list("sha256", flat=True))
        drafts = DraftFile.objects.filter(draft__case=case).values_list("sha256", flat=True)
        files += drafts
        Participant.objects.filter(case=case).update(name=GONE)
        for model in (Note, Attachment, Draft, Avoidance, Spelling):
            model._default_manager.filter(case=case).delete()
        _forget_persons(case)
    return files


def _forget_persons(case: Case) -> None:
    """Take the case from the register, and with it whoever stood there for its sake alone."""
    parts = Part.objects.filter(case_id=case.pk)
    documents = {found for found in parts.values_list("document_id", flat=True) if found}
    persons = {found for found in parts.values_list("person_id", flat=True) if found}
    parts.delete()
    merges = Merge.objects.filter(Q(kept__in=persons) | Q(gone__in=persons))
    known = {number for pair in merges.values_list("kept", "gone") for number in pair}
    alone = Person.objects.filter(pk__in=persons - known, parts=None, own_account=None)
    gone = list(alone.values_list("pk", flat=True))
    numbers = IdentityDocument.objects.filter(Q(pk__in=documents) | Q(person__in=gone))
    numbers.filter(parts=None).delete()
    Person.objects.filter(pk__in=gone).delete()


def _erase(case_id: int, last: int) -> None:
    """Remove payloads with the one role that may.

    Runs after the event has been committed. Repeating it does no harm.
    """
    with connections["eraser"].cursor() as cursor:
        cursor.execute(
            "DELETE FROM cases_payload WHERE case_id = %s AND event_id <> %s", [case_id, last]
        )
