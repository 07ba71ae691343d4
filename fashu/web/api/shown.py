"""A case as data, part by part; what may be read of each part is decided for each item."""

from collections.abc import Callable
from typing import Any

from fashu.kernel import api
from fashu.kernel.access import Kind, current_actor
from fashu.kernel.cases.catalogue import business_of, family_of
from fashu.kernel.cases.models import Attachment, Case, Event, IssuedPaper, Note, Participant
from fashu.kernel.cases.queries import (
    ClockView,
    TimelineItem,
    outcome_title,
    proof_of,
    screening_of,
    stage_title,
)
from fashu.kernel.cases.roles import account_of
from fashu.kernel.documents.models import Document
from fashu.kernel.law.citation import Citation
from fashu.kernel.people.models import Office
from fashu.kernel.procedure import Kind as FactKind
from fashu.kernel.procedure import Procedure, State
from fashu.kernel.procedure.facts import flatten
from fashu.web.questions import in_words
from fashu.web.workbench import sight

Data = dict[str, Any]


def norm(cite: Citation | None) -> str:
    """A citation as text; empty where there is none."""
    return str(cite) if cite else ""


def version_of(case: Case) -> Procedure:
    """The version of its procedure that a case follows."""
    return family_of(case.procedure).version(case.version)


def summary(case: Case) -> Data:
    """A case as a line of a list."""
    return {
        "number": case.number,
        "title": case.title,
        "procedure": case.procedure,
        "procedure_title": business_of(case.procedure).title,
        "version": case.version,
        "stage": case.stage,
        "stage_title": stage_title(case),
        "outcome": case.outcome,
        "outcome_title": outcome_title(case) if case.outcome else "",
        "office": {"code": case.office.code, "title": case.office.title},
        "opened_on": case.opened_on,
        "moved_on": case.moved_on,
        "closed_on": case.closed_on,
        "due_at": case.due_at,
        "seq": case.seq,
    }


def participants(case: Case) -> list[Data]:
    """Who takes part."""
    titles = {role.key: role.title for role in version_of(case).roles}
    return [
        {
            "role": p.role,
            "role_title": titles.get(p.role, p.role),
            "name": p.name,
            "is_office": p.office_path is not None,
            "since": p.since,
        }
        for p in Participant.objects.filter(case=case)
    ]


def clocks(case: Case) -> list[Data]:
    """Every clock, the most pressing first."""
    return [_clock(view) for view in api.clocks_in(case)]


def _clock(view: ClockView) -> Data:
    running, term = view.clock, view.term
    return {
        "term": running.term,
        "n": running.n,
        "title": term.title,
        "status": running.status.value,
        "light": view.light,
        "owed_by": term.owed_by.key,
        "starts": running.starts,
        "due": view.due,
        "provisional": running.provisional,
        "days_left": view.days_left,
        "overdue_days": view.overdue_days,
        "norm": norm(term.cite),
        "route": view.manual_route,
        "moves": [move(each) for each in view.moves],
    }


def move(each: Any) -> Data:
    """One step of the way to a date."""
    return {
        "kind": each.kind,
        "before": each.before,
        "after": each.after,
        "days": each.days,
        "reason": each.reason,
        "norm": norm(each.cite),
    }


def timeline(case: Case) -> list[Data]:
    """What happened, newest first; the answers of a step only to whoever may read them."""
    keys = dict(Event.objects.filter(case=case).values_list("seq", "key"))
    read = steps_read(case)
    return [_event(item, keys[item.seq], read) for item in api.timeline_of(case)]


def _event(item: TimelineItem, key: str, read: frozenset[str]) -> Data:
    return {
        "seq": item.seq,
        "kind": item.kind,
        "key": key,
        "title": item.title,
        "role": item.role,
        "role_title": item.by,
        "on": item.on,
        "recorded_at": item.recorded_at,
        "norm": item.cite,
        "effects": [{**_plain(each), "norm": each["cite"] or ""} for each in item.trace],
        "facts": item.facts if item.kind == "taken" and key in read else {},
        "erased": item.erased,
    }


def _plain(effect: Data) -> Data:
    return {name: effect[name] for name in ("kind", "key", "text")}


def steps_read(case: Case) -> frozenset[str]:
    """The steps whose answers the caller may read: a person's own, an office's as on its pages."""
    actor = current_actor()
    if actor.kind is not Kind.CITIZEN:
        return frozenset(sight.steps_read(case, version_of(case)))
    own = Event.objects.filter(case=case, kind="taken", account_id=account_of(actor))
    return frozenset(own.values_list("key", flat=True))


