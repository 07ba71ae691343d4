"""One case on one page (一案一档): what it holds, how its clocks stand, and what to do."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from fashu.kernel import api, reading
from fashu.kernel.access import Kind as ActorKind
from fashu.kernel.archives import loans
from fashu.kernel.cases.attachments import LARGEST
from fashu.kernel.cases.avoidance import ASKING, GROUNDS, LONGEST, UNDECIDED, avoiders
from fashu.kernel.cases.catalogue import business_of, family_of
from fashu.kernel.cases.evidence import export_case
from fashu.kernel.cases.models import Attachment, Case, Ground, IssuedPaper, Note, Participant
from fashu.kernel.cases.queries import (
    outcome_title,
    proof_of,
    screening_of,
    stage_title,
)
from fashu.kernel.desk.colleagues import able
from fashu.kernel.desk.models import Allotment, Handling, Urge
from fashu.kernel.people.models import Office
from fashu.kernel.procedure import Fact, Kind, Procedure, Refused, State, Step
from fashu.kernel.procedure.diagram import diagram
from fashu.kernel.procedure.facts import Group
from fashu.kernel.record.note import NoteError
from fashu.kernel.record.proofs import NotLoggedError
from fashu.kernel.record.tiles import TileError
from fashu.web import downloads
from fashu.web.access import staff_only
from fashu.web.questions import in_words
from fashu.web.workbench import sight


@dataclass(frozen=True, slots=True)
class Answered:
    """A heading with the answers under it, as (question, lines)."""

    title: str
    answers: tuple[tuple[str, tuple[str, ...]], ...]


@require_safe
@staff_only
def case(request: HttpRequest, number: str) -> HttpResponse:
    """The whole dossier."""
    found = seen(number)
    procedure = family_of(found.procedure).version(found.version)
    actions = api.actions_in(api.current_actor(), found)
    context = {
        "case": found,
        "business": business_of(found.procedure),
        "stage": stage_title(found),
        "due": api.lists.due_cell(found),
        "outcome": outcome_title(found),
        "open_actions": [a for a in actions if a.is_open],
        "shut_actions": [a for a in actions if not a.is_open],
        "clocks": api.clocks_in(found),
        "findings": screening_of(found) if _inside(found) else (),
        "answered": tuple(answered(found, procedure)),
        "participants": Participant.objects.filter(case=found),
        "role_titles": {role.key: role.title for role in procedure.roles},
        "papers": papers_of(found, procedure),
        "readable": sight.papers_read(found, procedure),
        "attachments": sight.files_read(found),
        "notes": Note.objects.filter(case=found),
        "authors": sight.authors(found, procedure),
        "timeline": api.timeline_of(found),
        "diagram": diagram(procedure, found.stage),
        "proof": proof_of(found),
        "may_handle": bool(_inside(found)),
        "may_attach": bool(api.roles_in(api.current_actor(), found)),
        "may_export": sight.reads_all(found),
        "breadcrumb": [("案件", "../"), (found.number, request.path)],
    }
    return render(request, "workbench/case.html", context | _office_side(found) | _avoidance(found))


def _office_side(found: Case) -> dict[str, object]:
    """What only the handling office and those above it are shown: who handles it, and errands."""
    if not sight.reads_all(found):
        return {"knows_inside": False}
    actor = api.current_actor()
    leads = api.is_head(actor, found)
    own = {actor.account_id, *api.delegation.stands_in_for()}
    why = {row.handling_id: row for row in Allotment.objects.filter(case=found)}
    return {
        "knows_inside": True,
        "leads": leads,
        "may_assign": leads or (found.handler_id is not None and found.handler_id in own),
        "colleagues": [a for a in able(found) if a.pk != found.handler_id],
        "errands": api.boxes.errands_of(found),
        "handlings": [(h, why.get(h.pk)) for h in Handling.objects.filter(case=found)],
        "urges": Urge.objects.filter(case=found),
    }


def _avoidance(case: Case) -> dict[str, object]:
    """回避: what was asked and decided, and what the reader may ask or decide."""
    actor = api.current_actor()
    works = sight.reads_all(case)
    gone = avoiders(case)
    others = [each for each in api.officers_of(case) if each.account not in gone]
    decides = api.may_decide(actor, case)
    may_name = bool(api.roles_in(actor, case)) and case.archived_at is None
    return {
        "avoidances": api.avoidances_in(case),
        "avoids_itself": works and actor.kind is ActorKind.OFFICER and case.archived_at is None,
        "others": [e for e in others if e.account != actor.account_id] if may_name else [],
        "decides": decides,
        "registers": works and not decides,
        "grounds": Ground.choices,
        "longest_reason": LONGEST,
        "cites": (GROUNDS, ASKING, UNDECIDED),
    }


def seen(number: str, view: reading.View = reading.View.CASE) -> Case:
    """The case for a page, with an entry in the log of who read it.

    What cannot be seen does not exist: raises Http404.
    """
    try:
        found = api.case_by_number(number)
    except Refused as refusal:
        raise Http404(str(refusal)) from refusal
    loan = loans.held(found) if found.archived_at else None
    reading.note(view, case=found, purpose=f"借阅：{loan.purpose}" if loan else "")
    return found


def _inside(found: Case) -> frozenset[str]:
    inside = {role.key for role in business_of(found.procedure).inside}
    return frozenset(api.roles_in(api.current_actor(), found) & inside)


def answered(found: Case, procedure: Procedure) -> Iterator[Answered]:
    """What the reader may know of the case, under the headings and in the order of asking."""
    state, shown = State.from_json(found.state), set[str]()
    names, read = _names(found, procedure, state), sight.steps_read(found, procedure)
    for step in procedure.steps.values():
        if step.key not in state.done or step.key not in read:
            continue
        for title, facts in _headed(step):
            new = [f for f in facts if f.key in state.facts and f.key not in shown]
            shown.update(fact.key for fact in new)
            if new:
                lines = ((f.title, in_words(f, state.facts[f.key], names)) for f in new)
                yield Answered(title, tuple(lines))


def _headed(step: Step) -> Iterator[tuple[str, list[Fact]]]:
    """The questions of a step under their headings; loose ones together under its title."""
    loose = [part for part in step.asks if isinstance(part, Fact)]
    yield from ((part.title, list(part.facts)) for part in step.asks if isinstance(part, Group))
    yield step.title, loose


def _names(found: Case, procedure: Procedure, state: State) -> dict[str, str]:
    offices = {key for key, fact in procedure.facts.items() if fact.kind is Kind.OFFICE}
    codes = [str(state.facts[key]) for key in offices if key in state.facts]
    titles = dict(Office.objects.filter(code__in=codes).values_list("code", "title"))
    files = Attachment.objects.filter(case=found).values_list("sha256", "name")
    return {**titles, **dict(files)}


def papers_of(found: Case, procedure: Procedure) -> list[tuple[IssuedPaper, list[tuple[str, str]]]]:
    """Each paper with whom it must reach and when it did (empty: not yet)."""
    rows = []
    for row in IssuedPaper.objects.filter(case=found).order_by("-issued_on", "-id"):
        paper = procedure.papers.get(row.paper)
        to = paper.to if paper else ()
        also = [role for role in (paper.also if paper else ()) if role.key in row.served]
        rows.append((row, [(r.title, row.served.get(r.key, "")) for r in (*to, *also)]))
    return rows


@require_POST
@staff_only
def note(request: HttpRequest, number: str) -> HttpResponseBase:
    """Add a remark."""
    seen(number)
    try:
        api.add_note(number, request.POST.get("text", ""))
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("workbench:case", number)


@require_POST
@staff_only
def upload(request: HttpRequest, number: str) -> HttpResponseBase:
    """Add files to the case."""
    found = seen(number)
    for file in request.FILES.getlist("file"):
        try:
            api.attach(found, api.check_upload(file.name or "", file.read(LARGEST + 1)))
        except Refused as refusal:
            messages.error(request, str(refusal))
    return redirect("workbench:case", number)


@require_safe
@staff_only
def export(request: HttpRequest, number: str) -> HttpResponseBase:
    """The case with all its proofs, for whoever wants to check it offline."""
    found = seen(number, reading.View.EXPORT)
    if not sight.reads_all(found):
        raise PermissionDenied("整个案卷由承办机关导出。需要材料的，请向承办机关申请查阅、复制。")
    try:
        content = export_case(found)
    except (NotLoggedError, NoteError, TileError) as error:
        messages.error(request, str(error))
        return redirect("workbench:case", number)
    return downloads.download(f"{found.number}.zip", "application/zip", content)


@require_safe
@staff_only
def download(request: HttpRequest, number: str, sha256: str) -> HttpResponse:
    """The bytes of a file, as a download and never as a page of ours."""
    try:
        found = seen(number, reading.View.FILE)
        if not sight.files_read(found).filter(sha256=sha256).exists():
            raise Http404
        attachment, content = api.open_attachment(found, sha256)
    except (Refused, ValueError) as refusal:
        raise Http404(str(refusal)) from refusal
    return downloads.download(attachment.name, attachment.media_type, content)
