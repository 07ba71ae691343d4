"""The only way to act on a case: validate, advance, and write everything in one transaction.

Every function works in the name of the present actor (`access.acting_as`), whose transaction
it joins: what it raises, takes all of the action back, also where a page catches it and
goes on. `Refused` is for people, in words.
"""

import secrets
from collections.abc import Mapping
from datetime import date

from django.db import connection, transaction

from fashu.kernel import clock
from fashu.kernel.access import SYSTEM, Actor, Kind, current_actor, opening_case
from fashu.kernel.business import Business
from fashu.kernel.calendar import Service, Unit
from fashu.kernel.cases import envelopes, identities, organs, requests, rows
from fashu.kernel.cases.avoidance import none_avoids
from fashu.kernel.cases.catalogue import business_of, family_of
from fashu.kernel.cases.models import (
    Case,
    Counter,
    Definition,
    Event,
    Note,
    Participant,
    Payload,
)
from fashu.kernel.cases.roles import (
    account_of,
    acting_role,
    case_by_number,
    not_archived,
    procedure_of,
    roles_in,
)
from fashu.kernel.holidays.official import keep
from fashu.kernel.law.citation import Law
from fashu.kernel.people.models import Office, Posting
from fashu.kernel.procedure import (
    Advanced,
    Family,
    Joined,
    Procedure,
    Sealed,
    Served,
    State,
    Step,
    Taken,
    advance,
    lapse_next,
)
from fashu.kernel.procedure import Event as Happening
from fashu.kernel.procedure.describe import describe, digest
from fashu.kernel.procedure.events import When, day_of, takes_effect
from fashu.kernel.procedure.facts import Json
from fashu.kernel.procedure.refusal import refuse
from fashu.kernel.registry import parties
from fashu.kernel.registry.models import Organisation, Person

CODE_ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
"""Letters of a query code 查询码: none that is misread over the telephone (0 O, 1 I L)."""

NOTE_LENGTH = 4000
"""The longest note, in characters."""


PUBLIC_SERVICE = Law("民事诉讼法").art(95)
"""自发出公告之日起，经过三十日，即视为送达."""


@transaction.atomic
def open_case(
    procedure: str,
    step: str,
    facts: Mapping[str, Json],
    *,
    office: str = "",
    request_key: str,
    by: str = "",
    on: When | None = None,
) -> requests.Outcome:
    """Open a case with an office (by its code, unless the step itself names it). Raises Refused.

    A citizen becomes a participant in the role in which he files.
    """
    actor, business = current_actor(), business_of(procedure)
    facts = identities.sealed(procedure, step, facts)
    content: requests.Content = {
        "open": procedure,
        "step": step,
        "facts": dict(facts),
        "office": office,
        "by": by,
    }
    if (former := requests.former(actor, request_key, content)) is not None:
        return former
    family, when = business.family, _when(business.family, on)
    governing = family.at(day_of(when))
    definition = governing.steps.get(step) if governing else None
    role = _opening_role(actor, business, definition, by) if definition else by
    if definition:
        organs.none_closed(definition, facts, {})
    taken = Taken(step, role, when, facts, _persons(actor, ()))
    advanced = advance(family, None, taken)
    bound = advanced.state.organs.get(business.organ.key)
    handling = organs.open_office(organs.open_office(bound or office).handling.code)
    _only_own_docket(actor, handling)
    case = Case(
        id=_next_case_id(),
        number=_number(business, handling.code, day_of(when)),
        code="".join(secrets.choice(CODE_ALPHABET) for _ in range(12)),
        office=handling,
        office_path=handling.path,
        seq=0,
        head=b"",
    )
    with opening_case(case.pk):
        rows.fill(case, advanced.state)
        case.save(force_insert=True)
        if actor.kind is Kind.CITIZEN:
            _add_participant(case, role, actor.name, day_of(when), account=actor.account_id)
        outcome = _write(case, None, advanced, actor)
        requests.remember(actor, request_key, content, case)
    return outcome


@transaction.atomic
def take_step(
    number: str,
    step: str,
    facts: Mapping[str, Json],
    *,
    request_key: str,
    by: str = "",
    on: When | None = None,
    together_with: tuple[int, ...] = (),
) -> requests.Outcome:
    """Take a step on a case in one's own role. Terms that have run out by then lapse first.

    `together_with`: accounts of colleagues of the same office, where the law asks for several.
    Raises Refused. Idempotent: the same `request_key` with the same content acts once.
    """
    actor = current_actor()
    who = _persons(actor, together_with)
    facts = identities.sealed(procedure_of(number), step, facts)
    content: requests.Content = {"step": step, "facts": dict(facts), "case": number, "by": by}
    content = {**content, "who": who}
    if (former := requests.former(actor, request_key, content)) is not None:
        return former
    case = case_by_number(number, lock=True)
    none_avoids(case, together_with)
    family = family_of(case.procedure)
    when = _when(family, on)
    definition = family.governing(case.version, day_of(when)).steps.get(step)
    role = acting_role(roles_in(actor, case), definition, by) if definition else by
    if definition:
        state = State.from_json(case.state)
        organs.none_closed(definition, {**state.facts, **facts}, state.organs)
    return _happen(case, Taken(step, role, when, facts, who), actor, request_key, content)


