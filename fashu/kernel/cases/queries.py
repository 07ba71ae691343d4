"""What pages and the API show of cases. Read only; row-level security decides what is there."""

import re
from collections.abc import Iterable, Set
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.contrib.postgres.search import SearchQuery
from django.db.models import Exists, OuterRef, Q, QuerySet

from fashu.kernel import clock
from fashu.kernel.access import Actor
from fashu.kernel.business import Business, Finding
from fashu.kernel.calendar import Move
from fashu.kernel.cases.catalogue import business_of, businesses, family_of
from fashu.kernel.cases.models import Case, Event, IssuedPaper, Participant, Payload, RunningTerm
from fashu.kernel.cases.roles import account_of, roles_in
from fashu.kernel.law.citation import Citation
from fashu.kernel.procedure import CaseView, Choice, Clock, State, Term, choices_at
from fashu.kernel.procedure.clocks import explain, refreshed, term_of
from fashu.kernel.procedure.events import When, day_of, has_passed
from fashu.kernel.procedure.refusal import refuse
from fashu.kernel.procedure.terms import Manual, Nature
from fashu.kernel.record.leaf import read_canonical
from fashu.kernel.record.models import Checkpoint, Cosignature, Entry
from fashu.kernel.registry.models import Part
from fashu.kernel.registry.numbers import refs_of

LETTERS = re.compile(r"[A-Za-z]{2,40}")
"""What may be pinyin: initials or syllables."""

SOON_DAYS = 5
"""From this many natural days before the due date a clock shows yellow."""


@dataclass(frozen=True, slots=True)
class ClockView:
    """A clock as people read it. `light`: red, yellow, green or grey (no longer counted)."""

    term: Term
    clock: Clock
    light: str
    days_left: int | None
    moves: tuple[Move, ...]

    @property
    def due(self) -> When | None:
        """The due date, if there is one."""
        return self.clock.due

    @property
    def due_text(self) -> str:
        """The due date as it is written on a page."""
        due = self.clock.due
        return f"{due:%Y-%m-%d %H:%M}" if isinstance(due, datetime) else str(due or "")

    @property
    def overdue_days(self) -> int:
        """How many natural days it is overdue; 0 where it is not."""
        return max(0, -(self.days_left or 0))

    @property
    def manual_route(self) -> str:
        """How a date is found where the law gives no length."""
        return self.term.span.route if isinstance(self.term.span, Manual) else ""


@dataclass(frozen=True, slots=True)
class TimelineItem:
    """One event of the timeline. `erased`: its content has been removed by law."""

    seq: int
    kind: str
    title: str
    by: str
    role: str
    on: date
    recorded_at: datetime
    cite: str
    trace: tuple[dict[str, Any], ...]
    facts: dict[str, Any]
    erased: bool


@dataclass(frozen=True, slots=True)
class CaseAction:
    """A step of the procedure as it stands for one actor today. `mine`: he has a role for it."""

    choice: Choice
    mine: bool

    @property
    def is_open(self) -> bool:
        """Whether he can take it now."""
        return self.mine and self.choice.is_open


def actions_in(actor: Actor, case: Case, *, today: When | None = None) -> tuple[CaseAction, ...]:
    """Every step with the reasons against it, those the actor can take first."""
    roles = roles_in(actor, case)
    now = today or clock.today()
    found = [
        CaseAction(choice, any(role.key in roles for role in choice.by))
        for choice in choices_at(family_of(case.procedure), state_of(case), now)
        if not choice.step.opens
    ]
    return tuple(sorted(found, key=lambda action: (not action.is_open, not action.mine)))


def state_of(case: Case) -> State:
    """Where a case stands, with the dates of what runs by the calendar in force."""
    return refreshed(family_of(case.procedure), State.from_json(case.state))


def clocks_in(case: Case, *, today: When | None = None) -> tuple[ClockView, ...]:
    """Every clock with its light and its reasons, the most pressing first."""
    family, state = family_of(case.procedure), state_of(case)
    now = today or clock.today()
    views = []
    for running in state.clocks:
        found = explain(family, running)
        # What is over keeps the date of its time; a notice since would tell another story.
        moves = found.moves if found and found.due == running.due else ()
        term = term_of(family, running)
        left = (day_of(running.due) - day_of(now)).days if running.due else None
        views.append(ClockView(term, running, light(term, running, now), left, moves))
    order = {"red": 0, "yellow": 1, "green": 2, "grey": 3}
    return tuple(sorted(views, key=lambda v: (order[v.light], str(v.due or "9999"))))


