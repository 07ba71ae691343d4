"""How much of a case its reader may read.

The handling office and those above it read everything. Whoever merely takes part (a respondent,
an organ asked for its view) reads what the parties said and what he was served; how the office
means to decide is not for one side to know beforehand. Whoever borrowed an archived case reads
what the parties said and what went out.
"""

from collections.abc import Sequence

from django.db.models import Q, QuerySet

from fashu.kernel import api
from fashu.kernel.access import Kind, current_actor
from fashu.kernel.archives import loans
from fashu.kernel.cases.catalogue import business_of, family_of
from fashu.kernel.cases.models import Attachment, Case, Event, IssuedPaper, Note, Participant
from fashu.kernel.cases.roles import judges
from fashu.kernel.documents.drafting import Status, documents_of, readable_papers
from fashu.kernel.documents.models import Document
from fashu.kernel.people.models import Account
from fashu.kernel.procedure import Procedure


def reads_all(case: Case) -> bool:
    """Whether the reader handles or oversees the case, as far as his roles reach (数据范围)."""
    return judges(current_actor(), case)


def steps_read(case: Case, procedure: Procedure) -> set[str]:
    """The steps whose answers the reader may read."""
    if reads_all(case):
        return set(procedure.steps)
    return _said(case, procedure) | {paper.step for paper in _served(case)}


def papers_read(case: Case, procedure: Procedure) -> set[int]:
    """The papers, by number of their row, whose words the reader may read."""
    papers = IssuedPaper.objects.filter(case=case)
    if case.destroyed_at is not None:
        return set()
    if reads_all(case):
        return {paper.pk for paper in papers}
    said = papers.filter(step__in=_said(case, procedure))
    return {paper.pk for paper in (*said, *_served(case))}


def document_read(case: Case, issued: IssuedPaper) -> Document | None:
    """The document of a paper in force, as far as the reader may see it.

    Of others' cases only what is sealed; a citizen what has also reached her.
    """
    return documents_read(case, [issued]).get(issued.pk)


def documents_read(case: Case, papers: Sequence[IssuedPaper]) -> dict[int, Document]:
    """The same of several papers, by the number of their row."""
    if case.destroyed_at is not None or not papers:
        return {}
    actor, found = current_actor(), documents_of(case)
    named = {p.pk: found[p.paper, p.n] for p in papers if (p.paper, p.n) in found}
    if actor.kind is Kind.CITIZEN:
        reached = readable_papers(case, api.roles_in(actor, case))
        return {pk: document for pk, document in named.items() if pk in reached}
    whole, readable = reads_all(case), papers_read(case, _version(case))
    return {
        pk: document
        for pk, document in named.items()
        if pk in readable and (whole or document.status == Status.SEALED)
    }


def files_read(case: Case) -> QuerySet[Attachment]:
    """The files that the reader may read: his own and those that parties handed in."""
    files = Attachment.objects.filter(case=case)
    if reads_all(case):
        return files
    parties = _steps(case).exclude(by__in=_inside(case)).values("account_id")
    return files.filter(Q(account_id=current_actor().account_id) | Q(account_id__in=parties))


def authors(case: Case, procedure: Procedure) -> dict[int, str]:
    """Account -> who that is: by name where the reader may see it, else by the part he plays."""
    titles = {role.key: role.title for role in procedure.roles}
    steps = _steps(case).values_list("account_id", "by")
    found = {account: titles[by] for account, by in steps if account and by in titles}
    named = Participant.objects.filter(case=case, account__isnull=False)
    found |= {p.account_id: p.name for p in named if p.account_id}
    wrote = Note.objects.filter(case=case).values("account_id")
    brought = files_read(case).values("account_id")
    known = Q(pk__in=list(found)) | Q(pk__in=wrote) | Q(pk__in=brought)
    return found | dict(Account.objects.filter(known).values_list("pk", "name"))


def _said(case: Case, procedure: Procedure) -> set[str]:
    """The steps by which a case is opened, and those that others than the office can take."""
    inside = _inside(case)
    return {s.key for s in procedure.steps.values() if s.opens or {r.key for r in s.by} - inside}


def _served(case: Case) -> list[IssuedPaper]:
    """The papers that have reached the reader; whoever borrowed the case reads what went out."""
    own, papers = api.roles_in(current_actor(), case), IssuedPaper.objects.filter(case=case)
    if case.archived_at is not None and loans.held(case) is not None:
        return [paper for paper in papers if paper.served]
    return [paper for paper in papers if own & paper.served.keys()]


def _steps(case: Case) -> QuerySet[Event]:
    """The steps taken; of a service, `by` names the recipient and the account is the office's."""
    return Event.objects.filter(case=case, kind="taken")


def _version(case: Case) -> Procedure:
    return family_of(case.procedure).version(case.version)


def _inside(case: Case) -> set[str]:
    return {role.key for role in business_of(case.procedure).inside}