@transaction.atomic
def serve_paper(
    number: str,
    paper: str,
    *,
    mode: Service,
    to: str = "",
    request_key: str,
    on: date | None = None,
) -> requests.Outcome:
    """Record the service of a paper (送达) by the handling office. Raises Refused.

    Only `documents` calls it, which keeps the receipt; everybody else serves by `kernel.api`.
    """
    actor = current_actor()
    content: requests.Content = {"serve": paper, "mode": mode.value, "to": to, "case": number}
    if (former := requests.former(actor, request_key, content)) is not None:
        return former
    case = case_by_number(number, lock=True)
    _only_inside(actor, case, "送达文书")
    event = Served(paper, _when(family_of(case.procedure), on), mode, to)
    if day_of(takes_effect(event)) > clock.today():
        end = takes_effect(event)
        raise refuse(f"公告期至{end}届满，届满才视为送达", PUBLIC_SERVICE, "请在届满后登记送达")
    return _happen(case, event, actor, request_key, content)


@transaction.atomic
def seal_paper(number: str, paper: str, n: int, sha256: str) -> int:
    """Write into the record that a paper got its seal; the number of the event. Raises Refused.

    Only `documents` calls it, which has checked the seal, its keeper and the approval.
    """
    case = case_by_number(number, lock=True)
    event = Sealed(paper, n, _when(family_of(case.procedure), None), sha256)
    catch_up(case, event.on)
    state = State.from_json(case.state)
    return _write(
        case, state, advance(family_of(case.procedure), state, event), current_actor()
    ).seq


@transaction.atomic
def add_participant(
    number: str,
    role: str,
    name: str,
    *,
    request_key: str,
    account: int | None = None,
    office: str | None = None,
    subject: Person | Organisation | None = None,
) -> requests.Outcome:
    """Admit somebody to a role of the case, by the handling office. Raises Refused.

    `subject`: his entry in the register, where he was chosen from it.
    """
    actor = current_actor()
    content: requests.Content = {
        "join": role,
        "name": name,
        "account": account,
        "office": office,
        "case": number,
    }
    if subject is not None:
        content = {**content, "subject": f"{subject._meta.model_name}-{subject.pk}"}
    if (former := requests.former(actor, request_key, content)) is not None:
        return former
    case = case_by_number(number, lock=True)
    _only_inside(actor, case, "通知参加")
    outcome = _happen(case, Joined(role, clock.today()), actor, request_key, content)
    path = organs.open_office(office).path if office else None
    _add_participant(case, role, name, clock.today(), account=account, path=path)
    if subject is not None:
        parties.admit(case.pk, role, name, clock.today(), subject)
    rows.write_spelling(case)
    return outcome


@transaction.atomic
def add_note(number: str, text: str) -> Note:
    """Write a remark for the handling office. It is no event and changes nothing."""
    actor = current_actor()
    case = case_by_number(number)
    not_archived(case)
    _only_inside(actor, case, "备注")
    stripped = text.strip()
    if not stripped or len(stripped) > NOTE_LENGTH:
        raise refuse(f"备注应为1至{NOTE_LENGTH}字")
    return Note.objects.create(
        case=case, account_id=account_of(actor), text=stripped, written_at=clock.now()
    )


def catch_up(case: Case, now: When) -> int:
    """Let every term that has run out by `now` lapse, in order of the due dates; how many.

    The case must be locked. Lapses are the law's own work, whoever's request finds them.
    """
    family, count = family_of(case.procedure), 0
    while lapse := lapse_next(family, state := State.from_json(case.state), now):
        _write(case, state, advance(family, state, lapse), SYSTEM)
        count += 1
    return count


# -- One event -------------------------------------------------------------------------------


def _happen(
    case: Case, event: Happening, actor: Actor, request_key: str, content: requests.Content
) -> requests.Outcome:
    catch_up(case, event.on)
    state = State.from_json(case.state)
    outcome = _write(case, state, advance(family_of(case.procedure), state, event), actor)
    requests.remember(actor, request_key, content, case)
    return outcome


def _write(case: Case, before: State | None, advanced: Advanced, actor: Actor) -> requests.Outcome:
    """Event, payload, case row, running terms, papers, organs: one transaction, one writer."""
    state, on = advanced.state, day_of(advanced.event.on)
    rows.write_organs(case, before.organs if before else {}, state, on)
    was_closed, former_title = before is not None and case.closed_on is not None, case.title
    rows.fill(case, state)
    _append(case, advanced, actor, closes=case.closed_on is not None and not was_closed)
    case.save(force_update=True)
    rows.write_terms(case, state)
    rows.write_papers(case, before, state)
    if isinstance(advanced.event, Taken):
        procedure = family_of(state.procedure).version(state.version)
        identities.enter(case, procedure, advanced.event)
    if before is None or case.title != former_title or state.organs != before.organs:
        rows.write_spelling(case)
    return requests.Outcome(case.number, case.code, case.seq, case.stage, advanced.effects)