def papers(case: Case) -> list[Data]:
    """The papers issued, and whom each has reached."""
    procedure = version_of(case)
    readable = sight.papers_read(case, procedure)
    rows = list(IssuedPaper.objects.filter(case=case).order_by("-issued_on", "-id"))
    documents = sight.documents_read(case, rows)
    return [_paper(row, procedure, row.pk in readable, documents.get(row.pk)) for row in rows]


def _paper(
    row: IssuedPaper, procedure: Procedure, readable: bool, document: Document | None
) -> Data:
    paper = procedure.papers.get(row.paper)
    also = [role for role in (paper.also if paper else ()) if role.key in row.served]
    return {
        "id": row.pk,
        "key": row.paper,
        "n": row.n,
        "title": row.title,
        "step": row.step,
        "issued_on": row.issued_on,
        "is_served": row.is_served,
        "readable": readable,
        "status": document.status if document else "",
        "status_title": document.get_status_display() if document else "",
        "document_number": document.number.text if document and document.number else "",
        "receipts": [
            {"role": r.key, "role_title": r.title, "served_on": row.served.get(r.key)}
            for r in (*(paper.to if paper else ()), *also)
        ],
    }


def attachments(case: Case) -> list[Data]:
    """The files that the caller may read."""
    return [attachment(row) for row in files_read(case)]


def files_read(case: Case) -> Any:
    """A person gets his own files; an office those that its pages show."""
    actor = current_actor()
    if actor.kind is Kind.CITIZEN:
        return Attachment.objects.filter(case=case, account_id=account_of(actor))
    return sight.files_read(case)


def attachment(row: Any) -> Data:
    """A file of a case or of a draft."""
    return {
        "sha256": row.sha256,
        "name": row.name,
        "media_type": row.media_type,
        "size": row.size,
        "added_at": getattr(row, "added_at", None) or row.draft.saved_at,
    }


def notes(case: Case) -> list[Data]:
    """The remarks of the handling office; nobody else sees any."""
    rows = Note.objects.filter(case=case)
    names = sight.authors(case, version_of(case)) if rows else {}
    return [note(row, names.get(row.account_id, "")) for row in rows]


def note(row: Note, by: str) -> Data:
    """One remark."""
    return {"id": row.pk, "text": row.text, "written_at": row.written_at, "by": by}


def actions(case: Case) -> list[Data]:
    """Every step with the reasons against it, those that can be taken first."""
    found = api.actions_in(current_actor(), case)
    return [
        {
            "step": action.choice.step.key,
            "title": action.choice.step.title,
            "norm": norm(action.choice.step.cite),
            "mine": action.mine,
            "is_open": action.is_open,
            "why_not": [
                {"reason": r.reason, "norm": norm(r.cite), "remedy": r.remedy}
                for r in action.choice.why_not
            ],
            "schema_url": f"/api/v1/procedures/{case.procedure}/steps/{action.choice.step.key}",
        }
        for action in found
    ]


def facts(case: Case) -> list[Data]:
    """The answers that stand, in the order of asking, as far as the caller may read them."""
    procedure, state, read = version_of(case), State.from_json(case.state), steps_read(case)
    asked = {
        key: fact
        for step in procedure.steps.values()
        if step.key in read and step.key in state.done
        for key, fact in ((fact.key, fact) for fact in flatten(step.asks))
        if key in state.facts
    }
    codes = [str(state.facts[k]) for k, f in asked.items() if f.kind is FactKind.OFFICE]
    names = dict(Office.objects.filter(code__in=codes).values_list("code", "title"))
    names |= dict(files_read(case).values_list("sha256", "name"))
    return [
        {
            "key": key,
            "title": fact.title,
            "kind": fact.kind.value,
            "value": state.facts[key],
            "words": list(in_words(fact, state.facts[key], names)),
        }
        for key, fact in asked.items()
    ]


def findings(case: Case) -> list[Data]:
    """What the facts suggest, for the handling office alone."""
    inside = {role.key for role in business_of(case.procedure).inside}
    if not api.roles_in(current_actor(), case) & inside:
        return []
    return [
        {"title": f.title, "holds": f.holds, "text": f.text, "norm": norm(f.cite)}
        for f in screening_of(case)
    ]


def proof(case: Case) -> Data:
    """How far the case is secured in the record."""
    found = proof_of(case)
    return {
        "logged": found.logged,
        "size": found.size,
        "root": found.root,
        "signed_at": found.signed_at,
        "witnesses": list(found.witnesses),
        "head": found.head,
    }


PARTS: dict[str, Callable[[Case], Any]] = {
    "participants": participants,
    "clocks": clocks,
    "timeline": timeline,
    "papers": papers,
    "attachments": attachments,
    "notes": notes,
    "actions": actions,
    "facts": facts,
    "findings": findings,
    "proof": proof,
}
"""What `expand` may ask for -> how it is told. Each part decides by itself what its reader sees."""