def light(term: Term, running: Clock, now: When) -> str:
    """The traffic light of a clock: only a duty can be red; a wait or a right only ends."""
    if running.status.value == "lapsed" and term.nature is Nature.DUTY:
        return "red"
    if not running.is_open:
        return "grey"
    if running.due is None or running.provisional:
        return "green"
    if has_passed(running.due, now):
        return "red" if term.nature is Nature.DUTY else "grey"
    soon = (day_of(running.due) - day_of(now)).days <= SOON_DAYS
    return "yellow" if soon else "green"


def timeline_of(case: Case) -> tuple[TimelineItem, ...]:
    """The events of a case, newest first, each with its trace."""
    payloads = {p.event_id: bytes(p.payload) for p in Payload.objects.filter(case=case)}
    events = Event.objects.filter(case=case).order_by("-seq")
    return tuple(_item(case, event, payloads.get(event.pk)) for event in events)


def _item(case: Case, event: Event, payload: bytes | None) -> TimelineItem:
    data: Any = read_canonical(payload) if payload else {"event": {}, "receipt": {"trace": [{}]}}
    trace = data["receipt"]["trace"]
    first = trace[0]
    roles = family_of(case.procedure).version(case.version).role_of
    role = roles.get(event.by)
    return TimelineItem(
        seq=event.seq,
        kind=event.kind,
        title=first.get("text", "（内容已依法清除）"),
        by=role.title if role else event.by,
        role=event.by,
        on=event.on,
        recorded_at=event.recorded_at,
        cite=first.get("cite") or "",
        trace=tuple(trace[1:]),
        facts=data["event"].get("facts", {}),
        erased=payload is None,
    )


def title_of(event: Event) -> str:
    """What an event is called, from its key alone."""
    family = family_of(event.case.procedure)
    procedure = family.version(event.case.version)
    match event.kind:
        case "taken":
            return procedure.steps[event.key].title
        case "served" | "sealed":
            return procedure.papers[event.key].title
        case "lapsed":
            return procedure.terms[event.key].title
        case "destroyed":
            return "销毁案卷"
        case _:
            return procedure.role_of[event.key].title


def inbox(actor: Actor, instead_of: Iterable[int] = ()) -> QuerySet[Case]:
    """待办: open cases whose stage or running duty waits for one of the actor's roles.

    What waits for the office at large waits for its handler (承办人) alone once there is one; what
    waits for a head waits for every head. `instead_of`: handlers whose place the actor takes.
    """
    own = [*instead_of, *([actor.account_id] if actor.account_id else [])]
    mine_to_do = Q(handler=None) | Q(handler__in=own)
    waiting = _owed_by_part(_taking_part(actor))
    for key, business in businesses().items() if actor.office_path else ():
        heads = {role.key for role in business.heads}
        inside = {role.key for role in business.inside} - heads
        here = Q(procedure=key, office_path=actor.office_path)
        for roles, narrowed in ((actor.roles & inside, mine_to_do), (actor.roles - inside, Q())):
            waiting |= here & _waits_for(business, roles) & narrowed
    return Case.objects.filter(waiting, closed_on=None).order_by("due_at", "id")


def _waits_for(business: Business, roles: Set[str]) -> Q:
    """Cases of a business whose stage is held, or whose running term is owed, by such a role."""
    held = {
        stage.key
        for version in business.family.versions
        for stage in version.stages
        if stage.held_by is not None and stage.held_by.key in roles
    }
    owed = RunningTerm.objects.filter(case=OuterRef("pk"), owed_by__in=roles)
    return Q(stage__in=held) | Q(Exists(owed))


def _taking_part(actor: Actor) -> QuerySet[Participant]:
    own = Q(account_id=actor.account_id) if actor.account_id else Q(pk__in=[])
    organ = Q(office_path=actor.office_path) if actor.office_path else Q(pk__in=[])
    return Participant.objects.filter(own | organ)


def _owed_by_part(mine: QuerySet[Participant]) -> Q:
    """Cases in which a running term is owed by the very role that the actor has in it."""
    same = mine.filter(case=OuterRef("case"), role=OuterRef("owed_by"))
    terms = RunningTerm.objects.filter(Exists(same))
    return Q(pk__in=terms.values("case"))