def _append(case: Case, advanced: Advanced, actor: Actor, *, closes: bool) -> None:
    family = family_of(advanced.state.procedure)
    procedure = family.version(advanced.state.version)
    _keep_definition(procedure)
    keep(family.calendar)
    now = clock.now()
    written = envelopes.write(
        advanced,
        procedure,
        calendar=family.calendar.version,
        case_id=case.pk,
        seq=case.seq + 1,
        prev=bytes(case.head) or None,
        account_id=actor.account_id,
        recorded_at=now,
        on_behalf_of=actor.on_behalf_of,
    )
    event = Event.objects.create(
        case=case,
        seq=case.seq + 1,
        kind=written.kind,
        key=written.key,
        by=written.by,
        account_id=actor.account_id,
        on=day_of(advanced.event.on),
        recorded_at=now,
        stage=advanced.state.stage,
        closes=closes,
        office_path=case.office_path,
        envelope=written.envelope,
        leaf_hash=written.leaf_hash,
    )
    Payload.objects.create(event=event, case=case, salt=written.salt, payload=written.payload)
    case.seq, case.head = event.seq, written.leaf_hash
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_notify('fashu_event', %s)", [str(case.pk)])


_kept: set[str] = set()


def _keep_definition(procedure: Procedure) -> None:
    """Keep the description behind a digest, once: a later release may describe it otherwise."""
    name = digest(procedure)
    if name in _kept:
        return
    described = {"procedure": procedure.key, "version": procedure.version}
    Definition.objects.get_or_create(
        digest=name, defaults={**described, "description": lambda: describe(procedure)}
    )
    transaction.on_commit(lambda: _kept.add(name))


# -- Who, when, under which number -----------------------------------------------------------


def _opening_role(actor: Actor, business: Business, step: Step, asked: str) -> str:
    if actor.kind is Kind.CITIZEN:
        held = frozenset(role.key for role in business.opened_by)
    else:
        held = frozenset(role.key for role in business.inside) & actor.roles
    return acting_role(held, step, asked)


def _only_own_docket(actor: Actor, handling: Office) -> None:
    """An officer opens cases for his own office; a citizen files with any. Raises Refused."""
    if actor.kind is not Kind.CITIZEN and actor.office_path != handling.path:
        who = f"本案由{handling.title}承办，您不在该机关任职"
        raise refuse(who, remedy="请告知申请人向该机关提出")


def _persons(actor: Actor, together_with: tuple[int, ...]) -> tuple[str, ...]:
    """The persons who take a step, as pseudonyms: account numbers. Raises Refused for outsiders."""
    if together_with:
        posts = Posting.objects.in_force().filter(office__path=actor.office_path)
        colleagues = set(posts.values_list("account_id", flat=True))
        if not actor.office_path or not set(together_with) <= colleagues:
            raise refuse("共同办理的人员不在本机关任职", remedy="请选择本机关的工作人员")
    return tuple(f"account:{n}" for n in sorted({actor.account_id or 0, *together_with}))


def _only_inside(actor: Actor, case: Case, what: str) -> None:
    inside = {role.key for role in business_of(case.procedure).inside}
    if not roles_in(actor, case) & inside:
        raise refuse(f"{what}由承办机关办理，您在本案中没有这一角色")


def _when(family: Family, on: When | None) -> When:
    """The day given or today; the moment now where the procedure counts hours."""
    if on is None:
        return clock.now() if _counts_hours(family) else clock.today()
    if day_of(on) > clock.today():
        raise refuse(f"日期{day_of(on)}还没有到", remedy="请填写今天或以前的日期")
    return on


def _counts_hours(family: Family) -> bool:
    hours = (Unit.HOUR, Unit.SERVICE_HOUR)
    terms = family.versions[-1].terms.values()
    return any(getattr(term.span, "unit", None) in hours for term in terms)


def _next_case_id() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(pg_get_serial_sequence('cases_case', 'id'))")
        return int(cursor.fetchone()[0])


def _number(business: Business, office_code: str, on: date) -> str:
    """The next number of the office's series for the year, e.g. FY2026-990102-00017."""
    series = f"{business.number_prefix}{on.year}-{office_code}"
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {Counter._meta.db_table} AS c (series, last) VALUES (%s, 1)"  # noqa: S608
            " ON CONFLICT (series) DO UPDATE SET last = c.last + 1 RETURNING last",
            [series],
        )
        return f"{series}-{cursor.fetchone()[0]:05d}"


def _add_participant(
    case: Case,
    role: str,
    name: str,
    since: date,
    *,
    account: int | None = None,
    path: str | None = None,
) -> None:
    Participant.objects.create(
        case=case, role=role, name=name, account_id=account, office_path=path, since=since
    )