def handled(actor: Actor) -> QuerySet[Case]:
    """已办: cases in which the actor has taken a step, latest first."""
    events = Event.objects.filter(case=OuterRef("pk"), account_id=account_of(actor))
    return Case.objects.filter(Exists(events)).order_by("-moved_on", "-id")


def own_cases(actor: Actor) -> QuerySet[Case]:
    """我的案件: cases in which the actor himself takes part, latest first."""
    mine = Participant.objects.filter(account_id=account_of(actor))
    return Case.objects.filter(pk__in=mine.values("case")).order_by("-id")


def search(
    words: str = "", *, procedure: str = "", stages: Iterable[str] = (), overdue: bool = False
) -> QuerySet[Case]:
    """Cases the actor can see: by number, code, title, name, pinyin or a whole identity number."""
    found = Case.objects.select_related("office").order_by("-id")
    for word in words.split():
        named = Participant.objects.filter(case=OuterRef("pk"), name__icontains=word)
        match = Q(number__icontains=word) | Q(title__icontains=word) | Q(code=word.upper())
        if refs := refs_of(word):
            numbered = Part.objects.filter(document__ref__in=refs)
            match |= Q(pk__in=numbered.values("case_id"))
        if LETTERS.fullmatch(word):
            letters = SearchQuery(f"{word.lower()}:*", search_type="raw", config="simple")
            match |= Q(spelling__letters=letters)
        found = found.filter(match | Exists(named))
    if procedure:
        found = found.filter(procedure=procedure)
    if stages := tuple(stages):
        found = found.filter(stage__in=stages)
    if overdue:
        late = RunningTerm.objects.filter(case=OuterRef("pk"), overdue=True)
        found = found.filter(Exists(late), closed_on=None)
    return found


def paper_text(case: Case, paper: IssuedPaper, words: str = "") -> str:
    """The words of an issued paper, from the case as it stands. Raises Refused where none are.

    `words` is an office's own template instead of the built-in body.
    """
    write = business_of(case.procedure).paper_text
    if write is None:
        raise refuse(f"《{paper.title}》没有文字模板")
    state = state_of(case)
    return write(family_of(case.procedure), state, paper.paper, paper.issued_on, words)


def screening_of(case: Case) -> tuple[Finding, ...]:
    """What the facts of an open case suggest, where its business screens applications."""
    screen = business_of(case.procedure).screening
    if screen is None or case.closed_on is not None:
        return ()
    state = State.from_json(case.state)
    procedure = family_of(case.procedure).version(case.version)
    return screen(CaseView(procedure, state, clock.today(), "", {}, state.facts))


def stage_title(case: Case) -> str:
    """The words of the present stage."""
    return family_of(case.procedure).version(case.version).stage_of[case.stage].title


def outcome_title(case: Case) -> str:
    """The words of the outcome: the option chosen, or the outcome's own name."""
    procedure = family_of(case.procedure).version(case.version)
    for step in procedure.steps.values():
        fact = step.outcome
        if fact is not None and not isinstance(fact, str):
            title = fact.option_title(case.outcome)
            if title != case.outcome:
                return title
    return case.outcome


@dataclass(frozen=True, slots=True)
class Proof:
    """How far a case is secured in the record. `root` and `head` are hexadecimal."""

    logged: int
    size: int
    root: str
    signed_at: datetime | None
    witnesses: tuple[str, ...]
    head: str


def proof_of(case: Case) -> Proof:
    """The newest checkpoint that the log has signed, and how many events of the case it holds."""
    events = Event.objects.filter(case=case).values("id")
    logged = Entry.objects.filter(event_id__in=events).count()
    newest = Checkpoint.objects.order_by("-size").first()
    head = bytes(case.head).hex()
    if newest is None:
        return Proof(logged, 0, "", None, (), head)
    witnesses = Cosignature.objects.filter(size=newest.size).values_list("name", flat=True)
    root = bytes(newest.root).hex()
    return Proof(logged, newest.size, root, newest.created_at, tuple(witnesses), head)


def citations_in(case: Case) -> tuple[Citation, ...]:
    """The norms that the case's clocks and open steps rest on, each once."""
    views = clocks_in(case)
    found = [v.term.cite for v in views if v.clock.is_open]
    return tuple(dict.fromkeys(found))


def office_label(case: Case) -> str:
    """The office that handles the case, with the role it has there."""
    return f"{case.office.title}（{business_of(case.procedure).organ.title}）"
